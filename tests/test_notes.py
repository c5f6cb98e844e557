"""What pictures and PDFs say of themselves is published too, and is read like their words."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, PngImagePlugin

from julasan.check import check, report
from julasan.finish.leaks import Leaks
from julasan.read import read
from test_check_problems import GOOD, NOW, make

PHONE = "081-234-5678"
ARTIST, XP_AUTHOR, MODEL = 0x013B, 0x9C9D, 0x0110


def photograph(kind: str = "JPEG", **saved: object) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 40), (90, 120, 60)).save(made, kind, **saved)  # type: ignore[arg-type]
    return made.getvalue()


def exif(tag: int, value: str | bytes) -> Image.Exif:
    made = Image.Exif()
    made[tag] = value
    return made


def texts(name: str, value: str) -> PngImagePlugin.PngInfo:
    made = PngImagePlugin.PngInfo()
    made.add_itxt(name, value)
    return made


XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator>{}</dc:creator>'
    "<xmpMM:DocumentID>0812345678</xmpMM:DocumentID></x:xmpmeta>"
)


def paper(change: str = "") -> bytes:
    """A PDF of one empty page that says a phone where `change` tells, or does something."""
    document = pikepdf.new()
    page = document.add_blank_page()
    if change == "author":
        document.docinfo["/Author"] = f"somchai {PHONE}"
    elif change == "link":
        action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="tel:+66812345678")
        page.Annots = document.make_indirect(
            pikepdf.Array(
                [pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([0, 0, 9, 9]), A=action)]
            )
        )
    elif change == "script":
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    made = io.BytesIO()
    document.save(made, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return made.getvalue()


def lines(folder: Path, name: str, content: bytes) -> str:
    make(folder, {})
    (folder / "docs" / name).write_bytes(content)
    site, problems = read(folder, now=NOW)
    return report.text([*problems, *check(site, folder)], "en")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", photograph(exif=exif(ARTIST, f"Somchai {PHONE}"))),
        ("a.jpg", photograph(exif=exif(XP_AUTHOR, f"สมชาย {PHONE}".encode("utf-16-le")))),
        ("a.jpg", photograph(comment=f"call {PHONE}".encode())),
        ("a.png", photograph("PNG", pnginfo=texts("Author", PHONE))),
        ("a.png", photograph("PNG", pnginfo=texts("XML:com.adobe.xmp", XMP.format(PHONE)))),
        ("a.webp", photograph("WEBP", exif=exif(ARTIST, PHONE))),
        ("a.pdf", paper("author")),
        ("a.pdf", paper("link")),
    ],
)
def test_a_phone_in_what_a_file_says_of_itself_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    said = lines(tmp_path, name, content)
    assert said.startswith(f"docs/{name}:1: what this file says of itself")
    assert "08x-xxx-xx78" in said
    assert PHONE not in said


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", photograph()),
        ("a.jpg", photograph(exif=exif(MODEL, "Camera 0812345678"))),
        ("a.png", photograph("PNG", pnginfo=texts("XML:com.adobe.xmp", XMP.format("สมชาย ใจดี")))),
        ("a.jpg", photograph(exif=exif(ARTIST, PHONE))[:300]),
        ("a.pdf", paper()),
    ],
)
def test_numbers_of_cameras_and_programs_are_nobodys(tmp_path: Path, name: str, content: bytes) -> None:
    assert "says of itself" not in lines(tmp_path, name, content)


def test_a_pdf_that_runs_something_is_refused(tmp_path: Path) -> None:
    assert "docs/a.pdf:1: this PDF holds a command" in lines(tmp_path, "a.pdf", paper("script"))


def test_the_gate_over_the_built_site_reads_them_too(tmp_path: Path) -> None:
    make(tmp_path, {"files": GOOD})
    leaks = Leaks(read(tmp_path, now=NOW)[0])
    built = photograph(exif=exif(ARTIST, PHONE))
    assert [found.code for found in leaks.of_file("a.jpg", built)] == ["built.phone"]
    assert not list(leaks.of_file("a.jpg", photograph()))
