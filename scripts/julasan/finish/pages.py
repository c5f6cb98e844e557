"""What stands in a built HTML page: its links, ids and inline scripts."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

_LINKS = {
    "a": ("href",),
    "link": ("href",),
    "img": ("src",),
    "script": ("src",),
    "form": ("action",),
    "source": ("src",),
}
_INLINE = frozenset("a abbr b bdi bdo code em i kbd mark q s small span strong sub sup time u".split())
_TEXTS = ("alt", "title", "content", "aria-label", "placeholder", "value")
_LOADS = {"img", "script", "source", "iframe", "embed", "object", "video", "audio"}


@dataclass(frozen=True, slots=True)
class Built:
    """A page as it was built: link targets with their lines, ids, inline scripts, and what it loads."""

    links: tuple[tuple[str, int], ...]
    loads: tuple[tuple[str, int], ...]
    """Targets that a browser fetches by itself."""
    ids: tuple[str, ...]
    scripts: tuple[str, ...]
    """Texts of the inline scripts that a browser runs."""
    text: str
    """What a person or a machine may read off the page: its text, a line a block, and texts in attributes."""


def parse(html: str) -> Built:
    """Read a built page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Built(tuple(reader.links), tuple(reader.loads), tuple(reader.ids), tuple(reader.scripts), "".join(reader.text))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[tuple[str, int]] = []
        self.loads: list[tuple[str, int]] = []
        self.ids: list[str] = []
        self.scripts: list[str] = []
        self.text: list[str] = []
        self._script: list[str] | None = None
        self._hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        line = self.getpos()[0]
        if tag not in _INLINE:
            self.text.append("\n")
        self.text.extend(f"\n{values[name]}\n" for name in _TEXTS if values.get(name))
        if tag in ("a", "link") and values.get("href", "").startswith(("mailto:", "tel:")):
            self.text.append(f"\n{values['href']}\n")
        self._hidden = tag == "style"
        if "id" in values:
            self.ids.append(values["id"])
        for name in _LINKS.get(tag, ()):
            if name in values:
                self.links.append((values[name], line))
        if tag in _LOADS and "src" in values:
            self.loads.append((values["src"], line))
        if tag == "link" and values.get("rel") in ("stylesheet", "icon", "preload", "modulepreload"):
            self.loads.append((values.get("href", ""), line))
        if (
            tag == "script"
            and "src" not in values
            and values.get("type", "text/javascript") in ("text/javascript", "module")
        ):
            self._script = []

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            self._script.append(data)
        elif not self._hidden:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False
        if tag not in _INLINE:
            self.text.append("\n")
        if tag == "script" and self._script is not None:
            self.scripts.append("".join(self._script))
            self._script = None
