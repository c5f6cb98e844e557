"""The headers of a mail in Thai: folded and encoded so that every reader gets them back letter for letter."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator
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
    What is longer still is parted in the charset that needs the fewest words, where a space does least harm:
    at a space of its own, else between two words.
    """
    ways = []
    for charset in ("utf-8", "tis-620"):
        try:
            ways.append(list(_parts(name, charset, room)))
        except UnicodeEncodeError:
            continue
    return min(ways, key=len)


def _word(text: str, charset: str) -> str:
    return f"=?{charset}?b?{b64encode(text.encode(charset)).decode()}?="


def _parts(name: str, charset: str, room: int) -> Iterator[str]:
    def fits(text: str) -> bool:
        return len(_word(text, charset)) <= room

    part = ""
    for piece in _pieces(name, fits):
        if part and not fits(part + piece):
            yield _word(part, charset)
            part = ""
        part += piece
    yield _word(part, charset)


def _pieces(name: str, fits: Callable[[str], bool]) -> Iterator[str]:
    """What must not be parted as long as it fits: what stands between spaces, words, letters."""
    for run in re.findall(r"\S+\s*", name):
        for word in [run] if fits(run) else thai.words(run):
            yield from [word] if fits(word) else thai.clusters(word)


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
