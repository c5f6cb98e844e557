"""The bulletin on the web: the archive by volume and number, and a page for each issue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from julasan.frozen import dataclass
from julasan.model import Deferred, Issue, Output, Page
from julasan.render import calendar, holdings, months, when
from julasan.render.cards import Cards
from julasan.render.context import Context
from julasan.render.feeds import issues_path
from julasan.render.home import Cover, cover
from julasan.render.keys import key
from julasan.render.months import Entry, Group

ARCHIVE = "bulletin/"


@dataclass(frozen=True, slots=True)
class Volume:
    """A volume (ปีที่) and the covers of its issues, newest first; number 0 is "no volume given"."""

    number: int
    covers: tuple[Cover, ...]


def render(context: Context) -> Iterator[Output | Deferred]:
    """The archive, then each issue."""
    issues, cards = context.site.issues, Cards(context)
    yield Page(
        url=ARCHIVE,
        title=context.text("issue.title"),
        description=context.text("issue.description", network=context.site.settings.network),
        kind="issues",
        feeds=_feeds(context),
        html=context.html("bulletin.html", volumes=volumes(context)),
    )
    for at, issue in enumerate(issues):
        after = issues[at - 1] if at else None
        before = issues[at + 1] if at + 1 < len(issues) else None
        yield Deferred(
            name=issue.page,
            key=key(
                context.around,
                (issue.digest, context.body_key(issue), printed(context, issue), before, after),
                [cards.key(article) for article in holdings.contents(context.site, issue)],
            ),
            make=partial(_made, context, cards, issue, before, after),
            listed=(issue.page,),
        )


def _made(
    context: Context, cards: Cards, issue: Issue, before: Issue | None, after: Issue | None
) -> Iterator[Output]:
    yield _page(context, cards, issue, before, after)


def volumes(context: Context) -> tuple[Volume, ...]:
    """The issues by volume, the highest first; those without one come last."""
    found: dict[int, list[Issue]] = {}
    for issue in context.site.issues:
        found.setdefault(issue.volume or 0, []).append(issue)
    return tuple(
        Volume(number, tuple(cover(context, issue) for issue in sorted(of, key=_newest, reverse=True)))
        for number, of in sorted(found.items(), reverse=True)
    )


def _newest(issue: Issue) -> tuple[int, date]:
    return issue.number, issue.date


def printed(context: Context, issue: Issue) -> bool:
    """Whether the site keeps the issue's PDF."""
    return issue in context.site.issues[: context.site.settings.bulletins]


def agenda(context: Context, issue: Issue) -> tuple[Group, ...]:
    """The issue's part of the calendar, as it is printed, by day."""
    listed = (Entry(event, occurrence) for occurrence, event in holdings.agenda(context.site, issue))
    return tuple(months.groups(listed, context.site.holidays, issue.date))


def _page(context: Context, cards: Cards, issue: Issue, before: Issue | None, after: Issue | None) -> Page:
    articles = holdings.contents(context.site, issue)
    month = when.month_name(context, issue.date)
    title = context.text("issue.page_title", name=holdings.numbered(context, issue), month=month)
    return Page(
        url=issue.page,
        title=title,
        description=_description(issue, [article.title for article in articles]),
        source=issue.source.path,
        kind="issue",
        feeds=_feeds(context),
        date=issue.date,
        html=context.html(
            "issue.html",
            issue=issue,
            name=holdings.numbered(context, issue),
            month=month,
            note=context.body(issue),
            editor=context.site.author_name(issue.editor) if issue.editor else "",
            cards=[cards.html(article) for article in articles],
            agenda=agenda(context, issue),
            printed=printed(context, issue),
            before=before and (before, holdings.numbered(context, before)),
            after=after and (after, holdings.numbered(context, after)),
            **calendar.shown(context),
        ),
    )


def _feeds(context: Context) -> tuple[tuple[str, str], ...]:
    if not context.site.settings.site_url or not context.site.issues:
        return ()
    return ((holdings.masthead(context), f"{issues_path()}.xml"),)


def _description(issue: Issue, titles: Sequence[str]) -> str:
    return " · ".join(part for part in (issue.title or "", *titles) if part)
