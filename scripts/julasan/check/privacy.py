"""Rules on personal data: Thai phones, national IDs, e-mail and LINE addresses, in texts as written.

`find` is also what the gate over the built site uses. A problem never shows what it found.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from julasan.model import Site
from julasan.problem import Problem, problem
from julasan.thai import to_ascii_digits

Kind = Literal["phone", "national-id", "email", "line-id"]


@dataclass(frozen=True, slots=True)
class Found:
    """Personal data in a line of text: its kind and the value itself (never to be shown)."""

    kind: Kind
    value: str


_SEP = r"[ .()\-]{0,3}"
_NOT_BEFORE = r"(?<![0-9A-Za-z/=_#&%@])(?<![0-9][.,:\-])"
_NOT_AFTER = r"(?![0-9]|[.,][0-9]|[A-Za-z_@])"
_MOBILE = rf"[689](?:{_SEP}[0-9]){{8}}"
_LANDLINE = rf"[2-57](?:{_SEP}[0-9]){{7}}"
_PHONE = re.compile(
    rf"{_NOT_BEFORE}(?:(?:\+|00){_SEP}66{_SEP}0?{_SEP}(?:{_MOBILE}|{_LANDLINE})|66{_SEP}{_MOBILE}"
    rf"|\(?0[ ()\-]{{0,3}}(?:{_MOBILE}|{_LANDLINE})){_NOT_AFTER}"
)
_DROPPED_ZERO = re.compile(
    r"(?i)(?:โทร|เบอร์|มือถือ|โทรศัพท์|phone|tel|mobile|call|sms)"
    rf"[^0-9\n]{{0,12}}([689](?:[ \-]?[0-9]){{8}}){_NOT_AFTER}"
)
_DROPPED_ZERO_IN_CELL = re.compile(r"(?:^|[,;\t])\"?[ ]*([689][0-9]{8})(?:\.0)?[ ]*\"?(?=[,;\t]|$)")
"""Excel takes 0812345678 for a number and drops its 0."""
_ID = re.compile(rf"{_NOT_BEFORE}[1-8](?:[ \-.]{{0,2}}[0-9]){{12}}{_NOT_AFTER}")
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}(?:@|\s?[\[({]\s?(?:at|AT|@)\s?[\])}]\s?)"
    r"(?:[A-Za-z0-9-]{1,63}(?:\.|\s?[\[({]\s?(?:dot|DOT)\s?[\])}]\s?)){1,5}[A-Za-z]{2,24}(?![A-Za-z0-9-])"
)
_LINE = re.compile(
    r"(?i)(?:\bline\s*(?:id\b|ไอดี)|\bid\s*line\b|ไลน์\s*(?:ไอดี|id)|ไอดี\s*(?:ไลน์|line))\s*(?:คือ|ของ\S{0,20})?\s*[:：=]?\s*(@?[a-z0-9][a-z0-9._-]{2,30})"
    r"|(?:\bline|ไลน์)\s*[:：=]\s*(@?[a-z0-9][a-z0-9._-]{2,30})(?![\w.-]*/)"
    r"|line\.me/(?:r/)?(?:ti/p/|p/)(?:~|%7e|@|%40)?([A-Za-z0-9._-]{3,40})"
    r"|(?:\bline|ไลน์)\s{0,2}(@[a-z0-9._-]{3,30})"
)
_URL = re.compile(r"(?i)\b(?:https?://|www\.)[^\s<>\"')\]]+")
_BETWEEN_DIGITS = re.compile(r"</?[A-Za-z][^<>@0-9]{0,200}>|(?<=[0-9])_{1,3}|_{1,3}(?=[0-9])")
_WHATSAPP = re.compile(r"(?i)\b(?:https?://)?(?:api\.)?wa\.me/")
_SIGNS = str.maketrans(
    dict.fromkeys("‐‑‒–—―−﹣－", "-")
    | dict.fromkeys("\xa0\u2002\u2003\u2007\u2009\u202f\t", " ")
    | dict.fromkeys("*`~\u200b\u200c\u200d\u2060\u00ad\ufeff", "")
    | {"＠": "@", "．": ".", "＋": "+"}
    | {chr(0xFF10 + digit): str(digit) for digit in range(10)}
)
_SIGNS_OF_IT = ("＠", "&#", "ไลน์")
_MANY_DIGITS = re.compile(r"[0-9๐-๙０-９](?:[^0-9๐-๙０-９\n]{0,8}[0-9๐-๙０-９]){8}")
"""Nine: the fewest that a phone has. A date in ISO 8601 has eight."""
_AT_SIGN = re.compile(r"@(?<!\"@)")
"""Behind a quote it begins a name of JSON-LD or an account's: nobody's address does."""
_LINE_WORD = re.compile(r"[Ll][Ii][Nn][Ee](?:(?<![A-Za-z].{4})|(?<=[Ii][Dd].{4}))")
"""No headline, no deadline."""
_AT_WORD = re.compile(r"[\[({]\s?[Aa][Tt]\s?[\])}]")
"""Whatever has none of these holds no personal data: most texts are done with here."""
_HAS_SIGN = re.compile("[^\x00-\x7f\u0e00-\u0e7f\u2018-\u201d]|[*`\t]")
_HAS_THAI_DIGIT = re.compile("[๐-๙]")
_UNITS = re.compile(r"\s*(?:บาท|ล้าน|คน|ราย|ครัวเรือน|ไร่|ตัน|หุ้น|ดอลลาร์|%|เปอร์เซ็นต์|กิโล|ลบ|ตร)")
_RESERVED = re.compile(r"(?i)@(?:[\w-]+\.)*(?:example\.(?:com|org|net|th)|example|test|invalid|localhost)$")


def private(site: Site, root: Path) -> Iterator[Problem]:
    """Nobody's phone, number or address stands in a file that is published, history and all."""
    allowed = allow_list(site.settings.may_be_published)
    for path, text in site.texts.items():
        passed_over = _lines_of_allow_list(site) if path == "mkdocs.yml" else range(0)
        for number, line in lines_worth_a_look(text):
            for found in (*find(line), *(_in_cells(line) if path.endswith(".csv") else ())):
                if number not in passed_over and not allowed.passes(found):
                    yield problem(path, number, f"private.{found.kind}", value=mask(found))


def _in_cells(line: str) -> Iterator[Found]:
    for match in _DROPPED_ZERO_IN_CELL.finditer(to_ascii_digits(line)):
        if _is_phone("0" + match[1]):
            yield Found("phone", "0" + match[1])


def _lines_of_allow_list(site: Site) -> range:
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


def lines_worth_a_look(text: str) -> Iterator[tuple[int, str]]:
    """Number and text of each line in which there may be something."""
    starts = sorted(set(_starts_worth_a_look(text)))
    number, before = 1, 0
    for start in starts:
        number += text.count("\n", before, start)
        before = start
        end = text.find("\n", start)
        yield number, text[start : len(text) if end < 0 else end]


def _starts_worth_a_look(text: str) -> Iterator[int]:
    """Where such lines begin; each kind of sign by itself, so that a search is a scan for one letter."""
    for sign in _SIGNS_OF_IT:
        at = text.find(sign)
        while at >= 0:
            yield text.rfind("\n", 0, at) + 1
            at = _next(text, sign, at)
    for pattern in (_AT_SIGN, _MANY_DIGITS, _LINE_WORD, _AT_WORD):
        found = pattern.search(text)
        while found:
            yield text.rfind("\n", 0, found.start()) + 1
            end = text.find("\n", found.start())
            found = pattern.search(text, end) if end >= 0 else None


def _next(text: str, sign: str, at: int) -> int:
    """Where `sign` stands next, in a line below the one of `at`; -1 where it does not."""
    end = text.find("\n", at)
    return text.find(sign, end) if end >= 0 else -1


def find(text: str) -> Iterator[Found]:
    """Personal data in one line of text: Thai digits, signs, entities and bold are seen through."""
    plain = html.unescape(text) if "&" in text else text
    if _HAS_SIGN.search(plain):
        plain = plain.translate(_SIGNS)
    if _HAS_THAI_DIGIT.search(plain):
        plain = to_ascii_digits(plain)
    if "<" in plain or "_" in plain:
        plain = _BETWEEN_DIGITS.sub("", plain)
    lower = plain.lower()
    if "wa.me" in lower:
        plain = _WHATSAPP.sub(" +", plain)
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
    for match in _DROPPED_ZERO.finditer(bare):
        if not _overlaps(match.span(1), seen) and not _UNITS.match(bare, match.end()):
            number = "0" + re.sub(r"[^0-9]", "", match[1])
            if _is_phone(number):
                yield Found("phone", number)
    yield from _addresses(plain, lower)


def _addresses(plain: str, lower: str) -> Iterator[Found]:
    if _AT_SIGN.search(plain) or ("at" in lower and re.search(r"\bat\b", lower)):
        for match in _EMAIL.finditer(plain):
            value = re.sub(r"\s?[\[({]\s?(?:at|@)\s?[\])}]\s?", "@", match.group(), flags=re.IGNORECASE)
            value = re.sub(r"\s?[\[({]\s?dot\s?[\])}]\s?", ".", value, flags=re.IGNORECASE)
            if not _RESERVED.search(value):
                yield Found("email", value.casefold())
    if "line" in lower or "ไลน์" in lower:
        for match in _LINE.finditer(plain):
            value = next(group for group in match.groups() if group)
            after = plain[match.end() : match.end() + 1]
            if after not in ("@", "/") and not _is_a_name(value, match):
                yield Found("line-id", value.casefold().lstrip("@"))


def _is_a_name(value: str, match: re.Match[str]) -> bool:
    """Whether what follows "LINE:" is a word or an account's shown name (NCI ...), no id."""
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


def mask(found: Found) -> str:
    """What may be shown of personal data, so that its writer finds it and nobody else learns it."""
    value = found.value
    if found.kind == "phone":
        shown = value[:2] + "x" * (len(value) - 4) + value[-2:]
        return f"{shown[:3]}-{shown[3:-4]}-{shown[-4:]}"
    if found.kind == "national-id":
        return f"{value[0]}-xxxx-xxxxx-xx-x"
    if found.kind == "email":
        name, _, host = value.partition("@")
        return f"{name[0]}…@{host}"
    return f"{value[0]}…"


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may be published: phones as digits, addresses in lower case."""

    phones: frozenset[str]
    words: frozenset[str]
    domains: tuple[str, ...]

    def passes(self, found: Found) -> bool:
        """Whether `found` is on the list."""
        if found.kind == "phone":
            return found.value in self.phones
        if found.kind == "email" and found.value.endswith(self.domains):
            return True
        return found.kind != "national-id" and found.value in self.words


def allow_list(entries: Iterable[str]) -> Allowed:
    """The allow-list of mkdocs.yml; an entry "@cdd.go.th" lets a whole domain pass."""
    phones, words, domains = set(), set(), []
    for entry in entries:
        digits = re.sub(r"[^0-9]", "", to_ascii_digits(entry))
        if entry.strip().startswith("+66") or (digits.startswith("66") and len(digits) > 10):
            digits = "0" + digits[2:].lstrip("0")
        if digits:
            phones.add(digits)
        word = entry.strip().casefold()
        words.add(word.lstrip("@"))
        if word.startswith("@") and "." in word:
            domains.append(word)
    return Allowed(frozenset(phones), frozenset(words), tuple(domains))
