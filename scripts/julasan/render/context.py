"""What every product is rendered with: the site, its locale, its bodies and the templates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from julasan import thai
from julasan.locales import Locale, locale
from julasan.model import Article, Issue, Site, StandingPage
from julasan.render.markdown import Bodies


@dataclass(frozen=True)
class Context:
    """A site ready to be rendered in its own language."""

    site: Site
    preview: bool = False
    """Whether it is for the writer's own eyes while writing: what takes long may be a little old."""

    @cached_property
    def locale(self) -> Locale:
        """The texts of the site's language."""
        return locale(self.site.settings.language)

    @cached_property
    def bodies(self) -> Bodies:
        """The renderer of Markdown bodies."""
        return Bodies(self.site, self.locale.text("site.table"))

    def body(self, thing: Article | Issue | StandingPage) -> Markup:
        """The safe HTML of a thing's Markdown; links from the root."""
        return Markup(self.bodies.html(thing.source.path, thing.body))

    def plain(self, thing: Article | Issue | StandingPage) -> str:
        """The text of a thing's Markdown."""
        return self.bodies.plain(thing.source.path, thing.body)

    def summary(self, article: Article, limit: int = 200) -> str:
        """The article's summary, else its first paragraph cut at a word."""
        if article.summary:
            return " ".join(article.summary.split())
        for line in self.plain(article).splitlines():
            if len(line) > 20:
                return thai.cut(line, limit)
        return thai.cut(self.plain(article), limit)

    def text(self, key: str, **values: object) -> str:
        """A text of the locale."""
        return self.locale.text(key, **values)

    def day(self, moment: date, *, short: bool = False, weekday: bool = False) -> str:
        """A date as the site's readers write it: พ.ศ. in Thai, day month year in English."""
        day = moment.date() if isinstance(moment, datetime) else moment
        if self.site.settings.language != "th":
            return f"{day:%A} " * weekday + f"{day.day} " + (f"{day:%b %Y}" if short else f"{day:%B %Y}")
        if short:
            return thai.short_date(day, self.site.settings.numerals)
        return thai.long_date(day, self.site.settings.numerals, weekday=weekday)

    def number(self, value: int | str) -> str:
        """A number in the site's numerals."""
        return thai.digits(value, self.site.settings.numerals)

    def html(self, template: str, **values: Any) -> str:
        """Render a template of ``templates/``; it sees this context as ``c``, and `t`, `day`, `n`, `url`."""
        shared = {"c": self, "site": self.site, "settings": self.site.settings}
        shown = {"t": self.text, "day": self.day, "n": self.number, "url": rooted, "web": web}
        return _environment().get_template(template).render(**shared, **shown, **values)


def rooted(path: str) -> str:
    """A link from the root to `path` (no leading "/"), percent-encoded where it must be."""
    return "/" + quote(path, safe="/#?=&")


def web(address: str | None) -> str:
    """An address of the web as it was written, or "#" for one of any other kind: the check's second lock."""
    return address if address and address.lower().startswith(("https://", "http://")) else "#"


def by_sort_key(names: Iterable[str]) -> list[str]:
    """Names in dictionary order."""
    return sorted(names, key=thai.sort_key)


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("julasan.render"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
