"""The lines of a paragraph, chosen together: Pango is asked once for its widths, not once a line.

A justified paragraph gets the lines whose gaps differ least from the type's own, all of it weighed
at once (Knuth and Plass, "Breaking Paragraphs into Lines", 1981); ragged text is filled line by line, and
the line before the last gives up words where one small word would stand alone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from math import inf
from typing import Any, NamedTuple

from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from julasan.typeset.words import BOUND, BREAK

WIDEN_SPACES, NARROW_SPACES = 6.0, 3.0
"""How many times more than a letter's gap a space is widened, or narrowed (under 0.2 em none is copied)."""
LOOSEST = 0.09
"""Widest gap put after a letter, in em. Readers of PDF take 0.1 em for a space."""
TIGHTEST = 0.025
"""Most that is taken from the gap after a letter, in em: nobody sees it, and many a line is saved."""
WIDEST = 1.2
"""Most that is put to a space, in em, so that it stays under 1.6 em; a line that needs more stays ragged."""

_LOOSE = 0.03
"""A gap after each letter, in em, that is as bad as the tightest line."""
_RAGGED = 1e9
"""What a line costs that no gaps may fill."""
_RUNT, _SHORT = 30000.0, 3.0
"""What a last line costs that is shorter than so many em: one small word alone."""
_ALONE, _GIVES = 4.5, 0.5
"""Ragged text has no last line of fewer em where the line before it can spare a word: so much of it stays."""
_SAVED = 0.1
"""No line can be made narrower by more than this share of the column."""
_WINDOW = 0.7
"""A line is first sought among those that fill so much of the column."""

ffi.cdef("""
    void pango_glyph_item_get_logical_widths (
        PangoGlyphItem *glyph_item, const char *text, int *logical_widths);
""")


class Spread(float):
    """What each space of a justified line gets, in px; `letters` is what each letter gets."""

    letters: float

    def __new__(cls, spaces: float, letters: float) -> Spread:
        """Make a Spread."""
        spread = super().__new__(cls, spaces)
        spread.letters = letters
        return spread


def _each(slack: float, gaps: int, spaces: int) -> float:
    """What each letter's gap gets of the slack of a line, in px; spaces get more."""
    return slack / ((gaps + (WIDEN_SPACES if slack > 0 else NARROW_SPACES) * spaces) or 1)


def spread_over(slack: float, letters: int, spaces: int, em: float) -> Spread | None:
    """How a line takes up `slack` (px; less than 0: it is too long) in its gaps, None where it cannot."""
    gaps = letters + spaces - 1
    if gaps < 1:
        return None
    each = _each(slack, gaps, spaces)
    if each < -TIGHTEST * em:
        return None
    if each < 0:
        return Spread(each * (1 + NARROW_SPACES), each)
    each = min(each, LOOSEST * em)
    rest = slack - each * gaps
    more = rest / spaces if spaces else 0.0
    # What is over where there is no space to take it, or the space would gape: such a line is left ragged.
    if each + more > WIDEST * em or (not spaces and rest > 0.01 * em):
        return None
    return Spread(each + more, each)


class FirstLine(NamedTuple):
    """The first line of a text with its breaks, its bytes, where the next begins (bytes; None: nowhere)."""

    text: str
    length: int
    resume: int | None
    width: float
    height: float
    baseline: float
    letters: int
    spaces: int
    spread: Spread | None


@dataclass(slots=True)
class _Shaped:
    """A text and its nodes: where it begins, where a line may end and the next begin, where it ends."""

    text: str
    style: Any
    """Held as long as this, for its id stands in a key."""
    starts: list[int]
    """Of each node the offset at which a line begins there."""
    ends: list[int]
    """Of each node the offset at which the line before it ends, without the spaces there."""
    begin: list[float]
    end: list[float]
    """Px up to `starts`, `ends`."""
    letters: list[int]
    """Letters (as Pango spaces them) up to each node."""
    spaces: tuple[list[int], list[int]]
    """Spaces up to `starts`, `ends`."""
    height: float
    baseline: float
    fonts: int
    """In how many fonts Pango sets it."""
    em: float
    plans: dict[float, list[int]] = field(default_factory=dict)

    def line(self, at: int, to: int) -> tuple[float, int, int]:
        """Width, letters and spaces of the line between two nodes."""
        width = self.end[to] - self.begin[at]
        letters = self.letters[to] - self.letters[at]
        return width, letters, self.spaces[1][to] - self.spaces[0][at]

    def filled(self, at: int, width: float) -> int:
        """The node at which the longest line from `at` ends that fits, or the next."""
        # A hair more: WeasyPrint asks again with widths that Pango gave, rounded on their way.
        return max(at + 1, bisect_right(self.end, self.begin[at] + width + 1e-3) - 1)

    def eased(self, at: int, to: int, width: float) -> int:
        """The node at which a ragged line ends: before `to` where the last line would be a small word."""
        last, least = len(self.starts) - 1, _ALONE * self.em
        if to == last or self.end[last] - self.begin[to] >= least:
            return to
        for node in range(to - 1, at, -1):
            left = self.end[last] - self.begin[node]
            if self.end[node] - self.begin[at] < _GIVES * width or left > width:
                break
            if left >= least:
                return node
        return to

    def plan(self, width: float) -> list[int]:
        """Of each node the one at which a line from it ends, so that all lines to the end are best."""
        if width not in self.plans:
            self.plans[width] = self._plan(width)
        return self.plans[width]

    def _plan(self, width: float) -> list[int]:
        last = len(self.starts) - 1
        best, to = [0.0] * (last + 1), [last] * last
        for at in range(last - 1, -1, -1):
            here = self.begin[at]
            high = bisect_right(self.end, here + width * (1 + _SAVED)) - 1
            low = bisect_left(self.end, here + _WINDOW * width, at + 1)
            cheapest = inf
            for node in range(max(at + 1, min(low, self.filled(at, width))), max(at + 1, high) + 1):
                cost = self._cost(at, node, width, last) + best[node]
                if cost < cheapest:
                    cheapest, to[at] = cost, node
            best[at] = cheapest
        return to

    def _cost(self, at: int, to: int, width: float, last: int) -> float:
        used, letters, spaces = self.line(at, to)
        slack = width - used
        if to == last and slack >= 0:
            return _RUNT if at and used < _SHORT * self.em else 0.0
        gaps = letters + spaces - 1
        each = _each(slack, gaps, spaces)
        if each < -TIGHTEST * self.em:
            return 10 * _RAGGED * (1 - slack / self.em)
        if slack > 0 and spread_over(slack, letters, spaces, self.em) is None:
            return _RAGGED * (1 + slack / self.em)
        ratio = each / (_LOOSE * self.em) if each > 0 else -each / (TIGHTEST * self.em)
        return (10 + 100 * ratio**3) ** 2


@dataclass(slots=True)
class Paragraphs:
    """The texts of one document while it is laid out; WeasyPrint asks for the same lines again and again."""

    layout: Callable[[Any], Any]
    """Makes a Pango layout (``weasyprint.text.line_break.Layout``) for a style."""
    _known: dict[tuple[int, str], tuple[_Shaped, int] | None] = field(default_factory=dict)
    _styles: dict[int, tuple[Any, bool]] = field(default_factory=dict)

    def first_line(
        self, text: str, style: Any, max_width: float | None, *, begins: bool, minimum: bool
    ) -> FirstLine | None:
        """The first line of `text` in `max_width` px (None: as wide as it is), None where Pango must say.

        Args:
            text: What is left of a text box.
            style: Its style.
            max_width: Px that there are.
            begins: Whether it begins the line.
            minimum: Whether the narrowest width is asked for, not a line.
        """
        if not self._plain(style) or not _PLAIN.isdisjoint(text):
            return None
        key = id(style), text
        if key not in self._known:
            shaped = _shape(text, style, self.layout(style))
            self._known[key] = (shaped, 0) if shaped else None
        found = self._known[key]
        if found is None:
            return None
        shaped, at = found
        last = len(shaped.starts) - 1
        justified = begins and not minimum and style["text_align_all"] == "justify"
        if max_width is None or max_width == inf:
            to = last
        elif justified and max_width > 0:
            to = shaped.plan(max_width)[at]
        else:
            to = shaped.filled(at, max_width)
            if begins and not minimum:
                to = shaped.eased(at, to, max_width)
        return self._made(shaped, at, to, max_width, justified, begins and not minimum)

    def _made(
        self, shaped: _Shaped, at: int, to: int, max_width: float | None, justified: bool, breaks: bool
    ) -> FirstLine | None:
        last = len(shaped.starts) - 1
        width, letters, spaces = shaped.line(at, to)
        spread = None
        if max_width is not None and width > max_width + 1e-3:
            spread = spread_over(max_width - width, letters, spaces, shaped.em) if justified else None
            if spread is not None:
                # A hair less than there is: what is equal is unequal after some sums.
                width = max_width - 1e-5
            elif breaks and shaped.style["overflow_wrap"] != "normal":
                # A word too long for the column is broken between letters.
                return None
        start, next_start = shaped.starts[at], shaped.starts[to]
        text, resume = shaped.text[start:next_start], None
        if to == last:
            # Spaces at the end of a text stay: another may follow on the line.
            width += shaped.begin[last] - shaped.end[last]
            spaces = shaped.spaces[0][last] - shaped.spaces[0][at]
        else:
            resume = len(text.encode())
            self._known.setdefault((id(shaped.style), shaped.text[next_start:]), (shaped, to))
            text = text.rstrip(" ")
        height, baseline = shaped.height, shaped.baseline
        if shaped.fonts > 1:
            height, baseline = _metrics(self.layout(shaped.style), text)
        return FirstLine(text, len(text.encode()), resume, width, height, baseline, letters, spaces, spread)

    def _plain(self, style: Any) -> bool:
        """Whether the style asks for nothing that only WeasyPrint's own way can do."""
        if id(style) not in self._styles:
            plain = (
                style["white_space"] == "normal"
                and style["letter_spacing"] == "normal"
                and not style["word_spacing"]
                and style["hyphens"] != "auto"
                and style["word_break"] == "normal"
                and style["overflow_wrap"] != "anywhere"
                and style["text_decoration_line"] == "none"
                and style["direction"] == "ltr"
                and style["font_size"] > 0
            )
            self._styles[id(style)] = style, plain
        return self._styles[id(style)][1]


_PLAIN = frozenset("\n\t\r\f\u0085\u2028\u2029\u00ad")
"""A text with one of these is left to WeasyPrint: kept line ends, tabs, soft hyphens."""


def _shape(text: str, style: Any, layout: Any) -> _Shaped | None:
    layout.set_text(text)
    line, _ = layout.get_first_line()
    bare = ffi.new("char[]", text.encode())
    widths: list[int] = []
    fonts = set()
    run = line.runs[0] if line.runs != ffi.NULL else ffi.NULL
    while run != ffi.NULL:
        item, run = run.data, run.next
        if item.item.analysis.level % 2:
            return None
        fonts.add(item.item.analysis.font)
        count = item.item.num_chars
        found = ffi.new("int[]", count)
        pango.pango_glyph_item_get_logical_widths(item, bare, found)
        widths += ffi.unpack(found, count)
    if len(widths) != len(text):
        return None
    attributes = pango.pango_layout_get_log_attrs_readonly(layout.layout, ffi.NULL)
    px = [0.0, *accumulate(width * FROM_UNITS for width in widths)]
    spaces = [0, *accumulate(letter in _SPACES for letter in text)]
    letters = [0, *accumulate(attributes[at].is_cursor_position and own for at, own in enumerate(_own(text)))]
    starts = [0, *(at for at in range(1, len(text)) if attributes[at].is_line_break), len(text)]
    ends = [0, *(len(text[:start].rstrip(_ENDS)) for start in starts[1:])]
    height, baseline = _size(layout, line)
    return _Shaped(
        text,
        style,
        starts,
        ends,
        [px[at] for at in starts],
        [px[at] for at in ends],
        [letters[at] for at in starts],
        ([spaces[at] for at in starts], [spaces[at] for at in ends]),
        height,
        baseline,
        len(fonts),
        style["font_size"],
    )


def _own(text: str) -> Iterator[bool]:
    """Of each character whether Pango may put a gap after it, the letter's marks apart."""
    before = ""
    for letter in text:
        # ำ is a letter of its own, but not after a tone mark: with it the glyphs are one cluster.
        yield letter not in _GAPLESS and not (letter == "\u0e33" and "\u0e48" <= before <= "\u0e4b")
        before = letter


_SPACES = frozenset((" ", BOUND))
_GAPLESS = _SPACES | {BREAK}
_ENDS = f" {BREAK}"


def _metrics(layout: Any, text: str) -> tuple[float, float]:
    layout.set_text(text)
    return _size(layout, layout.get_first_line()[0])


def _size(layout: Any, line: Any) -> tuple[float, float]:
    """Height and baseline of a layout's line, in px."""
    extents = ffi.new("PangoRectangle *")
    pango.pango_layout_line_get_extents(line, ffi.NULL, extents)
    return extents.height * FROM_UNITS, pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
