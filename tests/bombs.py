"""Inputs that are too large, too deep or too many: one table for the tests and for tests/bench/bombs.

``IMPORTED`` is for `julasan import`, by the file's name; ``BODIES`` are texts of an article below
the limit of its size; ``FOLDERS`` are files of a site's folder, by path.
"""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

IMPORTS = Path(__file__).parent / "imports"
PARAGRAPH = "<w:p><w:r><w:t>ก</w:t></w:r></w:p>"
FRONT = "---\ntitle: เรื่องทดลอง\ndate: 2026-11-01\n---\n"
MEMBERS = "member_id,name,province,role,consent\n"


def document(changes: dict[str, bytes | None]) -> bytes:
    """The sample document with members added, replaced or taken out."""
    members = {
        path.relative_to(IMPORTS / "minutes.docx").as_posix(): path.read_bytes()
        for path in sorted((IMPORTS / "minutes.docx").rglob("*"))
        if path.is_file()
    }
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**members, **changes}.items():
            if content is not None:
                archive.writestr(name, content)
    return into.getvalue()


def member(name: str) -> bytes:
    return (IMPORTS / "minutes.docx" / name).read_bytes()


def body(text: str) -> bytes:
    xml = member("word/document.xml").decode()
    return (xml.partition("<w:body>")[0] + "<w:body>" + text + "</w:body></w:document>").encode()


_IMPORTED: dict[str, str | Callable[[], bytes]] = {
    "paragraphs.docx": lambda: document({"word/document.xml": body(PARAGRAPH * 7_900)}),
    "runs.docx": lambda: document({"word/document.xml": body("<w:p>" + PARAGRAPH[5:-6] * 19_900 + "</w:p>")}),
    "too-many.docx": lambda: document({"word/document.xml": body(PARAGRAPH * 19_000)}),
    "depth.html": "<div>" * 300_000 + "ก",
    "tags.html": "<b>ก</b>" * 500_000,
    "breaks.html": "ก<br>" * 700_000,
    "lists.html": "<ul><li>ก" * 200_000,
    "tables.html": "<table><tr><td>ก" * 200_000,
    "wide.html": "<table>"
    + "<tr>"
    + "<td colspan=1000 rowspan=1000>ก</td>" * 5_000
    + "</tr>" * 2
    + "</table>",
    "attributes.html": "<p " + "".join(f"a{number}=1 " for number in range(300_000)) + ">ก",
    "notes.html": "".join(f'<a href="#fn{n}">{n}</a>' for n in range(999))
    + "".join(f'<p id="fn{n}">ก' for n in range(999)),
    "stars.txt": "*" * 900_000,
    "brackets.txt": "[" * 400_000 + "]" * 400_000,
    "spaces.txt": "\u00a0" * 400_000 + "ก",
    "lines.txt": "ก\n" * 200_000,
    "bullets.txt": "\uf07b" * 300_000,
    "numbers.txt": "1. ก\n" * 100_000,
    "marks.txt": "ก" + "\u0e48" * 300_000,
}


def _bytes(content: str | Callable[[], bytes]) -> bytes:
    return content.encode() if isinstance(content, str) else content()


IMPORTED: Mapping[str, Callable[[], bytes]] = {
    name: partial(_bytes, content) for name, content in _IMPORTED.items()
}

_BODIES = {
    "list labels": "".join(f"{n % 99 + 1}) ก\n" for n in range(19_000)),
    "lines that begin with a sign": "📍 ก\n" * 19_000,
    "homes": ("บ้านเลขที่ 12/3 หมู่ 4 ต. " * 700 + "\n") * 19,
    "homes that break off": ("บ้านเลขที่ 12/3 " * 1_100 + "\n\n") * 20,
    "bare links": ("https://a.example/ก?ข=1 " * 19 + "\n\n") * 99,
    "bare links without an end": "https://" + "a." * 9_000 + "\n",
    "bare links of escapes": "https://" + "\\-" * 900 + "\n",
    "marks in no order": ("ก\u0e31\u0e48\u0e4d\u0e32\u0e48" * 3_000 + "\n\n") * 17,
    "sara e over and over": ("เ" * 15_000 + "\n\n") * 20,
    "lists in quotations": "> - ก\n>   - ข\n" * 4_900,
    "footnotes that nothing calls": "".join(f"[^{n}]: ก\n\n" for n in range(1_900)),
    "boxes that hold nothing": "!!! note\nก\n\n" * 6_000,
    "boxes before blank lines": "!!! note\n" + "\n" * 18_000 + "!!! note\n",
    "rows of a cell too many": "|ก|ข|\n|-|-|\n" + "|ก|ข|ค|\n" * 4_900,
    "conflicts of git": "<<<<<<< a\n=======\n>>>>>>> b\n" * 90,
    "short codes that nothing closes": "[caption " * 90,
    "stars for bullets": ("*** ก\n" * 99 + "\n") * 60,
    "brackets": "[" * 15_000,
    "links": "[a](" * 4_000,
    "images": "![a](" * 3_000,
    "references": "[a][" * 4_000,
    "definitions": "[a]: x\n" * 100_000,
    "tags": "<a " * 6_000 + "\n" + "<a\n" * 100_000,
    "quotes in tags": '<a "' * 4_500,
    "comments": "<!-- \n" * 100_000,
    "backticks": "".join("`" * (number % 90 + 1) + " " for number in range(400)),
    "braces": "{" * 19_000,
    "braces with equals": "{a=" * 6_000,
    "headings": "# a\n" * 200_000,
    "fences": "```\n~~~\n" * 60_000,
    "footnotes": "[^a]" * 4_900 + "\n" + "[^a]: x\n" * 50_000,
    "digits": "1 " * 9_000 + "\n" + "0-" * 9_000,
    "at signs": "a@" * 9_000 + "\n" + "a." * 9_000 + "@",
    "line": "line " * 3_900,
    "spaces": (" " * 18_000 + "a\n") * 40,
    "dashes": "- " * 90 + "\n" + ("-" * 18_000 + "\n") * 40,
    "colons": ":" * 19_000,
    "entities": "&#" * 9_000 + "&amp;" * 50_000,
    "pipes": ("|" * 99 + "\n") * 9_000,
    "mojibake": "เธ" * 9_000,
    "paragraphs": "ก\n\n" * 190_000,
    "items": "- ก\n" * 190_000,
    "numbers": "1. ก\n\n" * 100_000,
    "items apart": "- ก\n\n" * 150_000,
    "short forms": "".join(f"*[ค{n}]: ก\n" for n in range(9_000)) + "\n" + "ค1 ค2 ค3 " * 6_000,
    "notes": "".join(f"ก[^{n}]\n\n[^{n}]: ข\n\n" for n in range(1_900)),
    "admonitions": '!!! note "ก"\n    ข\n\n' * 30_000,
    "definitions of words": "ก\n: ข\n\n" * 60_000,
    "struck out": "~~ก~~ ~~ข " * 9_000,
    "bold": "**ก** __ข__ *ค* " * 20_000,
    "breaks": "ก<br>" * 90_000,
    "boxes": "- [ ] ก\n" * 90_000,
    "rules": "---\n\n" * 150_000,
    "quotes": "> ก\n" * 9_900,
    "addresses": "<https://a.example/> " * 40_000,
    "pictures": "![ก](images/a.png)\n\n" * 40_000,
    "links to itself": "[ก](good.md)\n\n" * 40_000,
    "footnotes in one line": "[^a]" * 400 + "\n\n[^a]: ก\n",
    "tables": "|ก|ข|\n|-|-|\n|ค|ง|\n\n" * 3_000,
    "code spans": "`ก` " * 150_000,
    "html entities": "&#3585;" * 120_000,
    "phones": "081 234 567 " * 70_000,
    "backslashes": "\\" * 19_000 + "\n" + "\\[" * 900,
}


BODIES: Mapping[str, str] = {name: text[:950_000] for name, text in _BODIES.items()}


def png(width: int, height: int, padding: int = 0) -> bytes:
    """A whole grey picture of one bit a dot, with `padding` bytes of noise in a chunk that nobody reads."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    row = b"\0" * (1 + (width + 7) // 8)
    pixels = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    noise = chunk(b"noIs", random.Random(7).randbytes(padding)) if padding else b""
    return b"\x89PNG\r\n\x1a\n" + head + noise + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def pages(count: int) -> bytes:
    """A paper whose pages all show one text."""
    text = b"BT /F1 12 Tf (x) Tj ET " * 400
    kids = b" ".join(b"%d 0 R" % (number + 4) for number in range(count))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids)]
    objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(text), text))
    objects += [b"<</Type/Page/Parent 2 0 R/Contents 3 0 R>>"] * count
    whole = b"%PDF-1.4\n"
    for number, each in enumerate(objects, 1):
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    return whole + b"trailer<</Root 1 0 R/Size %d>>\n%%%%EOF\n" % (len(objects) + 1)


def _article(text: str) -> Mapping[str, bytes]:
    return {"knowledge/a.md": (FRONT + text).encode()}


def _events(text: str) -> Mapping[str, bytes]:
    return {"events.yaml": text.encode()}


def _members(text: str) -> Mapping[str, bytes]:
    return {"members.csv": text.encode()}


def _table(columns: int) -> str:
    return "|" + "ก|" * columns + "\n|" + "-|" * columns + "\n" + ("|" + "ข|" * columns + "\n") * 20


def _nested(levels: int) -> str:
    return "".join("    " * level + "- ก\n" for level in range(levels))


def _rules(count: int, rule: str) -> str:
    return "".join(
        f"- {{id: e-{number}, title: ก, start: 2026-12-05 09:00, rrule: '{rule}'}}\n"
        for number in range(count)
    )


def _people(count: int) -> str:
    rows = (f"m-{number},สมชาย ใจดี{number},ลำปาง,member,2026-01-01\n" for number in range(count))
    return MEMBERS + "".join(rows)


def _laughs() -> str:
    lines = ["a0: &a0 [ก, ก, ก, ก, ก, ก, ก, ก, ก]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    return "\n".join(lines)


def _folder_of_missing_links() -> Mapping[str, bytes]:
    files = {f"knowledge/story-{number}.md": FRONT.encode() for number in range(1_000)}
    links = "".join(f"[ก](storey-{number}.md) " + "\n" * (number % 5 == 0) for number in range(20_000))
    return {**files, "knowledge/a.md": (FRONT + links).encode()}


FOLDERS: Mapping[str, Callable[[], Mapping[str, bytes]]] = {
    "article of 5 MB": lambda: _article("กขค งจฉ\n" * 300_000),
    "line of 2 MB": lambda: _article("ก" * 700_000),
    "line of 900 kB": lambda: _article("ก" * 300_000),
    "lines of 19 kB": lambda: _article(("ก" * 6_000 + "\n\n") * 50),
    "500 quotes in each other": lambda: _article("> " * 500 + "ก\n"),
    "500 lists in each other": lambda: _article(_nested(500)),
    "500 lists in one line": lambda: _article("- " * 500 + "ก\n"),
    "99 quotes in each other, often": lambda: _article(("> " * 99 + "ก\n\n") * 3_000),
    "table of 1,000 columns": lambda: _article(_table(1_000)),
    "table of 99 columns, 4,000 rows": lambda: _article(_table(99) + ("|" + "ข|" * 99 + "\n") * 2_200),
    "100,000 brackets": lambda: _article("[" * 100_000),
    "100,000 brackets, 99 a line": lambda: _article(("[" * 99 + "\n") * 1_010),
    "100,000 parentheses behind a link": lambda: _article("[ก](" + "(" * 100_000),
    "20,000 links to pages that are missing": _folder_of_missing_links,
    "100,000 stars": lambda: _article(("*ก **ข " * 400 + "\n\n") * 100),
    "100,000 marks of one letter": lambda: _article("ก" + "\u0e48" * 100_000),
    "picture of 30 MB": lambda: {"knowledge/images/a.png": png(1_000, 1_000, 30_000_000)},
    "picture of 9 MB": lambda: {"knowledge/images/a.png": png(1_000, 1_000, 9_000_000)},
    "picture of 20,000 x 20,000": lambda: {"knowledge/images/a.png": png(20_000, 20_000)},
    "picture of 6,000 x 6,000": lambda: {"knowledge/images/a.png": png(6_000, 6_000)},
    "drawing of 9 MB": lambda: {
        "knowledge/images/a.svg": b"<svg xmlns='http://www.w3.org/2000/svg'>" + b"<g a='b' " * 1_000_000
    },
    "drawing of entities": lambda: {
        "knowledge/images/a.svg": (
            '<!DOCTYPE svg [<!ENTITY a0 "ha">'
            + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
            + "]><svg xmlns='http://www.w3.org/2000/svg'>&a9;</svg>"
        ).encode()
    },
    "CSV of 10,000 columns": lambda: _members(
        MEMBERS.strip() + "".join(f",c{number}" for number in range(10_000)) + "\n" + "ก," * 10_000 + "\n"
    ),
    "CSV field of 1 MB": lambda: _members(f"{MEMBERS}a,{'ก' * 350_000},ลำปาง,member,2026-01-01\n"),
    "CSV quote that nothing closes": lambda: _members(MEMBERS + 'a,"' + "ก,ข\n" * 300_000),
    "40,000 members": lambda: _members(_people(40_000)),
    "40,000 members without a province": lambda: _members(_people(40_000).replace("ลำปาง", "ลำปา")),
    "2 MB of semicolons": lambda: _members(_people(25_000).replace(",", ";")),
    "300 events of 1,000 days": lambda: _events(_rules(300, "FREQ=DAILY;COUNT=1000")),
    "10,000 events": lambda: _events(
        "".join(f"- {{id: e-{number}, title: ก, start: 2026-12-05 09:00}}\n" for number in range(10_000))
    ),
    "2,000 rules that never come true": lambda: _events(
        _rules(2_000, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3")
    ),
    "2,000 rules of leap days": lambda: _events(
        _rules(2_000, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=30")
    ),
    "500 rules of every sort": lambda: _events(
        _rules(500, "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=1,5,9,-1;INTERVAL=2;COUNT=900")
    ),
    "50,000 days left out": lambda: _events(
        "- id: a\n  title: ก\n  start: 2026-12-05\n  rrule: FREQ=DAILY;COUNT=1000\n  exdate:\n"
        + "".join(f"    - 20{n % 90 + 10}-{n % 12 + 1:02}-{n % 28 + 1:02}\n" for n in range(50_000))
    ),
    "100,000 aliases": lambda: _events("- &a ก\n" + "- *a\n" * 100_000),
    "aliases of aliases": lambda: _events(_laughs()),
    "aliases of aliases in front matter": lambda: {
        "knowledge/a.md": f"---\ntitle: ก\ndate: 2026-11-01\n{_laughs()}\n---\n".encode()
    },
    "100,000 brackets of YAML": lambda: _events("[" * 100_000),
    "50,000 unknown fields": lambda: _events(
        "- id: a\n  title: ก\n  start: 2026-12-05\n" + "".join(f"  titel{n}: ก\n" for n in range(50_000))
    ),
    "5,000 unknown fields in front matter": lambda: {
        "knowledge/a.md": (
            "---\ntitle: ก\ndate: 2026-11-01\n" + "".join(f"f{n}: ก\n" for n in range(5_000)) + "---\n"
        ).encode()
    },
    "5,000 topics that are unknown": lambda: {
        "knowledge/a.md": (
            "---\ntitle: ก\ndate: 2026-11-01\ntopics: ["
            + ", ".join(f"ทุน{n}" for n in range(5_000))
            + "]\n---\n"
        ).encode()
    },
    "1,000 articles of one permalink": lambda: {
        f"knowledge/{number}/a.md": FRONT.encode() for number in range(1_000)
    },
    "a million items": lambda: _events("- ก\n" * 1_000_000),
    "10,000 events of many fields": lambda: _events(
        "".join(
            f"- id: e-{n}\n  title: งานครั้งที่ {n}\n  start: 2026-12-05 09:00\n  end: 2026-12-05 12:00\n"
            "  place: ศาลากลาง\n  province: ลำปาง\n  kind: meeting\n  topics: [กองทุนชุมชน]\n"
            for n in range(10_000)
        )
    ),
    "100,000 remarks that were meant as words": lambda: _events(
        "- id: a\n  start: 2026-12-05\n" + "  title: ครั้ง #2\n" * 100_000
    ),
    "100,000 odd spaces": lambda: _events("- id: a\n" + "  title:\u00a0ก\n" * 100_000),
    "holidays of 4 MB": lambda: {
        "mkdocs.yml": (b"site_name: x\nplugins:\n  - julasan:\n      network: x\n      holidays: h.yaml\n"),
        "h.yaml": "".join(f"20{n % 90 + 10}-01-{n % 28 + 1:02}: ก{n}\n" for n in range(100_000)).encode(),
    },
    "paper of 20,000 pages": lambda: {"docs/a.pdf": pages(20_000)},
    "photograph with 9 MB of remarks": lambda: {
        "knowledge/images/a.jpg": b"\xff\xd8"
        + b"".join(b"\xff\xe1\xff\xffExif\0\0" + b"II*\0" * 16_381 + b"x" for _ in range(130))
        + b"\xff\xd9"
    },
    "settings of 4 MB": lambda: {
        "mkdocs.yml": (
            "site_name: ก\nplugins:\n  - julasan:\n      network: ก\n      provinces:\n"
            + "".join(f"        จังหวัด{n}: TH-{n % 90 + 10}\n" for n in range(100_000))
        ).encode()
    },
}


def folder(name: str) -> Mapping[str, bytes]:
    """The files of a bomb of FOLDERS, or of BODIES as an article."""
    return FOLDERS[name]() if name in FOLDERS else _article(BODIES[name])
