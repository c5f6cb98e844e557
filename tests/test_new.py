"""New articles, events and bulletins: questions in Thai, and a file that passes `check`."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import Self

import pymupdf
import pytest
from click.testing import CliRunner, Result

from julasan import check, cli, new, read
from julasan.cli import shared
from julasan.cli.contents import new as command
from test_import import MKDOCS


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    (tmp_path / "members.csv").write_text("member_id,name,province,role,consent\n", "utf-8")
    return tmp_path


def run(root: Path, *arguments: str, answers: str = "") -> Result:
    return CliRunner().invoke(
        command, ["-f", str(root / "mkdocs.yml"), "--lang", "th", *arguments], input=answers
    )


def problems(root: Path) -> list[str]:
    site, found = read.read(root, now=date(2026, 12, 31))
    return sorted({each.code for each in (*found, *check.check(site, root))})


def test_questions_and_numbered_choices_make_a_right_article(root: Path) -> None:
    answers = "เวที: ครั้งแรก\n2\n22 พ.ย. 2569\nสมชาย, สมหญิง\n1\n1, ๒\nสรุปสั้น ๆ\nfirst-forum\n"
    result = run(root, "article", answers=answers)
    assert result.exit_code == 0, result.output
    assert "1. ลำปาง" in re.sub(r" +", " ", result.output)
    assert "2026-11-22" in result.output
    text = (root / "knowledge" / "first-forum.md").read_text("utf-8")
    assert text == (
        '---\ntitle: "เวที: ครั้งแรก"\ndate: "2026-11-22"\nauthors: ["สมชาย", "สมหญิง"]\nprovince: "ลำปาง"\n'
        'topics: ["เวทีเรียนรู้", "กองทุนชุมชน"]\nkind: field-work\nsummary: "สรุปสั้น ๆ"\n---\n\n'
        "เขียนเนื้อความที่นี่ แล้วลบบรรทัดนี้\n"
    ).replace('"2026-11-22"', "2026-11-22")
    assert problems(root) == ["markdown.unwritten"]


def test_enter_is_an_answer_to_everything_but_the_title(root: Path) -> None:
    result = run(root, "article", answers="ก\n\n2026-11-22\n\n\n\n\n\n")
    assert result.exit_code == 0, result.output
    assert (root / "knowledge" / "2026-11-22.md").exists()
    assert problems(root) == ["markdown.unwritten"]


def test_a_wrong_answer_is_asked_again(root: Path) -> None:
    result = run(root, "article", answers="ก\n99\n²\nข่าว\nวันพระหน้า\n2026-11-22\n\nกรุงเทพ\nแพร่\n1 9\n2\n\nn\n")
    assert result.exit_code == 0, result.output
    assert result.output.count("ไม่มีข้อ") == 4
    assert "อ่านเป็นวันที่ไม่ได้" in result.output
    text = (root / "knowledge" / "n.md").read_text("utf-8")
    assert "kind: news" in text
    assert 'province: "แพร่"' in text
    assert 'topics: ["กองทุนชุมชน"]' in text


@pytest.mark.parametrize(
    ("answer", "lines"),
    [
        ("พรุ่งนี้", ["start: 2026-11-28"]),
        ("วันมะรืนนี้ เก้าโมงเช้า", ["start: 2026-11-29 09:00"]),
        ("tomorrow 2 pm", ["start: 2026-11-28 14:00"]),
        ("วันนี้ บ่ายสอง\nสี่โมงเย็น", ["start: 2026-11-27 14:00", "end: 2026-11-27 16:00"]),
        ("วันนี้ บ่าย 2\nพรุ่งนี้ เที่ยงครึ่ง", ["start: 2026-11-27 14:00", "end: 2026-11-28 12:30"]),
        ("บ่ายสอง\n2026-11-30 สองทุ่มครึ่ง", ["start: 2026-11-30 20:30"]),
        ("2569-12\n5/12/2569", ["start: 2026-12-05"]),
    ],
)
def test_days_and_hours_are_taken_as_they_are_spoken(
    root: Path, monkeypatch: pytest.MonkeyPatch, answer: str, lines: list[str]
) -> None:
    monkeypatch.setattr(shared, "today", lambda site: date(2026, 11, 27))
    answers = answer if "end" in lines[-1] else f"{answer}\n"
    result = run(root, "event", answers=f"ก\n{answers}\n\n\n\nn\n")
    assert result.exit_code == 0, result.output
    written = (root / "events.yaml").read_text("utf-8").splitlines()
    assert [line.strip() for line in written if line.strip().startswith(("start", "end"))] == lines


@pytest.mark.parametrize(
    ("answer", "says"), [("บ่ายสอง", "เช่น 2026-11-27 14:00"), ("ธันวาคม 2569", "เช่น 2026-12-01")]
)
def test_a_time_or_month_without_its_day_is_asked_for_the_day(
    root: Path, monkeypatch: pytest.MonkeyPatch, answer: str, says: str
) -> None:
    monkeypatch.setattr(shared, "today", lambda site: date(2026, 11, 27))
    result = run(root, "event", answers=f"ก\n{answer}\n\n\n\n\n\nn\n")
    assert result.exit_code == 0, result.output
    assert says in result.output


def test_a_month_is_enough_for_a_bulletin(root: Path) -> None:
    result = run(root, "bulletin", answers="2569-12\n\n\n")
    assert result.exit_code == 0, result.output
    assert "date: 2026-12-31" in (root / "docs" / "bulletin" / "2026-12.md").read_text("utf-8")


def test_a_date_option_may_be_a_day_near_today(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "today", lambda site: date(2026, 11, 27))
    result = run(root, "article", "--title", "x", "--name", "n", "--date", "เมื่อวานนี้")
    assert result.exit_code == 0, result.output
    assert "date: 2026-11-26" in (root / "knowledge" / "n.md").read_text("utf-8")


def test_a_choice_is_known_by_a_part_of_its_name_and_what_comes_near_is_named(root: Path) -> None:
    answers = "ก\nเวที\n\nสมชาย ใจดี และสมหญิง\nจ.แพร่\nกองทุม\nกองทุน\n\nn\n"
    result = run(root, "article", answers=answers)
    assert result.exit_code == 0, result.output
    text = (root / "knowledge" / "n.md").read_text("utf-8")
    assert 'authors: ["สมชาย ใจดี", "สมหญิง"]\nprovince: "แพร่"\ntopics: ["กองทุนชุมชน"]\nkind: forum\n' in text
    assert "หมายถึง “กองทุนชุมชน” หรือไม่" in result.output


def test_the_day_that_is_offered_is_the_networks(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Moment(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls(2026, 11, 22, 20, tzinfo=UTC).astimezone(tz)

    monkeypatch.setattr(shared, "datetime", Moment)
    assert "[2026-11-23]" in run(root, "article", answers="ก\n\n\n").output


@pytest.mark.parametrize(
    ("kind", "asked"),
    [("บทความ", "ชื่อเรื่อง"), ("กิจกรรม", "ชื่อกิจกรรม"), ("จุลสาร", "ชื่อฉบับ"), ("สมาชิก", "ยินยอม")],
)
def test_what_is_begun_is_known_by_its_thai_name(root: Path, kind: str, asked: str) -> None:
    assert asked in run(root, kind, answers="\n\n").output


def test_a_slip_in_what_is_to_be_begun_is_answered(root: Path) -> None:
    result = run(root, "articel")
    assert result.exit_code == 2
    assert "หมายถึง article หรือไม่" in result.output


def test_a_proposal_says_to_whom(root: Path) -> None:
    result = run(root, "article", answers="ขอ\n6\n2026-11-22\n\n\n\nกรมการพัฒนาชุมชน\n\nask\n")
    assert result.exit_code == 0, result.output
    assert 'to: "กรมการพัฒนาชุมชน"\nstatus: open\n' in (root / "knowledge" / "ask.md").read_text("utf-8")
    assert problems(root) == ["markdown.unwritten"]


def test_options_answer_without_a_question(root: Path) -> None:
    result = run(root, "article", "--title", "no", "--name", "n", "--date", "2026-11-22")
    assert result.exit_code == 0, result.output
    assert problems(root) == ["markdown.unwritten"]


def test_an_event_with_its_time_place_and_kind(root: Path) -> None:
    (root / "events.yaml").write_text("[]\n")
    result = run(root, "event", answers="ประชุม\n2569-12-05 09:00\n๑๕.๓๐ น.\nศาลากลาง\n1\n5\nmeeting-1\n")
    assert result.exit_code == 0, result.output
    site, found = read.read(root)
    assert found == ()
    event = site.events[0]
    assert (event.id, event.place, event.province, event.kind) == (
        "meeting-1",
        "ศาลากลาง",
        "ลำปาง",
        "meeting",
    )
    assert f"{event.start:%Y-%m-%d %H:%M}" == "2026-12-05 09:00"
    assert f"{event.end:%Y-%m-%d %H:%M}" == "2026-12-05 15:30"


@pytest.mark.parametrize(
    ("start", "ends", "end"),
    [
        ("2026-12-05 09:00", ["15:00"], "2026-12-05 15:00"),
        ("2026-12-05 22:00", ["6 ธ.ค. 2569 6.00 น."], "2026-12-06 06:00"),
        ("2026-12-05 09:00", ["8:00", "เย็น", "2026-12-06", "16:00"], "2026-12-05 16:00"),
        ("2026-12-05", ["2026-12-04", "7 ธันวาคม 2569"], "2026-12-07"),
        ("2026-12-05", [""], None),
    ],
)
def test_an_end_is_a_time_of_that_day_or_a_whole_one_and_never_before(
    root: Path, start: str, ends: list[str], end: str | None
) -> None:
    result = run(root, "event", answers="\n".join(["x", start, *ends, "", "", "", "e", ""]))
    assert result.exit_code == 0, result.output
    (event,) = read.read(root)[0].events
    found = event.end
    assert (found and f"{found:%Y-%m-%d %H:%M}".removesuffix(" 00:00")) == end


def test_an_event_leaves_what_stands_there_byte_for_byte(root: Path) -> None:
    old = b"# mine\r\n- id: a\r\n  title: x\r\n  start: 2026-11-22"
    (root / "events.yaml").write_bytes(old)
    assert run(root, "event", "--title", "y", "--name", "b", "--date", "2026-11-23").exit_code == 0
    assert (root / "events.yaml").read_bytes().startswith(old)
    assert run(root, "event", "--title", "y", "--name", "a").exit_code == 2
    assert problems(root) == []


@pytest.mark.parametrize(
    "old",
    [
        b"[{id: a, title: x, start: 2026-11-22}]\n",
        b"[\r\n  {id: a, title: x, start: 2026-11-22},\r\n]",
        b"# mine [1]\r\n- id: a\r\n  title: x\r\n  start: 2026-11-22",
        b"\xef\xbb\xbf- id: a\r\n  title: x\r\n  start: 2026-11-22\r\n# [2]\r\n",
        b"[ ]\r\n",
    ],
)
def test_an_event_joins_a_list_in_brackets_and_a_file_of_windows(old: bytes, root: Path) -> None:
    (root / "events.yaml").write_bytes(old)
    assert run(root, "event", "--title", "ก: ข", "--name", "b", "--date", "2026-11-23").exit_code == 0
    new = (root / "events.yaml").read_bytes()
    assert [event.id for event in read.read(root)[0].events] == ["a", "b"][b"id: a" not in old :]
    assert problems(root) == []
    assert new.count(b"\n") == new.count(b"\r\n") or b"\r" not in old
    assert run(root, "event", "--title", "y", "--name", "b", "--date", "2026-11-23").exit_code == 2


def test_a_bulletin_has_the_title_that_was_given(root: Path) -> None:
    assert run(root, "bulletin", "--date", "2026-11-01", "--title", "ความรู้: อยู่ในคน").exit_code == 0
    assert read.read(root)[0].issues[0].title == "ความรู้: อยู่ในคน"


def test_a_bulletin_is_asked_for_and_builds(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "today", lambda site: date(2026, 11, 22))
    assert run(root, "bulletin", "--date", "2026-11-30").exit_code == 0
    result = run(root, "bulletin", answers="\nความรู้: อยู่ในคน\nกองบรรณาธิการ\n")
    assert result.exit_code == 0, result.output
    # The next month that has no file is offered.
    path = root / "docs" / "bulletin" / "2026-12.md"
    assert "[2026-12-31]" in result.output
    assert [line for line in result.output.splitlines() if "บรรณาธิการ (ไม่ระบุ" in line]
    text = path.read_text("utf-8")
    assert 'title: "ความรู้: อยู่ในคน"\neditor: "กองบรรณาธิการ"\n' in text
    assert problems(root) == ["markdown.unwritten"]
    for each in path.parent.glob("*.md"):
        head = each.read_text("utf-8").rpartition("---\n")[0]
        each.write_text(f"{head}---\n\nสวัสดีทุกท่าน\n", "utf-8")
    assert problems(root) == []
    out = tmp_path / "out.pdf"
    command = ["bulletin", "2026-12", "-f", str(root / "mkdocs.yml"), "-o", str(out)]
    done = CliRunner().invoke(cli.main, command)
    assert done.exit_code == 0, done.output
    assert "ความรู้: อยู่ในคน" in pymupdf.open(out)[0].get_text()


def test_a_bulletin_counts_on(root: Path) -> None:
    assert run(root, "bulletin", "--date", "2026-11-01").exit_code == 0
    assert run(root, "bulletin", "--date", "2026-12-01").exit_code == 0
    assert "number: 2" in (root / "docs" / "bulletin" / "2026-12.md").read_text("utf-8")


def test_a_wrong_or_taken_file_name_is_asked_again_and_no_answer_is_lost(root: Path) -> None:
    (root / "knowledge").mkdir()
    (root / "knowledge" / "n.md").write_text("mine")
    result = run(root, "article", answers="ก\n\n2026-11-22\nสมชาย\n\n\nสรุป\na/b\nn\nกองทุนบ้านเรา.md\n")
    assert result.exit_code == 0, result.output
    text = (root / "knowledge" / "กองทุนบ้านเรา.md").read_text("utf-8")
    assert 'authors: ["สมชาย"]' in text
    assert "slug: 2026-11-22\n" in text
    assert "/k/2026-11-22/" in result.output
    assert (root / "knowledge" / "n.md").read_text() == "mine"


@pytest.mark.parametrize(
    ("name", "slug"), [("ก", "hello"), ("A b", "hello"), ("a" * 41, "hello"), ("n", None)]
)
def test_the_address_of_a_name_that_is_none_stands_in_slug(root: Path, name: str, slug: str | None) -> None:
    assert run(root, "article", "--title", "Hello", "--name", name, "--date", "2026-11-22").exit_code == 0
    (found,) = read.read(root, now=date(2026, 12, 31))[0].articles
    assert (found.slug, found.permalink) == (slug, slug or "n")
    assert problems(root) == ["markdown.unwritten"]


def test_a_wrong_event_id_is_asked_again(root: Path) -> None:
    assert run(root, "event", "--title", "x", "--name", "a", "--date", "2026-11-23").exit_code == 0
    result = run(root, "event", "--title", "y", "--date", "2026-11-23", answers="ก\na\nb\n")
    assert result.exit_code == 0, result.output
    assert [event.id for event in read.read(root)[0].events] == ["a", "b"]


@pytest.mark.parametrize("name", ["../x", ".a", "-a", "a?b", "con", "ก" * 100, "a/b", ""])
def test_a_name_that_no_file_may_have_is_refused(name: str, root: Path) -> None:
    result = run(root, "article", "--title", "x", "--name", name or " ")
    assert result.exit_code == 2
    assert not (root / "knowledge").exists()


@pytest.mark.parametrize(
    ("day", "says"), [("2569-11-22", "2026-11-22"), ("22/11/2026", "2026-11-22"), ("x", "ไม่ใช่วันที่")]
)
def test_a_date_option_of_another_form_is_answered(day: str, says: str, root: Path) -> None:
    result = run(root, "article", "--title", "x", "--name", "n", "--date", day)
    assert result.exit_code == 2
    assert says in result.output


def test_nothing_is_written_over(root: Path) -> None:
    (root / "knowledge").mkdir()
    (root / "knowledge" / "n.md").write_text("mine")
    assert run(root, "article", "--title", "x", "--name", "n").exit_code == 2
    assert (root / "knowledge" / "n.md").read_text() == "mine"


def test_a_suggested_name_is_free() -> None:
    day = date(2026, 11, 22)
    assert new.suggested_name("Hello, World!", day) == "hello-world"
    assert new.suggested_name("เวที", day) == "2026-11-22"
    assert new.suggested_name("เวที", day, {"2026-11-22", "2026-11-22-2"}) == "2026-11-22-3"


@pytest.mark.parametrize(
    ("old", "new_lines"),
    [
        ("# ยังไม่มีงาน\n[]  # ว่าง\n# ท้าย", "# ยังไม่มีงาน\n# ท้าย\n- id: b\n"),
        ("  - id: a\n    title: x\n    start: 2026-11-22", "start: 2026-11-22\n  - id: b\n    title: y\n"),
        ("---\n- id: a\n  title: x\n  start: 2026-11-22\n", "start: 2026-11-22\n- id: b\n  title: y\n"),
    ],
)
def test_an_event_stands_in_the_list_as_it_is_written(root: Path, old: str, new_lines: str) -> None:
    (root / "events.yaml").write_text(old, "utf-8")
    assert run(root, "event", "--title", "y", "--name", "b", "--date", "2026-11-23").exit_code == 0
    assert new_lines in (root / "events.yaml").read_text("utf-8")
    assert problems(root) == []
