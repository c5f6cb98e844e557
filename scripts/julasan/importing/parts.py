"""The parts of a text between file and Markdown: lines, headings, lists, tables, quotes, code."""

from __future__ import annotations

from typing import Any, TypeAlias

from julasan.frozen import dataclass

Element: TypeAlias = Any
"""An element of an HTML or XML tree, out of which parts are made; lxml has no types of its own."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of running text: Markdown whose signs are escaped, and the columns of white space before it.

    Empty, it stands for a blank line.
    """

    text: str = ""
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: Markdown on one line."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as its author ranked it, from 1."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list; each item holds parts of its own."""

    items: tuple[tuple[Part, ...], ...]
    ordered: bool = False
    first: int = 1
    """The number of the first item."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first row is its header. Cells are Markdown on one line, rows equally long."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody else's words."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Text to be shown as it is."""

    text: str


Part: TypeAlias = Line | Paragraph | Heading | Items | Table | Quote | Code
