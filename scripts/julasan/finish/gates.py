"""Looks at every file of a site as it is made: quickly at all, exactly where that finds a thing."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from html import unescape
from urllib.parse import unquote, urlsplit

from julasan.finish import csp, leaks, links
from julasan.finish.pages import INLINE, TEXT_ATTRIBUTES, Built, parse
from julasan.model import Page, Site
from julasan.problem import Problem
from julasan.render.shell import Marks, Shell

Reader = Callable[[str], bytes]
"""The content of a file of the new site, by its path."""

_SHOWN = "|".join((*TEXT_ATTRIBUTES, "label"))
_ATTRIBUTE = re.compile(rf'\s(href|src|action|id|{_SHOWN})="([^"]*)"')
_ODD = re.compile(r"(?i)\s(?:href|src|action|id)\s*=\s*[^\"\s]|<(?:iframe|embed|object|video|audio|source)\b")
"""What the quick look does not understand: an attribute without its quotes, a thing that loads by itself."""
_INLINE_TAG = re.compile(rf"</?(?:{'|'.join(sorted(INLINE))})(?:\s[^<>]*)?>")
_TAG = re.compile(r"<[^>]*>")
_SCRIPT = re.compile(r"<script(?![^>]*\btype=\"application/)")


class Gates:
    """The gates of one site. A page of a known shell costs only a look at what is its own.

    The quick look may suspect what is fine; it never passes what the exact one (`links`,
    `leaks`) would refuse. Problems are the exact look's.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._base = urlsplit(site.settings.site_url).path
        self._leaks = leaks.Leaks(site)
        self._shells: dict[Shell, tuple[Shell, frozenset[str]]] = {}
        self._targets: dict[tuple[str, str], str] = {}
        """(file, anchor) -> a page that leads there."""
        self._suspects: set[str] = set()
        """Pages that the exact look must see."""
        self._problems: set[Problem] = set()

    def page(self, path: str, page: Page, shell: Shell) -> str:
        """The whole document of a page of ours, with its policy, looked at."""
        guarded, ids = self._shells.get(shell) or self._shell(path, shell)
        html = guarded.around(page)
        own = (page.title, page.description, page.image or "", page.html)
        if _SCRIPT.search(page.html):
            html = csp.with_policy(shell.around(page), parse(html).scripts)
            self._suspects.add(path)
        self._look(path, page.html, ids)
        for target in (*(url for _, url in page.feeds), *((page.image,) if page.image else ())):
            self._leads_from_root(path, target)
        if self._leaks.suspects(_text("\n".join(own))):
            self._suspects.add(path)
        return html

    def _shell(self, path: str, shell: Shell) -> tuple[Shell, frozenset[str]]:
        """Look at what all pages of a shape share, once."""
        text = shell.text.replace(Marks.BLOCK, "")
        built = parse(text)
        guarded = replace(shell, text=csp.with_policy(shell.text, built.scripts))
        if self._leaks.suspects(_text(text)) or _ODD.search(text) or built.elsewhere():
            self._suspects.add(path)
        for target, _ in built.links:
            if "\ue000" not in target:
                self._leads(path, target)
        self._shells[shell] = guarded, frozenset(built.ids)
        return self._shells[shell]

    def _look(self, path: str, block: str, ids: frozenset[str]) -> None:
        own: set[str] = set()
        within: list[str] = []
        for name, value in _ATTRIBUTE.findall(block):
            if name == "id":
                if value in own or value in ids:
                    self._suspects.add(path)
                own.add(value)
            elif name in ("href", "src", "action"):
                if value[:1] == "#":
                    within.append(value[1:])
                elif value[:1] == "/" and value[1:2] != "/":
                    # Still from the root, as the block was rendered.
                    self._leads_from_root(path, value[1:])
                elif name == "src" or value[:4] != "http":
                    self._other(path, name, value)
        if any(anchor not in own and anchor not in ids and not self._known(anchor, own) for anchor in within):
            self._suspects.add(path)
        if _ODD.search(block):
            self._suspects.add(path)

    def _known(self, anchor: str, own: Collection[str]) -> bool:
        anchor = unquote(unescape(anchor))
        return anchor in own or not anchor

    def _other(self, path: str, name: str, value: str) -> None:
        if name == "src" or not value.startswith(("http://", "https://", "mailto:", "tel:", "webcal:")):
            if value.startswith("data:"):
                return
            self._suspects.add(path)

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
            self._targets.setdefault((links.file_of(path, parts.path, self._base), parts.fragment), path)

    def document(self, path: str, html: str) -> str:
        """A whole document of unknown make (the 404 page): with its policy; the exact look sees it."""
        self._suspects.add(path)
        return csp.with_policy(html, parse(html).scripts)

    def file(self, path: str, content: bytes) -> None:
        """Any other file."""
        if path.endswith(".html"):
            self._suspects.add(path)
        else:
            self._problems.update(self._leaks.of_file(path, content))

    def problems(self, files: Collection[str], read: Reader, suspects: Collection[str] = ()) -> list[Problem]:
        """What the gates refuse, sorted; `files` are all paths of the site, `read` gives their content.

        `suspects` are pages that were not looked at, because they stay as they were, and may lead to
        what is gone.
        """
        self._suspects.update(suspects)
        ids: dict[str, frozenset[str]] = {}

        def built(path: str) -> Built:
            return parse(read(path).decode("utf-8"))

        for (file, anchor), page in self._targets.items():
            if file not in files and f"{file}/index.html" in files:
                file = f"{file}/index.html"
            if file not in files:
                # Whoever else leads there is to be named too.
                self._suspects.update(path for path in files if path.endswith(".html"))
                break
            if anchor and file.endswith(".html"):
                if file not in ids:
                    ids[file] = frozenset(built(file).ids)
                if anchor not in ids[file]:
                    self._suspects.add(page)
        for path in sorted(self._suspects & set(files)):
            seen = built(path)
            self._problems.update(
                links.check_page(path, seen, files, lambda other: set(built(other).ids), self._base)
            )
            self._problems.update(self._leaks.of_page(path, seen, read(path).decode("utf-8")))
        return sorted(self._problems)


def _text(html: str) -> str:
    """What can be read in `html`, at least: its text, a line a block, and that of its attributes."""
    shown = [value for name, value in _ATTRIBUTE.findall(html) if name not in ("src", "action", "id", "href")]
    shown += re.findall(r'href="((?:mailto|tel):[^"]*)"', html)
    shown.append(_TAG.sub("\n", _INLINE_TAG.sub("", html)))
    text = "\n".join(shown)
    return unescape(text) if "&" in text else text


def whole(files: Collection[str], read: Reader, site: Site) -> Iterator[Problem]:
    """The exact look at all `files`, whoever made them."""
    gates = Gates(site)
    for path in files:
        gates.file(path, read(path))
    yield from gates.problems(files, read)
