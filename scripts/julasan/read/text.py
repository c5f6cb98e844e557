"""Bytes -> text: UTF-8 with or without BOM; every other encoding is named, and read where it can be."""

from __future__ import annotations

import re
from pathlib import Path

from julasan.read.slips import Slips

ARTICLE_BYTES = 1_000_000
"""An article of over 1 MB is no article: a book, or a picture pasted as text."""
DATA_BYTES = 5_000_000
"""Largest events.yaml, members.csv and mkdocs.yml."""

SIGNATURES = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"RIFF", "WebP"),
    (b"PK\x03\x04", "Word, Excel, ZIP"),
    (b"\xd0\xcf\x11\xe0", "Word, Excel"),
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
)

_BAD_IN_YAML = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_THAI_UTF8 = re.compile(rb"(?:\xe0[\xb8\xb9][\x80-\xbf]){2}")
_THAI_CP874 = re.compile(rb"[\xa1-\xda\xdf-\xfb]{3}")


def read_text(file: Path, slips: Slips, limit: int = ARTICLE_BYTES) -> str | None:
    """The text of `file` with "\\n" at line ends, or None where there is nothing to go on with."""
    try:
        size = file.stat().st_size
        if size > limit:
            slips.add(1, "size.file", size=_megabytes(size), limit=_megabytes(limit))
            return None
        data = file.read_bytes()
    except OSError as error:
        slips.add(1, "file.unreadable", reason=error.strerror or type(error).__name__)
        return None
    return decode(data, slips)


def decode(data: bytes, slips: Slips) -> str | None:
    """Decode `data`, naming what is wrong with its encoding; None for what is no text at all."""
    for signature, kind in SIGNATURES:
        if data.startswith(signature):
            slips.add(1, "encoding.binary", kind=kind)
            return None
    text = _utf16(data, slips)
    if text is None:
        text = _utf8(data, slips)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def for_yaml(text: str) -> str:
    """`text` without the characters that YAML refuses or counts as line ends; line numbers stay."""
    return _BAD_IN_YAML.sub(" ", text)


def _utf16(data: bytes, slips: Slips) -> str | None:
    head = data[:400]
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif head[1::2].count(0) > len(head) // 4:
        encoding = "utf-16-le"
    elif head[::2].count(0) > len(head) // 4 or (
        head.count(b"\x0e") > 8 and head[::2].count(0x0E) > len(head) // 4
    ):
        encoding = "utf-16-be"
    elif len(head) > 20 and head[1::2].count(0x0E) > len(head) // 4:
        encoding = "utf-16-le"
    else:
        return None
    slips.add(1, "encoding.utf16")
    return data.decode(encoding, "replace").replace("\x00", " ")


def _utf8(data: bytes, slips: Slips) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        if error.reason == "unexpected end of data" and error.end == len(data):
            slips.add(line, "encoding.truncated")
        elif not _THAI_UTF8.search(data) and _THAI_CP874.search(data):
            slips.add(line, "encoding.cp874")
            return data.decode("cp874", "replace")
        else:
            slips.add(line, "encoding.mixed")
        # The sign that stands for a lost byte would be reported a second time by the rules on characters.
        return data.decode("utf-8", "ignore")


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}".removesuffix(".0")
