"""Which articles lie close to another: shared topics, province and kind, near in time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from itertools import islice

from julasan.frozen import dataclass
from julasan.model import Article

SHOWN = 4
NEAR = 6
"""Neighbours looked at on each side in a topic's or province's own order: the whole stays linear."""


@dataclass(frozen=True)
class Related:
    """Finds what is related among `articles`, which are in order of date."""

    articles: Sequence[Article]

    @cached_property
    def _shelves(self) -> tuple[dict[str, list[int]], list[dict[str, int]]]:
        """Articles of each topic and province, and each article's place on its shelves."""
        shelves: dict[str, list[int]] = defaultdict(list)
        places: list[dict[str, int]] = []
        for number, article in enumerate(self.articles):
            labels = _labels(article)
            places.append({label: len(shelves[label]) for label in labels})
            for label in labels:
                shelves[label].append(number)
        return shelves, places

    def to(self, number: int) -> list[Article]:
        """The closest articles to the one in that place; its own series has a box of its own."""
        shelves, places = self._shelves
        scores: dict[int, int] = {}
        own = self.articles[number]
        for label, place in places[number].items():
            weight = 1 if label.startswith("province ") else 2
            for other in shelves[label][max(0, place - NEAR) : place + NEAR + 1]:
                scores[other] = scores.get(other, 0) + weight
        scores.pop(number, None)
        # The best score first, then the nearest: one number for each, for there are very many.
        count = len(self.articles)
        ranked = sorted(
            (-score * count + abs(other - number)) * count + other for other, score in scores.items()
        )
        found = (self.articles[rank % count] for rank in ranked)
        return list(islice((one for one in found if not own.series or one.series != own.series), SHOWN))


def _labels(article: Article) -> list[str]:
    labels = [f"topic {topic}" for topic in dict.fromkeys(article.topics)]
    return [*labels, f"province {article.province}"] if article.province else labels
