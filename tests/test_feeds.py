"""The feeds, the sitemap and robots.txt: what readers and crawlers find in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest

from julasan import read
from julasan.model import Article, Asset, Body, Page, Site
from julasan.problem import Source
from julasan.render import feeds, sitemap
from julasan.render.context import Context
from julasan.render.products import expanded

SITE = read.read(Path(__file__).parent / "sites" / "calendar")[0]
BASE = SITE.settings.site_url
BARE = replace(SITE, settings=replace(SITE.settings, site_url=""))


def assets(site: Site = SITE) -> Mapping[str, bytes]:
    return {one.path: one.content for one in expanded(feeds.render(Context(site))) if isinstance(one, Asset)}


def page(site: Site = SITE) -> Page:
    return next(one for one in expanded(feeds.render(Context(site))) if isinstance(one, Page))


def parsed(path: str, site: Site = SITE) -> Any:
    found = feedparser.parse(assets(site)[path])
    assert not found.bozo, found.get("bozo_exception")
    return found


def many(count: int) -> Site:
    articles = tuple(
        Article(
            title=f"เรื่องที่ {number}",
            date=date(2026, 11, 20) - timedelta(days=number),
            source=Source(f"knowledge/n{number}.md"),
            permalink=f"n{number}",
            body=Body("เนื้อความ"),
        )
        for number in range(count)
    )
    return replace(SITE, articles=articles)


def test_there_is_a_feed_for_all_and_each_province_in_two_forms() -> None:
    names = ("all", "bulletin", "th-52", "th-55", "th-54")
    assert set(assets()) == {f"feeds/{name}.{form}" for name in names for form in ("xml", "json")}


def test_atom_has_the_full_text_with_absolute_links() -> None:
    feed = parsed("feeds/all.xml")
    assert feed.version == "atom10"
    assert [entry.title for entry in feed.entries] == ["อีกเรื่องหนึ่ง", "รายงานจากเวทีก่อตั้ง & <เรื่องอื่น>", "เรื่องเก่า"]
    entry = feed.entries[1]
    assert entry.id == entry.link == f"{BASE}k/report/"
    assert entry.published == "2026-11-10T00:00:00+07:00"
    assert entry.updated == "2026-11-18T00:00:00+07:00"
    assert [author.name for author in entry.authors] == ["สมาชิกตัวอย่าง แม่ข่าย", "กองบรรณาธิการ"]
    text = entry.content[0].value
    assert f'href="{BASE}k/other/#' in text
    assert f'href="{BASE}k/report/#fn-1"' in text
    assert f'src="{BASE}knowledge/images/dot.svg"' in text
    assert 'href="/' not in text
    assert 'href="#' not in text


def test_atom_has_what_rfc_4287_demands() -> None:
    feed = parsed("feeds/th-52.xml").feed
    assert feed.id == f"{BASE}feeds/th-52.xml"
    assert feed.updated == "2026-11-18T00:00:00+07:00"
    assert feed.author == "เครือข่ายทดลอง"
    assert {link.rel: link.href for link in feed.links} == {
        "self": f"{BASE}feeds/th-52.xml",
        "alternate": f"{BASE}knowledge/province/th-52/",
    }


def test_a_province_without_articles_has_a_valid_empty_feed() -> None:
    feed = parsed("feeds/th-54.xml")
    assert feed.entries == []
    assert feed.feed.updated == "2026-11-20T00:00:00+07:00"
    assert json.loads(assets()["feeds/th-54.json"])["items"] == []


def test_json_feed_has_what_version_1_1_demands() -> None:
    feed = json.loads(assets()["feeds/all.json"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{BASE}feeds/all.json"
    assert feed["home_page_url"] == BASE
    item = feed["items"][1]
    assert item["id"] == item["url"] == f"{BASE}k/report/"
    assert item["date_modified"] == "2026-11-18T00:00:00+07:00"
    assert "image" not in item  # an SVG alone, which readers do not draw
    assert item["tags"] == ["ลำปาง", "กองทุนชุมชน"]
    atom = ElementTree.fromstring(assets()["feeds/all.xml"])  # noqa: S314 - our own
    contents = [one.text for one in atom.iter(f"{{{feeds.ATOM}}}content")]
    assert [one["content_html"] for one in feed["items"]] == contents


def test_a_feed_has_the_newest_thirty() -> None:
    feed = parsed("feeds/all.xml", many(45))
    assert len(feed.entries) == feeds.NEWEST == 30
    assert feed.entries[0].title == "เรื่องที่ 0"


@pytest.mark.parametrize("character", ["\x08", "\x0c", "\x1b", "\ufffe", "\ud800"])
def test_what_xml_cannot_hold_is_left_out(character: str) -> None:
    first = replace(SITE.articles[0], title=f"ก{character}ข")
    feed = parsed("feeds/all.xml", replace(SITE, articles=(first,)))
    assert feed.entries[0].title == "กข"
    json.loads(assets(replace(SITE, articles=(first,)))["feeds/all.json"])


def test_the_page_names_every_feed() -> None:
    names = ("all", "bulletin", "th-52", "th-55", "th-54")
    assert [path for _, path in page().feeds] == [f"feeds/{name}.xml" for name in names]
    for path in assets():
        assert f'href="/{path}"' in page().html


def test_a_site_without_an_address_has_the_page_and_no_feeds() -> None:
    assert assets(BARE) == {}
    assert page(BARE).feeds == ()
    assert "site_url" in page(BARE).html


def test_the_same_content_gives_the_same_bytes() -> None:
    assert assets() == assets()


PAGES = ("", "k/report/", "k/ไทย/", "calendar/visit/")


def mapped(site: Site = SITE, pages: tuple[str, ...] = PAGES) -> Mapping[str, bytes]:
    return {one.path: one.content for one in sitemap.render(Context(site), pages) if isinstance(one, Asset)}


def addresses(content: bytes) -> dict[str, str | None]:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    root = ElementTree.fromstring(content)  # noqa: S314 - our own
    return {str(one.findtext(f"{space}loc")): one.findtext(f"{space}lastmod") for one in root}


def test_the_sitemap_lists_pages_with_the_day_of_their_last_change() -> None:
    assert addresses(mapped()["sitemap.xml"]) == {
        BASE: "2026-11-20",
        f"{BASE}calendar/visit/": None,
        f"{BASE}k/report/": "2026-11-18",
        f"{BASE}k/%E0%B9%84%E0%B8%97%E0%B8%A2/": None,
    }


def test_a_long_sitemap_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "LONGEST", 3)
    made = mapped()
    assert list(addresses(made["sitemap.xml"])) == [f"{BASE}sitemap-1.xml", f"{BASE}sitemap-2.xml"]
    assert len(addresses(made["sitemap-1.xml"])) == 3
    assert len(addresses(made["sitemap-2.xml"])) == 1


def test_robots_names_the_sitemap() -> None:
    lines = mapped()["robots.txt"].decode().splitlines()
    assert lines == ["User-agent: *", "Allow: /", f"Sitemap: {BASE}sitemap.xml"]
    assert mapped(BARE) == {"robots.txt": b"User-agent: *\nAllow: /\n"}
