"""What a build may take from earlier ones: bodies, what the search holds, the published folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from julasan.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Rendered:
    """A body as the site shows it: its safe HTML with links from the root, and what lists say of it."""

    html: str
    """Empty where it is remembered and of plain prose: to keep all takes longer than to render again the few
    that anybody asks for."""
    minutes: int
    """How long a person reads."""
    summary: str
    """The first paragraph that is one, cut at a word for a description; empty where nobody asks for it."""
    short: str
    """The same for a card."""


class Grams(Protocol):
    """Keeps what the index of the search is made of."""

    def grams(self, wanted: Mapping[str, str]) -> Iterable[tuple[str, bytes]]:
        """Name and grams of what was put under a name of `wanted` with its key; all else is forgotten."""

    def grams_of(self, name: str, key: str) -> bytes | None:
        """What was put under `name` with this `key`."""

    def put_grams(self, name: str, key: str, grams: bytes) -> None:
        """Keep the grams of some documents."""

    def forget_grams(self, name: str, key: str) -> None:
        """Keep no longer what was put under `name` with this `key`."""

    def counts(self, key: str) -> bytes | None:
        """What was put with this `key`, if nothing was put since then."""

    def put_counts(self, key: str, counts: Callable[[], bytes]) -> None:
        """Keep what an index was dealt out by; `counts` gives it."""


class Memory(Grams, Protocol):
    """Keeps bodies, too, from build to build (or only for this one)."""

    def get(self, name: str, key: str) -> Rendered | None:
        """What was put under `name`, if it was put with this `key`."""

    def put(self, name: str, key: str, rendered: Rendered) -> None:
        """Keep it."""


class ForNow:
    """A memory that ends with the build."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[str, Rendered]] = {}
        self._grams: dict[str, bytes] = {}

    def get(self, name: str, key: str) -> Rendered | None:
        """What was put under `name`, if it was put with this `key`."""
        held = self._held.get(name)
        return held[1] if held and held[0] == key else None

    def put(self, name: str, key: str, rendered: Rendered) -> None:
        """Keep it."""
        self._held[name] = key, rendered

    def grams(self, wanted: Mapping[str, str]) -> Iterable[tuple[str, bytes]]:
        """What was put in this build, given away: the index is made in the memory that it took."""
        while self._grams:
            yield self._grams.popitem()

    def grams_of(self, name: str, key: str) -> bytes | None:
        """What was put in this build."""
        return self._grams.get(name)

    def put_grams(self, name: str, key: str, grams: bytes) -> None:
        """Keep grams."""
        self._grams[name] = grams

    def forget_grams(self, name: str, key: str) -> None:
        """There is one of each, and it is needed."""

    def counts(self, key: str) -> bytes | None:
        """There was no index before this build's."""
        return None

    def put_counts(self, key: str, counts: Callable[[], bytes]) -> None:
        """Nobody will ask for them."""


class Published(Protocol):
    """The published folder that the new one is made after."""

    def key_of(self, name: str) -> str:
        """The key of the deferred outputs `name` that lie there, "" where there are none."""

    def content(self, path: str) -> bytes:
        """A file as it was built.

        Raises:
            LookupError: It is not there as it was.
        """


class NothingYet:
    """Nothing is published."""

    def key_of(self, name: str) -> str:
        """Nothing lies there."""
        return ""

    def content(self, path: str) -> bytes:
        """Nothing lies there."""
        raise LookupError(path)
