"""Bodies: links from the site's root, headings whole in Thai, and nothing that runs."""

from __future__ import annotations

import re
from datetime import date
from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from julasan.model import Article, Body, Media, Settings, Site
from julasan.problem import Source
from julasan.read.markdown import scan
from julasan.render.links import absolute, relative, relative_in_bytes
from julasan.render.markdown import Bodies, plain


def article(name: str, text: str = "") -> Article:
    return Article(
        title=name,
        date=date(2026, 1, 1),
        source=Source(f"knowledge/{name}.md"),
        permalink=name,
        body=Body(text),
    )


def html(text: str, **more: object) -> str:
    site = Site(
        settings=Settings(network="x"),
        articles=(article("one"), article("two")),
        media=(Media("knowledge/images/a b.png", 10, 640, 480), Media("docs/logo.svg", 10)),
        **more,  # type: ignore[arg-type]
    )
    return Bodies(site, "ตาราง").html("knowledge/one.md", Body(text))


def test_a_link_to_a_file_is_a_link_to_its_page() -> None:
    assert html("[สอง](two.md#หัวข้อ)") == '<p><a href="/k/two/#หัวข้อ" rel="noopener">สอง</a></p>'


def test_a_picture_has_its_size_and_may_have_a_caption() -> None:
    shown = html('![คำอธิบาย](images/a%20b.png "คำบรรยาย")')
    assert shown.startswith("<figure><img")
    assert 'src="/knowledge/images/a%20b.png"' in shown
    assert 'width="640"' in shown
    assert "<figcaption>คำบรรยาย</figcaption></figure>" in shown


def test_headings_keep_every_thai_mark_and_are_unique() -> None:
    shown = html("## เวทีเครือข่าย ครั้งที่ 1\n\n## กองทุนชุมชน\n\n### กองทุนชุมชน")
    for name in ("เวทีเครือข่าย-ครั้งที่-1", "กองทุนชุมชน", "กองทุนชุมชน-2"):
        assert f'id="{name}"' in shown


def test_a_list_that_begins_with_a_thai_number_counts_on_from_it() -> None:
    assert '<ol start="3">' in html("๓. สาม\n๔. สี่")


def test_the_way_back_from_a_footnote_has_a_name() -> None:
    html = Bodies(Site(settings=Settings(network="x")), "ตาราง", "กลับไป").html(
        "knowledge/one.md", Body("ก[^1]\n\n[^1]: ข")
    )
    assert 'aria-label="กลับไป 1"' in html
    assert plain(html) == "ก\nข"


def test_a_table_scrolls_in_a_box_with_a_name() -> None:
    shown = html("| ก | ข |\n|---|---|\n| 1 | 2 |")
    assert '<div aria-label="ตาราง" class="jl-table" role="group" tabindex="0"><table>' in shown
    assert '<th scope="col">' in shown


DANGERS = (
    *("<script", "<iframe", "<style", "<form", "<base", "<meta", "<svg"),
    *("example.org/x.png", "onerror", "onload", "javascript:", "vbscript:", "data:", "background"),
)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&#58;alert(1))",
        "<a href='vbscript:x'>x</a>",
        "[x](data:text/html,<script>alert(1)</script>)",
        "<svg onload=alert(1)>",
        "<iframe src=//example.org></iframe>",
        "<style>*{display:none}</style>",
        "<form action=//example.org><input name=q></form>",
        "<img src='https://example.org/x.png'>",
        "![x](https://example.org/x.png)",
        "![x](&#9;//example.org/x.png)",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "| a |\n|:-:|\n| <p style='background:url(x)'>x</p> |",
        "<base href=//example.org>",
        "<meta http-equiv=refresh content=0;url=//example.org>",
    ],
)
def test_the_second_lock_holds_alone(text: str) -> None:
    shown = html(text).lower()
    for danger in DANGERS:
        assert danger not in shown.replace("&lt;", ""), shown


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (
            "ดูที่https://www.youtube.com/watch?v=a_b-c_d&t=3s. และ",
            "https://www.youtube.com/watch?v=a_b-c_d&t=3s",
        ),
        ("ดู https://www.cdd.go.thเว็บ", "https://www.cdd.go.th"),
        ("(https://a.org/x_(y))", "https://a.org/x_(y)"),
        ("https://th.wikipedia.org/wiki/ลำปาง ดี", "https://th.wikipedia.org/wiki/ลำปาง"),
        ("https://a.org/?q=ลำปาง&copy=1;", "https://a.org/?q=ลำปาง&copy=1"),
        ("**https://a.org/x**", "https://a.org/x"),
        ("~~https://a.org/~u/~~", "https://a.org/~u/"),
        (r"https://a.org/x\_y", "https://a.org/x_y"),
        ("https://a.org/`x`", "https://a.org/"),
        ("https://a.org/<kbd>x</kbd>", "https://a.org/"),
        ("“https://a.org/x” ๆ", "https://a.org/x"),
        ("- ก\n- HTTP://A.org/X!", "HTTP://A.org/X"),
        ("| ก | ข |\n|---|---|\n| https://a.org/x | ค |", "https://a.org/x"),
        ("[^1]\n\n[^1]: https://a.org/x", "https://a.org/x"),
    ],
)
def test_a_pasted_address_is_a_link_and_ends_where_a_reader_sees_its_end(text: str, address: str) -> None:
    body = scan(text)
    found = re.findall('class="jl-bare" href="([^"]*)" rel="noopener">([^<]*)<', html(text))
    assert [(unescape(target), unescape(words)) for target, words in found] == [(address, address)]
    assert [link.target for link in body.links] == [address]


@pytest.mark.parametrize(
    "text",
    [
        "`https://a.org`",
        "    https://a.org",
        "```\nhttps://a.org\n```",
        "[https://a.org](/k/x/)",
        "<https://a.org>",
        "[ก https://a.org](/k/x/)",
        '<abbr title="https://a.org">ก</abbr>',
        "https:// ก",
        "xhttps://a.org",
        '![ก](a.png "https://a.org")',
        "<!-- https://a.org -->",
    ],
)
def test_an_address_in_code_a_link_or_a_tag_stays_what_it_is(text: str) -> None:
    assert "jl-bare" not in html(text)


def test_code_is_text() -> None:
    assert "&lt;script&gt;" in html("```\n<script>{{ x }}</script>\n```")


@given(st.lists(st.text("กำ a&;<>p/\n\u00a0")))
def test_plain_text_of_nothing_but_paragraphs_is_what_it_is_among_other_tags(texts: list[str]) -> None:
    body = "\n".join(f"<p>{escape(text)}</p>" for text in texts)
    assert plain(body) == plain(f"<div>{body}</div>")


def test_plain_text_has_no_markup_and_no_footnote_marks() -> None:
    shown = html("ประโยค[^1] ที่ **หนา** &amp; <br>จบ\n\n[^1]: หมายเหตุ")
    assert plain(shown).splitlines() == ["ประโยค ที่ หนา &", "จบ", "หมายเหตุ"]


def test_links_are_made_relative_to_a_page_and_absolute_for_a_feed() -> None:
    shown = '<a href="/k/one/"><img src="/i.png" alt="a"></a> <code>&lt;a href=&quot;/x"&gt;</code>'
    shown += ' <a href="//h/x">h</a>'
    assert relative(shown, "k/two/") == shown.replace('"/k', '"../../k').replace('"/i', '"../../i')
    for each, url in ((shown, "k/two/"), (shown, ""), ('<a href="/">ก</a>', ""), ("<a href='/'>ก</a>", "k/")):
        assert relative_in_bytes(each.encode(), url) == relative(each, url).encode()
    assert relative('<a href="/">home</a>', "k/two/") == '<a href="../../">home</a>'
    assert relative('<a href="/">home</a>', "") == '<a href="./">home</a>'
    assert (
        absolute('<a href="/k/one/">x</a>', "https://example.org/")
        == '<a href="https://example.org/k/one/">x</a>'
    )


def test_text_that_looks_like_a_link_is_none() -> None:
    shown = html('Write `<a href="/x">` or type href="/y" there.')
    assert shown == '<p>Write <code>&lt;a href=&quot;/x"&gt;</code> or type href=&quot;/y" there.</p>'
    assert relative(shown, "k/two/") == shown


def test_an_empty_corner_of_a_table_heads_nothing() -> None:
    shown = html("| | ก |\n|---|---|\n| ข | 1 |")
    assert '<td></td>\n<th scope="col">ก</th>' in shown


def test_a_number_that_nobody_counts_to_begins_no_list_at_it() -> None:
    assert html(f"{'1' * 5_000}. ก\n2. ข").startswith("<ol>\n<li>ก</li>")
