"""A built folder -> a finished one: a policy in every page, and what the gates say of its files."""

from __future__ import annotations

from pathlib import Path

from julasan.finish import csp, pages
from julasan.finish.gates import Gates
from julasan.model import Site
from julasan.problem import Problem


def finish(folder: Path, site: Site) -> list[Problem]:
    """Put a policy into each page of a built `folder`, and return what the gates refuse of its files."""
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    for name in files:
        if name.endswith(".html"):
            html = (folder / name).read_text("utf-8")
            (folder / name).write_text(csp.with_policy(html, pages.parse(html).scripts), "utf-8")

    def read(path: str) -> bytes:
        return (folder / path).read_bytes()

    gates = Gates(site)
    for path in files:
        gates.file(path, read(path))
    return gates.problems(frozenset(files), read)
