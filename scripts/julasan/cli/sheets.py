"""Commands that print sheets: wall, labels."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from julasan.cli import shared
from julasan.cli.channels import FILE, OUT, help_of, read_right, write_private
from julasan.model import Site
from julasan.read import private
from julasan.read.holidays import public_holidays
from julasan.render.context import Context
from julasan.render.labels import Label, Sheet, labels_pdf
from julasan.render.wall import month_pdf, year_pdf


@click.command(help=help_of("wall"))
@shared.config_option
@shared.lang_option
@click.argument("period", metavar="YYYY-MM|YYYY")
@click.option("--output", "-o", type=FILE, default=None, help=help_of("output"))
def wall(config: Path, lang: str, period: str, output: Path | None) -> None:
    """Print a month's or a year's calendar."""
    say, site, _ = read_right(config, lang)
    year, number = shared.period_of(period, say, "period")
    context = Context(with_holidays(site, year))
    output = output or Path(f"calendar-{period}.pdf")
    with shared.stoppable(say), say.step("print"):
        made = month_pdf(context, date(year, number, 1)) if number else year_pdf(context, year)
    shared.write(say, output, made)


@click.command(help=help_of("labels"))
@shared.config_option
@shared.lang_option
@click.option("--output", "-o", type=FILE, default=None, help=help_of("labels_output"))
@click.option("--columns", type=click.IntRange(1, 10), default=3, help=help_of("columns"))
@click.option("--rows", type=click.IntRange(1, 30), default=8, help=help_of("rows"))
@click.option("--margin", type=float, nargs=4, default=(0, 0, 0, 0), help=help_of("margin"))
@click.option("--gap", type=float, nargs=2, default=(0, 0), help=help_of("gap"))
@click.option("--skip", type=click.IntRange(0, 299), default=0, help=help_of("skip"))
@click.option("--border", is_flag=True, help=help_of("border"))
def labels(
    config: Path,
    lang: str,
    output: Path | None,
    columns: int,
    rows: int,
    margin: tuple[float, float, float, float],
    gap: tuple[float, float],
    skip: int,
    border: bool,
) -> None:
    """Print the address labels."""
    say, site, root = read_right(config, lang)
    posted = private.contacts(root, site, "post", shared.today(site))
    if not posted:
        say("no_labels")
        return
    if skip >= columns * rows:
        say.fail("bad_skip", skip=skip, count=columns * rows)
    try:
        sheet = Sheet(columns, rows, margin, gap, skip, border)
    except ValueError:
        say.fail("bad_sheet")
    listed = [Label(contact.member.name, contact.address, contact.number) for contact in posted]
    with shared.stoppable(say), say.step("print"):
        made = labels_pdf(Context(site), sheet, listed)
    for number in made.too_long:
        say("label_long", number=number)
    say("labels", count=len(listed), sheets=sheet.sheets(len(listed)))
    write_private(say, output or root / OUT / "labels.pdf", made.pdf, root)


def with_holidays(site: Site, year: int) -> Site:
    """The site with the public holidays of `year`, which its own calendar may not reach."""
    reached = {each for event in site.events for each in event.years}
    if reached and year in (*reached, max(reached) + 1):
        return site
    own = site.settings
    return replace(site, holidays={**public_holidays([year], own.language, own.country), **site.holidays})
