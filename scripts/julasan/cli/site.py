"""Commands for the website: check, build, serve, stage."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import click

from julasan.check import report
from julasan.cli import shared


@click.command(help=shared.help_of("check"))
@shared.config_option
@shared.lang_option
@click.option(
    "--format",
    "shape",
    type=click.Choice(("text", "github", "json")),
    default=None,
    help=shared.help_of("format"),
)
@click.option("--fix", is_flag=True, help=shared.help_of("fix"))
@click.option("--yes", "-y", is_flag=True, help=shared.help_of("yes"))
def check(config: Path, lang: str, shape: str | None, fix: bool, yes: bool) -> None:
    """Print every problem, mend before it what may be mended; exit 1 if there is one."""
    say = shared.Teller(lang)
    if fix:
        _mend(config, say, yes, for_person=shape in (None, "text"))
    site, problems = shared.read_checked(config, say)
    shape = shape or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text")
    if problems or shape == "json":
        click.echo(
            {"text": report.text, "github": report.github, "json": report.as_json}[shape](problems, lang)
        )
    if problems:
        say("problems", count=len(problems))
        sys.exit(1)
    shared.say_read(say, site)
    say("clean")


def _mend(config: Path, say: shared.Teller, yes: bool, *, for_person: bool) -> None:
    """Show what can be mended, ask, and do it; what a program reads stays free of the diff."""
    from julasan import mending

    if not config.exists():
        say.fail("no_config", path=config)
    root = config.resolve().parent
    found = list(mending.mends(root))
    if not found:
        say("mending.nothing")
        return
    click.echo(mending.diff(found), err=not for_person)
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
def build(config: Path, lang: str, site_dir: Path | None) -> None:
    """Build aside, finish, gate, swap: a failed build leaves the published site as it was."""
    from julasan import mkdocs_plugin
    from julasan.finish import Gates, making, publish

    say = shared.Teller(lang)
    began = time.monotonic()
    site_dir = site_dir or config.parent / "site"
    if not publish.is_ours(site_dir):
        say.fail("foreign_dir", path=site_dir)
    site, problems = shared.read_checked(config, say)
    if problems:
        shared.refuse(say, problems, site_dir)
    shared.say_read(say, site)
    try:
        with shared.stoppable(say), shared.printable(say), publish.aside(site_dir) as building:
            gates, files, total = Gates(site), set(), 0
            shells = mkdocs_plugin.shells(site, config)
            with say.step("render") as progress:
                for path, content in making.files(site, shells, gates):
                    making.write(building / path, content)
                    files.add(path)
                    total += path.endswith(".html")
                    progress("rendered", done=len(files))
            with say.step("finish"):
                problems = tuple(gates.problems(files, lambda path: (building / path).read_bytes()))
            if problems:
                shared.refuse(say, problems, site_dir)
            publish.swap(building, site_dir)
    except mkdocs_plugin.BadConfigError as error:
        say.fail("bad_config", path=config, reason=error)
    except publish.Busy:
        say.fail("busy", path=site_dir)
    except OSError as error:
        say("unchanged", site_dir=site_dir)
        say.fail("cannot_write", path=site_dir, reason=error.strerror or error)
    say("built", pages=total, seconds=f"{time.monotonic() - began:.1f}", index=site_dir / "index.html")


@click.command(help=shared.help_of("serve"))
@shared.config_option
@shared.lang_option
@click.option("--address", "-a", default="127.0.0.1:8000", help=shared.help_of("address"))
def serve(config: Path, lang: str, address: str) -> None:
    """Show the site here, with live reload."""
    from julasan import mkdocs_plugin

    say = shared.Teller(lang)
    if not config.exists():
        say.fail("no_config", path=config)
    mkdocs_plugin.serve(config, address)


@click.command(help=shared.help_of("stage"))
@shared.config_option
@shared.lang_option
@click.argument("target", type=click.Path(path_type=Path, file_okay=False))
def stage(config: Path, lang: str, target: Path) -> None:
    """Write a plain project folder."""
    from julasan import stage as staging

    say = shared.Teller(lang)
    site, problems = shared.read_checked(config, say)
    if problems:
        shared.refuse(say, problems)
    try:
        count = staging.stage(site, shared.render_all(site, say), target)
    except staging.NotOurs:
        say.fail("foreign_stage", path=target)
    say("staged", count=count, path=target)
