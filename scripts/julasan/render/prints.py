"""The printed bulletins as files: each issue's PDF, its pictures taken from the folder and nowhere else."""

from __future__ import annotations

import hashlib
import json
import mimetypes
from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from julasan import PACKAGE
from julasan.files import write_whole
from julasan.model import Article, Asset, Deferred, Issue, Output, Site, media_url
from julasan.render import holdings
from julasan.render.cards import Cards
from julasan.render.context import Context
from julasan.render.keys import key, stamp
from julasan.seal import opened, sealed

if TYPE_CHECKING:
    # The typesetter takes longer to load than most builds take; most set nothing.
    from julasan.render import bulletin
    from julasan.typeset import Picture

KEPT = Path(".cache") / "julasan"
"""Folder beside mkdocs.yml that keeps PDFs: setting one takes seconds, and most months never change."""


def render(context: Context) -> Iterator[Deferred]:
    """The newest issues' PDFs, as many as the settings keep; what an editor must know goes to the log."""
    site, cards = context.site, Cards(context)
    pictures = [stamp(str(Path(site.root) / media.path)) for media in site.media if media.width]
    for issue in site.issues[: site.settings.bulletins]:
        shown = (*articles(site, issue), *holdings.proposals(site, issue))
        bodies = [(cards.key(article), context.body_key(article)) for article in shown]
        yield Deferred(
            name=issue.pdf,
            key=key(context.around, issue.digest, context.body_key(issue), bodies, pictures),
            make=partial(_file, context, issue),
            late=True,
            slow=True,
        )


def _file(context: Context, issue: Issue) -> Iterator[Output]:
    import logging

    made = printed(context, issue)
    for note in made.notes:
        logging.getLogger("julasan.print").warning("%s: %s", issue.source.path, note.said(context.locale))
    yield Asset(path=issue.pdf, content=made.pdf)


def of_month(site: Site, month: str, *, folded: bool = False) -> tuple[Issue, bulletin.Print]:
    """The issue of `month` (YYYY-MM), from its file or computed, as A4 pages or `folded` into a booklet."""
    issue, context = holdings.issue_of(site, month), Context(site)
    if folded:
        from julasan.render import booklet

        return issue, booklet.printed(context, issue, _pictures(site))
    return issue, printed(context, issue)


def articles(site: Site, issue: Issue) -> tuple[Article, ...]:
    """The articles that an issue holds."""
    return holdings.contents(site, issue)


def printed(context: Context, issue: Issue) -> bulletin.Print:
    """An issue as A4 pages, set anew only when something that it is made of has changed."""
    folder = Path(context.site.root) / KEPT
    kept = folder / f"{issue.month}-{_made_of(context, issue)}.kept"
    if context.preview and not kept.is_file():
        kept = max(folder.glob(f"{issue.month}-*.kept"), default=kept)
    if found := _read(kept):
        return found
    from julasan.render import bulletin

    made = bulletin.printed(context.site, issue, context.body, _pictures(context.site))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob(f"{issue.month}-*"):
            old.unlink(missing_ok=True)
        notes = json.dumps([[note.key, dict(note.values)] for note in made.notes], ensure_ascii=False)
        # The notes last: without them the PDF does not count.
        write_whole(kept, sealed(made.pdf, kept.stem))
        write_whole(kept.with_suffix(".json"), notes.encode())
    except OSError:
        # A folder that cannot be written only costs time.
        pass
    return made


def _read(kept: Path) -> bulletin.Print | None:
    """The print that is kept as `kept` with its notes, None where either is missing."""
    from julasan.render import bulletin

    try:
        notes = json.loads(kept.with_suffix(".json").read_text("utf-8"))
        made = opened(kept.read_bytes(), kept.stem)
        found = tuple(bulletin.Note(key, values) for key, values in notes)
    except (OSError, ValueError):
        return None
    return bulletin.Print(made, found) if made else None


def _made_of(context: Context, issue: Issue) -> str:
    """A fingerprint of all that decides the PDF's bytes: its HTML, sheets, pictures, the typesetter."""
    from julasan.render import bulletin

    site = context.site
    sheets = *bulletin.sheets(site), bulletin.tighter()
    parts = [bulletin.bulletin_html(site, issue, context.body), *sheets, _typesetter()]
    parts += [
        f"{issue.date} {site.settings.network} {site.settings.language} {issue.max_pages} {issue.columns}"
    ]
    parts += [context.text("bulletin.read_on"), context.text("bulletin.read_on_site")]
    parts += [_fingerprint(str(Path(site.root) / media.path)) for media in site.media if media.width]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _fingerprint(path: str) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@lru_cache(maxsize=1)
def _typesetter() -> str:
    from importlib.metadata import version  # only an issue's PDF asks for it

    sources = sorted((entry.name, entry.read_bytes()) for entry in _sources() if entry.name.endswith(".py"))
    digest = hashlib.sha256(repr(sources).encode()).hexdigest()
    return " ".join([digest, *(version(name) for name in ("weasyprint", "pikepdf", "pythainlp"))])


def _sources() -> list[Path]:
    return [*(PACKAGE / "typeset").iterdir(), PACKAGE / "render" / "copyfit.py"]


def _pictures(site: Site) -> Picture:
    known = {media_url(media.path): media.path for media in site.media}

    def picture(url: str) -> tuple[bytes, str]:
        path = known[unquote(url).lstrip("/")]
        kind, _ = mimetypes.guess_type(path)
        return (Path(site.root) / path).read_bytes(), kind or "application/octet-stream"

    return picture
