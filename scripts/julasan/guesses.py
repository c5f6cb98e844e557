"""A word that is not known -> the known ones that it probably means."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

QUOTES = '“”„«»"‘’ '
"""What Word and others put around a name."""


def close_to(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The one of `known` that `word` probably means; the first of several that come equally near."""
    return next(iter(near(word, known, cutoff)), None)


def near(word: str, known: Iterable[str], cutoff: float = 0.6) -> tuple[str, ...]:
    """Those of `known` that `word` may mean: the nearest, and those that come as near, three at most."""
    return _near(word[:200], tuple(sorted(known)), cutoff)


@lru_cache(maxsize=64)
def _near(word: str, known: tuple[str, ...], cutoff: float) -> tuple[str, ...]:
    from rapidfuzz import process
    from rapidfuzz.distance import Indel

    scored = process.extract(word, known, scorer=Indel.normalized_similarity, score_cutoff=cutoff, limit=3)
    return tuple(other for other, score, _ in scored if score == scored[0][1])
