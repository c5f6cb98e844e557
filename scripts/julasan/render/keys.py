"""Fingerprints of what outputs are made of, so that nothing is made twice."""

from __future__ import annotations

import hashlib

from julasan.model import Article


def key(*parts: object) -> str:
    """A fingerprint of `parts`, whose ``repr`` must say all that counts; the same on every machine."""
    return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def face(article: Article) -> tuple[str, ...]:
    """What other pages show of an article in a line: all that a link to it is made of."""
    return article.permalink, article.title, article.date.isoformat(), article.kind, article.province or ""
