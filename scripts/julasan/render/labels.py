"""Address labels on sheets of A4, for members who want the bulletin by post. Private, never published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field
from functools import lru_cache
from importlib.resources import files

from julasan import thai
from julasan.frozen import dataclass
from julasan.render.context import Context
from julasan.typeset import measured, pdf

WIDTH, HEIGHT = 210.0, 297.0
"""A4 in millimetres (ISO 216)."""
LEAST = 20.0, 12.0
"""The smallest label on which a Thai address stands, in millimetres."""
PADDING = 5.0, 3.0
"""Inside a label, across and down, at least: printers leave such an edge unprinted."""
SIZES = (15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0)
"""Sizes of type to try, in points, the largest first."""
WRAPPED = 14.0
"""A line that its writer did not part is not parted in a larger type."""
_MM = 25.4 / 96
"""Millimetres of a px."""


@dataclass(frozen=True, slots=True)
class Label:
    """One label."""

    name: str
    address: str = field(repr=False)
    number: int = 0
    """Row of members.private.csv."""

    @property
    def lines(self) -> tuple[str, ...]:
        """The address as its writer broke it into lines; no line begins with a postcode."""
        lines = (" ".join(line.split()) for line in self.address.splitlines() if line.strip())
        return tuple(re.sub(r" (?=\d{5}$)", "\u00a0", line) for line in lines)

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


@dataclass(frozen=True, slots=True)
class Sheets:
    """The printed sheets, and the numbers of the labels that are too long even in the smallest type."""

    pdf: bytes
    too_long: tuple[int, ...] = ()


def labels_pdf(context: Context, sheet: Sheet, labels: Sequence[Label]) -> Sheets:
    """The sheets, by postcode. The same labels give the same bytes."""
    settings = context.site.settings
    listed = by_post(labels)
    types = _set(context, sheet, listed)
    made = pdf(
        labels_html(context, sheet, listed, types),
        css=(_sheet(), "\n".join(_places(sheet, types))),
        title=context.text("labels.title"),
        language=settings.language,
        created=context.site.today,
        author=settings.network,
    )
    long = (label.number for label, one in zip(listed, types, strict=True) if one.high > _room(sheet)[1])
    return Sheets(made, tuple(sorted(long)))


def labels_html(context: Context, sheet: Sheet, labels: Sequence[Label], types: Sequence[_Type]) -> str:
    """The sheets as a document."""
    places = sheet.columns * sheet.rows
    placed = [
        (sheet.place(at)[0], f"p{(at + sheet.skip) % places} s{one.size:g} d{one.down(sheet):g}", label)
        for at, (label, one) in enumerate(zip(labels, types, strict=True))
    ]
    count = sheet.sheets(len(labels))
    pages = [[(place, label) for on, place, label in placed if on == page] for page in range(count)]
    return context.html(
        "labels/labels.html", pages=pages, border=sheet.border, title=context.text("labels.title")
    )


@dataclass(frozen=True, slots=True)
class _Type:
    """How a label is set: points of its type, millimetres that its text is high."""

    size: float
    high: float

    def down(self, sheet: Sheet) -> int:
        """Half millimetres that the text stands below the label's edge, so that it stands in the middle."""
        return max(0, int(_room(sheet)[1] - self.high))


def _set(context: Context, sheet: Sheet, labels: Sequence[Label]) -> list[_Type]:
    """Of each label the largest type in which it has room, the smallest where it has none."""
    found: dict[int, _Type] = {}
    for size in SIZES:
        left = [at for at in range(len(labels)) if at not in found]
        if not left:
            break
        heights = _heights(context, sheet, [labels[at] for at in left], size)
        for at, lines in zip(left, heights, strict=True):
            parted = len(lines) > 1 + len(labels[at].lines)
            if (sum(lines) <= _room(sheet)[1] and not (parted and size > WRAPPED)) or size == SIZES[-1]:
                found[at] = _Type(size, sum(lines))
    return [found[at] for at in range(len(labels))]


def _heights(context: Context, sheet: Sheet, labels: Sequence[Label], size: float) -> Iterator[list[float]]:
    """How high each line of each label is in a type, in millimetres, as it is set."""
    css = f".label {{ position: static; padding: 0; width: {_room(sheet)[0]:.3f}mm; font-size: {size:g}pt; }}"
    html = context.html("labels/measured.html", labels=labels)
    lines = measured(html, css=(_sheet(), css)).lines
    for at in range(len(labels)):
        yield [line.height * _MM for line in lines[f"t{at}"]]


def _room(sheet: Sheet) -> tuple[float, float]:
    return sheet.width - 2 * PADDING[0], sheet.height - 2 * PADDING[1]


def _places(sheet: Sheet, types: Sequence[_Type]) -> Iterator[str]:
    """Rules for the places of a sheet and the sizes of type: no style stands in the document."""
    wide, high = _room(sheet)
    yield f".label {{ width: {wide:.3f}mm; height: {high:.3f}mm; }}"
    yield f".label {{ padding: {PADDING[1]:g}mm {PADDING[0]:g}mm; }}"
    used = min(len(types) + sheet.skip, sheet.columns * sheet.rows)
    first = Sheet(sheet.columns, sheet.rows, sheet.margin, sheet.gap)
    for at in range(used):
        _, left, top = first.place(at)
        yield f".p{at} {{ left: {left:.3f}mm; top: {top:.3f}mm; }}"
    for size in SIZES:
        yield f".s{size:g} {{ font-size: {size:g}pt; }}"
    for down in sorted({one.down(sheet) for one in types}):
        yield f".d{down} .name {{ margin-top: {down / 2:g}mm; }}"


@lru_cache(maxsize=1)
def _sheet() -> str:
    return files("julasan").joinpath("theme", "print", "labels.css").read_text("utf-8")
