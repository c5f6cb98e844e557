"""The headers of a mail in Thai: folded and encoded so that every reader gets them back letter for letter."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from email.headerregistry import Address
from email.policy import EmailPolicy

from julasan import thai

_WHOLE = ("list-unsubscribe", "list-unsubscribe-post", "list-id", "archived-at", "message-id")
"""Headers that hold addresses: Python would write a long one as an encoded word."""
_PEOPLE = ("from", "to")
# An encoded word has at most 75 characters and its line 76 (RFC 2047, 2).
_WORD, _LINE = 75, 76


class _Policy(EmailPolicy):
    """SMTP's policy with addresses whole and a person's name in as few encoded words as can be."""

    def fold(self, name: str, value: str) -> str:
        return self._own(name, value) or str(super().fold(name, value))

    def fold_binary(self, name: str, value: str) -> bytes:
        own = self._own(name, value)
        return own.encode("ascii", "replace") if own else super().fold_binary(name, value)

    def _own(self, name: str, value: str) -> str:
        if name.lower() in _WHOLE:
            return f"{name}: {value}".replace(">, <", f">,{self.linesep} <") + self.linesep
        people: tuple[Address, ...] = getattr(value, "addresses", ())
        if name.lower() not in _PEOPLE or len(people) != 1 or self.utf8:
            return ""
        shown, address = people[0].display_name, people[0].addr_spec
        if shown.isascii():
            return ""
        words = f"{self.linesep} ".join(encoded(shown, _LINE - len(f"{name}: ")))
        return f"{name}: {words}{self.linesep} <{address}>{self.linesep}"


POLICY = _Policy(linesep="\r\n", cte_type="7bit", max_line_length=_LINE)
"""How a mail is written: ASCII alone, so that a server without 8BITMIME takes it (RFC 6152)."""


def encoded(name: str, room: int = _WORD) -> list[str]:
    """A name as encoded words (RFC 2047) of at most `room` characters: one in UTF-8 where it is short enough.

    A longer one is written in TIS-620 (IANA's name of the Thai charset) if it is one word in that: between
    encoded words stands nothing (6.2), but Python's parser before 3.13 reads a space in a person's name.
    What is longer still is parted where a space does least harm, between two words.
    """
    for charset in ("utf-8", "tis-620"):
        try:
            word = _word(name, charset)
        except UnicodeEncodeError:
            continue
        if len(word) <= room:
            return [word]
    return [_word(part, "utf-8") for part in _parts(name, room)]


def _word(text: str, charset: str) -> str:
    return f"=?{charset}?b?{b64encode(text.encode(charset)).decode()}?="


def _parts(name: str, room: int) -> Iterator[str]:
    part = ""
    for word in thai.words(name):
        for piece in [word] if len(_word(word, "utf-8")) <= room else thai.clusters(word):
            if part and len(_word(part + piece, "utf-8")) > room:
                yield part
                part = ""
            part += piece
    yield part


def one_line(text: str) -> str:
    """`text` without line ends and controls, as a header must be (RFC 5322, 2.2)."""
    return " ".join(re.sub("[\x00-\x08\x0e-\x1f\x7f]", "", text).split())


def address(name: str, mailbox: str) -> Address:
    """A person's name and mailbox, its domain as servers know it."""
    local, _, domain = mailbox.rpartition("@")
    return Address(display_name=one_line(name), username=local, domain=idna(domain))


def idna(domain: str) -> str:
    """A domain as mail servers know it (RFC 5890); one that cannot be is left as it is."""
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain
