"""The menu of a site whose mkdocs.yml names none: the program's own pages that have something to show,
then the standing pages by their titles. A generator left to itself would list folders by their names."""

from __future__ import annotations

from collections.abc import Iterator

from julasan.render.context import Context


def menu(context: Context) -> list[dict[str, str]]:
    """Entries as MkDocs' ``nav`` has them, each a title and the file of a page."""
    return [{title: path} for title, path in _entries(context)]


def _entries(context: Context) -> Iterator[tuple[str, str]]:
    site = context.site
    yield context.text("theme.home"), "index.md"
    yield context.text("knowledge.title"), "knowledge/index.md"
    yield context.text("calendar.title"), "calendar/index.md"
    if site.members:
        yield context.text("members.title"), "members/index.md"
    if any(article.kind == "proposal" for article in site.articles):
        yield context.text("proposals.title"), "proposals/index.md"
    if site.issues:
        yield context.text("issue.title"), "bulletin/index.md"
    for page in site.pages:
        path = page.source.path.removeprefix("docs/")
        if page.url and path != "bulletin/index.md":
            yield page.title, path
