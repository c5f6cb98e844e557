"""The order of the gram index's postings: by the quick ways it is what plain sorting gives."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from julasan.render.search import shards
from julasan.render.search.held import Held

MOST = (1 << 28) - 1
PLACES = st.integers(0, 9) | st.integers(0, MOST) | st.integers(MOST - 9, MOST)
TEXTS = st.lists(st.dictionaries(PLACES, st.integers(0, 3), max_size=12), max_size=9)


@given(TEXTS, TEXTS, st.integers(0, 1 << 29))
def test_keys_are_sorted_by_gram_then_document(
    early: list[dict[int, int]], late: list[dict[int, int]], first: int
) -> None:
    groups = [(first, late), (0, early[: min(len(early), first)])]
    held = [
        (
            number,
            Held(
                np.array(
                    [place << 2 | level for text in texts for place, level in sorted(text.items())], "<u4"
                ),
                np.array([len(text) for text in texts], np.int64),
                np.zeros(len(texts), np.int64),
            ),
        )
        for number, texts in groups
    ]
    expected = sorted(
        (place, number << 2 | level)
        for begin, texts in groups
        for number, text in enumerate(texts, begin)
        for place, level in text.items()
    )
    keys = shards.keyed(iter(held), 1)
    opens, counts = shards.counted(keys, first + len(late))
    tags = shards.tags_alone(keys)
    assert counts.places.repeat(counts.frequency).tolist() == [place for place, _ in expected]
    assert opens.tolist() == (counts.frequency.cumsum() - counts.frequency).tolist()
    assert tags.tolist() == [tag for _, tag in expected]
