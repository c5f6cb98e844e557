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
from julasan.render.search.packing import I64, U32

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


def by_unit(by_byte: U32) -> U32:
    """What is known of each byte's letter, for every unit of UTF-16."""
    table = _table()
    small = (table < len(by_byte)).nonzero()[0]
    found = np.full(len(table), by_byte[OTHER])
    found[small] = by_byte.take(table.take(small))
    return found


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
    """Some records as they are published, and as they are read for the index."""

    files: list[bytes]
    """What each record's file holds: UTF-8 fit for a string literal of JavaScript, a line a field."""
    known: U32
    """What can be found of all, of each letter what the table knows; `APART` stands behind each part."""
    others: I64
    """Where letters stand in it that need more than a byte."""
    units: Units
    """These letters."""
    ends: I64
    """Where the parts of each record end in `known`."""


APART = "\0\0\0"
"""As many as a gram has letters, but one."""


def encoded(records: Sequence[Record], table: U32) -> Encoded:
    """Read the records; `table` (`by_unit`) knows the byte of each unit and, above it, what else is asked."""
    fields = [part for record in records for part in record[1:]]
    fields += [record[0] for record in records]
    units = _units(APART.join([*fields, ""]))
    # Every unit has its place in the table: there is no end to look at.
    known = table.take(units, mode="wrap")
    found = known.astype(np.uint8)
    noughts, others = ((found == byte).nonzero()[0] for byte in (0, OTHER))
    if len(noughts) > len(APART) * len(fields):
        each = (field.replace("\0", " ") for record in records for field in record)
        return encoded(list(zip(each, each, each, each, strict=True)), table)
    whole = found.tobytes()
    if not whole.isascii():
        whole = whole.decode("latin-1").encode("utf-8")
    # Of each record what can be found, then what it is about.
    lines, count = whole.split(_APART), PARTS * len(records)
    of_each = zip(lines[count:-1], *(lines[part:count:PARTS] for part in range(PARTS)), strict=True)
    files = list(map(_LINE.join, of_each))
    for field in set(noughts[:: len(APART)].searchsorted(others).tolist()):
        number = field // PARTS if field < count else field - count
        files[number] = _wide(records[number])
    ends = noughts[len(APART) * PARTS - 1 : len(APART) * count : len(APART) * PARTS] + 1
    size = int(ends[-1]) if len(ends) else 0
    others = others[: others.searchsorted(size)]
    return Encoded(files, known[:size], others, units.take(others), ends)


PARTS = FIELDS - 1
_LINE = bytes([places()[ord("\n")]])
_APART = APART.encode()


def _wide(record: Record) -> bytes:
    """The file of a record with letters that need more than a byte."""
    units = _table().take(_units("\n".join(record)))
    return units.tobytes().decode("utf-16-le").encode("utf-8")


def _units(text: str) -> Units:
    return np.frombuffer(text.encode("utf-16-le", "replace"), np.uint16)
