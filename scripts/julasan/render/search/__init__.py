"""The search of the site: the documents, their index, the client and its page.

* `letters`: text -> folded text, in which usual slips are no difference;
* `grams`: folded text -> the gram index, by way of `packing`;
* `texts`: documents -> the small files that results are shown from;
* `client`: the script, its style sheet and the page /search/.

The browser's part is theme/search/. Files below ``search/`` are scripts that set one
variable, ``jl_g7="..."``, because a page from a USB stick (file://) may load scripts and
may not fetch.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from julasan import thai
from julasan.locales import locale
from julasan.model import Article, Asset, Issue, Site, StandingPage
from julasan.render import urls
from julasan.render.search.alphabet import BITS
from julasan.render.search.client import client_assets, page_html

if TYPE_CHECKING:
    from julasan.render.search.texts import Record

__all__ = ["Document", "client_assets", "documents", "index", "page_html"]


Plain = Callable[[Article | Issue | StandingPage], str]


@dataclass(frozen=True, kw_only=True)
class Document:
    """One thing that can be found, in plain text of normal form."""

    url: str
    """From the site's root, no leading "/"."""
    title: str
    text: str
    kind: str
    """An article's kind, or "event", "member", "issue", "page"."""
    province: str | None = None
    topics: tuple[str, ...] = ()
    date: date | None = None
    extra: str = ""
    """Words that find it and are not shown: names of authors, a place, the day with the year in both eras."""


def documents(site: Site, plain: Plain) -> Iterator[Document]:
    """Everything of `site` that a reader may look for; `plain` gives the plain text of a thing's body."""
    for article in site.articles:
        names = [site.author_name(author) for author in article.authors]
        yield Document(
            url=article.url,
            title=article.title,
            text=_text(article.summary, plain(article)),
            kind=article.kind,
            province=article.province,
            topics=article.topics,
            date=article.date,
            extra=_words(
                *names, article.province, *article.topics, article.series, article.to, _dated(article.date)
            ),
        )
    for event in site.events:
        days = list(dict.fromkeys(each.first for each in event.occurrences))
        day = days[0] if days else None
        yield Document(
            url=event.page,
            title=event.title,
            text=_text(thai.long_date(day) if day else None, event.place, event.summary),
            kind="event",
            province=event.province,
            topics=event.topics,
            date=day,
            extra=_words(
                site.author_name(event.organizer) if event.organizer else None,
                event.province,
                *event.topics,
                *map(_dated, days[:MOST_DAYS]),
            ),
        )
    yield from _people_and_pages(site, plain)


def _people_and_pages(site: Site, plain: Plain) -> Iterator[Document]:
    for member in site.members:
        yield Document(
            url=urls.member_url(site, member.member_id),
            title=member.name,
            text=_text(_words(member.district, member.province), " ".join(member.expertise)),
            kind="member",
            province=member.province,
        )
    words = locale(site.settings.language)
    for issue in site.issues:
        day = date(int(issue.month[:4]), int(issue.month[5:7]), 1)
        yield Document(
            url=issue.page,
            title=_words(issue.title, thai.month_year(day)),
            text=plain(issue),
            kind="issue",
            date=day,
            extra=_words(
                words.text("search.kinds.issue"),
                words.text("issue.number", number=issue.number),
                thai.month_year(day),
                str(day.year),
            ),
        )
    for page in site.pages:
        if page.url:  # the home page holds what other pages hold
            yield Document(
                url=page.url,
                title=page.title,
                text=_text(page.summary, plain(page)),
                kind="page",
            )


def _text(*parts: str | None) -> str:
    return "\n".join(part for part in parts if part)


def _words(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)


MOST_DAYS = 60
"""So many days of a recurring event can be searched for."""


def _dated(day: date) -> str:
    return f"{thai.long_date(day)} {day.year}"


def index(documents: Sequence[Document]) -> Iterator[Asset]:
    """The index: ``search/head.js``, ``g*.js`` (grams), ``d*.js`` (documents), ``f.js`` (filters).

    Documents are numbered from the oldest, so that a new article changes few files and
    "newest first" is the number backwards; those without a date come first of all.
    """
    # numpy is loaded by those who build an index, not by those who find nothing to build.
    from julasan.render.search import grams, shards

    ordered = sorted(documents, key=lambda each: (each.date or date.min, each.url))
    held = []
    for number, (content, own) in enumerate(grams.read([_record(each) for each in ordered])):
        yield _file(b"d%d" % number, content, b'"')
        held.append(own)
    built = shards.build(held)
    facets = _facets(ordered)
    head = {
        "n": built.documents,
        "files": built.families,
        "common": _front_coded(built.common, grams.GRAM),
        "split": _front_coded(built.split, 3),
        "sizes": _sizes(_lengths(ordered)),
        "dated": sum(each.date is None for each in ordered),
        "few": len(facets) < FEW,
    }
    yield _file(b"head", json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))
    yield _file(b"f", facets.encode("utf-8"))
    for number, text in enumerate(built.files):
        yield _file(b"g%d" % number, text.encode("utf-8"), b'"')


RECORDS = ("event", "member", "issue")


def _lengths(documents: Sequence[Document]) -> list[int]:
    """Letters of each document as its rank shall see them.

    A word weighs more in a short text; the few words of a record (a member's topics) are no
    short text: they count as long as the usual article, which comes first where both hold the word.
    """
    lengths = [len(each.text) + len(each.title) for each in documents]
    written = sorted(
        length for each, length in zip(documents, lengths, strict=True) if each.kind not in RECORDS
    )
    usual = written[len(written) * 3 // 4] if written else 0
    return [
        max(length, usual) if each.kind in RECORDS else length
        for each, length in zip(documents, lengths, strict=True)
    ]


def _sizes(lengths: Sequence[int]) -> list[object]:
    """How long documents are: each quarter's mean as a share of the whole mean, then each one's quarter.

    A quarter takes two bits, a character has three of them.
    """
    if not lengths:
        return [[1, 1, 1, 1], ""]
    ranked = sorted(lengths)
    bounds = [ranked[len(ranked) * part // 4] for part in (1, 2, 3)]
    quarters = [bisect_right(bounds, length) for length in lengths]
    whole = sum(lengths) / len(lengths) or 1
    means = []
    for quarter in range(4):
        held = [length for length, own in zip(lengths, quarters, strict=True) if own == quarter]
        means.append(round(sum(held) / len(held) / whole, 2) if held else 1)
    quarters += [0] * (-len(quarters) % 3)
    threes = zip(quarters[::3], quarters[1::3], quarters[2::3], strict=True)
    return [means, "".join(SIXES[a << 4 | b << 2 | c] for a, b, c in threes)]


SIXES = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

FEW = 6_000
"""Characters of f.js (a tenth of it compressed) up to which filters are read with the first results."""


def _file(name: bytes, content: bytes, quote: bytes = b"") -> Asset:
    return Asset(path=f"search/{name.decode()}.js", content=b"jl_%b=%b%b%b\n" % (name, quote, content, quote))


def _record(each: Document) -> Record:
    day = each.date.isoformat() if each.date else ""
    line = " ".join
    about = "\n".join((each.url, each.kind, day, each.province or ""))
    return about, line(each.title.split()), line(each.extra.split()), each.text


def _front_coded(sorted_grams: Sequence[int], size: int) -> str:
    """Each gram as a digit, how many of its letters it shares with the one before, and the others."""
    from julasan.render.search import letters

    coded: list[str] = []
    before = ""
    for gram in sorted_grams:
        word = "".join(letters.letter(gram >> BITS * place & 127) for place in reversed(range(size)))
        shared = next((n for n in range(size) if before[n : n + 1] != word[n]), size)
        coded.append(f"{shared}{word[shared:]}")
        before = word
    return " ".join(coded)


def _facets(ordered: Sequence[Document]) -> str:
    """Names of kinds, provinces and sets of topics, each document's own; years by their first document.

    A document has one character for each facet: the place of its name in the list.
    """
    facets: dict[str, object] = {}
    for name, values in (
        ("kind", [each.kind for each in ordered]),
        ("province", [each.province or "" for each in ordered]),
        ("topic", ["\n".join(sorted(each.topics)) for each in ordered]),
    ):
        names = [value for value, _ in _counted(values)]
        place = {value: number for number, value in enumerate(names)}
        facets[name] = [names, "".join(chr(PLACE + place[value]) for value in values)]
    years: dict[int, int] = {}
    for number, each in enumerate(ordered):
        if each.date:
            years.setdefault(each.date.year, number)
    facets["year"] = list(years.items())
    return json.dumps(facets, ensure_ascii=False, separators=(",", ":"))


PLACE = 0x30
"""The character "0" stands for the first name of a list."""


def _counted(values: Sequence[str]) -> list[tuple[str, int]]:
    return sorted(Counter(values).items(), key=lambda item: (-item[1], item[0]))
