"""Edge: files with private data are written only where neither the website nor git would publish them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Literal

from julasan.model import FOLDERS

Reason = Literal["site", "content", "git"]


class UnsafeError(Exception):
    """A private file may not lie there; `reason` says why."""

    def __init__(self, path: Path, reason: Reason) -> None:
        super().__init__(f"{reason}: {path}")
        self.path = path
        self.reason: Reason = reason


def refuse(path: Path, root: Path) -> None:
    """Look whether a private file may be written at `path`; links are followed to where it would really lie.

    Raises:
        UnsafeError: It would lie in a built site, in what the site copies, or where git does not ignore it.
    """
    place, root = _real(path), root.resolve()
    if (
        any((folder / "assets" / "julasan").is_dir() for folder in place.parents)
        or root / "site" in place.parents
    ):
        raise UnsafeError(path, "site")
    if any(root / name in place.parents for name in FOLDERS):
        raise UnsafeError(path, "content")
    work_tree = next((folder for folder in place.parents if (folder / ".git").exists()), None)
    if work_tree is not None and not _ignored(place, work_tree):
        raise UnsafeError(path, "git")


def write(path: Path, content: bytes, root: Path) -> None:
    """Write a private file whole or not at all, for its owner's eyes only.

    Raises:
        UnsafeError: As :func:`refuse`.
        OSError: It cannot be written.
    """
    refuse(path, root)
    folder(path.parent)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.unlink(missing_ok=True)
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def folder(path: Path) -> None:
    """Make a folder that only its owner may open; one that is there stays as it is."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(mode=0o700, exist_ok=True)


def _real(path: Path) -> Path:
    """Where a file written at `path` (aside, then put in its place) would lie."""
    return path.parent.resolve() / path.name


def _ignored(place: Path, work_tree: Path) -> bool:
    """Whether git ignores `place`; a tracked file it does not ignore. No git, no answer: False."""
    command = [
        "git",
        "-c",
        "safe.directory=*",
        "-C",
        str(work_tree),
        "check-ignore",
        "--quiet",
        "--",
        str(place),
    ]
    try:
        done = subprocess.run(command, capture_output=True, timeout=20, check=False)  # noqa: S603 - a fixed list
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0
