"""Where a person lives and banks is found, in the source and in what is built; offices are let pass."""

from __future__ import annotations

import pytest

from julasan.check import privacy
from julasan.check.allowed import allow_list

THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
HOMES = [
    "อยู่บ้านเลขที่ 114/1 หมู่ 4 ตำบลแม่พริก อำเภอแม่พริก จังหวัดลำปาง",
    "บ้านเลขที่ 114/1 ม.4 ต.แม่พริก อ.แม่พริก จ.ลำปาง 52180",
    "บ้านเลขที่114/1หมู่ที่4ต.แม่พริก",
    "บ้านเลขที่ 15/13 ซ.โรงหมูเก่า ถ.คงคา ต.เบตง อ.เบตง จ.ยะลา",
    "บ้านที่เลขที่ 6/1 หมู่ที่ 1 ตำบลออนกลาง",
    "บ้านเลขที่ **114/1** หมู่ 4 ต.แม่พริก",
    "บ้าน<b>เลขที่</b> 114/1 หมู่ 4 ต.แม่พริก บ้านเลขที่",
    "บ้านเลขที่&nbsp;114/1 หมู่ 4 ต.แม่พริก",
    "ที่อยู่ 57 ม.5 ต.คูเมือง อ.คูเมือง จ.บุรีรัมย์",
    "ที่อยู่ปัจจุบัน: 57 หมู่ 5 ตำบลคูเมือง อำเภอคูเมือง",
    "พักอาศัยอยู่ที่ 99/9 ซอยสุขใจ แขวงบางนา เขตบางนา",
    "นายสมชาย ใจดี 12/3 หมู่ 4 ต.บ้านแลง อ.เมือง จ.ลำปาง",
    "นางสาวหมาย หนูนวน เลขที่ 170 ม.1 ต.กุตาไก้ อ.ปลาปาก",
]
OFFICES = [
    "สำนักงานพัฒนาชุมชนจังหวัดลำปาง 123 หมู่ 5 ต.พระบาท อ.เมือง จ.ลำปาง",
    "ศูนย์ศึกษาและพัฒนาชุมชนลำปาง ตั้งอยู่เลขที่ 99 หมู่ 2 ตำบลเกาะคา อำเภอเกาะคา",
    "วัดพระธาตุ เลขที่ 59 หมู่ที่ 4 ต.คลองสี่ อ.คลองหลวง",
    "โรงแรมริมน้ำ ที่อยู่ 104 ม.1 ต.บ้านใต้ อ.เกาะพะงัน",
    "พื้นที่ 15 อำเภอ 153 ตำบล 902 หมู่บ้าน 66,330 ครัวเรือน ของจังหวัดลำปาง",
    "บ้านห้วยหาด หมู่ 7 ตำบลอวน อำเภอปัว จังหวัดน่าน",
    "รางวัลหมู่บ้าน ได้แก่ หมู่ที่ 6 หมู่ที่ 9 ต.ลำเหย อ.ดอนตูม",
    "ตรวจบ้านเลขที่ 5 ที่เปิดให้ชม",
    "ปรับปรุงทะเบียนบ้านให้มีบ้านเลขที่",
    "นายก อบต. กล่าวว่าหมู่ 4 ต.แม่พริก อ.แม่พริก",
]
ACCOUNTS = [
    "โอนค่าสมัครที่บัญชี นายสมชาย ใจดี ธนาคารกรุงไทย 123-4-56789-0",
    "ชื่อบัญชี นางสมศรี ดีใจ เลขที่บัญชี 123-4-56789-0 เพื่อช่วยเหลือผู้ประสบภัย",
    "เลขที่บัญชี: 123-4-56789-0 นายสมชาย ใจดี",
    "เลขบัญชี 1234567890 คุณสมชาย",
    "ธ.ก.ส. 123 4 56789 0 น.ส.สมศรี",
    "บัญชีออมสินเลขที่ 020-1-234567-8 ชื่อ นางสมศรี",
]
PUBLIC = [
    "ร่วมบริจาคที่บัญชี มูลนิธิแพทย์ชนบท ธนาคารกรุงไทย เลขที่บัญชี 123-4-56789-0",
    "ชื่อบัญชี วัดสายสุวพรรณ เลขที่ 123-4-56789-0 ธนาคารกรุงเทพ",
    "บัญชี “กองทุนหมู่บ้านแม่พริก” ธ.ก.ส. 123-4-56789-0",
    "รหัสโครงการ 123-4-56789-0",
    "เลขที่บัญชี 123-4-56789-0",
    "ธนาคารกรุงไทย โทร. 02-111-1144",
    "กรมบัญชีกลาง หมายเลข 02 270 6400",
]


def kinds(text: str, *allowed: str) -> set[str]:
    """What is found in `text`, phones apart."""
    passes = allow_list(allowed).passes
    return {found.kind for _, found in privacy.personal(text) if not passes(found)} - {"phone"}


@pytest.mark.parametrize("digits", ["", "Thai"])
@pytest.mark.parametrize("text", HOMES)
def test_a_home_is_found(text: str, digits: str) -> None:
    written = text.translate(THAI) if digits else text
    assert kinds(f"ก่อนหน้า\n{written}\n") == {"home"}
    (number, found) = next(iter(privacy.personal(f"ก่อนหน้า\n{written}\n")))
    assert number == 2
    assert not any(sign.isdecimal() for sign in privacy.mask(found))
    assert not any(sign.isdecimal() for sign in privacy.masked(written)), "no message quotes it"


@pytest.mark.parametrize("text", [*OFFICES, *PUBLIC])
def test_an_office_is_let_pass(text: str) -> None:
    assert kinds(text) == set()


@pytest.mark.parametrize("text", ACCOUNTS)
def test_an_account_is_found(text: str) -> None:
    assert kinds(text) == {"account"}


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        (HOMES[0], "114/1 หมู่ที่ 4 ต.แม่พริก"),
        (HOMES[1], "บ้านเลขที่ 114/1 หมู่ 4 ตำบลแม่พริก อำเภอแม่พริก"),
        (HOMES[0].translate(THAI), "๑๑๔/๑ ม.๔ ต.แม่พริก"),
        (ACCOUNTS[2], "123-4-56789-0"),
        (ACCOUNTS[3], "๑๒๓-๔-๕๖๗๘๙-๐"),
    ],
)
def test_the_allow_list_lets_it_pass(text: str, entry: str) -> None:
    assert kinds(text, entry) == set()
    assert kinds(text, "115/1 หมู่ 4 ต.แม่พริก", "124-4-56789-0")
