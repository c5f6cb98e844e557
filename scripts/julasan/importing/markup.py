"""Parts -> Markdown as Python-Markdown reads it, and plain text -> Markdown that shows the same letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from julasan.frozen import dataclass
from julasan.importing.parts import Code, Heading, Items, Line, Paragraph, Part, Quote, Table

LONGEST_LINE = 1_500
"""Letters after which a paragraph goes on in the next line of the file, at a space."""

_SIGNS = re.compile(r"[\\`*_\[\]]")
_TAG = re.compile(r"<(?=\S)")
_ENTITY = re.compile(r"&(?=#?\w+;?)")
_START = re.compile(
    r"(?P<sign>#|>|[-+](?=\s|$)|-(?=[-\s]*$))|(?P<number>[0-9]+)[.)](?=\s|$)"
    r"|(?P<other>:(?=\s|$|::)|=(?==*\s*$)|~(?=~~)|!(?=!!)|\?(?=\?\?)|=(?===)|\|)"
)


def escape(text: str) -> str:
    """Markdown that shows `text` as it is, anywhere but at the start of a line."""
    text = _ENTITY.sub("&amp;", text)
    text = _SIGNS.sub(lambda match: "\\" + match.group(), text).replace("~~", "~&#126;")
    # What looks like a footnote, an attribute list or a macro: Markdown has no escape for these.
    text = text.replace("\\[^", "&#91;^").replace("{", "&#123;")
    # Nor for what other programs take for signs, and a check for a slip.
    text = text.replace("==", "=&#61;").replace("$$", "$&#36;").replace("'''", "''&#39;")
    return _TAG.sub("&lt;", text)


def at_start(text: str) -> str:
    """Markdown text made safe to begin a line: no heading, list, quote, definition or rule by accident."""
    match = _START.match(text)
    if not match:
        return text
    if match["number"]:
        return f"{match['number']}\\{text[len(match['number']) :]}"
    if match["other"]:
        return f"&#{ord(text[0])};{text[1:]}"
    return "\\" + text


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style; `raw` is Markdown already (a picture, a footnote's number)."""

    text: str
    bold: bool = False
    italic: bool = False
    struck: bool = False
    level: str = ""
    """"sub", "sup" or nothing."""
    href: str = ""
    raw: bool = False


def inline(runs: Iterable[Run]) -> str:
    """Runs as Markdown on one line; white space is single and none stands at the ends."""
    merged: list[Run] = []
    for run in _spaced(runs):
        last = merged[-1] if merged else None
        if last and replace(last, text=run.text) == run and not run.raw:
            merged[-1] = replace(last, text=last.text + run.text)
        elif run.text:
            merged.append(run)
    text = ""
    position = 0
    while position < len(merged):
        href = merged[position].href
        end = position
        while end < len(merged) and merged[end].href == href:
            end += 1
        label = _styled(merged[position:end])
        text += _linked(label, href, merged[position:end])
        position = end
    return text.strip()


def _spaced(runs: Iterable[Run]) -> Iterable[Run]:
    """Runs without doubled spaces, also where two runs meet."""
    ended = True
    for run in runs:
        if run.raw:
            ended = False
            yield run
            continue
        text = re.sub(r"\s+", " ", run.text)
        if ended:
            text = text.lstrip(" ")
        if text:
            ended = text.endswith(" ")
            yield replace(run, text=text)


def _linked(label: str, href: str, runs: Sequence[Run]) -> str:
    words = label.strip()
    if not href or not words or all(run.raw for run in runs if run.text.strip()):
        return label
    before = label[: len(label) - len(label.lstrip())]
    after = label[len(label.rstrip()) :]
    return f"{before}[{words}]({href}){after}"


def _styled(runs: Sequence[Run]) -> str:
    text = ""
    emphasised = False
    for run in runs:
        if run.raw:
            text += run.text
            emphasised = False
            continue
        words = run.text.strip(" ")
        mark = "~~" * run.struck + "**" * run.bold + "*" * run.italic
        if not mark or not words or (emphasised and run.text[0] != " "):
            # Two emphases that touch would be read as one: the second goes plain.
            shown, mark = escape(run.text), ""
        else:
            before = run.text[: len(run.text) - len(run.text.lstrip(" "))]
            after = run.text[len(run.text.rstrip(" ")) :]
            shown = f"{before}{mark}{escape(words)}{mark[::-1]}{after}"
        text += f"<{run.level}>{shown}</{run.level}>" if run.level and words else shown
        emphasised = bool(mark) and not run.text.endswith(" ")
    return text


def write(parts: Sequence[Part], footnotes: Sequence[str] = ()) -> str:
    """The parts as a Markdown text, its headings ranked from 2 without a gap."""
    text = _blocks(_ranked(parts))
    notes = "\n".join(f"[^{number}]: {note}" for number, note in enumerate(footnotes, 1))
    return f"{text}\n\n{notes}\n" if notes else f"{text}\n"


def _ranked(parts: Sequence[Part]) -> list[Part]:
    """Headings below the title, none more than one level deeper than the one above it."""
    levels = [part.level for part in parts if isinstance(part, Heading)]
    shift = 2 - min(levels, default=2)
    above, ranked = 1, list[Part]()
    for part in parts:
        if isinstance(part, Heading):
            above = min(part.level + shift, above + 1, 6)
            ranked.append(Heading(above, part.text))
        else:
            ranked.append(part)
    return ranked


def _blocks(parts: Iterable[Part]) -> str:
    written = [(part, text) for part in parts if (text := _block(part))]
    text = ""
    for number, (part, block) in enumerate(written):
        before = written[number - 1][0] if number else None
        if isinstance(part, Items) and isinstance(before, Items) and part.ordered and before.ordered:
            # Python-Markdown joins two lists of one kind; a comment keeps their numbers apart.
            text += "<!-- -->\n\n"
        text += block + "\n\n"
    return text.rstrip("\n")


def _block(part: Part) -> str:
    match part:
        case Line(text) | Paragraph(text):
            return _wrapped(at_start(text)) if text.strip() else ""
        case Heading(level, text):
            return f"{'#' * level} {text.strip().rstrip('#').strip()}" if text.strip() else ""
        case Items():
            return _items(part)
        case Table(rows):
            return _table(rows)
        case Quote(parts):
            inner = _blocks(_ranked(parts))
            return "\n".join(f"> {line}".rstrip() for line in inner.split("\n")) if inner else ""
        case Code(text):
            fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
            return f"{fence}\n{text.strip(chr(10))}\n{fence}" if text.strip() else ""


def _wrapped(text: str) -> str:
    """A long paragraph over several lines, broken at spaces before a letter."""
    if len(text) <= LONGEST_LINE:
        return text
    lines, start = [], 0
    for match in re.finditer(r" (?=[^\W\d_]|[\u0e40-\u0e44])", text):
        if match.start() - start >= LONGEST_LINE and not _in_link(text[start : match.start()]):
            lines.append(text[start : match.start()])
            start = match.end()
    return "\n".join([*lines, text[start:]])


def _in_link(text: str) -> bool:
    return text.count("](") != len(re.findall(r"\]\([^()\s]*\)", text)) or text.rfind("[") > text.rfind("]")


def _items(items: Items) -> str:
    written = [_blocks(parts) for parts in items.items]
    written = [text for text in written if text]
    loose = any("\n\n" in text and not re.match(r"[^\n]+\n\n(?:- |[0-9]+\. )", text) for text in written)
    lines = []
    for number, text in enumerate(written, items.first):
        marker = f"{number}. " if items.ordered else "- "
        if not loose:
            text = re.sub(r"\n\n(?=- |[0-9]+\. )", "\n", text, count=1)
        first, _, rest = text.partition("\n")
        body = "".join(f"\n    {line}" if line else "\n" for line in rest.split("\n")) if rest else ""
        lines.append(f"{marker}{first}{body}")
    return ("\n\n" if loose else "\n").join(lines)


def _table(rows: Sequence[Sequence[str]]) -> str:
    if not rows or not rows[0]:
        return ""
    shown = ["| " + " | ".join(cell.replace("|", "\\|") or " " for cell in row) + " |" for row in rows]
    return "\n".join([shown[0], "|" + "---|" * len(rows[0]), *shown[1:]])
