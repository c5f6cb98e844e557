"""The command ``julasan``: options in, exit code out.

Exit codes: 0 done, 1 the content has problems, 2 the command cannot be carried out,
130 stopped by the person.
"""

from __future__ import annotations

import click

from julasan.cli import bulletins, channels, contents, shared, site


@click.group(help=shared.help_of("main"), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="julasan")
def main() -> None:
    """Run a command."""


for command in (
    site.build,
    site.serve,
    site.check,
    site.stage,
    contents.new,
    contents.import_,
    bulletins.bulletin,
    channels.mail,
    channels.digest,
    channels.wall,
    channels.labels,
):
    main.add_command(command)
