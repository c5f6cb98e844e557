"""Ways around the slow reading of what is plain: each gives what the slow one gives, or nothing."""

from __future__ import annotations

from itertools import product
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from julasan import thai
from julasan.read import record
from julasan.read.raw_signs import MAY_BE_WORTH, WORTH_A_LOOK
from julasan.read.slips import Slips

NAMES = ("title", "date", "topics", "kind", "a_b", "y", "null", "0", "Title", "title ", '"title"', "- title")
VALUES = [
    *("กองทุน เริ่มต้น", "2026-11-20", "true", "~", "null", "yes"),
    *("0612", "13:30", "a: b", "a:", ":a", "a #b"),
    *(
        "a#b",
        "-a",
        "- a",
        "a - b",
        "a-b",
        "ก  ข",
        " ก ",
        "ก ",
        '"ก ข"',
        '"a: b #c"',
        '"a\\nb"',
        '"a" b',
        '"',
        "''",
    ),
    *(
        "'ก'",
        "[]",
        "[ ]",
        "[ก]",
        "[ก, ข]",
        "[ก,ข]",
        "[ก , ข ]",
        "[ก,]",
        "[,ก]",
        "[ก, 'ข']",
        '[ก, "ข"]',
        "[ก: ข]",
    ),
    *(
        "[a [b]]",
        "[a",
        "a]",
        "{a: b}",
        "|",
        ">",
        "&a b",
        "*a",
        "!!str a",
        "%a",
        "@a",
        "`a`",
        "? a",
        "",
        "a, b",
    ),
    *(
        "ก\u00a0ข",
        "ก\u200bข",
        "“ก”",
        "…",
        "ก…",
        "a\tb",
        "\ta",
        "a\\b",
        '"\\"',
        "a/b (c).d",
        "a\u2028b",
        "ํา",
        "๒๕๖๙",
    ),
    *(
        "=",
        "a=b",
        "<<",
        "---",
        "...",
        "--- a",
        "a --- b",
        "#a",
        "a 'b'",
        "ก,ข",
        "(ก)",
        "ก?",
        "ก!",
        "x" * 1100,
    ),
]
COLONS = (": ", ":", ":  ", " : ")
OTHERS = ("", "  ", "# a", "  ก", "---", "...", "title", "\tx: y", "- ก")
FIELDS = st.tuples(st.sampled_from(NAMES), st.sampled_from(COLONS), st.sampled_from(VALUES)).map("".join)
LINES = FIELDS | st.sampled_from(OTHERS)


@given(st.lists(LINES, max_size=6).map("\n".join))
@settings(max_examples=600, deadline=None)
def test_plain_fields_are_those_that_yaml_reads(text: str) -> None:
    quick = record.plain_fields(text, 2)
    slips = Slips("a.md")
    with patch.object(record, "plain_fields", lambda *_: None):
        whole = record.compose(text, slips, 2)
    assert quick is None or (quick == whole and not slips.problems)


def test_a_quote_that_opens_a_line_above_its_words_breaks_nothing() -> None:
    slips = Slips("a.md")
    record.compose('title: "\n  ก', slips)
    assert [each.code for each in slips.problems] == ["yaml.quote"]


@pytest.mark.parametrize(
    "text",
    ["title: กองทุนบ้านเรา", 'title: "ก: ข"\ndate: 2026-11-20', "topics: [ก, ข ค]", "title: ก  \ntopics: []"],
)
def test_most_are_plain(text: str) -> None:
    assert record.plain_fields(text, 2)


PARTS = (range(0x80), range(0xA0, 0xC0), range(0xE01, 0xE5C), range(0x2010, 0x2028), (0x1FEF, 0x200B, 0x20AC))
LETTERS = [chr(code) for part in PARTS for code in part]
MARKS = ["\x00", "\u00a0", "\u0301", *(chr(code) for code in range(0xE30, 0xE4F))]


def test_a_text_is_left_as_it_is_only_where_that_is_its_normal_form() -> None:
    """Every pair of letters that the quick look knows, and every four marks that can meet."""
    pairs = ("".join(pair) for pair in product(LETTERS, LETTERS))
    fours = ("".join(four) for four in product("ก", MARKS, MARKS, MARKS))
    for text in (*pairs, *fours):
        assert thai._MAY_BE_MENDED.sees(text) or thai._normalised(text) == text


@given(st.text(st.sampled_from("ก-+*_=:?<{[]`#|$'1. \n＊［•%ＡA!"), max_size=40))
@settings(max_examples=600, deadline=None)
def test_no_block_is_passed_over_that_is_worth_a_look(block: str) -> None:
    assert MAY_BE_WORTH.search(block) or not WORTH_A_LOOK.search(block)
