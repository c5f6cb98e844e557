"""What a phone gets from paper: codes lead where they say, also from a photocopy in black and white."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

import pymupdf
import pytest
import zxingcpp
from PIL import Image, ImageFilter

from julasan.render import booklet, bulletin, copyfit
from julasan.render.context import Context
from julasan.typeset import pdf
from test_bulletin import NOVEMBER, SITE

PRINTER, COPIER = 300, 200
"""Dots per inch."""
TURNED = 0.8
"""Degrees: nobody lays a sheet down straight."""
HALF = 140
"""Of 255: what is darker comes out black, all else white."""


@lru_cache
def made(kind: str) -> bytes:
    body = Context(SITE).body
    if kind == "A5 on A4":
        return booklet.printed(Context(SITE), NOVEMBER, {}.__getitem__).pdf
    if kind == "A4":
        return bulletin.printed(SITE, NOVEMBER, body, {}.__getitem__).pdf
    html = bulletin.bulletin_html(SITE, NOVEMBER, body, {"a-b": copyfit.Cut(300)})
    given = {"title": "x", "language": "th", "created": date(2026, 11, 20)}
    return pdf(html, css=bulletin.sheets(SITE), **given)  # type: ignore[arg-type]


def pictures(made: bytes, copied: bool) -> Iterator[Image.Image]:
    for page in pymupdf.open(stream=made):
        seen = page.get_pixmap(dpi=COPIER if copied else PRINTER, colorspace=pymupdf.csGRAY)
        sheet = Image.frombytes("L", (seen.width, seen.height), seen.samples)
        if copied:
            turned = sheet.rotate(TURNED, Image.Resampling.BICUBIC, fillcolor=255)
            soft = turned.filter(ImageFilter.GaussianBlur(1))
            sheet = soft.point([0 if value < HALF else 255 for value in range(256)])
        yield sheet


@pytest.mark.parametrize("copied", [False, True], ids=["printed", "photocopied"])
@pytest.mark.parametrize("kind", ["A4", "A5 on A4", "shortened"])
def test_the_codes_on_paper_lead_where_the_text_beside_them_says(kind: str, copied: bool) -> None:
    read = [found.text for sheet in pictures(made(kind), copied) for found in zxingcpp.read_barcodes(sheet)]
    home = SITE.settings.site_url
    once = sorted([*(f"{home}k/{name}/" for name in "abcd"), f"{home}join/"])
    assert sorted(set(read)) == once
    # A shortened article has its code again where it goes on.
    assert sorted(read) == sorted([*once, *([f"{home}k/b/"] if kind == "shortened" else [])])


@pytest.mark.parametrize("kind", ["A4", "shortened"])
def test_the_address_in_a_code_stands_beside_it(kind: str) -> None:
    for page, sheet in zip(pymupdf.open(stream=made(kind)), pictures(made(kind), False), strict=True):
        for found in zxingcpp.read_barcodes(sheet):
            top, bottom = (
                corner.y * 72 / PRINTER for corner in (found.position.top_left, found.position.bottom_left)
            )
            # Under a title of 200 letters it stands some lines lower.
            near = (word[4] for word in page.get_text("words") if top - 20 < word[1] < bottom + 130)
            assert found.text.removeprefix("https://").rstrip("/") in "".join(near)
