"""The knowledge base's index pages: the hub, and lists by topic, province, kind, year and author."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import get_args

from markupsafe import Markup

from julasan import thai
from julasan.frozen import dataclass
from julasan.model import Article, ArticleKind, Deferred, Output, Page
from julasan.render import urls
from julasan.render.cards import Cards
from julasan.render.context import Context, rooted
from julasan.render.feeds import all_path, province_path
from julasan.render.forms import joined
from julasan.render.keys import key
from julasan.render.paging import Paging, pages

A_SHELF_PAGE = 40
"""Articles on a page of a shelf: fewer pages than the hub's, whose first page is the newest."""
AUTHORS_SHOWN = 12
"""Authors that the hub names; all stand on a page of their own."""
LABELS = {
    "topic": "knowledge.by_topic",
    "province": "knowledge.by_province",
    "kind": "knowledge.by_kind",
    "year": "knowledge.by_year",
    "author": "knowledge.by_author",
}
"""What articles are shelved by, and what that is called."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A list of articles: what it is called in a row of its kind, its page's title and its articles."""

    name: str
    url: str
    title: str
    articles: Sequence[Article]
    more: tuple[str, str] | None = None
    """Text and path of what else there is."""


@dataclass(frozen=True, slots=True)
class Row:
    """Shelves of one kind: by topic, by province ..."""

    key: str
    shelves: Sequence[Shelf]
    shown: int
    """How many the hub shows."""

    @property
    def label(self) -> str:
        """Key of the text that names the row."""
        return LABELS[self.key]


def render(context: Context) -> Iterator[Output | Deferred]:
    """The hub's pages and every shelf's."""
    site, cards, rows = context.site, Cards(context), shelves(context)
    write = urls.standing(site, "contribute/")
    labels = key([(row.key, row.shown, _labelled(row.shelves)) for row in rows], write)
    for paging in pages(urls.ALL, site.articles):
        yield _deferred(cards, labels, paging, True, partial(_hub, context, cards, rows, paging))
    authors = rows[-1]
    if len(authors.shelves) > authors.shown:
        yield _authors(context, authors)
    for row in rows:
        beside = _labelled(row.shelves) if len(row.shelves) <= A_SHELF_PAGE else []
        chips = cache(partial(_chips, context, row))
        for shelf in row.shelves:
            label = key(row.key, shelf.name, shelf.title, shelf.more, len(shelf.articles), beside, write)
            for shelf_paging in pages(shelf.url, shelf.articles, A_SHELF_PAGE):
                make = partial(_shelf, context, cards, row, chips, shelf, shelf_paging)
                yield _deferred(cards, label, shelf_paging, bool(shelf.articles), make)


def _labelled(shelves: Sequence[Shelf]) -> list[tuple[str, str, int]]:
    return [(shelf.name, shelf.url, len(shelf.articles)) for shelf in shelves]


def _deferred(
    cards: Cards, label: str, paging: Paging[Article], listed: bool, make: Callable[[], Page]
) -> Deferred:
    url = paging.path(paging.number)
    return Deferred(
        name=url,
        key=key(label, paging.number, paging.count, [cards.shown(article) for article in paging.items]),
        make=lambda: (make(),),
        listed=(url,) if listed else (),
    )


def shelves(context: Context) -> list[Row]:
    """Every shelf, the settings' topics and provinces also where they are empty."""
    site, text = context.site, context.text
    by: dict[str, dict[str, list[Article]]] = {label: defaultdict(list) for label in LABELS}
    for name in site.settings.topics:
        by["topic"][name] = []
    for name in site.settings.provinces:
        by["province"][name] = []
    for article in site.articles:
        for label, names in _labels(article):
            for name in dict.fromkeys(names):
                by[label][name].append(article)
    topics = [
        Shelf(name, urls.topic_url(name), text("knowledge.topic", name=name), found)
        for name, found in by["topic"].items()
    ]
    provinces = [_province(context, name, found) for name, found in by["province"].items()]
    kinds = [_kind(context, kind, by["kind"][kind]) for kind in get_args(ArticleKind) if by["kind"].get(kind)]
    years = [_year(context, int(year), found) for year, found in sorted(by["year"].items(), reverse=True)]
    authors = [_author(context, author, found) for author, found in by["author"].items()]
    authors.sort(key=lambda shelf: (-len(shelf.articles), thai.sort_key(shelf.name), shelf.url))
    return [
        Row("topic", topics, len(topics)),
        Row("province", provinces, len(provinces)),
        Row("kind", kinds, len(kinds)),
        Row("year", years, len(years)),
        Row("author", authors, AUTHORS_SHOWN),
    ]


def _labels(article: Article) -> Iterator[tuple[str, Sequence[str]]]:
    yield "topic", article.topics
    yield "province", (article.province,) if article.province else ()
    yield "kind", (article.kind,)
    yield "year", (str(article.date.year),)
    yield "author", article.authors


def _province(context: Context, name: str, found: Sequence[Article]) -> Shelf:
    settings, text = context.site.settings, context.text
    more = (text("knowledge.province_members", name=name), f"members/#{urls.province_id(settings, name)}")
    listed = name in settings.provinces
    title = text("knowledge.province", name=name)
    return Shelf(name, urls.province_url(settings, name), title, found, more if listed else None)


def _kind(context: Context, kind: str, found: Sequence[Article]) -> Shelf:
    name = context.text(f"kind.{kind}")
    return Shelf(name, urls.kind_url(kind), context.text("knowledge.kind", name=name), found)


def _year(context: Context, year: int, found: Sequence[Article]) -> Shelf:
    shown = context.number(year + thai.BE_OFFSET if context.site.settings.language == "th" else year)
    return Shelf(shown, urls.year_url(year), context.text("knowledge.year", name=shown), found)


def _author(context: Context, author: str, found: Sequence[Article]) -> Shelf:
    site = context.site
    name = site.author_name(author)
    profile = (context.text("knowledge.profile"), urls.member_url(site, author))
    return Shelf(
        name,
        urls.author_url(site, author),
        context.text("knowledge.author", name=name),
        found,
        profile if author in site.member_by_id else None,
    )


def _hub(context: Context, cards: Cards, rows: Sequence[Row], paging: Paging[Article]) -> Page:
    title, total = context.text("knowledge.title"), len(context.site.articles)
    return Page(
        url=paging.path(paging.number),
        title=_numbered(context, title, paging),
        html=context.filled(
            "knowledge.html",
            {
                "lead": context.text("knowledge.lead", count=context.number(total)) if total else "",
                "browse": context.part("browse", rows) if paging.number == 1 else "",
                "cards": joined(map(cards.html, paging.items)),
                "pagination": context.part("pagination", paging) if paging.count > 1 else "",
            },
            contribute=urls.standing(context.site, "contribute/"),
        ),
        description=_numbered(
            context,
            context.counted("knowledge.lead", total, none="home.new_none"),
            paging,
        ),
        kind="knowledge",
        feeds=_feeds(context, None),
    )


def _shelf(
    context: Context,
    cards: Cards,
    row: Row,
    chips: Callable[[], Mapping[str, Markup]],
    shelf: Shelf,
    paging: Paging[Article],
) -> Page:
    network = context.site.settings.network
    return Page(
        url=paging.path(paging.number),
        title=_numbered(context, shelf.title, paging),
        html=context.filled(
            "shelf.html",
            {
                "title": shelf.title,
                "count": context.text("knowledge.count", count=context.number(len(shelf.articles))),
                "more": shelf.more[0] if shelf.more else "",
                "more_at": rooted(shelf.more[1]) if shelf.more else "",
                "cards": joined(map(cards.html, paging.items)),
                "pagination": context.part("pagination", paging) if paging.count > 1 else "",
                "others": _others(context, chips(), shelf if paging.number == 1 else None),
            },
            label=row.label,
            contribute=urls.standing(context.site, "contribute/"),
        ),
        description=_numbered(
            context, context.text("knowledge.description", name=shelf.title, network=network), paging
        ),
        kind="index",
        feeds=_feeds(context, shelf.name if row.key == "province" else None),
        # An empty shelf is for people on their way, not for search engines.
        listed=bool(shelf.articles),
    )


def _chips(context: Context, row: Row) -> Mapping[str, Markup]:
    """Links to the shelves of `row`, by address; of a thousand authors none, or the pages would grow with
    their square.
    """
    if not 1 < len(row.shelves) <= A_SHELF_PAGE:
        return {}
    return {
        shelf.url: context.part("chip", shelf.name, shelf.url, len(shelf.articles)) for shelf in row.shelves
    }


def _others(context: Context, chips: Mapping[str, Markup], own: Shelf | None) -> Markup:
    """The shelves beside one, whose own link, on the page that it leads to, says so."""
    if own and own.url in chips:
        chips = {**chips, own.url: context.part("chip", own.name, own.url, len(own.articles), current=True)}
    return joined(chips.values())


def _authors(context: Context, row: Row) -> Page:
    title = context.text("knowledge.all_authors")
    shown = sorted(row.shelves, key=lambda shelf: thai.sort_key(shelf.name))
    return Page(
        url=f"{urls.ALL}author/",
        title=title,
        html=context.html("authors.html", shelves=shown),
        kind="index",
    )


def _numbered(context: Context, title: str, paging: Paging[Article]) -> str:
    if paging.number == 1:
        return title
    return f"{title} · {context.text('site.page', number=context.number(paging.number))}"


def _feeds(context: Context, province: str | None) -> tuple[tuple[str, str], ...]:
    settings = context.site.settings
    if not settings.site_url:
        return ()
    if province in settings.provinces:
        return ((f"{settings.network} · {province}", f"{province_path(settings, str(province))}.xml"),)
    return ((settings.network, f"{all_path()}.xml"),)
