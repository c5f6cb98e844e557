"""Which parts of a Markdown text are live: neither fenced, indented or inline code, nor a comment.

As Python-Markdown and SuperFences see it; every step is linear in the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import TypeAlias

from julasan.model import MarkKind
from julasan.pattern import late

Marking: TypeAlias = Callable[[MarkKind, str, int], None]
"""Takes what is marked: its kind, its words, and its line from 0."""

_FENCE = late(
    r"(?P<pre>[> \t]*)(?P<fence>~{3,}|`{3,})[ \t]*"
    r"(?:\{[^\n`]*\}|[\w#.+-]*)(?:[ \t]+\w+=(?:\"[^\"]*\"|'[^']*'|\S+))*[ \t]*"
)
_GLUED_FENCE = late(r"(?P<pre>[> \t]*)(?P<fence>~{3,}|`{3,})(?P<rest>[^\n]*)")
ITEM = late(r"([ \t]*)(?:[-*+]|[0-9]{1,9}\.)[ \t]+")
_CONTAINER = late(r"([ \t]*)(?:!!!|\?\?\?\+?|===[!+]?)[ \t]+\S|([ \t]*)\[\^[^\]\n]+\]:|([ \t]*):[ \t]+")
_HEADING_AS_CODE = late(r"[ \t]+#{2,6}[ \t]*[\u0e01-\u0e2e\u0e40-\u0e44]")
_BACKTICKS = late(r"`+")
_LETTERS = late("([\u0e01-\u0e2e])|[A-Za-z]")
_SIGNS_OF_CODE = late(r"[{}<>=;|`#$\\\[\]]|^\s*[-*+>]")


def live_lines(text: str) -> list[str]:
    """The lines of a Markdown text, those of fenced and indented code empty."""
    return without_code(text.split("\n"), lambda _kind, _text, _number: None)


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """`text` with `change` made in whatever is no code; it may not change how many lines there are."""
    lines = text.split("\n")
    for start, block in blocks(live_lines(text)):
        parts, at = [], 0
        for first, last in code_spans(block):
            parts += [change(block[at:first]), block[first:last]]
            at = last
        changed = "".join([*parts, change(block[at:])]).split("\n")
        lines[start : start + len(changed)] = changed
    return "\n".join(lines)


def blocks(live: list[str]) -> Iterator[tuple[int, str]]:
    """Runs of lines that are not blank, with the number of their first."""
    start = None
    for number, line in enumerate(live):
        if line.strip():
            if start is None:
                start = number
        elif start is not None:
            yield start, "\n".join(live[start:number])
            start = None
    if start is not None:
        yield start, "\n".join(live[start:])


def without_code(lines: list[str], mark: Marking) -> list[str]:
    """The lines, those of code empty; fences never closed, and words that became code, are marked."""
    live: list[str] = []
    fence, opened, prefix = "", 0, ""
    items: list[int] = []
    blank, indented = True, False
    for number, line in enumerate(lines):
        if fence:
            closed = _closes(line, fence)
            out = not closed and line.strip(" \t>") and not line.startswith(prefix)
            if out:
                mark("fence", lines[opened].strip(), opened)
                prefix = ""
            if closed or (out and not any(_closes(rest, fence) for rest in lines[number : number + 500])):
                # What stands outside the list or quote of a fence that nothing closes is no code.
                fence = ""
            if not out or fence:
                live.append("")
                continue
        match = _FENCE.fullmatch(line) if "``" in line or "~~" in line else None
        if not match and (match := _glued_fence(lines, number)):
            mark("raw-fence", line.strip(), number)
        if match:
            fence, opened = match["fence"], number
            prefix = match["pre"].rstrip(" ") if ">" in match["pre"] else match["pre"]
            live.append("")
            blank = indented = False
            continue
        if not line.strip():
            live.append("")
            blank = True
            continue
        was, indented = indented, _indented(line, items, blank, indented)
        if indented and not was and _is_prose(line):
            mark("raw-indent", line.strip(), number)
        elif indented and not was and _HEADING_AS_CODE.match(line):
            mark("raw-heading", line.strip(), number)
        live.append("" if indented else line)
        blank = False
    if fence:
        mark("fence", lines[opened].strip(), opened)
    return live


def _glued_fence(lines: list[str], number: int) -> re.Match[str] | None:
    """A fence with words behind it, which is none, where a closing one shows that it was meant as one."""
    line = lines[number]
    match = _GLUED_FENCE.fullmatch(line) if "```" in line or "~~~" in line else None
    if not match or "~~" in match["rest"] or "``" in match["rest"]:
        return None
    rest = lines[number + 1 : number + 200]
    return match if any(_closes(other, match["fence"]) for other in rest) else None


def _closes(line: str, fence: str) -> bool:
    return line.strip(" \t>") == fence


def _is_prose(line: str) -> bool:
    """Whether a line that stands as code is a paragraph, indented as letters of an office are."""
    letters = _LETTERS.findall(line)
    thai = sum(map(bool, letters))
    return thai >= 4 and 2 * thai > len(letters) and not _SIGNS_OF_CODE.search(line)


def _indented(line: str, items: list[int], blank: bool, before: bool) -> bool:
    """Whether `line` is indented code; keeps in `items` the indents of the open containers."""
    width = len(line) - len(line.lstrip(" \t"))
    indent = len(line[:width].expandtabs(4)) if "\t" in line[:width] else width
    if items and blank and indent < 4 and not _opens(line):
        items.clear()
    while items and blank and indent <= items[-1] - 4 + 3 and items[-1] >= 4:
        items.pop()
    base = items[-1] // 4 * 4 + 4 if items else 0
    if (blank or before) and indent >= base + 4:
        return True
    if _opens(line) and indent < base + 4:
        while items and items[-1] >= indent:
            items.pop()
        items.append(indent)
    return False


def _opens(line: str) -> bool:
    first = line.lstrip(" \t")[:1]
    return first in "-*+!?=[:0123456789" and bool(ITEM.match(line) or _CONTAINER.match(line))


def without_comments(live: list[str], mark: Marking) -> list[str]:
    """The lines with HTML comments blanked; one that never ends is marked."""
    text = "\n".join(live)
    if "<!--" not in text:
        return live
    hidden = code_spans(text)
    parts, at = [], 0
    while (start := text.find("<!--", at)) >= 0:
        if _inside(start, hidden):
            parts.append(text[at : start + 4])
            at = start + 4
            continue
        end = _comment_end(text, start)
        if text.startswith("<!--[if", start):
            mark("tag", "<!--[if", text.count("\n", 0, start))
        if end < 0 or not _may_span(text, start, end):
            mark("comment", "<!--", text.count("\n", 0, start))
            end = start + 4
        parts.append(text[at:start])
        parts.append(re.sub(r"[^\n]", " ", text[start:end]))
        at = end
    parts.append(text[at:])
    return "".join(parts).split("\n")


def _comment_end(text: str, start: int) -> int:
    """Where the comment at `start` ends for a browser, or -1."""
    if text.startswith(("<!-->", "<!--->"), start):
        return text.index(">", start) + 1
    ends = [end + len(sign) for sign in ("-->", "--!>") if (end := text.find(sign, start + 4)) >= 0]
    return min(ends, default=-1)


def _may_span(text: str, start: int, end: int) -> bool:
    """Whether a comment may hold a blank line: only where it begins its line, as for Python-Markdown."""
    head = text[text.rfind("\n", 0, start) + 1 : start]
    return (len(head) <= 3 and not head.strip()) or not re.search(r"\n[ \t]*\n", text[start:end])


def code_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each inline code of `text`: a run of backticks to the next run of the same length."""
    runs = []
    for match in _BACKTICKS.finditer(text):
        start = match.start()
        back = 0
        while start - back > 0 and text[start - back - 1] == "\\":
            back += 1
        start += back % 2
        if start < match.end():
            runs.append((start, match.end()))
    by_length: dict[int, list[int]] = {}
    for index, (start, end) in enumerate(runs):
        by_length.setdefault(end - start, []).append(index)
    blanks = [match.start() for match in re.finditer(r"\n[ \t]*(?=\n)", text)]
    spans, index = [], 0
    while index < len(runs):
        start, end = runs[index]
        same = by_length[end - start]
        other = bisect_right(same, index)
        if other < len(same) and not _between(blanks, start, runs[same[other]][0]):
            spans.append((start, runs[same[other]][1]))
            index = same[other] + 1
        else:
            index += 1
    return spans


def mask_code(block: str) -> str:
    """`block` with the inside of inline code blanked; a tag that begins a line is HTML even there."""
    parts, at = [], 0
    for start, end in code_spans(block):
        parts.append(block[at:start])
        inside = block[start:end]
        lines = inside.split("\n")
        kept = [" " * len(lines[0])]
        kept += [line if re.match(r"[ \t>]{0,3}<", line) else " " * len(line) for line in lines[1:]]
        parts.append("\n".join(kept))
        at = end
    parts.append(block[at:])
    return "".join(parts)


def _between(places: list[int], start: int, end: int) -> bool:
    index = bisect_right(places, start)
    return index < len(places) and places[index] < end


def _inside(position: int, spans: list[tuple[int, int]]) -> bool:
    index = bisect_right(spans, (position, 1 << 60)) - 1
    return index >= 0 and spans[index][0] <= position < spans[index][1]
