"""Texts that were read in this build: in a file without a name, until their pages ask for them."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO


class AtHand:
    """The bytes that were put, by name, as long as it is open.

    Ten thousand texts would fill the memory. The file has no name that anybody could open, so what it
    holds needs no seal: these are the very bytes that were checked, whatever becomes of the files.
    """

    def __init__(self, folder: Path | None) -> None:
        """`folder`: where the file may lie; without one all is held in memory."""
        self._folder = folder
        self._file: BinaryIO | None = None
        self._end = 0
        self._places: dict[str, tuple[int, int] | bytes] = {}
        """Where a content begins, and how long it is; or the content, where the file did not take it."""

    def put(self, name: str, content: bytes) -> None:
        """Hold `content`."""
        self._places[name] = content
        if self._folder is None:
            return
        with suppress(OSError):
            if self._file is None:
                from tempfile import TemporaryFile

                self._file = TemporaryFile(buffering=0, dir=self._folder)  # noqa: SIM115 - until `close`
            if os.pwrite(self._file.fileno(), content, self._end) == len(content):
                self._places[name] = self._end, len(content)
                self._end += len(content)

    def get(self, name: str) -> bytes | None:
        """What was put last under `name`, None where it is not held or cannot be read."""
        place = self._places.get(name)
        if place is None or isinstance(place, bytes):
            return place
        assert self._file
        with suppress(OSError):
            at, size = place
            found = os.pread(self._file.fileno(), size, at)
            if len(found) == size:
                return found
        return None

    def close(self) -> None:
        """Hold nothing any more."""
        self._places = {}
        if self._file is not None:
            self._file.close()
            self._file = None
