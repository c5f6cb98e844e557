"""What every product is rendered with: the site, its locale, its bodies and the templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import field, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, TypeAlias
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from julasan import thai
from julasan.frozen import dataclass
from julasan.locales import Locale, locale
from julasan.model import Article, Issue, Site, StandingPage, day_of
from julasan.render.forms import Forms
from julasan.render.keys import around, face, key
from julasan.render.markdown import Bodies, plain
from julasan.render.memory import ForNow, Memory, NothingYet, Published, Rendered

Text: TypeAlias = Article | Issue | StandingPage
"""What has a body."""


AT_HAND = 512
"""The search asks for a text some 48 articles after its page, and later by the events of those days."""
LEAD = 400
SUMMARY, SHORT = 200, 160
"""Letters of a summary, and of one on a card."""


@dataclass(frozen=True)
class Context:
    """A site ready to be rendered in its own language."""

    site: Site
    preview: bool = False
    """Whether it is for the writer's own eyes while writing: what takes long may be a little old."""
    memory: Memory = field(default_factory=ForNow)
    published: Published = field(default_factory=NothingYet)
    compiled: str | None = None
    """A folder that keeps compiled templates."""
    body_keys: Mapping[str, str] = field(default_factory=dict)
    """What `body_key` would say of files that an earlier build knew, where no link of theirs has moved."""
    card_keys: Mapping[str, str] = field(default_factory=dict)
    """What `card_key` would say of the articles among these."""
    _keys: dict[str, str] = field(default_factory=dict)
    _card_keys: dict[str, str] = field(default_factory=dict)
    _shorts: dict[str, str] = field(default_factory=dict)
    """What cards say: kept at hand, for an article's card is made apart from its page."""
    _plains: dict[str, str] = field(default_factory=dict)
    """The texts of the `AT_HAND` bodies that were rendered last, until the search asks for each: else all
    would be fetched from the memory again, opened and cut at their tags, a fortieth of a cold build."""

    @cached_property
    def locale(self) -> Locale:
        """The texts of the site's language."""
        settings = self.site.settings
        return locale(settings.language).with_words(settings.words)

    @cached_property
    def bodies(self) -> Bodies:
        """The renderer of Markdown bodies."""
        prefix = "site.box."
        titles = {
            key.removeprefix(prefix): self.text(key) for key in self.locale.texts if key.startswith(prefix)
        }
        return Bodies(self.site, self.text("site.table"), self.text("site.back"), titles)

    def rendered(self, thing: Text) -> Rendered:
        """A thing's body, rendered once; plain prose anew, should anybody ask again."""
        found = self.memory.get(thing.source.path, self.body_key(thing))
        if found is None:
            return self._made(thing)
        return found if found.html else replace(found, html=self.bodies.html(thing.source.path, thing.body))

    def _made(self, thing: Text) -> Rendered:
        path, text = thing.source.path, thing.body.text
        prose = self.bodies.prose.html(path, text)
        html = self.bodies.converter.html(path, text) if prose is None else prose
        shown = plain(html)
        lead = _lead(shown) if isinstance(thing, Article) and not thing.summary else ""
        cuts = thai.cut(lead, SUMMARY), thai.cut(lead, SHORT)
        made = Rendered(html, thai.reading_minutes(shown), *cuts)
        self.memory.put(path, self.body_key(thing), made if prose is None else replace(made, html=""))
        self._shorts[path] = made.short
        self._plains[path] = shown
        if len(self._plains) > AT_HAND:
            del self._plains[next(iter(self._plains))]
        return made

    def body_key(self, thing: Text) -> str:
        """A fingerprint of a body as it is shown: of its text, and of where its links lead."""
        path = thing.source.path
        known = self.body_keys.get(path) or self._keys.get(path)
        if not known:
            digest = thing.body.text if isinstance(thing, StandingPage) else thing.digest
            known = self._keys[path] = key(path, digest, self.bodies.leads(path, thing.body))
        return known

    def body(self, thing: Text) -> Markup:
        """The safe HTML of a thing's Markdown; links from the root."""
        return Markup(self.rendered(thing).html)

    def plain(self, thing: Text) -> str:
        """The text of a thing's Markdown."""
        known = self._plains.pop(thing.source.path, None)
        return plain(self.rendered(thing).html) if known is None else known

    def summary(self, article: Article, limit: int = SUMMARY) -> str:
        """The article's summary, else its first paragraph cut at a word."""
        if article.summary:
            return " ".join(article.summary.split())
        if limit == SHORT and (short := self._shorts.get(article.source.path)) is not None:
            return short
        found = self.memory.get(article.source.path, self.body_key(article)) or self._made(article)
        if limit in (SUMMARY, SHORT):
            return found.summary if limit == SUMMARY else found.short
        return thai.cut(_lead(plain(self.rendered(article).html)), limit)

    def card_key(self, article: Article) -> str:
        """A fingerprint of what the article itself gives to its card."""
        path = article.source.path
        known = self.card_keys.get(path) or self._card_keys.get(path)
        if not known:
            own = face(article), article.authors, article.image, self.summary(article, SHORT)
            known = self._card_keys[path] = key(own)
        return known

    @property
    def learned(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """What `body_keys` and `card_keys` may be in the next build."""
        return {**self.body_keys, **self._keys}, {**self.card_keys, **self._card_keys}

    @cached_property
    def around(self) -> str:
        """A fingerprint of the site's few things (`keys.around`)."""
        return around(self.site)

    def text(self, key: str, **values: object) -> str:
        """A text of the locale."""
        return self.locale.text(key, **values)

    def counted(self, key: str, count: int, *, none: str) -> str:
        """The text of `key` with its ``{count}``, or where there is nothing to count that of `none`."""
        return self.text(key, count=self.number(count)) if count else self.text(none)

    def day(self, moment: date, *, short: bool = False, weekday: bool = False) -> str:
        """A date as the site's readers write it: พ.ศ. in Thai, day month year in English."""
        day = day_of(moment)
        if self.site.settings.language != "th":
            return f"{day:%A} " * weekday + f"{day.day} " + (f"{day:%b %Y}" if short else f"{day:%B %Y}")
        if short:
            return thai.short_date(day, self.site.settings.numerals)
        return thai.long_date(day, self.site.settings.numerals, weekday=weekday)

    def number(self, value: int | str) -> str:
        """A number in the site's numerals; from 10,000 on it counts something and is no year."""
        written = f"{value:,}" if isinstance(value, int) and value > 9_999 else value
        return thai.digits(written, self.site.settings.numerals)

    def html(self, template: str, **values: Any) -> str:
        """Render a template of ``templates/``; it sees this context as ``c``, and `t`, `day`, `n`, `url`."""
        return self._templates.get_template(template).render(values)

    def part(self, name: str, *values: Any, **named: Any) -> Markup:
        """What the macro `name` of ``_parts.html`` makes of `values`: a template around it costs as much."""
        made: Markup = getattr(self._templates.get_template("_parts.html").module, name)(*values, **named)
        return made

    @cached_property
    def filled(self) -> Callable[..., str]:
        """Fills in a template or a macro of ``_parts.html`` (`Forms.filled`): for what is thousandfold."""

        def render(name: str, values: Mapping[str, Any]) -> str:
            return self.html(name, **values) if name.endswith(".html") else self.part(name, **values)

        return Forms(render).filled

    @cached_property
    def _templates(self) -> jinja2.Environment:
        # One for each site: what templates share are globals, so that a template that others import
        # is loaded once and not for every page.
        templates = _Templates(
            loader=jinja2.PackageLoader("julasan.render"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=jinja2.FileSystemBytecodeCache(self.compiled) if self.compiled else None,
        )
        templates.context_class = _Direct
        templates.globals.update(c=self, site=self.site, settings=self.site.settings, web=web)
        templates.globals.update(t=self.text, day=self.day, n=self.number, url=rooted)
        return templates


class _Templates(jinja2.Environment):
    """Templates that have the site's globals and none of their own."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One dict for all: Jinja chains two, and goes through those by Python code for each page."""
        assert not d
        return self.globals


class _Direct(jinja2.runtime.Context):
    """Calls what a template calls as it is: Jinja asks each first whether it wants the context. None does."""

    def call(
        self,
        called: Callable[..., Any],
        /,
        *args: Any,
        _loop_vars: object = None,
        _block_vars: object = None,
        **named: Any,
    ) -> Any:
        """Call it; what Jinja hands on for the context's sake is left out."""
        return called(*args, **named)


def _lead(text: str) -> str:
    """The first line that is a sentence, else the whole text in a line."""
    # Nearly always it is among the first few, of which the last may be cut off.
    first = text[: 5 * LEAD].splitlines()[:-1]
    return _sentence(first) or _sentence(text.splitlines()) or text[:LEAD]


def _sentence(lines: Iterable[str]) -> str:
    return next((line[:LEAD] for line in lines if len(line) > 20), "")


@lru_cache(maxsize=1 << 16)
def rooted(path: str) -> str:
    """A link from the root to `path` (no leading "/"), percent-encoded where it must be."""
    return "/" + quote(path, safe="/#?=&")


def web(address: str | None) -> str:
    """An address of the web as it was written, or "#" for one of any other kind: the check's second lock."""
    return address if address and address.lower().startswith(("https://", "http://")) else "#"
