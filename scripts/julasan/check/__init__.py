"""Site -> Problem: every rule is a generator over the site; one module a family.

``fields`` (what names something else), ``collisions``, ``links``, ``html``, ``markdown``,
``characters``, ``sizes``, ``media``, ``persons`` (over ``privacy`` with ``suspects`` and
``homes``, ``allowed``, ``papers``, ``notes``).
``documents`` has what they share, ``settle`` leaves out what only follows from another
problem, ``report`` prints the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path

from julasan.check import characters, collisions, fields, html, links, markdown, media, persons, sizes
from julasan.check.allowed import Allowed
from julasan.check.causes import settle
from julasan.check.suspects import ANYWHERE
from julasan.look import Look
from julasan.model import Body, Site
from julasan.problem import MOST, Problem

__all__ = ["RULES", "check", "of_text", "settle"]

Rule = Callable[[Site, Path], Iterator[Problem]]

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
    markdown.titles,
    markdown.unwritten,
    markdown.headings,
    markdown.link_texts,
    characters.characters,
    characters.links,
    sizes.bodies,
    sizes.files,
    media.media,
    persons.private,
    persons.papers_of_others,
)


def check(site: Site, root: Path) -> Iterator[Problem]:
    """Every problem of `site`, whose files lie in `root`, in no order and some perhaps twice."""
    return _read_by_people(problem for rule in RULES for problem in rule(site, Path(root)))


def of_text(
    path: str, text: str, body: Body | None, allowed: Allowed, encoded: bytes | None = None
) -> Iterator[Problem]:
    """Every problem of a Markdown file that its own text shows, whatever else there is in the site.

    `check` finds them too, of each file whose text is one of the site's `texts`: whoever asks while the
    text is in hand need not keep it there. `encoded` is the text in UTF-8 where that is at hand, too.
    """
    whole = text.encode("utf-8", "replace") if encoded is None else encoded
    if not _worth_a_look().sees(whole):
        return _read_by_people(persons.of_name(path, allowed))
    of_persons = persons.of_text(path, text, allowed)
    if not _odd_or_unwritten().sees(whole):
        return _read_by_people(of_persons)
    return _read_by_people(
        chain(
            characters.of_text(path, text),
            characters.links_of(path, text),
            markdown.unwritten_in(path, text, body) if body else (),
            of_persons,
        )
    )


@cache
def _worth_a_look() -> Look:
    """The texts of which any of these rules may have something to say: one in ten, and one pass tells."""
    return ANYWHERE | _odd_or_unwritten()


@cache
def _odd_or_unwritten() -> Look:
    """Those of which another rule than that on persons may: hardly any."""
    return characters.ANY | Look(characters.UNSEEN) | Look.of_words(markdown.unwritten_words())


def _read_by_people(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The first of each kind in each file; a rule may find them in another order than the lines'."""
    kinds: defaultdict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        found = kinds[problem.path, problem.code]
        found.append(problem)
        if len(found) > 2 * MOST:
            found.sort()
            del found[MOST:]
    for found in kinds.values():
        yield from sorted(found)[:MOST]
