"""Where YAML's parser broke off -> the slip that is likeliest behind it: its line, its code, its values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

import yaml

from julasan.frozen import dataclass
from julasan.pattern import late
from julasan.read.recovery import GLUED_ITEM, LONG, NAME, recovered

Guess: TypeAlias = tuple[int, str, Mapping[str, str]]
"""Line (from 0), code of the problem, and what fills its sentences."""


@dataclass(frozen=True, slots=True)
class _Break:
    """A place where the parser broke off, by its marks and kind: its English words may change."""

    lines: list[str]
    at: int
    """The line at which it gave up, from 0."""
    opened: int
    """The line where what it was reading begins; `at` where that is nothing."""
    read: str
    """What it had read of that, from its first sign."""
    sign: str
    """The sign at which it gave up."""
    scanning: bool
    """Whether signs made no token there; else tokens that are right made no mapping and no list."""

    @property
    def line(self) -> str:
        """The line at which it gave up."""
        return self.lines[self.at]

    def opens(self, signs: str) -> bool:
        """Whether what it was reading begins with one of `signs`."""
        return self.read[:1] in tuple(signs)

    @property
    def in_list(self) -> bool:
        """Whether that was a list between brackets."""
        return not self.scanning and self.opens("[") and self._is_open("[]")

    @property
    def in_braces(self) -> bool:
        """Whether that was a mapping between braces."""
        return not self.scanning and self.opens("{") and self._is_open("{}")

    @property
    def in_fields(self) -> bool:
        """Whether that was a mapping, a field a line."""
        between = self.in_list or self.in_braces
        return not (self.scanning or between) and re.match(r"(?!-(?:\s|$)).", self.read) is not None

    def _is_open(self, pair: str) -> bool:
        """Whether the first of a `pair` is still open: a field's name may begin with one too."""
        read = _NO_SIGNS.sub("", self.read)
        return read.count(pair[0]) > read.count(pair[1])

    def shown(self, line: int) -> Mapping[str, str]:
        """A line as a message quotes it."""
        return {"text": self.lines[line].strip()}


_NO_SIGNS = late(r"\"[^\"]*\"|'[^']*'|(?<=[\s\[\]{},])#[^\n]*")
"""Quoted texts and remarks: what stands in them opens and closes nothing."""


def slip_of(error: yaml.MarkedYAMLError, lines: list[str]) -> Guess:
    """The slip behind `error`, which parsing the text of `lines` ended in."""
    broke = _break(error, lines)
    found = (look(broke) for look in _LOOKS)
    return next(filter(None, found), (broke.at, "yaml.broken", broke.shown(broke.at)))


def _break(error: yaml.MarkedYAMLError, lines: list[str]) -> _Break:
    scanning = isinstance(error, yaml.scanner.ScannerError)
    begin, end = error.context_mark, error.problem_mark or error.context_mark
    at, column = _place(end, lines) if end else (0, 0)
    opened, read = at, ""
    if begin:
        opened, first = _place(begin, lines)
        read = "\n".join([*lines[opened:at], lines[at][:column]])[first:]
    return _Break(lines, at, opened, read, lines[at][column : column + 1], scanning)


def _place(mark: yaml.Mark, lines: list[str]) -> tuple[int, int]:
    """Line and column, both from 0; the text ends where its last line does."""
    last = len(lines) - 1
    return (mark.line, mark.column) if mark.line <= last else (last, len(lines[last]))


_WHOLE_QUOTE = late(r"\"(?:[^\"\\]|\\.)*+\"|'(?:[^']|'')*+'", re.DOTALL)


def _quote(broke: _Break) -> Guess | None:
    """A quote that nothing closes, or holds an escape that is none."""
    if broke.scanning and broke.opens("\"'") and not _WHOLE_QUOTE.match(broke.read):
        return broke.opened, "yaml.quote", broke.shown(broke.opened)
    return None


def _tab(broke: _Break) -> Guess | None:
    if (broke.sign == "\t" and not broke.opens("*&!%")) or re.match(r"[ -]*\t", broke.line):
        return broke.at, "yaml.tab", {}
    return None


_BULLET_LINE = late(r"^[ ]*[*•●▪‣◦·–—][ ]+(\S[^:]*)$")


def _bullet(broke: _Break) -> Guess | None:
    """The first of the items that begin with another sign than a dash."""
    first, match = broke.at, _BULLET_LINE.match(broke.line)
    while first and (above := match and _BULLET_LINE.match(broke.lines[first - 1])):
        first, match = first - 1, above
    return (first, "yaml.bullet", {**broke.shown(first), "meant": f"- {match[1].strip()}"}) if match else None


_PICTURE_VALUE = late(r"^[ ]*image:[ ]+!\[([^\]]*)\]\(([^()\s]+)\)")


def _picture(broke: _Break) -> Guess | None:
    match = _PICTURE_VALUE.match(broke.line)
    return (broke.at, "yaml.picture", {"alt": match[1], "meant": match[2]}) if match else None


_DASH_FOR_NOTHING = late(rf"[ ]*(?:- )?{NAME}:[ ]+[-–—][ ]*")


def _dash(broke: _Break) -> Guess | None:
    return (broke.at, "yaml.dash", broke.shown(broke.at)) if _DASH_FOR_NOTHING.fullmatch(broke.line) else None


_WORDS_BEHIND = late(rf"^[ ]*(?:- )?{NAME}:[ ]+(?:\[[^\[\]]*\]|\{{[^{{}}]*\}})[ ]*[^\s#,\]}}]")
"""Words go on behind brackets that opened the value."""
_VALUE_OF_SIGNS = late(rf"^[ ]*(?:- )?{NAME}:[ ]+\?[ ]")


def _value_of_signs(broke: _Break) -> Guess | None:
    if _WORDS_BEHIND.match(broke.line) or _VALUE_OF_SIGNS.match(broke.line):
        return broke.at, "yaml.sign", broke.shown(broke.at)
    return None


_COMMAS = late(rf"^[ ]*{NAME}[ ]?:[ ]+\[(?:[ ]*,|[^\"'\[\]{{}}]*,[ ]*,)")


def _comma(broke: _Break) -> Guess | None:
    return (broke.at, "yaml.comma", broke.shown(broke.at)) if _COMMAS.search(broke.line) else None


_HASH_IN_LIST = late(r"[\[,][ ]*(#[^\s,\]]+)")


def _hash(broke: _Break) -> Guess | None:
    """An item with a "#" before it: the rest of the list is a remark."""
    for line in (broke.opened, broke.at) if broke.in_list else (broke.at,):
        if match := _HASH_IN_LIST.search(broke.lines[line]):
            return line, "yaml.hash", {"text": match[1]}
    return None


_HASH_IN_BRACES = late(r"^[^#\"']*\{[^{}\"']*:[ ]+(#[^\s,}]+)")


def _hash_in_braces(broke: _Break) -> Guess | None:
    """A value with a "#" before it: the brace that closes the mapping is a remark."""
    found = None if broke.scanning else _line_like(_HASH_IN_BRACES, broke)
    if found is None:
        return None
    _, sign, behind = broke.lines[found].partition("#")
    return found, "yaml.hash", {"text": sign + behind}


_BLOCK_SIGN = late(rf"^[ ]*(?:- )?{NAME}:[ ]+[|>][ ]*[^\s#]")


def _text_over_lines(broke: _Break) -> Guess | None:
    """Words right behind the sign of a text over several lines."""
    if broke.scanning and broke.opens("|>") and _BLOCK_SIGN.match(broke.line):
        return broke.at, "yaml.sign", broke.shown(broke.at)
    return None


_QUOTED_THEN_MORE = late(
    rf"""^\s*(?:-\s+)?{NAME}:\s+(?:"[^"]*"\s*[^\s#,\]}}]|'(?:[^']|'')*'\s*[^\s#,\]}}])"""
)
_OPEN_QUOTE = late(rf"""^\s*(?:-\s+)?{NAME}:\s+(?:"[^"]*|'[^']*)$""")


def _behind_quote(broke: _Break) -> Guess | None:
    """Text that goes on behind a closing quote, or a quote that a later one closed."""
    found = _line_like(_QUOTED_THEN_MORE, broke)
    if found is None and broke.in_fields:
        found = next((line for line in range(broke.at, -1, -1) if _OPEN_QUOTE.match(broke.lines[line])), None)
    return None if found is None else (found, "yaml.quote", broke.shown(found))


def _line_like(pattern: re.Pattern[str], broke: _Break) -> int | None:
    """The line that `pattern` matches: the one at which the parser gave up, or the one before."""
    near = (line for line in (broke.at, broke.at - 1) if line >= 0)
    return next((line for line in near if pattern.match(broke.lines[line])), None)


def _item(broke: _Break) -> Guess | None:
    """An item without a space behind its dash: this line, the one before, or the one above this."""
    found = _line_like(GLUED_ITEM, broke)
    if found is None:
        lines, width = broke.lines, _width(broke.line)
        above = next((line for line in range(broke.at, -1, -1) if _width(lines[line]) < width), None)
        found = above if above is not None and GLUED_ITEM.match(lines[above]) else None
    return None if found is None else (found, "yaml.item", broke.shown(found))


def _width(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _open_bracket(broke: _Break) -> Guess | None:
    if broke.in_list and "]" not in broke.lines[broke.opened]:
        return broke.opened, "yaml.bracket", broke.shown(broke.opened)
    return None


_COLON = late(r":(?:\s|$)")


def _second_colon(broke: _Break) -> Guess | None:
    if _is_second_field(broke) and len(_COLON.findall(broke.line.strip())) > 1:
        return broke.at, "yaml.colon", broke.shown(broke.at)
    return None


def _is_second_field(broke: _Break) -> bool:
    """Whether a colon came where no field may begin."""
    return broke.scanning and not broke.read and broke.sign == ":"


_FIELD = late(rf"^\s*(?:-\s+)?(?:{NAME}|<<|\"[^\"]*\"|'[^']*')\s*:(?:\s|$)|^\s*(?:-(?:\s|$)|#|$)")
_GLUED = late(rf"^\s*(?:-\s+)?{NAME}\s*(?::\S|：)")


def _no_colon(broke: _Break) -> Guess | None:
    """A line, this or the one before, without a field: its colon is lacking, or a text goes on."""
    for line in (broke.at - 1, broke.at):
        if line >= 0 and (_GLUED.match(broke.lines[line]) or not _FIELD.match(broke.lines[line])):
            if above := _continued(line, broke.lines):
                code = "yaml.continued" if above in LONG else "yaml.remark"
                return line, code, {**broke.shown(line), "field": above}
            field = recovered(broke.lines, line, "yaml.no-colon") or re.search("[:：=]", broke.lines[line])
            return line, "yaml.no-colon" if field else "yaml.remark", broke.shown(line)
    return None


_GOES_ON = late(rf"(?P<name>{NAME})[ ]?:[ ]+(?:[|>][-+]?[ ]*|[^\s\"'\[{{|>&*!].*)")


def _continued(at: int, lines: list[str]) -> str:
    """The field whose text goes on in a line that stands no further in than its name, or nothing."""
    if lines[at][:1] in ("", " ", "\t", "-", "•", "*") or re.match(rf"\W*{NAME}\s*[:：=]", lines[at]):
        return ""
    while at and not (match := _GOES_ON.fullmatch(lines[at - 1])) and lines[at - 1].startswith("  "):
        at -= 1
    return match["name"] if at and match else ""


def _odd_sign(broke: _Break) -> Guess | None:
    """A sign with which nothing begins (@, %), or a dash where no list may."""
    if broke.scanning and not broke.read and broke.sign not in (":", "?"):
        return broke.at, "yaml.sign", broke.shown(broke.at)
    return None


def _brackets(broke: _Break) -> Guess | None:
    if broke.in_list or broke.in_braces:
        return broke.opened, "yaml.bracket", broke.shown(broke.opened)
    return None


def _reference(broke: _Break) -> Guess | None:
    """A sign with which YAML names another place (*, &) or a type (!)."""
    if broke.scanning and broke.opens("*&!") and "\n" not in broke.read:
        return broke.at, "yaml.sign", broke.shown(broke.at)
    return None


def _indent(broke: _Break) -> Guess | None:
    """Anything else that does not fit where it stands, unless it is a rare sign of YAML's own."""
    if broke.opens("%") or (not broke.read and broke.sign == ("?" if broke.scanning else "!")):
        return None
    return broke.at, "yaml.indent", {"text": broke.line.strip() or broke.lines[max(0, broke.at - 1)].strip()}


_LOOKS: tuple[Callable[[_Break], Guess | None], ...] = (
    _quote,
    _tab,
    _bullet,
    _picture,
    _dash,
    _value_of_signs,
    _comma,
    _hash,
    _hash_in_braces,
    _text_over_lines,
    _behind_quote,
    _item,
    _open_bracket,
    _second_colon,
    _no_colon,
    _odd_sign,
    _brackets,
    _reference,
    _indent,
)
"""The likeliest first."""
