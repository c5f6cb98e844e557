"""The letters of the index: text -> codes of 7 bits, in which usual slips are no difference.

Digits of any script, a-z, Thai consonants and vowels have codes; tone marks, spaces and
signs fall away; letters of other scripts share what codes are left.
"""

from __future__ import annotations

import unicodedata

import numpy as np
import numpy.typing as npt

from julasan.render.search.alphabet import ALPHABET, DROPPED, END, MARKS, OTHERS, SAME
from julasan.render.search.packing import I64, Bytes


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


GONE = 127
"""The code, while text is folded, of what falls away."""
_E, _AE = (ALPHABET.index(letter) + 1 for letter in "เแ")
_IS_MARK = np.frombuffer(flags(MARKS), bool)


class Folding:
    """Codes of folded letters. NUL is `END`."""

    def __init__(self, letters: str) -> None:
        """`letters` are those that take a byte, by that byte."""
        self.codes = bytes([END, *(code(letter) or GONE for letter in letters[1:])])
        """The code of each byte."""
        self._others: dict[int, int] = {}

    def __call__(self, codes: Bytes, others: I64, units: npt.NDArray[np.uint16]) -> Bytes:
        """Fold a text: `codes` of its letters, but where `others` stand, which are `units` of UTF-16.

        They are written into `codes`. Letters beyond the basic plane are two halves, which fall away.
        """
        if len(others):
            codes[others] = list(map(self._other, units.tolist()))
        # Not by bytes.translate: of each letter the processor would guess whether it stays, often wrongly.
        return _single(codes.take((codes != GONE).nonzero()[0]))

    def _other(self, unit: int) -> int:
        if unit not in self._others:
            self._others[unit] = code(chr(unit)) or GONE
        return self._others[unit]


def _single(codes: Bytes) -> Bytes:
    """Codes with เเ as แ and a doubled mark once."""
    doubled = (codes[1:] == codes[:-1]).nonzero()[0] + 1
    letters = codes.take(doubled)
    doubled = doubled[_IS_MARK[letters] | (letters == _E)]
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
