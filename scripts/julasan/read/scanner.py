"""Markdown -> Body: links, headings and marks with their lines, as Python-Markdown and SuperFences see them.

A scanner, not a parser: it blanks what is code or a comment and looks at the rest.
Where Python-Markdown could see live text, so does this; what is doubtful becomes a
mark. Every step is linear in the length of the text, or bounded.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, islice

from julasan.addresses import addresses
from julasan.model import MOST_LINES, Body, Heading, Link, Mark, MarkKind
from julasan.pattern import late
from julasan.read import heads
from julasan.read.live import ITEM, blocks, mask_code, without_code, without_comments
from julasan.read.nesting import by_four
from julasan.read.raw_signs import MAY_BE_WORTH, WORTH_A_LOOK, labels, line_ends, raw_signs
from julasan.read.spacing import missing, spaced
from julasan.thai import heading_id, normalise

LONGEST_LINE = 20_000
DEEPEST = 100
MOST_COLUMNS = 100
MOST_HEADINGS = 2_000
MOST_MARKS = 2_000
"""Signs of Markdown in one line; beyond it, Python-Markdown needs minutes."""

MOST_OF_A_SIGN = {"```": 1_000, "~~~": 1_000, ">": 10_000, "|": 20_000, "]:": 2_000, "://": 2_000}
"""Of one text: fences, quotes, cells, footnotes, addresses; beyond these, rendering takes seconds."""

_SIZES: tuple[MarkKind, ...] = ("deep", "columns", "long-line", "marks", "many")

_QUOTE = late(r"(?: {0,3}>)+ ?")
_ATX = late(r"(#{1,6})(.*?)#*[ \t]*")
_SETEXT = late(r"(=+|-+)[ ]*")
_DEFINITION = late(r"[ ]{0,3}\[(?P<id>[^\]\n\[]{1,300})\]:[ \t]*(?:<(?P<angle>[^<>\n]*)>|(?P<target>\S*))")
_TAG = late(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9:._-]*)(?P<rest>[^<>]{0,4000}>)?|<(?P<other>[!?])")
_MACRO = late(r"\{\{[^{}\n]{0,60}\}?\}?|\{%[^{}\n]{0,60}\}?")
_SNIPPET = late(r"-{2,}8<-{2,}")
_ATTRIBUTES = late(
    r"\{:[^}\n]{0,400}\}|\{[ ]*[#.][A-Za-z_-][^}\n]{0,400}\}|\{(?=[^{}\n=]{0,200}=)[^}\n]{0,600}\}"
)
_TOKEN = late(r"\\.|!\[|\[|\]", re.DOTALL)
_TARGET = late(
    r"\([ \t\n]*+(?:<(?P<angle>[^<>\n]{0,4000})>"
    r"|(?P<target>(?:[^\s()\\]|\\.|\((?:[^\s()]|\([^\s()]{0,500}\)){0,500}\)){0,4000}+))"
    r"(?:[ \t\n]++(?:\"[^\"]{0,500}\"|'[^']{0,500}'))?[ \t\n]*+\)"
)
_HANDLER = late(r"(?i)[\s\"'/]on[a-z]{3,20}\s*=[^\n)]{0,60}|[\s\"'/]style\s*=\s*[\"'][^\n)]{0,60}")
"""In a link's title: it is escaped there, and can only have been meant to break out of it."""
_SPACED_TARGET = late(r"\(((?:[^()\"]|\([^()\"]{0,300}\)){1,500})(?:(?<=\s)\"[^\"\n]{0,500}\"\s*)?\)")
_REFERENCE = late(r"[ ]?\[(?P<id>[^\]\[\n]{0,300})\]")
_FOOTNOTE_USE = late(r"\[\^([^\]\s\[]{1,100})\](?!:)")
_FOOTNOTE_HERE = late(r"[ ]{0,3}\[\^([^\]\s]{1,100})\]:")
_FOOTNOTE_BARE = late(r"[ ]{0,3}\[\^([^\]\s]{1,100})\][ ]+\S")
"""A footnote's text that lacks its colon: so it begins only lines below the one that calls it."""
_BOX_NAME = late(r"[ ]{0,3}!!![ \t]*([^\s\w\"]*[\u0e01-\u0e4e][^\n]*)")
"""A box of a kind that is none: kinds are English words."""
_BOX = late(r"([ ]*)!!![ \t]+\S")
_FOOTNOTE = late(r"^[ \t>]*\[\^([^\]\s]{1,100})\]:", re.MULTILINE)
_PLAIN = late(r"!?\[([^\]]*)\]\([^)]*\)|!?\[([^\]]*)\]\[[^\]]*\]")
_PLAIN_CODE = late(r"(`+)(.+?)\1")
_PLAIN_SIGNS = late(r"</?[A-Za-z][^<>]*>|\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)|\\(?=[\\`*_{}\[\]()>#+.!-])")
_LEADING_MARKERS = late(r"[ \t]*(?:(?:[-*+]|[0-9]{1,9}\.)[ \t]+){100}")

ALLOWED_TAGS = frozenset(("br", "kbd", "sub", "sup", "mark", "abbr"))
_ELEMENTS = frozenset(
    """
    a applet article aside audio b base basefont bgsound big blink blockquote body button canvas center
    code col details dialog div dl em embed fieldset figure font footer form frame frameset h1 h2 h3 h4
    h5 h6 head header hr html i iframe img input ins keygen layer li link main map marquee math menu
    meta nav noembed noframes noscript object ol optgroup option p param picture plaintext pre s script
    section select slot small source span strike strong style summary svg table tbody td template
    textarea tfoot th thead title tr track tt u ul video xml xmp br kbd sub sup mark abbr
    """.split()  # noqa: SIM905 - a table of names
)
_ABBR = late(r"""\s+title\s*=\s*(?:"[^"<>]*"|'[^'<>]*')\s*>""")


def scan_whole(text: str, line: int = 1) -> Body:
    """As :func:`scan`, every block looked at, also those that hold nothing but words."""
    text = by_four(normalise(text))
    lines = text.split("\n")
    found = Scan(lines, range(line, line + len(lines)))
    return found.body(spaced(lines, found.before, found.breaks), line, is_empty(text))


def named(headings: Iterable[tuple[int, str, int]]) -> tuple[Heading, ...]:
    """Headings by level, words and line, in order, with their ids."""
    ids = _Ids()
    return tuple(Heading(level, words, ids.new(words), line) for level, words, line in headings)


def is_empty(text: str) -> bool:
    """Whether a page of `text` would show nothing."""
    if len(text) >= _SHORT and text.lstrip()[:1] not in ("<", "[", "*"):
        return False
    return not _NOT_SHOWN.sub("", text).strip()


_SHORT = 20
_NOT_SHOWN = late(
    r"<!--.*?-->|^[ ]{0,3}(?:\*)?\[[^\]\n]{1,200}\]:[^\n]*$|[\u200b\u00a0]", re.DOTALL | re.MULTILINE
)


def plain(text: str) -> str:
    """The words of a heading or link text without its Markdown signs."""
    if not any(sign in text for sign in "`[*_<\\&"):
        return text.strip()
    text = _PLAIN.sub(lambda match: match[1] or match[2] or "", text)
    text = _PLAIN_CODE.sub("\\2", text)
    return _PLAIN_SIGNS.sub("", text).strip()


class _Ids:
    """Ids of headings, as thai.heading_id makes them one by one, in linear time."""

    def __init__(self) -> None:
        self.used, self.last = set[str](), dict[str, int]()

    def new(self, title: str) -> str:
        stem = heading_id(title)
        name, number = stem, self.last.get(stem, 1)
        while name in self.used:
            number += 1
            name = f"{stem}-{number}"
        self.last[stem] = number
        self.used.add(name)
        return name


class Scan:
    """One pass over the lines of a text, at `places` of its file: to blocks, and those to links and marks."""

    def __init__(self, lines: list[str], places: Sequence[int]) -> None:
        self.text, self.lines, self.places = "\n".join(lines), lines, places
        self.links: list[Link] = []
        self.headings: list[Heading] = []
        self.marks: list[Mark] = []
        self.ids = _Ids()
        self.definitions: dict[str, tuple[str, int]] = {}
        self.used: set[str] = set()
        self.footnotes: set[str] = set()
        self.notes: dict[str, int] = {}
        """Footnotes by name, and the line of each from 0."""
        self.bare_notes: dict[str, int] = {}
        """Those whose text begins a line without its colon, and that line."""
        self.called: set[str] = set()
        self.before: dict[int, str] = {}
        """Lines before which a blank one is missing."""
        self.breaks: set[int] = set()
        """Lines that end where they are written, for the next begins with a label."""
        self.opened: set[str] = set()
        """Names of refused tags: what closes them is no second problem."""
        self.taken: list[tuple[int, int]] = []
        """Where the links of the block in hand stand."""
        self.bomb = False
        """Whether the text is only weighed, never opened."""
        self._scan()

    def _scan(self) -> None:
        live = without_code(self.lines, self._mark)
        self.bomb = self._sizes(live)
        if self.bomb:
            return
        live = without_comments(live, self._mark)
        self._definitions_in(live)
        for name in self.bare_notes.keys() & self.notes.keys():
            del self.bare_notes[name]
        for start, block in blocks(live):
            self._block(start, block)
        for name, number in self.notes.items():
            if name not in self.called:
                self._mark("footnote-unused", name, number)
        if "!!!" in self.text:
            self._boxes(live)
        for key, (target, line) in self.definitions.items():
            if key not in self.used:
                self.links.append(Link(target, key, line))
        self.before = missing(live)

    def body(self, text: str, line: int, empty: bool) -> Body:
        """The Body of what was seen, its text being `text`."""
        if self.bomb:
            return Body(text, line, marks=tuple(self.marks))
        marks = sorted(set(self.marks), key=lambda mark: (mark.line, mark.kind, mark.text))
        links = sorted(self.links, key=lambda link: link.line)
        return Body(text, line, tuple(links), tuple(self.headings), tuple(marks), empty)

    def _mark(self, kind: MarkKind, text: str, number: int) -> None:
        """Mark line `number` (from 0 in the text)."""
        self.marks.append(Mark(kind, text[:120], self.places[number]))

    def _sizes(self, live: list[str]) -> bool:
        """Mark what no reader could follow; whether there was any."""
        before = len(self.marks)
        depth: list[int] = []
        table, headings = False, 0
        self._many()
        for number, line in enumerate(live):
            if len(line) > LONGEST_LINE:
                if (at := line.find("data:image/")) >= 0:
                    self._mark("pasted", line[at:].partition(",")[0], number)
                else:
                    self._mark("long-line", f"{len(line):,}", number)
                continue
            if not line:
                continue
            headings += line[0] == "#"
            if headings == MOST_HEADINGS:
                self._mark("marks", f"{MOST_HEADINGS:,}", number)
            wide = line.count("|") > MOST_COLUMNS
            if wide and not table:
                self._mark("columns", str(line.count("|") - 1), number)
            table = wide
            if line.count(">") >= DEEPEST and line.lstrip(" >").count(">") + DEEPEST <= line.count(">"):
                self._mark("deep", str(line.count(">")), number)
            if _LEADING_MARKERS.match(line) or _nested(line, depth) == DEEPEST:
                self._mark("deep", str(DEEPEST), number)
            if len(line) > MOST_MARKS and sum(map(line.count, "[]()*_`<&\\~^")) > MOST_MARKS:
                self._mark("marks", f"{MOST_MARKS:,}", number)
        signs = sum(self.text.count(sign) for sign in "[]*_`<")
        if len(self.text) > MOST_MARKS and (signs > 10 * MOST_MARKS or self.text.count("[") >= DEEPEST):
            self._brackets(live)
        if any(mark.kind in _SIZES for mark in self.marks[before:]):
            return True
        written = [number for number, line in enumerate(self.lines) if line]
        if len(written) > MOST_LINES:
            self._mark("lines", f"{len(written):,}", written[MOST_LINES])
        return len(written) > MOST_LINES

    def _many(self) -> None:
        """Mark the line where a sign has come too often in the whole text."""
        for sign, most in MOST_OF_A_SIGN.items():
            if self.text.count(sign) > most:
                fence = sign in ("```", "~~~")
                counts = accumulate(
                    line.lstrip(" \t>").startswith(sign) if fence else line.count(sign) for line in self.lines
                )
                number = next((number for number, total in enumerate(counts) if total > most), None)
                if number is not None:
                    self._mark("many", f"{most:,} {sign}", number)

    def _brackets(self, live: list[str]) -> None:
        for start, block in blocks(live):
            signs = sum(map(block.count, "[]*_`<"))
            if signs > 10 * MOST_MARKS:
                self._mark("marks", f"{10 * MOST_MARKS:,}", start)
            elif block.count("[") - block.count("]") >= DEEPEST or _deepest(block) >= DEEPEST:
                self._mark("deep", str(DEEPEST), start)

    # -- definitions and blocks ------------------------------------------------------------------------

    def _definitions_in(self, live: list[str]) -> None:
        """Find ``[id]: target`` and ``[^note]:``, and blank the former."""
        called: set[str] = set()
        for number, line in enumerate(live):
            if "[^" not in line and "]:" not in line:
                continue
            match = _DEFINITION.match(line)
            if match and not match["id"].startswith("^"):
                target = match["angle"] if match["angle"] is not None else match["target"]
                key = " ".join(match["id"].casefold().split())
                if self.definitions.get(key, (target,))[0] != target:
                    self._mark("reference-twice", match["id"], number)
                self.definitions.setdefault(key, (target, self.places[number]))
                self._tags_of(line, number)
                live[number] = ""
            self.footnotes.update(_FOOTNOTE.findall(line))
            if (bare := _FOOTNOTE_BARE.match(line)) and bare[1] in called:
                self.bare_notes.setdefault(bare[1], number)
            called.update(_FOOTNOTE_USE.findall(line))
            if note := _FOOTNOTE_HERE.match(line):
                if note[1] in self.notes:
                    self._mark("footnote-twice", note[1], number)
                self.notes.setdefault(note[1], number)

    def _block(self, start: int, block: str) -> None:
        """Look at one block of lines without a blank one between them."""
        self._headings_of(start, block)
        raw = MAY_BE_WORTH.search(block) and WORTH_A_LOOK.search(block)
        bare = "://" in block
        if not raw and not bare and not any(sign in block for sign in "<{8"):
            return
        self.taken = []
        masked = mask_code(block) if "`" in block else block
        lines = _line_starts(masked)
        if raw:
            self._raw_signs_of(block, masked, start, lines)
            self.breaks.update(start + _at(lines, at) - 1 for at in labels(masked))
            self.breaks.update(start + at for at in line_ends(masked))
        if "<" in masked:
            self._tags_of(masked, start)
        if "{" in masked:
            for match in _MACRO.finditer(masked):
                self._mark("macro", match.group(), start + _at(lines, match.start()))
            for match in _ATTRIBUTES.finditer(masked):
                if "=" in match.group() and not re.search(r"^\{:|[A-Za-z]\s*=|^\{ *[#.]", match.group()):
                    continue
                self._mark("attributes", match.group(), start + _at(lines, match.start()))
        if "8<" in masked:
            for match in _SNIPPET.finditer(masked):
                self._mark("snippet", match.group(), start + _at(lines, match.start()))
        if "[" in masked or "](" in masked:
            self._footnotes_of(masked, start, lines)
            self._links_of(block, masked, start, lines)
        if bare:
            self._addresses_of(masked, start, lines)

    def _raw_signs_of(self, block: str, masked: str, start: int, lines: list[int]) -> None:
        """Mark each kind of slip once a line."""
        seen: set[tuple[str, int]] = set()
        for kind, at, text in raw_signs(block, masked):
            number = start + _at(lines, at)
            if (kind, number) not in seen:
                self._mark(kind, text.strip(), number)
            seen.add((kind, number))

    def _headings_of(self, start: int, block: str) -> None:
        if "#" not in block and "==" not in block and "--" not in block and not re.search(r"\n[=-]", block):
            return
        lines = block.split("\n")
        for number in heads.pasted(lines) if "---" in block else ():
            self._mark("raw-head", lines[number + 1].strip(), start + number)
        for offset, raw in enumerate(lines):
            line = _QUOTE.sub("", raw, count=1) if raw.lstrip().startswith(">") else raw
            if line.startswith("#") and (match := _ATX.fullmatch(line)):
                if match[2].strip(" #\t"):
                    self._heading(len(match[1]), match[2], start + offset)
                else:
                    self._mark("raw-heading", line.strip(), start + offset)
        above = lines[0]
        underlined = len(lines) > 1 and _SETEXT.fullmatch(lines[1])
        if underlined and above.strip() and not above.startswith(("#", ">", "|")) and not ITEM.match(above):
            self._heading(1 if lines[1][0] == "=" else 2, above, start)

    def _heading(self, level: int, text: str, number: int) -> None:
        words = plain(text)
        self.headings.append(Heading(level, words, self.ids.new(words), self.places[number]))

    # -- inline: tags, footnotes, links ------------------------------------------------------------------

    def _tags_of(self, masked: str, start: int) -> None:
        lines = _line_starts(masked)
        for match in _TAG.finditer(masked):
            number = start + _at(lines, match.start())
            if match["other"]:
                follows = masked[match.end() : match.end() + 12]
                if re.match(r"[A-Za-z\[]|-?-?[A-Za-z]", follows) or (
                    match["other"] == "?" and "?>" in masked
                ):
                    self._mark("tag", "<" + match["other"] + (follows.split() or [""])[0], number)
                continue
            name, rest = match["name"].casefold(), match["rest"]
            if masked[match.start() - 2 : match.start()] == "](" and masked[
                match.end() : match.end() + 1
            ] in (")", " "):
                continue
            if rest is not None and ":" in name and not match["close"]:
                target = match.group()[1:-1]
                self.links.append(Link(target, target, self.places[number]))
            elif rest is not None and re.fullmatch(r"[^\s@]*@[^\s@]+>", rest):
                continue
            elif name in ALLOWED_TAGS and rest is not None and _is_allowed(name, match["close"], rest):
                self._mark("tag-allowed", match["close"] + name, number)
            elif match["close"] and name in self.opened:
                continue
            elif rest is not None or name in _ELEMENTS:
                self.opened.add(name)
                self._mark("tag", match.group(), number)

    def _boxes(self, live: list[str]) -> None:
        """Mark a box that holds nothing, for what it should hold stands no further in."""
        for number, line in enumerate(live):
            if (named := _BOX_NAME.fullmatch(line)) and self.lines[number + 1 : number + 2]:
                if re.match(r"[ ]{4}|\t", self.lines[number + 1]):
                    self._mark("raw-box-name", named[1].strip(' "“”'), number)
            elif line.count('"') % 2 and _BOX.match(line):
                self._mark("raw-box-quote", line.strip(), number)
            elif match := _BOX.match(line):
                rest = islice(self.lines, number + 1, number + 100)
                inside = next((other for other in rest if other.strip()), "")
                if len(inside[: len(inside) - len(inside.lstrip())].expandtabs(4)) < len(match[1]) + 4:
                    self._mark("raw-box", line.strip(), number)

    def _footnotes_of(self, masked: str, start: int, lines: list[int]) -> None:
        for match in _FOOTNOTE_USE.finditer(masked):
            if match[1] in self.bare_notes:
                self.called.add(match[1])
                if _at(lines, match.start()) + start == self.bare_notes[match[1]]:
                    self._mark("footnote-colon", match[1], start + _at(lines, match.start()))
                continue
            self.called.add(match[1])
            if match[1] not in self.footnotes:
                self._mark("footnote", match[1], start + _at(lines, match.start()))

    def _links_of(self, block: str, masked: str, start: int, lines: list[int]) -> None:
        stack: list[tuple[int, bool]] = []
        skip = 0
        for token in _TOKEN.finditer(masked):
            if token.start() < skip or token.group()[0] == "\\":
                continue
            if token.group() != "]":
                stack.append((token.end(), token.group() == "!["))
                continue
            if not stack:
                if match := _TARGET.match(masked, token.end()):
                    self._mark(
                        "raw-bracket",
                        _near(masked, token.start()) + match.group(),
                        start + _at(lines, token.start()),
                    )
                continue
            opened, image = stack.pop()
            text = block[opened : token.start()]
            number = start + _at(lines, opened)
            skip = self._target_of(text, image, number, masked, block, token.end())
            if skip > token.end():
                self.taken.append((opened, skip))

    def _addresses_of(self, masked: str, start: int, lines: list[int]) -> None:
        """Addresses that stand bare in the text: they become links."""
        for at, found in addresses(masked):
            if masked[at - 1 : at] in _NO_TEXT or any(first <= at < last for first, last in self.taken):
                continue
            target = _unescape(found)
            self.links.append(Link(target, target, self.places[start + _at(lines, at)]))

    def _target_of(self, text: str, image: bool, number: int, masked: str, block: str, at: int) -> int:
        """Read what stands behind ``[text]``; where it ends."""
        line = self.places[number]
        words = plain(text)
        if match := _TARGET.match(masked, at) or _SPACED_TARGET.match(masked, at):
            start, end = match.span(match.lastindex or 0)
            self.links.append(Link(_unescape(block[start:end].strip()), words, line, image))
            title = block[end : match.end()]
            if "<" not in title and (handler := _HANDLER.search(title)):
                self._mark("handler", handler.group().strip(), number)
            return match.end()
        if masked.startswith("(", at) and text.strip():
            self._mark("raw-open", f"[{text}]" + masked[at : at + 60].split("\n", maxsplit=1)[0], number)
            return at
        match = _REFERENCE.match(masked, at)
        key = " ".join(((match["id"] if match else "") or text).casefold().split())
        if key in self.definitions:
            target, defined = self.definitions[key]
            self.used.add(key)
            self.links.append(Link(target, words, line, image, defined))
            return match.end() if match else at
        named = (match["id"] or text) if match and not match.group().startswith(" ") else ""
        if named and text.strip() and not text.startswith("^") and not named.startswith("^"):
            self._mark("reference", named, number)
        return at


_NO_TEXT = ("<", '"', "'")
"""What stands before an address that is the target or the attribute of a tag."""


def _near(text: str, at: int) -> str:
    """The word before place `at`, to find it again."""
    return text[max(0, at - 20) : at + 1].rsplit("\n", maxsplit=1)[-1].rsplit(" ", maxsplit=1)[-1]


def _unescape(target: str) -> str:
    return re.sub(r"\\([\\`*_{}\[\]()>#+.!-])", r"\1", target)


def _nested(line: str, depth: list[int]) -> int:
    """How deep the list item on `line` stands; `depth` holds the indents of the items above it."""
    match = ITEM.match(line)
    if not match:
        return 0
    indent = len(match[1].expandtabs(4))
    while depth and depth[-1] >= indent:
        depth.pop()
    depth.append(indent)
    return len(depth)


def _deepest(block: str) -> int:
    """How deep square brackets nest."""
    depth = deepest = 0
    for sign in re.findall(r"[\[\]]", block):
        depth = depth + 1 if sign == "[" else max(0, depth - 1)
        deepest = max(deepest, depth)
    return deepest


def _line_starts(block: str) -> list[int]:
    return [0] + [match.end() for match in re.finditer("\n", block)]


def _at(starts: list[int], position: int) -> int:
    return bisect_right(starts, position) - 1


def _is_allowed(name: str, close: str, rest: str) -> bool:
    if name == "abbr" and not close and _ABBR.fullmatch(rest):
        return True
    return re.fullmatch(r"\s*/?>", rest) is not None
