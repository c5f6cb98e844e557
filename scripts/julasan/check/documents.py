"""What rules share: every Markdown text of a site, and every record with its fields that hold text."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from julasan.guesses import near
from julasan.model import (
    PICTURES,
    Article,
    Body,
    Event,
    Issue,
    Member,
    Settings,
    Site,
    StandingPage,
    written_fields,
)
from julasan.problem import Source

Record = Article | Event | Issue | Member | Settings | StandingPage


class Document(NamedTuple):
    """A Markdown text: its place, its body, and whether its page has a title of its own above the text."""

    source: Source
    body: Body
    titled: bool = True

    @property
    def path(self) -> str:
        """The file's path from the folder of mkdocs.yml."""
        return self.source.path


def documents(site: Site) -> Iterator[Document]:
    """Every Markdown text that must be checked, articles first."""
    return _documents(
        site.unchecked,
        (issue for issue in site.issues if site.to_check(issue.source.path)),
        (page for page in site.pages if site.to_check(page.source.path)),
    )


def every(site: Site) -> Iterator[Document]:
    """Every Markdown text, also those that were checked before."""
    return _documents(site.articles, site.issues, site.pages)


def _documents(
    articles: Iterable[Article], issues: Iterable[Issue], pages: Iterable[StandingPage]
) -> Iterator[Document]:
    for article in articles:
        yield Document(article.source, article.body)
    for issue in issues:
        yield Document(issue.source, issue.body)
    for page in pages:
        yield Document(page.source, page.body, titled=False)


def records(site: Site) -> Iterator[Record]:
    """Everything that has fields and must be checked, the settings last."""
    yield from articles(site)
    yield from site.events
    yield from site.members
    yield from site.issues
    yield from site.pages
    yield site.settings


def articles(site: Site) -> Iterator[Article]:
    """The articles whose fields must be checked."""
    return iter(site.unchecked)


def texts(record: Record) -> Iterator[tuple[str, str]]:
    """Name and text of each field that holds text; a list gives each of its items."""
    kind: Any = type(record)
    for name in _names(kind):
        value = getattr(record, name)
        if isinstance(value, str):
            yield name, value
        elif isinstance(value, tuple):
            yield from ((name, item) for item in value if isinstance(item, str))
        elif isinstance(value, Mapping):
            yield from ((name, item) for pair in value.items() for item in pair)


@lru_cache(maxsize=16)
def _names(record: Any) -> tuple[str, ...]:
    return tuple(item.name for item in written_fields(record))


class Files:
    """Files by their ending and their name without it, wherever they lie."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._stems: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for path in paths:
            stem, ending = posixpath.splitext(posixpath.basename(path))
            self._stems[ending.casefold()][stem].append(path)

    def near(self, path: str) -> tuple[str, ...]:
        """Those that `path` may mean: a name like it, of the same ending; or a picture of its name."""
        name, ending = posixpath.splitext(posixpath.basename(path))
        stems: Mapping[str, Sequence[str]] = self._stems.get(ending.casefold(), {})
        close = [name] if name in stems else near(name, stems, 0.7 if len(name) > 3 else 0.5)
        found = [path for stem in close for path in stems[stem]]
        if not found and ending.casefold() in _PICTURES:
            found = [path for other in _PICTURES for path in self._stems[other].get(name, ())]
        return tuple(found)[:3]


_PICTURES = tuple(f".{kind}" for kind in PICTURES)


def guess(code: str, meant: Sequence[str]) -> tuple[str, dict[str, str]]:
    """The code of a problem with a guess, and what fills its sentences: nothing, one or several meant."""
    if not meant:
        return code, {}
    return f"{code}-like" if len(meant) == 1 else f"{code}-several", {"meant": ", ".join(meant)}
