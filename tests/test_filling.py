"""Full pages: what would leave a hole is set again, and the last page's rest is filled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

import pymupdf
import pytest

from julasan.typeset import engine, pdf

engine.parse("")
# This imports WeasyPrint: not before its dictionary is ours.
from weasyprint.formatting_structure import boxes  # noqa: E402
from weasyprint.layout import column  # noqa: E402

from julasan.typeset import filling, notes, overleaf  # noqa: E402

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


def rooms(body: str) -> list[float]:
    """Px between the blocks of each article's body, as it was set."""
    html = f'<!doctype html><html lang="th"><body>{body}</body></html>'
    with engine.laid_out(html, css=[CSS], picture=lambda _: (SVG, "image/svg+xml")) as document:
        return [
            box.margin_bottom
            for page in document.pages
            for box in page._page_box.descendants()
            if isinstance(box, boxes.BlockBox) and box.element_tag == "p"
        ]


def test_what_is_drawn_in_is_one_article_and_no_more_than_it_needs() -> None:
    drawn_in, others = article(*[SHORT] * 12), article(*[SHORT] * 3)
    found = rooms(drawn_in + "<p style='break-before: page'>" + others)
    assert len({round(room, 1) for room in found}) == 2
    plain = max(found)
    assert found.count(plain) >= 3
    assert min(found) / plain in [pytest.approx(part) for part in filling.CLOSER]


def lines(body: str) -> list[list[int]]:
    """Of each page the lines in each column."""
    html = f'<!doctype html><html lang="th"><body>{body}</body></html>'
    with engine.laid_out(html, css=[CSS], picture=lambda _: (SVG, "image/svg+xml")) as document:
        return [
            [
                sum(isinstance(each, boxes.LineBox) for each in box.descendants())
                for box in page._page_box.descendants()
                if getattr(box, "is_column", False)
            ]
            for page in document.pages
        ]


@pytest.mark.parametrize(("before", "words"), [(7, 30), (8, 25)])
def test_three_lines_are_not_alone_in_one_column(
    before: int, words: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = ["พวกเรา", "เขียน", "เรื่อง", "งาน", "ในพื้นที่", "ลงจุลสาร", "เดือนละครั้ง", "แล้วอ่าน", "ให้กัน", "ฟังที่", "ศาลา"]
    body = article(*[SHORT] * before, f"<p>{' '.join((told * 3)[:words])}</p>")
    assert lines(body)[1] == [2, 2]
    monkeypatch.setattr(overleaf, "LONE", 0)
    assert lines(body)[1] == [3]


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


def test_columns_that_have_no_room_for_a_note_put_off_those_that_there_are() -> None:
    """WeasyPrint 70 looks for one note too many: the rule above the notes has room of its own."""

    class Area:
        height, rule = 30.0, 17.0

        def margin_height(self) -> float:
            return self.height + self.rule

    class Context:
        current_footnote_area = Area()
        current_page_footnotes: ClassVar[list[str]] = ["หนึ่ง", "สอง"]
        reported_footnotes: ClassVar[list[str]] = []

        def report_footnote(self, note: str) -> None:
            self.current_page_footnotes.remove(note)
            self.reported_footnotes.append(note)
            self.current_footnote_area.height -= 15.0

    with notes.columns_without_notes():
        column._report_footnotes(Context(), 0.0)
    assert Context.current_page_footnotes == []
    assert Context.reported_footnotes == ["หนึ่ง", "สอง"]


def test_a_second_look_within_another_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def make(*_: Any) -> None:
        """No page."""

    monkeypatch.setattr(filling.pages, "make_page", make)
    with filling.full_pages(), filling.full_pages():
        assert filling.pages.make_page.make is make
    assert filling.pages.make_page is make


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


# Columns


LINE = "<p>บ้านเหนือ</p>"
TABLE = """<div class="jl-table" style="break-inside: avoid"><table>
<thead><tr><th>ที่</th><th>ใคร</th></tr></thead>
<tbody>{}</tbody></table></div>"""


def columns(body: str, css: str = CSS) -> list[list[tuple[float, float]]]:
    """Of each page the columns' beginnings and ends, in px."""
    html = f'<!doctype html><html lang="th"><body>{body}</body></html>'
    with engine.laid_out(html, css=[css], picture=lambda _: (SVG, "image/svg+xml")) as document:
        return [
            [(column[0], column[-1]) for column in _ends(page._page_box.children[0])]
            for page in document.pages
        ]


def _ends(box: Any) -> Iterator[list[float]]:
    if getattr(box, "is_column", False):
        lines = [
            each for each in box.descendants() if each.element_tag == "td" or type(each).__name__ == "LineBox"
        ]
        yield sorted(
            [*(line.position_y for line in lines), *(line.position_y + line.height for line in lines)]
        )
        return
    for child in getattr(box, "children", ()):
        yield from _ends(child)


def rows(count: int) -> str:
    return "".join(f"<tr><td>{number}</td><td>บ้านเหนือ</td></tr>" for number in range(count))


def test_a_table_goes_on_in_the_next_column_where_it_would_leave_a_hole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    body = article(*[LINE] * 5, TABLE.format(rows(7)), *[LINE] * 12)
    (_, first), (_, second) = columns(body)[0]
    assert abs(first - second) < 40
    monkeypatch.setattr(overleaf, "HOLE", 1e9)
    (_, first), (_, second) = columns(body)[0]
    assert abs(first - second) > 70


def test_columns_end_level_where_a_little_more_room_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    body = article(*[LINE] * 9, SHORT.replace("<p", '<p style="break-inside: avoid"'), *[LINE] * 12)
    (_, first), (_, second) = columns(body)[0]
    assert abs(first - second) < 0.1
    monkeypatch.setattr(filling, "level", lambda page: None)
    (_, first), (_, second) = columns(body)[0]
    assert abs(first - second) > 1


def test_no_page_ends_on_a_headline_when_it_is_set_again() -> None:
    head = '<header style="break-after: avoid; height: 20mm"><h2>หัวเรื่อง</h2></header>'
    body = (
        article(paragraph(9)) + f"<article>{head}" + article(TABLE.format(rows(9))).removeprefix("<article>")
    )
    for text in pages(body):
        assert not text.strip().endswith("หัวเรื่อง")


def test_rows_to_write_on_are_left_out_where_that_saves_a_page() -> None:
    spare = "<tr class='spare'><td style='height: 12mm'></td></tr>"
    body = f"<table><tbody><tr><td>ชื่อ</td></tr>{spare * 2}</tbody></table>"
    slip = f"<div style='break-inside: avoid'>{body}</div>"
    first, *more = pages(f"{LINE * 7}{slip}")
    assert "ชื่อ" in first
    assert not more
    assert len(pages(f"{LINE * 7}{slip.replace('spare', 'kept')}")) == 2


# Between two articles


GAP = '<aside class="gap"><p>ใกล้ถึงแล้ว</p><p>งานหนึ่ง</p><p>งานสอง</p><p>งานสาม</p><p>งานสี่</p></aside>'
TALL = '<article style="break-inside: avoid">' + LINE * 10 + "</article>"
GAPS = CSS + ".gap { break-inside: avoid }"


def shown(body: str) -> list[list[str]]:
    """The lines of each page."""
    html = f'<!doctype html><html lang="th"><body>{body}</body></html>'
    with pymupdf.open(
        stream=pdf(html, css=[GAPS], title="x", language="th", created=date(2026, 11, 22))
    ) as document:
        return [page.get_text().split() for page in document]


def test_rows_stand_where_a_page_would_end_early_between_two_articles() -> None:
    ends_early = f"<article>{LINE * 6}</article>"
    first, second, *_ = shown(ends_early + TALL + TALL + GAP)
    assert first[6:] == ["ใกล้ถึงแล้ว", "งานหนึ่ง", "งานสอง", "งานสาม"]
    assert set(second) == {"บ้านเหนือ"}, "a full page needs none"


def test_each_gap_has_the_rows_that_come_next_and_none_is_told_twice() -> None:
    ends_early = f'<article style="break-before: page">{LINE * 6}</article>'
    first, second, third = shown(ends_early * 3 + GAP)
    assert first[6:] == ["ใกล้ถึงแล้ว", "งานหนึ่ง", "งานสอง", "งานสาม"]
    assert second[6:] == ["ใกล้ถึงแล้ว", "งานสี่"]
    assert third[6:] == []


def test_rows_that_no_gap_needs_stand_nowhere() -> None:
    assert "งาน" not in "".join("".join(page) for page in shown(TALL + TALL + GAP))


# Tables that have no room


FOUR = TABLE.format(rows(4).replace("<tr", '<tr style="break-after: avoid"'))


def test_a_table_stands_after_the_paragraph_that_follows_where_it_has_no_room() -> None:
    lead, after = "<p>ลองดู</p>", "<p>ต่อจากตาราง</p>"
    body = article(*[LINE] * 6, lead, FOUR, after * 3, *[LINE] * 12)
    (first, _), (begins, _) = columns(body)[0]
    text = pages(body)[0]
    assert text.index("ต่อจากตาราง") < text.index("ที่")
    assert begins == pytest.approx(first, abs=4)


def test_a_table_that_the_text_before_it_leads_on_to_is_not_moved() -> None:
    body = article(*[LINE] * 6, "<p>ราคามีดังนี้</p>", FOUR, "<p>ต่อจากตาราง</p>" * 3, *[LINE] * 12)
    text = pages(body)[0]
    assert text.index("ต่อจากตาราง") > text.index("ใคร")
