"""knowledge/**/NAME.md -> Article."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from julasan.model import Article
from julasan.problem import Problem, Source
from julasan.read.markdown import scan
from julasan.read.matter import Matter, split
from julasan.read.plain import plain_head
from julasan.read.slips import Slips
from julasan.read.text import read_encoded
from julasan.read.values import Typed, read_fields

_ASCII_STEM = re.compile(r"[a-z0-9-]{1,40}")


def read_article(
    root: Path, path: str, now: date, texts: dict[str, str], encoded: dict[str, bytes]
) -> tuple[Article | None, list[Problem]]:
    """The article at `path`; what could not be read is filled from its name, so that links to it still hold.

    None for a README.md without fields: it is a note to whoever looks at the folder. Its text goes to
    `texts`, and in UTF-8 to `encoded`.
    """
    slips = Slips(path)
    text, data = read_encoded(f"{root}/{path}", slips) or (None, b"")
    name = path.rpartition("/")[2]
    if text is not None and name.casefold() == "readme.md" and not text.startswith("---"):
        return None, []
    stem = unicodedata.normalize("NFC", name.removesuffix(".md"))
    if text is None:
        return _article({}, Source(path), Matter(None, "", 1), stem, now), slips.problems
    texts[path], encoded[path] = text, data
    if plain := plain_head(text, Article, data):
        typed, matter = plain
    else:
        matter = split(text, slips)
        typed = read_fields(Article, matter.fields, slips) if matter.fields else Typed({}, {})
    _dates(typed.values, typed.lines, now, slips)
    _proposal(typed.values, typed.lines, slips)
    line = matter.fields.line if matter.fields else 1
    values = {**typed.values, "digest": digest(path, data)}
    return _article(values, Source(path, line, typed.lines), matter, stem, now), slips.problems


def digest(path: str, encoded: bytes) -> str:
    """A fingerprint of a file's text, which is in UTF-8, and place."""
    found = hashlib.sha256(f"{path}\0".encode("utf-8", "surrogatepass"))
    found.update(encoded)
    return found.hexdigest()[:24]


def permalink(stem: str, day: date, slug: str | None = None) -> str:
    """The stem of an article's URL: `slug`, else an ASCII file name, else date and hash of the name."""
    if slug:
        return slug
    if _ASCII_STEM.fullmatch(stem):
        return stem
    return f"{day.isoformat()}-{hashlib.sha256(stem.encode('utf-8', 'replace')).hexdigest()[:4]}"


def _article(values: Mapping[str, Any], source: Source, matter: Matter, stem: str, now: date) -> Article:
    filled = {"title": stem, "date": now, **values}
    link = permalink(stem, filled["date"], filled.get("slug"))
    body = scan(matter.text, matter.line, matter.encoded)
    return Article(**filled, source=source, permalink=link, body=body)


def _proposal(values: Mapping[str, Any], lines: Mapping[str, int], slips: Slips) -> None:
    """`to` and `status` belong to a proposal; a kind that could not be read is a problem of its own."""
    if values.get("kind", "" if "kind" in lines else "article") in ("", "proposal"):
        return
    for name in ("to", "status"):
        if name in values:
            slips.add(lines[name], "proposal.field", field=name)


def _dates(values: Mapping[str, Any], lines: Mapping[str, int], now: date, slips: Slips) -> None:
    day, updated = values.get("date"), values.get("updated")
    for name, value in (("date", day), ("updated", updated)):
        if value and value > now:
            slips.add(lines[name], "date.future", field=name, value=value, today=now)
    if day and updated and updated < day:
        slips.add(lines["updated"], "date.updated", value=updated, date=day)
