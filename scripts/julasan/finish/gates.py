"""Looks at every file of a site as it is made: quickly at all, exactly where that finds a thing."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import replace
from html import escape, unescape
from itertools import repeat
from urllib.parse import quote, unquote, urlsplit

from julasan.finish import csp, formats, leaks, links, styles
from julasan.finish.pages import INLINE, TEXT_ATTRIBUTES, Built, line_of, parse
from julasan.finish.targets import file_of
from julasan.finish.weight import Weights
from julasan.frozen import dataclass
from julasan.model import Page, Site
from julasan.pattern import late
from julasan.problem import Problem
from julasan.render.shell import Marks, Shell, encoded

Reader = Callable[[str], bytes]
"""The content of a file of the new site, by its path."""

_TAGS = late(rb"<([^>]*)>")
_TAG = late(rb'/?[A-Za-z][A-Za-z0-9]*(?:\s+[A-Za-z][\w:-]*(?:="[^"]*")?)*\s*/?')
"""A tag, without its brackets, as our own templates and the sanitiser write it."""
_LINK = late(rb'a(?: class="[^"]*")? href="(?:/((?!/)[^"#?&%]*)|https://[^"]*)"(?: rel="[^"]*")?')
"""Most tags that stand in few pages: nothing counts in one but where it leads, if that is a page of ours."""
_ATTRIBUTE = late(r'\s([\w:-]+)="([^"]*)"')
_LOADER = late(r"(?i)(?:iframe|embed|object|video|audio|source|track|style|image|use|link|meta|base)\b")
_LOADING = frozenset(("srcset", "poster", "data", "background", "xlink:href"))
_LOADING_STYLE = late(r"(?i)url|src|image-set|\\")
"""What the quick look leaves to the exact one: a thing that loads by itself."""
_ELSEWHERE = ("http://", "https://", "mailto:", "tel:", "webcal:")
_TEXTS = ("label", *TEXT_ATTRIBUTES, "href")
"""In the order in which `pages.parse` shows them."""
_LONG = 300
"""Bytes of a tag that stands in one page only, as a link to send it on by, and is not kept."""
_CARD = b'\n<li><div class="jl-card">'
"""How a card begins (templates/_parts.html): each stands in some six pages, letter for letter, and they are
all that most lists hold."""
_SCRIPT = late(rb'(?i)script(?![^>]*\btype="application/)')


@dataclass(frozen=True, slots=True)
class _Tag:
    """What counts in a tag: ids, anchors of its own page, addresses from the root, and what is shown."""

    ids: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    shown: bytes = b""
    """What stands in its place in the page's text: a line's end, and texts in its attributes."""
    odd: bool = False
    """Whether the exact look must see its page."""
    runs: bool = False
    """Whether it begins a script that a browser runs."""


_PLAIN = _Tag()


class Gates:
    """The gates of one site. A page of a known shell costs only a look at what is its own.

    The quick look may suspect what is fine; it never passes what the exact one (`links`,
    `leaks`) would refuse. Problems are the exact look's.
    """

    def __init__(self, site: Site, read: dict[Shell, Built] | None = None) -> None:
        """`read`: what stands in shells, from earlier builds; what is read now is put there."""
        self._site = site
        self._read = {} if read is None else read
        self._base = urlsplit(site.settings.site_url).path
        self._leaks = leaks.Leaks(site)
        self._shells: dict[Shell, tuple[Shell, frozenset[str]]] = {}
        self._targets: dict[tuple[str, str], str] = {}
        """(file, anchor) -> a page that leads there."""
        self._feeds: set[tuple[tuple[str, str], ...]] = set()
        """Feeds that a page named already."""
        self._tags: dict[bytes, _Tag] = {}
        """Tags that were looked at already and count in each page: most stand in thousands."""
        self._plain_tags: set[bytes] = set()
        """Those in which nothing counts any more but what they show."""
        self._shown: dict[bytes, bytes] = {}
        """What they show, if anything: half of a page's tags begin a line, and no more."""
        self._cards: set[bytes] = set()
        """Those that were looked at in a page, and hold no id and no anchor of the page's own."""
        self._abridged: set[str] = set()
        """Pages that were looked at without some of those."""
        self._suspects: set[str] = set()
        """Pages that the exact look must see."""
        self._sheets: set[str] = set()
        """Style sheets: what they load must be there."""
        self._sizes: dict[str, int] = {}
        """How many bytes each page has."""
        self._problems: set[Problem] = set()

    def page(self, path: str, page: Page, shell: Shell) -> bytes:
        """The whole document of a page of ours, with its policy, looked at."""
        guarded, ids = self._shells.get(shell) or self._shell(path, shell)
        html = encoded(page.html)
        shown, runs = self._look(path, html, ids)
        own = [encoded(page.title), encoded(page.description), shown]
        if page.feeds not in self._feeds:
            self._feeds.add(page.feeds)
            for _, url in page.feeds:
                self._leads_from_root(path, url)
        if page.image:
            own.append(encoded(page.image.alt))
            self._leads_from_root(path, quote(page.image.path))
        self._leaks.page(path, b"\n\n".join(own))
        content = guarded.around(page, html)
        if runs:
            whole = shell.around(page, html).decode("utf-8")
            content = csp.with_policy(whole, parse(whole).scripts).encode("utf-8")
            self._suspects.add(path)
        self._sizes[path] = len(content)
        return content

    def _shell(self, path: str, shell: Shell) -> tuple[Shell, frozenset[str]]:
        """Look at what all pages of a shape share, once."""
        built = self._read.get(shell)
        if built is None:
            built = self._read[shell] = parse(shell.text.replace(Marks.BLOCK, ""))
        guarded = replace(shell, text=csp.with_policy(shell.text, built.scripts))
        if self._leaks.suspects(built.text) or built.elsewhere():
            self._suspects.add(path)
        for target, _ in built.links:
            if "\ue000" not in target:
                self._leads(path, target)
        self._shells[shell] = guarded, frozenset(built.ids)
        return self._shells[shell]

    def _look(self, path: str, block: bytes, ids: frozenset[str]) -> tuple[bytes, bool]:
        """Look at the links and ids of a block whose links are from the root.

        Returns the text that it shows, as `pages.parse` has it, and whether a script of its own runs;
        cards that an earlier page showed are left out.
        """
        before, *cards = block.split(_CARD)
        new = [card for card in cards if card not in self._cards]
        if len(new) < len(cards):
            # A card begins and ends a line: what stands before it and behind it is not read as one.
            block = _CARD.join((before, *new))
            self._abridged.add(path)
        parts = _TAGS.split(block)
        tags = parts[1::2]
        own: set[str] = set()
        within: list[str] = []
        once: list[bytes] = []
        own_tags: list[bytes] = []
        suspect = runs = False
        for tag in set(tags).difference(self._plain_tags):
            found = self._tags.get(tag) or self._tag(path, tag)
            if found.shown:
                self._shown[tag] = found.shown
                once += [tag] if len(tag) >= _LONG else ()
            suspect, runs = suspect or found.odd, runs or found.runs
            for name in found.ids:
                suspect = suspect or name in own or name in ids or tags.count(tag) > 1
                own.add(name)
            within += found.within
            own_tags += [tag] if found.ids or found.within else ()
        # Texts and tags take turns, and so do texts and what tags show.
        parts[1::2] = map(self._shown.get, tags, repeat(b""))
        text = b"".join(parts)
        for tag in once:
            del self._shown[tag]
        if suspect or b"<" in text or any(not self._known(anchor, own, ids) for anchor in within):
            self._suspects.add(path)
        else:
            for card in new:
                if card.endswith(b"</li>") and not any(tag in card for tag in own_tags):
                    self._cards.add(card)
        return text, runs

    def _tag(self, path: str, tag: bytes) -> _Tag:
        """Look at a tag of the page at `path`, the first in which it stands."""
        if link := _LINK.fullmatch(tag):
            if link[1] is not None:
                self._leads_from_root(path, link[1].decode())
            if len(tag) < _LONG:
                self._plain_tags.add(tag)
            return _PLAIN
        if _SCRIPT.match(tag) or not _TAG.fullmatch(tag):
            return _Tag(odd=True, runs=b"script" in tag.lower())
        found = _read(tag.decode())
        for target in found.targets:
            self._leads_from_root(path, target)
        if len(tag) < _LONG:
            if found.ids or found.within or found.odd:
                self._tags[tag] = found
            else:
                self._plain_tags.add(tag)
        return found

    @staticmethod
    def _known(anchor: str, own: Collection[str], ids: Collection[str]) -> bool:
        if anchor in own or anchor in ids:
            return True
        anchor = unquote(unescape(anchor))
        return anchor in own or not anchor

    def _leads_from_root(self, path: str, target: str) -> None:
        file, _, anchor = target.partition("#")
        file = file.partition("?")[0]
        if "&" in target or "%" in target:
            file, anchor = unquote(unescape(file)), unquote(unescape(anchor))
        if not file or file.endswith("/"):
            file += "index.html"
        self._targets.setdefault((file, anchor), path)

    def _leads(self, path: str, target: str) -> None:
        parts = urlsplit(target)
        if not parts.scheme and not parts.netloc:
            self._targets.setdefault((file_of(path, parts.path, self._base), parts.fragment), path)

    def document(self, path: str, html: str) -> str:
        """A whole document of unknown make (the 404 page): with its policy; the exact look sees it."""
        self._suspects.add(path)
        return csp.with_policy(html, parse(html).scripts)

    def file(self, path: str, content: bytes) -> None:
        """Any other file."""
        if path.endswith(".html"):
            self._suspects.add(path)
            self._sizes[path] = len(content)
        elif not path.endswith(".js") or self._leaks.know_members:
            # A script has no other gate, and two of five files are the search's.
            self._problems.update(self._leaks.of_file(path, content))
            self._problems.update(formats.check_file(path, content))
            if path.endswith(".css"):
                self._sheets.add(path)

    def problems(self, files: Collection[str], read: Reader, suspects: Collection[str] = ()) -> list[Problem]:
        """What the gates refuse, sorted; `files` are all paths of the site, `read` gives their content.

        `suspects` are pages that were not looked at, because they stay as they were, and may lead to
        what is gone.
        """
        self._suspects.update(suspects, self._leaks.pages())
        ids: dict[str, frozenset[str]] = {}

        def built(path: str) -> Built:
            return parse(read(path).decode("utf-8"))

        def exactly(path: str) -> bool:
            """Look at a page exactly. Returns whether it lets anything out."""
            seen = built(path)
            self._problems.update(
                links.check_page(path, seen, files, lambda other: set(built(other).ids), self._base)
            )
            leaking = set(self._leaks.of_page(path, seen, read(path).decode("utf-8")))
            self._problems.update(leaking)
            return bool(leaking)

        for (file, anchor), page in self._targets.items():
            if file not in files and f"{file}/index.html" in files:
                file = f"{file}/index.html"
            if file not in files:
                # Whoever else leads there is to be named too.
                self._suspects.update(path for path in files if path.endswith(".html"))
                break
            if anchor and file.endswith(".html"):
                if file not in ids and _has(read(file), anchor):
                    continue
                if file not in ids:
                    ids[file] = frozenset(built(file).ids)
                if anchor not in ids[file]:
                    self._suspects.add(page)
        if sum(map(exactly, sorted(self._suspects.intersection(files)))):
            # Where it stands in a card, the other pages that show it are to be named, too.
            for path in sorted(self._abridged.intersection(files) - self._suspects):
                exactly(path)
        weights = Weights(files, read, self._site.settings.page_weight)
        for path, size in self._sizes.items():
            if not weights.is_light(size):
                self._problems.update(weights.check(path, read(path)))
        for path in self._sheets:
            if path in files:
                self._problems.update(styles.check_there(path, read(path).decode("utf-8"), files))
        return sorted(self._problems)


def _has(html: bytes, anchor: str) -> bool:
    """Whether a tag of ours bears that id: "<" is written as such by tags alone."""
    name = re.escape(escape(anchor).encode("utf-8", "xmlcharrefreplace"))
    return re.search(rb'<[a-z][^<>]*\sid="' + name + rb'"[^<>]*>', html) is not None


def _read(tag: str) -> _Tag:
    """What counts in a tag that is written as `_TAG` says."""
    ids: list[str] = []
    within: list[str] = []
    targets: list[str] = []
    texts: dict[str, str] = {}
    odd = bool(_LOADER.match(tag))
    for name, value in _ATTRIBUTE.findall(tag):
        name = name.lower()
        if name == "id":
            ids.append(value)
        elif name in ("href", "src", "action"):
            if value[:1] == "#":
                within.append(value[1:])
            elif value[:1] == "/" and value[1:2] != "/":
                targets.append(value[1:])
            elif not value.startswith("data:"):
                if value.startswith(("mailto:", "tel:")):
                    odd = odd or "href" in texts
                    texts["href"] = value
                odd = odd or name == "src" or not value.startswith(_ELSEWHERE)
        elif name in _TEXTS:
            # Of two by one name browsers and lxml take the first.
            odd = odd or name in texts
            texts[name] = value
        elif (
            name in _LOADING
            or (name == "style" and _LOADING_STYLE.search(value))
            or (name == "name" and tag[1:2].isspace())
        ):
            # That name is an <a>'s, an id of old.
            odd = True
    # As `pages.parse` has it: the lines that are looked at are to be the same.
    shown = "" if tag.strip("/").split()[0].lower() in INLINE else "\n"
    if texts:
        shown += "".join(line_of(name, texts[name]) for name in _TEXTS if name in texts)
    return _Tag(tuple(ids), tuple(within), tuple(targets), shown.encode(), odd)
