"""Python-Markdown as the site uses it: its extensions, ours, and the allow-list of what comes out of it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import INLINE_PLACEHOLDER_RE, AtomicString

from julasan import thai
from julasan.addresses import ADDRESS, ends
from julasan.pattern import late
from julasan.render.places import Places

EXTENSIONS = (
    "tables",
    "footnotes",
    "def_list",
    "admonition",
    "sane_lists",
    "abbr",
    # Fences inside lists and quotes too, as the checks see them.
    "pymdownx.superfences",
    "pymdownx.highlight",
    "pymdownx.tasklist",
    # ~~struck out~~, as people know it from chats and from GitHub.
    "pymdownx.tilde",
)

_TEXT_TAGS = (
    "p br hr h1 h2 h3 h4 h5 h6 em strong del sub sup mark kbd abbr code pre blockquote q "
    "ul ol li dl dt dd div span figure figcaption a img table thead tbody tfoot tr th td input label"
)
ALLOWED_TAGS = set(_TEXT_TAGS.split())
ALLOWED_ATTRIBUTES = {
    "a": {"href", "title", "id", "class", "role", "aria-label"},
    "img": {"src", "alt", "title", "width", "height", "loading", "decoding"},
    "abbr": {"title"},
    "ol": {"start"},
    "th": {"scope", "style"},
    "td": {"style"},
    "input": {"type", "disabled", "checked"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "li": {"id", "class"},
    "sup": {"id"},
    "p": {"class"},
    "ul": {"class"},
    "label": {"class"},
    "span": {"class"},
    "code": {"class"},
} | {f"h{level}": {"id"} for level in range(1, 7)}


class Converter:
    """Markdown -> safe HTML, whatever the text holds."""

    def __init__(
        self, places: Places, table_label: str, back_label: str, box_titles: Mapping[str, str]
    ) -> None:
        """As for `render.markdown.Bodies`."""
        self._folder = _Folder(places, table_label, box_titles)
        self._markdown = markdown.Markdown(
            extensions=[*EXTENSIONS, self._folder],
            extension_configs={
                "footnotes": {"BACKLINK_TITLE": f"{back_label} {{}}", "SEPARATOR": "-"},
                "pymdownx.highlight": {"use_pygments": False},
                "pymdownx.tilde": {"subscript": False},
            },
            output_format="html",
        )

    def html(self, path: str, text: str) -> str:
        """The safe HTML of `text`, which stands in the file `path`."""
        self._folder.path = path
        return _clean(self._markdown.reset().convert(text))


_BETWEEN = late(r">[^<>]*")
_BOX = late(r"<input[^>]*>")
_PICTURE = late(r'<img\b(?:[^">]|"[^"]*")*>')
_OURS = late(r'\ssrc="/[^/\\\s]')


def _clean(rendered: str) -> str:
    safe = nh3.clean(
        rendered,
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        filter_style_properties={"text-align"},
        url_schemes={"https", "http", "mailto", "tel"},
        link_rel="noopener",
    )
    if '="/' in safe:
        # Between tags it is text, whatever it looks like: it must not be taken for a link (render/links.py).
        safe = _BETWEEN.sub(lambda text: text[0].replace('="/', "=&quot;/"), safe)
    # A picture comes from our own folder, whatever a body says.
    safe = _PICTURE.sub(lambda picture: picture[0] if _OURS.search(picture[0]) else "", safe)
    # A box that nobody can tick is a sign, not a control: so it also stands in feeds, mail and print.
    return _BOX.sub(lambda box: "☑" if "checked" in box[0] else "☐", safe)


class _Folder(Extension):
    """Tells the tree processor which file is being rendered and where the others are published."""

    def __init__(self, places: Places, table_label: str, box_titles: Mapping[str, str]) -> None:
        super().__init__()
        self.places, self.table_label, self.box_titles = places, table_label, box_titles
        self.path = ""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        # After inline patterns (20), before the serialiser unescapes (0).
        md.treeprocessors.register(_Published(md, self), "julasan", 5)
        # Behind links, code and tags, before ~ and _ mean something.
        md.inlinePatterns.register(_Bare(ADDRESS.pattern, md), "bare-address", 85)


_ESCAPED = late("\x02[0-9]+\x03")


class _Bare(InlineProcessor):
    """An address of the web that somebody pasted into a text is a link, as GitHub and every chat have it."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Python-Markdown's name
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        stashed = self.md.treeprocessors["inline"].stashed_nodes  # type: ignore[attr-defined]
        found = m[0]
        for placeholder in INLINE_PLACEHOLDER_RE.finditer(found):
            # An escaped sign is a text, and part of the address; code and tags are none.
            if not _ESCAPED.fullmatch(str(stashed.get(placeholder[1]))):
                found = found[: placeholder.start()]
                break
        end = ends(found)
        address = self.unescape(found[:end])
        if address.endswith("//"):
            return None, None, None
        link = Element("a", {"href": address, "class": "jl-bare"})
        link.text = AtomicString(address)
        return link, m.start(), m.start() + end


class _Published(Treeprocessor):
    def __init__(self, md: markdown.Markdown, folder: _Folder) -> None:
        super().__init__(md)
        self._folder = folder

    def run(self, root: Element) -> None:
        taken: set[str] = set()
        for parent in list(root.iter()):
            for position, element in enumerate(list(parent)):
                make = _MAKERS.get(element.tag)
                if make:
                    make(self, parent, position, element, taken)

    def _heading(self, _parent: Element, _position: int, element: Element, taken: set[str]) -> None:
        name = thai.heading_id(html.unescape("".join(element.itertext())), taken)
        taken.add(name)
        element.set("id", name)

    def _link(self, _parent: Element, _position: int, element: Element, _taken: set[str]) -> None:
        href = element.get("href", "")
        if element.get("class") == "footnote-backref":
            # Its text is an arrow, which says nothing (WCAG 2.4.4).
            element.set("aria-label", element.get("title", ""))
        if not href.startswith("#"):
            element.set("href", self._folder.places.published(self._folder.path, href))

    def _picture(self, _parent: Element, _position: int, element: Element, _taken: set[str]) -> None:
        media = self._folder.places.picture(self._folder.path, element.get("src", ""))
        element.set("src", self._folder.places.published(self._folder.path, element.get("src", "")))
        element.set("loading", "lazy")
        if media and media.width:
            width, height = media.web
            element.set("width", str(width))
            element.set("height", str(height))

    def _numbered(self, _parent: Element, _position: int, element: Element, _taken: set[str]) -> None:
        # HTML takes ASCII digits alone; Python-Markdown hands on the ๓ of a list that begins so.
        first = element.attrib.pop("start", "")
        # Of more than nine digits nothing is counted (CommonMark 0.31, 5.2).
        if 0 < len(first) < 10:
            element.set("start", str(int(first)))

    def _paragraph(self, parent: Element, _position: int, element: Element, _taken: set[str]) -> None:
        if element.get("class") == "admonition-title":
            kind = parent.get("class", "").rpartition(" ")[2]
            # The extension's own title is the English name of the kind.
            if element.text == kind.capitalize():
                element.text = self._folder.box_titles.get(kind, element.text)
            return
        # A picture alone in its paragraph and with a title is a figure with that caption.
        if len(element) != 1 or element[0].tag != "img" or (element.text or "").strip():
            return
        picture = element[0]
        if (picture.tail or "").strip():
            return
        element.tag = "figure"
        caption = picture.attrib.pop("title", "")
        if caption:
            inner = Element("figcaption")
            inner.text = caption
            element.append(inner)

    def _table(self, parent: Element, position: int, element: Element, _taken: set[str]) -> None:
        for cell in list(element.iter("th")):
            if len(cell) or (cell.text or "").strip():
                cell.set("scope", "col")
            else:
                # The corner above a column of names heads nothing.
                cell.tag = "td"
        # A wide table scrolls in a box of its own, which the keyboard must reach (WCAG 2.1.1).
        # No landmark: a page may have several tables, and all have the same label.
        box = Element("div", {"class": "jl-table", "role": "group", "tabindex": "0"})
        if self._folder.table_label:
            box.set("aria-label", self._folder.table_label)
        box.tail, element.tail = element.tail, None
        parent[position] = box
        box.append(element)


_MAKERS: dict[str, Callable[[_Published, Element, int, Element, set[str]], None]] = {
    **{f"h{level}": _Published._heading for level in range(1, 7)},
    "a": _Published._link,
    "img": _Published._picture,
    "ol": _Published._numbered,
    "p": _Published._paragraph,
    "table": _Published._table,
}
