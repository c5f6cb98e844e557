"""A line of YAML that cannot be read -> the line as it was surely meant, so that the rest is read too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from julasan.pattern import late
from julasan.read.names import FIELDS

LISTS = frozenset(("authors", "topics", "articles", "exdate"))
"""Fields whose value is a list: no text to put between quotes."""

LONG = frozenset(("title", "summary", "hub", "tagline", "reply", "place", "image_alt", "sms", "line", "to"))
"""Fields whose text may go on in the next line."""

NAME = r"[\w\u0e31\u0e34-\u0e3a\u0e47-\u0e4e-]+"
"""A field's name as people write it: \\w takes no vowel or tone mark of Thai."""
_ENTRY = late(
    r"(?P<key>[ ]*(?:-[ ]+)?[^\s\[\]{}\"'#&*!|>%@,?:`-][^:\n]{0,40}?[ ]?:)(?P<gap>[ \t]+)(?P<value>\S.*)"
)
_ITEM = late(r"(?P<key>[ ]*-)(?P<gap>[ ]+)(?P<value>\S.*)")
_KEY = late(rf"([ ]*)((?:-[ ]+)?){NAME}[ ]?:(?:[ ]|$)")
_NAMES = "|".join(sorted(FIELDS, key=len, reverse=True))
_NO_SIGN = late(rf"(?P<key>[ ]*(?:-[ ]+)?(?:{_NAMES}))(?:[ ]*;[ ]*|[ ]+)(?P<value>[^\s:=].*)")
"""A field without its colon, or with the sign beside that key."""
_FLOW = late(r"\[([^\[\]{}\"']*)\][ \t]*")
_GLUED = late(rf"(?P<key>[ ]*(?:-[ ]+)?{NAME})[ \t]*(?:[:：=][ \t]*|[：=])(?P<value>\S.*)")
_BULLET = late(r"([ ]*)[*•●▪‣◦·–—]([ ]+\S.*)")
GLUED_ITEM = late(r"([ ]*)[-–—•●▪‣◦·](?=[^\s\-–—•●▪‣◦·])")
"""An item of a list without the space behind its dash."""
_FIELD_ALONE = late(rf"[ ]*(?:-[ ]+)?({NAME})[ ]?:[ ]*")
_LEADING_TABS = late(r"[ ]*(?:-[ ]*)?\t[ \t]*")
_KEY_OR_ITEM = late(rf"\s*(?:-\s|#|{NAME}\s*:(?:\s|$))")

Lines = Mapping[int, str]
"""Lines of the text, from 0, and what stands there instead."""


def recovered(lines: list[str], at: int, code: str) -> Lines:
    """What line `at`, refused as `code`, was meant to say; nothing where that would be a guess."""
    recover = _RECOVER.get(code)
    found = recover(lines, at) if recover else {}
    return {} if any(lines[number] == line for number, line in found.items()) else found


LOSING = frozenset(("yaml.dash", "yaml.picture", "yaml.indent", "yaml.remark", "yaml.deep"))
"""Lines that are read without their value, or by a guess: good enough to read on, not to be written."""


def quoted(text: str) -> str:
    """`text` as a scalar of YAML between quotes; between single ones where it holds double ones."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _as_text(lines: list[str], at: int) -> Lines:
    """The whole value as text, with the lines that go on with it."""
    match = _ITEM.fullmatch(lines[at]) if _of_list(lines, at) else _ENTRY.fullmatch(lines[at])
    if not match:
        return {}
    value = match["value"].rstrip()
    if match["key"].strip("- :") in LISTS:
        return _items_as_texts(match, at)
    last = _last_line(lines, at)
    pieces = [value, *(line.strip() for line in lines[at + 1 : last + 1])]
    first, *rest = quoted(_without_quotes("\n".join(pieces))).split("\n")
    indents = (" " * _width(line) for line in lines[at + 1 : last + 1])
    more = {
        at + 1 + number: indent + line
        for number, (indent, line) in enumerate(zip(indents, rest, strict=True))
    }
    return {at: f"{match['key']} {first}", **more}


def _of_list(lines: list[str], at: int) -> bool:
    """Whether line `at` is an item of a list of texts, a field's of its own."""
    if not _ITEM.fullmatch(lines[at]):
        return False
    above = next((line for line in reversed(lines[:at]) if not line.lstrip().startswith("-")), "")
    field = _FIELD_ALONE.fullmatch(above)
    return bool(field and field[1] in LISTS)


def _items_as_texts(match: re.Match[str], at: int) -> Lines:
    """A list between brackets whose items begin with signs of YAML: each item as text."""
    flow = _FLOW.fullmatch(match["value"])
    if not flow:
        return {}
    items = [item.strip() for item in flow[1].split(",") if item.strip()]
    return {at: f"{match['key']} [{', '.join(map(quoted, items))}]"}


def _last_line(lines: list[str], at: int) -> int:
    """The last line that goes on with the value of line `at`: further in, and neither field nor item."""
    width = _width(lines[at])
    last = at
    for number in range(at + 1, len(lines)):
        line = lines[number]
        if not line.strip() or _width(line) <= width or _KEY_OR_ITEM.match(line):
            break
        last = number
    return last


def _width(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _without_quotes(value: str) -> str:
    """`value` without the quotes around it, or the one before it that nothing closes."""
    for sign in "\"'":
        if value.startswith(sign) and len(value) > 1:
            if value.endswith(sign):
                return value[1:-1].replace("''", "'") if sign == "'" else value[1:-1]
            if sign not in value[1:]:
                return value[1:].strip(" \t")
    return value


def _with_bracket(lines: list[str], at: int) -> Lines:
    match = _ENTRY.fullmatch(lines[at])
    if not match or not match["value"].startswith("[") or re.search(r"[\]{}\"'#]", match["value"]):
        return {}
    # A bracket of another kind closes it, where none such opened.
    end = (
        -1
        if re.search(r"[)}>）］】]$", match["value"].rstrip()) and not _OPENED.search(match["value"][1:])
        else None
    )
    return {at: lines[at].rstrip()[:end].rstrip(", ") + "]"}


_OPENED = late("[({<（［【]")


def _without_commas(lines: list[str], at: int) -> Lines:
    """``[ก, , ข]`` and ``[, ก]``."""
    made = re.sub(r",(?:[ ]*,)+", ",", re.sub(r"\[[ ]*,[ ]*", "[", lines[at]))
    return {at: made} if not re.search("[\"'{}#]", made) else {}


def _further_in(lines: list[str], at: int) -> Lines:
    return {at: "  " + lines[at]}


def _with_space(lines: list[str], at: int) -> Lines:
    """``title:เรื่อง``, ``title = เรื่อง`` and a colon of another keyboard."""
    match = _GLUED.fullmatch(lines[at]) or _NO_SIGN.fullmatch(lines[at])
    if not match or match["value"].startswith("//"):
        return {}
    return {at: f"{match['key']}: {match['value'].lstrip(':：= ')}"}


def _items_with_space(lines: list[str], at: int) -> Lines:
    """``-อาสาอ่าน`` and the items like it that follow; what stands below an item moves in with it."""
    found: dict[int, str] = {}
    indent = _width(lines[at])
    for number in range(at, len(lines)):
        item, width = GLUED_ITEM.match(lines[number]), _width(lines[number])
        if item and width == indent:
            found[number] = f"{item[1]}- {lines[number][item.end() :]}"
        elif width == indent + 1:
            found[number] = f" {lines[number]}"
        elif width <= indent:
            break
    return found


def glued_lists(lines: list[str]) -> Iterator[tuple[int, Lines]]:
    """Lists whose items all lack their space, which YAML takes for a text: first line, lines meant."""
    for at in range(1, len(lines)):
        field = _FIELD_ALONE.fullmatch(lines[at - 1])
        if not field or not GLUED_ITEM.match(lines[at]) or _width(lines[at]) < _width(lines[at - 1]):
            continue
        found = _items_with_space(lines, at)
        if field[1] in LISTS or len(found) > 1:
            yield at, found


def _without_tabs(lines: list[str], at: int) -> Lines:
    match = _LEADING_TABS.match(lines[at])
    if not match:
        return {}
    rest = lines[at][match.end() :]
    above = next((line for line in reversed(lines[:at]) if line.strip()), "")
    field = _FIELD_ALONE.fullmatch(above)
    item = "-" in match.group() or rest.startswith("- ")
    if item or (field and field[1] in LISTS and not _KEY.match(rest)):
        return {at: "  - " + rest.removeprefix("- ").lstrip()} if at else {}
    # Before a field a tab may mean any depth, unless all fields of its record stand in one.
    width = _width_of_fields(lines, at)
    return {} if field or width is None or not _KEY.match(rest) else {at: " " * width + rest}


def _reindented(lines: list[str], at: int) -> Lines:
    """A field further in or out than those of its record, all of which stand in one column."""
    match, width = _KEY.match(lines[at]), _width_of_fields(lines, at)
    if not match or match[2] or width is None or len(match[1]) == width:
        return {}
    above = next((line for line in reversed(lines[:at]) if line.strip()), "")
    return {} if _FIELD_ALONE.fullmatch(above) else {at: " " * width + lines[at].lstrip(" ")}


def _width_of_fields(lines: list[str], at: int) -> int | None:
    """The column of the fields above line `at` in its record; None where they stand in several."""
    widths = set()
    for line in reversed(lines[:at]):
        if match := _KEY.match(line):
            widths.add(len(match[1]) + len(match[2]))
            if match[2]:
                break
        elif line[:1] == "\t":
            return None
    return widths.pop() if len(widths) == 1 else None if widths else 0


def _as_remark(lines: list[str], at: int) -> Lines:
    return {at: f"# {lines[at].strip()}"}


def _without_value(lines: list[str], at: int) -> Lines:
    match = _ENTRY.fullmatch(lines[at])
    return {at: match["key"]} if match else {}


def _with_dash(lines: list[str], at: int) -> Lines:
    """``• อาสาอ่าน`` and the items like it that follow."""
    found: dict[int, str] = {}
    while at < len(lines) and (match := _BULLET.fullmatch(lines[at])):
        found[at] = f"{match[1]}-{match[2]}"
        at += 1
    return found


def _without_hash(lines: list[str], at: int) -> Lines:
    if "{" in lines[at]:
        return {at: re.sub(r"(:[ ]+)(#[^\s,}]+)", r'\1"\2"', lines[at])}
    made = re.sub(r"(?<=[\[,])([ ]*)#(?=\S)", r"\1", lines[at])
    return {at: made} if "[" in lines[at] else {}


_RECOVER: Mapping[str, Callable[[list[str], int], Lines]] = {
    "yaml.colon": _as_text,
    "yaml.sign": _as_text,
    "yaml.quote": _as_text,
    "yaml.bracket": _with_bracket,
    "yaml.comma": _without_commas,
    "yaml.continued": _further_in,
    "yaml.no-colon": _with_space,
    "yaml.remark": _as_remark,
    "yaml.item": _items_with_space,
    "yaml.indent": _reindented,
    "yaml.tab": _without_tabs,
    "yaml.bullet": _with_dash,
    "yaml.dash": _without_value,
    "yaml.deep": _without_value,
    "yaml.picture": _without_value,
    "yaml.hash": _without_hash,
}
