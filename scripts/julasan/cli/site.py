"""Commands for the website: check, build, stage."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from julasan.build.kept import ChangedError, Kept
from julasan.cli import shared

if TYPE_CHECKING:
    from julasan.build.flow import Made
    from julasan.build.target import Target
    from julasan.finish.making import Shells
    from julasan.model import Site


@click.command(help=shared.help_of("check"))
@shared.config_option
@shared.lang_option
@click.option(
    "--format",
    "shape",
    type=click.Choice(("text", "github", "summary", "json")),
    default=None,
    help=shared.help_of("format"),
)
@click.option("--fix", is_flag=True, help=shared.help_of("fix"))
@click.option("--yes", "-y", is_flag=True, help=shared.help_of("yes"))
def check(config: Path, lang: str, shape: str | None, fix: bool, yes: bool) -> None:
    """Print every problem, mend before it what may be mended; exit 1 if there is one."""
    from julasan.build.reading import read_checked
    from julasan.check import report

    say = shared.Teller(lang)
    root = shared.root_of(config, say)
    if fix:
        _mend(root, say, yes, for_person=shape in (None, "text"))
    with Kept(root, for_pages=False) as kept:
        site, problems = read_checked(root, kept)
        if not problems:
            shared.say_odd(say, site, kept.before)
            kept.save()
    shape = shape or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text")
    if problems or shape in ("summary", "json"):
        written = {
            "text": report.text,
            "github": report.github,
            "summary": report.summary,
            "json": report.as_json,
        }
        click.echo(written[shape](problems, lang))
    if problems:
        shared.say_count(say, problems)
        sys.exit(1)
    shared.say_read(say, site)
    say("clean")


def _mend(root: Path, say: shared.Teller, yes: bool, *, for_person: bool) -> None:
    """Show what can be mended, ask, and do it; what a program reads stays free of the diff."""
    from julasan import mending

    found = list(mending.mends(root))
    if not found:
        say("mending.nothing")
        return
    click.echo(mending.diff(found, say.text("mending.without_place")), err=not for_person)
    if not yes and not _agrees(say.text("mending.ask", count=len(found))):
        say("mending.left")
        return
    try:
        backup = mending.write(root, found)
    except mending.ChangedMeanwhileError as error:
        say.fail("mending.changed", path=error)
    except OSError as error:
        say.fail("mending.failed", path=error.filename or root, reason=error.strerror or error)
    say("mending.mended", count=len(found), backup=backup.relative_to(root))


def _agrees(question: str) -> bool:
    """Ask on standard error; nobody there to answer is a no."""
    try:
        return click.confirm(question, default=False, err=True)
    except click.Abort:
        click.echo(err=True)
        return False


@click.command(help=shared.help_of("build"))
@shared.config_option
@shared.lang_option
@click.option(
    "--site-dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help=shared.help_of("site_dir"),
)
@click.option("--anew", is_flag=True, help=shared.help_of("anew"))
@click.option(
    "--zip",
    "portable",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help=shared.help_of("zip"),
)
@click.option("--precompress", is_flag=True, help=shared.help_of("precompress"))
def build(
    config: Path, lang: str, site_dir: Path | None, anew: bool, portable: Path | None, precompress: bool
) -> None:
    """Build aside what has changed, gate, swap: a failed build leaves the published site as it was."""
    from julasan.build.target import Target, is_as_built
    from julasan.finish import publish

    say = shared.Teller(lang)
    began = time.monotonic()
    site_dir = site_dir or config.parent / "site"
    shared.keep_apart(say, config, site_dir)
    if not publish.is_ours(site_dir):
        say.fail("foreign_dir", path=site_dir)
    if portable and site_dir.resolve() in portable.resolve().parents:
        say.fail("zip_inside", path=portable)
    root = shared.root_of(config, say)
    with shared.stoppable(say, site_dir) as stops, Kept(root, anew=anew) as kept:
        target = Target(site_dir, kept.folder)
        if is_as_built(kept, target) and not (portable or precompress):
            publish.tidy(site_dir)
            say("as_built", folder=site_dir)
            return
        from julasan.build.reading import read_checked
        from julasan.finish import packing

        site, problems = read_checked(root, kept)
        if problems:
            shared.refuse(say, problems, site_dir)
        shared.say_read(say, site)
        shared.say_odd(say, site, kept.before)
        shared.say_without_form(say, site)

        def ready(building: Path) -> None:
            if portable or precompress:
                say("step.pack")
            packing.pack(building, site_dir, portable, copies=precompress)
            stops.check()

        made = _built(say, site, config, target, kept, ready)
    if portable:
        size = round(portable.stat().st_size / 1e6, 1)
        say("wrote_zip", path=portable, size=size, folder=portable.stem)
    seconds = f"{time.monotonic() - began:.1f}"
    say("built", pages=made.pages, written=made.written, seconds=seconds, folder=site_dir)


def _built(
    say: shared.Teller,
    site: Site,
    config: Path,
    target: Target,
    kept: Kept,
    ready: Callable[[Path], None],
) -> Made:
    from julasan.build import flow
    from julasan.finish import publish
    from julasan.finish.making import BadConfigError

    def shells(site: Site, config: Path) -> Shells:
        # MkDocs takes longer to load than most builds take.
        from julasan import mkdocs_plugin

        return mkdocs_plugin.shells(site, config, templates=kept.templates)

    try:
        with shared.printable(say), say.step("render") as progress:
            return flow.build(
                site,
                config,
                target,
                kept,
                shells,
                lambda done: progress("rendered", done=done),
                ready=ready,
            )
    except flow.RefusedError as refused:
        shared.refuse(say, refused.problems, target.site_dir)
    except ChangedError as error:
        say.fail("changed_meanwhile", path=error)
    except BadConfigError as error:
        say.fail("bad_config", path=config, reason=error)
    except publish.Busy:
        say.fail("busy", path=target.site_dir)
    except OSError as error:
        shared.fail_writing(say, error, target.site_dir)


@click.command(help=shared.help_of("stage"))
@shared.config_option
@shared.lang_option
@click.argument("target", type=click.Path(path_type=Path, file_okay=False))
def stage(config: Path, lang: str, target: Path) -> None:
    """Write a plain project folder."""
    from julasan import stage as staging
    from julasan.finish import publish

    say = shared.Teller(lang)
    shared.keep_apart(say, config, target)
    site, problems = shared.read_checked(config, say)
    if problems:
        shared.refuse(say, problems)
    try:
        with shared.stoppable(say), shared.printable(say):
            count = staging.stage(site, shared.render_all(site, say), target)
    except staging.NotOurs:
        say.fail("foreign_stage", path=target)
    except publish.Busy:
        say.fail("busy", path=target)
    except OSError as error:
        shared.fail_writing(say, error, target, published=False)
    say("staged", count=count, path=target)
