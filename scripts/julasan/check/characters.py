"""Rules on characters that nobody sees or that are not what they seem, in every file as it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from julasan.look import Look
from julasan.model import Site
from julasan.pattern import late
from julasan.problem import Problem, problem
from julasan.thai import normalise

_BIDI_REFERENCE = r"&#(?:[xX]0*(?:20[2][a-eA-E]|206[6-9])|0*(?:823[4-8]|829[4-7]))\b"
_RULES = (
    ("char.nul", late("\x00")),
    ("char.bidi", late("[\u202a-\u202e\u2066-\u2069]|" + _BIDI_REFERENCE)),
    (
        "char.control",
        late("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]|&#(?:[xX]0*[0-8bB]|0*[1-8]);"),
    ),
    ("char.lost", late("\ufffd")),
    ("char.glyph", late("[\uf700-\uf71a]")),
    ("char.private", late("[\ue000-\uf6ff\uf71b-\uf8ff]")),
    (
        "char.mojibake",
        late("(?:à[¸¹].?){2}|(?:เ[ธน][\u0e00-\u0e7f\x80-\xff€‚„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]?){5}|[¡-û]{8}"),
    ),
    # Thai saved in a code that has none becomes question marks, word by word.
    ("char.asked", late(r"(?:(?<!\S)\?{2,}[ ]+){2,}\?{2,}")),
    ("char.bom", late("\ufeff")),
    (
        "char.hidden",
        late(
            "[\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\U000e0100-\U000e01ef]|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0001-\U000e007f]"
        ),
    ),
    ("text.conflict", late(r"^<{7}(?: [^\n]*)?$", re.MULTILINE)),
)
ANY = Look(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufffd\ue000-\uf8ff\ufeffà¡-û"
    "\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\U000e0001-\U000e01ef]"
    r"|&#|เ[ธน].?เ[ธน]|\?\? +\?\?|<{7}"
)


def characters(site: Site, root: Path) -> Iterator[Problem]:
    """Each kind once a line, with its code point."""
    for path, text in site.texts.items():
        yield from of_text(path, text)


def of_text(path: str, text: str) -> Iterator[Problem]:
    """Each kind once a line of the text of one file."""
    if not ANY.sees(text):
        return
    for code, pattern in _RULES:
        last = 0
        for match in pattern.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            if line != last:
                yield problem(path, line, code, value=_named(match.group()))
            last = line
            if line > 5_000:
                break


UNSEEN = "[\u200b\u2060\u00ad\ufeff\u200c\u200d]"
_UNSEEN_IN_LINK = late(
    rf"\]\([^()\n]{{0,500}}?{UNSEEN}[^\n]{{0,500}}|https?://[^\s<>()]{{0,500}}?{UNSEEN}[!-~]"
    rf"|^ {{0,3}}\[[^\]\n]{{1,300}}\]:[^\n]{{0,500}}?{UNSEEN}",
    re.MULTILINE,
)


def links(site: Site, root: Path) -> Iterator[Problem]:
    """No address holds a sign that nobody sees."""
    for path, text in site.texts.items():
        if path.endswith(".md"):
            yield from links_of(path, text)


def links_of(path: str, text: str) -> Iterator[Problem]:
    """No address of a Markdown text holds a sign that nobody sees."""
    if not re.search(UNSEEN, text):
        return
    for match in _UNSEEN_IN_LINK.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield problem(path, line, "link.invisible", value=normalise(match.group()))


def _named(found: str) -> str:
    return found if len(found) > 1 else f"U+{ord(found):04X}"
