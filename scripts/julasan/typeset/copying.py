"""The text layer of a PDF: what is copied, read aloud or searched is what was written.

WeasyPrint gives each glyph the text of the cluster in which it stood first, so that a
tone mark may copy as น้ำ and ำ is lost. Here each glyph gets the character that the font
says it draws (ToUnicode, ISO 32000-1, 9.10.3), and every cluster of more than one glyph
its text in reading order (ActualText, 14.9.4). It works on the PDF before it is written:
WeasyPrint hands over lists of operators, so nothing is parsed twice.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NamedTuple
from unicodedata import normalize

from fontTools.agl import toUnicode
from fontTools.ttLib import TTFont
from weasyprint import pdf as writer
from weasyprint.text.fonts import get_hb_object_data

from julasan import thai
from julasan.typeset.words import BOUND, BREAK

Glyphs = dict[int, tuple[str, float]]
"""What each glyph of a font draws and its width in thousandths of an em, by glyph id."""


def make_copyable(document: Any, pdf: Any) -> None:
    """Give `pdf` (pydyf) its text layer; a finisher for ``Document.write_pdf``."""
    fonts: dict[bytes, Glyphs] = {}
    for font in document.fonts.values():
        fonts.setdefault(font.name, {}).update(_drawn(font))
    for thing in pdf.objects:
        if isinstance(thing, dict):
            _clean(thing)
            if "ToUnicode" in thing and thing.get("BaseFont") in fonts:
                stream = pdf.objects[int(thing["ToUnicode"].split()[0])]
                stream.stream = _real_to_unicode(stream.stream, fonts[thing["BaseFont"]])
        elif hasattr(thing, "stream") and b"BT" in thing.stream:
            # A font's resource name is the tag before the "+" of its name (WeasyPrint's Font.hash).
            thing.stream = list(_marked(thing.stream, {name.split(b"+")[0]: fonts[name] for name in fonts}))


@contextmanager
def spaced_fonts() -> Iterator[None]:
    """Embed the space with every font, while it lasts: some clusters get one drawn behind them."""
    theirs = writer.build_fonts_dictionary

    def build(pdf: Any, fonts: Mapping[Any, Any], *options: Any) -> Any:
        for font in fonts.values():
            if not font.bitmap and " " not in font.to_unicode.values():
                _add_space(font)
        return theirs(pdf, fonts, *options)

    writer.build_fonts_dictionary = build
    try:
        yield
    finally:
        writer.build_fonts_dictionary = theirs


def _add_space(font: Any) -> None:
    source = _source(font)
    name = (source.getBestCmap() or {}).get(ord(" "))
    if name and "hmtx" in source:
        glyph = source.getGlyphID(name)
        font.to_unicode[glyph] = " "
        font.widths.setdefault(glyph, round(source["hmtx"][name][0] * 1000 / source["head"].unitsPerEm))


def _source(font: Any) -> Any:
    return TTFont(io.BytesIO(get_hb_object_data(font.hb_face)), fontNumber=font.index, lazy=True)


# Glyphs


_LOOKALIKE = {BOUND: " ", BREAK: "", "\u00ad": "-", "\u2010": "-"}
"""Characters of one glyph with another: the plain one is what people type."""


def _drawn(font: Any) -> Glyphs:
    """What each used glyph draws: by the font's characters, its name, its variants, else what was seen."""
    source = _source(font)
    order = source.getGlyphOrder()
    characters: dict[str, str] = {}
    # From the highest: of several characters with one glyph the lowest wins. Private use is no character.
    for code, name in sorted((source.getBestCmap() or {}).items(), reverse=True):
        if not 0xE000 <= code <= 0xF8FF:
            # A ligature (U+FB00–FB06) is copied as its letters.
            characters[name] = normalize("NFKC", chr(code)) if 0xFB00 <= code <= 0xFB06 else chr(code)
    drawn: Glyphs = {}
    variants: dict[str, str] | None = None
    for glyph, seen in font.to_unicode.items():
        name = order[glyph] if glyph < len(order) else ""
        text = characters.get(name) or _public(toUnicode(name))
        if not text:
            variants = _variants(source) if variants is None else variants
            text = characters.get(variants.get(name, ""), "")
        text = _LOOKALIKE.get(text, text) if text else seen.replace(BREAK, "")
        drawn[glyph] = text, font.widths.get(glyph, 0)
    return drawn


def _public(text: str) -> str:
    return "" if any(0xE000 <= ord(letter) <= 0xF8FF for letter in text) else text


def _variants(source: Any) -> dict[str, str]:
    """The glyph for which each variant stands (GSUB lookup type 1), by name."""
    stands_for: dict[str, str] = {}
    lookups = source["GSUB"].table.LookupList.Lookup if "GSUB" in source else ()
    for lookup in lookups:
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            if table.LookupType == 1:
                for plain, variant in table.mapping.items():
                    stands_for.setdefault(variant, plain)
    return stands_for


_TO_UNICODE = re.compile(rb"<([0-9a-f]{4})> <[0-9a-f]*>")


def _real_to_unicode(lines: Iterable[bytes], glyphs: Glyphs) -> list[bytes]:
    def real(match: re.Match[bytes]) -> bytes:
        text, _ = glyphs.get(int(match[1], 16), (None, 0))
        return match[0] if text is None else b"<%s> <%s>" % (match[1], _hexadecimal(text))

    return [_TO_UNICODE.sub(real, line) for line in lines]


def _hexadecimal(text: str) -> bytes:
    return text.encode("utf-16-be").hex().encode()


# Text operators


_FONT = re.compile(rb"(/\S+) \S+ Tf")
_SHOWN = re.compile(rb"<([0-9a-f]*)>|([-+.0-9e]+)")
_MARKS = frozenset(map(chr, (0xE31, *range(0xE34, 0xE3B), *range(0xE47, 0xE4F))))
_NIKHAHIT, _SARA_AA = "\u0e4d", "\u0e32"


class _Part(NamedTuple):
    """A glyph (its code in hexadecimal, text and width), or with no text a move (a number) or an operator."""

    code: bytes
    text: str | None = None
    width: float = 0


def _marked(operators: Iterable[Any], fonts: dict[bytes, Glyphs]) -> Iterator[Any]:
    """The operators of a page with an ActualText for each cluster of several glyphs."""
    parts: list[_Part] = []
    glyphs: Glyphs = {}
    inside = False
    for operator in operators:
        if operator == b"BT":
            inside, parts = True, []
            yield operator
        elif operator == b"ET":
            yield from _clustered(parts, glyphs)
            inside = False
            yield operator
        elif not inside or not isinstance(operator, bytes):
            yield operator
        elif operator.endswith(b"TJ"):
            parts.extend(_shown(operator, glyphs))
        else:
            if font := _FONT.fullmatch(operator):
                # A cluster never stands in two fonts.
                yield from _clustered(parts, glyphs)
                glyphs, parts = fonts.get(font[1], {}), []
            parts.append(_Part(operator))


def _shown(operator: bytes, glyphs: Glyphs) -> Iterator[_Part]:
    for match in _SHOWN.finditer(operator):
        if match[2]:
            if float(match[2]):
                yield _Part(match[2])
        else:
            codes = match[1]
            for at in range(0, len(codes), 4):
                code = codes[at : at + 4]
                yield _Part(code, *glyphs.get(int(code, 16), ("", 0)))


def _clustered(parts: list[_Part], glyphs: Glyphs) -> Iterator[bytes]:
    array: list[bytes] = []
    start = 0
    while start < len(parts):
        end, text, count = _cluster(parts, start)
        if count > 1:
            yield from _flush(array)
            yield _actual_text(text)
            yield from _put(_ended(parts[start:end], glyphs), array)
            yield from _flush(array)
            yield b"EMC"
        else:
            yield from _put(parts[start:end], array)
        start = end
    yield from _flush(array)


def _cluster(parts: list[_Part], start: int) -> tuple[int, str, int]:
    """Where the cluster that begins at `start` ends, its text, and how many glyphs it has (0: no glyph)."""
    text = parts[start].text
    if text is None:
        return start + 1, "", 0
    count, at = 1, start + 1
    end = at
    while at < len(parts):
        more = parts[at].text
        if more is not None:
            joins = more in _MARKS or (more == _SARA_AA and _NIKHAHIT in text)
            if not joins:
                break
            text, count, end = text + more, count + 1, at + 1
            if more == _SARA_AA:
                break
        at += 1
    return end, text, count


def _ended(parts: list[_Part], glyphs: Glyphs) -> list[_Part]:
    """The cluster with a space drawn over its right edge, where its last mark was moved to the left.

    poppler takes an ActualText to end where its last glyph ends: ป่า would copy as ป่ า.
    """
    moves = [part.code for part in parts if part.text is None]
    if not moves or parts[-1].width > 0:
        return parts
    space = next((_Part(b"%04x" % glyph, *drawn) for glyph, drawn in glyphs.items() if drawn[0] == " "), None)
    if space is None:
        return parts
    advance = sum(part.width for part in parts)
    advance -= sum(float(code) for code in moves if not code[-1:].isalpha())
    edge = parts[0].width - space.width - advance
    return [*parts, _move(-edge), space, _move(edge + space.width)]


def _move(width: float) -> _Part:
    return _Part(f"{round(width, 3):g}".encode())


@lru_cache(maxsize=8192)
def _actual_text(glyphs: str) -> bytes:
    # In normal form ำ is whole again, and a mark stands where people type it.
    return b"/Span <</ActualText <feff%s>>> BDC" % _hexadecimal(thai.normalise(glyphs))


def _put(parts: list[_Part], array: list[bytes]) -> Iterator[bytes]:
    for code, text, _ in parts:
        if text is not None:
            if array and array[-1].endswith(b">"):
                array[-1] = array[-1][:-1] + code + b">"
            else:
                array.append(b"<" + code + b">")
        elif code[-1:].isalpha():
            yield from _flush(array)
            yield code
        else:
            array.append(b" " + code)


def _flush(array: list[bytes]) -> Iterator[bytes]:
    if array:
        yield b"[" + b"".join(array) + b"] TJ"
        array.clear()


# Outline, metadata, alternative texts


def _clean(dictionary: Any) -> None:
    """Take the breaks out of every text string of a dictionary, and of those in it."""
    values = dictionary.values() if isinstance(dictionary, dict) else dictionary
    for value in values:
        if isinstance(value, dict | list):
            _clean(value)
        elif hasattr(value, "string") and isinstance(value.string, str):
            value.string = value.string.replace(BREAK, "").replace(BOUND, " ")
