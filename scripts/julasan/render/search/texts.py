"""The files that results are shown from: one a document, its letters changed so that Thai takes a byte each.

In UTF-8 a Thai letter takes three bytes, and gzip sees only a third of the text in
its window. Here Thai letters change places with what stands below U+0080 and is rare
in Thai text; gzip -9 then needs 1,170 bytes for an article where it needed 1,570.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from julasan.render.search.alphabet import CLOSE, KEPT, WIDE

MOVED = 0xA1
"""Where printable ASCII goes that had to leave, and then what else is usual; those who stood there ..."""
AWAY = 0xE900
"""... go here, from U+0080 on."""

Record: TypeAlias = tuple[str, str, str, str]
"""What a document is (its lines stand for its address, kind, day, province), title, other words, text."""
FIELDS = 4


def places() -> dict[int, int]:
    """Old code point -> new one; the browser turns it round (``back``)."""
    free = [n for n in range(1, 0x7F) if n not in (0x0A, 0x0D, 0x22, 0x5C) and chr(n) not in KEPT]
    table = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029), 0x20)
    table |= {n: AWAY + n - 0x80 for n in range(0xA0, 0x100)}
    left = [chr(n) for n in range(0x21, 0x7F) if chr(n) not in KEPT]
    table |= {ord(letter): MOVED + offset for offset, letter in enumerate((*left, *WIDE))}
    table |= {ord(letter): place for letter, place in zip(CLOSE, free, strict=False)}
    return table


@cache
def _table() -> npt.NDArray[np.uint16]:
    table = np.arange(65536, dtype=np.uint16)
    for old, new in places().items():
        table[old] = new
    table[0] = 0  # stands between texts until they are split
    return table


@cache
def letters() -> str:
    """The letters that take a byte, by that byte; U+FFFF where there is none."""
    found = ["\uffff"] * 256
    for number in (0, *range(0x20, 0x7F)):
        found[number] = chr(number)
    for old, new in places().items():
        if new < 256 and new != 0x20:
            found[new] = chr(old)
    return "".join(found)


def encoded(records: Sequence[Record]) -> tuple[list[bytes], list[bytes] | None]:
    """What each record's file holds: UTF-8 fit for a string literal of JavaScript, a line a field.

    Second, the fields of all with one byte a letter (`letters`); None where a letter needs more.
    """
    joined = "\0".join([field for record in records for field in record])
    if joined.count("\0") != FIELDS * len(records) - 1:
        joined = "\0".join([field.replace("\0", " ") for record in records for field in record])
    units = _table().take(np.frombuffer(joined.encode("utf-16-le", "replace"), np.uint16))
    line = bytes([_table()[ord("\n")]])
    if int(units.max(initial=0)) < 256:
        fields = units.astype(np.uint8).tobytes().split(b"\0")
        lines = map(line.join, _fours(fields))
        return [each if each.isascii() else each.decode("latin-1").encode("utf-8") for each in lines], fields
    fields = units.tobytes().decode("utf-16-le").encode("utf-8").split(b"\0")
    return [line.join(each) for each in _fours(fields)], None


def _fours(fields: list[bytes]) -> Iterator[list[bytes]]:
    return (fields[first : first + FIELDS] for first in range(0, len(fields), FIELDS))
