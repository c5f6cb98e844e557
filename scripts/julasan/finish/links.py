"""The link gate: all that built pages link to is there, and nothing they load comes from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Set
from urllib.parse import unquote, urlsplit

from julasan.finish.pages import Built
from julasan.finish.targets import file_of
from julasan.problem import Problem, problem

_ELSEWHERE = {"https", "http", "mailto", "tel", "webcal"}


def check_page(
    path: str, page: Built, files: Collection[str], ids: Callable[[str], Set[str]], base: str = ""
) -> Iterator[Problem]:
    """Find the broken links of one built page among `files` (paths of the built folder).

    `ids` gives the ids of another page; `base` is the path of site_url ("/club/"): the 404 page links
    from there.
    """
    for name in sorted(_doubled(page.ids)):
        yield problem(path, 1, "built.double_id", id=name)
    loaded = {(target, line) for target, line in page.loads if target.startswith("data:")}
    for target, line in page.elsewhere():
        yield problem(path, line, "built.loads_from_elsewhere", target=target)
    for target, line in page.links:
        parts = urlsplit(target)
        if parts.scheme in _ELSEWHERE or parts.netloc or (target, line) in loaded:
            continue
        file = file_of(path, parts.path, base)
        if file not in files and f"{file}/index.html" in files:
            file = f"{file}/index.html"
        if file not in files:
            yield problem(path, line, "built.no_such_file", target=target)
        elif parts.fragment and file.endswith(".html"):
            known = page.ids if file == path else ids(file)
            if unquote(parts.fragment) not in known:
                yield problem(path, line, "built.no_such_anchor", target=target)


def _doubled(ids: tuple[str, ...]) -> set[str]:
    seen: set[str] = set()
    return {name for name in ids if name in seen or seen.add(name)}  # type: ignore[func-returns-value]
