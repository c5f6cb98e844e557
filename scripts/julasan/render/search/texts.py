"""The files that results are shown from: one a document, its letters changed so that Thai takes a byte each.

In UTF-8 a Thai letter takes three bytes, and gzip sees only a third of the text in
its window. Here Thai letters change places with what stands below U+0080 and is rare
in Thai text; gzip -9 then needs 1,170 bytes for an article where it needed 1,570.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from julasan.render.search.alphabet import CLOSE, KEPT

MOVED = 0xA1
"""Where printable ASCII goes that had to leave; what stood there goes up by `AWAY`."""
AWAY = 0xE900 - MOVED


def places() -> dict[int, int]:
    """Old code point -> new one; the browser turns it round (``unplace``)."""
    free = [n for n in range(1, 0x7F) if n not in (0x0A, 0x0D, 0x22, 0x5C) and chr(n) not in KEPT]
    table = dict.fromkeys(range(1, 0x20), 0x20) | {0: 0x20, 0x7F: 0x20, 0x2028: 0x20, 0x2029: 0x20}
    table |= {ord(letter): place for letter, place in zip(CLOSE, free, strict=False)}
    left = [n for n in range(0x21, 0x7F) if chr(n) not in KEPT]
    for offset, number in enumerate(left):
        table[number] = MOVED + offset
        table[MOVED + offset] = MOVED + offset + AWAY
    return table


def _table() -> npt.NDArray[np.uint16]:
    table = np.arange(65536, dtype=np.uint16)
    for old, new in places().items():
        table[old] = new
    table[0] = 0  # stands between texts until they are split
    return table


def encode(texts: Sequence[str], chunk: int = 32) -> Iterator[bytes]:
    """Each text with its letters in their new places, as UTF-8 fit for a string literal of JavaScript."""
    table = _table()
    for first in range(0, len(texts), chunk):
        joined = "\0".join([text.replace("\0", " ") for text in texts[first : first + chunk]])
        units = np.frombuffer(joined.encode("utf-16-le", "replace"), np.uint16)
        yield from table.take(units).tobytes().decode("utf-16-le").encode("utf-8").split(b"\0")
