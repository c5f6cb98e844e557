"""The index as it is published: which of its files stay, and what the next edit is counted from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from julasan.render.keys import key
from julasan.render.memory import Grams, Published
from julasan.render.search.edited import Change, Edited, edited
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
        return b"\n".join((head, b"".join(array.tobytes() for array in arrays)))

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

    def stays(self, number: int, name: str, own: slice) -> bool:
        """Whether the file of a document stays, which is one of the outputs `name` of some documents."""
        known = self._known
        return (
            known is not None
            and known.keys[number] == self._keys[number]
            and self._published.key_of(name) == key(own.start, known.keys[own])
        )

    def edited(self) -> tuple[Edited, list[int]] | None:
        """The index as it is to be, and each document's letters; None where it must be made anew."""
        known = self._known
        if known is None:
            return None
        changes: list[Change] = []
        lengths = known.lengths.tolist()
        for number, (was, now) in enumerate(zip(known.keys, self._keys, strict=True)):
            if was != now:
                old, new = (self._grams(number, its_key) for its_key in (was, now))
                if old is None or new is None:
                    return None
                changes.append((number, old[1:], new[1:]))
                lengths[number] = int(new[0])
        try:
            found = edited(known.counts, changes, self._file)
        except LookupError:
            return None
        for number, _, _ in changes if found else ():
            self._memory.forget_grams(self._addresses[number], known.keys[number])
        return (found, lengths) if found else None

    def _grams(self, number: int, its_key: str) -> U32 | None:
        found = self._memory.grams_of(self._addresses[number], its_key)
        return None if found is None else np.frombuffer(found, np.uint32)

    def _file(self, number: int) -> str:
        return self._published.content(f"search/g{number}.js").split(b'"')[1].decode("utf-8")

    def keep(self, its_key: str, counts: Counts, lengths: Sequence[int]) -> None:
        """Keep what the new index is made of."""
        letters = np.array(lengths, np.uint32)
        counted = Counted(key(self._addresses), list(self._keys), letters, counts)
        self._memory.put_counts(its_key, counted.packed())
