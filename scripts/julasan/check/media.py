"""Rules on what pictures hold: SVG without script or outside references, photographs without their place."""

from __future__ import annotations

import html
import io
import posixpath
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from xml.parsers import expat

from julasan.check.papers import MOST_BYTES
from julasan.check.sizes import PICTURE_BYTES
from julasan.model import PICTURES, Media, Site
from julasan.pattern import late
from julasan.problem import Problem, problem

_SIGNATURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"\x00\x00\x01\x00")
_SVG = (
    ("svg.script", late(r"(?i)<(?:[\w-]+:)?(?:script|handler|listener)\b|(?:java|vb)script\s*:")),
    ("svg.handler", late(r"(?i)[\s\"'/]on[a-z]+\s*=|attributename\s*=\s*[\"']?\s*on[a-z]")),
    (
        "svg.foreign",
        late(
            r"(?i)<(?:[\w-]+:)?(?:foreignobject|iframe|object|embed|audio|video|form|html|body|meta|link)\b"
        ),
    ),
    ("svg.entity", late(r"(?i)<!(?:entity|doctype)|<\?xml-stylesheet")),
    (
        "svg.outside",
        late(
            r"(?i)(?:\b(?:href|src|base|action|data|to|from|values)\s*=\s*)[\"']?\s*(?:[a-z][a-z0-9+.-]*:(?!image/(?:png|jpe?g|gif|webp);)|//)"
            r"|\burl\(\s*[\"']?\s*(?!#|[\"']?#|data:image/(?:png|jpe?g|gif|webp))[^)\s\"']"
            r"|@import|<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8)"
        ),
    ),
    # A file beside it is outside too: a picture shown by <img> may load nothing.
    ("svg.outside", late(r"(?i)\bhref\s*=\s*[\"'](?!#|[a-z][a-z0-9+.-]*:|//)[^\"'\s]")),
)
_HEIC = (b"heic", b"heix", b"hevc", b"hevx", b"mif1", b"msf1")
"""Brands of photographs of an iPhone (ISO/IEC 23008-12), also under another name."""
_W3C = late(r"<!DOCTYPE\s+svg\s+PUBLIC\s+\"-//W3C//DTD SVG [^\"<>\[]*\"(?:\s+\"[^\"<>\[]*\")?\s*>")
"""What drawing programs write above a drawing; it defines nothing."""
_ESCAPE_OF_CSS = late(r"\\([0-9A-Fa-f]{1,6})\s?")
_DATA_HREF = late(r"(?i)\b(?:href|src)\s*=\s*[\"']?\s*data:(?=image/(?:png|jpe?g|gif|webp))")

_EXIF = (b"Exif\x00", b"EXIF", b"eXIf", b"Exif\x01")
_GPS_IN_XMP = late(rb"\bGPSL(?:at|ong)itude\b")
_GPS = 0x8825


def media(site: Site, root: Path) -> Iterator[Problem]:
    """Look into every picture that is small enough to be one."""
    for item in site.media:
        kind = item.path.casefold().rpartition(".")[2]
        if kind == "pdf" and not _is_pdf(root / item.path):
            yield problem(item.path, 1, "media.not-pdf")
        elif kind == "pdf" and item.size <= MOST_BYTES and (action := _runs(root / item.path)):
            yield problem(item.path, 1, "media.pdf-runs", value=action)
        if item.size > PICTURE_BYTES or kind not in PICTURES:
            continue
        try:
            data = (root / item.path).read_bytes()
        except OSError:
            continue
        if kind == "svg":
            yield from _svg(item, data)
        elif data[4:8] == b"ftyp" and data[8:12] in _HEIC:
            stem = posixpath.basename(item.path).rpartition(".")[0]
            values = {"name": posixpath.basename(item.path), "meant": f"{stem}.jpg"}
            yield problem(item.path, 1, "file.heic", **values)
        elif not data.startswith(_SIGNATURES) and not (kind == "avif" and data[4:8] == b"ftyp"):
            yield problem(item.path, 1, "media.not-picture")
        elif len(data) > 500 and _breaks_off(data):
            yield problem(item.path, 1, "media.broken")
        elif names_its_place(data):
            yield problem(item.path, 1, "media.place")


def _svg(item: Media, data: bytes) -> Iterator[Problem]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield problem(item.path, 1, "svg.unreadable")
        return
    if not re.search(r"<(?:[\w-]+:)?svg\b", text):
        yield problem(item.path, 1, "media.not-picture")
        return
    if broken := _not_xml(text):
        yield problem(item.path, broken, "svg.broken")
        return
    text = _W3C.sub(_blank, text, count=1)
    plain = html.unescape(text)
    found: set[tuple[int, str]] = set()
    for form in dict.fromkeys((text, plain, _ESCAPE_OF_CSS.sub(_letter, plain))):
        form = _DATA_HREF.sub("href=#", re.sub(r"<!--.*?-->", _blank, form, flags=re.DOTALL))
        for code, pattern in _SVG:
            if match := pattern.search(form):
                value = re.match(r"\s*[^\s>]*", form[match.start() : match.start() + 100])
                line = form.count("\n", 0, match.start()) + 1
                if (line, code) not in found:
                    yield problem(item.path, line, code, value=value[0] if value else "")
                found.add((line, code))


def _letter(match: re.Match[str]) -> str:
    number = int(match[1], 16)
    return chr(number) if 0x20 <= number < 0x80 else match.group()


def _is_pdf(place: Path) -> bool:
    """Whether a file does not begin as another kind does that is renamed to a PDF, or saved in its place."""
    try:
        with place.open("rb") as file:
            return not file.read(16).lstrip().startswith(_NO_PDF)
    except OSError:
        return True


def _runs(place: Path) -> str:
    """What a PDF does when it is opened or clicked, beside leading somewhere (ISO 32000-1, 12.6.4)."""
    import pikepdf

    try:
        data = place.read_bytes()
        if match := _ACTION.search(data):
            return match[1].decode()
        if b"/ObjStm" not in data:
            return ""
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for each in islice(pdf.objects, _MOST_OBJECTS):
                holds = isinstance(each, (pikepdf.Dictionary, pikepdf.Array))
                if holds and (match := _ACTION.search(each.unparse(resolved=True))):
                    return match[1].decode()
    except (OSError, pikepdf.PdfError):
        return ""
    return ""


_MOST_OBJECTS = 100_000
_ACTION = late(rb"/S\s{0,9}/(JavaScript|Launch|SubmitForm|ImportData)\b")
_NO_PDF = (b"<", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"---")
"""A web page (that asks to log in, most often), Office, pictures, RTF, an article."""


def _not_xml(text: str) -> int:
    """The line where a drawing is no well-formed XML, so that browsers show nothing; 0 where it is."""
    if re.search(r"(?i)<!(?:entity|doctype)", text):
        return 0  # Refused by another rule; an entity is not to be expanded.
    parser = expat.ParserCreate("UTF-8")
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        return error.lineno
    return 0


def _breaks_off(data: bytes) -> bool:
    """Whether a picture has no size or no end: a browser shows a torn one, or none."""
    if data.startswith(b"\x89PNG"):
        return b"IEND" not in data[-4_000:] and b"IEND" not in data
    if data.startswith(b"\xff\xd8\xff"):
        return b"\xff\xd9" not in data or not any(bytes((0xFF, 0xC0 + frame)) in data for frame in (0, 1, 2))
    if data.startswith(b"RIFF"):
        return data[8:12] != b"WEBP" or int.from_bytes(data[4:8], "little") + 8 > len(data)
    return data.startswith(b"GIF8") and len(data) < 14


def _blank(match: re.Match[str]) -> str:
    return "\n" * match.group().count("\n")


def names_its_place(data: bytes) -> bool:
    """Whether a picture says where it was taken, in its EXIF or its XMP."""
    if _GPS_IN_XMP.search(data):
        return True
    if not any(mark in data for mark in _EXIF):
        return False
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as picture:
            return bool(picture.getexif().get_ifd(_GPS))
    except Exception:
        # A damaged picture says nothing.
        return False
