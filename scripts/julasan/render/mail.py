"""The issue as an e-mail: a message of a text and an HTML part, with the headers that a bulk mail needs."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from email.message import EmailMessage
from email.utils import format_datetime
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Literal
from urllib.parse import quote, unquote
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from julasan import thai
from julasan.frozen import dataclass
from julasan.model import Article, Issue
from julasan.render import headers, links
from julasan.render.colours import recoloured
from julasan.render.context import Context
from julasan.render.edition import Edition, Entry, host

MOST_BYTES = 102_000
"""Gmail clips the HTML of a mail that is longer; of the two readings of "102 kB" the smaller one."""
WIDE = 536
"""Px of a picture: Outlook knows no widths but the attribute's."""


_HOURS = re.compile(r"\d\d[.:]\d\d–\d\d[.:]\d\d(?: น\.)?")


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose mail it is, and how a reader stops it."""

    address: str
    unsubscribe: str = ""
    """An e-mail address (RFC 2369, 3.2)."""
    unsubscribe_url: str = ""
    """An https address that answers POST (RFC 8058)."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One to whom the mail goes. Never published, never logged."""

    member_id: str
    name: str
    address: str
    province: str = ""
    token: str = ""
    """What the unsubscribing address needs to know the reader again, as a query."""

    def __repr__(self) -> str:
        return "Reader(…)"


@dataclass(frozen=True, slots=True)
class Shown:
    """An article in the mail: its entry, and its whole text where that is wanted."""

    entry: Entry
    html: Markup
    text: str


@dataclass(frozen=True)
class Mail:
    """An issue as a mail: the articles of `full` (permalinks) stand whole, the others as summaries."""

    edition: Edition
    sender: Sender
    full: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    """Permalinks of articles left out."""

    @property
    def subject(self) -> str:
        """The subject: what it is, then its first title."""
        edition = self.edition
        if edition.issue.title:
            return f"{edition.name} {edition.number}: {edition.issue.title}"
        return f"{edition.name} {edition.number} {edition.month}"

    @property
    def preview(self) -> str:
        """What the list of an inbox shows beside the subject."""
        return thai.cut(" · ".join(shown.entry.article.title for shown in self._shown), 140)

    def hours_whole(self, when: str) -> Markup:
        """Day and time with its hours on one line: browsers break behind their dash."""
        return Markup(_HOURS.sub(r'<span class="whole">\g<0></span>', str(escape(when))))

    def _coloured(self, text: str) -> str:
        return recoloured(text, self.edition.context.site.settings.colours)

    @property
    def cloth(self) -> str:
        """The colour of the band at the top."""
        return self._coloured("#27456b")

    @cached_property
    def html(self) -> str:
        """The HTML part, its styles inlined, every link absolute."""
        import css_inline

        page = self.edition.context.html(
            "mail/mail.html", wide=WIDE, m=self, e=self.edition, shown=self._shown
        )
        page = links.absolute(page, self.edition.home) if self.edition.home else page
        inlined = css_inline.inline(
            page.replace("<style></style>", f"<style>{self._coloured(_sheet())}</style>"),
            keep_at_rules=True,
            load_remote_stylesheets=False,
        )
        return re.sub(r"\n\s*\n+", "\n", inlined)

    @cached_property
    def text(self) -> str:
        """The plain-text part."""
        page = self.edition.context.html("mail/mail.txt", m=self, e=self.edition, shown=self._shown)
        # Jinja escaped it for HTML, as all templates; the text part is none.
        return re.sub(r"\n{3,}", "\n\n", str(Markup(page).unescape())).strip() + "\n"

    @property
    def size(self) -> int:
        """Bytes of the HTML part."""
        return len(self.html.encode())

    @property
    def note(self) -> Markup:
        """The editor's note."""
        return self._body(self.edition.issue)

    @property
    def note_text(self) -> str:
        """The editor's note as text."""
        return readable(self.edition.context.body(self.edition.issue), self.edition.home)

    @cached_property
    def _shown(self) -> tuple[Shown, ...]:
        entries = self.edition.entries
        return tuple(self._show(entry) for entry in entries if entry.article.permalink not in self.without)

    def _show(self, entry: Entry) -> Shown:
        if entry.article.permalink not in self.full:
            return Shown(entry, Markup(""), "")
        context = self.edition.context
        return Shown(
            entry, self._body(entry.article), readable(context.body(entry.article), self.edition.home)
        )

    def _body(self, thing: Article | Issue) -> Markup:
        return Markup(mailable(self.edition.context.body(thing), self.edition))

    @property
    def fits(self) -> bool:
        """Whether no program cuts it off."""
        return self.size <= MOST_BYTES

    def fitting(self) -> Mail:
        """The mail below MOST_BYTES: from the last on, whole texts become summaries, then articles go."""
        if self.fits:
            return self
        slugs = [entry.article.permalink for entry in self.edition.entries]
        whole = [slug for slug in slugs if slug in self.full]
        shorter = [
            replace(self, full=frozenset(whole[: len(whole) - count])) for count in range(len(whole) + 1)
        ]
        plain = shorter[-1]
        if plain.fits:
            return shorter[bisect_left(shorter, True, key=lambda mail: mail.fits)]
        fewer = [
            replace(plain, without=frozenset(slugs[len(slugs) - count :])) for count in range(len(slugs) + 1)
        ]
        # Where nothing but the editor's note is too long, there is no article left to drop.
        return fewer[min(bisect_left(fewer, True, key=lambda mail: mail.fits), len(slugs))]

    def message(self, reader: Reader | None = None, at: datetime | None = None) -> EmailMessage:
        """The mail to `reader`, or a template, to nobody. The same arguments give the same bytes."""
        local = reader.address.rpartition("@")[0] if reader else ""
        message = EmailMessage(policy=headers.POLICY.clone(utf8=not local.isascii()))
        edition = self.edition
        message["Subject"] = headers.one_line(self.subject)
        message["From"] = headers.address(edition.context.site.settings.network, self.sender.address)
        message["To"] = headers.address(reader.name, reader.address) if reader else "undisclosed-recipients:;"
        message["Date"] = format_datetime(at or self._morning())
        message["Message-ID"] = self._id(reader)
        message["List-Id"] = f"<bulletin.{self._domain}>"
        for name, value in self._unsubscribing(reader):
            message[name] = value
        if edition.page:
            message["Archived-At"] = f"<{edition.page}>"
        message.set_content(self.text, subtype="plain", charset="utf-8", cte="base64")
        message.add_alternative(self.html, subtype="html", charset="utf-8", cte="base64")
        # Setting the content drops every Content-* header: this one comes after.
        message["Content-Language"] = edition.context.site.settings.language
        message.set_boundary(f"=_julasan_{self._hash(reader, 'boundary')}")
        return message

    def _unsubscribing(self, reader: Reader | None) -> Iterable[tuple[str, str]]:
        ways = []
        if self.sender.unsubscribe_url:
            url = self.sender.unsubscribe_url
            if reader and reader.token:
                url += ("&" if "?" in url else "?") + reader.token
            ways.append(f"<{url}>")
        if self.sender.unsubscribe:
            subject = quote(f"unsubscribe {host(self.edition.home) or 'julasan'}")
            ways.append(f"<mailto:{quote(self.sender.unsubscribe, safe='@')}?subject={subject}>")
        if ways:
            yield "List-Unsubscribe", ", ".join(ways)
        if self.sender.unsubscribe_url:
            yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"

    def _morning(self) -> datetime:
        """08:00 on the issue's day."""
        zone = ZoneInfo(self.edition.context.site.settings.timezone)
        return datetime.combine(self.edition.issue.date, time(8), zone)

    @property
    def _domain(self) -> str:
        return host(self.edition.home) or self.sender.address.rpartition("@")[2] or "julasan.invalid"

    def _id(self, reader: Reader | None) -> str:
        return f"<julasan.{self.edition.issue.month}.{self._hash(reader, 'id')}@{headers.idna(self._domain)}>"

    def _hash(self, reader: Reader | None, use: str) -> str:
        seed = "\0".join((use, self.subject, self.text, self.html, reader.address if reader else ""))
        return hashlib.sha256(seed.encode()).hexdigest()[:24]


def mail_of(
    context: Context,
    month: str,
    sender: Sender,
    full: Literal["none", "lead", "all"] = "none",
    today: date | None = None,
) -> Mail:
    """The mail of a month's issue; `full` says which articles stand in it whole, `today` when it is sent."""
    edition = Edition.of(context, month, today)
    slugs = [entry.article.permalink for entry in edition.entries]
    chosen = {"none": slugs[:0], "lead": slugs[:1], "all": slugs}[full]
    return Mail(edition, sender, frozenset(chosen))


def listmonk(readers: Sequence[Reader]) -> bytes:
    """The readers as a CSV that listmonk imports: ``email,name,attributes``, without BOM."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("email", "name", "attributes"))
    for reader in readers:
        attributes = {"member_id": reader.member_id, "province": reader.province}
        writer.writerow((reader.address, reader.name, json.dumps(attributes, ensure_ascii=False)))
    return out.getvalue().encode()


# Bodies


_PICTURE = re.compile(r'<img\b[^>]*?\bsrc="([^"]*)"[^>]*>')
_ALT = re.compile(r'\balt="([^"]*)"')
_TASK = re.compile(r"<input\b[^>]*\bchecked\b[^>]*>")
_BOX = re.compile(r"<input\b[^>]*>")
_NOTE_CALL = re.compile(r'<a\b[^<>]*\sclass="footnote-(?:ref|backref)"[^>]*>(.*?)</a>', re.DOTALL)
_IDS = re.compile(r' (?:id|role|tabindex|aria-label|loading|decoding|title|width|height)="[^"]*"')


def mailable(html: str, edition: Edition) -> str:
    """A body for a mail program: pictures that it shows, else their alt texts; boxes as signs; no ids."""

    def picture(match: re.Match[str]) -> str:
        alt = found[1] if (found := _ALT.search(match[0])) else ""
        address = edition.raster(unquote(match[1]))
        if address:
            return f'<img src="{address}" alt="{alt}" width="{WIDE}">'
        return f'<em class="seen">{edition.context.text("mail.picture", alt=alt)}</em>' if alt else ""

    html = _PICTURE.sub(picture, html)
    html = _BOX.sub("☐ ", _TASK.sub("☑ ", html))
    html = _IDS.sub("", _NOTE_CALL.sub(r"\1", html).replace("↩", ""))
    html = re.sub(r"<th\b[^>]*>\s*</th>", "<td></td>", html)
    html = re.sub(r"<(/?)h[1-6]\b", r"<\1h3", html)
    return re.sub(r'<a href="#[^"]*">(.*?)</a>', r"\1", html, flags=re.DOTALL)


_LINK = re.compile(r'<a\b[^>]*?href="([^"#][^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_IMAGE = re.compile(r'<img\b[^>]*?\balt="([^"]*)"[^>]*>')
_LIST = re.compile(r'<(/?)(ol|ul|li)\b(?:[^>]*?\bstart="(\d+)")?[^>]*>(?:\s*<p>)?')
_HEAD = re.compile(r"<h[1-6][^>]*>(.*?)</h[1-6]>", re.DOTALL)
_END = re.compile(r"</(?:p|ul|ol|table|blockquote|pre|figure|div|dl)>")
_ROW = re.compile(r"</(?:tr|li|dt|dd|figcaption)>|<br>")


def readable(html: str, home: str) -> str:
    """A body as text that reads well: headings apart, items with a dash, addresses after their words."""
    html = _NOTE_CALL.sub(lambda match: f"[{match[1]}]" if match[1].strip().isdigit() else "", html)
    html = _IMAGE.sub(r"[\1]", html).replace("[]", "")
    html = _LINK.sub(lambda match: _addressed(match, home), html)
    html = re.sub(r"\s*\n\s*", " ", html)
    html = _TASK.sub("[x] ", html)
    html = _BOX.sub("[ ] ", html)
    html = _HEAD.sub(lambda match: f"\n\n{match[1]}\n{'-' * 20}\n", html)
    html = _listed(html)
    html = re.sub(r"</t[hd]>\s*<t[hd][^>]*>", " | ", html)
    html = _ROW.sub("\n", html)
    html = _END.sub("\n\n", html)
    text = str(Markup(re.sub(r"<[^>]*>", "", html)).unescape())
    text = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"\n+(?=(?:-|\d+\.) )", "\n", text)).strip()


def _listed(html: str) -> str:
    """List items with a dash, or their number, on lines of their own."""
    lists: list[int | None] = []

    def marked(match: re.Match[str]) -> str:
        ends, tag, start = match.groups()
        if tag == "li":
            if ends:
                return "\n"
            number = lists[-1] if lists else None
            if number is None:
                return "\n- "
            lists[-1] = number + 1
            return f"\n{number}. "
        if ends:
            lists[-1:] = []
            return "\n\n"
        lists.append(int(start or 1) if tag == "ol" else None)
        return ""

    return _LIST.sub(marked, html)


def _addressed(match: re.Match[str], home: str) -> str:
    href, words = match[1], match[2]
    if href.startswith("/"):
        if not home:
            return words
        href = home + href[1:]
    return words if href.removeprefix("mailto:") in words else f"{words} ({href})"


@lru_cache(maxsize=1)
def _sheet() -> str:
    return files("julasan").joinpath("theme", "print", "mail.css").read_text("utf-8")
