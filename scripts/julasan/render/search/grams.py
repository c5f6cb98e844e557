"""The gram index: four letters of folded text -> the documents that hold them, in many small files.

Text is folded to an alphabet of at most 127 letters (digits of any script, a-z, Thai
consonants and vowels; tone marks, spaces and signs fall away), so that a gram of four
is one number of 28 bits. A gram begins where a Thai syllable may begin: not at a vowel
that follows its consonant, nor at a consonant after เ แ โ ไ. That leaves out four of ten
and loses nothing, for nobody's query begins there. The grams are dealt out to files by a hash, so that the
browser knows a gram's file without a table. Four families of files follow each other:

* light: by the hash of the gram's first three letters, so that a term of three
  letters finds all its grams in one file;
* heavy: grams whose first three letters begin a common gram or too many others, by the hash of all four;
* common: grams that more than an eighth of the documents hold; the head names them,
  the browser reads them only where rarer ones are wanting;
* starts: for two letters, and for three heavy ones, the grams that most often go on from them.

Grams of a light file stand in groups of the same three letters, each with its last letter only.
A level (``postings``) follows each document, but not where the gram stands in one document alone.

A file is a stream of bits, six to a character (base64's alphabet): the compression of
the host takes the quarter back, and a <script> from file:// can carry it. Numbers are
Elias gamma and Rice codes (Golomb 1966), gaps between documents as in Witten, Moffat
and Bell, "Managing Gigabytes", chapter 3.
"""

from __future__ import annotations

import binascii
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

U64: TypeAlias = npt.NDArray[np.uint64]
I64: TypeAlias = npt.NDArray[np.int64]
Bytes: TypeAlias = npt.NDArray[np.uint8]

GRAM = 4
BITS = 7
"""Bits of a letter's code."""

_USUAL = "รานอกลัเมวดสงตทคหแยบปไิพจีขุชโำ"
_RARE = "ผูะืซถภึศณธฉฟญษฐฮฏฒฎฆฬฑฌฝฤฃฅฦ"
ALPHABET = _USUAL + "0123456789" + _RARE + "aeotirsnclpmduhgbfwvykxqjz"
"""Letters with a code of their own, 1 and up. The browser's alphabet is made from this one.

They stand by how often a gram ends with them, so that a usual last letter is a small number.
"""
SAME = {"ใ": "ไ", "ๅ": "า"}
"""Letters that people take for each other."""
DROPPED = "".join(map(chr, range(0x0E46, 0x0E50))) + "ฯ"
"""ๆ ฯ and all tone marks: the slip that is made most often is to leave one out."""
END = 127
OTHERS = len(ALPHABET) + 1
"""First of the codes that letters of other scripts share."""
MARKS = "ัิีึืุู"

FOLLOWING = MARKS + "ะาำ"
"""No gram begins with one of these ..."""
LEADING = "เแโไ"
"""... nor right after one of these."""

E, AE = ALPHABET.index("เ") + 1, ALPHABET.index("แ") + 1


def code(letter: str) -> int:
    """The code of one character: 0 where it falls away."""
    letter = unicodedata.normalize("NFD", letter.lower())[:1]
    letter = SAME.get(letter, letter)
    if letter in DROPPED:
        return 0
    found = ALPHABET.find(letter)
    if found >= 0:
        return found + 1
    if unicodedata.category(letter) == "Nd":
        return ALPHABET.index("0") + unicodedata.digit(letter) + 1
    return OTHERS + ord(letter) % (END - OTHERS) if letter.isalnum() else 0


_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def units(text: str) -> npt.NDArray[np.uint16]:
    """`text` as UTF-16 code units; what lies beyond the basic plane becomes U+FFFD and so falls away."""
    raw = text.encode("utf-16-le", "surrogatepass")
    if len(raw) != 2 * len(text):
        raw = _ASTRAL.sub("\ufffd", text).encode("utf-16-le", "surrogatepass")
    return np.frombuffer(raw, np.uint16)


def _set(letters: str) -> npt.NDArray[np.bool_]:
    held = np.zeros(1 << BITS, bool)
    held[[ALPHABET.index(letter) + 1 for letter in letters]] = True
    return held


_IS_MARK = _set(MARKS)
_IS_LEADING = _set(LEADING)
_BEGINS = ~_set(FOLLOWING)
_BEGINS[END] = False


class Folding:
    """Codes of folded letters, by code unit; a letter is looked up when it is first met."""

    def __init__(self) -> None:
        self._codes = np.zeros(65536, np.uint8)
        self._known = np.zeros(65536, bool)
        self._known[0] = True
        self._codes[0] = END

    def __call__(self, text: npt.NDArray[np.uint16]) -> Bytes:
        """Fold code units: เเ becomes แ, a doubled mark single, what has no code is gone. NUL is END."""
        met = np.bincount(text, minlength=65536) > 0
        for new in np.flatnonzero(met & ~self._known):
            self._codes[new] = code(chr(new))
        self._known |= met
        codes: Bytes = self._codes[text]
        codes = codes[codes != 0]
        same = codes[1:] == codes[:-1]
        twice = np.flatnonzero(same)
        letters = codes[twice]
        doubled = twice[_IS_MARK[letters] | (letters == E)] + 1
        if len(doubled):
            codes[doubled[codes[doubled] == E] - 1] = AE
            keep = np.ones(len(codes), bool)
            keep[doubled] = False
            codes = codes[keep]
        return codes


def postings(texts: Sequence[tuple[str, ...]], chunk: int = 1 << 16) -> U64:
    """Every gram of every text, sorted: ``gram << 36 | document << 2 | level``.

    A text is its title, then other parts. Level 0: once; 1: two or three times; 2: four
    times or more; 3: in the title.
    """
    fold = Folding()
    found: list[U64] = []
    first = 0
    while first < len(texts):
        size, last = 0, first
        while last < len(texts) and (size < chunk or last == first):
            size += sum(map(len, texts[last]))
            last += 1
        found.append(_postings(fold, texts[first:last], first))
        first = last
    if not found:
        return np.zeros(0, np.uint64)
    whole = np.concatenate(found)
    whole.sort(kind="stable")  # runs that are sorted already: they are only merged
    return whole


_BETWEEN = "\0\0\0"


def _postings(fold: Folding, texts: Sequence[tuple[str, ...]], first: int) -> U64:
    parts: list[str] = []
    tags: list[int] = []
    for number, text in enumerate(texts, first):
        parts += text
        tags += [number << 1] + [number << 1 | 1] * (len(text) - 1)
    joined = _BETWEEN.join([part.replace("\0", " ") for part in parts]) + _BETWEEN
    codes = fold(units(joined))
    ends = np.flatnonzero(codes == END)[2::3]
    lengths = np.diff(ends, prepend=-1)
    tag = np.repeat(np.array(tags, np.uint32), lengths)[:-3]
    pairs = codes[:-1].astype(np.uint16) << np.uint16(BITS) | codes[1:]
    begins = _BEGINS[codes[:-3]]
    begins[1:] &= ~_IS_LEADING[codes[:-4]]
    at = np.flatnonzero(begins)
    # Two passes of a radix sort by sixteen bits; the order of the text stays within a gram.
    high, low = pairs[at], pairs[at + 2]
    order = np.argsort(low, kind="stable")
    order = order[np.argsort(high[order], kind="stable")]
    grams = high[order].astype(np.uint32) << np.uint32(2 * BITS) | low[order]
    tag = tag[at[order]]
    held = grams.astype(np.uint64) << np.uint64(34) | tag >> np.uint32(1)
    starts = _opens(held)
    times = np.diff(starts, append=len(held))
    level = (times > 1).astype(np.uint64) + (times > 3)
    level[tag[starts] & np.uint32(1) == 0] = 3
    return held[starts] << np.uint64(2) | level


def mix(number: U64, bits: int) -> U64:
    """Scatter numbers of `bits` bits; one to one, so that file and remainder name the number again."""
    mask = np.uint64((1 << bits) - 1)
    half = np.uint64(bits // 2)
    number = number ^ number >> half
    number = number * np.uint64(0x2C1B3C6D) & mask
    return number ^ number >> half


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
    return int(min(1400, max(640, 26 * documents**0.5)))


def build(texts: Sequence[tuple[str, ...]]) -> Index:
    """Index texts (title first) by their place in the sequence."""
    count = len(texts)
    held = postings(texts)
    grams = held >> np.uint64(36)
    starts = _opens(grams)
    frequency = np.diff(starts, append=len(grams))
    grams = grams[starts]
    docs = (held >> np.uint64(2) & np.uint64((1 << 34) - 1)).astype(np.int64)
    level = (held & np.uint64(3)).astype(np.uint8)
    level[starts[frequency == 1]] = NO_LEVEL
    del held

    common = frequency > max(FEWEST, count // COMMON)
    gaps = np.empty(len(docs), np.int64)
    gaps[1:] = docs[1:] - docs[:-1] - 1
    gaps[starts] = docs[starts]
    rice = _rice(count, frequency)
    values, lengths = _posting_codes(gaps, np.repeat(rice, frequency), level)
    del gaps, docs, level
    sizes = np.add.reduceat(lengths, starts, dtype=np.int64) + 20 if len(starts) else np.zeros(0, np.int64)

    wanted = file_size(count) * 8
    thirds = grams >> np.uint64(BITS)
    crowded = _crowded(thirds, np.where(common, 0, sizes), 2 * wanted)
    begun = np.unique(thirds[common])
    heavy = (np.isin(thirds, begun) | np.isin(thirds, crowded)) & ~common
    light = ~heavy & ~common
    families = [max(1, -(-int(sizes[which].sum()) // wanted)) for which in (light, heavy, common)]
    file = np.empty(len(grams), np.int64)
    name = np.empty(len(grams), np.int64)
    scattered = mix(grams, GRAM * BITS)
    groups = mix(thirds, (GRAM - 1) * BITS)
    last = grams % np.uint64(1 << BITS) % np.uint64(END)
    base = 0
    for which, size in zip((light, heavy, common), families, strict=True):
        rest, number = np.divmod((groups if which is light else scattered)[which], np.uint64(size))
        if which is light:
            rest = rest << np.uint64(BITS) | last[which]
        file[which] = number.astype(np.int64) + base
        name[which] = rest.astype(np.int64)
        base += size
    bits = ((GRAM - 1) * BITS, GRAM * BITS, GRAM * BITS)
    spaces = np.repeat([(1 << each) // size for each, size in zip(bits, families, strict=True)], families)

    order = np.argsort(file << 32 | name, kind="stable")
    ordered = (file[order], name[order], starts[order], frequency[order])
    written = _files(count, families[0], spaces, *ordered, values, lengths)
    begun_with = _starts(grams, frequency, heavy | common)
    return Index(
        documents=count,
        families=(families[0], families[1], families[2], len(begun_with)),
        common=tuple(grams[common].tolist()),
        split=tuple(np.setdiff1d(crowded, begun).tolist()),
        files=(*written, *begun_with),
    )


def _rice(space: int | I64, count: I64) -> I64:
    """Rice's parameter for `count` numbers below `space`: log2 of 0.69 of the mean gap (``riceOf``)."""
    mean = np.maximum(space * 11 // (count * 16), 1)
    return np.asarray(np.frexp(mean.astype(np.float64))[1] - 1, np.int64)


ESCAPE = 12
"""So many ones say that a plain number of 28 bits follows."""
NO_LEVEL = 4
"""A gram that one document holds tells enough without a level."""
_LEVEL_VALUE = np.array([0b0, 0b10, 0b110, 0b111, 0], np.uint64)
_LEVEL_LENGTH = np.array([1, 2, 3, 3, 0], np.uint8)


def _rice_codes(numbers: I64, parameter: I64) -> tuple[U64, Bytes]:
    high = numbers >> parameter
    ones = np.minimum(high, ESCAPE)
    value = ((1 << ones) - 1) << (parameter + 1) | numbers & ((1 << parameter) - 1)
    length = ones + 1 + parameter
    far = np.flatnonzero(high >= ESCAPE)
    value[far] = ((1 << ESCAPE) - 1) << 28 | numbers[far]
    length[far] = ESCAPE + 28
    return value.astype(np.uint64), length.astype(np.uint8)


def _gamma_codes(numbers: I64) -> tuple[U64, Bytes]:
    """Elias gamma: as many noughts as the number has bits after its first, then the number."""
    width = np.frexp(numbers.astype(np.float64))[1]
    return numbers.astype(np.uint64), (2 * width - 1).astype(np.uint8)


def _posting_codes(gaps: I64, parameter: I64, level: Bytes) -> tuple[U64, Bytes]:
    values = np.empty(len(gaps), np.uint64)
    lengths = np.empty(len(gaps), np.uint8)
    step = 1 << 17
    for at in range(0, len(gaps), step):  # in pieces that stay in the processor's cache
        piece = slice(at, at + step)
        value, length = _rice_codes(gaps[piece], parameter[piece])
        extra = _LEVEL_LENGTH[level[piece]]
        values[piece] = value << extra.astype(np.uint64) | _LEVEL_VALUE[level[piece]]
        lengths[piece] = length + extra
    return values, lengths


def _files(
    count: int,
    light: int,
    spaces: I64,
    file: I64,
    name: I64,
    starts: I64,
    frequency: I64,
    values: U64,
    lengths: Bytes,
) -> Iterator[str]:
    """Write each file: the number of documents, that of names, then each gram with its postings."""
    files = len(spaces)
    grams_of = np.bincount(file, minlength=files)
    first = np.concatenate(([0], np.cumsum(grams_of)))
    named, codes, lengths_of_codes = _names(light, spaces, file, name)
    count_value, count_length = _gamma_codes(frequency)
    heads = np.stack((np.full(files, count + 1), named + 1), axis=1)
    head_value, head_length = _gamma_codes(heads.ravel())

    at = 0
    while at < files:
        upto = at + 1
        # some 200,000 postings at a time: the work stays in the cache
        limit = first[at] + (1 << 13)
        while upto < files and first[upto + 1] <= limit:
            upto += 1
        grams = slice(int(first[at]), int(first[upto]))
        df = frequency[grams]
        before = np.cumsum(df) - df
        total = int(df.sum())
        place = np.arange(total) + np.repeat(starts[grams] - before, df)
        own = file[grams] - at
        size = total + 3 * len(df) + 2 * (upto - at)
        value = np.empty(size, np.uint64)
        length = np.empty(size, np.uint8)
        slot = before + 3 * np.arange(len(df)) + 2 * (own + 1)
        for more in (0, 1):
            value[slot + more] = codes[more][grams]
            length[slot + more] = lengths_of_codes[more][grams]
        value[slot + 2], length[slot + 2] = count_value[grams], count_length[grams]
        body = np.arange(total) + np.repeat(slot + 3 - before, df)
        value[body], length[body] = values[place], lengths[place]
        held = np.bincount(own, weights=df + 3, minlength=upto - at).astype(np.int64)
        opens = np.cumsum(held + 2) - (held + 2)
        value[opens], length[opens] = head_value[2 * at : 2 * upto : 2], head_length[2 * at : 2 * upto : 2]
        value[opens + 1] = head_value[2 * at + 1 : 2 * upto : 2]
        length[opens + 1] = head_length[2 * at + 1 : 2 * upto : 2]
        yield from pack(value, length, opens)
        at = upto


def _names(light: int, spaces: I64, file: I64, name: I64) -> tuple[I64, tuple[U64, U64], tuple[Bytes, Bytes]]:
    """How many names each file has, and two codes for each gram, the first of them empty but for light grams.

    A light gram's name is its group, told with the group's first gram: Rice of the gap, gamma of
    how many grams it has; and its last letter. Another gram's name is one number.
    """
    is_light = file < light
    group = np.where(is_light, name >> BITS, name)
    opens = np.ones(len(name), bool)
    opens[1:] = (file[1:] != file[:-1]) | (group[1:] != group[:-1])
    heads = np.flatnonzero(opens)
    named = np.bincount(file[heads], minlength=len(spaces))
    gap = group[heads]
    same = np.flatnonzero(file[heads][1:] == file[heads][:-1]) + 1
    gap[same] -= group[heads][same - 1] + 1
    value, length = _rice_codes(gap, _rice(np.maximum(spaces, 1), np.maximum(named, 1))[file[heads]])
    size = np.diff(heads, append=len(name))
    size_value, size_length = _gamma_codes(size)

    values = (np.zeros(len(name), np.uint64), np.zeros(len(name), np.uint64))
    lengths = (np.zeros(len(name), np.uint8), np.zeros(len(name), np.uint8))
    grouped = is_light[heads]
    values[0][heads[grouped]] = (value << size_length.astype(np.uint64) | size_value)[grouped]
    lengths[0][heads[grouped]] = (length + size_length)[grouped]
    letters = name & (1 << BITS) - 1
    letters[1:] -= np.where(opens[1:], 0, letters[:-1] + 1)
    values[1][:], lengths[1][:] = _rice_codes(
        np.where(is_light, letters, 0), np.repeat(_LAST[np.minimum(size, len(_LAST) - 1)], size)
    )
    values[1][heads[~grouped]], lengths[1][heads[~grouped]] = value[~grouped], length[~grouped]
    return named, values, lengths


_LAST = np.array([4, 4, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2, 1])
"""Rice's parameter for the last letters of a group, by how many there are (``lastRice``)."""


def pack(values: U64, lengths: Bytes, opens: I64) -> Iterator[str]:
    """Put codes of at most 63 bits one after another, six bits a character; `opens` begin new texts."""
    if not len(values):
        return
    width = lengths.astype(np.int64)
    end = np.cumsum(width)
    sizes = np.diff(np.concatenate((end[opens] - width[opens], end[-1:])))
    characters = -(-sizes // 6)
    begins = np.cumsum(characters) - characters
    codes = np.diff(opens, append=len(values))
    offset = end - width + np.repeat(begins * 6 - (end[opens] - width[opens]), codes)
    word = offset >> 6
    shift = (offset & 63).astype(np.uint64)
    left = values << (64 - width).astype(np.uint64)
    words = np.zeros(int(word[-1]) + 2, np.uint64)
    heads = _opens(word)
    words[word[heads]] = np.bitwise_or.reduceat(left >> shift, heads)
    spill = np.flatnonzero((offset & 63) + width > 64)
    words[word[spill] + 1] |= left[spill] << (np.uint64(64) - shift[spill])
    text = binascii.b2a_base64(words.astype(">u8").tobytes(), newline=False).decode("ascii")
    for begin, size in zip(begins.tolist(), characters.tolist(), strict=True):
        yield text[begin : begin + size]


def _crowded(thirds: U64, sizes: I64, limit: int) -> U64:
    """The groups of three letters whose grams take more than `limit` bits."""
    if not len(thirds):
        return thirds
    opens = _opens(thirds)
    return thirds[opens[np.add.reduceat(sizes, opens) > limit]]


def _opens(sorted_numbers: U64 | I64) -> I64:
    """Where each run of equal numbers begins."""
    if not len(sorted_numbers):
        return np.zeros(0, np.int64)
    return np.flatnonzero(np.concatenate((np.ones(1, bool), sorted_numbers[1:] != sorted_numbers[:-1])))


def _starts(grams: U64, frequency: I64, heavy: npt.NDArray[np.bool_]) -> list[str]:
    """The grams that most documents go on with, one text a first letter of two, or of three heavy ones.

    A text has groups with a space between: the second letter and two more letters for
    each gram; then after "|" the second and third letter of a heavy group, and one more
    letter for each gram.
    """
    first = grams >> np.uint64(3 * BITS)
    files = ["" for _ in range(int(first[-1]) + 1)] if len(grams) else []
    letters = np.array([letter(code) for code in range(1 << BITS)])
    for size, among in ((2, np.arange(len(grams))), (3, np.flatnonzero(heavy))):
        group = grams[among] >> np.uint64((GRAM - size) * BITS)
        opens = _opens(group)
        chosen, new = _most(np.diff(opens, append=len(group)), frequency[among])
        words = [
            letters[(grams[among[chosen]] >> np.uint64(shift)).astype(np.int64) & 127].tolist()
            for shift in (14, 7, 0)
        ]
        for file, begins, *word in zip(first[among[chosen]].tolist(), new.tolist(), *words, strict=True):
            if begins:
                files[file] += " " + "".join(word[: size - 1])
            files[file] += "".join(word[size - 1 :])
        if size == 2:
            files = [file + " |" for file in files]
    return [file.strip() for file in files]


def _most(sizes: I64, frequency: I64) -> tuple[I64, npt.NDArray[np.bool_]]:
    """The places of the `STARTS` most frequent in each run of so many, and which of them opens its run."""
    number = np.repeat(np.arange(len(sizes)), sizes)
    place = np.arange(len(frequency))
    rare = int(frequency.max(initial=0)) - frequency
    order = np.sort(number << 44 | rare << 24 | place) & (1 << 24) - 1
    rank = place - np.repeat(np.cumsum(sizes) - sizes, sizes)
    kept = rank < STARTS
    return order[kept], rank[kept] == 0


def letter(code: int) -> str:
    """A code as a character of the index's text: the letter itself, or one that stands for it."""
    return ALPHABET[code - 1] if 0 < code <= len(ALPHABET) else chr(0xE000 + code)
