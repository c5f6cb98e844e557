"""Feeds, Atom (RFC 4287) and JSON Feed 1.1: the newest articles in full, all and by province; the issues."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from functools import cached_property, partial
from html import escape
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, indent, tostring
from zoneinfo import ZoneInfo

from julasan.frozen import dataclass
from julasan.model import Article, Asset, Deferred, Issue, Output, Page, Settings
from julasan.pattern import late
from julasan.render import holdings, urls
from julasan.render.cards import Cards
from julasan.render.context import Context
from julasan.render.keys import key
from julasan.render.links import absolute

NEWEST = 30
ATOM = "http://www.w3.org/2005/Atom"
# XML 1.0 section 2.2: no reader takes these, escaped or not. UTF-8 has no lone surrogates either.
_NOT_XML = late("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Feed:
    """One feed: its path without suffix, whose it is, its title, the page it belongs to, its articles."""

    path: str
    name: str
    title: str
    page: str
    articles: Sequence[Article] = ()
    issues: Sequence[Issue] = ()

    @property
    def count(self) -> int:
        """How many entries it has."""
        return len(self.articles) + len(self.issues)

    @cached_property
    def atom(self) -> str:
        """Path of the Atom file."""
        return f"{self.path}.xml"

    @cached_property
    def json(self) -> str:
        """Path of the JSON file."""
        return f"{self.path}.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed; addresses are absolute."""

    address: str
    title: str
    published: date
    changed: date
    summary: str
    content: str
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    image: str = ""


def render(context: Context) -> Iterator[Output | Deferred]:
    """The feeds, and the page that says what they are.

    Entries need absolute addresses (RFC 4287 section 4.2.6): a site that does not
    know its own has the page and no feeds.
    """
    known = list(feeds(context)) if context.site.settings.site_url else []
    cards = Cards(context)
    for feed in known:
        bodies = [(cards.key(article), context.body_key(article)) for article in feed.articles]
        issues = [
            (
                context.around,
                issue.digest,
                context.body_key(issue),
                issue in context.site.issues[: context.site.settings.bulletins],
                [cards.key(article) for article in holdings.contents(context.site, issue)],
            )
            for issue in feed.issues
        ]
        day = context.site.today if not feed.count else None
        yield Deferred(
            name=feed.path,
            key=key(feed.title, feed.page, bodies, issues, day),
            make=partial(_files, context, cards, feed),
        )
    yield Page(
        url="feeds/",
        title=context.text("feeds.title"),
        html=context.html("feeds.html", feeds=known, newest=NEWEST),
        description=context.text("feeds.description"),
        kind="feeds",
        feeds=tuple((feed.title, feed.atom) for feed in known),
    )


def _files(context: Context, cards: Cards, feed: Feed) -> Iterator[Output]:
    entries = [_article(context, cards, article) for article in feed.articles]
    entries += [_issue(context, issue) for issue in feed.issues]
    yield Asset(path=feed.atom, content=atom(context, feed, entries))
    yield Asset(path=feed.json, content=json_feed(context, feed, entries))


def feeds(context: Context) -> Iterator[Feed]:
    """The feed of all articles, that of the issues where there are some, then one for each province."""
    site = context.site
    yield Feed(all_path(), "", site.settings.network, "", site.articles[:NEWEST])
    if site.issues:
        name = context.text("issue.title")
        yield Feed(issues_path(), name, holdings.masthead(context), "bulletin/", issues=site.issues[:NEWEST])
    for province in site.settings.provinces:
        own = [article for article in site.articles if article.province == province]
        path, page = province_path(site.settings, province), urls.province_url(site.settings, province)
        yield Feed(path, province, f"{site.settings.network} · {province}", page, own[:NEWEST])


def all_path() -> str:
    """Path of the feed of all articles, without its suffix."""
    return "feeds/all"


def issues_path() -> str:
    """Path of the feed of the issues, without its suffix."""
    return "feeds/bulletin"


def province_path(settings: Settings, province: str) -> str:
    """Path of a province's feed, without its suffix: ``feeds/th-52``."""
    return f"feeds/{urls.province_id(settings, province)}"


def atom(context: Context, feed: Feed, entries: Sequence[Entry]) -> bytes:
    """The Atom document of `feed`."""
    settings = context.site.settings
    base = settings.site_url
    root = Element("feed", {"xmlns": ATOM, "xml:lang": settings.language})
    _add(root, "title", feed.title)
    if settings.tagline:
        _add(root, "subtitle", settings.tagline)
    _add(root, "id", base + feed.atom)
    _add(
        root,
        "updated",
        _moment(context, max((entry.changed for entry in entries), default=context.site.today)),
    )
    _add(root, "link", rel="self", type="application/atom+xml", href=base + feed.atom)
    _add(root, "link", rel="alternate", type="text/html", href=base + feed.page)
    author = SubElement(root, "author")
    _add(author, "name", settings.network)
    _add(root, "generator", "Julasan")
    for entry in entries:
        _entry(context, root, entry)
    indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'.encode()


def _entry(context: Context, root: Element, entry: Entry) -> None:
    element = SubElement(root, "entry")
    _add(element, "title", entry.title)
    _add(element, "id", entry.address)
    _add(element, "link", rel="alternate", type="text/html", href=entry.address)
    _add(element, "published", _moment(context, entry.published))
    _add(element, "updated", _moment(context, entry.changed))
    for name in entry.authors:
        _add(SubElement(element, "author"), "name", name)
    for term in entry.tags:
        _add(element, "category", term=term)
    _add(element, "summary", entry.summary)
    _add(element, "content", entry.content, type="html")


def _add(parent: Element, name: str, text: str | None = None, **attributes: str) -> None:
    element = SubElement(parent, name, {key: _clean(value) for key, value in attributes.items()})
    if text is not None:
        element.text = _clean(text)


def json_feed(context: Context, feed: Feed, entries: Sequence[Entry]) -> bytes:
    """The JSON Feed 1.1 document of `feed`."""
    settings = context.site.settings
    base = settings.site_url
    found: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": base + feed.page,
        "feed_url": base + feed.json,
        "language": settings.language,
        "authors": [{"name": settings.network, "url": base}],
    }
    if settings.tagline:
        found["description"] = settings.tagline
    found["items"] = [_item(context, entry) for entry in entries]
    return _clean(json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def _item(context: Context, entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.address,
        "url": entry.address,
        "title": entry.title,
        "content_html": entry.content,
        "summary": entry.summary,
        "date_published": _moment(context, entry.published),
        "date_modified": _moment(context, entry.changed),
        "language": context.site.settings.language,
    }
    if entry.image:
        item["image"] = entry.image
    if entry.authors:
        item["authors"] = [{"name": name} for name in entry.authors]
    if entry.tags:
        item["tags"] = list(entry.tags)
    return item


def _article(context: Context, cards: Cards, article: Article) -> Entry:
    image = cards.shared(article)
    base = context.site.settings.site_url
    return Entry(
        address=base + article.url,
        title=article.title,
        published=article.date,
        changed=article.updated or article.date,
        summary=context.summary(article),
        content=_content(context, cards, article),
        authors=tuple(context.site.author_name(name) for name in article.authors),
        tags=(*((article.province,) if article.province else ()), *article.topics),
        image=base + quote(image.path) if image else "",
    )


def _issue(context: Context, issue: Issue) -> Entry:
    from julasan.render.edition import Edition

    edition = Edition(context, issue)
    html = context.html("feeds/issue.html", e=edition, note=context.body(issue) if issue.body.text else "")
    return Entry(
        address=edition.page,
        title=" · ".join(part for part in (edition.number, edition.month, issue.title or "") if part),
        published=issue.date,
        changed=issue.date,
        summary=" · ".join(entry.article.title for entry in edition.entries),
        content=_clean(absolute(html, context.site.settings.site_url)),
        authors=(edition.editor,) if edition.editor else (),
    )


def _content(context: Context, cards: Cards, article: Article) -> str:
    """The article's full text as it stands on its page, its picture first, every link absolute."""
    html = str(context.body(article))
    image = cards.picture(article)
    if image:
        html = f'<p><img src="/{quote(image.path)}" alt="{escape(article.image_alt or "")}"></p>\n{html}'
    base = context.site.settings.site_url
    # A link to a heading or footnote of the same article leads to the article's page.
    html = html.replace(' href="#', f' href="{base}{article.url}#')
    return _clean(absolute(html, base))


def _moment(context: Context, day: date) -> str:
    """The start of a day in the site's zone, as RFC 3339 writes it."""
    return datetime.combine(day, time(), ZoneInfo(context.site.settings.timezone)).isoformat()


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
