"""The printed bulletins as files: each issue's PDF, its pictures taken from the folder and nowhere else."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from julasan.model import Article, Asset, Issue, Output, Site, media_url
from julasan.render import bulletin
from julasan.render.context import Context
from julasan.typeset import Picture


def render(context: Context) -> Iterator[Output]:
    """The newest issues' PDFs, as many as the settings keep."""
    for issue in context.site.issues[: context.site.settings.bulletins]:
        yield Asset(path=issue.pdf, content=pdf(context, issue))


def of_month(site: Site, month: str) -> tuple[Issue, bytes]:
    """The issue of `month` (YYYY-MM), from its file or computed, and its PDF."""
    issue = bulletin.issue_of(site, month)
    return issue, pdf(Context(site), issue)


def articles(site: Site, issue: Issue) -> tuple[Article, ...]:
    """The articles that an issue holds."""
    return bulletin.contents(site, issue)


def pdf(context: Context, issue: Issue) -> bytes:
    """An issue as A4 pages."""
    return bulletin.pdf_of(context.site, issue, context.body, _pictures(context.site))


def _pictures(site: Site) -> Picture:
    known = {media_url(media.path): media.path for media in site.media}

    def picture(url: str) -> tuple[bytes, str]:
        path = known[unquote(url).lstrip("/")]
        kind, _ = mimetypes.guess_type(path)
        return (Path(site.root) / path).read_bytes(), kind or "application/octet-stream"

    return picture
