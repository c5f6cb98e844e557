"""What people may write, field by field, as Markdown tables: made from model.py as the schemas are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import Field
from datetime import date, datetime
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from julasan.model import AtLeast, Https, Text, is_required, plain_type, written_fields
from julasan.render import schema
from julasan.render.context import Context

IN_TABLES = ("member", "private")
"""Records that are rows of a CSV file."""


def reference(context: Context, records: Mapping[str, type]) -> str:
    """A table for each of the `records`, by the name that the locale knows it by."""
    return "\n".join(_table(name, record, context) for name, record in records.items())


def _table(name: str, record: type, context: Context) -> str:
    text = context.text
    head = [text(f"fields.{part}") for part in ("name", "needed", "about", "write")]
    rows = [head, ["---"] * len(head), *_rows(record, context, in_table=name in IN_TABLES)]
    lines = [f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |" for row in rows]
    return "\n".join([f"## {text(f'fields.record.{name}')}", "", *lines, ""])


def _rows(record: type, context: Context, *, in_table: bool) -> Iterator[list[str]]:
    hints = get_type_hints(record, include_extras=True)
    for item in written_fields(record):
        needed = context.text("fields.yes") if is_required(item) else ""
        hint = schema.hint_of(record, item.name, context)
        about = f"{schema.label(record, item.name, context)}{f' ({hint})' if hint else ''}"
        said = _of_type(plain_type(hints[item.name]), context, in_table=in_table)
        yield [f"`{item.name}`", needed, about, f"{said}{_default(item, context)}"]


def _default(item: Field[Any], context: Context) -> str:
    default = item.default
    if isinstance(default, (str, int)) and default != "":
        return f" {context.text('fields.default', value=f'`{default}`')}"
    return ""


def _of_type(hint: Any, context: Context, *, in_table: bool) -> str:
    text, origin = context.text, get_origin(hint)
    if origin is tuple or hint is frozenset or origin is frozenset:
        inner = _of_type(get_args(hint)[0], context, in_table=in_table)
        return text("fields.listed_in_table" if in_table else "fields.listed", each=inner)
    if origin is Literal:
        return ", ".join(f"`{choice}`" for choice in get_args(hint))
    if origin is Annotated:
        return _limited(get_args(hint)[1:], context)
    if hint is date:
        return text("fields.date")
    if origin is Union and datetime in get_args(hint):
        return text("fields.moment")
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return text("fields.mapping")
    return text("fields.text")


def _limited(limits: tuple[Any, ...], context: Context) -> str:
    text = context.text
    for limit in limits:
        if isinstance(limit, AtLeast):
            return text("fields.number", least=limit.least)
        if isinstance(limit, Https):
            return text("fields.url")
        if isinstance(limit, Text) and limit.pattern:
            return text("fields.slug", longest=limit.longest)
        if isinstance(limit, Text) and limit.lines:
            return text("fields.lines", longest=limit.longest)
        if isinstance(limit, Text) and limit != Text():
            return text("fields.text_to", longest=limit.longest)
    return text("fields.text")
