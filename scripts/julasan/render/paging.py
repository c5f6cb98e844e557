"""A long list cut into pages of a readable length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

from julasan.frozen import dataclass
from julasan.render.urls import paged

A_PAGE = 20
"""Articles on a page of a list."""

Item = TypeVar("Item")


@dataclass(frozen=True)
class Paging(Generic[Item]):
    """One page of a list that begins at `url`: its number, from 1, and how many there are."""

    url: str
    number: int
    count: int
    items: Sequence[Item]

    def path(self, number: int) -> str:
        """Path of another page of the list."""
        return paged(self.url, number)

    @property
    def shown(self) -> list[int]:
        """Numbers to link: the first, the last, the near ones; 0 where some are left out."""
        near = {1, self.count, *range(self.number - 1, self.number + 2)}
        numbers = sorted(number for number in near if 1 <= number <= self.count)
        found: list[int] = []
        for number in numbers:
            if found and number - found[-1] == 2:
                found.append(number - 1)
            elif found and number - found[-1] > 2:
                found.append(0)
            found.append(number)
        return found


def pages(url: str, items: Sequence[Item], size: int = A_PAGE) -> Iterator[Paging[Item]]:
    """Cut `items`; an empty list has one empty page."""
    count = max(1, -(-len(items) // size))
    for number in range(1, count + 1):
        yield Paging(url, number, count, items[(number - 1) * size : number * size])
