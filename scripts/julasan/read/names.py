"""Names of fields, and those that people bring for them and for their values from Thai or other programs."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from julasan.model import Article, Event, Issue, StandingPage, written_fields

ALIASES: Mapping[str, tuple[str, ...]] = {
    "tags": ("topics",), "tag": ("topics",), "category": ("topics",), "categories": ("topics",),
    "keyword": ("topics",), "keywords": ("topics",), "subject": ("title",), "heading": ("title",),
    "author": ("authors",), "by": ("authors",), "name": ("title",), "headline": ("title",),
    "date": ("start",),
    "writer": ("authors",), "writers": ("authors",), "contributors": ("authors",),
    "description": ("summary",), "excerpt": ("summary",), "picture": ("image",), "photo": ("image",),
    "abstract": ("summary",), "cover": ("image",), "alt": ("image_alt",), "type": ("kind",),
    "e-mail": ("email",), "mail": ("email",), "time": ("start",), "starttime": ("start",), "อีเมล": ("email",),
    "permalink": ("slug",), "published": ("date",), "pubdate": ("date",), "created": ("date",),
    "modified": ("updated",), "lastmod": ("updated",), "location": ("place",), "venue": ("place",),
    "where": ("place",), "begin": ("start",), "startdate": ("start",), "dtstart": ("start",),
    "finish": ("end",), "enddate": ("end",), "dtend": ("end",), "end_date": ("end",), "end_time": ("end",),
    "start_date": ("start",), "start_time": ("start",), "endtime": ("end",), "seats": ("capacity",),
    "link": ("url",), "recurrence": ("rrule",), "repeat": ("rrule",), "id": ("member_id",),
    # In Thai the word for a topic is that for a heading too.
    "หัวข้อ": ("title", "topics"), "หัวข้อเรื่อง": ("title",), "หัวเรื่อง": ("title",), "เรื่อง": ("title",),
    "ชื่อ": ("title", "name"), "ชื่อเรื่อง": ("title",), "ชื่อบทความ": ("title",), "ชื่องาน": ("title",),
    "ชื่อกิจกรรม": ("title",), "ประเด็น": ("topics",), "คำสำคัญ": ("topics",), "แท็ก": ("topics",),
    "หมวด": ("topics",), "หมวดหมู่": ("topics",), "ผู้เขียน": ("authors",), "ผู้แต่ง": ("authors",),
    "โดย": ("authors",), "เขียนโดย": ("authors",), "ชื่อสกุล": ("name",), "ชื่อนามสกุล": ("name",),
    "ชื่อและนามสกุล": ("name",), "วันที่": ("date", "start"), "วัน": ("date", "start"),
    "วันเผยแพร่": ("date",), "วันที่เผยแพร่": ("date",), "วันที่เขียน": ("date",), "ลงวันที่": ("date",),
    "ปรับปรุง": ("updated",), "วันที่ปรับปรุง": ("updated",), "แก้ไขล่าสุด": ("updated",),
    "จังหวัด": ("province",), "อำเภอ": ("district",), "สรุป": ("summary",), "คำโปรย": ("summary",),
    "บทคัดย่อ": ("summary",), "เรื่องย่อ": ("summary",), "รายละเอียด": ("summary",), "ประเภท": ("kind",),
    "ชนิด": ("kind",), "ภาพ": ("image",), "รูป": ("image",), "รูปภาพ": ("image",), "ภาพปก": ("image",),
    "คำบรรยายภาพ": ("image_alt",), "ชุด": ("series",), "ตอน": ("part",), "ตอนที่": ("part",),
    "กิจกรรม": ("event",), "ถึง": ("to", "end"), "เรียน": ("to",), "รหัส": ("member_id", "id"),
    "บทบาท": ("role",), "ตำแหน่ง": ("role",), "ความเชี่ยวชาญ": ("expertise",), "ความถนัด": ("expertise",),
    "เว็บไซต์": ("website", "url"), "ลิงก์": ("url",), "ลิงค์": ("url",), "ความยินยอม": ("consent",),
    "ยินยอม": ("consent",), "วันที่ยินยอม": ("consent",), "วันที่สมัคร": ("joined",),
    "เป็นสมาชิกเมื่อ": ("joined",), "สถานที่": ("place",), "สถานะ": ("status",), "เริ่ม": ("start",),
    "วันเริ่ม": ("start",), "วันที่เริ่ม": ("start",), "เวลา": ("start",), "เวลาเริ่ม": ("start",),
    "สิ้นสุด": ("end",), "วันสิ้นสุด": ("end",), "วันที่สิ้นสุด": ("end",), "ผู้จัด": ("organizer",),
    "จำนวนรับ": ("capacity",), "ลงทะเบียน": ("registration",), "สมัคร": ("registration",),
    "เลขที่": ("number",), "ฉบับที่": ("number",), "ปีที่": ("volume",), "บรรณาธิการ": ("editor",),
}  # fmt: skip
"""Names that people bring from other programs or from Thai, and the field meant."""

CHOICES: Mapping[str, tuple[str, ...]] = {
    "article": ("บทความ",),
    "news": ("ข่าว", "ข่าวสาร", "ข่าวประชาสัมพันธ์"),
    "proposal": ("ข้อเสนอ", "ข้อเสนอแนะ", "ปัญหา"),
    "story": ("เรื่องเล่า",),
    "field-work": ("งานพื้นที่", "ลงพื้นที่", "งานภาคสนาม", "ภาคสนาม"),
    "forum": ("เวที", "เวทีเรียนรู้", "เวทีเครือข่าย", "เสวนา", "สัมมนา"),
    "academic-market": ("ตลาดวิชาการ",),
    "study-visit": ("ศึกษาดูงาน", "ดูงาน"),
    "training": ("อบรม", "ฝึกอบรม"),
    "meeting": ("ประชุม",),
    "deadline": ("กำหนดส่ง",),
    "other": ("อื่น ๆ", "อื่นๆ"),
    "confirmed": ("ยืนยัน",),
    "cancelled": ("ยกเลิก", "งด", "ยกเลิกแล้ว"),
    "member": ("สมาชิก",),
    "representative": ("ผู้แทน", "ตัวแทน", "ตัวแทนจังหวัด", "ผู้แทนจังหวัด"),
    "open": ("รอดำเนินการ", "เปิดอยู่", "เปิด"),
    "sent": ("รอตอบ", "ส่งเรื่องแล้ว", "ส่งแล้ว"),
    "done": ("เสร็จ", "เสร็จสิ้น", "ดำเนินการแล้ว", "เสร็จแล้ว"),
    "tentative": ("รอยืนยัน", "ยังไม่แน่นอน"),
    "hub": ("ศูนย์กลาง", "ศูนย์ประสานงาน"),
    "answered": ("ได้รับคำตอบ", "ได้รับคำตอบแล้ว", "ตอบแล้ว"),
    "true": ("เปิด", "ใช่", "yes", "on", "เปิดใช้"),
    "arabic": ("arab", "อารบิก", "เลขอารบิก"),
    "thai": ("ไทย", "เลขไทย"),
    "th": ("ไทย", "th-th", "tha", "thai", "ภาษาไทย"),
    "en": ("en-us", "en-gb", "eng", "english", "อังกฤษ", "ภาษาอังกฤษ"),
    "false": ("ไม่", "ไม่ใช่", "no", "off", "ปิด"),
}  # fmt: skip
"""Values of fields, and the words that people write for them in Thai or out of other programs."""

FIELDS = frozenset(
    item.name for record in (Article, Event, Issue, StandingPage) for item in written_fields(record)
)
"""Every field of a head or an event."""


def choice_meant(text: str, choices: Collection[str]) -> str | None:
    """The one of `choices` for which people write `text`."""
    word = text.casefold()
    return next((choice for choice in choices if word in CHOICES.get(choice, ())), None)
