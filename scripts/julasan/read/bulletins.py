"""docs/bulletin/YYYY-MM.md -> Issue, and every other Markdown file of docs/ -> StandingPage."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from julasan.model import Issue, StandingPage
from julasan.problem import Problem, Source
from julasan.read.articles import digest
from julasan.read.dates import FIRST_BE_YEAR, FIRST_YEAR
from julasan.read.markdown import scan
from julasan.read.matter import split
from julasan.read.slips import Slips
from julasan.read.strays import PAGE_FIELDS_OF_MKDOCS, fields_of_articles
from julasan.read.text import read_encoded, read_text
from julasan.read.values import Typed, read_fields
from julasan.thai import BE_OFFSET

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


def read_issue(root: Path, path: str, now: date, texts: dict[str, str]) -> tuple[Issue | None, list[Problem]]:
    """The issue at `path`, whose name gives its month."""
    slips = Slips(path)
    stem = path.rpartition("/")[2].removesuffix(".md")
    match = _MONTH.fullmatch(stem)
    if not match or not FIRST_YEAR <= int(match[1]) <= FIRST_BE_YEAR:
        _bad_name(stem, match, slips)
    found = read_encoded(root / path, slips)
    if found is None:
        return None, slips.problems
    text, data = found
    texts[path] = text
    matter = split(text, slips)
    typed = read_fields(Issue, matter.fields, slips) if matter.fields else Typed({}, {})
    values = typed.values
    day, until = values.get("date"), values.get("until")
    if day and until and until < day:
        slips.add(typed.lines["until"], "date.until", value=until, date=day)
    filled = {"number": 1, "date": _first_day(stem) or now, "digest": digest(path, data), **values}
    source = Source(path, matter.fields.line if matter.fields else 1, typed.lines)
    issue = Issue(**filled, source=source, month=stem, body=scan(matter.text, matter.line))
    return (issue if match else None), slips.problems


def read_page(root: Path, path: str, texts: dict[str, str]) -> tuple[StandingPage | None, list[Problem]]:
    """The standing page at `path`; without a title in its fields, its first heading gives one."""
    slips = Slips(path)
    text = read_text(root / path, slips)
    name = path.rpartition("/")[2].removesuffix(".md")
    if text is None:
        return StandingPage(title=name, source=Source(path)), slips.problems
    texts[path] = text
    matter = split(text, slips, required=False)
    body = scan(matter.text, matter.line)
    typed = Typed({}, {})
    if matter.fields:
        entries = matter.fields.entries
        if "description" in entries and "summary" not in entries:
            entries["summary"] = entries.pop("description")
            matter.fields.lines["summary"] = matter.fields.lines.pop("description")
        has_heading = any(heading.level == 1 for heading in body.headings)
        if "title" not in entries and has_heading:
            matter.fields.whole = False
        passed_over: Iterable[str] = PAGE_FIELDS_OF_MKDOCS
        of_articles = fields_of_articles(entries)
        if len(of_articles) > 1:
            # The file is in the wrong place: which fields a page may have is not what its writer must learn.
            line, passed_over = matter.fields.lines[of_articles[0]], entries
            slips.add(line, "page.article", fields=", ".join(of_articles), meant=f"knowledge/{name}.md")
        typed = read_fields(StandingPage, matter.fields, slips, passed_over=passed_over)
    first = next((heading.text for heading in body.headings if heading.level == 1), None)
    if first is None and not matter.fields:
        slips.add(1, "page.title")
    filled = {"title": first or name, **typed.values}
    line = matter.fields.line if matter.fields else 1
    return StandingPage(**filled, source=Source(path, line, typed.lines), body=body), slips.problems


def _first_day(stem: str) -> date | None:
    match = _MONTH.fullmatch(stem)
    return date(int(match[1]), int(match[2]), 1) if match and int(match[1]) else None


def _bad_name(stem: str, match: re.Match[str] | None, slips: Slips) -> None:
    if match and int(match[1]) > FIRST_BE_YEAR:
        meant = f"{int(match[1]) - BE_OFFSET}-{match[2]}.md"
        slips.add(1, "issue.name-like", name=f"{stem}.md", meant=meant)
    else:
        slips.add(1, "issue.name", name=f"{stem}.md")
