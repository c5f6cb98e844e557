"""Address labels on sheets of A4, for members who want the bulletin by post. Private, never published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from julasan import thai
from julasan.render.context import Context
from julasan.typeset import pdf

WIDTH, HEIGHT = 210.0, 297.0
"""A4 in millimetres (ISO 216)."""
LEAST = 20.0, 12.0
"""The smallest label on which a Thai address stands, in millimetres."""
PADDING = 4.0, 3.0
"""Inside a label, across and down: printers leave such an edge unprinted."""
SIZES = (16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0)
"""Sizes of type to try, in points, the largest first."""
LINE = 1.22
LETTER = 0.565
"""Height of a line and mean width of a letter, in ems (measured on Laksaman)."""
_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Label:
    """One label."""

    name: str
    address: str = field(repr=False)
    number: int = 0
    """Row of members.private.csv."""

    @property
    def lines(self) -> tuple[str, ...]:
        """The address as its writer broke it into lines."""
        return tuple(" ".join(line.split()) for line in self.address.splitlines() if line.strip())

    @property
    def postcode(self) -> str:
        """Thailand's five digits at its end, or empty: the post sorts by them."""
        found = re.findall(r"(?<!\d)[1-9]\d{4}(?!\d)", thai.to_ascii_digits(self.address))
        return found[-1] if found else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """How labels lie on A4; lengths in millimetres, `margin` top, right, bottom, left.

    Raises:
        ValueError: The labels would be too small, or `skip` is a whole sheet or more.
    """

    columns: int = 3
    rows: int = 8
    margin: tuple[float, float, float, float] = (0, 0, 0, 0)
    gap: tuple[float, float] = (0, 0)
    skip: int = 0
    border: bool = False

    def __post_init__(self) -> None:
        # Asked so that what is no number (NaN) is refused too.
        if not all(
            part >= 0 for part in (*self.margin, *self.gap, self.columns - 1, self.rows - 1, self.skip)
        ):
            raise ValueError("negative")
        if self.width < LEAST[0] or self.height < LEAST[1] or self.skip >= self.columns * self.rows:
            raise ValueError("too small")

    @property
    def width(self) -> float:
        """Width of a label."""
        _, right, _, left = self.margin
        return (WIDTH - left - right - self.gap[0] * (self.columns - 1)) / self.columns

    @property
    def height(self) -> float:
        """Height of a label."""
        top, _, bottom, _ = self.margin
        return (HEIGHT - top - bottom - self.gap[1] * (self.rows - 1)) / self.rows

    def sheets(self, count: int) -> int:
        """How many sheets `count` labels take."""
        return -(-(count + self.skip) // (self.columns * self.rows))

    def place(self, at: int) -> tuple[int, float, float]:
        """Sheet, left and top of the label number `at`, from 0."""
        sheet, on_it = divmod(at + self.skip, self.columns * self.rows)
        row, column = divmod(on_it, self.columns)
        left = self.margin[3] + column * (self.width + self.gap[0])
        return sheet, left, self.margin[0] + row * (self.height + self.gap[1])


def by_post(labels: Sequence[Label]) -> list[Label]:
    """Labels as the post wants them: by postcode, then as they came."""
    return sorted(labels, key=lambda label: label.postcode or "99999")


def too_long(label: Label, sheet: Sheet) -> bool:
    """Whether even the smallest type may not be enough."""
    return _high(label, sheet, SIZES[-1]) > sheet.height - 2 * PADDING[1]


def labels_pdf(context: Context, sheet: Sheet, labels: Sequence[Label]) -> bytes:
    """The sheets, by postcode. The same labels give the same bytes."""
    settings = context.site.settings
    return pdf(
        labels_html(context, sheet, labels),
        css=(_sheet(), "\n".join(_places(sheet, len(labels)))),
        title=context.text("labels.title"),
        language=settings.language,
        created=context.site.today,
        author=settings.network,
    )


def labels_html(context: Context, sheet: Sheet, labels: Sequence[Label]) -> str:
    """The sheets as a document."""
    placed = [
        (
            sheet.place(at)[0],
            f"p{(at + sheet.skip) % (sheet.columns * sheet.rows)} s{_size(label, sheet):g}",
            label,
        )
        for at, label in enumerate(by_post(labels))
    ]
    count = sheet.sheets(len(labels))
    pages = [[(place, label) for on, place, label in placed if on == page] for page in range(count)]
    return context.html(
        "labels/labels.html", pages=pages, border=sheet.border, title=context.text("labels.title")
    )


def _places(sheet: Sheet, count: int) -> Iterator[str]:
    """Rules for the places of a sheet and the sizes of type: no style stands in the document."""
    wide, high = sheet.width - 2 * PADDING[0], sheet.height - 2 * PADDING[1]
    yield f".label {{ width: {wide:.3f}mm; height: {high:.3f}mm; }}"
    used = min(count + sheet.skip, sheet.columns * sheet.rows)
    first = Sheet(sheet.columns, sheet.rows, sheet.margin, sheet.gap)
    for at in range(used):
        _, left, top = first.place(at)
        yield f".p{at} {{ left: {left:.3f}mm; top: {top:.3f}mm; }}"
    for size in SIZES:
        yield f".s{size:g} {{ font-size: {size:g}pt; }}"


def _size(label: Label, sheet: Sheet) -> float:
    room = sheet.height - 2 * PADDING[1]
    return next((size for size in SIZES if _high(label, sheet, size) <= room), SIZES[-1])


def _high(label: Label, sheet: Sheet, size: float) -> float:
    """Height of a label's text in millimetres, at most: a line may end a word early."""
    letters = max(1, int((sheet.width - 2 * PADDING[0]) * _MM / (LETTER * size)) - 2)
    lines = sum(-(-len(thai.clusters(line)) // letters) for line in (f"{label.name} XXXXX", *label.lines))
    return lines * LINE * size / _MM


@lru_cache(maxsize=1)
def _sheet() -> str:
    return files("julasan").joinpath("theme", "print", "labels.css").read_text("utf-8")
