"""What the index costs: bytes on disk beside the text's, CPU beside Material's own search plugin."""

from __future__ import annotations

import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from julasan.model import Asset


def packed(content: bytes) -> int:
    """Size after gzip -9."""
    return len(gzip.compress(content, 9, mtime=0))


def sizes(articles: list[dict[str, Any]], assets: list[Asset]) -> dict[str, int]:
    """Compressed bytes: the gram index, the documents' files, the text whole and by article."""
    texts = [f"{each['title']}\n{each['body']}".encode() for each in articles]
    documents = [a for a in assets if a.path.startswith("search/d")]
    return {
        "gram index, gzip -9, file by file": sum(packed(a.content) for a in assets if a not in documents),
        "document files, gzip -9, file by file": sum(packed(a.content) for a in documents),
        "text, gzip -9, as one file": packed(b"\n".join(texts)),
        "text, gzip -9, article by article": sum(map(packed, texts)),
        "files": len(assets),
    }


OURS = """
import json, sys, time
from datetime import date
from julasan.render.search import Document, index
day = date.fromisoformat
found = [Document(url=f"k/{n}/", title=a["title"], text=a["body"], kind="news", date=day(a["date"]))
         for n, a in enumerate(json.load(open(sys.argv[1], encoding="utf-8")), 1)]
before = time.process_time()
list(index(found))
print(time.process_time() - before)
"""
THEIRS = """
import html, json, sys, time
from types import SimpleNamespace
from material.plugins.search.plugin import SearchIndex
pages = [SimpleNamespace(meta={}, title=a["title"], url=f"k/{n}/", toc=[],
                         content="<h1>" + html.escape(a["title"]) + "</h1>"
         + "".join("<p>" + html.escape(p) + "</p>" for p in a["body"].split("\\n\\n")))
         for n, a in enumerate(json.load(open(sys.argv[1], encoding="utf-8")), 1)]
before = time.process_time()
made = SearchIndex(lang=["en"], separator="", pipeline=[], fields={})
for page in pages: made.add_entry_from_context(page)
made.generate_search_index(None).encode()
print(time.process_time() - before)
"""


def cpu(articles: list[dict[str, Any]]) -> dict[str, float]:
    """Seconds of CPU for the index: ours from plain text, Material's from ready HTML; the best of three."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.json"
        path.write_text(json.dumps(articles), "utf-8")
        return {
            name: min(
                float(
                    subprocess.run(
                        [sys.executable, "-c", code, str(path)], capture_output=True, check=True
                    ).stdout
                )
                for _ in range(3)
            )
            for name, code in (("ours", OURS), ("Material's", THEIRS))
        }


def material_site(articles: list[dict[str, Any]], folder: Path, search: bool) -> float:
    """Build a stock Material site of the articles below `folder`; seconds of CPU of the whole process."""
    (folder / "docs" / "k").mkdir(parents=True, exist_ok=True)
    for number, each in enumerate(articles, 1):
        title = json.dumps(each["title"], ensure_ascii=False)
        (folder / "docs" / "k" / f"{number}.md").write_text(
            f"---\ntitle: {title}\n---\n\n{each['body']}", "utf-8"
        )
    (folder / "docs" / "index.md").write_text("# t", "utf-8")
    (folder / "mkdocs.yml").write_text(
        "site_name: t\ntheme: {name: material, font: false}\nnav: [index.md]\nnot_in_nav: |\n  k/\n"
        f"plugins: [{'search' if search else ''}]\n",
        "utf-8",
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [
            sys.executable,
            "-m",
            "mkdocs",
            "build",
            "-q",
            "-f",
            str(folder / "mkdocs.yml"),
            "-d",
            str(folder / "site"),
        ],
        check=True,
        capture_output=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
