"""mkdocs.yml -> Settings: the block of this plugin strictly, MkDocs' own keys only where pages need them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from julasan.guesses import close_to
from julasan.locales import locale
from julasan.model import Settings
from julasan.pattern import late
from julasan.problem import Problem, Source
from julasan.read.events import note_zone, zone_of
from julasan.read.files import is_plain
from julasan.read.private import is_address
from julasan.read.record import Fields, Items, Node, Scalar, compose
from julasan.read.slips import Slips
from julasan.read.text import SETTINGS_BYTES, read_text
from julasan.read.values import read_fields

PATH = "mkdocs.yml"
PLUGIN = "julasan"


def read_settings(root: Path, texts: dict[str, str]) -> tuple[Settings, list[Problem]]:
    """The site's settings; a folder without them still has some, so that the rest can be read."""
    slips = Slips(PATH)
    file = root / PATH
    if not is_plain(file):
        if not file.is_symlink():
            slips.add(1, "settings.no-file")
        return Settings(network=root.resolve().name or "?"), slips.problems
    text = read_text(file, slips, SETTINGS_BYTES)
    if text is None:
        return Settings(network="?"), slips.problems
    texts[PATH] = text
    top = compose(text, slips, strict=False)
    if not isinstance(top, Fields):
        slips.add(1, "settings.no-plugin")
        return Settings(network="?"), slips.problems
    _refuse_programs(top, text, slips)
    if "nav" in top.entries and not isinstance(nav := top.entries["nav"], Items) and not _is_empty(nav):
        slips.add(top.lines["nav"], "settings.nav")
    block = _block(top, slips)
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    if block is not None:
        _strictly(text, block, slips)
        typed = read_fields(Settings, block, slips)
        values, lines = typed.values, dict(typed.lines)
        _look(values, lines, slips)
    return _settings(top, values, lines, block.line if block else 1), slips.problems


_PROGRAMS = ("hooks", "INHERIT", "extra_javascript", "extra_css", "extra_templates", "watch")
_OUTSIDE = late(r"(?:[/\\~]|[A-Za-z]:|(?:.*[/\\])?\.\.(?:[/\\]|$))")
_TAG = late(
    r"^[^#\n]*?[\s\[,](!{1,2}<?(?:python\b(?!/(?:name|object/apply):(?:materialx?|pymdownx|markdown)\.)|tag:|relative\b"
    # A variable of the machine may hold a secret; those that say where and how to build hold none.
    r"|ENV(?!\s*\[?\s*[A-Z_]*(?:URL|DIR|CI|OFFLINE|BUILD|DEBUG|DRAFT|PROD)\b))[^\s\]]*)",
    re.MULTILINE,
)
_ACTIVE_EXTENSIONS = late(
    r"pymdownx\.(?:snippets|b64|blocks\.html)|markdown_exec.*|mkdocs_macros.*|md_in_html"
)
_ACTIVE_PLUGINS = (
    "macros",
    "exclude-search",
    "exec",
    "markdown-exec",
    "gen-files",
    "include-markdown",
    "mkdocs-simple-hooks",
)


def _refuse_programs(top: Fields, text: str, slips: Slips) -> None:
    """mkdocs.yml comes with a pull request too: it may name no program and no place outside the folder."""
    for name in _PROGRAMS:
        if name in top.entries:
            slips.add(top.lines[name], "settings.program", field=name)
    for match in _TAG.finditer(text):
        line = text.count("\n", 0, match.end()) + 1
        slips.add(line, "settings.program", field=match[1])
    for name in ("docs_dir", "site_dir"):
        if _OUTSIDE.match(_text(top, name)):
            slips.add(top.lines[name], "settings.outside", field=name, value=_text(top, name))
    theme = top.entries.get("theme")
    if isinstance(theme, Fields) and "custom_dir" in theme.entries:
        slips.add(theme.lines["custom_dir"], "settings.program", field="custom_dir")
    for name, active in (("plugins", _ACTIVE_PLUGINS), ("markdown_extensions", None)):
        for entry, line in _names(top.entries.get(name)):
            if entry in active if active else _ACTIVE_EXTENSIONS.fullmatch(entry):
                slips.add(line, "settings.program", field=entry)


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and node.empty


def _names(node: Node | None) -> Iterator[tuple[str, int]]:
    """Name and line of each plugin or extension of a list, with options or without."""
    for item in node.items if isinstance(node, Items) else []:
        if isinstance(item, Scalar):
            yield item.text, item.line
        elif isinstance(item, Fields):
            yield from ((name, item.lines[name]) for name in item.entries)


def _block(top: Fields, slips: Slips) -> Fields | None:
    """The mapping under ``plugins: - julasan:``."""
    plugins = top.entries.get("plugins")
    line = top.lines.get("plugins", 1)
    entries: list[Node] = []
    if isinstance(plugins, Items):
        entries = plugins.items
    elif isinstance(plugins, Fields):
        entries = [plugins]
    for entry in entries:
        if isinstance(entry, Scalar) and entry.text == PLUGIN:
            return Fields(entry.line)
        if isinstance(entry, Fields) and PLUGIN in entry.entries:
            found, at = entry.entries[PLUGIN], entry.lines[PLUGIN]
            if isinstance(found, Fields):
                return Fields(at, found.entries, found.lines, found.whole)
            if isinstance(found, Scalar) and found.empty:
                return Fields(at)
            slips.add(at, "settings.fields")
            return None
    if top.whole:
        slips.add(line, "settings.no-plugin")
    return None


def _strictly(text: str, block: Fields, slips: Slips) -> None:
    """Refuse anchors, tags and doubled keys inside the block: it is read a second time, by itself."""
    lines = text.split("\n")
    first = block.line
    head = lines[first - 1] if first <= len(lines) else ""
    indent = len(head) - len(head.lstrip(" "))
    inside = []
    for line in lines[first:]:
        width = len(line) - len(line.lstrip(" "))
        if line.strip() and not line.lstrip().startswith("#") and width <= indent + 1:
            break
        inside.append(line)
    again = Slips(PATH)
    compose("\n".join(inside), again, first + 1)
    known = set(slips.problems)
    slips.problems += [
        found for found in again.problems if found not in known and found.code.startswith("yaml.")
    ]


def _look(values: dict[str, Any], lines: dict[str, int], slips: Slips) -> None:
    """What settings say beyond their types; a value that would mislead the rest is taken out."""
    zone = values.get("timezone")
    if zone and zone_of(zone) is None:
        note_zone(zone, lines["timezone"], slips)
        del values["timezone"]
    for name in ("mail_from", "mail_unsubscribe"):
        if (address := values.get(name)) and not is_address(address):
            slips.add(lines[name], "settings.address", field=name, value=address)
    for entry in values.get("may_be_published", ()):
        if _EVERYBODYS.fullmatch(entry.strip().casefold()):
            slips.add(lines["may_be_published"], "settings.everybody", value=entry)
    values["words"] = dict(_words(values, lines, slips))
    values["colours"] = dict(_colours(values, lines, slips))
    _look_at_provinces(values.get("provinces", {}), lines, slips)


def _look_at_provinces(provinces: Mapping[str, str], lines: Mapping[str, int], slips: Slips) -> None:
    """Each has a code of ISO 3166-2, and none two."""
    taken: dict[str, str] = {}
    for name, code in provinces.items():
        line = lines[f"provinces.{name}"]
        if not _CODE.fullmatch(code):
            slips.add(line, "settings.province", name=name, value=code)
        if (other := taken.setdefault(code, name)) != name:
            slips.add(line, "settings.province-twice", name=name, value=code, other=other)


_EVERYBODYS = late(
    r"@(?:g(?:oogle)?mail|hotmail|outlook|yahoo|icloud|live|msn|ymail|proton(?:mail)?|line)\.(?:[a-z]{2,4}\.?){1,2}"
    r"|[@*]\.?[a-z]{0,6}"
)
"""Entries of an allow-list that would let anybody's address pass: a public post office, a whole domain."""
_CODE = late(
    r"(?!TH-)[A-Z]{2}-[A-Z0-9]{1,3}|TH-(?:1[0-9]|2[0-7]|3[0-9]|4[0-9]|5[0-8]|6[0-7]|7[0-7]|8[0-6]|9[0-6]|S)"
)
"""A code of ISO 3166-2, for Thailand one that there is."""


def _words(values: Mapping[str, Any], lines: Mapping[str, int], slips: Slips) -> Iterator[tuple[str, str]]:
    """The network's own words for texts that there are, each with no place that the program does not fill."""
    own = locale(values.get("language", "th"))
    for name, text in values.get("words", {}).items():
        if not own.has(name) and own.uses(name) and "{" not in text:
            yield name, text
        elif not own.has(name):
            meant = close_to(name, own.texts)
            code = "words.unknown-like" if meant else "words.unknown"
            slips.add(lines[f"words.{name}"], code, value=name, meant=meant or "")
        elif not set(_PLACE.findall(text)) <= set(_PLACE.findall(own.text(name))) or "{" in _PLACE.sub(
            "", text
        ):
            slips.add(lines[f"words.{name}"], "words.place", value=name, text=own.original(name))
        else:
            yield name, text


def _colours(values: Mapping[str, Any], lines: Mapping[str, int], slips: Slips) -> Iterator[tuple[str, str]]:
    for name, value in values.get("colours", {}).items():
        if name not in COLOURS:
            slips.add(lines[f"colours.{name}"], "settings.colour-name", value=name, names=", ".join(COLOURS))
        elif not (found := _HEX.fullmatch(value.strip())):
            slips.add(lines[f"colours.{name}"], "settings.colour", field=name, value=value)
        else:
            yield name, f"#{found[1].lower()}"


COLOURS = ("main", "accent", "ornament")
_HEX = late(r"#?([0-9A-Fa-f]{6})")
_PLACE = late(r"\{[a-z_]+\}")


def _settings(top: Fields, values: dict[str, Any], lines: dict[str, int], line: int) -> Settings:
    site_name = _text(top, "site_name")
    url = _text(top, "site_url")
    own = ("site_name", "site_url", "repo_url", "edit_uri", "nav", "copyright")
    lines |= {name: top.lines[name] for name in own if name in top.lines}
    return Settings(
        **{"network": site_name or "?", **values},
        source=Source(PATH, line, lines),
        site_name=site_name or values.get("network", ""),
        site_url=url.rstrip("/") + "/" if url else "",
        repo_url=_text(top, "repo_url"),
        edit_uri=_text(top, "edit_uri"),
        nav=tuple(_nav(top.entries.get("nav"))),
        copyright=_text(top, "copyright"),
    )


def _text(top: Fields, name: str) -> str:
    node = top.entries.get(name)
    return node.text.strip() if isinstance(node, Scalar) and not node.empty else ""


def _nav(node: Node | None, title: str = "") -> list[tuple[str, str, int]]:
    """Title, path and line of every entry, sections opened."""
    found: list[tuple[str, str, int]] = []
    if isinstance(node, Scalar) and not node.empty:
        found.append((title, node.text.strip(), node.line))
    elif isinstance(node, Items):
        for item in node.items:
            found += _nav(item)
    elif isinstance(node, Fields):
        for name, inner in node.entries.items():
            found += _nav(inner, name)
    return found
