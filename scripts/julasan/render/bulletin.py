"""The printed bulletin: an issue's pages as HTML, and the PDF that the office prints."""

from __future__ import annotations

import dataclasses
import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files
from urllib.parse import unquote

import segno
from markupsafe import Markup

from julasan import thai
from julasan.frozen import dataclass
from julasan.locales import Locale
from julasan.model import Article, Event, Issue, Occurrence, Site, StandingPage, media_url
from julasan.render import holdings, wall, when
from julasan.render.colours import recoloured
from julasan.render.context import Context
from julasan.render.copyfit import Cuts, Fit, fit, over_lines
from julasan.typeset import Measured, Picture, drawable, fragment, measured, missing, pdf, shortened

Body = Callable[[Article | Issue | StandingPage], str]
"""Gives the sanitised HTML of a thing's Markdown, its links from the site's root (``Context.body``)."""

RUNNING_HEAD, RUNNING_LATIN = 46, 38
"""Characters of a title that fit above a page, of a Thai one and of another."""
CONTENTS_LINE, NOTE_LINE = 28, 40
"""Characters on a line of the contents beside the editor's note, and of the note beside them."""
CONTENTS_LINES = 27
"""So many lines of the contents stand beside the note on the first page, with those of the parts behind."""
COLUMNS = (1, 2)
"""In how many columns the A4 edition may be set; the last where a file asks for others."""
MONTHS_AHEAD = 3
"""Months to come that stand on the last page, where it has room."""
LINES = 28
"""Lines to write on after them, as many as an empty page takes."""
COMING = 24
"""So many rows of the calendar may stand in gaps between articles."""
FLOATING_CONTENTS = 10
"""So many entries of the contents stand beside the editor's note; more go across the page."""


# Its pages


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the editor must know of an issue in print; its text is ``bulletin.said.<key>``."""

    key: str
    values: Mapping[str, str | int]

    def said(self, locale: Locale) -> str:
        """The note, to a person."""
        return locale.text(f"bulletin.said.{self.key}", **self.values)


@dataclass(frozen=True, slots=True)
class Print:
    """An issue as a PDF, and what the editor must know of it."""

    pdf: bytes
    notes: tuple[Note, ...] = ()


def bulletin_html(site: Site, issue: Issue, body: Body, cuts: Cuts | None = None) -> str:
    """An issue as one HTML document, to be set by :func:`julasan.typeset.pdf` with :func:`sheets`.

    `cuts` are those of :func:`fitted`.
    """
    return _Printed(Context(site), issue, body, holdings.contents(site, issue), cuts or {}).html()


def printed(site: Site, issue: Issue, body: Body, picture: Picture) -> Print:
    """An issue as a PDF, A4, shortened to its ``max_pages``; `picture` gives the pictures of the bodies.

    Raises:
        NoThaiFontError: No Thai face is installed.
        RefusedError: A body shows a picture that `picture` does not know.
    """
    looked = Looked(site, picture)
    cuts, notes, close = fitted(site, issue, body, looked)
    paper = _Printed(Context(site), issue, body, holdings.contents(site, issue), cuts)
    made = pdf(
        paper.html(),
        css=(*sheets(site), tighter()) if close else sheets(site),
        title=paper.title,
        language=site.settings.language,
        created=issue.date,
        author=site.settings.network,
        picture=looked,
        tighter="" if close else tighter(),
    )
    return Print(made, (*notes, *looked.notes(), *unprintable(site, issue)))


def fitted(site: Site, issue: Issue, body: Body, picture: Picture) -> tuple[Cuts, tuple[Note, ...], bool]:
    """Where each shortened article is cut (by its anchor), and what the editor must know of it.

    Last, whether it was fitted with the tighter sheet, which comes before any cut. The pages are those of
    the A4 edition; the booklet has the same text.
    """
    notes = tuple(_odd_columns(issue))
    if issue.max_pages is None:
        return {}, notes, False
    articles = holdings.contents(site, issue)
    css = sheets(site)

    def lay(cuts: Cuts) -> Measured:
        html = bulletin_html(site, issue, body, cuts)
        return measured(html, css=css, picture=picture)

    whole = lay({})
    found, close = Fit({}, whole, whole), whole.pages > issue.max_pages
    if close:
        css = (*css, tighter())
        found = fit([_anchor(article) for article in articles], lay, issue.max_pages, _columns(issue))
    titles = {_anchor(article): _place(article) for article in articles}
    return found.cuts, (*notes, *_fit_notes(found, issue.max_pages, _columns(issue), titles)), close


def unprintable(site: Site, issue: Issue) -> Iterator[Note]:
    """Where the issue has letters that no font of this machine has: line by line."""
    things: tuple[Article | Issue, ...] = (issue, *holdings.contents(site, issue))
    for thing in things:
        lines = [(thing.source.line_of("title"), thing.title or "")]
        lines += enumerate(thing.body.text.split("\n"), start=thing.body.line)
        for line, text in lines:
            if letters := missing(text):
                yield Note("letters", {"path": thing.source.path, "line": line, "letters": letters})


def _fit_notes(
    found: Fit, pages: int, columns: int, titles: Mapping[str, Mapping[str, str | int]]
) -> Iterator[Note]:
    reached = max(pages, found.now.pages)
    for article, (lines, of) in found.shortened().items():
        yield Note("shortened", {**titles[article], "lines": lines, "of": of, "max_pages": reached})
    if found.now.pages <= pages:
        yield Note("fits", {"pages": found.now.pages, "max_pages": pages})
        return
    over, beyond = over_lines(found.now, pages, columns), found.over(pages)
    own = min(over, sum(beyond.values()))
    key = "over" if found.cuts else "over_whole"
    values = {"pages": found.now.pages, "lines": over, "own": own, "rest": over - own, "max_pages": pages}
    yield Note(key, values)
    for article, lines in beyond.items():
        yield Note("over_article", {**titles[article], "lines": lines, "max_pages": pages})
    if not beyond:
        yield Note("over_part", {})


def _place(article: Article) -> Mapping[str, str | int]:
    line = article.source.line_of("title")
    return {"path": article.source.path, "line": line, "title": thai.cut(article.title, RUNNING_HEAD)}


def _odd_columns(issue: Issue) -> Iterator[Note]:
    if issue.columns not in COLUMNS:
        source = issue.source
        line = source.line_of("columns")
        yield Note("columns", {"path": source.path, "line": line, "value": issue.columns})


def _columns(issue: Issue) -> int:
    return issue.columns if issue.columns in COLUMNS else COLUMNS[-1]


@dataclasses.dataclass
class Looked:
    """Pictures that were looked at: in place of one that cannot be drawn its description is printed."""

    site: Site
    picture: Picture
    seen: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def __call__(self, address: str) -> tuple[bytes, str]:
        """The picture, or nothing of it."""
        if address not in self.seen:
            content, kind = self.picture(address)
            if not drawable(content, kind):
                self.broken.append(address.lstrip("/"))
                content = b""
            self.seen[address] = content, kind
        return self.seen[address]

    def notes(self) -> tuple[Note, ...]:
        """Which files are broken."""
        paths = {media_url(media.path): media.path for media in self.site.media}
        return tuple(Note("picture", {"path": paths.get(url, url)}) for url in sorted(self.broken))


def sheets(site: Site) -> tuple[str, ...]:
    """The style sheets of the bulletin, its counters in the site's numerals."""
    sheet = recoloured(_sheet("bulletin"), site.settings.colours)
    if site.settings.numerals == "thai":
        sheet = sheet.replace("decimal", "thai")
    return (sheet,)


def tighter() -> str:
    """The style sheet that may save the A4 edition a page."""
    return _sheet("tighter")


@lru_cache
def _sheet(name: str) -> str:
    return files("julasan").joinpath("theme", "print", f"{name}.css").read_text("utf-8")


@dataclass(frozen=True)
class _Entry:
    """An article as it is printed."""

    article: Article
    anchor: str
    head: str
    """The title, short enough for a running head."""
    authors: str
    html: Markup
    address: str
    """Its short link, without the scheme; empty without a site's address."""
    code: str
    """Its QR code as a ``data:`` URL."""
    image: str | None
    cut: bool
    """Whether it goes on at its address only."""


@dataclass(frozen=True)
class _Row:
    """A line of the calendar."""

    day: str
    hours: str
    event: Event
    in_place: bool
    """Whether the place names the province: เทศบาลนครลำปาง จังหวัดลำปาง."""


@dataclass(frozen=True)
class _Printed:
    """An issue on its way to paper."""

    context: Context
    issue: Issue
    body: Body
    articles: tuple[Article, ...]
    cuts: Cuts

    @property
    def columns(self) -> int:
        """Columns of the A4 edition."""
        return _columns(self.issue)

    @property
    def masthead(self) -> str:
        """The bulletin's name."""
        return holdings.masthead(self.context)

    @property
    def head(self) -> str:
        """The name, short enough for a running head."""
        return _running(self.masthead)

    @property
    def number(self) -> str:
        """ปีที่ 1 ฉบับที่ 2."""
        return holdings.numbered(self.context, self.issue)

    @property
    def month(self) -> str:
        """พฤศจิกายน 2569."""
        settings = self.context.site.settings
        if settings.language == "th":
            return thai.month_year(self.issue.date, settings.numerals)
        return f"{self.issue.date:%B %Y}"

    @property
    def title(self) -> str:
        """The document's title."""
        return f"{self.masthead} {self.number} {self.month}"

    def html(self) -> str:
        """The document."""
        site = self.context.site
        rows = [self._row(occurrence, event) for occurrence, event in holdings.agenda(site, self.issue)]
        return self.context.html(
            "print/bulletin.html",
            p=self,
            issue=self.issue,
            entries=[self._entry(article) for article in self.articles],
            floating=self._floats,
            note=self._fragment(self.issue, "note") if self.issue.body.text else "",
            editor=site.author_name(self.issue.editor) if self.issue.editor else "",
            rows=rows,
            coming=[row for row in rows if row.event.status != "cancelled"][:COMING],
            proposals=holdings.proposals(site, self.issue),
            home=_bare(site.settings.site_url),
            join_code=self._code("join/") if self._joins else "",
            joins=self._joins,
            months=wall.ahead(self.context, self.issue.date, MONTHS_AHEAD),
            weekdays=when.weekdays(self.context),
            lines=LINES,
        )

    @property
    def _floats(self) -> bool:
        """Whether the editor's note is as long as contents that stand beside it."""
        lines = sum(1 + len(article.title) // CONTENTS_LINE for article in self.articles) + 4
        few = len(self.articles) <= FLOATING_CONTENTS and lines <= CONTENTS_LINES
        return few and len(self.issue.body.text) > lines * NOTE_LINE

    def _entry(self, article: Article) -> _Entry:
        site = self.context.site
        whole = self._fragment(article, article.permalink)
        cut = self.cuts.get(_anchor(article))
        html = whole if cut is None else Markup(shortened(whole, cut.keep, cut.least) or whole)
        image = article.image and media_url(
            posixpath.normpath(posixpath.join(posixpath.dirname(article.source.path), article.image))
        )
        if image and f"/{image}" in unquote(html):
            image = None
        return _Entry(
            article=article,
            anchor=_anchor(article),
            head=_running(article.title),
            authors=thai.join([site.author_name(author) for author in article.authors])
            if site.settings.language == "th"
            else ", ".join(site.author_name(author) for author in article.authors),
            html=html,
            address=_bare(site.settings.site_url + article.url) if site.settings.site_url else "",
            code=self._code(article.url),
            image=image,
            cut=html != whole,
        )

    def _fragment(self, thing: Article | Issue, prefix: str) -> Markup:
        return Markup(fragment(self.body(thing), prefix=f"b-{prefix}", link=self._link, deeper=1))

    def _link(self, href: str) -> str | None:
        """Within the issue a page of it, within the site its address, else as it was."""
        if not href.startswith("/"):
            return href
        path = unquote(href[1:]).split("#")[0]
        for article in self.articles:
            if path == article.url:
                return f"#{_anchor(article)}"
        site_url = self.context.site.settings.site_url
        return site_url + href[1:] if site_url else None

    @property
    def _joins(self) -> bool:
        """Whether the site has a page that says how to join."""
        return any(page.url == "join/" for page in self.context.site.pages)

    def _code(self, path: str) -> str:
        site_url = self.context.site.settings.site_url
        if not site_url:
            return ""
        return str(segno.make(site_url + path, error="m", micro=False).svg_data_uri(border=2, unit="mm"))

    def _row(self, occurrence: Occurrence, event: Event) -> _Row:
        day = self._day(occurrence.first)
        if occurrence.last != occurrence.first:
            # In a narrow cell a date may break, but not a weekday from its day (typeset/nodes.py).
            whole = Markup('<span class="whole">{}</span>')
            day = Markup("{} – {}").format(whole.format(day), whole.format(self._day(occurrence.last)))
        hours = ""
        if isinstance(occurrence.start, datetime):
            hours = self._hours(occurrence)
        province = self.context.text("bulletin.province", province=event.province or "")
        return _Row(day, hours, event, in_place=province in (event.place or ""))

    def _day(self, day: date) -> str:
        settings = self.context.site.settings
        if settings.language == "th":
            return f"{thai.DAYS_SHORT[day.weekday()]} {thai.short_date(day, settings.numerals)}"
        return f"{day:%a} {self.context.day(day, short=True)}"

    def _hours(self, occurrence: Occurrence) -> str:
        moments = [occurrence.start]
        if occurrence.end > occurrence.start and occurrence.first == occurrence.last:
            moments.append(occurrence.end)
        hours = "–".join(moment.strftime("%H.%M") for moment in moments)
        return self.context.text("bulletin.hours", hours=self.context.number(hours))


def _anchor(article: Article) -> str:
    return f"a-{article.permalink}"


def _running(title: str) -> str:
    """A title, short enough to stand above a page; Latin letters are wider, and no marks stand on them."""
    latin = sum(letter.isascii() for letter in title) > len(title) / 2
    return thai.cut(title, RUNNING_LATIN if latin else RUNNING_HEAD)


def _bare(url: str) -> str:
    return url.removeprefix("https://").removeprefix("http://").removesuffix("/")
