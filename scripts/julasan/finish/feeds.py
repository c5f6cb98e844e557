"""The feed gate: Atom and JSON feeds that every reader takes; any other XML and JSON at least parses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from julasan.pattern import late
from julasan.problem import Problem, problem

_ATOM = "{http://www.w3.org/2005/Atom}"
_MOMENT = late(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_ADDRESS = late(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


def check_xml(path: str, content: bytes) -> Iterator[Problem]:
    """What is wrong in an XML file: that it does not parse, or what RFC 4287 misses in an Atom feed."""
    # After most edits no feed is another.
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        yield problem(path, error.lineno or 1, "built.does_not_parse", reason=error.msg)
        return
    if root.tag == f"{_ATOM}feed":
        yield from _atom(path, root)


def _atom(path: str, feed: Any) -> Iterator[Problem]:
    """RFC 4287 sections 4.1.1 (feed) and 4.1.2 (entry)."""
    entries = feed.findall(f"{_ATOM}entry")
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            found = element.findall(_ATOM + name)
            text = (found[0].text or "").strip() if len(found) == 1 else ""
            if (
                (name == "id" and not _ADDRESS.fullmatch(text))
                or (name == "updated" and not _MOMENT.fullmatch(text))
                or len(found) != 1
            ):
                yield problem(path, element.sourceline, "built.feed_lacks", name=name)
    if feed.find(f"{_ATOM}author") is None:
        for entry in entries or [feed]:
            if entry.find(f"{_ATOM}author") is None:
                yield problem(path, entry.sourceline, "built.feed_lacks", name="author")
    for entry in entries:
        links = [link.get("rel", "alternate") for link in entry.findall(f"{_ATOM}link")]
        if "alternate" not in links and entry.find(f"{_ATOM}content") is None:
            yield problem(path, entry.sourceline, "built.feed_lacks", name="content")


def check_json(path: str, content: bytes) -> Iterator[Problem]:
    """What is wrong in a JSON file: that it does not parse, or what JSON Feed 1.1 misses in a feed."""
    try:
        found = json.loads(content)
    except ValueError as error:
        yield problem(path, getattr(error, "lineno", 1), "built.does_not_parse", reason=error)
        return
    if isinstance(found, dict) and str(found.get("version", "")).startswith("https://jsonfeed.org/"):
        if not found.get("title"):
            yield problem(path, 1, "built.feed_lacks", name="title")
        items = found.get("items")
        for item in items if isinstance(items, list) else [{}]:
            if not isinstance(item, dict) or not item.get("id"):
                yield problem(path, 1, "built.feed_lacks", name="items.id")
            elif not ("content_html" in item or "content_text" in item):
                yield problem(path, 1, "built.feed_lacks", name="items.content_html")
