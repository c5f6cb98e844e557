"""A plain text -> a draft: a note out of a mail, a forum, an old blog."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from julasan.importing import markup
from julasan.importing.draft import Asked, Draft, Note, Refused, open_questions, stem
from julasan.importing.flow import flow, head, lines_of, without_chrome
from julasan.model import Settings
from julasan.read.slips import Slips
from julasan.read.text import ARTICLE_BYTES, decode

_CHAT = re.compile(r"\s*(?:\[LINE\]|(?:ประวัติการแชท|Chat history) )")
"""The first words of a chat that LINE saved: its members did not write for the public."""


def drafts(file: Path, settings: Settings, asked: Asked) -> list[Draft]:
    """The one article of a text file, in whatever encoding it came."""
    if file.stat().st_size > ARTICLE_BYTES:
        raise Refused("large", limit=ARTICLE_BYTES // 1_000_000)
    text = decode(file.read_bytes(), Slips(file.name))
    if text is None or "\x00" in text:
        raise Refused("no_text")
    if _CHAT.match(text):
        raise Refused("chat")
    above = head(without_chrome(lines_of(text)), asked.title or "")
    name = asked.name or stem(file.stem)
    draft = Draft(
        name=name,
        title=above.title or name,
        date=asked.date or above.date,
        authors=above.authors,
        topics=(),
        body=markup.write(flow(above.parts)),
        pictures={},
    )
    notes = [] if asked.title else [Note("title" if above.title else "title_file", {"title": draft.title})]
    if draft.authors:
        notes.append(Note("author", {"name": ", ".join(draft.authors)}))
    if not draft.body.strip():
        notes.append(Note("empty"))
    return [replace(draft, notes=(*notes, *open_questions(draft, settings, text)))]
