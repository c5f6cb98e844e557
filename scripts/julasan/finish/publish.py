"""Publishing is a swap: the new folder takes the old one's place in one step, or nothing changes."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

RENAME_EXCHANGE = 2
AT_FDCWD = -100

_ASIDE = re.compile(r"\.(?P<name>.+)\.(?:building|old)-(?P<pid>\d+)")


class Busy(Exception):  # noqa: N818 - it names the state
    """Another build is publishing to the same folder."""


def is_ours(site_dir: Path) -> bool:
    """Whether `site_dir` may be swapped away: it is not there, is empty, or holds a site that we built."""
    if not site_dir.exists() or (site_dir.is_dir() and not any(site_dir.iterdir())):
        return True
    return (site_dir / "assets" / "julasan").is_dir()


@contextlib.contextmanager
def aside(site_dir: Path) -> Iterator[Path]:
    """A new empty folder beside `site_dir` to build in; it is gone afterwards, however the build ends.

    What a killed build left lying about is removed first.

    Raises:
        Busy: Another build holds the lock of `site_dir`.
        OSError: The folder cannot be written.
    """
    parent = site_dir.parent
    parent.mkdir(parents=True, exist_ok=True)
    with _lock(parent / f".{site_dir.name}.lock"):
        for left in parent.iterdir():
            match = _ASIDE.fullmatch(left.name)
            if match and match["name"] == site_dir.name:
                shutil.rmtree(left, ignore_errors=True)
        building = parent / f".{site_dir.name}.building-{os.getpid()}"
        building.mkdir()
        try:
            yield building
        finally:
            shutil.rmtree(building, ignore_errors=True)


@contextlib.contextmanager
def _lock(path: Path) -> Iterator[None]:
    with path.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EAGAIN):
                raise Busy(str(path)) from None
            raise
        try:
            yield
        finally:
            # Unlinked while held: the next build makes its own.
            path.unlink(missing_ok=True)


def swap(building: Path, site_dir: Path) -> None:
    """Put `building` in the place of `site_dir`; the old folder ends up at `building`'s path.

    renameat2(2) with RENAME_EXCHANGE: a reader sees the old site or the new one, never
    neither. Where the system or file system has none, two renames.
    """
    if not site_dir.exists():
        building.rename(site_dir)
        return
    if _exchange(building, site_dir):
        return
    old = building.with_name(building.name.replace(".building-", ".old-"))
    site_dir.rename(old)
    try:
        building.rename(site_dir)
    except OSError:
        old.rename(site_dir)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    done = renameat2(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE)
    if done == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM):
        return False
    raise OSError(code, os.strerror(code), str(other))
