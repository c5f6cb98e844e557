"""Site -> Outputs: one module a product, each ``render(context) -> Iterator[Output]``.

The registry is ``PRODUCTS``; ``render(site)`` runs them all, in order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from julasan.model import Output, Site
from julasan.render import (
    admin,
    article,
    assets,
    calendar,
    feeds,
    home,
    ics,
    issues,
    knowledge,
    media,
    members,
    prints,
    proposals,
    schema,
    searching,
    sitemap,
    standing,
)
from julasan.render.context import Context

Product = Callable[[Context], Iterator[Output]]

PRODUCTS: tuple[Product, ...] = (
    assets.render,
    media.render,
    home.render,
    knowledge.render,
    article.render,
    calendar.render,
    ics.render,
    members.render,
    proposals.render,
    issues.render,
    prints.render,
    standing.render,
    feeds.render,
    searching.render,
    schema.render,
    admin.render,
)


def render(site: Site, *, preview: bool = False) -> Iterator[Output]:
    """Everything that the site publishes, in a fixed order; the sitemap of it all comes last."""
    context = Context(site, preview)
    made: list[Output] = []
    for product in PRODUCTS:
        for output in product(context):
            made.append(output)
            yield output
    yield from sitemap.render(context, made)
