"""The blank lines and line breaks that Python-Markdown wants and people leave out."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from julasan.pattern import late
from julasan.read.live import ITEM, blocks

_NO_PARAGRAPH = late(
    r"[ ]{0,3}(?:(?:[-*+]|[0-9]{1,9}\.)[ \t]|[>|:=#]|\[\^)|[ ]{4}|\t|!!!|[ ]{0,3}(?:-[- ]*|\*[* ]*|_[_ ]*)$"
)
_FIRST_ITEM = late(r"[ ]{0,3}(?:[-*+]|1\.)[ ]+\S")
_TABLE_RULE = late(r"[ ]{0,3}\|?[ ]*:?-+:?[ ]*\|[-:| ]*")
_QUOTED = late(r"(?:[ ]{0,3}>)+[ ]?")


def missing(live: list[str]) -> dict[int, str]:
    """Before which lines Python-Markdown wants a blank one, and how that is written in a quotation.

    It wants it before a list or table behind a paragraph; CommonMark and GitHub's preview do
    without it, so people leave it out.
    """
    before: dict[int, str] = {}
    for start, block in blocks(live):
        inside, blank = block.split("\n"), ""
        if quoted := _QUOTED.match(inside[0]):
            inside, blank = [_QUOTED.sub("", line, count=1) for line in inside], quoted.group().rstrip()
        elif inside[0].startswith("!!!"):
            inside = ["#", *(line.removeprefix("    ") for line in inside[1:])]
        elif inside[0].startswith("    "):
            before |= dict.fromkeys((start + at for at in _dedented_items(inside)), "")
            width = len(inside[0]) - len(inside[0].lstrip(" "))
            inside = [line.removeprefix(" " * width) for line in inside]
        if (at := _interrupted(inside)) is not None:
            before[start + at] = blank
    return before


def spaced(lines: list[str], before: Mapping[int, str], breaks: Container[int]) -> str:
    """The text of `lines`, a blank one put `before` some of them.

    Lines of `breaks` end with a line break: (1) and ก. begin no list, but nobody means them to run on.
    """
    if breaks:
        lines = [f"{line.rstrip(' ')}  " if number in breaks else line for number, line in enumerate(lines)]
    if not before:
        return "\n".join(lines)
    return "\n".join(
        f"{before[number]}\n{line}" if number in before else line for number, line in enumerate(lines)
    )


def _dedented_items(block: list[str]) -> Iterator[int]:
    """Which lines begin an item further out than the lines above them, which belong to another."""
    width = len(block[0]) - len(block[0].lstrip(" "))
    for at, line in enumerate(block):
        indent = len(line) - len(line.lstrip(" "))
        if indent < width and ITEM.match(line):
            width = indent
            yield at


def _interrupted(block: list[str]) -> int | None:
    """Which line of a block, headings apart, begins a list or table right behind a paragraph."""
    first = next((at for at, line in enumerate(block) if not line.startswith("#")), len(block))
    if first + 1 >= len(block) or _NO_PARAGRAPH.match(block[first]):
        return None
    for at in range(first + 1, len(block)):
        rule = block[at + 1] if at + 1 < len(block) else ""
        if _FIRST_ITEM.match(block[at]) or ("|" in block[at] and _TABLE_RULE.fullmatch(rule)):
            return at
    return None
