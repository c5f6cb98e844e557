"""The grams of a text: every run of four letters of folded text that a word may begin with.

Text is folded to an alphabet of at most 126 letters (`letters`), so that a gram of four is
one number of 28 bits. A gram begins where a Thai syllable may begin: not at a vowel that
follows its consonant, nor at a consonant after เ แ โ ไ. That leaves out four of ten and
loses nothing, for nobody's query begins there.

What a text's grams are depends on nothing but the text, so they are kept from one build to the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np

from julasan.render.search import letters, texts
from julasan.render.search.alphabet import BITS, END, FOLLOWING, LEADING
from julasan.render.search.letters import Folding
from julasan.render.search.packing import I64, U32, Bytes
from julasan.render.search.texts import Record

GRAM = 4
"""Letters of a gram."""
FACTOR = 0x2C1B3C6D
THIRD = (GRAM - 1) * BITS
"""Bits of three letters."""
LAST = (1 << BITS) - 1
"""The last letter's bits."""
LEVELS = 2
"""Bits of a level."""

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


def read(records: Sequence[Record], chunk: int = 1 << 17) -> Iterator[tuple[bytes, U32]]:
    """What each record's file holds (`texts.encoded`), and its grams, sorted: a gram's place, then its level.

    Level 0: the gram stands there once; 1: two or three times; 2: four times or more; 3: in the title.
    """
    fold = _folding()
    first = 0
    while first < len(records):
        size, last = 0, first
        while last < len(records) and (size < chunk or last == first):
            size += sum(map(len, records[last]))
            last += 1
        own = records[first:last]
        contents, fields = texts.encoded(own)
        yield from zip(contents, _held(_folded(fold, own, fields), len(own)), strict=True)
        first = last


@cache
def _folding() -> Folding:
    return Folding(texts.letters())


PARTS = 3
"""What of a record can be found: its title, other words and text."""
_APART = b"\0" * (GRAM - 1)


def _folded(fold: Folding, records: Sequence[Record], fields: Sequence[bytes] | None) -> Bytes:
    """The codes of the records' parts, after each of them three of `END`."""
    if fields is None:
        parts = [part.replace("\0", " ") for record in records for part in record[-PARTS:]]
        return fold("".join([part + "\0" * (GRAM - 1) for part in parts]))
    wanted = [field for place, field in enumerate(fields) if place % texts.FIELDS]
    return fold.packed(_APART.join(wanted) + _APART)


def places(codes: Bytes) -> tuple[U32, I64]:
    """The place of every gram, in the order of the text, and how many there are up to each part's end.

    A place is the scattered number of the first three letters, then the last: the order of files.
    """
    ends = np.flatnonzero(codes == END)[GRAM - 2 :: GRAM - 1]
    flags = np.frombuffer(codes.tobytes().translate(_FLAGS), np.uint8)
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
    return found, np.searchsorted(at, ends)


def _held(codes: Bytes, count: int) -> list[U32]:
    """The grams of each of `count` texts, once, with their level."""
    found, parts = places(codes)
    found <<= np.uint32(1)
    ends = parts.tolist()
    begins = [0, *ends[PARTS - 1 : -1 : PARTS]]
    for begin, title, end in zip(begins, ends[::PARTS], ends[PARTS - 1 :: PARTS], strict=True):
        found[title:end] |= np.uint32(1)
        found[begin:end].sort()
    gram = found >> np.uint32(1)
    new = np.ones(len(gram), np.bool_)
    np.not_equal(gram[1:], gram[:-1], out=new[1:])
    new[[begin for begin in begins if begin < len(new)]] = True
    once = np.flatnonzero(new)
    often = np.diff(once, append=len(found))
    whole = found.take(once)
    title = ~whole & np.uint32(1)
    title *= np.uint32(3)
    whole >>= np.uint32(1)
    whole <<= np.uint32(LEVELS)
    whole |= (often > 1).view(np.uint8) + (often > 3).view(np.uint8)
    whole |= title
    return np.split(whole, np.searchsorted(once, begins[1:]))
