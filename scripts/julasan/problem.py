"""A problem in what a person wrote, and the place where it stands. Imports nothing of the package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MOST = 200
"""Problems of one kind in one file that are told at once: nobody reads more of them."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a thing was written: a file, and a line for each of its fields.

    `path` is relative to the folder of mkdocs.yml, with "/" between its parts;
    lines count from 1.
    """

    path: str
    line: int = 1
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    def __reduce__(self) -> tuple[type[Source], tuple[str, int, Mapping[str, int]]]:
        # Thousands are kept from build to build: what dataclasses do for it takes three times as long.
        return Source, (self.path, self.line, self.lines)

    def line_of(self, name: str) -> int:
        """The line of field `name`, or the line where the record begins."""
        return self.lines.get(name, self.line)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that a person must change, at `path`:`line`.

    `code` names the rule (``date.future``); its sentences, what is wrong and
    what to do, stand in the locales as ``problem.<code>.says`` and
    ``problem.<code>.do``. `values` fill the places in those sentences.
    """

    path: str
    line: int
    code: str
    values: tuple[tuple[str, str], ...] = ()


class UnfitError(RuntimeError):
    """This machine lacks what a command needs; `problem` says what, and what to do."""

    def __init__(self, text: str, problem: Problem) -> None:
        super().__init__(text)
        self.problem = problem


def problem(path: str, line: int, code: str, **values: object) -> Problem:
    """Make a Problem; every value is shown to a person as text, cut at 120 characters.

    What is ``meant`` is there to be copied: it stands whole, up to 1,000.
    """
    limits = ((name, str(value), 1_000 if name == "meant" else 120) for name, value in values.items())
    return Problem(
        path, line, code, tuple(sorted((name, _short(text, limit)) for name, text, limit in limits))
    )


def _short(text: str, limit: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
