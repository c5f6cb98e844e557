"""A draft: an article read out of somebody's file, with what a person must still decide."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date, timedelta

from julasan.frozen import dataclass
from julasan.model import Settings
from julasan.thai import normalise, words

LONGEST_TITLE = 200
LONGEST_STEM = 60

PRIVATE = "\ue000-\uf8ff"
"""Word's and Blogger's symbol fonts put their bullets there (U+F07B, U+F0B7 ...)."""


class Refused(Exception):  # noqa: N818 - it names what happened
    """A file that is not imported: `code` names the sentence ``import.refused.<code>``."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code, self.values = code, values


@dataclass(frozen=True, slots=True)
class Asked:
    """What the person said on the command line."""

    name: str | None = None
    title: str | None = None
    date: date | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a person should know or decide: ``import.note.<code>``."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """An article to be: its fields where known, its Markdown, its pictures by path below knowledge/."""

    name: str
    title: str
    date: date | None
    authors: tuple[str, ...]
    topics: tuple[str, ...]
    body: str
    pictures: Mapping[str, bytes]
    slug: str = ""
    """The article's address where its name is none."""
    notes: tuple[Note, ...] = ()

    @property
    def path(self) -> str:
        """Path of the article from the folder of mkdocs.yml."""
        return f"knowledge/{self.name}.md"

    @property
    def text(self) -> str:
        """The article as a file; an unknown date is left open, so that `check` asks for it."""
        fields = {
            "title": quoted(self.title),
            "date": self.date.isoformat() if self.date else "",
            "authors": listed(self.authors),
            "topics": listed(self.topics),
            "kind": "article",
            **({"slug": self.slug} if self.slug else {}),
        }
        front = "".join(f"{name}: {value}".rstrip() + "\n" for name, value in fields.items())
        return f"---\n{front}---\n\n{self.body.strip()}\n"


def quoted(text: str) -> str:
    """`text` as YAML's double-quoted scalar (YAML 1.2, 7.3.1), which JSON's is."""
    return json.dumps(text, ensure_ascii=False)


def listed(items: Iterable[str]) -> str:
    """A list of texts as YAML's flow sequence."""
    return "[" + ", ".join(quoted(item) for item in items) + "]"


_NOT_IN_TITLE = re.compile(f"[{PRIVATE}\x00-\x1f\x7f-\x9f\u2028\u2029\ufffd]|</?[A-Za-z][^<>]*>")
_NOT_IN_NAME = re.compile(r"[^\w\u0e00-\u0e7f-]+")


def stem(text: str) -> str:
    """A file name out of a title or another name: small letters, Thai kept whole, hyphens for the rest."""
    text = re.sub(r"[\s_.]+", "-", normalise(text).casefold().strip())
    text = re.sub(r"-{2,}", "-", _NOT_IN_NAME.sub("", text)).strip("-")
    longest = 40 if text.isascii() else LONGEST_STEM
    return text[:longest].strip("-") or "article"


def one_line(text: str) -> str:
    """`text` as a title: normal, on one line, without private symbols, control characters and tags."""
    return " ".join(_NOT_IN_TITLE.sub(" ", normalise(text)).split())[:LONGEST_TITLE].strip()


def open_questions(draft: Draft, settings: Settings, text: str, hint: date | None = None) -> list[Note]:
    """What the file did not say: date, authors, topics and province."""
    notes = []
    if draft.date is None:
        notes.append(Note("no_date_hint", {"hint": hint.isoformat()}) if hint else Note("no_date"))
    if not draft.authors:
        notes.append(Note("no_authors"))
    if not draft.topics and settings.topics:
        found = [topic for topic in settings.topics if topic in text]
        values = {"topics": ", ".join(settings.topics), "found": ", ".join(found)}
        notes.append(Note("no_topics_found" if found else "no_topics", values))
    # Whole words only: แพร่ stands in เผยแพร่ too.
    spoken = set(words(text)) if any(name in text for name in settings.provinces) else set()
    provinces = [name for name in settings.provinces if name in spoken]
    if provinces:
        notes.append(Note("no_province", {"found": ", ".join(provinces)}))
    return notes


def known_topics(labels: Sequence[str], settings: Settings) -> tuple[tuple[str, ...], list[Note]]:
    """The site's topics among another program's labels, and a note on the rest."""
    names = [one_line(label) for label in labels if label.strip()]
    topics = tuple(topic for topic in settings.topics if topic in names)
    rest = [name for name in names if name not in topics]
    return topics, [Note("labels", {"labels": ", ".join(rest)})] if rest else []


def not_in_future(day: date | None) -> date | None:
    """`day`, unless it lies ahead: then it is the date of something else."""
    return day if day and day <= date.today() + timedelta(days=1) else None
