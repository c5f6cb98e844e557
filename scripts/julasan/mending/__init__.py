"""Edge: `check --fix` mends in people's files what is safe, and only that.

``mends(root)`` says what would change, ``diff`` shows it, ``write`` does it: a copy of every
file first, then each file whole or not at all. ``texts`` mends Markdown and YAML, ``tables``
CSV, ``letters`` what nobody sees, ``days`` dates, ``places`` provinces, ``pictures`` photographs
that say where they were taken. What is not mended the check still names.
"""

from __future__ import annotations

import difflib
import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from julasan.check.sizes import PICTURE_BYTES
from julasan.frozen import dataclass
from julasan.mending import letters, pictures, tables, texts
from julasan.mending.fields import kind_of
from julasan.read.events import PATH as EVENTS
from julasan.read.files import is_plain, look
from julasan.read.members import PATH as MEMBERS
from julasan.read.settings import read_settings
from julasan.read.text import ARTICLE_BYTES, DATA_BYTES, sure_text

BACKUPS = Path(".cache") / "julasan" / "backup"


@dataclass(frozen=True, slots=True)
class Mend:
    """A file as it is and as it would be; `path` is relative to the folder of mkdocs.yml."""

    path: str
    old: bytes
    new: bytes
    picture: bool = False


def mends(root: Path) -> Iterator[Mend]:
    """What can be mended, a file each. members.private.csv is left alone: its lines are shown to nobody."""
    folder = look(root)
    provinces = read_settings(root, {})[0].provinces
    for path in [*folder.texts, EVENTS, MEMBERS, "mkdocs.yml"]:
        limit = ARTICLE_BYTES if path.endswith(".md") else DATA_BYTES
        file = root / path
        if not is_plain(file) or file.stat().st_size > limit:
            continue
        old = file.read_bytes()
        new = mended(path, old, provinces)
        if new != old:
            yield Mend(path, old, new)
    for item in folder.media:
        if item.path.casefold().endswith(_PHOTOGRAPHS) and item.size <= PICTURE_BYTES:
            old = (root / item.path).read_bytes()
            new = pictures.mended(old)
            if new != old:
                yield Mend(item.path, old, new, picture=True)


_PHOTOGRAPHS = (".jpg", ".jpeg", ".png", ".webp", ".avif")


def mended(path: str, data: bytes, provinces: Collection[str] = ()) -> bytes:
    """The bytes of the text file `path` mended; the same where nothing is to be done, or nothing is sure.

    What one mend lays bare the next takes up, so that a second run finds nothing left.
    """
    made = data
    for _ in range(_MOST_ROUNDS):
        again = _once(path, made, provinces)
        if again == made:
            return made
        made = again
    return data


_MOST_ROUNDS = 6


def _once(path: str, data: bytes, provinces: Collection[str]) -> bytes:
    found = sure_text(data)
    if found is None:
        return data
    text, _ = found
    if path.endswith(".csv"):
        text = tables.mended(text, provinces)
    elif path.endswith(".md"):
        text = texts.article(text, provinces, kind_of(path))
    else:
        text = texts.record(
            text, texts.EVENT_DATES if path == EVENTS else frozenset(), provinces, kind_of(path)
        )
    return text.encode()


def diff(found: Iterable[Mend], without_place: str = "") -> str:
    """A unified diff in which what nobody sees has a name (``<U+200B>``); of a picture, a word on it."""
    lines: list[str] = []
    for mend in found:
        if mend.picture:
            lines.append(f"{mend.path}: {without_place}")
            continue
        old, encoding = sure_text(mend.old) or ("", "")
        before, after = (letters.shown(text).splitlines() for text in (old, mend.new.decode()))
        dates = (encoding, "utf-8") if encoding != "utf-8" else ("", "")
        changes = list(difflib.unified_diff(before, after, mend.path, mend.path, *dates, lineterm=""))
        # A file that only changes its encoding has no line to show.
        lines += changes or [f"--- {mend.path}\t{dates[0]}", f"+++ {mend.path}\t{dates[1]}"]
    return "\n".join(lines)


class ChangedMeanwhileError(Exception):
    """Somebody wrote the file between the look and the mending; it was left as it is."""


def write(root: Path, found: Sequence[Mend]) -> Path:
    """Copy every file into a new folder of backups, then put the mended ones in place; return that folder.

    Stopped at any moment, each file is whole, as it was or mended.

    Raises:
        ChangedMeanwhileError: A file is no longer what it was. OSError: A file cannot be written.
    """
    backup = _new_backup(root)
    for mend in found:
        copy = backup / mend.path
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(mend.old)
    for mend in found:
        _replace(root / mend.path, mend)
    return backup


def _new_backup(root: Path) -> Path:
    """A new numbered folder; a link on the way, which a stranger's files may bring, is not followed."""
    place = root
    for name in BACKUPS.parts:
        place /= name
        if place.is_symlink():
            raise NotADirectoryError(20, os.strerror(20), str(place))
        place.mkdir(exist_ok=True)
    numbers = [int(entry.name) for entry in place.iterdir() if entry.name.isdecimal()]
    backup = place / str(max(numbers, default=0) + 1)
    backup.mkdir()
    return backup


def _replace(file: Path, mend: Mend) -> None:
    if not is_plain(file) or file.read_bytes() != mend.old:
        raise ChangedMeanwhileError(mend.path)
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with aside.open("xb") as handle:
            handle.write(mend.new)
            handle.flush()
            os.fsync(handle.fileno())
        shutil.copymode(file, aside)
        aside.replace(file)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
