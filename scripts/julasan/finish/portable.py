"""A built site -> one ZIP file for a USB stick: its pages open from a folder, without server or network."""

from __future__ import annotations

import os
import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from julasan.pattern import late

DAY = (1980, 1, 1, 0, 0, 0)
"""Every file's time: ZIP knows none before it, and the same site gives the same bytes."""

_LEFT_OUT = {"404.html", "robots.txt", "sw.js", "manifest.webmanifest"}
"""What only a server, or a page that has one, makes use of."""
_PACKED = {".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".woff2", ".pdf", ".gz", ".br"}
_LINK = late(r"""(<(?:a|area|form|link)\s[^<>]*?\b(?:href|action)=)(["'])([^"'<>]*)\2""")
_MANIFEST = late(r'<link rel="manifest"[^<>]*>\s*')


def write(folder: Path, target: Path) -> None:
    """Write `folder` as the ZIP file `target`, whole or not at all, below one folder of the ZIP's name.

    Raises:
        OSError: It cannot be written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with zipfile.ZipFile(aside, "w") as packed:
            for path, content in files(folder):
                packed.writestr(_entry(f"{target.stem}/{path}"), content, compresslevel=9)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Path and content of each file, in order."""
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder).as_posix()
        copy = file.suffix in (".gz", ".br") and file.with_suffix("").exists()
        if not file.is_file() or path in _LEFT_OUT or copy:
            continue
        content = file.read_bytes()
        yield path, page(content.decode("utf-8")).encode() if path.endswith(".html") else content


def page(html: str) -> str:
    """The page with each link to a folder made one to its index.html: from a folder nobody adds that."""
    html = _MANIFEST.sub("", html)
    return _LINK.sub(lambda match: f"{match[1]}{match[2]}{_file(match[3])}{match[2]}", html)


def _file(target: str) -> str:
    """`target`, with ``index.html`` where it names a folder of the site (``../k/slug/#heading``)."""
    found = re.match(r"[^?#]*", target)
    path = found[0] if found else ""
    if not path or path.startswith("/") or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", path):
        return target
    last = posixpath.basename(path)
    if last in (".", ".."):
        path += "/"
    return f"{path}index.html{target[len(found[0]) if found else 0 :]}" if path.endswith("/") else target


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, DAY)
    entry.create_system = 3
    entry.external_attr = 0o100644 << 16
    packed = posixpath.splitext(path)[1].lower() in _PACKED
    entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    return entry
