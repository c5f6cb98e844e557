"""Site -> Problem: every rule is a generator over the site; one module a family.

``fields`` (what names something else), ``collisions``, ``links``, ``html``, ``markdown``,
``characters``, ``sizes``, ``media``, ``privacy`` (over ``suspects``, ``homes``, ``papers``).
``documents`` has what they share, ``settle`` leaves out what only follows from another
problem, ``report`` prints the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from julasan.check import characters, collisions, fields, html, links, markdown, media, privacy, sizes
from julasan.check.causes import settle
from julasan.model import Site
from julasan.problem import Problem

__all__ = ["RULES", "check", "settle"]

Rule = Callable[[Site, Path], Iterator[Problem]]

MOST = 200
"""Problems of one kind in one file: nobody reads more of them."""

RULES: tuple[Rule, ...] = (
    fields.provinces,
    fields.topics,
    fields.people,
    fields.addresses,
    fields.article_fields,
    fields.pictures,
    fields.icon,
    fields.issues,
    fields.nav,
    fields.own_keys,
    collisions.permalinks,
    collisions.parts,
    collisions.addresses,
    collisions.taken,
    collisions.names,
    links.links,
    links.references,
    html.tags,
    html.in_fields,
    markdown.fences,
    markdown.raw_signs,
    markdown.unwritten,
    markdown.headings,
    markdown.link_texts,
    characters.characters,
    characters.links,
    sizes.bodies,
    sizes.files,
    media.media,
    privacy.private,
    privacy.papers_of_others,
)


def check(site: Site, root: Path) -> Iterator[Problem]:
    """Every problem of `site`, whose files lie in `root`, in no order and some perhaps twice."""
    counts: Counter[tuple[str, str]] = Counter()
    for rule in RULES:
        for problem in rule(site, Path(root)):
            counts[problem.path, problem.code] += 1
            if counts[problem.path, problem.code] <= MOST:
                yield problem
