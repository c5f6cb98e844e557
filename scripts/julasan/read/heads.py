"""Heads of Markdown files as people type them: lines as they are to be written, heads in another place."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from functools import lru_cache

from julasan.frozen import dataclass
from julasan.model import Article, Issue, StandingPage, written_fields
from julasan.pattern import late
from julasan.read.names import ALIASES, FIELDS
from julasan.read.recovery import LISTS, NAME, quoted

RULE = late(r"---[ \t]*")
LIKE_RULE = late(r"[\s\u200b-\u200f\u2060\ufeff]*(?:[-‐‑‒–—―−_=*+~]{2,}|—|―|\\-{1,3}|<!--+|-*-->|[{}])\s*")
"""What is typed for it, or what another program or a copy made of it."""

_SPACE = r"[ \t\u00a0\u2000-\u200a\u202f\u3000]"
_QUOTES = r"[*_\"'“”‘’`]*"
_WORD = r"[A-Za-z_\u0e01-\u0e4e]+"
_BEFORE = rf"{_SPACE}*(?P<bullet>(?:[-*+•●▪‣◦·–—>]+|[0-9๐-๙]{{1,2}}[.)]){_SPACE}*|){_QUOTES}"
_TYPED = tuple(
    late(
        rf"{_BEFORE}(?P<name>{name})(?:[ ]?\([^()\n]*\))?{_QUOTES}{_SPACE}*"
        rf"(?P<sign>[:：=;]{{1,3}}{_QUOTES}|(?<=\s)){_SPACE}*(?P<value>.*)"
    )
    for name in (rf"{_WORD}[ -]{_WORD}", _WORD)
)
"""A field with signs around its name, or another than ":" behind it, or none."""
_PROPER = late(rf"{_SPACE}*(?P<quote>[\"']?){NAME}(?P=quote)[ ]?:(?:{_SPACE}+(?P<value>\S.*)|{_SPACE}*)")
_OPEN_QUOTE = late(rf"[ ]*{NAME}[ ]?:[ ]+(?:(?P<sign>\")[^\"]*|(?P<other>')[^']*)")
_NO_PLAIN = late(r"[@&*!|>%?`,\]}#\"'{]|[-?:](?:\s|$)|.*(?::(?:\s|$)|\s#)")
"""A value that YAML does not take for a text unless it stands between quotes."""
_FENCE = late(r"[ ]{0,3}(?P<sign>```+|~~~+)[^`]*")

_OF_HEADS = frozenset(
    item.name for record in (Article, Issue, StandingPage) for item in written_fields(record)
)
_LONGER = "|".join(sorted((name for name in (*FIELDS, *ALIASES) if len(name) > 3), key=len, reverse=True))
_AGAIN = late(
    rf"(?<=[^\s:：=])(?:{_SPACE}*[,;|/]{_SPACE}*|{_SPACE}+)(?P<field>(?P<name>{_LONGER})[ ]?[:：=][ ])"
)
"""A second field on a line."""


def is_field(line: str) -> bool:
    """Whether a line begins with a field's name, as it is known or as people say it, and a sign behind it."""
    match = _typed(line)
    return bool(match and match["sign"])


def is_bold(line: str) -> bool:
    """Whether a field's name stands between the stars with which Markdown, LINE and chats make it bold."""
    match = _typed(line)
    return bool(match and match[0][: match.start("name")].lstrip() in ("*", "**", "***"))


def as_meant(lines: list[str]) -> dict[int, list[str]]:
    """The lines of a head that say a field in a way that cannot be read, from 0, and what each means.

    Nothing is meant by a line of signs.
    """
    found: dict[int, list[str]] = {}
    listed, quote = False, ""
    all_typed = [_typed(line) for line in lines]
    given = {field for typed in all_typed if typed for field in fields_meant(typed["name"])}
    for at, (line, typed) in enumerate(zip(lines, all_typed, strict=True)):
        if quote:
            quote = "" if quote in line else quote
            continue
        if match := _OPEN_QUOTE.fullmatch(line):
            quote = match["sign"] or match["other"]
            continue
        written = line
        proper = _PROPER.fullmatch(line)
        if proper and not (proper["quote"] and line.rstrip().endswith(",")):
            if typed and typed["name"] not in FIELDS and _NO_PLAIN.match(proper["value"] or ""):
                written = _written(typed)
            listed = proper["value"] is None
        elif typed and not (typed["bullet"] and (listed or not typed["sign"])):
            written = _written(typed)
        elif LIKE_RULE.fullmatch(line):
            found[at] = []
            continue
        parts = list(_apart(written, given))
        if parts != [line]:
            found[at] = parts
    return found


def _typed(line: str) -> re.Match[str] | None:
    for pattern in _TYPED:
        if (match := pattern.fullmatch(line)) and _known(match["name"]):
            return match
    return None


def _known(name: str) -> bool:
    return bool(fields_meant(name))


@lru_cache(maxsize=512)
def fields_meant(name: str) -> frozenset[str]:
    """The fields that a name may mean; none where it is not known."""
    bare = re.sub(r"[\s-]", "", name.casefold())
    meant = {name.casefold()} & FIELDS or ALIASES.get(bare, ALIASES.get(name.casefold(), ()))
    return frozenset(meant)


def _written(typed: re.Match[str]) -> str:
    """The line as it is to be written, the field called as it is here where one alone can be meant."""
    meant = [field for field in fields_meant(typed["name"]) if field in _OF_HEADS]
    name = meant[0] if len(meant) == 1 else typed["name"]
    value = _scalar(typed)
    if name in LISTS and value and value[0] not in "[\"'":
        value = f"[{value}]"
    return f"{name}: {value}".rstrip()


def _scalar(typed: re.Match[str]) -> str:
    """The value of a field without the signs of another format, between quotes where it needs them."""
    value = typed["value"].strip()
    if (
        "**" in typed[0][: typed.start("name")]
        and "**" not in typed[0][typed.end("name") : typed.start("value")]
    ):
        value = value.removesuffix("**").rstrip()
    if '"' in typed[0][: typed.start("name")]:
        value = value.removesuffix(",")
        if '"' not in typed[0][typed.end("name") : typed.start("value")] and '"' not in value[:-1]:
            # The whole line stood between quotes.
            value = value.removesuffix('"')
    whole = re.fullmatch(r"\[.*\]|\"[^\"]*\"|'[^']*'", value)
    return quoted(value) if _NO_PLAIN.match(value) and not whole else value


_MOST_ENTRIES = 2_000
"""Lines of a list that are put right: far more than are told."""


def entries_as_meant(lines: list[str]) -> dict[int, str]:
    """As :func:`as_meant`, of a list of records: the dash before a record's first field stays."""
    found: dict[int, str] = {}
    for at, line in enumerate(lines):
        if len(found) == _MOST_ENTRIES:
            break
        dash = re.match(r"[ ]*(?:-[ ]+)?", line)
        rest = line[dash.end() :] if dash else line
        typed = _typed(rest)
        if (
            typed
            and typed["sign"]
            and typed["sign"] != ":"
            and not typed["bullet"]
            and not _PROPER.fullmatch(rest)
        ):
            found[at] = line[: len(line) - len(rest)] + f"{typed['name']}: {_scalar(typed)}".rstrip()
    return found


def _apart(line: str, given: Container[str]) -> Iterator[str]:
    """The fields of a line, which may hold two; none of those that are `given`: they begin lines."""
    starts = list(_AGAIN.finditer(line)) if _PROPER.fullmatch(line) else []
    if not starts or re.match(rf"[ ]*{NAME}[ ]?:[ ]+[\"'|>]", line):
        yield line
        return
    first, begin = True, 0
    for match in starts:
        if any(field in given for field in fields_meant(match["name"])) or match.start() < line.find(":"):
            continue
        yield line[begin : match.start()].rstrip(" ,;|/")
        begin, first = match.start("field"), False
    rest = line[begin:]
    yield rest if first else re.sub(r"[ ]?[:：=][ ]+", ": ", rest, count=1)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A head that does not stand where it should: its fields' lines, all of its lines, and what is wrong."""

    fields: range
    lines: frozenset[int]
    line: int
    code: str
    values: Mapping[str, str]


def elsewhere(lines: list[str]) -> Elsewhere | None:
    """The head of a file that does not begin with one: without "---", in a code fence, below other text."""
    written = [at for at, line in enumerate(lines) if line.strip()][:2_000]
    if not written:
        return None
    first = written[0]
    if (alone := re.match(r"-{3,}[ ]+(?=\S)", lines[first])) and is_field(lines[first][alone.end() :]):
        return Elsewhere(range(first, first + 1), frozenset((first,)), first, "front.alone", {})
    if fence := _FENCE.fullmatch(lines[first]):
        return _fenced(lines, written, fence["sign"])
    if len(written) > 1 and is_field(lines[first]):
        end = _end(lines, first)
        closed = end < len(lines) and bool(RULE.fullmatch(lines[end]))
        fields = range(first, end)
        if closed or sum(map(is_field, lines[first:end])) > 1:
            code = "front.unopened" if closed else "front.bare"
            return Elsewhere(fields, frozenset(range(first, end + closed)), first, code, {})
    for at in written[1:]:
        if not RULE.fullmatch(lines[at]):
            continue
        end = _end(lines, at + 1)
        if sum(map(is_field, lines[at + 1 : end])) > 1 and end < len(lines) and RULE.fullmatch(lines[end]):
            values = {"first": str(at + 1), "last": str(end + 1)}
            return Elsewhere(range(at + 1, end), frozenset(range(at, end + 1)), at, "front.place", values)
    return None


_TITLE = late(rf"(?i)[\"']?title[\"']?{_SPACE}*[:：=].*")


def pasted(lines: list[str]) -> Iterator[int]:
    """The lines, from 0, with the "---" of heads of other articles in a block of a text.

    They have a title and a field more: what else stands between two rules may be meant to be read there.
    """
    for at, line in enumerate(lines):
        if RULE.fullmatch(line):
            fields = lines[at + 1 : _end(lines, at + 1)]
            if any(map(_TITLE.fullmatch, fields)) and sum(map(is_field, fields)) > 1:
                yield at


def _fenced(lines: list[str], written: list[int], sign: str) -> Elsewhere | None:
    first, *more = written
    begin = next(iter(more), first)
    if RULE.fullmatch(lines[begin]):
        begin += 1
    if begin >= len(lines) or not is_field(lines[begin]):
        return None
    end = next(
        (at for at in range(begin, len(lines)) if RULE.fullmatch(lines[at]) or lines[at].startswith(sign)),
        len(lines),
    )
    closing = {at for at in written if at > end and lines[at].startswith(sign)}
    own = {*range(first, end + 1), *({min(closing)} if len(closing) == 1 else ())}
    return Elsewhere(range(begin, end), frozenset(own), first, "front.fence", {"value": lines[first].strip()})


def _end(lines: list[str], first: int) -> int:
    """The line behind the fields that begin at `first`: a rule, or what is neither field nor item."""
    for at in range(first, len(lines)):
        line = lines[at]
        if RULE.fullmatch(line) or not (is_field(line) or re.match(r"\s+\S|[-•] ", line)):
            return at
    return len(lines)
