"""The grams of a text: every run of four letters of folded text that a word may begin with.

Text is folded to an alphabet of at most 126 letters (`letters`), so that a gram of four is
one number of 28 bits. A gram begins where a Thai word may begin: not at a vowel that follows
its consonant, nor at a consonant after เ แ โ ไ, nor with what begins no word (`alphabet.NEVER`).
That leaves out half of all and loses nothing, for nobody's query begins there. What stands alone
as two or three consonants, with dots or without, is an office more often than not (`alone`): it
has a gram that ends where it ends.

What a text's grams are depends on nothing but the text, so they are kept from one build to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain

import numpy as np

from julasan.render.search import loading, texts
from julasan.render.search.alphabet import ALPHABET, BITS, END, FOLLOWING, LEADING, NEVER
from julasan.render.search.held import Held, together
from julasan.render.search.letters import Folding
from julasan.render.search.packing import I64, U32, Bytes, Flags, cut, ranges
from julasan.render.search.texts import Encoded, Record

loading.keep_memory()

GRAM = 4
"""Letters of a gram."""
FACTOR = 0x2C1B3C6D
THIRD = (GRAM - 1) * BITS
"""Bits of three letters."""
LAST = (1 << BITS) - 1
"""The last letter's bits."""
TITLE = 1
"""Bits behind a gram's place: 1 where it stands in the title or the other words that a text is known by."""


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


def read(records: Sequence[Record], chunk: int = 1 << 17) -> tuple[list[bytes], Held]:
    """What each record's file holds, and the grams of all.

    About `chunk` letters are read at a time: they stay in the processor's cache.
    """
    letters = [len(title) + len(text) for _, title, _, text in records]
    files: list[bytes] = []
    held: list[Held] = []
    first = 0
    while first < len(records):
        size, last = 0, first
        while last < len(records) and (size < chunk or last == first):
            size += letters[last]
            last += 1
        found = texts.encoded(records[first:last], known())
        at, short = alone(found.known)
        also = _scattered(_numbers(short))
        where = found.ends.searchsorted(at, "right")
        grams, sizes = _once(*places(folded(found)), where, also)
        held.append(Held(grams, sizes, np.array(letters[first:last], np.int64)))
        files += found.files
        first = last
    return files, held[0] if len(held) == 1 else together(held)


@cache
def _folding() -> Folding:
    return Folding(texts.letters())


CODE, KIND = 8, 16
"""Where a letter's code and kind stand in what is known of it, above its byte."""


@cache
def known() -> U32:
    """Byte, code and kind of each unit of UTF-16: to look up all three takes as long as one."""
    by_byte = np.arange(256, dtype=np.uint32)
    for place, of_each in ((CODE, _folding().codes), (KIND, _kinds())):
        by_byte |= np.frombuffer(of_each, np.uint8).astype(np.uint32) << np.uint32(place)
    return texts.by_unit(by_byte)


def folded(found: Encoded) -> Bytes:
    """The codes of what can be found, without what falls away."""
    return _folding()((found.known >> np.uint32(CODE)).astype(np.uint8), found.others, found.units)


def _once(found: U32, parts: I64, where: I64, also: U32) -> tuple[U32, I64]:
    """The grams of each text, sorted, once; how many each has.

    `found` and `parts` are what :func:`places` gives; `also` are more grams, each of the text `where`.
    """
    ends = parts[texts.PARTS - 1 :: texts.PARTS]
    # The title and the other words come first.
    begins = np.concatenate((np.zeros(1, np.int64), ends[:-1]))
    found[ranges(begins, parts[texts.PARTS - 2 :: texts.PARTS] - begins)] |= np.uint32(TITLE)
    # The others stand at their text's end.
    also = also << np.uint32(TITLE)
    since, upto = (where.searchsorted(np.arange(len(ends)), side) for side in ("left", "right"))
    pieces = zip(cut(found, begins, ends), cut(also, since, upto), strict=True)
    found = np.frombuffer(bytearray().join(chain.from_iterable(pieces)), np.uint32)
    cuts = ends + upto
    begin = 0
    for end in cuts.tolist():
        found[begin:end].sort()
        begin = end
    # Of its like only the last is kept, which is the one of the title if there is such a one.
    new = np.ones(len(found) + 1, np.bool_)
    np.greater(found[1:] ^ found[:-1], np.uint32(TITLE), out=new[1:-1])
    new[cuts] = True
    last = new[1:].nonzero()[0]
    sizes = last.searchsorted(cuts)
    sizes[1:] -= sizes[:-1].copy()
    return found.take(last), sizes


def places(codes: Bytes) -> tuple[U32, I64]:
    """The place of every gram, an empty bit behind it, and how many there are up to each part's end.

    A place is the scattered number of the first three letters, then the last: the order of files.
    """
    ends = (codes == END).nonzero()[0][GRAM - 2 :: GRAM - 1]
    pairs = codes[:-1].astype(np.uint16)
    pairs <<= np.uint16(BITS)
    pairs |= codes[1:]
    within = _within().take(pairs, mode="wrap")
    inside = within & _FIRST
    inside[1:] |= within[:-1] & _SECOND
    at = (inside[:-2] == 0).nonzero()[0]
    fours = pairs[:-2].astype(np.uint32)
    fours <<= np.uint32(2 * BITS)
    fours |= pairs[2:]
    found = _scattered(fours.take(at, mode="wrap"))
    found <<= np.uint32(TITLE)
    return found, at.searchsorted(ends)


_FIRST, _SECOND = np.uint8(1), np.uint8(2)


@cache
def _within() -> Bytes:
    """For each pair of letters whether no gram begins with its first, with its second."""
    found = np.zeros((1 << BITS, 1 << BITS), np.uint8)
    found[[END, *_codes(FOLLOWING)]] = _FIRST
    found[_codes(LEADING)] |= _SECOND
    for row in NEVER:
        found[_codes(row[0]), _codes(row[1:])] |= _FIRST
    return found.ravel()


def _codes(letters: str) -> list[int]:
    return [ALPHABET.index(letter) + 1 for letter in letters]


def _scattered(grams: U32) -> U32:
    """The places of grams."""
    found = mix(grams >> np.uint32(BITS), THIRD)
    found <<= np.uint32(BITS)
    found |= grams & np.uint32(LAST)
    return found


def _numbers(grams: U32) -> U32:
    """The numbers of grams: each has a row of what is known of its letters."""
    found = np.zeros(len(grams), np.uint32)
    for letters in grams.T:
        found <<= np.uint32(BITS)
        found |= letters >> np.uint32(CODE) & np.uint32(LAST)
    return found


def alone(known: U32) -> tuple[I64, U32]:
    """Where two or three consonants stand alone in a text, and what is known of each one's gram.

    พช, อ.บ.ต. and กฟผ. are such; what follows the last letter is `END`.
    """
    kinds = (known >> np.uint32(KIND)).astype(np.uint8)
    begins = kinds[:-2] == _CONSONANT
    begins[1:] &= kinds[:-3] == 0
    # What follows is a consonant or a dot, and then no vowel.
    begins &= (kinds[1:-1] & 1).view(np.bool_)
    begins &= kinds[2:] != _THAI
    at = begins.nonzero()[0]
    # Past the end stands what is last: `END`.
    seen = _WEIGHTS @ kinds.take(at + _AFTER, mode="clip")
    second, third = (offsets.take(seen) for offsets in _alone())
    is_such = second.nonzero()[0]
    at, second, third = at.take(is_such), second.take(is_such), third.take(is_such)
    letters = np.zeros((len(at), GRAM), np.uint32)
    letters[:, 0], letters[:, 1] = known.take(at), known.take(at + second)
    letters[:, 2] = known.take(at + third) * (third > 0)
    is_office = (letters.astype(np.uint8) != _era()).any(1).nonzero()[0]
    return at.take(is_office), letters.take(is_office, 0)


@cache
def _era() -> Bytes:
    """The gram of พ.ศ., which every year has before it: no office, and it would hide พส."""
    found = texts.letters()
    return np.array([found.index("พ"), found.index("ศ"), END, END], np.uint8)


_CONSONANT, _THAI, _DOT = 1, 2, 3
_WINDOW = 7
_AFTER = np.arange(1, _WINDOW)[:, None]
_WEIGHTS = 4 ** np.arange(_WINDOW - 1)


@cache
def _kinds() -> bytes:
    """For each byte: a consonant, another Thai letter, a dot, or (0) none of them."""
    return bytes(
        _CONSONANT if "ก" <= letter <= "ฮ" else _THAI if "ฯ" <= letter <= "๎" else _DOT if letter == "." else 0
        for letter in texts.letters()
    )


@cache
def _alone() -> tuple[I64, I64]:
    """How far off the second and third consonant is, by the kinds of the letters after it, two bits each.

    All at once: to ask a pattern for each takes as long as to read fifty texts.
    """
    windows = np.arange(1 << 2 * (_WINDOW - 1))
    kinds = np.zeros((_WINDOW + 1, len(windows)), np.int64)
    for place in range(1, _WINDOW):
        kinds[place] = windows >> 2 * (place - 1) & 3

    def after(place: I64) -> list[I64]:
        return [kinds[place + offset, windows] for offset in (1, 2, 3)]

    def consonant(place: I64) -> I64:
        """The next one, a dot may stand before it; 0 where there is none."""
        one, two, _ = after(place)
        return np.where(
            one == _CONSONANT, place + 1, np.where((one == _DOT) & (two == _CONSONANT), place + 2, 0)
        )

    def ends(place: I64) -> Flags:
        """Whether it ends there: with a dot at most that is not one between letters."""
        one, two, three = after(place)
        found: Flags = (place > 0) & ((one == 0) | (one == _DOT) & ~((two == _CONSONANT) & (three == _DOT)))
        return found

    second = consonant(np.zeros_like(windows))
    third = consonant(second)
    third[~ends(third)] = 0
    second[~ends(second) & (third == 0)] = 0
    return second, np.where(second > 0, third, 0)
