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
from itertools import chain, islice
from typing import Any

from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes
from weasyprint.layout import page as pages

from julasan.typeset.feet import bottom, feet, groups, level, lowest
from julasan.typeset.shorten import letters

HOLE = 70.0
"""Px left below a page's or a column's last line from which on it is a hole: some three lines."""
BETTER = 0.7
"""A page is kept that leaves so much of what the one before left, squared."""
AHEAD = 600
"""Letters that may stand before a picture for it to be the one that had no room."""
SMALLER = (0.84, 0.66)
"""What a picture may be made smaller to, the first that fits."""
CAPTION, HEADER = 25.0, 140.0
"""Px that a caption and the head of an article take, at least."""
PASSED = 8
"""So many of the blocks that follow a picture may be put before it."""
TRIES = 3
"""So many places are tried for it."""
TAIL = 130
"""Letters of an article's end that had better stand with the rest: some two lines in each column."""
LONE = 3
"""Lines of one block that cannot be shared out on two columns: alone on a page they want company."""
LONE_HOLE = 92.0
"""Px that may be left for it: what stands open beside those lines."""
TAIL_OF_NOTE = 260
"""The same of the editor's note, whose last lines go across the page, above the editor's name."""
CLOSER, ABOVE = (0.7, 0.55, 0.4), 0.7
"""What is left of the room between paragraphs, the first that keeps a text together, and above headings."""

AROUND, ROW = 40.0, 25.0
"""Px that a gap's box takes around its rows, and each of them, at least."""
CLOSE_ROWS = 0.86
"""What is left of the height of rows to write on, where that saves a page."""

_LEADING = (":", "ดังนี้", "ต่อไปนี้", "ข้างล่าง", "ข้างล่างนี้", "ตามตาราง", "ในตาราง", "ตารางนี้", "following", "below")
"""Ends of a paragraph after which nothing may stand but what it speaks of."""
_TEXTS = ("p", "ul", "ol", "blockquote", "dl")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SEEN = (boxes.LineBox, boxes.BlockReplacedBox, boxes.TableRowBox)
"""What of a page has ink."""
_INTO = ("article", "div", "main", "section")

Made = tuple[Any, Any, Any]
"""A page, where the next one goes on, and how it begins: what ``make_page`` returns."""
Undo = Callable[[], None]


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
        self.gap = _taken_out(root)
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
        body = _body(root, made[1])
        most = TAIL if body is None or body.element_tag == "div" else TAIL_OF_NOTE
        if body is not None and _tail(made, root, body, most) <= most and _first("tail", body, self.tried):
            pictures = [box for box in _images(body) if _shown(made[0], box)]

            def ended(other: Made) -> bool:
                return not any(box is body for box in _path(root, other[1]))

            for closer in CLOSER:
                yield ended, partial(_closer, body, closer)
            if pictures:
                yield ended, lambda: _all(_closer(body, CLOSER[-1]), _smaller(pictures, SMALLER[0]))
            if lone := _lone(root, made, body):

                def no_hole(other: Made) -> bool:
                    rooms = (_hole(other[0]), *(foot.room for foot in feet(other[0], _body(root, other[1]))))
                    return max(rooms) < LONE_HOLE and not _ends_on_a_head(other[0])

                yield no_hole, partial(self._accompany, number, *lone)
        left = _left(root, made)

        def fuller(other: Made) -> bool:
            return _left(root, other) < BETTER * left and not _ends_on_a_head(other[0])

        if _hole(made[0]) >= HOLE and (spare := _without_room(root, made[1])):
            yield lambda other: _hole(other[0]) < _hole(made[0]), partial(_emptied, spare)
            return
        if _hole(made[0]) >= HOLE and (closing := _to_write_on(root, made[1])):
            yield lambda other: _hole(other[0]) < _hole(made[0]), partial(_fewer, closing)
        for room, coming, inside in _holes(root, made, body):
            for way in self._mends(room, coming, made[0], inside):
                yield fuller, way
        if _hole(made[0]) >= HOLE:
            for way in self._levelled(root, made[0], body):
                yield fuller, way
            if place := _between(root, made[1]):
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
                if _is_body(parent) and _first(f"figure in a {place}", box, self.tried):
                    images, free = list(_images(box)), room - (0 if inside is parent else HEADER)
                    for part in SMALLER:
                        if images and _high(box, page, part) < free:
                            yield partial(_smaller, images, part)
                    for count in _passable(parent, box):
                        yield partial(_after, parent, box, count)
                return
            if box.style["break_inside"] == "avoid" and box.element_tag != "header" and not _is_heading(box):
                if _is_body(parent) and _holds_table(box) and _first("table", box, self.tried):
                    yield partial(_parted, box)
                    for count in _passed_by_table(parent, box):
                        yield partial(_after, parent, box, count)
                return
            ahead += _letters(box)
            if ahead > AHEAD:
                return

    def _accompany(self, number: int, block: Any, begun: bool) -> Undo:
        """Let a block go overleaf with more of itself, or with the one before; there it may part."""
        self.company[number] = block, begun
        self.for_now.append(_accompanied(block, begun))

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
        for box, body in _longest(root, page, going_on):
            if not _first("levelled", box, self.tried):
                continue
            if box.element_tag == "figure":
                for part in SMALLER:
                    yield partial(_smaller, list(_images(box)), part)
            elif box.style["break_inside"] == "avoid" and _holds_table(box):
                yield partial(_parted, box)
                for count in _passed_by_table(body, box):
                    yield partial(_after, body, box, count)


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


# What is on a page, and what comes after it


def _hole(page: Any) -> float:
    """Px between the last line of a page and its bottom, its notes left out."""
    last = None
    for box in page.children[0].descendants():
        if isinstance(box, _SEEN):
            last = box
    return bottom(page) - (last.position_y + last.height) if last else 0.0


def _ends_on_a_head(box: Any) -> bool:
    """Whether what stands last in a box, a page say, is a heading or the head of an article."""
    if box.element_tag == "header" or _is_heading(box):
        return True
    if isinstance(box, _SEEN) or not isinstance(box, boxes.ParentBox):
        return False
    shown = [child for child in box.children if any(isinstance(each, _SEEN) for each in _with_own(child))]
    flow = [child for child in shown if child.is_in_normal_flow()]
    return bool(flow) and _ends_on_a_head(flow[-1])


def _left(root: Any, made: Made) -> float:
    """What a page leaves open, at its end and in its columns, large holes far more than small ones."""
    rooms = [_hole(made[0]), *(foot.room for foot in feet(made[0], _body(root, made[1])))]
    return sum(max(0.0, room - HOLE / 2) ** 2 for room in rooms)


def _holes(root: Any, made: Made, body: Any) -> Iterator[tuple[float, Iterator[tuple[Any, Any]], Any]]:
    """The holes of a page, in order: each with the blocks that come after it, and the body that it is in."""
    for foot in feet(made[0], body):
        if foot.room >= HOLE and foot.next is not None:
            columns = next(box for box in root.descendants() if box.element is foot.body)
            at = next((at for at, box in enumerate(columns.children) if box.element is foot.next), None)
            if at is not None:
                yield foot.room, ((box, columns) for box in islice(columns.children, at, None)), columns
    if _hole(made[0]) >= HOLE:
        yield _hole(made[0]), _coming(root, made[1]), body


def _body(root: Any, resume: Any) -> Any:
    """The body of the article that goes on after a page, None for none."""
    return next((box for box in _path(root, resume) if _is_body(box)), None) if resume else None


def _longest(root: Any, page: Any, going_on: Any) -> Iterator[tuple[Any, Any]]:
    """The blocks of the longest column where an article ends and another is far shorter, with its body."""
    *_, columns = chain([[]], groups(page.children[0]))
    if not columns or (going_on is not None and columns[0].element is going_on.element):
        return
    ends = [lowest(column) for column in columns]
    if max(ends) - min(ends) >= HOLE:
        shown = {block.element for block in columns[ends.index(max(ends))].children}
        body = next(box for box in root.descendants() if box.element is columns[0].element)
        yield from ((box, body) for box in body.children if box.element in shown)


def _taken_out(root: Any) -> Any:
    """The box whose rows stand in gaps, None for none; it stands nowhere by itself."""
    for parent in [root, *root.descendants()]:
        for child in getattr(parent, "children", ()):
            if child.element is not None and child.element.get("class") == "gap":
                parent.children = [each for each in parent.children if each is not child]
                return child
    return None


def _between(root: Any, resume: Any) -> tuple[Any, int] | None:
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
    if box.element_tag in _INTO and box.style["break_inside"] != "avoid":
        for child in box.children:
            yield from _blocks(child, box)
    else:
        yield box, parent


def _without_room(root: Any, resume: Any) -> Any:
    """What was to fill the last page and is too high for it, or nothing; lines to write on fit anywhere."""
    box = next((box for box, _ in _coming(root, resume)), None)
    names = box.element.get("class", "").split() if box is not None and box.element is not None else []
    return box if "filling" in names and "notes" not in names else None


def _to_write_on(root: Any, resume: Any) -> Any:
    """What comes next, where it has rows to write on that may be left out, or nothing."""
    box = next((box for box, _ in _coming(root, resume)), None)
    return box if box is not None and any(_is_spare(row) for row in _with_own(box)) else None


def _is_spare(box: Any) -> bool:
    return isinstance(box, boxes.TableRowBox) and "spare" in box.element.get("class", "").split()


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


def _tail(made: Made, root: Any, body: Any, most: int) -> int:
    """Letters of a body that come after a page, `most` and more not counted; a table or a picture is many."""
    page, resume, _ = made
    found = 0
    for number, (box, parent) in enumerate(_coming(root, resume)):
        if found > most or not (parent is body or _holds(body, parent)):
            break
        found += _letters(box) if box.element_tag in (*_TEXTS, "li") else most + 1
        if not number and isinstance(box, boxes.LineBox):
            shown = (each for each in page.children[0].descendants() if isinstance(each, boxes.LineBox))
            found -= sum(_letters(each) for each in shown if each.element is box.element)
    return found


def _lone(root: Any, made: Made, body: Any) -> tuple[Any, bool] | None:
    """The block of columns that ends overleaf in one of them, where no more of the body comes after it.

    With it, whether it has begun on the page; without it, the block before it.
    """
    page, resume, _ = made
    if body.style["column_count"] in ("auto", 1):
        return None
    *_, inner = _path(root, resume)
    overleaf = [box for box, parent in _coming(root, resume) if parent is body or _holds(body, parent)]
    if len(overleaf) != 1 or overleaf[0].element_tag not in ("p", "li"):
        return None
    (block,) = overleaf
    shown = [
        each
        for each in page.children[0].descendants()
        if isinstance(each, boxes.LineBox) and each.element_tag == "p"
    ]
    begun = isinstance(block, boxes.LineBox)
    here = sum(_letters(line) for line in shown if line.element is block.element) if begun else 0
    if _letters(block) - here > LONE * max(map(_letters, shown), default=0):
        return None
    if begun:
        return inner, True
    at = next(place for place, child in enumerate(inner.children) if child is block)
    return (inner.children[at - 1], False) if at else None


def _holds(box: Any, other: Any) -> bool:
    return any(each is other for each in box.descendants())


def _letters(box: Any) -> int:
    return letters(_text(box))


def _text(box: Any) -> str:
    return "".join(each.text for each in box.descendants() if isinstance(each, boxes.TextBox))


def _is_body(box: Any) -> bool:
    """Whether it holds the text of an article, or of the editor's note."""
    name = box.element.get("class") if box.element is not None else None
    return (box.element_tag, name) in (("div", "body"), ("section", "note"))


def _holds_table(box: Any) -> bool:
    return any(isinstance(each, boxes.TableBox) for each in box.descendants())


def _images(box: Any) -> Iterator[Any]:
    for each in box.descendants():
        if isinstance(each, boxes.ReplacedBox) and each.element_tag == "img":
            yield each


# What can be done


def _dressed(box: Any, **changes: Any) -> Undo:
    """Change the style of one box alone: WeasyPrint lets elements that look the same share theirs."""
    was = box.style
    box.style = was.copy()
    box.style.update(changes)

    def undo() -> None:
        box.style = was

    return undo


def _shrunk(image: Any, part: float) -> Undo:
    """Make a picture smaller: by the width of its column, and by the height that it may have."""
    sizes = {name: image.style[name] for name in ("max_width", "max_height")}
    return _dressed(image, **{name: _part_of(size, part) for name, size in sizes.items()})


def _part_of(size: Any, part: float) -> Any:
    return Dimension(size.value * part, size.unit)


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


def _passed_by_table(parent: Any, table: Any) -> Iterator[int]:
    """After how many paragraphs a table may stand: none where the text before it leads on to it."""
    at = next(place for place, child in enumerate(parent.children) if child is table)
    if at and _text(parent.children[at - 1]).endswith(_LEADING):
        return
    for count, box in enumerate(parent.children[at + 1 : at + 1 + TRIES], start=1):
        if box.element_tag != "p":
            return
        yield count


def _closer(body: Any, part: float) -> Undo:
    """Less room between the blocks of an article and the items of its lists: so much of it is left."""
    undo = []
    items = (box for box in body.descendants() if box.element_tag == "li")
    for box in (*body.children, *items):
        size = box.style["margin_bottom"]
        if isinstance(size, Dimension) and not _is_heading(box):
            above = box.element is not None and "before-heading" in box.element.get("class", "")
            undo.append(_dressed(box, margin_bottom=_part_of(size, ABOVE if above else part)))
    return _all(*undo)


def _accompanied(block: Any, begun: bool) -> Undo:
    """Let a block have a line more overleaf than one column keeps, or go there with the one before."""
    return _dressed(block, widows=LONE + 1) if begun else _dressed(block, break_after="avoid")


def _is_heading(box: Any) -> bool:
    return box.element_tag in _HEADINGS


def _emptied(box: Any) -> Undo:
    was, box.children = box.children, []

    def undo() -> None:
        box.children = was

    return undo


def _fewer(box: Any) -> Undo:
    """Leave out the rows that may be left out, and let the others stand closer."""
    rows = [(each, each.children) for each in box.descendants() if isinstance(each, boxes.TableRowGroupBox)]
    cells = [each for each in box.descendants() if isinstance(each, boxes.TableCellBox)]
    lower = [
        _dressed(cell, height=_part_of(high, CLOSE_ROWS))
        for cell in cells
        if isinstance(high := cell.style["height"], Dimension)
    ]
    for group, children in rows:
        group.children = [row for row in children if not _is_spare(row)]

    def undo() -> None:
        _all(*lower)()
        for group, children in rows:
            group.children = children

    return undo


def _parted(box: Any) -> Undo:
    """Let a table go on in the next column."""
    return _all(*(_dressed(each, break_inside="auto") for each in _same(box)))


def _with_own(box: Any) -> Iterator[Any]:
    yield box
    yield from box.descendants() if isinstance(box, boxes.ParentBox) else ()


def _same(box: Any) -> Iterator[Any]:
    """A box and those in it that stand for the same element."""
    yield box
    yield from (each for each in box.descendants() if each.element is box.element)


def _all(*undo: Undo) -> Undo:
    def every() -> None:
        for each in undo:
            each()

    return every
