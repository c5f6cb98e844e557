"""Lists as CommonMark nests them come out nested, whatever number of spaces their writer put in."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from julasan.model import Settings, Site
from julasan.read.markdown import scan
from julasan.read.nesting import by_four
from julasan.render.markdown import Bodies

BODIES = Bodies(Site(settings=Settings(network="ก")))


def html(text: str) -> str:
    """The page's HTML without its spaces."""
    return re.sub(r"\s", "", BODIES.html("knowledge/a.md", scan(text)))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("- ก\n  - ข\n    - ค\n- ง", "<ul><li>ก<ul><li>ข<ul><li>ค</li></ul></li></ul></li><li>ง</li></ul>"),
        ("- ก\n   - ข\n- ค", "<ul><li>ก<ul><li>ข</li></ul></li><li>ค</li></ul>"),
        ("- ก\n    - ข\n- ค", "<ul><li>ก<ul><li>ข</li></ul></li><li>ค</li></ul>"),
        ("- ก\n - ข\n - ค", "<ul><li>ก</li><li>ข</li><li>ค</li></ul>"),
        ("- ก\n\t- ข\n\t  - ค", "<ul><li>ก<ul><li>ข<ul><li>ค</li></ul></li></ul></li></ul>"),
        ("1. ก\n   - ข\n2. ค", "<ol><li>ก<ul><li>ข</li></ul></li><li>ค</li></ol>"),
        ("1. ก\n  - ข\n2. ค", "<ol><li>ก<ul><li>ข</li></ul></li><li>ค</li></ol>"),
        ("- ก\n  1. ข\n  2. ค\n- ง", "<ul><li>ก<ol><li>ข</li><li>ค</li></ol></li><li>ง</li></ul>"),
        (" 9. ก\n10. ข", '<olstart="9"><li>ก</li><li>ข</li></ol>'),
        ("1. ก\n\n   ต่อ\n2. ข", "<ol><li><p>ก</p><p>ต่อ</p></li><li><p>ข</p></li></ol>"),
        ("- ก\n\n  ต่อ\n\n- ข", "<ul><li><p>ก</p><p>ต่อ</p></li><li><p>ข</p></li></ul>"),
        (
            "- ก\n    - ข\n\n    ต่อ\n- ค",
            "<ul><li><p>ก</p><ul><li>ข</li></ul><p>ต่อ</p></li><li><p>ค</p></li></ul>",
        ),
        (
            "- ก\n\n  ```\n  code\n  ```\n\n- ข",
            "<ul><li><p>ก</p><pre><code>code</code></pre></li><li><p>ข</p></li></ul>",
        ),
        ("- ก\n\n        code\n", "<ul><li>ก<pre><code>code</code></pre></li></ul>"),
        ("- ก\n\nย่อหน้า\n\n  - ข", "<ul><li>ก</li></ul><p>ย่อหน้า</p><ul><li>ข</li></ul>"),
        ("    - โค้ด\n\nก\n\n- ข", "<pre><code>-โค้ด</code></pre><p>ก</p><ul><li>ข</li></ul>"),
    ],
)
def test_lists_nest_as_they_were_written(text: str, shown: str) -> None:
    assert html(text) == shown


@pytest.mark.parametrize(
    "signs",
    [
        *(
            "1) 2) 3)",
            "(1) (2) (3)",
            "๑) ๒) ๓)",
            "(๙) (๑๐) (๑๑)",
            "ก. ข. ค.",
            "ข) ค) ง)",
            "a. b. c.",
            "(ก) (ข) (ค)",
        ),
        *("① ② ③", "1.1 1.2 1.3"),
    ],
)
def test_lines_that_count_on_from_each_other_stand_apart(signs: str) -> None:
    one, two, three = signs.split()
    assert html(f"คำนำ\n{one} หนึ่ง\nต่อ\n{two} สอง\n{three} สาม") == (
        f"<p>คำนำ{one}หนึ่งต่อ<br>{two}สอง<br>{three}สาม</p>"
    )


@pytest.mark.parametrize(
    "text", ["ก. มาก่อน\nค. มาทีหลัง", "(1) อ้าง\n(1) อีกครั้ง", "1.5 ล้าน\n2.6 ล้าน", "ก. ก\nb. ข"]
)
def test_lines_that_do_not_count_on_are_one_paragraph(text: str) -> None:
    assert "<br>" not in html(text)


DEPTHS = st.lists(st.integers(0, 6), min_size=1, max_size=12)


@settings(deadline=None)
@given(DEPTHS, st.sampled_from((2, 3, 4)))
def test_any_list_nests_as_deep_as_it_is_written(depths: list[int], step: int) -> None:
    deep, lines, expected = -1, [], []
    for number, depth in enumerate(depths):
        deep = min(depth, deep + 1)
        lines.append(f"{' ' * step * deep}- x{number}")
        expected.append(deep)
    shown = html("\n".join(lines))
    found, depth = {}, 0
    for part in re.findall(r"<ul>|</ul>|x[0-9]+", shown):
        depth += {"<ul>": 1, "</ul>": -1}.get(part, 0)
        found[part] = depth - 1
    assert [found[f"x{number}"] for number in range(len(depths))] == expected


@given(st.text("-1. \n\tก`>", max_size=60))
def test_no_line_comes_or_goes_and_no_word_changes(text: str) -> None:
    made = by_four(text)
    assert [line.lstrip(" \t") for line in made.split("\n")] == [
        line.lstrip(" \t") for line in text.split("\n")
    ]
