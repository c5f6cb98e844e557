"""The command serve: the site on this machine while people write it."""

from __future__ import annotations

import time
import traceback
from functools import partial
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

import click

from julasan import mkdocs_plugin
from julasan.build.flow import Made, preview
from julasan.build.kept import ChangedError, Kept
from julasan.build.reading import read_checked
from julasan.build.target import InPlace
from julasan.check import report
from julasan.cli import shared
from julasan.finish.making import NOT_FOUND, BadConfigError
from julasan.model import FOLDERS
from julasan.problem import UnfitError
from julasan.serving import Edits, Pages

LOADING = 0.3
"""Seconds that a page takes to load again, at the most: meanwhile nothing else is done."""


@click.command(help=shared.help_of("serve"))
@shared.config_option
@shared.lang_option
@click.option("--address", "-a", default="127.0.0.1:8000", help=shared.help_of("address"))
def serve(config: Path, lang: str, address: str) -> None:
    """Show the site here; each change is built, and the open pages load again."""
    say = shared.Teller(lang)
    host, port = _address(address, say)
    shown = Preview(config, shared.root_of(config, say), say)
    with shared.stoppable(say):
        try:
            pages = Pages(host, port, shown.folder, shown.missing, shown.notice)
        except (OSError, OverflowError) as error:
            say.fail("cannot_serve", address=_joined(host, port), reason=error)
        with pages:
            shown.run(pages)


class Preview:
    """The site as its writers see it: made anew after each edit, and shown with what is wrong in it."""

    def __init__(self, config: Path, root: Path, say: shared.Teller) -> None:
        self._config, self._root, self._say = config, root, say
        self._kept = Kept(root)
        self.folder = self._kept.folder / "preview"
        """Where its pages lie."""
        self._target = InPlace(self.folder, self._kept.folder)
        self._base = "/"
        self._wrong: tuple[str, str] | None = None
        """What stands between the pages and the writer's last words: in a line, and all of it."""
        self._times_shown = 0

    def run(self, pages: Pages) -> None:
        """Make the site and show it by `pages`, and again after each edit, until somebody stops it."""
        below = {self._root / name: True for name in FOLDERS if (self._root / name).is_dir()}
        edits = Edits({self._root: False, **below})
        pages.hold()
        pages.start()
        while True:
            try:
                self._make(pages, edits)
            except Exception as error:  # a slip of the program: the next words may do without it
                traceback.print_exc()
                self._fails(error)
            self._show(pages)
            edits.take()
            pages.hold()

    def _make(self, pages: Pages, edits: Edits) -> None:
        """Read, check and make what has changed; it is shown before what may come late is made."""
        began = time.monotonic()
        with self._kept:
            site, problems = read_checked(self._root, self._kept)
            self._base = urlsplit(site.settings.site_url).path or "/"
            if problems:
                lines = report.text(problems, self._say.locale.language)
                self._wrong = self._say.text("preview_waits", count=len(problems)), lines
                click.echo(f"{lines}\n{self._wrong[0]}", err=True)
                return

            def shown(made: Made) -> None:
                self._wrong = None
                self._tell(made, time.monotonic() - began)
                self._show(pages)
                edits.waits(LOADING)

            shells = partial(mkdocs_plugin.shells, preview=True, templates=self._kept.templates)
            try:
                preview(site, self._config, self._target, self._kept, shells, shown, edits)
            except ChangedError:
                return  # that edit is the next
            except (BadConfigError, OSError) as error:
                self._fails(error)
            except UnfitError as error:
                click.echo(report.text((error.problem,), self._say.locale.language), err=True)

    def _tell(self, made: Made, seconds: float) -> None:
        if made.written or not self._times_shown:
            key = "preview" if self._times_shown else "preview_first"
            self._say(key, written=made.written, seconds=f"{seconds:.1f}")

    def _show(self, pages: Pages) -> None:
        """Let whoever asks have the pages; the first time, say where they are."""
        pages.base = self._base
        pages.show()
        if not self._times_shown:
            host, port = pages.server_address[:2]
            self._say("serving", address=f"http://{_joined(str(host), int(port))}{self._base}")
        self._times_shown += 1

    def _fails(self, error: Exception) -> None:
        self._wrong = self._say.text("preview_failed", reason=error), ""
        click.echo(self._wrong[0], err=True)

    def missing(self) -> bytes:
        """The page for an address that is not there."""
        own = self.folder / NOT_FOUND
        if own.is_file():
            return own.read_bytes()
        text = escape(self._say.text("no_page"))
        return f'<!doctype html><meta charset="utf-8"><body><p>{text}</p></body>'.encode()

    def notice(self) -> str:
        """The HTML that tells what is wrong, if something is."""
        return NOTICE.format(*map(escape, self._wrong)) if self._wrong else ""


def _address(text: str, say: shared.Teller) -> tuple[str, int]:
    """Host and port out of ``host:port``, ``:port`` or a port alone, which is this machine's."""
    host, _, port = text.strip().rpartition(":")
    if not (port.isascii() and port.isdigit() and 1 <= int(port[:6]) <= 65535):
        say.fail("bad_address", address=text)
    return host.strip("[]") or "127.0.0.1", int(port)


def _joined(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


NOTICE = (
    "<style>body{{padding-bottom:40vh}}</style>"
    '<details open role="alert" style="position:fixed;inset:auto 0 0 0;z-index:99;max-height:40vh;'
    "overflow:auto;box-sizing:border-box;padding:.75rem 1rem;background:#7a1f1f;color:#fff;"
    'font:16px/1.6 sans-serif">'
    '<summary style="cursor:pointer;font-weight:bold">{}</summary>'
    '<pre style="margin:.5rem 0 0;font:inherit;white-space:pre-wrap;overflow-wrap:anywhere">{}</pre>'
    "</details>"
)
"""How a page of the preview shows what stands between it and the writer's last words: it can be folded."""
