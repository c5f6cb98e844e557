"""Where a person lives and banks: home addresses and accounts in one line of text, its digits as ASCII.

An office's address and a foundation's account look the same. An address counts where it says that
it is a home's or a person's; an account where a person is named beside it, and no office, temple or fund.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from julasan.pattern import late

_NUMBER = r"(?P<number>(?<![0-9/.,\-])[0-9]{1,5}(?:\s?/\s?[0-9]{1,5})?)"
_WAY = r"(?:หมู่(?!บ้าน)|ม\.|ซ\.|ซอย|ถ\.|ถนน)"
_AREA = late(rf"{_WAY}|ต\.|ตำบล|แขวง|อ\.|อำเภอ|เขต|จ\.|จังหวัด")
_HOUSE = late(rf"บ้าน\s?(?:ที่)?เลขที่\s{{0,3}}[:]?\s{{0,3}}{_NUMBER}(?P<rest>[^\n]{{0,70}})")
_PLACE = late(
    rf"{_NUMBER}(?P<rest>\s{{0,2}}{_WAY}[^\n]{{0,70}}?(?:ต\.|ตำบล|แขวง)[^\n]{{0,40}}?(?:อ\.|อำเภอ|เขต|จ\.|จังหวัด))"
)
_LIVES = late(
    r"(?:(?<!สำนักงาน)ที่อยู่|(?<!ตั้ง)อยู่ที่|พักอยู่|อาศัย|ภูมิลำเนา)"
    r"(?:\s?(?:อยู่|ที่|บ้าน|เลขที่|ปัจจุบัน|ตามบัตร|ตามทะเบียนบ้าน|ประชาชน|คือ|[:]))*\s*\Z"
)
_PERSON = late(r"(?:นาย|นางสาว|นาง|น\.ส\.|ด\.ช\.|ด\.ญ\.|เด็กชาย|เด็กหญิง|คุณ)\s?[ก-ฮเ-ไ][ก-๎]+")
_OFFICE = late(
    "สำนัก|ศูนย์|วัด|มัสยิด|โบสถ์|โรงเรียน|โรงพยาบาล|โรงแรม|โรงงาน|บริษัท|ห้าง|องค์การ|องค์กร|เทศบาล|อบต|อบจ"
    "|สหกรณ์|วิสาหกิจ|กลุ่ม|ชมรม|สมาคม|มูลนิธิ|กองทุน|เครือข่าย|มหาวิทยาลัย|วิทยาลัย|สถาบัน|สถานี|ที่ทำการ|ที่ว่าการ"
    "|ศาลา|หอประชุม|อาคาร|ร้าน|ตลาด|ธนาคาร|สาขา|รีสอร์ท|รีสอร์ต|กรม|กระทรวง|ตั้งอยู่"
)
BEGINS = late(rf"[บ0-9๐-๙](?:(?<=บ)้าน\s?(?:ที่)?เลขที่|(?<!บ)\s{{0,2}}{_WAY})")
"""Without it a text names no home."""


def homes(text: str) -> Iterator[str]:
    """Each home address as :func:`place` writes it."""
    seen = -1
    for match in _HOUSE.finditer(text):
        if _AREA.search(match["rest"]):
            seen = match.start("number")
            yield place(match["number"], match["rest"])
    for match in _PLACE.finditer(text):
        before = text[max(0, match.start() - 70) : match.start()]
        if match.start() == seen or _OFFICE.search(before):
            continue
        if _LIVES.search(before) or _PERSON.search(before):
            yield place(match["number"], match["rest"])


def place(number: str, rest: str) -> str:
    """A house's number, village and subdistrict, to know an address again however it is written."""
    village = re.search(r"(?:หมู่(?:ที่)?|ม\.)\s*([0-9]{1,2})", rest)
    area = re.search(r"(?:ต\.|ตำบล|แขวง)\s*([ก-๎]+?)(?=\s|อำเภอ|อ\.|เขต|จังหวัด|จ\.|\Z)", rest)
    parts = [re.sub(r"\s", "", number), f"ม.{village[1]}" if village else "", f"ต.{area[1]}" if area else ""]
    return " ".join(filter(None, parts))


_ACCOUNT = late(
    r"[0-9](?<![0-9/.,\-].)[0-9]{2}(?P<cut>\s?[ \-]\s?)[0-9](?P=cut)[0-9]{5,6}(?P=cut)[0-9](?![0-9\-])"
)
_NAMED = late(
    r"(?i)(?:เลขที่บัญชี|เลขบัญชี|บัญชีเลขที่|หมายเลขบัญชี|บัญชีธนาคารเลขที่|account\s?(?:no\.?|number))"
    r"\s?(?:คือ)?\s?[:.]?\s{0,3}([0-9](?:[ \-]{0,3}[0-9]){9,14})(?![0-9])"
)
_BANK = late(
    r"(?i)บัญชี|ธนาคาร|ธ\.|โอนเงิน|โอนมา|โอนค่า|พร้อมเพย์|กสิกร|กรุงไทย|ไทยพาณิชย์|ออมสิน|account|\bbank|scb|kbank"
)
_HOLDER = late(rf"(?:บัญชี|ชื่อ)\s?[:]?\s?[\"“]?{_PERSON.pattern}")
_PUBLIC = late(
    r"(?i)สำนักงาน|ศูนย์|วัด|มูลนิธิ|สมาคม|กองทุน|โรงเรียน|โรงพยาบาล|เทศบาล|อบต|อบจ|องค์การ|สหกรณ์|วิสาหกิจ|กลุ่ม|ชมรม"
    r"|เครือข่าย|กรม(?!ธรรม์)|กระทรวง|มหาวิทยาลัย|วิทยาลัย|สถาบัน|บริษัท|ห้างหุ้นส่วน|สภากาชาด|ผู้ประสบ|เพื่อการ|โครงการ|สำหรับ|ช่วยเหลือ|บริจาค|ทำบุญ|ผ้าป่า|กฐิน"
    r"|foundation|society|chamber|association|office|fund\b"
)


def accounts(text: str) -> Iterator[str]:
    """The digits of each bank account beside which a person is named, and no office."""
    found = {match.span(): re.sub(r"[^0-9]", "", match[0]) for match in _ACCOUNT.finditer(text)}
    if "บัญชี" in text or "account" in text.lower():
        found |= {match.span(1): re.sub(r"[^0-9]", "", match[1]) for match in _NAMED.finditer(text)}
    for (start, end), digits in sorted(found.items()):
        before, after = text[max(0, start - 100) : start], text[end : end + 70]
        if not (_BANK.search(before) or _BANK.search(after)):
            continue
        near = f"{before}\n{after}"
        if _HOLDER.search(near) or (_PERSON.search(near) and not _PUBLIC.search(near)):
            yield digits
