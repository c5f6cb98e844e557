"""The calendar's pages: the right events in the right cells, and nothing that a person wrote runs."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from julasan import read
from julasan.model import Event, Occurrence, Output, Page, Site
from julasan.read.holidays import public_holidays
from julasan.render import calendar, months, when
from julasan.render.context import Context
from julasan.render.products import expanded

SITE = read.read(Path(__file__).parent / "sites" / "calendar")[0]


def pages(site: Site = SITE) -> dict[str, Page]:
    made: list[Output] = list(expanded(calendar.render(Context(site))))
    return {page.url: page for page in made if isinstance(page, Page)}


PAGES = pages()


def cells(html: str) -> dict[str, str]:
    """The days of a grid: ISO date -> what stands in the cell."""
    found = re.findall(r'<td class="[^"]*" data-jl-day="([^"]*)">(.*?)</td>', html, re.DOTALL)
    return dict(found)


def schema(url: str) -> dict[str, Any]:
    text = re.search(r'<script type="application/ld\+json">(.*?)</script>', PAGES[url].html)
    assert text
    found: dict[str, Any] = json.loads(text[1])
    return found


def test_months_with_events_have_a_page_and_empty_years_have_none() -> None:
    urls = [url for url in PAGES if re.fullmatch(r"calendar/\d{4}-\d\d/", url)]
    assert urls[0] == "calendar/2010-07/"
    assert urls[1] == "calendar/2025-11/"
    assert urls[-1] == "calendar/2027-10/"
    assert len(urls) == 1 + 24
    assert not PAGES["calendar/2026-03/"].listed
    assert PAGES["calendar/2026-12/"].listed


def test_months_lead_to_the_nearest_month_that_has_a_page() -> None:
    assert 'href="/calendar/2025-11/" rel="next"' in PAGES["calendar/2010-07/"].html
    assert 'href="/calendar/2010-07/" rel="prev"' in PAGES["calendar/2025-11/"].html


def test_a_rule_that_runs_for_decades_fills_no_empty_decades() -> None:
    day = date(2099, 1, 1)
    far = replace(SITE.events[0], id="far", start=day, occurrences=(Occurrence(day, day),))
    listed = list(months.months(replace(SITE, events=(far,))))
    assert listed[-1] == date(2099, 1, 1)
    assert listed[-2] == date(2028, 11, 1)
    assert len(listed) == 12 + 1 + 24 + 1


def test_a_site_without_events_still_has_a_calendar() -> None:
    empty = pages(replace(SITE, events=()))
    assert "ยังไม่มีกิจกรรมข้างหน้า" in empty["calendar/"].html
    assert "เดือนนี้ไม่มีกิจกรรม" in empty["calendar/2026-11/"].html


def test_the_week_begins_on_sunday_and_the_year_is_buddhist() -> None:
    html = PAGES["calendar/2026-11/"].html
    assert re.findall(r'<th scope="col"><abbr title="([^"]*)">', html)[0] == "วันอาทิตย์"
    assert "<caption>พฤศจิกายน 2569</caption>" in html
    assert html.count('<td class="jl-day jl-day--out">') == 5  # 1 November 2026 is a Sunday
    assert len(cells(html)) == 30


def test_each_day_shows_its_own_events() -> None:
    found = cells(PAGES["calendar/2026-12/"].html)
    with_weekly = [day for day, cell in found.items() if "/calendar/weekly/" in cell]
    assert with_weekly == ["2026-12-11", "2026-12-18"]  # 4 December is left out
    assert "19.00" in found["2026-12-11"]


def test_what_lasts_for_days_is_named_once_a_week_and_goes_on() -> None:
    found = cells(PAGES["calendar/2026-12/"].html)
    assert "/calendar/visit/" in found["2026-12-01"]
    assert "/calendar/visit/" not in found["2026-12-02"]
    assert "ต่อเนื่อง: ศึกษาดูงานข้ามเดือน" in found["2026-12-02"]
    assert "ศึกษาดูงาน" not in found["2026-12-03"]
    november = cells(PAGES["calendar/2026-11/"].html)
    assert "/calendar/visit/" in november["2026-11-28"]
    assert "/calendar/visit/" in november["2026-11-29"]  # a new week says its name again


def test_an_end_at_midnight_belongs_to_the_day_before() -> None:
    assert "calendar/2027-01/" in PAGES
    assert "/calendar/midnight/" not in PAGES["calendar/2027-01/"].html
    assert "/calendar/midnight/" in cells(PAGES["calendar/2026-12/"].html)["2026-12-31"]


def test_a_full_day_names_three_and_leads_to_the_rest() -> None:
    cell = cells(PAGES["calendar/2026-12/"].html)["2026-12-22"]
    assert cell.count('<li class="jl-lane') == months.SHOWN
    assert "อีก 2" in cell
    assert 'href="#d-22"' in cell
    assert PAGES["calendar/2026-12/"].html.count("งานซ้อน") == 3 + 5


def test_every_day_number_leads_to_a_day_of_the_list() -> None:
    for url, page in PAGES.items():
        if re.fullmatch(r"calendar/\d{4}-\d\d/", url):
            ids = set(re.findall(r'id="(d-\d+)"', page.html))
            assert set(re.findall(r'href="#(d-\d+)"', page.html)) <= ids
    landing = set(re.findall(r'href="/calendar/2026-11/#(d-\d+)"', PAGES["calendar/"].html))
    assert landing
    assert landing <= set(re.findall(r'id="(d-\d+)"', PAGES["calendar/2026-11/"].html))


def test_long_events_keep_their_lane_through_the_week() -> None:
    def event(name: str, first: int, last: int) -> Event:
        span = Occurrence(date(2026, 12, first), date(2026, 12, last))
        return replace(SITE.events[0], id=name, title=name, occurrences=(span,))

    listed = months.entries([event("a", 7, 8), event("b", 8, 10), event("c", 9, 10), event("d", 10, 10)])
    week = months.month(date(2026, 12, 1), listed, {}).weeks[1]
    names = [[lane.entry.event.id if lane else None for lane in day.lanes] for day in week]
    assert names == [[], ["a"], ["a", "b"], ["c", "b"], ["c", "b", "d"], [], []]


def test_holidays_are_named_where_they_fall() -> None:
    december = PAGES["calendar/2026-12/"].html
    assert "วันรัฐธรรมนูญ" in cells(december)["2026-12-10"]
    assert "วันเด็ก" not in PAGES["calendar/2027-01/"].html


def test_a_cancelled_event_is_struck_out_and_says_so() -> None:
    for url in ("calendar/", "calendar/2026-11/", "calendar/called-off/"):
        assert '<span class="jl-sr">ยกเลิก: </span><s>งานที่ยกเลิก</s>' in PAGES[url].html
    assert "calendar.google.com" not in PAGES["calendar/called-off/"].html
    assert "ยังไม่ยืนยัน" in PAGES["calendar/perhaps/"].html


def test_the_landing_lists_what_is_not_over_with_the_dates_that_the_browser_needs() -> None:
    html = PAGES["calendar/"].html
    rows = re.findall(r'<li class="jl-ev[^"]*" data-jl-first="([^"]*)" data-jl-last="([^"]*)">', html)
    assert rows[0][1] >= "2026-11-20"
    assert rows == sorted(rows, key=lambda row: max(row[0], "2026-11-20"))
    assert "เวทีก่อตั้ง" not in html
    assert 'data-zone="Asia/Bangkok"' in html


def test_an_issue_that_is_begun_ahead_of_its_date_hides_no_event_that_is_still_to_come(
    tmp_path: Path,
) -> None:
    root = tmp_path / "site"
    shutil.copytree(Path(__file__).parent / "sites" / "calendar", root)
    (root / "docs" / "bulletin" / "2027-06.md").write_text(
        "---\nnumber: 9\ndate: 2027-06-30\n---\nสวัสดี\n", "utf-8"
    )
    site, problems = read.read(root)
    assert (site.today, problems) == (SITE.today, ())
    assert pages(site)["calendar/"].html == PAGES["calendar/"].html


def test_ten_thousand_events_leave_the_landing_small() -> None:
    one = SITE.event_by_id["visit"]
    many = tuple(replace(one, id=f"e{number}") for number in range(10_000))
    coming = calendar.coming(Context(replace(SITE, events=many)), 60)
    assert sum(len(group.entries) for _, groups in coming for group in groups) == 60


def test_ways_to_follow_have_whole_addresses() -> None:
    html = PAGES["calendar/"].html
    assert 'href="webcal://club.example.org/calendar/all.ics"' in html
    assert "calendar.google.com/calendar/r?cid=webcal%3A%2F%2Fclub.example.org%2Fcalendar%2Fth-52.ics" in html
    assert "Google ปฏิทินกลับมาอ่านใหม่ช้า" in html


def test_a_site_without_an_address_offers_only_what_works() -> None:
    made = pages(replace(SITE, settings=replace(SITE.settings, site_url="")))
    html = made["calendar/"].html
    assert "webcal:" not in html
    assert "calendar.google.com/calendar/r?" not in html
    assert 'href="/calendar/all.ics"' in html
    assert '"url"' not in made["calendar/visit/"].html


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("founding", "วันพุธที่ 21 กรกฎาคม 2553"),
        ("visit", "28 พฤศจิกายน – 2 ธันวาคม 2569"),
        ("called-off", "วันพุธที่ 25 พฤศจิกายน 2569 เวลา 09.00–12.00 น."),
        ("perhaps", "วันพฤหัสบดีที่ 26 พฤศจิกายน 2569 เวลา 09.00 น."),
        ("night", "วันพุธที่ 9 ธันวาคม 2569 20.00 น. ถึง วันพฤหัสบดีที่ 10 ธันวาคม 2569 05.30 น."),
        ("berlin", "วันจันทร์ที่ 22 มีนาคม 2570 เวลา 09.00–10.30 น. (เวลาท้องถิ่น Europe/Berlin)"),
    ],
)
def test_when_it_takes_place_in_words(name: str, shown: str) -> None:
    event = SITE.event_by_id[name]
    assert when.full(Context(SITE), event, event.occurrences[0]) == shown


@pytest.mark.parametrize(
    ("today", "shown"),
    [
        (date(2026, 12, 9), "20.00 น. ถึง 10 ธ.ค. 69 05.30 น."),
        (date(2026, 12, 10), "9 ธ.ค. 69 20.00 น. ถึง 10 ธ.ค. 69 05.30 น."),
    ],
)
def test_what_began_before_the_day_beside_it_says_when(today: date, shown: str) -> None:
    html = pages(replace(SITE, today=today))["calendar/"].html
    beside, event = re.findall(
        r'<time datetime="([\d-]+)">|href="/calendar/(night)/">', html.split("data-jl-upcoming")[1]
    )[:2]
    assert (beside[0], event[1]) == (today.isoformat(), "night")
    assert f'<span class="jl-ev__hours">{shown}</span>' in html


def test_english_and_thai_numerals() -> None:
    event = SITE.event_by_id["called-off"]
    english = Context(replace(SITE, settings=replace(SITE.settings, language="en")))
    assert when.full(english, event, event.occurrences[0]) == "Wednesday 25 November 2026, 09:00–12:00"
    assert pages(english.site)["calendar/2026-11/"].title == "Calendar, November 2026"
    thai = Context(replace(SITE, settings=replace(SITE.settings, numerals="thai")))
    assert when.full(thai, event, event.occurrences[0]) == "วันพุธที่ ๒๕ พฤศจิกายน ๒๕๖๙ เวลา ๐๙.๐๐–๑๒.๐๐ น."


@pytest.mark.parametrize(("number", "written"), [(9_999, "9999"), (2569, "2569"), (10_000, "10,000")])
def test_what_can_be_no_year_is_written_as_a_count(number: int, written: str) -> None:
    assert Context(SITE).number(number) == written


def test_an_event_shows_what_is_known_of_it() -> None:
    html = PAGES["calendar/visit/"].html
    assert 'href="/knowledge/province/th-55/"' in html
    assert 'href="https://example.org/visit"' in html
    assert "30 คน" in html
    assert 'href="/calendar/visit.ics" download' in html
    assert 'href="/members/#m-hub-1"' in PAGES["calendar/weekly/"].html


def test_an_event_leads_back_to_its_reports() -> None:
    assert 'href="/k/report/"' in PAGES["calendar/founding/"].html


def test_long_lists_of_dates_fold() -> None:
    html = PAGES["calendar/deadline/"].html
    assert html.count("<li data-jl-first=") == 10
    assert "<summary>ดูทั้ง 10 ครั้ง</summary>" in html
    assert "<summary>" not in PAGES["calendar/weekly/"].html
    # The next one is right on the day of the build; the browser moves on from there.
    assert 'data-jl-next-time><time datetime="2026-12-15">' in html


def test_schema_has_offsets_place_and_status() -> None:
    found = schema("calendar/called-off/")
    assert found["@type"] == "Event"
    assert found["startDate"] == "2026-11-25T09:00:00+07:00"
    assert found["endDate"] == "2026-11-25T12:00:00+07:00"
    assert found["eventStatus"] == "https://schema.org/EventCancelled"
    assert found["url"] == "https://club.example.org/calendar/called-off/"
    place = schema("calendar/visit/")["location"]
    assert place["name"] == "ชุมชนตัวอย่าง อำเภอปัว"
    assert place["address"]["addressRegion"] == "น่าน"
    assert schema("calendar/visit/")["startDate"] == "2026-11-28"


@pytest.mark.parametrize(
    ("place", "province", "mode", "kinds"),
    [
        ("ศาลากลางบ้าน", "น่าน", "Offline", ["Place"]),
        (None, "น่าน", "Offline", ["Place"]),
        ("ประชุมทางออนไลน์", None, "Online", ["VirtualLocation"]),
        ("ศาลากลางบ้าน และทางออนไลน์", "น่าน", "Mixed", ["Place", "VirtualLocation"]),
        (None, None, "", []),
    ],
)
def test_schema_tells_a_place_from_a_meeting_online(
    place: str | None, province: str | None, mode: str, kinds: list[str]
) -> None:
    event = replace(SITE.event_by_id["visit"], place=place, province=province)
    found = calendar.schema(Context(SITE), event)
    location = found.get("location", [])
    places = location if isinstance(location, list) else [location]
    assert [one["@type"] for one in places] == kinds
    assert found.get("eventAttendanceMode", "").startswith(f"https://schema.org/{mode}" if mode else "")
    if "VirtualLocation" in kinds:
        assert places[-1]["url"].startswith("https://")


def test_schema_gives_each_time_of_a_recurring_event() -> None:
    found = schema("calendar/berlin/")
    assert [one["startDate"] for one in found["subEvent"]] == [
        "2027-03-22T09:00:00+01:00",
        "2027-03-29T09:00:00+02:00",
        "2027-04-05T09:00:00+02:00",
    ]


def test_google_is_given_the_whole_event() -> None:
    context = Context(SITE)
    values = parse_qs(urlsplit(calendar.google_link(context, SITE.event_by_id["weekly"])).query)
    assert values["dates"] == ["20261106T190000/20261106T200000"]
    assert values["ctz"] == ["Asia/Bangkok"]
    assert values["recur"] == ["RRULE:FREQ=WEEKLY;BYDAY=FR;UNTIL=20261218T120000Z"]
    values = parse_qs(urlsplit(calendar.google_link(context, SITE.event_by_id["visit"])).query)
    assert values["dates"] == ["20261128/20261203"]
    assert values["location"] == ["ชุมชนตัวอย่าง อำเภอปัว จ.น่าน"]


def test_hostile_text_is_escaped_everywhere() -> None:
    title = SITE.event_by_id["hostile"].title
    for html in (PAGES["calendar/hostile/"].html, PAGES["calendar/"].html, PAGES["calendar/2026-12/"].html):
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert title in unescape(html)
    assert schema("calendar/hostile/")["name"] == title


def test_no_page_has_an_inline_style_or_handler() -> None:
    for page in PAGES.values():
        assert not re.search(r"<[^>]*\s(?:style|on[a-z]+)=", page.html)


def test_the_same_content_gives_the_same_pages() -> None:
    assert pages() == PAGES


def test_holidays_of_an_english_site_have_english_names() -> None:
    thai, english = public_holidays([2026]), public_holidays([2026], "en")
    assert list(thai) == list(english)
    assert english[date(2026, 4, 6)] == "Chakri Memorial Day"
    assert not any("Children" in name for name in english.values())
