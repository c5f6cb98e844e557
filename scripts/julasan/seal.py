"""A seal on what the program keeps from run to run: only what this person's machine wrote is read back.

What is kept lies beside the content, and content comes from outside: a pull request may bring
a folder ``.cache`` of its own. What is read back is run (pickle) or published (HTML, PDF), so
it bears a keyed hash (RFC 2104, with SHA-256), whose key lies in the person's own cache folder.
"""

from __future__ import annotations

import hmac
import os
import pickle
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

SIZE = 16
"""Bytes of a seal."""


def own_folder() -> Path:
    """The program's cache folder of this person (XDG Base Directory Specification)."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if os.path.isabs(base) else Path.home() / ".cache") / "julasan"


@lru_cache(maxsize=1)
def _key() -> bytes:
    """32 bytes that nobody else knows; where they cannot be kept, nothing that was kept is trusted."""
    with suppress(OSError, RuntimeError):
        path = own_folder() / "key"
        with suppress(FileNotFoundError):
            if len(found := path.read_bytes()) == 32:
                return found
            path.unlink()  # A disk was full.
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _lay_down(path)
        return path.read_bytes()
    return os.urandom(32)


def _lay_down(path: Path) -> None:
    """A new key at `path`, whole or not at all; of two commands at once, both take that of the first."""
    aside = path.with_name(f".key.{os.urandom(8).hex()}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(os.urandom(32))
        try:
            os.link(aside, path)
        except FileExistsError:
            pass
        except OSError:  # A file system without hard links: there the last one counts.
            aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def sealed(content: bytes, about: str = "") -> bytes:
    """`content` behind its seal; `about` says what it is, so that nothing is taken for another."""
    return _seal(content, about) + content


def opened(found: bytes, about: str = "") -> bytes | None:
    """The content, None where the seal is not ours."""
    content = _looked_at(found, about)
    return None if content is None else bytes(content)


def _looked_at(found: bytes, about: str) -> memoryview | None:
    """The content where it lies: an edit reads records of megabytes, and a copy of each is new memory."""
    content = memoryview(found)[SIZE:]
    return content if hmac.compare_digest(found[:SIZE], _seal(content, about)) else None


def _seal(content: bytes | memoryview, about: str) -> bytes:
    seal = hmac.new(_key(), about.encode("utf-8", "surrogatepass") + b"\0", "sha256")
    seal.update(content)
    return seal.digest()[:SIZE]


class SealError(Exception):
    """What was kept does not bear our seal."""


def pickled(thing: object, about: str) -> bytes:
    """`thing` as bytes under our seal."""
    return sealed(pickle.dumps(thing, protocol=5), about)


def unpickled(found: bytes, about: str) -> Any:
    """The thing again.

    Raises:
        SealError: Somebody else wrote it.
    """
    content = _looked_at(found, about)
    if content is None:
        raise SealError
    return pickle.loads(content)  # noqa: S301 - it bears our seal
