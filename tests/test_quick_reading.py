"""Ways around the slow reading of what is plain: each gives what the slow one gives, or nothing."""

from __future__ import annotations

import tempfile
from itertools import product
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from julasan import check, thai
from julasan.check import characters, links, persons
from julasan.check.allowed import published
from julasan.check.markdown import unwritten_words
from julasan.look import Look
from julasan.model import Article, Body, Link, Media, Settings, Site
from julasan.problem import Problem, Source
from julasan.read import markdown, record, scanner, values
from julasan.read.matter import split
from julasan.read.plain import plain_head
from julasan.read.raw_signs import MAY_BE_WORTH, WORTH_A_LOOK
from julasan.read.slips import Slips
from julasan.read.text import decode, read_encoded
from julasan.read.values import Typed, read_fields

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
        '"\\"ก\\" ข"',
        '"ก\\""',
        '"\\"',
        '"ก\\\\"',
        '"ก\\\\"ข"',
        '"ก\\n"',
        '"\\" #ก"',
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
    [
        "title: กองทุนบ้านเรา",
        'title: "ก: ข"\ndate: 2026-11-20',
        "topics: [ก, ข ค]",
        "title: ก  \ntopics: []",
        r'title: "\"ก\" ข"',
    ],
)
def test_most_are_plain(text: str) -> None:
    assert record.plain_fields(text, 2)


RIGHT = (
    *(
        "title: กองทุนบ้านเรา",
        'title: "ก: ข"',
        "date: 2026-11-20",
        "date: 2026-11-02",
        "date: 2569-11-20",
        "kind: news",
    ),
    *(
        "kind: new",
        "province: ลำปาง",
        "topics: [ก, ข]",
        "topics: [ก, ก]",
        "topics: ก",
        "part: 2",
        "part: 0",
        "slug: a-b",
    ),
    *(
        "slug: A",
        'summary: ""',
        'summary: "ก ข"',
        "authors: [ก]",
        "updated: 2026-11-21",
        "number: 1",
        "series: เเก",
    ),
)
BEHIND = (
    "",
    "\n",
    "\nกองทุน\n",
    "\n---\ntitle: ก\n---\n",
    "\n\ntitle: ก\n---\n",
    "title: ก\n",
    "\n- ก",
    "\n--- ก",
    "...",
)


def _read_slowly(text: str) -> tuple[Typed, str, int, int]:
    matter = split(text, slips := Slips("a.md"))
    assert matter.fields
    typed = read_fields(Article, matter.fields, slips)
    assert not slips.problems
    return typed, matter.text, matter.line, matter.fields.line


@given(
    st.lists(st.sampled_from(RIGHT) | LINES, max_size=3),
    st.lists(st.sampled_from(RIGHT), max_size=3),
    st.sampled_from(("\n", "\n", "\n", " \n", "", "\n---\n")),
    st.sampled_from(BEHIND),
)
@settings(max_examples=1_500, deadline=None)
def test_a_plain_head_is_what_its_parts_are(
    more: list[str], fields: list[str], end: str, behind: str
) -> None:
    text = "\n".join(["---", "title: ก", "date: 2026-11-20", *more, *fields, "---"]) + end + behind
    for each in (text, text.replace("title: ก\ndate: 2026-11-20\n", "", 1)):
        if plain := plain_head(each, Article, each.encode()):
            typed, matter = plain
            assert _read_slowly(each) == (typed, matter.text, matter.line, 1)
            assert matter.encoded == matter.text.encode()


def test_most_heads_are_plain() -> None:
    head = '---\ntitle: "ก: ข"\ndate: 2026-11-20\nprovince: ลำปาง\ntopics: [ก, ข]\nkind: news\n---\n\nคำ'
    found = plain_head(head, Article)
    assert found
    assert _read_slowly(head) == (found[0], found[1].text, found[1].line, 1)


ODD = (
    "\u200b",
    "\u200c",
    "\u00a0",
    "\u2028",
    "\x85",
    "\x1c",
    "\x7f",
    "\ufe0f",
    "\u034f",
    "\ue000",
    "\u115f",
    "é",
)
WORDS = st.text(st.sampled_from('กำเแ่ิ๒ a-Z9."“…\t\n\r') | st.sampled_from(ODD), max_size=12)


@given(WORDS, st.sampled_from(("title", "summary", "series", "slug", "province")))
@settings(max_examples=1_500, deadline=None)
def test_a_field_that_is_taken_as_it_stands_is_what_its_rules_leave(words: str, name: str) -> None:
    def typed() -> tuple[object, list[Problem]]:
        fields = record.Fields(1, {name: record.Scalar(words, 1)}, {name: 1}, whole=False)
        return read_fields(Article, fields, slips := Slips("a.md")).values, slips.problems

    quick = typed()
    with patch.object(values, "_taken_as_it_stands", lambda *_: False):
        assert typed() == quick


@given(st.lists(st.sampled_from(("ก", "a", "\n", "\r", "\r\n", "\ufeff", "\xff", "\x00", "é")), max_size=12))
@settings(max_examples=300, deadline=None)
def test_a_text_comes_with_its_own_bytes(pieces: list[str]) -> None:
    whole = "".join(pieces)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "a.md")
        for data in (whole.encode(), whole.encode("utf-16"), whole.encode("latin-1", "replace")):
            file.write_bytes(data)
            if found := read_encoded(file, Slips("a.md")):
                assert found[0] == decode(data, Slips("a.md"))
                assert found[0].encode() == found[1]


PARTS = (range(0x80), range(0xA0, 0xC0), range(0xE01, 0xE5C), range(0x2010, 0x2028), (0x1FEF, 0x200B, 0x20AC))
LETTERS = [chr(code) for part in PARTS for code in part]
MARKS = ["\x00", "\u00a0", "\u0301", *(chr(code) for code in range(0xE30, 0xE4F))]


def test_a_text_is_left_as_it_is_only_where_that_is_its_normal_form() -> None:
    """Every pair of letters that the quick look knows, and every four marks that can meet."""
    pairs = ("".join(pair) for pair in product(LETTERS, LETTERS))
    fours = ("".join(four) for four in product("ก", MARKS, MARKS, MARKS))
    for text in (*pairs, *fours):
        assert thai.MAY_BE_MENDED.sees(text) or thai._normalised(text) == text


def test_a_word_of_a_text_is_read_as_it_is_spelt() -> None:
    text = "น\u0e33\u0e49ท่วม ล\u0e4d\u0e32ปาง"
    assert markdown.scan(text).text == "น้ำท่วม ลำปาง"


@given(st.text(st.sampled_from("ก-+*_=:?<{[]`#|$'1. \n＊［•%ＡA!"), max_size=40))
@settings(max_examples=600, deadline=None)
def test_no_block_is_passed_over_that_is_worth_a_look(block: str) -> None:
    assert MAY_BE_WORTH.search(block) or not WORTH_A_LOOK.search(block)


PIECES = r"""
##␣กองทุน⏎⏎ ##␣กองทุน #␣word⏎⏎ ###␣กองทุน␣1⏎⏎ ##␣(ก) ##␣2560 ###### #######␣ก -␣ก⏎-␣[ข](a.md) 1.␣ก⏎2.␣ข *␣ก⏎*␣ข⏎
**ก** **กองทุน␣ก** ก␣**ก**␣ข (**ก**) **ก␣** **(ก)** **ก**:␣ **[ก](a.md)** -␣**ก**␣ข
-␣กองทุน⏎⏎ 1.␣ก⏎1.␣ข 2.␣ก⏎3.␣ข -␣ก⏎*␣ข -␣-␣ก -␣1.␣ก
⏎ ⏎⏎ ⏎␣⏎ ␣ ␣␣ ␣␣␣␣ ⇥ -␣ *␣ +␣ 1.␣ 2. ๑.␣ 1)␣ (1)␣ ก.␣ ข.␣ ก)␣ a.␣ >␣ > #␣ # ===
--- -- = - ` ``` ~~~ ** * __ _ [ ] ( ) ](
[^1] [^1]:␣ [a]:␣b.md [a] <br> < <b> <!-- --> {{ {:␣.a} !!!␣note ! ??? : :: ::: :a_b: https://a.th/ 8<
' ''' “ •
📍 $ \ \+ &amp; เเ ํา (ลงชื่อ) (นาย␣ก) 27␣ส.ค. 1.1␣ – … ? 8 | |␣ก␣|␣ข␣|⏎|---|---|⏎
[ก](a.md)␣ [ข␣1](../ก.md#a) [ข](a_b.md) ![ก](a.png) (ก)[#a](b.md) [a.md](b.md) ⏎⏎[ก](a.md)⏎⏎ [](a)
[ก](a__b) [ก](<a>)
[ก]␣(a.md) [ก](a.md)(b) [ข␣(b.md)␣ก](a.md) [TOC](a) [^1](a) [x](a) ![](a) !␣[ก](a.png)
[ก](a.md)␣[ข](b.md) -␣[ก](a.md)
[ก](__b) \*\*\* \#ก \![ก](a.png) \[ก](a.md) \<b> 1\.␣ก :␣ :ก a? R&D 'ก' \_\_ก\_\_ (ก\)[#a](b.md) ]
1.␣กองทุน⏎⏎␣␣␣␣ก ๑.␣ก⏎⏎␣␣␣ก -␣ก⏎⏎กองทุน⏎⏎␣␣␣␣ก ⏎␣กองทุน คน⏎(นาย␣ก␣ข)⏎คน
"""
SIGNS = [
    *("\u200b", "\u00a0", "\u2028", "\x0b", "\r", "กองทุน", "word", "กองทุน\n\n", "\n\nกองทุน"),
    *(each.translate(str.maketrans("⏎␣⇥", "\n \t")) for each in PIECES.split()),
]


def test_what_a_few_blocks_hold_is_what_the_whole_text_holds() -> None:
    """Every two pieces, in one line, in one block, in two blocks."""
    texts = (
        f"{one}{between}{other}" for one, other in product(SIGNS, SIGNS) for between in ("", "\n", "\n\n")
    )
    for text in texts:
        quick = markdown._of_few_blocks(text, 3)
        assert quick is None or quick == scanner.scan_whole(text, 3), text


BLOCKS = st.lists(st.sampled_from(SIGNS), min_size=1, max_size=4).map("".join)


@given(st.lists(BLOCKS, max_size=6).map("\n\n".join))
@settings(max_examples=1_500, deadline=None)
def test_so_it_is_where_more_of_them_meet(text: str) -> None:
    quick = markdown._of_few_blocks(text, 3)
    assert quick is None or quick == scanner.scan_whole(text, 3)


@pytest.mark.parametrize(
    "text",
    [
        "กองทุนบ้านเรา เริ่มเมื่อ 2560 (ปีแรก): “สิบบาท” ก็พอ\n\n27 สิงหาคม 2563\n\n[อ่านต่อ](a.md)\n",
        "![ป้าย](a.png)\n\nคำ\n\n## หัวข้อ\n\n- ก\n\nคำ\n\n    โค้ด\n\nคำ",
        "## หัวข้อ\n\n- ก\n- [ข](a.md)\n\n### หัวข้อ\n\n1. ก\n2. ข\n\n## หัวข้อ **ก**\n\n## หัวข้อ\n",
    ],
)
def test_most_texts_are_read_by_a_few_blocks(text: str) -> None:
    assert markdown._of_few_blocks(text, 1) == scanner.scan_whole(text, 1)


@pytest.mark.parametrize(
    ("sign", "count"), [("(", 2_001), ("[ก](a.md) ", 100), ("ก", 20_001), ("\\+", 2_001), ("# ก\n\n", 2_000)]
)
def test_what_is_weighed_is_taken_whole(sign: str, count: int) -> None:
    assert markdown._of_few_blocks(sign * count, 1) is None


@given(st.text(st.sampled_from("ab\nก"), max_size=30))
@settings(max_examples=300, deadline=None)
def test_a_look_tells_each_line_in_which_it_sees_something(text: str) -> None:
    told = [(number, line) for number, line in enumerate(text.split("\n"), 1) if "b" in line or line == "a"]
    assert list(Look("b", "^a$").lines(text)) == told
    assert list((Look("b") | Look("^a$")).lines(text)) == told


TARGETS = (
    "a.md",
    "a-1.md",
    "www.md",
    "www.a.md",
    "A.md",
    "a.me",
    "../a.md",
    "a.md#b",
    "file:a.md",
    "a%20.md",
    "%61.md",
    "no.md",
)


@pytest.mark.parametrize("target", TARGETS)
def test_a_link_that_is_not_judged_is_right(target: str) -> None:
    site = Site(settings=Settings(network="ก"), media=tuple(Media(f"docs/{each}", 1) for each in TARGETS))
    known = links._Known(site)
    document = links.Document(Source("docs/index.md"), Body())
    assert links._is_beside(document, target, known) == (target in ("a.md", "a-1.md", "no.md"))
    if links._is_beside(document, target, known):
        assert links._judge(document, Link(target, "ก", 1), target, known) == ("", {})


@pytest.mark.parametrize(
    "text",
    [
        "ก\ufeff",
        "ก\u200b",
        "&#8238;",
        "?? ?? ??",
        "<<<<<<< a",
        "โทร 081-234-5678",
        "a@b.co",
        *sorted(unwritten_words()),
    ],
)
def test_a_text_that_a_rule_speaks_of_is_looked_at(text: str) -> None:
    assert check._worth_a_look().sees(f"คำ\n\n{text}\n")


TEXTS = st.lists(
    st.sampled_from(
        [
            *("กองทุน", "\n", "\n\n", "9\n", "081-\n234-5678", "โทร 081-234-5678", "a@b.co", "@", "(\nat)"),
            *("\u200b", "&#8238;", "[ก](a\u200b.md)", "?? ?? ??", "\x07", "<<<<<<< a\n"),
        ]
    ),
    max_size=4,
).map("".join)


FILES = st.lists(st.tuples(st.sampled_from(("ก", "a\nb", "081-234-5678", "a@b.co")), TEXTS), max_size=6)


@given(FILES, st.sampled_from((0, check.FEW)))
@settings(max_examples=400, deadline=None)
def test_texts_looked_at_together_are_told_what_each_is_told_alone(
    files: list[tuple[str, str]], few: int
) -> None:
    texts = {f"knowledge/{number}/{name}.md": text for number, (name, text) in enumerate(files)}
    site = Site(settings=Settings(network="ก"), texts=texts)
    alone = {
        each
        for rule in (persons.private, characters.characters, characters.links)
        for each in rule(site, Path())
    }
    wholes = [check.Whole(path, text, text.encode(), None) for path, text in texts.items()]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(check, "FEW", few)
        assert set(check.of_texts(wholes, published(site))) == alone


def test_most_texts_are_none_that_a_rule_speaks_of() -> None:
    assert not check._worth_a_look().sees(
        "---\ntitle: ก\n---\n\nกองทุน “สิบบาท” (2560)\n\n[ต่อ](a.md) & 1 < 2\n"
    )
