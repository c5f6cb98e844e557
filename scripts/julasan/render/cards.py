"""Articles as lists show them: a picture, who wrote it, and what it says in two lines."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import field
from functools import cache, cached_property, partial
from urllib.parse import unquote

from markupsafe import Markup

from julasan.frozen import dataclass
from julasan.model import Article, Media, Picture, media_url
from julasan.render.context import SHORT, Context, rooted
from julasan.render.keys import key

SHARED = (".png", ".jpg", ".jpeg", ".webp")
"""Pictures that chats and social networks draw beside a link; SVG they do not."""
SHARED_SIDE = 200
"""Pixels of the shorter side below which they show none."""


@dataclass(frozen=True, slots=True)
class Card:
    """An article in a list."""

    article: Article
    summary: str
    authors: str
    image: Picture | None


@dataclass(frozen=True)
class Cards:
    """Makes the cards and rows of one site; an article that stands in eight lists is made once."""

    context: Context
    _made: dict[str, Markup] = field(default_factory=dict)
    _rows: dict[str, Markup] = field(default_factory=dict)
    _keys: dict[str, str] = field(default_factory=dict)
    _shown: dict[str, str] = field(default_factory=dict)

    @cached_property
    def _media(self) -> Mapping[str, Media]:
        return {media.path: media for media in self.context.site.media}

    @cached_property
    def day(self) -> Callable[..., Markup]:
        """Gives a day as HTML, or in its short form (``day(moment, True)``): many articles share one."""
        return cache(partial(self.context.part, "date"))

    def html(self, article: Article) -> Markup:
        """The article's card as HTML, a list item."""
        made = self._made.get(article.permalink)
        if made is None:
            card = self.card(article)
            texts = {
                "at": rooted(article.url),
                "title": article.title,
                "picture": self.context.part("card_picture", card.image) if card.image else "",
                "province": article.province or "",
                "summary": card.summary,
                "day": self.day(article.date),
                "authors": card.authors,
            }
            made = Markup(self.context.filled("card", texts, kind=article.kind))
            self._made[article.permalink] = made
        return made

    def row(self, article: Article) -> Markup:
        """The article in one line of a list."""
        made = self._rows.get(article.permalink)
        if made is None:
            texts = {
                "at": rooted(article.url),
                "title": article.title,
                "province": article.province or "",
                "day": self.day(article.date, True),
            }
            made = Markup(self.context.filled("row", texts, kind=article.kind))
            self._rows[article.permalink] = made
        return made

    def key(self, article: Article) -> str:
        """A fingerprint of all that a list may say of the article, its whole text included."""
        made = self._keys.get(article.permalink)
        if made is None:
            names = [self.context.site.author_name(author) for author in article.authors]
            made = key(article.digest, names, self.picture(article), self.shared(article))
            self._keys[article.permalink] = made
        return made

    def shown(self, article: Article) -> str:
        """A fingerprint of the article's card: an edit of the text behind it changes no list."""
        made = self._shown.get(article.permalink)
        if made is None:
            made, members = self.context.card_key(article), self.context.site.member_by_id
            if article.image or any(author in members for author in article.authors):
                names = [self.context.site.author_name(author) for author in article.authors]
                made = key(made, names, self.picture(article))
            self._shown[article.permalink] = made
        return made

    def card(self, article: Article) -> Card:
        """What a list says of the article."""
        names = [self.context.site.author_name(author) for author in article.authors]
        shown = " · ".join(names[:2]) + (" …" if len(names) > 2 else "")
        return Card(article, self.context.summary(article, SHORT), shown, self.picture(article))

    def picture(self, article: Article) -> Picture | None:
        """The article's picture, where it names one that is there."""
        media = self._at(article, article.image) if article.image else None
        return Picture(media_url(media.path), *media.web, article.image_alt or "") if media else None

    def shared(self, article: Article) -> Picture | None:
        """The picture beside a link to the article: its own or the first of its text that can be drawn."""
        named = [(article.image, article.image_alt or "")] if article.image else []
        for target, alt in (*named, *((each.target, each.text) for each in article.body.pictures)):
            media = self._raster(self._at(article, target))
            if media and min(media.web) >= SHARED_SIDE:
                return Picture(media_url(media.path), *media.web, alt or article.title)
        return None

    def _at(self, article: Article, target: str) -> Media | None:
        path = posixpath.join(posixpath.dirname(article.source.path), unquote(target))
        return self._media.get(posixpath.normpath(path))

    def _raster(self, media: Media | None) -> Media | None:
        """`media`, or the picture of the same name beside an SVG."""
        if media is None or media.path.casefold().endswith(SHARED):
            return media
        stem = posixpath.splitext(media.path)[0]
        return next((found for ending in SHARED if (found := self._media.get(stem + ending))), None)
