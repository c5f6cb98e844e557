"""The fence: the names of WeasyPrint 70 that we replace while a document is set, and put back.

WeasyPrint asks Pango where a line breaks; Pango breaks Thai after every digit, quote and
sign, whatever stands there. Inside the fence only U+200B and a space break a word that has
Thai in it. And WeasyPrint justifies by spaces alone, which Thai has few of: inside the
fence the slack goes to the letters as well (text-justify: inter-character for Thai,
CSS Text 3, 7.4). And it draws the text of an SVG picture character by character, which
puts a dotted circle under every Thai mark: inside the fence it is drawn run by run.
Replaced: ``line_break.Layout``, ``line_break.get_log_attrs``, ``inline.split_first_line`` (and
the same in ``preferred``), ``inline.justify_line``, ``inline.get_next_linebox``,
``block.block_level_layout``, ``svg.Node.text``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint import svg
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, inline, preferred
from weasyprint.text import line_break
from weasyprint.text.ffi import TO_UNITS, ffi, pango

from julasan import thai
from julasan.typeset.paragraphs import Paragraphs, Spread, spread_over
from julasan.typeset.remembered import Remembered
from julasan.typeset.words import BREAK

ffi.cdef("""
    PangoAttribute * pango_attr_allow_breaks_new (gboolean allow_breaks);
    PangoAttrList * pango_attr_list_copy (PangoAttrList *list);
""")

_GLUED = re.compile("[^ \t\n]*[\u0e00-\u0e7f\u00a0][^ \t\n]*")
_PANGO_LOG_ATTRS = line_break.get_log_attrs


class ThaiLayout(line_break.Layout):  # type: ignore[misc]
    """A Pango layout in which a word with Thai breaks only where U+200B stands."""

    text = ""
    counts: tuple[int, int] | None = None
    """Letters and spaces of the text, where they were counted."""
    _features: Any = None

    @classmethod
    def at_rest(
        cls, text: str, spacing: float, max_width: float | None, counts: tuple[int, int]
    ) -> ThaiLayout:
        """A layout as ``deactivate`` leaves one: made without Pango, which draws it later."""
        made = cls.__new__(cls)
        made.text, made.justification_spacing, made.max_width, made.counts = text, spacing, max_width, counts
        made.first_line_direction = 0
        return made

    def setup(self, style: Any) -> None:
        """Keep the attributes that the style alone gives, to begin again from for each text."""
        super().setup(style)
        given = pango.pango_layout_get_attributes(self.layout)
        self._features = None if given == ffi.NULL else _copy(given)

    def set_text(self, text: str, justify: bool = False) -> None:
        """Set the text; one that is drawn (`justify`) needs its breaks no more."""
        if justify:
            # WeasyPrint puts one alone into an empty item of a list, and cannot draw nothing.
            text = str(text).replace(BREAK, "") or BREAK
        text = str(text)
        last_resort = bool(self.text) and not justify and self._too_long()
        self._begin()
        if justify and isinstance(self.justification_spacing, Spread):
            self._set_spread(text, self.justification_spacing)
            return
        super().set_text(text, justify)
        if not justify and not last_resort:
            self._glue()

    def _too_long(self) -> bool:
        """Whether the text before, of which this is a second try, had no break where one was needed."""
        if self.max_width is None or self.style["overflow_wrap"] == "normal":
            return False
        first, _ = self.get_first_line()
        return bool(line_break.line_size(first, self.style)[0] > self.max_width)

    def _begin(self) -> None:
        attributes = ffi.NULL if self._features is None else _copy(self._features)
        pango.pango_layout_set_attributes(self.layout, attributes)

    def _attributes(self) -> Any:
        attributes = pango.pango_layout_get_attributes(self.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        return attributes

    def _glue(self) -> None:
        spans = [match.span() for match in _GLUED.finditer(self.text)]
        if not spans:
            return
        attributes = self._attributes()
        done, offset = 0, 0
        for start, end in spans:
            offset += len(self.text[done:start].encode())
            attribute = pango.pango_attr_allow_breaks_new(False)
            attribute.start_index = offset
            offset += len(self.text[start:end].encode())
            attribute.end_index, done = offset, end
            pango.pango_attr_list_insert(attributes, attribute)
        pango.pango_layout_set_attributes(self.layout, attributes)

    def _set_spread(self, text: str, spread: Spread) -> None:
        own = self.style["letter_spacing"]
        own = 0.0 if own == "normal" else own
        # First what the style asks for; then our spaces over its own.
        super().set_text(text)
        attributes = self._attributes()
        data = self.text.encode()
        _space(attributes, 0, len(data), own + spread.letters)
        for match in re.finditer(b" |\xc2\xa0", data):
            # Pango gives a space at the edge only half of it.
            edge = match.start() == 0 or match.end() == len(data)
            gap = own + self.style["word_spacing"] + spread
            _space(attributes, match.start(), match.end(), gap * (2 if edge else 1))
        pango.pango_layout_set_attributes(self.layout, attributes)


def _copy(attributes: Any) -> Any:
    return ffi.gc(pango.pango_attr_list_copy(attributes), pango.pango_attr_list_unref)


def _space(attributes: Any, start: int, end: int, width: float) -> None:
    attribute = pango.pango_attr_letter_spacing_new(round(width * TO_UNITS))
    attribute.start_index, attribute.end_index = start, end
    pango.pango_attr_list_change(attributes, attribute)


def _log_attrs(text: str, lang: str | None) -> Any:
    attributes = _PANGO_LOG_ATTRS(text, lang)
    for match in _GLUED.finditer(text):
        for at in range(match.start() + 1, match.end()):
            attributes[at].is_line_break = text[at - 1] == BREAK and text[at] != BREAK
    return attributes


def _justify(_context: Any, line: Any, slack: float) -> None:
    texts = [box for box in _texts(line) if box.text.strip(BREAK)]
    if not texts or any(isinstance(box.pango_layout.justification_spacing, Spread) for box in texts):
        # A line that was made a little narrower is full.
        return
    letters, spaces = 0, 0
    for box in texts:
        found = _count(box)
        letters, spaces = letters + found[0], spaces + found[1]
    spread = spread_over(slack, letters, spaces, max(box.style["font_size"] for box in texts))
    if spread is not None:
        full = line.width + slack
        _spread(line, spread, 0.0, texts[0], texts[-1])
        # A hair more, by Pango's rounding, and WeasyPrint would put the line below the float beside it.
        line.width = full


def _texts(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _texts(child)


_APART = re.compile("[^\u0e48-\u0e4b]\u0e33")
"""ำ with no tone mark before it: Pango takes it for a letter of its own."""


def _count(box: Any) -> tuple[int, int]:
    """Letters (as Pango counts them) and spaces of a text."""
    if box.pango_layout.counts and box.pango_layout.text == box.text:
        counted: tuple[int, int] = box.pango_layout.counts
        return counted
    shown = box.text.replace(BREAK, "")
    spaces = shown.count(" ") + shown.count("\u00a0")
    return len(thai.clusters(shown)) - spaces + len(_APART.findall(shown)), spaces


def _spread(box: Any, spread: Spread, advance: float, first: Any, last: Any) -> float:
    """Widen every text under `box`, moved by `advance`; return by how much what follows is moved."""
    if isinstance(box, boxes.TextBox):
        shown = box.text.replace(BREAK, "")
        # Pango drops half a letter's gap at each edge of a text; between two texts of a line we give it back.
        opens = box is not first and shown[:1] not in ("", " ", "\u00a0")
        closes = box is not last and shown[-1:] not in ("", " ", "\u00a0")
        box.position_x += advance + spread.letters / 2 * opens
        drawn = _widened(box, shown, spread) if shown else 0.0
        box.justification_spacing = spread
        box.pango_layout.text, box.pango_layout.justification_spacing = shown, spread
        box.width += drawn
        return advance + drawn + spread.letters / 2 * (opens + closes)
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.position_x += advance
        before = advance
        for child in box.children:
            if child.is_in_normal_flow():
                advance = _spread(child, spread, advance, first, last)
        box.width += advance - before
        return advance
    box.translate(advance, 0)
    return advance


def _widened(box: Any, shown: str, spread: Spread) -> float:
    """By how much Pango widens the text of `box`."""
    if shown[0] in " \u00a0" or shown[-1] in " \u00a0":
        # At a space Pango's halves depend on the run before: it is asked, which takes a layout of its own.
        plain, wide = (_width(box, shown, spacing) for spacing in (0.0, spread))
        return wide - plain
    letters, spaces = _count(box)
    return spread.letters * (letters - 1) + spread * spaces


def _width(box: Any, shown: str, spacing: float) -> float:
    layout = ThaiLayout(box.style, spacing)
    layout.set_text(shown, justify=True)
    width: float = line_break.line_size(layout.get_first_line()[0], box.style)[0]
    return width


class _Run(str):
    """A text that is iterated not by characters but by what is drawn at once."""

    pieces: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[str]:
        return iter(self.pieces)


def _svg_text(node: Any) -> Any:
    text = node._etree_node.text
    if not text:
        return text
    run = _Run(text)
    placed = any(" " in node.get(name, "").strip() for name in ("x", "y", "dx", "dy"))
    single = placed or any(node.get(name) for name in ("rotate", "letter-spacing", "textLength"))
    run.pieces = tuple(thai.clusters(text)) if single else (text,)
    return run


def _splitter() -> Any:
    """What splits a text box's first line off: by its paragraph, else as WeasyPrint does."""
    paragraphs = Paragraphs(ThaiLayout)
    theirs = line_break.split_first_line

    def split(
        text: str,
        style: Any,
        context: Any,
        max_width: float | None,
        justification_spacing: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:
        line = paragraphs.first_line(text, style, max_width, begins=is_line_start, minimum=minimum)
        if line is None:
            return theirs(text, style, context, max_width, justification_spacing, is_line_start, minimum)
        spacing = justification_spacing if line.spread is None else line.spread
        layout = ThaiLayout.at_rest(line.text, spacing, max_width, (line.letters, line.spaces))
        return layout, line.length, line.resume, line.width, line.height, line.baseline

    return split


@contextmanager
def thai_lines() -> Iterator[None]:
    """Break, justify and draw as Thai needs, while it lasts: for ``render`` and for ``write_pdf``."""
    kept = line_break.Layout, line_break.get_log_attrs, inline.justify_line, svg.Node.text
    splits = inline.split_first_line, preferred.split_first_line
    lays = inline.get_next_linebox, block.block_level_layout
    remembered = Remembered(*lays)
    inline.get_next_linebox, block.block_level_layout = remembered.line, remembered.block
    line_break.Layout, line_break.get_log_attrs, inline.justify_line = ThaiLayout, _log_attrs, _justify
    inline.split_first_line = preferred.split_first_line = _splitter()
    svg.Node.text = property(_svg_text)
    try:
        yield
    finally:
        line_break.Layout, line_break.get_log_attrs, inline.justify_line, svg.Node.text = kept
        inline.split_first_line, preferred.split_first_line = splits
        inline.get_next_linebox, block.block_level_layout = lays
