"""The letters of the index: text -> codes of 7 bits, in which usual slips are no difference.

Digits of any script, a-z, Thai consonants and vowels have codes; tone marks, spaces and
signs fall away; letters of other scripts share what codes are left.
"""

from __future__ import annotations

import unicodedata

import numpy as np
import numpy.typing as npt

from julasan.render.search.alphabet import ALPHABET, DROPPED, END, FOLLOWING, MARKS, OTHERS, SAME
from julasan.render.search.packing import Bytes


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
    return OTHERS + ord(letter) % (GONE - OTHERS) if letter.isalnum() else 0


def flags(letters: str) -> bytes:
    """A table of 256: 1 at the codes of `letters`."""
    codes = {ALPHABET.index(letter) + 1 for letter in letters}
    return bytes(number in codes for number in range(256))


BEGINS = 0x80
"""The bit that folded codes have beside their 7: a gram may begin with the letter."""
GONE, _OTHER = 127, 255
"""Codes while text is folded: what falls away, a letter that takes more than a byte."""
_GONE = bytes([GONE])
_FOLLOWING = frozenset(ALPHABET.index(letter) + 1 for letter in FOLLOWING)
_E, _AE = (ALPHABET.index(letter) + 1 | BEGINS for letter in "เแ")
_IS_MARK = np.frombuffer(flags(MARKS), bool)


def folded(letter: str) -> int:
    """The code of one character with its bit `BEGINS`; `GONE` where it falls away."""
    found = code(letter)
    if not found:
        return GONE
    return found if found in _FOLLOWING else found | BEGINS


class Folding:
    """Codes of folded letters, with their bit `BEGINS`. NUL is `END`."""

    def __init__(self, letters: str, other: int) -> None:
        """`letters` are those that take a byte, by that byte; `other` is the byte of all others."""
        table = bytearray(map(folded, letters))
        table[0], table[other] = END, _OTHER
        self._table = bytes(table)
        self._dropped = bytes(number for number, code in enumerate(table) if code == GONE)
        self._others: dict[int, int] = {}

    def __call__(self, text: bytes, others: npt.NDArray[np.uint16]) -> Bytes:
        """Fold a text of one byte a letter; `others` are the units of UTF-16 of those that need more.

        Letters beyond the basic plane are two halves, which fall away.
        """
        codes = np.frombuffer(text.translate(self._table, self._dropped), np.uint8)
        if len(others):
            own = bytes(map(self._other, others.tolist()))
            codes = codes.copy()
            codes[np.flatnonzero(codes == _OTHER)] = np.frombuffer(own, np.uint8)
            if GONE in own:
                codes = np.frombuffer(codes.tobytes().replace(_GONE, b""), np.uint8)
        return _single(codes)

    def one_by_one(self, letters: Bytes) -> Bytes:
        """Plain codes of letters that take a byte, none of which falls away."""
        return np.frombuffer(letters.tobytes().translate(self._table), np.uint8) & np.uint8(BEGINS - 1)

    def _other(self, unit: int) -> int:
        if unit not in self._others:
            self._others[unit] = folded(chr(unit))
        return self._others[unit]


def _single(codes: Bytes) -> Bytes:
    """Codes with เเ as แ and a doubled mark once."""
    twice = np.flatnonzero(codes[1:] == codes[:-1])
    letters = codes[twice]
    doubled = twice[_IS_MARK[letters] | (letters == _E)] + 1
    if not len(doubled):
        return codes
    codes = codes.copy()
    codes[doubled[codes[doubled] == _E] - 1] = _AE
    # They are few: all between them is copied in pieces.
    raw, at = codes.tobytes(), doubled.tolist()
    pieces = [raw[begin + 1 : end] for begin, end in zip([-1, *at], [*at, len(raw)], strict=True)]
    return np.frombuffer(b"".join(pieces), np.uint8)


def letter(code: int) -> str:
    """A code as a character of the index's text: the letter itself, or one that stands for it."""
    return ALPHABET[code - 1] if 0 < code <= len(ALPHABET) else chr(0xE000 + code)
