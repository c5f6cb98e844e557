"""Pictures and other files beside the texts: photographs as large as a page shows them, the rest as it is."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from julasan.model import Asset, Copy, Deferred, Media, Output, media_url, web_size
from julasan.render.context import Context
from julasan.render.keys import key, stamp

if TYPE_CHECKING:
    from PIL import Image

_QUALITY = 80
_FORMATS = ("JPEG", "PNG", "WEBP")


def render(context: Context) -> Iterator[Output | Deferred]:
    """Every file that lies in docs/ and knowledge/ and is no text."""
    for media in context.site.media:
        if media.web == (media.width, media.height):
            yield Copy(path=media_url(media.path), source=media.path)
        else:
            place = Path(context.site.root) / media.path
            yield Deferred(
                name=media_url(media.path), key=key(stamp(str(place))), make=partial(_made, media, place)
            )


def _made(media: Media, place: Path) -> Iterator[Output]:
    original = place.read_bytes()
    smaller = web_copy(original)
    # One that was packed well, or has few colours, may have been the smaller one before.
    content = smaller if smaller and len(smaller) < len(original) else original
    yield Asset(path=media_url(media.path), content=content)


def web_copy(content: bytes) -> bytes | None:
    """A picture in the format that it has, upright, scaled to what a page shows, without its metadata.

    None for what stays as it is: what moves, what is damaged, and colours that browsers see otherwise.
    """
    from PIL import Image, ImageFile, ImageOps

    # WeasyPrint lets Pillow pass over what is missing, for the whole process.
    kept, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
                # A phone's JPEG may hold a second picture (MPO): its first is what is shown.
                kind = "JPEG" if picture.format == "MPO" else picture.format
                if kind != "JPEG" and getattr(picture, "is_animated", False):
                    return None
                size = web_size(*picture.size)
                # A JPEG is decoded no larger than it must be.
                picture.draft(None, size)
                upright = ImageOps.exif_transpose(picture)
                turned = (upright.width > upright.height) != (picture.width > picture.height)
                size = size[::-1] if turned else size
                return _saved(upright, size, kind or "", picture.info.get("icc_profile"))
    except Exception:
        # Pillow raises what its many decoders raise.
        return None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = kept


def _saved(picture: Image.Image, size: tuple[int, int], kind: str, profile: bytes | None) -> bytes | None:
    from PIL import Image

    mode = picture.mode
    if mode in ("P", "1") or "transparency" in picture.info:
        clear = "transparency" in picture.info
        picture = picture.convert("RGBA" if clear else "L" if mode == "1" else "RGB")
    elif mode not in ("L", "LA", "RGB", "RGBA"):
        return None
    picture = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    if mode == "P":
        picture = picture.quantize(256, Image.Quantize.FASTOCTREE)
    picture.info = {}
    into = io.BytesIO()
    quality = {} if kind == "PNG" else {"quality": _QUALITY}
    picture.save(into, kind, icc_profile=profile, optimize=True, progressive=True, **quality)
    return into.getvalue()
