"""Commands for the bulletin: bulletin."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from julasan.cli import shared


@click.command(help=shared.help_of("bulletin"))
@shared.config_option
@shared.lang_option
@click.argument("month", metavar="YYYY-MM")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help=shared.help_of("output"),
)
@click.option("--booklet", is_flag=True, help=shared.help_of("booklet"))
def bulletin(config: Path, lang: str, month: str, output: Path | None, booklet: bool) -> None:
    """Print one issue, from its file or computed: A4 pages, or an A5 booklet to fold."""
    from julasan.render import prints
    from julasan.typeset import RefusedError

    say = shared.Teller(lang)
    shared.period_of(month, say)
    site, problems = shared.read_checked(config, say)
    if problems:
        shared.refuse(say, problems)
    output = output or Path(f"julasan-{month}{'-booklet' if booklet else ''}.pdf")
    with shared.stoppable(say), shared.printable(say), say.step("print"):
        try:
            issue, made = prints.of_month(site, month, folded=booklet)
        except RefusedError as refused:
            click.echo(say.locale.text("bulletin.said.refused", url=refused.url), err=True)
            sys.exit(1)
    for note in made.notes:
        click.echo(note.said(say.locale), err=True)
    if not prints.articles(site, issue):
        shared.say_empty(say, site, month)
    shared.write(say, output, made.pdf)
