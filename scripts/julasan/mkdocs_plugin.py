"""Edge: outputs -> MkDocs or ProperDocs, in memory. The only module that imports mkdocs."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage

from julasan import check, read
from julasan.check import report
from julasan.finish import finish
from julasan.model import Asset, Copy, Output, Page, Site
from julasan.render import render, shell
from julasan.render.context import Context

CONTENT = ("docs", "knowledge", "events.yaml", "members.csv")
"""What people write, beside mkdocs.yml."""


log = logging.getLogger("mkdocs.plugins.julasan")

BLOCK = "<!-- julasan: the page -->"


class JulasanPlugin(BasePlugin):  # type: ignore[no-untyped-call, type-arg]
    """Hands the site's outputs to MkDocs; decides nothing."""

    def __init__(self) -> None:
        self.handed: tuple[Site, Sequence[Output]] | None = None
        """Site and outputs that a caller made already; else the plugin reads, checks and renders."""
        self.finishes = True
        """Whether the built folder is finished here; a caller with gates of its own says no."""
        self.progress: Callable[[int], None] = lambda _pages: None
        self._pages = 0
        self._preview = False
        self._last: tuple[Site, Sequence[Output]] | None = None

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Know whether a person is writing: MkDocs then also keeps this plugin from build to build."""
        self._preview = command == "serve"

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[list[Any], list[Any]]:
        """Take any options: the reader (read/settings.py) types them, with a line for each complaint."""
        self.config = options
        return [], []

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the site, and give the shell its look and texts."""
        self._pages = 0
        self._site, self._outputs = self.handed or self._prepared(_root(config))
        context = Context(self._site)
        theme = config.theme
        theme.dirs.insert(0, str(package_files("julasan") / "theme" / "overrides"))
        theme.static_templates.discard("sitemap.xml")
        theme.static_templates.add("404.html")
        theme["language"] = self._site.settings.language
        config.extra.update(shell.extra(context))
        config.extra_css = [*shell.STYLESHEETS, *config.extra_css]
        config.extra_javascript = [*shell.SCRIPTS, *config.extra_javascript]
        return config

    def _prepared(self, root: Path) -> tuple[Site, Sequence[Output]]:
        """Read, check and render; a preview with problems says them and shows what was there before."""
        site, problems = read.read(root)
        problems = tuple(sorted({*problems, *check.check(site, root)}))
        if not problems:
            self._last = replace(site, texts={}), list(render(site, preview=self._preview))
        elif self._preview and self._last:
            log.warning("%s", report.text(problems, site.settings.language))
        else:
            raise PluginError("\n" + report.text(problems, site.settings.language))
        assert self._last
        return self._last

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """The outputs are all that there is: docs/ was read, and the shell needs no theme's files."""
        self._shown = {shell.source_path(page): page for page in self._outputs if isinstance(page, Page)}
        return Files([_file(config, output) for output in self._outputs])

    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """A mark in the place of the page's block: MkDocs holds what stands here for all pages at once."""
        return BLOCK

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Put the page's finished block into its shell, and count it for whoever shows progress."""
        self._pages += 1
        self.progress(self._pages)
        before, _, after = output.partition(BLOCK)
        return f"{before}{shell.block(self._shown[page.file.src_uri])}{after}"

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Finish the folder as `julasan build` does; its policy would stop a preview's reloading."""
        if self.finishes and not self._preview:
            problems = finish(Path(config.site_dir), self._site)
            if problems:
                raise PluginError("\n" + report.text(problems, self._site.settings.language))

    def on_serve(self, server: LiveReloadServer, **_: Any) -> LiveReloadServer:
        """Watch everything that people write."""
        root = Path(self._site.root)
        for name in CONTENT:
            if (root / name).exists():
                server.watch(str(root / name))
        return server


class BadConfigError(Exception):
    """MkDocs cannot work with mkdocs.yml; the text is MkDocs' own."""


def build(
    site: Site, outputs: Sequence[Output], config_file: Path, site_dir: Path, progress: Callable[[int], None]
) -> None:
    """Let MkDocs write the site into `site_dir`, unfinished.

    Raises:
        BadConfigError: mkdocs.yml is not one that MkDocs takes.
    """
    said = _Said()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(said)
    try:
        config = load_config(str(config_file), site_dir=str(site_dir), **_docs(Path(site.root)))
        plugin = config.plugins["julasan"]
        assert isinstance(plugin, JulasanPlugin)
        plugin.handed, plugin.finishes, plugin.progress = (site, outputs), False, progress
        mkdocs_build(config)
    except (Abort, MkDocsException) as error:
        raise BadConfigError("; ".join(said.errors) or str(error)) from None
    finally:
        logger.removeHandler(said)


def _docs(root: Path) -> dict[str, str]:
    # MkDocs wants a docs/ folder; a network without standing pages has none, and nothing is read from it.
    return {} if (root / "docs").is_dir() else {"docs_dir": str(package_files("julasan") / "theme" / "css")}


class _Said(logging.Handler):
    """Keeps what MkDocs says in English, for whoever tells the person."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.errors.append(record.getMessage())


def serve(config_file: Path, address: str) -> None:
    """Show the site at `address`, built again at each change; a problem is said, and the page stays."""
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.INFO)
    logger.addHandler(logging.StreamHandler())
    mkdocs_serve(str(config_file), dev_addr=address, livereload=True)


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path or "mkdocs.yml").resolve().parent


def _file(config: MkDocsConfig, output: Output) -> File:
    if isinstance(output, Asset):
        return File.generated(config, output.path, content=output.content)
    if isinstance(output, Copy):
        return File.generated(config, output.path, abs_src_path=str(_root(config) / output.source))
    file = File.generated(config, shell.source_path(output), content=shell.front_matter(output))
    file.edit_uri = output.source
    # What mkdocs.yml does not name stays out of the nav: with articles in it MkDocs grows quadratically.
    file.inclusion = InclusionLevel.NOT_IN_NAV
    return file


def pages(outputs: Iterable[Output]) -> int:
    """How many pages MkDocs will write."""
    return sum(isinstance(output, Page) for output in outputs)
