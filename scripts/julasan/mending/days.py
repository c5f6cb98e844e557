"""Dates: a year of the Buddhist Era, Thai digits, 22/11/2569, written as the content is: 2026-11-22."""

from __future__ import annotations

import re

from julasan.read.dates import Slip, read_date, read_moment
from julasan.thai import to_ascii_digits

_SURE = {"date.buddhist", "date.thai-digits", "time.form-like"}
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/. ]")
_WORDS = re.compile(r".*[^0-9][0-9]{4}(?:[^0-9].*)?")


def mended(text: str) -> str:
    """The date or time that `text` surely means; `text` itself where it is right, or where a person must say.

    5/11/2569 stays: a day and a month can change places. There is no month 22.
    """
    plain = to_ascii_digits(text.strip())
    found = read_moment(plain)
    if not isinstance(found, Slip):
        return plain if plain != text.strip() else text
    meant = found.values.get("meant", "")
    day_first = found.code == "date.day-first" and (match := _DAY_FIRST.match(plain)) and int(match[1]) > 12
    sure = found.code in _SURE or day_first or (found.code == "date.words" and _WORDS.fullmatch(plain))
    if not sure or found.values.get("value") != plain:
        return text
    whole = len(meant) > 10 or isinstance(read_date(plain), Slip)
    return meant if whole and not isinstance(read_moment(meant), Slip) else text
