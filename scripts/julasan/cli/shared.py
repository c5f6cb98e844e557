"""What every command shares: its options, how it talks, and reading with all problems named."""

from __future__ import annotations

import errno
import os
import re
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn
from zoneinfo import ZoneInfo

import click

from julasan import stopping
from julasan.cli import frame
from julasan.files import write_whole
from julasan.locales import LANGUAGES, Locale, locale
from julasan.problem import MOST, UnfitError

if TYPE_CHECKING:
    from julasan.model import Output, Site
    from julasan.problem import Problem


def _language(arguments: list[str]) -> str:
    """The language of help and of slips on the line: the last --lang, wherever it stands, or the site's."""
    found, config = os.environ.get("JULASAN_LANG", ""), "mkdocs.yml"
    for option, value in zip(arguments, [*arguments[1:], ""], strict=False):
        name, _, joined = option.partition("=")
        if name == "--lang":
            found = joined or value
        elif name in ("--config", "-f"):
            config = joined or value
    return found if found in LANGUAGES else _language_of(Path(config))


def _language_of(config: Path) -> str:
    """What ``language:`` says in `config`; it may hold any slip, and whoever reads it says so later."""
    with suppress(OSError, ValueError):
        if config.is_file():
            with config.open("rb") as file:
                found = _OF_SITE.search(file.read(1_000_000))
            if found:
                return found["language"].decode()
    return "th"


_OF_SITE = re.compile(
    rb"""^(\ *)(?:-\ +)?julasan:\ *(?:\#.*)?\r?\n  # the theme may have a language of its own
    (?:\1\ .*\n|\s*\n)*?
    \1\ +language:\ *["']?(?P<language>th|en)\b""",
    re.MULTILINE | re.VERBOSE,
)


_HELP = locale(_language(sys.argv[1:]))
frame.speak(_HELP)


def help_of(key: str) -> str:
    """The help text of a command or option."""
    return _HELP.text(f"cli.help.{key}")


config_option = click.option(
    "--config",
    "-f",
    "config",
    type=click.Path(path_type=Path),
    default=Path("mkdocs.yml"),
    help=help_of("config"),
)
lang_option = click.option(
    "--lang", type=click.Choice(LANGUAGES), default=_HELP.language, help=help_of("lang")
)


class Teller:
    """Says what is being done, on standard error, in one language."""

    def __init__(self, language: str) -> None:
        self.locale: Locale = locale(language)

    def text(self, key: str, **values: object) -> str:
        """A text of the command's own."""
        return self.locale.text(f"cli.{key}", **values)

    def __call__(self, key: str, **values: object) -> None:
        """Say a text of the command's own."""
        click.echo(self.text(key, **values), err=True)

    def fail(self, key: str, **values: object) -> NoReturn:
        """Say why the command cannot be carried out, and exit 2."""
        self(key, **values)
        sys.exit(2)

    @contextmanager
    def step(self, name: str) -> Iterator[Callable[..., None]]:
        """Name a step; what is yielded tells how far it is, in one line of a terminal or now and then."""
        self(f"step.{name}")
        terminal = sys.stderr.isatty()
        last, said = time.monotonic(), 0

        def progress(key: str, done: int, **more: object) -> None:
            nonlocal last, said
            # A log has room for what tells something: ten seconds on, and a tenth more.
            told = terminal or done * 10 >= said * 11
            if told and time.monotonic() - last >= (0.5 if terminal else 10):
                last, said = time.monotonic(), done
                line = f"  {self.text(key, done=done, **more)}"
                click.echo(f"\r{line}\x1b[K" if terminal else line, err=True, nl=not terminal)

        yield progress
        if terminal and said:
            click.echo(err=True)


def root_of(config: Path, say: Teller) -> Path:
    """The folder of mkdocs.yml; where there is none, the command ends."""
    if not config.exists():
        say.fail("no_config", path=config)
    return config.resolve().parent


def read_checked(config: Path, say: Teller) -> tuple[Site, tuple[Problem, ...]]:
    """The site and every problem in it; a missing mkdocs.yml ends the command."""
    root = root_of(config, say)
    from julasan import check, read

    site, problems = read.read(root)
    problems = check.settle({*problems, *check.check(site, root)})
    # The files' raw texts serve the checks alone.
    return replace(site, texts={}), problems


def today(site: Site) -> date:
    """The day where the network is, whatever this machine's zone."""
    return datetime.now(ZoneInfo(site.settings.timezone)).date()


def render_all(site: Site, say: Teller) -> Iterator[Output]:
    """Everything that the site publishes, one by one."""
    from julasan.render.products import render

    with say.step("render") as progress:
        for done, output in enumerate(render(site), 1):
            yield output
            progress("rendered", done=done)


def period_of(text: str, say: Teller, kind: Literal["month", "period"] = "month") -> tuple[int, int]:
    """Year and month of YYYY-MM; as a "period" a year may stand alone, its month is 0.

    What is neither, or of another era, or of a year that no content is of, ends the command.
    """
    from julasan.read.dates import FIRST_BE_YEAR, FIRST_YEAR
    from julasan.thai import BE_OFFSET

    bad, of_era = ("bad_month", "be_month") if kind == "month" else ("bad_period", "be_period")
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2}))?", text)
    year, month = (int(match[1]), int(match[2] or 0)) if match else (0, 0)
    whole_year = kind == "period" and match is not None and not match[2]
    if year < FIRST_YEAR or not (whole_year or 1 <= month <= 12):
        say.fail(bad, **{kind: text})
    if year > FIRST_BE_YEAR:
        say.fail(of_era, **{kind: text}, meant=f"{year - BE_OFFSET}{text[4:]}")
    return year, month


def say_empty(say: Teller, site: Site, month: str) -> None:
    """Say that an issue holds no article, and of those of its month that its own date leaves out."""
    from julasan.render.holdings import issue_of

    issue = issue_of(site, month)
    later = sum(each.date > issue.date and f"{each.date:%Y-%m}" == month for each in site.articles)
    if later:
        say("too_early", month=month, count=later, date=issue.date, path=issue.source.path)
    else:
        say("empty_month", month=month)


def keep_apart(say: Teller, config: Path, target: Path) -> None:
    """End the command where `target`, which is replaced as a whole, holds what people write or lies in it."""
    from julasan.model import FOLDERS

    root, place = config.resolve().parent, target.resolve()
    if place == root or place in root.parents:
        say.fail("target_above", path=target)
    for folder in (root / name for name in FOLDERS):
        if place == folder or folder in place.parents:
            say.fail("target_inside", path=target, folder=folder.name)


def write(say: Teller, path: Path, content: bytes) -> None:
    """Write a file whole or not at all and say so, or say why not and exit 2."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    except OSError as error:
        say.fail("cannot_write", path=path, reason=error.strerror or error)
    say("wrote", path=path)


def say_read(say: Teller, site: Site) -> None:
    """Say what was read."""
    counts = {name: len(getattr(site, name)) for name in ("articles", "events", "members", "issues")}
    say("read", **counts)


def say_odd(say: Teller, site: Site, before: Callable[[str], object]) -> None:
    """Say of each article that was read anew what is right, but may not be meant.

    It says nothing yet, or it has moved from where shared links lead.
    """
    for article in site.articles:
        path = article.source.path
        if not site.to_check(path):
            continue
        if article.body.empty:
            say("says_nothing", path=path, line=max(1, article.body.line - 1))
        old = getattr(before(path), "permalink", None)
        if old and old != article.permalink:
            say("moved", path=path, line=article.source.line_of("date"), old=old, new=article.permalink)


def say_without_form(say: Teller, site: Site) -> None:
    """Say that the settings ask for a form whose files are not here: the site has none then."""
    if site.settings.admin_backend:
        from julasan.render import admin

        if not admin.brought(Path(site.root)):
            say("no_form")


def refuse(say: Teller, problems: tuple[Problem, ...], site_dir: Path | None = None) -> NoReturn:
    """Print every problem, say that the published site is as it was, and exit 1."""
    from julasan.check import report

    click.echo(report.text(problems, say.locale.language), err=True)
    say_count(say, problems)
    if site_dir and site_dir.exists():
        say("unchanged", site_dir=site_dir)
    sys.exit(1)


def say_count(say: Teller, problems: tuple[Problem, ...]) -> None:
    """Say how many problems there are, and that there may be more where a file has very many of one kind."""
    say("problems", count=len(problems))
    if max(Counter((each.path, each.code) for each in problems).values(), default=0) >= MOST:
        say("more_problems", most=MOST)


_FULL = {errno.ENOSPC, errno.EDQUOT}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


def fail_writing(say: Teller, error: OSError, site_dir: Path, *, published: bool = True) -> NoReturn:
    """Say why nothing could be written, that the published site is as it was, and exit 2."""
    if published and site_dir.exists():
        say("unchanged", site_dir=site_dir)
    # The folder aside has a name that tells a person nothing.
    named = str(error.filename or "")
    path = named if named and f".{site_dir.name}." not in named else site_dir
    if error.errno in _FULL:
        say.fail("disk_full", path=path)
    if error.errno in _FORBIDDEN:
        say.fail("may_not_write", path=path)
    say.fail("cannot_write", path=path, reason=error.strerror or error)


@contextmanager
def printable(say: Teller) -> Iterator[None]:
    """End with exit code 2 and plain words when this machine has no Thai font to print with."""
    try:
        yield
    except UnfitError as error:
        from julasan.check import report

        click.echo(report.text((error.problem,), say.locale.language), err=True)
        sys.exit(2)


@contextmanager
def stoppable(say: Teller, site_dir: Path | None = None) -> Iterator[stopping.Stops]:
    """End quietly, with exit code 128 + the signal's number, when the command is stopped."""
    try:
        with stopping.stoppable() as stops:
            yield stops
    except (stopping.Stopped, KeyboardInterrupt) as error:
        # After SIGHUP there may be no terminal left to say it to.
        with suppress(OSError):
            say("interrupted")
            if site_dir and site_dir.exists():
                say("unchanged", site_dir=site_dir)
        sys.exit(128 + getattr(error, "signal", signal.SIGINT))
