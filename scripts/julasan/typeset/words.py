"""Where a line of Thai may break: between two words that the segmenter knows, and never in a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from math import log

from julasan import thai
from julasan.typeset.places import NAMES, PROVINCES

BREAK = "\u200b"
"""Zero-width space: a line may break here. It never reaches the finished PDF."""
BOUND = "\u00a0"
"""No-break space: a space at which no line breaks. In the finished PDF it is a space."""

OPENING = "“‘([{«‹"
CLOSING = "”’)]}»›"
_STOPS = ",;:!?…%"
_BETWEEN = "/–-"
"""A line may break after these where they stand between two words: เชียงใหม่/ลำพูน."""
_CLINGING = "ๆฯ"
"""Signs that stay with the word before."""

_UNITS = (
    "ล้าน แสน หมื่น พัน ร้อย บาท สตางค์ คน ราย ท่าน ครั้ง รอบ วัน คืน สัปดาห์ เดือน ปี ชั่วโมง ชม. นาที วินาที น. นาฬิกา "
    "จังหวัด อำเภอ ตำบล หมู่บ้าน ครัวเรือน ครอบครัว กลุ่ม แห่ง ข้อ เรื่อง หน้า ฉบับ เล่ม แผ่น ชุด ชิ้น "
    "ไร่ ตารางวา ตร.ม. กิโลเมตร กม. เมตร เซนติเมตร ซม. มิลลิเมตร มม. กิโลกรัม กก. กรัม ตัน ลิตร ลบ.ม. "
    "เปอร์เซ็นต์ องศา เท่า % km kg m cm mm kB MB GB"
)
"""What stands after a number and on its line."""
_BEFORE_NUMBER = "พ.ศ. ค.ศ. ข้อ ครั้งที่ ฉบับที่ ปีที่ หน้า มาตรา ที่ วันที่ เลขที่ หมู่ ม. โทร. ตอน ตอนที่ บทที่ ภาค เล่ม เวลา ร้อยละ ปี"
"""What stands before a number and on its line."""


def _any(names: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))


_MONTHS = _any(thai.MONTHS + thai.MONTHS_SHORT)
_BOUND_SPACES = re.compile(
    "(?<=[^ ]) (?=ๆ)"
    f"|(?<=[0-9๐-๙]) (?=(?:{_any(_UNITS.split())}|{_MONTHS})(?![a-zA-Z]))"
    f"|(?:(?<=[^\u0e00-\u0e7f])|^)(?:{_any(_BEFORE_NUMBER.split())})( )(?=[0-9๐-๙])"
    f"|(?:{_MONTHS})( )(?=[0-9๐-๙])"
    f"|(?:{_any(PROVINCES)})( )(?=[0-9๐-๙]{{5}}(?![0-9๐-๙]))"
)
_NAME = re.compile(_any(NAMES))
_ORDINAL = re.compile("ที่ ?(?=[0-9๐-๙])")
"""ที่ of ฉบับที่ 2, ครั้งที่ 3: it stays with the word before."""
_THAI = re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e]")
_SURER = 100
"""By how much another cut of two words must be the likelier one to be taken."""
PHRASE = 20
"""A phrase of a title with more letters may be too wide for the contents' column."""
_OF_PLACE = ("จังหวัด", "อำเภอ", "ตำบล")
"""What stands before a name of a place and on its line."""
_SCRAP = 4
"""A part of a compound with fewer letters stands on no line alone."""
_ACROSS = 8
"""So far a word reaches that stands across two parts of a compound."""
_PREFIXES = frozenset(("การ", "ความ", "ผู้", "นัก", "ช่าง", "ชาว", "ฝ่าย"))
"""What makes a noun of the word after: a line does not end on it."""
_ROYAL = ("พระ", "สมเด็จ", "เจ้าฟ้า")
"""A compound that begins so is a name, and stays whole."""
_CORPUS = 33e6
"""Words of the Thai National Corpus."""
_LONG, _COMMON = 6, 50
"""A shorter word must stand so often in the corpus: the dictionary has many that nobody writes."""
_UNBROKEN = re.compile("[!-~\u00c0-\u024f]{19,}")
_JOINTS = "/._-?&=#"
_PIECE, _PIECES = 5, 12
"""Letters of a piece that ends at a joint, and of one that does not."""
_ONE_LETTER = frozenset("ณธ")
"""The words of one letter; any other single letter is a scrap that the segmenter left."""


@lru_cache(maxsize=1)
def _dictionary() -> frozenset[str]:
    from pythainlp.corpus import thai_words

    return frozenset(thai_words()) | NAMES


@lru_cache(maxsize=1)
def _short_dictionary() -> frozenset[str]:
    from pythainlp.corpus import thai_icu_words

    return frozenset(thai_icu_words())


@lru_cache(maxsize=1)
def _counts() -> Mapping[str, int]:
    """How often each word stands in the Thai National Corpus."""
    from pythainlp.corpus import tnc

    return tnc.unigram_word_freqs()


def breaks(text: str) -> list[int]:
    """Offsets in `text` at which a line may break and no space stands, in order."""
    if not _THAI.search(text):
        return []
    found: list[int] = []
    words, unsure = _settled(thai.words(text))
    at = 0
    for index, word in enumerate(words):
        before = words[index - 1] if index else " "
        listed = before in _BETWEEN and index > 1 and _whole(words[index - 2]) and _whole(word)
        noun = before in _PREFIXES and _THAI.match(word)
        if listed or (index not in unsure and _may_part(before, word) and not noun):
            found.append(at)
        for part in _parts(word):
            at += len(part)
            found.append(at)
        found.pop()
    if found:
        inside = {at for name in _names(text) for at in range(name[0] + 1, name[1])}
        inside |= {start for start, _ in _names(text) if text.endswith(_OF_PLACE, 0, start)}
        inside |= {match.start() for match in _ORDINAL.finditer(text)}
        found = [at for at in found if at not in inside]
    return found


def phrase_breaks(text: str) -> list[int]:
    """:func:`breaks` of a title, which is broken at its spaces where it has some: never in a short phrase."""
    found, start = breaks(text), 0
    if " " not in text:
        return found
    kept: list[int] = []
    for phrase in text.split(" "):
        if len(thai.clusters(phrase)) > PHRASE:
            kept += [at for at in found if start < at < start + len(phrase)]
        start += len(phrase) + 1
    return kept


def long_breaks(text: str) -> Iterator[int]:
    """Where a word of other letters, or an address, may break that is too long for a table's cell."""
    for match in _UNBROKEN.finditer(text):
        begun = match.start()
        for at in range(match.start() + 1, match.end() - _PIECE):
            joint = text[at - 1] in _JOINTS and text[at] not in _JOINTS
            if at - begun >= (_PIECE if joint else _PIECES):
                yield at
                begun = at


def bound_spaces(text: str) -> list[int]:
    """Offsets of the spaces at which no line may break: before ๆ, in dates, between number and unit."""
    if " " not in text:
        return []
    return [match.start(match.lastindex or 0) for match in _BOUND_SPACES.finditer(text)]


def _settled(words: list[str]) -> tuple[list[str], set[int]]:
    """The same text in words, with the slips of the segmenter mended that a corpus shows: แล้|วจะ is แล้ว|จะ.

    newmm takes the fewest words and knows no frequencies, so that it may cut a common word for a rare one.
    Where ICU's dictionary has its two words as well and the second is no scrap (เพียง|พอแล้ว, where เพียงพอ|แล้ว
    is meant), the index of the second is in the set: no line breaks before it.
    """
    words, unsure = list(words), set()
    for index in range(len(words) - 1):
        pair = words[index], words[index + 1]
        if _THAI.match(pair[0]) and _THAI.match(pair[1]) and (better := _better(*pair)) != pair:
            words[index : index + 2] = better
            if len(pair[1]) >= _SCRAP and _short_dictionary().issuperset(pair):
                unsure.add(index + 1)
    return words, unsure


@lru_cache(maxsize=65536)
def _better(before: str, after: str) -> tuple[str, str]:
    counts, known, both = _counts(), _dictionary(), before + after
    best, weight = (before, after), _SURER * (1 + counts.get(before, 0)) * (1 + counts.get(after, 0))
    for at in range(1, len(both)):
        pair = both[:at], both[at:]
        often = counts.get(pair[0], 0), counts.get(pair[1], 0)
        if at != len(before) and min(often) >= _COMMON and pair[0] in known and pair[1] in known:
            other = (1 + often[0]) * (1 + often[1])
            if other > weight:
                best, weight = pair, other
    return best


@lru_cache(maxsize=65536)
def _parts(word: str) -> tuple[str, ...]:
    """A long compound in its words, แสดง|ความยินดี. A word that ICU knows, or one often written, is none."""
    if len(word) < _LONG or word not in _dictionary() or word in NAMES:
        return (word,)
    if word in _short_dictionary() or _counts().get(word, 0) >= _COMMON or word.startswith(_ROYAL):
        return (word,)
    # The likeliest way to write it with common words (Viterbi over unigrams); best[n] is of n letters.
    counts, known = _counts(), _short_dictionary()
    best: dict[int, tuple[float, tuple[str, ...]]] = {0: (0.0, ())}
    for end in range(2, len(word) + 1):
        ways = [
            (best[start][0] + log(counts[word[start:end]] / _CORPUS), (*best[start][1], word[start:end]))
            for start in range(end - 1)
            if start in best and word[start:end] in known and counts.get(word[start:end], 0) >= _COMMON
        ]
        if ways:
            best[end] = max(ways)
    return _no_scraps(_apart(best[len(word)][1])) if len(word) in best else (word,)


def _apart(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Parts of a compound, two kept together where a longer word stands across: ทำความ in กระทำ|ความผิด."""
    known, word, at = _short_dictionary(), "".join(parts), 0
    kept: list[str] = [""]
    for part in parts:
        starts = range(max(1, at - _ACROSS), at)
        ends = range(at + 1, min(len(word), at + _ACROSS) + 1)
        if at and not any(
            word[start:end] in known for start in starts for end in ends if end - start >= _LONG
        ):
            kept.append("")
        kept[-1] += part
        at += len(part)
    return tuple(kept)


def _no_scraps(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Parts of a compound, a short one (ผู้ การ พระ) kept with the next: a line does not end on it."""
    kept: list[str] = [""]
    for part in parts:
        kept[-1] += part
        if len(part) >= _SCRAP and part not in _PREFIXES:
            kept.append("")
    if len(kept) > 1 and len(kept[-1]) < _SCRAP:
        kept[-2:] = ["".join(kept[-2:])]
    return tuple(kept)


def _names(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _NAME.finditer(text)]


def _may_part(before: str, after: str) -> bool:
    first, last = after[0], before[-1]
    if first.isspace() or last.isspace() or first in CLOSING + _STOPS + _CLINGING or last in OPENING:
        return False
    if first in OPENING:
        return _whole(before) or last in CLOSING
    if not _whole(after):
        return False
    return _whole(before) or last in CLOSING + _STOPS + _CLINGING


def _common(word: str) -> bool:
    """Whether the corpus has `word` often, as one word or as two."""
    counts = _counts()
    return counts.get(word, 0) >= _COMMON or any(
        counts.get(word[:at], 0) >= _COMMON and counts.get(word[at:], 0) >= _COMMON
        for at in range(2, len(word) - 1)
    )


@lru_cache(maxsize=65536)
def _whole(word: str) -> bool:
    """Whether `word` is one that we know: of the dictionary, or foreign with two letters or more."""
    if not _THAI.match(word):
        return len(word) > 1 and word.isalpha()
    if len(word) == 1:
        return word in _ONE_LETTER
    return word in _dictionary() and (len(word) >= _LONG or _common(word))
