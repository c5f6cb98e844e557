"""What can be done so that a page ends well: each changes boxes, and gives back how to undo it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes

from julasan.typeset.overleaf import LONE, images_in, is_heading, is_spare, text_of

CAPTION = 25.0
"""Px that a caption takes, at least."""
PASSED = 8
"""So many of the blocks that follow a picture may be put before it."""
TRIES = 3
"""So many places are tried for it."""
ABOVE = 0.7
"""What is left of the room above headings where paragraphs stand closer."""
CLOSE_ROWS = 0.86
"""What is left of the height of rows to write on, where that saves a page."""

_LEADING = (":", "ดังนี้", "ต่อไปนี้", "ข้างล่าง", "ข้างล่างนี้", "ตามตาราง", "ในตาราง", "ตารางนี้", "following", "below")
"""Ends of a paragraph after which nothing may stand but what it speaks of."""

Undo = Callable[[], None]


def smaller(images: list[Any], part: float) -> Undo:
    """Make pictures smaller: so much of them is left."""
    return together(*(_shrunk(image, part) for image in images))


def _shrunk(image: Any, part: float) -> Undo:
    """Make a picture smaller: by the width of its column, and by the height that it may have."""
    sizes = {name: image.style[name] for name in ("max_width", "max_height")}
    return _dressed(image, **{name: _part_of(size, part) for name, size in sizes.items()})


def height_of(figure: Any, page: Any, part: float) -> float:
    """About the height of a figure with its pictures made smaller, in px: what cannot fit is not tried."""
    high = CAPTION if any(box.element_tag == "figcaption" for box in figure.descendants()) else 0.0
    for image in images_in(figure):
        style, box = image.style, image.replacement
        wide, tall, ratio = box.get_intrinsic_size(style["image_resolution"], style["font_size"])
        column = page.width / 2.2
        wide = min(wide or column, column) * part
        high += min(wide / ratio if ratio else tall or 0.0, style["max_height"].value * part)
    return high


def after(parent: Any, figure: Any, count: int) -> Undo:
    """Put a picture after so many of the blocks that follow it."""
    was = parent.children
    at = next(place for place, child in enumerate(was) if child is figure)
    following = was[at + 1 : at + 1 + count]
    parent.children = [*was[:at], *following, figure, *was[at + 1 + count :]]

    def undo() -> None:
        parent.children = was

    return undo


def passable(parent: Any, figure: Any) -> Iterator[int]:
    """After how many of the blocks that follow it a picture may stand: not under a heading."""
    at = next(place for place, child in enumerate(parent.children) if child is figure)
    found = 0
    for count, box in enumerate(parent.children[at + 1 : at + 1 + PASSED], start=1):
        if box.element_tag == "figure":
            return
        if not is_heading(box):
            yield count
            found += 1
        if found == TRIES:
            return


def passed_by_table(parent: Any, table: Any) -> Iterator[int]:
    """After how many paragraphs a table may stand: none where the text before it leads on to it."""
    at = next(place for place, child in enumerate(parent.children) if child is table)
    if at and text_of(parent.children[at - 1]).endswith(_LEADING):
        return
    for count, box in enumerate(parent.children[at + 1 : at + 1 + TRIES], start=1):
        if box.element_tag != "p":
            return
        yield count


def closer(body: Any, part: float) -> Undo:
    """Less room between the blocks of an article and the items of its lists: so much of it is left."""
    undo = []
    items = (box for box in body.descendants() if box.element_tag == "li")
    for box in (*body.children, *items):
        size = box.style["margin_bottom"]
        if isinstance(size, Dimension) and not is_heading(box):
            above = box.element is not None and "before-heading" in box.element.get("class", "")
            undo.append(_dressed(box, margin_bottom=_part_of(size, ABOVE if above else part)))
    return together(*undo)


def accompanied(block: Any, begun: bool) -> Undo:
    """Let a block have a line more overleaf than one column keeps, or go there with the one before."""
    return _dressed(block, widows=LONE + 1) if begun else _dressed(block, break_after="avoid")


def parted(box: Any) -> Undo:
    """Let a table go on in the next column."""
    return together(*(_dressed(each, break_inside="auto") for each in _same(box)))


def emptied(box: Any) -> Undo:
    """Leave out what a box holds."""
    was, box.children = box.children, []

    def undo() -> None:
        box.children = was

    return undo


def fewer(box: Any) -> Undo:
    """Leave out the rows that may be left out, and let the others stand closer."""
    rows = [(each, each.children) for each in box.descendants() if isinstance(each, boxes.TableRowGroupBox)]
    cells = [each for each in box.descendants() if isinstance(each, boxes.TableCellBox)]
    lower = [
        _dressed(cell, height=_part_of(high, CLOSE_ROWS))
        for cell in cells
        if isinstance(high := cell.style["height"], Dimension)
    ]
    for group, children in rows:
        group.children = [row for row in children if not is_spare(row)]

    def undo() -> None:
        together(*lower)()
        for group, children in rows:
            group.children = children

    return undo


def taken_out(root: Any) -> Any:
    """The box whose rows stand in gaps, None for none; it stands nowhere by itself."""
    for parent in [root, *root.descendants()]:
        for child in getattr(parent, "children", ()):
            if child.element is not None and child.element.get("class") == "gap":
                parent.children = [each for each in parent.children if each is not child]
                return child
    return None


def together(*undo: Undo) -> Undo:
    """Undo several at once."""

    def every() -> None:
        for each in undo:
            each()

    return every


def _dressed(box: Any, **changes: Any) -> Undo:
    """Change the style of one box alone: WeasyPrint lets elements that look the same share theirs."""
    was = box.style
    box.style = was.copy()
    box.style.update(changes)

    def undo() -> None:
        box.style = was

    return undo


def _part_of(size: Any, part: float) -> Any:
    return Dimension(size.value * part, size.unit)


def _same(box: Any) -> Iterator[Any]:
    """A box and those in it that stand for the same element."""
    yield box
    yield from (each for each in box.descendants() if each.element is box.element)
