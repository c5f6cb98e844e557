"""Articles that lie where none is read: beside mkdocs.yml, or among the standing pages of docs/."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from julasan.model import Article, StandingPage, written_fields
from julasan.problem import Problem, problem
from julasan.read.heads import fields_meant
from julasan.read.matter import split
from julasan.read.slips import Slips
from julasan.read.text import read_text

PAGE_FIELDS_OF_MKDOCS = ("description", "hide", "icon", "search", "tags", "status")
"""Front matter of an ordinary MkDocs page that is passed over (`description` is the summary)."""

_OF_PAGES = {item.name for item in written_fields(StandingPage)}
_OF_ARTICLES = {item.name for item in written_fields(Article)} - _OF_PAGES


def fields_of_articles(names: Iterable[str]) -> list[str]:
    """Those of a head's fields, as they are called there, that an article has and no other page."""
    asked = ((name, fields_meant(name)) for name in names if name not in PAGE_FIELDS_OF_MKDOCS)
    return [name for name, meant in asked if meant & _OF_ARTICLES and not meant & _OF_PAGES]


def beside(root: Path, names: Iterable[str]) -> Iterator[Problem]:
    """The articles among the Markdown files `names` of the folder of mkdocs.yml itself."""
    for name in names:
        text = read_text(root / name, Slips(name))
        fields = split(text, Slips(name)).fields if text else None
        if fields and fields_of_articles(fields.entries):
            yield problem(name, 1, "file.stray", meant=f"knowledge/{name}")
