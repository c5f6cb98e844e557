"""The command fields: what may be written in each file."""

from __future__ import annotations

from collections.abc import Mapping

import click

from julasan.cli import shared
from julasan.model import Settings, Site, StandingPage
from julasan.read.private import PrivateMember
from julasan.render.context import Context
from julasan.render.reference import reference
from julasan.render.schema import RECORDS

ALL: Mapping[str, type] = {
    **RECORDS,
    "private": PrivateMember,
    "page": StandingPage,
    "settings": Settings,
}


def of(lang: str, *names: str) -> str:
    """The tables of the records `names`, of all where there are none, in the language `lang`."""
    site = Site(settings=Settings(network="", language="th" if lang == "th" else "en"))
    return reference(Context(site), {name: ALL[name] for name in names or ALL})


@click.command(help=shared.help_of("fields"))
@shared.lang_option
@click.argument("names", nargs=-1, type=click.Choice(tuple(ALL)), metavar="[NAME]...")
def fields(lang: str, names: tuple[str, ...]) -> None:
    """Print the tables."""
    say = shared.Teller(lang)
    with shared.printable(say):
        click.echo(of(lang, *names), nl=False)
