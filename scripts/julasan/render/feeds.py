"""Feeds of the newest articles in full: Atom (RFC 4287) and JSON Feed 1.1, for all and each province."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property, partial
from html import escape
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, indent, tostring
from zoneinfo import ZoneInfo

from julasan.model import Article, Asset, Deferred, Output, Page, Settings
from julasan.render import urls
from julasan.render.cards import Cards
from julasan.render.context import Context
from julasan.render.keys import key
from julasan.render.links import absolute

NEWEST = 30
ATOM = "http://www.w3.org/2005/Atom"
# XML 1.0 section 2.2: no reader takes these, escaped or not. UTF-8 has no lone surrogates either.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Feed:
    """One feed: its path without suffix, whose it is, its title, the page it belongs to, its articles."""

    path: str
    name: str
    title: str
    page: str
    articles: Sequence[Article]

    @cached_property
    def atom(self) -> str:
        """Path of the Atom file."""
        return f"{self.path}.xml"

    @cached_property
    def json(self) -> str:
        """Path of the JSON file."""
        return f"{self.path}.json"


def render(context: Context) -> Iterator[Output | Deferred]:
    """The feeds, and the page that says what they are.

    Entries need absolute addresses (RFC 4287 section 4.2.6): a site that does not
    know its own has the page and no feeds.
    """
    known = list(feeds(context)) if context.site.settings.site_url else []
    cards = Cards(context)
    for feed in known:
        bodies = [(cards.key(article), context.body_key(article)) for article in feed.articles]
        day = context.site.today if not feed.articles else None
        yield Deferred(
            name=feed.path, key=key(feed.title, feed.page, bodies, day), make=partial(_files, context, feed)
        )
    yield Page(
        url="feeds/",
        title=context.text("feeds.title"),
        html=context.html("feeds.html", feeds=known, newest=NEWEST),
        description=context.text("feeds.description"),
        kind="feeds",
        feeds=tuple((feed.title, feed.atom) for feed in known),
    )


def _files(context: Context, feed: Feed) -> Iterator[Output]:
    rendered = {article.permalink: _content(context, article) for article in feed.articles}
    yield Asset(path=feed.atom, content=atom(context, feed, rendered))
    yield Asset(path=feed.json, content=json_feed(context, feed, rendered))


def feeds(context: Context) -> Iterator[Feed]:
    """The feed of all articles, then one for each province."""
    site = context.site
    yield Feed(all_path(), "", site.settings.network, "", site.articles[:NEWEST])
    for province in site.settings.provinces:
        own = [article for article in site.articles if article.province == province]
        path, page = province_path(site.settings, province), urls.province_url(site.settings, province)
        yield Feed(path, province, f"{site.settings.network} · {province}", page, own[:NEWEST])


def all_path() -> str:
    """Path of the feed of all articles, without its suffix."""
    return "feeds/all"


def province_path(settings: Settings, province: str) -> str:
    """Path of a province's feed, without its suffix: ``feeds/th-52``."""
    return f"feeds/{urls.province_id(settings, province)}"


def atom(context: Context, feed: Feed, rendered: dict[str, str]) -> bytes:
    """The Atom document of `feed`; `rendered` has the full text of each of its articles."""
    settings = context.site.settings
    base = settings.site_url
    root = Element("feed", {"xmlns": ATOM, "xml:lang": settings.language})
    _add(root, "title", feed.title)
    if settings.tagline:
        _add(root, "subtitle", settings.tagline)
    _add(root, "id", base + feed.atom)
    _add(root, "updated", _moment(context, max(map(_changed, feed.articles), default=context.site.today)))
    _add(root, "link", rel="self", type="application/atom+xml", href=base + feed.atom)
    _add(root, "link", rel="alternate", type="text/html", href=base + feed.page)
    author = SubElement(root, "author")
    _add(author, "name", settings.network)
    _add(root, "generator", "Julasan")
    for article in feed.articles:
        _entry(context, root, article, rendered[article.permalink])
    indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'.encode()


def _entry(context: Context, root: Element, article: Article, content: str) -> None:
    entry = SubElement(root, "entry")
    address = context.site.settings.site_url + article.url
    _add(entry, "title", article.title)
    _add(entry, "id", address)
    _add(entry, "link", rel="alternate", type="text/html", href=address)
    _add(entry, "published", _moment(context, article.date))
    _add(entry, "updated", _moment(context, _changed(article)))
    for name in article.authors:
        _add(SubElement(entry, "author"), "name", context.site.author_name(name))
    for term in _tags(article):
        _add(entry, "category", term=term)
    _add(entry, "summary", context.summary(article))
    _add(entry, "content", content, type="html")


def _add(parent: Element, name: str, text: str | None = None, **attributes: str) -> None:
    element = SubElement(parent, name, {key: _clean(value) for key, value in attributes.items()})
    if text is not None:
        element.text = _clean(text)


def json_feed(context: Context, feed: Feed, rendered: dict[str, str]) -> bytes:
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
    found["items"] = [_item(context, article, rendered[article.permalink]) for article in feed.articles]
    return _clean(json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def _item(context: Context, article: Article, content: str) -> dict[str, Any]:
    address = context.site.settings.site_url + article.url
    item: dict[str, Any] = {
        "id": address,
        "url": address,
        "title": article.title,
        "content_html": content,
        "summary": context.summary(article),
        "date_published": _moment(context, article.date),
        "date_modified": _moment(context, _changed(article)),
        "language": context.site.settings.language,
    }
    image = Cards(context).picture(article)
    if image:
        item["image"] = context.site.settings.site_url + quote(image.path)
    if article.authors:
        item["authors"] = [{"name": context.site.author_name(name)} for name in article.authors]
    if _tags(article):
        item["tags"] = _tags(article)
    return item


def _content(context: Context, article: Article) -> str:
    """The article's full text as it stands on its page, its picture first, every link absolute."""
    html = str(context.body(article))
    image = Cards(context).picture(article)
    if image:
        html = f'<p><img src="/{quote(image.path)}" alt="{escape(article.image_alt or "")}"></p>\n{html}'
    base = context.site.settings.site_url
    # A link to a heading or footnote of the same article leads to the article's page.
    html = html.replace(' href="#', f' href="{base}{article.url}#')
    return _clean(absolute(html, base))


def _tags(article: Article) -> list[str]:
    return [*([article.province] if article.province else []), *article.topics]


def _changed(article: Article) -> date:
    return article.updated or article.date


def _moment(context: Context, day: date) -> str:
    """The start of a day in the site's zone, as RFC 3339 writes it."""
    return datetime.combine(day, time(), ZoneInfo(context.site.settings.timezone)).isoformat()


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
