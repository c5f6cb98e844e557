"""Puts the breaks into a document's text nodes: a paragraph is read whole, whatever tags stand in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from julasan.typeset.words import BOUND, BREAK, bound_spaces, breaks, long_breaks, phrase_breaks

_IN_LINE = "a abbr b bdi bdo cite data del dfn em i ins label mark q s small span strong sub sup time u"
_LEFT_ALONE = "code kbd samp pre script style svg math textarea template head title"
_INLINE, _OPAQUE = frozenset(_IN_LINE.split()), frozenset(_LEFT_ALONE.split())
_PLACES = dict.fromkeys(("td", "th"), "cell") | dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "title")
_TITLED = frozenset(("contents", "label"))
"""Classes of what is broken as titles are: the list of contents, and an address on a label."""


@dataclass(slots=True)
class _Node:
    """A text node: the element that holds it, and whether it is the text after that element."""

    element: Element
    tail: bool
    called: bool = False
    """Whether the call of a footnote stands right behind it."""

    @property
    def text(self) -> str:
        return (self.element.tail if self.tail else self.element.text) or ""

    @text.setter
    def text(self, value: str) -> None:
        if self.tail:
            self.element.tail = value
        else:
            self.element.text = value


def open_breaks(root: Element) -> None:
    """Change the text nodes under `root` in place; code, scripts and pictures are left as they are."""
    for run, place in _runs(root):
        text = "".join(node.text for node in run)
        # A cell is narrow: a date that may not break there would stick out of it.
        bound = [] if place == "cell" else bound_spaces(text)
        openings = phrase_breaks(text) if place == "title" else breaks(text)
        if place == "cell":
            openings = sorted({*openings, *long_breaks(text)})
        _change(run, openings, bound)


def _runs(root: Element) -> Iterator[tuple[list[_Node], str]]:
    """Runs of text nodes that stand in one line of text, and where: in a cell, a title, or elsewhere ("")."""
    run: list[_Node] = []

    def walk(element: Element, place: str) -> Iterator[tuple[list[_Node], str]]:
        nonlocal run
        name = element.tag.lower() if isinstance(element.tag, str) else ""
        inline = name in _INLINE and not _is_note(element)
        if not inline and run:
            yield run, place
            run = []
        place = place or _PLACES.get(
            name, "" if _TITLED.isdisjoint(element.get("class", "").split()) else "title"
        )
        if name and name not in _OPAQUE:
            run.append(_Node(element, tail=False))
            for child in element:
                if _is_note(child):
                    # A note is a text of its own; the one that calls it goes on behind the call.
                    around, run = run, []
                    around[-1].called = True
                    yield from walk(child, place)
                    run = around
                else:
                    yield from walk(child, place)
                run.append(_Node(child, tail=True))
        if not inline and run:
            yield run, place
            run = []

    yield from walk(root, "")
    if run:
        yield run, ""


def _is_note(element: Element) -> bool:
    return "footnote" in element.get("class", "").split()


def _change(run: list[_Node], openings: list[int], bound: list[int]) -> None:
    start = 0
    for node in run:
        text = node.text
        end = start + len(text)
        if text:
            # At the end of one element, not the beginning of the next: there WeasyPrint would not see it.
            here = [at - start for at in openings if start < at <= end]
            spaces = [at - start for at in bound if start <= at < end]
            if node.called:
                # No line begins with a call.
                here = [at for at in here if at < len(text)]
                spaces += [len(text) - 1] if text.endswith(" ") else []
            if here or spaces:
                node.text = _changed(text, here, spaces)
        start = end


def _changed(text: str, openings: list[int], bound: list[int]) -> str:
    letters = list(text)
    for at in bound:
        letters[at] = BOUND
    for at in openings:
        letters[at - 1] += BREAK
    return "".join(letters)
