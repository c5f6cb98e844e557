"""The command ``julasan``: options in, exit code out.

Exit codes: 0 done, 1 the content has problems, 2 the command cannot be carried out,
130 stopped by the person (Ctrl-C), 143 by the system (SIGTERM), 129 by a closed terminal (SIGHUP).
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from julasan.cli import shared
from julasan.guesses import close_to

COMMANDS = {
    "build": "site",
    "serve": "preview",
    "check": "site",
    "stage": "site",
    "new": "contents",
    "import": "contents",
    "fields": "fields",
    "bulletin": "bulletins",
    "mail": "mail",
    "digest": "digest",
    "wall": "sheets",
    "labels": "sheets",
}
"""Each command and the module that holds it, which is loaded when the command is called."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        name = "import_" if cmd_name == "import" else cmd_name
        found: Any = getattr(import_module(f"julasan.cli.{module}"), name)
        assert isinstance(found, click.Command)
        # click would cut a sentence where its line ends.
        found.short_help = found.help
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS and (near := close_to(args[0], COMMANDS)):
            ctx.fail(shared.help_of("near_command").format(name=args[0], near=near))
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Commands, help=shared.help_of("main"), context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="julasan")
@shared.lang_option
def main(lang: str) -> None:
    """Run a command; `lang` is heard before any of them is loaded (shared)."""
