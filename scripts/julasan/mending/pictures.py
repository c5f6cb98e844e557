"""Photographs: the place where one was taken goes, every pixel and all other notes of the camera stay.

Exif is a TIFF file inside the picture (CIPA DC-008-2019, 4.6.3 GPS IFD): the entry that points to
the place is taken out and what it points to is blanked, in place, so that no other offset moves.
XMP is text that may be padded with spaces. What is still there then a person has to take out.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

from julasan.check.media import names_its_place

_GPS = 0x8825
_TIFF = re.compile(rb"II\*\x00|MM\x00\*")
_BYTES_OF_TYPE = (0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8)
"""Bytes of a value by its TIFF type (TIFF 6.0, section 2)."""
_XMP = re.compile(
    rb"\bexif:GPS\w{1,40}\s{0,9}=\s{0,9}(?:\"[^\"<>]{0,2000}\"|'[^'<>]{0,2000}')"
    rb"|<exif:(GPS\w{1,40})\b[^<>]{0,200}(?:/>|>[^<]{0,2000}</exif:\1\s{0,9}>)"
)


def mended(data: bytes) -> bytes:
    """The picture without its place; as it was where there is none, or where it cannot be taken out."""
    if not names_its_place(data):
        return data
    made = bytearray(data)
    for found in _TIFF.finditer(data):
        _forget(made, found.start())
    made = bytearray(_XMP.sub(lambda match: b" " * len(match[0]), bytes(made)))
    if data.startswith(b"\x89PNG"):
        _sign(made)
    return data if names_its_place(bytes(made)) else bytes(made)


def _forget(made: bytearray, start: int) -> None:
    """Take the entry of the place out of the directory of the TIFF at `start`, and blank what it names."""
    order = ">" if made[start : start + 2] == b"MM" else "<"
    try:
        first = start + struct.unpack_from(f"{order}I", made, start + 4)[0]
        (count,) = struct.unpack_from(f"{order}H", made, first)
        entries = range(first + 2, first + 2 + 12 * count, 12)
        at = next(
            (entry for entry in entries if struct.unpack_from(f"{order}H", made, entry) == (_GPS,)), None
        )
        if at is None:
            return
        place = start + struct.unpack_from(f"{order}I", made, at + 8)[0]
        for begin, end in _parts(made, order, start, place):
            made[begin:end] = bytes(end - begin)
        # The entries behind it, and where the next directory is, move up; twelve bytes are left over.
        last = entries.stop + 4
        made[at:last] = made[at + 12 : last] + bytes(12)
        struct.pack_into(f"{order}H", made, first, count - 1)
    except struct.error:
        return  # Damaged: no program reads a place out of it.


def _parts(made: bytearray, order: str, start: int, place: int) -> Iterator[tuple[int, int]]:
    """The directory of the place, and each value that stands outside it."""
    (count,) = struct.unpack_from(f"{order}H", made, place)
    for entry in range(place + 2, place + 2 + 12 * count, 12):
        _, kind, number, where = struct.unpack_from(f"{order}HHII", made, entry)
        size = number * (_BYTES_OF_TYPE[kind] if kind < len(_BYTES_OF_TYPE) else 1)
        if 4 < size <= 1_000 and start + where + size <= len(made):
            yield start + where, start + where + size
    yield place, min(place + 2 + 12 * count + 4, len(made))


def _sign(made: bytearray) -> None:
    """Give each chunk of a PNG the checksum of what it now holds (PNG, section 5.3)."""
    at = 8
    while at + 12 <= len(made):
        end = at + 8 + int.from_bytes(made[at : at + 4], "big")
        if bytes(made[at + 4 : at + 8]) in (b"eXIf", b"iTXt") and end + 4 <= len(made):
            made[end : end + 4] = zlib.crc32(made[at + 4 : end]).to_bytes(4, "big")
        at = end + 4
