"""The border to site generators: a Page as Markdown with clean front matter, and the shell's settings.

The body of such a Markdown file is one block of finished, sanitised HTML, so that every
generator shows the same article and none parses it again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from julasan.model import Page
from julasan.render.assets import SCRIPT, STYLESHEET
from julasan.render.context import Context
from julasan.render.links import relative
from julasan.render.search import client

SCRIPTS = (SCRIPT, client.SCRIPT)
STYLESHEETS = (STYLESHEET, client.STYLESHEET)

# Python-Markdown's preprocessors see a page before its raw HTML is set aside: none of
# these may stand at the start of a line, where they would open a fence, or be a tab.
_FENCE = re.compile(r"^([ ]*)([`~])", re.MULTILINE)


def source_path(page: Page) -> str:
    """Path of the page's Markdown below docs/: ``k/slug/index.md``, and ``about.md`` for docs/about.md."""
    if page.source and page.source.startswith("docs/") and page.kind == "standing":
        return page.source.removeprefix("docs/")
    return f"{page.url}index.md"


def markdown(page: Page) -> str:
    """The page as a Markdown file: front matter that any YAML reader takes, then one block of HTML."""
    return front_matter(page) + block(page) + "\n"


def front_matter(page: Page) -> str:
    """What the shell's templates know of the page, as YAML (in its JSON form) between two lines."""
    meta: dict[str, Any] = {"title": page.title, "hide": ["navigation", "toc"], "kind": page.kind}
    if page.description:
        meta["description"] = page.description
    if page.image:
        meta["image"] = page.image
    if page.feeds:
        meta["feeds"] = [{"title": title, "url": url} for title, url in page.feeds]
    if not page.listed:
        meta["robots"] = "noindex"
    lines = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in meta.items())
    return f"---\n{lines}---\n"


def block(page: Page) -> str:
    """The page's body as one block that every Markdown parser hands on as it is."""
    html = relative(page.html, page.url)
    html = html.replace("\r\n", "\n").replace("\t", "&#9;").replace("\x02", "").replace("\x03", "")
    html = _FENCE.sub(lambda match: f"{match[1]}&#{ord(match[2])};", html).strip()
    return f'<div class="jl jl-{page.kind}">\n{html}\n</div>'


def extra(context: Context) -> Mapping[str, Any]:
    """Texts and links that the theme's templates show, as ``config.extra.julasan``."""
    texts = {
        key.removeprefix("theme."): text
        for key, text in context.locale.texts.items()
        if key.startswith("theme.")
    }
    settings = context.site.settings
    return {
        "julasan": {
            **texts,
            "network": settings.network,
            "hub": settings.hub or "",
            "tagline": settings.tagline or "",
        }
    }
