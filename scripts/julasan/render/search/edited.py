"""The index after an edit: only the files that hold a changed gram are made again.

Where no document has come or gone, a text that changes touches the files of its own changed
grams, and of those that it makes common or crowded. What else such a file holds is read off
the file as it was published; all others stay. The outcome is what `shards.build` gives, bit
for bit, or nothing where that would cost as much.
"""

from __future__ import annotations

import binascii
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

import numpy as np

from julasan.frozen import dataclass
from julasan.render.search.alphabet import BITS
from julasan.render.search.grams import TITLE
from julasan.render.search.packing import I64, U32, U64, Flags, distinct, ranges, runs
from julasan.render.search.shards import (
    KEY,
    Counts,
    Dealt,
    Index,
    counted,
    deal,
    heads,
    in_lists,
    lists,
)

MOST = 2
"""One of so many files at most is made again by itself: more are made faster all together."""

Change: TypeAlias = tuple[int, U32, U32]
"""A document's number, and its grams (`Held`) before and now."""
Read: TypeAlias = Callable[[int], bytes]
"""The text of a published file of the index, by its number."""
_TITLE = np.uint32(TITLE)


@dataclass(frozen=True, slots=True)
class Edited:
    """An index after an edit; files that stay as they are have no text."""

    index: Index
    counts: Counts
    stays: frozenset[int]
    """Numbers of those files."""


class _OtherwiseError(Exception):
    """What is published is not what was counted."""


def edited(before: Counts, changes: Sequence[Change], read: Read) -> Edited | None:
    """The index of texts of which some have changed since `before`; None where it is to be built anew.

    Raises:
        LookupError: By `read`, for a file that is not there as it was.
    """
    if not len(before.places):
        return None
    try:
        after = _recounted(before, changes)
        was, now = deal(before), deal(after)
        sizes = [len(family.bounds) - 1 for family in now.families]
        if sizes != [len(family.bounds) - 1 for family in was.families]:
            return None
        differing = _differing(changes)
        places = np.concatenate([differing, _moved(differing, before, was, after, now)])
        touched = [
            distinct(np.concatenate((one, other)))
            for one, other in zip(was.files_of(before, places), now.files_of(after, places), strict=True)
        ]
        if sum(map(len, touched)) * MOST > sum(sizes):
            return None
        keys = _published(before, was, touched, read)
        wanted = _wanted(now, touched)
        files, stays = _made(_replaced(keys, changes, after, wanted), after, now, touched, wanted)
    except _OtherwiseError:
        return None
    return Edited(now.index(after, files), after, stays)


def _differing(changes: Sequence[Change]) -> U32:
    """The grams that a text has lost or gained, or that its title has."""
    differing = [np.setxor1d(old, new, assume_unique=True) for _, old, new in changes]
    return np.concatenate([np.zeros(0, np.uint32), *differing]) >> _TITLE


def _moved(differing: U32, before: Counts, was: Dealt, after: Counts, now: Dealt) -> U32:
    """The grams that belong to another family than before: their group's counts are no longer the same."""
    groups = distinct((differing >> np.uint32(BITS)).astype(np.int64))
    begin, end = (np.searchsorted(after.places, groups + more << BITS) for more in (0, 1))
    now_at = ranges(begin, end - begin)
    places = after.places[now_at]
    was_at = np.minimum(np.searchsorted(before.places, places), len(before.places) - 1)
    moved: U32 = places[(before.places[was_at] == places) & (was.rank[was_at] != now.rank[now_at])]
    return moved


def _recounted(before: Counts, changes: Sequence[Change]) -> Counts:
    """How many documents hold each gram now."""
    places, frequency = before.places, before.frequency.copy()
    gone, less = _places_of(old for _, old, _ in changes)
    at = np.searchsorted(places, gone)
    if len(gone) and (at[-1] == len(places) or (places[at] != gone).any()):
        raise _OtherwiseError
    frequency[at] -= less
    come, more = _places_of(new for _, _, new in changes)
    at = np.searchsorted(places, come)
    known = np.append(places, np.uint32(0))[at] == come
    frequency[at[known]] += more[known]
    places = np.insert(places, at[~known], come[~known])
    frequency = np.insert(frequency, at[~known], more[~known])
    if (frequency < 0).any():
        raise _OtherwiseError
    left = frequency > 0
    return Counts(before.documents, places[left], frequency[left])


def _places_of(held: Iterable[U32]) -> tuple[U32, I64]:
    """The places of some texts' grams, and how many of these hold each."""
    found = np.sort(np.concatenate([np.zeros(0, np.uint32), *held]) >> _TITLE)
    opens = runs(found)
    return found[opens], np.diff(opens, append=len(found))


def _published(counts: Counts, dealt: Dealt, touched: Sequence[I64], read: Read) -> U64:
    """The keys of all grams of some files of each family, read off the files."""
    found: list[U64] = []
    begin = 0
    for family, which in zip(dealt.families, touched, strict=True):
        grams, files, frequency, parameter = in_lists(counts, family, which)
        bounds = np.searchsorted(files, np.arange(len(which) + 1)).tolist()
        for place, (number, head) in enumerate(
            zip(which.tolist(), heads(counts, family, which), strict=True)
        ):
            text = read(begin + number)
            if not text.startswith(head):
                raise _OtherwiseError
            own = slice(bounds[place], bounds[place + 1])
            keys = np.empty(int(frequency[own].sum()), KEY)
            keys["place"] = counts.places[grams[own]].repeat(frequency[own])
            keys["tag"] = _tags(text[len(head) :], parameter[own], frequency[own])
            found.append(keys.view("<u8"))
        begin += len(family.bounds) - 1
    return np.concatenate([np.zeros(0, np.uint64), *found])


def _tags(text: bytes, parameter: I64, frequency: I64) -> U32:
    """The documents of a file's grams, and whether in the title, out of its planes (`shards.lists`)."""
    packed = binascii.a2b_base64(text + b"=" * (-len(text) % 4))
    bits = np.unpackbits(np.frombuffer(packed, np.uint8))
    at = count = int(frequency.sum())
    width = parameter.repeat(frequency)
    gap = np.zeros(count, np.int64)
    for bit in range(int(parameter.max(initial=0))):
        wide = int(np.searchsorted(-width, -bit))
        gap[:wide] |= bits[at : at + wide].astype(np.int64) << bit
        at += wide
    ones = np.flatnonzero(bits[at:])[:count]
    if len(ones) != count:
        raise _OtherwiseError
    gap |= (np.diff(ones, prepend=-1) - 1) << width
    upto = np.cumsum(gap + 1)
    opens = np.cumsum(frequency) - frequency
    documents = upto - (upto - gap)[opens].repeat(frequency)
    tags: U32 = documents.astype(np.uint32) << _TITLE | bits[:count]
    return tags


def _replaced(keys: U64, changes: Sequence[Change], after: Counts, wanted: Flags) -> U64:
    """The keys of all grams that are `wanted`: those of the changed texts are others."""
    tags = keys.view(KEY)["tag"]
    numbers = np.array([number for number, _, _ in changes], np.uint32)
    found = [keys[~np.isin(tags >> _TITLE, numbers)]]
    for number, _, new in changes:
        at = np.searchsorted(after.places, new >> _TITLE)
        own = new[wanted[at]]
        come = np.empty(len(own), KEY)
        come["place"] = own >> _TITLE
        come["tag"] = own & _TITLE | np.uint32(number) << _TITLE
        found.append(come.view("<u8"))
    return np.sort(np.concatenate(found))


def _wanted(dealt: Dealt, touched: Sequence[I64]) -> Flags:
    """Whether each gram belongs to a file that is touched."""
    wanted = np.zeros(len(dealt.grams), np.bool_)
    for family, which in zip(dealt.families, touched, strict=True):
        wanted[family.among[family.some(which)[0]]] = True
    return wanted


def _made(
    keys: U64, after: Counts, now: Dealt, touched: Sequence[I64], wanted: Flags
) -> tuple[list[bytes], frozenset[int]]:
    """The texts of the files that are touched, by their number, and the numbers of all others."""
    opens, found = counted(keys, after.documents)
    if not (
        np.array_equal(found.places, after.places[wanted])
        and np.array_equal(found.frequency, after.frequency[wanted])
    ):
        raise _OtherwiseError
    where = np.zeros(len(wanted), np.int64)
    where[wanted] = opens
    files: list[bytes] = []
    made: set[int] = set()
    for family, which in zip(now.families, touched, strict=True):
        numbers = (len(files) + which).tolist()
        files += [b""] * (len(family.bounds) - 1)
        tags = keys.view(KEY)["tag"]
        texts = zip(heads(after, family, which), lists(tags, after, family, which, where), strict=True)
        for number, (head, documents) in zip(numbers, texts, strict=True):
            files[number] = head + documents
        made.update(numbers)
    return files, frozenset(range(len(files))) - made
