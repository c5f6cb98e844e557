"""Texts that are too long are cut where a word ends, in Thai too."""

from __future__ import annotations

import random
from itertools import accumulate, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from julasan import thai


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("กองทุนหมู่บ้าน", 20, "กองทุนหมู่บ้าน"),
        ("กองทุนหมู่บ้านเริ่มจากเงินสิบบาท", 20, "กองทุนหมู่บ้านเริ่ม…"),
        ("กองทุนหมู่บ้านเริ่มจากเงินสิบบาท", 23, "กองทุนหมู่บ้านเริ่มจาก…"),
        ("ประชุมที่พื้นที่เกษตรของชาวบ้าน", 17, "ประชุมที่พื้นที่…"),
        ("พัฒนาชุมชน และเครือข่ายพัฒนา", 14, "พัฒนาชุมชน…"),
        ("a plain sentence in English", 12, "a plain…"),
        ("ฆฆฆฆฆฆฆฆฆฆฆฆ", 6, "ฆฆฆฆฆ…"),
        ("ฆ๊ฆ๊ฆ๊ฆ๊ฆ๊ฆ๊", 6, "ฆ๊ฆ๊…"),
        ("่" * 200, 20, "…"),
        ("กอง" + "่" * 200, 20, "กอ…"),
        ("กองทุน" + "a" * 300, 20, "กองทุน…"),
        ("a" * 300, 20, f"{'a' * 19}…"),
    ],
)
def test_a_cut_falls_behind_a_word(text: str, limit: int, expected: str) -> None:
    assert thai.cut(text, limit) == expected


@pytest.mark.parametrize("seed", range(20))
def test_whatever_is_cut_is_a_beginning_of_whole_clusters(seed: int) -> None:
    chance = random.Random(seed)
    words = "กองทุน หมู่บ้าน น้ำ ก๊ๆ ฯลฯ เริ่ม จาก x9 ไม่มีในพจนานุกรมฆฌ \n " + " 2553 ๆ"
    text = "".join(chance.choices(words.split(" "), k=60))
    limit = chance.randrange(1, 90)
    cut, whole = thai.cut(text, limit), " ".join(text.split())
    kept = cut.removesuffix("…").rstrip()
    assert len(cut) <= limit
    assert whole.startswith(kept)
    assert "".join(thai.clusters(kept)) == kept
    assert thai.clusters(whole)[: len(thai.clusters(kept))] == thai.clusters(kept)


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([*"กขคณฆเแำะาิี่้ๆฯ", *thai.dictionary()[::97]]), min_size=1, max_size=12).map(
        "".join
    )
)
def test_a_run_falls_into_the_fewest_words(run: str) -> None:
    words = frozenset(thai.dictionary())
    ends = list(accumulate(map(len, thai.clusters(run)), initial=0))
    least = {0: 0}
    for begin, end in pairwise(ends):
        least[end] = least[begin] + thai.UNKNOWN
        for start in ends[: ends.index(end)]:
            # A word of one letter is one where nothing follows: else any letter would begin with it.
            if run[start:end] in words and (end - start > 1 or end == len(run)):
                least[end] = min(least[end], least[start] + thai.KNOWN)
    pieces = thai.pieces(run)
    known = [
        each in words and (len(each) > 1 or place == len(pieces)) for place, each in enumerate(pieces, 1)
    ]
    assert "".join(pieces) == run
    assert sum(thai.KNOWN if each else thai.UNKNOWN for each in known) == least[len(run)]
