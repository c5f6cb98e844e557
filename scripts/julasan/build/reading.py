"""The first half of a build, and all of a check: read what has changed, and find every problem in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from julasan import check, read
from julasan.build.kept import Kept
from julasan.build.texts import Text
from julasan.check.allowed import Allowed, published
from julasan.model import Site
from julasan.problem import Problem
from julasan.render.keys import key


def read_checked(root: Path, kept: Kept, *, now: date | None = None) -> tuple[Site, tuple[Problem, ...]]:
    """The site and every problem in it; files that `kept` knows are not read again.

    `now` is the day against which "in the future" is judged; default today.
    """
    taken = _Taken(kept)
    site, problems = read.read(root, now=now, recall=kept.recall, taken=taken)
    structure = _structure(site)
    if structure != kept.structure:
        # What one text says of another may have become wrong in any of them.
        site = replace(site, fresh=None)
    problems = check.settle({*problems, *taken.problems(), *check.check(site, root)})
    site = replace(site, texts={})
    if not problems:
        kept.learn(site, structure)
    return site, problems


_AT_ONCE = 1 << 18
"""Bytes of texts that are looked at together: some forty articles."""


class _Taken:
    """Looks at texts while they are in hand, some at once, and leaves their bodies with `kept`.

    The texts of ten thousand articles never stand side by side: they would take half the memory of
    a build, and what they leave behind is holes that all that comes later is put into, slowly.
    """

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._allowed: Allowed | None = None
        self._problems: list[Problem] = []
        self._waiting: list[check.Whole] = []
        self._bytes = 0

    def __call__(
        self, settled: Site, path: str, text: str, encoded: bytes | None, held: Text | None
    ) -> Text | None:
        if self._allowed is None:
            self._allowed = published(settled)
        shown = text.encode("utf-8", "replace") if encoded is None else encoded
        self._waiting.append(check.Whole(path, text, shown, held.body if held else None))
        self._bytes += len(shown)
        if self._bytes > _AT_ONCE:
            self.problems()
        if held is None:
            return None
        return self._kept.take(held, text.encode("utf-8", "surrogatepass") if encoded is None else encoded)

    def problems(self) -> list[Problem]:
        """Those of all texts that were taken."""
        if self._allowed and self._waiting:
            self._problems += check.of_texts(self._waiting, self._allowed)
            self._waiting, self._bytes = [], 0
        return self._problems


def _structure(site: Site) -> str:
    """A fingerprint of all that the check of one text looks at in the others, and in the few things."""
    articles = [
        (
            (one.source.path, one.permalink, one.slug, one.series, one.part),
            [heading.id for heading in one.body.headings],
        )
        for one in site.articles
    ]
    pages = [(page.source.path, [heading.id for heading in page.body.headings]) for page in site.pages]
    issues = [issue.digest for issue in site.issues]
    members = [member.member_id for member in site.members]
    return key(articles, pages, issues, [event.id for event in site.events], members, site.media)
