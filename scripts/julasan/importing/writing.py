"""Drafts -> files of knowledge/: all of them or none, and nothing is written over."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from julasan.importing.draft import Draft, Refused

_BAD_NAME = re.compile(r'[<>:"/|?*\\\x00-\x1f\x7f]|^[-.]|[. ]$')


class Taken(Exception):  # noqa: N818 - it names what happened
    """A file of this name is there already: `path`, from the folder of mkdocs.yml."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def write(root: Path, drafts: Sequence[Draft]) -> list[Path]:
    """Write every draft with its pictures below ``root/knowledge/``; return the articles' files.

    Written aside first, then moved one by one; what was moved goes again if the rest cannot follow.

    Raises:
        Taken: A name is taken, in any case or Unicode form. Refused: A name or folder is no good.
        OSError: The disk is full, or the folder not writable.
    """
    folder = root / "knowledge"
    contents = _contents(drafts)
    _look(folder, contents)
    folder.mkdir(exist_ok=True)
    aside = folder / f".import-{os.getpid()}"
    aside.mkdir()
    made: list[Path] = []
    try:
        for number, content in enumerate(contents.values()):
            (aside / str(number)).write_bytes(content)
        (folder / "images").mkdir(exist_ok=True)
        for number, name in enumerate(contents):
            _move(aside / str(number), folder / name, name)
            made.append(folder / name)
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)
        with contextlib.suppress(OSError):
            (folder / "images").rmdir()  # only where it is empty
    return [root / draft.path for draft in drafts]


def _contents(drafts: Sequence[Draft]) -> dict[str, bytes]:
    """What is to be written, by path below knowledge/: pictures first, so that no article lacks its own."""
    contents: dict[str, bytes] = {}
    for name, content in [*_pictures(drafts), *_articles(drafts)]:
        if name in contents:
            raise Taken(f"knowledge/{name}")
        contents[name] = content
    return contents


def _pictures(drafts: Sequence[Draft]) -> Iterator[tuple[str, bytes]]:
    for draft in drafts:
        yield from draft.pictures.items()


def _articles(drafts: Sequence[Draft]) -> Iterator[tuple[str, bytes]]:
    for draft in drafts:
        if _BAD_NAME.search(draft.name) or len(draft.name.encode()) > 200:
            raise Refused("name", name=draft.name)
        yield f"{draft.name}.md", draft.text.encode()


def _look(folder: Path, contents: dict[str, bytes]) -> None:
    """No name is taken in any form, and no link leads out of the folder."""
    for place in (folder, folder / "images"):
        if place.is_symlink() or (place.exists() and not place.is_dir()):
            raise Refused("folder", path=place)
    there = {
        _folded(path.relative_to(folder).as_posix()): path
        for place in (folder, folder / "images")
        if place.is_dir()
        for path in place.iterdir()
    }
    for name in contents:
        if taken := there.get(_folded(name)):
            raise Taken(f"knowledge/{taken.relative_to(folder).as_posix()}")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _move(source: Path, target: Path, name: str) -> None:
    """Give a file its place unless another has it: a hard link fails where a rename would write over."""
    try:
        os.link(source, target)
    except FileExistsError:
        raise Taken(f"knowledge/{name}") from None
    except OSError:
        # A file system without hard links.
        with target.open("xb") as file:
            file.write(source.read_bytes())
