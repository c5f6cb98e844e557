"""Slips: the problems found while one file is read."""

from __future__ import annotations

from collections import defaultdict

from julasan.problem import MOST, Problem, problem


class Slips:
    """Collects the problems of the file at `path`; reading goes on after each."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self._counts: defaultdict[str, int] = defaultdict(int)

    def full(self, code: str) -> bool:
        """Whether there are so many of a kind that one more is not worth the work of explaining it."""
        return self._counts[code] >= MOST

    def add(self, line: int, code: str, **values: object) -> None:
        """Note one problem; `values` fill the places of its sentences."""
        self._counts[code] += 1
        if self._counts[code] <= MOST:
            self.problems.append(problem(self.path, max(1, line), code, **values))

    def take(self, others: Slips) -> None:
        """Note what was noted elsewhere."""
        for each in others.problems:
            self._counts[each.code] += 1
            if self._counts[each.code] <= MOST:
                self.problems.append(each)
