"""Fingerprints of what outputs are made of, so that nothing is made twice."""

from __future__ import annotations

import hashlib
import marshal
import os
from collections.abc import Iterable, Mapping
from typing import Any

from julasan.model import Article, Site


def key(*parts: object) -> str:
    """A fingerprint of `parts`: of what they hold, where they are plain, else of their ``repr``, which must
    say all that counts; the same in every run of one Python.
    """
    try:
        written = _written(parts)
    except ValueError:
        written = b"".join(map(_of_any, parts))
    return hashlib.blake2b(written, digest_size=12).hexdigest()


def _of_any(part: object) -> bytes:
    try:
        return _written(part)
    except ValueError:
        return _written(repr(part))


def _written(plain: Any) -> bytes:
    """Text, numbers and None in tuples and lists, as bytes: each edit asks this of thousands of titles,
    and ``repr`` looks at every letter in Thai, five times as long. Without version 0 it would tell whether
    two texts are one object.

    Raises:
        ValueError: It holds something else.
    """
    return marshal.dumps(plain, 0)


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
