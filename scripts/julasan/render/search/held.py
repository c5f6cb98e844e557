"""The grams of some texts, as they go into the index and are kept for the next build."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from julasan.frozen import dataclass
from julasan.render.search.packing import I64, U32


@dataclass(frozen=True, slots=True)
class Held:
    """The grams of some texts, one text's behind another's."""

    grams: U32
    """Of each text sorted, each once: a gram's place (`grams.places`), then a bit (`grams.TITLE`)."""
    sizes: I64
    """How many each text has."""
    letters: I64
    """How many letters each text has, its title counted in."""

    def of(self, number: int) -> U32:
        """The grams of one of the texts."""
        begin = int(self.sizes[:number].sum())
        return self.grams[begin : begin + int(self.sizes[number])]

    def with_new(self, numbers: Sequence[int], new: Held) -> Held:
        """The same, but that the texts with these numbers are those of `new`."""
        sizes, letters = self.sizes.copy(), self.letters.copy()
        sizes[numbers], letters[numbers] = new.sizes, new.letters
        place = {number: place for place, number in enumerate(numbers)}
        own = [new.of(place[one]) if one in place else self.of(one) for one in range(len(sizes))]
        return Held(np.concatenate(own), sizes, letters)

    def packed(self) -> bytes:
        """As bytes."""
        head = np.concatenate(([len(self.sizes)], self.sizes, self.letters)).astype(np.uint32)
        return b"".join((head.data, self.grams.data))

    @classmethod
    def unpacked(cls, found: bytes) -> Held:
        """The same again."""
        numbers = np.frombuffer(found, np.uint32)
        count = int(numbers[0])
        sizes, letters = numbers[1 : 2 * count + 1].astype(np.int64).reshape(2, count)
        return cls(numbers[2 * count + 1 :], sizes, letters)


def together(some: Iterable[Held]) -> Held:
    """One behind another."""
    each = list(some)
    return Held(
        np.concatenate([np.zeros(0, np.uint32), *(one.grams for one in each)]),
        np.concatenate([np.zeros(0, np.int64), *(one.sizes for one in each)]),
        np.concatenate([np.zeros(0, np.int64), *(one.letters for one in each)]),
    )
