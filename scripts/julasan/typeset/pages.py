"""What a laid-out document takes: its pages, and the lines of each article on them."""

from __future__ import annotations

from collections.abc import Mapping

from julasan.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an article's body: how many letters it shows, its page (from 1), its height in px."""

    letters: int
    page: int
    height: float


@dataclass(frozen=True, slots=True)
class Measured:
    """A document's pages (`used`: px that each has filled, out of `high`) and the lines of each article."""

    used: tuple[float, ...]
    high: float
    lines: Mapping[str, tuple[Line, ...]]
    """By the article's id; a row of a table is as many lines as its fullest cell."""

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self.used)

    def over(self, pages: int) -> float:
        """Px that stand on the pages after so many."""
        full = [self.high] * (self.pages - pages - 1)
        return sum(full) + self.used[-1] if self.pages > pages else 0.0

    def room(self, pages: int) -> float:
        """Px that are left on the last of so many pages, and on those that are not there yet."""
        return (pages - self.pages) * self.high + self.high - self.used[-1] if self.pages <= pages else 0.0
