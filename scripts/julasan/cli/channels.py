"""What the commands for other channels share: how they talk, what they read, where private data may lie."""

from __future__ import annotations

from pathlib import Path

import click

from julasan import safekeeping
from julasan.cli import shared
from julasan.model import Site

FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False)
OUT = Path("out")
"""Below the folder of mkdocs.yml; git ignores it."""


class Channel(shared.Teller):
    """A teller whose sentences stand under ``cli.channels``."""

    def text(self, key: str, **values: object) -> str:
        """A text of these commands, else one that all commands share."""
        own = f"cli.channels.{key}"
        return self.locale.text(own if self.locale.has(own) else f"cli.{key}", **values)


def help_of(key: str) -> str:
    """The help text of one of these commands or of an option."""
    return shared.help_of(f"channels.{key}")


def read_right(config: Path, lang: str) -> tuple[Channel, Site, Path]:
    """The site, and the folder that it lies in; a problem in it ends the command."""
    say = Channel(lang)
    site, problems = shared.read_checked(config, say)
    if problems:
        shared.refuse(say, problems)
    return say, site, config.resolve().parent


def write_private(say: Channel, path: Path, content: bytes, root: Path, *, quiet: bool = False) -> None:
    """Write a file with private data, or say why it may not lie there and exit 2."""
    try:
        safekeeping.write(path, content, root)
    except safekeeping.UnsafeError as unsafe:
        say.fail(f"unsafe.{unsafe.reason}", path=path)
    except OSError as error:
        say.fail("cannot_write", path=path, reason=error.strerror or error)
    if not quiet:
        say("private_wrote", path=path)
