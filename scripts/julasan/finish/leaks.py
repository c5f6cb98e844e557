"""The privacy gate: no phone, address or number of a person in what was built."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from html import unescape
from pathlib import Path

from julasan.check import privacy
from julasan.finish.pages import Built
from julasan.model import Site
from julasan.problem import Problem, problem
from julasan.read.members import read_private

TEXTS = frozenset({".html", ".xml", ".json", ".ics", ".js", ".txt", ".csv", ".svg", ".css", ".webmanifest"})
SHORTEST = 6
"""Letters of a private value that is looked for; a shorter one stands everywhere by chance."""


def check_leaks(folder: Path, files: list[str], pages: Mapping[str, Built], site: Site) -> Iterator[Problem]:
    """Find personal data in the built `pages` and private values in every text of `folder`."""
    allowed = privacy.allow_list(site.settings.may_be_published)
    for path, page in pages.items():
        for _, line in privacy.lines_worth_a_look(page.text):
            for found in privacy.find(line):
                if not allowed.passes(found):
                    yield problem(path, 1, f"built.{found.kind}", value=privacy.mask(found))
    values = _private_values(site)
    if not values:
        return
    for path in files:
        if Path(path).suffix in TEXTS:
            text = (folder / path).read_text("utf-8", errors="replace")
            shown = {text, unescape(text)} if "&" in text else {text}
            for number in sorted(
                row for value, row in values.items() if any(value in each for each in shown)
            ):
                yield problem(path, 1, "built.private_member", row=number)


def _private_values(site: Site) -> Mapping[str, int]:
    """The private file's values, as they are and as JSON writes them, with the number of their row."""
    values: dict[str, int] = {}
    for number, row in enumerate(read_private(Path(site.root), date.max), 1):
        for value in (row.email, row.phone, row.line_id, row.address):
            if value and len(value) >= SHORTEST:
                values[value] = number
                values[json.dumps(value)[1:-1]] = number
    return values
