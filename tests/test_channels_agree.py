"""One issue, every channel: print, web page, feeds, mail, LINE, SMS and loudspeaker tell the same."""

from __future__ import annotations

import json
from functools import lru_cache
from html import unescape
from re import DOTALL, sub

import feedparser
import pymupdf
import pytest

from channelling import SENDER, context_of, folder
from julasan.model import Asset, Page
from julasan.render import bulletin, digest, feeds, holdings, issues, mail, prints, spoken
from julasan.render.context import Context
from julasan.render.products import expanded

CASES = {
    "as the file names them": "",
    "a lead of its own": "lead: two\n",
    "with a title and a last day": "title: ฉบับเปิดบ้าน\nuntil: 2026-12-04\n",
    "in Thai digits": "",
    "without a file": "",
}
TITLES = ("เรื่องที่ 1", "เรื่องที่ 2", "เรื่องที่ 3")
EVENTS = ("เวทีกองทุน", "ศึกษาดูงาน", "งานที่ยกเลิก", "ประชุมรอยืนยัน")


@pytest.fixture(scope="module", params=CASES)
def channels(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The text of each channel, spaces left out, and the case."""
    case = str(request.param)
    settings = "numerals: thai\n" if case == "in Thai digits" else ""
    root = folder(tmp_path_factory.mktemp("agree"), issue=CASES[case], settings=settings)
    path = root / "docs/bulletin/2026-11.md"
    if "title:" in CASES[case]:
        path.write_text(path.read_text("utf-8").replace("title: ทดลองอ่าน\n", ""), "utf-8")
    if case == "without a file":
        path.unlink()
    context = context_of(root)
    found = {"case": case, **_told(context)}
    return {name: "".join(unescape(text).split()) for name, text in found.items()}


def _told(context: Context) -> dict[str, str]:
    issue = holdings.issue_of(context.site, "2026-11")
    made = bulletin.printed(context.site, issue, context.body, prints._pictures(context.site)).pdf
    pages = [page for page in expanded(issues.render(context)) if getattr(page, "url", "") == issue.page]
    files = {one.path: one.content for one in expanded(feeds.render(context)) if isinstance(one, Asset)}
    message = mail.mail_of(context, "2026-11", SENDER)
    said = digest.digest_of(context, "2026-11")
    found = {
        "print": "\n".join(page.get_text() for page in pymupdf.open(stream=made)),
        "mail": sub("<style.*?</style>|<[^>]*>", " ", message.html, flags=DOTALL),
        "mail in plain text": message.text,
        "line": said.line,
        "flex": json.dumps(said.message, ensure_ascii=False),
        "sms": said.sms.text,
        "loudspeaker": said.script.text,
    }
    if context.site.issues:
        # What a file does not give is on no page and in no feed.
        (page,) = pages
        assert isinstance(page, Page)
        found["web"] = sub("<[^>]*>", " ", page.html)
        (entry,) = feedparser.parse(files["feeds/bulletin.xml"]).entries
        (item,) = json.loads(files["feeds/bulletin.json"])["items"]
        found["atom"] = sub("<[^>]*>", " ", f"{entry.title} {entry.content[0].value}")
        found["json"] = sub("<[^>]*>", " ", f"{item['title']} {item['content_html']}")
        assert {entry.link, item["url"]} == {context.site.settings.site_url + issue.page}
    else:
        assert not pages
        assert "feeds/bulletin.xml" not in files
    return found


def squeezed(text: str) -> str:
    return "".join(text.split())


@lru_cache
def words(text: str) -> str:
    return squeezed(spoken.said(text).text)


def in_order(text: str, titles: tuple[str, ...], *, spoken: bool = False) -> list[str]:
    """Those of `titles` that stand in `text`, by their last place: contents name them all before."""
    places = {title: text.rfind(words(title) if spoken else squeezed(title)) for title in titles}
    return sorted((title for title, place in places.items() if place >= 0), key=places.__getitem__)


def expected(case: str) -> list[str]:
    if case == squeezed("a lead of its own"):
        return ["เรื่องที่ 2", "เรื่องที่ 1", "เรื่องที่ 3"]
    if case == squeezed("without a file"):
        return ["เรื่องที่ 3", "เรื่องที่ 2", "เรื่องที่ 1"]
    return list(TITLES)


def test_all_have_the_same_articles_in_the_same_order(channels: dict[str, str]) -> None:
    for name in ("web", "atom", "json", "mail in plain text", "loudspeaker", "flex"):
        if name in channels:
            # The script counts its articles, so their titles here are told from the count by their summaries.
            before = "สรุปของ" if name == "loudspeaker" else ""
            wanted = [f"{before}{title}" for title in expected(channels["case"])]
            assert in_order(channels[name], tuple(wanted), spoken=name == "loudspeaker") == wanted, name
    for name in ("print", "mail", "line", "sms"):
        lead = squeezed(expected(channels["case"])[0])
        places = [channels[name].find(squeezed(title)) for title in TITLES]
        assert channels[name].find(lead) == min(place for place in places if place >= 0), name


def test_all_name_the_same_number_and_month(channels: dict[str, str]) -> None:
    thai = channels["case"] == squeezed("in Thai digits")
    volume = "" if channels["case"] == squeezed("without a file") else f"ปีที่{'๑' if thai else '1'}"
    number = "1" if channels["case"] == squeezed("without a file") else "๒" if thai else "2"
    month = f"พฤศจิกายน{'๒๕๖๙' if thai else '2569'}"
    for name in ("print", "web", "atom", "json", "mail", "mail in plain text", "line", "flex"):
        if name in channels:
            assert f"{volume}ฉบับที่{number}" in channels[name], name
            assert month in channels[name], name
    assert words(f"{volume} ฉบับที่ {number} เดือน พฤศจิกายน 2569".strip()) in channels["loudspeaker"]
    assert any(short in channels["sms"] for short in ("พ.ย.69", "พ.ย.๖๙"))


def test_all_have_the_same_events_and_what_is_off_is_off(channels: dict[str, str]) -> None:
    shown = [
        event
        for event in EVENTS
        if channels["case"] != squeezed("with a title and a last day")
        or event not in ("งานที่ยกเลิก", "ประชุมรอยืนยัน")
    ]
    for name in ("print", "web", "atom", "json", "mail", "mail in plain text", "loudspeaker"):
        if name in channels:
            assert sorted(in_order(channels[name], EVENTS, spoken=name == "loudspeaker")) == sorted(shown), (
                name
            )
            assert (
                ("ยกเลิก" in channels[name].replace("งานที่ยกเลิก", ""))
                or name == "loudspeaker"
                or ("งานที่ยกเลิก" not in shown)
            ), name
    assert ("งดจัด" in channels["loudspeaker"]) == ("งานที่ยกเลิก" in shown)
