"""Rules on active content: raw HTML, handlers, attribute lists, macros and snippets, outside code."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from julasan.check.documents import documents, records, texts
from julasan.model import Site
from julasan.pattern import late
from julasan.problem import Problem, problem

ALLOWED = "<br> <kbd> <sub> <sup> <mark> <abbr>"
_ALLOWED_NAMES = ("br", "kbd", "sub", "sup", "mark", "abbr")
_ACTIVE = late(
    r"(?i)</?(?:script|iframe|object|embed|applet|form|input|button|meta|base|link|style|svg|math|template|frame\w*)\b"
)
IN_FIELD = late(r"</?[A-Za-z][A-Za-z0-9:-]*(?=[\s/>])[^<>]{0,2000}>?|<!--|<![A-Za-z\[]|<\?[a-z]")
_MACRO_IN_FIELD = late(r"\{\{|\{%|--8<--")
_CODES = {
    "macro": "html.macro",
    "snippet": "html.snippet",
    "attributes": "html.attributes",
    "comment": "html.comment",
    "handler": "html.handler",
}


def tags(site: Site, root: Path) -> Iterator[Problem]:
    """No HTML in a text but the few tags that only mark words."""
    for document in documents(site):
        pasted = any(_TABLE.match(mark.text) for mark in document.body.marks if mark.kind == "tag")
        told: set[int] = set()
        for mark in document.body.marks:
            if mark.kind == "tag":
                if pasted and _IN_TABLE.match(mark.text):
                    continue
                frame = _FRAME.match(mark.text)
                code = "html.frame" if frame else _code(mark.text)
                if code in _PLAIN_TAGS and mark.line in told:
                    continue
                if code in _PLAIN_TAGS:
                    told.add(mark.line)
                values = {"value": mark.text, "allowed": ALLOWED, "meant": _shown_in(mark.text)}
                yield problem(document.path, mark.line, code, **values)
            elif mark.kind in _CODES:
                yield problem(document.path, mark.line, _CODES[mark.kind], value=mark.text)


def in_fields(site: Site, root: Path) -> Iterator[Problem]:
    """No HTML and no macro in a field: titles are printed where HTML would run."""
    for record in records(site):
        found = list(texts(record))
        if not _SIGN_OF_FIELD.search("\n".join(text for _, text in found)):
            continue
        for name, text in found:
            if not _SIGN_OF_FIELD.search(text):
                continue
            line = record.source.line_of(name)
            if match := IN_FIELD.search(text):
                yield problem(record.source.path, line, "html.field", field=name, value=match.group())
            elif match := _MACRO_IN_FIELD.search(text):
                yield problem(record.source.path, line, "html.macro", value=match.group())
            elif match := next(filter(_is_entity, _ENTITY.finditer(text)), None):
                values = {"value": match.group(), "meant": html.unescape(match.group())}
                yield problem(record.source.path, line, "field.entity", field=name, **values)
            elif name == "title" and (match := _MARKDOWN.search(text)):
                yield problem(record.source.path, line, "field.markdown", field=name, value=match.group())


_SIGN_OF_FIELD = late(r"[<{&*]|\]\(|__")
_ENTITY = late(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,20}[0-9]{0,2});")
_MARKDOWN = late(r"\*\*[^*\s][^*]{0,200}\*\*|__[^_\s][^_]{0,200}__|!?\[[^\[\]]{1,200}\]\([^()\s]{1,300}\)")
"""In a field these are signs like any other, and a reader sees them as they are written."""


def _is_entity(match: re.Match[str]) -> bool:
    return html.unescape(match.group()) != match.group()


_FRAME = late(r"(?i)<iframe\b.*?\bsrc\s*=\s*[\"']?(?:https?:)?//[^\s\"'<>]+", re.DOTALL)
_VIDEO = late(r"(?i)(?:youtube(?:-nocookie)?\.com/embed/|youtu\.be/)([\w-]{11})(?![\w-])")


def _shown_in(tag: str) -> str:
    """The address that a reader may follow in place of what a page was to show in a frame."""
    found = re.search(r"(?i)\bsrc\s*=\s*[\"']?((?:https?:)?//[^\s\"'<>]+)", tag)
    return linked(html.unescape(found[1])) if found else ""


def linked(address: str) -> str:
    """What a frame shows from `address`, as an address for a link: a video's own page."""
    if video := _VIDEO.search(address):
        return f"https://www.youtube.com/watch?v={video[1]}"
    return re.sub("^(?:https?:)?//", "https://", address)


def _code(tag: str) -> str:
    name = re.match(r"</?([A-Za-z][A-Za-z0-9]*)", tag)
    if name and name[1].casefold() in _ALLOWED_NAMES:
        return "html.attribute"
    if _ACTIVE.match(tag):
        return "html.active"
    if _TABLE.match(tag):
        return "html.table"
    if _FROM_WORD.search(tag):
        return "html.word"
    if not name or not _SURELY_A_TAG.match(tag):
        return "html.tag"
    return next((code for code, names in _SIGNS_FOR if name[1].casefold() in names), "html.tag")


_SURELY_A_TAG = late(r"</?[A-Za-z0-9]+(?:\s*/?>|\s+[A-Za-z-]+\s*=|/)")
"""And no comparison of letters: a <b and c> d."""


_TABLE = late(r"(?i)<table\b")
_IN_TABLE = late(r"(?i)</?(?:tr|td|th|tbody|thead|tfoot|col|colgroup|caption)\b|</table")
_FROM_WORD = late(r"(?i)\bmso-|class\s*=\s*[\"']?Mso|^</?o:")
_SIGNS_FOR = (
    ("html.bold", ("b", "strong")),
    ("html.italic", ("i", "em")),
    ("html.link", ("a",)),
    ("html.picture", ("img",)),
    ("html.heading", ("h1", "h2", "h3", "h4", "h5", "h6")),
    ("html.list", ("ul", "ol", "li")),
    ("html.layout", ("p", "div", "span", "font", "center", "u", "big", "small", "section")),
)
"""Tags that say what Markdown says with signs, or nothing at all."""
_PLAIN_TAGS = frozenset(("html.tag", "html.word", "html.table", *(code for code, _ in _SIGNS_FOR)))
"""Of these one a line is enough: they come in pairs and crowds."""
