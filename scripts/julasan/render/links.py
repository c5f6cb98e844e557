"""Links from the site's root (``href="/k/slug/"``) made relative to a page, or absolute for feeds."""

from __future__ import annotations

import re
from collections.abc import Callable

_ROOTED = re.compile(r"""(<[a-z][^<>]*?\s(?:href|src|action|srcset|poster)=")/(?!/)([^"]*)""")


def relative(html: str, url: str) -> str:
    """Return `html` with every link from the root made relative to the page at `url` (``k/slug/``)."""
    up = "../" * url.count("/")
    return _relink(html, lambda path: (up + path) or "./")


def absolute(html: str, site_url: str) -> str:
    """Return `html` with every link from the root made absolute; `site_url` ends with "/"."""
    return _relink(html, lambda path: site_url + path)


def _relink(html: str, place: Callable[[str], str]) -> str:
    def put(match: re.Match[str]) -> str:
        return match[1] + place(match[2])

    # A tag may hold two such attributes: run until nothing is left.
    while True:
        html, count = _ROOTED.subn(put, html)
        if not count:
            return html
