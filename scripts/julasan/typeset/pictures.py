"""Whether a picture can be drawn: WeasyPrint leaves out one that it cannot read, and tells nobody."""

from __future__ import annotations

import io
import re
from xml.etree.ElementTree import ParseError, fromstring

from PIL import Image, ImageFile

_OUTSIDE = re.compile(
    rb"(?i)\bhref\s*=\s*[\"'](?!\s*(?:#|data:))|url\(\s*[\"']?(?!\s*(?:#|data:))|@import|<!(?:entity|doctype)"
)
_LINK = re.compile(rb"(?is)<(?:\w+:)?a\s[^>]*>")


def drawable(content: bytes, kind: str) -> bool:
    """Whether a picture of media type `kind` is whole, and an SVG asks for no other file."""
    if kind.startswith("image/svg"):
        return not _OUTSIDE.search(_LINK.sub(b"", content)) and _is_svg(content)
    # WeasyPrint lets Pillow pass over what is missing, for the whole process.
    kept, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with Image.open(io.BytesIO(content)) as picture:
            picture.load()
    except Exception:
        # Pillow raises what its many decoders raise.
        return False
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = kept
    return True


def _is_svg(content: bytes) -> bool:
    try:
        return fromstring(content).tag.rpartition("}")[2] == "svg"  # noqa: S314 - no entities: see above
    except (ParseError, ValueError, LookupError):
        return False
