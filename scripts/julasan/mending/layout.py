"""Layout of Markdown: a pasted table's tabs, the line right under a table, stars that multiply."""

from __future__ import annotations

import re

from julasan.read.live import blocks
from julasan.read.raw_signs import STARS, as_table, below_table, is_table, tabbed_rows

_STAR = re.compile(r"(?<=[0-9๐-๙])\*(?=[0-9๐-๙(])")


def laid_out(lines: list[str], live: list[str]) -> list[str]:
    """`lines` with what is sure put right where they are `live`; a line may hold another behind a "\\n"."""
    made = list(lines)
    for start, block in blocks(live):
        inside = block.split("\n")
        if inside != lines[start : start + len(inside)]:
            continue
        if (rows := tabbed_rows(inside)) and not any(set('|"') & set(inside[at]) for at in rows):
            here = slice(start + rows.start, start + rows.stop)
            made[here] = as_table([inside[at] for at in rows])
            if rows.start and inside[rows.start - 1].strip():
                made[here.start] = "\n" + made[here.start]
            if rows.stop < len(inside):
                made[here.stop] = "\n" + made[here.stop]
        elif is_table(inside) and (row := below_table(inside, 2)) is not None:
            made[start + row] = "\n" + made[start + row]
    return made


def without_stars(text: str) -> str:
    """`text` with the stars between numbers as themselves, where Markdown would take two for emphasis."""
    return "\n".join(_STAR.sub(r"\\*", line) if STARS.search(line) else line for line in text.split("\n"))
