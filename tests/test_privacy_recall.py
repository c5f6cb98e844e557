"""Personal data in every disguise, given by accident or not: found in the source and in the page."""

from __future__ import annotations

import re
from itertools import product
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from julasan.check import privacy
from julasan.check.privacy import personal
from julasan.check.suspects import ANNOUNCING, ANYWHERE
from julasan.finish.pages import parse
from julasan.model import Settings, Site
from julasan.read.markdown import scan
from julasan.render.markdown import Bodies

THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
BODIES = Bodies(Site(settings=Settings(network="ก")))


def digits(text: str, zero: int) -> str:
    """`text` in the digits of the script whose 0 is `zero`."""
    return "".join(chr(zero + int(sign)) if sign.isdecimal() else sign for sign in text)


def entities(text: str) -> str:
    return "".join(f"&#{ord(sign)};" for sign in text)


def phone_forms(first: str, second: str, third: str) -> dict[str, str]:
    """A phone in three groups, written in every way that is still read as one."""
    n = first + second + third
    parts = (first, second, third)
    return {
        **{f"with {name}": sign.join(parts) for name, sign in SEPARATORS.items()},
        **{f"split by {name}": n[:5] + cut + n[5:] for name, cut in CUTS.items()},
        **{f"abroad {prefix}": prefix + n[1:] for prefix in ("+66", "+66 ", "+66(0)", "0066", "+66-")},
        **{name: digits(n, zero) for name, zero in SCRIPTS.items()},
        "Thai digits, dashed": "-".join(parts).translate(THAI),
        "both digits": n[:4] + n[4:].translate(THAI),
        "each apart": " ".join(n),
        "circled": "".join("⓪①②③④⑤⑥⑦⑧⑨"[int(sign)] for sign in n),
        "keycaps": "".join(sign + "\ufe0f\u20e3" for sign in n),
        "entities": entities(n),
        "one entity": n[:3] + entities(n[3]) + n[4:],
        "bold end": f"{n[:4]}**{n[4:]}**",
        "bold begin": f"**{first}**-{second}{third}",
        "italics": f"{n[:4]}*{n[4:]}*",
        "bracketed": f"({first}) {second}-{third}",
        "glued to Thai": f"โทร{n}ครับ",
        "glued to Latin": f"Tel{n}",
        "with a letter O": "O" + n[1:] if n[1] in "689" else n,
        "a link": f"[โทร](tel:{n})",
        "a link's text": f"[{n}](https://example.org/)",
        "a chat's address": f"https://wa.me/66{n[1:]}",
        "in a cell": f"| ชื่อ | เบอร์ |\n|---|---|\n| ก | {n} |",
        "in a list": f"- {n}",
        "in a quotation": f"> {n}",
        "in code": f"```\n{n}\n```",
        "across a soft wrap": f"{first}-\n{second}-{third}",
        "across two soft wraps": f"{first}\n{second}\n{third}",
        "across a quotation's wrap": f"> {first}\n> {second}{third}",
        "a title": f'[ก](https://example.org/ "{n}")',
        "a note": f"ก[^1]\n\n[^1]: {n}",
        "with an extension": f"{n} ต่อ 12",
    }


SEPARATORS = {
    "nothing": "",
    "dashes": "-",
    "spaces": " ",
    "dots": ".",
    "no-break spaces": "\u00a0",
    "thin spaces": "\u2009",
    "en dashes": "–",
    "minus signs": "−",
    "no-break hyphens": "‑",
    "zero-width spaces": "\u200b",
    "joiners": "\u2060",
    "soft hyphens": "\u00ad",
    "dash and spaces": " - ",
    "dash entities": "&#45;",
    "space entities": "&nbsp;",
    "zero-width entities": "&#8203;",
    "soft hyphen entities": "&shy;",
    "escaped dashes": "\\-",
}
CUTS = {"bold": "<b></b>", "a comment": "<!-- ก -->", "a break": "<br>", "a mark": "<mark></mark>"}
SCRIPTS = {
    "Thai digits": 0x0E50,
    "Lao digits": 0x0ED0,
    "Khmer digits": 0x17E0,
    "Arabic digits": 0x0660,
    "full-width digits": 0xFF10,
    "mathematical digits": 0x1D7CE,
}
PHONES = (("081", "234", "5678"), ("095", "111", "2222"), ("054", "221", "234"), ("02", "456", "7890"))
ID = "1101700203450"
GROUPS = (ID[0], ID[1:5], ID[5:10], ID[10:12], ID[12])
IDS = {
    "plain": ID,
    "dashed": "-".join(GROUPS),
    "spaced": " ".join(GROUPS),
    "dotted": ".".join(GROUPS),
    "Thai": ID.translate(THAI),
    "Thai, dashed": "-".join(GROUPS).translate(THAI),
    "each apart": " ".join(ID),
    "no-break": "\u00a0".join(GROUPS),
    "zero-width": "\u200b".join(ID),
    "bold": f"{ID[:6]}**{ID[6:]}**",
    "entities": entities(ID),
    "full-width": digits(ID, 0xFF10),
    "glued": f"เลข{ID}ครับ",
    "slashes": "/".join(GROUPS),
    "wrapped": f"{'-'.join(GROUPS[:3])}-\n{'-'.join(GROUPS[3:])}",
    "code": f"`{ID}`",
    "named": f"PID{ID}",
}
ADDRESS = "somchai.j@gmail.com"
ADDRESSES = {
    "plain": ADDRESS,
    "mailto": f"[ก](mailto:{ADDRESS})",
    "angle": f"<{ADDRESS}>",
    "capitals": ADDRESS.upper(),
    "at": "somchai.j [at] gmail.com",
    "spelt in Thai": "somchai.j แอท gmail ดอท คอม",
    "at, dot": "somchai.j (at) gmail (dot) com",
    "AT": "somchai.j AT gmail DOT com",
    "full-width": "somchai.j＠gmail.com",
    "entity": "somchai.j&#64;gmail.com",
    "named entity": "somchai.j&commat;gmail.com",
    "all entities": entities(ADDRESS),
    "bold": "somchai.j**@gmail.com**",
    "zero-width": "somchai.j\u200b@\u200bgmail.com",
    "spaced": "somchai.j @ gmail.com",
    "Thai at": "somchai.j แอท gmail.com",
    "Thai host": "somchai@ไทย.ไทย",
    "Thai name": "สมชาย@gmail.com",
    "comma": "somchai.j@gmail,com",
    "cell": f"| ก |\n|---|\n| {ADDRESS} |",
    "wrapped": "somchai.j@\ngmail.com",
    "code": f"`{ADDRESS}`",
    "glued": f"อีเมล{ADDRESS}ครับ",
    "escaped": "somchai.j\\@gmail.com",
}
LINES = {
    name: name
    for name in (
        "LINE ID: somchai99",
        "Line: somchai99",
        "ไลน์ somchai99",
        "ไอดีไลน์ somchai99",
        "ID Line somchai99",
        "LINE@ somchai99",
        "Line @somchai",
        "https://line.me/ti/p/~somchai99",
        "ไลน์ไอดี: somchai99",
        "แอดไลน์ somchai99",
        "Line ID = somchai99",
        "LINE ID **somchai99**",
        "LINE-ID: somchai99",
        "ไลน์ไอดีคือ somchai99",
        "LINE ID\nsomchai99",
        "ID LINE: 0812345678",
        "ทักไลน์ somchai99 ได้เลย",
        "Line (somchai99)",
        "ＬＩＮＥ　ＩＤ：somchai99",
        "ไลน์ส่วนตัว somchai99",
        "line.me/ti/g/AbCdEfGh",
    )
}

FORMS = [
    *(
        pytest.param(kind, form, id=f"{kind}: {name}")
        for kind, forms in (
            *(("phone", phone_forms(*phone)) for phone in PHONES),
            ("national-id", IDS),
            ("email", ADDRESSES),
            ("line-id", LINES),
        )
        for name, form in forms.items()
    )
]


@pytest.mark.parametrize(("kind", "form"), FORMS)
def test_a_disguise_is_seen_through_in_the_source(kind: str, form: str) -> None:
    for text in (form, f"ติดต่อ {form} นะครับ" if "\n" not in form else form):
        assert kind in {found.kind for _, found in privacy.personal(text)}, text


@pytest.mark.parametrize(("kind", "form"), FORMS)
def test_and_in_the_page_that_is_made_of_it(kind: str, form: str) -> None:
    page = BODIES.html(f"knowledge/{form}.md", scan(form))
    shown = parse(f"<html><body><article>{page}</article></body></html>").text
    assert kind in {found.kind for _, found in privacy.personal(shown)}, shown


@pytest.mark.parametrize(
    "text", ["โทร 5422 1234", "Tel. no. 5422-1234", "ＴＥＬ ๕๔๒๒๑๒๓๔", "https://online.me/ti/p/~somchai99"]
)
def test_a_dropped_zero_and_a_longer_name_are_found_in_a_text_as_in_a_line(text: str) -> None:
    assert list(privacy.personal(text)) == [(1, found) for found in privacy.find(text)] != []


def test_an_id_cut_into_cells_is_found_where_it_is_written() -> None:
    found = [each.kind for _, each in privacy.personal(f"| {' | '.join(GROUPS)} |")]
    assert found == ["national-id"]


ODD = (
    "งบ 1,234,567,890 บาท",
    "งบประมาณ 0812345678 บาท",
    "ISBN 978-616-12-3456-7",
    "เลขที่บัญชี 020-1-23456-7",
    "โทร 1669 หรือ 1567",
    "ปี 2567-2569",
    "เลขทะเบียน 1101700203459",
    "10.30-12.00 น.",
    "12/05/2569",
    "รหัสไปรษณีย์ 52000",
    "๑๒๓๔๕๖๗๘๙๐ บาท",
    "พิกัด 18.2888, 99.4908",
    "กม. 081+234",
    "2569-11-22 09:00",
    "1 234 567 890 คน",
    "ส่งได้ที่ไลน์กลุ่มของหมู่บ้าน",
    "ดูที่ LINE TODAY",
    "รถไฟฟ้า Orange Line",
    "ราคา @ 50 บาท",
    "look at example.com",
    "มติที่ 12/2569",
    "ตาราง 0-100-200",
    "พ.ศ. 2569\n2570\n2571",
    "1. 081\n2. 234\n3. 5678",
    "เวลา 08.30\n16.30",
)


@pytest.mark.parametrize("text", ODD)
def test_numbers_that_are_nobodys_pass(text: str) -> None:
    assert list(privacy.personal(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "เปิดลงทะเบียนออนไลน์ผ่าน LINE ของหน่วยงาน และรับชมทางไลน์ฟรี ช่อง NBT",
        "R&D และ Q&A",
        "ราคา 60,000,846.72 บาท หรือ 10,000 – 100,000 บาท",
        "โทรเข้าสายด่วน 1669 ได้ตั้งแต่ 2565-11-05",
        "แอดมินดูแล 5 หมู่บ้าน ของ 2 ตำบล",
        "<updated>2026-11-01T00:00:00+07:00</updated>",
    ],
)
def test_what_many_texts_hold_costs_no_closer_look(text: str) -> None:
    assert not ANYWHERE.sees(text)


@pytest.mark.parametrize(
    "line",
    [
        "โทร 081;234;5678",
        "โทร 0!8!1 234 5678",
        "somchai แอท g<b>mail</b>.com",
        "ไลน์ไอ<b>ดี</b> somchai99",
        "ไอ<b>ดี</b>ไลน์ somchai",
        "i[^1]d line somchai",
        'โทร [ก](https://example9.org/ "08134567")',
        "line–id somchai",
        "https://line**.me**/ti/p/~somchai99",
        "somchai แอท gmaıl.com",
        "สอบถาม 0 5321 765 หรือ 2565+2566+1",
        "ไลน์ส่วนตัว： somchai",
        "บ้าน\u200bเลข<b></b>ที่ 12 หมู่ 3 ต.บ้านนา อ.เมือง",
    ],
)
def test_what_is_written_to_be_passed_over_is_looked_at(line: str) -> None:
    assert list(privacy.find(line))
    assert ANYWHERE.sees(line)


def test_a_look_at_any_text_ends() -> None:
    assert list(privacy.personal("ก\n at \n\nat \n@\n(\nat)\n" * 50)) == []


BITS = [
    *("0", "8", "1", "081", "234", "5678", "๐", "๑๒๓", "①", "-", ".", " ", "\t", "\n", "\u00a0", "\u3000"),
    *("@", "＠", "&#64;", "%40", "&commat;", "line", "LINE", "ไลน์", "ＬＩＮＥ", "id", "(ที่)", "[ at ]"),
    *(" at ", "แอท ", "</b>", "](", "ก", "somchai", "gmail", ".com", "example"),
    *("O", "o2", "_", "<b>", "<!--", "&nbsp;", "](x)", "ออน", "ไอดี", "คือ", "ของ", "่", "\u200b", "x"),
    *("โทร", ":", "(", ")", " [", "line.me/ti/p/", "lin.ee/", "081-234-5678", "1101700203450", "Line "),
    *("*", "`", "\\", "❶", "²", "٣", "๔๕๖๗", "O8", "ＴＥＬ", " 5422 1234", "at", "AT", "ที่", "แอ<b>ท"),
    *("–", "ı", ";", "#", "R&", "official", "ส่วนตัว", "ของ", "มา", "สอบถาม", "หมู่บ้าน", " //x/", "w.", "[^1]"),
    *("li**ne", "ไล\u200bน์", "บ้านเลขที่", "114/1 หมู่ 4 ต.แม่พริก อ.แม่พริก", "ธนาคาร", "นายสมชาย", "123-4-56789-0"),
]


SEAMS = [
    "\n",
    "-\n",
    " \n",
    "9\n",
    "081-\n",
    "LINE\n",
    "ID: \n",
    "(\n",
    "\n  ",
    "\n> ",
    "\n(",
    "\nat) ",
    "a: ",
    "date: ",
]


@given(
    st.lists(st.sampled_from(BITS), min_size=3, max_size=30).map("".join)
    | st.lists(st.sampled_from([*BITS, *SEAMS, *SEAMS]), min_size=3, max_size=30).map("".join)
)
@settings(max_examples=1_200, deadline=None)
def test_the_quick_look_passes_over_no_line_that_holds_any(text: str) -> None:
    looked = {number for number, _ in ANYWHERE.lines(text)}
    holding = {number for number, line in enumerate(text.split("\n"), 1) if any(privacy.find(line))}
    assert holding <= looked


@given(st.lists(st.sampled_from([*BITS, *SEAMS, *SEAMS]), min_size=3, max_size=30).map("".join))
@settings(max_examples=800, deadline=None)
def test_the_quick_look_passes_over_no_text_that_holds_any_in_a_line_or_across_two(text: str) -> None:
    if not ANYWHERE.sees(text):
        assert list(privacy.across_lines(text)) == []
        assert not any(any(privacy.find(line)) for line in text.split("\n"))


@given(st.lists(st.lists(st.sampled_from([*BITS, *SEAMS]), max_size=12).map("".join), max_size=6))
@settings(max_examples=400, deadline=None)
def test_a_look_at_many_texts_at_once_sees_what_a_look_at_each_does(texts: list[str]) -> None:
    among = list(ANYWHERE.among([text.encode() for text in (*texts, "")]))
    assert among == [number for number, text in enumerate(texts) if ANYWHERE.sees(f"{text}\n\n")]
    assert set(among) >= {number for number, text in enumerate(texts) if ANYWHERE.sees(text)}


@pytest.mark.parametrize(
    "text", ["โทร 081-\n234-5678", "081\n234\n5678", "LINE\nsomchai99", "somchai (\nat) gmail.com 9"]
)
def test_what_only_two_lines_make_together_is_seen(text: str) -> None:
    assert ANYWHERE.sees(text) or not list(privacy.personal(text))


def test_a_date_above_a_field_breaks_nothing_off() -> None:
    assert not ANYWHERE.sees("date: 2020-09-17\nprovince: น่าน\ntopics: [ก]\n")


@given(st.lists(st.sampled_from(BITS), min_size=3, max_size=30).map("".join))
@settings(max_examples=400, deadline=None)
def test_what_ends_a_search_early_never_changes_what_is_found(text: str) -> None:
    quick = list(privacy.personal(text))
    with (
        patch.object(privacy, "_may_hold_number", lambda *_: True),
        patch.object(privacy, "_may_hold_address", lambda *_: True),
        patch.object(privacy, "_has_line", lambda _, lower: "lin" in lower or "ไลน์" in lower),
        patch.object(privacy, "_stands_in", lambda *_: True),
        patch.object(privacy, "_SEAM", re.compile(privacy._SEAM.pattern.replace(LOOK_BACK, "", 1))),
    ):
        assert list(privacy.personal(text)) == quick


LOOK_BACK = r"(?<=[\d@ \-.–():DdEeี์]\n)"


def test_the_search_over_line_ends_is_compared_with_one_that_looks_at_all() -> None:
    assert LOOK_BACK in privacy._SEAM.pattern


def test_a_line_id_in_a_block_behind_another_is_named_while_its_tags_stand() -> None:
    assert [found.kind for _, found in personal("<p>ก</p><p>LINE ID: somebody</p>")] == ["line-id"]
    assert [found.kind for _, found in personal("<p>081</p><p>2345678</p>")] == ["phone"]


AHEAD = [
    *("โทร", "โทรศัพท์", "เบอร์", "มือถือ", "แฟกซ์", "☎", "📞", "📱", "ติดต่อ", "สอบถาม", "แจ้ง", ""),
    *("Phone", "TEL", "mobile", "MOBİLE", "mobıle", "call", "sms", "ſms", "Fax", "faſt"),
    *("pid", "PİD", "pıd", "Id", "no.", "som at ", "som (at) "),
]
NUMBERS = [
    "0 5321 7654",
    "081/234/5678",
    "81 234 5678",
    "5321 7654",
    "08.1.2.3.4.5.6.7.8",
    "010 234 567",
    "0812345678",
    "+66812345678",
    "1101700203451",
    "hotmaıl.com",
    "İCLOUD.COM",
    "mſn com",
    "g mail จุด คอม",
    "2565",
]


@pytest.mark.parametrize(
    ("word", "number"),
    [
        *product(ANNOUNCING, ["5422 1234", "010 234 567"]),
        *product([word for word in ANNOUNCING if word != "sms"], ["08;1;2;3;4;5;6;7;8"]),
    ],
)
def test_each_word_that_announces_a_phone_does(word: str, number: str) -> None:
    for line in (f"{word} {number}", f"{word.upper()}: {number}"):
        assert [found.kind for found in privacy.find(line)] == ["phone"]


def test_nothing_is_missed_for_the_word_before_it() -> None:
    lines = map("".join, product(AHEAD, ["", " ", ": ", ". ", " ก ", "<b>"], NUMBERS, ["", " บาท", "x"]))
    quick = {line: list(privacy.find(line)) for line in lines}
    with patch.object(privacy, "_stands_in", lambda *_: True):
        assert quick == {line: list(privacy.find(line)) for line in quick}
