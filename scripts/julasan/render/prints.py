"""The printed bulletins as files: each issue's PDF, its pictures taken from the folder and nowhere else."""

from __future__ import annotations

import hashlib
import mimetypes
import os
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from urllib.parse import unquote

from julasan.model import Article, Asset, Issue, Output, Site, media_url
from julasan.render import bulletin
from julasan.render.booklet import booklet_of
from julasan.render.context import Context
from julasan.typeset import Picture

KEPT = Path(".cache") / "julasan"
"""Folder beside mkdocs.yml that keeps PDFs: setting one takes seconds, and most months never change."""


def render(context: Context) -> Iterator[Output]:
    """The newest issues' PDFs, as many as the settings keep."""
    for issue in context.site.issues[: context.site.settings.bulletins]:
        yield Asset(path=issue.pdf, content=pdf(context, issue))


def of_month(site: Site, month: str, *, booklet: bool = False) -> tuple[Issue, bytes]:
    """The issue of `month` (YYYY-MM), from its file or computed, and its PDF: A4, or an A5 booklet on A4."""
    issue, context = bulletin.issue_of(site, month), Context(site)
    if booklet:
        return issue, booklet_of(context, issue, _pictures(site))
    return issue, pdf(context, issue)


def articles(site: Site, issue: Issue) -> tuple[Article, ...]:
    """The articles that an issue holds."""
    return bulletin.contents(site, issue)


def pdf(context: Context, issue: Issue) -> bytes:
    """An issue as A4 pages, set anew only when something that it is made of has changed."""
    folder = Path(context.site.root) / KEPT
    kept = folder / f"{issue.month}-{_made_of(context, issue)}.pdf"
    if kept.is_file():
        return kept.read_bytes()
    made = bulletin.pdf_of(context.site, issue, context.body, _pictures(context.site))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob(f"{issue.month}-*.pdf"):
            old.unlink()
        aside = kept.with_suffix(f".{os.getpid()}")
        aside.write_bytes(made)
        aside.replace(kept)
    except OSError:
        # A folder that cannot be written only costs time.
        pass
    return made


def _made_of(context: Context, issue: Issue) -> str:
    """A fingerprint of all that decides the PDF's bytes: its HTML, sheets, pictures, the typesetter."""
    site = context.site
    parts = [bulletin.bulletin_html(site, issue, context.body), *bulletin.sheets(site), _typesetter()]
    parts += [f"{issue.date} {site.settings.network} {site.settings.language}"]
    parts += [_fingerprint(str(Path(site.root) / media.path)) for media in site.media if media.width]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _fingerprint(path: str) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@lru_cache(maxsize=1)
def _typesetter() -> str:
    sources = sorted((entry.name, entry.read_bytes()) for entry in _folder() if entry.name.endswith(".py"))
    digest = hashlib.sha256(repr(sources).encode()).hexdigest()
    return " ".join([digest, *(version(name) for name in ("weasyprint", "pikepdf", "pythainlp"))])


def _folder() -> list[Path]:
    return [Path(str(entry)) for entry in (files("julasan") / "typeset").iterdir()]


def _pictures(site: Site) -> Picture:
    known = {media_url(media.path): media.path for media in site.media}

    def picture(url: str) -> tuple[bytes, str]:
        path = known[unquote(url).lstrip("/")]
        kind, _ = mimetypes.guess_type(path)
        return (Path(site.root) / path).read_bytes(), kind or "application/octet-stream"

    return picture
