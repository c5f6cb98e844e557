"""The first half of a build, and all of a check: read what has changed, and find every problem in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from julasan import check, read
from julasan.build.kept import Kept, give_back
from julasan.model import Site
from julasan.problem import Problem
from julasan.render.keys import key


def read_checked(root: Path, kept: Kept) -> tuple[Site, tuple[Problem, ...]]:
    """The site and every problem in it; files that `kept` knows are not read again."""
    site, problems = read.read(root, recall=kept.recall)
    structure = _structure(site)
    if structure != kept.structure:
        # What one text says of another may have become wrong in any of them.
        site = replace(site, fresh=None)
    problems = check.settle({*problems, *check.check(site, root)})
    site = replace(site, texts={})
    if not problems:
        site = kept.learn(site, structure)
        # The texts lie in `kept` now.
        give_back()
    return site, problems


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
