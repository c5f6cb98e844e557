"""What an issue of the bulletin holds: its articles, its part of the calendar, its name and number."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from julasan.model import Article, Event, Issue, Occurrence, Site
from julasan.problem import Source
from julasan.render.context import Context


def issue_of(site: Site, month: str) -> Issue:
    """The issue of `month` (YYYY-MM): its file's, else what the month would hold."""
    return next((issue for issue in site.issues if issue.month == month), None) or computed(site, month)


def computed(site: Site, month: str) -> Issue:
    """The issue of a month without a file: numbered after the one before, dated on the month's last day.

    Raises:
        ValueError: `month` is not YYYY-MM.
    """
    first = date.fromisoformat(f"{month}-01")
    day = month_end(first)
    before = _before(site, day)
    # A month between them without a file had its issue too: two months never share a number.
    passed = (day.year - before.date.year) * 12 + day.month - before.date.month if before else 1
    return Issue(
        number=before.number + max(1, passed) if before else 1,
        volume=before.volume if before else None,
        date=day,
        source=Source(f"docs/bulletin/{month}.md"),
        month=month,
    )


def contents(site: Site, issue: Issue) -> tuple[Article, ...]:
    """The articles of an issue, the lead first.

    Those that its file names, in its order; else those dated after the issue before (with
    none before: from the first of the month) up to its own date, newest first.
    """
    if issue.articles:
        named = (site.article_by_permalink.get(slug) for slug in issue.articles)
        found = [article for article in named if article]
    else:
        before = _before(site, issue.date)
        after = before.date if before else issue.date.replace(day=1) - timedelta(days=1)
        found = [article for article in site.articles if after < article.date <= issue.date]
    lead = site.article_by_permalink.get(issue.lead or "")
    if lead:
        found = [lead, *(article for article in found if article != lead)]
    return tuple(dict.fromkeys(found))


def agenda(site: Site, issue: Issue) -> tuple[tuple[Occurrence, Event], ...]:
    """The calendar part: what takes place from the issue's date until its last day."""
    # A month without a file is read from its beginning on, though it is dated on its last day.
    filed = any(each.month == issue.month for each in site.issues)
    start = issue.date if filed else issue.date.replace(day=1)
    until = issue.until or month_end(month_end(issue.date) + timedelta(days=1))
    found = (
        (occurrence, event)
        for event in site.events
        for occurrence in event.occurrences
        if occurrence.last >= start and occurrence.first <= until
    )
    return tuple(sorted(found, key=lambda pair: (pair[0].first, str(pair[0].start), pair[1].id)))


def proposals(site: Site, issue: Issue) -> tuple[Article, ...]:
    """What was put to the department up to the issue's date, newest first."""
    made = (article for article in site.articles if article.kind == "proposal")
    return tuple(article for article in made if article.date <= issue.date)


def masthead(context: Context) -> str:
    """The bulletin's name."""
    settings = context.site.settings
    return settings.masthead or context.text("bulletin.masthead", network=settings.network)


def numbered(context: Context, issue: Issue) -> str:
    """ปีที่ 1 ฉบับที่ 2."""
    number = context.number(issue.number)
    if issue.volume is None:
        return context.text("bulletin.number", number=number)
    return context.text("bulletin.volume_number", volume=context.number(issue.volume), number=number)


def _before(site: Site, day: date) -> Issue | None:
    earlier = [issue for issue in site.issues if issue.date < day]
    return max(earlier, key=lambda issue: issue.date, default=None)


def month_end(day: date) -> date:
    """The last day of the month in which `day` lies."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
