"""One slip, one complaint: what only follows from another problem is left out."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import unquote

from julasan.problem import Problem

_AT_THE_LINE: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    # A row with a cell too many puts every later value into the wrong column.
    (
        ("csv.columns", "csv.quote"),
        ("choice.", "date.", "field.", "province.", "text.", "number.", "url.", "csv.dash", "csv.formula"),
    ),
    (("csv.total",), ("csv.columns",)),
    (("markdown.raw-heading",), ("heading.",)),
    (("front.twice",), ("markdown.raw-head",)),
    (
        ("markdown.raw-wide", "markdown.raw-gap"),
        ("link.missing", "image.missing", "link.empty", "markdown.raw-open"),
    ),
    (("html.",), ("markdown.", "link.scheme", "link.host")),
    (("image.data",), ("image.alt",)),
    (("yaml.tag",), ("settings.program",)),
    (("csv.header",), ("csv.quote",)),
    (("size.pixels", "size.picture"), ("media.",)),
    (("file.special",), ("settings.no-file",)),
    (("name.",), ("file.kind",)),
    (("svg.script", "svg.handler"), ("svg.outside",)),
    (
        ("char.", "encoding."),
        (
            "text.invisible",
            "text.pattern",
            "date.not",
            "zone.",
            "field.",
            "yaml.no-colon",
            "yaml.continued",
            "yaml.broken",
            "csv.columns",
        ),
    ),
    (("encoding.",), ("char.", "front.missing", "csv.header", "events.", "settings.no-plugin")),
    (("char.",), ("front.missing", "link.invisible")),
    (("char.mojibake",), ("char.control", "char.lost")),
    (("encoding.utf16",), ("csv.tab",)),
    (("field.unknown-list",), ("field.list",)),
    # The whole list is shown as it should be.
    (("topic.joined", "text.quoted"), ("field.list", "field.unknown-list")),
    (("html.field",), ("field.entity",)),
    # The line as it should be is shown, and has its marks in order.
    (
        ("yaml.colon-like", "yaml.sign-like", "yaml.quote-like", "yaml.no-colon-like", "yaml.item-like"),
        ("text.form-like", "text.invisible-like"),
    ),
    (("field.markdown",), ("yaml.sign",)),
    (("html.macro",), ("yaml.key", "yaml.sign", "field.one", "field.list")),
    (("name.twice",), ("permalink.twice", "article.twice")),
    (("size.line",), ("size.marks",)),
    (("svg.entity",), ("svg.outside",)),
    (("yaml.space",), ("yaml.indent",)),
    (("yaml.",), ("field.one", "field.empty", "field.list", "choice.", "date.not", "list.", "events.item")),
    (("text.invisible", "text.lines"), ("zone.", "rrule.", "date.", "time.", "url.", "private.bad-email")),
    # The row goes, and what else is wrong in it.
    (("member.twice",), ("text.", "choice.", "date.", "province.")),
    (("private.",), ("url.https", "text.pattern", "markdown.raw-star")),
    (("csv.formula",), ("date.", "choice.", "url.", "text.pattern")),
)
"""Codes of causes, and of what is only their consequence on the same line."""
_IN_THE_FILE = (
    # A wrong separator is the cause of every row that does not fit.
    (("csv.semicolon", "csv.tab", "csv.bar"), ("csv.columns", "csv.quote", "csv.commas")),
    # What is no list of events is one record, with the fields of all of them.
    (("events.list",), ("yaml.twice",)),
    # Of two versions that git could not join, what each says comes after the choice between them.
    (("text.conflict",), ("yaml.", "csv.", "heading.", "markdown.", "front.", "field.")),
    (("yaml.picture",), ("image.alt-alone",)),
    # The head is shown as it is to be written, from its first --- to its last.
    (("front.bold",), ("front.bare", "front.unopened")),
    # What an article leads to lies where it belongs.
    (("page.article",), ("link.missing", "image.missing")),
    # Where there are no fields, the title above the text has no other place.
    (("front.missing",), ("heading.title",)),
)


def settle(found: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems of `found`, sorted, each once, without those that go away with another."""
    problems = sorted(set(found))
    codes: dict[tuple[str, int], set[str]] = defaultdict(set)
    files: dict[str, set[str]] = defaultdict(set)
    for each in problems:
        codes[each.path, each.line].add(each.code)
        files[each.path].add(each.code)
    refused = {each.path for each in problems if each.code.startswith(("file.", "name."))}
    return tuple(
        each
        for each in problems
        if not _follows(each.code, codes[each.path, each.line])
        and not any(
            each.code.startswith(effects) and any(code.startswith(causes) for code in files[each.path])
            for causes, effects in _IN_THE_FILE
        )
        and not _leads_to(refused, each)
    )


def _leads_to(refused: set[str], each: Problem) -> bool:
    """Whether a link finds nothing because the file that it leads to is refused itself."""
    if not refused or not each.code.startswith(("link.missing", "image.missing", "image.heic")):
        return False
    target = unquote(str(dict(each.values).get("value", "")).partition("#")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(each.path), target)) in refused


def _follows(code: str, others: set[str]) -> bool:
    return any(
        code.startswith(effects) and any(other != code and other.startswith(causes) for other in others)
        for causes, effects in _AT_THE_LINE
    )
