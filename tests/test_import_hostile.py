"""Files made to do harm: they are refused in words, or what is harmful in them stays behind."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from bombs import IMPORTED, PARAGRAPH, body, document, member
from test_import import IMPORTS, MKDOCS, files, root, run, zipped

__all__ = ["root"]

# Seconds of the processor after which a file has hung the import (tests/bench/bombs measures what it takes).
HANGS = 60
MEBIBYTES = 300


def typed(doctype: str, encoding: str = "utf-8") -> bytes:
    xml = member("word/document.xml").decode()
    head, _, rest = xml.partition("\n")
    return f"{head.replace('UTF-8', encoding)}\n{doctype}\n{rest}".encode(encoding)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
REFUSED = {
    "slip": lambda: {"../../evil.txt": b"x"},
    "slip-by-backslash": lambda: {"..\\evil.txt": b"x"},
    "absolute": lambda: {"/etc/evil": b"x"},
    "drive": lambda: {"C:/evil": b"x"},
    "twice": lambda: {"WORD/document.xml": b"x"},
    "bomb-of-text": lambda: {"word/document.xml": body(PARAGRAPH * 2_000_000)},
    "bomb-of-pictures": lambda: {"word/media/image1.png": b"\0" * 120_000_000},
    "bomb-of-files": lambda: {f"word/media/{number}.png": b"" for number in range(3_000)},
    "no-document": lambda: {"word/document.xml": None},
    "broken-xml": lambda: {"word/document.xml": b"<w:document>"},
    "external-entity": lambda: {"word/document.xml": typed(OUTSIDE)},
    "laughs": lambda: {"word/document.xml": typed(f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>')},
    "entity-in-utf-16": lambda: {"word/document.xml": typed(OUTSIDE, "utf-16")},
    "outside-dtd": lambda: {"word/styles.xml": b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>'},
    "many-elements": lambda: {"word/document.xml": body(PARAGRAPH * 90_000)},
    "deep": lambda: {"word/document.xml": body("<w:sdt>" * 999 + "</w:sdt>" * 999)},
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_a_harmful_document_is_refused_in_words(case: str, root: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.docx"
    file.write_bytes(document(REFUSED[case]()))
    result = run(root, file)
    assert result.exit_code == 2, result.output
    assert "(" in result.output
    assert not (root / "knowledge").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site", "x.docx"]


def test_a_size_that_lies_is_not_believed(root: Path, tmp_path: Path) -> None:
    data = bytearray(document({"word/document.xml": body(PARAGRAPH * 2_000_000)}))
    place = data.rfind(b"word/document.xml") - 46 + 24
    data[place : place + 4] = (100).to_bytes(4, "little")
    (tmp_path / "x.docx").write_bytes(bytes(data))
    assert run(root, tmp_path / "x.docx").exit_code == 2


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, b"\xd0\xcf\x11\xe0" + b"\0" * 600, b"x" * 100]
)
def test_what_is_no_document_is_refused(data: bytes, root: Path, tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(data)
    assert run(root, tmp_path / "x.docx").exit_code == 2


def test_a_document_cut_short_is_refused(root: Path, tmp_path: Path) -> None:
    whole = zipped(IMPORTS / "minutes.docx")
    for length in range(100, len(whole), 397):
        (tmp_path / "x.docx").write_bytes(whole[:length])
        assert run(root, tmp_path / "x.docx").exit_code == 2


def test_macros_stay_behind(root: Path, tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(
        document({"word/vbaProject.bin": b"macro", "word/embeddings/a.bin": b"x"})
    )
    result = run(root, tmp_path / "x.docx")
    assert result.exit_code == 0
    assert "มาโคร" in result.output
    assert b"macro" not in b"".join(files(root).values())


def test_no_picture_from_outside_is_opened(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("urllib.request.urlopen", refuse)
    (tmp_path / "x.docx").write_bytes(document({}))
    result = run(root, tmp_path / "x.docx")
    assert result.exit_code == 0, result.output
    assert [name for name in files(root) if name.startswith("images/")] == ["images/x-1.png"]


def photograph(exif: bytes = b"", size: tuple[int, int] = (40, 30)) -> bytes:
    into = io.BytesIO()
    Image.new("RGB", size, "green").save(into, "JPEG", exif=exif)
    return into.getvalue()


def test_a_photograph_loses_the_place_where_it_was_taken(root: Path, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (18.0, 17.0, 0.0)})
    exif[0x0112] = 6
    exif[0x8825] = {1: "N", 2: (18.0, 17.0, 0.0)}
    picture = photograph(exif.tobytes())
    (tmp_path / "x.docx").write_bytes(document({"word/media/image1.png": picture}))
    result = run(root, tmp_path / "x.docx")
    assert result.exit_code == 0, result.output
    kept = files(root)["images/x-1.jpg"]
    assert b"Exif" not in kept
    assert Image.open(io.BytesIO(kept)).size == (30, 40), "turned the right way up"


@pytest.mark.parametrize(
    "picture",
    [b"\x01\x00\x00\x00l\x00\x00\x00", b"<svg onload='alert(1)'/>", b"", b"\x89PNG\r\n\x1a\n" + b"\0" * 40],
)
def test_what_is_no_picture_stays_behind(picture: bytes, root: Path, tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(document({"word/media/image1.png": picture}))
    result = run(root, tmp_path / "x.docx")
    assert result.exit_code == 0, result.output
    assert not [name for name in files(root) if name.startswith("images/")]


def test_a_picture_of_a_million_pixels_a_side_is_not_opened(root: Path, tmp_path: Path) -> None:
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    (tmp_path / "x.docx").write_bytes(document({"word/media/image1.png": bomb}))
    result = run(root, tmp_path / "x.docx")
    assert "รูปใหญ่เกินไป" in result.output
    assert not [name for name in files(root) if name.startswith("images/")]


PAGES = {
    "links in disguise": '<p>x <a href="java&#x0A;script:alert(1)">a</a> <a href="JAVASCRIPT&colon;x">b</a>'
    ' <a href="vbscript:x">c</a> <a href="data:text/html,x">d</a> <a href=" javascript:x">e</a>'
    ' <a href="https://user@evil.example/">f</a> <a href="//evil.example/x">g</a>'
    ' <a href="file:///etc/passwd">h</a>'
    ' <a href="https://a.example/)![x](javascript:1)">i</a></p>',
    "pictures": '<img src="https://evil.example/x.png"><img src="file:///etc/hostname">'
    '<img src="/etc/hostname">'
    '<img src="../secret.png"><img src="data:text/html;base64,eA=="><img src="link.png">'
    '<img src="x\x00.png">',
    "markup in text": "<p>&lt;script&gt;alert(1)&lt;/script&gt; ![x](javascript:1) [y](javascript:2)</p>"
    "<p>{{ secret }} {% include %} --8&lt;-- &quot;/etc/passwd&quot; {: onclick=x }</p>"
    "<pre>```\n&lt;script&gt;</pre>",
    "markup in a title": "<title>&lt;script&gt;alert(1)&lt;/script&gt;\nโทรเลข: \"x\" # y</title>"
    "<p>เนื้อความ</p>",
    "alt texts": '<img alt="](javascript:1) <b>" src="data:image/png;base64,PNG">',
    "fields": "<h1>a: b\n---\nkind: proposal</h1><p>x</p>",
    "tables": "<table><tr><td>a|b<td colspan=9999999>c</table>"
    "<table><tr><td colspan=100>1</td></tr><tr><td>2</td></tr></table>",
}  # fmt: skip


@pytest.mark.parametrize("case", PAGES)
def test_a_harmful_page_does_no_harm(case: str, root: Path, tmp_path: Path) -> None:
    import base64

    from julasan.render.markdown import Bodies

    (tmp_path / "secret.png").write_bytes(photograph())
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link.png").symlink_to(tmp_path / "secret.png")
    png = base64.b64encode(member("word/media/image1.png")).decode()
    (tmp_path / "in" / "x.html").write_text(
        "<html><meta charset=utf-8>" + PAGES[case].replace("PNG", png), "utf-8"
    )
    result = run(root, tmp_path / "in" / "x.html", "--date", "2026-01-02")
    assert result.exit_code in (0, 1), result.output
    from julasan import read

    site, problems = read.read(root)
    assert [each.code for each in problems if each.code.startswith(("yaml", "front", "field.unknown"))] == []
    article = site.articles[0]
    assert article.kind == "article"
    assert {mark.kind for mark in article.body.marks} <= {"tag-allowed"}
    for link in article.body.links:
        assert link.target.startswith(("https://a.example/", "images/")), link
    shown = Bodies(site).html(article.source.path, article.body)
    assert "<script" not in shown
    assert len([name for name in files(root) if name.startswith("images/")]) == (case == "alt texts")


FEEDS = {
    "entity": '<!DOCTYPE feed [<!ENTITY e SYSTEM "file:///etc/hostname">]><feed xmlns="http://www.w3.org/2005/Atom"><entry>&e;</entry></feed>',
    "laughs": f'<!DOCTYPE feed [<!ENTITY l0 "ha">{LAUGHS}]><feed xmlns="http://www.w3.org/2005/Atom"><title>&l9;</title></feed>',
    "rss": "<rss><channel/></rss>",
    "html": "<html><body>x</body></html>",
    "nothing": '<feed xmlns="http://www.w3.org/2005/Atom"/>',
    "broken": '<feed xmlns="http://www.w3.org/2005/Atom"><entry>',
    "deep": "<feed xmlns='http://www.w3.org/2005/Atom'>" + "<a>" * 100_000,
}


@pytest.mark.parametrize("case", FEEDS)
def test_a_harmful_feed_is_refused(case: str, root: Path, tmp_path: Path) -> None:
    (tmp_path / "x.xml").write_text(FEEDS[case], "utf-8")
    result = run(root, tmp_path / "x.xml")
    assert result.exit_code == 2, result.output
    assert not (root / "knowledge").exists()


@pytest.mark.parametrize("case", IMPORTED)
def test_a_bomb_goes_off_quietly(case: str, tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    (tmp_path / case).write_bytes(IMPORTED[case]())
    script = (
        "import re, resource, sys; from pathlib import Path\n"
        f"resource.setrlimit(resource.RLIMIT_CPU, ({HANGS}, {HANGS}))\n"
        "from julasan.importing import imported, Asked, Refused\n"
        "from julasan.model import Settings\n"
        "try: [draft.text for draft in imported(Path(sys.argv[1]), Settings(network='x'), Asked())]\n"
        "except Refused: pass\n"
        "kibibytes = re.search(r'VmHWM:\\s*(\\d+)', Path('/proc/self/status').read_text())[1]\n"
        "print(int(kibibytes) / 1024)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / case)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert float(done.stdout) < MEBIBYTES


def test_a_picture_whose_address_is_none_stays_behind(root: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(f"<h1>ก</h1><p>{'ข้อความ ' * 20}<img src='https://[x'><img src='//[y'></p>", "utf-8")
    result = run(root, page)
    assert "Traceback" not in result.output
    assert not isinstance(result.exception, ValueError)
    assert "![" not in next((root / "knowledge").glob("*.md")).read_text("utf-8")


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_post_of_no_day_here_has_none(moment: str, root: Path, tmp_path: Path) -> None:
    blog = (IMPORTS / "blog.xml").read_text("utf-8")
    file = tmp_path / "blog.xml"
    file.write_text(re.sub(r"(<published>)[^<]*", rf"\g<1>{moment}", blog), "utf-8")
    result = run(root, file)
    assert not isinstance(result.exception, OverflowError)
    assert "date:\n" in next((root / "knowledge").glob("*.md")).read_text("utf-8")
