"""A built folder -> one fit to be published: a policy in every page, then the gates."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from julasan.finish import csp, leaks, links, pages
from julasan.model import Site
from julasan.problem import Problem


def finish(folder: Path, site: Site) -> list[Problem]:
    """Put a policy into each page of `folder` and return what the gates refuse; paths are the folder's."""
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    built = {}
    for name in sorted(files):
        if name.endswith(".html"):
            html = (folder / name).read_text("utf-8")
            built[name] = page = pages.parse(html)
            (folder / name).write_text(csp.with_policy(html, page.scripts), "utf-8")
    base = urlsplit(site.settings.site_url).path
    return sorted(
        {*links.check_links(built, files, base), *leaks.check_leaks(folder, sorted(files), built, site)}
    )
