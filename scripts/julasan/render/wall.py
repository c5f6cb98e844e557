"""Wall calendars to print: a month (A4 across) and a year (A4 upright), Sunday first, for black and white."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from html import escape
from importlib.resources import files
from itertools import chain

from julasan import thai
from julasan.frozen import dataclass
from julasan.model import Event
from julasan.render import months, when
from julasan.render.colours import recoloured
from julasan.render.context import Context
from julasan.render.months import Entry
from julasan.typeset import measured, pdf

LINES = {4: 6, 5: 5, 6: 4}
"""Lines of text below a day's number, by the weeks that a month has."""
SHORT = 26
"""Letters of a holiday's name, marks not counted, that a day's box has room for."""
WIDE = "36.2mm"
"""A day's box between its margins."""
TALLEST = 3
"""Lines that an event of a day takes at most where others follow; the list behind has it whole."""
FEASTS = (("จักรี", "chakri"), ("สุทิดา", "queen"), ("วชิรเกล้า", "king"))
"""A word of a holiday's long name, and the short name under which people know it."""


@dataclass(frozen=True, slots=True)
class Line:
    """An event in a day's box."""

    event: Event
    said: str
    text: str
    """What is shown of `said`, its hour and title."""
    goes_on: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A day of the month's grid; days outside have no number."""

    day: date
    inside: bool
    holiday: str
    lines: tuple[Line, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list below."""

    when: str
    hours: str
    event: Event


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the year's grid; None days pad the weeks."""

    day: date | None
    holiday: bool = False
    event: bool = False
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Small:
    """A month of the year's grid, with its events."""

    name: str
    weeks: tuple[tuple[Cell, ...], ...]
    rows: tuple[Row, ...]


def month_pdf(context: Context, first: date) -> bytes:
    """The calendar of the month that begins on `first`: the grid, and behind it the events in full."""
    title = context.text("wall.month_title", month=when.month_name(context, first))
    return _pdf(context, month_html(context, first), title, first, sheet("month"))


def year_pdf(context: Context, year: int) -> bytes:
    """The calendar of a year (Gregorian): twelve months and the holidays, and behind them the events."""
    title = context.text("wall.year_title", year=when.year_name(context, year))
    return _pdf(context, year_html(context, year), title, date(year, 1, 1), sheet("year"))


def month_html(context: Context, first: date) -> str:
    """The month's document."""
    weeks = calendar.Calendar(calendar.SUNDAY).monthdatescalendar(first.year, first.month)
    boxes = _boxes(context, first, _of_month(context, first), LINES[len(weeks)])
    return context.html(
        "wall/month.html",
        title=when.month_alone(context, first.month),
        year=context.text("wall.era", year=when.year_name(context, first.year)),
        weekdays=when.weekdays(context),
        weeks=[[boxes[day] for day in week] for week in weeks],
        count=len(weeks),
        rows=rows(context, first),
        holidays=[(_short(context, day), name) for day, name in _feasts(context, first)],
        name=context.site.settings.network,
        follow=_follow(context),
    )


def year_html(context: Context, year: int) -> str:
    """The year's document."""
    smalls = [_small(context, date(year, number, 1)) for number in range(1, 13)]
    holidays = [(day, name) for day, name in sorted(context.site.holidays.items()) if day.year == year]
    return context.html(
        "wall/year.html",
        title=context.text("wall.year_title", year=when.year_name(context, year)),
        fiscal=_fiscal(context, year),
        weekdays=when.weekdays(context),
        smalls=smalls,
        holidays=[(_short(context, day), feast(context, name)) for day, name in holidays],
        eventful=[small for small in smalls if small.rows],
        name=context.site.settings.network,
        follow=_follow(context),
    )


def grid(context: Context, first: date) -> tuple[tuple[Cell, ...], ...]:
    """The weeks of a month, Sunday first, days outside it None."""
    listed = _of_month(context, first)
    on = {day for entry in listed if entry.event.status != "cancelled" for day in _days(entry)}
    off = {day for entry in listed if entry.event.status == "cancelled" for day in _days(entry)}
    return tuple(
        tuple(
            Cell(day, day in context.site.holidays, day in on, day in off and day not in on)
            if day.month == first.month
            else Cell(None)
            for day in week
        )
        for week in calendar.Calendar(calendar.SUNDAY).monthdatescalendar(first.year, first.month)
    )


def ahead(context: Context, day: date, count: int) -> list[Small]:
    """So many months after that of `day`, each with its year."""
    firsts = [months.shift(day.replace(day=1), after) for after in range(1, count + 1)]
    return [Small(when.month_name(context, first), grid(context, first), ()) for first in firsts]


def rows(context: Context, first: date) -> list[Row]:
    """The events of the month that begins on `first`, in order."""
    return [_row(context, entry) for entry in _of_month(context, first)]


def sheet(kind: str) -> str:
    """The style sheet of ``month`` or ``year``."""
    return f"{_sheets()}\n@page {{ size: A4 {'landscape' if kind == 'month' else 'portrait'} }}"


@lru_cache(maxsize=1)
def _sheets() -> str:
    return files("julasan").joinpath("theme", "print", "wall.css").read_text("utf-8")


def _pdf(context: Context, html: str, title: str, created: date, css: str) -> bytes:
    settings = context.site.settings
    return pdf(
        html,
        css=(recoloured(css, settings.colours),),
        title=title,
        language=settings.language,
        created=created,
        author=settings.network,
    )


def _of_month(context: Context, first: date) -> list[Entry]:
    after = months.shift(first, 1)
    found = months.entries(context.site.events)
    return [entry for entry in found if entry.first < after and entry.last >= first]


def _feasts(context: Context, first: date) -> list[tuple[date, str]]:
    return [
        (day, name)
        for day, name in sorted(context.site.holidays.items())
        if (day.year, day.month) == (first.year, first.month)
    ]


def _days(entry: Entry) -> Iterator[date]:
    for count in range((entry.last - entry.first).days + 1):
        yield entry.first + timedelta(days=count)


def feast(context: Context, name: str) -> str:
    """A holiday's name as a calendar says it: of several the short ones, of a royal one the usual form."""
    if len(thai.clusters(name)) <= SHORT:
        return name
    instead = "ชดเชย" if name.startswith("ชดเชย") else ""
    parts = [part.strip().removeprefix("ชดเชย") for part in name.split(";")]
    short = [part for part in parts if len(thai.clusters(part)) <= SHORT]
    if short:
        return instead + "; ".join(short)
    known = next((key for word, key in FEASTS if word in name), "")
    return instead + context.text(f"wall.feast.{known}") if known else name


def _boxes(context: Context, first: date, listed: Sequence[Entry], room: int) -> dict[date, Box]:
    """The days' boxes: of each as many events as it has lines for, the last kept free to count the rest."""
    weeks = calendar.Calendar(calendar.SUNDAY).monthdatescalendar(first.year, first.month)
    days = [day for week in weeks for day in week]
    feasts = {day: feast(context, context.site.holidays.get(day, "")) for day in days if _in(day, first)}
    events = {
        day: [_line(context, entry, day) for entry in listed if entry.first <= day <= entry.last]
        for day in days
        if _in(day, first)
    }
    taken = _lines(context, (name for name in feasts.values() if name), chain(*events.values()))
    shown = {
        day: list(_fitting(context, today, taken, room - len(taken.get(feasts[day], ()))))
        for day, today in events.items()
    }
    cuts = _lines(context, (), (way for ways, _ in chain(*shown.values()) for way in ways))
    boxes = {day: Box(day, False, "", (), 0) for day in days}
    for day, today in shown.items():
        lines = tuple(
            next((way for way in ways if len(cuts[_shown(context, way)]) <= keep), ways[-1])
            for ways, keep in today
        )
        boxes[day] = Box(day, True, feasts[day], lines, len(events[day]) - len(lines))
    return boxes


def _fitting(
    context: Context, today: Sequence[Line], taken: Mapping[str, tuple[int, ...]], left: int
) -> Iterator[tuple[tuple[Line, ...], int]]:
    """The events that a box has room for: ways to cut each, the longest first, and the lines it may take."""
    for at, line in enumerate(today):
        more = at + 1 < len(today)
        free = left - more
        if free < 1:
            return
        takes = taken[_shown(context, line)]
        keep = min(TALLEST, free) if more else free
        ways = (line,) if len(takes) <= keep else tuple(_cuts(context, line, takes[:keep]))
        yield ways, keep
        left -= min(len(takes), keep)


def _in(day: date, first: date) -> bool:
    return day.month == first.month


def _line(context: Context, entry: Entry, day: date) -> Line:
    said = _said(context, entry, day)
    return Line(entry.event, said, said, day != entry.first)


def _shown(context: Context, line: Line) -> str:
    """A line as it stands in its box, with the words before and after its text."""
    before = f"{context.text('wall.cancelled')} " if line.event.status == "cancelled" else ""
    return f"{before}{line.text}{_after(context, line)}"


def _after(context: Context, line: Line) -> str:
    return f" {context.text('wall.goes_on')}" if line.goes_on else ""


def _lines(context: Context, feasts: Iterable[str], events: Iterable[Line]) -> Mapping[str, tuple[int, ...]]:
    """Of each text the letters that stand on its lines in a day's box, as it is set there."""
    texts = dict.fromkeys(("feast", name) for name in feasts)
    texts |= dict.fromkeys(("event", _shown(context, line)) for line in events)
    if not texts:
        return {}
    body = "".join(
        f'<article id="t{at}"><div class="body"><p class="{kind}">{escape(text)}</p></div></article>'
        for at, (kind, text) in enumerate(texts)
    )
    html = f'<html lang="{context.site.settings.language}"><body><div class="box">{body}</div></body></html>'
    css = f".box {{ width: {WIDE}; height: auto; padding: 0 }}"
    found = measured(html, css=(sheet("month"), css)).lines
    return {text: tuple(line.letters for line in found[f"t{at}"]) for at, (_, text) in enumerate(texts)}


def _said(context: Context, entry: Entry, day: date) -> str:
    """The event with its hour, where it begins on `day`."""
    start = entry.occurrence.start
    if not isinstance(start, datetime) or day != entry.first:
        return entry.event.title
    return f"{_clock(context, start)} {entry.event.title}"


def _clock(context: Context, moment: datetime) -> str:
    return context.number(f"{moment:%H.%M}" if context.site.settings.language == "th" else f"{moment:%H:%M}")


def _cuts(context: Context, line: Line, letters: Sequence[int]) -> Iterator[Line]:
    """A line cut to what so many lines of a box show, and a little shorter: words break elsewhere then."""
    about = _shown(context, replace(line, text=""))
    room = sum(letters) - len("".join(about.split()))
    shown = [at for at, letter in enumerate(line.said) if not letter.isspace()]
    # The hour is no phrase to cut behind; a line that broke early may have room for more.
    hour, title, rest = line.said.partition(line.event.title)
    for less in (-4, -1, 1, 4, 8, 12, 18):
        limit = shown[min(max(1, room - less), len(shown) - 1)] - len(hour)
        yield replace(
            line, text=hour + thai.cut(title + rest, limit) if limit > 1 else thai.cut(line.said, 1)
        )


def _row(context: Context, entry: Entry) -> Row:
    start, end = entry.occurrence.start, entry.occurrence.end
    hours = "" if entry.event.all_day else when.hours(context, entry.event, entry.occurrence)
    if entry.first == entry.last:
        return Row(_short(context, entry.first), hours, entry.event)
    if isinstance(start, datetime) and isinstance(end, datetime):
        # Both days stand before the hours: 20.00–05.30 น. is enough.
        hours = context.text("bulletin.hours", hours=f"{_clock(context, start)}–{_clock(context, end)}")
    return Row(f"{_short(context, entry.first)} – {_short(context, entry.last)}", hours, entry.event)


def _short(context: Context, day: date) -> str:
    """อ. 5 พ.ย., with no year: the sheet says it."""
    if context.site.settings.language != "th":
        return f"{day:%a} {day.day} {day:%b}"
    return f"{thai.DAYS_SHORT[day.weekday()]} {context.number(day.day)} {thai.MONTHS_SHORT[day.month - 1]}"


def _small(context: Context, first: date) -> Small:
    listed = [entry for entry in _of_month(context, first) if entry.first >= first]
    rows = tuple(_row(context, entry) for entry in listed)
    return Small(when.month_alone(context, first.month), grid(context, first), rows)


def _fiscal(context: Context, year: int) -> str:
    """The fiscal years of the Thai state that a year has part in."""
    settings = context.site.settings
    if settings.language != "th" or settings.country != "TH":
        return ""
    first = thai.fiscal_year(date(year, 1, 1))
    return context.text("wall.fiscal", first=context.number(first), second=context.number(first + 1))


def _follow(context: Context) -> str:
    url = context.site.settings.site_url
    address = url.removeprefix("https://").removeprefix("http://")
    return context.text("wall.follow", address=f"{address}calendar/") if url else ""
