"""Documents in groups: their files are made together, and their grams are kept together."""

from __future__ import annotations

from collections.abc import Sequence

from julasan.frozen import dataclass
from julasan.render.keys import key

TOGETHER = 48
"""Documents of a group: few enough that an edit costs little, and that their letters stay in the processor's
cache while they are read."""


@dataclass(frozen=True, slots=True)
class Group:
    """Some documents that follow each other."""

    first: int
    """The number of the first one."""
    keys: Sequence[str]
    """A fingerprint of each."""
    key: str
    """A fingerprint of them all."""

    @property
    def name(self) -> str:
        """The name of their outputs, and of what is kept of them."""
        return f"search/d{self.first}"


def group(keys: Sequence[str], first: int) -> Group:
    """The group that begins with the document `first`; `keys` are the fingerprints of all documents."""
    own = keys[first : first + TOGETHER]
    return Group(first, own, key(first, own))


def groups(keys: Sequence[str]) -> list[Group]:
    """All groups, in order."""
    return [group(keys, first) for first in range(0, len(keys), TOGETHER)]
