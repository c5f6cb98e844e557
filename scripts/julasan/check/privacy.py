"""Personal data in texts as written: Thai phones, national IDs, e-mail, LINE, homes and accounts.

The rules (`persons`) and the gate over the built site find it here. A message never shows what was found.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import Literal

from julasan.check import homes
from julasan.check.suspects import ANNOUNCING, ANYWHERE
from julasan.frozen import dataclass
from julasan.look import Look
from julasan.pattern import late
from julasan.thai import to_ascii_digits

Kind = Literal["phone", "national-id", "email", "line-id", "home", "account"]


@dataclass(frozen=True, slots=True)
class Found:
    """Personal data in a line of text: its kind and the value itself (never to be shown)."""

    kind: Kind
    value: str


_SEP = r"[ .()\-]{0,3}"
_NOT_BEFORE_IT = r"(?<![0-9A-Za-z/=_#&%@].)(?<![0-9][.,:\-].)"
"""Behind the first sign of a number: `re` passes quickly over all where that sign does not stand."""
_NOT_AFTER = r"(?![0-9]|[.,][0-9]|[A-Za-z_@])"
_MOBILE = rf"[689](?:{_SEP}[0-9]){{8}}"
_LANDLINE = rf"[2-57](?:{_SEP}[0-9]){{7}}"
_PHONE = late(
    rf"[+06(]{_NOT_BEFORE_IT}(?:(?:(?<=\+)|(?<=0)0){_SEP}66{_SEP}0?{_SEP}(?:{_MOBILE}|{_LANDLINE})"
    rf"|(?<=6)6{_SEP}{_MOBILE}|(?:(?<=0)|(?<=\()0)[ ()\-]{{0,3}}(?:{_MOBILE}|{_LANDLINE})){_NOT_AFTER}"
)
_DROPPED_ZERO = late(
    r"(?i)(?:โทร|เบอร์|มือถือ|โทรศัพท์|phone|tel|mobile|call|sms)"
    rf"[^0-9\n]{{0,12}}([689](?:[ \-]?[0-9]){{8}}|[2-57](?:[ \-]?[0-9]){{7}}){_NOT_AFTER}"
)
_CUT = late(
    r"0(?<![0-9A-Za-z/.,]0)(?:[689][0-9](?P<a>[/~,:]| ?\| ?)[0-9]{3}(?P=a)[0-9]{4}"
    r"|(?:2|[3457][0-9])(?P<b>[/~:])[0-9]{3}(?P=b)[0-9]{3,4})(?![0-9/])"
)
"""A phone cut by signs that are none of its own, as 081/234/5678 or over the cells of a table."""
_CUT_ANNOUNCED = late(
    r"(?i)(?:โทร|เบอร์|มือถือ|โทรศัพท์|แฟกซ์|phone|\btel|mobile|\bcall|\bfax|☎|📞|📱)[^0-9\n]{0,20}"
    r"(0(?:[^\w\n]{0,3}[0-9]){8,9})(?![0-9])"
)
"""Behind a word that announces a phone, any sign may cut it."""
_ANY_ANNOUNCED = late(
    r"(?i)(?:(?:โทร(?!ทัศน์|ทรรศน์|เลข|คมนาคม)|เบอร์|มือถือ|แฟกซ์|phone|\btel|mobile|\bcall|\bsms|\bfax|☎|📞|📱)"
    r"[^0-9\n]{0,30}|(?:ติดต่อ|สอบถาม)[^0-9\n]{0,40}(?=0))"
    r"([02-9](?:[ .()\-]{0,3}[0-9]){7,11})(?![0-9]|[.,][0-9]|[A-Za-z_@])"
)
"""Behind such a word a number is somebody's, though a digit is missing or its area is one of old."""
_IN_ADDRESS = late(r"(?i)[?&](?:phone|tel|mobile|msisdn|text)=(?:\+|%2b)?((?:66|0)[0-9]{8,9})(?![0-9])")
_DROPPED_ZERO_IN_CELL = late(r"(?:^|[,;\t])\"?[ ]*([689][0-9]{8})(?:\.0)?[ ]*\"?(?=[,;\t]|$)")
"""Excel takes 0812345678 for a number and drops its 0."""
_ID = late(rf"[1-8]{_NOT_BEFORE_IT}(?:[ \-.]{{0,2}}[0-9]){{12}}{_NOT_AFTER}")
_ID_CUT = late(
    r"[1-8](?<![0-9].)(?P<a>[/,:~_]| ?\| ?)[0-9]{4}(?P=a)[0-9]{5}(?P=a)[0-9]{2}(?P=a)[0-9](?![0-9])"
)
_AT = (
    r"(?:\s{1,2}@\s{1,2}|\s@(?=[a-z0-9-]{2,40}\.(?:com|net|org|(?:co|go|ac|in)\.th)\b)|@\s?"
    r"|\s?[\[({]\s?(?:at|AT|@|ที่|แอท|แอด)\s?[\])}]\s?)"
)
_EMAIL = late(
    rf"(?<![A-Za-z0-9._%+-])[A-Za-z0-9_%+-][A-Za-z0-9._%+-]{{0,63}}{_AT}"
    r"(?:(?:[A-Za-z0-9-]{1,63}(?:\.|\s?[\[({]\s?(?:dot|DOT|จุด)\s?[\])}]\s?)){1,5}[A-Za-z]{2,24}(?![A-Za-z0-9-])"
    r"|[\u0e01-\u0e4e]{2,40}\.(?:ไทย|[a-z]{2,4})(?![A-Za-z0-9-]))"
)
_EMAIL_OF_THAI = late(
    r"[\u0e01-\u0e4e]{2,40}@(?:[A-Za-z0-9-]{1,63}\.|[\u0e01-\u0e4e]{2,40}\.){1,3}(?:ไทย|[A-Za-z]{2,24})"
)
_POSTS = ("mail", "yahoo", "outlook", "icloud", "live", "msn")
_POST = r"(?:g\s?mail|hotmail|yahoo|outlook|icloud|live|msn|ymail|protonmail)"
_EMAIL_SPELT = late(
    rf"(?i)(?<![A-Za-z0-9._%+-])([A-Za-z0-9._%+-]{{2,64}})(?:{_AT}|\s+(?:at|แอท|แอด)\s+)({_POST})"
    r"(?:\s?[.,]\s?|\s+(?:dot|จุด|ดอท)\s+|\s?[\[({]\s?(?:dot|จุด)\s?[\])}]\s?)"
    r"(com|net|co\.th|me|คอม|เน็[ตท])(?![A-Za-z0-9-])"
)
"""Spelt out, or mistyped: only at a post office that everybody uses, for "at" is a word too."""
_LINE_ID = r"@?[a-z0-9][a-z0-9._-]{2,30}"
_LINE_SURE = r"@?(?=[a-z0-9._-]{0,30}[0-9._-])(?=[0-9._-]{0,30}[a-z])[a-z0-9][a-z0-9._-]{3,30}"
_LINE = late(
    # What each of these begins with is looked for first: they are many to be tried at every letter of a line.
    r"(?i)(?=[liไ])(?:(?:\bline[ -]*(?:id\b|ไอดี)|\bid\s*line\b|ไลน์\s*(?:ไอดี|id)|ไอดี\s*(?:ไลน์|line))"
    rf"\s*(?:คือ|ของ\S{{0,20}})?\s*(?:[|:：=]|[-–]\s)?[\s\"'(“]*({_LINE_ID})"
    rf"|(?:\bline|(?<!ออน)ไลน์)@?(?:\s?(?:official|oa|ส่วนตัว|แอด))?\s*[:：=]\s*({_LINE_ID})(?![\w.-]*/)"
    rf"|line(?:\.me|:)?/{{1,3}}(?:r/)?(?:ti/p/|p/)(?:~|%7e|@|%40)?([A-Za-z0-9._-]{{3,40}})"
    rf"|(?:\bline@?|ไลน์)(?:แอด|มา\S{{0,8}})?\s{{0,2}}(@[a-z0-9._-]{{3,30}})"
    rf"|(?:ไลน์|\bline)@?(?:ส่วนตัว|ของ\S{{0,20}}|มา\S{{0,8}})?\s*[|(\s]\s*({_LINE_SURE})(?![\w.-]*[/(])"
    r"|line\.me/(?:r/)?ti/g2?/([A-Za-z0-9._-]{4,60})|\blin\.ee/([A-Za-z0-9]{4,20})"
    r"|(?:\bid|ไอดี)\s*[:：]?\s*(@[a-z0-9._-]{3,30})\s*[(]?(?:\bline|ไลน์))"
)
_URL = late(r"(?i)\b(?:https?://|www\.)[^\s<>\"')\]]+")
_WHATSAPP = late(r"(?i)\b(?:https?://)?(?:api\.)?wa\.me/")
_SIGNS = str.maketrans(
    dict.fromkeys("‐‑‒–—―−﹣－", "-")
    | dict.fromkeys("\xa0\u2002\u2003\u2007\u2009\u202f\t", " ")
    | dict.fromkeys("*`\u200b\u200c\u200d\u2060\u00ad\ufeff", "")
    | dict.fromkeys("\ufe0f\u20e3", "")
    | {"＠": "@", "﹫": "@", "．": ".", "＋": "+", "：": ":", "\u3000": " "}
    | {chr(0xFF21 + letter): chr(0x41 + letter) for letter in range(26)}
    | {chr(0xFF41 + letter): chr(0x61 + letter) for letter in range(26)}
)
_DIGIT = r"[\d⓪①-⑨⁰¹²³⁴-⁹₀-₉]"
_AT_SIGN = late(r"@(?<!\"@)")
"""Behind a quote it begins a name of JSON-LD or an account's: nobody's address does."""
_LINE_WORD = late(r"[Ll][Ii][Nn][Ee](?:(?<![A-Za-z].{4})|(?<=[Ii][Dd].{4}))")
"""No headline, no deadline."""
_HAS_SIGN = late("[^\x00-\x08\x0a-)+-_a-\x7f\u0e00-\u0e7f\u2018-\u201d]")
"""Any that is changed before the search, a tab, "*" and "`" among them: all but ASCII, Thai and quotes."""
_HAS_THAI_DIGIT = late("[๐-๙]")
_UNITS = late(r"\s*(?:บาท|ล้าน|คน|ราย|ครัวเรือน|ไร่|ตัน|หุ้น|ดอลลาร์|%|เปอร์เซ็นต์|กิโล|ลบ|ตร)")
_RESERVED = late(r"(?i)@(?:[\w-]+\.)*(?:example\.(?:com|org|net|th)|example|test|invalid|localhost)$")


_LETTER_O = late(r"[Oo](?<![A-Za-z0-9].)(?=[2-9][0-9 -])")


def in_table(text: str) -> Iterator[tuple[int, Found]]:
    """As :func:`personal`; a row ends with its line, unless a cell in quotes goes on."""
    # Between cells a comma stands between two numbers, not within one.
    apart = text.replace(",", " , ")
    if '"' in text:
        yield from personal(apart)
    else:
        yield from ((number, found) for number, line in ANYWHERE.lines(apart) for found in find(line))
    yield from _in_cells(text)


def _in_cells(text: str) -> Iterator[tuple[int, Found]]:
    for number, line in ANYWHERE.lines(text):
        for match in _DROPPED_ZERO_IN_CELL.finditer(to_ascii_digits(line)):
            if _is_phone("0" + match[1]):
                yield number, Found("phone", "0" + match[1])


_WITHIN = late(
    # Each begins with a sign, so that `re` passes over all where none of them stands.
    r"</?[A-Za-z][^<>@0-9]{0,200}>|<!--[^<>0-9]{0,200}-->|\\(?=[^\w\s])|_(?<=[0-9]_)_{0,2}|__{0,2}(?=[0-9])"
    r"|~~(?<=[0-9]~~)|~~(?=[0-9])|\[\^[^\]\s]{1,40}\](?!:)"
)
"""What may stand inside a number and is not shown: tags, comments, escapes, signs of italics, notes."""
_BLOCK_END = late(r"(?i)</(?:p|div|li|dd|dt|td|th|tr|h[1-6]|blockquote|figcaption)>")
"""Behind it another text begins: no word goes on there."""
_GLUING = ("tel", "phone", "mobile", "call", "fax", "pid", "id", "no")
_GLUED = late(rf"(?i)\b({'|'.join(_GLUING)})[.:_]?(?=[+0-9])")
_LINK = late(r"\[|\]\([^()\s]{0,500}\)")


def personal(text: str, look: Look = ANYWHERE) -> Iterator[tuple[int, Found]]:
    """What `find` finds in each line of `text` and across its soft line ends, with the line's number.

    `look` sees what `ANYWHERE` does, at least.
    """
    whole = text.encode("utf-8", "replace")
    if look.sees(whole):
        yield from in_lines(whole, look)
        yield from across_lines(text)


def in_lines(text: str | bytes, look: Look = ANYWHERE) -> Iterator[tuple[int, Found]]:
    """What `find` finds in each line of `text`, which may be in UTF-8 already, with the line's number."""
    for number, line in look.lines(text):
        known = blake2b(line.encode(), digest_size=16).digest()
        if known not in _CLEAN:
            found = list(find(line))
            yield from ((number, each) for each in found)
            if not found:
                _CLEAN.add(known)


_CLEAN: set[bytes] = set()
"""Digests of lines in which nothing was found: one stands in a text, its page, feeds and index pages.

No other line can be made to have the digest of a clean one, as it could that of `hash` under a known seed.
"""


def across_lines(text: str) -> Iterator[tuple[int, Found]]:
    """What only shows when the end of a line is read on into the next, with the number of the first line."""
    number, counted, most = 1, 0, MOST_SEAMS
    for seam in _SEAM.finditer(text):
        if re.match(r"[ \t>]*(?:[-*+]|[0-9]{1,2}[.)])[ \t]", seam["next"]):
            continue
        first = max(seam.start() - 40, text.rfind("\n", 0, seam.start()) + 1)
        if _FIELD.match(seam["next"]) or not _BREAKS_OFF.search(text, first, seam.start()):
            continue
        if not most:
            return
        most -= 1
        number, counted = number + text.count("\n", counted, first), first
        yield from ((number, found) for found in _across(text[first : seam.end("next")]))


@lru_cache(maxsize=1024)
def _across(lines: str) -> tuple[Found, ...]:
    """What `lines`, broken off, hold when they are read on, and not each alone."""
    parts = lines.split("\n")
    known = dict.fromkeys(found for part in parts for found in find(part))
    alone = len(known)
    glued = "".join([parts[0].rstrip(), *(part.strip(" \t>") for part in parts[1:])])
    for joined in (" ".join(parts), glued):
        known |= dict.fromkeys(find(joined))
    return tuple(known)[alone:]


MOST_SEAMS = 5_000
"""Broken line ends of one text that are looked at: a book has fewer."""
_SEAM = late(
    # Looked back first, and only at the last letter of what breaks off: few lines end like that.
    r"\n(?<=[\d@ \-.–():DdEeี์]\n)(?=(?P<next>[ \t>]{0,8}[ \-.–()]{0,3}[\dA-Za-z][^\n]{0,40}"
    r"(?:\n[ \t>]{0,8}[\d]{2,7}(?!\d)[^\n]{0,10})?))"
)
_FIELD = late(r"[a-z_]{2,20}:(?: |\Z)")
"""A field of the front matter, below a date: it stands in every file and is no number's rest."""
_BREAKS_OFF = late(r"(?:[\d@][ \-.–()]{0,3}|(?:[Ii][Dd]|ไอดี|[Ll][Ii][Nn][Ee]|ไลน์)[ ]?:?[ ]?)\Z")
"""The end of a line that breaks off in a number or address, and the beginning of the next."""


def find(text: str) -> Iterator[Found]:
    """Personal data in one line: digits of every script, signs, entities, bold and links are seen through."""
    seen = set()
    for form in (text, _LINK.sub("", text)) if "](" in text else (text,):
        for found in _find(form):
            if found not in seen:
                yield found
            seen.add(found)


def _find(text: str) -> Iterator[Found]:
    plain = html.unescape(text) if "&" in text else text
    if _HAS_SIGN.search(plain):
        plain = _OTHER_SIGN.sub(_digit, plain.translate(_SIGNS))
    if _HAS_THAI_DIGIT.search(plain):
        plain = to_ascii_digits(plain)
    if any(sign in plain for sign in "<_\\%~^"):
        plain = _WITHIN.sub("", _BLOCK_END.sub(" ", plain)).replace("%40", "@")
    if homes.BEGINS.search(text):
        yield from (Found("home", home) for home in homes.homes(plain))
    lower = plain.lower()
    enough, names = _may_hold_number(plain, lower), _may_hold_address(plain, lower)
    if not (enough or names):
        return
    plain = _LETTER_O.sub("0", plain)
    if _stands_in(plain, lower, _GLUING):
        plain = _GLUED.sub("\\1 ", plain)
    lower = plain.lower()
    if "wa.me" in lower:
        plain = _WHATSAPP.sub(" +", plain)
    if enough:
        yield from _numbers(plain, lower)
    if names:
        yield from _addresses(plain, lower)


def _may_hold_number(plain: str, lower: str) -> bool:
    """Whether so many digits stand in a row as the least pattern of `_numbers` takes."""
    found = _EIGHT.search(plain)
    # Eight are the years of a plan, 2565-2570, unless a word announces a phone that has lost its 0.
    return bool(found and (_NINE.search(plain, found.start()) or _ANNOUNCES.search(lower)))


_EIGHT, _NINE = (late("[0-9Oo]" + more * r"[\W_]{0,6}+[0-9Oo]") for more in (7, 8))
_ANNOUNCES = late("|".join(ANNOUNCING))


def _numbers(plain: str, lower: str) -> Iterator[Found]:
    bare = plain
    if "://" in lower or "www." in lower:
        bare = _URL.sub(lambda match: " " * len(match.group()), plain)
    seen: list[tuple[int, int]] = []
    for match in _ID.finditer(bare):
        if _is_national_id(match.group()):
            seen.append(match.span())
            yield Found("national-id", re.sub(r"[^0-9]", "", match.group()))
    for match in _PHONE.finditer(bare):
        if _overlaps(match.span(), seen) or _UNITS.match(bare, match.end()) or not _grouped(match.group()):
            continue
        number = _national(match.group())
        if number and _is_phone(number):
            seen.append(match.span())
            yield Found("phone", number)
    for match in _CUT.finditer(bare):
        number = re.sub(r"[^0-9]", "", match.group())
        if _is_phone(number):
            seen.append(match.span())
            yield Found("phone", number)
    announced = _announces(plain, lower)
    for match in _CUT_ANNOUNCED.finditer(bare) if announced else ():
        number = re.sub(r"[^0-9]", "", match[1])
        if not _overlaps(match.span(1), seen) and not _UNITS.match(bare, match.end()) and _is_phone(number):
            seen.append(match.span(1))
            yield Found("phone", number)
    for match in _ID_CUT.finditer(bare):
        if _is_national_id(digits := re.sub(r"[^0-9]", "", match.group())):
            yield Found("national-id", digits)
    for match in _IN_ADDRESS.finditer(plain):
        address = _national(match[1])
        if address and _is_phone(address):
            yield Found("phone", address)
    yield from (Found("account", account) for account in homes.accounts(bare))
    if not announced:
        return
    for match in _DROPPED_ZERO.finditer(bare):
        if _overlaps(match.span(1), seen) or _UNITS.match(bare, match.end()) or _are_dates(match[1]):
            continue
        number = "0" + re.sub(r"[^0-9]", "", match[1])
        if _is_phone(number):
            seen.append(match.span(1))
            yield Found("phone", number)
    for match in _ANY_ANNOUNCED.finditer(bare):
        if not (
            _overlaps(match.span(1), seen)
            or _UNITS.match(bare, match.end())
            or _are_dates(match[1])
            or not _grouped(match[1])
        ):
            yield Found("phone", re.sub(r"[^0-9]", "", match[1]))


def _announces(plain: str, lower: str) -> bool:
    """Whether any of the words stands there behind which `_DROPPED_ZERO` and the two announced forms look."""
    return _stands_in(plain, lower, (*ANNOUNCING, "ติดต่อ", "สอบถาม"))


def _stands_in(plain: str, lower: str, words: Iterable[str]) -> bool:
    """Whether any of `words` may stand in a line, as a pattern sees it in which case does not count."""
    return any(word in lower for word in words) or any(letter in plain for letter in _ALSO_LATIN)


_ALSO_LATIN = "ſıİ"
"""Letters that `re` takes for an s or an i where case does not count, and `lower` does not."""


def _are_dates(text: str) -> bool:
    """Whether digits are years, or a day of one."""
    groups = re.findall("[0-9]+", text)
    years = [bool(re.fullmatch(_YEAR, group)) for group in groups]
    short = all(len(group) <= 2 for group, year in zip(groups, years, strict=True) if not year)
    return (any(years) and short) or bool(
        re.fullmatch(rf"{_YEAR}(?:0[1-9]|1[0-2])[0-3][0-9]", "".join(groups))
    )


_YEAR = "(?:2[45]|19|20)[0-9]{2}"


def _may_hold_address(plain: str, lower: str) -> bool:
    return _has_line(plain, lower) or _has_at(plain, lower)


def _has_line(plain: str, lower: str) -> bool:
    if "lin" in lower and (_LINE_WORD.search(plain) or _LINE_PLACE.search(lower)):
        return True
    return "ไลน์" in lower and ("@" in plain or bool(_THAI_LINE.search(plain)))


_LINE_PLACE = late(r"line[.:/]|lin\.ee/")
_THAI_LINE = late(r"ไลน์(?:\s++|[^\sA-Za-z0-9@]){0,50}+[A-Za-z0-9@]")
"""An account's name is not far behind it: not so in ออนไลน์, which stands in every third text."""


def _has_at(plain: str, lower: str) -> bool:
    return bool(
        ("@" in plain and _AT_SIGN.search(plain))
        or ("at" in lower and re.search(r"\bat\b", lower))
        or "แอท" in plain
        or "แอด" in plain
        or _AT_IN_BRACKETS.search(plain)
    )


def _addresses(plain: str, lower: str) -> Iterator[Found]:
    if _has_at(plain, lower):
        for match in _EMAIL.finditer(plain):
            value = re.sub(_AT, "@", match.group())
            value = re.sub(r"\s?[\[({]\s?(?:dot|จุด)\s?[\])}]\s?", ".", value, flags=re.IGNORECASE)
            if not _RESERVED.search(value):
                yield Found("email", value.casefold())
        if "@" in plain:
            yield from (Found("email", match.group()) for match in _EMAIL_OF_THAI.finditer(plain))
        for match in _EMAIL_SPELT.finditer(plain) if _stands_in(plain, lower, _POSTS) else ():
            host = match[2].replace(" ", "")
            end = {"ค": "com", "เ": "net"}.get(match[3][0], match[3])
            yield Found("email", f"{match[1]}@{host}.{end}".casefold())
    if _has_line(plain, lower):
        for match in _LINE.finditer(plain):
            value = next(group for group in match.groups() if group)
            after = plain[match.end() : match.end() + 1]
            if after not in ("@", "/") and not _is_a_name(value, match):
                yield Found("line-id", value.casefold().lstrip("@"))


_AT_IN_BRACKETS = late(r"[\[({]\s?ที่\s?[\])}]")


_OTHER_SIGN = late("[^\x00-\x7f\u0e00-\u0e4f\u2010-\u2027]")


def _digit(sign: re.Match[str]) -> str:
    """A digit of any script, circled or raised too, as ASCII."""
    return str(unicodedata.digit(sign[0], sign[0]))


def _is_a_name(value: str, match: re.Match[str]) -> bool:
    """Whether what follows "LINE:" is a word or an account's shown name (NCI ...), no id."""
    if value.casefold().endswith("line"):
        return True
    return value.casefold() in _NO_LINE_IDS or (bool(match[2]) and value.isalpha() and value.isupper())


_NO_LINE_IDS = frozenset(
    """
    official today notify pay man shopping openchat
    open chat group oa account http https www id call the and for
    is line facebook email e-mail tel com none
    """.split()  # noqa: SIM905 - a list of words
)


def _overlaps(span: tuple[int, int], seen: Iterable[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in seen)


def _grouped(text: str) -> bool:
    """Whether the digits stand in groups as a phone's do; a row of a table has many short ones."""
    groups = re.findall(r"[0-9]+", text)
    if [len(group) for group in groups] == [3, 1, 5]:
        return False  # A bank account: 020-1-23456-7.
    if len(groups) <= 4 or all(len(group) == 1 for group in groups):
        return True
    return len(groups) == 5 and ("+" in text or len(groups[0]) == 1)


def _national(text: str) -> str | None:
    digits = re.sub(r"[^0-9]", "", text)
    for prefix in ("0066", "66"):
        if digits.startswith(prefix) and not text.lstrip("(").startswith(("0 ", "06")) and len(digits) > 9:
            digits = "0" + digits.removeprefix(prefix).lstrip("0")
            break
    return digits if len(digits) in (9, 10) else None


@lru_cache(maxsize=4096)
def _is_phone(number: str) -> bool:
    """Whether Thailand's numbering plan has `number` (with its 0)."""
    import phonenumbers

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, "TH"))
    except phonenumbers.NumberParseException:
        return False


def _is_national_id(text: str) -> bool:
    from stdnum.th import pin

    groups = [len(group) for group in re.findall(r"[0-9]+", text)]
    if groups not in ([13], [1, 4, 5, 2, 1], [1] * 13, [1, 4, 5, 3], [12, 1]) and len(groups) > 5:
        return False
    return bool(pin.is_valid(re.sub(r"[^0-9]", "", text)))


_ADDRESS_NAME = late(r"[^\s@＠<(\[]+(?=\s?[@＠])")


def masked(text: str) -> str:
    """`text` as a message may quote it: a build's log is public, and what it quotes may hold such data."""
    found = {one.kind for _, line in ANYWHERE.lines(text) for one in find(line)}
    if not found:
        return text
    if found & {"phone", "national-id", "home", "account"}:
        text = re.sub(_DIGIT, "x", text)
    if "email" in found:
        text = _ADDRESS_NAME.sub("…", text)
    # What is still there, a LINE id or a disguise, is no text to quote.
    return "…" if any(find(text)) else text


def mask(found: Found) -> str:
    """What may be shown of personal data, so that its writer finds it and nobody else learns it."""
    value = found.value
    if found.kind == "phone":
        shown = value[:2] + "x" * (len(value) - 4) + value[-2:]
        return f"{shown[:3]}-{shown[3:-4]}-{shown[-4:]}"
    if found.kind == "national-id":
        return f"{value[0]}-xxxx-xxxxx-xx-x"
    if found.kind == "account":
        return f"{value[:3]}-x-xxxxx-x"
    if found.kind == "home":
        return re.sub("[0-9]", "x", value)
    if found.kind == "email":
        name, _, host = value.partition("@")
        return f"{name[0]}…@{host}"
    return f"{value[0]}…"
