"""Words: no everyday word comes apart, long compounds part at their seams, names of days hold together."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import lru_cache

import pytest

from julasan.typeset import lexicon, words

MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")


def shown(text: str) -> str:
    """The text with | where a line may break."""
    breaks = words.breaks(text)
    return "".join("|" * (at in breaks) + text[at] for at in range(len(text)))


@pytest.mark.parametrize(
    "expected",
    [
        "ภูมิปัญญา|ท้องถิ่น",
        "องค์กร|ปกครอง|ส่วนท้องถิ่น",
        "กลุ่ม|เป้าหมาย",
        "แหล่ง|ท่องเที่ยว",
        "เงิน|ช่วยเหลือ",
        "คุณภาพ|สิ่งแวดล้อม",
        "ห้องสมุด|ประชาชน",
        "เจ้าหน้าที่|ตำรวจ",
        "จ่าย|เงินเดือน",
        "กระทรวง|การต่างประเทศ",
        "สำนักงาน|คณะกรรมการ|การศึกษา|แห่งชาติ",
        "นายก|องค์การ|บริหาร|ส่วนตำบล",
        "เอเชีย|ตะวันออกเฉียงใต้",
        "เรียบง่าย",
        "กระทำความผิด",
        "สถานศึกษา",
        "กรรมการ",
        "ท้องถิ่น",
    ],
)
def test_a_compound_parts_between_its_words(expected: str) -> None:
    assert shown(expected.replace("|", "")) == expected


@pytest.mark.parametrize(
    "expected",
    [
        "วันพ่อ|แห่งชาติ",
        "วันเด็ก|แห่งชาติ",
        "วันสตรี|สากล",
        "วันสิ่งแวดล้อม|โลก",
        "วันนวมินทรมหาราช",
        "ชดเชย|วันชาติ",
        "วันเฉลิมพระชนมพรรษา|พระบาทสมเด็จ|พระปรเมนทรรามาธิบดี|ศรีสินทรมหาวชิราลงกรณ พระวชิรเกล้าเจ้าอยู่หัว",
        "สาม|วัน|เขา|ก็|มา",
    ],
)
def test_the_name_of_a_day_holds_together(expected: str) -> None:
    assert shown(expected.replace("|", "")) == expected


@pytest.mark.parametrize(
    ("text", "torn"),
    [
        ("เพื่อทำให้การดำเนินงาน", "ทำ|ให้"),
        ("เป็นโบราณสถานที่มีความสำคัญ", "โบราณ|สถาน"),
        ("ประชาชนได้มีส่วนร่วมในการ", "ส่วน|ร่วม"),
        ("เป็นการดำเนินการสืบสาน", "ดำเนิน|การ"),
        ("มีช่องทางการเพิ่มรายได้แก่เกษตรกร", "ราย|ได้"),
    ],
)
def test_a_slip_of_the_segmenter_tears_no_everyday_word(text: str, torn: str) -> None:
    assert torn not in shown(text)


def test_a_name_that_no_dictionary_has_does_not_come_apart_in_scraps() -> None:
    assert "|นท|" not in shown("ถนนนวมินทร์และนวมินทราชินูทิศ")


# Held out: the breaks know the Thai National Corpus, Phupha and ICU's dictionary. Here school books judge.


@lru_cache(maxsize=1)
def school_words() -> dict[str, int]:
    """How often each word stands in the Thai Textbook Corpus."""
    from pythainlp.corpus import ttc

    return dict(ttc.unigram_word_freqs())


def everyday() -> Set[str]:
    """Words of two syllables that school books have 20 times and the Royal Society's dictionary as one."""
    from pythainlp.corpus import thai_orst_words, thai_syllables

    often = {word for word, count in school_words().items() if count >= 20 and len(word) > 3}
    return {word for word in (often & thai_orst_words()) - thai_syllables() if len(MARKS.sub("", word)) <= 12}


def readable(text: str, known: Set[str]) -> set[int]:
    """Offsets up to which `text` can be read in known words."""
    ends = {0}
    for end in range(1, len(text) + 1):
        if any(start in ends and text[start:end] in known for start in range(max(0, end - 20), end)):
            ends.add(end)
    return ends


def test_no_everyday_word_is_broken_in_any_compound_of_the_dictionary() -> None:
    judged, broken, seams = everyday(), [], 0
    assert len(judged) > 3000
    known = {word for word, count in school_words().items() if count >= 5}
    backwards = {word[::-1] for word in known}
    for word in sorted(lexicon.dictionary()):
        parts = lexicon.parts(word)
        assert "".join(parts) == word
        at = 0
        for part in parts[:-1]:
            at, seams = at + len(part), seams + 1
            before = readable(word, known)
            after = {len(word) - end for end in readable(word[::-1], backwards)}
            broken += [
                f"{'|'.join(parts)}: {word[start:end]}"
                for start in range(max(0, at - 12), at)
                for end in range(at + 1, min(len(word), at + 12) + 1)
                if start in before and end in after and word[start:end] in judged
            ]
    assert broken == []
    # ... and not because nothing parts: lines must still fill.
    assert seams > 3000


def test_a_long_compound_parts() -> None:
    long = [
        word
        for word in lexicon.dictionary()
        if len(MARKS.sub("", word)) >= 18
        and " " not in word
        and not word.startswith(("พระ", "สมเด็จ", "เจ้าฟ้า"))
    ]
    parted = [word for word in long if len(lexicon.parts(word)) > 1]
    assert len(long) > 250
    assert len(parted) / len(long) > 0.7
