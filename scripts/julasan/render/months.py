"""The months of the calendar as grids: weeks of days, Sunday first, and the events of each day."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from julasan.frozen import dataclass
from julasan.model import Event, Occurrence, Site

SHOWN = 3
"""How many events a day of the grid shows by name; the list below the grid has all."""
BACK, AHEAD = 12, 24
"""How many months before and after the site's day have a page though nothing happens in them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One occurrence of an event."""

    event: Event
    occurrence: Occurrence

    @property
    def first(self) -> date:
        """The day on which it begins."""
        return self.occurrence.first

    @property
    def last(self) -> date:
        """The last day on which it goes on."""
        return self.occurrence.last

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from every other entry."""
        return self.event.id, self.occurrence.start.isoformat()


@dataclass(frozen=True, slots=True)
class Segment:
    """What one day of the grid shows of an entry; a long one says its name where a week of it begins."""

    entry: Entry
    named: bool
    begins: bool
    ends: bool
    days: int
    """Days of this week, from this one, on which it goes on."""

    @property
    def spans(self) -> bool:
        """Whether it is a part of something longer than this day."""
        return not (self.begins and self.ends)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the grid; `lanes` are its events from top to bottom, None where a longer one passes below."""

    day: date
    inside: bool
    holiday: str = ""
    lanes: tuple[Segment | None, ...] = ()
    entries: tuple[Entry, ...] = ()
    anchor: date | None = None
    """The day of the list below the grid under which its first event stands."""

    @property
    def hidden(self) -> int:
        """How many events of the day the grid does not name."""
        return len(self.entries) - sum(lane is not None for lane in self.lanes)


@dataclass(frozen=True, slots=True)
class Group:
    """A day of a list and what begins on it (or went on from the month before)."""

    day: date
    entries: tuple[Entry, ...]
    holiday: str = ""

    @property
    def last(self) -> date:
        """The last day on which any of it goes on."""
        return max(entry.last for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Month:
    """A month: its first day, its weeks and its events."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]
    groups: tuple[Group, ...]
    holidays: tuple[tuple[date, str], ...] = ()

    @property
    def events(self) -> int:
        """How many entries the month has."""
        return sum(len(group.entries) for group in self.groups)


def entries(events: Iterable[Event]) -> list[Entry]:
    """Every occurrence of `events`, in order of day, longer ones first, then by time and id."""
    found = [Entry(event, occurrence) for event in events for occurrence in event.occurrences]
    return sorted(found, key=_order)


def _order(entry: Entry) -> tuple[date, timedelta, str, str]:
    # An aware and a naive moment do not compare: within a day their text does.
    return (entry.first, entry.first - entry.last, entry.occurrence.start.isoformat()[10:16], entry.event.id)


def months(site: Site) -> dict[date, Sequence[Entry]]:
    """First day of each month that has a page -> its entries, in order of month.

    Every month with events, and the empty ones from BACK months before the site's day
    to the last event, at most AHEAD after it: nobody leafs through sixteen empty years.
    """
    found: dict[date, list[Entry]] = {}
    for entry in entries(site.events):
        for first in span(entry.first.replace(day=1), entry.last):
            found.setdefault(first, []).append(entry)
    this = site.today.replace(day=1)
    latest = max(shift(this, 1), min(shift(this, AHEAD), max(found, default=this)))
    for first in span(shift(this, -BACK), latest):
        found.setdefault(first, [])
    return dict(sorted(found.items()))


def span(first: date, last: date) -> Iterator[date]:
    """The first days of the months from `first` (a first day) to `last`."""
    while first <= last:
        yield first
        first = shift(first, 1)


def shift(first: date, count: int) -> date:
    """The first day of the month `count` months after `first`; the calendar ends where Python's does."""
    number = first.year * 12 + first.month - 1 + count
    year, month = divmod(min(max(number, 12), 9999 * 12 + 11), 12)
    return date(year, month + 1, 1)


def month(first: date, listed: Sequence[Entry], holidays: Mapping[date, str]) -> Month:
    """The grid and the list of the month that begins on `first`."""
    weeks = calendar.Calendar(calendar.SUNDAY).monthdatescalendar(first.year, first.month)
    inside = [day for week in weeks for day in week if day.month == first.month]
    return Month(
        first=first,
        weeks=tuple(_week(week, first, listed, holidays) for week in weeks),
        groups=tuple(groups(listed, holidays, since=first)),
        holidays=tuple((day, holidays[day]) for day in inside if day in holidays),
    )


def groups(listed: Iterable[Entry], holidays: Mapping[date, str], since: date) -> Iterator[Group]:
    """Entries by the day on which they begin; what began before `since` stands under `since`."""
    by_day: dict[date, list[Entry]] = {}
    for entry in listed:
        by_day.setdefault(max(entry.first, since), []).append(entry)
    for day in sorted(by_day):
        yield Group(day, tuple(by_day[day]), holidays.get(day, ""))


def _week(
    week: Sequence[date], first: date, listed: Sequence[Entry], holidays: Mapping[date, str]
) -> tuple[Day, ...]:
    inside = [day for day in week if day.month == first.month]
    here = [entry for entry in listed if entry.first <= inside[-1] and entry.last >= inside[0]]
    lanes = _lanes([entry for entry in here if entry.first != entry.last])
    return tuple(_day(day, inside, here, lanes, holidays) for day in week)


def _lanes(long: Sequence[Entry]) -> dict[tuple[str, str], int]:
    """The lane of each entry of several days: the highest one that is free on all of its days."""
    taken: list[date] = []
    lanes: dict[tuple[str, str], int] = {}
    for entry in sorted(long, key=_order):
        free = next((lane for lane, last in enumerate(taken) if last < entry.first), len(taken))
        taken[free : free + 1] = [entry.last]
        lanes[entry.key] = free
    return lanes


def _day(
    day: date,
    inside: Sequence[date],
    here: Sequence[Entry],
    lanes: Mapping[tuple[str, str], int],
    holidays: Mapping[date, str],
) -> Day:
    if day not in inside:
        return Day(day=day, inside=False)
    today = tuple(entry for entry in here if entry.first <= day <= entry.last)
    shown: list[Entry | None] = [None] * SHOWN
    for entry in today:
        if lanes.get(entry.key, SHOWN) < SHOWN:
            shown[lanes[entry.key]] = entry
    while shown and shown[-1] is None:
        shown.pop()
    # Below the long ones, never between: those keep their height from day to day.
    shown += [entry for entry in today if entry.key not in lanes][: SHOWN - len(shown)]
    first = inside[0].replace(day=1)
    return Day(
        day=day,
        inside=True,
        holiday=holidays.get(day, ""),
        lanes=tuple(_segment(entry, day, inside) if entry else None for entry in shown),
        entries=today,
        anchor=max(today[0].first, first) if today else None,
    )


def _segment(entry: Entry, day: date, inside: Sequence[date]) -> Segment:
    begins, ends = entry.first == day, entry.last == day
    days = (min(entry.last, inside[-1]) - day).days + 1
    return Segment(entry, named=begins or day == inside[0], begins=begins, ends=ends, days=days)
