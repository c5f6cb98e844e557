"""Edge: MkDocs or ProperDocs, which render the shells of pages. The only module that imports mkdocs.

MkDocs reads mkdocs.yml, resolves the nav and renders the theme's templates, once for each
shape of page (render/shell.py). The pages themselves, thousands of one shape, are put into
their shells by finish/making.py, whoever called: `julasan build` or `mkdocs build`.
"""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from importlib.resources import files as package_files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

import jinja2
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException, PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage

from julasan import check, read
from julasan.check import report
from julasan.files import write
from julasan.finish import making
from julasan.finish.gates import Gates
from julasan.finish.making import BadConfigError
from julasan.model import FILES, FOLDERS, Page, Site
from julasan.render import assets, shell
from julasan.render.context import Context
from julasan.render.menu import menu
from julasan.render.products import render
from julasan.render.shell import Marks, Shape, Shell, shape

if TYPE_CHECKING:
    # It loads a web server and what watches files: a build needs neither.
    from mkdocs.livereload import LiveReloadServer

log = logging.getLogger("mkdocs.plugins.julasan")


class Shells:
    """The shells of a site's pages, as MkDocs and the theme render them."""

    def __init__(self, nav: Navigation, env: jinja2.Environment, config: MkDocsConfig, files: Files) -> None:
        self._nav, self._env, self._config, self._files = nav, env, config, files
        self._named = {"" if page.is_homepage else unquote(page.url): page for page in nav.pages}
        self.nav = tuple(self._named)
        """Addresses from the root that the nav names."""
        self.made: dict[Shape, Shell] = {}
        self.not_found = ""
        """The page for addresses that are not there."""

    def of(self, page: Page) -> Shell:
        """The shell of `page`, rendered for the first page of its shape."""
        wanted = shape(page, self.nav)
        found = self.made.get(wanted)
        if found is None:
            found = self.made[wanted] = Shell(self._rendered(page))
        return found

    def _rendered(self, page: Page) -> str:
        """What MkDocs' build does for one page (mkdocs.commands.build._build_page)."""
        config = self._config
        shown = self._named.get(page.url)
        if shown is None:
            file = File.generated(config, f"{page.url}index.md", content="")
            file.inclusion = InclusionLevel.NOT_IN_NAV
            shown = MkDocsPage(None, file, config)
        shown.meta = _meta(page)
        shown.content = Marks.BLOCK
        address, shown.canonical_url = shown.canonical_url, None
        if address is not None:
            shown.canonical_url = address.removesuffix(quote(page.url)) + Marks.ADDRESS
        shown.active = True
        try:
            context = get_context(self._nav, self._files, config, shown)
            template = self._env.get_template("main.html")
            context = config.plugins.on_page_context(context, page=shown, config=config, nav=self._nav)
            return str(config.plugins.on_post_page(template.render(context), page=shown, config=config))
        finally:
            shown.active = False


def _meta(page: Page) -> dict[str, Any]:
    """The front matter of a page with marks in the places of its own texts."""
    marks = [Marks.feed(number) for number in range(len(page.feeds))]
    feeds = [
        (title, *((url, shell.in_json(url)) if shell.holds(page, url) else own))
        for (title, *own), (_, url) in zip(marks, page.feeds, strict=True)
    ]
    return {
        "title": Marks.TITLE,
        "kind": page.kind,
        "description": Marks.DESCRIPTION if page.description else "",
        "image": page.image
        and {"path": Marks.IMAGE, "width": Marks.WIDTH, "height": Marks.HEIGHT, "alt": Marks.ALT},
        "feeds": [{"title": title, "url": url, "json": other} for title, url, other in feeds],
        "robots": "" if page.listed else "noindex",
    }


class JulasanPlugin(BasePlugin):  # type: ignore[no-untyped-call, type-arg]
    """Hands the site's outputs to MkDocs; decides nothing."""

    def __init__(self) -> None:
        self.handed: Site | None = None
        """A site that a caller read already and whose files it writes; else the plugin does all of it."""
        self.shells: Shells | None = None
        self.templates: str | None = None
        """A folder for the theme's templates, compiled (`Kept.templates`)."""
        self._preview = False
        self._last: Site | None = None

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
        self._site = self.handed or self._prepared(_root(config))
        context = Context(self._site, self._preview)
        theme = config.theme
        theme.dirs.insert(0, str(package_files("julasan") / "theme" / "overrides"))
        theme.static_templates.discard("sitemap.xml")
        theme.static_templates.add("404.html")
        theme["language"] = self._site.settings.language
        if config.nav is None:
            config.nav = menu(context)
        config.extra.update(shell.extra(context))
        config.extra_css = [*assets.stylesheets(context), *config.extra_css]
        config.extra_javascript = [*assets.scripts(context), *config.extra_javascript]
        return config

    def _prepared(self, root: Path) -> Site:
        """Read and check; a preview with problems says them and shows what was there before."""
        site, problems = read.read(root)
        problems = check.settle({*problems, *check.check(site, root)})
        if not problems:
            self._last = replace(site, texts={})
        elif self._preview and self._last:
            log.warning("%s", report.text(problems, site.settings.language))
        else:
            raise PluginError("\n" + report.text(problems, site.settings.language))
        assert self._last
        return self._last

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """The pages that the nav names; all others need nothing but a shell (`Shells`)."""
        titles = _titles(self._site)
        return Files([_file(config, path, title) for path, title in titles.items()])

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Keep it for the shells."""
        self._nav = nav
        return nav

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """All that a shell is made of is here; what the theme's templates are compiled to is kept."""
        if self.templates:
            env.bytecode_cache = jinja2.FileSystemBytecodeCache(self.templates)
        self.shells = Shells(self._nav, env, config, files)
        return env

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Keep the page for addresses that are not there, which MkDocs makes."""
        assert self.shells
        if template_name == "404.html":
            self.shells.not_found = output
            return ""
        return output

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Let MkDocs write no page of its own; a shell passes."""
        return output if Marks.BLOCK in output else ""

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the site as `julasan build` does; its policy would stop a preview's reloading."""
        if self.handed:
            return
        assert self.shells
        folder = Path(config.site_dir)
        gates = None if self._preview else Gates(self._site)
        for path, content in making.files(self._site, self.shells, gates, preview=self._preview):
            write(folder / path, content)
        if gates:
            paths = frozenset(
                found.relative_to(folder).as_posix() for found in folder.rglob("*") if found.is_file()
            )
            problems = gates.problems(paths, lambda path: (folder / path).read_bytes())
            if problems:
                raise PluginError("\n" + report.text(problems, self._site.settings.language))

    def on_serve(self, server: LiveReloadServer, **_: Any) -> LiveReloadServer:
        """Watch everything that people write."""
        root = Path(self._site.root)
        for name in (*FOLDERS, *FILES):
            if (root / name).exists():
                server.watch(str(root / name))
        return server


def _titles(site: Site) -> dict[str, str]:
    """Each page that the nav names, by its path below docs/, with its own title where the nav gives none."""
    if not site.settings.nav:
        return {path: title for entry in menu(Context(site)) for title, path in entry.items()}
    named = {
        path: title for title, path, _ in site.settings.nav if path.endswith(".md") and "://" not in path
    }
    unnamed = {path for path, title in named.items() if not title}
    if unnamed:
        for output in render(site):
            if isinstance(output, Page) and (path := shell.source_path(output)) in unnamed:
                named[path] = output.title
                unnamed.discard(path)
                if not unnamed:
                    break
    return named


def shells(site: Site, config_file: Path, *, preview: bool = False, templates: str | None = None) -> Shells:
    """The shells of a site that was read already; MkDocs writes nothing.

    `templates`: a folder for compiled templates.

    Raises:
        BadConfigError: mkdocs.yml is not one that MkDocs takes.
    """
    said = _Said()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(said)
    try:
        with TemporaryDirectory() as unused:
            config = load_config(str(config_file), site_dir=unused, **_docs(Path(site.root)))
            plugin = config.plugins["julasan"]
            assert isinstance(plugin, JulasanPlugin)
            plugin.handed, plugin._preview, plugin.templates = site, preview, templates
            mkdocs_build(config)
    except (Abort, MkDocsException) as error:
        raise BadConfigError("; ".join(said.errors) or str(error)) from None
    finally:
        logger.removeHandler(said)
    assert plugin.shells
    return plugin.shells


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


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path or "mkdocs.yml").resolve().parent


def _file(config: MkDocsConfig, path: str, title: str) -> File:
    content = f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\n---\n"
    return File.generated(config, path, content=content)
