"""The link gate: all that built pages link to is there, and nothing they load comes from elsewhere."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Set
from urllib.parse import unquote, urlsplit

from julasan.finish.pages import Built
from julasan.problem import Problem, problem

_ELSEWHERE = {"https", "http", "mailto", "tel", "webcal"}


def check_links(pages: Mapping[str, Built], files: Set[str], base: str = "") -> Iterator[Problem]:
    """Find broken links in built `pages` (path -> page) among `files` (paths of the built folder).

    `base` is the path of site_url ("/club/"): the 404 page links from there.
    """
    ids = {path: frozenset(page.ids) for path, page in pages.items()}
    for path, page in pages.items():
        for name in sorted(_doubled(page.ids)):
            yield problem(path, 1, "built.double_id", id=name)
        loaded = {(target, line) for target, line in page.loads if target.startswith("data:")}
        for target, line in page.loads:
            parts = urlsplit(target)
            if parts.netloc or (parts.scheme and parts.scheme != "data"):
                yield problem(path, line, "built.loads_from_elsewhere", target=target)
        for target, line in page.links:
            parts = urlsplit(target)
            if parts.scheme in _ELSEWHERE or parts.netloc or (target, line) in loaded:
                continue
            file = _file(path, parts.path, base)
            if file not in files and f"{file}/index.html" in files:
                file = f"{file}/index.html"
            if file not in files:
                yield problem(path, line, "built.no_such_file", target=target)
            elif parts.fragment and file in ids and unquote(parts.fragment) not in ids[file]:
                yield problem(path, line, "built.no_such_anchor", target=target)


def _file(page: str, target: str, base: str) -> str:
    """The file of the built folder that a link of `page` names; a folder's is its index.html."""
    if not target:
        return page
    target = unquote(target)
    if target.startswith("/"):
        path = target.removeprefix(base or "/")
    else:
        path = posixpath.join(posixpath.dirname(page), target)
    folder = target.endswith(("/", "/.", "/..")) or target in (".", "..")
    path = posixpath.normpath(path).lstrip("/").removeprefix("./")
    path = "" if path == "." else path
    return posixpath.join(path, "index.html") if folder or not path else path


def _doubled(ids: tuple[str, ...]) -> set[str]:
    seen: set[str] = set()
    return {name for name in ids if name in seen or seen.add(name)}  # type: ignore[func-returns-value]
