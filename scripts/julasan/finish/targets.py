"""Where a link or a picture leads: to a file of the site, or elsewhere."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote, urlsplit


def elsewhere(target: str) -> bool:
    """Whether a browser would ask another host for `target`."""
    parts = urlsplit(target)
    return bool(parts.netloc) or parts.scheme not in ("", "data")


def file_of(page: str, target: str, base: str = "") -> str:
    """The file of the built folder that a link of `page` names; a folder's is its index.html."""
    if not target:
        return page
    target = unquote(target)
    if target.startswith("/"):
        path = target.removeprefix(base or "/")
    else:
        path = posixpath.join(posixpath.dirname(page), target)
    folder = target.endswith(("/", "/.", "/..")) or target in (".", "..")
    path = posixpath.normpath(path).lstrip("/").removeprefix("./")
    path = "" if path == "." else path
    return posixpath.join(path, "index.html") if folder or not path else path
