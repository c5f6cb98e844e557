"""An HTML tree -> parts: only words, marks, lists, tables, safe links and pictures at hand come through."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from urllib.parse import unquote, urlsplit

from lxml import etree, html

from julasan.check.html import linked
from julasan.check.links import hidden_scheme, host_problem
from julasan.importing import footnotes, markup
from julasan.importing.draft import Note, Refused
from julasan.importing.flow import flow, without_chrome
from julasan.importing.markup import Run
from julasan.importing.parts import Code, Element, Heading, Items, Line, Paragraph, Part, Quote, Table
from julasan.importing.pictures import Gallery
from julasan.thai import GLYPHS, normalise

Fetch = Callable[[str], bytes | None]
"""The bytes of a picture that lies at hand, by its address in the text."""

_NOTHING = frozenset((
    "script", "style", "noscript", "template", "iframe", "object", "embed", "applet", "form", "input",
    "button", "select", "textarea", "svg", "math", "canvas", "audio", "video", "map", "head", "title",
    "meta", "link", "base", "nav", "frame", "frameset", "dialog",
))  # fmt: skip
_EMBEDDED = frozenset(("iframe", "object", "embed", "applet", "audio", "video"))
_BLOCKS = frozenset((
    "p", "div", "section", "article", "main", "header", "footer", "aside", "address", "figure",
    "figcaption", "center", "fieldset", "details", "summary", "dl", "dt", "dd", "body", "html", "td", "th",
    "tr", "tbody", "thead", "caption", "form",
))  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffd-\uffff]")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)
_GENERATED_ALT = re.compile(
    r"(?i)\s*(?:description automatically generated|คำอธิบายที่สร้างขึ้นโดยอัตโนมัติ|สร้างคำอธิบายโดยอัตโนมัติ"
    r"|image\d*|picture ?\d*|รูปภาพ ?\d*)\s*"
)
_FILE_NAME = re.compile(r"(?i)\s*\S+\.(?:png|jpe?g|gif|webp|bmp|tiff?)\s*")
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{4000,}")
_PICTURE_FILE = re.compile(r"(?i)\.(?:png|jpe?g|gif|webp|bmp|svg)(?:$|\?)")

MOST_CELLS = 20_000
MOST_SPAN = 100
MOST_ELEMENTS = 40_000
MOST_ATTRIBUTES = 2_000
HTML_BYTES = 5_000_000
"""Pictures written into the page included."""


@dataclass(slots=True)
class Found:
    """What a tree gave beside its parts."""

    notes: list[Note] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    remote: list[str] = field(default_factory=list)
    links: int = 0
    embedded: list[str] = field(default_factory=list)
    """Addresses of what was shown in a frame; "" where none is said."""

    def all_notes(self) -> list[Note]:
        """The notes, with the counts of what was left out."""
        notes = list(self.notes)
        if self.remote:
            notes.append(
                Note(
                    "remote_pictures",
                    {"count": len(self.remote), "addresses": "\n    ".join(self.remote[:20])},
                )
            )
        if self.links:
            notes.append(Note("links", {"count": self.links}))
        if self.embedded:
            addresses = list(dict.fromkeys(filter(None, self.embedded)))[:20]
            values = {"count": len(self.embedded), "addresses": "\n    ".join(addresses)}
            notes.append(Note("embedded_at" if addresses else "embedded", values))
        return notes


def parsed(text: str) -> Element:
    """The tree of an HTML text; depth and size are bounded, nothing outside is read.

    Raises:
        Refused: The text is too long, has no element or too many.
    """
    if len(text) > HTML_BYTES:
        raise Refused("large", limit=HTML_BYTES // 1_000_000)
    text = _CONTROL.sub("", re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    if any(tag.count("=") > MOST_ATTRIBUTES and "data:" not in tag for tag in _LONG_TAG.findall(text)):
        raise Refused("complex")
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text or "<p></p>", parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise Refused("no_html") from None
    if sum(1 for _ in islice(root.iter(), MOST_ELEMENTS + 1)) > MOST_ELEMENTS:
        raise Refused("complex")
    return root


def body(root: Element, gallery: Gallery, fetch: Fetch) -> tuple[list[Part], Found]:
    """The parts below `root`, lines not yet flowing, and what could not come along."""
    found = Found()
    walker = _Walker(gallery, fetch, found)
    walker.take_footnotes(root)
    parts = without_chrome(walker.parts_of(root))
    return parts, found


class _Walker:
    """Walks a tree once, top to bottom; a block ends a line, a list or table has a walker of its own."""

    def __init__(self, gallery: Gallery, fetch: Fetch, found: Found) -> None:
        self.gallery, self.fetch, self.found = gallery, fetch, found
        self.parts: list[Part] = []
        self.runs: list[Run] = []
        self.numbers: dict[Element, int] = {}

    def inner(self) -> _Walker:
        """A walker for what stands inside a part."""
        inner = _Walker(self.gallery, self.fetch, self.found)
        inner.numbers = self.numbers
        return inner

    def parts_of(self, element: Element) -> list[Part]:
        """The parts of an element's content."""
        inner = self.inner()
        inner.children(element, Run(""))
        inner.end_line()
        return inner.parts

    # -- footnotes -------------------------------------------------------------------------------

    def take_footnotes(self, root: Element) -> None:
        """Number the calls of footnotes and take their texts out of the tree."""
        places = footnotes.called(root)
        self.numbers = {call: number for number, call in enumerate(places, 1)}
        for place in places.values():
            footnotes.without_way_back(place)
            self.found.footnotes.append(_one_line(self.parts_of(place)))
        for place in places.values():
            if place.getparent() is not None:
                place.drop_tree()

    # -- the walk --------------------------------------------------------------------------------

    def children(self, element: Element, style: Run) -> None:
        self.text(element.text, style)
        for child in element:
            if isinstance(child.tag, str):
                self.element(child, style)
            self.text(child.tail, style)

    def text(self, text: str | None, style: Run) -> None:
        if text:
            self.runs.append(replace(style, text=_SPACE.sub(" ", text.translate(GLYPHS))))

    def element(self, element: Element, style: Run) -> None:
        tag = element.tag.rpartition("}")[2].casefold()
        if tag in _MAY_BE_MENU and _is_menu(element):
            return
        if tag in _NOTHING or _hidden(element):
            if tag in _EMBEDDED:
                self.found.embedded.append(_address(element))
        elif tag == "br":
            # The second of two is a blank line.
            self.end_line() if any(run.raw or run.text.strip() for run in self.runs) else self.blank()
        elif tag == "hr":
            self.blank()
        elif tag in _HEADINGS:
            self.heading(element, _HEADINGS[tag])
        elif tag in ("ul", "ol", "menu", "dir"):
            self.list(element, ordered=tag == "ol")
        elif tag == "table":
            self.table(element)
        elif tag == "blockquote":
            self.quote(element)
        elif tag in ("pre", "xmp", "listing"):
            self.block(Code(normalise(element.text_content())))
        elif tag == "img":
            self.picture(element)
        elif tag in _BLOCKS:
            self.box(element, tag, style)
        else:
            self.inline(element, tag, style)

    def box(self, element: Element, tag: str, style: Run) -> None:
        apart = tag in ("p", "figure", "figcaption", "dt", "dd", "caption", "address")
        self.blank() if apart else self.end_line()
        self.children(element, _styled(element, style))
        self.blank() if apart else self.end_line()

    def inline(self, element: Element, tag: str, style: Run) -> None:
        if element in self.numbers:
            self.runs.append(Run(f"[^{self.numbers[element]}]", raw=True))
            return
        style = _styled(element, style)
        if tag in ("b", "strong"):
            style = replace(style, bold=True)
        elif tag in ("i", "em", "cite", "dfn", "var"):
            style = replace(style, italic=True)
        elif tag in ("s", "strike", "del"):
            style = replace(style, struck=True)
        elif tag in ("sub", "sup") and not any(call in self.numbers for call in element.iter("a")):
            style = replace(style, level=tag)
        elif tag == "a" and element.get("href"):
            style = replace(style, href=self.href(element))
        self.children(element, style)

    def href(self, element: Element) -> str:
        """The address of a link that a reader may follow, or nothing: its words stay."""
        target = _CONTROL.sub("", element.get("href", "")).strip()
        if target.startswith("#") or (_PICTURE_FILE.search(target) and element.find(".//img") is not None):
            return ""
        scheme = hidden_scheme(target)
        plain = target.casefold()
        if scheme in ("http", "https") and plain.startswith(scheme + "://") and not host_problem(target)[0]:
            return re.sub(r"[\s()<>\"\\|`*_\[\]{}^]", lambda match: f"%{ord(match.group()):02X}", target)
        if (
            scheme in ("mailto", "tel")
            and plain.startswith(scheme + ":")
            and not re.search(r"[\s()<>\"\\]", target)
        ):
            return target
        self.found.links += 1
        return ""

    def picture(self, element: Element) -> None:
        source = element.get("src", "") or element.get("data-src", "")
        width, height = element.get("width", ""), element.get("height", "")
        if not source or "1" in (width, height):
            return
        data = self.fetch(source)
        if data is None:
            if hidden_scheme(source) in ("http", "https") or source.startswith("//"):
                self.found.remote.append(source[:300])
            else:
                self.found.notes.append(Note("picture_missing", {"address": source[:80]}))
            return
        path = self.gallery.add(data)
        if path:
            self.runs.append(Run(f"![{markup.escape(_alt(element))}]({path})", raw=True))

    # -- blocks ----------------------------------------------------------------------------------

    def end_line(self) -> None:
        """Put the runs so far into a line."""
        runs, self.runs = self.runs, []
        first = normalise(_CONTROL.sub("", "".join(run.text for run in runs if not run.raw)))
        indent = len(first) - len(first.lstrip()) if runs and not runs[0].raw else 0
        shown = [run if run.raw else replace(run, text=normalise(_CONTROL.sub("", run.text))) for run in runs]
        text = markup.inline(shown)
        if text:
            self.parts.append(Line(text, max(0, indent - first.startswith(" ") * _collapsible(runs))))
        elif any("\u00a0" in run.text for run in runs):
            self.blank()

    def blank(self) -> None:
        if self.runs:
            self.end_line()
        if self.parts and self.parts[-1] != Line():
            self.parts.append(Line())

    def block(self, part: Part) -> None:
        self.blank()
        self.parts.append(part)

    def heading(self, element: Element, level: int) -> None:
        text = _one_line(self.parts_of(element), separator=" ")
        bare = re.sub(r"(?<!\\)\*+", "", text)
        if "![" in text or len(bare) > 300:
            self.block(Paragraph(text))
        elif bare:
            self.block(Heading(level, bare))

    def list(self, element: Element, *, ordered: bool) -> None:
        items: list[tuple[Part, ...]] = []
        for child in element:
            if not isinstance(child.tag, str) or child.tag in _NOTHING or _hidden(child):
                continue
            parts = tuple(flow(self.parts_of(child), guess=False))
            if child.tag in ("ul", "ol", "menu") and items:
                # A list straight inside a list, as old editors write it, belongs to the item before.
                nested = self.inner()
                nested.list(child, ordered=child.tag == "ol")
                items[-1] = (*items[-1], *(part for part in nested.parts if isinstance(part, Items)))
            elif parts:
                items.append(_without_ranks(parts))
        if items:
            start = element.get("start", "") if ordered else ""
            self.block(Items(tuple(items), ordered, int(start) if re.fullmatch("[0-9]{1,3}", start) else 1))

    def quote(self, element: Element) -> None:
        parts = tuple(flow(self.parts_of(element), guess=False))
        if parts:
            self.block(Quote(parts))

    def table(self, element: Element) -> None:
        rows = list(_rows(element))
        widest = max((sum(1 for _ in _cells(row)) for row in rows), default=0)
        inner = sum(len(_text(each)) for each in element.iterfind(".//table"))
        if widest < 2 or len(rows) < 2 or 2 * inner > len(_text(element)):
            self.layout(rows)
        elif grid := self.grid(rows):
            self.block(Table(grid))

    def layout(self, rows: Sequence[Element]) -> None:
        """A table for the layout's sake: what stands in its cells runs on, menus apart."""
        for cell in chain.from_iterable(map(_cells, rows)):
            if not _is_menu(cell):
                self.blank()
                self.parts += self.parts_of(cell)
        self.blank()

    def grid(self, rows: Sequence[Element]) -> tuple[tuple[str, ...], ...]:
        """The cells as a rectangle; one that spans others stands in its first place only."""
        taken: dict[tuple[int, int], str] = {}
        for number, row in enumerate(rows):
            column = 0
            for cell in _cells(row):
                while (number, column) in taken:
                    column += 1
                text = _one_line(self.parts_of(cell))
                for down in range(_span(cell, "rowspan")):
                    for right in range(_span(cell, "colspan")):
                        taken[number + down, column + right] = "" if down or right else text
                if len(taken) > MOST_CELLS:
                    raise Refused("table", limit=MOST_CELLS)
        width = 1 + max((column for _, column in taken), default=-1)
        filled = (
            tuple(taken.get((number, column), "") for column in range(width)) for number in range(len(rows))
        )
        return tuple(row for row in filled if any(row))


def _collapsible(runs: Sequence[Run]) -> int:
    """1 where the line begins with a space of the source, which HTML does not show."""
    return int(bool(runs) and runs[0].text.startswith(" "))


def _text(element: Element) -> str:
    return str(element.text_content())


def _hidden(element: Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style", "")))


_MAY_BE_MENU = frozenset(("ul", "ol", "p", "div", "td", "tr", "nav"))
_LEADS_ON = re.compile(r"(?i)\s*(?:https?:|mailto:|tel:|#|$)")
_BETWEEN_LINKS = re.compile(r"[\s\u00a0|·•»>/\\-]*")


def _is_menu(element: Element) -> bool:
    """Whether an element holds links to places of its own site and nothing else: a page's menu."""
    links = list(islice(element.iter("a"), 60))
    if len(links) < 2 or any(_LEADS_ON.match(link.get("href", "")) for link in links):
        return False
    rest = _text(element)
    if len(rest) > 2_000:
        return False
    for link in links:
        rest = rest.replace(_text(link), "", 1)
    return bool(_BETWEEN_LINKS.fullmatch(rest)) and all(len(_text(link)) < 40 for link in links)


def _styled(element: Element, style: Run) -> Run:
    css = element.get("style", "")
    if css and _BOLD.search(css):
        style = replace(style, bold=True)
    if css and _ITALIC.search(css):
        style = replace(style, italic=True)
    return style


def _alt(element: Element) -> str:
    """What the picture's author said of it; a program's guess or a file name is no description."""
    alt = " ".join(normalise(_CONTROL.sub("", element.get("alt", ""))).split())
    of_program = _GENERATED_ALT.fullmatch(alt) or "automatically generated" in alt
    return "" if of_program or _FILE_NAME.fullmatch(alt) else alt


def _address(element: Element) -> str:
    """The address of what an element shows from elsewhere."""
    places = [element, *element.iter("source", "param", "embed", "iframe")]
    sources = [place.get(name, "") for place in places for name in ("src", "data", "data-src", "value")]
    found = next((source.strip() for source in sources if re.match(r"(?:https?:)?//", source.strip())), "")
    return linked(_CONTROL.sub("", found))[:300] if found else ""


def _rows(table: Element) -> Iterator[Element]:
    for row in table.iter("tr"):
        if next((above for above in row.iterancestors() if above.tag == "table"), None) is table:
            yield row


def _cells(row: Element) -> Iterator[Element]:
    return (cell for cell in row if cell.tag in ("td", "th"))


def _span(cell: Element, name: str) -> int:
    value = cell.get(name, "1")
    return min(MOST_SPAN, max(1, int(value))) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _one_line(parts: Sequence[Part], separator: str = "<br>") -> str:
    """Parts as one line of Markdown: a table's cell, a heading, a footnote."""
    texts: list[str] = []
    for part in flow(parts, guess=False):
        match part:
            case Line(text) | Paragraph(text) | Heading(_, text):
                texts.append(text)
            case Items(items):
                texts += [f"• {_one_line(item, separator)}" for item in items]
            case Quote(inner):
                texts.append(_one_line(inner, separator))
            case Code(text):
                texts.append(markup.escape(" ".join(text.split())))
            case Table(rows):
                texts += [" ".join(row) for row in rows]
    return separator.join(text for text in texts if text)


def _without_ranks(parts: Sequence[Part]) -> tuple[Part, ...]:
    """An item's headings are words in bold: a heading inside a list ranks nothing."""
    return tuple(Paragraph(f"**{part.text}**") if isinstance(part, Heading) else part for part in parts)


def beside(file: str, source: str) -> str | None:
    """The path below the page's own folder that `source` names, or None."""
    try:
        parts = urlsplit(source)
    except ValueError:
        return None
    if parts.scheme or parts.netloc or parts.path.startswith("/"):
        return None
    path = posixpath.normpath(unquote(parts.path).replace("\\", "/"))
    return None if path.startswith(("..", "/")) or "\x00" in path or ":" in path else path
