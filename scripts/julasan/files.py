"""Files written: many small ones quickly, or one whole or not at all. Imports nothing of the package."""

from __future__ import annotations

import os
from pathlib import Path

_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def write(file: Path | str, content: bytes) -> os.stat_result:
    """Write a file and the folders above it; gives what the system then says of it."""
    try:
        handle = os.open(file, _NEW, 0o666)
    except FileNotFoundError:
        folder = os.path.dirname(file)
        try:
            os.mkdir(folder)
        except FileNotFoundError:
            os.makedirs(folder, exist_ok=True)
        handle = os.open(file, _NEW, 0o666)
    # Thousands of small files: Python's own layers over a file take longer than the writing.
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(handle, left) :]
        return os.fstat(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_bytes(content)
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
