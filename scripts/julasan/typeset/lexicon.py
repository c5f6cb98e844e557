"""What is a word of Thai, how often it is written, and where a long compound parts into its words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from math import log

from julasan import thai
from julasan.typeset.places import NAMES

PREFIXES = frozenset(("การ", "ความ", "ผู้", "นัก", "ช่าง", "ชาว", "ฝ่าย", "แห่ง", "พระ", "สมเด็จ"))
"""What belongs to the word after it: a line does not end on it."""
COMMON = 50
"""A word that stands so often in the Thai National Corpus is one that people write."""

_EVERYDAY, _REACH = 300, 12
"""A longer word that stands so often in it is an everyday one; it is looked for over so many characters."""
_WHOLE, _HEADWORD, _LONGEST = 9, 12, 15
"""Letters (clusters) up to which any compound is one word to its reader, one with an entry of its own in the
Royal Society's dictionary, and one that is often written."""
_OFTEN = 20_000
"""A part of a compound stands so often in Phupha: the dictionary has many words that nobody writes."""
_SURER = 1000
"""A reading of a compound so many times less likely than another is none."""
_SCRAP = 4
"""A part of a compound with fewer characters stands on no line alone."""
_JOINING = PREFIXES | frozenset(("ของ", "เพื่อ", "และ", "ใน", "โดย", "เป็น", "เชิง", "ทาง", "ส่วน", "เฉียง", "กรุง"))
"""What stands in a compound with the word after it."""
_ENDINGS = frozenset(("ศาสตร์", "วิทยา", "นิยม", "กรรม", "ธรรม", "ภาพ"))
"""What ends a compound and begins no line."""
_ROYAL = ("พระ", "สมเด็จ", "เจ้าฟ้า")
"""A compound that begins so is a name, and stays whole."""
_TERMS = frozenset(("กระทำความผิด",))
"""Terms of the law that both segmenters take for one word."""
_SILENT = "\u0e4c"
"""Thanthakhat: สัตว is what สัตว์ becomes in a compound, and never stands alone."""

_Span = tuple[int, int]


@lru_cache(maxsize=1)
def dictionary() -> frozenset[str]:
    """The words that PyThaiNLP's dictionary holds, and the places' names."""
    from pythainlp.corpus import thai_words

    return frozenset(thai_words()) | NAMES


@lru_cache(maxsize=1)
def short_dictionary() -> frozenset[str]:
    """The words of ICU's dictionary, which has few compounds."""
    from pythainlp.corpus import thai_icu_words

    return frozenset(thai_icu_words())


@lru_cache(maxsize=1)
def _headwords() -> frozenset[str]:
    """The words under which the dictionary of the Royal Society has an entry."""
    from pythainlp.corpus import thai_orst_words

    return frozenset(thai_orst_words())


@lru_cache(maxsize=1)
def counts() -> Mapping[str, int]:
    """How often each word stands in the Thai National Corpus (33 million words, compounds mostly apart)."""
    from pythainlp.corpus import tnc

    return tnc.unigram_word_freqs()


@lru_cache(maxsize=1)
def _web_counts() -> Mapping[str, int]:
    """How often each stands in Phupha (27 thousand million words by newmm, compounds whole)."""
    from pythainlp.corpus import phupha

    return phupha.unigram_word_freqs()


@lru_cache(maxsize=65536)
def torn(before: str, after: str) -> bool:
    """Whether a line that ends between two words tears an everyday one: ทำ|ให้การ where ทำให้|การ is meant.

    newmm takes the fewest words and knows no frequencies; the likeliest reading of both together decides.
    """
    both, seam = before + after, len(before)
    starts, ends = range(max(0, seam - _REACH), seam), range(seam + 1, min(len(both), seam + _REACH) + 1)
    if not any(_everyday(both[start:end]) for start in starts for end in ends):
        return False
    at = 0
    for part in _likeliest(both, list(_spans(both, _common))):
        at += len(part)
        if at >= seam:
            return at > seam and _everyday(part)
    return False


@lru_cache(maxsize=65536)
def parts(word: str) -> tuple[str, ...]:
    """A long compound in its words: องค์กร|ปกครอง|ส่วนท้องถิ่น. No word of any likely reading is torn."""
    if _is_one(word):
        return (word,)
    spans = [(start, end) for start, end in _spans(word, _known) if end - start < len(word)]
    closed = {at for start, end in _rivals(word, spans) for at in _inside(start, word[start:end])}
    kept, at = [""], 0
    for part in _likeliest(word, spans) or (word,):
        if at and at not in closed:
            kept.append("")
        kept[-1] += part
        at += len(part)
    found = _clung(_sound(kept))
    return tuple(piece for part in found for piece in parts(part)) if len(found) > 1 else (word,)


def _is_one(word: str) -> bool:
    """Whether `word` is one to its reader: short, of ICU's dictionary, often written, or a name."""
    if word not in dictionary() or word in NAMES or word in _TERMS or word.startswith(_ROYAL):
        return True
    letters = len(thai.clusters(word))
    if letters <= _WHOLE or (letters <= _HEADWORD and word in _headwords()):
        return True
    return letters <= _LONGEST and (word in short_dictionary() or _common(word))


def _common(word: str) -> bool:
    return counts().get(word, 0) >= COMMON


def _everyday(word: str) -> bool:
    return counts().get(word, 0) >= _EVERYDAY and len(thai.clusters(word)) > 2 and word in dictionary()


def _known(word: str) -> bool:
    often = _common(word) or _web_counts().get(word, 0) >= _OFTEN
    return often and len(word) > 1 and word in dictionary()


# Readings: a text as words, by how often each is written (Viterbi over unigrams)


def _spans(text: str, known: Callable[[str], bool]) -> Iterator[_Span]:
    """Where words stand in `text`, start and end of each, in the order of their ends."""
    for end in range(1, len(text) + 1):
        for start in range(end):
            if known(text[start:end]):
                yield start, end


def _weight(word: str) -> float:
    """The logarithm of its share of all words, by the corpus that has it more often."""
    return log(max(counts().get(word, 0) / 33e6, _web_counts().get(word, 0) / 27e9))


def _likeliest(text: str, spans: Iterable[_Span]) -> tuple[str, ...]:
    """The likeliest reading of `text`; empty where it has none."""
    best: dict[int, tuple[float, tuple[str, ...]]] = {0: (0.0, ())}
    for start, end in spans:
        if start in best:
            way = best[start][0] + _weight(text[start:end]), (*best[start][1], text[start:end])
            best[end] = max(best.get(end, way), way)
    return best[len(text)][1] if len(text) in best else ()


def _rivals(text: str, spans: list[_Span]) -> Iterator[_Span]:
    """The common words of each reading of `text` that is not by far less likely than the likeliest."""
    before, after = {0: 0.0}, {len(text): 0.0}
    for start, end in spans:
        if start in before:
            way = before[start] + _weight(text[start:end])
            before[end] = max(before.get(end, way), way)
    for start, end in sorted(spans, reverse=True):
        if end in after:
            way = after[end] + _weight(text[start:end])
            after[start] = max(after.get(start, way), way)
    for start, end in spans:
        if start in before and end in after and _common(text[start:end]):
            way = before[start] + _weight(text[start:end]) + after[end]
            if way > before[len(text)] - log(_SURER):
                yield start, end


def _inside(start: int, word: str) -> set[int]:
    """Where no line breaks in a word that stands at `start`."""
    at, seams = start, set()
    for part in parts(word):
        at += len(part)
        seams.add(at)
    return set(range(start + 1, start + len(word))) - seams


# Parts


def _sound(kept: list[str]) -> list[str]:
    """Parts that are words; what is none, joined where no line may break, goes to the part before it."""
    for at, part in enumerate(kept):
        if len(kept) > 1 and part not in dictionary():
            first = max(at - 1, 0)
            return _sound([*kept[:first], "".join(kept[first : first + 2]), *kept[first + 2 :]])
    return kept


def _clung(kept: list[str]) -> list[str]:
    """Parts, two as one where they cling together: ของ to what it is of, a scrap or an ending to its word."""
    found, last = [kept[0]], kept[0]
    for part in kept[1:]:
        alone = last not in _JOINING and len(last) >= _SCRAP and last + _SILENT not in dictionary()
        if alone and part not in _ENDINGS:
            found.append(part)
        else:
            found[-1] += part
        last = part
    if len(found) > 1 and len(found[-1]) < _SCRAP:
        found[-2:] = ["".join(found[-2:])]
    return found
