"""A network's own colours and sign: what was legible stays so, nothing of the theme's own shows through."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from julasan.model import Media, Settings, Site
from julasan.render import assets, icons, offline, shell
from julasan.render.colours import luminance, recoloured
from julasan.render.context import Context

THEME = {"main": "#27456b", "accent": "#a0432a", "ornament": "#d9a441"}
PAPER, WASH, ON_CLOTH, CLOTH = "#fbf6ea", "#f3ead6", "#fdf6e6", "#1f3657"
DARK_PAPER, DARK_WASH = "#1b1a1c", "#302b28"
LEGIBLE = [
    *((colour, ground) for colour in ("#27456b", "#a0432a") for ground in (PAPER, WASH)),
    *((colour, ground) for colour in ("#a9c3e6", "#eda083") for ground in (DARK_PAPER, DARK_WASH)),
    (ON_CLOTH, CLOTH),
    ("#d9a441", CLOTH),
    ("#a9c3e6", "#14202f"),
    ("#d9a441", "#2b2622"),
]
"""Colours of texts and what they stand on."""
colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_luminance_is_that_of_wcag() -> None:
    assert luminance("#ffffff") == pytest.approx(1)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(THEME, colours)))
def test_whatever_colours_are_taken_texts_keep_the_contrast_that_they_had(own: dict[str, str]) -> None:
    for text, ground in LEGIBLE:
        asked = min(4.5, contrast(text, ground))
        assert contrast(recoloured(text, own), recoloured(ground, own)) >= asked, (text, ground)


def test_a_colour_that_is_dark_enough_is_taken_as_it_is() -> None:
    own = {"main": "#1b3a1b", "accent": "#7a1030", "ornament": "#ffeb3b"}
    assert recoloured("#27456b #a0432a #d9a441", own) == "#1b3a1b #7a1030 #ffeb3b"


def test_nothing_of_the_themes_own_colours_is_left() -> None:
    settings = Settings(network="ก", colours={"main": "#1b5e20", "accent": "#880e4f", "ornament": "#ffd54f"})
    css = assets.stylesheet(settings).content.decode()
    # Kinds of events have colours of their own: they tell them apart, in every network alike.
    tokens = re.findall(r"--jl-(?!kind)[a-z-]+: (#[0-9a-f]{6})", css)
    theirs = set(re.findall("#[0-9a-f]{6}", recoloured("".join(THEME.values()), {})))
    assert tokens
    assert not theirs & set(tokens)
    context = Context(Site(settings=settings))
    manifest = next(each for each in offline.render(context) if getattr(each, "path", "") == offline.MANIFEST)
    assert json.loads(manifest.content)["theme_color"] == shell.extra(context)["julasan"]["cloth"]  # type: ignore[union-attr]
    assert shell.extra(context)["julasan"]["cloth"] != offline.CLOTH


def test_without_colours_of_its_own_a_site_has_the_themes_files() -> None:
    assert "--jl-indigo: #27456b" in assets.stylesheet(Settings(network="ก")).content.decode()
    assert icons.of(Site(settings=Settings(network="ก"))).kind == "image/svg+xml"


@pytest.mark.parametrize("name", [icons.TOUCH, icons.MIDDLE, icons.LARGE, icons.MASKABLE])
def test_the_sign_is_drawn_as_the_theme_has_it(name: str) -> None:
    theme = icons.of(Site(settings=Settings(network="ก"))).by_name[name]
    drawn = icons.of(Site(settings=Settings(network="ก", colours=THEME))).by_name[name]
    one, other = (Image.open(io.BytesIO(content)).convert("RGBA") for content in (theme, drawn))
    difference = ImageChops.difference(one.resize((64, 64)), other.resize((64, 64))).convert("L")
    assert one.size == other.size
    histogram = difference.histogram()
    assert sum(level * count for level, count in enumerate(histogram)) / (64 * 64) < 8


def test_a_networks_own_picture_is_its_sign_everywhere(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    Image.new("RGB", (600, 300), "#00ff00").save(tmp_path / "docs" / "logo.png")
    site = Site(
        settings=Settings(network="ก", icon="docs/logo.png"),
        media=(Media("docs/logo.png", 100, 600, 300),),
        root=str(tmp_path),
    )
    found = icons.of(site)
    for name, content in found.by_name.items():
        picture = Image.open(io.BytesIO(content)).convert("RGBA")
        assert picture.width == picture.height, name
        assert picture.getpixel((picture.width // 2, picture.height // 2)) == (0, 255, 0, 255), name
    # What a phone cuts into its own shape has no clear corners, and the picture lies well inside.
    maskable = Image.open(io.BytesIO(found.by_name[icons.MASKABLE])).convert("RGBA")
    assert maskable.getpixel((0, 0)) == (0xFB, 0xF6, 0xEA, 255)
    assert maskable.getpixel((40, 256)) == (0xFB, 0xF6, 0xEA, 255)
    extra = shell.extra(Context(site))["julasan"]
    assert extra["own_icon"]
    assert extra["icon_kind"] == "image/png"
