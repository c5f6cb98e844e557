"""A body's HTML made ready for a larger document: own ids, links that lead on, notes at their calls."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from xml.etree.ElementTree import Element, tostring

from julasan.typeset.engine import parse

Link = Callable[[str], str | None]
"""A link's new target; None takes the link away and leaves its text."""

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
WIDE = 4
"""A table of so many columns goes across the page."""
SHORT_TABLE = 6
"""A table of so many rows stands in one column."""
LONE_ROW = 50
"""A row of fewer letters looks lost where it stands alone below or above the rest of its table."""
SHORT_QUOTE = 400
"""A quotation, or a box, of so many characters stands in one column."""


def fragment(html: str, *, prefix: str, link: Link, deeper: int = 0) -> str:
    """Return `html`, the sanitised HTML of one body, for a document that holds several.

    Args:
        html: What stands inside ``<body>``.
        prefix: Put before every id and every link to one.
        link: What becomes of every other link.
        deeper: By how many levels its headings go down; they leave none out.

    The footnotes that Python-Markdown gathers at the end move to their calls as
    ``<span class="footnote">`` (CSS GCPM 3, ``float: footnote``).
    """
    body = _body(html)
    _move_notes(body)
    before = deeper + 1
    for element in body.iter():
        if element.tag == "a":
            _lead(element, prefix, link)
        if "id" in element.attrib:
            element.set("id", f"{prefix}-{element.get('id')}")
        if element.tag in HEADINGS:
            # PDF/UA-1 (7.4.2) and who listens want no level left out.
            before = min(6, int(element.tag[1]) + deeper, before + 1)
            element.tag = f"h{before}"
        if element.tag == "ol" and element.get("start", "").isdecimal():
            # WeasyPrint reads no `start`.
            element.set("style", f"counter-reset: list-item {int(element.get('start', '')) - 1}")
        if _stands_whole(element):
            _mark(element, "short")
        if element.tag == "div" and element.get("class") == "jl-table":
            _measure(element)
    for block, after in pairwise(list(body)):
        if after.tag in HEADINGS:
            _mark(block, "before-heading")
    return "".join([body.text or "", *(tostring(child, encoding="unicode", method="html") for child in body)])


def _body(html: str) -> Element:
    body = parse(f"<!doctype html><body>{html}").find("body")
    return Element("body") if body is None else body


def _move_notes(body: Element) -> None:
    notes: dict[str, Element] = {}
    for parent in list(body.iter()):
        for child in list(parent):
            if child.tag == "div" and child.get("class") == "footnote":
                notes |= {f"#{item.get('id')}": item for item in child.iter("li")}
                parent.remove(child)
    calls = [sup for sup in body.iter("sup") if sup.find("a[@class='footnote-ref']") is not None]
    for call in calls:
        note = notes.get(call[0].get("href", ""))
        if note is not None:
            tail = call.tail
            call.clear()
            call.tag, call.tail = "span", tail
            call.set("class", "footnote")
            _fill(call, note)


def _fill(span: Element, note: Element) -> None:
    """Put a note's paragraphs into `span`, one after the other, without the arrows back."""
    for paragraph in note.iter("p"):
        if span.text or len(span):
            span.append(Element("br"))
        _append_text(span, paragraph.text)
        for child in paragraph:
            if child.get("class") == "footnote-backref":
                _append_text(span, child.tail)
            else:
                span.append(_copy(child))
    _strip_end(span)


def _copy(element: Element) -> Element:
    copied = Element(element.tag, dict(element.attrib))
    copied.text, copied.tail = element.text, element.tail
    copied.extend(_copy(child) for child in element)
    return copied


def _append_text(element: Element, text: str | None) -> None:
    if not text:
        return
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _strip_end(element: Element) -> None:
    # The space before the arrow was a no-break one.
    if len(element):
        element[-1].tail = (element[-1].tail or "").rstrip()
    else:
        element.text = (element.text or "").rstrip()


def _lead(anchor: Element, prefix: str, link: Link) -> None:
    href = anchor.get("href")
    if href is None:
        return
    target = f"#{prefix}-{href[1:]}" if href.startswith("#") else link(href)
    if target is None:
        anchor.tag = "span"
        anchor.attrib.clear()
    else:
        anchor.set("href", target)
        if target.startswith("#") and not href.startswith("#"):
            anchor.set("class", "within")


def _stands_whole(element: Element) -> bool:
    boxed = element.tag == "blockquote" or "admonition" in element.get("class", "").split()
    return boxed and len("".join(element.itertext())) <= SHORT_QUOTE


def _measure(box: Element) -> None:
    rows = list(box.iter("tr"))
    if max((len(row) for row in rows), default=0) >= WIDE:
        _mark(box, "wide")
    if len(rows) <= SHORT_TABLE:
        _mark(box, "short")
    body = [row for row in rows if row.find("td") is not None]
    for row, kind in ((body[0], "first"), (body[-1], "last")) if len(body) > 1 else ():
        if len("".join(row.itertext()).strip()) < LONE_ROW:
            _mark(row, kind)


def _mark(element: Element, kind: str) -> None:
    element.set("class", f"{element.get('class', '')} {kind}".strip())
