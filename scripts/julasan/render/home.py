"""The home page: what is new, what comes next, the newest bulletin, the provinces and how to join."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from julasan import thai
from julasan.frozen import dataclass
from julasan.model import Event, Issue, Occurrence, Output, Page, Site
from julasan.render import holdings, urls, when
from julasan.render.cards import Cards
from julasan.render.context import Context
from julasan.render.feeds import all_path

NEWEST = 3
"""Newest articles that have a card; the next ones have a line."""
NEWEST_ROWS = 6
NEXT = 5
"""Events to show; the browser drops what is over and moves up those that wait."""
NEXT_WAITING = 40
"""Events that the page holds, more than it shows, so that no rebuild is owed."""
COVER = 4
"""Titles on the bulletin's cover."""


@dataclass(frozen=True, slots=True)
class Next:
    """One time at which an event takes place, and its hours as a text."""

    event: Event
    occurrence: Occurrence
    clock: str


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover of an issue: its first titles, and how many more it has."""

    issue: Issue
    month: str
    titles: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Province:
    """A province and how much of it is here."""

    name: str
    url: str
    articles: int
    members: int


def render(context: Context) -> Iterator[Output]:
    """One page."""
    site, settings, cards = context.site, context.site.settings, Cards(context)
    intro = next((page for page in site.pages if not page.url), None)
    ahead = coming(context)
    feeds = ((settings.network, f"{all_path()}.xml"),) if settings.site_url else ()
    yield Page(
        url="",
        title=settings.site_name or settings.network,
        html=context.html(
            "home.html",
            lead=_lead(context),
            intro=context.body(intro) if intro else "",
            cards=[cards.html(article) for article in site.articles[:NEWEST]],
            rows=[cards.row(article) for article in site.articles[NEWEST : NEWEST + NEWEST_ROWS]],
            coming=ahead[:NEXT_WAITING],
            cut=len(ahead) > NEXT_WAITING,
            next_shown=NEXT,
            cover=cover(context, site.issues[0]) if site.issues else None,
            earlier=len(site.issues) > 1,
            provinces=_provinces(site),
            topics=_topics(site),
            join=urls.standing(site, "join/"),
            contribute=urls.standing(site, "contribute/"),
        ),
        description=settings.tagline or "",
        source=intro.source.path if intro else None,
        kind="home",
        feeds=feeds,
    )


def _lead(context: Context) -> str:
    count = len(context.site.settings.provinces)
    if not count:
        return context.text("home.lead_plain")
    return context.text("home.lead", count=context.number(count))


def coming(context: Context) -> list[Next]:
    """What is not over on the site's day, in order."""
    site = context.site
    found = [
        Next(event, occurrence, _clock(context, occurrence))
        for event in site.events
        for occurrence in event.occurrences
        if occurrence.last >= site.today
    ]
    found.sort(key=lambda one: (one.occurrence.first, str(one.occurrence.start), one.event.id))
    return found


def _clock(context: Context, occurrence: Occurrence) -> str:
    return when.clock(context, occurrence.start) if isinstance(occurrence.start, datetime) else ""


def cover(context: Context, issue: Issue) -> Cover:
    """An issue's cover: its month and its first titles, the lead's before all."""
    titles = [article.title for article in holdings.contents(context.site, issue)]
    shown = tuple(thai.cut(title, 70) for title in titles[:COVER])
    return Cover(issue, when.month_name(context, issue.date), shown, max(0, len(titles) - COVER))


def _provinces(site: Site) -> list[Province]:
    articles = Counter(article.province for article in site.articles)
    members = Counter(member.province for member in site.members)
    return [
        Province(name, urls.province_url(site.settings, name), articles[name], members[name])
        for name in site.settings.provinces
    ]


def _topics(site: Site) -> list[tuple[str, str, int]]:
    counts = Counter(topic for article in site.articles for topic in dict.fromkeys(article.topics))
    return [(topic, urls.topic_url(topic), counts[topic]) for topic in site.settings.topics]
