"""Imported text as Markdown: whatever letters it holds, a reader sees the same letters and nothing runs."""

from __future__ import annotations

import html
import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from julasan.importing import markup
from julasan.importing.markup import Run
from julasan.importing.parts import Heading, Items, Paragraph, Quote, Table
from julasan.model import Settings, Site
from julasan.read.markdown import scan
from julasan.render.markdown import Bodies
from julasan.thai import normalise

SIGNS = r"""\`*_[]{}()<>#+-.!|~=:?^$%&"'/@ """
TEXTS = st.text(st.sampled_from(SIGNS + "กำน้ๆ1a0๙"), min_size=1, max_size=30).map(
    lambda text: " ".join(text.split())
)
WORDS = st.sampled_from(
    ["ก", "น้ำ", "a", "1", "**", "_x_", "[^1]", "{{ x }}", "<b>", "&lt;", "--8<--", "1. ", "- ", "![", "](x)"]
)
PIECES = (
    st.lists(st.one_of(WORDS, TEXTS), min_size=1, max_size=6)
    .map("".join)
    .map(lambda text: " ".join(normalise(text).split()))
)


def shown(text: str) -> str:
    body = scan(text)
    bodies = Bodies(Site(settings=Settings(network="x")))
    safe = bodies.html("knowledge/x.md", body)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", "", safe))).strip()


def marks(text: str) -> set[str]:
    return {mark.kind for mark in scan(text).marks} - {"tag-allowed"}


@settings(max_examples=400, deadline=None)
@given(PIECES)
@example("[#ก")
def test_a_paragraph_shows_the_letters_it_was_made_of(text: str) -> None:
    written = markup.write([Paragraph(markup.escape(text))])
    assert shown(written) == text
    assert marks(written) == set()
    assert scan(written).links == ()
    assert scan(written).headings == ()


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES.filter(bool), min_size=1, max_size=4), st.booleans())
def test_items_show_their_letters(texts: list[str], ordered: bool) -> None:
    items = Items(tuple((Paragraph(markup.escape(text)),) for text in texts), ordered)
    written = markup.write([items])
    assert shown(written) == " ".join(text for text in texts)
    assert marks(written) == set()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(PIECES, st.booleans(), st.booleans()), min_size=1, max_size=5))
def test_emphasis_adds_and_takes_no_letter(runs: list[tuple[str, bool, bool]]) -> None:
    text = markup.inline(Run(text, bold=bold, italic=italic) for text, bold, italic in runs)
    expected = " ".join("".join(text for text, _, _ in runs).split())
    assert shown(markup.write([Paragraph(text)])) == expected


def test_cells_and_quotes_are_escaped_too() -> None:
    text = "a|b *c* <script>"
    cell = markup.escape(text)
    assert shown(markup.write([Table(((cell, "x"), ("1", "2")))])).startswith("a|b *c* <script>")
    assert shown(markup.write([Quote((Paragraph(cell),))])) == text


def test_headings_leave_no_level_out() -> None:
    parts = [Heading(4, "ก"), Heading(6, "ข"), Heading(4, "ค"), Heading(5, "ง")]
    assert [heading.level for heading in scan(markup.write(parts)).headings] == [2, 3, 2, 3]


def test_a_long_paragraph_is_broken_at_spaces_and_reads_the_same() -> None:
    text = "คำไทย และ - ขีด # " * 2_000
    written = markup.write([Paragraph(markup.escape(text.strip()))])
    assert max(map(len, written.split("\n"))) < 3_000
    assert shown(written) == text.strip()
    assert marks(written) == set()


def test_two_kinds_of_list_stay_two() -> None:
    one, two = (Items(((Paragraph("ก"),), (Paragraph("ข"),)), ordered) for ordered in (False, True))
    for parts in ([one, two], [two, one], [two, two]):
        written = scan(markup.write(parts))
        rendered = Bodies(Site(settings=Settings(network="x"))).html("knowledge/x.md", written)
        assert len(re.findall(r"<[ou]l>", rendered)) == 2, rendered
