"""Markdown bodies -> safe HTML that links from the site's root, and the plain text of that HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from julasan.model import Body, Media, Site
from julasan.render.places import Places
from julasan.render.prose import Prose

if TYPE_CHECKING:
    from julasan.render.converter import Converter


class Bodies:
    """Renders the bodies of one site.

    A link to another file of the folder becomes that page's URL from the site's
    root (``/k/slug/``), headings get ids whole in Thai, pictures their size.
    """

    def __init__(
        self,
        site: Site,
        table_label: str = "",
        back_label: str = "↩",
        box_titles: Mapping[str, str] | None = None,
    ) -> None:
        """For a screen reader `table_label` names a table's box, `back_label` a footnote's way back.

        `box_titles` name the kinds of boxes (``!!! warning``) that have no title of their own.
        """
        self._places = Places(site.url_by_path, {media.path: media for media in site.media})
        self._labels = table_label, back_label, box_titles or {}
        self.prose = Prose(self._places.published)

    def html(self, path: str, body: Body) -> str:
        """The safe HTML of `body`, which stands in the file `path`."""
        prose = self.prose.html(path, body.text)
        return self.converter.html(path, body.text) if prose is None else prose

    @cached_property
    def converter(self) -> Converter:
        """Takes what `prose` does not: only where there is such a text does Python-Markdown load."""
        from julasan.render.converter import Converter

        return Converter(self._places, *self._labels)

    def leads(self, path: str, body: Body) -> list[tuple[str, str | None, Media | None]]:
        """Each place to which a link or picture of `body` leads, as the site has it now."""
        targets = dict.fromkeys(link.target for link in body.links)
        return [
            (target, self._places.url(path, target), self._places.picture(path, target)) for target in targets
        ]


_FOOTNOTE_MARK = re.compile(r"<sup[^>]*>.*?</sup>|<a\b[^<>]*\sclass=\"footnote-backref\".*?</a>", re.DOTALL)
_BLOCKS = frozenset(
    "/p /li /h1 /h2 /h3 /h4 /h5 /h6 /tr /dt /dd /figcaption /pre /blockquote /div br".split()  # noqa: SIM905
)
_CELLS = frozenset(("/td", "/th"))


def plain(safe_html: str) -> str:
    """The text of HTML that :class:`Bodies` made."""
    pieces, notes = _pieces(safe_html)
    if notes:
        pieces, _ = _pieces(_FOOTNOTE_MARK.sub("", safe_html))
    lines = map(str.strip, html.unescape("".join(pieces)).split("\n"))
    return "\n".join(filter(None, lines))


def _pieces(safe_html: str) -> tuple[list[str], bool]:
    """HTML cut at its tags, and whether some of them mark footnotes.

    Three times as fast as patterns, and every article comes through here.
    """
    # From one paragraph to the next are most of the tags; many a text has no others.
    text = safe_html.replace("</p>\n<p>", "\n")
    if text.startswith("<p>") and text.endswith("</p>") and text.find("<", 3) == len(text) - 4:
        return [text[3:-4]], False
    first, *others = text.split("<")
    pieces, notes = [first], False
    for other in others:
        tag, _, text = other.partition(">")
        if tag in _BLOCKS:
            pieces.append("\n")
        elif tag in _CELLS:
            pieces.append(" ")
        elif tag.startswith("sup") or "footnote-backref" in tag:
            notes = True
        pieces.append(text)
    return pieces, notes
