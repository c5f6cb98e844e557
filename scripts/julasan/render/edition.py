"""An issue as its channels tell it: what mail, LINE, SMS and the loudspeaker say, out of what is printed."""

from __future__ import annotations

import posixpath
from datetime import date
from functools import cached_property
from urllib.parse import quote, urlsplit

from julasan.frozen import dataclass
from julasan.model import Article, Event, Issue, Occurrence, media_url
from julasan.render import holdings, when
from julasan.render.context import Context

RASTERS = (".png", ".jpg", ".jpeg", ".gif")
"""Pictures that mail programs and LINE show; SVG they do not."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An article of the issue; addresses are absolute, or empty where the site has none."""

    article: Article
    summary: str
    authors: str
    url: str
    image: str
    """Address of its picture, where it has one that a mail program shows."""
    image_alt: str


@dataclass(frozen=True, slots=True)
class Happening:
    """A line of the issue's calendar."""

    event: Event
    occurrence: Occurrence
    when: str
    """Day and time, in full."""
    place: str
    url: str


@dataclass(frozen=True)
class Edition:
    """An issue, ready for every channel; all of it comes from where the print takes it."""

    context: Context
    issue: Issue
    today: date | None = None
    """The day on which it is told, where that is not the issue's own: what is over is not announced."""

    @classmethod
    def of(cls, context: Context, month: str, today: date | None = None) -> Edition:
        """The edition of `month` (YYYY-MM): its file's, else computed."""
        return cls(context, holdings.issue_of(context.site, month), today)

    @property
    def name(self) -> str:
        """The bulletin's name."""
        return holdings.masthead(self.context)

    @property
    def number(self) -> str:
        """ปีที่ 1 ฉบับที่ 2."""
        return holdings.numbered(self.context, self.issue)

    @property
    def month(self) -> str:
        """พฤศจิกายน 2569."""
        return when.month_name(self.context, self.issue.date)

    @property
    def published(self) -> bool:
        """Whether the issue has a page on the web: a computed one has none."""
        return self.issue in self.context.site.issues

    @property
    def home(self) -> str:
        """The site's address, or empty."""
        return self.context.site.settings.site_url

    @property
    def page(self) -> str:
        """Address of the issue's page, else of the site."""
        return self.address(self.issue.page) if self.published else self.home

    @property
    def pdf(self) -> str:
        """Address of the printed issue, or empty where the site keeps none."""
        site = self.context.site
        kept = self.issue in site.issues[: site.settings.bulletins]
        return self.address(self.issue.pdf) if kept else ""

    def address(self, path: str) -> str:
        """The absolute address of `path`, percent-encoded; empty without a site's address."""
        return self.home + quote(path, safe="/#?=&") if self.home else ""

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The articles, the lead first."""
        return tuple(self._entry(article) for article in holdings.contents(self.context.site, self.issue))

    @cached_property
    def happenings(self) -> tuple[Happening, ...]:
        """The calendar part that is not over yet, cancelled ones among them."""
        return tuple(
            self._happening(event, occurrence)
            for occurrence, event in holdings.agenda(self.context.site, self.issue)
            if self.today is None or occurrence.last >= self.today
        )

    @cached_property
    def proposals(self) -> tuple[Article, ...]:
        """What was put to the department up to the issue's date, newest first."""
        return holdings.proposals(self.context.site, self.issue)

    @property
    def editor(self) -> str:
        """The editor's name, or empty."""
        return self.context.site.author_name(self.issue.editor) if self.issue.editor else ""

    def raster(self, url: str) -> str:
        """Address of a picture that mail programs show: `url`, or the PNG or JPEG beside an SVG."""
        path = url.lstrip("/")
        stem, ending = posixpath.splitext(path)
        if ending.lower() in RASTERS:
            return self.address(path)
        published = self._published
        beside = (stem + other for other in RASTERS)
        return next((self.address(other) for other in beside if other in published), "")

    @cached_property
    def _published(self) -> frozenset[str]:
        return frozenset(media_url(media.path) for media in self.context.site.media)

    def _entry(self, article: Article) -> Entry:
        site = self.context.site
        image = ""
        if article.image:
            place = posixpath.join(posixpath.dirname(article.source.path), article.image)
            image = self.raster(media_url(posixpath.normpath(place)))
        return Entry(
            article=article,
            summary=self.context.summary(article, 280),
            authors=", ".join(site.author_name(author) for author in article.authors),
            url=self.address(article.url),
            image=image,
            image_alt=article.image_alt or article.title,
        )

    def _happening(self, event: Event, occurrence: Occurrence) -> Happening:
        text = self.context.text
        province = text("bulletin.province", province=event.province) if event.province else ""
        return Happening(
            event=event,
            occurrence=occurrence,
            when=when.full(self.context, event, occurrence),
            place=" ".join(part for part in (event.place, province) if part),
            url=self.address(event.page),
        )


def host(url: str) -> str:
    """The host of an address, in lower case."""
    return (urlsplit(url).hostname or "").casefold()
