"""Rules on personal data: nobody's phone, number or address in a text, a file's name or a paper beside it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

from julasan.check import notes, papers
from julasan.check.allowed import Allowed, lines_of_list, published
from julasan.check.privacy import Found, find, in_table, mask, personal
from julasan.check.suspects import ANYWHERE
from julasan.look import Look
from julasan.model import PICTURES, Site
from julasan.problem import Problem, problem

PAGE = "page-"
"""Begins the name of a problem on a page of a PDF."""


def private(site: Site, root: Path) -> Iterator[Problem]:
    """Nobody's phone, number or address stands in a file that is published, history and all."""
    allowed = published(site)
    for item in site.media:
        yield from of_name(item.path, allowed)
    for path, text in site.texts.items():
        passed_over = lines_of_list(site) if path == "mkdocs.yml" else range(0)
        yield from of_text(path, text, allowed, passed_over)


def of_text(
    path: str, text: str, allowed: Allowed, passed_over: Container[int] = (), look: Look = ANYWHERE
) -> Iterator[Problem]:
    """Nobody's phone, number or address stands in the text of one file or in its name.

    `look` sees what `ANYWHERE` does, at least.
    """
    yield from of_name(path, allowed)
    for number, found in in_table(text) if path.endswith(".csv") else personal(text, look):
        if number not in passed_over and not allowed.passes(found):
            yield problem(path, number, f"private.{found.kind}", value=mask(found))


def of_name(path: str, allowed: Allowed) -> Iterator[Problem]:
    """A file's name is a part of addresses."""
    for found in find(stem(path)):
        if not allowed.passes(found):
            yield problem(path, 1, f"private.{found.kind}", value=mask(found))


def stem(path: str) -> str:
    """A file's name without its folder and ending."""
    return path.rpartition("/")[2].rpartition(".")[0]


def papers_of_others(site: Site, root: Path) -> Iterator[Problem]:
    """Nobody's phone, number or address stands in a PDF, picture, table or drawing among the texts."""
    allowed = published(site)
    for item in site.media:
        kind = item.path.casefold().rpartition(".")[2]
        if kind != "pdf" and kind not in papers.WORDS and kind not in PICTURES:
            continue
        try:
            data = (root / item.path).read_bytes() if item.size <= papers.MOST_BYTES else b""
        except OSError:
            continue
        look = _in_words if kind in papers.WORDS else _in_pdf if kind == "pdf" else _in_picture
        for line, code, found, page in look(kind, data):
            if not allowed.passes(found):
                values = {"page": page} if page else {}
                yield problem(item.path, line, code, value=mask(found), **values)


def _in_words(kind: str, data: bytes) -> Iterator[_Seen]:
    words = papers.words(kind, data)
    for number, found in in_table(words) if kind == "csv" else personal(words):
        yield number, f"private.{found.kind}", found, 0


def _in_picture(_kind: str, data: bytes) -> Iterator[_Seen]:
    yield from _beside(notes.of_picture(data))


def _in_pdf(_kind: str, data: bytes) -> Iterator[_Seen]:
    yield from _beside(notes.of_pdf(data))
    for number, text in enumerate(papers.pages(data), 1):
        yield from ((1, f"private.{PAGE}{found.kind}", found, number) for _, found in personal(text))


def _beside(texts: Iterable[str]) -> Iterator[_Seen]:
    for found in dict.fromkeys(each for text in texts for _, each in personal(text)):
        yield 1, "private.beside", found, 0


_Seen: TypeAlias = tuple[int, str, Found, int]
"""Line, code, what was found, and on which page of a PDF, or 0."""
