"""A look through whole texts for many patterns at once. Imports nothing of the package.

RE2 takes them as one automaton: a text is passed over once, in a time that grows with its length
alone, whatever is written to keep it busy, and ten times as fast as by `re`. It looks neither back
nor ahead, so it says where something may be; what is there, patterns of `re` say.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate


class Look:
    """Patterns in RE2's syntax, of which one is enough; "^" and "$" are the ends of a line."""

    def __init__(self, *patterns: str) -> None:
        self._patterns = patterns
        self._pattern = f"(?m)(?:{'|'.join(patterns)})"

    def __or__(self, other: Look) -> Look:
        """The look for what either of two looks for, in one pass."""
        return Look(*self._patterns, *other._patterns)

    @classmethod
    def of_words(cls, words: Iterable[str]) -> Look:
        """The look for any of `words`, letter for letter; they may be thousands if they are short."""
        return cls(*map(re.escape, words))

    def sees(self, text: str | bytes) -> bool:
        """Whether any of it stands in `text`, which may be in UTF-8 already."""
        return self._end(_in_bytes(text), 0) >= 0

    def among(self, texts: Sequence[bytes]) -> Iterator[int]:
        """The places of those of `texts`, in UTF-8, in which any of it stands, and perhaps of some more.

        One pass over all: the automaton is large, and each time that other work has driven it from the
        processor's caches, a short text takes twice as long. No pattern may take an empty line.
        """
        whole = b"\n\n".join(texts)
        begins = [0, *accumulate(len(text) + 2 for text in texts)]
        begin = 0
        while begin <= len(whole) and (end := self._end(whole, begin)) >= 0:
            after = bisect_left(begins, end)
            yield after - 1
            begin = begins[after]

    def lines(self, text: str | bytes) -> Iterator[tuple[int, str]]:
        """Number and text of each line in which any of it stands, or ends if it takes a line's end."""
        whole = _in_bytes(text)
        number, begin = 1, 0
        while (behind := self._end(whole, begin)) >= 0:
            # From line to line: to count their ends takes longer, for it looks at every byte.
            while 0 <= (end := whole.find(b"\n", begin)) < behind:
                number, begin = number + 1, end + 1
            yield number, whole[begin : end if end >= 0 else None].decode()
            if end < 0:
                return
            number, begin = number + 1, end + 1

    # To where it is, from where one stands: to find its beginning, RE2 would go back over all that it passed.
    # Made when first needed: a command that finds nothing changed looks through nothing.
    @cached_property
    def _end(self) -> Callable[[bytes, int], int]:
        """Where the first of it ends that begins at a place of a text or behind it, -1 for none."""
        return _compiled(f"(?s:.*?){self._pattern}")


def _in_bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "replace")


def _compiled(pattern: str) -> Callable[[bytes, int], int]:
    import re2

    options = re2.Options()
    options.never_capture = True
    options.log_errors = False
    # For the states that texts lead to; where they are more, it goes on more slowly.
    options.max_mem = 32 << 20
    compiled = re2.compile(pattern.encode(), options)
    # What lies below `compiled.match`, which makes a generator and an object for each place it tells.
    match, anchor = compiled._regexp.Match, re2._Anchor.ANCHOR_START

    def end(text: bytes, begin: int) -> int:
        found: int = match(anchor, text, begin, len(text))[0][1]
        return found

    return end
