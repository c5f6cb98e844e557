"""Personal data that may be published: an office's phones, accounts, addresses and domains, as set."""

from __future__ import annotations

import re
from collections.abc import Iterable

from julasan.check import homes
from julasan.check.privacy import Found
from julasan.frozen import dataclass
from julasan.model import Site
from julasan.thai import to_ascii_digits


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may be published: phones as digits, addresses in lower case."""

    phones: frozenset[str]
    words: frozenset[str]
    domains: tuple[str, ...]

    def passes(self, found: Found) -> bool:
        """Whether `found` is on the list."""
        if found.kind in ("phone", "account"):
            return found.value in self.phones
        if found.kind == "email" and found.value.endswith(self.domains):
            return True
        return found.kind != "national-id" and found.value in self.words


def allow_list(entries: Iterable[str]) -> Allowed:
    """The allow-list of mkdocs.yml; "@cdd.go.th" lets a domain pass, "*.go.th" all below one."""
    phones: set[str] = set()
    words: set[str] = set()
    domains: list[str] = []
    for entry in entries:
        digits = re.sub(r"[^0-9]", "", to_ascii_digits(entry))
        if entry.strip().startswith("+66") or (digits.startswith("66") and len(digits) > 10):
            digits = "0" + digits[2:].lstrip("0")
        if digits:
            phones.add(digits)
        words.update(homes.homes(f"บ้านเลขที่ {to_ascii_digits(entry)} ต."))
        word = entry.strip().casefold()
        words.add(word.lstrip("@"))
        # An account's address names it at its end: https://lin.ee/zzn3pU6.
        words.add(word.rstrip("/").rsplit("/", maxsplit=1)[-1].lstrip("@~"))
        if word.startswith("@") and "." in word:
            domains.append(word)
        elif word.startswith("*."):
            domains.append(word[1:])
    return Allowed(frozenset(phones), frozenset(words), tuple(domains))


def published(site: Site) -> Allowed:
    """What the settings let pass; where they cannot be read, what stands in them, for one slip is enough."""
    if site.settings.may_be_published or "may_be_published" in site.settings.source.lines:
        return allow_list(site.settings.may_be_published)
    written = _WRITTEN_LIST.search(site.texts.get("mkdocs.yml", ""))
    return allow_list(
        [entry.strip(" \t\"'") for entry in re.split(r"[,\n]", written[1].replace("[", "").replace("]", ""))]
        if written
        else ()
    )


_WRITTEN_LIST = re.compile(r"\bmay_be_published:[ \t]*(\[[^\]]*\]|(?:\n[ \t]+-[^\n]*)+)")


def lines_of_list(site: Site) -> range:
    """The lines of mkdocs.yml that say what may be published."""
    source = site.settings.source
    first = source.lines.get("may_be_published")
    if first is None:
        return range(0)
    text = site.texts.get("mkdocs.yml", "").split("\n")
    indent = len(text[first - 1]) - len(text[first - 1].lstrip())
    last = first
    while last < len(text):
        line = text[last]
        width = len(line) - len(line.lstrip())
        if line.strip() and (
            width < indent or (width == indent and not line.lstrip().startswith(("-", "#")))
        ):
            break
        last += 1
    return range(first, last + 1)
