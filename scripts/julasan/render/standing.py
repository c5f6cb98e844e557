"""The standing pages of docs/: about, join, contribute, privacy ..."""

from __future__ import annotations

from collections.abc import Iterator

from julasan import thai
from julasan.model import Output, Page, StandingPage
from julasan.render import urls
from julasan.render.context import Context

DESCRIPTION = 200
"""Letters of a description that is cut out of the text."""


def render(context: Context) -> Iterator[Output]:
    """One page each; docs/index.md is part of the home page."""
    for page in context.site.pages:
        if page.url:
            yield _page(context, page)


def _page(context: Context, page: StandingPage) -> Page:
    own_title = any(heading.level == 1 for heading in page.body.headings)
    return Page(
        url=page.url,
        title=page.title,
        html=context.html(
            "standing.html",
            page=page,
            body=context.body(page),
            own_title=own_title,
            edit=urls.edit_url(context.site.settings, page.source.path),
        ),
        description=page.summary or thai.cut(context.plain(page), DESCRIPTION),
        source=page.source.path,
        kind="standing",
    )
