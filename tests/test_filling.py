"""Full pages: what would leave a hole is set again, and the last page's rest is filled."""

from __future__ import annotations

from datetime import date

import pymupdf
import pytest

from julasan.typeset import pdf

CSS = """
@page { size: 110mm 100mm; margin: 10mm }
html { font: 12pt/1.4 var(--face) } p, ul { margin: 0 0 2mm; orphans: 2; widows: 2 } h3 { break-after: avoid }
.body { column-count: 2; column-gap: 6mm } figure { margin: 0; break-inside: avoid }
figure img { display: block; max-width: 100%; max-height: 70mm } .line { height: 8mm }
"""
SENTENCE = "พวกเราเขียนเรื่องงานในพื้นที่ลงจุลสารเดือนละครั้ง แล้วอ่านให้กันฟังที่ศาลา "
SHORT = "<p>ย่อหน้าสั้นที่มีสองบรรทัดพอดีในคอลัมน์นี้</p>"
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"><rect width="400" height="400"/></svg>'
)
FIGURE = '<figure><img src="x.svg" alt="ยุ้งข้าว"><figcaption>ยุ้งข้าว</figcaption></figure>'


def article(*blocks: str) -> str:
    return f'<article><div class="body">{"".join(blocks)}</div></article>'


def paragraph(count: int, mark: str = "") -> str:
    return f"<p>{mark}{SENTENCE * count}</p>"


def made(body: str) -> bytes:
    return pdf(
        f'<!doctype html><html lang="th"><body>{body}</body></html>',
        css=[CSS],
        title="x",
        language="th",
        created=date(2026, 11, 22),
        picture=lambda _: (SVG, "image/svg+xml"),
    )


def pages(body: str) -> list[str]:
    with pymupdf.open(stream=made(body)) as document:
        return [page.get_text() for page in document]


def picture_wide(body: str, page: int) -> float:
    """Width of the drawing on a page, in points; 0 for none."""
    with pymupdf.open(stream=made(body)) as document:
        return max((drawing["rect"].width for drawing in document[page].get_drawings()), default=0.0)


def test_a_picture_that_has_no_room_is_made_smaller_to_fit() -> None:
    body = article(paragraph(5), SHORT, FIGURE, paragraph(1, "ต่อ "), paragraph(4))
    wide = picture_wide(body, 0)
    assert 0 < wide < picture_wide(article(FIGURE), 0)


def test_a_picture_that_cannot_be_made_so_small_stands_after_the_text_that_follows() -> None:
    body = article(paragraph(6), FIGURE, paragraph(1, "ต่อ "), paragraph(4))
    first, second, *_ = pages(body)
    assert "ต่อ" in first
    assert "ยุ้งข้าว" not in first
    assert "ยุ้งข้าว" in second


def test_a_picture_is_never_moved_past_another_or_out_of_its_article() -> None:
    body = article(paragraph(8), FIGURE) + article(paragraph(1, "เรื่องใหม่ "))
    text = "".join(pages(body))
    assert text.index("ยุ้งข้าว") < text.index("เรื่องใหม่")


def test_a_page_that_nothing_can_fill_is_left_as_it_was() -> None:
    block = '<p style="break-inside: avoid">' + SENTENCE * 9 + "</p>"
    assert "".join("".join(pages(article(block, block, block))).split()).count("ศาลา") == 27


def test_the_last_lines_of_an_article_are_drawn_in() -> None:
    assert len(pages(article(*[SHORT] * 12))) == 1


@pytest.mark.parametrize("lines", [1, 40])
def test_what_fills_the_last_page_never_makes_another(lines: int) -> None:
    filling = f'<div class="filling"><h3>บันทึก</h3>{"<div class=line></div>" * lines}</div>'
    assert len(pages(f"{paragraph(2)}{filling}")) == 1


def test_a_page_set_twice_keeps_its_notes() -> None:
    note = "<span style='float: footnote'>เชิงอรรถหนึ่ง</span>"
    body = article(f"<p>{note}{SENTENCE * 5}</p>", FIGURE, paragraph(1, "ต่อ "), paragraph(4))
    text = "".join(pages(body))
    assert text.count("เชิงอรรถหนึ่ง") == 1
    assert text.count("ยุ้งข้าว") == 1


def test_the_same_bytes_twice() -> None:
    body = article(paragraph(6), FIGURE, paragraph(1, "ต่อ "), paragraph(4))
    assert made(body) == made(body)


def test_a_table_that_goes_on_overleaf_is_passed_over() -> None:
    rows = "".join(f"<tr><td>{number}</td><td>บ้าน</td></tr>" for number in range(60))
    table = (
        f"<div class='jl-table'><table><thead><tr><th>ที่</th></tr></thead><tbody>{rows}</tbody></table></div>"
    )
    wide = table.replace("<div", "<div style='column-span: all'")
    for body in (article(table), article(table, FIGURE), article(paragraph(1), wide, SHORT)):
        assert "59" in "".join(pages(body))


def test_what_is_too_high_to_fill_the_last_page_leaves_it_to_the_lines() -> None:
    months = (
        f'<section class="filling" style="break-inside: avoid"><h3>ปฏิทิน</h3>{"<p>มกรา</p>" * 6}</section>'
    )
    notes = f'<section class="filling notes"><h3>บันทึก</h3>{"<div class=line></div>" * 9}</section>'
    first, *more = pages(f"{paragraph(4)}{months}{notes}")
    assert more == []
    assert "บันทึก" in first
    assert "มกรา" not in first
