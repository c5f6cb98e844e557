"""Markdown and YAML as texts: each line end stays, and so does whatever is code."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import partial

from julasan.mending import days, layout, letters, places
from julasan.mending.fields import mended as renamed
from julasan.read import heads
from julasan.read.live import live_lines, outside_code
from julasan.read.matter import split
from julasan.read.record import Fields, Items, Node, Scalar, compose, plain_fields, recovered_text
from julasan.read.slips import Slips
from julasan.thai import normalise

ARTICLE_DATES = frozenset({"date", "updated", "until"})
EVENT_DATES = frozenset({"start", "end", "exdate"})
_LINE_END = re.compile(r"(\r\n|\r|\n)")


def article(text: str, provinces: Collection[str] = (), kind: type | None = None) -> str:
    """A Markdown file: its fields as a record, its text outside code, Word's bullets as lists."""
    text, bom = text.removeprefix("\ufeff"), text[: text.startswith("\ufeff")]
    lines, ends = _apart(text)
    matter = split("\n".join(lines), Slips(""), required=False)
    start = matter.line - 1
    head, body = "\n".join(lines[:start]), "\n".join(lines[start:])
    found = matter.fields
    if found is not None:
        head = _tidy_record(_with_fields(head))
        fields = split(head, Slips("")).fields
        if kind:
            head = renamed(head, fields, kind)
            fields = split(head, Slips("")).fields
        head = _with_values(head, fields, ARTICLE_DATES, partial(places.mended, provinces=provinces))
    body = outside_code(body, lambda part: layout.without_stars(letters.tidy_prose(part)))
    # Fields that nothing closes reach to the last line: then there is no text behind them.
    made = letters.bullets(body.split("\n"), live_lines(body)) if start < len(lines) else []
    if len(made) == len(body.split("\n")) and all("\n" not in line for line in made):
        made = letters.lists(made, live_lines("\n".join(made)))
    if made and all("\n" not in line for line in made):
        made = layout.laid_out(made, live_lines("\n".join(made)))
    return bom + _together([*(head.split("\n") if start else ()), *made], ends)


def record(
    text: str, dates: frozenset[str], provinces: Collection[str] = (), kind: type | None = None
) -> str:
    """A YAML file, the fields `dates` of its records among it."""
    text, bom = text.removeprefix("\ufeff"), text[: text.startswith("\ufeff")]
    lines, ends = _apart(text)
    tidy = _tidy_record(recovered_text("\n".join(lines)))
    if dates:
        fields = compose(tidy, Slips(""))
        if kind:
            tidy = renamed(tidy, fields, kind)
            fields = compose(tidy, Slips(""))
        tidy = _with_values(tidy, fields, dates, partial(places.mended, provinces=provinces))
    return bom + _together(tidy.split("\n"), ends)


def _apart(text: str) -> tuple[list[str], list[str]]:
    parts = _LINE_END.split(text)
    return parts[::2], [*parts[1::2], ""]


def _together(lines: list[str], ends: list[str]) -> str:
    """Lines with their ends; a line put in before another gets that one's end."""
    return "".join(line.replace("\n", end or ends[0]) + end for line, end in zip(lines, ends, strict=True))


def _with_fields(head: str) -> str:
    """The lines of a file's head with those that YAML cannot read put as they were surely meant."""
    first, _, rest = head.partition("---\n")
    inside, rule, after = rest.rpartition("\n---")
    if first.strip() or not rule:
        return head
    lines = inside.split("\n")
    for at, parts in heads.as_meant(lines).items() if plain_fields(inside, 1) is None else ():
        lines[at] = parts[0] if len(parts) == 1 else lines[at]
    return first + "---\n" + recovered_text("\n".join(lines)) + rule + after


def _tidy_record(text: str) -> str:
    """YAML in normal form, unless that would change what it says (": " and " #" out of an NBSP)."""
    if text.isascii():
        return text
    for tidy in (letters.tidy(text), letters.tidy(text, spaces=False)):
        if tidy == text or _says_the_same(text, tidy):
            return tidy
    return text


def _says_the_same(old: str, new: str) -> bool:
    before, after = _read(old), _read(new)
    return after[0] < before[0] or before == after


def _read(text: str) -> tuple[int, list[str]]:
    """How many slips there are, and every word in order."""
    slips = Slips("")
    inside = text.removeprefix("---\n").removesuffix("\n---")
    values = list(_words(compose(inside, slips)))
    return len(slips.problems), values


def _words(node: Node | None) -> Iterator[str]:
    if isinstance(node, Scalar):
        yield " ".join(normalise(letters.tidy(node.text)).split())
    elif isinstance(node, Items):
        for item in node.items:
            yield from _words(item)
        yield "]"
    elif isinstance(node, Fields):
        for name, entry in node.entries.items():
            yield letters.tidy(name)
            yield from _words(entry)
        yield "}"


def _with_values(text: str, node: Node | None, dates: frozenset[str], province: Callable[[str], str]) -> str:
    """The dates and provinces of `text` mended where they stand."""
    lines = text.split("\n")
    for name, value in _values(node, dates | {"province"}):
        meant = province(value.text) if name == "province" else days.mended(value.text)
        if meant == value.text or not 0 < value.line <= len(lines):
            continue
        line = lines[value.line - 1]
        key = re.search(rf"(?<![\w-]){name}[\"']?\s*:", line)
        at = line.find(value.text, key.end() if key else 0)
        if at >= 0:
            lines[value.line - 1] = line[:at] + meant + line[at + len(value.text) :]
    return "\n".join(lines)


def _values(node: Node | None, names: frozenset[str]) -> Iterator[tuple[str, Scalar]]:
    if isinstance(node, Items):
        for item in node.items:
            yield from _values(item, names)
    elif isinstance(node, Fields):
        for name, entry in node.entries.items():
            for value in entry.items if isinstance(entry, Items) else (entry,):
                if name in names and isinstance(value, Scalar):
                    yield name, value
            if name == "events":
                yield from _values(entry, names)
