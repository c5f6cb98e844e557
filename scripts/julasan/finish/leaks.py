"""The privacy gate: no phone, address or number of a person in what was built.

Pages, feeds, calendars, the search's texts and drawings are read as texts; PDFs by their pages,
title, outline, links and notes; photographs by their notes and the place that they name.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import chain
from pathlib import Path
from typing import Any

from julasan.check import media, notes, papers, privacy
from julasan.check.allowed import allow_list
from julasan.check.suspects import ANYWHERE
from julasan.finish.pages import Built
from julasan.model import Site
from julasan.pattern import late
from julasan.problem import Problem, problem
from julasan.read.private import Values

TEXTS = frozenset(
    (
        *(".html", ".xml", ".json", ".ics", ".vcf", ".js", ".txt", ".csv", ".vtt", ".svg", ".css"),
        ".webmanifest",
    )
)
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif"})
PROGRAMS_AUTHORS = "admin/decap-cms.js.LICENSE.txt"
"""Whom the form's program is from (their licences ask for it); no text of the site's people."""

_SIGNS = {
    b"&quot;": b'"',
    b"&#34;": b'"',
    b"&#39;": b"'",
    b"&lt;": b"<",
    b"&gt;": b">",
    b"&amp;": b"&",
}
"""References that our own writers write."""
_REFERENCE = late(b"|".join(_SIGNS))
_FOLD = late(r"\r?\n[ \t]")
_BETWEEN_TAGS = late(r">([^<>]+)<")
_AT_ONCE = 1 << 18
"""Bytes that pages show, after which they are looked at: some twenty pages."""


class Leaks:
    """Finds personal data and private values in what was built for one site."""

    def __init__(self, site: Site) -> None:
        self._allowed = allow_list(site.settings.may_be_published)
        self._private = Values(Path(site.root))
        self._waiting: list[tuple[str, bytes]] = []
        """Pages that are still to be looked at, and what each shows."""
        self._bytes = 0
        """How much that is."""
        self._suspects: set[str] = set()

    @property
    def know_members(self) -> bool:
        """Whether there are private values of members, which may stand in no file at all."""
        return bool(self._private)

    def page(self, path: str, shown: bytes) -> None:
        """Take what the page at `path` shows at the most, references and all, in UTF-8: see `pages`."""
        if b"&" in shown:
            shown = _REFERENCE.sub(lambda found: _SIGNS[found[0]], shown)
        self._waiting.append((path, shown))
        self._bytes += len(shown)
        if self._bytes > _AT_ONCE:
            self.pages()

    def pages(self) -> set[str]:
        """Those of the pages taken that may hold any. Quick, and never wrong about the others."""
        texts = [shown for _, shown in self._waiting]
        # Any reference that is left is seen as one.
        for number in {*ANYWHERE.among(texts), *self._private.among(texts)}:
            if self.suspects(unescape(texts[number].decode())):
                self._suspects.add(self._waiting[number][0])
        self._waiting.clear()
        self._bytes = 0
        return self._suspects

    def suspects(self, text: str) -> bool:
        """Whether `text` may hold any, references that it holds being what they are."""
        found = chain(privacy.in_lines(text), privacy.across_lines(text))
        return any(not self._allowed.passes(each) for _, each in found) or bool(self._private.rows_in(text))

    def of_page(self, path: str, page: Built, html: str) -> Iterator[Problem]:
        """What an HTML page lets out."""
        yield from self._personal(path, [page.text])
        if self._private:
            yield from self._of_members(path, [html, unescape(html), page.text])

    def of_file(self, path: str, content: bytes) -> Iterator[Problem]:
        """What any other file lets out."""
        ending = posixpath.splitext(path)[1].lower()
        if ending in PICTURES:
            if media.names_its_place(content):
                yield problem(path, 1, "built.place")
            texts = list(notes.of_picture(content))
            yield from self._personal(path, texts)
            yield from self._of_members(path, texts)
        elif ending == ".pdf":
            texts = [*notes.of_pdf(content), *papers.pages(content)]
            yield from self._personal(path, texts)
            yield from self._of_members(path, texts)
        elif (ending in (".js", ".css") or path == PROGRAMS_AUTHORS) and not self._private:
            return
        elif ending in TEXTS:
            text = content.decode("utf-8", errors="replace")
            shown = [] if path == PROGRAMS_AUTHORS else list(_shown(ending, text))
            yield from self._personal(path, shown)
            if self._private:
                yield from self._of_members(path, [text, unescape(text), *shown])

    def _personal(self, path: str, texts: Iterable[str]) -> Iterator[Problem]:
        for text in texts:
            for _, found in privacy.personal(text):
                if not self._allowed.passes(found):
                    yield problem(path, 1, f"built.{found.kind}", value=privacy.mask(found))

    def _of_members(self, path: str, texts: Iterable[str]) -> Iterator[Problem]:
        for number in sorted(set().union(*map(self._private.rows_in, texts))):
            yield problem(path, 1, "built.private_member", row=number)


def _shown(ending: str, text: str) -> Iterator[str]:
    """What a person or a program reads out of a file that is no page; programs and styles hold no words."""
    if ending == ".json":
        try:
            yield from _strings(json.loads(text))
        except ValueError:
            yield text
    elif ending in (".ics", ".vcf"):
        yield _FOLD.sub("", text).replace("\\n", "\n").replace("\\", "")
    elif ending == ".xml":
        # An element's own end parts numbers, what an element holds does not: the days of a sitemap's pages.
        yield unescape(text.replace("><", ">\n<"))
    elif ending == ".svg":
        # In attributes stand the numbers of a drawing's lines.
        yield from (unescape(words) for words in _BETWEEN_TAGS.findall(text))
    elif ending in (".txt", ".csv", ".vtt", ".webmanifest"):
        yield text


def _strings(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
