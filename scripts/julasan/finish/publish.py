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
from typing import IO

from julasan import stopping

RENAME_EXCHANGE = 2
AT_FDCWD = -100

_ASIDE = re.compile(r"\.(?P<name>.+)\.(?P<what>building|old)-\d+")


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

    What a killed build left lying about is removed first; a site that it had taken away comes back.

    Raises:
        Busy: Another build holds the lock of `site_dir`.
        OSError: The folder cannot be written.
    """
    parent = site_dir.parent
    parent.mkdir(parents=True, exist_ok=True)
    with _lock(parent / f".{site_dir.name}.lock"):
        _tidy(site_dir)
        building = parent / f".{site_dir.name}.building-{os.getpid()}"
        building.mkdir()
        try:
            yield building
        finally:
            with stopping.held():
                shutil.rmtree(building, ignore_errors=True)


def tidy(site_dir: Path) -> None:
    """Remove what a killed build left beside `site_dir`; another build that goes on keeps what is its own."""
    lock = site_dir.parent / f".{site_dir.name}.lock"
    left = (match["name"] for match in map(_ASIDE.fullmatch, os.listdir(site_dir.parent)) if match)
    if lock.exists() or site_dir.name in left:
        with contextlib.suppress(Busy, OSError), _lock(lock):
            _tidy(site_dir)


def _tidy(site_dir: Path) -> None:
    for left in sorted(site_dir.parent.iterdir()):
        match = _ASIDE.fullmatch(left.name)
        if match is None or match["name"] != site_dir.name:
            continue
        if match["what"] == "old" and not site_dir.exists():
            # Killed between the two renames of a system without an exchange.
            left.rename(site_dir)
        else:
            shutil.rmtree(left, ignore_errors=True)


@contextlib.contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Hold `path` for one build; the file is gone afterwards, and after a kill the next build takes it."""
    with _locked(path):
        try:
            yield
        finally:
            # Unlinked while held: the next build makes its own.
            path.unlink(missing_ok=True)


def _locked(path: Path) -> IO[bytes]:
    while True:
        handle = path.open("wb")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Whoever held it may have unlinked it since it was opened: such a lock would lock nobody out.
            if os.path.samestat(os.fstat(handle.fileno()), path.stat()):
                return handle
        except FileNotFoundError:
            pass
        except BlockingIOError:
            handle.close()
            raise Busy(str(path)) from None
        except BaseException:
            handle.close()
            raise
        handle.close()


def swap(building: Path, site_dir: Path) -> None:
    """Put `building` in the place of `site_dir`; the old folder ends up at `building`'s path.

    renameat2(2) with RENAME_EXCHANGE: a reader sees the old site or the new one, never
    neither. Where the system or file system has none, two renames. The new site is on the
    disk before it takes the place, so that a power cut leaves no empty files there either.
    What stops programs waits meanwhile: it would come too late.
    """
    _sync(building)
    with stopping.held():
        if not site_dir.exists():
            building.rename(site_dir)
        elif not _exchange(building, site_dir):
            old = building.with_name(building.name.replace(".building-", ".old-"))
            site_dir.rename(old)
            try:
                building.rename(site_dir)
            except OSError:
                old.rename(site_dir)
                raise
            old.rename(building)


def _sync(folder: Path) -> None:
    """Have the file system of `folder` write down what it still holds in memory: syncfs(2), else sync(2)."""
    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if syncfs is None:
        os.sync()
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if syncfs(handle) != 0:
            # A disk that filled up or failed says so here at the latest.
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), str(folder))
    finally:
        os.close(handle)


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
