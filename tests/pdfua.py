"""Looks for what a program can see that a PDF lacks for those who hear it read (PDF/UA-1, ISO 14289-1).

The numbers are those of the Matterhorn Protocol 1.1, the list of ways in which a file may fail.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Name

_PAINTING = "Tj TJ ' \" Do sh f F f* B B* b b* S s EI"
_STANDARD = (
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 "
    "L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot "
    "Figure Formula Form"
)
PAINTING, STANDARD = frozenset(_PAINTING.split()), frozenset(_STANDARD.split())
CHILDREN = {
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
    "L": {"LI", "L", "Caption"},
    "LI": {"Lbl", "LBody"},
}
INVISIBLE = re.compile("[\u200b\u00ad\ufeff\x00]")


def faults(made: bytes) -> list[str]:
    """What a PDF lacks, as ``number: where``; an empty list where nothing was found."""
    with pikepdf.open(io.BytesIO(made)) as pdf:
        elements = list(_elements(pdf))
        return [
            *_document(pdf),
            *_content(pdf, elements),
            *_headings(elements),
            *_shapes(elements),
            *_links(pdf, elements),
            *_notes(pdf, elements),
            *_fonts(pdf),
            *_texts(pdf, elements),
        ]


def _kind(element: Any) -> str:
    return str(element.S)[1:]


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """The structure elements that the root leads to, in reading order."""

    def walk(element: Any) -> Iterator[Any]:
        yield element
        for kid in _kids(element):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from walk(kid)

    for top in _kids(pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary())):
        yield from walk(top)


def _document(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "06-001: not marked as tagged"
    if root.get("/MarkInfo", {}).get("/Suspects"):
        yield "04-001: has suspects"
    if not str(root.get("/Lang", "")):
        yield "11-006: no language"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "07-002: the title is not shown"
    metadata = root.Metadata.read_bytes().decode() if "/Metadata" in root else ""
    if not re.search(r"pdfuaid:part(>1<|=\"1\")", metadata):
        yield "06-002: does not say that it is PDF/UA-1"
    if not re.search(r"<dc:title>.*?<rdf:li[^>]*>[^<]+</rdf:li>", metadata, re.DOTALL):
        yield "06-003: no title"
    for number, page in enumerate(pdf.pages, start=1):
        if page.get("/Tabs") != Name.S:
            yield f"28-008: page {number}: the order of tabs is not that of the structure"


def _content(pdf: pikepdf.Pdf, elements: list[Any]) -> Iterator[str]:
    owners = {element.objgen: element for element in elements}
    tree = pdf.Root.get("/StructTreeRoot", {}).get("/ParentTree", {}).get("/Nums", [])
    parents = {int(tree[at]): tree[at + 1] for at in range(0, len(tree), 2)}
    for number, page in enumerate(pdf.pages, start=1):
        seen: set[int] = set()
        stack: list[str | int] = []
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                tag = str(operands[0])
                properties = operands[1] if len(operands) > 1 else {}
                inside = [entry for entry in stack if entry != "span"]
                if tag == "/Artifact":
                    if any(isinstance(entry, int) for entry in stack):
                        yield f"01-003: page {number}: an artifact in tagged content"
                    stack.append("artifact")
                elif "/MCID" in properties:
                    if inside:
                        yield f"01-004: page {number}: tagged content in other content"
                    stack.append(int(properties["/MCID"]))
                else:
                    stack.append("span")
            elif name == "EMC":
                if isinstance(stack[-1], int):
                    if stack[-1] in seen:
                        yield f"01-005: page {number}: {stack[-1]} is marked twice"
                    seen.add(stack[-1])
                stack.pop()
            elif name in PAINTING and not any(entry != "span" for entry in stack):
                yield f"01-005: page {number}: {name} is neither tagged nor an artifact"
        listed = parents.get(int(page.get("/StructParents", -1)), [])
        for mark in sorted(seen):
            owner = listed[mark] if mark < len(listed) else None
            if owner is None or owner.objgen not in owners:
                yield f"01-006: page {number}: {mark} belongs to nothing in the structure"
            elif mark not in [int(kid) for kid in _kids(owner) if not isinstance(kid, pikepdf.Object)]:
                yield f"01-006: page {number}: {mark} is not a child of its element"


def _headings(elements: list[Any]) -> Iterator[str]:
    before = 0
    for element in elements:
        if re.fullmatch("H[1-6]", _kind(element)):
            level = int(_kind(element)[1])
            if not before and level != 1:
                yield f"14-002: the first heading is H{level}"
            if before and level > before + 1:
                yield f"14-003: H{level} after H{before}"
            if not _kids(element):
                yield f"14-001: an empty H{level}"
            before = level


def _shapes(elements: list[Any]) -> Iterator[str]:
    for element in elements:
        kind = _kind(element)
        if kind not in STANDARD:
            yield f"02-001: {kind} is no standard type"
        kids = [_kind(kid) for kid in _kids(element) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
        if kind in CHILDREN and (odd := set(kids) - CHILDREN[kind]):
            yield f"09-004: {', '.join(sorted(odd))} in {kind}"
        if kind == "Figure":
            if not str(element.get("/Alt", "")).strip():
                yield "13-004: a figure without a text"
            if "/BBox" not in element.get("/A", {}):
                yield "13-009: a figure without a place"
        if kind == "TH" and str(element.get("/A", {}).get("/Scope", "")) not in ("/Row", "/Column"):
            yield "15-003: a header that does not say what it heads"
        if kind == "Table":
            yield from _table(element)


def _table(table: Any) -> Iterator[str]:
    rows = []

    def walk(element: Any) -> None:
        for kid in _kids(element):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                if _kind(kid) == "TR":
                    rows.append(sum(int(cell.get("/A", {}).get("/ColSpan", 1)) for cell in _kids(kid)))
                elif _kind(kid) in ("THead", "TBody", "TFoot"):
                    walk(kid)

    walk(table)
    if len(set(rows)) > 1:
        yield f"15-004: rows of {sorted(set(rows))} cells in one table"


def _links(pdf: pikepdf.Pdf, elements: list[Any]) -> Iterator[str]:
    tree = pdf.Root.get("/StructTreeRoot", {}).get("/ParentTree", {}).get("/Nums", [])
    parents = {int(tree[at]): tree[at + 1] for at in range(0, len(tree), 2)}
    held = {
        kid.Obj.objgen: element
        for element in elements
        for kid in _kids(element)
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == Name.OBJR
    }
    for number, page in enumerate(pdf.pages, start=1):
        for annotation in page.get("/Annots", []):
            if not str(annotation.get("/Contents", "")).strip():
                yield f"28-012: page {number}: a link without words"
            if re.match(r"a-|b-|#", str(annotation.get("/Contents", ""))):
                yield f"28-012: page {number}: a link whose words are its address"
            owner = held.get(annotation.objgen)
            if owner is None:
                yield f"28-002: page {number}: a link outside the structure"
            elif parents.get(int(annotation.get("/StructParent", -1))) != owner:
                yield f"28-010: page {number}: a link that does not know its place"
            elif _kind(owner) != "Link":
                yield f"28-011: page {number}: a link in a {_kind(owner)}"
    for element in elements:
        if _kind(element) == "Link" and not any(
            isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == Name.OBJR for kid in _kids(element)
        ):
            yield "28-011: a Link without its annotation"


def _notes(pdf: pikepdf.Pdf, elements: list[Any]) -> Iterator[str]:
    names = pdf.Root.get("/StructTreeRoot", {}).get("/IDTree", {}).get("/Names", [])
    listed = [bytes(names[at]) for at in range(0, len(names), 2)]
    if listed != sorted(listed):
        yield "19-004: identifiers out of order"
    ids = [bytes(element.ID) for element in elements if "/ID" in element]
    if len(set(ids)) != len(ids):
        yield "19-004: an identifier twice"
    if set(ids) != set(listed):
        yield "19-004: an identifier that is not listed"
    for element in elements:
        if _kind(element) == "Note" and "/ID" not in element:
            yield "19-003: a note without an identifier"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Subtype") == Name.Type0:
            yield from _font(thing)


def _font(font: Any) -> Iterator[str]:
    name, below = str(font.BaseFont)[1:], font.DescendantFonts[0]
    descriptor = below.FontDescriptor
    program = descriptor.get("/FontFile2") or descriptor.get("/FontFile3")
    if program is None:
        yield f"31-009: {name} is not embedded"
        return
    if not re.match(r"[A-Z]{6}\+", name):
        yield f"31-009: {name} is not a subset"
    if "/ToUnicode" not in font:
        yield f"31-027: {name} has no ToUnicode"
        return
    blocks = re.findall(rb"beginbfchar(.*?)endbfchar", font.ToUnicode.read_bytes(), re.DOTALL)
    found = re.findall(rb"<([0-9a-f]+)> (<[0-9a-f]*>)", b"".join(blocks))
    pairs = {int(glyph, 16): text for glyph, text in found}
    if any(text in (b"<>", b"<0000>", b"<feff>", b"<fffe>") for text in pairs.values()):
        yield f"31-028: {name} maps a glyph to nothing"
    if 0 in pairs:
        yield f"31-030: {name} shows .notdef"
    if descriptor.get("/FontFile2") is not None:
        source = TTFont(io.BytesIO(program.read_bytes()), lazy=True)
        advances, em, order = source["hmtx"].metrics, source["head"].unitsPerEm, source.getGlyphOrder()
        for glyph, width in _widths(below.get("/W", [])):
            if abs(advances[order[glyph]][0] * 1000 / em - width) > 1:
                yield f"31-025: {name}: glyph {glyph} is not as wide as it says"


def _widths(array: Any) -> Iterator[tuple[int, float]]:
    at = 0
    while at < len(array):
        first = int(array[at])
        if isinstance(array[at + 1], pikepdf.Array):
            yield from ((first + count, float(width)) for count, width in enumerate(array[at + 1]))
            at += 2
        else:
            yield from ((glyph, float(array[at + 2])) for glyph in range(first, int(array[at + 1]) + 1))
            at += 3


def _texts(pdf: pikepdf.Pdf, elements: list[Any]) -> Iterator[str]:
    for element in elements:
        for key in ("/Alt", "/ActualText"):
            if INVISIBLE.search(str(element.get(key, ""))):
                yield f"10-001: an invisible character in {key[1:]} of {_kind(element)}"
    with pdf.open_outline() as outline:
        for entry in outline.root:
            if INVISIBLE.search(entry.title):
                yield f"10-001: an invisible character in the outline: {entry.title!r}"
