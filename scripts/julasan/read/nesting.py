"""Lists nested as CommonMark and GitHub read them -> nested by four spaces, as Python-Markdown wants it.

Two or three spaces are what most editors put in; Python-Markdown would make one flat list
of it, or run an item's second paragraph into the next item. No line is added or taken away.
"""

from __future__ import annotations

import re

from julasan.pattern import late

_LOOSE = late(r"^(?:[ ]{4}|\t)*[ ]{1,3}[^ \n]", re.MULTILINE)
_LIST = late(r"^[ ]{0,3}(?:[-*+]|[0-9๐-๙]{1,9}\.)[ \t]", re.MULTILINE)
_ITEM = late(r"((?:[-*+]|[0-9๐-๙]{1,9}\.)[ \t]+)\S")
_FENCE = late(r"(`{3,})[^`]*|(~{3,})[^~]*")
_RULE = late(r"(?:\*[ ]*){3,}|(?:-[ ]*){3,}|(?:_[ ]*){3,}")


def by_four(text: str) -> str:
    """`text` with each item of a list, and what belongs to it, four spaces in for each level above it."""
    if "\n>" in text and _NESTED_IN_QUOTE.search(text):
        text = _in_quotes(text)
    if ("\n " not in text and "\n\t" not in text) or not _LOOSE.search(text) or not _LIST.search(text):
        return text
    made: list[str] = []
    open_items: list[tuple[int, int]] = []
    """The column of each one's sign, and that of its text."""
    fence, shift, blank = "", 0, True
    for line in text.split("\n"):
        bare = line.lstrip(" \t")
        if not bare or fence:
            made.append(_shifted(line, shift) if bare else line)
            fence = "" if line.strip() == fence else fence
            blank = not bare
            continue
        indent = len(line[: len(line) - len(bare)].expandtabs(4))
        if _is_item(bare, indent, open_items):
            while open_items and indent < open_items[-1][0] + 2:
                open_items.pop()
            shift = 4 * len(open_items) - indent
            sign = _ITEM.match(bare)
            open_items.append((indent, indent + min(len(sign[1]) if sign else 2, 4)))
        elif blank:
            while open_items and indent < min(open_items[-1][1], open_items[-1][0] + 4):
                open_items.pop()
            shift = 4 * len(open_items) - _base(indent, open_items)
        made.append(_shifted(line, shift))
        if found := _FENCE.fullmatch(bare):
            fence = found[1] or found[2]
        blank = False
    return "\n".join(made)


_NESTED_IN_QUOTE = late(r"^[ ]{0,3}>[ ]{2,4}(?:[-*+]|[0-9]{1,9}\.)[ \t]", re.MULTILINE)
_QUOTED = late(r"[ ]{0,3}>[ ]?")


def _in_quotes(text: str) -> str:
    """`text`, the lists of its quotations nested likewise."""
    made: list[str] = []
    run: list[str] = []
    fence = ""
    for line in [*text.split("\n"), ""]:
        if not fence and (match := _QUOTED.match(line)):
            run.append(line[match.end() :])
            continue
        if run:
            made += [
                f"> {inside}".rstrip(" ") if inside else ">" for inside in by_four("\n".join(run)).split("\n")
            ]
            run = []
        bare = line.strip()
        if fence:
            fence = "" if bare == fence else fence
        elif found := _FENCE.fullmatch(bare):
            fence = found[1] or found[2]
        made.append(line)
    return "\n".join(made[:-1])


def _is_item(bare: str, indent: int, open_items: list[tuple[int, int]]) -> bool:
    """Whether the line `bare`, `indent` columns in, begins an item: deeper, it is code or a paragraph's."""
    deepest = open_items[-1][1] + 4 if open_items else 4
    return indent < deepest and bool(_ITEM.match(bare)) and not _RULE.fullmatch(bare)


def _base(indent: int, open_items: list[tuple[int, int]]) -> int:
    """From which column on a paragraph of the innermost item counts: four in, or where the item's text is."""
    if not open_items:
        return 0
    sign, words = open_items[-1]
    return sign + 4 if indent >= sign + 4 else words


def _shifted(line: str, shift: int) -> str:
    if not shift:
        return line
    bare = line.lstrip(" \t")
    indent = len(line[: len(line) - len(bare)].expandtabs(4))
    return " " * max(0, indent + shift) + bare
