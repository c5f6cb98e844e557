"""PDF/UA-1: bulletin, booklet's pages, wall calendars and labels lack nothing that a program can see."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Name

import test_bulletin
from channelling import context_of, folder
from julasan.render import booklet, bulletin, holdings, labels, prints, wall
from julasan.render.labels import Label, Sheet
from julasan.typeset import pdf
from pdfua import faults

TABLE = (
    '<table><thead><tr><th scope="col">ปี</th><th scope="col">คน</th></tr></thead><tbody>'
    + "".join(f"<tr><td>{year}</td><td>{year - 2500}</td></tr>" for year in range(2560, 2600))
    + "</tbody></table>"
)
BODY = (
    '<h1>จุลสาร</h1><h2 id="a-one">น้ำ</h2><p>ดู<a href="#a-one">เรื่องน้ำ</a>'
    '<span class="footnote">ที่มา <em>บันทึก</em></span> และ<a href="https://example.org/">เว็บ</a></p>'
    "<ul><li>หนึ่ง<ul><li>สอง</li></ul></li></ul><ol><li>สาม</li></ol><dl><dt>ก</dt><dd>ข</dd></dl>"
    "<blockquote><p>คำพูด</p></blockquote>"
    f"<figure><img src='x.svg' alt='ภาพน้ำ'><figcaption>น้ำ</figcaption></figure>{TABLE}"
    "<table><tbody><tr><th scope='row'>ชื่อ</th><td></td></tr><tr><td colspan='2'>ว่าง</td></tr></tbody></table>"
)
CSS = """
@page {
  size: 100mm 150mm; margin: 15mm; @top-left { content: "จุลสาร" } @bottom-center { content: counter(page) }
}
html { font: 14pt var(--face) } .footnote { float: footnote } td { border-bottom: 1pt solid #000 }
"""
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


@lru_cache
def made() -> bytes:
    return pdf(
        f'<!doctype html><html lang="th"><head><title>x</title></head><body>{BODY}</body></html>',
        css=[CSS],
        title="จุลสาร",
        language="th",
        created=date(2026, 11, 22),
        picture=lambda _: (SVG, "image/svg+xml"),
    )


def test_a_document_of_every_kind_of_thing_lacks_nothing() -> None:
    assert faults(made()) == []


def test_running_heads_are_no_content() -> None:
    with pikepdf.open(io.BytesIO(made())) as opened:
        assert len(opened.pages) > 2
        for page in opened.pages:
            artifacts = page.Contents.read_bytes().count(b"/Artifact\n<</Type /Pagination>>")
            assert artifacts == 2


def test_a_footnote_is_a_note_and_a_link_says_where_it_leads() -> None:
    with pikepdf.open(io.BytesIO(made())) as opened:
        things = [thing for thing in opened.objects if isinstance(thing, pikepdf.Dictionary)]
        assert [str(thing.S) for thing in things if str(thing.get("/ID", "")).startswith("note-")] == [
            "/Note"
        ]
        said = [str(thing.Contents) for thing in things if thing.get("/Subtype") == Name.Link]
        assert said == ["เรื่องน้ำ", "เว็บ"]


def elements(opened: pikepdf.Pdf, kind: str) -> list[Any]:
    return [
        thing for thing in opened.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == kind
    ]


def links(opened: pikepdf.Pdf) -> list[Any]:
    return [annotation for page in opened.pages for annotation in page.get("/Annots", [])]


def set_kind(element: Any, kind: str) -> None:
    element.S = Name(kind)


def unmark(opened: pikepdf.Pdf) -> None:
    page = opened.pages[0]
    page.Contents = opened.make_stream(page.Contents.read_bytes() + b"\n0 0 9 9 re f")


SPOILT: dict[str, Callable[[pikepdf.Pdf], object]] = {
    "11-006": lambda pdf: pdf.Root.__delitem__("/Lang"),
    "06-001": lambda pdf: pdf.Root.__delitem__("/MarkInfo"),
    "07-002": lambda pdf: pdf.Root.__delitem__("/ViewerPreferences"),
    "06-002": lambda pdf: pdf.Root.__delitem__("/Metadata"),
    "28-008": lambda pdf: pdf.pages[0].__delitem__("/Tabs"),
    "01-005": unmark,
    "01-006": lambda pdf: pdf.Root.StructTreeRoot.ParentTree.Nums[1].__setitem__(0, None),
    "14-002": lambda pdf: set_kind(elements(pdf, "/H1")[0], "/H3"),
    "14-003": lambda pdf: set_kind(elements(pdf, "/H2")[0], "/H4"),
    "02-001": lambda pdf: set_kind(elements(pdf, "/P")[0], "/Paragraph"),
    "13-004": lambda pdf: elements(pdf, "/Figure")[0].__delitem__("/Alt"),
    "15-003": lambda pdf: elements(pdf, "/TH")[0].A.__delitem__("/Scope"),
    "15-004": lambda pdf: elements(pdf, "/TH")[0].A.__setitem__("/ColSpan", 3),
    "09-004": lambda pdf: set_kind(elements(pdf, "/LI")[0], "/P"),
    "28-012": lambda pdf: links(pdf)[0].__delitem__("/Contents"),
    "28-010": lambda pdf: links(pdf)[0].__setitem__("/StructParent", 99),
    "28-011": lambda pdf: set_kind(elements(pdf, "/Link")[0], "/Span"),
    "19-003": lambda pdf: elements(pdf, "/Note")[0].__delitem__("/ID"),
    "31-027": lambda pdf: next(font for font in pdf.objects if _is_font(font)).__delitem__("/ToUnicode"),
}


def _is_font(thing: Any) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Subtype") == Name.Type0


@pytest.mark.parametrize("number", SPOILT)
def test_a_fault_is_found(number: str) -> None:
    with pikepdf.open(io.BytesIO(made())) as opened:
        SPOILT[number](opened)
        out = io.BytesIO()
        opened.save(out)
    assert number in {fault.split(":")[0] for fault in faults(out.getvalue())}


@pytest.fixture(scope="module")
def products(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    context = context_of(folder(tmp_path_factory.mktemp("ua")))
    issue = context.site.issues[0]
    picture = prints._pictures(context.site)
    label = Label("ชื่อ นามสกุล", "12 หมู่ 3\nจังหวัดลำปาง 52130", 1)
    return {
        "bulletin": bulletin.printed(context.site, issue, context.body, picture).pdf,
        "booklet": booklet.pages_of(context, issue, picture),
        "fillers": booklet.fillers(context, issue, 3),
        "month": wall.month_pdf(context, date(2026, 11, 1)),
        "year": wall.year_pdf(context, 2026),
        "labels": labels.labels_pdf(context, Sheet(), [label, label]).pdf,
    }


@pytest.mark.parametrize("product", ["bulletin", "booklet", "fillers", "month", "year", "labels"])
def test_what_the_office_prints_lacks_nothing(products: dict[str, bytes], product: str) -> None:
    assert faults(products[product]) == []


def test_a_long_title_a_long_table_and_notes_lack_nothing() -> None:
    assert faults(test_bulletin.november()) == []


@pytest.mark.parametrize("month", ["2026-10", "2026-11"])
def test_this_sites_own_issues_lack_nothing(month: str) -> None:
    context = context_of(Path(__file__).resolve().parent.parent)
    issue = holdings.issue_of(context.site, month)
    assert (
        faults(bulletin.printed(context.site, issue, context.body, prints._pictures(context.site)).pdf) == []
    )
