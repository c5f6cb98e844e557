"""What stands in a built HTML page: its links, ids, inline scripts, and the text that can be read off it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from julasan.finish import styles
from julasan.finish.targets import elsewhere
from julasan.frozen import dataclass

_LINKS = {"a": ("href",), "area": ("href",), "link": ("href",), "form": ("action",)}
_LOADS = {
    "img": ("src", "srcset"),
    "script": ("src",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "input": ("src",),
    "image": ("href", "xlink:href"),
    "use": ("href", "xlink:href"),
}
"""Attributes whose targets a browser fetches by itself (HTML, section 2.4; SVG 2, chapter 16)."""
_LOADING_RELATIONS = set(
    "stylesheet icon apple-touch-icon manifest preload modulepreload prefetch preconnect dns-prefetch".split()  # noqa: SIM905
)
INLINE = frozenset(
    "a abbr b bdi bdo code em i kbd mark q s small span strong sub sup time u".split()  # noqa: SIM905 - tags
)
TEXT_ATTRIBUTES = ("alt", "title", "content", "aria-label", "placeholder", "value")
_RUN = {"", "text/javascript", "module"}


@dataclass(frozen=True, slots=True)
class Built:
    """A page as it was built: link targets with their lines, ids, inline scripts, and what it loads."""

    links: tuple[tuple[str, int], ...]
    loads: tuple[tuple[str, int], ...]
    """Targets that a browser fetches by itself."""
    ids: tuple[str, ...]
    scripts: tuple[str, ...]
    """Texts of the inline scripts that a browser runs."""
    text: str
    """What a person or a machine may read off the page: its text, a line a block, and texts in attributes."""

    def elsewhere(self) -> list[tuple[str, int]]:
        """What a browser would fetch from another host by itself."""
        return [(target, line) for target, line in self.loads if elsewhere(target)]


def parse(page: str) -> Built:
    """Read a built page."""
    # Few pages need it, and after most edits none does: to load it takes longer than to read a page.
    from lxml import html

    links: list[tuple[str, int]] = []
    loads: list[tuple[str, int]] = []
    ids: list[str] = []
    scripts: list[str] = []
    text: list[str] = []
    if page.strip():
        root = html.document_fromstring(page)
        for element in root.iter(html.etree.Element):
            _look(element, links, loads, ids)
            if element.tag == "script" and "src" not in element.attrib and element.get("type", "") in _RUN:
                scripts.append(element.text or "")
        _read(html.etree.iterwalk(root, events=("start", "end", "comment")), text)
    return Built(tuple(links), tuple(loads), tuple(ids), tuple(scripts), "".join(text))


def _look(element: Any, links: list[tuple[str, int]], loads: list[tuple[str, int]], ids: list[str]) -> None:
    found, tag, line = element.attrib, element.tag, element.sourceline
    if "id" in found:
        ids.append(found["id"])
    if tag == "a" and found.get("name", found.get("id")) != found.get("id"):
        ids.append(found["name"])
    links += [(found[name], line) for name in _LINKS.get(tag, ()) if name in found]
    loaded = [(found[name], line) for name in _LOADS.get(tag, ()) if name in found]
    if tag == "link" and _LOADING_RELATIONS & set(found.get("rel", "").lower().split()):
        loads.append((found.get("href", ""), line))
    if "srcset" in found:
        whole = loaded.pop()
        loaded += [(each.split()[0], line) for each in whole[0].split(",") if each.strip()]
    links += loaded
    loads += loaded
    for css in (found.get("style"), element.text if tag == "style" else None):
        if css:
            loads += [(target, line) for target, _ in styles.targets(css)]


def line_of(attribute: str, text: str) -> str:
    """A line that shows the text of an attribute.

    A name is read in the place of what its element holds: nobody reads on from the one into the other,
    as from "page 1" into 1 wherever a list has pages.
    """
    return f"\n{text}\n\n" if attribute == "aria-label" else f"\n{text}\n"


def _read(elements: Iterable[tuple[str, Any]], text: list[str]) -> None:
    """Gather the text of `elements`, as they begin and end; one of a block's own begins and ends a line."""
    for event, element in elements:
        if event == "comment":
            text.append(element.tail or "")
            continue
        quiet = element.tag in ("script", "style") and element.get("type", "") in _RUN
        if event == "start":
            if element.tag not in INLINE:
                text.append("\n")
            text.extend(line_of(name, element.get(name)) for name in TEXT_ATTRIBUTES if element.get(name))
            if element.get("href", "").startswith(("mailto:", "tel:")):
                text.append(f"\n{element.get('href')}\n")
            if element.text and not quiet:
                text.append(element.text)
        else:
            if element.tag not in INLINE and element.tag != "br":
                text.append("\n")
            if element.tail:
                text.append(element.tail)
