"""Documents -> the files of the index; what is known of unchanged ones is not worked out again."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING

from julasan.model import Asset, Deferred, Left
from julasan.render.keys import key
from julasan.render.memory import ForNow, Grams, NothingYet, Published
from julasan.render.search.alphabet import BITS
from julasan.render.search.documents import Document
from julasan.render.search.groups import Group, groups

if TYPE_CHECKING:
    # numpy is loaded by those who build an index, not by those who find nothing to build.
    from julasan.render.search.earlier import Earlier
    from julasan.render.search.held import Held
    from julasan.render.search.shards import Counts, Index
    from julasan.render.search.texts import Record


def outputs(
    documents: Iterable[Document], memory: Grams, published: Published | None = None
) -> Iterator[Deferred]:
    """The index: ``search/head.js``, ``g*.js`` (grams), ``d*.js`` (documents), ``f.js`` (filters).

    Documents are numbered from the oldest, so that a new article changes few files and
    "newest first" is the number backwards; those without a date come first of all.
    """
    ordered = _ordered(documents)
    yield from _outputs(ordered, list(map(_key, ordered)), memory, published or NothingYet())


def _outputs(
    ordered: Sequence[Document], keys: Sequence[str], memory: Grams, published: Published
) -> Iterator[Deferred]:
    before = cache(partial(_earlier, [each.url for each in ordered], keys, memory, published))
    # From the newest on, as articles are rendered: their texts are at hand.
    for group in reversed(groups(keys)):
        yield Deferred(
            name=group.name,
            key=group.key,
            make=partial(_texts, group, ordered, memory, before),
            late=True,
        )
    made = partial(_index, ordered, keys, memory, before)
    yield Deferred(name="search", key=key(keys), make=made, late=True)


def _earlier(addresses: Sequence[str], keys: Sequence[str], memory: Grams, published: Published) -> Earlier:
    from julasan.render.search.earlier import Earlier

    return Earlier(addresses, keys, memory, published)


def _ordered(documents: Iterable[Document]) -> list[Document]:
    """From the oldest; those of a day backwards by their address, for the site lists them forwards.

    So the search reads articles in the order in which their pages are made, and shows them in that
    of the site's lists where nothing else tells them apart.
    """
    ordered = sorted(documents, key=lambda each: each.url, reverse=True)
    ordered.sort(key=lambda each: each.date or date.min)
    return ordered


def _key(each: Document) -> str:
    if each.key:
        return each.key
    shown = (each.url, each.title, each.text, each.kind, each.province, each.date, each.days, each.unseen)
    return key(*shown, each.names, each.topics, each.body_key)


def _texts(
    group: Group, ordered: Sequence[Document], memory: Grams, before: Callable[[], Earlier]
) -> Iterator[Asset | Left]:
    """The files of a group's documents; their grams go to `memory`."""
    own = ordered[group.first : group.first + len(group.keys)]
    anew, was = before().held(group) or (range(len(own)), None)
    stays = set(range(len(own))).difference(anew)
    yield from (Left(path=f"search/d{group.first + place}.js") for place in sorted(stays))
    files, held = _read([own[place] for place in anew])
    memory.put_grams(group.name, group.key, (was.with_new(anew, held) if was else held).packed())
    for place, content in zip(anew, files, strict=True):
        yield _file(b"d%d" % (group.first + place), content, b'"')


def _read(documents: Sequence[Document]) -> tuple[list[bytes], Held]:
    """The files of some documents, and their grams."""
    from julasan.render.search import grams

    return grams.read(list(map(_record, documents)))


def _index(
    ordered: Sequence[Document], keys: Sequence[str], memory: Grams, before: Callable[[], Earlier]
) -> Iterator[Asset | Left]:
    found = before().edited()
    if found:
        edited, lengths = found
        built, counts = edited.index, edited.counts
    else:
        edited = None
        built, counts, lengths = _built(ordered, keys, memory)
    before().keep(key(keys), counts, lengths)
    facets = _facets(ordered)
    head = {
        "n": built.documents,
        "files": built.families,
        "common": _front_coded(built.common, 4),
        "split": _front_coded(built.split, 3),
        "sizes": _sizes(_lengths(ordered, lengths)),
        "dated": sum(each.date is None for each in ordered),
        "named": {name: number for number, each in reversed([*enumerate(ordered)]) for name in each.names},
        "few": len(facets) < FEW,
    }
    yield _file(b"head", json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))
    yield _file(b"f", facets.encode("utf-8"))
    for number, text in enumerate(built.files):
        if edited and number in edited.stays:
            yield Left(path=f"search/g{number}.js")
        else:
            yield _file(b"g%d" % number, text, b'"')


def _built(
    ordered: Sequence[Document], keys: Sequence[str], memory: Grams
) -> tuple[Index, Counts, list[int]]:
    """The index, made anew, what it is dealt out by, and how many letters each document has."""
    from julasan.render.search import shards

    lengths = [0] * len(ordered)

    def texts() -> Iterator[tuple[int, Held]]:
        """The grams of group after group: those of all would fill the memory."""
        for first, held in _held(ordered, keys, memory):
            lengths[first : first + len(held.letters)] = held.letters.tolist()
            yield first, held

    return *shards.build(texts(), len(ordered)), lengths


def _held(ordered: Sequence[Document], keys: Sequence[str], memory: Grams) -> Iterator[tuple[int, Held]]:
    """The number of each group's first document, and the grams; those not in `memory` come last."""
    from julasan.render.search.held import Held

    missing = {group.name: group for group in groups(keys)}
    for name, found in memory.grams({name: group.key for name, group in missing.items()}):
        yield missing.pop(name).first, Held.unpacked(found)
    for group in missing.values():
        _, held = _read(ordered[group.first : group.first + len(group.keys)])
        memory.put_grams(group.name, group.key, held.packed())
        yield group.first, held


def index(documents: Iterable[Document]) -> Iterator[Asset]:
    """The files of the index, made, whatever was known: no text needs a fingerprint."""
    ordered = _ordered(documents)
    for output in _outputs(ordered, [each.url for each in ordered], ForNow(), NothingYet()):
        yield from (made for made in output.make() if isinstance(made, Asset))


RECORDS = ("event", "member", "issue", "topic", "province")


def _lengths(documents: Sequence[Document], lengths: Sequence[int]) -> list[int]:
    """Letters of each document as its rank shall see them.

    A word weighs more in a short text; the few words of a record (a member's topics) are no
    short text: they count as long as the usual article, which comes first where both hold the word.
    """
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
    content = b"".join((b"jl_", name, b"=", quote, content, quote, b"\n"))
    return Asset(path=f"search/{name.decode()}.js", content=content)


def _record(each: Document) -> Record:
    line = " ".join
    day = line([day.isoformat() for day in each.days or (each.date,) if day])
    about = "\n".join((each.url, each.kind, day, each.province or ""))
    return about, line(each.title.split()), line(each.unseen.split()), each.whole


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
        place = {value: chr(PLACE + number) for number, value in enumerate(names)}
        facets[name] = [names, "".join(map(place.__getitem__, values))]
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
