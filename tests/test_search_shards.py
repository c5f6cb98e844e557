"""The order of the gram index's postings: by the quick ways it is what plain sorting gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from julasan.render.search import shards
from julasan.render.search.held import Held
from julasan.render.search.packing import ranges, rice

MOST = (1 << 28) - 1
PLACES = st.integers(0, 9) | st.integers(0, MOST) | st.integers(MOST - 9, MOST)
TEXTS = st.lists(st.dictionaries(PLACES, st.integers(0, 1), max_size=12), max_size=9)


@given(TEXTS, TEXTS, st.integers(0, 9) | st.integers(0, 1 << 29))
def test_keys_are_sorted_by_gram_then_document(
    early: list[dict[int, int]], late: list[dict[int, int]], first: int
) -> None:
    groups = [(first, late), (0, early[: min(len(early), first)])]
    held = [
        (
            number,
            Held(
                np.array([place << 1 | own for text in texts for place, own in sorted(text.items())], "<u4"),
                np.array([len(text) for text in texts], np.int64),
                np.zeros(len(texts), np.int64),
            ),
        )
        for number, texts in groups
    ]
    expected = sorted(
        (place, number << 1 | title)
        for begin, texts in groups
        for number, text in enumerate(texts, begin)
        for place, title in text.items()
    )
    keys = shards.keyed(iter(held), 1)
    opens, counts = shards.counted(keys, first + len(late))
    tags = shards.tags_alone(keys, first + len(late))
    assert counts.places.repeat(counts.frequency).tolist() == [place for place, _ in expected]
    assert opens.tolist() == (counts.frequency.cumsum() - counts.frequency).tolist()
    assert tags.tolist() == [tag for _, tag in expected]


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 3))))
def test_ranges_are_the_numbers_of_each_one_after_another(some: list[tuple[int, int]]) -> None:
    begins, sizes = np.array(some, np.int64).reshape(-1, 2).T
    expected = [number for begin, size in some for number in range(begin, begin + size)]
    assert ranges(begins, sizes).tolist() == expected


@pytest.mark.parametrize("files", [1, 300, 5000])
@pytest.mark.parametrize("apart", [True, False])
def test_the_longest_gaps_come_first_in_each_file(files: int, apart: bool) -> None:
    chance = np.random.default_rng(files)
    among = chance.permutation(4 * files)
    counts = shards.Counts(9000, np.arange(len(among), dtype=np.uint32), chance.integers(1, 900, len(among)))
    bounds = np.sort(np.concatenate(([0, len(among)], chance.integers(0, len(among), files - 1))))
    family = shards.Family(np.arange(len(among)), 28, among, False, bounds)
    which = np.arange(0, files, 2) if apart else np.arange(files // 3, files)
    expected = []
    for place, file in enumerate(which.tolist()):
        own = among[bounds[file] : bounds[file + 1]]
        width = rice(counts.documents, counts.frequency[own]).tolist()
        for negative, _, gram in sorted(
            zip([-one for one in width], range(len(own)), own.tolist(), strict=True)
        ):
            expected.append((gram, place, int(counts.frequency[gram]), -negative))
    found = shards.in_lists(counts, family, which)
    assert list(zip(*(each.tolist() for each in found), strict=True)) == expected
