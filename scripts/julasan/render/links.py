"""Links from the site's root (``href="/k/slug/"``) made relative to a page, or absolute for feeds."""

from __future__ import annotations

import re

_ATTRIBUTES = ("href", "src", "action", "srcset", "poster")
# The "/" first, then a look back: so the search is a scan for one letter. Text that looks like a link
# is none here: Jinja writes a quote in a text as &#34;, render.markdown as &quot;.
_ROOTED = re.compile(f"""/(?:{"|".join(rf'(?<=[ ]{name}="/)' for name in _ATTRIBUTES)})(?!/)""")


def relative(html: str, url: str) -> str:
    """Return `html` with every link from the root made relative to the page at `url` (``k/slug/``)."""
    up = "../" * url.count("/")
    relinked = up.join(_ROOTED.split(html))
    # At the root, nothing is left of the link to the root itself.
    return relinked if up else relinked.replace(' href=""', ' href="./"')


def absolute(html: str, site_url: str) -> str:
    """Return `html` with every link from the root made absolute; `site_url` ends with "/"."""
    return site_url.join(_ROOTED.split(html))
