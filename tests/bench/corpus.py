"""A corpus of news items (one JSON object a line) -> a content folder that Julasan builds.

    python tests/bench/corpus.py CORPUS.jsonl.xz FOLDER --count 1000 [--publishable]

Provinces, topics, kinds and links between articles are dealt out in turn, so that the same
corpus gives the same folder. ``--publishable`` blots out lines with phones or addresses
and signs that nobody sees, which `julasan check` rightly refuses, so that the folder can be built.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from julasan import thai
from julasan.addresses import addresses
from julasan.check import privacy
from julasan.check.links import host_problem

PROVINCES = ("เชียงใหม่", "ลำพูน", "ลำปาง", "แพร่", "น่าน", "พะเยา", "เชียงราย", "แม่ฮ่องสอน")
CODES = ("TH-50", "TH-51", "TH-52", "TH-54", "TH-55", "TH-56", "TH-57", "TH-58")
TOPICS = ("กองทุนชุมชน", "วิจัยชุมชน", "เศรษฐกิจฐานราก", "การจัดการความรู้", "เวทีเรียนรู้", "การสื่อสาร")
KINDS = ("article", "news", "field-work", "story", "forum")

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|!~+-])")
_NUMBERED = re.compile(r"^(\d+)([.)])", re.MULTILINE)
_UNSEEN = re.compile("[\u2028\u2029\ue000-\uf8ff\x00-\x08\x0b-\x1f\x7f-\x9f]")


def items(corpus: Path) -> Iterator[dict[str, str]]:
    """The corpus' items, in order."""
    opened = lzma.open if corpus.suffix == ".xz" else open
    with opened(corpus, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def escaped(text: str) -> str:
    """`text` as Markdown that shows every sign as it is."""
    return _NUMBERED.sub(r"\1\\\2", _SIGNS.sub(r"\\\1", text))


def mended(line: str) -> str:
    """`line` without what `julasan check` refuses in a text: personal data, signs that nobody sees."""
    line = _UNSEEN.sub("", thai.normalise(line))
    # A paragraph that begins with a tab would be a box of code.
    refused = any(privacy.find(line)) or any(host_problem(found)[0] for _, found in addresses(escaped(line)))
    return "…" if refused else line.lstrip()


def article(number: int, item: dict[str, str], publishable: bool) -> str:
    """One article file."""
    title, body = item["title"], item["body"]
    if publishable:
        title, body = mended(title), "\n".join(mended(line) for line in body.splitlines())
    front = {
        "title": " ".join(title.split())[:200],
        "date": item["date"],
        "province": PROVINCES[number % len(PROVINCES)],
        "kind": KINDS[number % len(KINDS)],
    }
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in front.items()]
    lines[1] = f"date: {front['date']}"
    topics = ", ".join(sorted({TOPICS[number % 6], TOPICS[number // 6 % 6]}))
    text = "\n".join(["---", *lines, f"topics: [{topics}]", "---", "", escaped(body)])
    for other in {number - 1, number // 2} - {number, -1}:
        text += f"\n\n[{escaped('อ่านต่อ')} {other}]({name_of(other)})"
    return text + "\n"


def environment() -> dict[str, str]:
    """This process' environment, in which Python keeps what it compiles, as it does for people."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def name_of(number: int) -> str:
    """The file name of an article."""
    return f"item-{number:05}.md"


SETTINGS = """\
site_name: คลังข่าวทดสอบ
site_url: https://example.org/
theme: julasan
nav:
  - หน้าแรก: index.md
  - คลังความรู้: knowledge/index.md
  - ปฏิทิน: calendar/index.md
plugins:
  - julasan:
      network: เครือข่ายทดสอบ
      provinces: {provinces}
      topics: [{topics}]
"""


def write(corpus: Path, folder: Path, count: int, publishable: bool) -> int:
    """Write the folder and return the number of articles."""
    (folder / "knowledge").mkdir(parents=True)
    (folder / "docs").mkdir()
    provinces = "{" + ", ".join(f"{name}: {code}" for name, code in zip(PROVINCES, CODES, strict=True)) + "}"
    settings = SETTINGS.format(provinces=provinces, topics=", ".join(TOPICS))
    (folder / "mkdocs.yml").write_text(settings, "utf-8")
    (folder / "docs" / "about.md").write_text("---\ntitle: เกี่ยวกับเรา\n---\n\nคลังข่าวสำหรับวัดความเร็ว\n", "utf-8")
    (folder / "events.yaml").write_text("[]\n", "utf-8")
    (folder / "members.csv").write_text("member_id,name,province,role,consent\n", "utf-8")
    written = 0
    for number, item in enumerate(islice(items(corpus), count)):
        text = article(number, item, publishable)
        (folder / "knowledge" / name_of(number)).write_text(text, "utf-8")
        written += 1
    return written


def main() -> None:
    """Read the options and write the folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--publishable", action="store_true")
    given = parser.parse_args()
    print(write(given.corpus, given.folder, given.count, given.publishable), "articles")


if __name__ == "__main__":
    main()
