"""Runs WeasyPrint: no dictionary but ours, no font but a Thai one, no file and no socket."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from julasan.problem import UnfitError, problem
from julasan.typeset.pages import Measured

FACES = ("Sarabun", "TH Sarabun New", "Laksaman")
"""Faces in which a document may be set; the first installed is ``var(--face)`` in its style sheets.

Named together in ``font-family`` they would not do: for one that is missing fontconfig
passes off another face, and squeezes it.
"""

Picture = Callable[[str], tuple[bytes, str]]
"""Gives a picture's bytes and media type by its path from the root, decoded; LookupError for none."""

DPI = 200
"""A picture with more pixels than an office printer shows is made smaller."""

FEW, GIVEN = 4, 0.027
"""Pages that are tried at once, and the part of a page that a tighter sheet gains on each of more
(as it does on this site's issues)."""

_BASE = "https://bulletin.invalid/"
"""The document's address: a host that cannot be (RFC 6761, 6.4)."""

_NO_WORDS = bytes.fromhex(
    "d9fcd9fc0000000100000e0000000e7fdafcdafc00000003ffffffffffffffff0000000300000000dffcdffc0000000000000000"
)
"""A trie of libdatrie with the alphabet U+0E00–0E7F and no word: thbrk.tri for libthai."""


class NoThaiFontError(UnfitError):
    """No face of FACES is installed."""

    def __init__(self) -> None:
        faces = ", ".join(FACES)
        text = f"none of these fonts is installed: {faces}"
        super().__init__(text, problem("mkdocs.yml", 1, "typeset.font", faces=faces))


class RefusedError(ValueError):
    """The document asks for what was not handed in: a file, a network address, an unknown picture."""

    def __init__(self, url: str) -> None:
        super().__init__(f"refused: {url}")
        self.url = url


def pdf(
    html: str,
    *,
    css: Sequence[str] = (),
    title: str,
    language: str,
    created: date,
    author: str = "",
    picture: Picture | None = None,
    tighter: str = "",
) -> bytes:
    """Set an HTML document as a tagged PDF (PDF/UA-1, ISO 14289-1); the same arguments give the same bytes.

    Args:
        html: A whole document. Pictures are ``data:`` URLs or addresses that `picture` knows.
        css: Style sheets, as text, in order.
        title: The document's title, in the metadata and in the reader's window.
        language: BCP 47 tag, ``th``.
        created: Date in the metadata.
        author: Who made it, in the metadata.
        picture: Gives a picture's bytes and media type.
        tighter: A style sheet after the others, tried where the last page would be half empty,
            and kept where it saves that page.

    Raises:
        NoThaiFontError: None of `FACES` is installed.
        RefusedError: The document asks for anything else: nothing is read from disk or network.
    """
    seed = "\0".join((html, *css, title, language, created.isoformat(), author, tighter))
    identifier = sha256(seed.encode()).hexdigest()[:32].encode()
    with laid_out(html, css=css, picture=picture) as document, ExitStack() as stack:
        if tighter and _ends_half_empty(document):
            closer = stack.enter_context(laid_out(html, css=(*css, tighter), picture=picture))
            document = closer if len(closer.pages) < len(document.pages) else document
        data = document.metadata
        data.title, data.lang, data.authors = title, language, [author] if author else []
        data.created = data.modified = created.isoformat()
        return _written(document, identifier)


def _ends_half_empty(document: Any) -> bool:
    """Whether the last page is half empty, and the others may take in what it holds."""
    from julasan.typeset.measure import measure

    found = measure(document)
    if found.pages < 2:
        return False
    part = found.used[-1] / found.high
    # The page before may have had room for half of it.
    over = (found.used[-1] + found.used[-2]) / found.high - 1
    return part < 0.5 and (found.pages <= FEW or min(part, over) < GIVEN * found.pages)


def _written(document: Any, identifier: bytes) -> bytes:
    from julasan.typeset.copying import make_copyable, spaced_fonts
    from julasan.typeset.tagging import tagging

    with tagging() as tagged, spaced_fonts():

        def finish(document: Any, made: Any) -> None:
            tagged.finish(made)
            make_copyable(document, made)

        written: bytes = document.write_pdf(
            finisher=finish, pdf_variant="pdf/ua-1", pdf_identifier=identifier
        )
    return written


@contextmanager
def laid_out(html: str, *, css: Sequence[str] = (), picture: Picture | None = None) -> Iterator[Any]:
    """A document laid out on its pages (``weasyprint.Document``), to be measured or written while it lasts.

    Arguments and errors are those of :func:`pdf`.
    """
    weasyprint = loaded()
    # These import WeasyPrint: not before its dictionary is ours.
    from julasan.typeset.filling import full_pages
    from julasan.typeset.lines import thai_lines
    from julasan.typeset.measure import drop_filling
    from julasan.typeset.nodes import open_breaks
    from julasan.typeset.notes import apart, bring_home, columns_without_notes
    from julasan.typeset.tables import narrowed

    fetcher = _fetcher(picture)
    css = (f':root {{ --face: "{_face()}" }}', *css)
    with thai_lines(), full_pages(), columns_without_notes():
        try:
            source = weasyprint.HTML(string=html, base_url=_BASE, url_fetcher=fetcher)
            open_breaks(source.etree_element)
            sheets = [weasyprint.CSS(string=sheet, base_url=_BASE, url_fetcher=fetcher) for sheet in css]
            document = source.render(stylesheets=sheets, dpi=DPI)
            while narrowed(document):
                document = source.render(stylesheets=sheets, dpi=DPI)
            if strays := apart(document):
                bring_home(source.etree_element, strays)
                document = source.render(stylesheets=sheets, dpi=DPI)
            drop_filling(document)
            yield document
        except _fatal() as stopped:
            raise stopped.refused from None
    if fetcher.refused:
        # What an SVG picture asks for: WeasyPrint catches even what is fatal, and draws on.
        raise fetcher.refused[0]


def measured(html: str, *, css: Sequence[str] = (), picture: Picture | None = None) -> Measured:
    """What a document takes of its pages; arguments and errors are those of :func:`pdf`."""
    with laid_out(html, css=css, picture=picture) as document:
        from julasan.typeset.measure import measure

        return measure(document)


def parse(html: str) -> Element:
    """The tree of an HTML document, as a browser would read it (no namespaces)."""
    tree: Element = loaded().HTML(string=html, url_fetcher=_fetcher(None)).etree_element
    return tree


@lru_cache(maxsize=1)
def loaded() -> Any:
    """WeasyPrint, with libthai's dictionary empty: it breaks inside words, and once loaded it stays.

    libthai looks at LIBTHAI_DICTDIR when it breaks its first Thai text and never again, so the
    folder lives only until then. A missing dictionary would not do: libthai then takes its own.
    """
    before = os.environ.get("LIBTHAI_DICTDIR")
    with tempfile.TemporaryDirectory(prefix="julasan-") as folder:
        Path(folder, "thbrk.tri").write_bytes(_NO_WORDS)
        os.environ["LIBTHAI_DICTDIR"] = folder
        try:
            import weasyprint
            from weasyprint.text.line_break import can_break_text

            can_break_text("กขคง", "th")
        finally:
            if before is None:
                del os.environ["LIBTHAI_DICTDIR"]
            else:
                os.environ["LIBTHAI_DICTDIR"] = before
    return weasyprint


def _face() -> str:
    """The first of FACES that fontconfig has."""
    from weasyprint.text.ffi import ffi, fontconfig

    config = ffi.gc(fontconfig.FcInitLoadConfigAndFonts(), fontconfig.FcConfigDestroy)
    for face in FACES:
        pattern = ffi.gc(fontconfig.FcPatternCreate(), fontconfig.FcPatternDestroy)
        fontconfig.FcPatternAddString(pattern, b"family", face.encode())
        fontconfig.FcConfigSubstitute(config, pattern, fontconfig.FcMatchFont)
        fontconfig.FcDefaultSubstitute(pattern)
        match = fontconfig.FcFontMatch(config, pattern, ffi.new("FcResult *"))
        if match == ffi.NULL:
            continue
        name = ffi.new("FcChar8 **")
        fontconfig.FcPatternGetString(match, b"family", 0, name)
        if ffi.string(name[0]).decode() == face:
            return face
    raise NoThaiFontError


@lru_cache(maxsize=1)
def _fatal() -> Any:
    from weasyprint.urls import FatalURLFetchingError

    class StoppedError(FatalURLFetchingError):  # type: ignore[misc]
        """WeasyPrint swallows any other error of a fetcher and prints a page without the picture."""

        def __init__(self, refused: RefusedError) -> None:
            super().__init__(str(refused))
            self.refused = refused

    return StoppedError


def _fetcher(picture: Picture | None) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc]
        """Opens ``data:`` and what `picture` knows, and remembers what it did not open."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=("data",), allow_redirects=False)
            self.refused: list[RefusedError] = []

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            if not url.startswith(_BASE) or picture is None:
                raise self.stop(url)
            address = unquote(url.removeprefix(_BASE.rstrip("/")))
            try:
                content, kind = picture(address)
            except LookupError as missing:
                raise self.stop(address) from missing
            return URLFetcherResponse(url, content, {"Content-Type": kind})

        def stop(self, url: str) -> BaseException:
            self.refused.append(RefusedError(url))
            stopped: BaseException = _fatal()(self.refused[-1])
            return stopped

    return Fetcher()
