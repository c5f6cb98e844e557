"""RFC 5545 recurrence rules: which are allowed, and the occurrences that they give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from julasan.frozen import dataclass
from julasan.model import day_of
from julasan.read.dates import FIRST_BE_YEAR, LAST_BE_YEAR
from julasan.thai import BE_OFFSET

MOST = 1_000
"""Occurrences of one event: daily for almost three years."""
MOST_OF_ALL, MOST_YEARS = 20_000, 4_000
"""Occurrences of all events together, and years to look through for them."""
_LONGEST = {"DAILY": 4_000, "WEEKLY": 8_000, "MONTHLY": 20_000, "YEARLY": 40_000}
"""Days to look for occurrences (times the interval): a rule that never comes true costs no more."""


def _several(part: str) -> str:
    return rf"(?:{part})(?:,(?:{part}))*"


_PARTS = {
    "FREQ": r"DAILY|WEEKLY|MONTHLY|YEARLY",
    "COUNT": r"0*[1-9][0-9]{0,11}",
    "UNTIL": r"[0-9]{8}(?:T[0-9]{6}Z?)?",
    "INTERVAL": r"0*[1-9][0-9]{0,3}",
    "BYDAY": _several(r"(?:[+-]?0*[1-9][0-9]?)?(?:MO|TU|WE|TH|FR|SA|SU)"),
    "BYMONTH": _several(r"0*[1-9]|1[0-2]"),
    "BYMONTHDAY": _several(r"[+-]?0*(?:[1-9]|[12][0-9]|3[01])"),
    "BYYEARDAY": _several(r"[+-]?0*[1-9][0-9]{0,2}"),
    "BYWEEKNO": _several(r"[+-]?0*[1-9][0-9]?"),
    "BYSETPOS": _several(r"[+-]?0*[1-9][0-9]{0,2}"),
    "WKST": r"MO|TU|WE|TH|FR|SA|SU",
}
_NOT_WITH = {
    "BYMONTHDAY": ("WEEKLY",),
    "BYYEARDAY": ("DAILY", "WEEKLY", "MONTHLY"),
    "BYWEEKNO": ("DAILY", "WEEKLY", "MONTHLY"),
}
"""What RFC 5545, 3.3.10 forbids: calendars that follow it read such a rule each in their own way."""


@dataclass(frozen=True, slots=True)
class RuleSlip:
    """Why a recurrence rule is refused: the code of the problem, and the part in question."""

    code: str
    part: str = ""
    meant: str = ""


def read_rule(text: str, start: datetime | date) -> str | RuleSlip:
    """The rule in RFC 5545's form (UNTIL of the same kind as `start`, in UTC), or why it is refused."""
    parts: dict[str, str] = {}
    for part in text.strip().removeprefix("RRULE:").rstrip(";").split(";"):
        name, sign, value = part.strip().partition("=")
        name, value = name.strip().upper(), value.strip().upper()
        if not sign or name in parts:
            return RuleSlip("rrule.part", part)
        if name == "FREQ" and value in ("SECONDLY", "MINUTELY", "HOURLY"):
            return RuleSlip("rrule.often", value)
        if name == "UNTIL" and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            return RuleSlip("rrule.until-dash", value, value.replace("-", ""))
        if name not in _PARTS or not re.fullmatch(_PARTS[name], value):
            return RuleSlip("rrule.part", part.strip())
        parts[name] = value
    if "FREQ" not in parts:
        return RuleSlip("rrule.no-freq")
    if misplaced := _out_of_place(parts):
        return RuleSlip("rrule.part", f"{misplaced}={parts[misplaced]}")
    if "COUNT" not in parts and "UNTIL" not in parts:
        return RuleSlip("rrule.endless")
    if "COUNT" in parts and "UNTIL" in parts:
        return RuleSlip("rrule.two-ends")
    if "COUNT" in parts and int(parts["COUNT"]) > MOST:
        return RuleSlip("rrule.many", parts["COUNT"])
    if "UNTIL" in parts:
        until = _until(parts["UNTIL"], start)
        if isinstance(until, RuleSlip):
            return until
        parts["UNTIL"] = until
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _out_of_place(parts: dict[str, str]) -> str | None:
    """The part of a rule that may not stand beside its FREQ (RFC 5545, 3.3.10)."""
    freq = parts["FREQ"]
    for part, others in _NOT_WITH.items():
        if part in parts and freq in others:
            return part
    if "BYDAY" in parts and freq not in ("MONTHLY", "YEARLY") and re.search("[0-9]", parts["BYDAY"]):
        return "BYDAY"
    if "BYSETPOS" in parts and not any(part.startswith("BY") and part != "BYSETPOS" for part in parts):
        return "BYSETPOS"
    return None


def _until(text: str, start: datetime | date) -> str | RuleSlip:
    year = int(text[:4])
    if year > LAST_BE_YEAR:
        return RuleSlip("rrule.many", f"UNTIL={text}")
    if year >= FIRST_BE_YEAR:
        return RuleSlip("rrule.buddhist", text, f"{year - BE_OFFSET}{text[4:]}")
    try:
        day = date(year, int(text[4:6]), int(text[6:8]))
        clock = time(int(text[9:11]), int(text[11:13]), int(text[13:15])) if len(text) > 8 else None
    except ValueError:
        return RuleSlip("rrule.part", f"UNTIL={text}")
    first = day_of(start)
    if day < first:
        return RuleSlip("rrule.until", text)
    if not isinstance(start, datetime):
        return f"{day:%Y%m%d}"
    zone = start.tzinfo or UTC
    if clock is None:
        moment = datetime.combine(day, time(23, 59, 59), tzinfo=zone)
    else:
        moment = datetime.combine(day, clock, tzinfo=UTC if text.endswith("Z") else zone)
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def starts(rule: str, start: datetime | date) -> Iterator[datetime | date]:
    """The starts that `rule` gives, in order, at most MOST + 1, none later than a hundred years."""
    from dateutil.rrule import rrulestr  # only a rule asks for it

    timed = isinstance(start, datetime)
    naive = _naive(start)
    zone = start.tzinfo if isinstance(start, datetime) else None
    parts = dict(part.split("=") for part in rule.split(";"))
    count, last = int(parts.pop("COUNT", MOST + 1)), _last(parts, naive, zone)
    parts.pop("UNTIL", None)
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    # dateutil looks for a rule that never comes true until the year 9999, for seconds. The calendar repeats
    # itself every 400 years, days of the week included: so the rule is worked out shortly before that end.
    shift = (9999 - naive.year) // 400 * 400
    far, end = naive.replace(year=naive.year + shift), last.replace(year=min(9999, last.year + shift))
    try:
        found = rrulestr(f"{text};UNTIL={end:%Y%m%dT%H%M%S}", dtstart=far)
        for number, distant in enumerate(found):
            if number >= count or number > MOST:
                return
            moment = distant.replace(year=distant.year - shift)
            yield moment.replace(tzinfo=zone) if timed else moment.date()
    except (ValueError, TypeError, OverflowError, IndexError):
        return


def years_looked_at(rule: str, start: datetime | date, found: Sequence[date]) -> int:
    """How many years :func:`starts` went through for what it `found`: what a rule costs."""
    parts = dict(part.split("=") for part in rule.split(";"))
    zone = start.tzinfo if isinstance(start, datetime) else None
    whole = len(found) >= int(parts.get("COUNT", MOST + 1))
    last = found[-1] if whole else _last(parts, _naive(start), zone)
    return last.year - start.year + 1


def _naive(start: datetime | date) -> datetime:
    return start.replace(tzinfo=None) if isinstance(start, datetime) else datetime.combine(start, time())


def _last(parts: Mapping[str, str], naive: datetime, zone: object) -> datetime:
    """The moment beyond which nobody looks for an occurrence."""
    days = _LONGEST[parts["FREQ"]] * int(parts.get("INTERVAL", 1))
    last = min(naive + timedelta(days=min(days, 50_000)), datetime(2400, 1, 1))
    return min(last, _local(parts["UNTIL"], zone)) if "UNTIL" in parts else last


def _local(until: str, zone: object) -> datetime:
    if len(until) == 8:
        return datetime.strptime(until, "%Y%m%d").replace(hour=23, minute=59)
    moment = datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    local = moment.astimezone(zone) if isinstance(zone, (ZoneInfo, timezone)) else moment
    return local.replace(tzinfo=None)
