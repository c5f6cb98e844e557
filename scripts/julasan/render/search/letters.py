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


GONE = 127
"""The code, while text is folded, of what falls away."""
ONCE = 0x80
"""The bit that letters have, while text is folded, of which two together are one: marks, and เเ as แ."""
_ONCE = frozenset(ALPHABET.index(letter) + 1 for letter in MARKS + "เ")
_E, _AE = ALPHABET.index("เ") + 1 | ONCE, ALPHABET.index("แ") + 1


def _folded(letter: str) -> int:
    found = code(letter)
    return found | ONCE if found in _ONCE else found or GONE


class Folding:
    """Codes of folded letters. NUL is `END`."""

    def __init__(self, letters: str) -> None:
        """`letters` are those that take a byte, by that byte."""
        self.codes = bytes([END, *map(_folded, letters[1:])])
        """The code of each byte, or `GONE`; with the bit `ONCE`."""
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
            self._others[unit] = _folded(chr(unit))
        return self._others[unit]


def _single(codes: Bytes) -> Bytes:
    """Codes with เเ as แ and a doubled mark once, without the bit `ONCE`; `codes` may be written to."""
    twice = codes[1:] == codes[:-1]
    twice &= codes[1:] >= ONCE
    doubled = twice.nonzero()[0] + 1
    if len(doubled):
        codes[doubled[codes[doubled] == _E] - 1] = _AE
        # They are few: all between them is copied in pieces.
        raw, at = codes.tobytes(), doubled.tolist()
        pieces = [raw[begin + 1 : end] for begin, end in zip([-1, *at], [*at, len(raw)], strict=True)]
        codes = np.frombuffer(b"".join(pieces), np.uint8)
    return codes & np.uint8(ONCE - 1)


def letter(code: int) -> str:
    """A code as a character of the index's text: the letter itself, or one that stands for it."""
    return ALPHABET[code - 1] if 0 < code <= len(ALPHABET) else chr(0xE000 + code)
