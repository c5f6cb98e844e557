"""Site -> Problem: every rule is a generator over the site; one module a family.

``fields`` (what names something else), ``collisions``, ``links``, ``html``, ``markdown``,
``characters``, ``sizes``, ``media``, ``persons`` (over ``privacy`` with ``suspects`` and
``homes``, ``allowed``, ``papers``, ``notes``).
``documents`` has what they share, ``settle`` leaves out what only follows from another
problem, ``report`` prints the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from julasan.check import characters, collisions, fields, html, links, markdown, media, persons, sizes
from julasan.check.allowed import Allowed
from julasan.check.causes import settle
from julasan.check.suspects import ANYWHERE
from julasan.frozen import dataclass
from julasan.look import Look
from julasan.model import Body, Site
from julasan.problem import MOST, Problem

__all__ = ["RULES", "Whole", "check", "of_texts", "settle"]

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
    collisions.articles,
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


@dataclass(frozen=True, slots=True)
class Whole:
    """A Markdown file's path, its text, the same in UTF-8, and its body if it could be read."""

    path: str
    text: str
    encoded: bytes
    body: Body | None


def of_texts(files: Sequence[Whole], allowed: Allowed) -> Iterator[Problem]:
    """Every problem of Markdown files that the text of each shows, whatever else there is in the site.

    `check` finds them too, of each file whose text is one of the site's `texts`: whoever asks while the
    texts are in hand need not keep them there. One pass tells of many at once (`Look.among`).
    """
    texts = [each.encoded for each in files]
    few = sum(map(len, texts)) < FEW
    looks = (ANYWHERE, _odd_or_unwritten()) if few else (_worth_a_look(),)
    names = [persons.stem(each.path).replace("\n", " ").encode("utf-8", "replace") for each in files]
    seen = {number for look in looks for number in look.among(texts)}
    named = set(looks[0].among(names))
    for number, each in enumerate(files):
        if number in seen:
            yield from _read_by_people(_of_text(each, allowed, looks[0]))
        elif number in named:
            yield from _read_by_people(persons.of_name(each.path, allowed))


FEW = 1 << 17
"""Bytes of texts up to which two looks, one of which is needed anyway, take less than to make one of both."""


def _of_text(file: Whole, allowed: Allowed, look: Look) -> Iterator[Problem]:
    path, text = file.path, file.text
    yield from persons.of_text(path, text, allowed, look=look)
    if _odd_or_unwritten().sees(file.encoded):
        yield from characters.of_text(path, text)
        yield from characters.links_of(path, text)
        if file.body:
            yield from markdown.unwritten_in(path, text, file.body)


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
