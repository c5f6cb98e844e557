"""The issue in few words: LINE text and Flex Message, SMS with its parts, a script for the loudspeaker."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property

from julasan import thai
from julasan.frozen import dataclass
from julasan.render import flex, spoken
from julasan.render.context import Context
from julasan.render.edition import Edition, Entry, Happening, host
from julasan.render.flex import Json

LINE_TITLES, LINE_EVENTS = 8, 4
FLEX_ARTICLES, FLEX_EVENTS = 10, 6
SPOKEN_ARTICLES, SPOKEN_EVENTS = 5, 6
"""How many stand in each text; the rest is counted."""

INDIGO, GOLD, TERRACOTTA, SOFT, PAPER = "#27456B", "#D9A441", "#A0432A", "#5F554B", "#FFFDF7"


@dataclass(frozen=True, slots=True)
class Sms:
    """A short message: its text and what it costs."""

    text: str
    unicode: bool
    units: int
    parts: int
    left: int
    """Units still free in the last part."""
    unlinked: bool = False
    """Whether a link was taken out because its domain is not registered."""


@dataclass(frozen=True, slots=True)
class Reach:
    """A broadcast against the month's quota."""

    recipients: int
    quota: int

    @property
    def fits(self) -> bool:
        """Whether the quota is enough for one broadcast."""
        return self.recipients <= self.quota

    @property
    def broadcasts(self) -> int:
        """How many broadcasts the whole quota is enough for."""
        return self.quota // self.recipients if self.recipients else 0


@dataclass(frozen=True)
class Digest:
    """An issue in few words."""

    edition: Edition

    # LINE

    @cached_property
    def line(self) -> str:
        """The text to post: the issue's own, else made from its titles; at its end the issue's address."""
        edition = self.edition
        text = edition.issue.line.strip() if edition.issue.line else self._line()
        if edition.page and edition.page not in text:
            text += "\n\n" + edition.context.text("digest.read", address=edition.page)
        return _short(text, flex.TEXT)

    def _line(self) -> str:
        edition, t = self.edition, self.edition.context.text
        lines = [t("digest.out", name=edition.name, number=edition.number, month=edition.month)]
        if edition.entries:
            lines += ["", t("digest.articles")]
            lines += [f"• {entry.article.title}" for entry in edition.entries[:LINE_TITLES]]
            lines += self._more(len(edition.entries) - LINE_TITLES)
        coming = self._coming()
        if coming:
            lines += ["", t("digest.events")]
            lines += [f"• {self._short_when(item)} {item.event.title}" for item in coming[:LINE_EVENTS]]
            lines += self._more(len(coming) - LINE_EVENTS)
        return "\n".join(lines)

    def _coming(self) -> tuple[Happening, ...]:
        """The calendar part without what is cancelled."""
        return tuple(item for item in self.edition.happenings if item.event.status != "cancelled")

    def _more(self, count: int) -> list[str]:
        context = self.edition.context
        return [context.text("digest.more", count=context.number(count))] if count > 0 else []

    def _short_when(self, happening: Happening) -> str:
        return self.edition.context.day(happening.occurrence.first, short=True)

    @cached_property
    def message(self) -> Json:
        """The Flex Message: cover, an article a bubble, calendar; as many articles as LINE's limits allow."""
        edition = self.edition
        alt = edition.context.text(
            "digest.out", name=edition.name, number=edition.number, month=edition.month
        )
        first, last = self._cover(), self._calendar()
        room = flex.BUBBLES - 1 - len(last)
        articles = [self._bubble(entry) for entry in edition.entries[: min(room, FLEX_ARTICLES)]]
        while True:
            contents: Json = {"type": "carousel", "contents": [first, *articles, *last]}
            if flex.size(contents) <= flex.CAROUSEL_BYTES or not articles:
                return {"type": "flex", "altText": _short(alt, flex.ALT_TEXT), "contents": contents}
            articles.pop()

    def _cover(self) -> Json:
        edition, t = self.edition, self.edition.context.text
        titles = [
            _text(f"• {thai.cut(entry.article.title, 60)}", size="sm", margin="sm")
            for entry in edition.entries[:LINE_TITLES]
        ]
        body = [
            _text(edition.name, size="xl", weight="bold", color=INDIGO),
            _text(f"{edition.number} · {edition.month}", size="sm", color=TERRACOTTA, margin="sm"),
            {"type": "separator", "margin": "md", "color": GOLD},
            *titles,
        ]
        buttons = [(t("digest.open"), edition.page), (t("digest.pdf"), edition.pdf)]
        return _panel(body, buttons)

    def _bubble(self, entry: Entry) -> Json:
        t = self.edition.context.text
        body = [
            _text(t(f"bulletin.kind.{entry.article.kind}"), size="sm", color=TERRACOTTA, weight="bold"),
            _text(thai.cut(entry.article.title, 120), size="lg", weight="bold", color=INDIGO, margin="sm"),
            _text(thai.cut(entry.summary, 200), size="sm", margin="md")
            if entry.summary
            else {"type": "filler"},
        ]
        hero: Json = {}
        if entry.image.startswith("https://") and not entry.image.endswith(".gif"):
            picture = {
                "type": "image",
                "url": entry.image,
                "size": "full",
                "aspectRatio": "3:2",
                "aspectMode": "cover",
            }
            hero = {"hero": picture}
        return _panel(body, [(t("digest.article"), entry.url)], hero)

    def _calendar(self) -> list[Json]:
        coming = self._coming()
        if not coming:
            return []
        t = self.edition.context.text
        body = [_text(t("bulletin.calendar"), size="lg", weight="bold", color=INDIGO)]
        for item in coming[:FLEX_EVENTS]:
            body.append(
                _text(self._short_when(item), size="sm", weight="bold", color=TERRACOTTA, margin="md")
            )
            body.append(_text(thai.cut(item.event.title, 80), size="sm"))
        body += [
            _text(more, size="sm", margin="md", color=SOFT) for more in self._more(len(coming) - FLEX_EVENTS)
        ]
        return [_panel(body, [(t("digest.calendar"), self.edition.address("calendar/"))])]

    # SMS

    @cached_property
    def sms(self) -> Sms:
        """The short message; without a registered domain it carries no link."""
        edition = self.edition
        settings = edition.context.site.settings
        domain = (settings.sms_domain or "").casefold().removeprefix("https://").strip("/")
        link = edition.page if domain and _within(host(edition.page), domain) else ""
        own = " ".join(edition.issue.sms.split()) if edition.issue.sms else ""
        text = own or self._sms(len(f" {link}") if link else 0)
        clean = _unlinked(text, domain)
        if link and link not in clean:
            return count(f"{clean} {link}", unlinked=clean != text)
        return count(clean, unlinked=clean != text)

    def _sms(self, taken: int) -> str:
        """One part: whose it is, what is out, and as much of the first title as there is room for."""
        edition, t = self.edition, self.edition.context.text
        month = edition.context.day(edition.issue.date, short=True).partition(" ")[2]
        number, network = edition.context.number(edition.issue.number), edition.context.site.settings.network
        # A message from a number that nobody knows says first whose it is, where there is room.
        said = [t("digest.sms", number=number, month=month), t("digest.sms_short", month=month)]
        named = [t("digest.sms_of", network=network, text=each) for each in said]
        text = next((each for each in (*named, *said) if len(each) + taken <= ONE_UNICODE), said[-1])
        if not edition.entries or text == said[-1]:
            return text
        lead = t("digest.sms_lead", title="")
        room = ONE_UNICODE - len(text) - len(lead) - 1 - taken
        title = thai.cut(edition.entries[0].article.title, room) if room > 10 else ""
        return f"{text} {lead}{title}" if title else text

    # The loudspeaker

    @cached_property
    def script(self) -> spoken.Said:
        """What is read aloud in the village: words only."""
        own = dict(self.edition.context.site.settings.spoken)
        in_thai = self.edition.context.site.settings.language == "th"
        paragraphs = [self._said(line, own) if in_thai else spoken.Said(line, ()) for line in self._script()]
        unknown = tuple(dict.fromkeys(word for said in paragraphs for word in said.unknown))
        return spoken.Said("\n\n".join(said.text for said in paragraphs) + "\n", unknown)

    def _said(self, line: str, own: Mapping[str, str]) -> spoken.Said:
        return spoken.said(line, own)

    def _script(self) -> list[str]:
        edition, t = self.edition, self.edition.context.text
        settings = edition.context.site.settings
        lines = [t("digest.hello", network=settings.network)]
        lines.append(t("digest.out", name=edition.name, number=edition.number, month=edition.month))
        if edition.entries:
            lines.append(t("digest.say_articles", count=len(edition.entries)))
        for at, entry in enumerate(edition.entries[:SPOKEN_ARTICLES], 1):
            lines.append(t("digest.say_article", number=at, title=entry.article.title, summary=entry.summary))
        if len(edition.entries) > SPOKEN_ARTICLES:
            lines.append(t("digest.say_more", count=len(edition.entries) - SPOKEN_ARTICLES))
        lines += self._spoken_events()
        lines.append(t("digest.say_bye"))
        lines.append(t("digest.thanks"))
        return lines

    def _spoken_events(self) -> list[str]:
        t = self.edition.context.text
        coming = self._coming()
        off = [item for item in self.edition.happenings if item.event.status == "cancelled"]
        lines = [t("digest.say_events")] if coming else []
        for item in coming[:SPOKEN_EVENTS]:
            key = "digest.say_tentative" if item.event.status == "tentative" else "digest.say_event"
            place = self._spoken_place(item)
            lines.append(t(key, when=self._spoken_when(item), title=item.event.title, place=place).strip())
        if len(coming) > SPOKEN_EVENTS:
            lines.append(t("digest.say_more_events", count=len(coming) - SPOKEN_EVENTS))
        lines += [t("digest.say_off", when=self._spoken_when(item), title=item.event.title) for item in off]
        return lines

    def _spoken_place(self, happening: Happening) -> str:
        """ที่ศาลา; of what is held online only that, for ที่ประชุมทางออนไลน์ would be a hall."""
        t, place = self.edition.context.text, happening.place
        if t("digest.online") in place.casefold():
            return t("digest.say_online")
        return t("digest.say_place", place=place) if place else ""

    def _spoken_when(self, happening: Happening) -> str:
        if self.edition.context.site.settings.language != "th":
            return happening.when
        start, end = happening.occurrence.start, happening.occurrence.end
        first, last = happening.occurrence.first, happening.occurrence.last
        year = first.year != self.edition.issue.date.year
        if first != last:
            return spoken.days(first, last, year=year)
        when = spoken.day(first, year=year)
        if isinstance(start, datetime) and isinstance(end, datetime):
            return f"{when} {spoken.time_of(start, end)}"
        return when


def digest_of(context: Context, month: str, today: date | None = None) -> Digest:
    """The digest of a month's issue, as it is posted and read aloud on `today`, else on its own day."""
    return Digest(Edition.of(context, month, today))


# Flex


def _text(text: str, **style: str) -> Json:
    return {"type": "text", "text": text, "wrap": True, **style}


def _panel(body: list[Json], buttons: list[tuple[str, str]], more: Json | None = None) -> Json:
    bubble: Json = {"type": "bubble", "size": "kilo", **(more or {})}
    bubble["body"] = {"type": "box", "layout": "vertical", "contents": body, "backgroundColor": PAPER}
    actions = [
        {
            "type": "button",
            "style": "primary",
            "color": INDIGO,
            "height": "sm",
            "action": {"type": "uri", "label": _short(label, flex.LABEL), "uri": url},
        }
        for label, url in buttons
        if url and flex.units(url) <= flex.URI
    ]
    if actions:
        bubble["footer"] = {"type": "box", "layout": "vertical", "spacing": "sm", "contents": actions}
    return bubble


def _short(text: str, limit: int) -> str:
    """`text` in at most `limit` UTF-16 units, cut between letters."""
    if flex.units(text) <= limit:
        return text
    kept, used = "", 1
    for cluster in thai.clusters(text):
        used += flex.units(cluster)
        if used > limit:
            break
        kept += cluster
    return kept.rstrip() + "…"


# SMS


ONE_UNICODE, MORE_UNICODE, ONE_GSM, MORE_GSM = 70, 67, 160, 153
"""Units in a message of one part and in each part of a longer one (3GPP TS 23.038, 23.040)."""

_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWO = frozenset("^{}\\[~]|€\f")
_LINK = re.compile(r"(?i)\b(?:https?://|www\.)\S+|(?<![\w.@-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?(?![\w.@-])")


def count(text: str, *, unlinked: bool = False) -> Sms:
    """What an SMS costs; no part ends between the halves of a surrogate pair or an escape."""
    plain = all(letter in _GSM or letter in _GSM_TWO for letter in text)
    widths = [1 + (letter in _GSM_TWO) if plain else 1 + (letter > "\uffff") for letter in text]
    one, more = (ONE_GSM, MORE_GSM) if plain else (ONE_UNICODE, MORE_UNICODE)
    units = sum(widths)
    if units <= one:
        return Sms(text, not plain, units, 1, one - units, unlinked)
    parts, used = 1, 0
    for width in widths:
        if used + width > more:
            parts, used = parts + 1, 0
        used += width
    return Sms(text, not plain, units, parts, more - used, unlinked)


def _within(name: str, domain: str) -> bool:
    return name == domain or name.endswith(f".{domain}")


def _unlinked(text: str, domain: str) -> str:
    """`text` without links to any domain but the registered one."""

    def keep(match: re.Match[str]) -> str:
        address = match[0] if "://" in match[0] else f"https://{match[0]}"
        return match[0] if domain and _within(host(address), domain) else ""

    return " ".join(_LINK.sub(keep, text).split())
