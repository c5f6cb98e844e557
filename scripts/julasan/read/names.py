"""Names of fields, and those that people bring for them and for their values from Thai or other programs."""

from __future__ import annotations

from collections.abc import Mapping

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
    "finish": ("end",), "enddate": ("end",), "dtend": ("end",), "seats": ("capacity",),
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

CHOICES = {
    "บทความ": "article", "ข่าว": "news", "ข้อเสนอ": "proposal", "เรื่องเล่า": "story", "งานพื้นที่": "field-work",
    "ลงพื้นที่": "field-work", "เวที": "forum", "เวทีเรียนรู้": "forum", "ตลาดวิชาการ": "academic-market",
    "ศึกษาดูงาน": "study-visit", "ดูงาน": "study-visit", "อบรม": "training", "ฝึกอบรม": "training",
    "ประชุม": "meeting", "กำหนดส่ง": "deadline", "อื่น ๆ": "other", "อื่นๆ": "other", "ยืนยัน": "confirmed",
    "ยกเลิก": "cancelled", "สมาชิก": "member", "ผู้แทน": "representative", "ตัวแทน": "representative",
    "งานภาคสนาม": "field-work", "ภาคสนาม": "field-work", "ข่าวสาร": "news", "ข่าวประชาสัมพันธ์": "news",
    "เวทีเครือข่าย": "forum", "เสวนา": "forum", "สัมมนา": "forum", "ข้อเสนอแนะ": "proposal",
    "ปัญหา": "proposal", "รอดำเนินการ": "open", "รอตอบ": "sent", "ส่งเรื่องแล้ว": "sent", "เสร็จ": "done",
    "เสร็จสิ้น": "done", "ดำเนินการแล้ว": "done", "รอยืนยัน": "tentative", "ยังไม่แน่นอน": "tentative",
    "งด": "cancelled", "ยกเลิกแล้ว": "cancelled", "ตัวแทนจังหวัด": "representative",
    "ผู้แทนจังหวัด": "representative", "ศูนย์กลาง": "hub",
    "เปิดอยู่": "open", "ศูนย์ประสานงาน": "hub", "ได้รับคำตอบ": "answered", "ได้รับคำตอบแล้ว": "answered",
    "เปิด": "open", "ส่งแล้ว": "sent", "ตอบแล้ว": "answered", "เสร็จแล้ว": "done",
    "arab": "arabic", "ไทย": "thai", "อารบิก": "arabic",
}  # fmt: skip
"""Thai words for the values of a field."""

FIELDS = frozenset(
    item.name for record in (Article, Event, Issue, StandingPage) for item in written_fields(record)
)
"""Every field of a head or an event."""
