"""Edge: outputs -> a plain project folder that any MkDocs-like generator builds (Zensical)."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import yaml

from julasan.finish import publish
from julasan.model import Copy, Output, Page, Site
from julasan.render import assets, shell
from julasan.render.context import Context
from julasan.render.menu import menu

MARK = ".julasan-stage"
"""A file that marks a folder as ours: only such a folder, or an empty one, is written over."""


SITEMAP = "sitemap.xml"

_PROGRAM = shutil.ignore_patterns("__init__.py", "__pycache__", "mkdocs_theme.yml")


class NotOurs(Exception):  # noqa: N818 - it names what the folder is
    """The folder holds something else."""


def stage(site: Site, outputs: Iterable[Output], target: Path) -> int:
    """Write the project aside, put it in the place of `target`, and return the number of files.

    Raises:
        NotOurs: `target` has files and is no stage.
        publish.Busy: Another run writes there.
        OSError: `target` cannot be written; what was there is as it was.
    """
    target = target.resolve()
    if target.exists() and any(target.iterdir()) and not (target / MARK).exists():
        raise NotOurs(str(target))
    with publish.aside(target) as aside:
        count = _write(site, outputs, aside)
        publish.swap(aside, target)
    return count


def _write(site: Site, outputs: Iterable[Output], target: Path) -> int:
    docs = target / "docs"
    docs.mkdir()
    (target / MARK).touch()
    count = 0
    for output in outputs:
        path = docs / _place(output)
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(output, Copy):
            shutil.copyfile(Path(site.root) / output.source, path)
        else:
            path.write_bytes(shell.markdown(output).encode() if isinstance(output, Page) else output.content)
        count += 1
    with as_file(files("julasan") / "theme" / "overrides") as overrides:
        shutil.copytree(overrides, target / "overrides", ignore=_PROGRAM)
    # As a template of the theme it stands in for the one that MkDocs would make.
    if (docs / SITEMAP).exists():
        text = (docs / SITEMAP).read_text("utf-8")
        # Templates lose one line end at their end.
        (target / "overrides" / SITEMAP).write_text(text + "\n", "utf-8")
        (docs / SITEMAP).unlink()
    text = yaml.safe_dump(project(site), allow_unicode=True, sort_keys=False)
    (target / "mkdocs.yml").write_text(text, "utf-8")
    return count


def project(site: Site) -> Mapping[str, Any]:
    """The settings of the staged project: no plugin, no Markdown extension is needed."""
    context = Context(site)
    settings = site.settings
    found: dict[str, Any] = {"site_name": settings.site_name}
    if settings.site_url:
        found["site_url"] = settings.site_url
    found |= {
        "theme": {
            "name": None,
            "custom_dir": "overrides",
            "static_templates": ["404.html"],
            "language": settings.language,
        },
        "extra": {**shell.extra(context), "generator": False},
        "extra_css": list(assets.stylesheets(context)),
        "extra_javascript": list(assets.scripts(context)),
        "plugins": [],
        "markdown_extensions": [],
        "not_in_nav": "*",
        "nav": _nav(Path(site.root) / settings.source.path, context),
    }
    if settings.copyright:
        found["copyright"] = settings.copyright
    return found


def _place(output: Output) -> str:
    # Every page is an index.md: of others Zensical takes links in HTML to start one folder higher.
    return f"{output.url}index.md" if isinstance(output, Page) else output.path


def _nav(config_file: Path, context: Context) -> Any:
    # The nav is MkDocs' own and stays as it was written; this loader makes text of every scalar.
    config = yaml.load(config_file.read_text("utf-8-sig"), Loader=yaml.BaseLoader)  # noqa: S506
    return _as_index(config.get("nav") or menu(context))


def _as_index(entry: Any) -> Any:
    """A nav with each page named as the stage places it: ``about.md`` is ``about/index.md``."""
    if isinstance(entry, dict):
        return {title: _as_index(inner) for title, inner in entry.items()}
    if isinstance(entry, list):
        return [_as_index(inner) for inner in entry]
    if "://" in entry or not entry.endswith(".md") or entry.rpartition("/")[2] == "index.md":
        return entry
    return f"{entry.removesuffix('.md')}/index.md"
