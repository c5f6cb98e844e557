"""Home, articles, the knowledge base, members, proposals and standing pages: what their HTML says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest

from julasan.model import (
    Article,
    Body,
    Event,
    Heading,
    Issue,
    Media,
    Member,
    Occurrence,
    Page,
    Picture,
    Settings,
    Site,
    StandingPage,
)
from julasan.problem import Source
from julasan.read.markdown import scan
from julasan.render import article, home, knowledge, members, proposals, standing, urls
from julasan.render.context import Context
from julasan.render.paging import Paging, pages
from julasan.render.products import expanded
from julasan.render.related import Related

PRODUCTS = (home, article, knowledge, members, proposals, standing)
TODAY = date(2026, 11, 22)
SETTINGS = Settings(
    network="เครือข่ายตัวอย่าง",
    tagline="เติบโตช้า ๆ",
    provinces={"ลำปาง": "TH-52", "แพร่": "TH-54"},
    topics=("กองทุนชุมชน", "วิจัยชุมชน"),
    site_name="เครือข่ายตัวอย่าง",
    site_url="https://example.org/",
    repo_url="https://github.com/example/net",
    edit_uri="edit/main/",
)


def make(number: int = 1, **fields: Any) -> Article:
    given: dict[str, Any] = {
        "title": f"เรื่องที่ {number}",
        "date": TODAY - timedelta(days=number),
        "source": Source(f"knowledge/a{number}.md"),
        "permalink": f"a{number}",
        "body": Body("ย่อหน้าแรกที่ยาวพอจะเป็นบทสรุปของเรื่อง"),
    }
    return Article(**{**given, **fields})


def member(name: str, **fields: Any) -> Member:
    given: dict[str, Any] = {
        "member_id": name,
        "name": f"คุณ{name}",
        "province": "ลำปาง",
        "role": "member",
        "consent": TODAY,
        "source": Source("members.csv"),
    }
    return Member(**{**given, **fields})


def site(*articles: Article, **fields: Any) -> Site:
    return Site(**{"settings": SETTINGS, "articles": articles, "today": TODAY, **fields})


def rendered(of: Site) -> dict[str, Page]:
    context = Context(of)
    outputs = (output for product in PRODUCTS for output in expanded(product.render(context)))
    found = [output for output in outputs if isinstance(output, Page)]
    assert len({page.url for page in found}) == len(found)
    return {page.url: page for page in found}


class Reader(HTMLParser):
    """Collects links, ids and headings, and sees that every element is closed."""

    VOID = frozenset({"img", "input", "br", "hr", "meta", "link", "wbr", "path"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        assert not any(name.startswith("on") or name == "style" for name in values), f"{tag}: {values}"
        if tag not in self.VOID:
            self.open.append(tag)
        if tag == "a":
            self.links.append(str(values["href"]))
        if values.get("id"):
            self.ids.append(str(values["id"]))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag


def test_an_article_asks_for_answers_only_where_there_is_a_way() -> None:
    asking = rendered(site(make(), settings=replace(SETTINGS, board="https://board.example.org/")))
    silent = rendered(site(make(), settings=replace(SETTINGS, board=None)))
    for shown, asks in ((asking, True), (silent, False)):
        (html,) = (page.html for page in shown.values() if page.kind == "article")
        assert ("ช่วยแลกเปลี่ยน" in html) == asks
        assert ("<h3>ส่งต่อให้เพื่อน</h3>" in html) == asks
        assert ("<h2>ส่งต่อให้เพื่อน</h2>" in html) != asks


def sites() -> Iterator[tuple[str, Site]]:
    yield "empty", Site(settings=Settings(network="เครือข่าย"), today=TODAY)
    yield "settings only", site()
    yield "one", site(make())
    long = make(title="ยาว" * 66, authors=("ก" * 80, "ข", "ค"), province="แพร่", topics=SETTINGS.topics)
    yield "long", site(long)
    yield "hostile", site(make(title='<script>alert("1")</script>', authors=("<u>",), summary="</script><i>"))
    yield "many", site(*(make(number, province="ลำปาง", kind="proposal") for number in range(1, 95)))


@pytest.mark.parametrize("of", [pytest.param(found, id=name) for name, found in sites()])
def test_every_page_is_sound(of: Site) -> None:
    found = rendered(of)
    for page in found.values():
        reader = Reader(page.html)
        assert reader.open == []
        assert reader.headings.count(1) == 1
        assert reader.headings[0] == 1
        assert all(
            after <= before + 1 for before, after in zip(reader.headings, reader.headings[1:], strict=False)
        )
        assert len(set(reader.ids)) == len(reader.ids)
        assert page.title
        assert "<script>alert" not in page.html
        assert "<u>" not in page.html


@pytest.mark.parametrize("of", [pytest.param(found, id=name) for name, found in sites()])
def test_links_lead_to_pages_of_the_site(of: Site) -> None:
    found = rendered(of)
    elsewhere = {"calendar/", "bulletin/"}
    for page in found.values():
        for link in Reader(page.html).links:
            if link.startswith("/"):
                path, _, anchor = link[1:].partition("#")
                assert path in found or path in elsewhere, f"{page.url}: {link}"
                assert not anchor or anchor in Reader(found[path].html).ids
            elif link.startswith("#"):
                assert link[1:] in Reader(page.html).ids


def test_the_same_site_gives_the_same_pages() -> None:
    articles = [make(number, topics=("วิจัยชุมชน",), authors=("ก",)) for number in range(1, 30)]
    assert rendered(site(*articles)) == rendered(site(*articles))


# Articles


def test_article_says_who_when_and_where() -> None:
    of = site(
        make(authors=("nan",), province="ลำปาง", topics=("วิจัยชุมชน",), updated=TODAY), members=(member("nan"),)
    )
    html = rendered(of)["k/a1/"].html
    assert '<a href="/knowledge/author/nan/" rel="author">คุณnan</a>' in html
    assert "21 พฤศจิกายน 2569" in html
    assert "ปรับปรุง 22 พฤศจิกายน 2569" in html
    assert 'href="/knowledge/province/th-52/"' in html
    assert "อ่าน 1 นาที" in html
    assert 'href="https://github.com/example/net/edit/main/knowledge/a1.md"' in html
    assert "https://line.me/R/msg/text/?" in html


def test_article_without_address_has_no_line_link() -> None:
    html = rendered(Site(settings=Settings(network="ก"), articles=(make(),), today=TODAY))["k/a1/"].html
    assert "line.me" not in html


def test_table_of_contents_from_three_headings() -> None:
    def headings(count: int) -> Body:
        return Body("ข้อความ", headings=tuple(Heading(2, f"หัวข้อ {n}", f"h{n}", n) for n in range(count)))

    assert "jl-toc" not in rendered(site(make(body=headings(2))))["k/a1/"].html
    # The ids here are the reader's; the body holds none, so only the box is looked at.
    assert rendered(site(make(body=headings(3))))["k/a1/"].html.count('href="#h') == 3


def test_series_shows_its_parts_in_order_and_their_neighbours() -> None:
    parts = [make(number, series="ชุด", part=4 - number) for number in (1, 2, 3)]
    html = rendered(site(*parts))["k/a2/"].html
    assert "ตอนที่ 2 จาก 3" in html
    assert re.search(r'href="/k/a3/" rel="prev".*?href="/k/a1/" rel="next"', html, re.DOTALL)


def test_long_series_lists_only_the_near_parts() -> None:
    parts = [make(number, series="ชุด", part=number) for number in range(1, 41)]
    html = rendered(site(*parts))["k/a20/"].html
    box = html[html.index("jl-series") : html.index("</section>")]
    assert box.count("<li>") == article.SERIES_SHOWN


def test_proposal_and_report_say_what_they_belong_to() -> None:
    event = Event(id="forum", title="เวทีใหญ่", start=TODAY, source=Source("events.yaml"))
    of = site(make(kind="proposal", to="กรม", status="sent", event="forum"), events=(event,))
    html = rendered(of)["k/a1/"].html
    assert "ส่งแล้ว" in html
    assert '<a href="/calendar/forum/">เวทีใหญ่</a>' in html


def test_json_ld_is_an_article_and_cannot_leave_its_element() -> None:
    hostile = make(title="</script><script>alert(1)</script>", image="p.png", image_alt="รูป", authors=("ก",))
    of = site(hostile, media=(Media("knowledge/p.png", 10, 800, 600),))
    page = rendered(of)["k/a1/"]
    text = page.html.split('<script type="application/ld+json">')[1].split("</script>")[0]
    found = json.loads(text)
    assert found["@type"] == "Article"
    assert found["headline"] == "</script><script>alert(1)</script>"
    assert found["image"] == "https://example.org/knowledge/p.png"
    assert page.image == Picture("knowledge/p.png", 800, 600, "รูป")
    assert page.html.count("<script") == 1


@pytest.mark.parametrize(
    ("files", "image", "text", "shared"),
    [
        ({"p.svg": (0, 0), "p.png": (1040, 747)}, "p.svg", "", "p.png"),
        ({"p.svg": (0, 0)}, "p.svg", "", ""),
        ({"p.svg": (0, 0), "q.webp": (640, 480)}, "p.svg", "![ทุ่ง](q.webp)", "q.webp"),
        ({"ภาพ 1.jpg": (640, 480)}, None, "![ทุ่ง](ภาพ%201.jpg)", "ภาพ 1.jpg"),
        ({"dot.png": (16, 16)}, "dot.png", "", ""),
    ],
)
def test_a_shared_link_has_a_picture_that_chats_can_draw(
    files: dict[str, tuple[int, int]], image: str | None, text: str, shared: str
) -> None:
    media = tuple(Media(f"knowledge/{name}", 10, *size) for name, size in files.items())
    one = make(image=image, image_alt="รูป" if image else None, body=scan(text) if text else Body("ก"))
    picture = rendered(site(one, media=media))["k/a1/"].image
    assert (picture.path if picture else "") == (f"knowledge/{shared}" if shared else "")


def test_an_author_who_is_no_member_may_be_an_office() -> None:
    member = Member(
        member_id="m1",
        name="กองแก้ว ใจดี",
        province="แพร่",
        role="member",
        consent=TODAY,
        source=Source("members.csv"),
    )
    names = ("m1", "กองบรรณาธิการ", "กองคำ แสนสุข", "เครือข่ายตัวอย่าง", "สมชาย")
    html = rendered(site(make(authors=names), members=(member,)))["k/a1/"].html
    text = html.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert [one["@type"] for one in json.loads(text)["author"]] == [
        *("Person", "Organization", "Person", "Organization", "Person")
    ]


def test_newer_and_older_by_date() -> None:
    html = rendered(site(*(make(number) for number in (1, 2, 3))))["k/a2/"].html
    steps = html[html.rindex('<nav class="jl-steps') :]
    assert steps.index("/k/a3/") < steps.index("/k/a1/")


def test_related_prefers_shared_topics_then_nearness() -> None:
    articles = [
        make(1, topics=("วิจัยชุมชน",), province="แพร่"),
        make(2, province="แพร่"),
        make(3, topics=("วิจัยชุมชน",)),
        make(4, topics=("วิจัยชุมชน",), province="แพร่"),
        make(5),
    ]
    assert [one.permalink for one in Related(articles).to(0)] == ["a4", "a3", "a2"]
    assert Related(articles).to(4) == []


# The knowledge base


def test_hub_is_paged_by_twenty() -> None:
    found = rendered(site(*(make(number) for number in range(1, 42))))
    assert found["knowledge/"].html.count("jl-card__title") == 20
    assert found["knowledge/page/3/"].html.count("jl-card__title") == 1
    assert "knowledge/page/4/" not in found
    assert "หน้า 2" in found["knowledge/page/2/"].title


def test_shelves_have_short_ascii_paths_and_counts() -> None:
    of = site(
        make(1, topics=("วิจัยชุมชน",), province="ลำปาง", authors=("คนนอก",), kind="story"),
        make(2, topics=("วิจัยชุมชน",)),
    )
    found = rendered(of)
    for url in (
        urls.topic_url("วิจัยชุมชน"),
        urls.province_url(SETTINGS, "แพร่"),
        urls.author_url(of, "คนนอก"),
        urls.kind_url("story"),
        urls.year_url(2026),
    ):
        assert url.isascii()
        assert url in found
    assert re.fullmatch(r"knowledge/topic/t-[0-9a-f]{6}/", urls.topic_url("วิจัยชุมชน"))
    assert 'วิจัยชุมชน <span class="jl-count">2</span>' in found["knowledge/"].html
    assert found["knowledge/year/2026/"].title == "ปี 2569"
    assert not found[urls.province_url(SETTINGS, "แพร่")].listed


def test_shelves_are_paged() -> None:
    found = rendered(site(*(make(number, province="แพร่") for number in range(1, 42))))
    assert found["knowledge/province/th-54/page/2/"].html.count("jl-card__title") == 1


def test_many_authors_stand_on_a_page_of_their_own() -> None:
    found = rendered(site(*(make(number, authors=(f"คน{number}",)) for number in range(1, 60))))
    assert found["knowledge/author/"].html.count("jl-chip") > 59
    hub = found["knowledge/"].html
    assert hub.count("/knowledge/author/") == knowledge.AUTHORS_SHOWN + 1


def test_page_numbers_leave_out_the_far_ones() -> None:
    assert Paging("x/", 6, 12, ()).shown == [1, 0, 5, 6, 7, 0, 12]
    assert Paging("x/", 1, 3, ()).shown == [1, 2, 3]
    assert [len(page.items) for page in pages("x/", range(45), 20)] == [20, 20, 5]
    assert [page.count for page in pages("x/", ())] == [1]


def test_size_of_all_pages_grows_with_the_number_of_articles() -> None:
    def weight(count: int) -> int:
        articles = (
            make(number, authors=(f"คน{number % 500}",), topics=SETTINGS.topics, series="ชุด", part=number)
            for number in range(1, count + 1)
        )
        return sum(len(page.html) for page in rendered(site(*articles)).values())

    assert weight(400) < 2.3 * weight(200)


# Home


def event(first: date, last: date, name: str = "e", **fields: Any) -> Event:
    occurrence = Occurrence(first, last)
    return Event(id=name, title=name, start=first, source=Source("e"), occurrences=(occurrence,), **fields)


def test_home_shows_coming_events_and_lets_others_wait() -> None:
    past = event(TODAY - timedelta(days=3), TODAY - timedelta(days=1), "past")
    coming = [event(TODAY + timedelta(days=n), TODAY + timedelta(days=n), f"e{n}") for n in range(8)]
    html = rendered(site(events=(past, *coming)))[""].html
    assert "/calendar/past/" not in html
    items = re.findall(r'<li data-first="([\d-]+)" data-last="[\d-]+"( hidden)?>', html)
    assert [day for day, _ in items] == sorted(day for day, _ in items)
    assert [bool(hidden) for _, hidden in items] == [False] * home.NEXT + [True] * 3


def test_home_marks_cancelled_events() -> None:
    html = rendered(site(events=(event(TODAY, TODAY, status="cancelled"),)))[""].html
    assert "jl-next__off" in html
    assert "ยกเลิก" in html


def test_home_shows_the_newest_issue_with_its_lead_first() -> None:
    issue = Issue(
        number=2, volume=1, date=TODAY, title="หัวเรื่อง", month="2026-11", lead="a2",
        articles=("a1", "a2"), source=Source("docs/bulletin/2026-11.md"),
    )  # fmt: skip
    html = rendered(site(make(1), make(2), issues=(issue,)))[""].html
    cover = html[html.index('class="jl-cover"') :]
    assert cover.index("เรื่องที่ 2") < cover.index("เรื่องที่ 1")
    assert 'href="/bulletin/julasan-2026-11.pdf"' in html
    assert "ปีที่ 1 ฉบับที่ 2" in html


def test_home_shows_the_text_of_docs_index() -> None:
    index = StandingPage(title="ก", source=Source("docs/index.md"), body=Body("ยินดีต้อนรับสู่บ้าน"))
    found = rendered(site(pages=(index,)))
    assert "ยินดีต้อนรับสู่บ้าน" in found[""].html
    assert found[""].source == "docs/index.md"


# Members and proposals


def test_members_show_vacant_seats_and_who_knows_what() -> None:
    people = (
        member("rep", role="representative", expertise=("ผ้าทอ", "วิจัยชุมชน")),
        member("two", expertise=("ผ้าทอ",), website="https://example.org/two"),
        member("phrae", province="แพร่"),
    )
    html = rendered(site(make(authors=("two",)), members=people))["members/"].html
    assert html.count("jl-person--vacant") == 1
    assert html.index('id="th-54"') < html.index("jl-person--vacant")
    field = html[html.index(f'id="{urls.expertise_anchor("ผ้าทอ")}"') :]
    assert field.index("#m-rep") < field.index("#m-two")
    assert 'href="/knowledge/author/two/">บทความ 1 เรื่อง' in html


def test_an_empty_network_counts_nothing_and_sends_nobody_nowhere() -> None:
    pages = rendered(site())
    for url in ("knowledge/", "members/", "proposals/"):
        assert 'class="jl-lead"' not in pages[url].html
        assert "0" not in pages[url].description
    assert "jl-join" not in pages[""].html
    join = StandingPage(title="สมัคร", source=Source("docs/join.md"), body=Body("ยินดีต้อนรับ"))
    assert "jl-join" in rendered(site(pages=(join,)))[""].html


def test_proposals_are_grouped_by_status_open_by_default() -> None:
    given = [
        make(1, kind="proposal"),
        make(2, kind="proposal", status="done", to="กรมการพัฒนาชุมชน"),
        make(3, kind="proposal", status="sent"),
        make(4),
    ]
    html = rendered(site(*given))["proposals/"].html
    assert html.index("/k/a1/") < html.index("/k/a3/") < html.index("/k/a2/")
    assert "/k/a4/" not in html
    assert "ถึง กรมการพัฒนาชุมชน" in html
    assert "data-jl-print" in html


def test_standing_page_with_its_own_title_has_one_title() -> None:
    own = StandingPage(
        title="เกี่ยวกับ",
        source=Source("docs/about.md"),
        body=Body("# เกี่ยวกับเรา\n\nข้อความ", headings=(Heading(1, "เกี่ยวกับเรา", "x", 1),)),
    )
    page = rendered(site(pages=(own,)))["about/"]
    assert page.html.count("<h1") == 1
    assert page.kind == "standing"
    assert page.source == "docs/about.md"


def test_english_site_has_no_thai_texts_of_ours() -> None:
    of = Site(
        settings=Settings(network="Net", language="en"), articles=(make(title="One", body=Body("Text")),)
    )
    for page in rendered(of).values():
        assert not re.search("[\u0e00-\u0e7f]", page.html), page.url


@pytest.mark.parametrize(
    ("repository", "edit", "shown"),
    [
        ("https://git.example/a/b", "edit/main/", "https://git.example/a/b/edit/main/knowledge/a.md"),
        ("https://git.example/a/b", "https://edit.example/b/", "https://edit.example/b/knowledge/a.md"),
        ("", "https://edit.example/b", "https://edit.example/b/knowledge/a.md"),
        ("", "edit/main/", None),
        ("https://git.example/a/b", "", None),
    ],
)
def test_an_article_is_edited_where_the_settings_say(repository: str, edit: str, shown: str | None) -> None:
    settings = replace(SETTINGS, repo_url=repository, edit_uri=edit)
    assert urls.edit_url(settings, "knowledge/a.md") == shown


def test_without_articles_topics_and_provinces_the_knowledge_base_has_no_empty_frame() -> None:
    bare = replace(SETTINGS, topics=(), provinces={})
    empty, full = (rendered(of)["knowledge/"].html for of in (site(settings=bare), site(make(1))))
    assert "jl-browse" in full
    assert "jl-browse" not in empty
