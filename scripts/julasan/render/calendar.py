"""The calendar: its landing page, a page for each month, a page for each event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

from markupsafe import Markup, escape

from julasan import thai
from julasan.frozen import dataclass
from julasan.model import Article, Deferred, Event, Occurrence, Output, Page
from julasan.pattern import late
from julasan.render import ics, months, urls, when
from julasan.render.cards import Cards
from julasan.render.context import Context
from julasan.render.keys import key
from julasan.render.linked_data import json_ld
from julasan.render.months import Entry, Group, Month

LANDING = "calendar/"
COMING = 60
"""How many entries the landing page lists; the browser hides those that are over."""
FOLDED = 8
"""From how many times on an event's dates are folded."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A calendar that a phone can follow: its name, its file, and addresses where the site knows its own."""

    name: str
    path: str
    address: str = ""
    webcal: str = ""
    google: str = ""


@dataclass(frozen=True, slots=True)
class Year:
    """A year that has pages; of each month its name, path ("" for none) and number of entries."""

    year: int
    name: str
    path: str
    months: tuple[tuple[str, str, int], ...]


def render(context: Context) -> Iterator[Deferred]:
    """All pages of the calendar."""
    listed, cards = months.months(context.site), Cards(context)
    reports: dict[str, list[Article]] = {}
    for article in context.site.articles:
        if article.event:
            reports.setdefault(article.event, []).append(article)
    shown = {name: [cards.shown(article) for article in found] for name, found in sorted(reports.items())}
    months_listed = (month_path(first) for first, entries in listed.items() if entries)
    yield Deferred(
        name="calendar",
        key=key(context.around, shown),
        make=partial(_pages, context, listed, reports, cards),
        listed=(LANDING, *months_listed, *(event.page for event in context.site.events)),
    )


def _pages(
    context: Context,
    listed: Mapping[date, Sequence[Entry]],
    reports: Mapping[str, Sequence[Article]],
    cards: Cards,
) -> Iterator[Output]:
    yield _landing(context, listed)
    all_years = years(context, listed)
    for first in listed:
        yield _month(context, listed, first, all_years)
    for event in context.site.events:
        yield _event(context, event, [cards.html(article) for article in reports.get(event.id, [])])


def month_path(first: date) -> str:
    """Path of a month's page, ``calendar/2026-11/``: the year is Gregorian in addresses."""
    return f"{LANDING}{first:%Y-%m}/"


def _landing(context: Context, listed: Mapping[date, Sequence[Entry]]) -> Page:
    first = context.site.today.replace(day=1)
    before, after = _beside(listed, first)
    ahead = sum(entry.last >= context.site.today for entry in months.entries(context.site.events))
    thai_era = context.site.settings.language == "th"
    return Page(
        url=LANDING,
        title=context.text("calendar.title"),
        description=context.text("calendar.description", network=context.site.settings.network),
        kind="calendar",
        html=context.html(
            "calendar.html",
            month=months.month(first, listed[first], context.site.holidays),
            before=before,
            after=after,
            coming=coming(context, COMING),
            cut=ahead > COMING,
            # For a reader of a later month, whom the browser shows theirs.
            month_names=[when.month_alone(context, number) for number in range(1, 13)],
            era=thai.BE_OFFSET if thai_era else 0,
            digits="".join(context.number(digit) for digit in range(10)),
            years=years(context, listed),
            subscriptions=subscriptions(context),
            **shown(context),
        ),
    )


def _beside(listed: Mapping[date, Sequence[Entry]], first: date) -> tuple[date | None, date | None]:
    """The months before and after `first` that have a page."""
    firsts = list(listed)
    at = firsts.index(first)
    return firsts[at - 1] if at else None, firsts[at + 1] if at + 1 < len(firsts) else None


def coming(context: Context, limit: int) -> tuple[tuple[date, tuple[Group, ...]], ...]:
    """The first `limit` entries that are not over on the site's day, by month and day."""
    since = context.site.today
    ahead = [entry for entry in months.entries(context.site.events) if entry.last >= since][:limit]
    by_month: dict[date, list[Group]] = {}
    for group in months.groups(ahead, context.site.holidays, since):
        by_month.setdefault(group.day.replace(day=1), []).append(group)
    return tuple((first, tuple(groups)) for first, groups in by_month.items())


def _month(
    context: Context, listed: Mapping[date, Sequence[Entry]], first: date, all_years: Sequence[Year]
) -> Page:
    month: Month = months.month(first, listed[first], context.site.holidays)
    name = when.month_name(context, first)
    before, after = _beside(listed, first)
    return Page(
        url=month_path(first),
        title=context.text("calendar.month_title", month=name),
        description=context.text(
            "calendar.month_description", month=name, count=context.number(month.events)
        ),
        kind="month",
        listed=bool(month.events),
        html=context.html(
            "calendar_month.html",
            month=month,
            before=before,
            after=after,
            year=next(year for year in all_years if year.year == first.year),
            years=all_years,
            **shown(context),
        ),
    )


def years(context: Context, listed: Mapping[date, Sequence[Entry]]) -> tuple[Year, ...]:
    """The years that have pages, newest first."""
    by_year: dict[int, dict[int, int]] = {}
    for first, found in listed.items():
        by_year.setdefault(first.year, {})[first.month] = len(found)
    return tuple(_year(context, year, known) for year, known in sorted(by_year.items(), reverse=True))


def _year(context: Context, year: int, known: Mapping[int, int]) -> Year:
    def month(number: int) -> tuple[str, str, int]:
        path = month_path(date(year, number, 1)) if number in known else ""
        return when.month_alone(context, number), path, known.get(number, 0)

    first = month_path(date(year, min(known), 1))
    return Year(year, when.year_name(context, year), first, tuple(map(month, range(1, 13))))


def subscriptions(context: Context) -> Mapping[str, tuple[Subscription, ...]]:
    """The calendars that a phone can follow: all, by province and by topic."""
    settings = context.site.settings

    def one(name: str, path: str) -> Subscription:
        if not settings.site_url:
            return Subscription(name, path)
        webcal = ics.webcal(settings.site_url, path)
        google = f"https://calendar.google.com/calendar/r?{urlencode({'cid': webcal})}"
        return Subscription(name, path, settings.site_url + quote(path), webcal, google)

    return {
        "all": (one(context.text("calendar.all"), ics.ALL),),
        "province": tuple(one(name, ics.province_path(settings, name)) for name in settings.provinces),
        "topic": tuple(one(name, ics.topic_path(name)) for name in settings.topics),
    }


def _event(context: Context, event: Event, reports: Sequence[Markup]) -> Page:
    return Page(
        url=event.page,
        title=event.title,
        description=_description(context, event),
        source=event.source.path,
        kind="event",
        html=context.html(
            "event.html",
            event=event,
            reports=reports,
            place=ics.where(context, event),
            organizer=_organizer(context, event),
            next=next((one for one in event.occurrences if one.last >= context.site.today), None),
            folded=len(event.occurrences) > FOLDED,
            google=google_link(context, event),
            json_ld=json_ld(schema(context, event)),
            **shown(context),
        ),
    )


def shown(context: Context) -> dict[str, Any]:
    """The functions that the calendar's templates speak with."""
    return {
        "hours": lambda entry, beside: when.hours(context, entry.event, entry.occurrence, beside),
        "full": lambda event, occurrence: _together(when.full(context, event, occurrence)),
        "month_name": lambda first: when.month_name(context, first),
        "short_month": lambda day: when.month_short(context, day.month),
        "month_path": month_path,
        "clock": lambda moment: when.clock(context, moment).removesuffix(" น."),
        "weekdays": when.weekdays(context),
        "weekday": lambda day: when.weekdays(context)[(day.weekday() + 1) % 7],
        "event_file": ics.event_path,
        "topic_url": urls.topic_url,
        "province_url": lambda province: urls.province_url(context.site.settings, province),
    }


_HOURS = late(r"[\d๐-๙.:]+–[\d๐-๙.:]+(?: น\.)?")


def _together(text: str) -> Markup:
    """The text, its hours kept on one line: a browser may break after a dash."""
    return Markup(_HOURS.sub(r'<span class="jl-together">\g<0></span>', str(escape(text))))


def _organizer(context: Context, event: Event) -> tuple[str, str] | None:
    """The organizer's name, and the path of the member's page where it is a member."""
    if not event.organizer:
        return None
    listed = event.organizer in context.site.member_by_id
    path = urls.member_url(context.site, event.organizer) if listed else ""
    return context.site.author_name(event.organizer), path


def _description(context: Context, event: Event) -> str:
    parts = [when.full(context, event, one) for one in event.occurrences[:1]]
    return " · ".join(part for part in (*parts, ics.where(context, event), event.summary) if part)


def google_link(context: Context, event: Event) -> str:
    """The address that opens Google Calendar with the event filled in."""
    end = ics.dtend(event) or event.start
    form = "%Y%m%d" if event.all_day else "%Y%m%dT%H%M%S"
    values = {"action": "TEMPLATE", "text": event.title, "dates": f"{event.start:{form}}/{end:{form}}"}
    if not event.all_day:
        values["ctz"] = event.zone.key
    if event.rrule:
        values["recur"] = f"RRULE:{event.rrule}"
    if ics.where(context, event):
        values["location"] = ics.where(context, event)
    address = context.site.settings.site_url + event.page if context.site.settings.site_url else event.url
    details = "\n".join(part for part in (event.summary, address) if part)
    if details:
        values["details"] = details
    return f"https://calendar.google.com/calendar/render?{urlencode(values, quote_via=quote)}"


def schema(context: Context, event: Event) -> dict[str, Any]:
    """The event as schema.org/Event; one that recurs has each of its times as a subEvent."""
    site_url = context.site.settings.site_url
    times = event.occurrences or (Occurrence(event.start, event.end or event.start),)
    found: dict[str, Any] = {"@context": "https://schema.org", "@type": "Event", "name": event.title}
    found |= _times(times[0].start, times[-1].end)
    cancelled = event.status == "cancelled"
    found["eventStatus"] = f"https://schema.org/Event{'Cancelled' if cancelled else 'Scheduled'}"
    found |= _location(context, event)
    if event.summary:
        found["description"] = " ".join(event.summary.split())
    if event.organizer:
        member = event.organizer in context.site.member_by_id
        name = context.site.author_name(event.organizer)
        found["organizer"] = {"@type": "Person" if member else "Organization", "name": name}
    if event.capacity:
        found["maximumAttendeeCapacity"] = event.capacity
    if event.topics:
        found["keywords"] = list(event.topics)
    if site_url or event.url:
        found["url"] = site_url + event.page if site_url else event.url
    found["inLanguage"] = context.site.settings.language
    if len(times) > 1:
        shared = {
            key: found[key]
            for key in ("name", "eventStatus", "eventAttendanceMode", "location")
            if key in found
        }
        found["subEvent"] = [{"@type": "Event", **shared, **_times(one.start, one.end)} for one in times]
    return found


def _times(start: date, end: date) -> dict[str, str]:
    # A moment is aware, so isoformat() gives the offset that schema.org asks for.
    found = {"startDate": start.isoformat()}
    if end != start or not isinstance(end, datetime):
        found["endDate"] = end.isoformat()
    return found


def _location(context: Context, event: Event) -> dict[str, Any]:
    """Where it is held: at a place, online (schema.org/VirtualLocation), or both."""
    online = context.text("digest.online") in (event.place or "").casefold()
    places = [_place(context, event)] if event.province or (event.place and not online) else []
    if online:
        site_url = context.site.settings.site_url
        address = event.registration or event.url or (site_url + event.page if site_url else "")
        places.append(
            {"@type": "VirtualLocation", **({"url": address} if address else {"name": event.place})}
        )
    if not places:
        return {}
    mode = "Mixed" if len(places) > 1 else "Online" if online else "Offline"
    return {
        "eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode",
        "location": places if len(places) > 1 else places[0],
    }


def _place(context: Context, event: Event) -> dict[str, Any]:
    place: dict[str, Any] = {"@type": "Place", "name": event.place or event.province}
    if event.province:
        country = context.site.settings.provinces.get(event.province, "TH")[:2]
        region = {"addressRegion": event.province, "addressCountry": country}
        place["address"] = {"@type": "PostalAddress", **region}
    return place
