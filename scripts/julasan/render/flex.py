"""LINE Flex Messages: the published limits of the Messaging API, and what in a message breaks them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

Json = dict[str, Any]

ALT_TEXT, LABEL, URI, IMAGE_URL, TEXT = 400, 20, 1_000, 2_000, 5_000
"""Longest texts, in UTF-16 units as LINE counts them; where its pages give two figures, the smaller."""
BUBBLES, BUBBLE_BYTES, CAROUSEL_BYTES = 12, 30_000, 50_000

_SIZES = {"nano", "micro", "deca", "hecto", "kilo", "mega", "giga"}
_FONT = {"xxs", "xs", "sm", "md", "lg", "xl", "xxl", "3xl", "4xl", "5xl"}
_SPACE = {"none", "xs", "sm", "md", "lg", "xl", "xxl"}
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}(?:[0-9A-Fa-f]{2})?")
_PIXELS = re.compile(r"\d+(?:\.\d+)?px|\d+(?:\.\d+)?%")
_BOX = {
    "type", "layout", "contents", "backgroundColor", "borderColor", "borderWidth", "cornerRadius", "spacing",
    "margin", "paddingAll", "paddingTop", "paddingBottom", "paddingStart", "paddingEnd", "flex", "action",
    "width", "height",
}  # fmt: skip
_KNOWN: Mapping[str, set[str]] = {
    "bubble": {"type", "size", "direction", "header", "hero", "body", "footer", "styles", "action"},
    "carousel": {"type", "contents"},
    "box": _BOX,
    "text": {"type", "text", "size", "weight", "color", "wrap", "maxLines", "margin", "flex", "align",
             "decoration", "style", "action", "lineSpacing", "adjustMode"},
    "button": {"type", "action", "style", "color", "height", "margin", "flex", "gravity"},
    "image": {"type", "url", "size", "aspectRatio", "aspectMode", "margin", "flex", "action",
              "backgroundColor"},
    "separator": {"type", "margin", "color"},
    "filler": {"type", "flex"},
}  # fmt: skip
_NEEDED = {"box": ("layout", "contents"), "text": ("text",), "button": ("action",), "image": ("url",)}


def size(value: Json) -> int:
    """Bytes of a value as it goes over the wire."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def units(text: str) -> int:
    """Length of `text` as LINE counts it."""
    return len(text.encode("utf-16-le")) // 2


def violations(message: Json) -> Iterator[str]:
    """What in a Flex Message LINE would refuse, as ``place: reason``; nothing for a good one."""
    if message.get("type") != "flex":
        yield "type: not flex"
    alt = message.get("altText", "")
    if not alt or units(alt) > ALT_TEXT:
        yield f"altText: 1 to {ALT_TEXT} characters"
    container = message.get("contents")
    if not isinstance(container, dict):
        yield "contents: no container"
        return
    kind = container.get("type")
    if kind == "bubble":
        yield from _bubble(container, "contents")
    elif kind == "carousel":
        bubbles = container.get("contents", [])
        if not 1 <= len(bubbles) <= BUBBLES:
            yield f"contents: 1 to {BUBBLES} bubbles"
        if size(container) > CAROUSEL_BYTES:
            yield f"contents: over {CAROUSEL_BYTES} bytes"
        if len({bubble.get("size", "mega") for bubble in bubbles}) > 1:
            yield "contents: bubbles of several sizes"
        for at, bubble in enumerate(bubbles):
            yield from _bubble(bubble, f"contents[{at}]")
    else:
        yield f"contents: unknown container {kind}"


def _bubble(bubble: Json, place: str) -> Iterator[str]:
    if bubble.get("type") != "bubble":
        yield f"{place}: no bubble"
    if size(bubble) > BUBBLE_BYTES:
        yield f"{place}: over {BUBBLE_BYTES} bytes"
    if bubble.get("size", "mega") not in _SIZES:
        yield f"{place}.size: unknown"
    yield from _keys(bubble, "bubble", place)
    if not any(block in bubble for block in ("header", "hero", "body", "footer")):
        yield f"{place}: empty"
    for block in ("header", "body", "footer"):
        if block in bubble:
            if bubble[block].get("type") != "box":
                yield f"{place}.{block}: no box"
            yield from _component(bubble[block], f"{place}.{block}")
    if "hero" in bubble:
        if bubble["hero"].get("type") not in ("image", "box", "video"):
            yield f"{place}.hero: no image, box or video"
        yield from _component(bubble["hero"], f"{place}.hero")


def _component(part: Json, place: str) -> Iterator[str]:
    kind = part.get("type", "")
    if kind not in _KNOWN or kind in ("bubble", "carousel"):
        yield f"{place}: unknown component {kind}"
        return
    yield from _keys(part, kind, place)
    for name in _NEEDED.get(kind, ()):
        if part.get(name) in (None, ""):
            yield f"{place}.{name}: missing"
    yield from _values(part, place)
    if kind == "box":
        if part.get("layout") not in ("horizontal", "vertical", "baseline"):
            yield f"{place}.layout: unknown"
        for at, inner in enumerate(part.get("contents", [])):
            yield from _component(inner, f"{place}.contents[{at}]")
    if kind == "text" and units(str(part.get("text", ""))) > TEXT:
        yield f"{place}.text: over {TEXT} characters"
    if kind == "image":
        yield from _image(part, place)
    if "action" in part:
        yield from _action(part["action"], f"{place}.action", labelled=kind == "button")


def _keys(part: Json, kind: str, place: str) -> Iterator[str]:
    for name in part:
        if name not in _KNOWN[kind]:
            yield f"{place}.{name}: unknown property of {kind}"


def _values(part: Json, place: str) -> Iterator[str]:
    for name in ("color", "backgroundColor", "borderColor"):
        if name in part and not _COLOUR.fullmatch(part[name]):
            yield f"{place}.{name}: no colour"
    for name in ("margin", "spacing", "paddingAll"):
        if name in part and part[name] not in _SPACE and not _PIXELS.fullmatch(part[name]):
            yield f"{place}.{name}: unknown"
    if (
        part.get("type") == "text"
        and part.get("size", "md") not in _FONT
        and not _PIXELS.fullmatch(part["size"])
    ):
        yield f"{place}.size: unknown"


def _image(part: Json, place: str) -> Iterator[str]:
    url = str(part.get("url", ""))
    if not url.startswith("https://") or units(url) > IMAGE_URL:
        yield f"{place}.url: https, at most {IMAGE_URL} characters"
    if not re.search(r"(?i)\.(?:png|jpe?g)$", url):
        yield f"{place}.url: PNG or JPEG"
    ratio = re.fullmatch(r"(\d{1,6}):(\d{1,6})", part.get("aspectRatio", "1:1"))
    if not ratio or int(ratio[2]) > 3 * int(ratio[1]):
        yield f"{place}.aspectRatio: unknown"


def _action(action: Json, place: str, *, labelled: bool) -> Iterator[str]:
    if action.get("type") != "uri":
        yield f"{place}: only uri actions are known here"
    uri = str(action.get("uri", ""))
    if not re.match(r"(?:https?|line|tel):", uri) or not uri.isascii() or units(uri) > URI:
        yield f"{place}.uri: http, https, line or tel, at most {URI} characters"
    label = str(action.get("label", ""))
    if units(label) > LABEL or (labelled and not label):
        yield f"{place}.label: 1 to {LABEL} characters"
