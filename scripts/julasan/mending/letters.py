"""Letters: Thai in normal form, nothing that nobody sees, Word's bullets as list items."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left

from julasan.read.live import blocks
from julasan.read.raw_signs import glued_items
from julasan.thai import GLYPHS, normalise

_LEFT_ALONE = re.compile("([\x00\u202a-\u202e\u2066-\u2069])")
"""What turns the order of letters round, and NUL: with these a person must look what was meant."""
_LEFT_ALONE_WITH_SPACES = re.compile("([\x00\u00a0\u202a-\u202e\u2066-\u2069])")
_LETTER = "[A-Za-z0-9\u0e01-\u0e5b]"
_HIDDEN = "[\u180e\u200c-\u200f\u2061-\u2064]"
_BETWEEN_LETTERS = re.compile(f"(?<={_LETTER}){_HIDDEN}+|{_HIDDEN}+(?={_LETTER})")
"""Joiners and marks of direction are at work in emoji and other scripts, not beside these letters."""
_MARKS = re.compile("[\u0e48-\u0e4c]+[\u0e31\u0e34-\u0e39][\u0e31\u0e34-\u0e39\u0e48-\u0e4c]*")

_INDENT = re.compile("^[ \t]*\u00a0[ \t\u00a0]*(?![-*+] |[0-9]{1,9}[.] |[ \t\u00a0])", re.MULTILINE)
_BULLET = re.compile(
    "([ \t\u00a0]*)(?:[\uf07b\uf0d8\uf0b7\uf0a7]|[\uf020-\uf0ff](?=[ \t\u00a0]))[ \t\u00a0]*(?=\\S)"
)
_ITEM = re.compile(r"\s*(?:[-*+]|[0-9]{1,9}\.)\s")

_UNSEEN = re.compile("[\u0e4d](?=[\u0e48-\u0e4b]?\u0e32)|[\u00a0\u2028\u2029\ue000-\uf8ff]")


def tidy(text: str, *, spaces: bool = True) -> str:
    """`text` in normal form, without zero-width signs, NBSP as space if `spaces`; no line more or less."""
    # Thai read as Western letters: what nobody sees there is a part of it, for whoever turns it back.
    if text.isascii() or "à¸" in text or "à¹" in text:
        return text
    text = text.translate(GLYPHS)
    parts = (_LEFT_ALONE if spaces else _LEFT_ALONE_WITH_SPACES).split(text)
    return "".join(part if number % 2 else _settled(part) for number, part in enumerate(parts))


def _settled(text: str) -> str:
    """What is taken out may bring two letters together that are one: until nothing changes."""
    for _ in range(4):
        before = text
        text = _MARKS.sub(_vowels_first, normalise(_BETWEEN_LETTERS.sub("", text)))
        if text == before:
            break
    return text


def _vowels_first(match: re.Match[str]) -> str:
    return "".join(sorted(match[0], key="\u0e48\u0e49\u0e4a\u0e4b\u0e4c".__contains__))


def tidy_prose(text: str) -> str:
    """As :func:`tidy`; NBSP that indents a paragraph goes, lest four spaces make it code."""
    return tidy(_INDENT.sub(_indent, text))


def _indent(match: re.Match[str]) -> str:
    width = len(match[0].expandtabs(4))
    return "" if width >= 4 else " " * width


def bullets(lines: list[str], live: list[str]) -> list[str]:
    """`lines` with Word's bullets as "- ", where they are `live`; a list gets a blank line before it."""
    made: list[str] = []
    above = ""
    for line, alive in zip(lines, live, strict=True):
        match = _BULLET.match(line) if alive == line else None
        shown = line
        if match:
            shown = f"{tidy(match[1])[:3]}- {line[match.end() :]}"
            # Without a blank line Markdown takes the list for more of the paragraph.
            made.append(f"\n{shown}" if above == "text" else shown)
        else:
            made.append(line)
        above = _kind(shown, above)
    return made


def lists(lines: list[str], live: list[str]) -> list[str]:
    """`lines` with a space behind the signs of items, and • as "- "."""
    made = [*lines]
    for start, block in blocks(live):
        ends = [match.end() for match in re.finditer("^.*$", block, re.MULTILINE)]
        for found in glued_items(block):
            at = bisect_left(ends, found.start())
            if made[start + at] == live[start + at]:
                sign = f"{found['sign'] or '-'} "
                made[start + at] = sign + made[start + at][found.end() - found.start() :]
    return made


def _kind(line: str, above: str) -> str:
    if not line.strip():
        return ""
    return "list" if above == "list" or _ITEM.match(line) else "text"


def shown(text: str) -> str:
    """`text` with a name in place of each sign that nobody sees, for a diff."""
    return "".join(_named(sign) if _is_unseen(text, at, sign) else sign for at, sign in enumerate(text))


def _is_unseen(text: str, at: int, sign: str) -> bool:
    if sign.isascii():
        return sign not in "\t\n\r" and not sign.isprintable()
    return unicodedata.category(sign) in ("Cf", "Cc") or _UNSEEN.match(text, at) is not None


def _named(sign: str) -> str:
    return f"<U+{ord(sign):04X}>"
