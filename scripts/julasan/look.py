"""A look through whole texts for many patterns at once. Imports nothing of the package.

RE2 takes them as one automaton: a text is passed over once, in a time that grows with its length
alone, whatever is written to keep it busy, and ten times as fast as by `re`. It looks neither back
nor ahead, so it says where something may be; what is there, patterns of `re` say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any


class Look:
    """Patterns in RE2's syntax, of which one is enough; "^" and "$" are the ends of a line."""

    def __init__(self, *patterns: str) -> None:
        self._pattern = f"(?m)(?:{'|'.join(patterns)})"

    @classmethod
    def of_words(cls, words: Iterable[str]) -> Look:
        """The look for any of `words`, letter for letter; they may be thousands if they are short."""
        return cls(*map(re.escape, words))

    def sees(self, text: str) -> bool:
        """Whether any of it stands in `text`."""
        return self._anywhere.search(text.encode("utf-8", "replace")) is not None

    def lines(self, text: str) -> Iterator[tuple[int, str]]:
        """Number and text of each line in which any of it stands; no pattern may take a line's end."""
        whole = text.encode("utf-8", "replace")
        number, seen = 1, 0
        for match in self._to_the_end.finditer(whole):
            begin, end = whole.rfind(b"\n", 0, match.start()) + 1, match.end()
            number, seen = number + whole.count(b"\n", seen, begin), begin
            yield number, whole[begin:end].decode()

    # Made when first needed: a command that finds nothing changed looks through nothing.
    @cached_property
    def _anywhere(self) -> Any:
        return _compiled(self._pattern)

    @cached_property
    def _to_the_end(self) -> Any:
        return _compiled(f"{self._pattern}[^\\n]*")


def _compiled(pattern: str) -> Any:
    import re2

    options = re2.Options()
    options.never_capture = True
    options.log_errors = False
    # For the states that texts lead to; where they are more, it goes on more slowly.
    options.max_mem = 32 << 20
    return re2.compile(pattern.encode(), options)
