"""The calendar as iCalendar files (RFC 5545, RFC 7986): for all, each province, each topic and each event."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache, partial
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from julasan.model import Asset, Deferred, Event, Output, Settings
from julasan.render import urls
from julasan.render.context import Context
from julasan.render.keys import key

if TYPE_CHECKING:
    import icalendar

ALL = "calendar/all.ics"
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
REFRESH = 12
"""After how many hours a phone is asked to read the calendar again."""


def render(context: Context) -> Iterator[Deferred]:
    """Every calendar that a phone can subscribe to, and a file for each event."""
    yield Deferred(name="ics", key=key(context.around), make=partial(_files, context))


def _files(context: Context) -> Iterator[Output]:
    site = context.site
    written = {event.id: bytes(vevent(context, event).to_ical()) for event in site.events}

    def asset(path: str, name: str, events: Iterable[Event]) -> Asset:
        return Asset(path=path, content=_calendar(context, path, name, list(events), written))

    network = site.settings.network
    yield asset(ALL, network, site.events)
    for province in site.settings.provinces:
        own = (event for event in site.events if event.province == province)
        yield asset(province_path(site.settings, province), f"{network} · {province}", own)
    for topic in site.settings.topics:
        about = (event for event in site.events if topic in event.topics)
        yield asset(topic_path(topic), f"{network} · {topic}", about)
    for event in site.events:
        yield asset(event_path(event), event.title, [event])


def province_path(settings: Settings, province: str) -> str:
    """Path of a province's calendar, ``calendar/th-52.ics``."""
    return f"calendar/{urls.province_id(settings, province)}.ics"


def topic_path(topic: str) -> str:
    """Path of a topic's calendar, named as the topic's own page."""
    return f"calendar/topic/{urls.topic_url(topic).rstrip('/').rpartition('/')[2]}.ics"


def event_path(event: Event) -> str:
    """Path of one event's file, ``calendar/<id>.ics``."""
    return f"calendar/{event.id}.ics"


def uid(event: Event, settings: Settings) -> str:
    """The event's UID: it never changes while the site keeps its host (RFC 5545 section 3.8.4.7)."""
    return f"{event.id}@{urlsplit(settings.site_url).hostname or 'julasan.invalid'}"


def webcal(site_url: str, path: str) -> str:
    """The address that makes a phone offer a subscription."""
    return f"webcal://{site_url.partition('://')[2]}{quote(path)}"


def _calendar(
    context: Context, path: str, name: str, events: Sequence[Event], written: Mapping[str, bytes]
) -> bytes:
    # The events are written once and stand in several calendars: each is put in as bytes.
    head, end = _head(context, path, name).rsplit(b"END:VCALENDAR", 1)
    zones = sorted({event.zone.key for event in events if not event.all_day})
    parts = (*map(_vtimezone, zones), *(written[event.id] for event in events))
    return b"".join((head, *parts, b"END:VCALENDAR", end))


def _head(context: Context, path: str, name: str) -> bytes:
    import icalendar

    settings = context.site.settings
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Julasan//julasan//TH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    description = _line(context.text("event.ics_description", network=settings.network))
    # RFC 7986 names the calendar and describes it; most phones still read the older X- names.
    for label in ("name", "x-wr-calname"):
        calendar.add(label, _line(name))
    for label in ("description", "x-wr-caldesc"):
        calendar.add(label, description)
    calendar.add("x-wr-timezone", settings.timezone)
    calendar.add("refresh-interval", timedelta(hours=REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", f"PT{REFRESH}H")
    if settings.site_url:
        calendar.add("source", settings.site_url + quote(path), parameters={"VALUE": "URI"})
    return bytes(calendar.to_ical())


@lru_cache(maxsize=64)
def _vtimezone(key: str) -> bytes:
    if key in ("UTC", "Etc/UTC"):
        return b""
    import icalendar

    zone = icalendar.Timezone.from_tzid(key)
    # icalendar's remark, in English, on how far its table reaches.
    zone.pop("COMMENT", None)
    return bytes(zone.to_ical())


def vevent(context: Context, event: Event) -> icalendar.Event:
    """The VEVENT of `event`; DTSTAMP is the site's day, so that the same content gives the same bytes."""
    import icalendar
    from icalendar.prop import vInline

    settings = context.site.settings
    found = icalendar.Event()
    found.add("uid", uid(event, settings))
    # When it was last revised (section 3.8.7.2): no earlier build is known, so the content's day, and
    # a second more for each time that its author has raised SEQUENCE.
    revised = datetime.combine(context.site.today, time(), UTC) + timedelta(seconds=event.sequence)
    found.add("dtstamp", revised)
    found.add("sequence", event.sequence)
    found.add("status", event.status.upper())
    found.add("summary", _line(event.title))
    found.add("dtstart", event.start)
    end = dtend(event)
    if end is not None:
        found.add("dtend", end)
    if event.rrule:
        found["RRULE"] = vInline(event.rrule)
    if event.exdate:
        found.add("exdate", exdates(event), parameters={"VALUE": "DATE"} if event.all_day else {})
    if event.all_day:
        # A day of the network's calendar does not make a member's own day busy.
        found.add("transp", "TRANSPARENT")
    if where(context, event):
        found.add("location", _line(where(context, event)))
    if event.topics:
        found.add("categories", [_line(topic) for topic in event.topics])
    address = settings.site_url + event.page if settings.site_url else event.url
    if address:
        found.add("url", address)
    if event.organizer:
        # ORGANIZER wants a mail address (section 3.8.4.3), and none is published: CONTACT is plain text.
        found.add("contact", _line(context.site.author_name(event.organizer)))
    found.add("description", "\n".join(map(_line, _description(context, event))))
    return found


def _line(text: str) -> str:
    """`text` in one line without controls: no property begins in what a person wrote (section 3.1)."""
    return " ".join(_CONTROL.sub("", text).split())


def dtend(event: Event) -> date | None:
    """DTEND: of an all-day event the day after its last (section 3.6.1)."""
    if not event.all_day:
        return event.end
    return (event.end or event.start) + timedelta(days=1)


def exdates(event: Event) -> list[date]:
    """The moments left out: of a timed event at the time of its start, in its zone (section 3.8.5.1)."""
    if not isinstance(event.start, datetime):
        return list(event.exdate)
    return [datetime.combine(day, event.start.timetz()) for day in event.exdate]


def where(context: Context, event: Event) -> str:
    """The place and its province, in one line."""
    if not event.province:
        return event.place or ""
    if not event.place:
        return context.text("event.province", province=event.province)
    if event.province in event.place:
        return event.place
    return context.text("event.place_in", place=event.place, province=event.province)


def _description(context: Context, event: Event) -> Iterator[str]:
    if event.status != "confirmed":
        yield context.text(f"event.status_note.{event.status}")
    if event.summary:
        yield " ".join(event.summary.split())
    if event.organizer:
        yield f"{context.text('event.organizer')}: {context.site.author_name(event.organizer)}"
    if event.capacity:
        people = context.text("event.people", count=context.number(event.capacity))
        yield f"{context.text('event.capacity')}: {people}"
    for label, address in (("event.registration", event.registration), ("event.website", event.url)):
        if address:
            yield f"{context.text(label)}: {address}"
    if context.site.settings.site_url:
        yield context.text("event.more", url=context.site.settings.site_url + event.page)
