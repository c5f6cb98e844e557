"""The files that results are shown from: one a document, its letters changed so that Thai takes a byte each.

In UTF-8 a Thai letter takes three bytes, and gzip sees only a third of the text in
its window. Here Thai letters change places with what stands below U+0080 and is rare
in Thai text; gzip -9 then needs 1,170 bytes for an article where it needed 1,570.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from julasan.frozen import dataclass
from julasan.render.search.alphabet import CLOSE, KEPT, WIDE
from julasan.render.search.packing import Bytes

MOVED = 0xA1
"""Where printable ASCII goes that had to leave, and then what else is usual; those who stood there ..."""
AWAY = 0xE900
"""... go here, from U+0080 on."""

Record: TypeAlias = tuple[str, str, str, str]
"""What a document is (its lines stand for its address, kind, day, province), title, other words, text."""
FIELDS = 4
Units: TypeAlias = npt.NDArray[np.uint16]
"""Units of UTF-16."""


def places() -> dict[int, int]:
    """Old code point -> new one; the browser turns it round (``back``)."""
    free = [n for n in range(1, 0x7F) if n not in (0x0A, 0x0D, 0x22, 0x5C) and chr(n) not in KEPT]
    table = dict.fromkeys((*range(0x20), *range(0x7F, 0xA1), 0x2028, 0x2029), 0x20)
    table |= {n: AWAY + n - 0x80 for n in range(0xA1, 0x100)}
    left = [chr(n) for n in range(0x21, 0x7F) if chr(n) not in KEPT]
    table |= {ord(letter): MOVED + offset for offset, letter in enumerate((*left, *WIDE))}
    table |= {ord(letter): place for letter, place in zip(CLOSE, free, strict=False)}
    return table


@cache
def _table() -> Units:
    table = np.arange(65536, dtype=np.uint16)
    for old, new in places().items():
        table[old] = new
    table[0] = 0  # stands between texts until they are split
    return table


OTHER = 0x80
"""The byte of a letter that needs more than one: none is moved here."""


@cache
def _bytes() -> Bytes:
    table = _table()
    return np.where(table < 256, table, OTHER).astype(np.uint8)


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


@dataclass(frozen=True, slots=True)
class Encoded:
    """Some records as bytes."""

    files: list[bytes]
    """What each record's file holds: UTF-8 fit for a string literal of JavaScript, a line a field."""
    parts: bytes
    """What can be found of all, one byte a letter (`letters`, or `OTHER`), `APART` behind each part."""
    others: Units
    """What `OTHER` stands for, one after another."""
    ends: list[int]
    """Where the parts of each record end in `parts`."""


APART = "\0\0\0"
"""As many as a gram has letters, but one."""


def encoded(records: Sequence[Record]) -> Encoded:
    """The records as they are published, and as they are read for the index."""
    fields = [part for record in records for part in record[1:]]
    fields += [record[0] for record in records]
    units, found = _moved(APART.join(fields))
    noughts = np.flatnonzero(found == 0)
    if len(noughts) != len(APART) * (len(fields) - 1):
        units, found = _moved(APART.join([field.replace("\0", " ") for field in fields]))
        noughts = np.flatnonzero(found == 0)
    begins = [0, *(noughts[len(APART) - 1 :: len(APART)] + 1).tolist()]
    ends = [*noughts[:: len(APART)].tolist(), len(found)]
    whole = found.tobytes()
    moved = [whole[begin:end] for begin, end in zip(begins, ends, strict=True)]
    files = []
    for number, (record, about) in enumerate(zip(records, moved[PARTS * len(records) :], strict=True)):
        title, extra, text = moved[PARTS * number : PARTS * (number + 1)]
        file = _LINE.join((about, title, extra, text))
        if not file.isascii():
            file = _wide(record) if _OTHER in file else file.decode("latin-1").encode("utf-8")
        files.append(file)
    parts = begins[PARTS : PARTS * len(records) + 1 : PARTS]
    size = parts[-1] if parts else 0
    return Encoded(files, whole[:size], units[:size][found[:size] == OTHER], parts)


PARTS = FIELDS - 1
_OTHER = bytes([OTHER])
_LINE = bytes([places()[ord("\n")]])


def _moved(text: str) -> tuple[Units, Bytes]:
    """The units of a text, and the byte of each."""
    units = _units(text)
    return units, _bytes().take(units)


def _wide(record: Record) -> bytes:
    """The file of a record with letters that need more than a byte."""
    units = _table().take(_units("\n".join(record).replace("\0", " ")))
    return units.tobytes().decode("utf-16-le").encode("utf-8")


def _units(text: str) -> Units:
    return np.frombuffer(text.encode("utf-16-le", "replace"), np.uint16)
