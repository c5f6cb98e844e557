"""The feet of a page's columns: how much is left open below each, and columns made level by their gaps."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Any

from weasyprint.formatting_structure import boxes

from julasan.frozen import dataclass

EACH = 4.2
"""Px that the room between two blocks may grow by, so that columns end level: a little over a millimetre."""
ITEM, HEADING = 0.5, 2.5
"""By how much less it grows between items of a list, and by how much more above a heading."""
OWN = 0.5
"""A difference that nobody sees, in px."""

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LISTS = ("ul", "ol")


@dataclass(frozen=True, slots=True)
class Foot:
    """The foot of a column that has another beside it."""

    room: float
    """Px below its last line, to where the page or the longest column ends."""
    body: Any
    """Element of the article's body that stands in the columns."""
    next: Any
    """Element of the block with which the next column begins, None where a block goes on in it."""


def feet(page: Any, going_on: Any) -> Iterator[Foot]:
    """Of all columns of a page but the last ones the feet.

    Args:
        page: A page as ``make_page`` returns it.
        going_on: The body that goes on overleaf, None for none.
    """
    for columns in groups(page.children[0]):
        body = columns[0].element
        ends = [lowest(column) for column in columns]
        low = bottom(page) if going_on is not None and going_on.element is body else max(ends)
        for end, (column, following) in zip(ends, pairwise(columns), strict=False):
            yield Foot(low - end, body, _begins(column, following))


def bottom(page: Any) -> float:
    """Where a page's text must end, above its notes."""
    for box in page.children:
        if isinstance(box, boxes.FootnoteAreaBox) and box.children:
            return float(box.position_y)
    return float(page.content_box_y() + page.height)


def _begins(column: Any, following: Any) -> Any:
    """The element with which a column begins, None for one that the column before it has begun."""
    if not column.children or not following.children:
        return None
    first = following.children[0].element
    return None if column.children[-1].element is first else first


def groups(box: Any) -> Iterator[list[Any]]:
    """The columns under `box`, those together that stand beside each other."""
    children = getattr(box, "children", ())
    if any(getattr(child, "is_column", False) for child in children):
        columns = [child for child in children if child.is_column]
        for _, group in groupby(columns, key=lambda column: round(column.position_y)):
            yield list(group)
        return
    for child in children:
        yield from groups(child)


def lowest(box: Any) -> float:
    """Where the last line, row or picture in a box ends, a column say."""
    last = 0.0
    for each in box.descendants():
        if isinstance(each, boxes.LineBox | boxes.ReplacedBox | boxes.TableRowBox):
            last = max(last, each.position_y + each.height)
    return last


# Level columns


def level(page: Any) -> None:
    """Let a column end where the longest beside it does, as far as the room between its blocks may grow."""
    for columns in groups(page.children[0]):
        ends = [lowest(column) for column in columns]
        for column, end in zip(columns, ends, strict=True):
            slack, shares = max(ends) - end, _shares(column)
            if column is not columns[-1] and slack > OWN and slack <= EACH * shares:
                _stretch(column, slack / shares)


def _shares(column: Any) -> float:
    blocks = column.children
    items = sum(len(block.children) - 1 for block in blocks if block.element_tag in _LISTS)
    return sum(_share(block) for block in blocks[1:]) + ITEM * items


def _share(block: Any) -> float:
    return HEADING if block.element_tag in _HEADINGS else 1.0


def _stretch(column: Any, each: float) -> None:
    down = 0.0
    for number, block in enumerate(column.children):
        down += each * _share(block) if number else 0.0
        block.translate(0, down)
        if block.element_tag in _LISTS:
            for at, item in enumerate(block.children):
                item.translate(0, at * each * ITEM)
            more = (len(block.children) - 1) * each * ITEM
            block.height += more
            down += more
