"""The gram index: four letters of folded text -> the documents that hold them, in many small files.

Text is folded to an alphabet of at most 126 letters (`letters`), so that a gram of four is
one number of 28 bits. A gram begins where a Thai syllable may begin: not at a vowel that
follows its consonant, nor at a consonant after เ แ โ ไ. That leaves out four of ten and
loses nothing, for nobody's query begins there. The grams are dealt out to files by
a hash, so that the browser knows a gram's file without a table. Four families of files follow each other:

* light: by the hash of the gram's first three letters, so that a term of three
  letters finds all its grams in one file;
* heavy: grams whose first three letters begin a common gram or too many others, by the hash of all four;
* common: grams that more than an eighth of the documents hold; the head names them,
  the browser reads them only where rarer ones are wanting;
* starts: for two letters, and for three heavy ones, the grams that most often go on from them.

A file names its grams, each with the number of its documents; then come the documents of
each. Grams of a light file stand in groups of the same three letters, each with its last letter only.
A level (``postings``) follows each document, but not where the gram stands in one document alone.

A file is two streams of bits (`packing`), six to a character: the compression of the host
takes the quarter back, and a <script> from file:// can carry it.

Speed comes from the order of the sort: grams are sorted by their hash, so that what a
file holds lies together and is never moved again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from julasan.render.search import letters
from julasan.render.search.alphabet import BITS, END, FOLLOWING, LEADING
from julasan.render.search.letters import BREAK, Folding
from julasan.render.search.packing import (
    ESCAPE,
    I64,
    U32,
    U64,
    Bytes,
    any_of,
    both,
    gamma_codes,
    pack,
    rice,
    rice_codes,
    runs,
    sums,
)

GRAM = 4
"""Letters of a gram."""
FACTOR = 0x2C1B3C6D
THIRD = (GRAM - 1) * BITS
"""Bits of three letters."""
LAST = (1 << BITS) - 1
"""The last letter's bits."""

_MAY_BEGIN, _MAY_PRECEDE = 1, 2
_FLAGS = bytes(
    _MAY_BEGIN * (not follows and number != END) | _MAY_PRECEDE * (not leads)
    for number, (follows, leads) in enumerate(
        zip(letters.flags(FOLLOWING), letters.flags(LEADING), strict=True)
    )
)
"""For each code: whether a gram may begin with it, and right after it."""


def mix(number: U32, bits: int) -> U32:
    """Scatter numbers of `bits` bits (even half of them: ``bits // 2``); one to one, see :func:`unmix`."""
    half = np.uint32(bits // 2)
    number = number ^ number >> half
    number *= np.uint32(FACTOR)
    number &= np.uint32((1 << bits) - 1)
    number ^= number >> half
    return number


def unmix(number: U32, bits: int) -> U32:
    """The number that :func:`mix` scattered."""
    half = np.uint32(bits // 2)
    twice = np.uint32(bits // 2 * 2)
    number = number ^ number >> half ^ number >> twice
    number *= np.uint32(pow(FACTOR, -1, 1 << 32))
    number &= np.uint32((1 << bits) - 1)
    back: U32 = number ^ number >> half ^ number >> twice
    return back


KEY = np.dtype([("tag", "<u4"), ("place", "<u4")])
"""A gram of a text as a number to sort by: its place (`places`), then ``document << 1 | not the title``."""


def places(fold: Folding, parts: Sequence[str]) -> tuple[U32, I64]:
    """The place of every gram of `parts`, in their order, and how many each part has.

    A place is the scattered number of the first three letters, then the last: the order of
    files. It depends on nothing but the part, so it may be kept from one build to the next.
    """
    codes = fold(letters.units("\0\0\0".join(parts) + "\0\0\0"))
    breaks = np.flatnonzero(codes == BREAK)
    if len(breaks) != 3 * len(parts):  # a text holds NUL itself
        return places(fold, [part.replace("\0", " ") for part in parts])
    raw = codes.tobytes().replace(bytes([BREAK]), bytes([END]))
    codes = np.frombuffer(raw, np.uint8)
    flags = np.frombuffer(raw.translate(_FLAGS), np.uint8)
    begins = flags & np.uint8(_MAY_BEGIN)
    begins[1:] &= flags[:-1] >> np.uint8(1)
    at = np.flatnonzero(begins.view(np.bool_))
    pairs = codes[:-2].astype(np.uint16) << np.uint16(BITS) | codes[1:-1]
    thirds = pairs.astype(np.uint32)
    thirds <<= np.uint32(BITS)
    thirds |= codes[2:]
    found = mix(thirds.take(at), THIRD)
    found <<= np.uint32(BITS)
    found |= codes[3:].take(at)
    return found, np.diff(np.searchsorted(at, breaks[2::3]), prepend=0)


def keys(texts: Sequence[tuple[str, ...]], chunk: int = 1 << 16) -> U64:
    """A key (`KEY`) for every gram in every text, sorted. A text is its title, then other parts."""
    fold = Folding()
    whole = np.empty(sum(len(part) for text in texts for part in text), KEY)
    first = held = 0
    while first < len(texts):
        size, last = 0, first
        parts: list[str] = []
        tags: list[int] = []
        while last < len(texts) and (size < chunk or last == first):
            parts += texts[last]
            tags += [last << 1] + [last << 1 | 1] * (len(texts[last]) - 1)
            size += sum(map(len, texts[last]))
            last += 1
        found, counts = places(fold, parts)
        room = whole[held : held + len(found)]
        room["place"] = found
        room["tag"] = np.repeat(np.array(tags, np.uint32), counts)
        held += len(found)
        first = last
    sorted_keys: U64 = whole[:held].view("<u8")
    sorted_keys.sort()
    return sorted_keys


@dataclass(frozen=True, slots=True)
class Postings:
    """Each gram once, in the order of places; then the postings of all, as codes to be packed."""

    places: U32
    frequency: I64
    """How many documents hold it."""
    values: npt.NDArray[np.unsignedinteger]
    lengths: Bytes
    """Bits of a code: Rice of the gap to the document before, then the level.

    Level 0: once; 1: two or three times; 2: four times or more; 3: in the title.
    """


def postings(texts: Sequence[tuple[str, ...]], block: int = 1 << 16) -> Postings:
    """The grams of `texts` and the code of each posting.

    Some keys at a time, so that the work stays in the processor's cache.
    """
    count = len(texts)
    whole = keys(texts)
    table = _posting_codes(count)
    width: type[np.unsignedinteger] = np.uint32 if ESCAPE + count.bit_length() + 3 <= 32 else np.uint64
    values, lengths = np.empty(len(whole), width), np.empty(len(whole), np.uint8)
    found: list[U32] = []
    times: list[I64] = []
    at = held = 0
    while at < len(whole):
        upto = min(at + block, len(whole))
        upto = int(np.searchsorted(whole, np.uint64(((int(whole[upto - 1]) >> 32) + 1) << 32)))
        part = whole[at:upto]
        once = runs(part >> np.uint64(1))
        often = np.diff(once, append=len(part))
        part = part.take(once)
        fields = part.view(KEY)
        not_title = fields["tag"].astype(np.uint8) & np.uint8(1)
        level = (often > 1).view(np.uint8) + (often > 3).view(np.uint8) | (
            not_title - np.uint8(1)
        ) & np.uint8(3)
        docs = (fields["tag"] >> np.uint32(1)).astype(np.int64)
        opens = runs(fields["place"])
        frequency = np.diff(opens, append=len(part))
        level[opens[frequency == 1]] = NO_LEVEL
        row = np.repeat(rice(count, frequency) * (len(_LEVEL_VALUE) * count) - 1, frequency)
        row += level * np.int64(count)
        row += docs
        row[1:] -= docs[:-1]
        row[opens[1:]] += docs[opens[1:] - 1] + 1
        row[:1] += 1
        codes = table.take(row)
        room = slice(held, held + len(codes))
        values[room], lengths[room] = codes >> np.uint64(6), codes & np.uint64(63)
        found.append(fields["place"][opens])
        times.append(frequency)
        held += len(codes)
        at = upto
    none = np.zeros(0, np.int64)
    return Postings(
        places=np.concatenate([none.astype(np.uint32), *found]),
        frequency=np.concatenate([none, *times]),
        values=values[:held],
        lengths=lengths[:held],
    )


def _posting_codes(count: int) -> U64:
    """The code of each parameter, level and gap of `count` documents: there are few, and many postings.

    A code is ``value << 6 | length``.
    """
    parameters = int(rice(count, np.ones(1, np.int64))[0]) + 1
    row = np.arange(parameters * count)
    codes = rice_codes(row % max(1, count), row // max(1, count), count.bit_length())
    value, length = both(
        (codes[0].reshape(parameters, 1, count), codes[1].reshape(parameters, 1, count)),
        (_LEVEL_VALUE[:, None], _LEVEL_LENGTH[:, None]),
    )
    return (value << np.uint64(6) | length).ravel()


@dataclass(frozen=True, slots=True)
class Index:
    """What the browser needs: the head's numbers, and the files in order."""

    documents: int
    families: tuple[int, int, int, int]
    """How many files there are of light, heavy, common and starts."""
    common: tuple[int, ...]
    """The common grams, sorted."""
    split: tuple[int, ...]
    """The heavy groups of three letters that begin no common gram, sorted."""
    files: tuple[str, ...]


COMMON = 8
"""A gram is common if more than one document of so many holds it ..."""
FEWEST = 600
"""... and more than these: a shorter list costs less than its name in the head."""
STARTS = 8
"""How many grams stand for two letters."""


def file_size(documents: int) -> int:
    """Bytes that a file of the index should have: small for few bytes a query, large for few files."""
    return int(min(2800, max(640, 50 * documents**0.5)))


def build(texts: Sequence[tuple[str, ...]]) -> Index:
    """Index texts (title first) by their place in the sequence."""
    count = len(texts)
    held = postings(texts)
    places, frequency, values, lengths = held.places, held.frequency, held.values, held.lengths
    opens = np.cumsum(frequency) - frequency
    sizes = sums(lengths, opens) + 20

    wanted = file_size(count) * 8
    common = frequency > max(FEWEST, count // COMMON)
    groups = places >> np.uint32(BITS)
    first = runs(groups)
    members = np.diff(first, append=len(groups))
    begins_common = any_of(common, first)
    crowded = sums(np.where(common, 0, sizes), first) > 2 * wanted
    heavy = np.repeat(begins_common | crowded, members) & ~common
    light = ~heavy & ~common
    families = [max(1, -(-int(sizes[which].sum()) // wanted)) for which in (light, heavy, common)]

    thirds = unmix(groups, THIRD)
    grams = thirds << np.uint32(BITS) | places & np.uint32(LAST)
    others: list[str] = []
    for which, files in ((heavy, families[1]), (common, families[2])):
        among = np.flatnonzero(which)
        scattered = mix(grams[among], GRAM * BITS)
        order = np.argsort(scattered)
        among, names = among[order], scattered[order].astype(np.int64)
        times = frequency[among]
        own = _ranges(opens[among], times)
        begins = np.concatenate((np.zeros(1, np.int64), np.cumsum(times)))
        others += _family(count, files, GRAM * BITS, names, None, times, begins, values[own], lengths[own])
    # What is not light shrinks to nothing where it stands: cheaper than to move the rest together.
    kept = np.repeat(light, frequency)
    values *= kept
    lengths *= kept
    among = np.flatnonzero(light)
    names, last = groups[among].astype(np.int64), (places[among] & np.uint32(LAST)).astype(np.int64)
    begins = np.append(opens[among], len(values))
    written = _family(count, families[0], THIRD, names, last, frequency[among], begins, values, lengths)
    starts = _starts(grams, frequency, heavy | common)
    return Index(
        documents=count,
        families=(families[0], families[1], families[2], len(starts)),
        common=tuple(np.sort(grams[common]).tolist()),
        split=tuple(np.sort(thirds[first[crowded & ~begins_common]]).tolist()),
        files=(*written, *others, *starts),
    )


NO_LEVEL = 4
"""A gram that one document holds tells enough without a level."""
_LEVEL_VALUE = np.array([0b0, 0b10, 0b110, 0b111, 0], np.uint64)
_LEVEL_LENGTH = np.array([1, 2, 3, 3, 0], np.uint64)


def _family(
    count: int,
    files: int,
    bits: int,
    names: I64,
    last: I64 | None,
    frequency: I64,
    begins: I64,
    values: npt.NDArray[np.unsignedinteger],
    lengths: Bytes,
) -> list[str]:
    """Write a family: grams sorted by `names` of so many `bits`; each of `files` has an equal share of names.

    `last` are the last letters of light grams, whose name is their group's; `begins` says
    where a gram's postings begin among `values`, and where the last one's end.
    """
    bases = -(-(np.arange(files + 1) << bits) // files)
    bounds = np.searchsorted(names, bases)
    opens = runs(names)
    file = names[opens] * files >> bits
    named = np.bincount(file, minlength=files)
    gap = np.diff(names[opens], prepend=-1) - 1
    fresh = np.searchsorted(file, np.flatnonzero(named))
    gap[fresh] = (names[opens] - bases[file])[fresh]
    space = (1 << bits) // files
    name = rice_codes(gap, rice(space, np.maximum(named, 1))[file], space.bit_length())
    told = gamma_codes(frequency)
    if last is not None:
        size = np.diff(opens, append=len(names))
        name = both(name, gamma_codes(size))
        step = np.diff(last, prepend=0) - 1
        step[opens] = last[opens]
        told = both(rice_codes(step, np.repeat(_LAST[np.minimum(size, len(_LAST) - 1)], size), BITS), told)
    head = both(gamma_codes(np.full(files, count + 1)), gamma_codes(named + 1))
    # A gram's name stands with the first of its group, a head with the first of its file.
    streams = [np.zeros(2 * len(names) + files, np.uint64) for _ in (values, lengths)]
    place = 2 * np.arange(len(names)) + np.repeat(np.arange(1, files + 1), np.diff(bounds))
    for stream, *parts in zip(streams, name, told, head, strict=True):
        stream[place[opens]], stream[place + 1] = parts[:2]
        stream[2 * bounds[:-1] + np.arange(files)] = parts[2]
    heads = pack(streams[0], streams[1].astype(np.uint8), 2 * bounds + np.arange(files + 1))
    return [one + two for one, two in zip(heads, pack(values, lengths, begins[bounds]), strict=True)]


_LAST = np.array([4, 4, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2, 1])
"""Rice's parameter for the last letters of a group, by how many there are (``lastRice``)."""


def _ranges(begins: I64, sizes: I64) -> I64:
    """The numbers from each of `begins` on, so many of each."""
    numbers = np.repeat(begins - (np.cumsum(sizes) - sizes), sizes)
    numbers += np.arange(len(numbers))
    return numbers


def _starts(grams: U32, frequency: I64, heavy: npt.NDArray[np.bool_]) -> list[str]:
    """The grams that most documents go on with, one text a first letter of two, or of three heavy ones.

    A text has groups with a space between: the second letter and two more letters for
    each gram; then after "|" the second and third letter of a heavy group, and one more
    letter for each gram.
    """
    files = int(grams.max(initial=0) >> np.uint32(THIRD)) + 1 if len(grams) else 0
    two = _going_on(grams, frequency, 2, files)
    three = _going_on(grams[heavy], frequency[heavy], 3, files)
    return [f"{one} |{other}".strip() for one, other in zip(two, three, strict=True)]


def _going_on(grams: U32, frequency: I64, size: int, files: int) -> list[str]:
    """For each first letter: groups of `size` letters, each with the `STARTS` grams most documents hold."""
    rest = np.uint64((GRAM - size) * BITS)
    ending = np.uint64((1 << int(rest)) - 1)
    rare = (frequency.max(initial=0) - frequency).astype(np.uint64)
    gram = grams.astype(np.uint64)
    key = np.sort(gram >> rest << np.uint64(43) | rare << rest | gram & ending)
    group = key >> np.uint64(43)
    opens = runs(group)
    rank = np.arange(len(key)) - np.repeat(opens, np.diff(opens, append=len(key)))
    kept = np.flatnonzero(rank < STARTS)
    gram = group[kept] << rest | key[kept] & ending
    new = rank[kept] == 0
    rows = np.zeros((len(kept), GRAM), "<u2")
    rows[:, 0] = np.where(new, ord(" "), 0)
    for place in range(1, GRAM):
        written = _LETTERS[(gram >> np.uint64(BITS * (GRAM - 1 - place))).astype(np.int64) & LAST]
        rows[:, place] = written if place >= size else np.where(new, written, 0)
    bounds = np.searchsorted(gram >> np.uint64(THIRD), np.arange(files + 1))
    return [
        rows[begin:end].tobytes().decode("utf-16-le").replace("\0", "")
        for begin, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
    ]


_LETTERS = np.array([ord(letters.letter(code)) for code in range(1 << BITS)], "<u2")
