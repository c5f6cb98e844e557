"""Where what a text links to is published."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import quote, unquote, urlsplit

from julasan.frozen import dataclass
from julasan.model import Media


@dataclass(frozen=True, slots=True)
class Places:
    """The files of a folder by path: the URL of each (from the root, no leading "/"), and the pictures."""

    urls: Mapping[str, str]
    media: Mapping[str, Media]

    def url(self, source: str, target: str) -> str | None:
        """The URL of what the file `source` names as `target`, None where the folder has no such file."""
        return self.urls.get(_path(source, target))

    def picture(self, source: str, target: str) -> Media | None:
        """The picture or other file beside the texts that the file `source` names as `target`."""
        return self.media.get(_path(source, target))

    def published(self, source: str, target: str) -> str:
        """`target`, written in the file `source`, as an address of the site where it names a file of it."""
        fragment = ""
        if not _BESIDE.fullmatch(target):
            parts = urlsplit(target)
            if parts.scheme or parts.netloc or not parts.path:
                return target
            fragment = parts.fragment and f"#{parts.fragment}"
        url = self.url(source, target)
        return target if url is None else f"/{quote(url)}{fragment}"


_BESIDE = re.compile(r"[\w-]+(?:\.[\w-]+)*")
"""The name of a file in the same folder, as most links are: no scheme, nothing quoted, no step up."""


def _path(source: str, target: str) -> str:
    """The folder's path that `target`, written in the file `source`, names."""
    if _BESIDE.fullmatch(target):
        return f"{source[: source.rfind('/') + 1]}{target}"
    path = unquote(urlsplit(target).path)
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
