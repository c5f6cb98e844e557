"""CSV -> text records: a row each, by the columns' names; what spreadsheets leave in them is refused."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import chain

from julasan.frozen import dataclass
from julasan.pattern import late
from julasan.read.record import Fields, Items, Node, Scalar
from julasan.read.slips import Slips
from julasan.read.values import HIDDEN, field_meant, schema

MANY_NAMES = 3
"""So many columns by other names are a header in another language: one slip."""
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 10_000, 100, 10_000
_LISTS = ("expertise", "channels")
_TOTAL = late(r"(?i)\s*(?:รวม|ยอดรวม|ทั้งหมด|total|sum)\b.*|\s*(?:รวม|ยอดรวม|ทั้งหมด).*")
_NOTE = late(r"(?i)[*( ]*(?:หมายเหตุ|ที่มา|ข้อมูล|ปรับปรุง|อัปเดต|จัดทำ|note|source|updated?).*\s.*")
_ERROR = late(r"#(?:REF|N/A|VALUE|NAME|DIV/0|NULL|NUM)[!?]?.*|[0-9]\.[0-9]+[Ee]\+[0-9]{1,2}")
"""What Excel writes in place of a value, or of a long number."""


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of one row, and the line of the file where it begins."""

    line: int
    cells: list[str]


def records(text: str, record: type, slips: Slips, *, secret: bool = False) -> Iterator[Fields]:
    """The rows of a CSV file (RFC 4180) as text records by the names of its header, as `record` has them.

    With `secret` no cell appears in a message.
    """
    if re.match(r"(?i)\s*sep=.[ \t]*(?:\n|$)", text):
        slips.add(1, "csv.sep")
        text = re.sub(r"^[^\n]*", "", text, count=1)
    rows = _rows(text, _delimiter(text, slips), slips)
    head = next((row for row in rows if any(row.cells)), None)
    if head is None:
        if not slips.problems:
            slips.add(1, "csv.empty")
        return
    below = next((row for row in rows if any(row.cells)), None) if not _is_header(head, record) else None
    if below and _is_header(below, record):
        slips.add(head.line, "csv.above", first=below.line)
        head, below = below, None
    columns = _columns(head, record, slips)
    if columns is None:
        return
    rest = chain([below] if below else [], rows)
    for number, row in enumerate(row for row in rest if any(cell.strip() for cell in row.cells)):
        if number == MOST_ROWS:
            slips.add(row.line, "size.rows", limit=f"{MOST_ROWS:,}")
            return
        if [cell.strip() for cell in row.cells] == [cell.strip() for cell in head.cells]:
            slips.add(row.line, "csv.header-again", first=head.line)
            continue
        if len(row.cells) != len(columns):
            slips.add(row.line, "csv.columns", count=len(row.cells), expected=len(columns))
        if _is_total(row.cells, columns):
            slips.add(row.line, "csv.total")
            continue
        if _is_note(row.cells):
            slips.add(row.line, "csv.note")
            continue
        yield _fields(row, columns, record, slips, secret)


def _is_total(cells: list[str], columns: list[str]) -> bool:
    """Whether a row sums up those above: it says so, or it is nobody's and holds only numbers."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if any(_TOTAL.fullmatch(cell) for cell in cells[:2]) and len(filled) <= 4:
        return True
    if len(filled) <= 2 and any(_TOTAL.fullmatch(cell) for cell in filled):
        return True
    nobody = not any(
        cell.strip() for name, cell in zip(columns, cells, strict=False) if name in ("member_id", "name")
    )
    return nobody and all(re.fullmatch(r"[0-9๐-๙,.]+(?: ?คน)?", cell) for cell in filled)


def _is_note(cells: list[str]) -> bool:
    """Whether a row holds one sentence and nothing else."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return len(filled) == 1 and len(cells) > 1 and bool(_NOTE.match(filled[0]))


def _delimiter(text: str, slips: Slips) -> str:
    head = next((line for line in text.split("\n") if line.strip()), "")[:10_000]
    for sign, code in ((";", "csv.semicolon"), ("\t", "csv.tab"), ("|", "csv.bar")):
        if head.count(sign) > head.count(","):
            slips.add(1, code)
            return sign
    return ","


def _rows(text: str, delimiter: str, slips: Slips) -> Iterator[Row]:
    """Rows with their first line; the file ends at the first thing from which no reader can go on."""
    if any(len(line) > 10 * LONGEST_CELL for line in text.split("\n")):
        number = next(at for at, line in enumerate(text.split("\n"), 1) if len(line) > 10 * LONGEST_CELL)
        slips.add(number, "csv.long", limit=f"{10 * LONGEST_CELL:,}")
        return
    reader = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=delimiter, strict=True)
    line = 1
    lines = text.split("\n")
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            slips.add(_quote_line(lines, line, reader.line_num), "csv.quote")
            return
        if any(len(cell) > LONGEST_CELL for cell in cells):
            slips.add(line, "csv.long", limit=f"{LONGEST_CELL:,}")
            return
        if '"' in (written := "\n".join(lines[line - 1 : reader.line_num])):
            cell = rf'(?:"(?:[^"]|"")*+"|[^"{delimiter}\n]*+)'
            if not re.fullmatch(rf"{cell}(?:{re.escape(delimiter)}{cell})*+", written):
                slips.add(_quote_line(lines, line, reader.line_num), "csv.quote")
        if reader.line_num - line > 20:
            slips.add(line, "csv.quote")
        yield Row(line, cells)
        line = reader.line_num + 1


def _quote_line(lines: list[str], first: int, last: int) -> int:
    """The line of the quote that was never closed: the first with an odd number of them."""
    for number in range(first, min(last, len(lines)) + 1):
        if lines[number - 1].count('"') % 2:
            return number
    return first


def _is_header(row: Row, record: type) -> bool:
    """Whether a row names columns, as they are called here or in another language."""
    known = schema(record)
    names = [cell.strip() for cell in row.cells[:MOST_COLUMNS]]
    return any(name in known for name in names) or sum(bool(field_meant(name, known)) for name in names) > 1


def _columns(head: Row, record: type, slips: Slips) -> list[str] | None:
    """The names of the columns; None where there is no going on without them."""
    if len(head.cells) > MOST_COLUMNS:
        slips.add(head.line, "size.columns", count=f"{len(head.cells):,}", limit=MOST_COLUMNS)
        return None
    known = schema(record)
    names = [cell.strip() for cell in head.cells]
    if not _is_header(head, record):
        slips.add(head.line, "csv.header", columns=",".join(known))
        return None
    seen: set[str] = set()
    read_as = [*names]
    likely = {name: meant for name in names if name not in known and (meant := field_meant(name, known))}
    at_once = len({*likely.values()} - {*names}) >= MANY_NAMES
    if at_once:
        meant_names = ",".join(likely.get(name, name) for name in names)
        slips.add(head.line, "csv.names", names=", ".join(likely)[:200], meant=meant_names)
    for at, name in enumerate(names):
        if not name:
            slips.add(head.line, "csv.unnamed")
        elif name in seen:
            slips.add(head.line, "csv.column-twice", field=name)
        elif name not in known:
            meant = likely.get(name)
            if meant and meant not in names:
                if not at_once:
                    slips.add(head.line, "csv.unknown-like", field=name, meant=meant)
                # Its rows are read as what is meant, so that their slips are told at once.
                read_as[at] = meant if meant not in read_as else name
            else:
                slips.add(head.line, "csv.unknown", field=name, columns=",".join(known))
        seen.add(name)
    missing = [name for name, spec in known.items() if spec.required and name not in names]
    for name in missing:
        if not any(field_meant(other, known) == name for other in names if other not in known):
            slips.add(head.line, "csv.missing", field=name)
    return read_as


def _fields(row: Row, columns: list[str], record: type, slips: Slips, secret: bool) -> Fields:
    """A row as a record; cells of unknown columns were noted with the header."""
    known = schema(record)
    entries: dict[str, Node] = {}
    for name, cell in zip(columns, row.cells, strict=False):
        if _formula(cell) and not (secret and re.fullmatch(r"\+[0-9 -]+", cell.strip())):
            slips.add(row.line, "csv.formula", field=name, value=HIDDEN if secret else _first(cell))
            continue
        if cell.strip() in ("-", "–", "—"):
            slips.add(row.line, "csv.dash", field=name)
            continue
        if name not in known or name in entries:
            continue
        entries[name] = Scalar(cell, row.line, plain=False)
        if name in _LISTS:
            parts = [part for part in cell.split(";") if part.strip()]
            entries[name] = Items(row.line, [Scalar(part, row.line, plain=False) for part in parts])
            if "," in cell and not secret:
                meant = ";".join(part.strip() for part in re.split("[,;]", cell) if part.strip())
                slips.add(row.line, "csv.commas", field=name, value=cell.strip(), meant=meant)
    for name, spec in known.items():
        # A missing column was noted once, at the header; a missing cell is an empty one.
        whole = len(row.cells) >= len(columns)
        if (
            whole
            and spec.required
            and name in columns
            and name not in entries
            and not _noted(slips, row.line)
        ):
            entries[name] = Scalar("", row.line)
    return Fields(row.line, entries, dict.fromkeys(entries, row.line), whole=False)


def _noted(slips: Slips, line: int) -> bool:
    return any(
        found.line == line and found.code in ("csv.formula", "csv.dash") for found in slips.problems[-5:]
    )


def _formula(cell: str) -> bool:
    text = cell.strip(" \u00a0\ufeff\u200b").removeprefix("'")
    return (len(text) > 1 and text[0] in "=+-@\t\r＝＋－＠" and text not in ("--", "---")) or bool(
        _ERROR.fullmatch(text)
    )


def _first(cell: str) -> str:
    """The beginning of a cell, which may hold a phone number further on."""
    return re.sub(r"[0-9๐-๙]{3,}", "…", cell.strip())[:30]
