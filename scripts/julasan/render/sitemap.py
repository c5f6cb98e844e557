"""sitemap.xml (sitemaps.org 0.9) of the pages that search engines should list, and robots.txt (RFC 9309)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from html import escape
from urllib.parse import quote

from julasan.model import Asset, Output, Site
from julasan.render.context import Context

LONGEST = 50_000
"""How many addresses one file may hold."""
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def render(context: Context, listed: Sequence[str]) -> Iterator[Output]:
    """The sitemap of the pages that search engines should list; it takes their URLs, so it comes last.

    A sitemap holds absolute addresses: a site that does not know its own has none.
    """
    base = context.site.settings.site_url
    maps = list(_sitemaps(context.site, listed))
    if base:
        yield from maps
    # Crawlers read robots.txt at the root of a host only: below a path it does no harm.
    lines = ["User-agent: *", "Allow: /"] + ([f"Sitemap: {base}sitemap.xml"] if base else [])
    yield Asset(path="robots.txt", content="\n".join([*lines, ""]).encode())


def _sitemaps(site: Site, pages: Sequence[str]) -> Iterator[Asset]:
    base, changed = site.settings.site_url, _changed(site)
    entries = [_entry("url", base + quote(page), changed.get(page)) for page in sorted(pages)]
    if len(entries) <= LONGEST:
        yield Asset(path="sitemap.xml", content=_document("urlset", entries))
        return
    parts = [entries[at : at + LONGEST] for at in range(0, len(entries), LONGEST)]
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield Asset(path=name, content=_document("urlset", part))
    index = [_entry("sitemap", base + name) for name in names]
    yield Asset(path="sitemap.xml", content=_document("sitemapindex", index))


def _changed(site: Site) -> Mapping[str, date]:
    """When the pages that change with a publication last changed; of others nothing is known."""
    days = {article.url: article.updated or article.date for article in site.articles}
    if days:
        days[""] = days["knowledge/"] = max(days.values())
    days |= {issue.page: issue.date for issue in site.issues}
    if site.issues:
        days["bulletin/"] = max(issue.date for issue in site.issues)
    return days


def _entry(name: str, address: str, day: date | None = None) -> str:
    last = f"<lastmod>{day.isoformat()}</lastmod>" if day else ""
    return f"<{name}><loc>{escape(address)}</loc>{last}</{name}>"


def _document(root: str, entries: Iterable[str]) -> bytes:
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<{root} xmlns="{_SPACE}">'
    return "\n".join((head, *entries, f"</{root}>", "")).encode()
