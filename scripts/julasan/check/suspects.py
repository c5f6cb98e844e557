"""Lines in which personal data may stand, found in one pass over a text; `privacy.find` judges them.

RE2 looks for all of it at once, in a time that grows with the text alone, whatever is written to keep it
busy. It is never wrong about a no: what `find` sees through, these patterns see through too (a word that
a link or a tag cuts in two apart).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

_ODD = r"\x{80}-\x{dff}\x{e80}-\x{200f}\x{2028}-\x{10ffff}"
"""All but ASCII, Thai, dashes and quotes: other scripts' digits, full width, what is not seen."""
_DIGIT = rf"[0-9๐-๙Oo{_ODD}]"
_BETWEEN = rf"[^\n0-9๐-๙A-Za-zก-ะาำเ-ๆ{_ODD}]{{0,8}}"
"""What may stand between two digits of a number: no letters."""
_UNSEEN = rf"[*`~\\_{_ODD}]*"
"""What bold, code and escapes are written with, and signs that are not seen."""
_SPACE = rf"[ \t\x0b\f\r*`~\\_{_ODD}]*"


def _row(digits: int) -> str:
    return f"{_DIGIT}(?:{_BETWEEN}{_DIGIT}){{{digits - 1}}}"


def _spelt(*words: str) -> str:
    """One of `words`, in Latin letters of any case and width or in Thai, whatever unseen stands within."""
    return "(?:" + "|".join(_UNSEEN.join(map(_letter, word)) for word in words) + ")"


def _letter(sign: str) -> str:
    full = ord(sign) + 0xFEE0
    return f"[{sign}{sign.upper()}{chr(full)}{chr(full - 0x20)}]" if sign.isascii() else sign


_ANNOUNCED = _spelt("โทร", "เบอร์", "มือถือ", "phone", "tel", "mobile", "call", "sms")
_SIGNS = (
    # The fewest digits that a phone has (a date in ISO 8601 has eight), and where Excel dropped its 0.
    _row(9),
    rf"{_ANNOUNCED}[^\n]*{_row(8)}",
    # A number cut by tags or a link, and whatever is written as a character reference.
    rf"{_DIGIT}{_BETWEEN}(?:(?:<[^<>\n]*>{_BETWEEN})+|\]\([^()\n]*\){_BETWEEN}){_DIGIT}|&[#A-Za-z]",
    # Behind a quote "@" begins a name of JSON-LD or an account's: nobody's address does.
    r'(?:^|[^"\n])@|[＠﹫]|%40',
    rf"\b{_spelt('at')}\b|{_spelt('แอท', 'แอด')}|[\[({{]{_SPACE}{_spelt('ที่')}{_SPACE}[\])}}]",
    # No headline, no deadline. Behind ไลน์ stands an account's name: few are online.
    rf"(?:^|[^A-Za-z\n]|{_spelt('id')}){_spelt('line')}|{_spelt('line')}[.:/]|lin\.ee/",
    rf"{_spelt('ไลน์')}[^\n]*[A-Za-z0-9๐-๙@{_ODD}]",
    rf"บ้าน{_SPACE}(?:ที่)?เลขที่|[0-9๐-๙]{_SPACE}(?:หมู่|ม\.|ซ\.|ซอย|ถ\.|ถนน)[^\n]*{_spelt('ต.', 'ตำบล', 'แขวง')}",
)


def lines_worth_a_look(text: str) -> Iterator[tuple[int, str]]:
    """Number and text of each line in which there may be something."""
    written = text.encode("utf-8", "replace")
    found = [match.start() for match in _look().finditer(written)]
    if found:
        lines = text.split("\n")
        number, seen = 0, 0
        for at in found:
            number, seen = number + written.count(b"\n", seen, at), at
            yield number + 1, lines[number]


@cache
def _look() -> Any:
    """All of them as one pattern, which goes on to the end of its line; made when it is first needed."""
    import re2

    options = re2.Options()
    options.never_capture = True
    options.max_mem = 32 << 20
    options.log_errors = False
    return re2.compile(f"(?m)(?:{'|'.join(_SIGNS)})[^\\n]*".encode(), options)
