"""Thai text: normal form, digits, dates in the Buddhist Era, words, sorting, heading ids.

Everything here is a pure function over ``str`` or ``datetime.date``. The facts
behind it: Unicode 15 chapter 16.1 (Thai), RFC 3986 (ids), the Royal Society's
dictionary order.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from julasan.look import Look
from julasan.pattern import late

Numerals = Literal["arabic", "thai"]

BE_OFFSET = 543
"""พ.ศ. = ค.ศ. + 543 (for every year since 1941)."""

MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
MONTHS_SHORT = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
    "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
DAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
"""Names of the days by ``date.weekday()``: Monday is 0."""
DAYS_SHORT = ("จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส.", "อา.")

_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_TO_ASCII = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")

_DECOMPOSED_AM = late("\u0e4d([\u0e48-\u0e4b]?)\u0e32")
_TONE_BEFORE_NIKHAHIT = late("([\u0e48-\u0e4b])\u0e4d\u0e32")
_TONE_BEFORE_VOWEL = late("([\u0e48-\u0e4c])([\u0e31\u0e34-\u0e39])")
_AM_BEFORE_TONE = late("\u0e33([\u0e48-\u0e4b])")
"""ำ typed before its tone mark: it looks right, and no search for the word finds it."""
_OF_GLYPHS = (
    "\u0e10\u0e34\u0e35\u0e36\u0e37\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e0d\u0e31\u0e4d\u0e47"
    "\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e38\u0e39\u0e3a"
)
GLYPHS = {0xF700 + at: sign for at, sign in enumerate(_OF_GLYPHS)}
"""Letters and marks as Windows' Thai fonts (TH SarabunPSK) place them, U+F700 to U+F71A: texts that were
copied out of print hold these in place of the letters."""
INVISIBLE = late("[\u200b\u2060\u00ad\ufeff\u202a-\u202e\u2066-\u2069\x00]")
"""Characters that nobody sees: zero-width space, word joiner, soft hyphen, BOM, bidi controls, NUL."""


PASSES = 4
"""A run of marks that needs more is no word but an attempt to keep the program busy."""


_TWICE = late("\u0e40\u0e40|([\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])\\1+")
"""เ typed twice for แ, and a mark above or below typed twice: nobody sees it, no search finds the word."""


def normalise(text: str) -> str:
    """Return `text` in NFC with ำ and แ whole, marks once and in canonical order, no invisible characters.

    Never NFKC: it would split U+0E33 (ำ). NBSP becomes a space. U+200D and
    U+200C stay: emoji and some scripts need them.
    """
    if (text.isascii() and "\x00" not in text) or not MAY_BE_MENDED.sees(text):
        return text
    # Marks may stand in any order: again while something changes, and no longer than any word needs.
    for _ in range(PASSES):
        mended = _normalised(text)
        if mended == text:
            break
        text = mended
    return text


MAY_BE_MENDED = Look(
    # Whatever is no ASCII, no Thai and none of our dashes and quotes; a ํ apart from its า.
    "[^\x01-\x7f\u0e01-\u0e4c\u0e4e-\u0e5b\u2010-\u2027]",
    # A tone mark before what it stands on, or behind ำ; two of a kind that stand in the same place.
    "[\u0e48-\u0e4c][\u0e31\u0e34-\u0e3a\u0e48-\u0e4c]|\u0e33[\u0e48-\u0e4b]|[\u0e38\u0e39]\u0e3a",
    "[\u0e31\u0e34-\u0e37]{2}|[\u0e38\u0e39]{2}|\u0e3a{2}|[\u0e47\u0e4e]{2}|\u0e40{2}",
)
"""What :func:`normalise` may change: almost no text has any of it."""


def _normalised(text: str) -> str:
    # Unseen signs go first: one may stand between a letter and its mark.
    text = unicodedata.normalize("NFC", INVISIBLE.sub("", text).replace("\u00a0", " "))
    text = _TONE_BEFORE_NIKHAHIT.sub("\\1\u0e33", text)
    text = _DECOMPOSED_AM.sub("\\1\u0e33", text)
    text = _AM_BEFORE_TONE.sub("\\1\u0e33", text)
    text = _TONE_BEFORE_VOWEL.sub("\\2\\1", text)
    return _TWICE.sub(lambda found: found[1] or "\u0e41", text)


def to_ascii_digits(text: str) -> str:
    """Replace ๐–๙ by 0–9."""
    return text.translate(_TO_ASCII)


def digits(text: str | int, numerals: Numerals = "arabic") -> str:
    """Return a number (or text with numbers) in the site's numerals."""
    text = str(text)
    return text.translate(_TO_THAI) if numerals == "thai" else text


def be_year(day: date) -> int:
    """The Buddhist Era year of `day`."""
    return day.year + BE_OFFSET


def fiscal_year(day: date) -> int:
    """The state's fiscal year (ปีงบประมาณ, BE): 1 October to 30 September, named after its end."""
    return be_year(day) + (1 if day.month >= 10 else 0)


def long_date(day: date, numerals: Numerals = "arabic", *, weekday: bool = False) -> str:
    """22 พฤศจิกายน 2569, or วันอาทิตย์ที่ 22 พฤศจิกายน 2569."""
    text = f"{day.day} {MONTHS[day.month - 1]} {be_year(day)}"
    if weekday:
        text = f"วัน{DAYS[day.weekday()]}ที่ {text}"
    return digits(text, numerals)


def short_date(day: date, numerals: Numerals = "arabic") -> str:
    """22 พ.ย. 69."""
    return digits(f"{day.day} {MONTHS_SHORT[day.month - 1]} {be_year(day) % 100:02d}", numerals)


def month_year(day: date, numerals: Numerals = "arabic") -> str:
    """พฤศจิกายน 2569."""
    return digits(f"{MONTHS[day.month - 1]} {be_year(day)}", numerals)


def clock(moment: datetime, numerals: Numerals = "arabic") -> str:
    """09.00 น."""
    return digits(f"{moment:%H.%M} น.", numerals)


def date_range(first: date, last: date, numerals: Numerals = "arabic") -> str:
    """The shortest plain form: 5–7 ธันวาคม 2569, or 30 พ.ย. – 2 ธ.ค. 2569."""
    if first == last:
        return long_date(first, numerals)
    if (first.year, first.month) == (last.year, last.month):
        return digits(f"{first.day}–{last.day} {MONTHS[last.month - 1]} {be_year(last)}", numerals)
    start = f"{first.day} {MONTHS[first.month - 1]}"
    if first.year != last.year:
        start += f" {be_year(first)}"
    return digits(f"{start} – {last.day} {MONTHS[last.month - 1]} {be_year(last)}", numerals)


_LEADING_VOWEL = late("([\u0e40-\u0e44])([\u0e01-\u0e2e])")
_TONES = late("[\u0e47-\u0e4e]")


def sort_key(text: str) -> tuple[str, str]:
    """Key of dictionary order: a leading vowel sorts after its consonant, tone marks last.

    Royal Society order, as ``Intl.Collator('th')`` gives it: เชียงราย before
    เชียงใหม่ before น่าน.
    """
    swapped = _LEADING_VOWEL.sub("\\2\\1", normalise(text).casefold())
    return _TONES.sub("", swapped), swapped


_CLUSTER = late(
    ".[\u0300-\u036f\u0e31\u0e33-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb3-\u0ebc\u0ec8-\u0ece"
    "\ufe0f\U0001f3fb-\U0001f3ff]*(?:\u200d.\ufe0f?)*",
    re.DOTALL,
)


def clusters(text: str) -> list[str]:
    """Split `text` into what a reader sees as one letter: a consonant with its vowel and tone marks."""
    return _CLUSTER.findall(text)


@lru_cache(maxsize=1)
def _segmenter() -> Callable[[str], list[str]]:
    # newmm in Rust: six times as fast as PyThaiNLP's own, with the same words but for 1 in 10,000.
    # Loading takes a tenth of a second: only those who need words pay for it.
    from nlpo3 import load_dict, segment

    # Found, not imported: the package loads a hundred modules that nobody here needs.
    package = find_spec("pythainlp")
    assert package is not None
    assert package.origin is not None
    load_dict(str(Path(package.origin).with_name("corpus") / "words_th.txt"), "julasan")
    return lambda run: segment(run, "julasan")


_THAI_RUN = late("[\u0e01-\u0e3a\u0e40-\u0e4e]+|[^\u0e01-\u0e3a\u0e40-\u0e4e]+")
_OTHER_WORD = late(r"\s+|\w+|[^\w\s]")


@lru_cache(maxsize=4096)
def _thai_words(run: str) -> tuple[str, ...]:
    return tuple(_segmenter()(run))


def words(text: str) -> list[str]:
    """Split `text` into words, spaces and signs; joined again they are `text`."""
    found: list[str] = []
    for run in _THAI_RUN.findall(text):
        if "\u0e01" <= run[0] <= "\u0e4e":
            found.extend(_thai_words(run))
        else:
            found.extend(_OTHER_WORD.findall(run))
    return found


WORDS_A_MINUTE = 200
"""A calm reader of Thai on a phone; newmm's words are short."""
LETTERS_A_WORD = 5.3
"""Code points of a Thai word: minutes reckoned by it are newmm's or one off (500 news items)."""


def reading_minutes(text: str) -> int:
    """Whole minutes to read `text`, at least 1, without a dictionary: Thai words by their letters."""
    others = text.encode("ascii", "ignore")
    letters = len(text) - len(others)
    return max(1, round((letters / LETTERS_A_WORD + len(others.split())) / WORDS_A_MINUTE))


PHRASE = 0.7
"""A text is cut at the space behind a phrase where so much of it stays: no dictionary is needed then."""


def cut(text: str, limit: int) -> str:
    """Shorten `text` to at most `limit` characters, behind a phrase or a word, with an ellipsis."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    space = text.rfind(" ", 0, limit)
    if space >= PHRASE * limit:
        return text[:space].rstrip(" ([{“‘") + "…"
    kept = ""
    for run in _THAI_RUN.findall(text[: limit + 60]):
        if len(kept) + len(run) <= limit - 1:
            kept += run
            continue
        # Only here does it matter where words end.
        for word in pieces(run) if "\u0e01" <= run[0] <= "\u0e4e" else _OTHER_WORD.findall(run):
            if len(kept) + len(word) > limit - 1:
                break
            kept += word
        break
    if not kept:
        for cluster in clusters(text):
            if len(kept) + len(cluster) > limit - 1:
                break
            kept += cluster
    return kept.rstrip() + "…"


@cache
def dictionary() -> list[str]:
    """The segmenter's words, sorted."""
    package = find_spec("pythainlp")
    assert package is not None
    assert package.origin is not None
    return sorted(
        Path(package.origin).with_name("corpus").joinpath("words_th.txt").read_bytes().decode().split()
    )


@cache
def _beginning(start: str) -> tuple[frozenset[str], frozenset[int]]:
    """The words that begin with the three letters of `start`, or are two of them, and their lengths.

    Found when somebody asks: to look at each word beforehand takes three times as long as to read them.
    """
    listed = dictionary()
    short = bisect_left(listed, start[:2])
    found = listed[short : short + 1]
    if len(start) == 3:
        first = bisect_left(listed, start, short)
        found += listed[first : bisect_left(listed, f"{start}\U0010ffff", first)]
    return frozenset(found), frozenset(map(len, found))


KNOWN, UNKNOWN = 10, 25
"""What a word costs that the dictionary has, and a cluster that is part of none."""


# One text is cut to several lengths, one after the other.
@lru_cache(maxsize=4)
def pieces(run: str) -> tuple[str, ...]:
    """The fewest words that make up a short Thai `run` (maximal matching, which newmm refines).

    Where a text is cut, it gives newmm's place in 998 of 1,000 texts, and needs a quarter of the memory:
    the segmenter's own dictionary would be the largest thing in a build.
    """
    begins = [match.start() for match in _CLUSTER.finditer(run)]
    cost: dict[int, int] = dict.fromkeys([*begins, len(run)], UNKNOWN * len(run) + 1)
    before: dict[int, int] = {}
    cost[0] = 0
    for begin, following in zip(begins, [*begins[1:], len(run)], strict=True):
        known = cost[begin] + KNOWN
        listed, lengths = _beginning(run[begin : begin + 3])
        for length in lengths:
            end = begin + length
            # Of two ways of the same cost the one whose last word is shorter: its first one is longer.
            if known <= cost.get(end, -1) and run[begin:end] in listed:
                cost[end], before[end] = known, begin
        if cost[begin] + UNKNOWN < cost[following]:
            cost[following], before[following] = cost[begin] + UNKNOWN, begin
    found: list[str] = []
    end = len(run)
    while end:
        found.append(run[before[end] : end])
        end = before[end]
    return tuple(reversed(found))


_NOT_ID = late(r"[^\w\u0e00-\u0e7f-]+")


def heading_id(title: str, taken: Iterable[str] = ()) -> str:
    """Id of a heading: the whole of U+0E00–0E7F kept, spaces to hyphens, made unique with -2, -3 ..."""
    stem = _NOT_ID.sub("", re.sub(r"\s+", "-", normalise(title).strip().lower())).strip("-") or "section"
    used = set(taken)
    name, number = stem, 1
    while name in used:
        number += 1
        name = f"{stem}-{number}"
    return name


def join(names: Sequence[str]) -> str:
    """ก, ข และ ค."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} และ {names[-1]}"
