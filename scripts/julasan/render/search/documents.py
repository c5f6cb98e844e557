"""What can be found on a site: articles, events, members, issues and standing pages, as plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, timedelta
from functools import partial
from itertools import chain
from typing import TypeAlias

from julasan import thai
from julasan.frozen import dataclass
from julasan.locales import LANGUAGES, Locale, locale
from julasan.model import Article, Issue, Occurrence, Site, StandingPage
from julasan.render import months, urls
from julasan.render.calendar import month_path
from julasan.render.keys import key
from julasan.render.search.romanised import romanised

Text: TypeAlias = Article | Issue | StandingPage
Of = Callable[[Text], str]
Days: TypeAlias = tuple[date, ...]


@dataclass(frozen=True, kw_only=True)
class Document:
    """One thing that can be found, in plain text of normal form."""

    url: str
    """From the site's root, no leading "/"."""
    title: str
    text: str
    kind: str
    """An article's kind, or "event", "member", "issue", "page", "topic", "province"."""
    province: str | None = None
    topics: tuple[str, ...] = ()
    date: date | None = None
    days: Days = ()
    """All days of what comes again: the browser shows the next one."""
    extra: str = ""
    """Words that find it and are not shown: names of authors, a place, the day with the year in both eras."""
    more: Callable[[], str] | None = field(default=None, repr=False)
    """Gives more of these: like `body`, it is asked only where an index is made of them."""
    names: tuple[str, ...] = ()
    """Whoever asks for just one of these gets it first."""
    body: Callable[[], str] | None = field(default=None, repr=False)
    """Gives the text that follows `text`: it is asked only where an index is made of it."""
    body_key: str = ""
    """A fingerprint of that text."""
    key: str = ""
    """A fingerprint of all of it, where one is known without looking."""

    @property
    def whole(self) -> str:
        """All of its text."""
        return _text(self.text, self.body()) if self.body else self.text

    @property
    def unseen(self) -> str:
        """All words that find it and are not shown."""
        return _words(self.extra, self.more()) if self.more else self.extra


def documents(site: Site, words: Locale, plain: Of, body_key: Of) -> Iterator[Document]:
    """Everything of `site` that a reader may look for.

    `words` are the site's texts; `plain` gives the plain text of a thing's body, `body_key` the
    fingerprint of that text.
    """
    for article in site.articles:
        its_key = body_key(article)
        yield Document(
            url=article.url,
            title=article.title,
            text=article.summary or "",
            body=partial(plain, article),
            body_key=its_key,
            key=_key(site, article, its_key),
            kind=article.kind,
            province=article.province,
            topics=article.topics,
            date=article.date,
            more=partial(_about, site, article),
        )
    for event in site.events:
        days = list(dict.fromkeys(chain.from_iterable(map(_days, event.occurrences))))
        firsts = list(dict.fromkeys(each.first for each in event.occurrences))
        day = days[0] if days else None
        again = len(firsts) > 1
        last = event.occurrences[0].last if event.occurrences else None
        yield Document(
            url=event.page,
            title=event.title,
            text=_text(
                thai.date_range(day, last) if day and last and not again else None, event.place, event.summary
            ),
            kind="event",
            province=event.province,
            topics=event.topics,
            date=day,
            days=tuple(days[:MOST_DAYS]) if len(days) > 1 else (),
            extra=_words(
                site.author_name(event.organizer) if event.organizer else None,
                event.province,
                *event.topics,
                *map(_dated, days[:MOST_DAYS]),
                # Behind a year: "ประชุม" beside "ลำปาง" would be the words of whoever types them as one.
                words.text(f"event.kind.{event.kind}") if event.kind != "other" else None,
            ),
        )
    yield from _people_and_pages(site, words, plain, body_key)


def _about(site: Site, article: Article) -> str:
    names = map(site.author_name, article.authors)
    return _words(*names, article.province, *article.topics, article.series, article.to, _dated(article.date))


def _key(site: Site, article: Article, body_key: str) -> str:
    """The fingerprint of an article's body is one of its whole file; a member's name stands elsewhere."""
    if not any(author in site.member_by_id for author in article.authors):
        return body_key
    return key(body_key, [site.author_name(author) for author in article.authors])


def _people_and_pages(site: Site, words: Locale, plain: Of, body_key: Of) -> Iterator[Document]:
    for member in site.members:
        yield Document(
            url=urls.member_url(site, member.member_id),
            title=member.name,
            text=_text(_words(member.district, member.province), " ".join(member.expertise)),
            kind="member",
            province=member.province,
            extra=_words(
                words.text(f"role.{member.role}"),
                words.text(f"search.role.{member.role}", province=member.province),
            ),
        )
    for topic in site.settings.topics:
        text = words.text("search.about_topic", name=topic)
        yield Document(url=urls.topic_url(topic), title=topic, text=text, kind="topic", names=(topic,))
    for province, code in site.settings.provinces.items():
        text = words.text("search.about_province", name=province)
        url = urls.province_url(site.settings, province)
        yield Document(
            url=url, title=province, text=text, kind="province", extra=romanised(code), names=(province,)
        )
    for issue in site.issues:
        day = date(int(issue.month[:4]), int(issue.month[5:7]), 1)
        yield Document(
            url=issue.page,
            title=_words(issue.title, thai.month_year(day)),
            text="",
            body=partial(plain, issue),
            body_key=body_key(issue),
            kind="issue",
            date=day,
            extra=_words(
                words.text("search.kinds.issue"),
                words.text("issue.number", number=issue.number),
                thai.month_year(day),
                str(day.year),
            ),
        )
    yield from _months(site, words)
    menu = _menu(site)
    yield from _lists(site, words, menu)
    for page in site.pages:
        if page.url:  # the home page holds what other pages hold
            yield Document(
                url=page.url,
                title=page.title,
                text=page.summary or "",
                body=partial(plain, page),
                body_key=body_key(page),
                kind="page",
                extra=words.text(f"search.asked.{name}") if (name := page.url.strip("/")) in ASKED else "",
                names=(page.title, *menu.get(page.url, ())),
            )


ASKED = ("about", "join", "contribute", "board", "calendar-help", "privacy")
"""Standing pages that people ask for in words that need not stand in them."""


def _menu(site: Site) -> dict[str, list[str]]:
    """The addresses of pages that the menu names, with their titles there."""
    found: dict[str, list[str]] = {}
    for title, path, _ in site.settings.nav:
        if path.endswith(".md"):
            found.setdefault(f"{path.removesuffix('.md').removesuffix('index').strip('/')}/", []).append(
                title
            )
    return found


def _months(site: Site, words: Locale) -> Iterator[Document]:
    """The calendar's pages of months in which there is something."""
    for first, entries in months.months(site).items():
        if entries:
            name = thai.month_year(first)
            yield Document(
                url=month_path(first),
                title=words.text("calendar.month_title", month=name),
                text=words.text("calendar.month_description", month=name, count=len(entries)),
                kind="page",
            )


def _text(*parts: str | None) -> str:
    return "\n".join(part for part in parts if part)


def _words(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)


MOST_DAYS = 60
"""So many days of a recurring event can be searched for."""


def _days(occurrence: Occurrence) -> Iterator[date]:
    """Each day on which it goes on: a visit of three days is found by the second too."""
    for number in range(min((occurrence.last - occurrence.first).days + 1, MOST_DAYS)):
        yield occurrence.first + timedelta(days=number)


LISTS = (
    ("knowledge/", "knowledge"),
    ("calendar/", "calendar"),
    ("members/", "members"),
    ("proposals/", "proposals"),
    ("bulletin/", "issue"),
    ("feeds/", "feeds"),
)
"""Pages that the program makes of what others wrote, and where their texts stand in the locale."""


def _lists(site: Site, words: Locale, menu: Mapping[str, Sequence[str]]) -> Iterator[Document]:
    """They are found by their title in either language, and by the word in their address."""
    counts = {
        "knowledge": len(site.articles),
        "members": len(site.members),
        "proposals": sum(article.kind == "proposal" for article in site.articles),
    }
    for url, name in LISTS:
        titles = [locale(language).text(f"{name}.title") for language in LANGUAGES]
        title = words.text(f"{name}.title")
        yield Document(
            url=url,
            title=title,
            text=words.text(f"{name}.lead", count=counts.get(name, "")),
            kind="page",
            extra=_words(*titles, url.strip("/"), words.text(f"search.asked.{url.strip('/')}")),
            names=(title, *menu.get(url, ()), *titles),
        )


def _dated(day: date) -> str:
    return f"{thai.long_date(day)} {day.year}"
