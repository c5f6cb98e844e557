"""The site on a phone without a network: a manifest, a service worker, and the page of what it kept.

Network first: a reader online sees what is published, and only where no answer comes, what
was kept. Nothing is kept but what was read; the worker talks to no other host.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from urllib.parse import quote

from julasan import PACKAGE
from julasan.model import Asset, Output, Page
from julasan.render import assets, icons
from julasan.render.colours import recoloured
from julasan.render.context import Context

MANIFEST = "manifest.webmanifest"
WORKER = "sw.js"
"""At the root of the site: a worker rules no page above its own folder."""
PAGE = "offline/"
SEARCH = "search/"
CLOTH = "#1f3657"
"""The page's head, and the phone's bar above it."""


def wanted(context: Context) -> bool:
    """Whether pages ask for it. A preview does not: its host and port serve another site tomorrow."""
    return context.site.settings.offline == "true" and not context.preview


def render(context: Context) -> Iterator[Output]:
    """All of it, or where it is switched off the worker that clears away an earlier one."""
    if not wanted(context):
        yield Asset(path=WORKER, content=_theme("gone.js"))
        return
    yield Asset(path=MANIFEST, content=_manifest(context))
    yield Asset(path=WORKER, content=_worker(context))
    yield Page(
        url=PAGE,
        title=context.text("offline.title"),
        description=context.text("offline.lead"),
        html=context.html("offline.html"),
        kind="offline",
        listed=False,
    )


def _manifest(context: Context) -> bytes:
    """W3C Web Application Manifest; addresses are taken from its own, so the site may move."""
    site, settings = context.site, context.site.settings
    sign = icons.of(site)
    listed = [
        {"src": quote(assets.icon(site, name).path), "sizes": sizes, "type": kind, "purpose": purpose}
        for name, sizes, kind, purpose in (
            (sign.tab, "any" if sign.tab == icons.VECTOR else "64x64", sign.kind, "any"),
            (icons.MIDDLE, "192x192", "image/png", "any"),
            (icons.LARGE, "512x512", "image/png", "any"),
            (icons.MASKABLE, "512x512", "image/png", "maskable"),
        )
    ]
    found = {
        "id": "./",
        "name": settings.network,
        "short_name": settings.masthead or context.text("offline.short_name"),
        "lang": settings.language,
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "theme_color": recoloured(CLOTH, settings.colours),
        "background_color": icons.PAPER,
        "icons": listed,
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def _worker(context: Context) -> bytes:
    site = context.site
    shell = [*assets.stylesheets(context), *assets.scripts(context), assets.font().path]
    shell += [each.path for each in assets.searching(context.locale)[2:]]
    # Whoever never searched with a network may search what was kept without one.
    shell += [assets.icon(site, icons.of(site).tab).path, PAGE, SEARCH]
    source = _theme("sw.js").decode("utf-8")
    # Names of files hold hashes of their content: a new look makes a new version, a new article none.
    version = hashlib.sha256("\n".join([source, *shell]).encode()).hexdigest()[:8]
    config = json.dumps({"version": version, "shell": shell, "page": PAGE})
    return source.replace("/*CONFIG*/0", config).encode("utf-8")


def _theme(name: str) -> bytes:
    return (PACKAGE / "theme" / "offline" / name).read_bytes()
