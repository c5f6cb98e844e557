"""Looks whether a rule of a page runs through what is written: a tone mark, a vowel, the foot of ฏ."""

from __future__ import annotations

from collections.abc import Iterator

import pymupdf

SCALE = 300 / 72
"""Pixels in a point: what an office printer shows."""
INK, GREY = 150, 225
"""Letters are darker than the one, hairlines than the other (0 is black)."""
LONG, THICK = 220, 18
"""Of a rule, in pixels: what is shorter strikes out a word, what is thicker is a box."""


def struck(page: pymupdf.Page) -> Iterator[tuple[int, int]]:
    """Where ink stands right above and right below a rule, in points from the page's left and top."""
    seen = page.get_pixmap(matrix=pymupdf.Matrix(SCALE, SCALE), colorspace=pymupdf.csGRAY)
    wide, high = seen.width, seen.height
    rows = [seen.samples[at * wide : (at + 1) * wide] for at in range(high)]
    # A byte is 2 in a letter or a dark rule, 1 in a hairline, 0 on paper.
    kinds = bytes(2 if value < INK else 1 if value < GREY else 0 for value in range(256))
    rows = [row.translate(kinds) for row in rows]
    ruled = [row.replace(b"\2", b"\1").find(b"\1" * LONG) for row in rows]
    for top in range(3, high - THICK):
        if ruled[top] < 0 or ruled[top - 1] >= 0:
            continue
        under = next((at for at in range(top, top + THICK) if ruled[at] < 0), None)
        if under is None:
            continue
        left = ruled[top]
        right = rows[top].find(b"\0", left) % (wide + 1)
        above, below = rows[top - 2], rows[under + 1]
        near = [x for x in range(left + 6, right - 6) if above[x] == 2 and 2 in below[x - 1 : x + 2]]
        if near and above.count(2) < (right - left) / 2:
            yield round(near[0] / SCALE), round(top / SCALE)
