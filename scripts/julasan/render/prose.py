"""Plain prose -> the HTML that Python-Markdown and nh3 would make of it, in a tenth of their time.

Most of what people write is paragraphs, headings, a list, a link. A text of nothing else is
rendered here; whatever has any other sign is not (`Prose.html` gives None) and goes the whole
way. tests/test_prose.py compares the two ways over everything that this one takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from julasan import thai
from julasan.addresses import addresses
from julasan.pattern import late

Published = Callable[[str, str], str]
"""A link's target as written in a file, as an address of the site: (file, target) -> address."""

_BLANK = late(r"\n(?:[ ]*\n)+")
_ODD = late(r"[\x00-\x09\x0b-\x1f\x7f-\xa0\u2028\u2029<`*_{}|\ufeff]")
"""Signs that may mean something anywhere, once what is escaped is out of the way."""
_ODD_RUNS = ("![", "!!!", "???", "~~", '="/')
_NAMED = late(r"&(?:#|[A-Za-z0-9]+;)")
_PRIVATE = late("[\ue000-\uf8ff]")
_ESCAPED = late(r"\\([\\`*_{}\[\]()>#+\-.!|~])")
_LINK = late(r"\[([^\[\]\n\ue000-\uf8ff]+)\]\(((?:https?://)?[A-Za-z0-9\u0e01-\u0e5b./#%-]+)\)")
_BRACKET = late(r"[\[\]]")
_BEGINS = late(r"(?![ #>+=:~!?-]|\d+[.)])")
"""How a line of a paragraph may begin: with nothing that makes it a heading, list, quote, rule or code."""
_HEADING = late(r"(#{1,6}) ([^\n&#\\\[\]\ue000-\uf8ff]+)")
_ITEM = late(r"- (?=\S)" + _BEGINS.pattern)
_HOLD = 0xE000
"""Escaped signs stand in this private area while the others are looked at."""


class Prose:
    """Renders plain prose of one site; `published` says where its links lead."""

    def __init__(self, published: Published) -> None:
        self._published = published

    def html(self, path: str, text: str) -> str | None:
        """The safe HTML of a Markdown `text` that stands in the file `path`; None for other than prose."""
        if text.lstrip("\n").startswith(" "):
            return None
        escaped = "\\" in text
        if escaped:
            if _PRIVATE.search(text):
                return None
            text = _ESCAPED.sub(_hold, text)
        if (
            _ODD.search(text)
            or any(run in text for run in _ODD_RUNS)
            or ("&" in text and _NAMED.search(text))
        ):
            return None
        if "://" in text and next(addresses(_LINK.sub("", text)), None):
            return None
        ids: set[str] = set()
        made: list[str] = []
        listed = False
        for block in _BLANK.split(f"\n\n{text}\n\n"):
            if not block:
                continue
            html = self._block(path, block, ids, after_list=listed)
            if html is None:
                return None
            listed = html.startswith("<ul>")
            made.append(html)
        joined = "\n".join(made)
        return _release(joined) if escaped else joined

    def _block(self, path: str, block: str, ids: set[str], *, after_list: bool) -> str | None:
        if block.startswith("#"):
            return self._heading(block, ids)
        lines = block.split("\n")
        if block.startswith("- "):
            items = [_ITEM.match(line) and self._inline(path, line[2:]) for line in lines]
            if after_list or not all(items):
                return None
            return "<ul>\n" + "".join(f"<li>{item}</li>\n" for item in items) + "</ul>"
        if not all(map(_BEGINS.match, lines)):
            return None
        inner = self._inline(path, block)
        return None if inner is None else f"<p>{inner}</p>"

    def _heading(self, block: str, ids: set[str]) -> str | None:
        match = _HEADING.fullmatch(block)
        if not match:
            return None
        words = match[2].strip()
        name = thai.heading_id(words, ids)
        ids.add(name)
        level = len(match[1])
        return f'<h{level} id="{escape(name)}">{_text(words)}</h{level}>'

    def _inline(self, path: str, text: str) -> str | None:
        if "[" not in text:
            return None if "]" in text else _text(text)
        parts, at = [], 0
        for match in _LINK.finditer(text):
            before = text[at : match.start()]
            if _BRACKET.search(before):
                return None
            href = self._published(path, match[2])
            parts += [_text(before), f'<a href="{escape(href)}" rel="noopener">{_text(match[1])}</a>']
            at = match.end()
        rest = text[at:]
        if _BRACKET.search(rest):
            return None
        return "".join([*parts, _text(rest)])


def _text(text: str) -> str:
    return escape(text, quote=False).replace("  \n", "<br>\n") if text else ""


def _hold(match: re.Match[str]) -> str:
    return chr(_HOLD + ord(match[1]))


def _release(text: str) -> str:
    return _PRIVATE.sub(lambda match: _shown(ord(match[0]) - _HOLD), text)


def _shown(code: int) -> str:
    return "&gt;" if code == ord(">") else chr(code)
