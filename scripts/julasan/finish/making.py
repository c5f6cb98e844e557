"""Outputs -> files: each page in its shell, through the gates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from julasan.finish.gates import Gates
from julasan.model import Copy, Output, Page, Site
from julasan.render.products import render
from julasan.render.shell import Shell, shape

__all__ = ["NOT_FOUND", "BadConfigError", "Shell", "Shells", "files", "made", "not_found", "shape"]


class Shells(Protocol):
    """Whoever renders shells (mkdocs_plugin)."""

    @property
    def nav(self) -> tuple[str, ...]:
        """Addresses from the root that the nav names."""

    @property
    def not_found(self) -> str:
        """The page for addresses that are not there."""

    def of(self, page: Page) -> Shell:
        """The shell of `page`."""


class BadConfigError(Exception):
    """mkdocs.yml is not one that shells can be rendered with; the text is the generator's own."""


NOT_FOUND = "404.html"


def files(
    site: Site, shells: Shells, gates: Gates | None, *, preview: bool = False
) -> Iterator[tuple[str, bytes]]:
    """Path and content of every file of the site; without `gates` pages have no policy."""
    yield from made(site, render(site, preview=preview), shells, gates)
    yield NOT_FOUND, not_found(shells, gates)


def made(
    site: Site, outputs: Iterable[Output], shells: Shells, gates: Gates | None
) -> Iterator[tuple[str, bytes]]:
    """Path and content of each output."""
    for output in outputs:
        if isinstance(output, Page):
            path, shell = f"{output.url}index.html", shells.of(output)
            yield path, gates.page(path, output, shell) if gates else shell.around(output)
            continue
        if isinstance(output, Copy):
            content = (Path(site.root) / output.source).read_bytes()
        else:
            content = output.content
        if gates:
            gates.file(output.path, content)
        yield output.path, content


def not_found(shells: Shells, gates: Gates | None) -> bytes:
    """The page for addresses that are not there."""
    html = gates.document(NOT_FOUND, shells.not_found) if gates else shells.not_found
    return html.encode("utf-8", "xmlcharrefreplace")
