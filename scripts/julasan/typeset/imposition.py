"""Imposition: a PDF's pages two by two on A4, to be printed on both sides, folded and stapled into A5."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf

POINTS = 72 / 25.4
WIDTH, HEIGHT = 297 * POINTS, 210 * POINTS
"""A4 across (ISO 216), in points."""
FOLD = 4
"""Pages of a sheet: two on each side."""


def sides(pages: int) -> tuple[tuple[int, int], ...]:
    """Page numbers left and right of each side of paper, in printing order, for a saddle-stitched booklet.

    `pages` is rounded up to a multiple of four: 24 gives (24, 1), (2, 23), (22, 3), (4, 21) ...
    """
    total = -(-pages // FOLD) * FOLD
    found = []
    for at in range(total // 2):
        low, high = at + 1, total - at
        found.append((high, low) if at % 2 == 0 else (low, high))
    return tuple(found)


def blanks(pages: int) -> int:
    """How many pages are missing to a multiple of four."""
    return -pages % FOLD


def booklet(pdf: bytes, fillers: bytes = b"") -> bytes:
    """Impose the pages of `pdf` (A5, or A4 made smaller) on A4; the same bytes in give the same bytes out.

    Args:
        pdf: The pages in reading order.
        fillers: A PDF whose first pages stand where pages are missing to a multiple of four;
            where it has too few, paper stays empty. The last page of `pdf` stays before them.

    The sheets are for the printer: the structure for screen readers stays with `pdf`.
    """
    with pikepdf.open(io.BytesIO(pdf)) as source, pikepdf.new() as target:
        more = pikepdf.open(io.BytesIO(fillers)) if fillers else pikepdf.new()
        with more:
            count = len(source.pages)
            pages = [*source.pages, *list(more.pages)[: blanks(count)]]
            forms = [_form(target, page) for page in pages]
            for left, right in sides(count):
                _side(target, forms, pages, left, right)
            _say(target, source)
            out = io.BytesIO()
            # The identifier comes from what is in the file, not from the clock.
            target.save(out, deterministic_id=True, compress_streams=True, object_stream_mode=_GENERATE)
    return out.getvalue()


_GENERATE = pikepdf.ObjectStreamMode.generate


def _form(target: pikepdf.Pdf, page: pikepdf.Page) -> pikepdf.Object:
    """A page as a form XObject (ISO 32000-1, 8.10) of `target`, without its place in the structure."""
    form = target.copy_foreign(page.as_form_xobject())
    for name in ("/StructParents", "/StructParent", "/Group"):
        if name in form:
            del form[name]
    return form


def _side(
    target: pikepdf.Pdf, forms: list[pikepdf.Object], pages: list[pikepdf.Page], left: int, right: int
) -> None:
    drawn: list[bytes] = []
    resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary())
    for number, at in ((left, 0.0), (right, WIDTH / 2)):
        if number > len(forms):
            continue
        name = f"/P{number}"
        resources.XObject[name] = forms[number - 1]
        drawn.append(_drawing(name, pages[number - 1], at))
    page = target.add_blank_page(page_size=(WIDTH, HEIGHT))
    page.obj.MediaBox = pikepdf.Array([0, 0, round(WIDTH, 3), round(HEIGHT, 3)])
    page.obj.Resources = resources
    page.obj.Contents = target.make_stream(b"\n".join(drawn))


def _drawing(name: str, page: pikepdf.Page, at: float) -> bytes:
    """Operators that draw a page in the half of the sheet that begins at `at`, as large as it fits."""
    x0, y0, x1, y1 = (float(value) for value in page.mediabox)
    wide, high = x1 - x0, y1 - y0
    scale = min(WIDTH / 2 / wide, HEIGHT / high)
    left = at + (WIDTH / 2 - wide * scale) / 2 - x0 * scale
    bottom = (HEIGHT - high * scale) / 2 - y0 * scale
    return f"q {scale:.6f} 0 0 {scale:.6f} {left:.4f} {bottom:.4f} cm {name} Do Q".encode()


def _say(target: pikepdf.Pdf, source: pikepdf.Pdf) -> None:
    """Title, author and dates as the pages had them; printed on both sides, turned on the short edge."""
    for name in _kept(source):
        target.docinfo[name] = source.docinfo[name]
    if "/Lang" in source.Root:
        target.Root.Lang = source.Root.Lang
    target.Root.ViewerPreferences = pikepdf.Dictionary(
        Duplex=pikepdf.Name.DuplexFlipShortEdge, PrintScaling=pikepdf.Name("/None"), DisplayDocTitle=True
    )


def _kept(source: pikepdf.Pdf) -> Iterator[str]:
    for name in ("/Title", "/Author", "/CreationDate", "/ModDate"):
        if name in source.docinfo:
            yield name
