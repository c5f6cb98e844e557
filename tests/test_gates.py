"""The gates before the swap: a bad file of each kind in a built folder, and what is said of it."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finishing import finish
from julasan.check import report
from julasan.check.suspects import ANYWHERE
from julasan.finish.formats import check_file
from julasan.finish.gates import Gates
from julasan.finish.pages import Built, parse
from julasan.finish.styles import targets
from julasan.model import Page, Settings, Site
from julasan.render.shell import Marks, Shell, block

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>ข่าว</title><id>https://example.org/a.xml</id>
<updated>2026-11-01T00:00:00+07:00</updated><author><name>ก</name></author>
<entry><title>ข</title><id>https://example.org/k/x/</id><updated>2026-11-01T00:00:00Z</updated>
<link href="https://example.org/k/x/"/></entry></feed>
"""
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//x//TH
BEGIN:VTIMEZONE
TZID:Asia/Bangkok
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0700
TZOFFSETTO:+0700
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:a@example.org
DTSTAMP:20261101T000000Z
DTSTART;TZID=Asia/Bangkok:20261102T090000
SUMMARY:ประชุม
 ต่อ
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")
JSON_FEED = (
    '{"version": "https://jsonfeed.org/version/1.1", "title": "x", '
    '"items": [{"id": "1", "content_html": ""}]}'
)
EVENT = CALENDAR[CALENDAR.index("BEGIN:VEVENT") : CALENDAR.index("END:VCALENDAR")]
NOISE = "".join(map(chr, random.Random(7).choices(range(0xE01, 0xE2F), k=90_000)))
"""Letters that hardly pack."""


def found(path: str, content: str) -> list[tuple[str, int, str]]:
    problems = list(check_file(path, content.encode()))
    for language in ("th", "en"):
        # Every sentence has its places filled.
        assert "{" not in report.text(tuple(problems), language).replace(content, "")
    return [
        (each.code.removeprefix("built."), each.line, dict(each.values).get("name", "")) for each in problems
    ]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("a.xml", ATOM),
        ("a.ics", CALENDAR),
        ("a.json", JSON_FEED),
        ("sitemap.xml", "<urlset/>"),
        ("b.json", "[]"),
    ],
)
def test_what_is_right_passes(path: str, content: str) -> None:
    assert found(path, content) == []


@pytest.mark.parametrize(
    ("taken", "given", "expected"),
    [
        ("</title><id>", "</titel><id>", ("does_not_parse", 2, "")),
        ("<title>ข่าว</title>", "", ("feed_lacks", 2, "title")),
        ("<title>ข่าว</title>", "<title>a</title><title>b</title>", ("feed_lacks", 2, "title")),
        ("2026-11-01T00:00:00+07:00", "2026-11-01", ("feed_lacks", 2, "updated")),
        ("2026-11-01T00:00:00Z", "yesterday", ("feed_lacks", 4, "updated")),
        ("<id>https://example.org/k/x/</id>", "<id>x</id>", ("feed_lacks", 4, "id")),
        ("<author><name>ก</name></author>", "", ("feed_lacks", 4, "author")),
        ('<link href="https://example.org/k/x/"/>', "", ("feed_lacks", 4, "content")),
    ],
)  # fmt: skip
def test_a_feed_that_no_reader_would_take(taken: str, given: str, expected: tuple[str, int, str]) -> None:
    assert taken in ATOM
    assert found("feeds/all.xml", ATOM.replace(taken, given, 1)) == [expected]


@pytest.mark.parametrize(
    ("taken", "given", "expected"),
    [
        ("END:VEVENT\r\n", "", ("calendar_nesting", 18, "VCALENDAR")),
        ("END:VCALENDAR\r\n", "", ("calendar_nesting", 1, "VCALENDAR")),
        ("UID:a@example.org\r\n", "", ("calendar_lacks", 12, "UID")),
        ("DTSTAMP:20261101T000000Z\r\n", "", ("calendar_lacks", 12, "DTSTAMP")),
        ("VERSION:2.0\r\n", "", ("calendar_lacks", 1, "VERSION")),
        ("UID:a@", "UID:a@a\r\nUID:a@", ("calendar_lacks", 12, "UID")),
        ("SUMMARY:ประชุม", "SUMMARY:" + "ก" * 30, ("calendar_long_line", 16, "")),
        ("SUMMARY:ประชุม\r\n", "SUMMARY:ประชุม\n", ("calendar_line_end", 16, "")),
        (" ต่อ", "ต่อ", ("calendar_no_line", 17, "")),
        ("DTSTART;TZID=Asia/Bangkok", "DTSTART;TZID=Asia/Yangon", ("calendar_no_zone", 15, "Asia/Yangon")),
        (EVENT, EVENT + EVENT, ("calendar_same_uid", 19, "a@example.org")),
    ],
)  # fmt: skip
def test_a_calendar_that_some_phone_would_not_take(
    taken: str, given: str, expected: tuple[str, int, str]
) -> None:
    assert taken in CALENDAR
    assert found("calendar/all.ics", CALENDAR.replace(taken, given, 1)) == [expected]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("{", "does_not_parse"),
        (JSON_FEED.replace('"title": "x", ', ""), "feed_lacks"),
        (JSON_FEED.replace('"id": "1", ', ""), "feed_lacks"),
        (JSON_FEED.replace(', "content_html": ""', ""), "feed_lacks"),
    ],
)
def test_a_json_feed_that_no_reader_would_take(content: str, code: str) -> None:
    assert [each[0] for each in found("feeds/all.json", content)] == [code]


@pytest.mark.parametrize(
    "css",
    [
        "a { background: url(https://example.net/x.png) }",
        "a { background: url( '//example.net/x.png' ) }",
        "@import 'https://example.net/x.css';",
        '@import url("//example.net/x.css") screen;',
        "a { background: \\75rl(https://example.net/x.png) }",
        "a { background: URL(\\68ttps://example.net/x.png) }",
        'a { background: image-set("https://example.net/x.png" 1x) }',
        "@media print { a { background: url(https://example.net/x.png) } }",
        "@font-face { src: local(x), url(http://example.net/x.woff2) }",
    ],
)
def test_a_style_that_asks_another_host(css: str) -> None:
    assert [each[0] for each in found("a.css", css)] == ["loads_from_elsewhere"]
    assert any("example.net" in target for target, _ in parse(f"<style>{css}</style>").loads)


def test_a_style_in_an_attribute_counts() -> None:
    html = '<p style="background: url(https://example.net/x.png)">'
    assert parse(html).loads == (("https://example.net/x.png", 1),)


@pytest.mark.parametrize(
    ("css", "loaded"),
    [
        ('a{src:url("x-1.woff2")}\nb{src:url("y.svg")}', [("x-1.woff2", 1), ("y.svg", 2)]),
        ('/* url("no.css") */a{b:url("x.png")}', [("x.png", 1)]),
        ('a{b:\'url("no.css")\'}c{d:url("x.png")}', [("x.png", 1)]),
        ('a{b:"\\75rl("}c{d:u\\72l(x.png)}', [("x.png", 1)]),
        ('@import "x.css";a{b:url("y.png")}', [("x.css", 1), ("y.png", 1)]),
        ('a{b:url("//h.example/x.png")}', [("//h.example/x.png", 1)]),
        ('a{b:URL("x.png");c:url( "y.png" )}', [("x.png", 1), ("y.png", 1)]),
        ("a{b:red}", []),
    ],
)
def test_what_a_sheet_loads_is_the_same_whether_it_is_taken_apart_or_not(
    css: str, loaded: list[tuple[str, int]]
) -> None:
    assert list(targets(css)) == loaded
    # A comment has every sheet taken apart.
    assert list(targets(f"{css}/**/")) == loaded


def test_styles_of_our_own_pass() -> None:
    css = "/* url(https://example.net) */ a::before { content: '//x' }"
    css += "b { background: url(data:,x) } c { fill: url(#d) }"
    assert found("a.css", css) == []
    assert [target for target, _ in targets(css)] == ["data:,x", "#d"]


@pytest.mark.parametrize(
    "svg",
    [
        '<svg><image href="https://example.net/x.png"/></svg>',
        '<svg><use xlink:href="//example.net/x.svg#a"/></svg>',
        '<svg><style>@import "https://example.net/x.css";</style></svg>',
        '<svg><rect style="fill: url(https://example.net/x.svg#a)"/></svg>',
        '<?xml-stylesheet href="https://example.net/x.css"?><svg/>',
    ],
)
def test_a_drawing_that_asks_another_host(svg: str) -> None:
    assert {each[0] for each in found("a.svg", svg)} == {"loads_from_elsewhere"}


def test_a_drawing_may_link_elsewhere() -> None:
    assert found("a.svg", '<svg><a href="https://example.org/"><use href="#a"/></a></svg>') == []


ASKING = [
    '<img src="a.png" srcset="a.png 1x, https://example.net/b.png 2x">',
    '<video poster="//example.net/x.png"></video>',
    '<object data="https://example.net/x.svg"></object>',
    '<iframe src="https://example.net/"></iframe>',
    '<input type="image" src="https://example.net/x.png">',
    '<svg><image xlink:href="https://example.net/x.png"/></svg>',
    '<link rel="dns-prefetch" href="//example.net">',
    '<link rel="shortcut icon" href="https://example.net/x.ico">',
]


@pytest.mark.parametrize("html", ASKING)
def test_a_page_that_asks_another_host(html: str, tmp_path: Path) -> None:
    (tmp_path / "a.png").touch()
    assert said(tmp_path, **{"index.html": html}) == {("index.html", "built.loads_from_elsewhere")}


@pytest.mark.parametrize("html", [*ASKING, '<p style="background: url(//example.net/x.png)">'])
def test_the_quick_look_passes_none_of_it(html: str) -> None:
    gates = Gates(Site(settings=Settings(network="x")))
    shell = Shell(f'<html><head><meta charset="utf-8"></head><body>{Marks.BLOCK}</body></html>')
    made = gates.page("index.html", Page(url="", title="x", html=html), shell)
    files = {"index.html": made, "a.png": b""}
    found = gates.problems(files, files.__getitem__)
    assert {each.code for each in found} == {"built.loads_from_elsewhere"}


BITS = [
    *('<a href="/k/">', '<a href="/gone/">', '<a href="//example.net/">', '<a HREF="//example.net/x">'),
    *('<img src="/a.png">', '<img src="/gone.png">', "<img src=/gone.png>", "<img src='//example.net/x'>"),
    *(
        '<IMG SRC="//example.net/x">',
        '<a\thref="gone">',
        '<a/href="gone">',
        '<a href = "gone">',
        '<a href="">',
    ),
    *('<p id="a">', '<p id="b" title="081-234-5678">', '<p title="a > b" id="a">', '<p title="ก" id=a>'),
    *(
        '<a href="#a">',
        '<a href="#b">',
        '<a href="#%61">',
        '<a href="#&#97;">',
        '<a name="b">',
        '<a href="#">',
    ),
    *(
        '<p style="background:url(//example.net/x)">',
        '<p style="text-align:left">',
        "<p style=background:url(x)>",
    ),
    *("Contact", "LINE somchai99", "<br>", "</p><p>", "<td>", "\n5678", "081-", "&amp;", "&quot;"),
    *("<!-- ", "-->", "</p>", "</a>", "ก", "081", "-234-5678", "<b>", "</b>", "<", ">", '"', "=", " ", "\n"),
    *(
        '<a href="mailto:somchai@gmail.com">',
        '<a href="tel:0812345678">',
        '<input value="0812345678">',
        '<p value="081-" title="ก">',
        '<b aria-label="234-">',
        "&lt;",
    ),
    *("<svg><use href='//example.net/#x'/></svg>", '<video poster="//example.net/x">', "<script>x</script>"),
    *(
        '<script type="application/ld+json">{"telephone":"0812345678"}</script>',
        '<p class="x">',
        "<br/>",
        "<p>",
    ),
]


@given(st.lists(st.sampled_from(BITS), min_size=1, max_size=12).map("".join))
@settings(max_examples=400, deadline=None)
def test_the_quick_look_and_the_exact_one_refuse_the_same(html: str) -> None:
    site = Site(settings=Settings(network="x"))
    shell = Shell(f'<html><head><meta charset="utf-8"></head><body>{Marks.BLOCK}</body></html>')
    files, quick, exact = {"a.png": b"", "k/index.html": b"<p>"}, Gates(site), Gates(site)
    # The second page finds its tags looked at already.
    for path, url in (("index.html", ""), ("k/x/index.html", "k/x/")):
        files[path] = quick.page(path, Page(url=url, title="x", html=html), shell)
        exact.file(path, files[path])
    assert quick.problems(files, files.__getitem__) == exact.problems(files, files.__getitem__)


def _shown(gates: Gates, **pages: str) -> dict[str, bytes]:
    """The pages, through `gates`, each below its name."""
    shell = Shell(f'<html><head><meta charset="utf-8"></head><body>{Marks.BLOCK}</body></html>')
    return {
        f"{name}/index.html": gates.page(
            f"{name}/index.html", Page(url=f"{name}/", title="x", html=html), shell
        )
        for name, html in pages.items()
    }


CARD = '\n<li><div class="jl-card">\n<p>{}</p>\n</div></li>'
FILLINGS = ["ก", "081-234-5678", '<b id="a">', '<a href="#a">ก</a>', '<a href="/gone/">ก</a>', "<b", "</li>"]


@given(
    st.lists(
        st.lists(
            st.one_of(
                st.sampled_from([*BITS, "<ul>", "\n</ul>", "โทร 081-234"]),
                st.sampled_from([*FILLINGS, *BITS]).map(CARD.format),
            ),
            max_size=8,
        ).map("".join),
        min_size=2,
        max_size=4,
    )
)
@settings(max_examples=400, deadline=None)
def test_cards_that_many_pages_show_are_judged_in_each(texts: list[str]) -> None:
    site = Site(settings=Settings(network="x"))
    quick, exact = Gates(site), Gates(site)
    files = {"a.png": b"", "k/index.html": b"<p>"}
    made = _shown(quick, **{f"p{number}": html for number, html in enumerate(texts)})
    files |= made
    for path, content in made.items():
        exact.file(path, content)
    assert quick.problems(files, files.__getitem__) == exact.problems(files, files.__getitem__)


def test_a_number_in_a_card_is_told_of_each_page_that_shows_it() -> None:
    gates = Gates(Site(settings=Settings(network="x")))
    lists = "<ul>" + CARD.format("ก") + CARD.format("โทร 081-234-5678") + CARD.format("ข") + "\n</ul>"
    files = _shown(gates, a=lists, b=f"<h2>อื่น</h2>{lists}", c="<p>ไม่มี</p>") | {"k/index.html": b"<p>"}
    found = gates.problems(files, files.__getitem__)
    assert [each.path for each in found] == ["a/index.html", "b/index.html"]


def test_an_id_in_a_card_counts_in_each_page_that_shows_it() -> None:
    gates = Gates(Site(settings=Settings(network="x")))
    cards = CARD.format('<b id="a">ก</b>') + CARD.format("ข")
    files = _shown(gates, a=f"<ul>{cards}\n</ul>", b=f'<h2 id="a">ค</h2><ul>{cards}\n</ul>')
    found = gates.problems(files, files.__getitem__)
    assert [(each.path, each.code) for each in found] == [("b/index.html", "built.double_id")]


def test_a_card_is_read_in_the_first_page_that_shows_it() -> None:
    gates = Gates(Site(settings=Settings(network="x")))
    card = CARD.format("การ์ด")
    for path, text in (("a/index.html", "หนึ่ง"), ("b/index.html", "สอง")):
        html = f"<h1>{text}</h1><ul>{card}{card}\n</ul>"
        shown, _ = gates._look(path, html.encode(), frozenset())
        assert text in shown.decode()
        # The last of a list goes on to its end, and is no card alone.
        assert shown.decode().count("การ์ด") == (2 if text == "หนึ่ง" else 1)


@pytest.mark.parametrize(
    "html",
    [
        "<p>ติดต่อ Contact</p><p>LINE somchai99</p>",
        "<table><tr><td>Call</td><td>LINE somchai99</td></tr></table>",
        "<p>Contact<br>LINE somchai99</p>",
        "<p>โทร 08<b>1-23</b>4-5678</p>",
        "<p>081-234-<br>5678</p>",
        '<p>081-234-<a href="/k/" title="5678">ก</a></p>',
        "<p>&#48;81-234-5678</p>",
        "<p>081&quot;234&quot;5678 โทร 081&#45;234&#45;5678</p>",
        '<a href="/k/" aria-label="081-234-5678">ก</a>',
        '<a href="/k/" aria-label="ก" title="081-234-5678" title="ก">ก</a>',
        '<p value="081-234-" title="ก">5678</p>',
    ],
)
def test_the_quick_look_reads_the_lines_that_the_exact_one_reads(html: str) -> None:
    site = Site(settings=Settings(network="x"))
    shell = Shell(f'<html><head><meta charset="utf-8"></head><body>{Marks.BLOCK}</body></html>')
    files, quick, exact = {"k/index.html": b"<p>"}, Gates(site), Gates(site)
    files["index.html"] = quick.page("index.html", Page(url="", title="x", html=html), shell)
    exact.file("index.html", files["index.html"])
    found = exact.problems(files, files.__getitem__)
    assert quick.problems(files, files.__getitem__) == found != []


def test_a_page_s_number_in_a_name_and_in_what_bears_it_is_no_number_broken_off() -> None:
    html = '<a href="/k/1/" aria-label="หน้า 1">1</a><a href="/k/2/" aria-label="หน้า 2">2</a>'
    shell = Shell(f'<html><head><meta charset="utf-8"></head><body>{Marks.BLOCK}</body></html>')
    gates = Gates(Site(settings=Settings(network="x")))
    shown, _ = gates._look("index.html", html.encode(), frozenset())
    made = gates.page("index.html", Page(url="", title="x", html=html), shell)
    assert not ANYWHERE.sees(shown)
    assert not ANYWHERE.sees(parse(made.decode()).text)


PIECES = [
    *(
        " ๆ",
        "ๆ",
        " ฯ",
        "ฯ",
        " ",
        "\u00a0",
        "\u2003",
        "\t",
        "\r\n",
        "\n",
        "\x1f",
        "\x02",
        "\x03",
        "\ud800",
        "ก",
        "a",
    ),
    *("`", "  ```", "~", ' href="/k/"', ' href="/"', "<p>", "</p>"),
]


@given(st.lists(st.sampled_from(PIECES)).map("".join), st.sampled_from(["", "k/x/"]))
@settings(max_examples=400, deadline=None)
def test_a_page_holds_the_block_that_other_generators_get(html: str, url: str) -> None:
    page = Page(url=url, title="x", html=html, kind="article")
    made = Shell(f"<p>ก</p>{Marks.BLOCK}<p>{Marks.TITLE}</p>").around(page)
    assert made == f"<p>ก</p>{block(page)}<p>x</p>".encode("utf-8", "xmlcharrefreplace")


def said(folder: Path, **files: str) -> set[tuple[str, str]]:
    """What the gates say of a folder with these files."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8", newline="")
    site = Site(settings=Settings(network="x", page_weight=50), root=str(folder))
    return {(each.path, each.code) for each in finish(folder, site)}


def test_pictures_and_fonts_that_are_not_there(tmp_path: Path) -> None:
    sheet = "@font-face { src: url(font.woff2) } p { background: url(../there.png) }"
    html = '<img src="there.png" srcset="there.png 1x, gone.png 2x"><video poster="lost.png"></video>'
    files = {"assets/a.css": sheet, "there.png": "", "index.html": html}
    assert said(tmp_path, **files) == {
        ("assets/a.css", "built.no_such_file"),
        ("index.html", "built.no_such_file"),
    }


def test_old_anchors_of_raw_html_count(tmp_path: Path) -> None:
    html = '<a name="old"></a><a href="#old">x</a><a name="same" id="same"></a><area href="#gone">'
    assert said(tmp_path, **{"index.html": html}) == {("index.html", "built.no_such_anchor")}


def test_a_page_over_its_budget_is_named_with_its_weight(tmp_path: Path) -> None:
    link = '<link rel="stylesheet" href="assets/a.css">'
    files = {"assets/a.css": "", "heavy.html": f"{link}<p>{NOISE}", "light.html": f"{link}<p>{'ก' * 90_000}"}
    assert said(tmp_path, **files) == {("heavy.html", "built.too_heavy")}
    # What a page loads counts, fonts of its sheets too; pictures do not.
    files = {
        "assets/a.css": "@font-face { src: url(f.woff2) }",
        "assets/f.woff2": NOISE,
        "picture.png": NOISE,
        "heavy.html": f"{link}<p>",
        "light.html": '<img src="picture.png">',
    }
    assert said(tmp_path, **files) == {("heavy.html", "built.too_heavy")}


def test_the_message_says_which_page_and_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(NOISE, "utf-8")
    site = Site(settings=Settings(network="x", page_weight=50), root=str(tmp_path))
    text = report.text(tuple(finish(tmp_path, site)), "th")
    assert re.match(r"index\.html:1: หน้านี้หนัก \d+ kB ก่อนนับรูป .* \(แบ่งเรื่องเป็นตอน ๆ .*page_weight", text)


def test_what_an_earlier_build_read_in_a_shell_is_judged_as_if_it_were_read_now() -> None:
    link = '<a href="../gone/">081 234 5678</a><img src="https://elsewhere.example/a.png">'
    shell = Shell(f'<html><head><meta charset="utf-8"></head><body>{link}{Marks.BLOCK}</body></html>')
    page = Page(url="k/", title="x", html="<p>x</p>")
    read: dict[Shell, Built] = {}
    said, files = [], {}
    for _ in range(2):
        gates = Gates(Site(settings=Settings(network="x")), read)
        files["k/index.html"] = gates.page("k/index.html", page, shell)
        said.append(gates.problems(files, files.__getitem__))
    assert said[0] == said[1]
    codes = {each.code for each in said[0]}
    assert {"built.no_such_file", "built.loads_from_elsewhere"} < codes
    assert list(read) == [shell]
