"""Photographs on the site: no larger than a page shows them, upright, without metadata."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pytest
from PIL import Image, ImageFile

from julasan import read
from julasan.model import Asset, Copy, Deferred, Media
from julasan.render import media
from julasan.render.context import Context
from julasan.render.media import web_copy

SMALL = Path(__file__).resolve().parent / "sites" / "small"
TURNED = 6
"""Exif orientation of a phone that was held upright."""


def photo(width: int, height: int) -> Image.Image:
    """Much detail and no noise, as a photograph has; the upper left corner is red."""
    base = Image.linear_gradient("L").resize((width, height))
    waves = Image.radial_gradient("L").resize((97, 61)).resize((width, height))
    picture = Image.merge("RGB", (base, waves, base.transpose(Image.Transpose.FLIP_LEFT_RIGHT)))
    picture.paste((255, 0, 0), (0, 0, width // 8, height // 8))
    return picture


def packed(picture: Image.Image, kind: str, **options: object) -> bytes:
    into = io.BytesIO()
    picture.save(into, kind, **options)
    return into.getvalue()


def phone(width: int = 4000, height: int = 3000, **more: object) -> bytes:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = TURNED, "Phone of the committee"
    return packed(photo(width, height), "JPEG", quality=95, exif=exif, **more)


def opened(content: bytes | None) -> Image.Image:
    assert content
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(SMALL, tmp_path / "site", ignore=shutil.ignore_patterns("bulletin"))
    (tmp_path / "site" / "knowledge" / "images").mkdir(exist_ok=True)
    return tmp_path / "site"


def test_a_phone_photo_is_scaled_set_upright_and_tells_nothing() -> None:
    original = phone()
    found = opened(web_copy(original))
    assert (found.format, found.size) == ("JPEG", (1200, 1600))
    assert not found.getexif()
    assert found.info.get("progressive")
    red, green, blue = found.convert("RGB").getpixel((1190, 10))  # type: ignore[misc]
    assert red > 200 > 60 > max(green, blue), "the corner that was at the left is at the right, upright"
    assert len(web_copy(original) or b"") < len(original) / 4
    assert web_copy(original) == web_copy(original)


def test_the_second_picture_in_a_phones_file_is_left_out() -> None:
    into = io.BytesIO()
    photo(2400, 1800).save(into, "MPO", save_all=True, append_images=[photo(2400, 1800)])
    assert opened(web_copy(into.getvalue())).size == (1600, 1200)


def test_png_and_webp_stay_what_they_are() -> None:
    clear = photo(1800, 900).convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize((1800, 900)))
    for kind in ("PNG", "WEBP"):
        found = opened(web_copy(packed(clear, kind)))
        assert (found.format, found.mode, found.size) == (kind, "RGBA", (1600, 800))
    few = photo(1800, 900).quantize(16)
    found = opened(web_copy(packed(few, "PNG")))
    assert (found.mode, found.size) == ("P", (1600, 800))


def test_the_colours_of_a_wide_screen_stay() -> None:
    profile = b"profile of a phone" * 20
    found = opened(web_copy(packed(photo(2000, 1000), "JPEG", icc_profile=profile)))
    assert found.info["icc_profile"] == profile


def test_what_moves_or_is_damaged_or_meant_for_a_press_stays_as_it_is() -> None:
    frames = [photo(1700, 300), photo(1700, 300).rotate(180)]
    for kind in ("WEBP", "PNG"):
        assert web_copy(packed(frames[0], kind, save_all=True, append_images=frames[1:])) is None
    assert web_copy(packed(photo(2000, 1000).convert("CMYK"), "JPEG")) is None
    assert web_copy(b"no picture") is None


@pytest.mark.parametrize("lenient", [True, False])
def test_a_torn_picture_is_treated_alike_whatever_was_printed_before(
    lenient: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)
    assert web_copy(phone(2000, 1000)[:-2000]) is None
    assert ImageFile.LOAD_TRUNCATED_IMAGES is lenient


def test_pages_keep_the_place_free_that_the_picture_takes(folder: Path) -> None:
    (folder / "knowledge" / "images" / "phone.jpg").write_bytes(phone())
    (folder / "knowledge" / "images" / "little.jpg").write_bytes(phone(400, 300))
    article = folder / "knowledge" / "first-forum.md"
    more = "---\n\n![ก](images/phone.jpg)\n\n![ข](images/little.jpg)\n\n"
    article.write_text(more.join(article.read_text("utf-8").rsplit("---\n\n", 1)), "utf-8")
    site, _ = read.read(folder)
    sizes = {item.path.rpartition("/")[2]: (item.width, item.height) for item in site.media}
    assert sizes["phone.jpg"] == (3000, 4000)
    assert sizes["little.jpg"] == (300, 400)
    context = Context(site)
    (shown,) = (found for found in site.articles if found.source.path == "knowledge/first-forum.md")
    html = str(context.body(shown))
    assert re.search(r'height="1600" loading="lazy" src="/knowledge/images/phone.jpg" width="1200"', html)
    assert re.search(r'height="400" loading="lazy" src="/knowledge/images/little.jpg" width="300"', html)


def test_only_what_is_larger_is_made_and_never_larger_in_bytes(folder: Path) -> None:
    images = folder / "knowledge" / "images"
    (images / "phone.jpg").write_bytes(phone())
    (images / "little.jpg").write_bytes(phone(1600, 900))
    thin = packed(Image.new("1", (3000, 2000)), "PNG", optimize=True)
    (images / "thin.png").write_bytes(thin)
    (images / "torn.jpg").write_bytes(phone(2000, 1000)[:-2000])
    site, _ = read.read(folder)
    found = {
        (output.name if isinstance(output, Deferred) else getattr(output, "path", "")).rpartition("/")[
            2
        ]: output
        for output in media.render(Context(site))
    }
    assert isinstance(found["little.jpg"], Copy)
    for name in ("phone.jpg", "thin.png", "torn.jpg"):
        deferred = found[name]
        assert isinstance(deferred, Deferred)
        (made,) = deferred.make()
        assert isinstance(made, Asset)
        original = (images / name).read_bytes()
        assert (made.content == original) == (name != "phone.jpg")
        assert len(made.content) <= len(original)


def test_sizes_of_the_web() -> None:
    assert Media("a.jpg", 1, 4000, 3000).web == (1600, 1200)
    assert Media("a.JPEG", 1, 3000, 4000).web == (1200, 1600)
    assert Media("a.gif", 1, 4000, 3000).web == (4000, 3000)
    assert Media("a.svg", 1, 4000, 3000).web == (4000, 3000)
    assert Media("a.png", 1, 40_000, 2).web == (1600, 1)
    assert Media("a.pdf", 1).web == (0, 0)
