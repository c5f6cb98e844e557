"""Pictures and other files beside the texts, published as they are."""

from __future__ import annotations

from collections.abc import Iterator

from julasan.model import Copy, Output, media_url
from julasan.render.context import Context


def render(context: Context) -> Iterator[Output]:
    """Every file that lies in docs/ and knowledge/ and is no text."""
    for media in context.site.media:
        yield Copy(path=media_url(media.path), source=media.path)
