"""The site's own stylesheet, script, font and icons; theme/css and theme/js are joined into one file each.

Each has a hash of its content in its name: a cache may keep it for ever, and a new one is fetched at once.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from julasan.model import Asset, Output
from julasan.render.context import Context
from julasan.render.search import client

FOLDER = "assets/julasan/"
_COMMENT = re.compile(rb"/\*.*?\*/\n?", re.DOTALL)
_FONT = "maitree-600.woff2"
"""Headings; its licence lies beside it in theme/fonts."""
ICONS = ("icon.svg", "icon-180.png", "icon-192.png", "icon-512.png", "icon-maskable-512.png")
"""For a tab; for an iPhone's screen; for other phones', as it is and to be cut into a shape."""


def render(context: Context) -> Iterator[Output]:
    """One stylesheet and one script: a slow phone pays for each request."""
    yield stylesheet()
    yield script()
    yield font()
    yield from map(icon, ICONS)
    yield from searching(context.site.settings.language)


@lru_cache(maxsize=1)
def stylesheet() -> Asset:
    """What every page looks like."""
    # Comments are for who writes it: a kilobyte, compressed, that no reader needs to fetch.
    css = _COMMENT.sub(b"", _joined("css")).replace(_FONT.encode(), posixpath.basename(font().path).encode())
    return hashed("site.css", css)


@lru_cache(maxsize=1)
def script() -> Asset:
    """What pages do."""
    return hashed("site.js", _joined("js"))


@lru_cache(maxsize=1)
def font() -> Asset:
    """The font of headings."""
    return hashed(_FONT, _theme("fonts", _FONT))


@lru_cache(maxsize=len(ICONS))
def icon(name: str) -> Asset:
    """One of ``ICONS``."""
    return hashed(name, _theme("icons", name))


@lru_cache(maxsize=2)
def searching(language: str) -> tuple[Asset, ...]:
    """The search's box and style sheet, which every page has, and the client that the box fetches."""
    box, style, found = client.client_assets(language)
    return (*(hashed(posixpath.basename(each.path), each.content) for each in (box, style)), found)


def stylesheets(language: str) -> tuple[str, ...]:
    """Paths of the sheets that every page has."""
    return (stylesheet().path, searching(language)[1].path)


def scripts(language: str) -> tuple[str, ...]:
    """Paths of the scripts that every page has."""
    return (script().path, searching(language)[0].path)


def hashed(name: str, content: bytes) -> Asset:
    """``site.css`` as ``assets/julasan/site.1a2b3c4d.css``."""
    stem, ending = posixpath.splitext(name)
    return Asset(path=f"{FOLDER}{stem}.{hashlib.sha256(content).hexdigest()[:8]}{ending}", content=content)


def _theme(*parts: str) -> bytes:
    return files("julasan").joinpath("theme", *parts).read_bytes()


def _joined(kind: str) -> bytes:
    folder = files("julasan") / "theme" / kind
    parts = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(f".{kind}")), key=lambda entry: entry.name
    )
    return b"\n".join(entry.read_bytes() for entry in parts)
