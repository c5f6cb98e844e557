"""The new folder: what has changed is written, everything else is what lies in the published one.

Files are never changed in place: a file that stays is the same file in both folders (a
hard link), so that only what is new is written. The folder that was published before the
last one is kept as a spare: it lacks only what the last build changed. A first build makes one.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import field, replace
from pathlib import Path
from typing import TypeAlias

from julasan.build.kept import Kept, Known
from julasan.files import write, write_whole
from julasan.frozen import dataclass
from julasan.seal import pickled, unpickled

_ID = re.compile(rb'\sid="([^"]*)"')


_Stamp: TypeAlias = tuple[int, int, int]
"""A file's size, mtime in nanoseconds, inode; thousands are kept, so it is no dataclass."""


@dataclass(frozen=True, slots=True)
class _Published:
    """What lies in a published folder: made of what, and by which stamps it is known."""

    known: Known = field(default_factory=Known)
    groups: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    """Name of outputs -> their key and their files."""
    files: Mapping[str, _Stamp] = field(default_factory=dict)
    folders: Mapping[str, int] = field(default_factory=dict)
    """Folder -> its mtime: it changes when a file comes or goes."""
    stale: frozenset[str] = frozenset()
    """Files that are not the same in the spare folder."""
    spare: Mapping[str, int] = field(default_factory=dict)
    """The folders of the spare folder, as `folders`."""


class Target:
    """A published folder, and the new one that is to take its place."""

    def __init__(self, site_dir: Path, memory: Path) -> None:
        """`memory`: where the record of the published folder lies, and the spare."""
        name = hashlib.blake2b(str(site_dir.resolve()).encode(), digest_size=6).hexdigest()
        self._building, self.site_dir = Path(), site_dir
        self._record, self._spare = memory / f"site-{name}.pickle", memory / f"spare-{name}"
        self._old = _load(self._record)
        if not _all_there(site_dir, self._old.files):
            self._old = _Published()
        self.known = self._old.known
        """What the pages of the published folder were put into; nothing where it is not as we left it."""
        self._groups: dict[str, tuple[str, tuple[str, ...]]] = {}
        self.files: dict[str, _Stamp] = {}
        """Every file of the new folder."""
        self._changed: set[str] = set()
        self._folder = ""
        """Where the last file was written: it is there."""
        self._laid_out: Mapping[str, int] = {}
        """The folders that were there to begin with, by their mtimes."""

    @property
    def as_it_was(self) -> bool:
        """Whether nobody laid a file into the published folder either: an edit leaves such a one behind."""
        return _are_as_they_were(self.site_dir, self._old.folders)

    @property
    def written(self) -> int:
        """How many files were written."""
        return len(self._changed)

    def begin(self, building: Path, known: Known) -> None:
        """Lay out in `building` what may stay; nothing does where `known` is nothing."""
        self._building, self._folder = building, ""
        if known.environment and self._lay_out():
            return
        # A spare is left until the swap: who makes files right after many were deleted waits for some
        # file systems (ext4 without a journal), and a build that is refused needs it still.
        self._old, self._laid_out = _Published(), {}

    def _lay_out(self) -> bool:
        """Fill the new folder with what is published; whether that could be done."""
        with suppress(OSError):
            if self._spare_fits():
                # Whoever stops us from here on leaves no spare, and the next build links all files anew.
                self._building.rmdir()
                self._spare.rename(self._building)
                self._laid_out = self._old.spare
                for path in self._old.stale:
                    self._take_away(path)
                self._link([path for path in self._old.stale if path in self._old.files], self._building)
            else:
                self._link(self._old.files, self._building, self._old.folders)
            return True
        shutil.rmtree(self._building, ignore_errors=True)
        self._building.mkdir()
        return False

    def _spare_fits(self) -> bool:
        # What both folders hold is one file in both, and the published one was looked at.
        return bool(self._old.spare) and _are_as_they_were(self._spare, self._old.spare)

    def _link(self, paths: Iterable[str], into: Path, folders: Iterable[str] | None = None) -> None:
        """Link published files into a folder; `folders` are theirs, where none of them is there yet.

        A spare that is made has thousands. Names from two open folders are the shortest to walk, and
        a folder made beforehand saves a link that fails and three looks at what is there.
        """
        with _opened(self.site_dir) as source, _opened(into) as to:
            if folders is None:
                for folder in {path.rpartition("/")[0] for path in paths}:
                    os.makedirs(into / folder, exist_ok=True)
            else:
                for folder in sorted(filter(None, folders)):
                    os.mkdir(folder, dir_fd=to)
            for path in paths:
                os.link(path, path, src_dir_fd=source, dst_dir_fd=to)

    def leave(self, name: str, key: str) -> bool:
        """Leave the files of the outputs `name` as they lie, if they were made of the same."""
        known = self._old.groups.get(name)
        if known is None or known[0] != key:
            return False
        self._groups[name] = known
        for path in known[1]:
            self.files[path] = self._old.files[path]
        return True

    def key_of(self, name: str) -> str:
        """The key of the outputs `name` that are published, "" where there are none."""
        known = self._old.groups.get(name)
        return known[0] if known else ""

    def content(self, path: str) -> bytes:
        """A published file as it was built.

        Raises:
            LookupError: It is not there as it was.
        """
        found = self._published(path)
        if found is None:
            raise LookupError(path)
        return found

    def _published(self, path: str) -> bytes | None:
        """A published file as it was built, None where there is none."""
        place = self.site_dir / path
        with suppress(OSError):
            if path in self._old.files and _of(os.lstat(place)) == self._old.files[path]:
                return place.read_bytes()
        return None

    def put(self, name: str, contents: Iterable[tuple[str, bytes | None]], key: str = "") -> None:
        """Write the files of the outputs `name`; one whose bytes are the same, or None, stays as it lies."""
        paths = []
        for path, content in contents:
            paths.append(path)
            if content is None:
                self.files[path] = self._old.files[path]
                continue
            known = self._old.files.get(path)
            if known is None or known[0] != len(content) or self._published(path) != content:
                self._write(path, content, over=known is not None)
            else:
                self.files[path] = known
        if key:
            self._groups[name] = key, tuple(paths)

    def _write(self, path: str, content: bytes, *, over: bool) -> None:
        self._changed.add(path)
        place = f"{self._building}/{path}"
        if over:
            os.unlink(place)
        else:
            self._have(path.rpartition("/")[0])
        self.files[path] = _of(write(place, content))

    def _have(self, folder: str) -> None:
        """Make a folder, if it is not there: almost every page has one of its own."""
        if folder != self._folder:
            with suppress(FileExistsError, FileNotFoundError):
                # Where the one above is wanting, `write` makes both.
                os.mkdir(f"{self._building}/{folder}")
            self._folder = folder

    def read(self, path: str) -> bytes:
        """The content of a file of the new folder."""
        return (self._building / path).read_bytes()

    def pages_that_led_to_what_is_gone(self) -> set[str]:
        """Pages that stay and may lead to a file or an anchor that is no longer there."""
        gone = [path for path in self._old.files if path not in self.files]
        needles = {_last_name(path).encode() for path in gone}
        for path in self._changed:
            if path in self._old.files and path.endswith(".html"):
                before = _ID.findall((self.site_dir / path).read_bytes())
                lost = set(before).difference(_ID.findall(self.read(path)))
                needles |= {b"#" + name for name in lost}
        if not needles:
            return set()
        stays = (path for path in self.files if path.endswith(".html") and path not in self._changed)
        found = re.compile(b"|".join(map(re.escape, sorted(needles))))
        return {path for path in stays if found.search(self.read(path))}

    def end(self) -> None:
        """Take away what the new site no longer has."""
        for path in self._old.files:
            if path not in self.files:
                self._changed.add(path)
                self._take_away(path)

    def _take_away(self, path: str) -> None:
        """Remove a file, and the folders that held nothing else."""
        (self._building / path).unlink(missing_ok=True)
        with suppress(OSError):  # a folder above holds something else
            while path := path.rpartition("/")[0]:
                (self._building / path).rmdir()

    def keep(self, known: Known) -> None:
        """After the swap: keep the folder that was published as a spare, and the record of this one."""
        with suppress(OSError):
            now = self._as_it_is(known)
            spare, stale = self._keep_spare(now)
            self._old = replace(now, stale=frozenset(stale), spare=spare)
            write_whole(self._record, pickled(self._old, self._record.name))

    def _keep_spare(self, now: _Published) -> tuple[Mapping[str, int], Iterable[str]]:
        """Keep a spare: its folders by their mtimes, and the files that are not the same in it.

        Where nothing was published that stays, it is made of links: else the first edit would make them,
        whose writer waits. A site on another disk than the content, or on one without links, has none.
        """
        shutil.rmtree(self._spare, ignore_errors=True)
        with suppress(OSError):
            if self._old.files and self._building.is_dir():
                self._building.rename(self._spare)
                return self._old.folders, self._changed
            self._spare.mkdir()
            self._link(now.files, self._spare, now.folders)
            return {each: os.stat(f"{self._spare}/{each}").st_mtime_ns for each in now.folders}, ()
        shutil.rmtree(self._spare, ignore_errors=True)
        return {}, self.files

    def _as_it_is(self, known: Known) -> _Published:
        """What lies in the published folder now."""
        folders = {"": 0}
        for path in self.files:
            folder = path.rpartition("/")[0]
            while folder not in folders:
                folders[folder] = 0
                folder = folder.rpartition("/")[0]
        touched = {folder for path in (*self._old.stale, *self._changed) for folder in _above(path)}
        for folder in folders:
            if folder in touched or folder not in self._laid_out:
                folders[folder] = os.stat(f"{self.site_dir}/{folder}").st_mtime_ns
            else:
                folders[folder] = self._laid_out[folder]
        return _Published(known, self._groups, self.files, folders)


class InPlace(Target):
    """A folder whose files are changed where they lie, again and again: a preview's.

    Each file is whole at any time. Where making it was broken off, it is made anew.
    """

    def __init__(self, site_dir: Path, memory: Path) -> None:
        """`memory`: where the record of the folder lies."""
        super().__init__(site_dir, memory)
        if not self.as_it_was:
            self._old, self.known = _Published(), Known()
        self._building = site_dir
        self._whole = True

    def begin(self, building: Path, known: Known) -> None:
        """Begin with what lies there."""
        if not self._whole:
            self._old = _Published()
        if not self._old.files:
            shutil.rmtree(self.site_dir, ignore_errors=True)
        elif not known.environment:
            self._old = replace(self._old, groups={})
        self._groups, self.files, self._changed = {}, {}, set()
        self._laid_out, self._whole = self._old.folders, False

    def put_off(self, name: str) -> None:
        """Leave the files of the outputs `name` as they lie, though old: the next build makes them."""
        self.leave(name, self.key_of(name))

    def _write(self, path: str, content: bytes, *, over: bool) -> None:
        self._changed.add(path)
        aside = f"{self.site_dir}/{path}.new"
        self.files[path] = _of(write(aside, content))
        os.replace(aside, f"{self.site_dir}/{path}")

    def keep(self, known: Known) -> None:
        """Keep the record of what lies there now."""
        with suppress(OSError):
            self._old = self._as_it_is(known)
            self.known, self._whole = known, True
            write_whole(self._record, pickled(self._old, self._record.name))


def is_as_built(kept: Kept, target: Target) -> bool:
    """Whether the folder holds what a build would put there: nobody wrote a word, nobody touched it."""
    known = target.known
    same = kept.unchanged and (known.environment, known.inputs) == (kept.environment, kept.inputs)
    return same and target.as_it_was


def _load(record: Path) -> _Published:
    with suppress(Exception):  # whatever is wrong with it: everything is made anew
        found = unpickled(record.read_bytes(), record.name)
        if isinstance(found, _Published):
            return found
    return _Published()


def _all_there(site_dir: Path, files: Mapping[str, _Stamp]) -> bool:
    """Whether nobody touched a file since it was published."""
    try:
        with _opened(site_dir) as above:
            for path, mark in files.items():
                # Thousands, at every edit: no call more than must be.
                found = os.stat(path, dir_fd=above, follow_symlinks=False)
                if (found.st_size, found.st_mtime_ns, found.st_ino) != mark:
                    return False
    except OSError:
        return False
    return True


def _are_as_they_were(above: Path, folders: Mapping[str, int]) -> bool:
    """Whether no file has come to or gone from any of these folders."""
    try:
        with _opened(above) as root:
            return all(
                os.stat(folder or ".", dir_fd=root, follow_symlinks=False).st_mtime_ns == was
                for folder, was in folders.items()
            )
    except OSError:
        return False


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield handle
    finally:
        os.close(handle)


def _of(found: os.stat_result) -> _Stamp:
    return found.st_size, found.st_mtime_ns, found.st_ino


def _above(path: str) -> Iterator[str]:
    """The folders above `path`, from the nearest to the root, which is ""."""
    while path:
        path = path.rpartition("/")[0]
        yield path


def _last_name(path: str) -> str:
    """The part of `path` that a link to it must hold: a page's folder with its "/", a file's name."""
    folder, _, name = path.rpartition("/")
    return folder.rpartition("/")[2] + "/" if name == "index.html" and folder else name
