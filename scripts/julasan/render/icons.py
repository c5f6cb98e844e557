"""The network's sign for a tab, a phone's screen and the page's head: its own picture, or the theme's."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from julasan import PACKAGE
from julasan.frozen import dataclass
from julasan.model import Site
from julasan.render import colours
from julasan.render.keys import stamp

if TYPE_CHECKING:
    from PIL import Image

SMALL, TOUCH, MIDDLE, LARGE = "icon-64.png", "icon-180.png", "icon-192.png", "icon-512.png"
"""For a tab and the page's head; for an iPhone's screen; for other phones'."""
MASKABLE = "icon-maskable-512.png"
"""To be cut into any shape: what matters lies in the inner 80 % (W3C Web App Manifest, purpose)."""
VECTOR = "icon.svg"
PAPER = "#fbf6ea"
_SIDES = {TOUCH: 180, MIDDLE: 192, LARGE: 512, MASKABLE: 512}


@dataclass(frozen=True, slots=True)
class Icons:
    """The files of the sign by name; `tab` is the one for a tab."""

    by_name: Mapping[str, bytes]
    tab: str

    @property
    def kind(self) -> str:
        """Media type of `tab`."""
        return "image/svg+xml" if self.tab == VECTOR else "image/png"


def of(site: Site) -> Icons:
    """The sign of `site`."""
    settings = site.settings
    if settings.icon:
        path = str(Path(site.root) / settings.icon)
        return _of_picture(path, repr(stamp(path)))
    return _of_theme(tuple(sorted(settings.colours.items())))


@lru_cache(maxsize=2)
def _of_theme(own: tuple[tuple[str, str], ...]) -> Icons:
    folder = PACKAGE / "theme" / "icons"
    found = {name: (folder / name).read_bytes() for name in (VECTOR, *_SIDES)}
    if own:
        found[VECTOR] = colours.recoloured(found[VECTOR].decode(), dict(own)).encode()
        found |= {name: _png(_drawn(side, dict(own), name == MASKABLE)) for name, side in _SIDES.items()}
    return Icons(found, VECTOR)


@lru_cache(maxsize=2)
def _of_picture(path: str, _stamp: str) -> Icons:
    from PIL import Image, ImageOps

    with Image.open(path) as opened:
        picture = ImageOps.exif_transpose(opened).convert("RGBA")
    picture = picture.crop(picture.getbbox())
    found = {SMALL: _png(_fitted(picture, 64))}
    found |= {name: _png(_fitted(picture, side)) for name, side in _SIDES.items()}
    # A phone shows what is clear in black, and cuts the rest into its shape.
    for name, share in ((TOUCH, 0.86), (MASKABLE, 0.7)):
        side = _SIDES[name]
        ground = Image.new("RGBA", (side, side), PAPER)
        inside = _fitted(picture, round(side * share))
        corner = (side - inside.width) // 2
        ground.alpha_composite(inside, (corner, corner))
        found[name] = _png(ground.convert("RGB"))
    return Icons(found, SMALL)


def _fitted(picture: Image.Image, side: int) -> Image.Image:
    """Whole, in the middle of a clear square."""
    from PIL import Image, ImageOps

    return ImageOps.pad(picture, (side, side), Image.Resampling.LANCZOS, color=(0, 0, 0, 0))


def _drawn(side: int, own: Mapping[str, str], whole: bool) -> Image.Image:
    """The theme's sign as in its SVG (64 units wide); `whole` has no round corners and more ground."""
    from PIL import Image, ImageDraw

    fine = 4 * side
    picture = Image.new("RGBA", (fine, fine), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    ground, line, middle = (colours.recoloured(each, own) for each in ("#27456b", "#d9a441", "#a8482c"))
    draw.rounded_rectangle((0, 0, fine, fine), 0 if whole else 12 * fine / 64, fill=ground)

    def diamond(reach: float, colour: str) -> None:
        reach *= fine / 64 * (0.8 if whole else 1)
        half = fine / 2
        draw.polygon(
            [(half, half - reach), (half + reach, half), (half, half + reach), (half - reach, half)], colour
        )

    # A stroke 4 units wide, half of it outside, is wider by the root of two along the axes.
    diamond(22 + 2 * 2**0.5, line)
    diamond(22 - 2 * 2**0.5, ground)
    diamond(12, middle)
    dot = 4 * fine / 64 * (0.8 if whole else 1)
    draw.ellipse((fine / 2 - dot, fine / 2 - dot, fine / 2 + dot, fine / 2 + dot), PAPER)
    return picture.resize((side, side), Image.Resampling.LANCZOS)


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
