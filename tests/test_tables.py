"""Tables in print: none runs over the edge of its column or of the paper, however many columns it has."""

from __future__ import annotations

from datetime import date

import pymupdf
import pytest

from julasan.render import bulletin
from julasan.typeset import engine, fragment, pdf
from julasan.typeset.tables import STEPS

SHEETS = {"A4": ("bulletin",), "A5": ("bulletin", "booklet")}
MARGIN = {"A4": 17, "A5": 12}
"""Millimetres at the right edge of the paper."""
TEXT = "<p>พวกเราเขียนเรื่องงานในพื้นที่ลงจุลสารเดือนละครั้ง แล้วอ่านให้กันฟังที่ศาลา</p>"


def table(columns: int, cell: str = "1,234,567.89") -> str:
    head = "".join(f"<th>ปีที่ {number}</th>" for number in range(columns))
    rows = f"<tr>{f'<td>{cell}</td>' * columns}</tr>" * 8
    return f'<div class="jl-table"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def document(*blocks: str) -> str:
    body = "".join(fragment(block, prefix="x", link=str) for block in blocks)
    return f'<!doctype html><html lang="th"><body><div class="body">{body}</div></body></html>'


def css(paper: str) -> list[str]:
    return [bulletin._sheet(name) for name in SHEETS[paper]]


@pytest.mark.parametrize("paper", SHEETS)
@pytest.mark.parametrize("columns", [3, 5, 7, 9, 12, 20, 40, 100])
def test_a_table_stays_on_the_paper(paper: str, columns: int) -> None:
    made = pdf(
        document(TEXT, table(columns), TEXT),
        css=css(paper),
        title="x",
        language="th",
        created=date(2026, 11, 22),
    )
    with pymupdf.open(stream=made) as pages:
        words = [(word[2], word[4], page.rect.width) for page in pages for word in page.get_text("words")]
        edge = words[0][2] - MARGIN[paper] * 72 / 25.4
        assert max(right for right, _, _ in words) < edge + 1
        # All of it is there, though words are broken where nothing else helps.
        text = "".join(word for _, word, _ in words)
        assert text.count("4") >= 8 * columns


@pytest.mark.parametrize(
    ("columns", "cell", "expected"),
    [
        (3, "1,234", []),
        (3, "12345678901234567890", ["wide"]),
        (5, "1,234,567.89", ["wide"]),
        (6, "1,234,567.89", ["wide", "close"]),
        (9, "1,234,567.89", ["wide", "close", "tight"]),
        (20, "1,234,567.89", ["wide", "close", "tight", "broken"]),
        (80, "1,234,567.89", ["wide", "close", "tight", "broken", "even"]),
    ],
)
def test_a_table_is_made_no_narrower_than_it_must(columns: int, cell: str, expected: list[str]) -> None:
    with engine.laid_out(document(TEXT, table(columns, cell), TEXT), css=css("A4")) as made:
        boxes = (box for page in made.pages for box in page._page_box.descendants())
        names = {box.element.get("class") for box in boxes if box.element_tag == "div"}
    (found,) = (name.split() for name in names if name and name.startswith("jl-table"))
    assert [name for name in found if name in STEPS] == expected
