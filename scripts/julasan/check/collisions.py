"""Rules on things that claim one place: permalinks, page addresses, file names, parts of a series."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from julasan.model import Article, Site
from julasan.problem import Problem, problem
from julasan.thai import normalise

_T = TypeVar("_T")


def articles(site: Site, root: Path) -> Iterator[Problem]:
    """No two articles are one text, have one permalink, or share a part of a series."""
    copies = dict(_copies(site))
    for path, other in copies.items():
        yield problem(path, 1, "article.twice", other=other)
    # What else the two have in common goes with the copy.
    once = [article for article in site.articles if article.source.path not in copies]
    yield from _permalinks(once)
    yield from _parts(once)


def _copies(site: Site) -> Iterator[tuple[str, str]]:
    """Paths of articles that are another's text word for word, and of that other, whose name is shorter."""
    groups: dict[tuple[str, date], list[str]] = defaultdict(list)
    for article in site.articles:
        groups[article.title, article.date].append(article.source.path)
    for paths in groups.values():
        if len(paths) > 1:
            first: dict[str, str] = {}
            for path in sorted(paths, key=lambda path: (len(path), path)):
                text = site.texts.get(path) or site.reread(path)
                if text and (other := first.setdefault(text, path)) != path:
                    yield path, other


def _permalinks(articles: Iterable[Article]) -> Iterator[Problem]:
    groups: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        groups[article.permalink].append(article)
    for link, same in groups.items():
        for one, other in _pairs(same):
            line = one.source.line_of("slug")
            yield problem(one.source.path, line, "permalink.twice", value=link, other=other.source.path)


def _parts(articles: Iterable[Article]) -> Iterator[Problem]:
    groups: dict[tuple[str, int], list[Article]] = defaultdict(list)
    for article in articles:
        if article.series and article.part is not None:
            groups[article.series, article.part].append(article)
    for (series, part), same in groups.items():
        for one, other in _pairs(same):
            values = {"series": series, "value": part, "other": other.source.path}
            yield problem(one.source.path, one.source.line_of("part"), "part.twice", **values)


def addresses(site: Site, root: Path) -> Iterator[Problem]:
    """No two pages of docs/ have one address (a.md and a/index.md)."""
    groups: dict[str, list[str]] = defaultdict(list)
    for page in site.pages:
        groups[page.url].append(page.source.path)
    yield from _each(groups, "page.twice")


TAKEN = frozenset(
    (
        *("k", "knowledge", "calendar", "members", "proposals", "bulletin", "feeds", "search"),
        *("assets", "schema", "admin", "404"),
    )
)
"""First parts of the addresses that the program gives to its own pages and files."""
_TAKEN_EVENT = re.compile(r"all|topic|\d{4}-\d{2}")


def taken(site: Site, root: Path) -> Iterator[Problem]:
    """No page of docs/ and no event claims an address that the program gives to a page of its own."""
    for page in site.pages:
        first = page.url.split("/")[0].casefold()
        if first in TAKEN:
            yield problem(page.source.path, 1, "page.taken", value=page.url)
    codes = {code.lower() for code in site.settings.provinces.values()}
    for event in site.events:
        if _TAKEN_EVENT.fullmatch(event.id) or event.id in codes:
            yield problem(event.source.path, event.source.line_of("id"), "event.taken", value=event.id)


def names(site: Site, root: Path) -> Iterator[Problem]:
    """No two files differ only by case or by the form of their letters."""
    groups: dict[str, list[str]] = defaultdict(list)
    folders: dict[str, dict[str, str]] = defaultdict(dict)
    paths = [article.source.path for article in site.articles]
    paths += [page.source.path for page in site.pages] + [issue.source.path for issue in site.issues]
    paths += [media.path for media in site.media]
    for path in paths:
        groups[normalise(path).casefold()].append(path)
        parts = path.split("/")[:-1]
        for depth in range(1, len(parts) + 1):
            folder = "/".join(parts[:depth])
            folders[normalise(folder).casefold()].setdefault(folder, path)
    yield from _each(groups, "name.twice")
    for found in folders.values():
        for folder, path in found.items():
            for other in found:
                if other != folder:
                    yield problem(path, 1, "name.folder", value=folder, other=other)


def _each(groups: Mapping[str, Iterable[str]], code: str) -> Iterator[Problem]:
    for value, paths in groups.items():
        for one, other in _pairs(sorted(paths)):
            yield problem(one, 1, code, value=value, other=other)


def _pairs(those: Sequence[_T]) -> Iterator[tuple[_T, _T]]:
    """Each of several that claim one place, with one other: the first, or for the first the second."""
    if len(those) > 1:
        yield from ((one, those[0] if number else those[1]) for number, one in enumerate(those))
