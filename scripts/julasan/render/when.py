"""When an event takes place, in the words of the site's readers."""

from __future__ import annotations

from datetime import date, datetime

from julasan import thai
from julasan.model import Event, Occurrence
from julasan.render.context import Context


def clock(context: Context, moment: datetime) -> str:
    """09.00 น. in Thai, 09:00 in English."""
    settings = context.site.settings
    return thai.clock(moment, settings.numerals) if settings.language == "th" else f"{moment:%H:%M}"


def days(context: Context, first: date, last: date) -> str:
    """A day with its weekday, or the shortest form of several: 5–7 ธันวาคม 2569."""
    if first == last:
        return context.day(first, weekday=True)
    if context.site.settings.language == "th":
        return thai.date_range(first, last, context.site.settings.numerals)
    return f"{context.day(first)} – {context.day(last)}"


def month_name(context: Context, first: date) -> str:
    """พฤศจิกายน 2569."""
    settings = context.site.settings
    return thai.month_year(first, settings.numerals) if settings.language == "th" else f"{first:%B %Y}"


def month_alone(context: Context, number: int) -> str:
    """พฤศจิกายน, for the month `number` from 1 to 12."""
    in_thai = context.site.settings.language == "th"
    return thai.MONTHS[number - 1] if in_thai else f"{date(2000, number, 1):%B}"


def month_short(context: Context, number: int) -> str:
    """พ.ย., for the month `number` from 1 to 12."""
    in_thai = context.site.settings.language == "th"
    return thai.MONTHS_SHORT[number - 1] if in_thai else f"{date(2000, number, 1):%b}"


def year_name(context: Context, year: int) -> str:
    """The year as readers count it: พ.ศ. in Thai."""
    return context.number(year + thai.BE_OFFSET) if context.site.settings.language == "th" else str(year)


def weekdays(context: Context) -> tuple[tuple[str, str], ...]:
    """Short and full names of the days of a week, Sunday first."""
    order = (6, 0, 1, 2, 3, 4, 5)
    if context.site.settings.language == "th":
        return tuple((thai.DAYS_SHORT[day], f"วัน{thai.DAYS[day]}") for day in order)
    names = [f"{date(2023, 1, 1 + day):%A}" for day in range(7)]  # 1 January 2023 was a Sunday
    return tuple((name[:2], name) for name in names)


def hours(context: Context, event: Event, occurrence: Occurrence, beside: date | None = None) -> str:
    """The time of one occurrence beside its day: ทั้งวัน, 09.00–16.00 น., or its several days.

    Beside a later day, on which it goes on, it says the day on which it began.
    """
    start, end = occurrence.start, occurrence.end
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        several = occurrence.first != occurrence.last
        return days(context, occurrence.first, occurrence.last) if several else context.text("event.all_day")
    began = f"{context.day(start, short=True)} " if beside and start.date() < beside else ""
    return began + _span(context, start, end) + _zone(context, event)


def full(context: Context, event: Event, occurrence: Occurrence) -> str:
    """Day and time of one occurrence, to be read without a calendar beside it."""
    start, end = occurrence.start, occurrence.end
    shown = days(context, occurrence.first, occurrence.last)
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return shown
    if start.date() != end.date():
        ends = [f"{context.day(moment, weekday=True)} {clock(context, moment)}" for moment in (start, end)]
        return context.text("event.from_to", start=ends[0], end=ends[1]) + _zone(context, event)
    return context.text("event.at", day=shown, time=_span(context, start, end)) + _zone(context, event)


def _span(context: Context, start: datetime, end: datetime) -> str:
    if start == end:
        return clock(context, start)
    if start.date() == end.date():
        # 09.00–16.00 น.: the unit stands once, at the end.
        return f"{clock(context, start).removesuffix(' น.')}–{clock(context, end)}"
    last = f"{context.day(end, short=True)} {clock(context, end)}"
    return context.text("event.from_to", start=clock(context, start), end=last)


def _zone(context: Context, event: Event) -> str:
    if event.zone.key == context.site.settings.timezone:
        return ""
    return " " + context.text("event.in_zone", zone=event.zone.key)
