"""Rules on Markdown slips: fences, footnotes, headings, alt texts and link texts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from julasan.check.documents import Document, articles, documents
from julasan.locales import LANGUAGES, locale
from julasan.model import Body, Heading, Site
from julasan.pattern import late
from julasan.problem import Problem, problem

_HERE = late(
    r"(?i)(?:(?:กรุณา|โปรด)?(?:คลิ้?๊?กที่(?:นี่|นี้)|คลิ้?๊?กตรงนี้|คลิ้?๊?ก(?:เลย)?|กดที่นี่|กดตรงนี้|กดลิงก์|(?:อ่าน|ดู)(?:ต่อ|เพิ่มเติม)|เพิ่มเติม|(?:ดู|อ่าน)?(?:ได้)?ที่นี่|ตรงนี้|ลิงก์(?:นี้)?|ลิงค์(?:นี้)?)"
    r"|(?:please )?click(?: here| this| me)?|here|(?:this |the )?link|(?:read |see |learn )?more"
    r"|see here|read here|tap here)"
)
_FILE_NAME = late(
    r"(?i)\S+\.(?:png|jpe?g|gif|webp|svg|heic|avif)|(?:img|dscn?|image|photo|screenshot)[_ -]?[0-9]+\S*"
)

_NO_TITLE = late(
    r"(?i)[\[(<]?(?:(?:ใส่|พิมพ์|เขียน)ชื่อ(?:เรื่อง|บทความ)(?:ที่นี่|ตรงนี้|ของคุณ|ของท่าน)?"
    r"|(?:your|enter|insert) title(?: here)?)[\])>]?"
)


def fences(site: Site, root: Path) -> Iterator[Problem]:
    """Every fence of code is closed, every footnote has its text."""
    for document in documents(site):
        for mark in document.body.marks:
            if mark.kind == "fence":
                yield problem(document.path, mark.line, "markdown.fence", value=mark.text)
            elif mark.kind == "footnote":
                yield problem(document.path, mark.line, "markdown.footnote", value=mark.text)


def raw_signs(site: Site, root: Path) -> Iterator[Problem]:
    """No sign of Markdown, or of another program's, that a reader would see raw."""
    for document in documents(site):
        for mark in document.body.marks:
            if mark.kind.startswith(("raw-", "footnote-")):
                yield problem(document.path, mark.line, f"markdown.{mark.kind}", value=mark.text)


def titles(site: Site, root: Path) -> Iterator[Problem]:
    """No title is the words that stand where a person is to write one."""
    for article in articles(site):
        if _NO_TITLE.fullmatch(article.title):
            source = article.source
            yield problem(source.path, source.line_of("title"), "title.unwritten", value=article.title)


def unwritten(site: Site, root: Path) -> Iterator[Problem]:
    """Nothing is left of the words that `julasan new` puts where a person is to write."""
    for document in documents(site):
        if document.path in site.texts:
            yield from unwritten_in(document.path, site.texts[document.path], document.body)


def unwritten_in(path: str, text: str, body: Body) -> Iterator[Problem]:
    """Nothing is left of those words in the text of one file."""
    words = unwritten_words()
    if not any(each in body.text for each in words):
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() in words:
            yield problem(path, number, "markdown.unwritten", value=line.strip())


@cache
def unwritten_words() -> frozenset[str]:
    """What `julasan new` puts where a person is to write, in each language."""
    kinds = ("article", "bulletin")
    return frozenset(locale(language).text(f"cli.body.{kind}") for language in LANGUAGES for kind in kinds)


def headings(site: Site, root: Path) -> Iterator[Problem]:
    """One title a page, and no level left out below it."""
    for document in documents(site):
        yield from _headings(document, document.body.headings)


def _headings(document: Document, found: tuple[Heading, ...]) -> Iterator[Problem]:
    above = 1
    title: Heading | None = None
    for heading in found:
        if heading.level == 1 and document.titled:
            yield problem(document.path, heading.line, "heading.title", value=heading.text)
        elif heading.level == 1 and title:
            yield problem(document.path, heading.line, "heading.two", value=heading.text, first=title.line)
        elif heading.level > above + 1:
            values = {"value": heading.text, "level": "#" * heading.level, "meant": "#" * (above + 1)}
            yield problem(document.path, heading.line, "heading.skipped", **values)
        title = title or (heading if heading.level == 1 else None)
        above = heading.level


def link_texts(site: Site, root: Path) -> Iterator[Problem]:
    """A picture has a text for those who cannot see it; a link says where it leads."""
    for document in documents(site):
        for link in document.body.links:
            text = link.text.strip()
            if link.image and not text and not link.target.startswith("data:"):
                yield problem(document.path, link.line, "image.alt", value=link.target)
            elif link.image and _FILE_NAME.fullmatch(text):
                yield problem(document.path, link.line, "image.alt-name", value=text)
            elif not link.image and not text and link.target:
                yield problem(document.path, link.line, "link.text", value=link.target)
            elif not link.image and _HERE.fullmatch(text.strip(" .…»>→👉")):
                yield problem(document.path, link.line, "link.here", value=text)
