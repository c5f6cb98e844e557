"""Texts and lines in which personal data may stand, found in one pass; `privacy.find` judges them.

The looks are never wrong about a no: what `find` sees through, these patterns see through too (a word that
a link, a note or a tag cuts in two apart).
"""

from __future__ import annotations

from julasan.look import Look

_ODD = r"\x{80}-\x{dff}\x{e80}-\x{200f}\x{2028}-\x{10ffff}"
"""All but ASCII, Thai, dashes and quotes: other scripts' digits, full width, what is not seen."""
_DIGIT = rf"[0-9๐-๙Oo{_ODD}]"
_BETWEEN = rf"[^\n0-9๐-๙A-Za-zก-ะาำเ-ๆ{_ODD}]{{0,8}}"
"""What may stand between two digits of a number: no letters."""
_NO_COMMA = _BETWEEN.replace("\\n", "\\n,")
_UNSEEN = rf"[*`~\\_{_ODD}]*"
"""What bold, code and escapes are written with, and signs that are not seen."""
_SPACE = rf"[ \t\x0b\f\r*`~\\_{_ODD}]*"
_CUTS = r"<[^<>\n]*>|\[\^[^\]\n]*\]|\]\([^()\n]*\)"
"""A tag, a note, the rest of a link."""
_GAP = rf"(?:[ \t\x0b\f\r*`~\\_\[{_ODD}]|{_CUTS})*"


def _row(digits: int, between: str = _BETWEEN, first: str = _DIGIT) -> str:
    return f"{first}(?:{between}{_DIGIT}){{{digits - 1}}}"


def _spelt(*words: str) -> str:
    """One of `words`, in Latin letters of any case and width or in Thai, whatever unseen stands within."""
    return "(?:" + "|".join(_UNSEEN.join(map(_letter, word)) for word in words) + ")"


def _letter(sign: str) -> str:
    full = ord(sign) + 0xFEE0
    return f"[{sign}{sign.upper()}{chr(full)}{chr(full - 0x20)}]" if sign.isascii() else sign


ANNOUNCING = (
    *("โทร", "เบอร์", "มือถือ", "แฟกซ์", "phone", "tel", "mobile", "call", "sms", "fax"),
    *("☎", "📞", "📱"),
)
"""Words and signs behind which a number is a phone's."""
_ANNOUNCED = _spelt(*ANNOUNCING)
_POST = "|".join(
    (
        _spelt("hotmail", "yahoo", "outlook", "icloud", "live", "msn", "ymail", "protonmail"),
        f"{_spelt('g')}{_SPACE}{_spelt('mail')}",
    )
)
_NAME = (
    rf"(?:[^ \t\x0b\f\r\nA-Za-z@{_ODD}]|{_CUTS})*(?:[ \t\x0b\f\r|(*`~\\0-9๐-๙._-]|{_CUTS})*"
    rf"(?:[A-Za-z@{_ODD}]|{_GAP}(?:{_spelt('ไอดี')}|[:=]))"
)
"""An account's name, or what may stand before it: a word or two, then a letter of it."""
_IN_A_LINE = (
    # The fewest digits that a phone has (a date in ISO 8601 has eight), and where Excel dropped its 0.
    # Commas part thousands, and a phone or national ID only here and there.
    _row(9, _NO_COMMA),
    _row(9, first=f"[0๐Oo{_ODD}]"),
    _row(13),
    rf"{_ANNOUNCED}[^\n]*{_row(8)}",
    # A number cut by tags, a note or a link, and whatever is written as a character reference.
    rf"{_DIGIT}{_BETWEEN}(?:(?:{_CUTS}){_BETWEEN})+{_DIGIT}|&[#A-Za-z]",
    # Behind a quote "@" begins a name of JSON-LD or an account's: nobody's address does.
    r'(?:^|[^"\n])@|[＠﹫]|%40',
    # "at" is a word, too: without brackets only before a post office that everybody uses.
    rf"{_spelt('at')}{_GAP}(?:{_POST})|{_spelt('แอท', 'แอด')}|[\[({{]{_GAP}{_spelt('at', 'ที่')}{_GAP}[\])}}]",
    # No headline, no deadline; most texts that hold ไลน์ are online.
    rf"(?:(?:^|[^A-Za-z\n]|{_spelt('id')}){_spelt('line')}|{_spelt('ไลน์')}){_NAME}",
    rf"{_spelt('line')}[.:/]|lin\.ee/|{_spelt('ไอดี', 'id')}{_GAP}{_spelt('ไลน์', 'line')}",
    rf"บ้าน{_SPACE}(?:ที่)?เลขที่|[0-9๐-๙]{_SPACE}(?:หมู่|ม\.|ซ\.|ซอย|ถ\.|ถนน)[^\n]*{_spelt('ต.', 'ตำบล', 'แขวง')}",
)
_BROKEN_OFF = (
    rf"(?:[0-9๐-๙@{_ODD}][ \-.–()]{{0,3}}|(?:[Ii][Dd]|ไอดี|[Ll][Ii][Nn][Ee]|ไลน์) ?:? ?)\n"
    rf"(?:[ \t>\-.–()]{{1,11}}[0-9๐-๙A-Za-z{_ODD}]|[0-9๐-๙A-Z{_ODD}]"
    r"|[a-z](?:[^a-z_]|[a-z_]{20}|[a-z_]{1,19}(?:[^a-z_:]|:[^ ]|\z)|\z))"
)
"""The end of a line that the next one may go on, unless that is a field of the front matter, below a date
(`privacy.across_lines`)."""
SUSPECTS = Look(*_IN_A_LINE)
"""Lines that `privacy.find` must see."""
ANYWHERE = Look(*_IN_A_LINE, _BROKEN_OFF)
"""Whole texts: what it does not see holds nothing, in no line and across none. So are most, and that is all
that they cost."""
