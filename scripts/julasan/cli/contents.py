"""Commands for what people write: new, import."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import get_args

import click

from julasan import check, importing, read, thai
from julasan import new as beginnings
from julasan.check import report
from julasan.check.fields import provinces_meant
from julasan.cli import joining, shared
from julasan.cli.asking import Asker
from julasan.guesses import close_to
from julasan.importing import Asked, Draft, Refused, Taken
from julasan.locales import LANGUAGES, locale
from julasan.model import ArticleKind, EventKind, Issue, Settings, Site
from julasan.problem import Problem
from julasan.read.dates import Slip, from_today, read_date
from julasan.render.holdings import month_end


class Beginnings(click.Choice[str]):
    """What may be begun, in the words of either language too."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The kind that `value` names, or a message that says which it may mean."""
        names = {
            word: kind
            for language in LANGUAGES
            for kind in self.choices
            for word in locale(language).text(f"cli.contents.called.{kind}").split(", ")
        }
        if near := names.get(value.casefold()):
            return near
        if near := close_to(value.casefold(), [*names, *self.choices]):
            self.fail(shared.help_of("near_kind").format(name=value, near=names.get(near, near)), param, ctx)
        return super().convert(value, param, ctx)


@click.command(help=shared.help_of("new"))
@shared.config_option
@shared.lang_option
@click.argument("kind", type=Beginnings(("article", "event", "bulletin", "member")))
@click.option("--title", default=None, help=shared.help_of("title"))
@click.option("--name", default=None, help=shared.help_of("name"))
@click.option("--date", "day", default=None, help=shared.help_of("date"))
def new(config: Path, lang: str, kind: str, title: str | None, name: str | None, day: str | None) -> None:
    """Ask for what is missing and write the first lines of a file."""
    say = shared.Teller(lang)
    root = shared.root_of(config, say)
    site, _ = read.read(root)
    when = _date(day, say, shared.today(site)) if day else None
    month = when or shared.today(site)
    ask = Asker(say, shared.today(site))
    try:
        if kind == "member":
            joining.join(say, root, site)
            return
        if kind == "bulletin":
            issue = _issue(ask, site, title, when)
            path, month = beginnings.bulletin(root, issue, say.text("body.bulletin")), issue.date
        elif kind == "article":
            beginning = _article(ask, site, title, when)
            taken = site.article_by_permalink
            suggested = beginnings.suggested_name(beginning.title, beginning.day, taken)
            name = name or ask.name("name", suggested, partial(_wrong_file, say, root))
            name = thai.normalise(name).removesuffix(".md")
            slug = beginnings.slug_of(name, beginning, taken)
            path = beginnings.article(root, name, beginning, say.text("body.article"), slug)
            if slug:
                say("contents.slug", slug=slug)
        else:
            path, name = _event(ask, root, site, title, name, when)
    except beginnings.BadName as error:
        click.echo(_bad_name(say, kind, str(error)), err=True)
        sys.exit(2)
    except FileExistsError as error:
        there = _shown(Path(str(error.filename or error)))
        say.fail("issue_exists" if kind == "bulletin" else "exists", path=there)
    say(f"next.{kind}", path=_shown(path), name=f"{month:%Y-%m}", date=month)


def _issue(ask: Asker, site: Site, title: str | None, day: date | None) -> Issue:
    """The next issue; whoever gave its title or day as an option is asked nothing."""
    month = month_end(shared.today(site))
    if title or day:
        return beginnings.next_issue(site.issues, day or month, title or "")
    taken, free = {issue.month for issue in site.issues}, month
    while f"{free:%Y-%m}" in taken:
        free = month_end(free + timedelta(days=1))
    day = ask.day("issue_date", free, monthly=True)
    issue = beginnings.next_issue(site.issues, day, ask.text("issue_title", ""))
    return replace(issue, editor=ask.text("issue_editor", "") or None)


def _article(ask: Asker, site: Site, title: str | None, day: date | None) -> beginnings.Beginning:
    """What the new article says of itself; whoever gave the title as an option is asked nothing."""
    settings, today = site.settings, shared.today(site)
    if title:
        return beginnings.Beginning(title=title, day=day or today)
    title = ask.text("title")
    kinds = _named(ask, "kind", get_args(ArticleKind))
    kind = ask.one("kind", kinds, "article")
    return beginnings.Beginning(
        title=title,
        day=day or ask.day("date", today),
        authors=[name for name in _AND.split(ask.text("authors", "").strip()) if name],
        province=_province(ask, settings),
        topics=ask.several("topics", {name: name for name in settings.topics}) if settings.topics else (),
        kind=kind,
        to=ask.text("to", "") if kind == "proposal" else "",
        summary=ask.text("summary", ""),
    )


_AND = re.compile(r"\s*[,;]\s*|\s+(?:และ|กับ|and)\s*(?=\S)")
"""Between two names: a comma, or the word before the last."""


def _province(ask: Asker, settings: Settings) -> str:
    if not settings.provinces:
        return ""
    meant = partial(provinces_meant, provinces=tuple(settings.provinces.items()))
    return ask.one("province", {name: name for name in settings.provinces}, meant=meant)


def _wrong_file(say: shared.Teller, root: Path, answer: str) -> str:
    """What is wrong with an answer as the name of an article's file."""
    name = thai.normalise(answer).removesuffix(".md")
    if not beginnings.file_fits(name):
        return _bad_name(say, "article", answer)
    path = root / "knowledge" / f"{name}.md"
    return say.text("exists", path=_shown(path)) if path.exists() else ""


def _bad_name(say: shared.Teller, kind: str, name: str) -> str:
    if kind == "article":
        return say.text("contents.bad_file", name=name)
    return say.text("bad_name", name=name, longest=beginnings.LONGEST[kind])


def _event(
    ask: Asker, root: Path, site: Site, title: str | None, name: str | None, day: date | None
) -> tuple[Path, str]:
    taken, today = site.event_by_id, day or shared.today(site)

    def wrong(answer: str) -> str:
        if answer in taken:
            return ask.say.text("exists", path=answer)
        return "" if beginnings.is_address(answer, "event") else _bad_name(ask.say, "event", answer)

    if title:
        name = name or ask.name("event_name", beginnings.suggested_name(title, today, taken), wrong)
        return beginnings.event(root, name, title, today), name
    title = ask.text("event_title")
    start = day or ask.moment("start", today.isoformat())
    end = ask.end(start)
    place = ask.text("place", "")
    province = _province(ask, site.settings)
    kind = ask.one("event_kind", _named(ask, "event.kind", get_args(EventKind)), "other")
    name = name or ask.name("event_name", beginnings.suggested_name(title, start, taken), wrong)
    more = {"place": place, "province": province, "kind": kind}
    return beginnings.event(root, name, title, start, end=end, **more), name


def _named(ask: Asker, family: str, values: Sequence[str]) -> Mapping[str, str]:
    """The choices of the model with their names."""
    return {value: ask.say.locale.text(f"{family}.{value}") for value in values}


@click.command("import", help=shared.help_of("import"))
@shared.config_option
@shared.lang_option
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", default=None, help=shared.help_of("name"))
@click.option("--title", default=None, help=shared.help_of("title"))
@click.option("--date", "day", default=None, help=shared.help_of("date"))
def import_(
    config: Path, lang: str, file: Path, name: str | None, title: str | None, day: str | None
) -> None:
    """Make articles out of a file; say what a person must decide, and exit 1 while `check` is not content."""
    say = shared.Teller(lang)
    root = shared.root_of(config, say)
    site, _ = read.read(root)
    asked = Asked(name, title, _date(day, say, shared.today(site)) if day else None)
    try:
        with shared.stoppable(say):
            drafts = _with_slugs(importing.imported(file, site.settings, asked), site)
            paths = importing.write(root, drafts)
    except Refused as refused:
        click.echo(say.locale.text(f"import.refused.{refused.code}", **refused.values), err=True)
        sys.exit(2)
    except Taken as taken:
        say.fail("exists", path=taken.path)
    except OSError as error:
        say.fail("cannot_write", path=root / "knowledge", reason=error.strerror or error)
    problems = _problems_of(root, drafts)
    for draft, path in zip(drafts, paths, strict=True):
        say("wrote", path=_shown(path))
        _tell(say, draft)
        if draft.slug:
            say("contents.slug", slug=draft.slug)
    if problems:
        click.echo(report.text(problems, lang), err=True)
        say("contents.to_decide", count=len(problems))
        sys.exit(1)
    say("contents.imported", count=len(drafts))


def _with_slugs(drafts: Sequence[Draft], site: Site) -> list[Draft]:
    """The drafts, with an address that stays where their names are none."""
    taken, found = {*site.article_by_permalink}, []
    for draft in drafts:
        slug = ""
        if not beginnings.is_address(draft.name):
            # An article without a date has one tomorrow: its address is of no day.
            title = draft.title if draft.date else "article"
            slug = beginnings.suggested_name(title, draft.date or date.min, taken)
        taken.add(slug or draft.name)
        found.append(replace(draft, slug=slug))
    return found


def _tell(say: shared.Teller, draft: Draft) -> None:
    """What was found, guessed and left out, once each."""
    told: list[str] = []
    for note in draft.notes:
        text = say.locale.text(f"import.note.{note.code}", **note.values)
        if text not in told:
            told.append(text)
    for path in draft.pictures:
        told.append(say.locale.text("import.note.picture", path=f"knowledge/{path}"))
    for text in told:
        click.echo(f"  - {text}", err=True)


def _problems_of(root: Path, drafts: Sequence[Draft]) -> tuple[Problem, ...]:
    """What `check` says of the new files, and of no other."""
    site, found = read.read(root)
    new_paths = {draft.path for draft in drafts} | {
        f"knowledge/{path}" for draft in drafts for path in draft.pictures
    }
    return check.settle(each for each in (*found, *check.check(site, root)) if each.path in new_paths)


def _shown(path: Path) -> str:
    """A path as a person would type it from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _date(text: str, say: shared.Teller, today: date) -> date:
    found = read_date(from_today(text, today))
    if not isinstance(found, Slip):
        return found
    meant = found.values.get("meant")
    key = "be_date" if found.code == "date.buddhist" else "contents.date_like" if meant else "bad_date"
    return say.fail(key, date=text, **({"meant": meant} if meant else {}))
