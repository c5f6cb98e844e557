"""Plain prose -> the HTML that Python-Markdown and nh3 would make of it, in a tenth of their time.

Most of what people write is paragraphs, headings, a list, a link. A text of nothing else is
rendered here; whatever has any other sign is not (`Prose.html` gives None) and goes the whole
way. tests/test_prose.py compares the two ways over everything that this one takes.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from julasan import thai
from julasan.addresses import addresses
from julasan.look import Look
from julasan.pattern import late

Published = Callable[[str, str], str]
"""A link's target as written in a file, as an address of the site: (file, target) -> address."""

_ODD = Look(
    r"[\x00-\x09\x0b-\x1f\x7f-\x{a0}\x{2028}\x{2029}\x{feff}<]",
    # What a backslash stands before is a sign and no more; two of them are one that is shown.
    r"(?:^|[^\\])(?:\\\\)*(?:[`*_{}|]|!\[|!!!|\?\?\?|~~|=\"/|&#|&[A-Za-z0-9]+;)",
)
"""Signs that may mean something wherever they stand."""
_BLANK = late(r"\n(?:[ ]*\n)+")
_ESCAPED = late(r"\\([\\`*_{}\[\]()>#+\-.!|~])")
_TO_HOLD = late(r"\\(?![*_{}#+\-.!|~`])|://")
"""An escaped sign that would mean something here, or may stand in an address."""
_LINK = late(r"\[([^\[\]\n\x02]+)\]\(((?:https?://)?[A-Za-z0-9\u0e01-\u0e5b./#%-]+)\)")
_BEGINS = late(r"(?![ #>+=:~!?-]|\d+[.)])")
"""How a line of a paragraph may begin: with nothing that makes it a heading, list, quote, rule or code."""
_NOT_ONLY_PARAGRAPHS = late(r"\n(?:[ #>+=:~!?-]|\d+[.)]|\n\n|(?<= \n))")
"""A line that begins otherwise; more than one empty line; a space before the line's end."""
_HEADING = late(r"(#{1,6}) ([^\n&#\\\[\]\x02]+)")
_ITEM = late(r"- (?=\S)" + _BEGINS.pattern)
_HELD = {sign: f"\x02klzzwxh:{ord(sign)}\x03" for sign in "\\`*_{}[]()>#+-.!|~"}
"""Escaped signs while the others are looked at: as Python-Markdown keeps them, and `addresses` knows them."""
_RELEASED = {held: "&gt;" if sign == ">" else sign for sign, held in _HELD.items()}
_HOLD = late("\x02[^\x03]+\x03")
_PLAIN_HOST = late(r"(?i:https?)://(?:[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\.)+[A-Za-z]{2,}(?![^/?#])")
"""Of other hosts, numbers and those in other scripts, nh3 judges whether they are any."""


class Prose:
    """Renders plain prose of one site; `published` says where its links lead."""

    def __init__(self, published: Published) -> None:
        self._published = published

    def html(self, path: str, text: str) -> str | None:
        """The safe HTML of a Markdown `text` that stands in the file `path`; None for other than prose."""
        text = text.strip("\n")
        if text.startswith(" ") or _ODD.sees(text):
            return None
        escaped = "\\" in text
        held = escaped and _TO_HOLD.search(text)
        if held:
            text = _ESCAPED.sub(lambda match: _HELD[match[1]], text)
        if _NOT_ONLY_PARAGRAPHS.search(f"\n{text}"):
            made = self._blocks(path, text)
        else:
            # Nothing but paragraphs, as most texts are: in one go, a fifth of the time that blocks take.
            made = self._inline(path, text)
            made = made and f"<p>{made}</p>".replace("\n\n", "</p>\n<p>")
        if not (made and escaped):
            return made
        # As a rule signs are escaped that mean nothing here: those may stand as they are written until now.
        return _released(made) if held else made.replace("\\", "")

    def _blocks(self, path: str, text: str) -> str | None:
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
        return "\n".join(made)

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
        return None if inner is None else f"<p>{inner}</p>".replace("  \n", "<br>\n")

    def _heading(self, block: str, ids: set[str]) -> str | None:
        match = _HEADING.fullmatch(block)
        if not match or "://" in block:
            return None
        words = match[2].strip()
        name = thai.heading_id(words, ids)
        ids.add(name)
        level = len(match[1])
        return f'<h{level} id="{escape(name)}">{_shown(words)}</h{level}>'

    def _inline(self, path: str, text: str) -> str | None:
        rest, *links = _LINK.split(text)
        parts = [_text(rest)]
        for label, target, after in zip(links[::3], links[1::3], links[2::3], strict=True):
            if "://" in target and not _PLAIN_HOST.match(target):
                return None
            href = escape(self._published(path, target))
            parts += f'<a href="{href}" rel="noopener">{_shown(label)}</a>', _text(after)
            rest += after
        return None if None in parts or "[" in rest or "]" in rest else "".join(filter(None, parts))


def _text(text: str) -> str | None:
    """Text without links of Markdown; addresses of the web that stand bare in it are links all the same."""
    if ":" not in text:
        return _shown(text)
    parts: list[str] = []
    at = 0
    for begin, address in addresses(text):
        if not _PLAIN_HOST.match(_released(address)):
            return None
        link = f'<a class="jl-bare" href="{escape(address)}" rel="noopener">{_shown(address)}</a>'
        parts += _shown(text[at:begin]), link
        at = begin + len(address)
    return "".join([*parts, _shown(text[at:])])


def _shown(text: str) -> str:
    # Among `_ODD` is every "<"; to see that neither of these is there takes a tenth of replacing them.
    if "&" in text or ">" in text:
        return text.replace("&", "&amp;").replace(">", "&gt;")
    return text


def _released(text: str) -> str:
    return _HOLD.sub(lambda match: _RELEASED[match[0]], text)
