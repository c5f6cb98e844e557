"""YAML -> text records: every scalar as text, a line for each key and item; the rest of YAML is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import TypeAlias

import yaml

from julasan.pattern import late
from julasan.read.recovery import GLUED_ITEM, LOSING, NAME, Lines, glued_lists, recovered
from julasan.read.slips import MOST, Slips
from julasan.read.text import for_yaml

_LOADER = getattr(yaml, "CLoader", yaml.Loader)
_MOST_NODES = 400_000
"""Keys, values and items of one file: ten thousand events with twenty fields each."""
_DEEPEST = 20
"""No record here nests deeper than 3; a bomb does."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, and its line in the file; `plain` where it stands without quotes."""

    text: str
    line: int
    plain: bool = True

    @property
    def empty(self) -> bool:
        """Whether nothing was written (YAML's null included)."""
        return not self.text.strip() or (self.plain and self.text in ("~", "null"))


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    line: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Fields:
    """A mapping; `whole` is False where the text broke off, so that nothing is called missing."""

    line: int
    entries: dict[str, Node] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    whole: bool = True


Node: TypeAlias = Scalar | Items | Fields


class _BrokenError(Exception):
    """Nothing behind this place can be read."""


def compose(text: str, slips: Slips, first_line: int = 1, *, strict: bool = True) -> Node | None:
    """The text record of a YAML document, or None where it holds none.

    Line `first_line` of the file is the first of `text`. With `strict`, anchors,
    aliases, tags and merge keys are problems; else they are passed over, for
    those parts of mkdocs.yml that are MkDocs' own.
    """
    if (plain := plain_fields(text, first_line)) is not None:
        return plain
    text = _common_spaces(text, slips if strict else None, first_line)
    if strict and " #" in text:
        _refuse_lost_words(text, slips, first_line)
    root, _ = _read_on(text, slips, first_line, strict)
    return root


def recovered_text(text: str) -> str:
    """`text`, its lines that YAML cannot read as they were surely meant; as it is where one is not sure."""
    root, lines = _read_on(text, Slips(""), 1, strict=True, left_alone=LOSING)
    whole = not isinstance(root, Fields) or root.whole
    return "\n".join(lines) if whole else text


_MOST_READ = 3_000_000
"""Letters to read over and over, once for each line that is recovered."""


def _read_on(
    text: str, slips: Slips, first_line: int, strict: bool, left_alone: frozenset[str] = frozenset()
) -> tuple[Node | None, list[str]]:
    """The record of a text, and its lines, where a line that broke it has been read as it was meant."""
    lines, last = text.split("\n"), -1
    for at, instead in glued_lists(lines) if _GLUED_LIST.search(text) else ():
        slips.add(at + first_line, "yaml.item-like", text=lines[at].strip(), meant=instead[at].strip())
        for number, line in instead.items():
            lines[number] = line
    left = _MOST_READ
    while True:
        noted = Slips(slips.path)
        builder = _Builder(noted, first_line, strict)
        error = _parsed("\n".join(lines), builder)
        left -= len(text)
        if isinstance(error, yaml.MarkedYAMLError):
            at, code, values = next(_guesses_of(error, lines))
            sure = at > last and left > 0 and code not in left_alone
            instead = recovered(lines, at, code) if sure else {}
            if instead:
                meant = {"meant": _shown(code, instead)} if code in TOLD else {}
                slips.add(at + first_line, f"{code}-like" if meant else code, **values, **meant)
                for number, line in instead.items():
                    lines[number] = line
                last = at
                continue
            if at > last:
                noted.add(at + first_line, code, **values)
        if error:
            builder.break_off()
        slips.take(noted)
        return builder.root, lines


TOLD = frozenset(
    ("yaml.colon", "yaml.sign", "yaml.quote", "yaml.bracket", "yaml.no-colon", "yaml.item", "yaml.comma")
)
"""What is said with the line as it should be."""


_GLUED_LIST = late(r":[ ]*\n[ ]*-[^\s-]")


def _shown(code: str, instead: Lines) -> str:
    """The line that should stand there; a value over several lines whole, so that its quotes are a pair."""
    return (
        next(iter(instead.values())).strip()
        if code == "yaml.item"
        else " ".join(map(str.strip, instead.values()))
    )


def _parsed(text: str, builder: _Builder) -> Exception | None:
    """Build the record of a text; what broke it off, if anything."""
    try:
        for event in yaml.parse(for_yaml(text), Loader=_LOADER):
            builder.take(event)
    except (yaml.YAMLError, _BrokenError) as error:
        return error
    return None


_LETTER = "A-Za-z0-9\u0e01-\u0e3a\u0e3f-\u0e5b"
_WORDS = rf"[{_LETTER}](?:[ ]?[{_LETTER}._/()+\u2010-\u2027-])*"
_PLAIN_FIELD = late(
    rf"(?P<name>[a-z_]{{1,40}}):[ ]+(?:(?P<words>{_WORDS})"
    rf"|\[[ ]*(?P<items>{_WORDS}(?:[ ]*,[ ]*{_WORDS})*)?[ ]*\]"
    r'|"(?P<quoted>[ !#-\[\]-~\u0e01-\u0e3a\u0e3f-\u0e5b\u2010-\u2027]*)")[ ]*'
)
"""A field as most are written: a few words, a quoted text without escapes, a list of words."""
_BETWEEN_ITEMS = late(r"[ ]*,[ ]*")


def plain_fields(text: str, first_line: int) -> Fields | None:
    """The record of a text that has one plain field a line, read without YAML's parser; None of any other."""
    fields = Fields(first_line)
    for line, written in enumerate(text.split("\n"), first_line):
        match = _PLAIN_FIELD.fullmatch(written)
        if match is None or match["name"] in fields.lines or " #" in written:
            return None
        name, words, quoted = match["name"], match["words"], match["quoted"]
        node: Node
        if words is not None:
            node = Scalar(words, line)
        elif quoted is not None:
            node = Scalar(quoted, line, plain=False)
        else:
            items = _BETWEEN_ITEMS.split(match["items"]) if match["items"] else []
            node = Items(line, [Scalar(item, line) for item in items])
        fields.entries[name], fields.lines[name] = node, line
    return fields


_ODD_SPACE = late(rf"^(?:[ ]*(?:-[ ]+)?{NAME}[ ]?:)?[ ]*[\u00a0\u2000-\u200a\u202f\u3000]+", re.MULTILINE)


def _common_spaces(text: str, slips: Slips | None, first_line: int) -> str:
    """Spaces that look like one but are none for YAML, before a field or behind its colon, become spaces."""

    def common(match: re.Match[str]) -> str:
        if slips and not slips.full("yaml.space"):
            slips.add(text.count("\n", 0, match.end()) + first_line, "yaml.space")
        return re.sub(r"[\u00a0\u2000-\u200a\u202f\u3000]", " ", match.group())

    return text if text.isascii() else _ODD_SPACE.sub(common, text)


_LOST_WORDS = late(
    rf"^[ ]*(?:- )?{NAME}:(?:[ ]+|[ ]+[^\s\"'#\[{{|>&*!][^\n]*?[ ]+)(#[^\s#][^\n]*)", re.MULTILINE
)


def _refuse_lost_words(text: str, slips: Slips, first_line: int) -> None:
    """A "#2" behind a text is meant as text, but YAML drops it as a remark; "# remark" is left alone."""
    for match in islice(_LOST_WORDS.finditer(text), MOST):
        slips.add(text.count("\n", 0, match.start(1)) + first_line, "yaml.hash", text=match[1])


class _Builder:
    """Builds records of YAML's events without recursion, so that no nesting can exhaust the stack."""

    def __init__(self, slips: Slips, first_line: int, strict: bool) -> None:
        self.slips, self.first_line, self.strict = slips, first_line, strict
        self.root: Node | None = None
        self.stack: list[tuple[Items | Fields, list[Scalar | None]]] = []
        self.documents = self.nodes = 0

    def take(self, event: yaml.Event) -> None:
        """Take one event of the parser."""
        line = (event.start_mark.line if event.start_mark else 0) + self.first_line
        if isinstance(event, yaml.NodeEvent):
            self._refuse_anchors(event, line)
            self.nodes += 1
            if self.nodes > _MOST_NODES:
                self.slips.add(line, "size.nodes", limit=f"{_MOST_NODES:,}")
                raise _BrokenError
        if isinstance(event, yaml.ScalarEvent):
            self._place(Scalar(event.value, line, not event.style), line)
        elif isinstance(event, yaml.AliasEvent):
            self._place(Scalar("", line), line)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._open(Items(line), line)
        elif isinstance(event, yaml.MappingStartEvent):
            self._open(Fields(line), line)
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            self.stack.pop()
        elif isinstance(event, yaml.DocumentStartEvent):
            self._document(event, line)

    def break_off(self) -> None:
        """The text ends here: mark every record still open, and the first, as not whole."""
        nodes = [node for node, _ in self.stack]
        for above, below in pairwise(nodes):
            if isinstance(above, Fields):
                # A value that breaks off says nothing: only the break is a problem.
                above.entries = {name: node for name, node in above.entries.items() if node is not below}
        if not isinstance(self.root, (Fields, Items)):
            self.root = Fields(self.first_line)
        for node in (*nodes, self.root):
            last = node.items[-1] if isinstance(node, Items) and node.items else node
            if isinstance(last, Fields):
                last.whole = False

    def _document(self, event: yaml.DocumentStartEvent, line: int) -> None:
        self.documents += 1
        if self.documents > 1:
            self.slips.add(line, "yaml.documents")
            raise _BrokenError
        if event.version or event.tags:
            self.slips.add(line, "yaml.directive")

    def _refuse_anchors(self, event: yaml.NodeEvent, line: int) -> None:
        if not self.strict:
            return
        if isinstance(event, yaml.AliasEvent):
            self.slips.add(line, "yaml.alias", name=event.anchor)
        elif event.anchor:
            self.slips.add(line, "yaml.anchor", name=event.anchor)
        tag = getattr(event, "tag", None)
        if tag:
            self.slips.add(line, "yaml.tag", name=tag.replace("tag:yaml.org,2002:", "!!"))

    def _open(self, node: Items | Fields, line: int) -> None:
        self._place(node, line)
        self.stack.append((node, [None]))
        if len(self.stack) > _DEEPEST:
            self.slips.add(line, "yaml.deep")
            raise _BrokenError

    def _place(self, node: Node, line: int) -> None:
        if not self.stack:
            self.root = node
            return
        parent, pending = self.stack[-1]
        if isinstance(parent, Items):
            parent.items.append(node)
        elif pending[0] is None:
            pending[0] = self._key(node, line)
        else:
            self._entry(parent, pending[0], node)
            pending[0] = None

    def _key(self, node: Node, line: int) -> Scalar:
        if isinstance(node, Scalar):
            return node
        if self.strict:
            self.slips.add(line, "yaml.key")
        return Scalar("", line)

    def _entry(self, parent: Fields, key: Scalar, node: Node) -> None:
        name = key.text.strip()
        if name == "<<" and key.plain:
            if self.strict:
                self.slips.add(key.line, "yaml.merge")
        elif name in parent.entries:
            if self.strict:
                self.slips.add(key.line, "yaml.twice", field=name, first=parent.lines[name])
        elif name:
            parent.entries[name] = node
            parent.lines[name] = key.line


def _guesses_of(error: yaml.MarkedYAMLError, lines: list[str]) -> Iterator[tuple[int, str, dict[str, str]]]:
    """PyYAML's complaint in words that help, the likeliest first: line (from 0), code, values."""
    mark = error.problem_mark or error.context_mark
    at = min(mark.line, len(lines) - 1) if mark else 0
    yield from _guesses(at, str(error.context or ""), str(error.problem or ""), error, lines)


def _guesses(
    at: int, context: str, said: str, error: yaml.MarkedYAMLError, lines: list[str]
) -> Iterator[tuple[int, str, dict[str, str]]]:
    shown = lines[at].strip() if at < len(lines) else ""
    if "quoted scalar" in context or "quoted scalar" in said:
        start = error.context_mark.line if error.context_mark else at
        yield min(start, len(lines) - 1), "yaml.quote", {"text": lines[min(start, len(lines) - 1)].strip()}
    if "\\t" in said or "tab" in said or re.match(r"[ -]*\t", lines[at]):
        yield at, "yaml.tab", {}
    if _BULLET_LINE.match(lines[at]):
        first = at
        while first and _BULLET_LINE.match(lines[first - 1]):
            first -= 1
        if match := _BULLET_LINE.match(lines[first]):
            values = {"text": lines[first].strip(), "meant": f"- {match[1].strip()}"}
            yield first, "yaml.bullet", values
    if match := _PICTURE_VALUE.match(lines[at]):
        yield at, "yaml.picture", {"alt": match[1], "meant": match[2]}
    if re.fullmatch(rf"[ ]*(?:- )?{NAME}:[ ]+[-–—][ ]*", lines[at]):
        yield at, "yaml.dash", {"text": shown}
    if _WORDS_BEHIND.match(lines[at]) or _VALUE_OF_SIGNS.match(lines[at]):
        yield at, "yaml.sign", {"text": shown}
    opened = error.context_mark.line if error.context_mark else at
    if _COMMAS.search(lines[at]):
        yield at, "yaml.comma", {"text": shown}
    for line in {at, opened} if "flow sequence" in context else {at}:
        if match := _HASH_IN_LIST.search(lines[line]):
            yield line, "yaml.hash", {"text": match[1]}
    if _BLOCK_SIGN.match(lines[at]) and "block scalar" in context:
        yield at, "yaml.sign", {"text": shown}
    if (quote := _quote_line(at, lines, said)) is not None:
        yield quote, "yaml.quote", {"text": lines[quote].strip()}
    if (found := _glued_item(at, lines)) is not None:
        yield found, "yaml.item", {"text": lines[found].strip()}
    if "flow sequence" in context and "]" not in lines[opened]:
        yield opened, "yaml.bracket", {"text": lines[opened].strip()}
    if "mapping values are not allowed" in said and len(_COLON.findall(shown)) > 1:
        yield at, "yaml.colon", {"text": shown}
    if (found := _no_colon(at, lines)) is not None:
        if above := _continued(found, lines):
            yield found, "yaml.continued", {"text": lines[found].strip(), "field": above}
        yield found, "yaml.no-colon", {"text": lines[found].strip()}
    if "cannot start any token" in said or "entries are not allowed" in said:
        yield at, "yaml.sign", {"text": shown}
    if "flow sequence" in context or "flow mapping" in context:
        start = error.context_mark.line if error.context_mark else at
        yield min(start, len(lines) - 1), "yaml.bracket", {"text": lines[min(start, len(lines) - 1)].strip()}
    if "alias" in context or "anchor" in context or "tag" in context:
        yield at, "yaml.sign", {"text": shown}
    if "expected" in said or "mapping values" in said:
        yield at, "yaml.indent", {"text": shown or lines[max(0, at - 1)].strip()}
    yield at, "yaml.broken", {"text": shown}


_COMMAS = late(rf"^[ ]*{NAME}[ ]?:[ ]+\[(?:[ ]*,|[^\"'\[\]{{}}]*,[ ]*,)")
_GOES_ON = late(rf"(?P<name>{NAME})[ ]?:[ ]+(?:[|>][-+]?[ ]*|[^\s\"'\[{{|>&*!].*)")
_BULLET_LINE = late(r"^[ ]*[*•●▪‣◦·–—][ ]+(\S[^:]*)$")
_PICTURE_VALUE = late(r"^[ ]*image:[ ]+!\[([^\]]*)\]\(([^()\s]+)\)")
_WORDS_BEHIND = late(rf"^[ ]*(?:- )?{NAME}:[ ]+(?:\[[^\[\]]*\]|\{{[^{{}}]*\}})[ ]*[^\s#,\]}}]")
"""Words go on behind brackets that opened the value."""
_VALUE_OF_SIGNS = late(rf"^[ ]*(?:- )?{NAME}:[ ]+\?[ ]")
_HASH_IN_LIST = late(r"[\[,][ ]*(#[^\s,\]]+)")

_QUOTED_THEN_MORE = late(
    rf"""^\s*(?:-\s+)?{NAME}:\s+(?:"[^"]*"\s*[^\s#,\]}}]|'(?:[^']|'')*'\s*[^\s#,\]}}])"""
)


_OPEN_QUOTE = late(rf"""^\s*(?:-\s+)?{NAME}:\s+(?:"[^"]*|'[^']*)$""")
_BLOCK_SIGN = late(rf"^[ ]*(?:- )?{NAME}:[ ]+[|>][ ]*[^\s#]")


def _quote_line(at: int, lines: list[str], said: str) -> int | None:
    """The line where text goes on behind a closing quote, or where a quote opens that a later one closed."""
    found = _line_like(_QUOTED_THEN_MORE, at, lines)
    if found is None and "expected key" in said:
        found = next((line for line in range(at, -1, -1) if _OPEN_QUOTE.match(lines[line])), None)
    return found


def _glued_item(at: int, lines: list[str]) -> int | None:
    """The item without a space behind its dash: this line, the one before, or the one above this."""
    if (found := _line_like(GLUED_ITEM, at, lines)) is not None:
        return found
    width = len(lines[at]) - len(lines[at].lstrip(" "))
    above = next((n for n in range(at, -1, -1) if len(lines[n]) - len(lines[n].lstrip(" ")) < width), None)
    return above if above is not None and GLUED_ITEM.match(lines[above]) else None


def _line_like(pattern: re.Pattern[str], at: int, lines: list[str]) -> int | None:
    """The line that `pattern` matches: this one, or the one before."""
    return next(
        (line for line in (at, at - 1) if 0 <= line < len(lines) and pattern.match(lines[line])), None
    )


_COLON = late(r":(?:\s|$)")
_FIELD = late(rf"^\s*(?:-\s+)?{NAME}\s*:(?:\s|$)|^\s*(?:-(?:\s|$)|#|$)")
_GLUED = late(rf"^\s*(?:-\s+)?{NAME}\s*(?::\S|：)")


def _continued(at: int, lines: list[str]) -> str:
    """The field whose text goes on in a line that stands no further in than its name, or nothing."""
    if lines[at][:1] in ("", " ", "\t", "-", "•", "*") or re.match(rf"\W*{NAME}\s*[:：=]", lines[at]):
        return ""
    while at and not (match := _GOES_ON.fullmatch(lines[at - 1])) and lines[at - 1].startswith("  "):
        at -= 1
    return match["name"] if at and match else ""


def _no_colon(at: int, lines: list[str]) -> int | None:
    """The line, this or the one before, that has no "field: value"."""
    for line in (at - 1, at):
        if 0 <= line < len(lines) and (_GLUED.match(lines[line]) or not _FIELD.match(lines[line])):
            return line
    return None
