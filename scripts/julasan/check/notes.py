"""What a file says of itself: a picture's notes (Exif, IPTC, XMP), a PDF's title, links and remarks."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from julasan.pattern import late

_COUNTED = re.compile(
    r"(?i)date|uuid|id$|version|producer|number|software|tool|model|lens|time|offset|resolution"
)
"""Metadata whose digits are no person's."""
_NOTED = late(rb"Exif\x00|eXIf|EXIF|[tiz](?:EXt|TXt)|<x:xmpmeta|Photoshop 3\.0")
"""A picture without any of these holds no words, unless there is a comment in it."""
_COMMENT, _PNG = b"\xff\xfe", b"\x89PNG"
"""A JPEG's marker (ITU-T T.81, table B.1). A PNG has none: there it is chance, and loads Pillow."""
_EXIF_WORDS = (0x010E, 0x013B, 0x8298, 0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F)
"""ImageDescription, Artist, Copyright (Exif 2.32, 4.6.4); Windows' title, comment, author, keywords."""
_EXIF_IFD, _OWNER = 0x8769, (0x9286, 0xA430)
"""UserComment and CameraOwnerName lie in a directory of their own (4.6.5)."""
_XMP = late(rb"<x:xmpmeta\b.{0,200000}?</x:xmpmeta>", re.DOTALL)
_XMP_ENTRY = late(r"<(?:[\w-]+:)?([\w-]+)[^<>]*>([^<>]+)<|\b[\w-]+:(\w+)\s*=\s*[\"']([^\"'<>]*)[\"']")


def of_picture(content: bytes) -> Iterator[str]:
    """The words of a picture's notes; none of a damaged one."""
    if not (_NOTED.search(content) or (_COMMENT in content and not content.startswith(_PNG))):
        return
    for packet in _XMP.findall(content):
        for match in _XMP_ENTRY.finditer(packet.decode("utf-8", "replace")):
            name, words = match[1] or match[3], match[2] or match[4]
            if not _COUNTED.search(name) and words.strip():
                yield html.unescape(words)
    from PIL import Image, IptcImagePlugin

    try:
        with Image.open(io.BytesIO(content)) as picture:
            exif = picture.getexif()
            inner = exif.get_ifd(_EXIF_IFD)
            values = [*map(exif.get, _EXIF_WORDS), *map(inner.get, _OWNER)]
            if picture.format == "PNG":
                named = picture.info.items()
                values += [
                    value for name, value in named if not _COUNTED.search(str(name)) and "xmp" not in name
                ]
            else:
                values.append(picture.info.get("comment"))
            values += (IptcImagePlugin.getiptcinfo(picture) or {}).values()
    except Exception:
        # A damaged picture says nothing.
        return
    yield from filter(None, map(_words, values))


def _words(value: object) -> str:
    """A note's value as text, in whichever of the encodings of Exif it is."""
    if isinstance(value, str):
        return value
    if not isinstance(value, bytes):
        return ""
    if value.startswith((b"ASCII\0", b"UNICODE\0", b"\0\0\0\0\0\0\0\0")):
        value = value[8:]
    wide = len(value) > 3 and (value[1::2].count(0) + value[1::2].count(0x0E)) * 2 >= len(value[1::2])
    return value.decode("utf-16-le" if wide else "utf-8", "replace").replace("\0", "").strip()


def of_pdf(content: bytes) -> Iterator[str]:
    """What a PDF says beside its pages: title and so on, outline, links, notes. Nothing of a damaged one."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            for name, value in pdf.docinfo.items():
                if not _COUNTED.search(name):
                    yield str(value)
            with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
                for name, entry in metadata.items():
                    if not _COUNTED.search(name):
                        yield from map(str, entry) if isinstance(entry, (list, set)) else (str(entry),)
            yield from _annotations(pdf)
            with pdf.open_outline() as outline:
                waiting = list(outline.root)
                while waiting:
                    item = waiting.pop()
                    yield item.title
                    waiting += item.children
    except pikepdf.PdfError:
        return


def _annotations(pdf: Any) -> Iterator[str]:
    for page in pdf.pages:
        for annotation in page.get("/Annots", []):
            for name in ("/Contents", "/T", "/TU", "/Alt"):
                if name in annotation:
                    yield str(annotation[name])
            action = annotation.get("/A")
            if action is not None and "/URI" in action:
                yield unquote(str(action["/URI"]))
