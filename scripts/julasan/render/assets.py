"""The site's own stylesheet, script, font and icon; theme/css and theme/js are joined into one file each."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from julasan.model import Asset, Output
from julasan.render.context import Context

STYLESHEET = "assets/julasan/site.css"
SCRIPT = "assets/julasan/site.js"
ICON = "assets/julasan/icon.svg"
FONT = "assets/julasan/maitree-600.woff2"
"""Headings; its licence lies beside it in theme/fonts."""


def render(_context: Context) -> Iterator[Output]:
    """One stylesheet and one script: a slow phone pays for each request."""
    yield Asset(path=STYLESHEET, content=_joined("css"))
    yield Asset(path=SCRIPT, content=_joined("js"))
    theme = files("julasan") / "theme"
    yield Asset(path=ICON, content=(theme / "icon.svg").read_bytes())
    yield Asset(path=FONT, content=(theme / "fonts" / "maitree-600.woff2").read_bytes())


def _joined(kind: str) -> bytes:
    folder = files("julasan") / "theme" / kind
    parts = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(f".{kind}")), key=lambda entry: entry.name
    )
    return b"\n".join(entry.read_bytes() for entry in parts)
