"""What a build depends on: the files that people write, by their stamps, the program, the settings."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TypeAlias

from julasan import PACKAGE
from julasan.model import FILES, FOLDERS
from julasan.render.keys import key

Stamp: TypeAlias = tuple[int, int, int, int]
"""A file's size in bytes, its mtime and ctime in nanoseconds, its inode: what no edit leaves as it was."""
SETTLED = 2_000_000_000
"""Nanoseconds after which a second change has another mtime, on every file system in use."""


def stamp(found: os.stat_result) -> Stamp:
    """The stamp of a file."""
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def stamp_of(path: Path | str) -> Stamp | None:
    """The stamp of the file at `path`, None where there is none."""
    try:
        return stamp(os.stat(path, follow_symlinks=False))
    except OSError:
        return None


def stamps(root: Path) -> dict[str, Stamp]:
    """The stamp of everything that a build reads, by its path from `root`."""
    found = {name: mark for name in FILES if (mark := stamp_of(root / name))}
    found |= _below(root, ".cache/decap")
    for name in FOLDERS:
        found |= _below(root, name)
    return found


def _below(root: Path, name: str) -> dict[str, Stamp]:
    found: dict[str, Stamp] = {}
    waiting = [name]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(root / folder) as entries:
                for entry in entries:
                    path = f"{folder}/{entry.name}"
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(path)
                    else:
                        found[path] = stamp(entry.stat(follow_symlinks=False))
        except OSError:
            continue
    return found


def environment(root: Path) -> str:
    """A fingerprint of all that is no content: the program, its libraries, the settings, the private file."""
    settings = (root / "mkdocs.yml").read_bytes() if (root / "mkdocs.yml").is_file() else b""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    private = stamp_of(root / "members.private.csv")
    return key(_program(), libraries(), epoch, settings, private)


def libraries() -> str:
    """A fingerprint of Python and of the packages beside the program: installing anything changes it.

    Each stands there by its record (PEP 376). The folder's own stamp would not do: with the first
    module that Python compiles there it changes, and the next build would make everything anew.
    """
    records: list[tuple[str, int]] = []
    with suppress(OSError), os.scandir(sysconfig.get_path("purelib")) as entries:
        records = sorted((its.name, its.stat().st_mtime_ns) for its in entries if its.name.endswith(_RECORDS))
    return key(sys.version, records)


_RECORDS = (".dist-info", ".egg-info", ".pth")
"""How the names end of what an installer leaves there of each package."""


@cache
def _program() -> Sequence[tuple[str, int, int]]:
    """The stamps of the program's files: it is loaded once, whatever becomes of them while it runs."""
    found: list[tuple[str, int, int]] = []
    waiting = [str(PACKAGE)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.is_dir():
                    if entry.name != "__pycache__":
                        waiting.append(entry.path)
                else:
                    its = entry.stat()
                    found.append((entry.path, its.st_size, its.st_mtime_ns))
    return found
