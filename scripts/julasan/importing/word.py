"""A Word document -> a draft: opened as the hostile zip that it may be, then read by mammoth."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from lxml import etree

from julasan.importing import page, tree
from julasan.importing.draft import Asked, Draft, Note, Refused, not_in_future, one_line, stem
from julasan.importing.parts import Element
from julasan.model import Settings

FILE_BYTES = 50_000_000
XML_BYTES = 6_000_000
"""All text of a document."""
MOST_ELEMENTS = 60_000
"""Of one part: some fifty full pages. mammoth takes 3 kB for each."""
MEDIA_BYTES = 100_000_000
MOST_FILES = 2_000

_MOST_OF = {"p": 8_000, "r": 20_000}
"""Paragraphs and runs of one part: mammoth takes 0.2 and 0.1 ms for each."""

_TEXTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|word/(?:document|styles|numbering|footnotes|endnotes)\.xml"
    r"|word/_rels/(?:document|footnotes|endnotes)\.xml\.rels|docProps/core\.xml"
)
_MEDIA = re.compile(r"word/media/[^/\\:\x00-\x1f]+")
_MACROS = re.compile(r"(?i)(?:.*/)?(?:vba\w*\.(?:bin|xml)|activeX/.*|embeddings/.*)")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='ชื่อเรื่อง'] => h1:fresh
strike => s
"""
# Word stores the English names of its own styles; people, and other programs, make Thai ones.
_STYLES += "\n".join(
    f"p[style-name='{name} {level}'] => h{level}:fresh"
    for name in ("หัวเรื่อง", "หัวข้อ")
    for level in range(1, 7)
)
# Lists by Word's own styles: the numbering of the deeper ones names no rank.
_STYLES += "\n" + "\n".join(
    f"p[style-name='List {kind}{rank}'] => {'ul|ol > li > ' * above}{tag} > li:fresh"
    for kind, tag in (("Bullet", "ul"), ("Number", "ol"))
    for above, rank in enumerate(("", " 2", " 3", " 4", " 5"))
)
_PICTURE = "docx-picture:"
_NOWHERE = "media/left-outside"


def drafts(file: Path, settings: Settings, asked: Asked) -> list[Draft]:
    """The one article of a document; its macros, embedded files and outside pictures stay behind."""
    if file.stat().st_size > FILE_BYTES:
        raise Refused("large", limit=FILE_BYTES // 1_000_000)
    data = file.read_bytes()
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("old_word")
    members, notes = _members(data)
    if "word/document.xml" not in members:
        raise Refused("no_word")
    title, created = _properties(members.pop("docProps/core.xml", b""))
    html, pictures, lost = _html(members)
    if lost:
        notes.append(Note("pictures_outside", {"count": lost}))
    root = tree.parsed(html)
    only = _only_heading(root)
    known = Asked(asked.name or stem(file.stem), asked.title or only or None, asked.date)
    draft = page.draft(root, settings, known, pictures.get, notes=notes, hint=created)
    return [draft if known.title or draft.title != known.name else _titled(draft, title)]


def _only_heading(root: Element) -> str:
    """The one heading of the first rank, where no words stand above it: further down it heads a part."""
    headings = list(root.iter("h1"))
    blocks = (block for block in root.iter("p", "li", "td", *(f"h{level}" for level in range(1, 7))))
    first = next((block for block in blocks if str(block.text_content()).strip()), None)
    return one_line(str(first.text_content())) if first is not None and headings == [first] else ""


def _titled(draft: Draft, title: str) -> Draft:
    """A document whose text has no title takes that of its properties."""
    if not title:
        return draft
    notes = tuple(
        Note("title", {"title": title}) if note.code.startswith("title") else note for note in draft.notes
    )
    return replace(draft, title=title, notes=notes)


def _members(data: bytes) -> tuple[dict[str, bytes], list[Note]]:
    """The members of the zip that a text needs, checked and within bounds."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [info.filename for info in archive.infolist()]
            _check_names(names)
            found = dict(_read(archive))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error, ValueError):
        raise Refused("no_word") from None
    except RuntimeError:
        # zipfile's word for "encrypted".
        raise Refused("locked") from None
    notes = [Note("macros")] if any(_MACROS.fullmatch(name) for name in names) else []
    return found, notes


def _check_names(names: list[str]) -> None:
    """No member leaves its folder, stands twice or hides among thousands."""
    if len(names) > MOST_FILES:
        raise Refused("bomb")
    if len({name.casefold() for name in names}) != len(names):
        raise Refused("zip_names")
    for name in names:
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
            raise Refused("zip_names")


def _read(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    texts = media = 0
    for info in archive.infolist():
        is_text = bool(_TEXTS.fullmatch(info.filename))
        if not is_text and not _MEDIA.fullmatch(info.filename):
            continue
        room = XML_BYTES - texts if is_text else MEDIA_BYTES - media
        with archive.open(info) as member:
            # What the zip says of a member's size is a claim: read no further than there is room.
            content = member.read(room + 1)
        if len(content) > room:
            raise Refused("bomb")
        texts, media = texts + len(content) * is_text, media + len(content) * (not is_text)
        yield info.filename, _safe_xml(info.filename, content) if is_text else content


def _safe_xml(name: str, content: bytes) -> bytes:
    """The XML without a document type: none of a Word file has one, and entities live in it."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Refused("no_word") from None
    if root.getroottree().docinfo.internalDTD is not None or root.getroottree().docinfo.doctype:
        raise Refused("entities")
    too_many = sum(1 for _ in islice(root.iter(), MOST_ELEMENTS + 1)) > MOST_ELEMENTS
    if too_many or any(sum(1 for _ in root.iter(_WORD + tag)) > most for tag, most in _MOST_OF.items()):
        raise Refused("complex_word")
    if name.endswith(".rels"):
        _without_outside(root)
    for run in list(root.iter(_WORD + "r")):
        if run.find(f"{_WORD}rPr/{_WORD}vanish") is not None and run.getparent() is not None:
            run.getparent().remove(run)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _without_outside(relationships: Any) -> None:
    """Links to web pages stay; what else lies outside, or leaves the document's folder, leads nowhere."""
    for each in list(relationships.iter(_RELATIONSHIP)):
        target, kind = each.get("Target", ""), each.get("Type", "")
        outside = each.get("TargetMode", "").casefold() == "external"
        leaves = posixpath.normpath(posixpath.join("word", target.lstrip("/"))).startswith("..")
        if (outside and not kind.endswith("/hyperlink")) or (not outside and (leaves or ":" in target)):
            # Not taken out: mammoth wants a relationship of every picture to be there.
            each.set("Target", _NOWHERE)
            each.attrib.pop("TargetMode", None)


def _properties(core: bytes) -> tuple[str, date | None]:
    """Title and day of creation out of docProps/core.xml."""
    if not core:
        return "", None
    root = etree.fromstring(core)
    texts = {etree.QName(item).localname: item.text or "" for item in root if isinstance(item.tag, str)}
    return one_line(texts.get("title", "")), not_in_future(page.moment(texts.get("created", "")))


def _html(members: Mapping[str, bytes]) -> tuple[str, dict[str, bytes], int]:
    """mammoth's HTML of a clean zip, its pictures by address, and how many were not in the zip."""
    import mammoth

    clean = io.BytesIO()
    with zipfile.ZipFile(clean, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    pictures: dict[str, bytes] = {}
    lost: list[str] = []

    def keep(image: Any) -> dict[str, str]:
        address = f"{_PICTURE}{len(pictures) + len(lost) + 1}"
        try:
            with image.open() as content:
                pictures[address] = content.read()
        except Exception:  # whatever mammoth raises for a picture that is not in the document
            lost.append(address)
            return {"src": ""}
        return {"src": address}

    try:
        result = mammoth.convert_to_html(
            clean,
            convert_image=mammoth.images.img_element(keep),
            style_map=_STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
        )
    except RecursionError:
        raise Refused("deep") from None
    except Exception:  # mammoth raises what it likes for a document put together wrongly
        raise Refused("no_word") from None
    return str(result.value), pictures, len(lost)
