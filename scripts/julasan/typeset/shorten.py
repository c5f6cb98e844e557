"""A body's HTML cut short: after a block, an item, a table's row, or at a space between two sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, tostring

from julasan.frozen import dataclass
from julasan.typeset.engine import parse
from julasan.typeset.words import CLOSING, OPENING, bound_spaces

BEGUN = 60
"""Letters of a paragraph that stand before a cut in it."""
PHRASE = 16
"""Letters on each side of a sure end of a sentence: what is shorter is a name, a date or one of a list."""
REST = 40
"""Letters of a paragraph that a cut in it takes away, at least: fewer are not worth the cut."""
LOSS = 100
"""Letters that a cut takes away from the body, at least: to say where to read on takes three lines."""
FAIR = 0.75
"""Of the letters that may be kept a cut keeps so many, where the next cut is farther off."""
FIRST = 700
"""Letters up to which the opening paragraph is kept whole."""
NEAR = 130
"""A cut after a whole block is taken when it costs no more letters than these: some four lines."""

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "hr"))
_GOING_ON = (
    "และ หรือ แต่ ที่ ซึ่ง อัน คือ เช่น ได้แก่ เป็น ว่า ของ ใน กับ แก่ แด่ ต่อ โดย ด้วย เพราะ เพื่อ จึง จน ถึง ตาม ไม่ ก็ ให้ ทั้ง รวม "
    "แล้ว จาก มี คน นี้ นั้น"
)
"""Words that go on with the sentence before."""
_LEADING_ON = "เช่น ได้แก่ คือ ว่า ที่ และ หรือ กับ ดังนี้ โดย เพราะ ถ้า หาก เมื่อ แม้ นาย นาง นางสาว คุณ ดร."
"""Words after which a sentence goes on."""
_GOES_ON = re.compile("|".join(_GOING_ON.split()))
_LEADS_ON = re.compile(f"(?:{'|'.join(map(re.escape, _LEADING_ON.split()))})$")
_TITLE = re.compile("(?:นาย|นาง|นางสาว|คุณ)$")
_THAI = re.compile("[\u0e01-\u0e4e]")


def letters(text: str) -> int:
    """How many characters of a text are shown: no spaces and no breaks."""
    return len("".join(text.replace("\u200b", "").split()))


@dataclass(frozen=True, slots=True)
class _Point:
    """A place for a cut: letters before it, and what is cut off. `at` is an offset where it is in a text."""

    before: int
    path: tuple[Element, ...]
    """From a child of the body down to the last element that stays."""
    text: Element | None = None
    """The element whose text, or with `tail` the text after it, is cut at `at`."""
    tail: bool = False
    at: int = 0
    sure: bool = True
    """Whether a sentence surely ends here."""


def shortened(html: str, keep: int, least: int = 0) -> str | None:
    """`html` cut to about `keep` letters (:func:`letters`), to `least` or more; None where it cannot be.

    The cut is the last good one before `keep`, else the first after it. Never in a word, an item, a cell
    or a quotation; nothing ends on a heading. A paragraph that is cut ends with "…".
    """
    body = parse(f"<!doctype html><body>{html}").find("body")
    if body is None:
        return None
    whole = _shown(body)
    least = max(least, _opening(body))
    points = [point for point in _points(body) if point.before >= least and whole - point.before >= LOSS]
    point = _chosen(points, keep)
    if point is None:
        return None
    _cut(body, point)
    left = {element.get("id") for element in body.iter()}
    for anchor in body.iter("a"):
        # Where the text that an anchor leads to is gone, its own stays.
        target = anchor.get("href", "")
        if target.startswith("#b-") and target[1:] not in left:
            anchor.attrib.clear()
    return "".join([body.text or "", *(tostring(child, encoding="unicode", method="html") for child in body)])


def _opening(body: Element) -> int:
    """Letters up to the end of the first paragraph: a box or a picture before it is no article."""
    at = letters(body.text or "")
    for block in body:
        at += _shown(block)
        if block.tag == "p" and _shown(block):
            return at if _shown(block) <= FIRST else 0
        at += letters(block.tail or "")
    return 0


def _chosen(points: list[_Point], keep: int) -> _Point | None:
    before = [point for point in points if point.before <= keep]
    if not before:
        return next((point for point in points if point.sure), points[0] if points else None)
    sure = [point for point in before if point.sure]
    near = [point for point in sure if point.before >= before[-1].before - NEAR]
    whole = [point for point in near if point.text is None]
    chosen = (whole or near or sure or before)[-1]
    # Far from what may be kept the next one may be nearer: a cut before a long table would leave little.
    after = next((point for point in points if point.sure and point.before > keep), None)
    if after and chosen.before < FAIR * keep and after.before - keep < keep - chosen.before:
        return after
    return chosen


def _points(body: Element) -> Iterator[_Point]:
    """Every place for a cut, in order; the end of the body is none."""
    at = letters(body.text or "")
    blocks = list(body)
    for block in blocks:
        if block.tag == "p":
            yield from _in_paragraph(block, at)
        elif block.tag in ("ul", "ol"):
            yield from _between(block, [block], list(block), at)
        elif (table := _table(block)) is not None:
            yield from _in_table(block, table, at)
        at += _shown(block) + letters(block.tail or "")
        if block is not blocks[-1] and block.tag not in _HEADINGS and _shown(block):
            yield _Point(at, (block,), sure=not _LEADS_ON.search("".join(block.itertext()).rstrip(" :\n")))


def _table(block: Element) -> Element | None:
    if block.tag == "table":
        return block
    return block.find("table") if block.get("class", "").startswith("jl-table") else None


def _in_table(block: Element, table: Element, at: int) -> Iterator[_Point]:
    rows = table.find("tbody")
    if rows is not None:
        head = table.find("thead")
        at += _shown(head) if head is not None else 0
        path = [block, rows] if block is table else [block, table, rows]
        yield from _between(rows, path, list(rows), at)


def _between(box: Element, path: list[Element], items: list[Element], at: int) -> Iterator[_Point]:
    """After each item of a list, or row of a table, but the last."""
    at += letters(box.text or "")
    for item in items[:-1]:
        at += _shown(item) + letters(item.tail or "")
        yield _Point(at, (*path, item))


def _in_paragraph(paragraph: Element, at: int) -> Iterator[_Point]:
    """At the spaces of a paragraph between two sentences, outside its links, quotes and brackets."""
    whole = _shown(paragraph)
    done, opened = 0, 0
    pieces = [(paragraph, False, paragraph.text or "")]
    pieces += [(child, True, child.tail or "") for child in paragraph]
    for element, tail, text in pieces:
        if tail:
            done += _shown(element)
        bound = set(bound_spaces(text))
        for place, letter in enumerate(text):
            opened += (letter in OPENING) - (letter in CLOSING and opened > 0)
            if letter == " " and not opened and place and place not in bound:
                here = done + letters(text[:place])
                if here >= BEGUN and whole - here >= REST and _ends(text, place):
                    yield _Point(at + here, (paragraph,), element, tail, place, _surely(text, place))
        done += letters(text)


def _ends(text: str, place: int) -> bool:
    """Whether a sentence may end at the space at `place`: Thai marks its end with nothing else."""
    before, after = text[place - 1], text[place + 1 : place + 2]
    if not after.strip() or after in CLOSING + OPENING + "ๆฯ-–/" or after.isdigit() or before.isdigit():
        return False
    if before in CLOSING and text[:place].rpartition(" ")[2][:-1].isdigit():
        # The number of an entry in a list: 4)
        return False
    if _TITLE.search(text, 0, place):
        return False
    if before in ".!?…":
        return place < 2 or not _THAI.match(text[place - 2])
    return bool(_THAI.match(before) or before in CLOSING)


def _surely(text: str, place: int) -> bool:
    """Whether a sentence most likely ends there: long phrases on both sides, and no word that joins them."""
    before, after = text[:place].rpartition(" ")[2], text[place + 1 :].partition(" ")[0]
    if letters(before) < PHRASE or letters(after) < PHRASE:
        return False
    return not _GOES_ON.match(after) and not _LEADS_ON.search(before)


def _shown(element: Element) -> int:
    """Letters of an element in the column: its footnotes stand elsewhere."""
    if "footnote" in element.get("class", "").split():
        return 0
    return letters(element.text or "") + sum(_shown(child) + letters(child.tail or "") for child in element)


def _cut(body: Element, point: _Point) -> None:
    if point.text is not None:
        _cut_text(point.path[-1], point)
    parent = body
    for element in point.path:
        children = list(parent)
        for child in children[children.index(element) + 1 :]:
            parent.remove(child)
        element.tail = ""
        parent = element


def _cut_text(paragraph: Element, point: _Point) -> None:
    children = list(paragraph)
    if point.tail and point.text is not None:
        point.text.tail = f"{(point.text.tail or '')[: point.at]}\u00a0…"
        children = children[children.index(point.text) + 1 :]
    else:
        paragraph.text = f"{(paragraph.text or '')[: point.at]}\u00a0…"
    for child in children:
        paragraph.remove(child)
