"""Rules on sizes: what no reader could follow and no phone should load."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from julasan.check.documents import documents
from julasan.model import MOST_LINES, PICTURES, MarkKind, Site
from julasan.problem import Problem, problem

PICTURE_BYTES = 10_000_000
PICTURE_PIXELS = 40_000_000
FILE_BYTES = 50_000_000

_CODES: dict[MarkKind, str] = {
    "deep": "size.deep",
    "columns": "size.columns",
    "long-line": "size.line",
    "marks": "size.marks",
    "many": "size.many",
    "lines": "size.lines",
}
_LIMITS: dict[MarkKind, str] = {"lines": f"{MOST_LINES:,}"}


def bodies(site: Site, root: Path) -> Iterator[Problem]:
    """Nesting, tables, lines and signs within what a person writes."""
    for document in documents(site):
        for mark in document.body.marks:
            if mark.kind == "pasted":
                yield problem(document.path, mark.line, "image.data", value=mark.text)
            elif mark.kind in _CODES:
                limit = _LIMITS.get(mark.kind, 100)
                yield problem(document.path, mark.line, _CODES[mark.kind], count=mark.text, limit=limit)


def files(site: Site, root: Path) -> Iterator[Problem]:
    """Pictures and other files within what a phone can load."""
    for media in site.media:
        picture = media.path.casefold().rpartition(".")[2] in PICTURES
        limit = PICTURE_BYTES if picture else FILE_BYTES
        if media.size > limit:
            values = {"size": f"{media.size / 1_000_000:.1f}", "limit": limit // 1_000_000}
            yield problem(media.path, 1, "size.picture" if picture else "size.media", **values)
        if not media.path.lower().endswith(".svg") and media.width * media.height > PICTURE_PIXELS:
            values = {
                "width": f"{media.width:,}",
                "height": f"{media.height:,}",
                "limit": PICTURE_PIXELS // 1_000_000,
            }
            yield problem(media.path, 1, "size.pixels", **values)
