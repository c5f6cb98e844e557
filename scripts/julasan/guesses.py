"""A word that is not known -> the known ones that it probably means."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache


def close_to(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The one of `known` that `word` probably means; the first of several that come equally near."""
    return next(iter(near(word, known, cutoff)), None)


def near(word: str, known: Iterable[str], cutoff: float = 0.6) -> tuple[str, ...]:
    """Those of `known` that `word` may mean: the nearest, and those that come as near, three at most."""
    # difflib takes a quarter of a second for a few thousand names: enough for one slip, not for a folder.
    return _near(word[:200], tuple(sorted(known)[:5_000]), cutoff)


@lru_cache(maxsize=256)
def _near(word: str, known: tuple[str, ...], cutoff: float) -> tuple[str, ...]:
    from difflib import SequenceMatcher

    matcher = SequenceMatcher()
    matcher.set_seq2(word)
    found: list[tuple[float, str]] = []
    for other in known:
        matcher.set_seq1(other)
        if min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= cutoff:
            found.append((matcher.ratio(), other))
    best = max(found, default=(0.0, ""))[0]
    return tuple(other for ratio, other in found if ratio >= max(cutoff, best))[:3]
