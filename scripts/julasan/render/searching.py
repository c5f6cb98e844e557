"""Search as the site publishes it: the page /search/ and the index of everything."""

from __future__ import annotations

from collections.abc import Iterator

from julasan.model import Deferred, Output, Page, Site
from julasan.render import search
from julasan.render.context import Context


def asking(site: Site) -> str:
    """Where the network can be asked: its web board, else its page of that name, else its members."""
    pages = {page.url for page in site.pages}
    own = next((f"/{url}" for url in ("board/", "contribute/") if url in pages), "/members/")
    return site.settings.board or site.settings.contribute or own


def render(context: Context) -> Iterator[Output | Deferred]:
    """The page and the index's files; the client's are the shell's (assets)."""
    site = context.site
    yield Page(
        url="search/",
        title=context.text("search.title"),
        description=context.text("search.title"),
        kind="search",
        html=search.page_html(context.locale, site.settings, asking(site)),
        listed=False,
    )
    found = search.documents(site, context.locale, context.plain, context.body_key)
    yield from search.outputs(found, context.memory, context.published)
