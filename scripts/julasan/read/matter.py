"""Front matter: the fields between two "---" lines, and the text behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from julasan.read.record import Fields, compose
from julasan.read.slips import Slips

_LONGEST = 64_000
_RULE = re.compile(r"---[ \t]*")
_END = re.compile(r"(?:---|\.\.\.)[ \t]*")
_LIKE_RULE = re.compile(r"\s*(?:[-‐‑‒–—―−_=*+~]{2,}|—|―)\s*")
_LIKE_FIELD = re.compile(r"\s*(?:- .*|[\w-]+\s*:(?:\s.*|))|\s+\S.*|#.*")

_LIKE_FIRST = re.compile(r"(?:title|date|authors|province|topics|kind|summary|slug):\s")


@dataclass(frozen=True, slots=True)
class Matter:
    """A file's fields (None where it has none) and its text, which begins at `line`."""

    fields: Fields | None
    text: str
    line: int


def split(text: str, slips: Slips, *, required: bool = True) -> Matter:
    """Split a file into fields and text; what is missing or open is noted once, the rest read."""
    lines = text.split("\n")
    start = _start(lines)
    if start is None:
        if required:
            slips.add(1, "front.missing")
        return Matter(None, text, 1)
    if not _RULE.fullmatch(lines[start]):
        _note_rule(lines, start, slips)
    elif start:
        slips.add(1, "front.blank")
    end = _end(lines, start, slips)
    inside = "\n".join(lines[start + 1 : end])
    rest = end + 1 if end < len(lines) and _like_end(lines[end]) else end
    if len(inside) > _LONGEST:
        slips.add(start + 1, "size.front", limit=f"{_LONGEST:,}")
        return Matter(Fields(start + 1, whole=False), "\n".join(lines[rest:]), rest + 1)
    node = compose(inside, slips, start + 2)
    if node is None:
        node = Fields(start + 1)
    elif not isinstance(node, Fields):
        slips.add(node.line, "front.no-fields")
        node = Fields(start + 1, whole=False)
    if _second_block(lines, rest):
        slips.add(rest + 1, "front.twice")
    fields = Fields(start + 1, node.entries, node.lines, node.whole)
    return Matter(fields, "\n".join(lines[rest:]), rest + 1)


def _note_rule(lines: list[str], number: int, slips: Slips) -> None:
    written = lines[number].strip()
    if _RULE.fullmatch(written):
        slips.add(number + 1, "front.indent")
    else:
        slips.add(number + 1, "front.rule", value=written)


def _second_block(lines: list[str], start: int) -> bool:
    """Whether the text behind the fields begins with fields again, with or without a "---" before them."""
    number = next((at for at in range(start, min(len(lines) - 1, start + 20)) if lines[at].strip()), None)
    if number is None:
        return False
    if not _RULE.fullmatch(lines[number]):
        return bool(_LIKE_FIRST.match(lines[number])) and any(
            _RULE.fullmatch(line) for line in lines[number : number + 20]
        )
    return bool(re.match(r"[\w-]+:(?:\s|$)", lines[number + 1]))


def _start(lines: list[str]) -> int | None:
    """The line of the first "---", or of what was meant as one, or None."""
    for number, line in enumerate(lines[:20]):
        if not line.strip():
            continue
        if _RULE.fullmatch(line):
            return number
        follows = next((other for other in lines[number + 1 :] if other.strip()), "")
        return number if _LIKE_RULE.fullmatch(line) and re.match(r"[\w-]+\s*:", follows) else None
    return None


def _like_end(line: str) -> bool:
    return bool(_END.fullmatch(line) or _LIKE_RULE.fullmatch(line))


def _end(lines: list[str], start: int, slips: Slips) -> int:
    """The line of the closing "---"; where it is missing, the first line that is no field."""
    for number in range(start + 1, len(lines)):
        if _END.fullmatch(lines[number]):
            return number
    quoted = False
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if _LIKE_RULE.fullmatch(line) and not quoted:
            _note_rule(lines, number, slips)
            return number
        if not _LIKE_FIELD.fullmatch(line) or line.startswith("#"):
            break
    else:
        number = len(lines)
    slips.add(start + 1, "front.open")
    return number
