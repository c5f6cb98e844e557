"""The calendar files: two parsers that know nothing of each other read them and find the same occurrences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import icalendar
import pytest
import recurring_ical_events
import vobject

from julasan import read
from julasan.model import Asset, Event, Site
from julasan.render import ics
from julasan.render.context import Context
from julasan.render.products import expanded

SITE = read.read(Path(__file__).parent / "sites" / "calendar")[0]


def files(site: Site = SITE) -> Mapping[str, bytes]:
    return {
        asset.path: asset.content for asset in expanded(ics.render(Context(site))) if isinstance(asset, Asset)
    }


FILES = files()


def vevents(path: str) -> dict[str, Any]:
    calendar = icalendar.Calendar.from_ical(FILES[path])
    return {str(event["UID"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}


def moment(value: date) -> str:
    """A day as it is, a time in UTC: what two calendars must agree on."""
    if not isinstance(value, datetime):
        return value.isoformat()
    return value.astimezone(UTC).isoformat()


def test_there_is_a_file_for_all_each_province_each_topic_and_each_event() -> None:
    paths = {"calendar/all.ics", "calendar/th-52.ics", "calendar/th-54.ics", "calendar/th-55.ics"}
    paths |= {ics.topic_path(topic) for topic in SITE.settings.topics}
    paths |= {f"calendar/{event.id}.ics" for event in SITE.events}
    assert set(FILES) == paths


def test_each_calendar_holds_its_own_events() -> None:
    assert set(vevents("calendar/all.ics")) == {event.id for event in SITE.events}
    assert set(vevents("calendar/th-52.ics")) == {"night", "called-off"}
    assert set(vevents("calendar/th-54.ics")) == set()
    assert set(vevents(ics.topic_path("กองทุนชุมชน"))) == {"visit"}
    assert set(vevents("calendar/berlin.ics")) == {"berlin"}


@pytest.mark.parametrize("path", sorted(FILES))
def test_lines_are_folded_by_octets_and_never_within_a_letter(path: str) -> None:
    content = FILES[path]
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")


@pytest.mark.parametrize("path", sorted(FILES))
def test_both_parsers_read_every_file(path: str) -> None:
    calendar = icalendar.Calendar.from_ical(FILES[path])
    assert not [error for part in calendar.walk() for error in part.errors]
    parsed = vobject.readOne(FILES[path].decode())
    assert {str(event["UID"]) for event in calendar.walk("VEVENT")} == {
        event.uid.value for event in parsed.contents.get("vevent", [])
    }
    if parsed.contents.get("vevent"):
        parsed.validate(raiseException=True)


@pytest.mark.parametrize("event", SITE.events, ids=lambda event: event.id)
def test_icalendar_finds_the_occurrences_of_the_model(event: Event) -> None:
    calendar = icalendar.Calendar.from_ical(FILES[ics.event_path(event)])
    found = recurring_ical_events.of(calendar).between(date(2009, 1, 1), date(2031, 1, 1))
    starts = sorted(moment(one["DTSTART"].dt) for one in found)
    assert starts == [moment(one.start) for one in event.occurrences]


@pytest.mark.parametrize("event", SITE.events, ids=lambda event: event.id)
def test_vobject_finds_the_occurrences_of_the_model(event: Event) -> None:
    calendar = vobject.readOne(FILES["calendar/all.ics"].decode())
    uid = ics.uid(event, SITE.settings)
    found = next(one for one in calendar.vevent_list if one.uid.value == uid)
    rules = found.getrruleset(addRDate=True)
    starts = list(rules) if rules else [found.dtstart.value]
    if event.all_day:
        assert [_day(start) for start in starts] == [one.start for one in event.occurrences]
    else:
        # vobject gives the local time of each.
        known = (one.start for one in event.occurrences)
        expected = [one.replace(tzinfo=None) for one in known if isinstance(one, datetime)]
        assert [start.replace(tzinfo=None) for start in starts] == expected


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def test_an_all_day_end_is_the_day_after() -> None:
    event = vevents("calendar/visit.ics")["visit"]
    assert event["DTSTART"].to_ical() == b"20261128"
    assert event["DTEND"].to_ical() == b"20261203"
    assert event["DTEND"].params["VALUE"] == "DATE"
    assert vevents("calendar/founding.ics")["founding"]["DTEND"].dt == date(2010, 7, 22)


def test_days_left_out_stand_as_the_start_does() -> None:
    text = FILES["calendar/all.ics"].decode()
    assert "EXDATE;TZID=Asia/Bangkok:20261204T190000\r\n" in text
    assert "EXDATE;VALUE=DATE:20270115,20270315\r\n" in text
    assert "RRULE:FREQ=WEEKLY;BYDAY=FR;UNTIL=20261218T120000Z\r\n" in text


def test_zones_in_use_are_described() -> None:
    text = FILES["calendar/all.ics"].decode()
    assert text.count("BEGIN:VTIMEZONE") == 2
    assert "TZID:Asia/Bangkok" in text
    assert "TZID:Europe/Berlin" in text
    assert "VTIMEZONE" not in FILES["calendar/visit.ics"].decode()


def test_status_sequence_and_address_are_kept() -> None:
    events = vevents("calendar/all.ics")
    assert events["called-off"]["STATUS"] == "CANCELLED"
    assert events["perhaps"]["STATUS"] == "TENTATIVE"
    assert events["visit"]["SEQUENCE"] == 3
    assert events["visit"]["UID"] == "visit@club.example.org"
    assert events["visit"]["URL"] == "https://club.example.org/calendar/visit/"
    assert events["visit"]["LOCATION"] == "ชุมชนตัวอย่าง อำเภอปัว จ.น่าน"
    assert events["visit"]["CATEGORIES"].cats == ["กองทุนชุมชน"]


def test_no_mail_address_is_made_up() -> None:
    text = FILES["calendar/all.ics"].decode()
    assert "mailto" not in text.lower()
    assert vevents("calendar/weekly.ics")["weekly"]["CONTACT"] == "สมาชิกตัวอย่าง แม่ข่าย"


def test_hostile_text_stays_text() -> None:
    event = vevents("calendar/hostile.ics")["hostile"]
    original = SITE.event_by_id["hostile"]
    assert event["SUMMARY"] == original.title
    assert original.summary
    assert original.summary in event["DESCRIPTION"]
    assert len(vevents("calendar/hostile.ics")) == 1


def test_a_calendar_says_its_name_and_when_to_read_again() -> None:
    calendar = icalendar.Calendar.from_ical(FILES["calendar/th-55.ics"])
    assert calendar["X-WR-CALNAME"] == "เครือข่ายทดลอง · น่าน"
    assert calendar["X-WR-TIMEZONE"] == "Asia/Bangkok"
    assert calendar["REFRESH-INTERVAL"].to_ical() == b"PT12H"
    assert calendar["X-PUBLISHED-TTL"] == "PT12H"
    assert "METHOD" not in calendar


def test_a_site_without_an_address_keeps_its_calendars() -> None:
    bare = files(replace(SITE, settings=replace(SITE.settings, site_url="")))
    assert b"UID:visit@julasan.invalid" in bare["calendar/visit.ics"]
    assert b"http" not in bare["calendar/founding.ics"]
    icalendar.Calendar.from_ical(bare["calendar/all.ics"])


def test_the_same_content_gives_the_same_bytes() -> None:
    assert files() == FILES
    assert b"DTSTAMP:20261120T000000Z" in FILES["calendar/founding.ics"]
    changed = replace(SITE.event_by_id["founding"], sequence=2)
    again = files(replace(SITE, events=(changed,)))["calendar/founding.ics"]
    assert b"DTSTAMP:20261120T000002Z" in again
