"""Every file that is no page is what its name says: one check a format."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator

from julasan.finish import calendars, feeds, styles
from julasan.problem import Problem

Check = Callable[[str, bytes], Iterator[Problem]]


def _text(check: Callable[[str, str], Iterator[Problem]]) -> Check:
    return lambda path, content: check(path, content.decode("utf-8", errors="replace"))


CHECKS: dict[str, Check] = {
    ".xml": feeds.check_xml,
    ".json": feeds.check_json,
    ".webmanifest": feeds.check_json,
    ".ics": calendars.check_calendar,
    ".css": _text(styles.check_style),
    ".svg": _text(styles.check_drawing),
}


def check_file(path: str, content: bytes) -> Iterator[Problem]:
    """What is wrong in a file that is no page."""
    check = CHECKS.get(posixpath.splitext(path)[1].lower())
    if check:
        yield from check(path, content)
