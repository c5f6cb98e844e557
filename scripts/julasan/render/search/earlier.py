"""The index as it is published: which of its files stay, and what the next edit is counted from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from julasan.frozen import dataclass
from julasan.render.keys import key
from julasan.render.memory import Grams, Published
from julasan.render.search.edited import Change, Edited, edited
from julasan.render.search.groups import TOGETHER, Group, group
from julasan.render.search.held import Held
from julasan.render.search.packing import U32
from julasan.render.search.shards import Counts


@dataclass(frozen=True, slots=True)
class Counted:
    """What an index was made of: its documents' addresses and keys in order, their letters, the counts."""

    addresses: str
    """A fingerprint of them."""
    keys: list[str]
    lengths: U32
    counts: Counts

    def packed(self) -> bytes:
        """As bytes."""
        sizes = len(self.lengths), len(self.counts.places)
        head = json.dumps((self.addresses, self.keys, self.counts.documents, sizes)).encode("ascii")
        arrays = (self.lengths, self.counts.places, self.counts.frequency.astype(np.uint32))
        return b"".join((head, b"\n", *(array.data for array in arrays)))

    @classmethod
    def unpacked(cls, found: bytes) -> Counted:
        """The same again."""
        addresses, keys, documents, sizes = json.loads(found[: found.index(b"\n")])
        numbers = np.frombuffer(found, np.uint32, offset=found.index(b"\n") + 1)
        lengths, places, frequency = np.split(numbers, np.cumsum((*sizes,)))
        return cls(addresses, keys, lengths, Counts(documents, places, frequency.astype(np.int64)))


class Earlier:
    """The published index beside the documents that there are now."""

    def __init__(
        self, addresses: Sequence[str], keys: Sequence[str], memory: Grams, published: Published
    ) -> None:
        self._addresses, self._keys, self._memory, self._published = addresses, keys, memory, published

    @cached_property
    def _known(self) -> Counted | None:
        """What it was made of; nothing where its documents are not the same ones."""
        its_key = self._published.key_of("search")
        found = self._memory.counts(its_key) if its_key else None
        if found is None:
            return None
        known = Counted.unpacked(found)
        return known if known.addresses == key(self._addresses) else None

    def held(self, now: Group) -> tuple[list[int], Held] | None:
        """The places in a group whose documents are others than those published, and the grams of those.

        None where it is not known what is published.
        """
        was = group(self._known.keys, now.first) if self._known else None
        if was is None or self._published.key_of(was.name) != was.key:
            return None
        held = self._grams(was)
        return (_differing(was.keys, now.keys), held) if held else None

    def edited(self) -> tuple[Edited, list[int]] | None:
        """The index as it is to be, and each document's letters; None where it must be made anew."""
        known = self._known
        if known is None:
            return None
        changes: list[Change] = []
        lengths = known.lengths.tolist()
        gone: list[Group] = []
        for first in dict.fromkeys(
            each // TOGETHER * TOGETHER for each in _differing(known.keys, self._keys)
        ):
            was, now = group(known.keys, first), group(self._keys, first)
            old, new = self._grams(was), self._grams(now)
            if old is None or new is None:
                return None
            gone.append(was)
            for place in _differing(was.keys, now.keys):
                changes.append((first + place, old.of(place), new.of(place)))
                lengths[first + place] = int(new.letters[place])
        try:
            found = edited(known.counts, changes, self._file)
        except LookupError:
            return None
        for was in gone if found else ():
            self._memory.forget_grams(was.name, was.key)
        return (found, lengths) if found else None

    def _grams(self, some: Group) -> Held | None:
        found = self._memory.grams_of(some.name, some.key)
        return None if found is None else Held.unpacked(found)

    def _file(self, number: int) -> bytes:
        return self._published.content(f"search/g{number}.js").split(b'"')[1]

    def keep(self, its_key: str, counts: Counts, lengths: Sequence[int]) -> None:
        """Keep what the new index is made of."""
        self._memory.put_counts(its_key, lambda: self._counted(counts, lengths).packed())

    def _counted(self, counts: Counts, lengths: Sequence[int]) -> Counted:
        letters = np.array(lengths, np.uint32)
        return Counted(key(self._addresses), list(self._keys), letters, counts)


def _differing(was: Sequence[str], now: Sequence[str]) -> list[int]:
    """The places in which two lists of the same length differ."""
    return [place for place, both in enumerate(zip(was, now, strict=True)) if both[0] != both[1]]
