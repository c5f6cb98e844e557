"""Fingerprints of what outputs are made of, so that nothing is made twice."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping

from julasan.model import Article, Site


def key(*parts: object) -> str:
    """A fingerprint of `parts`, whose ``repr`` must say all that counts; the same on every machine."""
    return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def stamp(path: str) -> tuple[str, int, int, int, int]:
    """What changes when a file does; reading every picture would take longer than the build."""
    found = os.stat(path)
    return path, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def face(article: Article) -> tuple[str, ...]:
    """What other pages show of an article in a line: all that a link to it is made of."""
    return article.permalink, article.title, article.date.isoformat(), article.kind, article.province or ""


def faces(articles: Iterable[Article | None], known: Mapping[str, str]) -> list[str]:
    """Fingerprints of the faces of several articles, out of those `known` (`all_faces`)."""
    return [known[article.permalink] if article else "" for article in articles]


def all_faces(site: Site) -> dict[str, str]:
    """The fingerprint of each article's face, by its permalink: each stands in ten pages' keys."""
    return {article.permalink: key(face(article)) for article in site.articles}


def around(site: Site) -> str:
    """A fingerprint of all that is few: events, holidays, members, standing pages, the site's day.

    For products that show some of it, and whose making costs more than asking what exactly.
    """
    pages = [(page.url, page.title, page.summary, page.source.path) for page in site.pages]
    return key(site.today, site.events, sorted(site.holidays.items()), site.members, pages)
