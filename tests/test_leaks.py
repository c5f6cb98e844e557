"""The privacy gate over a built folder: every way in which a phone, an address or a place gets out."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pymupdf
import pytest
from PIL import Image

from finishing import finish
from julasan.build.kept import Kept
from julasan.build.reading import read_checked
from julasan.check.media import names_its_place
from julasan.finish.leaks import Leaks
from julasan.model import Settings, Site

SMALL = Path(__file__).resolve().parent / "sites" / "small"
PHONE = "081-234-5678"
SETTINGS = Settings(network="ก", may_be_published=("0 5422 1234", "office@cdd.go.th"))


def codes(folder: Path, root: Path | None = None, **files: str | bytes) -> set[tuple[str, str]]:
    """What the gates say of a folder with these files; ``a__html`` is a.html."""
    for name, content in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return {
        (each.path, each.code) for each in finish(folder, Site(settings=SETTINGS, root=str(root or folder)))
    }


def page(body: str) -> str:
    return f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'


@pytest.mark.parametrize(
    "body",
    [
        f"<p>โทร {PHONE}</p>",
        "<p>โทร ๐๘๑-๒๓๔-๕๖๗๘</p>",
        "<p>+66 81 234 5678</p>",
        "<p>08<b>1-23</b>4-5678</p>",
        "<p>&#48;&#x38;1&#45;234-5678</p>",
        "<p>081\u200b-234\u00ad-5678</p>",
        "<p>081\u00a0234\u00a05678</p>",
        f'<img alt="โทร {PHONE}" src="data:,">',
        f'<p title="{PHONE}">ก</p>',
        f'<script type="application/ld+json">{{"telephone":"{PHONE}"}}</script>',
        f"<a href='tel:{PHONE}'>ก</a>",
    ],
)
def test_a_phone_is_seen_in_a_page_however_it_is_written(tmp_path: Path, body: str) -> None:
    assert codes(tmp_path, index__html=page(body)) == {("index.html", "built.phone")}


@pytest.mark.parametrize(
    "body",
    [
        "<p>โทร 0 5422 1234 office@cdd.go.th</p>",
        "<p>081</p><p>234</p><p>5678</p>",
        "<table><tr><td>081</td><td>2345678</td></tr></table>",
        "<p>สายด่วน 1669 ISBN 978-616-567-123-4 งบ 1234567890 บาท</p>",
        f"<script>var x='{PHONE}'</script>",
    ],
)
def test_what_is_no_personal_phone_passes(tmp_path: Path, body: str) -> None:
    assert codes(tmp_path, index__html=page(body)) == set()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "feed__xml",
            '<feed><content type="html">&lt;p&gt;08&lt;b&gt;1&lt;/b&gt;-234-5678&lt;/p&gt;</content></feed>',
        ),
        ("feed__json", json.dumps({"items": [{"content_html": f"<p>{PHONE}</p>"}]})),
        ("docs__json", json.dumps([["ก", ["โทร 081&#45;234-5678"]]])),
        ("all__ics", "BEGIN:VEVENT\r\nDESCRIPTION:โทร 081-23\r\n 4-5678\r\nEND:VEVENT\r\n"),
        ("picture__svg", f"<svg xmlns='http://www.w3.org/2000/svg'><text>{PHONE}</text></svg>"),
        ("table__csv", f"ก,{PHONE}\n"),
        ("robots__txt", f"# {PHONE}\n"),
    ],
)
def test_a_phone_is_seen_in_every_kind_of_text(tmp_path: Path, name: str, content: str) -> None:
    assert (name.replace("__", "."), "built.phone") in codes(tmp_path, **{name: content})


def test_the_numbers_of_a_drawing_and_of_a_program_are_nobodys(tmp_path: Path) -> None:
    svg = f"<svg xmlns='http://www.w3.org/2000/svg'><path d='M 081 234 5678 {PHONE}'/></svg>"
    assert codes(tmp_path, a__svg=svg, a__js=f"x='{PHONE}'", a__json='{"n": 812345678}') == set()


# -- PDFs ----------------------------------------------------------------------------------------------


def pdf(*, title: str = "", outline: str = "", link: str = "", note: str = "", xmp: str = "") -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    document.docinfo["/Title"] = title
    document.docinfo["/CreationDate"] = "D:20810812345678"
    if xmp:
        with document.open_metadata() as metadata:
            metadata["dc:description"] = xmp
    if outline:
        with document.open_outline() as made:
            inner = pikepdf.OutlineItem(outline, 0)
            above = pikepdf.OutlineItem("ก", 0)
            above.children.append(inner)
            made.root.append(above)
    annotation = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9])
    if link:
        annotation.A = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(link))
    if note:
        annotation.Contents = pikepdf.String(note)
    document.pages[0].Annots = pikepdf.Array([annotation])
    made_bytes = io.BytesIO()
    document.save(made_bytes)
    return made_bytes.getvalue()


@pytest.mark.parametrize("place", ["title", "outline", "note", "xmp"])
def test_a_phone_is_seen_beside_the_pages_of_a_pdf(tmp_path: Path, place: str) -> None:
    assert codes(tmp_path, a__pdf=pdf(**{place: f"โทร {PHONE}"})) == {("a.pdf", "built.phone")}


def test_an_address_is_seen_in_a_link_of_a_pdf(tmp_path: Path) -> None:
    assert codes(tmp_path, a__pdf=pdf(link="mailto:somchai%40gmail.com")) == {("a.pdf", "built.email")}
    assert codes(tmp_path, a__pdf=pdf(link="tel:+66812345678")) == {("a.pdf", "built.phone")}


def test_a_good_or_damaged_pdf_passes(tmp_path: Path) -> None:
    good = pdf(title="จุลสาร", outline="เวที", link="https://www.cdd.go.th/", note="ก", xmp="ก")
    assert codes(tmp_path, a__pdf=good, b__pdf=b"%PDF-1.7\nbroken") == set()


# -- pictures ------------------------------------------------------------------------------------------


def photo(kind: str, *, gps: bool, xmp: bool = False) -> bytes:
    picture, exif, made = Image.new("RGB", (8, 8)), Image.Exif(), io.BytesIO()
    exif[0x010F] = "Camera"
    if gps:
        exif.get_ifd(0x8825).update({1: "N", 2: (18.0, 17.0, 0.0), 3: "E", 4: (99.0, 30.0, 0.0)})
    more = {"xmp": b"<x:xmpmeta><rdf:Description exif:GPSLatitude='18,17N'/></x:xmpmeta>"} if xmp else {}
    picture.save(made, kind, exif=exif, **more)
    return made.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_that_names_its_place_is_refused(tmp_path: Path, kind: str) -> None:
    name = f"a__{kind.lower()}"
    assert codes(tmp_path, **{name: photo(kind, gps=True)}) == {(name.replace("__", "."), "built.place")}
    assert codes(tmp_path, **{name: photo(kind, gps=False)}) == set()


def test_a_place_in_xmp_is_seen_too() -> None:
    assert names_its_place(photo("JPEG", gps=False, xmp=True))
    assert not names_its_place(b"\xff\xd8\xffExif\x00 damaged")


# -- members -------------------------------------------------------------------------------------------


def private(folder: Path) -> None:
    (folder / "members.private.csv").write_text(
        "member_id,email,phone,line_id,address,channels,consent\n"
        "sample-nan,,,nan-of-the-hills,ศูนย์ตัวอย่าง บ้านน้ำ,line;post,2026-01-06\n",
        "utf-8",
    )


def test_a_private_value_is_seen_through_bold_json_and_a_pdf(tmp_path: Path) -> None:
    private(tmp_path)
    (tmp_path / "site").mkdir()
    found = codes(
        tmp_path / "site",
        tmp_path,
        a__html=page("<p>nan-of-<b>the</b>-hills</p>"),
        b__json=json.dumps({"x": "ศูนย์ตัวอย่าง บ้านน้ำ"}),
        c__pdf=pdf(title="nan-of-the-hills"),
        d__html=page("<p>nan of the hills</p>"),
    )
    assert found == {(name, "built.private_member") for name in ("a.html", "b.json", "c.pdf")}


def test_a_private_value_is_told_where_it_was_written(tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    page = tmp_path / "docs" / "about.md"
    line = page.read_text("utf-8").count("\n") + 2
    with page.open("a", encoding="utf-8") as file:
        file.write("\nพบที่ ศูนย์ตัวอย่าง บ้านน้ำ\n")
    with Kept(tmp_path) as kept:
        assert not read_checked(tmp_path, kept)[1]
        kept.save()
    private(tmp_path)
    with Kept(tmp_path) as kept:
        told = read_checked(tmp_path, kept)[1]
    assert [(each.path, each.line, each.code) for each in told] == [("docs/about.md", line, "private.member")]


def build(folder: Path) -> dict[str, bytes]:
    command = [sys.executable, "-m", "julasan", "build"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    site = folder / "site"
    return {str(path.relative_to(site)): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def whole(name: str, content: bytes) -> str:
    """The bytes of a file as text; of a PDF, what stands on its pages and beside them too."""
    text = content.decode("utf-8", "replace")
    if name.endswith(".pdf"):
        with pymupdf.open(stream=content) as document:
            text += (
                "".join(page.get_text() for page in document)
                + str(document.metadata)
                + str(document.get_toc())
            )
    return text + json.dumps(text)


def test_a_member_removed_is_in_no_byte_of_the_next_build(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    shutil.copytree(SMALL, folder)
    (folder / "docs" / "bulletin" / "2026-10.md").unlink()
    members = folder / "members.csv"
    rows = members.read_text("utf-8").splitlines(keepends=True)
    article = folder / "knowledge" / "first-forum.md"
    name = "สมศรี ลาก่อน"
    rows[2] = rows[2].replace("สมาชิกตัวอย่าง น่าน", name)
    members.write_text("".join(rows), "utf-8")
    before = article.read_text("utf-8")
    article.write_text(before.replace("authors: [", "authors: [sample-nan, ", 1), "utf-8")
    signs = (name, json.dumps(name)[1:-1], "sample-nan")
    built = build(folder)
    assert [path for path, content in built.items() if any(sign in whole(path, content) for sign in signs)]
    members.write_text("".join(rows[:2]), "utf-8")
    article.write_text(before, "utf-8")
    built = build(folder)
    assert [
        path for path, content in built.items() if any(sign in whole(path, content) for sign in signs)
    ] == []


def test_a_line_that_was_searched_is_found_again_where_it_held_any_and_is_no_other_line() -> None:
    clean, line = "งบ 1,234,567,890 บาท", f"โทร {PHONE} ที่บ้าน"
    looks = Leaks(Site(settings=SETTINGS))
    assert not looks.suspects(f"ก\n{clean}\nข")
    for _ in range(2):
        assert looks.suspects(f"{clean}\n{line}\nข")
        assert looks.suspects(f"{clean} {line}")
    assert not looks.suspects(f"ก\n{clean}\nข")


def test_a_number_that_only_two_clean_lines_make_together_is_found() -> None:
    first, second = "โทร 081-234-", "5678 ที่บ้าน"
    looks = Leaks(Site(settings=SETTINGS))
    assert not looks.suspects(first)
    assert not looks.suspects(second)
    assert looks.suspects(f"{first}\n{second}")
    assert not looks.suspects(f"{first}\n\n{second}")
