"""Keeps a footnote on the page of its call, where WeasyPrint would carry it over to the next."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint.formatting_structure import boxes
from weasyprint.layout import column

SIGN = "*"


@contextmanager
def columns_without_notes() -> Iterator[None]:
    """Let columns that have no room for any note go on, while it lasts.

    WeasyPrint 70 puts one note after the other off until their area is as high as it was, and looks for
    one more where none is left: the area's own rule and room are never nothing.
    """
    kept = column._report_footnotes

    def put_off(context: Any, high: float) -> None:
        kept(context, max(high, _edges(context.current_footnote_area)))

    column._report_footnotes = put_off
    try:
        yield
    finally:
        column._report_footnotes = kept


def _edges(area: Any) -> float:
    """Px that the area of the notes takes beside them."""
    return float(area.margin_height() - area.height) if area.height != "auto" else 0.0


def apart(document: Any) -> list[Element]:
    """The footnotes of a laid-out document that do not stand on the page of their call."""
    calls: dict[Element, int] = {}
    notes: dict[Element, int] = {}
    for number, page in enumerate(document.pages):
        for box, in_area in _boxes(page._page_box, False):
            footnote = getattr(box, "footnote", None)
            if footnote is not None:
                calls[footnote.element] = number
            elif in_area and box.element is not None:
                notes.setdefault(box.element, number)
    return [element for element, number in calls.items() if notes.get(element, number) != number]


def _boxes(box: Any, in_area: bool) -> Iterator[tuple[Any, bool]]:
    in_area = in_area or isinstance(box, boxes.FootnoteAreaBox)
    yield box, in_area
    for child in getattr(box, "children", ()):
        yield from _boxes(child, in_area)


def bring_home(root: Element, notes: list[Element]) -> None:
    """Put each of `notes` under the paragraph that calls it, both with a sign; change the tree in place."""
    parents = {child: parent for parent in root.iter() for child in parent}
    for note in notes:
        block = note
        while parents[block].tag in ("a", "b", "em", "i", "mark", "p", "span", "strong", "sub", "sup"):
            block = parents[block]
        home = Element("div", {"class": "note-here"})
        home.text, home.tail = f"{SIGN} {note.text or ''}", block.tail
        home.extend(list(note))
        tail = note.tail
        note.clear()
        note.tag, note.text, note.tail = "sup", SIGN, tail
        block.tail = None
        block.set("style", f"{block.get('style', '')}; break-inside: avoid; break-after: avoid")
        parents[block].insert(list(parents[block]).index(block) + 1, home)
