"""The gram index: the grams of all texts -> the documents that hold each, in many small files.

The grams are dealt out to files by a hash, so that the browser knows a gram's file without a
table. Four families of files follow each other:

* light: by the hash of the gram's first three letters, so that a term of three
  letters finds all its grams in one file;
* heavy: grams whose first three letters begin a common gram or too many others, by the hash of all four;
* common: grams that more than an eighth of the documents hold; the head names them,
  the browser reads them only where rarer ones are wanting;
* starts: for two letters, and for three heavy ones, the grams that most often go on from them.

A file names its grams, each with the number of its documents. Grams of a light file stand in
groups of the same three letters, each with its last letter only. Then come the documents of
all its grams, in planes (`_planes`). A file is two streams of bits (`packing`), six to a
character: the compression of the host takes the quarter back, and a <script> from file://
can carry it.

Speed comes from the order of the sort: grams are sorted by their hash, so that what a
file holds lies together.
"""

from __future__ import annotations

import binascii
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from julasan.frozen import dataclass
from julasan.render.search import letters
from julasan.render.search.alphabet import BITS
from julasan.render.search.grams import GRAM, LAST, THIRD, TITLE, mix, unmix
from julasan.render.search.held import Held
from julasan.render.search.packing import (
    I64,
    U32,
    U64,
    Bytes,
    Flags,
    both,
    cut,
    distinct,
    gamma_codes,
    pack,
    ranges,
    rice,
    rice_codes,
    runs,
    sums,
)


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
    files: Iterable[bytes]
    """Made as they are asked for, once: all at once would fill the memory."""


Tags: TypeAlias = npt.NDArray[np.unsignedinteger]
"""The document of each posting, then `grams.TITLE`: of as few bits as hold the last document."""

COMMON = 8
"""A gram is common if more than one document of so many holds it ..."""
FEWEST = 600
"""... and more than these: a shorter list costs less than its name in the head."""
STARTS = 8
"""How many grams stand for two letters."""
OFTEN = 16
"""A gram that more documents hold is none of the rare ones, which most are."""


def file_size(documents: int) -> int:
    """Bytes that a file of the index should have: small for few bytes a query, large for few files."""
    return int(min(2400, max(640, 36 * documents**0.5)))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of the documents hold each gram: by this alone grams are dealt out to files."""

    documents: int
    places: U32
    """The grams' places (`grams.places`), sorted."""
    frequency: I64


@dataclass(frozen=True, slots=True)
class Family:
    """A family of files: the grams of each, in order."""

    names: I64
    """Sorted; of `bits` bits."""
    bits: int
    among: I64
    """The place of each among all grams."""
    grouped: bool
    """Whether a gram's name is its group's (light), and its last letter is told apart."""
    bounds: I64
    """Where each file begins among the names, and where the last one ends."""

    def some(self, files: I64) -> tuple[I64 | slice, I64]:
        """The grams of some of its files, as places in `names`, and where each file begins among them.

        They are a slice where the files follow each other: what is cut out by it is not copied.
        """
        sizes = self.bounds[files + 1] - self.bounds[files]
        bounds = np.append(0, sizes.cumsum())
        if len(files) and files[-1] - files[0] + 1 == len(files):
            return slice(self.bounds[files[0]], self.bounds[files[-1] + 1]), bounds
        return ranges(self.bounds[files], sizes), bounds


@dataclass(frozen=True, slots=True)
class Dealt:
    """All grams dealt out to files."""

    light: Family
    heavy: Family
    common: Family
    split: tuple[int, ...]
    grams: U32
    """Each gram's number, in the order of their places."""
    rank: Bytes
    """Of which family each is: 0 light, 1 heavy, 2 common."""

    @property
    def families(self) -> tuple[Family, Family, Family]:
        """In the order of their files, and of `rank`."""
        return self.light, self.heavy, self.common

    def files_of(self, counts: Counts, places: U32) -> list[I64]:
        """Of each family, the files that hold some of the grams with these places."""
        at = np.searchsorted(counts.places, places)
        at = at[np.append(counts.places, np.uint32(0))[at] == places]
        found = []
        for rank, family in enumerate(self.families):
            own = at[self.rank[at] == rank]
            names = counts.places[own] >> np.uint32(BITS) if family.grouped else self.grams[own]
            if not family.grouped:
                names = mix(names, family.bits)
            found.append(distinct(names.astype(np.int64) * (len(family.bounds) - 1) >> family.bits))
        return found

    def index(self, counts: Counts, files: Iterable[bytes]) -> Index:
        """The index of these `files`; those of the starts are added."""
        starts = _starts(self.grams, counts.frequency, self.rank > 0)
        sizes = [len(family.bounds) - 1 for family in self.families]
        return Index(
            documents=counts.documents,
            families=(sizes[0], sizes[1], sizes[2], len(starts)),
            common=tuple(np.sort(self.grams[self.rank == COMMON_RANK]).tolist()),
            split=self.split,
            files=chain(files, starts),
        )


COMMON_RANK = 2
TOGETHER = 256
"""Files that are made together: few enough that what is made on the way takes little memory."""


def build(texts: Iterable[tuple[int, Held]], documents: int) -> tuple[Index, Counts]:
    """Index so many documents; `texts` are the grams of some, each time with the first one's number."""
    keys = keyed(texts, documents * USUAL)
    opens, counts = counted(keys, documents)
    tags = tags_alone(keys, documents)
    dealt = deal(counts)
    return dealt.index(counts, _files(tags, counts, dealt, opens)), counts


def _files(tags: Tags, counts: Counts, dealt: Dealt, opens: I64) -> Iterator[bytes]:
    for family in dealt.families:
        every = np.arange(len(family.bounds) - 1)
        for first in range(0, len(every), TOGETHER):
            some = every[first : first + TOGETHER]
            made = heads(counts, family, some), lists(tags, counts, family, some, opens)
            yield from (head + documents for head, documents in zip(*made, strict=True))


def counted(keys: U64, documents: int) -> tuple[I64, Counts]:
    """Where the keys of each gram begin, and how many they are."""
    opens = _opens(keys)
    places = (keys.take(opens) >> np.uint64(32)).astype(np.uint32)
    places &= np.uint32((1 << GRAM * BITS) - 1)
    return opens, Counts(documents, places, np.diff(opens, append=len(keys)))


def deal(counts: Counts) -> Dealt:
    """Deal grams out to files of about the size that is wanted."""
    count, places, frequency = counts.documents, counts.places, counts.frequency
    wanted = file_size(count) * 8
    sizes = _bits(count, frequency)
    common = frequency > max(FEWEST, count // COMMON)
    groups = places >> np.uint32(BITS)
    first = runs(groups)
    members = np.diff(first, append=len(groups))
    begins_common = np.zeros(len(first), np.bool_)
    begins_common[first.searchsorted(common.nonzero()[0], "right") - 1] = True
    crowded = sums(np.where(common, 0, sizes), first) > 2 * wanted
    heavy = (begins_common | crowded).repeat(members) & ~common
    thirds = unmix(groups.take(first), THIRD)
    grams = (thirds << np.uint32(BITS)).repeat(members) | places & np.uint32(LAST)
    rank = heavy.astype(np.uint8)
    rank[common] = COMMON_RANK

    def family(which: npt.NDArray[np.bool_], *, light: bool) -> Family:
        among = which.nonzero()[0]
        files = max(1, -(-int(sizes.take(among).sum()) // wanted))
        if light:
            names, bits = groups.take(among).astype(np.int64), THIRD
        else:
            scattered = mix(grams.take(among), GRAM * BITS)
            order = scattered.argsort()
            among, names, bits = among.take(order), scattered.take(order).astype(np.int64), GRAM * BITS
        # Each file has an equal share of all names.
        bounds = names.searchsorted(_bases(files, bits))
        return Family(names, bits, among, light, bounds)

    return Dealt(
        light=family(rank == 0, light=True),
        heavy=family(heavy, light=False),
        common=family(common, light=False),
        split=tuple(np.sort(thirds[crowded & ~begins_common]).tolist()),
        grams=grams,
        rank=rank,
    )


KEY = np.dtype([("tag", "<u4"), ("place", "<u4")])
"""A gram of a text as a number to sort by: its place (`grams.places`), then document and `grams.TITLE`."""


_TWICE = np.uint64((1 << 32 - TITLE) + 1)
"""Times this, a gram and its bit stand in a key twice: the place in the upper half, all in the lower ..."""
_APART = np.uint64((1 << 64) - (1 << 32) + TITLE)
"""... where only the bit is to stay."""
_FLOAT = np.uint64(1 << 62)
"""With this bit a key is a float of full precision: their order is the same, and numpy sorts them faster."""

USUAL = 1 << 10
"""Grams that a text has, more or less."""


def keyed(texts: Iterable[tuple[int, Held]], room: int) -> U64:
    """A key (`KEY`) for every gram of every text, sorted; about `room` of them are looked for.

    Too much room costs nothing, for the system gives memory as it is written to, and large pages
    to what is large from the start.
    """
    keys, at = np.empty(max(room, 1 << 16), np.uint64), 0
    for first, held in texts:
        upto = at + len(held.grams)
        if upto > len(keys):
            keys.resize(upto + len(keys) // 8, refcheck=False)
        numbers = np.arange(first, first + len(held.sizes), dtype=np.uint64)
        numbers <<= np.uint64(TITLE)
        numbers |= _FLOAT
        own = keys[at:upto]
        own[:] = held.grams
        own *= _TWICE
        own &= _APART
        own |= numbers.repeat(held.sizes)
        at = upto
        del own
    keys.resize(at, refcheck=False)
    keys.view(np.float64).sort()
    return keys


def tags_alone(keys: U64, documents: int) -> Tags:
    """The tags of all keys, in their memory, of which the rest is given back."""
    count, block = len(keys), 1 << 18
    tags = keys.view("<u2" if documents << TITLE <= 1 << 16 else "<u4")
    size = keys.itemsize // tags.itemsize
    for begin in range(0, count, block):
        end = min(begin + block, count)
        tags[begin:end] = tags[size * begin : size * end : size]
    kind = tags.dtype
    del tags
    keys.resize(-(-count // size), refcheck=False)
    return keys.view(kind)[:count]


def _opens(keys: U64, block: int = 1 << 17) -> I64:
    """Where the keys of each gram begin."""
    new = np.ones(len(keys), np.bool_)
    for begin in range(1, len(keys), block):
        # A copy, for what lies apart is compared one by one.
        places = keys[begin - 1 : begin + block].view(KEY)["place"].copy()
        np.not_equal(places[1:], places[:-1], out=new[begin : begin + block])
    return new.nonzero()[0]


def _bits(count: int, frequency: I64) -> I64:
    """About how many bits a gram takes, by how many documents hold it."""
    return frequency * (rice(count, frequency) + 3) + 20


def _bases(files: int, bits: int) -> I64:
    return -(-(np.arange(files + 1) << bits) // files)


FORMAT = 2
"""What a file tells more documents than there are: another number for another format of its planes.

A browser may have kept files of an earlier format: the client takes them for stale and asks anew.
"""


def heads(counts: Counts, family: Family, which: I64) -> Iterator[bytes]:
    """The names of the grams of some files of a family, with how many documents hold them."""
    some, bounds = family.some(which)
    names, grams = family.names[some], family.among[some]
    frequency = counts.frequency.take(grams)
    files, bits = len(family.bounds) - 1, family.bits
    own = np.arange(len(which)).repeat(np.diff(bounds))
    opens = runs(names)
    file, first = own.take(opens), names.take(opens)
    named = np.bincount(file, minlength=len(which))
    gap = np.diff(first, prepend=-1) - 1
    fresh = file.searchsorted(named.nonzero()[0])
    gap[fresh] = first[fresh] - _bases(files, bits)[which[file[fresh]]]
    space = (1 << bits) // files
    name = rice_codes(gap, rice(space, np.maximum(named, 1)).take(file), space.bit_length())
    told = gamma_codes(frequency)
    if family.grouped:
        last = (counts.places.take(grams) & np.uint32(LAST)).astype(np.int64)
        size = np.diff(opens, append=len(names))
        name = both(name, gamma_codes(size))
        step = np.diff(last, prepend=0) - 1
        step[opens] = last.take(opens)
        step += (np.minimum(size, len(_LAST) - 1) << BITS).repeat(size)
        told = both((_STEPS[0].take(step), _STEPS[1].take(step)), told)
    head = both(gamma_codes(np.full(len(which), counts.documents + FORMAT)), gamma_codes(named + 1))
    # A gram's name stands with the first of its group, a head with the first of its file.
    place = 2 * np.arange(len(names)) + own + 2
    bounds = 2 * bounds + np.arange(len(which) + 1)
    values, lengths = (np.zeros(bounds[-1] + bounds[-1] % 2, np.int64) for _ in range(2))
    for stream, *parts in zip((values, lengths), name, told, head, strict=True):
        stream[place.take(opens) - 1], stream[place], stream[bounds[:-1]] = parts
    return pack(values, lengths, bounds)


_LAST = np.array([4, 4, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2, 1])
"""Rice's parameter for the last letters of a group, by how many there are (``lastRice``)."""
_STEPS = rice_codes(np.tile(np.arange(1 << BITS), len(_LAST)), _LAST.repeat(1 << BITS), BITS)
"""The codes for the last letters, by how many there are and the step from one to the next."""

BLOCK = 1 << 17
"""Postings that are packed at a time: they stay in the processor's cache."""


def in_lists(counts: Counts, family: Family, which: I64) -> tuple[I64, I64, I64, I64]:
    """The grams of some files of a family in the order of their lists of documents, and about each:

    the file, how many documents hold it, and Rice's parameter. The longest gaps come first: in a
    file, grams stand by that parameter, then by name.
    """
    some, bounds = family.some(which)
    grams = family.among[some]
    frequency = counts.frequency.take(grams)
    parameter = rice(counts.documents, frequency)
    files = np.arange(len(which)).repeat(np.diff(bounds))
    by = files * 32 + (31 - parameter)
    # Of 16 bits, numpy sorts by the digits.
    order = by.astype(np.uint16 if len(which) <= 1 << 11 else np.uint32).argsort(kind="stable")
    return grams.take(order), files, frequency.take(order), parameter.take(order)


def lists(tags: Tags, counts: Counts, family: Family, which: I64, opens: I64) -> Iterator[bytes]:
    """The documents of the grams of some files; `opens` say where in `tags` those of each gram begin."""
    grams, files, frequency, parameter = in_lists(counts, family, which)
    opens = opens.take(grams)
    bounds = files.searchsorted(np.arange(len(which) + 1))
    upto = np.concatenate((np.zeros(1, np.int64), frequency.cumsum())).take(bounds)
    first = 0
    while first < len(which):
        last = max(first + 1, int(upto.searchsorted(upto[first] + BLOCK, "right")) - 1)
        own = slice(bounds[first], bounds[last])
        # None is beyond the last tag: to make sure of it takes as long again.
        part = tags.take(ranges(opens[own], frequency[own]), mode="wrap")
        yield from _planes(part, parameter[own], frequency[own], files[own] - first, upto[first : last + 1])
        first = last


def _planes(tags: Tags, parameter: I64, frequency: I64, files: I64, bounds: I64) -> Iterator[bytes]:
    """The postings of some files, in planes of bits; `files` says where each gram belongs.

    First whether each stands in the title. Then the gaps between documents in Rice's code, but apart, so
    that numpy makes each plane in one stroke: the lowest bit of all whose parameter is 1 or more, the next
    one of those with 2 or more, and so on; last the high parts, each as so many noughts and a one.
    """
    bounds = bounds - bounds[0]
    # The least tag that may follow in a list: the next document's.
    least_next = np.empty_like(tags)
    least_next[1:] = tags[:-1]
    least_next |= TITLE
    least_next += 1
    least_next[frequency.cumsum() - frequency] = 0
    gap = (tags - least_next) >> TITLE
    # How many postings of each file have each parameter, the greatest first, as they stand in it.
    most = int(parameter.max(initial=0))
    widths = np.tile(np.arange(most, -1, -1, dtype=gap.dtype), len(bounds) - 1)
    held = np.bincount((files + 1) * (most + 1) - 1 - parameter, frequency, len(widths)).astype(np.int64)
    ones = gap >> widths.repeat(held)
    ones += 1
    # In the type that numpy looks up by: to let it convert them on the way takes twice as long.
    upto = np.empty(len(ones) + 1, np.intp)
    upto[0], upto[1:] = 0, ones
    upto.cumsum(out=upto)
    high = np.zeros(int(upto[-1]) + 1, np.bool_)
    high[upto] = True

    # Whatever is not 0 is a one for `packbits`.
    planes: list[list[memoryview]] = []
    sizes: list[I64] = []

    def plane(bits: Bytes | Flags, begins: I64, ends: I64) -> None:
        sizes.append(ends - begins)
        planes.append([*cut(bits, begins, ends)])

    plane(tags.astype(np.uint8) & np.uint8(TITLE), bounds[:-1], bounds[1:])
    lows = [(gap >> byte).astype(np.uint8) for byte in range(0, most, 8)]
    upto_width = bounds[:-1, None] + held.reshape(-1, most + 1).cumsum(1)
    for bit in range(most):
        # Those with so large a parameter stand first in each file.
        plane(lows[bit // 8] & np.uint8(1 << bit % 8), bounds[:-1], upto_width[:, most - 1 - bit])
    at = upto.take(bounds)
    plane(high[1:], at[:-1], at[1:])
    # All files at once; each begins with four characters of its own, which are three bytes.
    size = np.sum(sizes, 0)
    planes.append([_NOUGHTS[:pad] for pad in (-size % 24).tolist()])
    bits = np.frombuffer(b"".join(chain.from_iterable(zip(*planes, strict=True))), np.uint8)
    text = binascii.b2a_base64(np.packbits(bits).data, newline=False)
    room = (size + 23) // 24 * 4
    begins = room.cumsum() - room
    ends = begins + ((size + 7) // 8 * 8 + 5) // 6
    return map(text.__getitem__, map(slice, begins.tolist(), ends.tolist()))


_NOUGHTS = memoryview(bytes(24))


def _starts(grams: U32, frequency: I64, heavy: npt.NDArray[np.bool_]) -> list[bytes]:
    """The grams that most documents go on with, one text a first letter of two, or of three heavy ones.

    A text has groups with a space between: the second letter and two more letters for
    each gram; then after "|" the second and third letter of a heavy group, and one more
    letter for each gram.
    """
    files = int(grams.max(initial=0) >> np.uint32(THIRD)) + 1 if len(grams) else 0
    two = _going_on(grams, frequency, 2, files)
    three = _going_on(grams[heavy], frequency[heavy], 3, files)
    return [f"{one} |{other}".strip().encode("utf-8") for one, other in zip(two, three, strict=True)]


def _going_on(grams: U32, frequency: I64, size: int, files: int) -> list[str]:
    """For each first letter: groups of `size` letters, each with the `STARTS` grams most documents hold."""
    # The rare grams are not shown where enough others of their group are there: half of all.
    group = grams >> np.uint32((GRAM - size) * BITS)
    often = frequency > OFTEN
    held = np.bincount(group.take(often.nonzero()[0]), minlength=int(group.max(initial=0)) + 1)
    some = (often | (held < STARTS).take(group)).nonzero()[0]
    grams, frequency = grams.take(some), frequency.take(some)
    rest = np.uint64((GRAM - size) * BITS)
    ending = np.uint64((1 << int(rest)) - 1)
    rare = (frequency.max(initial=0) - frequency).astype(np.uint64)
    gram = grams.astype(np.uint64)
    key = gram >> rest << np.uint64(43)
    key |= rare << rest
    key |= gram & ending
    key.sort()
    # What stands so many behind another of its group is not shown.
    group = key >> np.uint64(43)
    shown = np.ones(len(key), np.bool_)
    np.not_equal(group[STARTS:], group[:-STARTS], out=shown[STARTS:])
    kept = shown.nonzero()[0]
    group = group.take(kept)
    gram = group << rest | key.take(kept) & ending
    new = np.ones(len(kept), np.bool_)
    np.not_equal(group[1:], group[:-1], out=new[1:])
    rows = np.zeros((len(kept), GRAM), "<u2")
    rows[:, 0] = np.where(new, ord(" "), 0)
    for place in range(1, GRAM):
        written = _LETTERS[(gram >> np.uint64(BITS * (GRAM - 1 - place))).astype(np.int64) & LAST]
        rows[:, place] = written if place >= size else np.where(new, written, 0)
    bounds = (gram >> np.uint64(THIRD)).searchsorted(np.arange(files + 1, dtype=np.uint64))
    upto = bounds * (GRAM - size) + np.append(0, new.cumsum()).take(bounds) * size
    text = rows[rows > 0].tobytes().decode("utf-16-le")
    return [text[begin:end] for begin, end in pairwise(upto.tolist())]


_LETTERS = np.array([ord(letters.letter(code)) for code in range(1 << BITS)], "<u2")
