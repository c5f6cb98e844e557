"""What a page leaves open, and what comes after it: read from its boxes, of which none is changed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from weasyprint.formatting_structure import boxes

from julasan.typeset.feet import bottom, feet, groups, lowest
from julasan.typeset.shorten import letters

HOLE = 70.0
"""Px left below a page's or a column's last line from which on it is a hole: some three lines."""
LONE = 3
"""Lines of one block that cannot be shared out on two columns: alone on a page they want company."""

_TEXTS = ("p", "ul", "ol", "blockquote", "dl")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SEEN = (boxes.LineBox, boxes.BlockReplacedBox, boxes.TableRowBox)
"""What of a page has ink."""
_INTO = ("article", "div", "main", "section")

Made = tuple[Any, Any, Any]
"""A page, where the next one goes on, and how it begins: what ``make_page`` returns."""


def hole(page: Any) -> float:
    """Px between the last line of a page and its bottom, its notes left out."""
    last = None
    for box in page.children[0].descendants():
        if isinstance(box, _SEEN):
            last = box
    return bottom(page) - (last.position_y + last.height) if last else 0.0


def ends_early(page: Any) -> bool:
    """Whether a page ends with a hole."""
    return hole(page) >= HOLE


def ends_on_a_head(box: Any) -> bool:
    """Whether what stands last in a box, a page say, is a heading or the head of an article."""
    if box.element_tag == "header" or is_heading(box):
        return True
    if isinstance(box, _SEEN) or not isinstance(box, boxes.ParentBox):
        return False
    shown = [child for child in box.children if any(isinstance(each, _SEEN) for each in with_own(child))]
    flow = [child for child in shown if child.is_in_normal_flow()]
    return bool(flow) and ends_on_a_head(flow[-1])


def left_open(root: Any, made: Made) -> float:
    """What a page leaves open, at its end and in its columns, large holes far more than small ones."""
    rooms = [hole(made[0]), *(foot.room for foot in feet(made[0], body_of(root, made[1])))]
    return sum(max(0.0, room - HOLE / 2) ** 2 for room in rooms)


def holes(root: Any, made: Made, body: Any) -> Iterator[tuple[float, Iterator[tuple[Any, Any]], Any]]:
    """The holes of a page, in order: each with the blocks that come after it, and the body that it is in."""
    for foot in feet(made[0], body):
        if foot.room >= HOLE and foot.next is not None:
            columns = next(box for box in root.descendants() if box.element is foot.body)
            at = next((at for at, box in enumerate(columns.children) if box.element is foot.next), None)
            if at is not None:
                yield foot.room, ((box, columns) for box in islice(columns.children, at, None)), columns
    if hole(made[0]) >= HOLE:
        yield hole(made[0]), coming(root, made[1]), body


def longest(root: Any, page: Any, going_on: Any) -> Iterator[tuple[Any, Any]]:
    """The blocks of the longest column where an article ends and another is far shorter, with its body."""
    *_, columns = chain([[]], groups(page.children[0]))
    if not columns or (going_on is not None and columns[0].element is going_on.element):
        return
    ends = [lowest(column) for column in columns]
    if max(ends) - min(ends) >= HOLE:
        shown = {block.element for block in columns[ends.index(max(ends))].children}
        body = next(box for box in root.descendants() if box.element is columns[0].element)
        yield from ((box, body) for box in body.children if box.element in shown)


# What goes on and comes after a page


def body_of(root: Any, resume: Any) -> Any:
    """The body of the article that goes on after a page, None for none."""
    return next((box for box in path_of(root, resume) if is_body(box)), None) if resume else None


def path_of(box: Any, resume: Any) -> Iterator[Any]:
    """The boxes, from the outermost in, that go on after a page."""
    while resume:
        ((at, resume),) = resume.items()
        if _whole(box):
            return
        yield box
        box = box.children[at]


def _whole(box: Any) -> bool:
    """Whether a place to go on from numbers a box's parts otherwise than its children."""
    return isinstance(box, boxes.LineBox | boxes.TableBox) or box.style["column_span"] == "all"


def coming(box: Any, resume: Any) -> Iterator[tuple[Any, Any]]:
    """Blocks that come after a page, in order, each with its parent."""
    ((at, inner),) = resume.items()
    children = box.children
    if inner and not _whole(children[at]):
        yield from coming(children[at], inner)
        at += 1
    for child in children[at:]:
        yield from _blocks(child, box)


def _blocks(box: Any, parent: Any) -> Iterator[tuple[Any, Any]]:
    if box.element_tag in _INTO and box.style["break_inside"] != "avoid":
        for child in box.children:
            yield from _blocks(child, box)
    else:
        yield box, parent


def between(root: Any, resume: Any) -> tuple[Any, int] | None:
    """Where a page ends behind an article, or the note: what holds them, and the place of what comes next."""
    box = root
    while True:
        ((at, resume),) = resume.items()
        if resume is None:
            before = box.children[at - 1] if at else box
            ended = before.element_tag == "article" or before.element.get("class") == "front"
            return (box, at) if ended else None
        if _whole(box):
            return None
        box = box.children[at]


def is_shown(page: Any, image: Any) -> bool:
    """Whether a picture stands on a page."""
    return any(box.element is image.element for box in page.children[0].descendants())


def without_room(root: Any, resume: Any) -> Any:
    """What was to fill the last page and is too high for it, or nothing; lines to write on fit anywhere."""
    box = next((box for box, _ in coming(root, resume)), None)
    names = box.element.get("class", "").split() if box is not None and box.element is not None else []
    return box if "filling" in names and "notes" not in names else None


def to_write_on(root: Any, resume: Any) -> Any:
    """What comes next, where it has rows to write on that may be left out, or nothing."""
    box = next((box for box, _ in coming(root, resume)), None)
    return box if box is not None and any(is_spare(row) for row in with_own(box)) else None


def tail(made: Made, root: Any, body: Any, most: int) -> int:
    """Letters of a body that come after a page, `most` and more not counted; a table or a picture is many."""
    page, resume, _ = made
    found = 0
    for number, (box, parent) in enumerate(coming(root, resume)):
        if found > most or not (parent is body or _holds(body, parent)):
            break
        found += letters_in(box) if box.element_tag in (*_TEXTS, "li") else most + 1
        if not number and isinstance(box, boxes.LineBox):
            shown = (each for each in page.children[0].descendants() if isinstance(each, boxes.LineBox))
            found -= sum(letters_in(each) for each in shown if each.element is box.element)
    return found


def lone(root: Any, made: Made, body: Any) -> tuple[Any, bool] | None:
    """The block of columns that ends overleaf in one of them, where no more of the body comes after it.

    With it, whether it has begun on the page; without it, the block before it.
    """
    page, resume, _ = made
    if body.style["column_count"] in ("auto", 1):
        return None
    *_, inner = path_of(root, resume)
    overleaf = [box for box, parent in coming(root, resume) if parent is body or _holds(body, parent)]
    if len(overleaf) != 1 or overleaf[0].element_tag not in ("p", "li"):
        return None
    (block,) = overleaf
    shown = [
        each
        for each in page.children[0].descendants()
        if isinstance(each, boxes.LineBox) and each.element_tag == "p"
    ]
    begun = isinstance(block, boxes.LineBox)
    here = sum(letters_in(line) for line in shown if line.element is block.element) if begun else 0
    if letters_in(block) - here > LONE * max(map(letters_in, shown), default=0):
        return None
    if begun:
        return inner, True
    at = next(place for place, child in enumerate(inner.children) if child is block)
    return (inner.children[at - 1], False) if at else None


# What a box is and holds


def is_body(box: Any) -> bool:
    """Whether it holds the text of an article, or of the editor's note."""
    name = box.element.get("class") if box.element is not None else None
    return (box.element_tag, name) in (("div", "body"), ("section", "note"))


def is_heading(box: Any) -> bool:
    """Whether it is a heading."""
    return box.element_tag in _HEADINGS


def is_spare(box: Any) -> bool:
    """Whether it is a row to write on that may be left out."""
    return isinstance(box, boxes.TableRowBox) and "spare" in box.element.get("class", "").split()


def holds_table(box: Any) -> bool:
    """Whether a table stands in it."""
    return any(isinstance(each, boxes.TableBox) for each in box.descendants())


def images_in(box: Any) -> Iterator[Any]:
    """The pictures that stand in it, in order."""
    for each in box.descendants():
        if isinstance(each, boxes.ReplacedBox) and each.element_tag == "img":
            yield each


def _holds(box: Any, other: Any) -> bool:
    return any(each is other for each in box.descendants())


def with_own(box: Any) -> Iterator[Any]:
    """A box and all that it holds."""
    yield box
    yield from box.descendants() if isinstance(box, boxes.ParentBox) else ()


def letters_in(box: Any) -> int:
    """How many characters of it are shown."""
    return letters(text_of(box))


def text_of(box: Any) -> str:
    """What stands in it, in one piece."""
    return "".join(each.text for each in box.descendants() if isinstance(each, boxes.TextBox))
