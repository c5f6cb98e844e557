"""Fills a page that would end early: a picture had no room, or an article has its last lines overleaf.

WeasyPrint sets page after page and never looks back. Inside :func:`full_pages` a page that ends badly
is set again with what comes next made to fit: the picture smaller, or after the text that follows it;
a table parted; the room between an article's paragraphs closer. So are columns within a page. Where nothing
helps, rows out of a box that the document holds for it (class ``gap``) stand below the article.
What does not help is put back as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import partial
from typing import Any

from weasyprint.layout import page as pages

from julasan.typeset import overleaf, remedies
from julasan.typeset.feet import bottom, feet, level, lowest
from julasan.typeset.overleaf import (
    Made,
    body_of,
    ends_early,
    ends_on_a_head,
    holds_table,
    hole,
    images_in,
    is_body,
    is_heading,
    left_open,
    letters_in,
)
from julasan.typeset.remedies import Undo

BETTER = 0.7
"""A page is kept that leaves so much of what the one before left, squared."""
AHEAD = 600
"""Letters that may stand before a picture for it to be the one that had no room."""
SMALLER = (0.84, 0.66)
"""What a picture may be made smaller to, the first that fits."""
HEADER = 140.0
"""Px that the head of an article takes, at least."""
TAIL = 130
"""Letters of an article's end that had better stand with the rest: some two lines in each column."""
TAIL_OF_NOTE = 260
"""The same of the editor's note, whose last lines go across the page, above the editor's name."""
LONE_HOLE = 92.0
"""Px that may be left so that lines (:data:`overleaf.LONE`) have company: what stands open beside them."""
CLOSER = (0.7, 0.55, 0.4)
"""What is left of the room between paragraphs, the first that keeps a text together."""

AROUND, ROW = 40.0, 25.0
"""Px that a gap's box takes around its rows, and each of them, at least."""


@contextmanager
def full_pages() -> Iterator[None]:
    """Set pages that end badly again, while it lasts; within itself once, not twice."""
    kept = pages.make_page
    pages.make_page = _Maker(kept.make if isinstance(kept, _Maker) else kept)
    try:
        yield
    finally:
        pages.make_page = kept


class _Maker:
    """``make_page``, with a second look; each picture, table and article is tried once."""

    def __init__(self, make: Callable[..., Made]) -> None:
        self.make = make
        self.root: Any = None
        self.tried: set[tuple[str, Any]] = set()
        self.gap: Any = None
        """The box of what stands in a gap between two articles, taken out of the document."""
        self.rows: list[Any] = []
        """What of it stands nowhere yet; its headline is in every gap."""
        self.company: dict[int, tuple[Any, bool]] = {}
        """What had been alone overleaf, by the page before it."""
        self.for_now: list[Undo] = []
        """How to undo what holds for one page."""

    def _begin(self, root: Any) -> None:
        self.root, self.tried, self.rows, self.company = root, set(), [], {}
        self.gap = remedies.taken_out(root)
        if self.gap is not None:
            _, *self.rows = self.gap.children

    def __call__(
        self, context: Any, root: Any, page_type: Any, resume_at: Any, number: int, state: Any
    ) -> Made:
        if root is not self.root:
            self._begin(root)
        if number in self.company:
            self._accompany(number, *self.company[number])
        made = self._made(context, root, page_type, resume_at, number, state)
        while self.for_now:
            self.for_now.pop()()
        return made

    def _made(self, context: Any, root: Any, page_type: Any, resume_at: Any, number: int, state: Any) -> Made:
        before = _State(context, number, state)

        def again() -> Made:
            before.put_back()
            return self.make(context, root, page_type, resume_at, number, state)

        made = self.make(context, root, page_type, resume_at, number, state)
        better: Made | None = made
        while better and better[1] and not (context.reported_footnotes or context.broken_out_of_flow):
            made, better, after = better, None, _State(context, number, state)
            for good, way in self._plans(root, made, number):
                undo = way()
                other = again()
                if good(other):
                    better = other
                    break
                undo()
                after.put_back()
        level((better or made)[0])
        return better or made

    def _plans(
        self, root: Any, made: Made, number: int
    ) -> Iterator[tuple[Callable[[Made], bool], Callable[[], Undo]]]:
        """What may mend the page: how to know that it did, and what to try."""
        body = body_of(root, made[1])
        most = TAIL if body is None or body.element_tag == "div" else TAIL_OF_NOTE
        tails = body is not None and overleaf.tail(made, root, body, most) <= most
        if tails and _first("tail", body, self.tried):
            pictures = [box for box in images_in(body) if overleaf.is_shown(made[0], box)]

            def ended(other: Made) -> bool:
                return not any(box is body for box in overleaf.path_of(root, other[1]))

            for closer in CLOSER:
                yield ended, partial(remedies.closer, body, closer)
            if pictures:

                def both() -> Undo:
                    closer, smaller = (
                        remedies.closer(body, CLOSER[-1]),
                        remedies.smaller(pictures, SMALLER[0]),
                    )
                    return remedies.together(closer, smaller)

                yield ended, both
            if lone := overleaf.lone(root, made, body):

                def no_hole(other: Made) -> bool:
                    rooms = (hole(other[0]), *(foot.room for foot in feet(other[0], body_of(root, other[1]))))
                    return max(rooms) < LONE_HOLE and not ends_on_a_head(other[0])

                yield no_hole, partial(self._accompany, number, *lone)
        left = left_open(root, made)

        def fuller(other: Made) -> bool:
            return left_open(root, other) < BETTER * left and not ends_on_a_head(other[0])

        if ends_early(made[0]) and (spare := overleaf.without_room(root, made[1])):
            yield lambda other: hole(other[0]) < hole(made[0]), partial(remedies.emptied, spare)
            return
        if ends_early(made[0]) and (closing := overleaf.to_write_on(root, made[1])):
            yield lambda other: hole(other[0]) < hole(made[0]), partial(remedies.fewer, closing)
        for room, coming, inside in overleaf.holes(root, made, body):
            for way in self._mends(room, coming, made[0], inside):
                yield fuller, way
        if ends_early(made[0]):
            for way in self._levelled(root, made[0], body):
                yield fuller, way
            if place := overleaf.between(root, made[1]):
                most = int((bottom(made[0]) - lowest(made[0].children[0]) - AROUND) / ROW)
                most = min(most, len(self.rows))
                # Half of them where each takes two lines.
                for count in dict.fromkeys((most, most - 1, most - 2, most // 2)):
                    if count > 0:
                        yield fuller, partial(self._put, *place, count)

    def _mends(
        self, room: float, coming: Iterator[tuple[Any, Any]], page: Any, inside: Any
    ) -> Iterator[Callable[[], Undo]]:
        """What may fill a hole, by what comes after it."""
        ahead = 0
        for box, parent in coming:
            if box.element_tag == "figure":
                place = "column" if inside is parent else "page"
                if is_body(parent) and _first(f"figure in a {place}", box, self.tried):
                    images, free = list(images_in(box)), room - (0 if inside is parent else HEADER)
                    for part in SMALLER:
                        if images and remedies.height_of(box, page, part) < free:
                            yield partial(remedies.smaller, images, part)
                    for count in remedies.passable(parent, box):
                        yield partial(remedies.after, parent, box, count)
                return
            if box.style["break_inside"] == "avoid" and box.element_tag != "header" and not is_heading(box):
                if is_body(parent) and holds_table(box) and _first("table", box, self.tried):
                    yield partial(remedies.parted, box)
                    for count in remedies.passed_by_table(parent, box):
                        yield partial(remedies.after, parent, box, count)
                return
            ahead += letters_in(box)
            if ahead > AHEAD:
                return

    def _accompany(self, number: int, block: Any, begun: bool) -> Undo:
        """Let a block go overleaf with more of itself, or with the one before; there it may part."""
        self.company[number] = block, begun
        self.for_now.append(remedies.accompanied(block, begun))

        def undo() -> None:
            self.for_now.pop()()
            del self.company[number]

        return undo

    def _put(self, parent: Any, at: int, count: int) -> Undo:
        """Put the gap's box with its next rows behind an article."""
        children, rows = parent.children, self.rows
        gap = self.gap.copy_with_children([self.gap.children[0], *rows[:count]])
        parent.children, self.rows = [*children[:at], gap, *children[at:]], rows[count:]

        def undo() -> None:
            parent.children, self.rows = children, rows

        return undo

    def _levelled(self, root: Any, page: Any, going_on: Any) -> Iterator[Callable[[], Undo]]:
        """What may level the columns in which an article ends: less of a page then holds it."""
        for box, body in overleaf.longest(root, page, going_on):
            if not _first("levelled", box, self.tried):
                continue
            if box.element_tag == "figure":
                for part in SMALLER:
                    yield partial(remedies.smaller, list(images_in(box)), part)
            elif box.style["break_inside"] == "avoid" and holds_table(box):
                yield partial(remedies.parted, box)
                for count in remedies.passed_by_table(body, box):
                    yield partial(remedies.after, body, box, count)


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
        # That it must be made again stays noted: what a page number stands in was changed already.
        self.noted = {name: list(self._noted()[name]) for name in ("anchors", "content_lookups")}

    def _noted(self) -> dict[str, Any]:
        noted: dict[str, Any] = self.context.page_maker[self.number - 1][-1]
        return noted

    def put_back(self) -> None:
        """As it was."""
        for kept, now in zip(_copied(self.page_state), self.state, strict=True):
            if isinstance(now, dict):
                now.clear()
                now.update(kept)
            else:
                now[:] = kept
        for name, was in self.lists.items():
            setattr(self.context, name, list(was))
        self.context.broken_out_of_flow = dict(self.flow)
        self._noted().update({name: list(was) for name, was in self.noted.items()})


def _copied(state: Any) -> list[Any]:
    return [deepcopy(part) for part in state]


def _first(kind: str, box: Any, tried: set[tuple[str, Any]]) -> bool:
    key = kind, box.element
    if key in tried:
        return False
    tried.add(key)
    return True
