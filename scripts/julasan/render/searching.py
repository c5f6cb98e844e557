"""Search as the site publishes it: the page /search/, the client and the index of everything."""

from __future__ import annotations

from collections.abc import Iterator

from julasan.model import Output, Page
from julasan.render import search
from julasan.render.context import Context


def render(context: Context) -> Iterator[Output]:
    """The page, the client's files and the index's."""
    site = context.site
    yield Page(
        url="search/",
        title=context.text("search.title"),
        description=context.text("search.title"),
        kind="search",
        html=search.page_html(context.locale, site.settings),
        listed=False,
    )
    yield from search.client_assets(site.settings.language)
    yield from search.index(list(search.documents(site, context.plain)))
