"""Text -> fields and body where a head has one right field a line, as most have; else `matter` reads it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from julasan.model import is_required, written_fields
from julasan.read.matter import LIKE_FIRST, LONGEST, Matter
from julasan.read.record import Fields, plain_fields
from julasan.read.slips import Slips
from julasan.read.values import Typed, read_fields

_BEGIN, _END = "---\n", "\n---\n"
_END_IN_BYTES = _END.encode()
_FIRST = re.compile(r"\s*")


def plain_head(text: str, record: type, encoded: bytes = b"") -> tuple[Typed, Matter] | None:
    """The typed fields of a file of a `record`, and what stands behind them (its own fields left out).

    `encoded` is the text in UTF-8 where that is at hand.

    None where a line is no plain field, or is wrong: then all of the head has to be read.
    """
    end = text.find(_END, 3)
    if not text.startswith(_BEGIN) or not 3 < end < LONGEST:
        return None
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    number = 1
    for number, written in enumerate(text[len(_BEGIN) : end].split("\n"), 2):
        found = (_known_field if len(written) < _OFTEN else _field)(record, written)
        if found is None or found[0] in values:
            return None
        name, values[found[0]] = found
        lines[name] = number
    rest = text[end + len(_END) :]
    first = _FIRST.match(rest)
    at = first.end() if first else 0
    # What begins like fields again is looked into.
    if not _required(record) <= lines.keys() or rest.startswith("---", at) or LIKE_FIRST.match(rest, at):
        return None
    behind = encoded[encoded.find(_END_IN_BYTES, 3) + len(_END) :] if encoded else None
    return Typed(values, lines), Matter(None, rest, number + 2, behind)


def _field(record: type, written: str) -> tuple[str, Any] | None:
    """Name and value of the field in the line `written`, None where there is anything to say of it."""
    fields = plain_fields(written, 1)
    if fields is None:
        return None
    slips = Slips("")
    values = read_fields(record, Fields(1, fields.entries, fields.lines, whole=False), slips).values
    return next(iter(values.items()), None) if not slips.problems else None


_OFTEN = 80
"""Letters of a line below which it mostly is a date, province, kind or topics: thousands have the same."""
_known_field = lru_cache(maxsize=4_096)(_field)


@lru_cache(maxsize=8)
def _required(record: type) -> frozenset[str]:
    return frozenset(item.name for item in written_fields(record) if is_required(item))
