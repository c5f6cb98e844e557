"""Texts and lines in which personal data may stand, found in one pass; `privacy.find` judges them.

The looks are never wrong about a no: what `find` sees through, these patterns see through too (a word that
a link, a note or a tag cuts in two apart).
"""

from __future__ import annotations

from julasan.look import Look

_ODD = r"\x{80}-\x{dff}\x{e80}-\x{200f}\x{2028}-\x{10ffff}"
"""All but ASCII, Thai, dashes and quotes: other scripts' digits, full width, what is not seen."""
_DIGIT = rf"[0-9๐-๙Oo{_ODD}]"
_ZERO = rf"[0๐Oo{_ODD}]"
_SPACES = r" \t\x0b\f\r\x1c-\x1f"
_ANY_SIGNS = rf"[^\n0-9๐-๙A-Za-zก-ะาำเ-ๆ{_ODD}]{{0,8}}"
"""What may stand between two digits of a number at the most (behind a word that announces it, behind its 0,
beside a tag): no letters."""
_NO_COMMA = rf"[{_SPACES}.()/~:|_*`\\\[‐-―-]{{0,8}}"
_BETWEEN = _NO_COMMA.replace("[", "[,", 1)
"""What may stand there in any other number, with or without a comma."""
_UNSEEN = rf"[*`~\\_{_ODD}]*"
"""What bold, code and escapes are written with, and signs that are not seen."""
_CUTS = r"<[^<>\n]*>|\[\^[^\]\n]*\]|\]\([^()\n]*\)"
"""A tag, a note, the rest of a link."""
_GAP = rf"(?:[{_SPACES}*`~\\_\[{_ODD}]|{_CUTS})*"


def _row(digits: int, between: str = _BETWEEN, first: str = _DIGIT) -> str:
    return f"{first}(?:{between}{_DIGIT}){{{digits - 1}}}"


def _spelt(*words: str) -> str:
    """One of `words`, in Latin letters of any case and width or in Thai, whatever unseen stands within."""
    return "(?:" + "|".join(_UNSEEN.join(map(_letter, word)) for word in words) + ")"


def _letter(sign: str) -> str:
    if not sign.isascii():
        return sign
    full = ord(sign) + 0xFEE0
    # Where case does not count, `re` takes these, too, for an s or an i.
    return f"[{sign}{sign.upper()}{chr(full)}{chr(full - 0x20)}{ {'s': 'ſ', 'i': 'ıİ'}.get(sign, '') }]"


ANNOUNCING = (
    *("โทร", "เบอร์", "มือถือ", "แฟกซ์", "phone", "tel", "mobile", "call", "sms", "fax"),
    *("☎", "📞", "📱"),
)
"""Words and signs behind which a number is a phone's."""
_ANNOUNCED = _spelt(*ANNOUNCING)
_POST = "|".join(
    (
        _spelt("hotm", "yah", "outl", "icl", "live", "msn", "yma", "proto"),
        f"{_letter('g')}{_GAP}{_spelt('ma')}",
    )
)
"""How post offices that everybody uses begin: an automaton of their whole names takes longer to make."""
_ID = rf"(?:{_letter('i')}{_GAP}{_letter('d')}|{_GAP.join('ไอดี')})"
_WORD = rf"(?:[^{_SPACES}\n]|{_CUTS})*"
_IN_NAME = rf"(?:[A-Za-z0-9๐-๙._*`~\\\[‐-―-]|{_CUTS})*"
_NAME = (
    # What says that an account's name follows: id, or a colon, which official may have before it.
    rf"(?:[‐-―-]|{_GAP})*(?:{_ID}|(?:[oOｏＯสแ]{_WORD})?{_GAP}[:={_ODD}])"
    # A name alone, in which a letter and another sign stand: behind LINE, or LINE of somebody.
    rf"|{_GAP}(?:[สขม]{_WORD})?(?:[{_SPACES}|(*`~\\_\[{_ODD}]|{_CUTS})+{_IN_NAME}"
    rf"(?:[A-Za-z]{_IN_NAME}[0-9๐-๙._‐-―-]|[0-9๐-๙]{_IN_NAME}[A-Za-z]|[{_ODD}])"
)
"""An account's name, or what it must have before it, behind LINE; "@" is looked for by itself."""
_NOT_YET = rf"(?:[^\n0-9๐-๙]|{_CUTS}|(?:/{_UNSEEN}/|[wWｗＷ]{_UNSEEN}[.．])[^{_SPACES}\n]*)*"
"""What stands before a number's first digit and behind what announces it; an address's digits are none."""
_IN_A_LINE = (
    # The fewest digits that a phone has (a date in ISO 8601 has eight), and where Excel dropped its 0.
    # Commas part thousands, and a phone or national ID only here and there: no digits before its 0, nor
    # the T of a moment in ISO 8601.
    _row(9, _NO_COMMA),
    rf"(?:^|[^\n0-9๐-๙,T]){_row(9, _ANY_SIGNS, _ZERO)}",
    _row(13),
    rf"(?:{_ANNOUNCED}{_NOT_YET}{_DIGIT}|{_spelt('ติดต่อ', 'สอบถาม')}{_NOT_YET}{_ZERO})"
    rf"{_ANY_SIGNS}{_row(7, _ANY_SIGNS)}",
    # A number cut by tags, a note or a link, and whatever is written as a character reference: R&D is none.
    rf"{_DIGIT}{_ANY_SIGNS}(?:(?:{_CUTS}){_ANY_SIGNS})+{_DIGIT}|&(?:#|[A-Za-z]{_UNSEEN}[A-Za-z0-9])",
    # Behind a quote "@" begins a name of JSON-LD or an account's: nobody's address does.
    r'(?:^|[^"\n])@|[＠﹫]|%40',
    # "at" is a word, too: without brackets only before a post office that all use. แอด begins some.
    rf"{_spelt('at')}{_GAP}(?:{_POST})|{_spelt('แอท', 'แอด')}{_GAP}[A-Za-z{_ODD}]",
    rf"[\[({{]{_GAP}{_spelt('at', 'ที่', 'แอท', 'แอด')}{_GAP}[\])}}]",
    # No headline, no deadline; most texts that hold ไลน์ are online.
    rf"(?:(?:^|[^A-Za-z\n]|{_spelt('id')}){_spelt('line')}|{_spelt('ไลน์')})(?:{_NAME})",
    rf"{_spelt('line')}{_GAP}[.:/]|{_spelt('lin.ee')}|{_ID}{_GAP}{_spelt('ไลน์', 'line')}",
    rf"บ้าน{_GAP}(?:ที่)?{_GAP}เลข{_UNSEEN}ที่",
    # Most numbers before หมู่ count villages.
    rf"[0-9๐-๙]{_GAP}(?:หมู่(?:[^\nบ]|บ[^\n้]|บ้[^\nา]|บ้า[^\nน])|ม\.|ซ\.|ซอย|ถ\.|ถนน)"
    rf"[^\n]*{_spelt('ต.', 'ตำบล', 'แขวง')}",
)
_BROKEN_OFF = (
    rf"(?:[0-9๐-๙@{_ODD}][ \-.–()]{{0,3}}|(?:[Ii][Dd]|ไอดี|[Ll][Ii][Nn][Ee]|ไลน์) ?:? ?)\n"
    rf"(?:[ \t>\-.–()]{{1,11}}[0-9๐-๙A-Za-z{_ODD}]|[0-9๐-๙A-Z{_ODD}]"
    r"|[a-z](?:[^a-z_\n]|[a-z_]{20}|[a-z_]{1,19}(?:[^a-z_:\n]|:[^ \n]|:?$)|$))"
)
"""The end of a line that the next one may go on, unless that is a field of the front matter, below a date
(`privacy.across_lines`)."""
ANYWHERE = Look(*_IN_A_LINE, _BROKEN_OFF)
"""What it does not see holds nothing, in no line and across none. So are most texts, and that is all that
they cost; of any other, `privacy.find` must see the lines that it tells."""
