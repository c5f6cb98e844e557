"""YAML -> text records: every scalar as text, a line for each key and item; the rest of YAML is refused."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import field
from itertools import islice, pairwise
from typing import TypeAlias

import yaml

from julasan.frozen import dataclass
from julasan.pattern import late
from julasan.problem import MOST
from julasan.read.recovery import LOSING, NAME, Lines, glued_lists, recovered
from julasan.read.slips import Slips
from julasan.read.text import for_yaml
from julasan.thai import normalise

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


@dataclasses.dataclass(slots=True)
class Fields:
    """A mapping; `whole` is False where the text broke off, so that nothing is called missing."""

    line: int
    entries: dict[str, Node] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    whole: bool = True


Node: TypeAlias = Scalar | Items | Fields


class _BrokenError(Exception):
    """Nothing behind this place can be read, unless line `deep`, which nests too deep, is left out."""

    def __init__(self, deep: int = 0) -> None:
        super().__init__()
        self.deep = deep


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
    if strict and "{{" in text:
        for match in islice(_MACRO.finditer(text), MOST):
            slips.add(text.count("\n", 0, match.end()) + first_line, "html.macro", value=match[1])
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
            from julasan.read.broken import slip_of

            at, code, values = slip_of(error, lines)
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
        at = error.deep - first_line if isinstance(error, _BrokenError) else -1
        sure = at > last and left > 0 and "yaml.deep" not in left_alone
        if sure and (instead := recovered(lines, at, "yaml.deep")):
            slips.add(at + first_line, "yaml.deep")
            lines[at] = instead[at]
            last = at
            continue
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
    """The line that should stand there; a value over several lines whole, so that its quotes are a pair.

    Its marks stand as they should: what is copied from a message is right at once.
    """
    lines = list(map(str.strip, instead.values()))
    return normalise(lines[0] if code == "yaml.item" else " ".join(lines))


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
_QUOTED = "[ !#-\\[\\]-~\u0e01-\u0e3a\u0e3f-\u0e5b\u2010-\u2027]"
_PLAIN_FIELD = late(
    rf"(?P<name>[a-z_]{{1,40}}):[ ]+(?:(?P<words>{_WORDS})"
    rf"|\[[ ]*(?P<items>{_WORDS}(?:[ ]*,[ ]*{_WORDS})*)?[ ]*\]"
    rf'|"(?P<quoted>{_QUOTED}*+(?:\\"{_QUOTED}*+)*+)")[ ]*'
)
"""A field as most are written: a few words, a quoted text (quotes in it, too), a list of words."""
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
            node = Scalar(quoted.replace('\\"', '"'), line, plain=False)
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


_MACRO = late(rf"^[ ]*(?:- )?{NAME}:[ ]+(\{{\{{[^{{}}\n]{{0,60}}\}}\}})", re.MULTILINE)
"""A value that only a macro would fill; for YAML it is a mapping whose key is a mapping."""


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
            raise _BrokenError(line)

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
