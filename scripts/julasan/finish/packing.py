"""Packed copies beside the texts of a site (``index.html.br``, ``.gz``), and the whole site in one file."""

from __future__ import annotations

import os
from pathlib import Path

TEXTS = frozenset({".html", ".css", ".js", ".json", ".svg", ".xml", ".ics", ".txt", ".webmanifest"})
ENDINGS = (".br", ".gz")
SMALLEST = 512
"""Bytes below which a packed copy saves nothing that a network would notice."""
BEST = 11
"""Brotli's quality for what every page loads; it takes twenty times as long as `USUAL`."""
USUAL = 9
_SIGN = "404.html.br"
"""Lies in every folder that has packed copies."""


def pack(building: Path, published: Path, portable: Path | None, *, copies: bool) -> None:
    """Write what is wanted beside the pages of a new folder, before it takes the place of `published`.

    Raises:
        OSError: It cannot be written.
    """
    if (building / _SIGN).exists():
        # A spare folder may hold copies of what has changed since.
        clear(building)
    if portable:
        from julasan.finish import portable as zipping

        zipping.write(building, portable)
    if copies:
        precompress(building, published)


def precompress(folder: Path, published: Path | None = None) -> int:
    """Write a Brotli (RFC 7932) and a gzip (RFC 1952) copy of each text in `folder`; return how many texts.

    A file that is the same as in `published` (a hard link) has its copies from there. No times
    and no names are in them: the same site gives the same bytes.
    """
    count = 0
    for file in sorted(folder.rglob("*")):
        if file.suffix in TEXTS and file.is_file() and file.stat().st_size >= SMALLEST:
            count += 1
            if published is None or not _linked(file, published / file.relative_to(folder)):
                _write(file, BEST if "assets" in file.relative_to(folder).parts else USUAL)
    return count


def _linked(file: Path, old: Path) -> bool:
    copies = [old.with_name(old.name + ending) for ending in ENDINGS]
    try:
        if not os.path.samestat(file.stat(), old.stat()) or not all(copy.exists() for copy in copies):
            return False
        for copy in copies:
            os.link(copy, file.with_name(copy.name))
    except FileNotFoundError:
        return False
    return True


def _write(file: Path, quality: int) -> None:
    import gzip

    import brotli

    content = file.read_bytes()
    packed = (
        brotli.compress(content, mode=brotli.MODE_TEXT, quality=quality),
        gzip.compress(content, 9, mtime=0),
    )
    for ending, copy in zip(ENDINGS, packed, strict=True):
        file.with_name(file.name + ending).write_bytes(copy)


def clear(folder: Path) -> None:
    """Take away the packed copies in `folder`; a file of a person's that ends so stays."""
    for ending in ENDINGS:
        for copy in folder.rglob(f"*{ending}"):
            if Path(copy.stem).suffix in TEXTS:
                copy.unlink()
