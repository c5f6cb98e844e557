"""The letters of the index: text -> codes of 7 bits, in which usual slips are no difference.

Digits of any script, a-z, Thai consonants and vowels have codes; tone marks, spaces and
signs fall away; letters of other scripts share what codes are left.
"""

from __future__ import annotations

import unicodedata

import numpy as np

from julasan.render.search.alphabet import ALPHABET, DROPPED, END, MARKS, OTHERS, SAME
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


GONE, _UNKNOWN = 127, 255
"""Codes while text is folded: what falls away, a letter not met before."""
_E, _AE = ALPHABET.index("เ") + 1, ALPHABET.index("แ") + 1
_IS_MARK = np.frombuffer(flags(MARKS), bool)


class Folding:
    """Codes of folded letters; a letter is looked up when it is first met. NUL stays `END`."""

    def __init__(self, letters: str) -> None:
        """`letters` are those of text that has a byte for each (`texts.letters`)."""
        self._codes = np.full(65536, _UNKNOWN, np.uint8)
        for known in (*range(1, 0x7F), *range(0x0E01, 0x0E5C)):
            self._codes[known] = code(chr(known)) or GONE
        self._codes[0] = END
        own = bytes(GONE if letter == "\uffff" else code(letter) or GONE for letter in letters)
        self._table = bytes([END]) + own[1:]
        self._dropped = bytes(number for number, code in enumerate(self._table) if code == GONE)

    def packed(self, text: bytes) -> Bytes:
        """Fold text that has one byte a letter."""
        return _single(np.frombuffer(text.translate(self._table, self._dropped), np.uint8))

    def __call__(self, text: str) -> Bytes:
        """Fold any text."""
        # Letters beyond the basic plane become two halves that fall away.
        units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
        codes = self._codes.take(units)
        if (unknown := codes == _UNKNOWN).any():
            for new in np.unique(units[unknown]):
                self._codes[new] = code(chr(new)) or GONE
            codes = self._codes.take(units)
        return _single(_without_gone(codes))


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


def _without_gone(codes: Bytes) -> Bytes:
    # bytes.translate is five times as fast as a mask.
    return np.frombuffer(codes.tobytes().translate(None, bytes([GONE])), np.uint8)


def letter(code: int) -> str:
    """A code as a character of the index's text: the letter itself, or one that stands for it."""
    return ALPHABET[code - 1] if 0 < code <= len(ALPHABET) else chr(0xE000 + code)
