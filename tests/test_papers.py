"""PDFs that people bring: what stands on their pages is read, and a hostile one costs nothing."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pikepdf
import pytest

from julasan.check import check, report
from julasan.check.papers import pages
from julasan.finish.leaks import Leaks
from julasan.read import read
from test_check_problems import GOOD, NOW, make


def paper(*texts: str, stream: bytes | None = None) -> bytes:
    """A PDF with a page for each text, in Helvetica."""
    document = pikepdf.new()
    font = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
    )
    for text in texts:
        page = document.add_blank_page()
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = document.make_stream(f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode())
        if stream is not None:
            page.Contents = document.make_stream(stream, Filter=pikepdf.Name.FlateDecode)
    made = io.BytesIO()
    document.save(made, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return made.getvalue()


def test_a_phone_on_the_second_page_is_refused_with_its_page(tmp_path: Path) -> None:
    make(tmp_path, {})
    (tmp_path / "docs" / "form.pdf").write_bytes(paper("page one", "call 081-234-5678"))
    site, found = read(tmp_path, now=NOW)
    assert not found
    assert report.text(check(site, tmp_path), "en") == (
        "docs/form.pdf:1: page 2 of the PDF holds the phone number 08x-xxx-5678 (take it out of the original "
        "and make the PDF again; if it is an office's own, "
        "ask whoever keeps the site to add it to may_be_published)"
    ).replace("08x-xxx-5678", "08x-xxx-xx78")


@pytest.mark.parametrize("text", ["office@cdd.go.th", "call 0 5422 1234", "budget 1,234,567"])
def test_what_may_be_published_passes(tmp_path: Path, text: str) -> None:
    make(tmp_path, {})
    (tmp_path / "docs" / "form.pdf").write_bytes(paper(text))
    site, _ = read(tmp_path, now=NOW)
    assert not list(check(site, tmp_path))


def test_the_gate_over_the_built_site_reads_pages_too(tmp_path: Path) -> None:
    make(tmp_path, {"files": GOOD})
    site, _ = read(tmp_path, now=NOW)
    found = list(Leaks(site).of_file("a.pdf", paper("id 1-1017-00203-45-0")))
    assert [each.code for each in found] == ["built.national-id"]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\nbroken", b"\x00" * 100])
def test_what_is_no_pdf_says_nothing(data: bytes) -> None:
    assert pages(data) == ()


def test_a_bomb_is_not_unpacked() -> None:
    assert "".join(pages(paper("x", stream=zlib.compress(b"BT " * 20_000_000)))) == ""
