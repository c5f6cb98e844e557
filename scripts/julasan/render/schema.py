"""JSON Schema (draft 2020-12) of what people write, for their editors: ``schema/article.json`` and its like.

Made from the dataclasses in model.py; a field's description is the locale's word on it,
else its docstring. What a site chooses itself (provinces, topics) comes from its settings.
"""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache, partial
from itertools import pairwise
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

from julasan import model
from julasan.model import (
    Article,
    Asset,
    AtLeast,
    Deferred,
    Event,
    Https,
    Issue,
    Member,
    Output,
    Settings,
    Text,
    is_required,
    plain_type,
    written_fields,
)
from julasan.render.context import Context
from julasan.render.keys import key

Json: TypeAlias = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DAY = r"^(?:19|2[0-3])[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$"
"""A Gregorian day: a year over 2400 is a Buddhist one by habit."""
MOMENT = DAY[:-1] + r"(?:[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?$"
HTTPS = f"^{Https().pattern}$"

RECORDS: Mapping[str, type] = {"article": Article, "event": Event, "bulletin": Issue, "member": Member}
TOGETHER: Mapping[type, Json] = {
    Article: {
        "dependentRequired": {"part": ["series"], "image": ["image_alt"], "image_alt": ["image"]},
        "if": {"anyOf": [{"required": ["to"]}, {"required": ["status"]}]},
        "then": {"properties": {"kind": {"const": "proposal"}}, "required": ["kind"]},
    }
}
"""What the fields of a record say of each other (check/fields.py)."""


def render(context: Context) -> Iterator[Deferred]:
    """The schemas, which only the settings and the program change."""
    yield Deferred(name="schema", key=key(), make=partial(_schemas, context))


def _schemas(context: Context) -> Iterator[Output]:
    """A schema for each kind of record, and those of the files that hold lists of them."""
    for name, record in RECORDS.items():
        yield _asset(name, of_record(record, context), context)
    events = {"type": ["array", "null"], "items": of_record(Event, context)}
    yield _asset("events", {"title": context.text("schema.record.events"), **events}, context)


def _asset(name: str, schema: Json, context: Context) -> Asset:
    path = f"schema/{name}.json"
    head: Json = {"$schema": DIALECT}
    if context.site.settings.site_url:
        head["$id"] = context.site.settings.site_url + path
    text = json.dumps(head | schema, ensure_ascii=False, indent=1)
    return Asset(path=path, content=f"{text}\n".encode())


def of_record(record: type, context: Context) -> Json:
    """The schema of one record as its author writes it."""
    written = written_fields(record)
    hints, texts = get_type_hints(record, include_extras=True), docstrings(record)
    required = [item.name for item in written if is_required(item)]
    if record is Member and not context.site.settings.provinces:
        required.remove("province")
    properties = {}
    for item in written:
        schema = of_type(hints[item.name], item.name, context.site.settings, in_csv=record is Member)
        if not is_required(item):
            schema = _or_empty(schema)
        about = hint_of(record, item.name, context) or texts.get(item.name)
        described = {"description": about} if about else {}
        properties[item.name] = {"title": label(record, item.name, context), **described, **schema}
    name = next(name for name, known in RECORDS.items() if known is record)
    return {
        "title": context.text(f"schema.record.{name}"),
        "description": inspect.getdoc(record),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
        **TOGETHER.get(record, {}),
    }


def label(record: type, name: str, context: Context) -> str:
    """What a field is called where people fill it in."""
    own = f"schema.{record.__name__.lower()}.{name}"
    return context.text(own if context.locale.has(own) else f"schema.field.{name}")


def hint_of(record: type, name: str, context: Context) -> str:
    """How a field is filled in, where that needs a word."""
    own = f"schema.hint.{record.__name__.lower()}.{name}"
    known = own if context.locale.has(own) else f"schema.hint.{name}"
    return context.text(known) if context.locale.has(known) else ""


def of_type(hint: Any, name: str, settings: Settings, *, in_csv: bool = False) -> Json:
    """The schema of a field's values.

    Editors give YAML's own types, where a title may be a number: texts take those too.
    """
    hint = plain_type(hint)
    origin = get_origin(hint)
    choices = {"province": tuple(settings.provinces), "topics": settings.topics}.get(name, ())
    if origin is tuple:
        if in_csv:
            return {"type": "string"}
        return {"type": "array", "items": of_type(get_args(hint)[0], name, settings), "uniqueItems": True}
    if choices:
        return {"enum": list(choices)}
    if origin is Literal:
        return {"enum": list(get_args(hint))}
    if origin is Annotated:
        base, *limits = get_args(hint)
        return _limited(base, limits)
    if hint is date:
        return {"type": "string", "format": "date", "pattern": DAY}
    if origin is Union and datetime in get_args(hint):
        return {"type": "string", "pattern": MOMENT}
    return _limited(str, [Text()])


def _limited(base: Any, limits: list[Any]) -> Json:
    for limit in limits:
        if isinstance(limit, AtLeast):
            return {"type": ["integer", "string"], "minimum": limit.least, "pattern": "^[0-9]{1,9}$"}
        if isinstance(limit, Https):
            return {"type": "string", "format": "uri", "pattern": HTTPS}
        if isinstance(limit, Text):
            return _text(limit)
    return {"type": "string"} if base is str else {}


def _text(limit: Text) -> Json:
    if limit.pattern:
        return {"type": ["string", "integer"], "pattern": f"^{limit.pattern}+$", "maxLength": limit.longest}
    schema: Json = {"type": ["string", "number", "boolean"], "maxLength": limit.longest}
    return schema if limit.lines else {**schema, "pattern": r"^[^\r\n]*\s*$"}


def _or_empty(schema: Json) -> Json:
    """An optional field may stand empty."""
    if "enum" in schema:
        return {"enum": [*schema["enum"], None]}
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return {**schema, "type": [*kinds, "null"]}


@lru_cache(maxsize=16)
def docstrings(record: type) -> Mapping[str, str]:
    """The string under each field of a class of model.py."""
    found: dict[str, str] = {}
    body = _bodies().get(record.__name__, [])
    for item, after in pairwise(body):
        if (
            isinstance(item, ast.AnnAssign)
            and isinstance(item.target, ast.Name)
            and isinstance(after, ast.Expr)
        ):
            value = after.value
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                found[item.target.id] = inspect.cleandoc(value.value)
    return found


@lru_cache(maxsize=1)
def _bodies() -> Mapping[str, list[ast.stmt]]:
    tree = ast.parse(inspect.getsource(model))
    return {item.name: item.body for item in tree.body if isinstance(item, ast.ClassDef)}
