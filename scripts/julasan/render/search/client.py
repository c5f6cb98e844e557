"""The search's script, its style sheet, and the page /search/ that works without them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from html import escape

import rjsmin

from julasan import PACKAGE, thai
from julasan.locales import Locale
from julasan.model import Asset, Settings
from julasan.render import urls
from julasan.render.abbreviations import ABBREVIATIONS
from julasan.render.search import alphabet

SCRIPT = "assets/julasan/search.js"
"""The box, which every page has. It fetches the client when it is first opened."""
PARTS = ("page", "dialog", "near", "slip", "dates", "asking")
"""What the client fetches when it comes to it: the page /search/, the box's answers, slips, days, asking."""
STYLESHEET = "assets/julasan/search.css"

BOX = ("label", "hint", "close", "failed", "keys", "results")
"""Texts of the box."""
NEEDED = (
    "loading", "failed", "short", "count", "near", "none", "nearest", "unquoted", "none_help",
    "browse", "all", "more", "any", "be_year", "months", "similar", "lacking",
    "without", "layout", "complete", "kept", "at_least", "narrowed",
)  # fmt: skip
"""Texts that the client shows; the others stand in the page."""
KINDS = (
    "article",
    "field-work",
    "forum",
    "story",
    "news",
    "proposal",
    "event",
    "member",
    "issue",
    "page",
    "topic",
    "province",
)


SHORT = (
    "ต.", "อ.", "จ.", "รพ.", "รร.", "ผวจ.", "อบต.", "อบจ.", "อปท.", "พช.", "ศพช.", "สพจ.", "สพอ.", "กทบ.",
    "อสม.", "ครม.", "กทม.", "พ.ร.บ.", "สนง.", "ปชช.", "OTOP", "กศน.", "นอภ.", "ผญบ.", "กข.คจ.",
)  # fmt: skip
"""What members type short and texts write out, or the other way round."""
LONG = {"อปท.": "องค์กรปกครองส่วนท้องถิ่น", "กทบ.": "กองทุนหมู่บ้าน", "อสม.": "อาสาสมัครสาธารณสุข"}
"""Where it is not what the loudspeaker says."""
PLACES = {
    "ชม": "เชียงใหม่", "ชร": "เชียงราย", "มส": "แม่ฮ่องสอน", "ลป": "ลำปาง", "ลพ": "ลำพูน", "พย": "พะเยา",
    "พร": "แพร่", "นน": "น่าน",
}  # fmt: skip
"""What members call their provinces, with a dot or without; letters that may as well be hours (ชม.)."""


def client_assets(words: Locale) -> Iterator[Asset]:
    """The box, its style sheet, the client with the alphabet of the index, its parts; texts of `words`."""
    found = client(words)
    box = {"client": found.path, "text": _texts(words, BOX)}
    yield Asset(path=SCRIPT, content=_script("box.js", box))
    yield Asset(path=STYLESHEET, content=_source("search.css").encode("utf-8"))
    yield found
    yield from map(part, PARTS)


def client(words: Locale) -> Asset:
    """The client; its name holds a hash of what it is."""
    kinds = {kind: words.text(f"search.kinds.{kind}") for kind in KINDS}
    return _client(words.language, *(tuple(each.items()) for each in (_texts(words, NEEDED), kinds)))


@lru_cache(maxsize=4)
def _client(language: str, texts: tuple[tuple[str, str], ...], kinds: tuple[tuple[str, str], ...]) -> Asset:
    config = {
        "letters": alphabet.ALPHABET,
        "same": alphabet.SAME,
        "alike": alphabet.ALIKE,
        "dropped": alphabet.DROPPED,
        "marks": alphabet.MARKS,
        "following": alphabet.FOLLOWING,
        "leading": alphabet.LEADING,
        "never": alphabet.NEVER,
        "close": alphabet.CLOSE,
        "wide": alphabet.WIDE,
        "kept": alphabet.KEPT,
        "text": dict(texts),
        "kinds": dict(kinds),
        "short": {short: LONG.get(short) or ABBREVIATIONS[short] for short in SHORT},
        "places": PLACES,
        "lang": language,
        "parts": {name: part(name).path for name in PARTS},
    }
    return _hashed("find", _script("search.js", config))


@cache
def part(name: str) -> Asset:
    """One of `PARTS`; it sets a variable as the files of the index do (``jl_near=``)."""
    months = list(zip(thai.MONTHS, thai.MONTHS_SHORT, strict=True))
    return _hashed(f"find-{name}", f"jl_{name}=".encode() + _script(f"{name}.js", months))


def _hashed(name: str, content: bytes) -> Asset:
    return Asset(path=f"assets/julasan/{name}.{hashlib.sha256(content).hexdigest()[:8]}.js", content=content)


def _texts(words: Locale, keys: Iterable[str]) -> dict[str, str]:
    return {key: words.text(f"search.{key}") for key in keys}


def _script(name: str, config: object) -> bytes:
    constant = json.dumps(config, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return _source(name).replace("JL_CONFIG", constant).encode("utf-8")


def _source(name: str) -> str:
    """A file of the theme without comments and what spaces it can do without."""
    text = (PACKAGE / "theme" / "search" / name).read_text("utf-8")
    if name.endswith(".js"):
        return str(rjsmin.jsmin(text))
    return _INDENT.sub("", _COMMENT.sub("", text))


_COMMENT = re.compile(r"^\s*/\*.*?\*/\s*?$\n?", re.MULTILINE)
_INDENT = re.compile(r"^\s+", re.MULTILINE)


def page_html(words: Locale, settings: Settings, ask: str) -> str:
    """The body of /search/: the form, the filters and the empty list; without the script, ways to go on.

    `ask` is the address at which a person may be asked.
    """

    def text(key: str) -> str:
        return escape(words.text(f"search.{key}"))

    def choice(name: str) -> str:
        options = f'<option value="">{text("any")}</option>'
        return f'<label>{text(name)} <select name="{name}" disabled>{options}</select></label>'

    links = [("knowledge/", text("everything"))]
    links += [(urls.topic_url(topic), escape(topic)) for topic in settings.topics]
    links += [(urls.province_url(settings, name), escape(name)) for name in settings.provinces]
    early = (client(words).path, part("page").path, "search/head.js")
    preload = "".join(f'<link rel="preload" as="script" href="/{path}">' for path in early)
    ways = "".join(f'<li><a href="/{url}">{name}</a></li>' for url, name in links)
    return f"""{preload}<div class="js-search" data-julasan-search-page>
<h1>{text("title")}</h1>
<form class="js-search__form" role="search" action="/search/" method="get">
<label class="js-search__label" for="js-q">{text("label")}</label>
<div class="js-search__row"><input type="search" id="js-q" name="q" autocomplete="off" autocapitalize="off"
spellcheck="false" enterkeyhint="search" maxlength="200" placeholder="{text("hint")}"><button
type="submit">{text("submit")}</button></div>
<details class="js-search__filters" hidden><summary>{text("filters")}</summary><div>
{choice("kind")}
{choice("topic")}
{choice("province")}
{choice("year")}
<label>{text("sort")} <select name="sort"><option value="">{text("by_match")}</option>
<option value="date">{text("by_date")}</option></select></label>
</div></details>
<p class="js-search__tips">{text("tips")}</p>
</form>
<p class="js-search__status" role="status" aria-live="polite"></p>
<ol class="js-search__results" aria-label="{text("results")}"></ol>
<div class="js-search__ways"><noscript><p>{text("without_script")}</p></noscript>
<h2>{text("browse")}</h2><ul>{ways}</ul><p><a href="{escape(ask)}">{text("ask")}</a></p></div>
</div>
"""
