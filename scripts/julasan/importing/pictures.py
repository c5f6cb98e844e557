"""Pictures out of somebody's file: what is one, is small enough and says nothing of where it was taken."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from julasan.check.sizes import PICTURE_BYTES, PICTURE_PIXELS
from julasan.importing.draft import Note

if TYPE_CHECKING:
    from PIL import Image

_KEPT = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}
_REDRAWN = ("BMP", "TIFF")
"""Formats that no browser shows, but that can be drawn again as PNG."""
_QUALITY = 90
MOST = 200
"""Pictures of one article."""


class Gallery:
    """The pictures of one article, numbered as they come; the same picture twice is kept once."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.files: dict[str, bytes] = {}
        self.notes: list[Note] = []
        self._paths: dict[bytes, str] = {}

    def add(self, data: bytes) -> str | None:
        """Keep a picture; its path from the article, or None (with a note) for what cannot be published."""
        if data in self._paths:
            return self._paths[data]
        found = _publishable(data)
        if isinstance(found, Note) or len(self.files) >= MOST:
            self.notes.append(found if isinstance(found, Note) else Note("many_pictures", {"most": MOST}))
            return None
        content, ending = found
        path = f"images/{self.name}-{len(self.files) + 1}.{ending}"
        self.files[path] = content
        self._paths[data] = path
        return path


def _publishable(data: bytes) -> tuple[bytes, str] | Note:
    from PIL import Image, UnidentifiedImageError

    if len(data) > PICTURE_BYTES * 5:
        return Note("picture_large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=[*_KEPT, *_REDRAWN]) as picture:
                if picture.width * picture.height > PICTURE_PIXELS:
                    return Note("picture_large")
                kind = picture.format or ""
                content = _redrawn(picture, kind) if _must_be_redrawn(picture, kind) else data
    except UnidentifiedImageError:
        return Note("picture_kind")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return Note("picture_large")
    except Exception:  # Pillow raises many kinds for a damaged picture
        return Note("picture_damaged")
    if len(content) > PICTURE_BYTES:
        return Note("picture_large")
    return content, _KEPT.get(kind, "png")


def _must_be_redrawn(picture: Image.Image, kind: str) -> bool:
    """A photograph's EXIF says where and when; a format that no browser shows is no picture of the web."""
    return kind in _REDRAWN or bool(picture.getexif())


def _redrawn(picture: Image.Image, kind: str) -> bytes:
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(picture)
    upright.info.pop("exif", None)
    target = kind if kind in _KEPT else "PNG"
    if target == "PNG" and upright.mode not in ("1", "L", "LA", "P", "RGB", "RGBA"):
        upright = upright.convert("RGB")
    into = io.BytesIO()
    options = {"quality": _QUALITY} if target in ("JPEG", "WEBP") else {}
    upright.save(into, target, **options)
    return into.getvalue()
