"""The articles' pages, ``k/<permalink>/``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache, partial

from markupsafe import Markup

from julasan.frozen import dataclass
from julasan.model import Article, Deferred, Event, Output, Page, Picture, Site
from julasan.render import linked_data, urls
from julasan.render.cards import Cards
from julasan.render.context import SHORT, Context, rooted
from julasan.render.feeds import all_path, province_path
from julasan.render.forms import joined
from julasan.render.keys import all_faces, face, faces, key
from julasan.render.related import Related

TOC_FROM = 3
"""Headings from which an article has a table of its own."""
LONG_TITLE = 90
"""Letters from which on a title is set smaller."""
SERIES_SHOWN = 9
"""Parts of a series that its box lists; the others are a step away."""


@dataclass(frozen=True, slots=True)
class Series:
    """The series of an article: its parts near this one, its place from 1, and the parts beside it."""

    name: str
    place: int
    count: int
    parts: Sequence[Article]
    previous: Article | None
    next: Article | None


@dataclass(frozen=True, slots=True)
class Beside:
    """What an article's page shows of other things."""

    newer: Article | None
    older: Article | None
    related: Sequence[Article]
    series: Series | None
    event: Event | None
    authors: Sequence[tuple[str, str]]
    """Name and URL."""
    picture: Picture | None
    shared: Picture | None
    """The picture beside a link to the article."""
    answer: str | None
    """Where a reader answers."""
    write: str | None
    """Where a reader learns how to write."""

    def key(self, known: Mapping[str, str]) -> str:
        """A fingerprint of all that is shown of it; the faces of articles are `known`."""
        series = self.series and (
            (self.series.name, self.series.place, self.series.count),
            faces((*self.series.parts, self.series.previous, self.series.next), known),
        )
        event = self.event and (self.event.title, self.event.page)
        others = faces((self.newer, self.older, *self.related), known)
        return key(others, series, event, self.authors, self.picture, self.shared, self.answer, self.write)


def render(context: Context) -> Iterator[Deferred]:
    """One page an article; time grows with their number, not faster."""
    site, published = context.site, context.published
    cards, parts, around = Cards(context), _Parts(context), _around(context)
    beside = _besides(context, cards)
    # What stands beside each article is worked out again only where something may be other there.
    same = published.key_of(AROUND) == around
    yield Deferred(name=AROUND, key=around, make=tuple)
    known = cache(partial(all_faces, site))
    for place, article in enumerate(site.articles):
        own = context.body_key(article)
        before = published.key_of(article.url)[len(own) :] if same else ""
        yield Deferred(
            name=article.url,
            key=own + (before or beside(place).key(known())),
            make=partial(_page, context, cards, parts, article, partial(beside, place)),
            listed=(article.url,),
        )


AROUND = "around the articles"
"""A name without files, whose key is that of all that stands beside articles."""


def _around(context: Context) -> str:
    """A fingerprint of all that an article's page may show of other things."""
    site = context.site
    articles = [
        (face(one), one.topics, one.series, one.part, one.event, one.authors, one.image)
        for one in site.articles
    ]
    events = [(event.id, event.title, event.page) for event in site.events]
    members = [
        (member.member_id, member.name, urls.member_url(site, member.member_id)) for member in site.members
    ]
    media = [(media.path, media.web) for media in site.media]
    return key(articles, events, members, media, [page.url for page in site.pages])


def _besides(context: Context, cards: Cards) -> Callable[[int], Beside]:
    """Gives what the page of the article in that place shows of other things."""
    site = context.site
    related, series = Related(site.articles), _series(site.articles)
    answer = urls.standing(site, "board/") or urls.standing(site, "contribute/")
    write = urls.standing(site, "contribute/")

    def beside(place: int) -> Beside:
        article = site.articles[place]
        return Beside(
            newer=site.articles[place - 1] if place else None,
            older=site.articles[place + 1] if place + 1 < len(site.articles) else None,
            related=related.to(place),
            series=_place(article, series),
            event=site.event_by_id.get(article.event) if article.event else None,
            authors=[(site.author_name(name), urls.author_url(site, name)) for name in article.authors],
            picture=cards.picture(article),
            shared=cards.shared(article),
            answer=answer,
            write=write,
        )

    # An article's key asks for it, and then its page, when the keys of some others have been told.
    return lru_cache(maxsize=64)(beside)


@dataclass(frozen=True)
class _Parts:
    """What many articles' pages have in common, made once."""

    context: Context

    @cached_property
    def trail(self) -> Callable[[str | None], Markup]:
        """Gives the way to an article with that first topic."""
        above = [(self.context.text("site.knowledge"), urls.ALL)]
        topic = urls.topic_url
        return cache(
            lambda first: self.context.part("trail", above + ([(first, topic(first))] if first else []))
        )

    @cached_property
    def chip(self) -> Callable[[str], Markup]:
        """Gives a topic as a link."""
        return cache(lambda topic: self.context.part("chip", topic, urls.topic_url(topic)))

    @cached_property
    def reading(self) -> Callable[[int], str]:
        """Says how many minutes an article takes."""
        text, number = self.context.text, self.context.number
        return cache(lambda minutes: text("article.reading", minutes=number(minutes)))

    @cached_property
    def base(self) -> str:
        """The site's own address on a line of its own, quoted; empty where it does not know it."""
        base = self.context.site.settings.site_url
        return urls.quoted(f"\n{base}") if base else ""

    @cached_property
    def publisher(self) -> str:
        """The network as JSON-LD."""
        return _ld_name("Organization", self.context.site.settings.network)

    @cached_property
    def author(self) -> Callable[[str], str]:
        """Gives an author as JSON-LD."""
        site = self.context.site
        return cache(lambda author: _ld_name(_author_type(site, author), site.author_name(author)))


def _page(
    context: Context, cards: Cards, parts: _Parts, article: Article, besides: Callable[[], Beside]
) -> Iterator[Output]:
    site, beside = context.site, besides()
    rendered, summary = context.rendered(article), context.summary(article)
    part, toc, series = context.part, _toc(article), beside.series
    updated = article.updated if article.updated != article.date else None
    texts = {
        "title": article.title,
        "trail": parts.trail(article.topics[0] if article.topics else None),
        "byline": part("byline", beside.authors) if beside.authors else "",
        "province": article.province or "",
        "province_at": rooted(urls.province_url(site.settings, article.province)) if article.province else "",
        "day": cards.day(article.date),
        "updated": context.text("article.updated", day=context.day(updated)) if updated else "",
        "reading": parts.reading(rendered.minutes),
        "series": part("series", series, article) if series else "",
        "toc": part("toc", toc) if toc else "",
        "summary": article.summary or "",
        "picture": part("picture", beside.picture, article.image_alt or "") if beside.picture else "",
        "proposal": part("proposal", article) if article.kind == "proposal" else "",
        "event": beside.event.title if beside.event else "",
        "event_at": rooted(beside.event.page) if beside.event else "",
        "body": Markup(rendered.html),
        "steps": part("series_steps", series) if series and (series.previous or series.next) else "",
        "chips": joined(map(parts.chip, article.topics)),
        "line": _line(parts, article),
        "edit": urls.edit_url(site.settings, article.source.path) or "",
        "related": joined(map(cards.row, beside.related)),
        "older": beside.older.title if beside.older else "",
        "older_at": rooted(beside.older.url) if beside.older else "",
        "newer": beside.newer.title if beside.newer else "",
        "newer_at": rooted(beside.newer.url) if beside.newer else "",
        "ld": _ld(site, parts, article, beside.shared, summary),
    }
    yield Page(
        url=article.url,
        title=article.title,
        html=context.filled(
            "article.html",
            texts,
            kind=article.kind,
            kind_path=urls.kind_url(article.kind),
            long=len(article.title) > LONG_TITLE,
            answer=beside.answer,
            write=beside.write,
        ),
        description=context.summary(article, SHORT),
        source=article.source.path,
        kind="article",
        image=beside.shared,
        date=article.date,
        feeds=_feeds(context, article),
    )


def _toc(article: Article) -> list[tuple[int, str, str]]:
    headings = article.body.headings
    found = [(one.level, one.text, one.id) for one in headings if one.level in (2, 3)]
    return found if len(found) >= TOC_FROM else []


def _series(articles: Sequence[Article]) -> Mapping[str, tuple[list[Article], Mapping[str, int]]]:
    grouped: dict[str, list[Article]] = {}
    for article in articles:
        if article.series:
            grouped.setdefault(article.series, []).append(article)
    found = {}
    for name, members in grouped.items():
        members.sort(key=lambda one: (one.part is None, one.part or 0, one.date, one.permalink))
        found[name] = (members, {one.permalink: place for place, one in enumerate(members)})
    return found


def _place(article: Article, series: Mapping[str, tuple[list[Article], Mapping[str, int]]]) -> Series | None:
    if not article.series or len(series[article.series][0]) == 1:
        return None
    parts, places = series[article.series]
    place = places[article.permalink]
    first = max(0, min(place - SERIES_SHOWN // 2, len(parts) - SERIES_SHOWN))
    return Series(
        name=article.series,
        place=place + 1,
        count=len(parts),
        parts=parts[first : first + SERIES_SHOWN],
        previous=parts[place - 1] if place else None,
        next=parts[place + 1] if place + 1 < len(parts) else None,
    )


def _line(parts: _Parts, article: Article) -> str:
    """Address that hands title and link to LINE; a site that does not know its own address has none."""
    if not parts.base:
        return ""
    return f"https://line.me/R/msg/text/?{urls.quoted(article.title)}{parts.base}{urls.quoted(article.url)}"


def _feeds(context: Context, article: Article) -> tuple[tuple[str, str], ...]:
    settings = context.site.settings
    if not settings.site_url:
        return ()
    found = [(settings.network, f"{all_path()}.xml")]
    if article.province in settings.provinces:
        title = f"{settings.network} · {article.province}"
        found.append((title, f"{province_path(settings, str(article.province))}.xml"))
    return tuple(found)


_OFFICES = (
    *("กอง", "ศูนย์", "กลุ่ม", "เครือข่าย", "สำนัก", "คณะ", "ทีม", "ฝ่าย", "กรม", "สมาคม", "ชมรม", "มูลนิธิ", "สภา"),
    *("องค์กร", "เทศบาล", "โรงเรียน", "มหาวิทยาลัย", "วิสาหกิจ", "สหกรณ์", "Editor"),
)
"""How names of offices and groups begin."""


def _author_type(site: Site, author: str) -> str:
    """Person, or Organization for a plain name that is one: a person's has a space before the surname."""
    ours = author in (site.settings.network, site.settings.hub)
    office = author.startswith(_OFFICES) and (" " not in author or author.isascii())
    return "Organization" if author not in site.member_by_id and (ours or office) else "Person"


def _ld_name(kind: str, name: str) -> str:
    return f'{{"@type":"{kind}","name":{linked_data.text(name)}}}'


def _ld(site: Site, parts: _Parts, article: Article, picture: Picture | None, summary: str) -> Markup:
    """The article as schema.org/Article."""
    base, text = site.settings.site_url, linked_data.text
    members = {
        "@context": '"https://schema.org"',
        "@type": '"Article"',
        "headline": text(article.title),
        "description": text(summary),
        "datePublished": f'"{article.date.isoformat()}"',
        "dateModified": f'"{(article.updated or article.date).isoformat()}"',
        "inLanguage": text(site.settings.language),
        "publisher": parts.publisher,
    }
    if article.authors:
        members["author"] = f"[{','.join(map(parts.author, article.authors))}]"
    if article.topics:
        members["keywords"] = f"[{','.join(map(text, article.topics))}]"
    if article.province:
        members["contentLocation"] = f'{{"@type":"AdministrativeArea","name":{text(article.province)}}}'
    if base:
        members["mainEntityOfPage"] = text(base + article.url)
    if base and picture:
        members["image"] = text(base + rooted(picture.path)[1:])
    return linked_data.of_members(members)
