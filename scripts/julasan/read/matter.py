"""Front matter: the fields between two "---" lines, and the text behind them."""

from __future__ import annotations

import re

from julasan.frozen import dataclass
from julasan.pattern import late
from julasan.read import heads
from julasan.read.heads import LIKE_RULE, RULE, Elsewhere
from julasan.read.record import Fields, compose, plain_fields
from julasan.read.recovery import NAME
from julasan.read.slips import Slips
from julasan.thai import normalise

LONGEST = 64_000
_END = late(r"(?:---|\.\.\.)[ \t]*")
_LIKE_FIELD = late(rf"\s*(?:- .*|{NAME}\s*:(?:\s.*|))|\s+\S.*|#.*")
LIKE_FIRST = late(r"(?:title|date|authors|province|topics|kind|summary|slug):\s")


@dataclass(frozen=True, slots=True)
class Matter:
    """A file's fields (None where it has none) and its text, which begins at `line`."""

    fields: Fields | None
    text: str
    line: int
    encoded: bytes | None = None
    """The text in UTF-8 where that is at hand."""


def split(text: str, slips: Slips, *, required: bool = True) -> Matter:
    """Split a file into fields and text; what is missing or open is noted once, the rest read."""
    lines = text.split("\n")
    start = _start(lines)
    if start is None:
        found = heads.elsewhere(lines) if required else None
        if found is None:
            if required:
                slips.add(1, "front.missing")
            return Matter(None, text, 1)
        return _elsewhere(lines, found, slips)
    if not RULE.fullmatch(lines[start]):
        _note_rule(lines, start, slips)
    elif start:
        slips.add(1, "front.blank")
    end = _end(lines, start, slips)
    rest = end + 1 if end < len(lines) and _like_end(lines[end]) else end
    text = "\n".join(lines[rest:])
    if sum(map(len, lines[start + 1 : end])) > LONGEST:
        slips.add(start + 1, "size.front", limit=f"{LONGEST:,}")
        return Matter(Fields(start + 1, whole=False), text, rest + 1)
    if second := _second_block(lines, rest):
        slips.add(second + 1, "front.twice")
    return Matter(_fields(lines[start + 1 : end], start + 2, slips), text, rest + 1)


def _elsewhere(lines: list[str], found: Elsewhere, slips: Slips) -> Matter:
    """The fields and text of a file whose head stands elsewhere; every line keeps its number."""
    slips.add(found.line + 1, found.code, **found.values)
    inside = [
        line.strip("- ") if found.code == "front.alone" else line
        for line in lines[found.fields.start : found.fields.stop]
    ]
    fields = _fields(inside, found.fields.start + 1, slips) if sum(map(len, inside)) < LONGEST else None
    text = "\n".join("" if at in found.lines else line for at, line in enumerate(lines))
    return Matter(fields or Fields(found.line + 1, whole=False), text, 1)


def _fields(lines: list[str], first: int, slips: Slips) -> Fields:
    """The fields of a head whose first line, below its "---", is line `first` of the file."""
    inside = "\n".join(lines)
    if (plain := plain_fields(inside, first)) is not None:
        return Fields(first - 1, plain.entries, plain.lines)
    more: list[tuple[int, str]] = []
    meant = heads.as_meant(lines)
    bold = [at for at in meant if heads.is_bold(lines[at])]
    if len(bold) > 1:
        # One habit, one slip: the head of whoever marks a field's name marks them all.
        whole = (part.strip() for at, line in enumerate(lines) for part in meant.get(at, [line]))
        slips.add(first + bold[0], "front.bold", meant=" ⏎ ".join(("---", *filter(None, whole), "---")))
    for at, parts in meant.items():
        if len(bold) < 2 or at not in bold:
            code = "front.two" if len(parts) > 1 else "front.line" if parts else "front.signs"
            shown = " ⏎ ".join(part.strip() for part in parts)
            slips.add(first + at, code, text=lines[at].strip(), meant=shown)
        lines[at] = parts[0] if parts else ""
        more += [(first + at, other) for other in parts[1:]]
    node = compose("\n".join(lines), slips, first)
    if node is None:
        node = Fields(first - 1)
    elif not isinstance(node, Fields):
        slips.add(node.line, "front.no-fields")
        node = Fields(first - 1, whole=False)
    for line, text in more:
        other = compose(text, slips, line)
        if isinstance(other, Fields):
            node.entries = {**other.entries, **node.entries}
            node.lines = {**other.lines, **node.lines}
    return Fields(first - 1, node.entries, node.lines, node.whole)


def _note_rule(lines: list[str], number: int, slips: Slips) -> None:
    written = lines[number].strip()
    if RULE.fullmatch(normalise(written).strip()):
        slips.add(number + 1, "front.indent")
    else:
        slips.add(number + 1, "front.rule", value=written)


def _second_block(lines: list[str], start: int) -> int | None:
    """Where the text behind the fields begins with fields again, with or without a "---" before them."""
    number = next((at for at in range(start, min(len(lines) - 1, start + 20)) if lines[at].strip()), None)
    if number is None:
        return None
    if RULE.fullmatch(lines[number]):
        found = bool(re.match(rf"{NAME}:(?:\s|$)", lines[number + 1]))
    else:
        closed = any(map(RULE.fullmatch, lines[number : number + 20]))
        found = closed and bool(LIKE_FIRST.match(lines[number]))
    return number if found else None


def _start(lines: list[str]) -> int | None:
    """The line of the first "---", or of what was meant as one, or None."""
    for number, line in enumerate(lines[:20]):
        if not line.strip():
            continue
        if RULE.fullmatch(line):
            return number
        follows = next((other for other in lines[number + 1 :] if other.strip()), "")
        return (
            number
            if LIKE_RULE.fullmatch(line) and (re.match(rf"\s*{NAME}\s*:", follows) or heads.is_field(follows))
            else None
        )
    return None


def _like_end(line: str) -> bool:
    return bool(_END.fullmatch(line) or LIKE_RULE.fullmatch(line))


def _end(lines: list[str], start: int, slips: Slips) -> int:
    """The line of the closing "---"; where it is missing, the first line that is no field."""
    for number in range(start + 1, len(lines)):
        if _END.fullmatch(lines[number]):
            return number
    quoted = False
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if LIKE_RULE.fullmatch(line) and not quoted:
            _note_rule(lines, number, slips)
            return number
        if not (_LIKE_FIELD.fullmatch(line) or heads.is_field(line)) or line.startswith("#"):
            break
    else:
        number = len(lines)
    slips.add(start + 1, "front.open")
    return number
