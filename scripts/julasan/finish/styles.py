"""The style gate: what style sheets and drawings load is there, and none of it comes from another host."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any
from urllib.parse import urlsplit

from julasan.finish.targets import elsewhere, file_of
from julasan.pattern import late
from julasan.problem import Problem, problem

_LOADS = late(r"(?i)url\(|@import|image-set\(|src\(|\\")
"""What a sheet that loads something holds; a backslash may hide it."""
_BESIDE = late(r'url\("([\w.-]+)"\)')
"""A file that lies beside its sheet, as the theme names its font."""
_ODD = late(r"/\*|'")
"""What may hold words that look like it and load nothing."""
_FUNCTIONS = {"url", "src", "image-set", "-webkit-image-set"}


def targets(css: str) -> Iterator[tuple[str, int]]:
    """What a browser fetches for a style sheet, with its line (CSS Syntax Level 3).

    A sheet that loads but what lies beside it, as ours do, is not taken apart: that takes 50 ms.
    """
    beside = list(_BESIDE.finditer(css))
    if len(beside) == len(_LOADS.findall(css)) and not _ODD.search(css):
        yield from ((found[1], css.count("\n", 0, found.start()) + 1) for found in beside)
    else:
        import tinycss2

        yield from _of(tinycss2.parse_component_value_list(css, skip_comments=True))


def _of(values: Any) -> Iterator[tuple[str, int]]:
    imports = False
    for value in values:
        if value.type == "url" or (value.type == "string" and imports):
            yield value.value, value.source_line
        elif value.type == "function" and value.lower_name in _FUNCTIONS:
            yield from ((each.value, each.source_line) for each in value.arguments if each.type == "string")
        if value.type not in ("whitespace", "comment"):
            imports = value.type == "at-keyword" and value.lower_value == "import"
        inner = getattr(value, "arguments", None) or getattr(value, "content", None)
        if inner:
            yield from _of(inner)


def check_style(path: str, css: str) -> Iterator[Problem]:
    """What a sheet loads from elsewhere."""
    for target, line in targets(css):
        if elsewhere(target):
            yield problem(path, line, "built.loads_from_elsewhere", target=target)


def check_there(path: str, css: str, files: Collection[str]) -> Iterator[Problem]:
    """What a sheet loads that is none of the site's `files`."""
    for target, line in targets(css):
        own = not elsewhere(target) and not target.startswith(("data:", "#"))
        if own and file_of(path, urlsplit(target).path) not in files:
            yield problem(path, line, "built.no_such_file", target=target)


_REFERENCE = late(r"""<(?!a\b)[a-zA-Z][^<>]*?\s(?:xlink:href|href|src)\s*=\s*["']([^"'#][^"']*)""")
_STYLE = late(r"(?s)<style[^>]*>(.*?)</style>|\sstyle\s*=\s*\"([^\"]*)\"|\sstyle\s*=\s*'([^']*)'")


def check_drawing(path: str, svg: str) -> Iterator[Problem]:
    """What an SVG drawing loads from elsewhere; its links may lead there."""
    for match in _REFERENCE.finditer(svg):
        if elsewhere(match[1].strip()):
            line = svg.count("\n", 0, match.start()) + 1
            yield problem(path, line, "built.loads_from_elsewhere", target=match[1])
    for match in _STYLE.finditer(svg):
        line = svg.count("\n", 0, match.start()) + 1
        for target, _ in targets(match[1] or match[2] or match[3] or ""):
            if elsewhere(target):
                yield problem(path, line, "built.loads_from_elsewhere", target=target)
    if "<?xml-stylesheet" in svg:
        yield problem(path, 1, "built.loads_from_elsewhere", target="<?xml-stylesheet")
