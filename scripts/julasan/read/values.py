"""Text records -> values typed by the model: unknown, missing, mistyped fields come from here."""

from __future__ import annotations

import re
import types
from collections.abc import Container, Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from julasan.frozen import dataclass
from julasan.guesses import QUOTES, close_to
from julasan.model import AtLeast, Https, Text, is_required, plain_type, written_fields
from julasan.pattern import late
from julasan.problem import Problem, problem
from julasan.read.dates import NUMBERS, Slip, read_date, read_moment
from julasan.read.names import ALIASES, choice_meant
from julasan.read.record import Fields, Items, Node, Scalar
from julasan.read.slips import Slips
from julasan.thai import INVISIBLE, MAY_BE_MENDED, normalise, to_ascii_digits

_UNSEEN = late(
    "[\u0e00-\u0e7fA-Za-z][\u200c\u200d]|[\u200c\u200d][\u0e00-\u0e7fA-Za-z]"
    "|[\ue000-\uf8ff\u034f\u061c\u115f\u1160\u180e\u200e\u200f\u2061-\u2064\u3164\uffa0\ufff9-\ufffb]|[\x00-\x08\x0b-\x1f\x7f-\x9f]"
)
_BLANK_LINE = late(r"\n[ \t]*\n")
_LINE_END = late("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_HIDDEN = late(
    "[\ue000-\uf8ff\u200c\u200d\u034f\u061c\u115f\u1160\u180e\u200e\u200f\u2061-\u2064\u3164\uffa0\ufff9-\ufffb]"
)
"""Joiners between letters that need none, fillers and controls: in a name they are there by accident."""

_MOST_ITEMS = 1_000

_NARROW = {letter: letter - 0xFEE0 for letter in range(0xFF01, 0xFF5F)}
"""Letters of the full width of an East Asian keyboard, as everybody else types them."""

HIDDEN = "•••"
"""Stands for a private value in every message."""


@dataclass(frozen=True, slots=True)
class Spec:
    """A field of a record: its type (that of ``X | None`` is X), and whether it must be there."""

    hint: Any
    required: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """The values that could be read, by field, and the line of each; of a pair in one as ``field.name``."""

    values: dict[str, Any]
    lines: Mapping[str, int]


@lru_cache(maxsize=32)
def schema(record: type) -> Mapping[str, Spec]:
    """The fields of a model class that a person writes, in order."""
    hints = get_type_hints(record, include_extras=True)
    return {
        item.name: Spec(plain_type(hints[item.name]), is_required(item)) for item in written_fields(record)
    }


def read_fields(
    record: type, node: Fields, slips: Slips, *, passed_over: Iterable[str] = (), secret: bool = False
) -> Typed:
    """Type the fields of `node` by the annotations of `record`.

    Fields in `passed_over` are somebody else's and no problem. With `secret` no
    value appears in a message.
    """
    specs, values, lines = schema(record), {}, node.lines
    read_names: dict[str, str] = {}
    for name, entry in node.entries.items():
        read_as = name
        if name not in specs:
            if name in passed_over:
                continue
            meant = _unknown(name, entry, node, specs, slips)
            if not meant or meant in values:
                continue
            # What is probably meant is read too, so that its slips are told at once.
            read_as, lines = meant, {**lines, meant: lines[name]}
            read_names[name] = meant
        noted = len(slips.problems)
        value = _Reader(read_as, slips, secret).value(specs[read_as], entry)
        if read_as != name:
            _as_one(slips.problems, noted)
        if value is not None:
            values[read_as] = value
    if node.whole:
        for name, spec in specs.items():
            if spec.required and name not in node.entries and not _meant_by_another(name, node, specs):
                slips.add(node.line, "field.missing", field=name)
    inner = {
        f"{read_names.get(name, name)}.{key}": line
        for name, entry in node.entries.items()
        if isinstance(entry, Fields)
        for key, line in entry.lines.items()
    }
    return Typed(values, {**lines, **inner} if inner else lines)


def field_meant(name: str, specs: Iterable[str], given: Container[str] = ()) -> str | None:
    """The field that an unknown `name` probably means, rather one that is not among those `given`."""
    specs = list(specs)
    name = name.translate(_NARROW)
    bare = re.sub(r"[\s:*•.–-]+", "", name.casefold())
    aliases = [alias for alias in ALIASES.get(bare, ALIASES.get(name.casefold(), ())) if alias in specs]
    if aliases:
        return next((alias for alias in aliases if alias not in given), aliases[-1])
    return close_to(name.casefold().replace("-", "_"), specs)


def _unknown(name: str, entry: Node, node: Fields, specs: Mapping[str, Spec], slips: Slips) -> str | None:
    """Note an unknown field; the name of the one that it probably means."""
    if slips.full("field.unknown") or slips.full("field.unknown-like"):
        return None
    meant = field_meant(name, specs, node.entries)
    if (seen := _HIDDEN.sub("", normalise(name)).strip()) in specs:
        slips.add(node.lines[name], "field.invisible", field=seen)
        return seen if seen not in node.entries else None
    if meant and name in ("date", "time") and meant == "start":
        slips.add(node.lines[name], "field.start", field=name)
        return None
    if meant and meant not in node.entries:
        listed = get_origin(specs[meant].hint) is tuple
        if listed and isinstance(entry, Scalar) and not entry.empty:
            # A list that is none follows from the name: one slip, one problem.
            values = {"field": name, "meant": meant, "value": _as_item(entry)}
            slips.add(node.lines[name], "field.unknown-list", **values)
        else:
            slips.add(node.lines[name], "field.unknown-like", field=name, meant=meant)
        return meant
    slips.add(node.lines[name], "field.unknown", field=name, fields=", ".join(specs))
    return None


_NO_DAY = ("date.not", "date.impossible", "date.year", "time.form", "time.impossible")
_OF_BOTH: Mapping[str, str] = {
    **dict.fromkeys(_NO_DAY, "field.unknown-date"),
    "choice.unknown": "field.unknown-choice",
    "number.form": "field.unknown-number",
    "text.pattern": "field.unknown-pattern",
}
"""What is said of a value of which nobody can tell what is meant; what, where its field is unknown too."""


def _as_one(problems: list[Problem], noted: int) -> None:
    """An unknown field, noted last before place `noted`, and its value in another form: one slip of habit."""
    if len(problems) != noted + 1 or not noted:
        return
    field, value = problems[-2:]
    if field.code != "field.unknown-like" or field.line != value.line:
        return
    said, names = dict(value.values), dict(field.values)
    if "meant" in said and (value.code.endswith("-like") or value.code.startswith(("date.", "text.quoted"))):
        names["value"] = said["meant"]
        problems[-2:] = [problem(field.path, field.line, "field.unknown-value", **names)]
    elif code := _OF_BOTH.get(value.code):
        said.pop("field")
        problems[-2:] = [problem(field.path, field.line, code, **{**said, **names})]


def _meant_by_another(name: str, node: Fields, specs: Mapping[str, Spec]) -> bool:
    """Whether a misspelt field stands for the missing one: one slip, one problem."""
    others = islice((other for other in node.entries if other not in specs), 100)
    return any(field_meant(other, specs, node.entries) == name for other in others)


_SHOWN = re.compile("[!-~ก-ฮ]")


def _shows_nothing(text: str) -> bool:
    """Whether `text` is spaces and signs that nobody sees; the first letter of most says that it is not."""
    return not _SHOWN.search(text) and not normalise(text).strip()


class _Reader:
    """Types one field; what goes wrong is noted at the value's line, and None comes back."""

    def __init__(self, name: str, slips: Slips, secret: bool) -> None:
        self.name, self.slips, self.secret = name, slips, secret

    def value(self, spec: Spec, node: Node) -> Any:
        """The typed value of the field, None where it is empty or wrong."""
        if isinstance(node, Scalar) and (node.empty or _shows_nothing(node.text)):
            if spec.required:
                self.note(node.line, "field.empty")
            return None
        return self.typed(spec.hint, node)

    def note(self, line: int, code: str, **values: object) -> None:
        if self.secret and "value" in values:
            values["value"] = HIDDEN
            values.pop("meant", None)
            code = code.removesuffix("-like")
        if code == "field.empty" and self.slips.path.endswith(".csv"):
            code = "field.empty-cell"
        self.slips.add(line, code, field=self.name, **values)

    def typed(self, hint: Any, node: Node) -> Any:
        origin = get_origin(hint)
        if origin is tuple:
            return self.items(get_args(hint)[0], node)
        if origin is Mapping or hint is Mapping or _is_mapping(origin):
            return self.mapping(node)
        if not isinstance(node, Scalar):
            self.note(node.line, "field.one")
            return None
        if origin is Annotated:
            base, *limits = get_args(hint)
            return self.limited(base, limits, node)
        if origin is Literal:
            return self.choice(get_args(hint), node)
        if hint is date:
            return self.dated(read_date(node.text.strip()), node)
        if hint is datetime or (origin in (Union, types.UnionType) and datetime in get_args(hint)):
            return self.dated(read_moment(node.text.strip()), node)
        if hint is int:
            return self.whole(node, 0)
        return self.text(node, Text())

    def items(self, hint: Any, node: Node) -> tuple[Any, ...] | None:
        if not isinstance(node, Items):
            shown = _as_item(node) if isinstance(node, Scalar) else ", ".join(node.entries)
            self.note(node.line, "field.list", value=shown)
            if not isinstance(node, Scalar):
                return None
            # As the message writes it: what is wrong with an entry is told at once, not behind its brackets.
            node = Items(node.line, [Scalar(item, node.line) for item in shown.split(", ") if item])
        values = []
        if len(node.items) > _MOST_ITEMS:
            self.note(node.items[_MOST_ITEMS].line, "list.long", limit=f"{_MOST_ITEMS:,}")
        for item in node.items[:_MOST_ITEMS]:
            if isinstance(item, Scalar) and item.empty:
                self.note(item.line, "list.empty")
                continue
            if not isinstance(item, Scalar):
                self.note(item.line, "list.nested")
                continue
            value = self.typed(hint, item)
            if value is not None and value in values:
                self.note(item.line, "list.twice", value=value)
            elif value is not None:
                values.append(value)
        return tuple(values)

    def mapping(self, node: Node) -> dict[str, str] | None:
        if not isinstance(node, Fields):
            self.note(node.line, "field.mapping")
            return None
        values: dict[str, str] = {}
        for key, entry in node.entries.items():
            if not isinstance(entry, Scalar):
                self.note(entry.line, "field.one")
                continue
            name = self.text(Scalar(key, node.lines[key]), Text(longest=200))
            value = self.text(entry, Text(longest=200)) if not entry.empty else ""
            if name is not None and value is not None:
                values[name] = value
        return values

    def limited(self, base: Any, limits: list[Any], node: Scalar) -> Any:
        for limit in limits:
            if isinstance(limit, AtLeast):
                return self.whole(node, limit.least)
            if isinstance(limit, Https):
                return self.https(node, limit)
            if isinstance(limit, Text):
                return self.text(node, limit)
        return self.typed(base, node)

    def choice(self, choices: tuple[str, ...], node: Scalar) -> str | None:
        text = node.text.strip()
        if text in choices:
            return text
        bare = text.strip(QUOTES)
        meant = bare if bare in choices else choice_meant(bare, choices) or close_to(bare.casefold(), choices)
        if meant and bare != text:
            self.note(node.line, "text.quoted", value=text, meant=meant)
        elif meant:
            self.note(node.line, "choice.unknown-like", value=text, meant=meant, choices=", ".join(choices))
        else:
            self.note(node.line, "choice.unknown", value=bare, choices=", ".join(choices))
        return None

    def dated(self, found: date | Slip, node: Scalar) -> date | None:
        if not isinstance(found, Slip):
            return found
        values, bare = dict(found.values), node.text.strip().strip(QUOTES)
        if self.secret and found.code == "date.buddhist":
            # The day stays hidden; that its year is of another era may be said.
            self.note(node.line, "date.hidden-buddhist")
        elif self.secret:
            self.note(node.line, "date.not", value=HIDDEN)
        elif found.code == "date.form" and bare == values["meant"]:
            self.note(node.line, "text.quoted", **values)
        else:
            self.note(node.line, found.code, **values)
        return None

    def whole(self, node: Scalar, least: int) -> int | None:
        text = node.text.strip()
        plain = re.sub(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))", "", to_ascii_digits(text))
        match = re.fullmatch(r"([0-9]{1,9})(?:\.0+)?", plain)
        if re.fullmatch(r"[-−–][0-9]{1,9}", plain):
            self.note(node.line, "number.least", value=text, least=least)
            return None
        if match and re.fullmatch(r"[0-9]+", text):
            number = int(text)
            if number >= least:
                return number
            self.note(node.line, "number.least", value=text, least=least)
        elif match:
            self.note(node.line, "number.form-like", value=text, meant=int(match[1]))
        elif len(numbers := re.findall(r"[0-9]+", plain)) == 1 and len(numbers[0]) < 10 and "-" not in plain:
            self.note(node.line, "number.form-like", value=text, meant=int(numbers[0]))
        elif (word := text.removeprefix("ตอนที่").strip()) in NUMBERS:
            self.note(node.line, "number.form-like", value=text, meant=NUMBERS.index(word) + 1)
        else:
            self.note(node.line, "number.form", value=text)
        return None

    def https(self, node: Scalar, limit: Https) -> str | None:
        text = self.text(node, Text(longest=2_000))
        if text is None:
            return None
        if re.fullmatch(limit.pattern, text):
            return text
        if re.match(r"(?:http://)?(?:[\w-]+\.)+[a-z]{2,}(?:[/?#]\S*)?$", text, re.IGNORECASE):
            self.note(
                node.line, "url.https-like", value=text, meant="https://" + text.removeprefix("http://")
            )
        else:
            self.note(node.line, "url.https", value=text)
        return None

    def text(self, node: Scalar, limit: Text) -> str | None:
        text = node.text.strip()
        if _taken_as_it_stands(text, limit):
            return text
        if not limit.lines and (end := _LINE_END.search(text)):
            self.note(node.line, "text.lines", value=text[: end.start()])
            text = " ".join(text.split())
        pattern = "" if limit.looked_up else limit.pattern
        if len(text) > limit.longest and not limit.looked_up:
            self.note(node.line, "text.long", count=f"{len(text):,}", limit=f"{limit.longest:,}")
            text = text[: limit.longest]
        if not limit.paragraphs and (end := _BLANK_LINE.search(text)):
            self.note(node.line, "text.paragraphs", value=text[: end.start()].strip())
        clean = normalise(text)
        if pattern and clean != text and re.fullmatch(f"{pattern}+", clean):
            self.note(node.line, "text.invisible-like", value=text, meant=clean)
            return clean
        if pattern and not re.fullmatch(f"{pattern}+", text):
            # A page's file is meant by its name alone.
            name = re.sub(r"(?:.*/)?([^/]*)\.md$", r"\1", clean.casefold())
            plain = re.sub(r"[\s_.]+", "-", re.sub(r"(?<=[0-9])\.0+$", "", name)).strip("-")
            fits = re.fullmatch(f"{pattern}+", plain)
            self.note(node.line, "text.pattern-like" if fits else "text.pattern", value=text, meant=plain)
            return None
        if not limit.lines and (clean != text.replace("\u00a0", " ") or _UNSEEN.search(text)):
            unseen = INVISIBLE.search(text) or _UNSEEN.search(text)
            meant = _HIDDEN.sub("", clean)
            code = "text.invisible" if unseen else "text.form"
            self.note(node.line, f"{code}-like", value=text, meant=meant)
        return clean


def _taken_as_it_stands(text: str, limit: Text) -> bool:
    """Whether it is one line in normal form, nothing unseen in it: no rule says more of such a text.

    So are nearly all; this way, a title is read in two thirds of the time.
    """
    may_be_wrong = bool(limit.pattern) or len(text) > limit.longest or not text.isprintable()
    return not may_be_wrong and (text.isascii() or not MAY_BE_MENDED.sees(text))


def _as_item(node: Scalar) -> str:
    """What stands where a list should, as it would stand between its brackets."""
    items = re.split(r"\s+(?=[•●▪*–—-]\s|[0-9๐-๙]{1,2}[.)]\s)", node.text.strip("-•●▪–—*() "))
    return ", ".join(re.sub(r"^(?:[•●▪*–—-]|[0-9๐-๙]{1,2}[.)])\s*", "", item) for item in items)


def _is_mapping(origin: Any) -> bool:
    return isinstance(origin, type) and issubclass(origin, Mapping)
