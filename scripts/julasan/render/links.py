"""Links from the site's root (``href="/k/slug/"``) made relative to a page, or absolute for feeds."""

from __future__ import annotations

import re

_ATTRIBUTES = ("href", "src", "action", "srcset", "poster")
# The value's beginning first, then a look back: so the search is a scan for letters. Text that looks like a
# link is none here: Jinja writes a quote in a text as &#34;, render.markdown as &quot;.
_ROOTED = re.compile(f"""="/(?:{"|".join(rf'(?<=[ ]{name}="/)' for name in _ATTRIBUTES)})(?!/)""")
_ROOTED_IN_BYTES = re.compile(_ROOTED.pattern.encode())


def relative(html: str, url: str) -> str:
    """Return `html` with every link from the root made relative to the page at `url` (``k/slug/``)."""
    up = _way_up(url)
    relinked = f'="{up}'.join(_ROOTED.split(html))
    # At the root, nothing is left of the link to the root itself.
    return relinked if up else relinked.replace(' href=""', ' href="./"')


def relative_in_bytes(html: bytes, url: str) -> bytes:
    """As :func:`relative`, in UTF-8."""
    up = _way_up(url).encode()
    relinked = (b'="' + up).join(_ROOTED_IN_BYTES.split(html))
    return relinked if up else relinked.replace(b' href=""', b' href="./"')


def _way_up(url: str) -> str:
    return "../" * url.count("/")


def absolute(html: str, site_url: str) -> str:
    """Return `html` with every link from the root made absolute; `site_url` ends with "/"."""
    return f'="{site_url}'.join(_ROOTED.split(html))
