"""How the few letters that somebody has typed go on: by the grams that most documents hold."""

from __future__ import annotations

from itertools import groupby, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from julasan.render.search import letters, shards
from julasan.render.search.alphabet import BITS
from julasan.render.search.grams import GRAM

WORDS = list(product((1, 2), (1,), (1, 2), range(1, 11)))
"""Letters' codes, of so few letters that groups of two and of three have more grams than are shown."""
COUNTS = st.sampled_from((0, 1, 2, shards.OFTEN, shards.OFTEN + 1, shards.OFTEN + 2, 60))


@given(st.lists(COUNTS, min_size=len(WORDS), max_size=len(WORDS)))
def test_the_grams_that_most_documents_go_on_with_are_shown(counts: list[int]) -> None:
    held = {word: count for word, count in zip(WORDS, counts, strict=True) if count}
    grams = [sum(code << BITS * (GRAM - 1 - at) for at, code in enumerate(word)) for word in held]
    frequency = np.array([*held.values()], np.int64)
    for size in (2, 3):
        expected = [""] * 3
        for group, found in groupby(held, key=lambda word: word[:size]):
            shown = sorted(found, key=lambda word: (-held[word], word))[: shards.STARTS]
            endings = "".join(letters.letter(code) for word in shown for code in word[size:])
            expected[group[0]] += " " + "".join(map(letters.letter, group[1:])) + endings
        assert shards._going_on(np.array(grams, np.uint32), frequency, size, 3) == expected
