"""LINE, SMS and the loudspeaker: within their limits, and they say what the issue says."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from channelling import context_of, folder
from julasan.cli import digest as commands
from julasan.render import digest, flex, spoken
from julasan.render.context import Context
from julasan.render.digest import Digest, Reach


def digest_of(tmp_path: Path, **more: str) -> Digest:
    return digest.digest_of(context_of(folder(tmp_path, **more)), "2026-11")


# LINE


def test_the_line_text_names_the_articles_and_the_page(tmp_path: Path) -> None:
    text = digest_of(tmp_path).line
    assert "ปีที่ 1 ฉบับที่ 2 เดือนพฤศจิกายน 2569" in text
    for words in ("เรื่องที่ 1", "เรื่องที่ 3", "เวทีกองทุน", "3 ธ.ค. 69"):
        assert words in text
    assert "งานที่ยกเลิก" not in text
    assert text.endswith("https://net.example.org/bulletin/2026-11/")


def test_the_issues_own_text_is_taken(tmp_path: Path) -> None:
    text = digest_of(tmp_path, issue="line: |\n  บรรทัดหนึ่ง\n  บรรทัดสอง\n").line
    assert text.startswith("บรรทัดหนึ่ง\nบรรทัดสอง\n\nอ่านทั้งฉบับ https://")


def test_the_flex_message_keeps_lines_limits(tmp_path: Path) -> None:
    made = digest.digest_of(context_of(folder(tmp_path, articles=30)), "2026-11")
    assert list(flex.violations(made.message)) == []
    bubbles = made.message["contents"]["contents"]
    assert len(bubbles) == flex.BUBBLES
    links = re.findall(r'"uri": "(https[^"]*)"', json.dumps(made.message))
    assert links[0] == "https://net.example.org/bulletin/2026-11/"
    assert "https://net.example.org/k/one/" in links
    assert links[-1] == "https://net.example.org/calendar/"


def test_long_titles_keep_the_limits_too(tmp_path: Path) -> None:
    root = folder(tmp_path, articles=12)
    for path in (root / "knowledge").glob("*.md"):
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"title: .*", "title: " + "ที่นี่" * 33, text), "utf-8")
    made = digest.digest_of(context_of(root), "2026-11")
    assert list(flex.violations(made.message)) == []
    assert flex.units(made.line) <= flex.TEXT


def bad(message: flex.Json, *path: str | int, value: object) -> flex.Json:
    message = deepcopy(message)
    at: object = message
    for step in path[:-1]:
        at = at[step]  # type: ignore[index]
    at[path[-1]] = value  # type: ignore[index]
    return message


def test_the_validator_finds_each_breach(tmp_path: Path) -> None:
    good = digest_of(tmp_path).message
    bubble = good["contents"]["contents"][0]
    first = ("contents", "contents", 0)
    button = (*first, "footer", "contents", 0, "action")
    breaches = [
        bad(good, "altText", value=""),
        bad(good, "altText", value="ก" * 401),
        bad(good, "contents", "contents", value=[]),
        bad(good, "contents", "contents", value=[bubble] * 13),
        bad(good, "contents", "contents", value=[{**bubble, "size": "giga"}, bubble]),
        bad(good, *button, "uri", value="https://x.example/" + "a" * 1000),
        bad(good, *button, "uri", value="javascript:x"),
        bad(good, *button, "uri", value="https://x.example/ไทย"),
        bad(good, *button, "label", value="ก" * 21),
        bad(good, *button, "label", value=""),
        bad(good, *first, "body", "contents", 0, "text", value=""),
        bad(good, *first, "body", "contents", 0, "text", value="ก" * 17_000),
        bad(good, *first, "body", "contents", 0, "colour", value="#123456"),
        bad(good, *first, "body", "contents", 0, "color", value="red"),
        bad(good, *first, "body", "contents", 0, "size", value="huge"),
        bad(good, *first, "body", "layout", value="grid"),
        bad(good, *first, "hero", value={"type": "image", "url": "http://x.example/a.png"}),
        bad(good, *first, "hero", value={"type": "image", "url": "https://x.example/a.svg"}),
        bad(
            good,
            *first,
            "hero",
            value={"type": "image", "url": "https://x.example/a.png", "aspectRatio": "1:4"},
        ),
    ]
    for number, message in enumerate(breaches):
        assert list(flex.violations(message)), number


def test_a_broadcast_counts_each_reader() -> None:
    assert Reach(300, 300).fits
    assert not Reach(301, 300).fits
    assert Reach(120, 300).broadcasts == 2
    assert Reach(0, 300).broadcasts == 0


# SMS


@pytest.mark.parametrize(
    ("text", "units", "parts", "left"),
    [
        ("ก" * 70, 70, 1, 0),
        ("ก" * 71, 71, 2, 63),
        ("ก" * 134, 134, 2, 0),
        ("ก" * 135, 135, 3, 66),
        ("a" * 160, 160, 1, 0),
        ("a" * 161, 161, 2, 145),
        ("[" * 80, 160, 1, 0),
        ("ก" * 66 + "😀" + "ก" * 10, 78, 2, 55),
        ("", 0, 1, 160),
    ],
)
def test_parts_are_counted_as_operators_do(text: str, units: int, parts: int, left: int) -> None:
    """3GPP TS 23.038 and 23.040: 70 or 67 in UCS-2, 160 or 153 in 7 bits; a pair is never split."""
    found = digest.count(text)
    assert (found.units, found.parts, found.left) == (units, parts, left)


def test_a_made_sms_is_one_part_without_a_link(tmp_path: Path) -> None:
    sms = digest_of(tmp_path).sms
    assert sms.parts == 1
    assert ": จุลสารฉบับที่ 2 พ.ย. 69 ออกแล้ว" in sms.text
    assert "เรื่องที่ 1" in sms.text
    assert "example.org" not in sms.text


def test_a_link_needs_a_registered_domain(tmp_path: Path) -> None:
    sms = digest_of(tmp_path / "a", settings="sms_domain: example.org").sms
    assert sms.text.endswith(" https://net.example.org/bulletin/2026-11/")
    assert sms.parts == 1, "the title is cut to leave room for it"
    sms = digest_of(tmp_path / "b", settings="sms_domain: t.example.org").sms
    assert "http" not in sms.text


@pytest.mark.parametrize(
    "link", ["https://bit.ly/x", "http://net.example.org/k/", "www.x.example/ก", "bit.ly/3abc", "lin.ee/abc"]
)
def test_links_of_other_domains_are_taken_out_and_said(tmp_path: Path, link: str) -> None:
    sms = digest_of(tmp_path, issue=f"sms: ฉบับใหม่ {link} อ่านเลย\n").sms
    assert sms.text == "ฉบับใหม่ อ่านเลย"
    assert sms.unlinked


def test_thai_abbreviations_are_no_links(tmp_path: Path) -> None:
    sms = digest_of(tmp_path, issue="sms: จุลสาร พ.ย. 69 เวลา 09.00 น. ที่ อ.เกาะคา\n").sms
    assert sms.text == "จุลสาร พ.ย. 69 เวลา 09.00 น. ที่ อ.เกาะคา"
    assert not sms.unlinked


# The loudspeaker


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "ศูนย์"), (1, "หนึ่ง"), (10, "สิบ"), (11, "สิบเอ็ด"), (20, "ยี่สิบ"), (21, "ยี่สิบเอ็ด"), (101, "หนึ่งร้อยเอ็ด"),
     (2569, "สองพันห้าร้อยหกสิบเก้า"), (100_000, "หนึ่งแสน"), (1_000_001, "หนึ่งล้านเอ็ด"), (21_000_000, "ยี่สิบเอ็ดล้าน")],
)  # fmt: skip
def test_numbers_in_words(value: int, words: str) -> None:
    assert spoken.number(value) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("วันที่ 22 ต.ค. 69", "วันที่ ยี่สิบสอง ตุลาคม พุทธศักราช สองพันห้าร้อยหกสิบเก้า"),
        ("22 ตุลาคม 2569 เวลา 09.30 น.", "ยี่สิบสอง ตุลาคม พุทธศักราช สองพันห้าร้อยหกสิบเก้า เวลา เก้าโมงครึ่ง"),
        ("๒๒ ต.ค. เวลา ๙:๐๐–๑๕.๓๐ น.", "ยี่สิบสอง ตุลาคม เวลา เก้าโมงเช้า ถึง บ่ายสามโมงครึ่ง"),
        ("5–7 ธันวาคม", "ห้า ถึง เจ็ด ธันวาคม"),
        ("ประชุมที่ อ.เกาะคา จ.ลำปาง", "ประชุมที่ อำเภอเกาะคา จังหวัดลำปาง"),
        ("ที่ต.ศาลา", "ที่ ตำบลศาลา"),
        ("ปี พ.ศ. 2553", "ปี พุทธศักราช สองพันห้าร้อยห้าสิบสาม"),
        ("คลังความรู้ พช. และ ศพช.ลำปาง", "คลังความรู้ พัฒนาชุมชน และ ศูนย์ศึกษาและพัฒนาชุมชน ลำปาง"),
        ("เงิน 1,500 บาท 2.5%", "เงิน หนึ่งพันห้าร้อย บาท สองจุดห้า เปอร์เซ็นต์"),
        ("โทร. 054-221-234", "โทรศัพท์ ศูนย์ ห้า สี่ สอง สอง หนึ่ง สอง สาม สี่"),
        ("081 234 5678 ทุกวัน", "ศูนย์ แปด หนึ่ง สอง สาม สี่ ห้า หก เจ็ด แปด ทุกวัน"),
        ("ภายใน 20/02/2566", "ภายใน ยี่สิบ กุมภาพันธ์ พุทธศักราช สองพันห้าร้อยหกสิบหก"),
        ("หมู่ 20/13/2566", "หมู่ ยี่สิบ ทับ สิบสาม ทับ สองพันห้าร้อยหกสิบหก"),
        ("ก.แรงงาน รมว.คมนาคม นายกฯ", "กระทรวงแรงงาน รัฐมนตรีคมนาคม นายกรัฐมนตรี"),
        ("อ่านที่ https://net.example.org/k/x นะ", "นะ"),
        ("กรุงเทพฯ ฯลฯ", "กรุงเทพมหานคร และอื่น ๆ"),
        ("“คำ” (ตัวอย่าง) & อื่น", "คำ ตัวอย่าง และ อื่น"),
        ("ก/ข 10/2569", "ก หรือ ข สิบ ทับ สองพันห้าร้อยหกสิบเก้า"),
        ("ระหว่าง พ.ค.–ก.ค.", "ระหว่าง พฤษภาคม ถึง กรกฎาคม"),
        ("28 พ.ย. - 2 ธ.ค.", "ยี่สิบแปด พฤศจิกายน ถึง สอง ธันวาคม"),
        ("2026-11-26", "ยี่สิบหก พฤศจิกายน คริสต์ศักราช สองพันยี่สิบหก"),
        ("0-5422-1234 สายด่วน 1567", "ศูนย์ ห้า สี่ สอง สอง หนึ่ง สอง สาม สี่ สายด่วน หนึ่ง ห้า หก เจ็ด"),
        ("+66 81 234 5678", "ศูนย์ แปด หนึ่ง สอง สาม สี่ ห้า หก เจ็ด แปด"),
        ("จ.ลำปาง 52190", "จังหวัดลำปาง ห้า สอง หนึ่ง เก้า ศูนย์"),
        ("ผลิต 52190 ชิ้น", "ผลิต ห้าหมื่นสองพันหนึ่งร้อยเก้าสิบ ชิ้น"),
        ("85 บาท/กก. ฿1,200 และ 500.-", "แปดสิบห้า บาทต่อกิโลกรัม หนึ่งพันสองร้อย บาท และ ห้าร้อย บาท"),
        ("-5 °C ถึง 35°C", "ลบ ห้า องศาเซลเซียส ถึง สามสิบห้า องศาเซลเซียส"),
        ("1/2 ไร่ บ้านเลขที่ 99/1 ครั้งที่ 1/2", "เศษหนึ่งส่วนสอง ไร่ บ้านเลขที่ เก้าสิบเก้า ทับ หนึ่ง ครั้งที่ หนึ่ง ทับ สอง"),
        ("ข้อ 2.1.3 ขนาด 10x20", "ข้อ สอง จุด หนึ่ง จุด สาม ขนาด สิบ คูณ ยี่สิบ"),
        ("สูง 2 ม. ม.3 ร.9", "สูง สอง เมตร หมู่ที่ สาม รัชกาลที่ เก้า"),
        ("A4 5G PM2.5 COVID-19 ภาค IV", "เอ สี่ ห้า จี พีเอ็ม สองจุดห้า โควิด สิบเก้า ภาค สี่"),
        ("ก. ข้าว ก.เกษตร", "ก ข้าว กระทรวงเกษตร"),
        ("😀 ยิ้ม ✅", "ยิ้ม"),
        ("วันพระ แรม ๘ ค่ำ เดือน ๑", "วันพระ แรม แปด ค่ำ เดือน อ้าย"),
        ("ขึ้น 15 ค่ำ เดือน 12", "ขึ้น สิบห้า ค่ำ เดือน สิบสอง"),
        ("น.ส.สมหญิง ด.ญ.ตัวอย่าง", "นางสาว สมหญิง เด็กหญิง ตัวอย่าง"),
        ("พ.ร.บ. 2562 ม.26 ที่ ม.3", "พระราชบัญญัติ สองพันห้าร้อยหกสิบสอง มาตรา ยี่สิบหก ที่ หมู่ที่ สาม"),
        ("08.30 - 16.30 น. จันทร์-ศุกร์", "แปดโมงครึ่ง ถึง สี่โมงครึ่งตอนเย็น จันทร์ ถึง ศุกร์"),
        ("ค่าสมัคร 1,250.50 บาท/คน", "ค่าสมัคร หนึ่งพันสองร้อยห้าสิบ บาท ห้าสิบ สตางค์ต่อคน"),
        ("ราคาข้าว 12,500 บ./ตัน", "ราคาข้าว หนึ่งหมื่นสองพันห้าร้อย บาทต่อตัน"),
        ("50 ตร.ว. หลัง ปณ.ลำปาง", "ห้าสิบ ตารางวา หลัง ไปรษณีย์ ลำปาง"),
        ("สายด่วน 1300 และ 191", "สายด่วน หนึ่ง สาม ศูนย์ ศูนย์ และ หนึ่ง เก้า หนึ่ง"),
        ("โทร 191 มา 30 คน", "โทร หนึ่ง เก้า หนึ่ง มา สามสิบ คน"),
        ("รหัสไปรษณีย์ 52000", "รหัสไปรษณีย์ ห้า สอง ศูนย์ ศูนย์ ศูนย์"),
        ("ม.ราชภัฏลำปาง บ้าน ม.3", "มหาวิทยาลัยราชภัฏลำปาง บ้าน หมู่ที่ สาม"),
        ("ปิดสิ้นเดือน ดูรายละเอียดได้ที่ www.x.go.th/a หรือ https://b.it/x นะ", "ปิดสิ้นเดือน นะ"),
        ("1,250.50 บาท และ 20.00 บาท", "หนึ่งพันสองร้อยห้าสิบ บาท ห้าสิบ สตางค์ และ ยี่สิบ บาท"),
        ("อัตราส่วน 1:10 น้ำ 2 ล.", "อัตราส่วน หนึ่ง ต่อ สิบ น้ำ สอง ลิตร"),
    ],
)
def test_texts_in_words(text: str, words: str) -> None:
    assert spoken.said(text).text == words


def test_dates_and_times_in_words() -> None:
    assert spoken.day(date(2026, 10, 22)) == "วันพฤหัสบดีที่ ยี่สิบสอง ตุลาคม พุทธศักราช สองพันห้าร้อยหกสิบเก้า"


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (0, 0, "เที่ยงคืน"), (0, 30, "เที่ยงคืนครึ่ง"), (24, 0, "เที่ยงคืน"), (1, 0, "ตีหนึ่ง"), (5, 30, "ตีห้าครึ่ง"),
        (6, 0, "หกโมงเช้า"), (6, 30, "หกโมงครึ่งตอนเช้า"), (9, 0, "เก้าโมงเช้า"), (9, 30, "เก้าโมงครึ่ง"),
        (8, 45, "แปดโมง สี่สิบห้านาที"), (11, 0, "สิบเอ็ดโมงเช้า"), (12, 0, "เที่ยง"), (12, 30, "เที่ยงครึ่ง"),
        (13, 0, "บ่ายโมง"), (13, 30, "บ่ายโมงครึ่ง"), (14, 30, "บ่ายสองโมงครึ่ง"), (15, 0, "บ่ายสามโมง"),
        (16, 0, "สี่โมงเย็น"), (16, 30, "สี่โมงครึ่งตอนเย็น"), (17, 5, "ห้าโมงเย็น ห้านาที"), (18, 0, "หกโมงเย็น"),
        (19, 0, "หนึ่งทุ่ม"), (20, 30, "สองทุ่มครึ่ง"), (23, 59, "ห้าทุ่ม ห้าสิบเก้านาที"),
    ],
)  # fmt: skip
def test_times_are_said_as_villages_say_them(hour: int, minute: int, words: str) -> None:
    assert spoken.clock(hour, minute) == words


def test_a_networks_own_abbreviation_comes_first() -> None:
    assert spoken.said("งาน พช.", {"พช.": "พอชอ"}).text == "งาน พอชอ"


def test_what_it_cannot_say_is_named() -> None:
    assert spoken.said("งาน กขคง. ของ Abc").unknown == ("กขคง.", "Abc")
    assert spoken.said("ข่าวจาก ศบค.ลำปาง").unknown == ("ศบค.",)


@given(st.text(alphabet=st.sampled_from("กขคงอตจนพศ.มีคธ 0123456789:–-/,%()ฯๆ่้าีhtps:/w"), max_size=60))
def test_no_figure_sign_or_address_is_left(text: str) -> None:
    found = spoken.said(text).text
    assert not re.search(r"[0-9๐-๙]|https?:|www\.|[()–%]", found), found
    assert "  " not in found


def test_the_script_is_words_only(tmp_path: Path) -> None:
    script = digest_of(tmp_path).script
    assert script.unknown == ()
    assert not re.search(r"[0-9๐-๙a-zA-Z./:()]", script.text), script.text
    for words in (
        "ปีที่ หนึ่ง ฉบับที่ สอง",
        "วันพฤหัสบดีที่ สาม ธันวาคม เวลา เก้าโมงเช้า ถึง บ่ายสามโมงครึ่ง เวทีกองทุน",
        "อำเภอเกาะคา จังหวัดลำปาง",
        "ตั้งแต่วันอาทิตย์ที่ ยี่สิบเก้า พฤศจิกายน ถึงวันอังคารที่ หนึ่ง ธันวาคม",
        "งานที่ยกเลิก ซึ่งเดิมกำหนดไว้ วันเสาร์ที่ ห้า ธันวาคม",
        "งดจัด",
        "ยังไม่ยืนยัน",
    ):
        assert words in script.text, words


def test_what_is_over_on_the_day_it_is_read_is_announced_no_more(tmp_path: Path) -> None:
    context = context_of(folder(tmp_path))
    told = {day: digest.digest_of(context, "2026-11", date(2026, 12, day)) for day in (1, 3, 4)}
    issued = digest.digest_of(context, "2026-11")
    assert "เวทีกองทุน" in issued.script.text
    for day in (1, 3):
        assert "เวทีกองทุน" in told[day].script.text
        assert "เวทีกองทุน" in told[day].line
    over = {item.event.title for item in issued.edition.happenings} - {
        item.event.title for item in told[4].edition.happenings
    }
    assert "เวทีกองทุน" in over
    for title in over:
        assert title not in told[4].script.text
        assert title not in told[4].line


def test_an_issue_of_which_all_is_over_announces_nothing(tmp_path: Path) -> None:
    made = digest.digest_of(context_of(folder(tmp_path)), "2026-11", date(2028, 1, 1))
    assert "กิจกรรมที่กำลังจะมาถึง" not in made.script.text
    assert "กิจกรรมที่กำลังจะมาถึง" not in made.line
    assert list(flex.violations(made.message)) == []


def test_the_command_reckons_with_today_where_the_network_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = folder(tmp_path)
    for day, found in ((date(2026, 11, 21), True), (date(2027, 3, 1), False)):
        monkeypatch.setattr(commands.shared, "today", lambda site, day=day: day)
        result = CliRunner().invoke(commands.digest, ["2026-11", "-f", str(root / "mkdocs.yml")])
        assert result.exit_code == 0, result.output
        assert ("เวทีกองทุน" in result.output) == found


def test_the_channels_agree(tmp_path: Path) -> None:
    """LINE, Flex, SMS and the script name the same first article and number, out of one edition."""
    made = digest_of(tmp_path)
    first = made.edition.entries[0].article.title
    assert first in made.line
    assert first in json.dumps(made.message, ensure_ascii=False)
    assert first in made.sms.text
    assert spoken.said(first).text in made.script.text


def test_what_is_held_online_has_no_place(tmp_path: Path) -> None:
    root = folder(tmp_path)
    path = root / "events.yaml"
    path.write_text(path.read_text("utf-8").replace("place: ", "place: ประชุมทางออนไลน์ "), "utf-8")
    script = digest.digest_of(context_of(root), "2026-11").script.text
    assert "เวทีกองทุน ทางออนไลน์" in script
    assert "ที่ประชุมทางออนไลน์" not in script


def test_an_english_site_speaks_english(tmp_path: Path) -> None:
    site = context_of(folder(tmp_path)).site
    made = digest.digest_of(Context(replace(site, settings=replace(site.settings, language="en"))), "2026-11")
    assert "November 2026" in made.line
    assert "This issue has 3 articles" in made.script.text
    assert list(flex.violations(made.message)) == []


# The command


def test_the_command_writes_and_says_what_it_costs(tmp_path: Path) -> None:
    root = folder(tmp_path / "net", settings="line_quota: 0")
    command = ["2026-11", "-f", str(root / "mkdocs.yml"), "--lang", "th", "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(commands.digest, command)
    assert done.exit_code == 0, done.output
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["line-flex.json", "line.txt", "loudspeaker.txt", "sms.txt"]
    assert list(flex.violations(json.loads((tmp_path / "out" / "line-flex.json").read_text("utf-8")))) == []
    assert "ผู้รับ 1 คน เกินโควตา" in done.output
    assert "reader.example" not in done.output


def test_a_year_of_the_buddhist_era_is_named(tmp_path: Path) -> None:
    root = folder(tmp_path / "net")
    done = CliRunner().invoke(commands.digest, ["2569-11", "-f", str(root / "mkdocs.yml"), "--lang", "th"])
    assert done.exit_code == 2
    assert "2026-11" in done.output
