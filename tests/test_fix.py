"""`julasan check --fix`: what is safe is mended, nothing else changes, and the files of before are kept."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given, settings
from hypothesis import strategies as st

from julasan import mending
from julasan.cli import main
from julasan.mending import Mend, days, letters, mended

NBSP, ZWSP, SOFT, BOM = "\u00a0", "\u200b", "\u00ad", "\ufeff"
APART = "ล\u0e4d\u0e32ปาง"
FRONT = "---\ntitle: เรื่องทดลอง\ndate: 2026-11-01\n---\n"


def text(path: str, before: str | bytes) -> str:
    data = before if isinstance(before, bytes) else before.encode()
    once = mended(path, data)
    assert mended(path, once) == once, "a second run changes nothing"
    return once.decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"ไป{APART}", "ไปลำปาง"),
        ("น\u0e49\u0e4d\u0e32 น\u0e4d\u0e49\u0e32", "น้ำ น้ำ"),
        ("น\u0e33\u0e49ท่วม ก\u0e4d\u0e32\u0e48", "น้ำท่วม ก่ำ"),
        ("ท\u0e48\u0e35นี่", "ท\u0e35\u0e48นี่"),
        (f"ก{ZWSP}ข{SOFT}ค{BOM}ง\u2060จ\u200cฉ", "กขคงจฉ"),
        (f"ราคา{NBSP}20{NBSP}บาท", "ราคา 20 บาท"),
        (f"{NBSP * 6}ย่อหน้า", "ย่อหน้า"),
        ("e\u0301", "\u00e9"),
        ("👨\u200d👩\u200d👧 و\u200cه", "👨\u200d👩\u200d👧 و\u200cه"),
        (f"`{APART}{ZWSP}` {APART}", f"`{APART}{ZWSP}` ลำปาง"),
        (f"```\n{APART}{NBSP}\n```\n{APART}", f"```\n{APART}{NBSP}\n```\nลำปาง"),
        (f"ก\n\n    {APART}\n", f"ก\n\n    {APART}\n"),
        ("\uf0b7 หนึ่ง\n\uf0b7\tสอง\n\uf0d8สาม", "- หนึ่ง\n- สอง\n- สาม"),
        (f"นำ\n{NBSP}\uf0b7{NBSP}{NBSP}หนึ่ง\nต่อ\n\uf0b7 สอง", "นำ\n\n - หนึ่ง\nต่อ\n- สอง"),
        ("ก \uf0b7 ข", "ก \uf0b7 ข"),
        ("เเละครัับ ดีีี `เเ`", "และครับ ดี `เเ`"),
        ("ก\n\nจังหวัด\tเล่ม\nลำปาง\t52\n\nข", "ก\n\n| จังหวัด | เล่ม |\n|---|---|\n| ลำปาง | 52 |\n\nข"),
        ("ก\nปี\tเล่ม\n2569\t52\nข", "ก\n\n| ปี | เล่ม |\n|---|---|\n| 2569 | 52 |\n\nข"),
        ("1.\tก\n2.\tข", "1.\tก\n2.\tข"),
        ("| ก |\n|---|\n| 52 |\nรวม 52", "| ก |\n|---|\n| 52 |\n\nรวม 52"),
        ("ราคา 100*2*3 และ `2*3*4`\n2*3", "ราคา 100\\*2\\*3 และ `2*3*4`\n2*3"),
        ("นำ\n•\tหนึ่ง\n•\tสอง", "นำ\n- หนึ่ง\n- สอง"),
        ("-หนึ่ง\n-สอง\n\n1.หนึ่ง\n2.สอง", "- หนึ่ง\n- สอง\n\n1. หนึ่ง\n2. สอง"),
        ("• เดียว\n\n• ดาย", "• เดียว\n\n• ดาย"),
        ("• หนึ่ง  \n• สอง", "• หนึ่ง  \n• สอง"),
        ("```\n• หนึ่ง\n• สอง\n```", "```\n• หนึ่ง\n• สอง\n```"),
        ("(1) หนึ่ง\n(2) สอง", "(1) หนึ่ง\n(2) สอง"),
        ("[ก](a\u200b.md)", "[ก](a.md)"),
        ("ก\u202eข", "ก\u202eข"),
        ("ไม่มีอะไรผิด  \n* ก\n+ ข", "ไม่มีอะไรผิด  \n* ก\n+ ข"),
    ],
)
def test_a_text_is_mended(before: str, after: str) -> None:
    assert text("knowledge/a.md", FRONT + before) == FRONT + after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2569-11-22", "2026-11-22"),
        ("๒๕๖๙-๑๑-๒๒", "2026-11-22"),
        ("๒๐๒๖-๑๑-๒๒", "2026-11-22"),
        ("๒๒ พฤศจิกายน ๒๕๖๙", "2026-11-22"),
        ("2569-12-05 09:00", "2026-12-05 09:00"),
        ("2026-12-05 ๐๙:๓๐", "2026-12-05 09:30"),
        ("22/11/2569", "2026-11-22"),
        ("๒๕.๑๑.๒๕๖๙", "2026-11-25"),
        ("13-1-2026", "2026-01-13"),
        ("25/11/2569 09:00", "2026-11-25 09:00"),
        ("2569-12-05T09:00:00+07:00", "2026-12-05 09:00:00+07:00"),
        *(
            (same, same)
            for same in ("2026-11-22", "5/11/2569", "11/22/2026", "69-11-22", "22 พ.ย. 69", "2569-02-30")
        ),
        ("2569-12-05 9.00", "2026-12-05 09:00"),
        ("๒๕๖๙-๑๒-๐๕ ๐๙.๐๐ น.", "2026-12-05 09:00"),
        ("2026-12-05 9 โมง", "2026-12-05 09:00"),
        ("5 ธันวาคม 2569 เวลา 13.30 น.", "2026-12-05 13:30"),
        ("2569-12-05 เก้าโมง", "2026-12-05 09:00"),
        *((same, same) for same in ("46000", "พรุ่งนี้", "", "2569-12-05 9.00-11.00 น.")),
        *(
            (same, same)
            for same in ("2569-12-05 25:00", "2569-12-05 1 โมง", "2569-12-05 9", "2569-12-05 เช้า")
        ),
    ],
)
def test_a_date_is_mended_where_it_is_sure(before: str, after: str) -> None:
    assert days.mended(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: เรื่องดี: ห้องสมุด", 'title: "เรื่องดี: ห้องสมุด"'),
        ("title: @ลำปาง", 'title: "@ลำปาง"'),
        ("title: %ลด", 'title: "%ลด"'),
        ("title: `ก`", 'title: "`ก`"'),
        ('title: "เรื่อง', 'title: "เรื่อง"'),
        ('title: "เวที" ลำปาง', "title: '\"เวที\" ลำปาง'"),
        ('summary: ก: ข\n  ค "ง"', "summary: 'ก: ข\n  ค \"ง\"'"),
        ("title:เรื่อง", "title: เรื่อง"),
        ("title： เรื่อง", "title: เรื่อง"),
        ("topics: [ก, ข", "topics: [ก, ข]"),
        ("authors:\n  -ก\n  -ข", "authors:\n  - ก\n  - ข"),
        ("topics:\n\t- ก", "topics:\n  - ก"),
        ("authors: [@ก, ข]", 'authors: ["@ก", "ข"]'),
        *((same, same) for same in ("title: ก\n  kind: news", "title: ก: ข\n   kind: x: y")),
        *((same, same) for same in ("topics: -", "title: ก  # หมายเหตุ", 'title: "ก: ข"', "title: 13:30 น.")),
        ("image: ![ก](ข.jpg)", "image: ![ก](ข.jpg)"),
    ],
)
def test_a_line_that_yaml_cannot_read_is_put_as_it_was_meant(before: str, after: str) -> None:
    head = "---\nslug: a\n{}\ndate: 2026-11-01\n---\nก: ข\n"
    assert text("knowledge/a.md", head.format(before)) == head.format(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("author: สมชาย", "authors: [สมชาย]"),
        ("topics: กองทุนชุมชน, วิจัยชุมชน", "topics: [กองทุนชุมชน, วิจัยชุมชน]"),
        ("kind: ข่าว", "kind: news"),
        ("ผู้เขียน: [ก, ข]", "authors: [ก, ข]"),
        ("kind: proposal\nstatus: เปิดอยู่", "kind: proposal\nstatus: open"),
        *((same, same) for same in ("kind: ข่าวลือ", "writer: ก\nby: ข", "authors: [ก]\nauthor: ข", "หัวข้อ: ก")),
        *((same, same) for same in ("authors: ก # ข", 'author_name: "ก"', "titel: ก")),
    ],
)
def test_a_field_is_named_and_filled_as_the_message_says(before: str, after: str) -> None:
    head = "---\ntitle: ก\n{}\ndate: 2026-11-01\n---\nก\n"
    assert text("knowledge/a.md", head.format(before)) == head.format(after)


def test_an_event_without_a_space_behind_its_dash_is_moved_in() -> None:
    before = "-id: a\n title: ก: ข\n start: 2026-12-05\n"
    assert text("events.yaml", before) == '- id: a\n  title: "ก: ข"\n  start: 2026-12-05\n'


def test_dates_are_mended_in_their_fields_and_nowhere_else() -> None:
    front = '---\ntitle: "ปี 2569-11-22"\ndate: 2569-11-22 # 2569\nupdated: "๒๕๖๙-๑๑-๒๓"\n---\n2569-11-22\n'
    assert text("knowledge/a.md", front) == front.replace("date: 2569", "date: 2026").replace(
        "๒๕๖๙-๑๑-๒๓", "2026-11-23"
    )
    events = (
        "# 2569-12-05\n- id: a\n  title: 2569-12-05\n  start: 2569-12-05 09:00\n"
        "  exdate: [2569-12-05, 2570-01-05]\n"
        "- {id: b, title: ข, start: 2569-12-06, end: 2569-12-07}\n- id: c\n  exdate:\n    - ๒๕๖๙-๑๒-๐๘\n"
    )
    assert text("events.yaml", events) == (
        "# 2569-12-05\n- id: a\n  title: 2569-12-05\n  start: 2026-12-05 09:00\n"
        "  exdate: [2026-12-05, 2027-01-05]\n"
        "- {id: b, title: ข, start: 2026-12-06, end: 2026-12-07}\n- id: c\n  exdate:\n    - 2026-12-08\n"
    )


def test_a_province_is_mended_in_its_field_and_nowhere_else() -> None:
    known = ("ลำปาง", "แพร่")

    def fixed(path: str, before: str) -> str:
        return mended(path, before.encode(), known).decode()

    front = "---\ntitle: จังหวัดลำปาง\nprovince: {}ลำปาง\n---\nจังหวัดลำปาง\n"
    for prefix in ("จังหวัด", "จ.", "จ. ", "จังหวัด "):
        assert fixed("knowledge/a.md", front.format(prefix)) == front.format("")
    other = front.replace("{}ลำปาง", "จังหวัดตรัง")
    assert fixed("knowledge/a.md", other) == other
    assert fixed("events.yaml", "- id: a\n  province: จ.แพร่\n") == "- id: a\n  province: แพร่\n"
    table = "member_id,name,province\na,จังหวัดลำปาง,{}ลำปาง\n"
    assert fixed("members.csv", table.format("จังหวัด")) == table.format("")


def test_an_nbsp_becomes_no_colon_and_no_remark() -> None:
    front = f"---\ntitle: เวที:{NBSP}ครั้งที่{NBSP}#2\ndate: 2026-11-01\nsummary: {APART}\n---\n"
    assert text("knowledge/a.md", front) == front.replace(APART, "ลำปาง")
    front = f"---\ntitle:{NBSP}เวที\ndate: 2026-11-01\n---\n"
    assert text("knowledge/a.md", front) == front.replace(NBSP, " ")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", BOM])
def test_line_ends_bom_and_the_missing_last_line_end_stay(end: str, bom: str) -> None:
    before = f"{bom}---\ntitle: ก  \ndate: 2026-11-01\n---\n\n{APART}\t\nนำ\n\uf0b7 ก".replace("\n", end)
    after = before.replace(APART, "ลำปาง").replace(f"นำ{end}\uf0b7 ก", f"นำ{end}{end}- ก")
    assert mended("knowledge/a.md", before.encode()) == after.encode()


@pytest.mark.parametrize("encoding", ["cp874", "tis-620", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_sure_encoding_becomes_utf8(encoding: str) -> None:
    before = FRONT.replace("\n", "\r\n") + "ประชุมที่ลำปาง 20 คน\r\n"
    assert text("knowledge/a.md", before.encode(encoding)) == before


@pytest.mark.parametrize(
    "data",
    [
        "ข้อความ".encode() + "ข้อความ".encode("cp874"),
        "ข้อความ".encode()[:-1],
        b"\x89PNG\r\n\x1a\n\x00\x00",
        "naïve café".encode("cp1252"),
        "中文字符是什么呢".encode("gbk"),
        "한국어문장입니다".encode("euc-kr"),
        "Привет, как дела".encode("cp1251"),
        "日本語の文章です".encode("utf-16-le"),
        b"\xff\xfe\x00",
    ],
)
def test_an_encoding_that_is_a_guess_is_left(data: bytes) -> None:
    assert mended("knowledge/a.md", data) == data


HEAD = "member_id,name,province,role,expertise,consent\n"


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_a_table_gets_commas(sign: str) -> None:
    rows = [["member_id", "name", "province", "role", "expertise", "consent"]]
    rows += [["a", '"ใจดี, สมชาย"', "ลำปาง", "member", '"ก;ข"', "2569-01-05"]]
    rows += [["b", "สม, หญิง", APART, "member", "", "๒๕๖๙-๐๑-๐๖"]]
    before = "\r\n".join(sign.join(row) for row in rows) + "\r\n"
    expected = HEAD + 'a,"ใจดี, สมชาย",ลำปาง,member,"ก;ข",2026-01-05\nb,"สม, หญิง",ลำปาง,member,,2026-01-06\n'
    assert text("members.csv", before) == expected.replace("\n", "\r\n")
    assert text("members.csv", f"sep={sign}\r\n{before}") == expected.replace("\n", "\r\n")
    assert text("members.csv", before.encode("utf-16")) == expected.replace("\n", "\r\n")


@pytest.mark.parametrize(
    "table",
    [
        "a;b;c\n1;2;3\n",
        "member_id;b;c\n1;2;3;4\n",
        'member_id;b\n"1;2\n',
        HEAD + "a, ก ,ลำปาง,member,ก;ข,2026-01-05\n\n",
        HEAD + 'a,"ก ""ข""",ลำปาง,member,,2026-01-05',
        "",
        "\n",
    ],
)
def test_a_table_that_is_right_or_not_sure_stays(table: str) -> None:
    assert text("members.csv", table) == table


# -- the command -----------------------------------------------------------------------------------------

GOOD = {
    "mkdocs.yml": "site_name: ก\nplugins:\n  - julasan:\n      network: ก\n      provinces: {ลำปาง: TH-52}\n",
    "knowledge/a.md": "---\r\ntitle: ก\r\ndate: 2569-10-01\r\n---\r\nไป" + APART + "\r\n",
    "knowledge/good.md": "---\ntitle: ดี\ndate: 2026-10-01\n---\nดี\n",
    "events.yaml": "[]\n",
    "members.csv": "member_id;name;province;role;consent\na;ก;ลำปาง;member;2026-01-01\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in GOOD.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content.encode())
    return tmp_path


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and ".cache" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def fix(folder: Path, *options: str, answer: str | None = None) -> Result:
    return CliRunner().invoke(
        main, ["check", "--fix", "-f", str(folder / "mkdocs.yml"), *options], input=answer
    )


def test_fix_shows_the_diff_mends_keeps_the_old_and_then_all_is_well(folder: Path) -> None:
    before = tree(folder)
    done = fix(folder, "--yes")
    assert done.exit_code == 0, done.output
    assert "-date: 2569-10-01" in done.stdout
    assert "+date: 2026-10-01" in done.stdout
    assert "-ไปล<U+0E4D>าปาง" in done.stdout
    assert ".cache/julasan/backup/1" in done.stderr
    after = tree(folder)
    assert {name for name in before if before[name] != after[name]} == {"knowledge/a.md", "members.csv"}
    assert after["knowledge/a.md"].decode() == "---\r\ntitle: ก\r\ndate: 2026-10-01\r\n---\r\nไปลำปาง\r\n"
    assert tree(folder / ".cache") == {}
    backup = folder / ".cache" / "julasan" / "backup" / "1"
    assert {name: (backup / name).read_bytes() for name in ("knowledge/a.md", "members.csv")} == {
        name: before[name] for name in ("knowledge/a.md", "members.csv")
    }
    again = fix(folder, "--yes")
    assert (again.exit_code, again.stdout, tree(folder)) == (0, "", after)


@pytest.mark.parametrize("answer", ["n\n", "\n", None])
def test_without_a_yes_nothing_changes(folder: Path, answer: str | None) -> None:
    before = tree(folder)
    done = fix(folder, answer=answer)
    assert done.exit_code == 1
    assert "+date: 2026-10-01" in done.stdout
    assert tree(folder) == before
    assert not (folder / ".cache" / "julasan" / "backup").exists()


def test_a_yes_is_enough(folder: Path) -> None:
    assert fix(folder, answer="y\n").exit_code == 0


def test_what_a_program_reads_is_free_of_the_diff(folder: Path) -> None:
    done = fix(folder, "--yes", "--format", "json")
    assert json.loads(done.stdout) == []
    assert "+date: 2026-10-01" in done.stderr


def test_what_cannot_be_mended_is_still_named(folder: Path) -> None:
    (folder / "knowledge" / "b.md").write_text("---\ntitle: ข\ndate: 5/11/2568\n---\nไป" + APART + "\u202e\n")
    done = fix(folder, "--yes")
    assert done.exit_code == 1
    assert "knowledge/b.md:3: " in done.stdout
    assert "knowledge/b.md:5: " in done.stdout
    assert (
        folder / "knowledge" / "b.md"
    ).read_text() == "---\ntitle: ข\ndate: 5/11/2568\n---\nไปลำปาง\u202e\n"


def test_the_private_file_is_neither_shown_nor_touched(folder: Path) -> None:
    private = "member_id;phone;consent\na;0812345678;2569-01-01\n".encode("utf-16")
    (folder / "members.private.csv").write_bytes(private)
    done = fix(folder, "--yes")
    assert (folder / "members.private.csv").read_bytes() == private
    assert "0812345678" not in done.output


def test_an_interrupted_fix_leaves_every_file_whole(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(folder)
    found = list(mending.mends(folder))
    assert len(found) == 2
    for stop_at in range(2):
        calls = []

        def stop(handle: int, calls: list[int] = calls, stop_at: int = stop_at) -> None:
            calls.append(handle)
            if len(calls) > stop_at:
                raise KeyboardInterrupt

        monkeypatch.setattr(os, "fsync", stop)
        with pytest.raises(KeyboardInterrupt):
            mending.write(folder, found)
        wholes = {mend.path: {mend.old, mend.new} for mend in found}
        assert set(tree(folder)) == set(before), "nothing lies about"
        for name, content in tree(folder).items():
            assert content in wholes.get(name, {before[name]})
        for mend in found:
            (folder / mend.path).write_bytes(mend.old)


def test_a_file_that_somebody_is_writing_is_left(folder: Path) -> None:
    found = list(mending.mends(folder))
    (folder / "members.csv").write_text("other")
    with pytest.raises(mending.ChangedMeanwhileError):
        mending.write(folder, found)
    assert (folder / "members.csv").read_text() == "other"


def test_links_are_not_followed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "x.md").write_text(GOOD["knowledge/a.md"])
    (folder / "knowledge" / "x.md").symlink_to(outside / "x.md")
    (folder / ".cache").symlink_to(outside)
    assert fix(folder, "--yes").exit_code == 2
    assert (outside / "x.md").read_text() == (outside / "x.md").read_text()
    assert [path.name for path in outside.iterdir()] == ["x.md"]
    assert tree(folder)["members.csv"] == GOOD["members.csv"].encode()


def test_a_new_encoding_alone_is_shown_too() -> None:
    content = "---\ntitle: ก\n---\nข้อความภาษาไทย\n"
    shown = mending.diff([Mend("knowledge/a.md", content.encode("cp874"), content.encode())])
    assert shown == "--- knowledge/a.md\tcp874\n+++ knowledge/a.md\tutf-8"


def test_a_diff_names_what_nobody_sees() -> None:
    assert (
        letters.shown(f"ก{ZWSP}{NBSP}ข\u202e\uf0b7\x1b 👍 ำ")
        == "ก<U+200B><U+00A0>ข<U+202E><U+F0B7><U+001B> 👍 ำ"
    )


SIGNS = st.text(
    alphabet=st.sampled_from(
        "กาำล \t\n\r\"',;|:#-[]{}`>\u0e4d\u0e48\u0e35๐๙29-\u00a0\u200b\ufeff\uf0b7\u202e\x00"
    )
)

TABLES = st.builds(lambda sign, rest: f"member_id{sign}consent{sign}{rest}", st.sampled_from(";,\t|"), SIGNS)


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("knowledge/a.md", FRONT + "à¸\u00ad¸à¸‡à¸—à¸¸à¸™\n"),
        ("knowledge/a.md", FRONT.replace("2026-11-01", "1 พฤศจิ 2569")),
        ("knowledge/a.md", FRONT.replace("2026-11-01", "11/22/2026")),
        ("members.csv", "| member_id | name |\n|---|---|\n| a | ก |\n"),
    ],
)
def test_what_only_a_person_can_decide_stays(path: str, content: str) -> None:
    assert text(path, content) == content


@settings(max_examples=300, deadline=None)
@given(
    path=st.sampled_from(["knowledge/a.md", "events.yaml", "members.csv", "mkdocs.yml"]),
    content=st.one_of(st.binary(), SIGNS, SIGNS.map(lambda signs: f"{FRONT}{signs}"), TABLES),
)
@example(path="knowledge/a.md", content="---")
@example(path="knowledge/a.md", content="\ufeff`\ufeff\r\r`")
@example(path="knowledge/a.md", content="`\ufeff`\r\ufeff\r")
@example(path="knowledge/a.md", content="---\ntitle: ก\ndate: 2569-10-01")
def test_any_file_is_mended_once_and_for_all(path: str, content: str | bytes) -> None:
    data = content if isinstance(content, bytes) else content.encode()
    once = mended(path, data)
    assert mended(path, once) == once
