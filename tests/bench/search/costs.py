"""What the index costs: bytes on disk beside the text's, CPU beside Material's own search plugin."""

from __future__ import annotations

import gzip
import html
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import markdown

from julasan import thai
from julasan.model import Asset


def packed(content: bytes) -> int:
    """Size after gzip -9."""
    return len(gzip.compress(content, 9, mtime=0))


def sizes(articles: list[dict[str, Any]], assets: list[Asset]) -> dict[str, int]:
    """Bytes after gzip -9: the gram index and the documents' files, file by file, and the text."""
    texts = [f"{each['title']}\n{each['body']}".encode() for each in articles]
    documents = [a for a in assets if a.path.startswith("search/d")]
    return {
        "gram index": sum(packed(a.content) for a in assets if not a.path.startswith("search/d")),
        "document files": sum(packed(a.content) for a in documents),
        "text, as one file": packed(b"\n".join(texts)),
        "text, article by article": sum(map(packed, texts)),
        "files": len(assets),
    }


# Each in a process of its own. Both begin with the articles' HTML in memory, as a build has it (text is
# normalised where it is read), and end with their files on disk. Imports and the reading of the input are
# paid by any build and count for neither. What a search costs a whole build besides, on either side, is
# in whole.py.
SHARED = """
import json, sys, time
from datetime import date
from pathlib import Path
pages = json.load(open(sys.argv[1], encoding="utf-8"))
def spent(*moments):
    print(*(later - earlier for earlier, later in zip(moments, moments[1:])))
"""
OURS = """
from julasan.render.markdown import plain
from julasan.render.search import Document, index
from julasan.render.search import earlier, grams, shards
started = time.process_time()
found = [Document(url=each["url"], title=each["title"], text=plain(each["html"]), kind="news",
                  date=date.fromisoformat(each["date"])) for each in pages]
made = list(index(found))
built = time.process_time()
folder = Path(sys.argv[2], "search")
folder.mkdir()
for each in made:
    with open(f"{sys.argv[2]}/{each.path}", "wb") as file:
        file.write(each.content)
spent(started, built, time.process_time())
"""
# Material's plugin through its own hooks, all that have work to do: on_page_context (each page's HTML
# goes through its parser, its marks for the search are taken out of the page) and what on_post_build
# makes and writes, one JSON. It cuts no words: its browser's worker does that, for every reader.
THEIRS = """
from types import SimpleNamespace
from material.plugins.search.plugin import SearchIndex, SearchPlugin
pages = [SimpleNamespace(meta={}, title=each["title"], url=each["url"], toc=[],
                         content=f"<h1 id=\\"_1\\">{each['title']}</h1>" + each["html"]) for each in pages]
started = time.process_time()
plugin = SearchPlugin()
plugin.load_config({"lang": ["en"], "separator": " ", "pipeline": []})
plugin.search_index = SearchIndex(**plugin.config)
for page in pages: plugin.on_page_context({}, page=page, config=None, nav=None)
content = plugin.search_index.generate_search_index(None).encode("utf-8")
built = time.process_time()
with open(f"{sys.argv[2]}/search_index.json", "wb") as file:
    file.write(content)
spent(started, built, time.process_time())
"""


def cpu(articles: list[dict[str, Any]], rounds: int = 5) -> dict[str, tuple[float, float]]:
    """Seconds of CPU of each index, to make it and to write it: the least of some rounds in turns."""
    body = markdown.Markdown(extensions=["toc", "tables", "fenced_code"])
    pages = [
        {
            "title": html.escape(thai.normalise(each["title"])),
            "url": f"k/{number}/",
            "date": each["date"],
            "html": body.reset().convert(thai.normalise(each["body"])),
        }
        for number, each in enumerate(articles, 1)
    ]
    best: dict[str, tuple[float, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pages.json"
        path.write_text(json.dumps(pages), "utf-8")
        for turn in range(rounds):
            for name, code in (("Julasan's", OURS), ("Material's", THEIRS)):
                out = Path(folder) / f"{turn}{name}"
                out.mkdir()
                ran = subprocess.run(
                    [sys.executable, "-c", SHARED + code, str(path), str(out)],
                    capture_output=True,
                    check=True,
                    text=True,
                )
                made, written = map(float, ran.stdout.split())
                before = best.get(name, (made, written))
                best[name] = (min(before[0], made), min(before[1], written))
                shutil.rmtree(out)
    return best


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
