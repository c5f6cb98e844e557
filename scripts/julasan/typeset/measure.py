"""Measures a laid-out document: what it takes of its pages, and the lines of each article."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from weasyprint.formatting_structure import boxes

from julasan.typeset.pages import Line, Measured
from julasan.typeset.shorten import letters

_ELSEWHERE = frozenset(("note-here", "read-on"))
"""Classes of what stands in an article's body and is not of its text."""


def fills(box: Any) -> bool:
    """Whether a box only fills room that is left over."""
    return box.element is not None and "filling" in box.element.get("class", "").split()


def drop_filling(document: Any) -> None:
    """Take away the pages at a document's end that hold nothing but what fills."""
    pages = list(document.pages)
    while len(pages) > 1 and not any(True for _ in _bottoms(pages[-1]._page_box)):
        pages.pop()
    document.pages[:] = pages


def measure(document: Any) -> Measured:
    """Measure a document of :func:`julasan.typeset.engine.laid_out`."""
    found: dict[str, list[Line]] = {}
    used = []
    high = 0.0
    for number, page in enumerate(document.pages, start=1):
        box = page._page_box
        high = max(high, box.height)
        for article, body in _bodies(box):
            found.setdefault(article, []).extend(_lines(body, number))
        used.append(max((bottom - box.content_box_y() for bottom in _bottoms(box)), default=0.0))
    return Measured(tuple(used), high, {article: tuple(lines) for article, lines in found.items()})


def _bodies(box: Any, article: str = "") -> Iterator[tuple[str, Any]]:
    for child in _children(box):
        inside = article
        if child.element_tag == "article" and child.element is not None:
            inside = child.element.get("id", "")
        if inside and child.element_tag == "div" and child.element.get("class") == "body":
            yield inside, child
        else:
            yield from _bodies(child, inside)


def _lines(box: Any, page: int) -> Iterator[Line]:
    for child in _children(box):
        if isinstance(child, boxes.LineBox):
            yield Line(_shown(child), page, child.height)
        elif isinstance(child, boxes.TableRowBox):
            cells = [list(_lines(cell, page)) for cell in child.children]
            for row in zip_longest(*cells):
                lines = [line for line in row if line]
                yield Line(sum(line.letters for line in lines), page, max(line.height for line in lines))
        elif not (child.element is not None and child.element.get("class", "") in _ELSEWHERE):
            yield from _lines(child, page)


def _shown(line: Any) -> int:
    # A marker or a page number is the style sheet's, not the text's.
    texts = (box for box in line.descendants() if isinstance(box, boxes.TextBox))
    return sum(letters(box.text) for box in texts if "::" not in box.element_tag)


def _bottoms(box: Any) -> Iterator[float]:
    for child in _children(box):
        if fills(child):
            continue
        if isinstance(child, boxes.LineBox | boxes.ReplacedBox | boxes.TableCellBox):
            yield child.position_y + child.margin_height()
        else:
            yield from _bottoms(child)


def _children(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        if not isinstance(child, boxes.MarginBox | boxes.FootnoteAreaBox):
            yield child
