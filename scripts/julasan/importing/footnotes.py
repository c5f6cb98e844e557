"""Footnotes of an HTML tree: which links call one, and which elements hold their texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from julasan.importing.draft import Refused
from julasan.importing.parts import Element

MOST = 500
_MARK = re.compile(r"[\[(]?(?:[0-9๐-๙]{1,3}|[a-z]|[*†‡])[\])]?")
_ID = re.compile(r"(?i)_?(?:footnote|endnote|ftn|edn|fn|note)[-:_]?")
_BACK = re.compile(r"[↑↩︎^\s]*|[\[(]?[0-9๐-๙]{1,3}[\])]?")


def called(root: Element) -> dict[Element, Element]:
    """Each link that calls a footnote, in order, and the element that holds its text: one call a text.

    Raises:
        Refused: There are more than `MOST`.
    """
    targets = {name: element for element in root.iter("*") for name in _names(element)}
    found: dict[Element, Element] = {}
    for call in root.iter("a"):
        place = _text_of(call, targets)
        if place is None or place in found.values():
            continue
        # A call in the text of another footnote, or around its own, is none.
        if not set(call.iterancestors()).isdisjoint(found.values()):
            continue
        if call is place or call in place.iterancestors():
            continue
        found[call] = place
        if len(found) > MOST:
            raise Refused("complex")
    return found


def _text_of(call: Element, targets: dict[str, Element]) -> Element | None:
    """The element that holds the footnote that a link calls, if it looks like a call and leads to one."""
    href = call.get("href", "")
    target = targets.get(unquote(href).removeprefix("#")) if href.startswith("#") else None
    if target is None or not _MARK.fullmatch(call.text_content().strip()):
        return None
    return _around(target) if any(map(_ID.match, _names(target))) else None


def without_way_back(place: Element) -> None:
    """Take the links that lead back to the call out of a footnote's text."""
    for link in list(place.iter("a")):
        if link.get("href", "").startswith("#") and _BACK.fullmatch(link.text_content()):
            link.drop_tree()


def _names(element: Element) -> Iterator[str]:
    yield from (name for name in (element.get("id"), element.get("name")) if name)


def _around(target: Element) -> Element:
    """The element that holds a footnote's text, from the anchor that names it."""
    if target.tag != "a":
        return target
    blocks = ("p", "li", "div", "dd", "td")
    return next((above for above in target.iterancestors() if above.tag in blocks), target)
