"""Rules on links and pictures: what they lead to exists, and a reader may open it."""

from __future__ import annotations

import html
import posixpath
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from julasan.check.documents import Document, Files, documents, every, guess
from julasan.frozen import dataclass
from julasan.guesses import close_to, near
from julasan.model import PICTURES, Link, Site
from julasan.pattern import late
from julasan.problem import Problem, problem
from julasan.thai import normalise

GENERATED = (
    "calendar/", "members/", "knowledge/", "proposals/", "bulletin/", "search/", "feeds/", "provinces/",
    "topics/", "kinds/", "years/", "authors/", "admin/", "holidays/", "hub/",
)  # fmt: skip
"""Folders of the site that the program fills; an address below them is taken on trust, events apart."""
GENERATED_FILES = late(r".*\.(?:ics|xml|json|pdf|txt|webmanifest|rss|atom|csv|vcf)")
ALLOWED_SCHEMES = frozenset(("http", "https", "mailto", "tel", "webcal", "sms", "geo"))
SCRIPTS = frozenset(
    ("javascript", "vbscript", "data", "livescript", "mocha", "blob", "jar", "view-source", "behavior")
)
_MACHINE = late(
    r"(?i)[a-z]:[\\/]|\\\\|file:|/(?:users|home|mnt|var|tmp|etc|volumes|root|media|opt|proc|dev|c|d)/|~/|/[a-z]:/"
)
HEIC = (".heic", ".heif")
"""Photographs of an iPhone, which no browser but its own shows."""
_SCHEME = late(r"([a-z][a-z0-9+.-]*):")
_UNSEEN = late(
    r"[\x00-\x20\x7f-\xa0\u00ad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffb]"
)


@dataclass(frozen=True)
class _Known:
    """What a link may lead to; after an edit few of its lists are asked for."""

    site: Site

    @property
    def by_path(self) -> Mapping[str, str]:
        """Addresses from the root by the path of their file."""
        return self.site.url_by_path

    @cached_property
    def ids(self) -> Mapping[str, frozenset[str]]:
        """The headings' ids of each text, by its path."""
        return {
            document.path: frozenset(item.id for item in document.body.headings)
            for document in every(self.site)
        }

    @cached_property
    def urls(self) -> frozenset[str]:
        """Addresses from the root."""
        return frozenset(self.by_path.values())

    @cached_property
    def pages(self) -> Mapping[str, str]:
        """Paths of files by their address from the root."""
        return {url: path for path, url in self.by_path.items() if url}

    @cached_property
    def folded(self) -> Mapping[str, str]:
        """Paths by what they are whatever the case of their letters."""
        return {_folded(path): path for path in sorted(self.by_path)}

    @cached_property
    def by_name(self) -> Mapping[str, str]:
        """Paths by the name of the file."""
        return {posixpath.basename(path): path for path in sorted(self.by_path)}

    @cached_property
    def files(self) -> Files:
        """One file of each name, for guesses."""
        return Files(self.by_name.values())


def links(site: Site, root: Path) -> Iterator[Problem]:
    """Every link and picture of every text."""
    known = _Known(site)
    for document in documents(site):
        for link in document.body.links:
            if link.image or not _is_beside(document, link.target, known):
                yield from _link(document, link, known)


def references(site: Site, root: Path) -> Iterator[Problem]:
    """``[text][name]`` has its ``[name]: target``, one and no other."""
    for document in documents(site):
        for mark in document.body.marks:
            if mark.kind == "reference":
                yield problem(document.path, mark.line, "link.reference", value=mark.text)
            elif mark.kind == "reference-twice":
                yield problem(document.path, mark.line, "link.reference-twice", value=mark.text)


_PAGE = re.compile(r"(?!www\.)[a-z0-9-]+\.md")


def _is_beside(document: Document, target: str, known: _Known) -> bool:
    """Whether a link leads to a text in the same folder: most do, and nothing can be wrong with them."""
    return bool(_PAGE.fullmatch(target)) and f"{posixpath.dirname(document.path)}/{target}" in known.by_path


def _folded(path: str) -> str:
    return normalise(path).casefold()


def _link(document: Document, link: Link, known: _Known) -> Iterator[Problem]:
    line = link.at or link.line
    target = link.target.strip()
    code, values = _judge(document, link, target, known)
    if code:
        yield problem(document.path, line, code, **{"value": target, **values})


def _judge(document: Document, link: Link, target: str, known: _Known) -> tuple[str, dict[str, str]]:
    """The code of what is wrong with a link, or nothing."""
    if target in ("", "#", "mailto:", "tel:"):
        return ("image.empty" if link.image else "link.empty"), {"text": link.text or "…"}
    scheme = hidden_scheme(target)
    if re.match(r"data:image/(?:png|jpe?g|gif|webp|bmp);base64,", target):
        return "image.data", {"value": target.partition(",")[0]}
    if scheme in SCRIPTS:
        return "link.script", {"scheme": scheme}
    if _MACHINE.match(target) and not _site_path(target, known):
        return "link.machine", {}
    if target.startswith("//"):
        return ("image.remote" if link.image else "link.no-scheme"), {"meant": "https:" + target}
    if scheme and not target.startswith(("./", "../", "/")):
        return _outside(link, target, scheme)
    if target.startswith("\\"):
        return "link.machine", {}
    if re.match(r"(?i)www\.|(?:[a-z0-9-]+\.)+(?:com|org|net|th|me|io|ee|gle|ly|app)(?:/|$)", target):
        return "link.no-scheme", {"meant": "https://" + target}
    if re.match(r"(?i)https?[/;]*/", target):
        return "link.scheme-like", {"meant": "https://" + re.sub(r"(?i)^https?[:;/]*", "", target)}
    if "\\" in target:
        return "link.backslash", {"meant": target.replace("\\", "/")}
    return _inside(document, link, target, known)


def hidden_scheme(target: str) -> str:
    """The scheme that a browser sees in `target` without its disguises: entities, percent, spaces, case."""
    text = target[:4_000]
    for _ in range(3):
        text = unquote(html.unescape(text))
    text = _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()
    match = _SCHEME.match(text)
    if match and (len(match[1]) > 1 or text[2:3] not in "\\/"):
        plain = _SCHEME.match(text.replace("\\", ""))
        return plain[1] if plain else match[1]
    bare = _SCHEME.match(text.replace("\\", ""))
    return bare[1] if bare and bare[1] in SCRIPTS else ""


def _outside(link: Link, target: str, scheme: str) -> tuple[str, dict[str, str]]:
    if scheme == "file":
        return "link.machine", {}
    if scheme not in ALLOWED_SCHEMES:
        meant = close_to(scheme, ("http", "https", "mailto", "tel"), 0.75)
        if meant:
            return "link.scheme-like", {
                "meant": re.sub(r"^[^:]*:/*", f"{meant}:" + "//" * meant.startswith("http"), target)
            }
        return "link.scheme", {"scheme": scheme}
    if link.image:
        return "image.remote", {}
    if re.match(r"(?i)https?:/[^/]", target):
        return "link.scheme-like", {"meant": re.sub(r"(?i)^https?:/", "https://", target)}
    if scheme in ("http", "https"):
        code, values = host_problem(target)
        said = _ADDRESS.fullmatch(link.text.strip())
        if not code and said and _owner(said[1]) != _owner(urlsplit(html.unescape(target)).hostname or ""):
            return "link.elsewhere", {"text": link.text.strip(), "host": urlsplit(target).hostname or ""}
        return code, values
    return "", {}


_ADDRESS = late(r"(?i)(?:https?://|www\.)((?:[\w-]+\.)+[a-z]{2,24})(?:[/:?#]\S*)?")
"""A link's text that is itself an address."""


def _owner(host: str) -> str:
    """The end of a host's name that tells whose it is: www.cdd.go.th and cdd.go.th are one."""
    parts = host.casefold().rstrip(".").split(".")
    return ".".join(parts[-3:] if len(parts) > 2 and len(parts[-2]) <= 3 else parts[-2:])


def host_problem(target: str) -> tuple[str, dict[str, str]]:
    """What is wrong with the host of an http address, or nothing."""
    if re.search(r"\s", target):
        return "link.space", {}
    try:
        parts = urlsplit(html.unescape(target))
        host, user = parts.hostname or "", parts.username
        _ = parts.port
    except ValueError:
        return "link.host", {}
    host = unquote(host)
    if user is not None or "\\" in parts.netloc:
        return "link.user", {"host": host}
    if not host or ("." not in host and host != "localhost") or ".." in host or host.startswith((".", "-")):
        return "link.host", {}
    if host == "localhost" or re.match(r"(?:127|10)\.[0-9.]+$|192\.168\.[0-9.]+$|0\.0\.0\.0$", host):
        return "link.local", {}
    if look_alike(host):
        return "link.look-alike", {"host": host, "letters": look_alike(host)}
    return "", {}


@lru_cache(maxsize=4096)
def look_alike(host: str) -> str:
    """Letters of `host` that pass for others: no plain Latin, no Thai, none that stands alone."""
    try:
        shown = ".".join(
            label.encode("ascii").decode("idna") if label.startswith("xn--") else label
            for label in host.split(".")
        )
    except (UnicodeError, ValueError):
        return host
    if shown.isascii():
        return ""
    strange = (letter for label in shown.split(".") for letter in _strange(label))
    return "".join(dict.fromkeys(strange))


_SCRIPTS = frozenset(("LATIN", "THAI", "LAO", "CJK", "HANGUL", "HIRAGANA", "KATAKANA"))
"""In which whole names are written; letters of others are there to pass for these."""
_LIKE_LATIN = "ıɡɑɩʟԁաօǃߋ"
_LIKE_SIGNS = "。．｡／"


def _strange(label: str) -> Iterator[str]:
    """The letters of one part of a host's name that pass for others."""
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in label if letter.isalpha()}
    latin = any(letter.isascii() and letter.isalpha() for letter in label)
    suspicious = not scripts <= _SCRIPTS or (latin and len(scripts) > 1)
    for letter in label:
        hidden = unicodedata.category(letter) in ("Cf", "Zs", "Cc")
        wide = "\uff00" <= letter <= "\uffef"
        of_latin = unicodedata.name(letter, "").startswith("LATIN")
        foreign = not letter.isascii() and (suspicious or of_latin)
        if hidden or wide or foreign or letter in _LIKE_LATIN + _LIKE_SIGNS:
            yield letter


def _site_path(target: str, known: _Known) -> bool:
    """Whether an address from the root (/d/...) happens to be one of the site's."""
    return target.startswith("/") and unquote(target.split("#", maxsplit=1)[0].lstrip("/")) in known.urls


def _inside(document: Document, link: Link, target: str, known: _Known) -> tuple[str, dict[str, str]]:
    """A link to the site's own pages, headings and files."""
    target = html.unescape(target)
    path, _, anchor = target.partition("#")
    path = path.partition("?")[0]
    if path.startswith("/"):
        return _from_root(path, target[len(path) :] if "#" in target else "", document.path, link, known)
    here = document.path
    if not path:
        return _anchor(here, anchor, known)
    folder = posixpath.dirname(here)
    for written in (path, unquote(path)):
        found = posixpath.normpath(posixpath.join(folder, written))
        if found in known.by_path:
            if link.image:
                shown = found.casefold().endswith(tuple(f".{kind}" for kind in PICTURES))
                return ("", {}) if shown else ("image.no-picture", {})
            return _anchor(found, anchor, known) if anchor else ("", {})
    if quote := _SMART_QUOTE.search(path):
        bare = posixpath.normpath(posixpath.join(folder, unquote(path[: quote.start()])))
        if bare in known.by_path:
            return "link.smart", {"meant": f'{path[: quote.start()]} "{quote[1]}"'}
    return _missing(link, found, folder, known)


_SMART_QUOTE = late(r"\s+[“”„‘’]([^“”„‘’\"]*)[“”„‘’\"]?\s*$")


def _missing(link: Link, found: str, folder: str, known: _Known) -> tuple[str, dict[str, str]]:
    kind = "image" if link.image else "link"
    if found.startswith("../"):
        return "link.outside", {}
    if link.image and found.casefold().endswith(HEIC):
        return "image.heic", {"meant": f"{link.target.rpartition('.')[0]}.jpg"}
    if other := known.folded.get(_folded(found)):
        return f"{kind}.case", {"meant": posixpath.relpath(other, folder)}
    return guess(f"{kind}.missing", tuple(posixpath.relpath(meant, folder) for meant in _meant(found, known)))


def _meant(found: str, known: _Known) -> tuple[str, ...]:
    """The files that a path which leads nowhere may mean."""
    for ending in (".md", "/index.md"):
        if (bare := re.sub(r"(?:/|\.html?|/index\.html?)$", "", found) + ending) in known.by_path:
            return (bare,)
    name = posixpath.basename(found)
    if name in known.by_name:
        return (known.by_name[name],)
    return known.files.near(found)


def _anchor(path: str, anchor: str, known: _Known) -> tuple[str, dict[str, str]]:
    ids = known.ids.get(path)
    if not anchor or ids is None:
        return "", {}
    wanted = normalise(unquote(anchor))
    if wanted in ids or wanted in ("top",) or wanted.startswith(("fn:", "fnref")):
        return "", {}
    close = (wanted.casefold(),) if wanted.casefold() in ids else near(wanted, ids, 0.5)
    code, meant = guess("link.anchor", tuple(f"#{other}" for other in close))
    return code, {"anchor": wanted, **meant}


def _from_root(path: str, anchor: str, here: str, link: Link, known: _Known) -> tuple[str, dict[str, str]]:
    """An address from the site's root: that of a page which has no file of its own."""
    url = normalise(unquote(path.lstrip("/")))
    if url.endswith(".md"):
        # A file's place, not its page's: the site has no such address.
        close = (url,) if url in known.by_path else _meant(url, known)
        return guess("link.missing", tuple(f"/{known.by_path[other]}" for other in close))
    if page := next((each for each in (url, url + "/") if each in known.pages), None):
        return "link.absolute", {
            "meant": posixpath.relpath(known.pages[page], posixpath.dirname(here)) + anchor
        }
    if (
        not url
        or url in known.urls
        or url + "/" in known.urls
        or url.removesuffix("index.html") in known.urls
    ):
        return "", {}
    if link.image:
        return "image.missing", {}
    match = re.fullmatch(r"calendar/([^/]+)/", url)
    if match and not re.fullmatch(r"[0-9]{4}(?:-[0-9]{2})?|agenda|list|print|wall", match[1]):
        if match[1] in known.site.event_by_id:
            return "", {}
        close = tuple(f"/calendar/{other}/" for other in near(match[1], known.site.event_by_id))
        return guess("link.missing", close)
    if (url if url.endswith("/") else url + "/").startswith(GENERATED) or GENERATED_FILES.fullmatch(url):
        return "", {}
    return guess("link.missing", tuple(f"/{other}" for other in near(url, known.urls, 0.8)))
