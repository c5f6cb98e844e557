"""A network's own colours in the place of the theme's: their hue is its, what is read keeps its contrast.

Contrast (WCAG 2.2, 1.4.3) depends on nothing but relative luminance. So each colour of the theme
that is exchanged keeps at least the luminance of light things, at most that of dark ones, and all
that was legible still is, in the light scheme, the dark one, mail and print.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TypeAlias

from julasan.pattern import late

Linear: TypeAlias = tuple[float, float, float]
"""Red, green and blue of sRGB from 0 to 1, linear in light (IEC 61966-2-1)."""

_THEME: Mapping[str, Mapping[str, bool]] = {
    "main": {"#27456b": True, "#1f3657": True, "#14243b": True, "#14202f": True, "#a9c3e6": False},
    "accent": {"#a0432a": True, "#a8482c": True, "#c4603f": True, "#b95a3b": True, "#eda083": False},
    "ornament": {"#d9a441": False, "#e6bd6b": False},
}
"""The theme's colours, by the name of the setting that exchanges them, and whether they are the dark side."""
_ANY = late(r"#[0-9a-f]{6}\b")


def recoloured(text: str, own: Mapping[str, str]) -> str:
    """`text`, a style sheet or picture of the theme, in the colours `own` (setting's name -> ``#rrggbb``)."""
    if not own:
        return text
    exchanged = _exchanged(tuple(sorted(own.items())))
    return _ANY.sub(lambda match: exchanged.get(match[0], match[0]), text)


@lru_cache(maxsize=8)
def _exchanged(own: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    return {
        theirs: _like(mine, theirs, dark=dark) for name, mine in own for theirs, dark in _THEME[name].items()
    }


def _like(mine: str, theirs: str, *, dark: bool) -> str:
    """`mine`, made no lighter than `theirs` if that is `dark`, else no darker."""
    light, wanted = luminance(mine), luminance(theirs)
    if light <= wanted if dark else light >= wanted:
        return mine
    linear = _linear(mine)
    if light > wanted:
        return _hex([part * wanted / light for part in linear], down=True)
    share = (wanted - light) / (1 - light)
    return _hex([part + share * (1 - part) for part in linear], down=False)


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``, 0 to 1 (WCAG 2.2, Definitions)."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour: str) -> Linear:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (byte / 255 for byte in bytes.fromhex(colour[1:]))
    )
    return red, green, blue


def _hex(linear: list[float], *, down: bool) -> str:
    """Rounded `down` or up, so that the luminance stays on its side."""
    parts = (
        255 * (12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055) for part in linear
    )
    return "#" + bytes(min(255, int(part) + (not down)) for part in parts).hex()
