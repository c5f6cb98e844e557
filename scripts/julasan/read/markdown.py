"""Markdown -> Body: blocks that may hold something are scanned, words and whole links read as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from operator import itemgetter

from julasan.look import Look
from julasan.model import Body, Link
from julasan.pattern import late
from julasan.read.nesting import by_four
from julasan.read.scanner import (
    DEEPEST,
    LONGEST_LINE,
    MOST_HEADINGS,
    MOST_MARKS,
    Scan,
    is_empty,
    named,
    scan_whole,
)
from julasan.read.spacing import spaced
from julasan.thai import MAY_BE_MENDED, normalise

_WORTH = MAY_BE_MENDED | Look(
    r"[`~<>\[\]{}#|$*_=\t]|'''|:::|\?\?\?|://|:[a-z_]{3,}:",
    # What begins a list, a heading, code, or a line that stands apart from the one above.
    r"^[ \x0b\f\r+:!?•‣–—-]|^[0-9๐-๙]{1,9}\.|^\(?[0-9๐-๙ก-ฮA-Za-z]{1,2}\)|^[ก-ฮA-Za-z]\.[ \t]",
    r"^\([^()\n]{3,80}\)[ \t]*$",
)
"""A line without any of these is words alone, and a block of such lines holds nothing."""
_ACROSS_BLOCKS = ("```", "~~~", "<!--", "!!!")
"""What makes a block of words something else: code, a remark, what stands in a box."""
_PLAIN_WORDS = 'A-Za-z0-9\u0e01-\u0e5b ,.;/%+@"\u2010-\u2027-'
_PLAIN_LINK = rf"(!?)\[([{_PLAIN_WORDS}]*)\]\(((?:[A-Za-z0-9\u0e01-\u0e5b./%+#-]|_(?!_)){{0,300}}+)\)"
_PLAIN_BOLD = (
    rf"(?<![^ (])\*\*[A-Za-z\u0e01-\u0e2e\u0e40-\u0e44](?:[{_PLAIN_WORDS}]*[A-Za-z0-9\u0e01-\u0e4e])?\*\*"
    r"(?![^ ,.:;)\n])"
)
"""Bold words that stand apart."""
_PLAIN_LINE = (
    rf"(?![ +:-]|[0-9๐-๙]{{1,9}}\.)(?:[{_PLAIN_WORDS}()&]++|\\[*#_+.()=$-]|:(?![:/a-z])|\?(?!\?)|'(?!')"
    rf"|(?<!\)){_PLAIN_LINK.replace('(!?)', '!?')}|{_PLAIN_BOLD})++"
)
_LINKED = re.compile(_PLAIN_LINE)
"""A line of words (bold, too), escaped signs and whole links to the site's own pages: nothing else in it."""
_HEADED = late(rf"(#{{1,6}}) ([A-Za-z\u0e01-\u0e2e\u0e40-\u0e44][{_PLAIN_WORDS}]*)")
"""A heading of words."""
_LISTED = late(
    rf"(?:[-*] {_PLAIN_LINE})(?:\n[-*] {_PLAIN_LINE})*|(?:[0-9]\. {_PLAIN_LINE})(?:\n[0-9]\. {_PLAIN_LINE})*"
)
"""A list of such lines."""
_EACH_LINK = re.compile(_PLAIN_LINK)
_WORD = "ก"


def scan(text: str, line: int = 1, encoded: bytes | None = None) -> Body:
    """The Body of a Markdown text whose first line is `line` of its file.

    `encoded` is the text in UTF-8 where that is at hand.
    """
    return _of_few_blocks(text, line, encoded) or scan_whole(text, line)


def _of_few_blocks(text: str, line: int, encoded: bytes | None = None) -> Body | None:
    """As :func:`scan`, those blocks alone looked at that may hold something; None where it takes them all.

    Most texts are words and two or three links: a third of the reading was to look for Markdown in words.
    """
    encoded = text.encode("utf-8", "replace") if encoded is None else encoded
    # Letters of ASCII, and so signs, are no more than this: most texts in Thai need no counting.
    signs = (4 * len(text) - len(encoded)) // 3
    many = signs > MOST_MARKS and sum(map(text.count, "()&\\^")) > MOST_MARKS
    if len(text) > LONGEST_LINE or many:
        return None
    lines = text.split("\n")
    links: list[Link] = []
    headings: list[tuple[int, str, int]] = []
    few: list[str] = []
    places: list[int] = []
    linked, end = "", 0
    for first, last in _blocks_of(lines, (number - 1 for number, _ in _WORTH.lines(encoded))):
        block = "\n".join(lines[first:last])
        is_short = len(block) <= MOST_MARKS
        if (is_short and last == first + 1 and _LINKED.fullmatch(block)) or (
            is_short and _LISTED.fullmatch(block) and not _further_in(text)
        ):
            linked += f"{block}\n"
            for number, each in enumerate(lines[first:last], first + line):
                found = _EACH_LINK.findall(each)
                links += (Link(target, words.strip(), number, bool(sign)) for sign, words, target in found)
            continue
        if last == first + 1 and (heading := _HEADED.fullmatch(block)):
            linked += f"{block}\n"
            headings.append((len(heading[1]), heading[2].strip(), first + line))
            continue
        if few:
            # A word stands for the blocks that are left out: it ends a list as they do.
            between = ["", _WORD, ""] if any(map(str.strip, lines[end:first])) else [""]
            few += between
            places += [end + line] * len(between)
        few += lines[first:last]
        places += range(first + line, last + line)
        end = last
    # Behind a line end: the first of these blocks is hardly ever that of the text.
    written = "\n".join([linked, *few])
    # Every bracket of the text stands in these blocks.
    if (linked or few) and (written.count("[") >= DEEPEST or by_four(normalise(written)) != written):
        return None
    if headings and text.count("#") >= MOST_HEADINGS:
        return None
    if not few:
        return Body(text, line, tuple(links), named(headings), empty=is_empty(text))
    if any(sign in written for sign in _ACROSS_BLOCKS):
        return None
    seen = Scan(few, places)
    seen.links += links
    if headings:
        headings += ((each.level, each.text, each.line) for each in seen.headings)
        seen.headings = list(named(sorted(headings, key=itemgetter(2))))
    if seen.before or seen.breaks:
        before = {places[number] - line: blank for number, blank in seen.before.items()}
        text = spaced(lines, before, {places[number] - line for number in seen.breaks})
    return seen.body(text, line, is_empty("\n".join(lines)))


def _further_in(text: str) -> bool:
    """Whether a line begins with a space: behind a list, it may belong to the list."""
    return "\n " in text or "\n\t" in text


def _blocks_of(lines: list[str], numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The first line of each block in which one of `numbers` stands, and the line behind its last."""
    last = 0
    for number in numbers:
        if number < last or (lines[number].isascii() and not lines[number].strip()):
            continue
        first, behind, last = number, last, number + 1
        while first > behind and lines[first - 1].strip():
            first -= 1
        while last < len(lines) and lines[last].strip():
            last += 1
        yield first, last
