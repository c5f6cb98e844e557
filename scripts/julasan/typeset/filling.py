"""Fills a page that would end early: a picture had no room, or an article has its last lines overleaf.

WeasyPrint sets page after page and never looks back. Inside :func:`full_pages` a page that ends badly
is set again with what comes next made to fit: the picture smaller, or after the text that follows it;
the room between an article's paragraphs closer. What does not help is put back as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import partial
from typing import Any

from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes
from weasyprint.layout import page as pages

from julasan.typeset.shorten import letters

HOLE = 70.0
"""Px left below a page's last line from which on it is a hole: some three lines."""
AHEAD = 600
"""Letters that may stand before a picture for it to be the one that had no room."""
SMALLER = (0.86, 0.74, 0.64)
"""What a picture may be made smaller to, the first that fits."""
CAPTION, HEADER = 25.0, 100.0
"""Px that a caption and the head of an article take, at least."""
PASSED = 8
"""So many of the blocks that follow a picture may be put before it."""
TRIES = 4
"""So many places are tried for it."""
LEADING = 3
"""Blocks before a list that it may hold back."""
TAIL = 130
"""Letters of an article's end that had better stand with the rest: some two lines in each column."""
CLOSER, CLOSER_ABOVE = 0.4, 0.7
"""What is left of the room between paragraphs, and above headings, where that keeps an article together."""

_TEXTS = ("p", "ul", "ol", "blockquote", "dl")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_INTO = ("article", "div", "main", "section")

Made = tuple[Any, Any, Any]
"""A page, where the next one goes on, and how it begins: what ``make_page`` returns."""
Undo = Callable[[], None]


@contextmanager
def full_pages() -> Iterator[None]:
    """Set pages that end badly again, while it lasts."""
    kept = pages.make_page
    pages.make_page = _Maker(kept)
    try:
        yield
    finally:
        pages.make_page = kept


class _Maker:
    """``make_page``, with a second look; each picture and each article is tried once."""

    def __init__(self, make: Callable[..., Made]) -> None:
        self.make = make
        self.tried: set[tuple[str, Any]] = set()

    def __call__(
        self, context: Any, root: Any, page_type: Any, resume_at: Any, number: int, state: Any
    ) -> Made:
        before = _State(context, number, state)
        made = self.make(context, root, page_type, resume_at, number, state)
        if made[1] is None or context.reported_footnotes or context.broken_out_of_flow:
            return made

        def again() -> Made:
            before.put_back()
            return self.make(context, root, page_type, resume_at, number, state)

        tried = False
        for good, ways in self._plans(root, made):
            for way in ways:
                tried, undo = True, way()
                other = again()
                if good(other):
                    return other
                undo()
        return again() if tried else made

    def _plans(
        self, root: Any, made: Made
    ) -> Iterator[tuple[Callable[[Made], bool], list[Callable[[], Undo]]]]:
        """What may mend the page: how to know that it did, and what to try."""
        path = list(_path(root, made[1]))
        body = next((box for box in path if _is_body(box)), None)
        if body is not None and _first("tail", body, self.tried) and _tail(made, root, body) <= TAIL:
            pictures = [box for box in _images(body) if _shown(made[0], box)]
            ways: list[Callable[[], Undo]] = [lambda: _closer(body)]
            if pictures:
                ways.append(lambda: _all(_closer(body), _smaller(pictures, SMALLER[0])))
            yield lambda other: not any(box is body for box in _path(root, other[1])), ways
            return
        if _hole(made[0]) < HOLE:
            return
        left = _hole(made[0])
        if spare := _without_room(root, made[1]):
            yield lambda other: _hole(other[0]) < left, [partial(_emptied, spare)]
            return
        kept = _kept_with_text(root, made[1])
        if kept is not None and _first("list", kept, self.tried):
            yield lambda other: _hole(other[0]) < left - HOLE / 2, [lambda: _let_go(kept)]
        figure, parent = _next_figure(root, made[1])
        if figure is None or not _first("figure", figure, self.tried):
            return
        images = list(_images(figure))
        room = left - (0 if body is parent else HEADER)
        if images:
            yield (
                lambda other: all(_shown(other[0], box) for box in images),
                [partial(_smaller, images, part) for part in SMALLER if _high(figure, made[0], part) < room],
            )
        passing: list[Callable[[], Undo]] = [
            partial(_after, parent, figure, count) for count in _passable(parent, figure)
        ]
        if passing:
            yield lambda other: _hole(other[0]) < left - HOLE / 2, passing


class _State:
    """What setting a page changes outside of it."""

    def __init__(self, context: Any, number: int, state: Any) -> None:
        self.context, self.number, self.state = context, number, state
        self.page_state = _copied(state)
        self.lists = {
            name: list(getattr(context, name))
            for name in ("footnotes", "reported_footnotes", "rendered_notes")
        }
        self.flow = dict(context.broken_out_of_flow)

    def put_back(self) -> None:
        """As it was before the page."""
        for kept, now in zip(_copied(self.page_state), self.state, strict=True):
            if isinstance(now, dict):
                now.clear()
                now.update(kept)
            else:
                now[:] = kept
        for name, was in self.lists.items():
            setattr(self.context, name, list(was))
        self.context.broken_out_of_flow = dict(self.flow)
        remake = self.context.page_maker[self.number - 1][-1]
        remake["anchors"], remake["content_lookups"] = [], []


def _copied(state: Any) -> list[Any]:
    return [deepcopy(part) for part in state]


def _first(kind: str, box: Any, tried: set[tuple[str, Any]]) -> bool:
    key = kind, box.element
    if key in tried:
        return False
    tried.add(key)
    return True


# What is on a page, and what comes after it


def _hole(page: Any) -> float:
    """Px between the last line of a page and its bottom, its notes left out."""
    root, notes = page.children[0], page.children[1]
    bottom = notes.position_y if notes.children else page.content_box_y() + page.height
    last = None
    for box in root.descendants():
        if isinstance(box, boxes.LineBox | boxes.BlockReplacedBox | boxes.TableRowBox):
            last = box
    return bottom - (last.position_y + last.height) if last else 0.0


def _shown(page: Any, image: Any) -> bool:
    return any(box.element is image.element for box in page.children[0].descendants())


def _path(box: Any, resume: Any) -> Iterator[Any]:
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


def _coming(box: Any, resume: Any) -> Iterator[tuple[Any, Any]]:
    """Blocks that come after a page, in order, each with its parent."""
    ((at, inner),) = resume.items()
    children = box.children
    if inner and not _whole(children[at]):
        yield from _coming(children[at], inner)
        at += 1
    for child in children[at:]:
        yield from _blocks(child, box)


def _blocks(box: Any, parent: Any) -> Iterator[tuple[Any, Any]]:
    if box.element_tag in _INTO:
        for child in box.children:
            yield from _blocks(child, box)
    else:
        yield box, parent


def _next_figure(root: Any, resume: Any) -> tuple[Any, Any]:
    """The picture for which there was no room, with its parent; or nothing."""
    ahead = 0
    for box, parent in _coming(root, resume):
        if box.element_tag == "figure":
            return (box, parent) if _is_body(parent) else (None, None)
        ahead += _letters(box)
        if ahead > AHEAD:
            break
    return None, None


def _without_room(root: Any, resume: Any) -> Any:
    """What was to fill the last page and is too high for it, or nothing; lines to write on fit anywhere."""
    _, parent = next(_coming(root, resume), (None, None))
    names = (
        parent.element.get("class", "").split() if parent is not None and parent.element is not None else []
    )
    return parent if "filling" in names and "notes" not in names else None


def _kept_with_text(root: Any, resume: Any) -> Any:
    """The list that drew the lines before it to the next page, or nothing."""
    for number, (box, _) in enumerate(_coming(root, resume)):
        if box.style["break_before"] == "avoid":
            return box
        if number == LEADING or box.element_tag not in ("p", *_HEADINGS):
            break
    return None


def _high(figure: Any, page: Any, part: float) -> float:
    """About the height of a figure with its pictures made smaller, in px: what cannot fit is not tried."""
    high = CAPTION if any(box.element_tag == "figcaption" for box in figure.descendants()) else 0.0
    for image in _images(figure):
        style, box = image.style, image.replacement
        wide, tall, ratio = box.get_intrinsic_size(style["image_resolution"], style["font_size"])
        column = page.width / 2.2
        wide = min(wide or column, column) * part
        high += min(wide / ratio if ratio else tall or 0.0, style["max_height"].value * part)
    return high


def _tail(made: Made, root: Any, body: Any) -> int:
    """Letters of an article's body that come after a page; a table or a picture counts as many."""
    page, resume, _ = made
    found = 0
    for number, (box, parent) in enumerate(_coming(root, resume)):
        if found > TAIL or not (parent is body or any(each is parent for each in body.descendants())):
            break
        found += _letters(box) if box.element_tag in (*_TEXTS, "li") else TAIL + 1
        if not number and isinstance(box, boxes.LineBox):
            shown = (each for each in page.children[0].descendants() if isinstance(each, boxes.LineBox))
            found -= sum(_letters(each) for each in shown if each.element is box.element)
    return found


def _letters(box: Any) -> int:
    texts = (each.text for each in box.descendants() if isinstance(each, boxes.TextBox))
    return sum(letters(text) for text in texts)


def _is_body(box: Any) -> bool:
    return box.element_tag == "div" and box.element is not None and box.element.get("class") == "body"


def _images(box: Any) -> Iterator[Any]:
    for each in box.descendants():
        if isinstance(each, boxes.ReplacedBox) and each.element_tag == "img":
            yield each


# What can be done


def _shrunk(image: Any, part: float) -> Undo:
    """Make a picture smaller: by the width of its column, and by the height that it may have."""
    style, was = image.style, {name: image.style[name] for name in ("max_width", "max_height")}
    for name, size in was.items():
        style[name] = Dimension(size.value * part, size.unit)

    def undo() -> None:
        style.update(was)

    return undo


def _smaller(images: list[Any], part: float) -> Undo:
    return _all(*(_shrunk(image, part) for image in images))


def _after(parent: Any, figure: Any, count: int) -> Undo:
    """Put a picture after so many of the blocks that follow it."""
    was = parent.children
    at = next(place for place, child in enumerate(was) if child is figure)
    following = was[at + 1 : at + 1 + count]
    parent.children = [*was[:at], *following, figure, *was[at + 1 + count :]]

    def undo() -> None:
        parent.children = was

    return undo


def _passable(parent: Any, figure: Any) -> Iterator[int]:
    """After how many of the blocks that follow it a picture may stand: not under a heading."""
    at = next(place for place, child in enumerate(parent.children) if child is figure)
    found = 0
    for count, box in enumerate(parent.children[at + 1 : at + 1 + PASSED], start=1):
        if box.element_tag == "figure":
            return
        if not _is_heading(box):
            yield count
            found += 1
        if found == TRIES:
            return


def _closer(body: Any) -> Undo:
    """Less room between the blocks of an article."""
    was: list[tuple[Any, Any]] = []
    for box in body.children:
        size = box.style["margin_bottom"]
        if isinstance(size, Dimension) and not _is_heading(box):
            above = box.element is not None and "before-heading" in box.element.get("class", "")
            was.append((box.style, size))
            box.style["margin_bottom"] = Dimension(
                size.value * (CLOSER_ABOVE if above else CLOSER), size.unit
            )

    def undo() -> None:
        for style, size in was:
            style["margin_bottom"] = size

    return undo


def _is_heading(box: Any) -> bool:
    return box.element_tag in _HEADINGS


def _emptied(box: Any) -> Undo:
    was, box.children = box.children, []

    def undo() -> None:
        box.children = was

    return undo


def _let_go(box: Any) -> Undo:
    """Let a page end between a list and the lines that lead to it."""
    box.style["break_before"] = "auto"

    def undo() -> None:
        box.style["break_before"] = "avoid"

    return undo


def _all(*undo: Undo) -> Undo:
    def every() -> None:
        for each in undo:
            each()

    return every
