"""Texts as they are kept from build to build: in groups, without their bodies, which lie in the files."""

from __future__ import annotations

import gc
import pickle
from collections.abc import Iterable, Mapping
from dataclasses import field
from itertools import islice
from typing import Any, Protocol, TypeAlias

from julasan.frozen import dataclass
from julasan.model import Article, Body, Heading, Issue, Link, Mark, StandingPage

Text: TypeAlias = Article | Issue | StandingPage
Seen: TypeAlias = tuple[tuple[Link, ...], tuple[Mark, ...]]
"""The links and marks of a body."""


class Keeper(Protocol):
    """Gives files as they were read."""

    def file(self, path: str) -> str:
        """The text of a file."""


class KeptBody(Body):
    """A body without its text, which stands in its file: few are asked for it after they were rendered.

    What was seen in it stays pickled until somebody asks: most edits do so for one text in thousands.
    """

    __slots__ = ("_kept", "_path", "_pictures", "_seen")
    _kept: Keeper | None
    _path: str
    _pictures: tuple[Link, ...]
    _seen: Seen | bytes

    def __init__(
        self,
        path: str,
        line: int,
        headings: tuple[Heading, ...],
        empty: bool,
        pictures: tuple[Link, ...],
        seen: Seen | bytes,
        kept: Keeper | None = None,
    ) -> None:
        put = object.__setattr__
        put(self, "_path", path)
        put(self, "line", line)
        put(self, "headings", headings)
        put(self, "empty", empty)
        put(self, "_pictures", pictures)
        put(self, "_seen", seen)
        put(self, "_kept", kept)

    def __reduce__(self) -> tuple[Any, ...]:
        seen = self._seen if isinstance(self._seen, bytes) else pickle.dumps(self._seen, protocol=5)
        return KeptBody, (self._path, self.line, self.headings, self.empty, self._pictures, seen)

    def belongs_to(self, kept: Keeper) -> None:
        """Say who gives its file."""
        object.__setattr__(self, "_kept", kept)

    @property
    def text(self) -> str:
        """The text: of a file in which nothing was wrong, all from its first line on."""
        assert self._kept
        lines = self._kept.file(self._path).split("\n", self.line - 1)
        return lines[-1] if len(lines) == self.line else ""

    @property
    def links(self) -> tuple[Link, ...]:
        """Its links and pictures."""
        return self._in_it()[0]

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What the reader saw in it."""
        return self._in_it()[1]

    @property
    def pictures(self) -> tuple[Link, ...]:
        """Those of its links that are pictures: feeds show one of each article in them."""
        return self._pictures

    def _in_it(self) -> Seen:
        if isinstance(self._seen, bytes):
            object.__setattr__(self, "_seen", pickle.loads(self._seen))  # noqa: S301 - our own
        assert not isinstance(self._seen, bytes)
        return self._seen


GROUP = 64
"""Texts that are pickled together: after an edit all other groups are what they were."""


@dataclass(frozen=True, slots=True)
class Groups:
    """Texts by path, and as they are pickled: those of each group together."""

    groups: tuple[tuple[bytes, Mapping[str, Text]], ...] = ()
    texts: Mapping[str, Text] = field(default_factory=dict)


def unpacked(packed: Iterable[bytes]) -> Groups:
    """The texts again; none of them where they cannot be read."""
    # All of it stays: to look through it for garbage, again and again, takes as long as to read it.
    gc.disable()
    try:
        groups = tuple((each, pickle.loads(each)) for each in packed)  # noqa: S301 - our own
    except Exception:  # it is only a memory
        return Groups()
    finally:
        gc.freeze()
        gc.enable()
    return Groups(groups, {path: text for _, group in groups for path, text in group.items()})


def regrouped(before: Groups, texts: Mapping[str, Text]) -> Groups:
    """All `texts`; a group in which nothing has changed is as it was."""
    groups: list[tuple[bytes, Mapping[str, Text]]] = []
    rest = dict(texts)
    for packed, group in before.groups:
        if len(group) > GROUP // 2 and all(texts.get(path) is text for path, text in group.items()):
            groups.append((packed, group))
            for path in group:
                del rest[path]
    left = iter(rest.items())
    while group := dict(islice(left, GROUP)):
        groups.append((pickle.dumps(group, protocol=5), group))
    return Groups(tuple(groups), texts)
