"""The site's own stylesheet, script, font and icons; theme/css and theme/js are joined into one file each.

Each has a hash of its content in its name: a cache may keep it for ever, and a new one is fetched at once.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterator
from functools import lru_cache

from julasan import PACKAGE
from julasan.locales import Locale
from julasan.model import Asset, Output, Settings, Site
from julasan.pattern import late
from julasan.render import icons
from julasan.render.colours import recoloured
from julasan.render.context import Context
from julasan.render.search import client

FOLDER = "assets/julasan/"
_COMMENT = late(rb"/\*.*?\*/\n?", re.DOTALL)
_FONT = "maitree-600.woff2"
"""Headings; its licence lies beside it in theme/fonts."""


def render(context: Context) -> Iterator[Output]:
    """One stylesheet and one script: a slow phone pays for each request."""
    yield stylesheet(context.site.settings)
    yield script()
    yield font()
    yield from (icon(context.site, name) for name in icons.of(context.site).by_name)
    yield from searching(context.locale)


def stylesheet(settings: Settings) -> Asset:
    """What every page looks like."""
    css = recoloured(_stylesheet(), settings.colours) if settings.colours else _stylesheet()
    return hashed("site.css", css.encode())


@lru_cache(maxsize=1)
def _stylesheet() -> str:
    # Comments are for who writes it: a kilobyte, compressed, that no reader needs to fetch.
    css = _COMMENT.sub(b"", _joined("css")).replace(_FONT.encode(), posixpath.basename(font().path).encode())
    return css.decode("utf-8")


@lru_cache(maxsize=1)
def script() -> Asset:
    """What pages do."""
    return hashed("site.js", _joined("js"))


@lru_cache(maxsize=1)
def font() -> Asset:
    """The font of headings."""
    return hashed(_FONT, _theme("fonts", _FONT))


def icon(site: Site, name: str) -> Asset:
    """One of the files of the network's sign."""
    return hashed(name, icons.of(site).by_name[name])


def searching(words: Locale) -> tuple[Asset, ...]:
    """The search's box and style sheet, which every page has, the client that the box fetches, its parts."""
    box, style, *found = client.client_assets(words)
    return (*(hashed(posixpath.basename(each.path), each.content) for each in (box, style)), *found)


def stylesheets(context: Context) -> tuple[str, ...]:
    """Paths of the sheets that every page has."""
    return (stylesheet(context.site.settings).path, searching(context.locale)[1].path)


def scripts(context: Context) -> tuple[str, ...]:
    """Paths of the scripts that every page has."""
    return (script().path, searching(context.locale)[0].path)


def hashed(name: str, content: bytes) -> Asset:
    """``site.css`` as ``assets/julasan/site.1a2b3c4d.css``."""
    stem, ending = posixpath.splitext(name)
    return Asset(path=f"{FOLDER}{stem}.{hashlib.sha256(content).hexdigest()[:8]}{ending}", content=content)


def _theme(*parts: str) -> bytes:
    return PACKAGE.joinpath("theme", *parts).read_bytes()


def _joined(kind: str) -> bytes:
    folder = PACKAGE / "theme" / kind
    parts = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(f".{kind}")), key=lambda entry: entry.name
    )
    return b"\n".join(entry.read_bytes() for entry in parts)
