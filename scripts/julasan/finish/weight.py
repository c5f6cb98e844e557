"""The weight gate: no page is heavier than a phone on slow mobile data should fetch, its pictures apart."""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Callable, Collection, Iterator
from functools import cached_property, lru_cache
from urllib.parse import urlsplit

from julasan.finish.pages import parse
from julasan.finish.styles import targets
from julasan.finish.targets import file_of
from julasan.problem import Problem, problem

KILO = 1000
_SHARED = (".css", ".js", ".woff2", ".woff", ".ttf", ".otf")
_PACKED = (".woff2", ".woff")


class Weights:
    """The weight of pages, as a server sends them (gzip); `read` gives the files of the site in `files`."""

    def __init__(self, files: Collection[str], read: Callable[[str], bytes], budget: int) -> None:
        self._files, self._read = files, read
        self._budget = budget * KILO
        self._of = lru_cache(maxsize=None)(self._weight)

    @cached_property
    def _most(self) -> int:
        """What all style sheets, scripts and fonts of the shell weigh, as they lie there."""
        shared = (path for path in self._files if path.startswith("assets/") and path.endswith(_SHARED))
        return sum(len(self._read(path)) for path in shared)

    def is_light(self, size: int) -> bool:
        """Whether a page of so many bytes is light enough even unpacked: so are almost all."""
        return size + self._most <= self._budget

    def check(self, path: str, html: bytes) -> Iterator[Problem]:
        """Whether a page is too heavy."""
        found = self.of_page(path, html)
        if found > self._budget:
            yield problem(
                path,
                1,
                "built.too_heavy",
                size=round(found / KILO),
                budget=self._budget // KILO,
                page=round(_packed(html) / KILO),
            )

    def of_page(self, path: str, html: bytes) -> int:
        """Bytes over the wire: the page, and the sheets, scripts and fonts that it loads."""
        loaded = {file_of(path, urlsplit(target).path) for target, _ in parse(html.decode("utf-8")).loads}
        shared = {file for file in loaded if file in self._files and file.endswith(_SHARED)}
        for sheet in sorted(file for file in shared if file.endswith(".css")):
            fonts = (file_of(sheet, urlsplit(target).path) for target, _ in targets(self._text(sheet)))
            shared |= {font for font in fonts if font in self._files and font.endswith(_SHARED)}
        return _packed(html) + sum(map(self._of, shared))

    def _text(self, path: str) -> str:
        return self._read(path).decode("utf-8")

    def _weight(self, path: str) -> int:
        content = self._read(path)
        # Web fonts are packed already.
        return len(content) if posixpath.splitext(path)[1] in _PACKED else _packed(content)


def _packed(content: bytes) -> int:
    return len(zlib.compress(content, 6))
