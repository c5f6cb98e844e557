"""A recurrence in other words or with other signs -> the RFC 5545 rule that is probably meant."""

from __future__ import annotations

import re
from datetime import date, datetime

from julasan.read.rules import RuleSlip, read_rule
from julasan.thai import DAYS, DAYS_SHORT, to_ascii_digits

_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ENGLISH = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")

_DAYS = {
    **dict(zip(DAYS, _CODES, strict=True)),
    **dict(zip(DAYS_SHORT, _CODES, strict=True)),
    **dict(zip((name.rstrip(".") for name in DAYS_SHORT), _CODES, strict=True)),
    **dict(zip(_ENGLISH, _CODES, strict=True)),
    **dict(zip((name[:3] for name in _ENGLISH), _CODES, strict=True)),
    "พฤหัส": "TH",
}
_OFTEN = {
    "WEEK": "WEEKLY", "MONTH": "MONTHLY", "YEAR": "YEARLY", "DAY": "DAILY", "ANNUALLY": "YEARLY",
    "สัปดาห์": "WEEKLY", "อาทิตย์": "WEEKLY", "เดือน": "MONTHLY", "ปี": "YEARLY", "วัน": "DAILY",
    "FORTNIGHTLY": "WEEKLY;INTERVAL=2", "BIWEEKLY": "WEEKLY;INTERVAL=2",
}  # fmt: skip
_EVERY = re.compile(r"(?:ทุก|EVERY\s+)\s*(?:วัน(?=\S))?(.+)")
_EXAMPLE = ";COUNT=6"
"""An end, where none was written: a rule without one is refused."""


def meant(text: str, start: datetime | date) -> str | None:
    """The rule that `text`, which is none, probably means."""
    written = to_ascii_digits(text.strip()).upper()
    if match := _EVERY.fullmatch(written):
        word = match[1].strip()
        written = f"FREQ=WEEKLY;BYDAY={_DAYS[word]}" if word in _DAYS else f"FREQ={_OFTEN.get(word, word)}"
    rule = re.sub(r"[;,\s]+(?=[A-Z]+\s*[=:])", ";", written).strip(";, ")
    parts = [_part(part.strip()) for part in rule.split(";") if part.strip()]
    once = list(dict.fromkeys(parts))
    for ending in ("", _EXAMPLE):
        rule = ";".join(once) + ending
        if rule != text and not isinstance(read_rule(rule, start), RuleSlip):
            return rule
    return None


def _part(part: str) -> str:
    name, sign, value = re.sub(r"\s*[=:]\s*", "=", part).partition("=")
    if not sign:
        return f"FREQ={_OFTEN.get(name, name)}"
    if name == "FREQ":
        value = _OFTEN.get(value, value)
    elif name == "BYDAY":
        value = ",".join(_DAYS.get(day.strip(), day.strip()) for day in re.split(r"[,\s]+", value))
    elif name in ("COUNT", "INTERVAL"):
        value = re.sub(r"\s*(?:ครั้ง|TIMES)$", "", value)
    return f"{name}={value}"
