"""Measures the holes of an issue: room left open at the foot of a column or a page, in millimetres.

    python tests/bench/print/holes.py [2026-11] [--from 25] [--root FOLDER]

Each is told with the words before it; beside it, what is open without the second look at pages
(julasan.typeset.filling). A last column that is short where an article ends is told too: it is no fault.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[3]
MM = 25.4 / 96


def holes(document: Any) -> Iterator[tuple[int, str, float, str]]:
    """Page, kind (column, end of an article, page), millimetres and the last words of each open place."""
    from julasan.typeset.feet import bottom, groups, lowest

    pages = [page._page_box for page in document.pages]
    for number, (page, after) in enumerate(zip(pages, [*pages[1:], None], strict=True), start=1):
        overleaf = [columns[0].element for columns in groups(after.children[0])] if after else []
        for columns in groups(page.children[0]):
            goes_on = columns[0].element in overleaf
            low = bottom(page) if goes_on else max(map(lowest, columns))
            for column in columns:
                kind = "column" if goes_on or column is not columns[-1] else "article's end"
                yield number, kind, (low - lowest(column)) * MM, _words(column)
        if after:
            yield number, "page", (bottom(page) - lowest(page.children[0])) * MM, _words(page.children[0])


def _words(box: Any) -> str:
    text = "".join(each.text for each in box.descendants() if hasattr(each, "text"))
    return text.replace("\u200b", "")[-30:]


def main() -> None:
    """Set the issue with and without the second look and print what is open."""
    from julasan import read
    from julasan.render import bulletin, holdings, prints
    from julasan.render.context import Context
    from julasan.typeset import engine

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("month", nargs="?", default="2026-11")
    parser.add_argument("--from", type=float, default=25, dest="least")
    parser.add_argument("--root", type=Path, default=ROOT)
    options = parser.parse_args()
    site, _ = read.read(options.root)
    context = Context(site)
    html = bulletin.bulletin_html(site, holdings.issue_of(site, options.month), context.body)
    engine.loaded()
    from julasan.typeset import filling

    sheets = bulletin.sheets(site)
    hidden = (*sheets, ".gap { display: none }")
    for name, made, css in (("without", nullcontext, hidden), ("with", filling.full_pages, sheets)):
        with (
            patch.object(filling, "full_pages", made),
            engine.laid_out(html, css=css, picture=prints._pictures(site)) as document,
        ):
            found = [hole for hole in holes(document) if hole[2] >= options.least]
            print(f"{name} a second look: {len(document.pages)} pages, {len(found)} holes,", end=" ")
            print(f"{sum(hole[2] for hole in found):.0f} mm in all")
            for number, kind, high, words in found:
                print(f"  page {number:3}  {kind:14}{high:4.0f} mm  {words}")


if __name__ == "__main__":
    main()
