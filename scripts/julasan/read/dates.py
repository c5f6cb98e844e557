"""Text -> date or time: ISO 8601, Gregorian; every other way of writing a date is recognised and answered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, date, datetime, time, timedelta, timezone

from julasan.frozen import dataclass
from julasan.guesses import close_to
from julasan.pattern import late
from julasan.thai import BE_OFFSET, DAYS, MONTHS, MONTHS_SHORT, normalise, to_ascii_digits


@dataclass(frozen=True, slots=True)
class Slip:
    """Why a text is no date: the code of the problem, and what fills its sentences."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)


FIRST_YEAR, FIRST_BE_YEAR, LAST_BE_YEAR = 1900, 2400, 2743

_DAY = "2026-11-22"
"""An example, where the day that is meant is not known."""
_ISO = late(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = late(r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]{1,6})?)?")
_OFFSET = late(r"Z|[+-][0-9]{2}:?[0-9]{2}")
_YEAR_FIRST = late(r"([0-9]{4})[-/. ]+([0-9]{1,2})[-/. ]+([0-9]{1,2})")
_DAY_FIRST = late(r"([0-9]{1,2})[-/. ]+([0-9]{1,2})[-/. ]+([0-9]{4}|[0-9]{2})")
_COMPACT = late(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_SERIAL = late(r"([34][0-9]{4})(?:\.[0-9]+)?")
_WORDS = late(
    r"([0-9]{1,2})(?:st|nd|rd|th)?\s*(?:เดือน)?\s*([^\s0-9,]+?)[\s,]*(?:ปี)?\s*"
    r"(?:พ\.?ศ\.?|ค\.?ศ\.?|พุทธศักราช)?\s*([0-9]{4}|[0-9]{2})"
)
_MONTH_FIRST = late(r"([A-Za-z]{3,9})\.?\s+([0-9]{1,2})(?:st|nd|rd|th)?,?\s+([0-9]{4})")
_ONE_CLOCK = (
    r"(?:เวลา\s*|ตั้งแต่\s*|at\s+)?(?:(?P<named>เที่ยง(?:คืน|วัน|ตรง)?|บ่ายโมง)"
    r"|(?P<part>บ่าย|ตี)?\s*(?P<hour>[0-9]{1,2})(?:(?:[.:]|\s*นาฬิกา\s*)(?P<minute>[0-9]{2})(?::[0-9]{2})?)?"
    r"\s*(?P<unit>น\.?|นาฬิกา|โมง\s*(?:เช้า|เย็น|ตรง)?|ทุ่ม|[AaPp]\.?[Mm]\.?)?)"
    r"(?P<half>\s*ครึ่ง)?(?:\s*นาที)?(?:\s*เป็นต้นไป)?"
)
"""09.00 น., 9 โมงเช้า, บ่าย 2 โมงครึ่ง, 1 ทุ่ม, เที่ยง, 2 pm."""
_CLOCK = late(_ONE_CLOCK)
_SURE_CLOCK = r"(?=[^0-9]*[0-9]+\s*[^0-9\s]|บ่าย|ตี|เที่ยง|เวลา\s*(?:บ่าย|ตี|เที่ยง))"
"""More than a number: 9 alone is an hour only before another."""
_ANY_CLOCK = re.sub(r"\?P<\w+>", "?:", _ONE_CLOCK)
_CLOCK_BEHIND = late(rf"(?:(?<=[\sT,(\u0e00-\u0e7f])|^)({_SURE_CLOCK}{_ANY_CLOCK})\)?$")
_SPAN = late(
    rf"(?:(?<=[\sT,(\u0e00-\u0e7f])|^)({_ANY_CLOCK})\s*(?:-|~|ถึง|to)\s*({_SURE_CLOCK}{_ANY_CLOCK})\)?$"
)

_ENGLISH = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH_NUMBERS = {
    **{name: number for number, name in enumerate(MONTHS, 1)},
    **{name.replace(".", ""): number for number, name in enumerate(MONTHS_SHORT, 1)},
    **{name: number for number, name in enumerate(_ENGLISH, 1)},
    **{name[:3]: number for number, name in enumerate(_ENGLISH, 1)},
    "sept": 9,
}


def read_date(text: str) -> date | Slip:
    """A date from ``YYYY-MM-DD``, or why it is none and which date is probably meant."""
    match = _ISO.fullmatch(text)
    if not match:
        return _explain(text)
    year, month, day = map(int, match.groups())
    if FIRST_BE_YEAR <= year <= LAST_BE_YEAR:
        return _buddhist(text, year, month, day)
    found = _date(year, month, day)
    if found is None and (swapped := _swapped(text)):
        return Slip("date.swapped", {"value": text, "meant": swapped.isoformat()})
    if found is None:
        return Slip("date.impossible", {"value": text})
    if not FIRST_YEAR <= year <= LAST_BE_YEAR:
        return Slip("date.year", {"value": text})
    return found


def read_moment(text: str) -> datetime | date | Slip:
    """A date, or a time from ``YYYY-MM-DD HH:MM`` (``T`` and seconds too), aware only with an offset."""
    if len(text) <= 10 and _ISO.fullmatch(text):
        return read_date(text)
    head, rest = text[:10], text[10:]
    if _ISO.fullmatch(head) and rest[:1] in ("T", "t", " "):
        day = read_date(head)
        # A habit, not an offset from UTC: 09:00-11:00 is a beginning and an end.
        clock = Slip("time.range") if _SPAN.search(_plain(rest)) else _clock(rest[1:].strip(), head)
        if isinstance(day, date) and isinstance(clock, time):
            return datetime.combine(day, clock)
        if isinstance(day, Slip) and isinstance(clock, time):
            meant = {"meant": f"{day.values['meant']} {rest[1:].strip()}"} if "meant" in day.values else {}
            return Slip(day.code, {**day.values, "value": text, **meant})
        if isinstance(clock, Slip) and clock.code in ("time.zone", "time.impossible"):
            return clock
    return _explain_moment(text)


def _buddhist(text: str, year: int, month: int, day: int) -> Slip:
    meant = _date(year - BE_OFFSET, month, day)
    if meant is None:
        return Slip("date.impossible", {"value": text})
    return Slip("date.buddhist", {"value": text, "year": str(year), "meant": meant.isoformat()})


def _clock(text: str, day: str) -> time | Slip:
    offset = None
    match = _OFFSET.search(text[5:])
    if match and match.end() == len(text) - 5:
        if not _is_offset(match.group()):
            return Slip("time.zone", {"value": f"{day} {text}"})
        offset, text = _zone(match.group()), text[: 5 + match.start()].rstrip()
    match = _TIME.fullmatch(text)
    if not match:
        return _explain_clock(text, day)
    hour, minute, second = (int(part or 0) for part in match.groups())
    if hour > 23 or minute > 59 or second > 59:
        return Slip("time.impossible", {"value": text})
    return time(hour, minute, second, tzinfo=offset)


def _is_offset(text: str) -> bool:
    """Whether some place on earth has that offset from UTC: from -12:00 to +14:00."""
    digits = text[1:].replace(":", "")
    if text == "Z":
        return True
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return int(digits[2:]) < 60 and minutes <= (840 if text[0] == "+" else 720)


def _zone(text: str) -> timezone:
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "")
    delta = timedelta(hours=min(23, int(digits[:2])), minutes=min(59, int(digits[2:])))
    return timezone(-delta if text[0] == "-" else delta)


def _explain_clock(text: str, day: str) -> Slip:
    found = _hour(_CLOCK.fullmatch(_plain(text)))
    if isinstance(found, time):
        return Slip("time.form-like", {"value": text, "meant": f"{day} {found:%H:%M}"})
    return Slip("time.impossible" if found else "time.form", {"value": text})


def _explain_moment(text: str) -> Slip:
    """A day and a time, or its beginning and end, in other forms: what is meant keeps them all."""
    plain = _plain(text)
    if (halves := _HALVES.fullmatch(plain)) and re.search("[0-9]{4}.*[0-9]{4}", plain):
        start, end = map(_moment_in, halves.groups())
        if start and end and (len(start) > 10) == (len(end) > 10):
            return Slip("time.range", {"value": text, "start": start, "end": end})
    if match := _SEVERAL_DAYS.fullmatch(plain):
        start, end = (_moment_in(f"{day} {match[3]}") for day in match.groups()[:2])
        if start and end and len(start) == len(end) == 10:
            return Slip("time.range", {"value": text, "start": start, "end": end})
    for pattern in (_SPAN, _CLOCK_BEHIND):
        match = pattern.search(plain)
        clocks = [_hour(_CLOCK.fullmatch(part)) for part in match.groups()] if match else [None]
        if not match or None in clocks:
            continue
        times = [clock for clock in clocks if isinstance(clock, time)]
        if len(times) < len(clocks):
            return Slip("time.impossible", {"value": text})
        # As it was written, where no sign was put in order: digits of Thai have a message of their own.
        written = (text if len(text) == len(plain) else plain)[: match.start()].strip(" \t,T(")
        if not written:
            return Slip("time.alone", {"value": text, "clock": f"{times[0]:%H:%M}", "day": _DAY})
        return _at(read_date(written), times, text)
    if _ISO.match(plain) and _NO_CLOCK.match(plain[10:]):
        # Words for a time that nobody knows: the day alone would be another event.
        return Slip("time.form", {"value": text})
    return _explain(text)


_HALVES = late(r"(\S.*?)(?:\s+(?:-|~|ถึง|to)\s+|/(?=[0-9]{4}-)|,\s*(?=[0-9]{4}-))(\S.*)")
_NO_CLOCK = late(r"[T ]\s*(?:[^\s0-9-](?!ึง)|[0-9]{1,2}\s*(?:โมง.*)?$)")


def _moment_in(text: str) -> str:
    """The time that `text` says in whatever form, as it is to be written; nothing where it says none."""
    found = read_moment(text)
    if isinstance(found, Slip):
        return found.values.get("meant", "")
    return written(found)


def written(moment: datetime | date) -> str:
    """A date or a time as it is written in every file, to the minute."""
    return f"{moment:%Y-%m-%d %H:%M}" if isinstance(moment, datetime) else moment.isoformat()


def _at(day: date | Slip, times: list[time], text: str) -> Slip:
    """What is wrong with `text`, which says a day and one or two times."""
    values = dict(day.values) if isinstance(day, Slip) else {"meant": day.isoformat()}
    if "meant" not in values:
        return Slip(day.code if isinstance(day, Slip) else "date.not", {**values, "value": text})
    moments = [f"{values['meant']} {clock:%H:%M}" for clock in times]
    if len(moments) == 2:
        return Slip("time.range", {"value": text, "start": moments[0], "end": moments[1]})
    code = day.code if isinstance(day, Slip) else "time.form-like"
    return Slip(code, {**values, "value": text, "meant": moments[0]})


def _hour(match: re.Match[str] | None) -> time | bool | None:
    """The time of a clock; True for one that no day has, None where it is none or may be two."""
    if not match:
        return None
    half = 30 if match["half"] else 0
    if named := match["named"]:
        return time(0 if "คืน" in named else 13 if "บ่าย" in named else 12, half)
    hour, minute, part = int(match["hour"]), int(match["minute"] or half), match["part"] or ""
    unit = (match["unit"] or "").casefold().replace(".", "")
    if half and (match["minute"] or not (unit or part)):
        return None
    if "ทุ่ม" in unit:
        hour += 18
    elif unit == "am" or "ตี" in part:
        hour %= 12
    elif unit == "pm" or "บ่าย" in part or "เย็น" in unit:
        hour = hour + 12 if hour < 12 else hour
    elif "โมง" in unit and hour < 6:
        return None  # 1 โมง is 7 in the morning to some, and 13 to others.
    return time(hour, minute) if hour < 24 and minute < 60 else True


def month_alone(text: str) -> date | None:
    """The first day of the month where `text` says a month of a year and no day: 2569-12, ธันวาคม 2569."""
    plain = _plain(text)
    if match := _YEAR_AND_MONTH.fullmatch(plain):
        year, month = match.groups()
    elif match := _MONTH_AND_YEAR.fullmatch(plain):
        month, year = match.groups()
    else:
        return None
    if not month.isdecimal():
        month = str(_MONTH_NUMBERS.get(month.replace(".", "").casefold(), 0))
    found = _meant(year, month, "1")
    return found if found and FIRST_YEAR <= found.year < FIRST_BE_YEAR else None


_YEAR_AND_MONTH = late(r"([0-9]{4})\s*[-/.]\s*([0-9]{1,2})")
_MONTH_AND_YEAR = late(
    r"(?:เดือน\s*)?([0-9]{1,2}(?=\s*[-/.])|[^\s0-9,]+)\s*[-/.,]?\s*(?:พ\.?ศ\.?|ค\.?ศ\.?)?\s*([0-9]{4})"
)


def from_today(text: str, today: date) -> str:
    """`text`, a day near `today` that begins it (พรุ่งนี้, tomorrow) in ISO 8601."""
    match = _NEAR_DAY.match(text)
    if not match:
        return text
    day = today + timedelta(days=_NEAR_DAYS[match[1].casefold()])
    return f"{day.isoformat()} {text[match.end() :]}".rstrip()


_NEAR_DAYS = {
    "เมื่อวานซืน": -2,
    "เมื่อวาน": -1,
    "วันนี้": 0,
    "พรุ่งนี้": 1,
    "มะรืน": 2,
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
}
_NEAR_DAY = late(rf"(?i)\s*(?:วัน(?!นี้))?({'|'.join(_NEAR_DAYS)})(?:นี้)?\s*,?\s*")
_SEVERAL_DAYS = late(r"([0-9]{1,2})\s*(?:-|ถึง|และ|,)\s*([0-9]{1,2})\s+([^\s0-9].*)")


def _explain(text: str) -> Slip:
    """Which date a text that is not ISO means, and what is wrong with it."""
    plain = re.sub(r"^(?:วันที่|ค\.?ศ\.?)\s*(?=[0-9]{4}-)", "", _plain(text))
    if several := _several(plain):
        code, first = several
        return Slip(code, {"value": text, "meant": first})
    code, meant = _reading(plain)
    if code == "date.form" and to_ascii_digits(text) != text and _YEAR_FIRST.fullmatch(plain):
        code = "date.thai-digits"
    if meant is None and (swapped := _swapped(plain)):
        return Slip("date.swapped", {"value": text, "meant": swapped.isoformat()})
    if meant is None or not FIRST_YEAR <= meant.year < FIRST_BE_YEAR:
        if begun := month_alone(text):
            return Slip("date.no-day", {"value": text, "day": begun.isoformat()})
        numeric = bool(re.fullmatch(r"[0-9\s/.-]{6,}", plain)) or code == "date.words"
        return Slip("date.impossible" if numeric and code != "date.not" else "date.not", {"value": text})
    return Slip(code, {"value": text, "meant": meant.isoformat()})


def _several(plain: str) -> tuple[str, str] | None:
    """What is wrong with days in a row, or a day with more behind it, and the first day that they say."""
    if match := _SEVERAL_DAYS.fullmatch(plain):
        first = _explain(f"{match[1]} {match[3]}").values.get("meant", "")
        if first:
            return "date.range", first
    if match := _DAY_AND_MORE.fullmatch(plain):
        days = match[2] or re.match(r"\s*(?:-|ถึง|to)\s", match[3])
        code = "date.range" if days else "date.time" if re.search("[0-9]", match[3]) else "date.form"
        if first := _moment_in(match[1]):
            return code, first
    return None


_DAY_AND_MORE = late(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]|\s*(-|ถึง|/|,)\s*[0-9])(.*)")


def _reading(plain: str) -> tuple[str, date | None]:
    """What is wrong with a text that is to be one date, and the date that it says, if any."""
    if match := _YEAR_FIRST.fullmatch(plain) or _COMPACT.fullmatch(plain):
        return "date.form", _meant(*match.groups())
    if match := _DAY_FIRST.fullmatch(plain):
        day, month, year = match.groups()
        if len(year) == 2:
            return "date.two-digit-year", _two_digit_first(match) or _meant(year, month, day)
        return "date.day-first", _meant(year, month, day)
    if match := _SERIAL.fullmatch(plain):
        return "date.serial", date(1899, 12, 30) + timedelta(days=int(match[1]))
    return _from_words(plain)


def _swapped(plain: str) -> date | None:
    """The date whose day stands where its month should, as Americans write 11/22/2026 and some 2026-22-11."""
    if match := _YEAR_FIRST.fullmatch(plain):
        year, day, month = match.groups()
    elif match := _DAY_FIRST.fullmatch(plain):
        month, day, year = match.groups()
    else:
        return None
    found = _meant(year, month, day) if int(day) > 12 and len(year) == 4 else None
    return found if found and FIRST_YEAR <= found.year < FIRST_BE_YEAR else None


_PLAIN_SIGNS = str.maketrans(
    dict.fromkeys("‐‑‒–—―−﹣－", "-") | dict.fromkeys("“”‘’\"'", "") | {"：": ":", "．": ".", "／": "/"}
)


def _plain(text: str) -> str:
    """`text` with the digits of every script as ASCII, look-alike dashes as hyphens, without quotes."""
    text = normalise(text).translate(_PLAIN_SIGNS)
    text = "".join(str(unicodedata.decimal(sign, sign)) for sign in text).strip()
    # 0900 behind a day, as clocks of an office say it; the name of a zone has a field of its own.
    text = re.sub(r"(?<=[0-9]) ([01][0-9]|2[0-3])([0-5][0-9])(?= *(?:$|-|น))", r" \1:\2", text)
    text = re.sub(r"(?<=[0-9]) +(?:Asia/[A-Z][a-z_]+|ICT|(?:UTC|GMT)\+0?7(?::00)?)$", "", text)
    text = _WORDED_HOUR.sub(lambda found: str(NUMBERS.index(found.group()) + 1), text)
    # A letter O or l between digits, and the full stop of a sentence.
    text = re.sub(r"(?<=[0-9-])[Oo](?=[0-9-]|$)|(?<=[0-9])[Oo](?=[0-9])", "0", text)
    return re.sub(r"(?<=[0-9])[.,;]+$", "", text)


NUMBERS = (
    *("หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก"),
    *("เจ็ด", "แปด", "เก้า", "สิบ", "สิบเอ็ด", "สิบสอง"),
)
"""Numbers as words, from 1."""
_HOUR = "|".join(sorted(NUMBERS, key=len, reverse=True))
_WORDED_HOUR = late(rf"(?:(?<=บ่าย)|(?<=บ่าย )|(?<=ตี))(?:{_HOUR})|(?:{_HOUR})(?=\s*(?:โมง|ทุ่ม|นาฬิกา))")
"""บ่ายสอง, ตีห้า, เก้าโมงเช้า, สองทุ่ม."""


def _two_digit_first(match: re.Match[str]) -> date | None:
    """``69-11-22`` is read year first, as ISO dates are, where the other reading is none or far off."""
    if int(match[1]) <= 31 and not (int(match[1]) >= 20 and int(match[3]) < 20):
        return None
    return _meant(match[1], match[2], match[3])


def _from_words(plain: str) -> tuple[str, date | None]:
    for name in DAYS:
        plain = plain.removeprefix(f"วัน{name}").removeprefix(name)
    plain = re.sub(r"^\s*(?:วัน)?(?:ที่)?\s*", "", plain)
    # Excel shows a date as 5-Jan-26.
    plain = re.sub(r"(?<=[0-9])[-/](?=[A-Za-zก-ฮเ])|(?<=[A-Za-z.ก-์])[-/](?=[0-9])", " ", plain)
    if match := _MONTH_FIRST.fullmatch(plain):
        day, name, year = match[2], match[1], match[3]
    elif match := _WORDS.fullmatch(plain):
        day, name, year = match.groups()
    else:
        return "date.not", None
    name = name.replace(".", "").casefold()
    if month := _MONTH_NUMBERS.get(name):
        return "date.words", _meant(year, str(month), day)
    guessed = _MONTH_NUMBERS.get(_near_month(name))
    return ("date.month", _meant(year, str(guessed), day)) if guessed else ("date.words", None)


def _near_month(name: str) -> str:
    """The month that a misspelt name means."""
    names = [*MONTHS, *_ENGLISH]
    begun = [each for each in names if len(name) >= 5 and each.startswith(name)]
    return begun[0] if len(begun) == 1 else close_to(name, names, 0.75) or ""


def _meant(year: str, month: str, day: str) -> date | None:
    number = int(year)
    if len(year) == 2:
        # 69 is พ.ศ. 2569 by habit; a number below 44 can only be ค.ศ. 20xx.
        number += FIRST_BE_YEAR + 100 - BE_OFFSET if number >= 44 else 2000
    elif FIRST_BE_YEAR <= number <= LAST_BE_YEAR:
        number -= BE_OFFSET
    return _date(number, int(month), int(day))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
