"""Signs of Markdown that say nothing to the renderer, so that a reader would see them raw.

Each search is linear, and looks only at blocks that hold its signs. What people write for
other programs (web boards, wikis, other Markdowns) counts too; what is doubtful does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from julasan.model import MarkKind
from julasan.pattern import late

_TARGET = (
    r"(?:(?:https?://|www\.|mailto:|tel:)[^\s()\[\]]+|(?:\.{0,2}/)[^\s()\[\]]+|#[^\s()\[\]]+"
    r"|[^\s()\[\]]+\.(?:md|html?|pdf|png|jpe?g|gif|webp|svg)(?:#[^\s()\[\]]*)?)"
)
"""What can only be meant as the target of a link."""

_GAP = late(rf"\](?:[ \t]+|[ \t]*\n[ \t]*)\({_TARGET}(?:[ \t]+[\"'][^\"'\n]*[\"'])?\)")
_PICTURE_GAP = late(
    r"!\[[^\[\]\n]{0,300}\](?:[ \t]+|[ \t]*\n[ \t]*)\([^()\n]{1,300}\)"
    r"|!\s+\[[^\[\]\n]{0,300}\]\([^()\n]{1,300}\.(?:png|jpe?g|gif|webp|svg)\)"
)
_REVERSED = late(rf"\([^()\n]{{1,200}}\)\[{_TARGET}\]")
_NO_CLOSING = late(rf"(?<!\])\[[^\[\]()\n]{{1,200}}\({_TARGET}\)(?!\])")
_WIDE = late(
    rf"[\]］】〕][ ]?[（(]{_TARGET}[）)]|[［【〔][^\[\]］】〕\n]{{1,200}}[\]］】〕][ ]?[（(]{_TARGET}[）)]"
    r"|！\[|＊＊|｀|^[ ]{0,3}(?:＃+|＞|｜|－[ ])",
    re.MULTILINE,
)
_WIDE_SIGNS = late("[［］【】〔〕（）！＊｀＃＞｜－]")
_BOARD = late(
    r"(?i)\[/(?:b|i|u|s|img|url|color|size|center|quote|code|youtube|spoiler|list)\](?!\(|\[|:)"
    r"|\[(?:url|color|size|quote|img)=[^\]\n]{1,200}\]"
)
_FOREIGN = late(
    r"^[ ]{0,3}(?:\[(?:TOC|toc)\]|:{3,}[ ]*[^\s:][^\n]*|\?{3}\+?[ ]+\S[^\n]*"
    r"|={2,}[ ][^=\n]{1,200}[ ]={2,}"
    r"|={3}[!+]?[ ]+[\"“][^\n]{1,200}[\"”]|>[ ]?\[![A-Za-z]{3,12}\][^\n]*)[ \t]*$"
    r"|\[/?(?:caption|gallery|youtube|embed|audio|video|playlist|contact-form-7|vc_[a-z_]{1,30})\b[^\[\]\n]{0,300}\](?![(\[:])"
    r"|\{[#!][^{}\n]{1,100}[#!]\}|\[\[[^\[\]\n]{1,200}\]\](?!\()|'''[^'\n]{1,200}'''"
    r"|==[^\s=][^=\n]{0,200}[^\s=]==|==[^\s=]==|\${1,2}\{[^{}\n]{1,100}\}|\$\$[^$\n]{1,500}\$\$"
    r"|<%|<[/]?[Ａ-Ｚａ-ｚ]",
    re.MULTILINE,
)
_TASK = late(r"^[ ]{0,3}\[[ xX✓/]?\][ \t]+\S[^\n]*", re.MULTILINE)
_EMOJI = late(r"(?<![\w:/]):[a-z][a-z_]{2,30}:(?![\w:/])")
_INDENTED_HEADING = late(r"^[ ]{1,3}#{1,6}[ \t]*[^\s#]", re.MULTILINE)
_SEVEN = late(r"^#{7,}[ \t]*\S", re.MULTILINE)
_GLUED_ITEM = late(
    r"^[ ]{0,3}(?:(?P<sign>[-+]|[0-9]{1,2}\.)(?=[^\W\d_])"
    r"|(?:[•●▪‣◦·➢➤▶►◆■❖][ \t]*|[–—][ \t]+|\*{3}[ \t]+)(?=\S))",
    re.MULTILINE,
)
_LABEL = late(
    r"^[ \t]{0,8}(?:\((?P<round>[0-9]{1,2}|[๐-๙]{1,2}|[ก-ฮ]|[a-z])\)"
    r"|(?P<half>[0-9]{1,2}|[๐-๙]{1,2}|[ก-ฮ]|[A-Za-z])\)|(?P<dot>[ก-ฮ]|[A-Za-z])\.(?=[ \t])"
    r"|(?P<ring>[①-⑳])|(?P<part>[0-9]{1,2}\.[0-9]{1,2})\.?(?=[ \t]))[ \t]*(?=\S)",
    re.MULTILINE,
)
"""A number or letter of a list that is none for Markdown: 1) (1) ๑) ก. ก) a. ① 1.1"""
_THAI_ORDER = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
_BROKEN_OFF = late(r"(?:[ ]{2}|\\|<br[ ]?/?>)[ \t]*\Z")
"""The end of a line behind which the writer has put a line break."""
_FOOTNOTE_SPACE = late(r"\[\^(?:[ ][^\]\n]{0,80}|[^\]\s\n]{1,80}[ ][^\]\n]{0,80})\]")

_RULE_ROW = late(r"[ ]{0,3}\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?[ \t]*")
_ROW = late(r"[ ]{0,3}\|.*\|[ \t]*")
_HR = late(r"[ ]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
_STARTS = late(r"[ \t>]*(?:(?:[-*+]|[0-9]{1,9}\.)[ \t]+|#{1,6}|\|)")
_ESCAPED = late(r"\\[^\n]")
_BOLD = late(r"\*{2,}|(?<![^\W_])_{2,}|_{2,}(?![^\W_])")
_TICKS = late(r"`+")


WORTH_A_LOOK = late(
    r"[\[\]`#|$［【〔！＊｀＃｜－]|\*\*|\*[0-9๐-๙(]|__|==|\'\'\'|:::|\?\?\?|^[ ]{0,3}=|<%"
    r"|<[/]?[Ａ-Ｚａ-ｚ]|\{[#!]|\t|:[a-z_]{3,}:"
    r"|\n[ \t]{0,8}(?:[-+]\w|[–—][ \t]|[•‣·\u2190-\u2bff\U0001f000-\U0001faff]|[0-9]{1,2}\.\w"
    r"|\(?[0-9๐-๙ก-ฮA-Za-z]{1,2}\)|\([^()\n]{3,80}\)[ \t]*(?:\n|$)|[ก-ฮA-Za-z]\.[ \t])"
)
"""A block without any of these is done with."""
MAY_BE_WORTH = late(r"[\[\]`#|$［【〔！＊｀＃｜－*_=':?<{\t\n]")
"""One letter each with which those begin: most blocks have not even that."""


def raw_signs(block: str, masked: str) -> Iterator[tuple[MarkKind, int, str]]:
    """Kind, place and text of each slip in one block; `masked` is the block without its code."""
    written, masked = masked, _ESCAPED.sub("  ", masked)
    if "[" in masked or "]" in masked:
        yield from _links(masked)
    if not masked.isascii() and _WIDE_SIGNS.search(masked):
        yield from (
            ("raw-wide", found.start(), found.group()) for found in _WIDE.finditer(masked) if found.group()
        )
    yield from (("raw-foreign", found.start(), found.group()) for found in _FOREIGN.finditer(masked))
    if task := _TASK.search(masked):
        yield "raw-task", task.start(), task.group().strip()
    yield from (("raw-emoji", found.start(), found.group()) for found in _EMOJI.finditer(masked))
    if "#" in masked:
        yield from (
            ("raw-heading", found.start(), _line(masked, found.start()))
            for found in _INDENTED_HEADING.finditer(masked)
            # An escaped sign indents nothing.
            if "\\" not in written[found.start() : found.end()]
        )
        yield from (
            ("raw-heading", found.start(), _line(masked, found.start())) for found in _SEVEN.finditer(masked)
        )
    if "\n" in masked and (items := glued_items(masked)):
        yield "raw-item", items[0].start(), _line(masked, items[0].start())
    if "|" in masked:
        yield from _table(masked)
    if "**" in masked or "__" in masked:
        yield from _bold(masked)
    if "`" in masked:
        yield from _ticks(block, masked)
    if "*" in masked and (star := STARS.search(masked)):
        yield "raw-star", star.start(), star.group()
    if "\t" in masked and (rows := tabbed_rows(masked.split("\n"))):
        at = sum(len(line) + 1 for line in masked.split("\n")[: rows.start])
        yield "raw-tabs", at, _TAB.sub(" → ", _line(block, at))


STARS = late(r"[0-9๐-๙]+\*[0-9๐-๙(][^*\n]{0,100}\*(?!\*)[^\s*]{0,20}")
"""Stars that multiply, two in a paragraph: between them Markdown sees emphasis, and takes them away."""
_TAB = late(r"[ ]*\t+[ ]*")
_NUMBERED = late(r"(?:[-*+•]|\(?[0-9๐-๙]{1,3}[.)]|[ก-ฮA-Za-z][.)])[ ]*\t")


def tabbed_rows(lines: list[str]) -> range | None:
    """The lines that are rows of a table as Excel and Word paste it: cells apart by tabs, as many in each."""
    cells = [line.strip().count("\t") for line in lines]
    for first, count in enumerate(cells):
        last = next((at for at in range(first, len(cells)) if cells[at] != count), len(cells))
        listed = count == 1 and any(_NUMBERED.match(line.strip()) for line in lines[first:last])
        if count and last - first > 1 and not listed:
            return range(first, last)
    return None


def as_table(rows: list[str]) -> list[str]:
    """Rows whose cells are apart by tabs as a table of Markdown, the first as its header."""
    made = ["| " + " | ".join(cell.strip() or " " for cell in row.strip().split("\t")) + " |" for row in rows]
    return [f"{made[0]}\n|{'---|' * (rows[0].strip().count(chr(9)) + 1)}", *made[1:]]


_APART = late(r"\*\*[^*\n]{1,100}\*\*[:：]?[ \t]*\n[ \t]*[^\s\-+>|#]")
_SIGNED = late(r"^[ \t]*\([^()\n]{0,40}[\u0e01-\u0e2e][^()\n]{0,40}\)[ \t]*$", re.MULTILINE)
_SHORT = 60


def line_ends(block: str) -> Iterator[int]:
    """Which lines of a block (from 0) end where they were broken: a bold line above others, a signature's."""
    lines = block.split("\n")
    if "**" in block:
        yield from (at for at, line in enumerate(lines[:-1]) if _APART.match(f"{line}\n{lines[at + 1]}"))
    if "(" in block and len(lines) > 2 and max(map(len, lines)) <= _SHORT and _SIGNED.search(block):
        yield from range(len(lines) - 1)


def glued_items(block: str) -> list[re.Match[str]]:
    """The signs of a list's items that stand without a space, or are another program's; two at least."""
    items = [found for found in _GLUED_ITEM.finditer(block) if not _is_line_of_its_own(block, found)]
    return items if len(items) > 1 else []


_PICTURED = late(r"\n[ \t]{0,3}(?=[\u2190-\u245f\u2500-\u2bff\U0001f000-\U0001faff])")


def labels(block: str) -> Iterator[int]:
    """Where lines begin that count on from one above (ก. ข.), or with a sign (✓ 📍): they stand apart."""
    for found in _PICTURED.finditer(block):
        if not _BROKEN_OFF.search(block, max(0, found.start() - 20), found.start()):
            yield found.start() + 1
    before: re.Match[str] | None = None
    for found in _LABEL.finditer(block):
        if before and _counts_on(before, found) and not _is_line_of_its_own(block, found):
            yield found.start()
        before = found


def _counts_on(one: re.Match[str], other: re.Match[str]) -> bool:
    kind = one.lastgroup or ""
    before, after = one[kind], other[kind] or ""
    if kind != other.lastgroup or before.isdecimal() != after.isdecimal():
        return False
    if before.isdecimal():
        return int(after) == int(before) + 1
    if kind == "part":
        whole, _, number = before.partition(".")
        return after == f"{whole}.{int(number) + 1}"
    if before in _THAI_ORDER and after in _THAI_ORDER:
        return _THAI_ORDER.index(after) == _THAI_ORDER.index(before) + 1
    return len(before) == len(after) == 1 and ord(after) == ord(before) + 1


def _is_line_of_its_own(block: str, found: re.Match[str]) -> bool:
    """Whether the line above has a break at its end."""
    end = found.start() - 1
    return end >= 0 and bool(_BROKEN_OFF.search(block, max(0, end - 20), end))


def _line(text: str, at: int) -> str:
    """The line of `text` that begins at or before `at`, without its line end."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return text[start : end if end >= 0 else len(text)].strip()


def _links(masked: str) -> Iterator[tuple[MarkKind, int, str]]:
    seen = -1
    for pattern in (_PICTURE_GAP, _GAP):
        for found in pattern.finditer(masked):
            if found.end() != seen:
                yield "raw-gap", found.start(), found.group()
            seen = found.end()
    yield from (("raw-reversed", found.start(), found.group()) for found in _REVERSED.finditer(masked))
    yield from (("raw-bracket", found.start(), found.group()) for found in _NO_CLOSING.finditer(masked))
    yield from (("raw-board", found.start(), found.group()) for found in _BOARD.finditer(masked))
    yield from (("raw-footnote", found.start(), found.group()) for found in _FOOTNOTE_SPACE.finditer(masked))


def _table(masked: str) -> Iterator[tuple[MarkKind, int, str]]:
    """Rows without the line of dashes below the first, or with one of another number of cells."""
    lines = masked.split("\n")
    first = next((at for at, line in enumerate(lines) if _ROW.fullmatch(line)), None)
    if first is None or len(lines) < first + 2:
        return
    at = sum(len(line) + 1 for line in lines[:first])
    rule = lines[first + 1]
    if not _RULE_ROW.fullmatch(rule) or "-" not in rule:
        if _ROW.fullmatch(rule) or _RULE_ROW.fullmatch(lines[first]):
            yield "raw-table", at, lines[first].strip()
    elif (row := below_table(lines, first + 2)) is not None:
        yield "raw-table-row", sum(len(line) + 1 for line in lines[:row]), lines[row].strip()
    elif (more := _too_wide(lines, first)) is not None:
        yield "raw-table-more", sum(len(line) + 1 for line in lines[:more]), lines[more].strip()
    elif _cells(rule) != _cells(lines[first]):
        yield "raw-table-cells", at + len(lines[first]) + 1, f"{_cells(lines[first])}≠{_cells(rule)}"


def _too_wide(lines: list[str], first: int) -> int | None:
    """A row with words in a cell beyond those of the header, which would be left out."""
    most = _cells(lines[first])
    if most != _cells(lines[first + 1]):
        return None
    for at in range(first + 2, len(lines)):
        cells = _ESCAPED.sub("", lines[at]).strip().removeprefix("|").removesuffix("|").split("|")
        if len(cells) > most and any(cell.strip() for cell in cells[most:]):
            return at
    return None


def is_table(lines: list[str]) -> bool:
    """Whether a block's first lines are a table's header and its rule."""
    return len(lines) > 2 and bool(_ROW.fullmatch(lines[0]) and _RULE_ROW.fullmatch(lines[1]))


def below_table(lines: list[str], first: int) -> int | None:
    """The line, at or behind `first`, that stands right under a table's rows, so that it becomes one."""
    return next((at for at in range(first, len(lines)) if lines[at].strip() and "|" not in lines[at]), None)


def _cells(row: str) -> int:
    return _ESCAPED.sub("", row).strip().removeprefix("|").removesuffix("|").count("|") + 1


def _bold(masked: str) -> Iterator[tuple[MarkKind, int, str]]:
    """``**`` without its partner in the same paragraph, item or cell, or with a space on its inner side."""
    at = 0
    for part in _parts(masked):
        text = _ESCAPED.sub("  ", part)
        for sign in ("*", "_"):
            # Four and more, or stars alone before a date, are an ornament.
            signs = [found for found in _BOLD.finditer(text) if found.group() in (2 * sign, 3 * sign)]
            lone = [found for found in signs if len(found.group()) == 2 and _stands_alone(text, found)]
            tied = [found for found in signs if not _stands_alone(text, found)]
            odd = lone[:1] if len(lone) > 1 or (lone and tied) else []
            if not odd and len(tied) % 2:
                odd = _unclosed(text, tied)
            for found in odd:
                yield "raw-bold", at + found.start(), _around(text, found.start())
        at += len(part)


def _unclosed(text: str, signs: list[re.Match[str]]) -> list[re.Match[str]]:
    """The sign of an odd number that opens bold and finds no partner."""
    opened: list[re.Match[str]] = []
    for found in signs:
        if opened and not _opens(text, found):
            opened.pop()
        elif _opens(text, found):
            opened.append(found)
    return opened[:1]


def _around(text: str, at: int) -> str:
    """The words before and behind place `at` of its line, to find it again."""
    start = text.rfind("\n", 0, at) + 1
    before = text[max(start, at - 20) : at]
    return ("…" if at - 20 > start else "") + before + text[at : at + 40].split("\n", maxsplit=1)[0]


def _opens(text: str, found: re.Match[str]) -> bool:
    """Whether bold begins here; behind a word, two stars may be a note's mark."""
    return (
        len(found.group()) == 2
        and not text[: found.start()][-1:].strip(" \n>-([“")
        and not (text[found.end() : found.end() + 1].isspace())
    )


def _stands_alone(text: str, found: re.Match[str]) -> bool:
    before, after = text[: found.start()][-1:], text[found.end() : found.end() + 1]
    return (not before or before.isspace()) and (not after or after.isspace())


def _parts(masked: str) -> Iterator[str]:
    """The block cut where no inline sign reaches across: items, headings, cells, rules."""
    part = ""
    for line in masked.splitlines(keepends=True):
        if _HR.fullmatch(line.rstrip("\n")):
            yield part
            yield re.sub("[*_]", "-", line)
            part = ""
            continue
        if _STARTS.match(line):
            yield part
            part = ""
        if _ROW.fullmatch(line.rstrip("\n")):
            yield from re.split(r"(?<=\|)", line)
            continue
        part += line
    yield part


def _ticks(block: str, masked: str) -> Iterator[tuple[MarkKind, int, str]]:
    """A backtick without its partner; one between two letters is an apostrophe."""
    ticks = [
        found
        for found in _TICKS.finditer(_ESCAPED.sub("  ", masked))
        if not (masked[: found.start()][-1:].isalpha() and masked[found.end() :][:1].isalpha())
    ]
    if len(ticks) == 1:
        yield "raw-tick", ticks[0].start(), _line(block, ticks[0].start())
