"""Files -> Site: ``read(root)`` gives all that could be read, and every problem that reading found.

One module a kind of file (articles, bulletins, events, holidays, members, settings, files; strays are
articles in another place), over
text (bytes to text), record (YAML to text records; broken names a slip, recovery reads on behind
it), rows (CSV to text records), values (records to typed fields; names is what people bring for
them), dates, rules (recurrences), matter (front matter; plain is a short way to most of it, heads
is how people type it) and markdown (what a body links to; live, spacing, nesting and raw_signs are
parts of it). private is looked at, and gives mail and labels
their contacts, which are no part of the Site.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TypeAlias
from zoneinfo import ZoneInfo

from julasan.model import Article, Event, Issue, Member, Settings, Site, StandingPage
from julasan.problem import Problem
from julasan.read import articles, bulletins, events, files, holidays, members, private, settings, strays
from julasan.read.slips import Slips
from julasan.read.text import read_text
from julasan.thai import sort_key

__all__ = ["read"]

_ROLES = ("representative", "hub", "member")


Text: TypeAlias = Article | StandingPage | Issue
"""What a Markdown file holds."""
Recall = Callable[[str], Text | None]
"""What is known of a Markdown file that has not changed since it was read without a problem."""
Taken = Callable[[Site, str, str, bytes | None, Text | None], Text | None]
"""Takes a Markdown file as soon as it is read: the site's settings, its path, its text, the same in UTF-8
where that is at hand, what it holds.

What it gives back stands in the Site in the place of what it was given.
"""


def read(
    root: Path, *, now: date | None = None, recall: Recall | None = None, taken: Taken | None = None
) -> tuple[Site, tuple[Problem, ...]]:
    """Read the folder of mkdocs.yml.

    `now` is the day against which "in the future" is judged; default today in the
    site's time zone. A file that `recall` knows is not opened. The text of a file that
    `taken` took is none of the site's `texts`. Problems come sorted, each once. Raises
    nothing for what a person wrote.
    """
    root = Path(root)
    texts: dict[str, str] = {}
    own, problems = settings.read_settings(root, texts)
    zone = events.zone_of(own.timezone) or ZoneInfo("Asia/Bangkok")
    now = now or _now(zone)
    folder = files.look(root)
    problems += [*folder.problems, *strays.beside(root, folder.strays)]
    found_events, more = events.read_events(root, zone, now, texts)
    found_members, members_problems = members.read_members(root, now, texts)
    members_problems += private.problems_of(root, {each.member_id for each in found_members}, now)
    if not own.provinces:
        # A network of one place has no list to choose from.
        members_problems = [each for each in members_problems if not _asks_for_province(each)]
    secrets = private.Values(root)
    members_problems += [each for path, text in texts.items() for each in secrets.problems(path, text)]
    known = {path: text for path in folder.texts if recall and (text := recall(path))}
    to_read = [path for path in folder.texts if path not in known]
    settled = Site(settings=own, texts=texts, root=str(root))
    take = partial(taken, settled) if taken else None
    anew, text_problems = _texts(root, to_read, now, texts, secrets, take)
    held = [*anew, *known.values()]
    found_articles = [text for text in held if isinstance(text, Article)]
    issues = [text for text in held if isinstance(text, Issue)]
    pages = [text for text in held if isinstance(text, StandingPage)]
    days, holiday_problems = _holidays(root, own, found_events, texts)
    site = Site(
        settings=own,
        articles=tuple(
            sorted(found_articles, key=lambda article: (-article.date.toordinal(), article.permalink))
        ),
        events=tuple(sorted(found_events, key=_event_order)),
        members=tuple(sorted(found_members, key=_member_order(own))),
        issues=tuple(sorted(issues, key=lambda issue: issue.month, reverse=True)),
        pages=tuple(sorted(pages, key=lambda page: page.source.path)),
        media=tuple(folder.media),
        holidays=days,
        today=_today(found_articles, issues, now),
        root=str(root),
        fresh=frozenset(to_read) if recall else None,
        texts=texts,
        reread=lambda path: read_text(root / path, Slips(path)),
    )
    problems += [*more, *members_problems, *text_problems, *holiday_problems]
    return site, tuple(sorted(set(problems)))


def _texts(
    root: Path,
    paths: Iterable[str],
    now: date,
    texts: dict[str, str],
    secrets: private.Values,
    take: Callable[[str, str, bytes | None, Text | None], Text | None] | None,
) -> tuple[list[Text], list[Problem]]:
    """What each Markdown file holds."""
    found: list[Text] = []
    problems: list[Problem] = []
    for path in paths:
        encoded: dict[str, bytes] = {}
        text, slips = _text(root, path, now, texts, encoded)
        problems += secrets.problems(path, texts.get(path, ""))
        if take and path in texts:
            text = take(path, texts.pop(path), encoded.get(path), text)
        if text:
            found.append(text)
        problems += slips
    return found, problems


def _text(
    root: Path, path: str, now: date, texts: dict[str, str], encoded: dict[str, bytes]
) -> tuple[Text | None, list[Problem]]:
    """An article of knowledge/, an issue of docs/bulletin/, or another page of docs/."""
    if path.startswith("knowledge/"):
        return articles.read_article(root, path, now, texts, encoded)
    if path.startswith("docs/bulletin/") and path != "docs/bulletin/index.md":
        return bulletins.read_issue(root, path, now, texts)
    return bulletins.read_page(root, path, texts)


def _asks_for_province(each: Problem) -> bool:
    return each.code in ("csv.missing", "field.empty-cell") and ("field", "province") in each.values


def _now(zone: ZoneInfo) -> date:
    """Today in the site's zone, or SOURCE_DATE_EPOCH's day where that is later."""
    today = datetime.now(zone).date()
    epoch = _epoch()
    return max(today, epoch) if epoch else today


def _epoch() -> date | None:
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(text), UTC).date() if text.isdecimal() and len(text) < 12 else None


def _today(found: list[Article], issues: list[Issue], now: date) -> date:
    """The site's day; an issue that is begun ahead of its date makes nothing past that is still to come."""
    dates = [article.updated or article.date for article in found]
    dates = dates or [issue.date.replace(day=1) for issue in issues]
    return _epoch() or max(dates, default=now)


def _holidays(
    root: Path, own: Settings, found: list[Event], texts: dict[str, str]
) -> tuple[Mapping[date, str], list[Problem]]:
    """The holidays of the years in which events lie and one beyond, as the calendar's pages need them."""
    years = {year for event in found for year in event.years}
    wanted = {*years, max(years) + 1} if years else set()
    days = holidays.public_holidays(wanted, own.language, own.country)
    if own.holidays is None:
        return days, []
    mine, problems = holidays.read_own(root, own.holidays, own.source.line_of("holidays"), texts)
    return {day: name for day, name in sorted({**days, **mine}.items()) if name}, problems


def _event_order(event: Event) -> tuple[str, str]:
    start = event.start
    moment = start.astimezone(UTC).isoformat() if isinstance(start, datetime) else start.isoformat()
    return moment, event.id


def _member_order(own: Settings) -> Callable[[Member], tuple[int, int, tuple[str, str], str]]:
    provinces = {name: number for number, name in enumerate(own.provinces)}

    def key(member: Member) -> tuple[int, int, tuple[str, str], str]:
        place = provinces.get(member.province, len(provinces))
        return place, _ROLES.index(member.role), sort_key(member.name), member.member_id

    return key
