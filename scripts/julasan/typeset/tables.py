"""Makes a table narrower that would run over the edge of its column, or of the paper."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any
from xml.etree.ElementTree import Element

STEPS = {"wide": 1.0, "close": 0.8, "tight": 0.6, "broken": 0.2, "even": 0.0}
"""Classes that make a table narrower, in the order in which they are tried (theme/print/bulletin.css).

With each the part that it leaves, about, of the width that the table's longest words ask for:
the table goes across the page; twice its letters are smaller and its columns closer; words break anywhere;
all columns are of one width, whatever they hold.
"""


def narrowed(document: Any) -> bool:
    """Mark each table of a laid-out document that is wider than its room; whether there was one."""
    marked: set[Element] = set()
    for box, room in chain.from_iterable(_tables(page._page_box, None) for page in document.pages):
        wide = max((child.margin_width() for child in box.children), default=0.0)
        names = box.element.get("class").split()
        left = [name for name in STEPS if name not in names]
        # One that goes on overleaf has several boxes.
        if wide > box.width + 1 and left and box.element not in marked:
            now = min(STEPS[name] for name in ("wide", *names) if name in STEPS)
            fits = next((name for name in left if wide * STEPS[name] <= room * now), left[-1])
            box.element.set("class", " ".join([*names, *left[: left.index(fits) + 1]]))
            marked.add(box.element)
    return bool(marked)


def _tables(box: Any, outer: Any) -> Iterator[tuple[Any, float]]:
    """The boxes around tables under `box`, each with the px that it has where it goes across all columns."""
    for child in getattr(box, "children", ()):
        name = child.element.get("class", "") if child.element is not None else ""
        if child.element_tag == "div" and name.split()[:1] == ["jl-table"]:
            yield child, outer.width if getattr(box, "is_column", False) else child.width
        else:
            yield from _tables(child, box)
