"""Fields: another program's or Thai name for one, Thai words for a choice, a list without its brackets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal, get_args, get_origin

from julasan.model import Article, Event, Issue, StandingPage
from julasan.read.names import ALIASES, choice_meant
from julasan.read.record import Fields, Items, Node, Scalar
from julasan.read.values import Spec, schema

_PLAIN_ITEM = re.compile(r"[^\s\[\]{}\"'#:,&*!|>%@`?-][^\[\]{}\"'#:,]*")


def kind_of(path: str) -> type | None:
    """The record whose fields stand in the file `path`."""
    if path == "events.yaml":
        return Event
    if not path.endswith(".md"):
        return None
    if path.startswith("knowledge/"):
        return Article
    return Issue if path.startswith("docs/bulletin/") else StandingPage


def mended(text: str, node: Node | None, kind: type) -> str:
    """`text` with the fields of its records `node` as `kind` has them, where one thing can be meant."""
    lines = text.split("\n")
    for fields in _records(node):
        for name, value in fields.entries.items():
            at = fields.lines[name] - 1
            if 0 <= at < len(lines):
                lines[at] = _field(lines[at], name, value, fields, schema(kind))
    return "\n".join(lines)


def _records(node: Node | None) -> list[Fields]:
    if isinstance(node, Fields):
        return [node]
    return [item for item in node.items if isinstance(item, Fields)] if isinstance(node, Items) else []


def _field(line: str, name: str, value: Node, fields: Fields, specs: Mapping[str, Spec]) -> str:
    match = re.match(rf"([ ]*(?:-[ ]+)?){re.escape(name)}([ ]*:[ ]*)", line)
    if not match:
        return line
    meant = name
    if name not in specs:
        others = [other for other in ALIASES.get(name.casefold(), ()) if other in specs]
        if len(others) != 1 or others[0] in fields.entries or name in ("date", "time"):
            return line
        meant = others[0]
        if any(other != name and meant in ALIASES.get(other.casefold(), ()) for other in fields.entries):
            return line
    rest = line[match.end() :]
    if isinstance(value, Scalar) and value.plain and rest.strip() == value.text.strip():
        rest = rest.replace(rest.strip(), _value(rest.strip(), specs[meant].hint))
    return f"{match[1]}{meant}{match[2]}{rest}"


def _value(text: str, hint: Any) -> str:
    for each in (hint, *get_args(hint)):
        if get_origin(each) is Literal and (meant := choice_meant(text, get_args(each))):
            return meant
        if get_origin(each) is tuple:
            items = [item.strip() for item in text.split(",")]
            if all(_PLAIN_ITEM.fullmatch(item) for item in items):
                return f"[{', '.join(items)}]"
    return text
