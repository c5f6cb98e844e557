"""A saved web page -> a draft: the article on it, without what the site puts around it."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from urllib.parse import unquote_to_bytes

from julasan.check.sizes import PICTURE_BYTES
from julasan.importing import markup, tree
from julasan.importing.draft import (
    Asked,
    Draft,
    Note,
    Refused,
    known_topics,
    not_in_future,
    one_line,
    open_questions,
    stem,
)
from julasan.importing.flow import day_of, flow, head, with_captions
from julasan.importing.parts import Element
from julasan.importing.pictures import Gallery
from julasan.importing.tree import Fetch
from julasan.model import Settings
from julasan.read.slips import Slips
from julasan.read.text import decode

_MAIN = (
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' post-body ')]",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' entry-content ')]",
    "//*[@itemprop='articleBody']",
    "//article",
    "//main",
    "//*[@role='main']",
    "//*[@id='content']",
)
_LEAST = 80
"""Letters below which a place is not the article."""
_AROUND = (
    "//nav|//aside|//footer|//*[@role='navigation']|//*[@id='comments']|//*[@id='sidebar']"
    "|//*[contains(concat(' ', normalize-space(@class), ' '), ' comments ')]"
    "|//*[contains(concat(' ', normalize-space(@class), ' '), ' sidebar ')]"
    "|//*[contains(concat(' ', normalize-space(@class), ' '), ' post-footer ')]"
    "|//*[contains(concat(' ', normalize-space(@class), ' '), ' share ')]"
)
_DATES = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//*[@itemprop='datePublished']/@title",
    "//abbr[contains(@class, 'published')]/@title",
    "//time/@datetime",
    "//*[contains(@class, 'date-header')]//text()",
    "//meta[@name='date']/@content",
)
_TITLES = (
    "//*[contains(@class, 'post-title') or contains(@class, 'entry-title')]",
    "//meta[@property='og:title']/@content",
    "//h1",
    "//title",
)
_OF_THE_SITE = re.compile(
    r"^\([0-9]+\+?\)\s+|\s+[|·–—-]\s+(?:Facebook|Instagram|LINE TODAY|Twitter|X|YouTube)\s*$"
)
"""What sites put around a title: the count of what is unread, their own name."""
_AUTHORS = (
    "//*[contains(@class, 'post-author')]//*[contains(@class, 'fn')]",
    "//*[@itemprop='author']//*[@itemprop='name']",
    "//meta[@name='author']/@content",
)
_LABELS = "//*[contains(@class, 'post-labels')]//a|//a[@rel='tag']"
_DATA_URI = re.compile(
    r"data:image/[\w.+-]+(?:;[\w=-]+)*?(?P<base64>;base64)?,(?P<data>.*)", re.DOTALL | re.IGNORECASE
)
_META_CHARSET = re.compile(
    rb"""(?i)<meta[^>]{0,200}charset\s*=\s*["']?\s*(windows-874|tis-620|iso-8859-11|utf-?8)"""
)


def drafts(file: Path, settings: Settings, asked: Asked) -> list[Draft]:
    """The one article of a saved page."""
    if file.stat().st_size > tree.HTML_BYTES:
        raise Refused("large", limit=tree.HTML_BYTES // 1_000_000)
    root = tree.parsed(text_of(file.read_bytes()))
    name = asked.name or stem(file.stem)
    topics, notes = known_topics([_text(label) for label in root.xpath(_LABELS)], settings)
    day = _date(root)
    title, authors = _headline(root) or _OF_THE_SITE.sub("", _first(root, _TITLES)), _first(root, _AUTHORS)
    for element in root.xpath(_AROUND):
        if element.getparent() is not None:
            element.drop_tree()
    known = Asked(name, asked.title or title or None, asked.date or day)
    return [draft(_main(root), settings, known, at_hand(file), (authors,) if authors else (), topics, notes)]


def draft(
    root: Element,
    settings: Settings,
    known: Asked,
    fetch: Fetch,
    authors: tuple[str, ...] = (),
    topics: tuple[str, ...] = (),
    notes: Sequence[Note] = (),
    hint: date | None = None,
) -> Draft:
    """A draft out of the tree of an article, with what is known of it from elsewhere.

    `hint` is a day that may be the article's, for a person to judge.
    """
    assert known.name
    gallery = Gallery(known.name)
    parts, found = tree.body(root, gallery, fetch)
    above = head(with_captions(parts), known.title or "")
    title = above.title or known.name
    body = markup.write(flow(above.parts), found.footnotes)
    made = Draft(
        name=known.name,
        title=title,
        date=known.date or above.date,
        authors=authors or above.authors,
        topics=topics,
        body=body,
        pictures=gallery.files,
    )
    said = [*notes, *found.all_notes(), *gallery.notes]
    if not known.title:
        said.insert(0, Note("title" if above.title else "title_file", {"title": title}))
    if not body.strip():
        said.append(Note("empty"))
    said += open_questions(made, settings, title + body, hint)
    return replace(made, notes=tuple(said))


def text_of(data: bytes) -> str:
    """A page's text: what it says of its encoding, else as every text is read."""
    match = _META_CHARSET.search(data[:4_000])
    if match and b"8" not in match[1][:5] and not data.startswith(b"\xef\xbb\xbf"):
        return data.decode("cp874", "replace")
    text = decode(data, Slips(""), web_page=True)
    if text is None:
        raise Refused("no_text")
    return text


def at_hand(file: Path) -> Fetch:
    """Fetches pictures written into the page, and those saved in the folder beside it; nothing else."""

    def fetch(source: str) -> bytes | None:
        if source[:5].casefold() == "data:":
            return _data_uri(source)
        path = tree.beside(file.name, source)
        if path is None:
            return None
        found = file.parent / path
        try:
            inside = found.resolve().is_relative_to(file.parent.resolve())
            if (
                inside
                and found.is_file()
                and not found.is_symlink()
                and found.stat().st_size <= PICTURE_BYTES * 5
            ):
                return found.read_bytes()
        except (OSError, ValueError):
            return None
        return None

    return fetch


def _data_uri(source: str) -> bytes | None:
    match = _DATA_URI.fullmatch(source)
    if not match:
        return None
    try:
        return base64.b64decode(match["data"]) if match["base64"] else unquote_to_bytes(match["data"])
    except (binascii.Error, ValueError):
        return None


def _main(root: Element) -> Element:
    for place in _MAIN:
        found = root.xpath(place)
        if len(found) == 1 and len(_text(found[0]).strip()) >= _LEAST:
            return found[0]
    body = root.find(".//body")
    return root if body is None else body


def _date(root: Element) -> date | None:
    for text in _texts(root, _DATES):
        if day := moment(text) or day_of(text):
            return not_in_future(day)
    return None


def moment(text: str) -> date | None:
    """The day of an ISO 8601 time."""
    try:
        return datetime.fromisoformat(text.strip()).date()
    except ValueError:
        return None


def _headline(root: Element) -> str:
    """The one line in large letters of a page that knows no headings; the site's own name goes."""
    if any(True for _ in _texts(root, _TITLES[:-1])):
        return ""
    site = _first(root, _TITLES[-1:])
    large = []
    for element in root.xpath(_LARGE):
        text = one_line(_text(element))
        if text and text not in site:
            large.append(text)
        elif element.getparent() is not None:
            element.drop_tree()
    return large[0] if len(large) == 1 and len(large[0]) >= _LEAST_TITLE else ""


_LARGE = "//font[@size >= 5 or @size = '+2' or @size = '+3' or @size = '+4']"
_LEAST_TITLE = 10


def _first(root: Element, places: tuple[str, ...]) -> str:
    return next(_texts(root, places), "")


def _texts(root: Element, places: tuple[str, ...]) -> Iterator[str]:
    for place in places:
        for found in root.xpath(place):
            text = one_line(found if isinstance(found, str) else _text(found))
            if text:
                yield text


def _text(element: Element) -> str:
    return str(element.text_content())
