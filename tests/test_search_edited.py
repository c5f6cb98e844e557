"""An index after edits: its files are those of an index that is made anew."""

from __future__ import annotations

import random

import numpy as np
import pytest

from julasan.render.search import grams, shards
from julasan.render.search.edited import Change, edited
from julasan.render.search.held import Held
from test_search_index import some_texts

WORDS = "กองทุน หมู่บ้าน เเละ แม่น้ำ ป่า ชุมชน 2553 LINE ที่ทำงาน สิทธิ์ ปลูก ผัก น่านน ดิิน วงก์ ฆราวาส ฏีกา".split()  # noqa: SIM905


def held(texts: list[tuple[str, ...]]) -> Held:
    """The grams of all texts."""
    return grams.read([("", *parts) for parts in texts])[1]


def built(texts: Held) -> tuple[list[bytes], shards.Index, shards.Counts]:
    """The files of their index, the index and its counts."""
    index, counts = shards.build([(0, texts)], len(texts.sizes))
    return list(index.files), index, counts


@pytest.mark.parametrize("seed", range(4))
def test_an_edited_index_is_what_a_new_one_is(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "FEWEST", 60)
    monkeypatch.setattr(shards, "file_size", lambda _: 64)
    monkeypatch.setattr("julasan.render.search.edited.MOST", 1)
    chance = random.Random(seed)
    texts = some_texts(200)
    was = held(texts)
    files, _, counts = built(was)
    few = 0
    for _ in range(40):
        for number in chance.sample(range(len(texts)), chance.choice((1, 1, 2))):
            title, text, _ = texts[number]
            words = "".join(chance.choices(WORDS, k=chance.randrange(1, 9)))
            texts[number] = chance.choice(
                (
                    (title, text + words, ""),
                    (title, words, ""),
                    (words, text, ""),
                    ("", "", ""),
                    (title, text[9:], ""),
                )
            )
        now = held(texts)
        changes: list[Change] = [
            (number, was.of(number), now.of(number))
            for number in range(len(texts))
            if not np.array_equal(was.of(number), now.of(number))
        ]
        its_files, expected, its_counts = built(now)
        found = edited(counts, changes, files.__getitem__)
        if found:
            few += len(found.stays) > len(its_files) // 2
            assert its_files == [
                files[number] if number in found.stays else text
                for number, text in enumerate(found.index.files)
            ]
            assert found.index.families == expected.families
            assert found.index.common == expected.common
            assert found.index.split == expected.split
            assert np.array_equal(found.counts.places, its_counts.places)
            assert np.array_equal(found.counts.frequency, its_counts.frequency)
        was, files, counts = now, its_files, its_counts
    assert few


def test_what_is_published_and_is_not_what_was_counted_is_not_built_on() -> None:
    texts = some_texts(20)
    was = held(texts)
    files, _, counts = built(was)
    now = held([("ก", "ข", ""), *texts[1:]])
    change: Change = (0, was.of(0), now.of(0))
    assert edited(counts, [change], lambda _: b"") is None
    assert edited(counts, [(0, now.of(0), was.of(0))], files.__getitem__) is None
