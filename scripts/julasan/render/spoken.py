"""Thai as it is read aloud: numbers, dates, times and abbreviations in words, no address and no sign left."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache

from julasan import thai
from julasan.frozen import dataclass
from julasan.render.abbreviations import ABBREVIATIONS

HALF = 30
_BOTH = frozenset((6, 16, 17, 18))
"""Hours whose name says neither morning nor evening: หกโมง."""
_DIGITS = ("ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_PLACES = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")

_MONTHS = {
    **dict(zip(thai.MONTHS, thai.MONTHS, strict=True)),
    **dict(zip(thai.MONTHS_SHORT, thai.MONTHS, strict=True)),
}
_MONTH = "|".join(re.escape(name) for name in sorted(_MONTHS, key=len, reverse=True))
_DATED = re.compile(
    rf"(?:(\d{{1,2}})\s*)?({_MONTH})(?:\s*(พ\.ศ\.|ค\.ศ\.)?\s*(\d{{4}}|\d{{2}}(?!\d|[.:]\d)))?"
)
_ADDRESS = re.compile(
    r"(?i)\b(?:https?://|www\.|mailto:)\S+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:/\S*)?"
)
_SEEN_AT = re.compile(
    rf"(?:(?:ดู|อ่าน|ติดตาม)(?:ต่อ|เพิ่มเติม|รายละเอียด|ข้อมูล)*(?:ได้)?(?:ที่|ทาง)\s*)?(?:{_ADDRESS.pattern.removeprefix('(?i)')})"
    rf"(?:\s*(?:หรือ|และ|,)\s*(?:{_ADDRESS.pattern.removeprefix('(?i)')}))*",
    re.IGNORECASE,
)
"""Addresses, and what leads on to them alone."""
_HOUR, _MINUTE = r"([01]?\d|2[0-4])", r"([0-5]\d)"
_TIME = re.compile(
    rf"(?<![\d.]){_HOUR}[.:]{_MINUTE}(?:\s*น\.)?\s*[–-]\s*{_HOUR}[.:]{_MINUTE}(?:\s*น\.(?![ก-ฮ]\.))?(?![\d.])"
)
_ONE_TIME = re.compile(
    rf"(?<![\d.]){_HOUR}[.:]{_MINUTE}\s*น\.(?![ก-ฮ]\.)|(?<![\d.])(?<!ส่วน )(?<!ส่วน){_HOUR}:{_MINUTE}(?![\d.])"
)
_RATIO = re.compile(r"(?<=\d)\s?:\s?(?=\d)")
_MOON = re.compile(r"(ค่ำ\s*เดือน\s*)([12])(?!\d)")
"""The first months of the lunar year have names of their own."""
_MOONS = {"1": "อ้าย", "2": "ยี่"}
_SECTION = re.compile(r"((?:พ\.ร\.[บกฎ]\.|พรบ\.?|มาตรา|พระราชบัญญัติ)[^\n]{0,60}?)(?<![ก-๎.])ม\.\s?(?=\d)")
"""ม. of a law is มาตรา, of an address หมู่ที่."""
_SATANG = re.compile(r"(\d[\d,]*)\.(\d{2})\s*บาท")
_WEEKDAYS = "|".join(thai.DAYS)
_WEEK = re.compile(rf"({_WEEKDAYS})\s*[–-]\s*(?=(?:วัน)?(?:{_WEEKDAYS}))")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_PHONE = re.compile(r"(?<![\d.,])(?:0\d{1,2}|0|\+66[ -]?\d{1,2})[ -]?\d{3,4}[ -]?\d{3,4}(?!\d)")
_CALLED = re.compile(
    r"(สายด่วน|โทร\.?|โทรศัพท์|เบอร์|รหัสไปรษณีย์|(?:จ\.|จังหวัด)\s?[ก-๎]+)(\s*)"
    r"([1-9]\d{2,4}(?:\s*(?:และ|หรือ|,)\s*1\d{2,3}(?!\d))*)(?![\d.,/:])"
)
"""Short numbers that are called, and a postcode after its province: digit by digit."""
_BAHT = re.compile(r"(?<=\d)\s?บ\.(?![ก-๎])")
_UNIVERSITY = re.compile(
    r"(?<![ก-๎.])ม\.\s?(?=ราชภัฏ|ราชมงคล|เชียงใหม่|แม่โจ้|พะเยา|แม่ฟ้าหลวง|พายัพ|เกษตร|ธรรมศาสตร์|มหิดล|ขอนแก่น|นเรศวร|ศิลปากร|สุโขทัย)"
)
"""ม. of a university is no หมู่ที่."""
_ISO = re.compile(r"(?<![\d-])(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\d-])")
_PARTS = re.compile(r"(?<![\d.])\d+(?:\.\d+){2,}(?![\d.])")
_FRACTION = re.compile(r"(?<![\d/.,ๆ-๎])(?<!ที่ )([1-9])/([2-9]|10)(?![\d/.,])")
_MONEY = re.compile(r"([฿$€£])\s?(\d[\d,]*(?:\.\d+)?)|(\d[\d,]*)\.-")
_MONIES = {"฿": "บาท", "$": "ดอลลาร์", "€": "ยูโร", "£": "ปอนด์"}
_PER = re.compile(r"(บาท|สตางค์|ลิตร|ครั้ง|กิโลเมตร|กิโลกรัม|ไมโครกรัม|มิลลิกรัม)\s*/\s*")
_MINUS = re.compile(r"(?<![^\s(])[-−](?=\d)")
_CAPITALS = re.compile(r"(?<![A-Za-z])[A-Z]{1,5}(?![A-Za-z])")
_NAMES = "เอ บี ซี ดี อี เอฟ จี เอช ไอ เจ เค แอล เอ็ม เอ็น โอ พี คิว อาร์ เอส ที ยู วี ดับเบิลยู เอ็กซ์ วาย แซด"
_LETTERS = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        _NAMES.split(),
        strict=True,
    )
)
_ROMAN = {"II": 2, "III": 3, "IV": 4, "VI": 6, "VII": 7, "VIII": 8, "IX": 9}
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(0?[1-9]|1[0-2])/(\d{4}|\d{2})(?![\d/])")
_BETWEEN = re.compile(
    r"(?<=\d)\s*[–—-]\s*(?=\d)|(?<=[ก-๎.])\s+[–—-]\s+(?=\d)|(?<=[ก-๎.])–(?=\d)|(?<=\.)\s*[–—-]\s*(?=[ก-ฮ]{1,3}\.[ก-ฮ]{1,2}\.)"
)
_YEAR = re.compile(r"(พ\.ศ\.|ค\.ศ\.)\s*(\d{4}|\d{2})(?!\d)")
_SHORT = re.compile(
    r"(?<![ก-ฮ])[ก-ฮ]{1,6}\.(?:[ก-ฮ]{1,6}\.)*(?![ก-๎])|(?<![ก-๎.])[ก-ฮ]{1,5}\.(?=[ก-๎])|[A-Za-z][A-Za-z-]+|[A-Z]"
)
_SIGNS = str.maketrans(
    dict.fromkeys("\"'“”‘’«»()[]{}<>*_#@•·…—–|~^`\\:;!?-", " ") | {"&": " และ ", "+": " บวก ", "=": " เท่ากับ "}
)


@dataclass(frozen=True, slots=True)
class Said:
    """A text in words, and what in it is still short or foreign: a person must look at that."""

    text: str
    unknown: tuple[str, ...]


def number(value: int) -> str:
    """สองพันห้าร้อยหกสิบเก้า; the unit 1 after anything is เอ็ด (Royal Society)."""
    if value < 0:
        return f"ลบ{number(-value)}"
    if value >= 1_000_000:
        rest = value % 1_000_000
        return f"{number(value // 1_000_000)}ล้าน" + (_below(rest, after=True) if rest else "")
    return _below(value) or _DIGITS[0]


def _below(value: int, *, after: bool = False) -> str:
    """A number under a million, empty for 0; `after` says that millions stand before it."""
    said = ""
    for place in range(5, -1, -1):
        digit = value // 10**place % 10
        if not digit:
            continue
        name = _DIGITS[digit]
        if place == 1 and digit <= 2:
            name = "ยี่" if digit == 2 else ""
        elif place == 0 and digit == 1 and (said or after):
            name = "เอ็ด"
        said += name + _PLACES[place]
    return said


def figures(text: str) -> str:
    """A number as written: 1,500 and 2.5 as numbers, what begins with 0 or is very long digit by digit."""
    plain = text.replace(",", "")
    whole, _, part = plain.partition(".")
    if (len(whole) > 1 and whole.startswith("0")) or len(whole) > 9:
        return _one_by_one(whole + part)
    said = number(int(whole))
    return said + (f"จุด{''.join(_DIGITS[int(digit)] for digit in part)}" if part else "")


def _one_by_one(digits: str) -> str:
    return " ".join(_DIGITS[int(digit)] for digit in digits if digit.isdigit())


def clock(hour: int, minute: int) -> str:
    """A time as villages say it, by the clock of six hours: บ่ายสองโมงครึ่ง for 14.30, หนึ่งทุ่ม for 19.00."""
    before, of_day, after = _hour(hour % 24)
    if not minute:
        return f"{before}{of_day}{after}"
    if minute == HALF:
        return f"{before}{of_day}ครึ่ง" + (f"ตอน{after}" if hour in _BOTH else "")
    return f"{before}{of_day}{after if hour in _BOTH else ''} {number(minute)}นาที"


def _hour(hour: int) -> tuple[str, str, str]:
    """An hour, what stands before and behind it."""
    if hour in (0, 12):
        return "", "เที่ยง" if hour else "เที่ยงคืน", ""
    if hour < 6:
        return "ตี", number(hour), ""
    if hour < 12:
        return number(hour), "โมง", "เช้า"
    if hour < 16:
        return "บ่าย", f"{number(hour - 12) if hour > 13 else ''}โมง", ""
    return (number(hour - 12), "โมง", "เย็น") if hour < 19 else (number(hour - 18), "ทุ่ม", "")


def day(when: date, *, year: bool = True) -> str:
    """วันพฤหัสบดีที่ ยี่สิบสอง ตุลาคม พุทธศักราช สองพันห้าร้อยหกสิบเก้า."""
    said = f"วัน{thai.DAYS[when.weekday()]}ที่ {number(when.day)} {thai.MONTHS[when.month - 1]}"
    return f"{said} พุทธศักราช {number(thai.be_year(when))}" if year else said


def days(first: date, last: date, *, year: bool = True) -> str:
    """ตั้งแต่วันอังคารที่ สิบห้า ธันวาคม ถึงวันพฤหัสบดีที่ สิบเจ็ด ธันวาคม."""
    return f"ตั้งแต่{day(first, year=year and first.year != last.year)} ถึง{day(last, year=year)}"


def time_of(start: datetime, end: datetime | None = None) -> str:
    """เวลา เก้านาฬิกา ถึง สิบห้านาฬิกา สามสิบนาที."""
    said = f"เวลา {clock(start.hour, start.minute)}"
    return f"{said} ถึง {clock(end.hour, end.minute)}" if end and end > start else said


def said(text: str, own: Mapping[str, str] | None = None) -> Said:
    """`text` in words; `own` are a network's abbreviations, before the program's."""
    text = thai.to_ascii_digits(thai.normalise(text))
    text = _SEEN_AT.sub(" ", text)
    for short, words in (own or {}).items():
        text = _expand(text, short, words)
    text = _MOON.sub(lambda m: f"{m[1]}{_MOONS[m[2]]}", text)
    text = _SECTION.sub(r"\1มาตรา ", text)
    text = _UNIVERSITY.sub("มหาวิทยาลัย", text)
    text = _BAHT.sub(" บาท", text)
    text = _WEEK.sub(r"\1 ถึง ", text)
    text = _TIME.sub(lambda m: f" {clock(int(m[1]), int(m[2]))} ถึง {clock(int(m[3]), int(m[4]))} ", text)
    text = _ONE_TIME.sub(lambda m: f" {clock(int(m[1] or m[3]), int(m[2] or m[4]))} ", text)
    text = _RATIO.sub(" ต่อ ", text)
    text = _PHONE.sub(lambda m: f" {_one_by_one(m[0].replace('+66', '0'))} ", text)
    text = _CALLED.sub(_called, text)
    text = _ISO.sub(lambda m: _in_slashes_of(m[3], m[2], m[1]), text)
    text = _SLASHED.sub(_in_slashes, text)
    text = _FRACTION.sub(lambda m: _part(m[0], m[1], m[2]), text)
    text = _MINUS.sub(" ลบ ", text)
    text = _BETWEEN.sub(" ถึง ", text)
    text = _DATED.sub(_dated, text)
    text = _PARTS.sub(lambda m: " จุด ".join(number(int(part)) for part in m[0].split(".")), text)
    text = _SATANG.sub(_satang, text)
    text = _MONEY.sub(lambda m: f" {figures(m[2] or m[3])} {_MONIES[m[1] or '฿']} ", text)
    text = re.sub(r"(?<=\d)\s*ม\.(?!\s*\d)(?![ก-๎])", " เมตร ", text)
    text = re.sub(r"(?<=\d)\s*ล\.(?![ก-๎])", " ลิตร ", text)
    text = re.sub(r"(?<![ก-๎.])ร\.\s*(?=\d)", " รัชกาลที่ ", text)
    text = re.sub(r"(?<=\d)\s*[x×]\s*(?=\d)", " คูณ ", text)
    text = re.sub(r"\s*°\s*C\b", " องศาเซลเซียส ", text).replace("°", " องศา ")
    text = _YEAR.sub(lambda m: f" {ABBREVIATIONS[m[1]]} {number(_full_year(m[2], m[1]))} ", text)
    for short in _by_length():
        text = _expand(text, short, ABBREVIATIONS[short])
    text = _PER.sub(r"\1ต่อ", text)
    text = re.sub(r"\s*%", " เปอร์เซ็นต์ ", text)
    text = _CAPITALS.sub(lambda m: f" {_capitals(m[0])} ", text)
    text = re.sub(r"(?<=\d)\s*/\s*(?=\d)", " ทับ ", text)
    text = _NUMBER.sub(lambda m: f" {figures(m[0])} ", text)
    unknown = tuple(dict.fromkeys(match[0] for match in _SHORT.finditer(text)))
    text = text.replace("/", " หรือ ").replace("ฯ", "").translate(_SIGNS)
    text = "".join(" " if unicodedata.category(sign) in ("So", "Sk", "Sc", "Cf") else sign for sign in text)
    text = re.sub(r"[^\S\n]+", " ", re.sub(r"[.,](?=\s|$)", " ", text))
    return Said(re.sub(r" *\n *", "\n", text).strip(), unknown)


def _dated(match: re.Match[str]) -> str:
    of_month, month, era, year = match.groups()
    shortened = month not in thai.MONTHS
    if not (of_month or year or shortened):
        return match[0]
    parts = [number(int(of_month))] if of_month else []
    parts.append(_MONTHS[month])
    if year:
        era = era or ("ค.ศ." if year[:2] in ("19", "20") and len(year) == 4 else "พ.ศ.")
        parts += [ABBREVIATIONS[era], number(_full_year(year, era))]
    return f" {' '.join(parts)} "


def _called(match: re.Match[str]) -> str:
    said = re.sub(r"\d+", lambda number: _one_by_one(number[0]), match[3])
    return f"{match[1]}{match[2]} {said} "


def _satang(match: re.Match[str]) -> str:
    """1,250.50 บาท, with its hundredths by their name."""
    said = f" {figures(match[1])} บาท "
    return said if match[2] == "00" else f"{said}{number(int(match[2]))} สตางค์ "


def _part(text: str, above: str, below: str) -> str:
    """เศษหนึ่งส่วนสอง; what is no part of one is a number with a stroke."""
    return f" เศษ{number(int(above))}ส่วน{number(int(below))} " if int(above) < int(below) else text


def _capitals(word: str) -> str:
    """Capitals letter by letter; a Roman number as one."""
    return number(_ROMAN[word]) if word in _ROMAN else "".join(_LETTERS[letter] for letter in word)


def _in_slashes(match: re.Match[str]) -> str:
    """20/02/2566, a date as it is written in forms."""
    of_month, month, year = match.groups()
    return _in_slashes_of(of_month, month, year) if 1 <= int(of_month) <= 31 else match[0]


def _in_slashes_of(of_month: str, month: str, year: str) -> str:
    era = "ค.ศ." if year[:2] in ("19", "20") and len(year) == 4 else "พ.ศ."
    said = f"{number(int(of_month))} {thai.MONTHS[int(month) - 1]}"
    return f" {said} {ABBREVIATIONS[era]} {number(_full_year(year, era))} "


def _full_year(text: str, era: str) -> int:
    """A year of two digits is one of this century's, by its era."""
    if len(text) == 4:
        return int(text)
    return int(text) + (2500 if era == "พ.ศ." else 2000)


@lru_cache(maxsize=1)
def _by_length() -> tuple[str, ...]:
    return tuple(sorted(ABBREVIATIONS, key=len, reverse=True))


def _expand(text: str, short: str, words: str) -> str:
    """Replace an abbreviation where it stands alone: อ. in ที่อ.เกาะคา, not the end of ผอ. or of a word."""
    if short not in text:
        return text
    before = (
        r"(?<![A-Za-z])"
        if short[0].isascii()
        else r"(?<![ก-ฮ]\.)(?<![ก-ฮ.])"
        if short[0] in _CONSONANTS
        else ""
    )
    if short == "ก.":
        # Of a ministry's name, not the first item of a list.
        return re.sub(before + r"ก\.(?=[ก-๎]{2})", f" {words}", text)
    after = r"(?![A-Za-z])" if short[-1].isascii() and short[-1].isalpha() else ""
    return re.sub(before + re.escape(short) + after, f" {words}" + ("" if words in _JOINED else " "), text)


_CONSONANTS = frozenset(chr(code) for code in range(0x0E01, 0x0E2F))
_JOINED = (
    "กระทรวง",
    "รัฐมนตรี",
    "รัฐมนตรีช่วย",
    "จังหวัด",
    "อำเภอ",
    "ตำบล",
    "บ้าน",
    "ถนน",
    "ซอย",
    "โรงเรียน",
    "โรงพยาบาล",
)
"""What is said in one breath with the name after it."""
