"""The proposals' page: what was put to the department, how far each has come, fit to be printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import get_args

from julasan.frozen import dataclass
from julasan.model import Article, Output, Page, ProposalStatus
from julasan.render import urls
from julasan.render.context import Context


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal as the summary shows it."""

    article: Article
    summary: str
    authors: str


def render(context: Context) -> Iterator[Output]:
    """One page, so that an office prints all of it at once."""
    site = context.site
    grouped = _grouped(context)
    total = sum(len(found) for _status, found in grouped)
    yield Page(
        url="proposals/",
        title=context.text("proposals.title"),
        html=context.html(
            "proposals.html",
            groups=grouped,
            total=total,
            contribute=urls.standing(site, "contribute/"),
        ),
        description=context.counted("proposals.lead", total, none="proposals.empty"),
        kind="proposals",
    )


def _grouped(context: Context) -> Sequence[tuple[str, Sequence[Proposal]]]:
    found: dict[str, list[Proposal]] = {status: [] for status in get_args(ProposalStatus)}
    for article in context.site.articles:
        if article.kind == "proposal":
            names = ", ".join(context.site.author_name(author) for author in article.authors)
            found[article.status or "open"].append(Proposal(article, context.summary(article), names))
    return list(found.items())
