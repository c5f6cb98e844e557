"""Site -> Outputs: one module a product, each ``render(context) -> Iterator[Output]``.

The registry is ``PRODUCTS``; ``render(site)`` runs them all, in order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from julasan.model import Deferred, Left, Output, Page, Site
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
    offline,
    prints,
    proposals,
    schema,
    searching,
    sitemap,
    standing,
)
from julasan.render.context import Context
from julasan.render.search.groups import TOGETHER

Product = Callable[[Context], Iterator[Output | Deferred]]


def articles_and_search(context: Context) -> Iterator[Output | Deferred]:
    """The articles, and what the search shows of them soon after: their texts are still at hand then."""
    found = searching.render(context)
    for place, output in enumerate(article.render(context)):
        yield output
        if place % TOGETHER == 0:
            yield from islice(found, 1)
    yield from found


PRODUCTS: tuple[Product, ...] = (
    assets.render,
    media.render,
    # Articles before the lists of them: what a card says of a body is at hand once it is rendered.
    articles_and_search,
    home.render,
    knowledge.render,
    calendar.render,
    ics.render,
    members.render,
    proposals.render,
    issues.render,
    prints.render,
    standing.render,
    feeds.render,
    schema.render,
    admin.render,
    offline.render,
)


def plan(context: Context) -> Iterator[Output | Deferred]:
    """Everything that the site publishes, in a fixed order; the sitemap of it all comes last."""
    listed: list[str] = []
    for product in PRODUCTS:
        for output in product(context):
            if isinstance(output, Deferred):
                listed += output.listed
            elif isinstance(output, Page) and output.listed:
                listed.append(output.url)
            yield output
    yield from sitemap.render(context, listed)


def render(site: Site, *, preview: bool = False) -> Iterator[Output]:
    """Everything that the site publishes, made."""
    return expanded(plan(Context(site, preview)))


def expanded(outputs: Iterable[Output | Deferred]) -> Iterator[Output]:
    """The outputs, those made that were deferred."""
    for output in outputs:
        if isinstance(output, Deferred):
            # Where nothing is published, nothing is left.
            yield from (made for made in output.make() if not isinstance(made, Left))
        else:
            yield output
