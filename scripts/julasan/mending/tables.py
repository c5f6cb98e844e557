"""CSV: commas between cells, letters in normal form, dates, provinces; every other byte stays."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator

from julasan.frozen import dataclass
from julasan.mending import days, letters, places
from julasan.read.rows import LONGEST_CELL

MENDED = frozenset({"joined", "consent", "province"})
_SEP = re.compile(r"(?i)\s*sep=.[ \t]*(?:\r\n|\r|\n)")
_OTHERS = (";", "\t", "|")


@dataclass(frozen=True, slots=True)
class _Cell:
    raw: str
    end: str
    """The sign or line end behind it."""
    column: int
    row: int


def mended(text: str, provinces: Collection[str] = ()) -> str:
    """The text of members.csv mended; as it was where its rows are not sure."""
    text, bom = text.removeprefix("\ufeff"), text[: text.startswith("\ufeff")]
    sep = _SEP.match(text)
    rest = text[sep.end() :] if sep else text
    delimiter = _delimiter(rest)
    before = _rows(rest, delimiter)
    if before is None:
        return bom + letters.tidy(text)
    cells = list(_cells(letters.tidy(rest), delimiter))
    names = [_value(cell.raw) for cell in cells if cell.row == 0]
    if "member_id" not in names:
        return bom + letters.tidy(text)
    made = "".join(_mended(cell, names, delimiter, provinces) for cell in cells)
    after = _rows(made, ",")
    kept = after is not None and _bare(after, names) == _bare(before, names)
    return bom + (made if kept else letters.tidy(text))


def _delimiter(text: str) -> str:
    head = next((line for line in text.splitlines() if line.strip()), "")
    if head.lstrip().startswith("|"):
        # A table of Markdown: its bars stand before and behind each row too.
        return ","
    return next((sign for sign in _OTHERS if head.count(sign) > head.count(",")), ",")


def _rows(text: str, delimiter: str) -> list[list[str]] | None:
    """The rows, or None where they break or, in another dialect, are not all as long as the first."""
    if any(len(line) > 10 * LONGEST_CELL for line in text.split("\n")):
        return None
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    width = len(next((row for row in rows if row), []))
    if delimiter != "," and any(row and len(row) != width for row in rows):
        return None
    return rows


def _bare(rows: list[list[str]], names: list[str]) -> list[list[str]]:
    """Rows as they are compared: in normal form, and without what is mended in dates and provinces."""
    dated = {number for number, name in enumerate(names) if name in MENDED}
    return [
        ["" if column in dated else letters.tidy(cell).strip() for column, cell in enumerate(row)]
        for row in rows
    ]


def _cells(text: str, delimiter: str) -> Iterator[_Cell]:
    sign = re.escape(delimiter)
    pattern = re.compile(rf'("(?:[^"]|"")*+"|[^{sign}\r\n]*)({sign}|\r\n|\r|\n|$)')
    row = column = at = 0
    while at < len(text):
        match = pattern.match(text, at)
        if match is None:
            # A quote inside a cell: _rows has refused what is worse.
            break
        yield _Cell(match[1], match[2], column, row)
        at = match.end()
        column = column + 1 if match[2] == delimiter else 0
        row += match[2] != delimiter
    if at < len(text):
        yield _Cell(text[at:], "", column, row)


def _value(raw: str) -> str:
    return raw[1:-1].strip() if raw.startswith('"') and raw.endswith('"') else raw.strip()


def _mended(cell: _Cell, names: list[str], delimiter: str, provinces: Collection[str]) -> str:
    raw = cell.raw
    name = names[cell.column] if cell.row and cell.column < len(names) else ""
    if name in MENDED:
        value = _value(raw)
        meant = places.mended(value, provinces) if name == "province" else days.mended(value)
        raw = raw.replace(value, meant) if value and meant != value else raw
    if delimiter != "," and "," in raw and not raw.startswith('"'):
        raw = f'"{raw}"'
    return raw + ("," if cell.end == delimiter else cell.end)
