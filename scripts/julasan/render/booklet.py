"""The issue as an A5 booklet on A4: set on small pages, its empty pages filled, ready to fold and staple."""

from __future__ import annotations

import dataclasses
import io
from functools import lru_cache
from importlib.resources import files

import pikepdf

from julasan.model import Issue
from julasan.render import bulletin, months, urls, wall, when
from julasan.render.colours import recoloured
from julasan.render.context import Context
from julasan.render.copyfit import Cuts
from julasan.render.edition import Edition
from julasan.typeset import Picture, pdf
from julasan.typeset.imposition import FOLD, blanks, booklet

NOTES = 17
"""Lines to write on, on a page of notes."""
ROWS = 9
"""Events of the month to come."""
SMALLER = (
    "html { font-size: 13pt; line-height: 1.27 } .code, .code img { width: 16mm } .code img { height: 16mm }"
)
"""For an issue of one page too many."""


def printed(context: Context, issue: Issue, picture: Picture) -> bulletin.Print:
    """The issue as sheets of A4, ``24|1``, ``2|23`` ..., and what the editor must know of it.

    They hold the text of its A4 edition.

    Raises:
        NoThaiFontError, RefusedError: As :func:`julasan.render.bulletin.printed`.
    """
    looked = bulletin.Looked(context.site, picture)
    cuts, notes, _ = bulletin.fitted(context.site, issue, context.body, looked)
    made, count = _folded(context, issue, looked, cuts)
    own = bulletin.Note("booklet", {"pages": count, "sheets": (count + blanks(count)) // FOLD})
    return bulletin.Print(made, (*notes, own, *looked.notes(), *bulletin.unprintable(context.site, issue)))


def _folded(context: Context, issue: Issue, picture: Picture, cuts: Cuts) -> tuple[bytes, int]:
    """The sheets, and how many pages have text of the issue."""
    pages = pages_of(context, issue, picture, cuts=cuts)
    missing = blanks(_count(pages))
    if missing == FOLD - 1:
        # One page over: type a little smaller may save a whole sheet.
        smaller = pages_of(context, issue, picture, SMALLER, cuts)
        if _count(smaller) < _count(pages):
            pages, missing = smaller, blanks(_count(smaller))
    return booklet(pages, fillers(context, issue, missing) if missing else b""), _count(pages)


def pages_of(
    context: Context, issue: Issue, picture: Picture, more: str = "", cuts: Cuts | None = None
) -> bytes:
    """The issue set on A5, in reading order; `more` is a style sheet after the others, `cuts` shorten it."""
    site = context.site
    # Half a page has one column, whatever the whole one has.
    small = dataclasses.replace(issue, columns=bulletin.COLUMNS[-1])
    return pdf(
        bulletin.bulletin_html(site, small, context.body, cuts),
        css=(*bulletin.sheets(site), _sheet(), *filter(None, (more,))),
        title=_title(context, issue),
        language=site.settings.language,
        created=issue.date,
        author=site.settings.network,
        picture=picture,
    )


def _count(pages: bytes) -> int:
    with pikepdf.open(io.BytesIO(pages)) as read:
        return len(read.pages)


def fillers(context: Context, issue: Issue, count: int) -> bytes:
    """1 to 3 pages of A5 for a booklet's end: the month to come last, notes and how to join before it."""
    kinds = {1: ("calendar",), 2: ("notes", "calendar"), 3: ("notes", "join", "calendar")}[count]
    first = months.shift(issue.date.replace(day=1), 1)
    edition = Edition(context, issue)
    home = edition.home.removeprefix("https://").removeprefix("http://").rstrip("/")
    sheet = recoloured(_wall(), context.site.settings.colours)
    made = b""
    # A text of two lines, in English or of a network's own, long titles and addresses leave less room.
    for fewer in range(ROWS):
        html = context.html(
            "wall/fillers.html",
            kinds=kinds,
            lines=range(NOTES - fewer),
            shown=ROWS - fewer,
            month=when.month_name(context, first),
            weeks=wall.grid(context, first),
            weekdays=when.weekdays(context),
            rows=wall.rows(context, first),
            home=home if urls.standing(context.site, "join/") else "",
            edition=edition,
        )
        made = pdf(
            html,
            css=(sheet, "@page { size: 148mm 210mm; margin: 12mm 12mm 11mm }"),
            title=_title(context, issue),
            language=context.site.settings.language,
            created=issue.date,
            author=context.site.settings.network,
        )
        if _count(made) == count:
            break
    return made


def _title(context: Context, issue: Issue) -> str:
    edition = Edition(context, issue)
    return f"{edition.name} {edition.number} {edition.month}"


@lru_cache(maxsize=1)
def _sheet() -> str:
    return files("julasan").joinpath("theme", "print", "booklet.css").read_text("utf-8")


@lru_cache(maxsize=1)
def _wall() -> str:
    return files("julasan").joinpath("theme", "print", "wall.css").read_text("utf-8")
