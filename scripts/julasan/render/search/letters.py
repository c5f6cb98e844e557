"""The letters of the index: text -> codes of 7 bits, in which usual slips are no difference.

Digits of any script, a-z, Thai consonants and vowels have codes; tone marks, spaces and
signs fall away; letters of other scripts share what codes are left.
"""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import numpy.typing as npt

from julasan.render.search.alphabet import ALPHABET, DROPPED, MARKS, OTHERS, SAME
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
    return OTHERS + ord(letter) % (BREAK - OTHERS) if letter.isalnum() else 0


_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def units(text: str) -> npt.NDArray[np.uint16]:
    """`text` as UTF-16 code units; what lies beyond the basic plane becomes U+FFFD and so falls away."""
    raw = text.encode("utf-16-le", "surrogatepass")
    if len(raw) != 2 * len(text):
        raw = _ASTRAL.sub("\ufffd", text).encode("utf-16-le", "surrogatepass")
    return np.frombuffer(raw, np.uint16)


def flags(letters: str) -> bytes:
    """A table of 256: 1 at the codes of `letters`."""
    codes = {ALPHABET.index(letter) + 1 for letter in letters}
    return bytes(number in codes for number in range(256))


GONE, BREAK, _UNKNOWN = 0, 127, 255
"""Codes while text is folded: what falls away, the end of a text, a letter not met before."""
_E, _AE = ALPHABET.index("เ") + 1, ALPHABET.index("แ") + 1
_IS_MARK = np.frombuffer(flags(MARKS), bool)


class Folding:
    """Codes of folded letters, by code unit; a letter is looked up when it is first met."""

    def __init__(self) -> None:
        self._codes = np.full(65536, _UNKNOWN, np.uint8)
        for known in (*range(1, 0x7F), *range(0x0E01, 0x0E5C)):
            self._codes[known] = code(chr(known))
        self._codes[0] = BREAK

    def __call__(self, text: npt.NDArray[np.uint16]) -> Bytes:
        """Fold code units: เเ becomes แ, a doubled mark single, what has no code is gone, NUL is `BREAK`."""
        codes = self._codes.take(text)
        if (unknown := codes == _UNKNOWN).any():
            for new in np.unique(text[unknown]):
                self._codes[new] = code(chr(new))
            codes = self._codes.take(text)
        codes = _without(GONE, codes)
        twice = np.flatnonzero(codes[1:] == codes[:-1])
        letters = codes[twice]
        doubled = twice[_IS_MARK[letters] | (letters == _E)] + 1
        if len(doubled):
            codes[doubled[codes[doubled] == _E] - 1] = _AE
            codes[doubled] = GONE
            codes = _without(GONE, codes)
        return codes


def _without(code: int, codes: Bytes) -> Bytes:
    # bytes.translate is five times as fast as a mask.
    return np.frombuffer(bytearray(codes.tobytes().translate(None, bytes([code]))), np.uint8)


def letter(code: int) -> str:
    """A code as a character of the index's text: the letter itself, or one that stands for it."""
    return ALPHABET[code - 1] if 0 < code <= len(ALPHABET) else chr(0xE000 + code)
