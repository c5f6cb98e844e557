"""The letters that the index and the browser's client must agree on."""

from __future__ import annotations

BITS = 7
"""Bits of a letter's code."""

_USUAL = "รานอกลัเมวดสงตทคหแยบปไิพจีขุชโำ"
_RARE = "ผูะืซถภึศณธฉฟญษฐฮฏฒฎฆฬฑฌฝฤฃฅฦ"
ALPHABET = _USUAL + "0123456789" + _RARE + "aeotirsnclpmduhgbfwvykxqjz"
"""Letters with a code of their own, 1 and up. The browser's alphabet is made from this one.

They stand by how often a gram ends with them, so that a usual last letter is a small number.
"""
_GROUPS = ("สศษ", "นณ", "ทธฑฒ", "พภ", "ถฐ", "ลฬ")
_LOOKS = ("ฎฏ",)
SAME = {"ใ": "ไ", "ๅ": "า"} | {letter: group[0] for group in (*_GROUPS, *_LOOKS) for letter in group[1:]}
"""Letters that people take for each other: they sound alike, or look so (ฎ and ฏ)."""
ALIKE = "".join(_GROUPS)
"""Of these, which one stands there shall count where a text is compared as it was typed.

ปฎิทิน is no other word than ปฏิทิน.
"""
DROPPED = "".join(map(chr, range(0x0E46, 0x0E50))) + "ฯ"
"""ๆ ฯ and all tone marks: the slip that is made most often is to leave one out."""
END = 0
"""Stands in a gram for the letters that a text no longer has."""
OTHERS = len(ALPHABET) + 1
"""First of the codes that letters of other scripts share."""
MARKS = "ัิีึืุู"

FOLLOWING = MARKS + "ะาำ"
"""No gram begins with one of these ..."""
LEADING = "เแโไ"
"""... nor right after one of these ...

No word begins after ั and ื either, but what begins there reaches into the next word, and
that two words stand side by side is what tells common ones apart (6 of 1,176 queries).
"""
NEVER = (
    "งขคจชซตถทนปผพยรลสหเแโไ",
    "รขคทผรลเแไ",
    "ยขคจดทบปผพยหเแไ",
    "นจซตผแไ",
    "มขจชบปผพมแไ",
    "ดขคจตทปพสหเแโไ",
    "วบมวแ",
    "บคตถบปไ",
    "ลตทเแไ",
    "ตทพสเแไ",
)
"""... nor with the first letter of a row before one of its others: there one word ends and the next begins.

Of the pairs that begin none of 80,000 words of dictionaries and names, but a few that nobody writes
(the index's test names them), nor an abbreviation of four letters or more, these are the frequent
ones: every ninth gram. A letter stands for those that are taken for it (`SAME`), too.
"""

CLOSE = "กขคฆงจฉชซญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลวศษสหฬอฮฯะัาำิีึืุูเแโใไๆ็่้๊๋์\n“”–’…•"
"""Characters that move below U+0080, in the order of the free places there."""
WIDE = "‘—×°·" + "".join(
    letter for letter in map(chr, (*range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C))) if letter not in CLOSE
)
"""Characters that move above U+00A0, behind the printable ones that had to leave."""
KEPT = " 0123456789abcdefghijklmnopqrstuvwxyz.,()-/:%"
"""Characters that stay there."""
