"""Public holidays of the calendar's years: the `holidays` package, and the network's own list over it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from julasan.problem import Problem
from julasan.read.dates import Slip, read_date
from julasan.read.files import is_plain
from julasan.read.record import Fields, Scalar, compose
from julasan.read.slips import Slips
from julasan.read.text import SETTINGS_BYTES, read_text
from julasan.thai import normalise

_CHILDREN = re.compile("วันเด็ก|(?:National )?Children")
_MOST_YEARS = 40


def public_holidays(years: Iterable[int], language: str = "th", country: str = "TH") -> dict[date, str]:
    """A country's public holidays (ISO 3166-1; none for an unknown one), named in `language` where known.

    Thailand's Children's Day, which the package has, is no day off.
    """
    wanted = sorted(set(years))[-_MOST_YEARS:]
    if not wanted or not country:
        return {}
    # The package takes a fifth of a second to load: only a site with events pays for it.
    from holidays import country_holidays

    known = {"th": "th", "en": "en_US"}[language]
    try:
        spoken = country_holidays(country).supported_languages
        # A name in no language that the reader was promised is still better than a day off unmarked.
        said = next((name for name in (known, "en_US") if name in spoken), None)
        found = country_holidays(country, years=wanted, language=said)
    except NotImplementedError:
        return {}
    off = ((day, normalise(name)) for day, name in sorted(found.items()))
    return {day: name for day, name in off if country != "TH" or not _CHILDREN.match(name)}


def read_own(
    root: Path, path: str, line: int, texts: dict[str, str]
) -> tuple[dict[date, str], list[Problem]]:
    """The network's own list, ``date: name``; an empty name takes a day away."""
    settings = Slips("mkdocs.yml")
    parts = path.split("/")
    file = root.joinpath(*parts)
    if path.startswith("/") or ".." in parts or "\\" in path or not is_plain(file):
        settings.add(line, "settings.holidays", value=path)
        return {}, settings.problems
    slips = Slips(path)
    text = read_text(file, slips, SETTINGS_BYTES)
    if text is None:
        return {}, slips.problems
    texts[path] = text
    node = compose(text, slips)
    days: dict[date, str] = {}
    if isinstance(node, Fields):
        for key, entry in node.entries.items():
            day = read_date(key)
            if isinstance(day, Slip):
                slips.add(node.lines[key], day.code, field="date", **day.values)
            elif not isinstance(entry, Scalar):
                slips.add(entry.line, "field.one", field=key)
            else:
                days[day] = "" if entry.empty else normalise(entry.text.strip())
    elif node is not None and not (isinstance(node, Scalar) and node.empty):
        slips.add(node.line, "holidays.fields")
    return days, slips.problems
