"""The border to site generators: a Page as Markdown with clean front matter, or put into a rendered shell.

The body of such a Markdown file is one block of finished, sanitised HTML, so that every
generator shows the same article and none parses it again. What stands around the block is
the shell, the same for thousands of pages but for a few texts: it is rendered once for
each `Shape`, with marks in the places of those texts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from html import escape
from typing import Any
from urllib.parse import quote

from julasan import thai
from julasan.frozen import dataclass
from julasan.model import Page
from julasan.render import assets, icons, offline
from julasan.render.colours import recoloured
from julasan.render.context import Context
from julasan.render.links import relative, relative_in_bytes

# Python-Markdown's preprocessors see a page before its raw HTML is set aside: none of
# these may stand at the start of a line, where they would open a fence, or be a tab.
_FENCE = re.compile(r"^([ ]*)([`~])", re.MULTILINE)


def source_path(page: Page) -> str:
    """Path of the page's Markdown below docs/: ``k/slug/index.md``, and ``about.md`` for docs/about.md."""
    if page.source and page.source.startswith("docs/") and page.kind == "standing":
        return page.source.removeprefix("docs/")
    return f"{page.url}index.md"


def markdown(page: Page) -> str:
    """The page as a Markdown file: front matter that any YAML reader takes, then one block of HTML."""
    return front_matter(page) + block(page) + "\n"


def front_matter(page: Page) -> str:
    """What the shell's templates know of the page, as YAML (in its JSON form) between two lines."""
    meta: dict[str, Any] = {"title": page.title, "hide": ["navigation", "toc"], "kind": page.kind}
    if page.description:
        meta["description"] = about(page)
    if page.image:
        meta["image"] = {
            "path": quote(page.image.path),
            "width": page.image.width,
            "height": page.image.height,
            "alt": page.image.alt,
        }
    if page.feeds:
        meta["feeds"] = [{"title": title, "url": url, "json": in_json(url)} for title, url in page.feeds]
    if not page.listed:
        meta["robots"] = "noindex"
    lines = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in meta.items())
    return f"---\n{lines}---\n"


def block(page: Page) -> str:
    """The page's body as one block that every Markdown parser hands on as it is."""
    html = kept(relative(page.html, page.url))
    html = html.replace("\r\n", "\n").replace("\t", "&#9;").replace("\x02", "").replace("\x03", "")
    if "`" in html or "~" in html:
        html = _FENCE.sub(lambda match: f"{match[1]}&#{ord(match[2])};", html)
    html = html.strip()
    return f'<div class="jl jl-{page.kind}">\n{html}\n</div>'


def encoded(text: str) -> bytes:
    """`text` in UTF-8; what that has no bytes for, half a pair, as a reference."""
    return text.encode("utf-8", "xmlcharrefreplace")


_ALTERED = (b"\r", b"\t", b"\x02", b"\x03", b"`", b"~")
"""Signs of which `block` changes some."""
_SPACE = b" \n\x0b\x0c\x1c\x1d\x1e\x1f"


def _block(page: Page, html: bytes) -> bytes:
    """The body as `block` has it, encoded: in bytes it takes a fraction of the time to see what it holds."""
    html = relative_in_bytes(html, page.url).strip(_SPACE)
    # Beyond ASCII there are spaces, too.
    edges = html[:1] + html[-1:]
    if not edges.isascii() or any(sign in html for sign in _ALTERED):
        return encoded(block(page))
    for letter in "ๆฯ":
        if _stands_apart(letter, page.html):
            html = html.replace(f" {letter}".encode(), kept(f" {letter}").encode())
    return b'<div class="jl jl-%b">\n%b\n</div>' % (page.kind.encode(), html)


def _stands_apart(letter: str, text: str) -> bool:
    """Whether `letter` stands behind a space: to look for it alone takes a tenth of the time of " ๆ"."""
    at = text.find(letter)
    while at > 0 and text[at - 1] != " ":
        at = text.find(letter, at + 1)
    return at > 0


ABOUT = 160
"""Letters of a page's description: what search engines and chats show of it."""


def about(page: Page) -> str:
    """What the page's head says that it is about, cut behind a sentence or a word."""
    return thai.cut(page.description, ABOUT)


def kept(text: str) -> str:
    """`text` with a space that no line breaks at before ๆ and ฯ: those never begin one.

    Browsers copy and find it as a plain space.
    """
    return text.replace(" ๆ", "\u00a0ๆ").replace(" ฯ", "\u00a0ฯ")


SECTIONS = ("k/", "knowledge/", "calendar/", "bulletin/", "search/", "feeds/")
"""Beginnings of addresses that the shell's templates look at or link to (theme/overrides)."""


@dataclass(frozen=True)
class Shape:
    """What a page's shell depends on, beside the texts that are put into it.

    Two pages of one shape have shells that differ in `Marks` alone. Every condition of
    the templates in theme/overrides stands here.
    """

    url: str
    """The page's own address where the nav names it, or where its feeds lie beside it; else empty."""
    depth: int
    """How many folders up the root lies."""
    inside: tuple[str, ...]
    """Which addresses of the nav and of `SECTIONS` the page's own begins with."""
    kind: str
    """home, article or (any other) page."""
    described: bool
    pictured: bool
    feeds: int
    listed: bool


def shape(page: Page, nav: Sequence[str]) -> Shape:
    """The shape of `page` among the addresses (from the root) that the nav names."""
    url = page.url
    return Shape(
        url if url in nav or any(holds(page, feed) for _, feed in page.feeds) else "",
        url.count("/"),
        tuple(other for other in (*SECTIONS, *nav) if other and url.startswith(other)),
        page.kind if page.kind in ("home", "article") else "page",
        bool(page.description),
        bool(page.image),
        len(page.feeds),
        page.listed,
    )


def in_json(url: str) -> str:
    """The JSON Feed beside an Atom file (render/feeds.py)."""
    return f"{url.removesuffix('.xml')}.json"


def holds(page: Page, path: str) -> bool:
    """Whether `path` lies below `page`: the link to it is then shorter than the way to the root."""
    return bool(page.url) and path.startswith(page.url)


class Marks:
    """Signs that stand in a shell for a page's own texts until they are put there."""

    BLOCK = "<!-- julasan: the page -->"
    TITLE = "\ue000title\ue001"
    DESCRIPTION = "\ue000description\ue001"
    IMAGE = "\ue000image\ue001"
    WIDTH = "\ue000image-width\ue001"
    HEIGHT = "\ue000image-height\ue001"
    ALT = "\ue000image-alt\ue001"
    ADDRESS = "\ue000address\ue001"

    @staticmethod
    def feed(number: int) -> tuple[str, str, str]:
        """For the title and the two addresses of a page's feed, counted from 0."""
        title, atom, other = (f"\ue000{name}-{number}\ue001" for name in ("feed-title", "feed", "feed-json"))
        return title, atom, other


_MARK = re.compile(f"({Marks.BLOCK}|\ue000[a-z0-9-]+\ue001)")


@dataclass(frozen=True)
class Shell:
    """A rendered shell: the document around a page's block, with `Marks` in it."""

    text: str

    @cached_property
    def _parts(self) -> tuple[list[bytes], list[str]]:
        """What stands there, encoded, and the marks, which are every second part of it."""
        parts = _MARK.split(self.text)
        return [encoded(part) for part in parts], parts[1::2]

    def around(self, page: Page, html: bytes | None = None) -> bytes:
        """The whole document of `page`, in UTF-8; `html` is the page's own, where it was encoded already."""
        # As markupsafe and Jinja's `e` write them.
        texts = {
            Marks.BLOCK: _block(page, encoded(page.html) if html is None else html),
            Marks.TITLE: _escaped(page.title),
            Marks.DESCRIPTION: _escaped(about(page)),
            Marks.ADDRESS: quote(page.url).encode(),
        }
        if page.image:
            texts |= {
                Marks.IMAGE: _escaped(quote(page.image.path)),
                Marks.WIDTH: b"%d" % page.image.width,
                Marks.HEIGHT: b"%d" % page.image.height,
                Marks.ALT: _escaped(page.image.alt),
            }
        texts |= _of_feeds(page.feeds)
        parts, marks = self._parts
        parts = parts.copy()
        parts[1::2] = map(texts.__getitem__, marks)
        return b"".join(parts)


@lru_cache(maxsize=256)
def _of_feeds(feeds: tuple[tuple[str, str], ...]) -> Mapping[str, bytes]:
    """What stands for the marks of a page's feeds: thousands of articles name the same."""
    return {
        mark: _escaped(text)
        for number, (title, url) in enumerate(feeds)
        for mark, text in zip(Marks.feed(number), (title, url, in_json(url)), strict=True)
    }


def _escaped(text: str) -> bytes:
    return encoded(escape(text, quote=False).replace('"', "&#34;").replace("'", "&#39;"))


def extra(context: Context) -> Mapping[str, Any]:
    """Texts and links that the theme's templates show, as ``config.extra.julasan``."""
    texts = {
        key.removeprefix("theme."): text
        for key, text in context.locale.texts.items()
        if key.startswith("theme.")
    }
    site, settings = context.site, context.site.settings
    sign = icons.of(site)
    return {
        "julasan": {
            **texts,
            "network": settings.network,
            "hub": settings.hub or "",
            "tagline": kept(settings.tagline or ""),
            "icon": assets.icon(site, sign.tab).path,
            "icon_kind": sign.kind,
            "own_icon": bool(settings.icon),
            "picture": assets.icon(site, icons.LARGE).path,
            "touch_icon": assets.icon(site, icons.TOUCH).path,
            "cloth": recoloured(offline.CLOTH, settings.colours),
            "manifest": offline.MANIFEST if offline.wanted(context) else "",
        }
    }
