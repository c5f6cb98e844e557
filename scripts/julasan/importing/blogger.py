"""A Blogger export (Atom, RFC 4287) -> a draft for each published post."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from lxml import etree

from julasan.frozen import dataclass
from julasan.importing import page, tree
from julasan.importing.draft import Asked, Draft, Note, Refused, known_topics, one_line, stem
from julasan.importing.parts import Element
from julasan.model import Settings

FILE_BYTES = 100_000_000
MOST_POSTS = 5_000

_ATOM = "{http://www.w3.org/2005/Atom}"
_APP = "{http://purl.org/atom/app#}"
_BLOGGER = "{http://schemas.google.com/blogger/2018}"
_KIND = "http://schemas.google.com/g/2005#kind"
_POST = "http://schemas.google.com/blogger/2008/kind#post"
_NOBODY = ("", "unknown", "anonymous", "ไม่ระบุชื่อ", "noreply@blogger.com")


@dataclass(frozen=True, slots=True)
class _Post:
    title: str
    day: date | None
    author: str
    labels: tuple[str, ...]
    html: str
    address: str


def drafts(file: Path, settings: Settings, asked: Asked) -> list[Draft]:
    """An article for each post; drafts, pages, comments and settings of the blog stay behind."""
    if file.stat().st_size > FILE_BYTES:
        raise Refused("large", limit=FILE_BYTES // 1_000_000)
    posts, hidden = _posts(file, ZoneInfo(settings.timezone))
    if not posts:
        raise Refused("no_posts")
    taken: set[str] = set()
    found = []
    for number, post in enumerate(posts):
        stemmed = asked.name or _name(post)
        name = _free(stemmed if len(posts) == 1 or not asked.name else f"{stemmed}-{number + 1}", taken)
        title = asked.title if len(posts) == 1 else None
        found.append(_draft(post, settings, Asked(name, title or post.title or None, post.day)))
    if hidden:
        note = Note("unpublished", {"count": hidden})
        found[0] = replace(found[0], notes=(note, *found[0].notes))
    return found


def _draft(post: _Post, settings: Settings, known: Asked) -> Draft:
    topics, notes = known_topics(post.labels, settings)
    authors = () if post.author.casefold() in _NOBODY else (post.author,)
    return page.draft(
        tree.parsed(post.html), settings, known, page.at_hand(Path("/nowhere/x")), authors, topics, notes
    )


def _posts(file: Path, zone: ZoneInfo) -> tuple[list[_Post], int]:
    """The published posts, oldest first, and how many were left unpublished."""
    posts: list[_Post] = []
    hidden = 0
    try:
        with file.open("rb") as stream:
            for entry in _entries(stream):
                if _is_post(entry) and _is_draft(entry):
                    hidden += 1
                elif _is_post(entry):
                    posts.append(_post(entry, zone))
                entry.clear()
                if len(posts) > MOST_POSTS:
                    raise Refused("many_posts", most=MOST_POSTS)
    except (etree.LxmlError, ValueError):
        raise Refused("no_blogger") from None
    return sorted(posts, key=lambda post: (post.day or date.max, post.address)), hidden


def _entries(stream: IO[bytes]) -> Iterator[Element]:
    """The entries of an Atom feed, one at a time; a document type ends the reading before any entity does."""
    reader = etree.iterparse(
        stream,
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    first = True
    for event, element in reader:
        if first:
            first = False
            if element.getroottree().docinfo.doctype or element.getroottree().docinfo.internalDTD is not None:
                raise Refused("entities")
            if element.tag != f"{_ATOM}feed":
                raise Refused("no_blogger")
        if event == "end" and element.tag == f"{_ATOM}entry":
            yield element


def _is_post(entry: Element) -> bool:
    kinds = [item.get("term") for item in entry.iter(f"{_ATOM}category") if item.get("scheme") == _KIND]
    kind = entry.findtext(f"{_BLOGGER}type", "")
    return bool(_POST in kinds or kind == "POST")


def _is_draft(entry: Element) -> bool:
    control = entry.find(f"{_APP}control")
    old = control is not None and control.findtext(f"{_APP}draft", "") == "yes"
    return bool(old or entry.findtext(f"{_BLOGGER}status", "LIVE") != "LIVE")


def _post(entry: Element, zone: ZoneInfo) -> _Post:
    author = entry.find(f"{_ATOM}author")
    links = [link.get("href", "") for link in entry.iter(f"{_ATOM}link") if link.get("rel") == "alternate"]
    labels = [item.get("term", "") for item in entry.iter(f"{_ATOM}category") if item.get("scheme") != _KIND]
    return _Post(
        title=one_line(entry.findtext(f"{_ATOM}title", "") or ""),
        day=_day(entry.findtext(f"{_ATOM}published", "") or "", zone),
        author=one_line(author.findtext(f"{_ATOM}name", "") or "") if author is not None else "",
        labels=tuple(labels),
        html=entry.findtext(f"{_ATOM}content", "") or "",
        address=entry.findtext(f"{_BLOGGER}filename", "") or (links[0] if links else ""),
    )


def _day(text: str, zone: ZoneInfo) -> date | None:
    """The day on which a post came out where the site is: Blogger writes another zone's time."""
    try:
        moment = datetime.fromisoformat(text.strip())
        return moment.astimezone(zone).date() if moment.tzinfo else moment.date()
    except (ValueError, OverflowError):
        return None


def _name(post: _Post) -> str:
    """``2010-09-24-blog-post`` out of the day and the post's own address."""
    last = urlsplit(post.address).path.rpartition("/")[2]
    slug = stem(re.sub(r"\.html?$", "", last)) if last else "post"
    return stem(f"{post.day.isoformat()}-{slug}") if post.day else slug


def _free(name: str, taken: set[str]) -> str:
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name[: 40 - len(str(number)) - 1].rstrip('-')}-{number}"
    taken.add(free)
    return free
