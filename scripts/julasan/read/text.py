"""Bytes -> text: UTF-8 with or without BOM; every other encoding is named, and read where it can be."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from julasan.pattern import late
from julasan.read.slips import Slips

ARTICLE_BYTES = 1_000_000
"""An article of over 1 MB is no article: a book, or a picture pasted as text."""
DATA_BYTES = 5_000_000
"""Largest events.yaml and members.csv."""
SETTINGS_BYTES = 300_000
"""Largest mkdocs.yml."""

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
    (b"Rar!", "RAR"),
    (b"\x7fELF", "ELF"),
    (b"MZ\x90", "EXE"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"OggS", "Ogg"),
    (b"ID3", "MP3"),
    (b"SQLite format", "SQLite"),
)
_BOM = b"\xef\xbb\xbf"
_ANY_SIGNATURE = tuple(signature for signature, _ in SIGNATURES)
_CONTROLS = bytes((*range(0x09), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F))
_WEB_PAGE = late(rb"(?:\xef\xbb\xbf)?\s{0,200}<(?:!doctype\s+html|html[\s>])", re.IGNORECASE)


# What YAML 1.2 calls c-printable, told by what is not: a set of nearly all there is takes 7 ms to compile.
_BAD_IN_YAML = late("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_THAI_UTF8 = late(rb"(?:\xe0[\xb8\xb9][\x80-\xbf]){2}")
_THAI_CP874 = late(rb"[\xa1-\xda\xdf-\xfb]{3}")


def read_text(file: Path | str, slips: Slips, limit: int = ARTICLE_BYTES) -> str | None:
    """The text of `file` with "\\n" at line ends, or None where there is nothing to go on with."""
    found = read_encoded(file, slips, limit)
    return found and found[0]


def read_encoded(file: Path | str, slips: Slips, limit: int = ARTICLE_BYTES) -> tuple[str, bytes] | None:
    """As :func:`read_text`, and the same in UTF-8: mostly the file's bytes, which need no encoding again."""
    try:
        size, data = _read(file, limit)
    except OSError as error:
        slips.add(1, "file.unreadable", reason=error.strerror or type(error).__name__)
        return None
    if size > limit:
        slips.add(1, "size.file", size=_megabytes(size), limit=_megabytes(limit))
        return None
    noted = len(slips.problems)
    text = decode(data, slips)
    if text is None:
        return None
    is_same = len(slips.problems) == noted and b"\r" not in data and not data.startswith(_BOM)
    return text, data if is_same else text.encode("utf-8", "surrogatepass")


def _read(file: Path | str, limit: int) -> tuple[int, bytes]:
    """Size and bytes of a file, none of one that is over `limit`: a third of what a file object asks for."""
    handle = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    try:
        size = os.fstat(handle).st_size
        return size, os.read(handle, size) if size <= limit else b""
    finally:
        os.close(handle)


def decode(data: bytes, slips: Slips, *, web_page: bool = False) -> str | None:
    """Decode `data`, naming what is wrong with its encoding; None for what is no text at all.

    A whole web page is no text that a person wrote, but with `web_page` is one that is wanted.
    """
    if (kind := _kind_of(data)) and not (kind == "HTML" and web_page):
        slips.add(1, "encoding.binary" if kind != "?" else "encoding.no-text", kind=kind)
        return None
    text = _utf16(data, slips)
    if text is None:
        text = _utf8(data, slips)
    text = text.lstrip("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _kind_of(data: bytes) -> str:
    """What sort of file `data` is where it is no text, or nothing."""
    if data.startswith(_ANY_SIGNATURE):
        return next(kind for signature, kind in SIGNATURES if data.startswith(signature))
    if data[4:8] == b"ftyp":
        return "HEIC, MP4"
    if _WEB_PAGE.match(data):
        return "HTML"
    head = data[:8_000]
    if not head or _utf16_of(data):
        return ""
    # A text has hardly any control characters, another file has them everywhere; one slip is no proof.
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return "?" if controls > max(3, len(head) // 20) else ""


def for_yaml(text: str) -> str:
    """`text` without the characters that YAML refuses or counts as line ends; line numbers stay."""
    return _BAD_IN_YAML.sub(" ", text)


_MARK = "[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"
_NOT_THAI = late(
    f"(?<![\u0e01-\u0e4e]){_MARK}|{_MARK}{{4}}|[\u0e40-\u0e44](?![\u0e01-\u0e2e])"
    "|(?<![\u0e01-\u0e2e\u0e32\u0e47-\u0e4d])[\u0e30\u0e32\u0e33]|[\u0e3f\u0e4f\u0e5a\u0e5b]"
)
"""A mark on nothing, a vowel without its consonant, signs that nobody types: hardly any in a Thai text."""
_RARE = late("[ฃฅฆฌฎฏฐฑฒฬฯ]")
"""One letter in a hundred; in Korean taken for Thai, one in five."""
_ORDINARY = late("[\t\n\r\x20-\x7e\xa0\u0e01-\u0e5b\u2010-\u2026\u200b\ufeff]")


def sure_text(data: bytes) -> tuple[str, str] | None:
    """Text of `data` (its line ends kept) and the encoding it was in, or None where that is a guess."""
    if _kind_of(data):
        return None
    encoding = _utf16_of(data) or "utf-8"
    if encoding == "utf-8" and not _is_utf8(data) and not _THAI_UTF8.search(data):
        encoding = "cp874"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    if encoding == "utf-8":
        return text, encoding
    return (text.removeprefix("\ufeff"), encoding) if _reads_as_thai(text) else None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _reads_as_thai(text: str) -> bool:
    """Whether vowels and marks stand with letters, and nearly all signs are those of a Thai text."""
    thai = sum("\u0e01" <= sign <= "\u0e5b" for sign in text)
    return (
        "\x00" not in text
        and len(_ORDINARY.findall(text)) >= 0.98 * len(text)
        and thai >= 3
        and len(_NOT_THAI.findall(text)) <= thai // 200
        and len(_RARE.findall(text)) <= max(2, thai // 20)
    )


def _utf16(data: bytes, slips: Slips) -> str | None:
    encoding = _utf16_of(data)
    if encoding is None:
        return None
    slips.add(1, "encoding.utf16-sheet" if _is_sheet(slips) else "encoding.utf16")
    if encoding == "utf-16" and data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        encoding = "utf-32"
    return data.decode(encoding, "replace").replace("\x00", " ")


def _is_sheet(slips: Slips) -> bool:
    """Whether the file comes out of Excel, which calls UTF-8 by a name of its own."""
    return slips.path.endswith(".csv")


def _utf16_of(data: bytes) -> str | None:
    head = data[:400]
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data.startswith(b"\x00\x00\xfe\xff"):
        return "utf-16"
    if b"\0" not in head and b"\x0e" not in head:
        return None
    if head.count(0) > len(head) * 3 // 5:
        return None
    if head[1::2].count(0) > len(head) // 4:
        return "utf-16-le"
    if head[::2].count(0) > len(head) // 4 or (
        head.count(b"\x0e") > 8 and head[::2].count(0x0E) > len(head) // 4
    ):
        return "utf-16-be"
    if len(head) > 20 and head[1::2].count(0x0E) > len(head) // 4:
        return "utf-16-le"
    return None


def _utf8(data: bytes, slips: Slips) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        if error.reason == "unexpected end of data" and error.end == len(data):
            slips.add(line, "encoding.truncated")
        elif not _THAI_UTF8.search(data) and _THAI_CP874.search(data):
            slips.add(line, "encoding.cp874-sheet" if _is_sheet(slips) else "encoding.cp874")
            return data.decode("cp874", "replace")
        else:
            # Without any Thai in UTF-8 the file is in another encoding as a whole: one slip.
            for number in _mixed(data) if _THAI_UTF8.search(data) else (line,):
                slips.add(number, "encoding.mixed")
        # The sign that stands for a lost byte would be reported a second time by the rules on characters.
        return data.decode("utf-8", "ignore")


def _mixed(data: bytes) -> Iterator[int]:
    """The lines, from 1, that are not UTF-8."""
    return (number for number, line in enumerate(data.split(b"\n"), 1) if not _is_utf8(line))


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}".removesuffix(".0")
