"""events.yaml -> Event, each with its occurrences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from julasan.guesses import close_to
from julasan.model import Event, Occurrence, day_of
from julasan.problem import Problem, Source, problem
from julasan.read import dates, heads, rules, rules_meant
from julasan.read.files import is_plain
from julasan.read.record import Fields, Items, Scalar, compose
from julasan.read.slips import Slips
from julasan.read.text import DATA_BYTES, read_text
from julasan.read.values import read_fields

PATH = "events.yaml"
_OTHER_SIGN = re.compile("[=：;]")
_MOST_EVENTS = 10_000
_ANY_DAY = date(dates.FIRST_YEAR, 1, 1)
"""Stands for a start that cannot be read: no UNTIL lies before it."""


def read_events(
    root: Path, zone: ZoneInfo, now: date, texts: dict[str, str]
) -> tuple[list[Event], list[Problem]]:
    """Every event of events.yaml; one without an id of its own has its line for one. No file is no event."""
    slips = Slips(PATH)
    file = root / PATH
    if not is_plain(file):
        return [], slips.problems
    text = read_text(file, slips, DATA_BYTES)
    if text is None:
        return [], slips.problems
    texts[PATH] = text
    lines = text.split("\n")
    if _OTHER_SIGN.search(text):
        for at, meant in heads.entries_as_meant(lines).items():
            slips.add(at + 1, "front.line", text=lines[at].strip(), meant=meant.strip())
            lines[at] = meant
    node = compose("\n".join(lines), slips)
    if (isinstance(node, Scalar) and not node.empty) or isinstance(node, Fields):
        slips.add(node.line, "events.list")
    if isinstance(node, Fields) and isinstance(inner := node.entries.get("events"), Items):
        node = inner
    events: dict[str, Event] = {}
    if isinstance(node, Items):
        if len(node.items) > _MOST_EVENTS:
            line = node.items[_MOST_EVENTS].line
            slips.add(line, "size.events", count=f"{len(node.items):,}", limit=f"{_MOST_EVENTS:,}")
        left = _Left()
        for item in node.items[:_MOST_EVENTS]:
            _event(item, zone, now, events, slips, left)
    return list(events.values()), slips.problems


def _event(
    item: Fields | Items | Scalar,
    zone: ZoneInfo,
    now: date,
    events: dict[str, Event],
    slips: Slips,
    left: _Left,
) -> None:
    if not isinstance(item, Fields):
        slips.add(item.line, "events.item")
        return
    before = len(slips.problems)
    typed = read_fields(Event, item, slips)
    values, lines = typed.values, typed.lines
    _with_day_of_start(slips.problems, before, values.get("start"))
    _with_an_id(slips.problems, before, values)
    event_id = values.get("id")
    if event_id in events:
        first = events[event_id].source.line_of("id")
        slips.add(lines["id"], "event.twice", value=event_id, other=first)
        event_id = None
    if not event_id:
        # Its other fields are looked at too; of a site with a problem nothing is built.
        event_id = f"line-{item.line}"
    own = _zone(values.get("timezone"), lines, zone, slips)
    given = "start" in values
    _times(values, lines, own, slips)
    source = Source(PATH, item.line, lines)
    occurrences = _occurrences(values, lines, slips, left) if given else ()
    if not given and "rrule" in values:
        # Without a start no day follows from it, but what is wrong in it is told with the rest.
        _rule(values.pop("rrule"), _ANY_DAY, lines["rrule"], slips)
    filled = {"title": event_id, "start": now, **values, "id": event_id}
    events[event_id] = Event(**filled, source=source, zone=own, occurrences=occurrences)


def _with_day_of_start(problems: list[Problem], first: int, start: date | None) -> None:
    """A time alone, as 10:00 behind `end`, is of the day on which the event begins: say that one."""
    day = f"{start:%Y-%m-%d}" if start else _start_meant(problems[first:])
    for at in range(first, len(problems)):
        each = problems[at]
        if day and each.code == "time.alone":
            problems[at] = problem(each.path, each.line, each.code, **{**dict(each.values), "day": day})


def _start_meant(problems: list[Problem]) -> str:
    """The day that a `start` in another form was meant to say, as one of an event's `problems` gives it."""
    for each in problems:
        said = {name: str(value) for name, value in each.values}
        if said.get("field") == "start" and each.code.startswith(("date.", "time.")):
            return (said.get("meant") or said.get("start", ""))[:10]
        if each.code == "field.unknown-value" and said["meant"] == "start":
            return said["value"][:10]
    return ""


def _with_an_id(problems: list[Problem], first: int, values: Mapping[str, Any]) -> None:
    """Who is asked for an id wants to see one."""
    kind, start = values.get("kind", "event"), values.get("start")
    meant = f"{kind}-{start:%Y-%m-%d}" if start else f"{kind}-1"
    for at in range(first, len(problems)):
        each = problems[at]
        if each.code == "field.missing" and ("field", "id") in each.values:
            problems[at] = problem(each.path, each.line, "event.no-id", meant=meant)


def _zone(name: str | None, lines: Mapping[str, int], default: ZoneInfo, slips: Slips) -> ZoneInfo:
    if name is None:
        return default
    found = zone_of(name)
    if found is None:
        note_zone(name, lines["timezone"], slips)
    return found or default


def note_zone(name: str, line: int, slips: Slips) -> None:
    """Note a name that is no time zone's."""
    thai = re.fullmatch(r"(?i)(?:gmt|utc|ict)?\s*(?:\+?0?7(?:[:.]?00)?)?|bangkok|thailand|ไทย|เวลาไทย", name)
    meant = "Asia/Bangkok" if thai else close_to(name, zone_names(), 0.7)
    if meant:
        slips.add(line, "zone.unknown-like", value=name, meant=meant)
    else:
        slips.add(line, "zone.unknown", value=name)


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """Every IANA name of a time zone."""
    return tuple(sorted(available_timezones()))


def zone_of(name: str) -> ZoneInfo | None:
    """The time zone with that IANA name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _times(values: dict[str, Any], lines: Mapping[str, int], zone: ZoneInfo, slips: Slips) -> None:
    """Put start and end into their zone, and see that they agree."""
    for name in ("start", "end"):
        moment = values.get(name)
        if isinstance(moment, datetime):
            values[name] = moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
    start, end = values.get("start"), values.get("end")
    if start is None or end is None:
        return
    if isinstance(start, datetime) != isinstance(end, datetime):
        slips.add(lines["end"], "event.kinds", start=dates.written(start), end=dates.written(end))
        del values["end"]
    elif end < start:
        slips.add(lines["end"], "event.end", start=dates.written(start), end=dates.written(end))
        del values["end"]


@dataclass(slots=True)
class _Left:
    """What the rules of all events together may still take."""

    occurrences: int = rules.MOST_OF_ALL
    years: int = rules.MOST_YEARS

    @property
    def none(self) -> bool:
        return self.occurrences < 0 or self.years < 0


def _occurrences(
    values: dict[str, Any], lines: Mapping[str, int], slips: Slips, left: _Left
) -> tuple[Occurrence, ...]:
    start = values["start"]
    end = values.get("end", start)
    rule = values.get("rrule")
    if rule is None:
        if values.get("exdate"):
            slips.add(lines["exdate"], "exdate.alone")
        return (Occurrence(start, end),)
    read = _rule(rule, start, lines["rrule"], slips)
    if read is None:
        values.pop("rrule")
        return (Occurrence(start, end),)
    values["rrule"] = read
    if left.none:
        return (Occurrence(start, end),)
    found = list(rules.starts(read, start))
    left.occurrences -= len(found)
    left.years -= rules.years_looked_at(read, start, found)
    if left.none:
        # The one that is too many; no later rule is worked out.
        code = "size.occurrences" if left.occurrences < 0 else "size.years"
        slips.add(lines["rrule"], code, limit=f"{rules.MOST_OF_ALL:,}")
        return (Occurrence(start, end),)
    if len(found) > rules.MOST:
        slips.add(lines["rrule"], "rrule.many", value=rule, part=rule, most=f"{rules.MOST:,}", meant="")
        found = found[: rules.MOST]
    elif not found:
        slips.add(lines["rrule"], "rrule.never", value=rule)
        found = [start]
    elif found[0] != start:
        slips.add(
            lines["rrule"],
            "rrule.start",
            value=rule,
            start=dates.written(start),
            first=dates.written(found[0]),
        )
    left_out = _left_out(found, values, lines, slips)
    return tuple(
        Occurrence(moment, moment + (end - start)) for moment in found if day_of(moment) not in left_out
    )


def _rule(rule: str, start: date, line: int, slips: Slips) -> str | None:
    """The rule in RFC 5545's form; None, and a slip, where it is refused."""
    read = rules.read_rule(rule, start)
    if isinstance(read, str):
        return read
    likely = rules_meant.meant(rule, start) if read.code in ("rrule.part", "rrule.no-freq") else None
    code, meant = ("rrule.part-like", likely) if likely else (read.code, read.meant)
    slips.add(line, code, value=rule, part=read.part or rule, meant=meant, most=f"{rules.MOST:,}")
    return None


def _left_out(found: list[Any], values: dict[str, Any], lines: Mapping[str, int], slips: Slips) -> set[date]:
    days = {day_of(moment) for moment in found}
    left_out = set(values.get("exdate", ()))
    for day in sorted(left_out - days):
        near = min(days, key=lambda other: (abs(other - day), other))
        if abs(near - day) <= timedelta(days=7):
            slips.add(lines["exdate"], "exdate.none-like", value=day, meant=near)
        else:
            slips.add(lines["exdate"], "exdate.none", value=day)
    if days <= left_out:
        slips.add(lines["exdate"], "exdate.all")
    return left_out
