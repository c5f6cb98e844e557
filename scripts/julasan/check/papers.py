"""The words of files that are no articles (PDFs, tables, cards, drawings): they are published too."""

from __future__ import annotations

import html
import io
import re
import time
from collections.abc import Iterator
from functools import lru_cache

from julasan.pattern import late

MOST_BYTES, MOST_PAGES, MOST_SECONDS = 30_000_000, 300, 4.0
"""Beyond these a paper is read no further: none that a network prints comes near."""
_MOST_UNPACKED = 8_000_000
"""Bytes that one stream may unpack to; a bomb unpacks to gigabytes."""
_MOST_SIGNS = 300_000
"""Commands and values of one page."""


WORDS = frozenset(("csv", "ics", "vcf", "vtt", "svg", "txt"))
"""Endings of files, PDFs apart, that hold words which a reader sees."""
_FOLDED = late(r"[^\n]*(?:\r?\n[ \t][^\n]*)+")
_NOT_SHOWN = late(r"<!--.*?-->|<style\b.*?</style\s*>|<[^<>]*>", re.DOTALL | re.IGNORECASE)


def words(kind: str, data: bytes) -> str:
    """The words of a file that ends in `kind`, each in its line; what is no text at all gives none."""
    text = _decoded(data).replace("\r\n", "\n")
    if kind in ("ics", "vcf"):
        # A long line goes on behind a space (RFC 5545, 3.1): the lines below it keep their numbers.
        return _FOLDED.sub(lambda lines: _unfolded(lines.group()), text).replace("\\n", " ")
    if kind == "svg":
        # In attributes stand the numbers of a drawing's lines.
        return html.unescape(_NOT_SHOWN.sub(lambda tag: " " + "\n" * tag.group().count("\n"), text))
    return text


def _unfolded(lines: str) -> str:
    return re.sub(r"\n[ \t]", "", lines) + "\n" * lines.count("\n")


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp874", "replace")


def pages(data: bytes) -> tuple[str, ...]:
    """The text of each page, as far as the limits allow; nothing of what is no readable PDF."""
    return _pages(data) if len(data) <= MOST_BYTES else ()


@lru_cache(maxsize=64)
def _pages(data: bytes) -> tuple[str, ...]:
    # Rules and the gate over the built site ask for the same papers in one run.
    return tuple(_read(data))


def _read(data: bytes) -> Iterator[str]:
    import logging

    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    began = time.process_time()
    limits = pypdf.apply_configuration(
        zlib_maximum_output_length=_MOST_UNPACKED,
        lzw_maximum_output_length=_MOST_UNPACKED,
        run_length_maximum_output_length=_MOST_UNPACKED,
        stream_decoding_work_maximum_length=4 * _MOST_UNPACKED,
        stream_parsing_work_maximum_count=_MOST_SIGNS,
    )
    with limits:
        try:
            for number, page in enumerate(pypdf.PdfReader(io.BytesIO(data)).pages):
                if number == MOST_PAGES or time.process_time() - began > MOST_SECONDS:
                    return
                yield page.extract_text()
        except Exception:
            # Whatever a damaged, locked or hostile file does to its reader, it says nothing more.
            return
