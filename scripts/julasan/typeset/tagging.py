"""The structure of a PDF for those who hear it read (PDF/UA-1, ISO 14289-1), where WeasyPrint leaves it open.

Running heads and page numbers are no content but artifacts (7.1), a header cell says what it heads
(7.5), a footnote is a note with an identifier (7.9), and a link says in words where it leads (7.18.5).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.pdf import tags

from julasan.typeset.words import BREAK

NOTES = frozenset(("footnote", "note-here"))
"""Classes of what stands at a page's foot or under its paragraph."""

_PAGINATION = pydyf.Dictionary({"Type": "/Pagination"})


class Tagging:
    """What was met while a document is tagged; :meth:`finish` writes what cannot be written earlier."""

    def __init__(self) -> None:
        self._running: dict[int, set[int]] = {}
        self._theirs = tags._build_box_tree

    def tree(
        self, box: Any, parent: Any, pdf: Any, page: int, nums: Any, annotations: Any, marked: Any
    ) -> Iterator[Any]:
        """In place of ``tags._build_box_tree``: the structure elements of a box."""
        if isinstance(box, boxes.MarginBox):
            for child in box.descendants():
                if child in marked:
                    number = marked.pop(child)["mcid"]
                    # The parent tree counts what is marked on a page: its place stays.
                    nums[number] = b"null"
                    self._running.setdefault(page, set()).add(number)
            return
        for element in self._theirs(box, parent, pdf, page, nums, annotations, marked):
            _named(box, element)
            yield element

    def finish(self, pdf: Any) -> None:
        """Make artifacts of running heads, and a list of the identifiers (ISO 32000-1, 14.7.2)."""
        for page, numbers in self._running.items():
            content = _object(pdf, _object(pdf, pdf.page_references[page])["Contents"])
            for at, operand in enumerate(content.stream):
                if isinstance(operand, dict) and operand.get("MCID") in numbers:
                    # Operands stand before their operator: the tag, its properties, BDC.
                    content.stream[at - 1], content.stream[at] = "/Artifact", _PAGINATION
        things = (thing for thing in pdf.objects if isinstance(thing, pydyf.Dictionary))
        found = [
            (thing["ID"], thing.reference)
            for thing in things
            if thing.get("Type") == "/StructElem" and "ID" in thing
        ]
        if found and "StructTreeRoot" in pdf.catalog:
            names = pydyf.Array()
            for identifier, reference in sorted(found, key=lambda pair: str(pair[0].string)):
                names += [identifier, reference]
            _object(pdf, pdf.catalog["StructTreeRoot"])["IDTree"] = pydyf.Dictionary({"Names": names})


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _named(box: Any, element: Any) -> None:
    if element["S"] == "/TH":
        row = box.element is not None and box.element.get("scope") == "row"
        element["A"]["Scope"] = "/Row" if row else "/Column"
    elif (
        element["S"] in ("/Span", "/Div")
        and box.element is not None
        and "::" not in box.element_tag
        and box.element.get("class") in NOTES
    ):
        element["S"] = "/Note"
        element["ID"] = pydyf.String(f"note-{element.number}")
    if box.link_annotation and box.element is not None:
        # It is there on paper as well as on the screen (ISO 32000-1, 12.5.3).
        box.link_annotation["F"] = 4
        said = "".join(box.element.itertext()).replace(BREAK, "")
        if said := " ".join(said.split()):
            box.link_annotation["Contents"] = pydyf.String(said)


@contextmanager
def tagging() -> Iterator[Tagging]:
    """Tag as above, while it lasts: for ``write_pdf``."""
    kept, made = tags._build_box_tree, Tagging()
    tags._build_box_tree = made.tree
    try:
        yield made
    finally:
        tags._build_box_tree = kept
