"""New members: nobody without consent, a right row, and what stood in the list stays byte for byte."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from julasan import check, read
from julasan.cli import shared
from julasan.cli.contents import new as command
from test_import import MKDOCS

HEAD = "member_id,name,province,district,role,joined,expertise,website,consent"
SAMPLE = "sample-1,สมาชิกตัวอย่าง ลำปาง ๑,ลำปาง,เกาะคา,member,2026-08-03,กองทุนชุมชน,,2026-08-03"
ANSWERS = "ยินยอมแล้ว\n22 พ.ย. 2569\nลำปาง\nสมหญิง ใจดี\n\nเกาะคา\n1 พ.ย. 69\n2, ผ้าทอ, 2\nhttps://example.org\nsomying-1\n"
ROW = "somying-1,สมหญิง ใจดี,ลำปาง,เกาะคา,member,2026-11-01,กองทุนชุมชน;ผ้าทอ,https://example.org,2026-11-22"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(shared, "today", lambda site: date(2026, 11, 27))
    (tmp_path / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    (tmp_path / "members.csv").write_text(f"{HEAD}\n{SAMPLE}\n", "utf-8")
    return tmp_path


def run(root: Path, answers: str) -> Result:
    line = ["-f", str(root / "mkdocs.yml"), "--lang", "th", "member"]
    return CliRunner().invoke(command, line, input=answers)


def problems(root: Path) -> list[str]:
    site, found = read.read(root, now=date(2026, 12, 31))
    return sorted({each.code for each in (*found, *check.check(site, root))})


def test_a_member_who_agreed_is_a_row_that_passes_the_check(root: Path) -> None:
    result = run(root, ANSWERS)
    assert result.exit_code == 0, result.output
    assert (root / "members.csv").read_text("utf-8") == f"{HEAD}\n{SAMPLE}\n{ROW}\n"
    assert "members.csv บรรทัดที่ 3" in result.output
    assert problems(root) == []


@pytest.mark.parametrize("answers", ["2\n", "ยังไม่ได้ถาม\n", "\n\n", ""])
def test_nobody_is_listed_who_did_not_agree(root: Path, answers: str) -> None:
    before = (root / "members.csv").read_bytes()
    assert run(root, answers).exit_code != 0
    assert (root / "members.csv").read_bytes() == before


@pytest.mark.parametrize(
    "old",
    [
        f"\ufeff{HEAD}\r\n{SAMPLE}\r\n",
        f"{HEAD}\n{SAMPLE}",
        f"{HEAD}\n{SAMPLE.replace('สมาชิกตัวอย่าง ลำปาง ๑', chr(34) + 'ก, ข' + chr(34))}\n\n",
        "",
        "\ufeff",
    ],
)
def test_what_stands_there_stays_byte_for_byte(root: Path, old: str) -> None:
    (root / "members.csv").write_bytes(old.encode())
    result = run(root, ANSWERS)
    assert result.exit_code == 0, result.output
    new = (root / "members.csv").read_bytes()
    assert new.startswith(old.encode())
    assert new.decode().rstrip().endswith(ROW)
    assert new.count(b"\r\n") == (new.count(b"\n") if "\r" in old else 0)
    assert "สมหญิง ใจดี" in {each.name for each in read.read(root)[0].members}
    assert problems(root) == []


def test_a_site_without_a_list_gets_one(root: Path) -> None:
    (root / "members.csv").unlink()
    assert run(root, ANSWERS).exit_code == 0
    assert (root / "members.csv").read_text("utf-8") == f"{HEAD}\n{ROW}\n"


def test_columns_in_another_order_and_fewer_of_them_are_kept_and_no_others_asked_for(root: Path) -> None:
    (root / "members.csv").write_text("name,member_id,consent,role,province\n", "utf-8")
    result = run(root, "1\n2026-11-22\nแพร่\nก, ข\nผู้แทน\nk-1\n")
    assert result.exit_code == 0, result.output
    assert (root / "members.csv").read_text("utf-8").splitlines()[1] == (
        '"ก, ข",k-1,2026-11-22,representative,แพร่'
    )


@pytest.mark.parametrize(
    "old",
    [
        HEAD.replace(",", ";") + "\n",
        f"{HEAD}\n{SAMPLE},\n",
        f'{HEAD}\n{SAMPLE}"\n"',
        "ชื่อ,จังหวัด\nก,ลำปาง\n",
        f"{HEAD},phone\n",
        HEAD.replace(",consent", "") + "\n",
    ],
)
def test_a_list_that_cannot_take_a_row_is_left_as_it_is(root: Path, old: str) -> None:
    (root / "members.csv").write_text(old, "utf-8")
    result = run(root, ANSWERS)
    assert result.exit_code == 2
    assert "julasan check" in result.output
    assert problems(root) != []
    assert (root / "members.csv").read_text("utf-8") == old


def test_a_list_in_another_encoding_is_left_as_it_is(root: Path) -> None:
    old = f"{HEAD}\n{SAMPLE}\n".encode("cp874")
    (root / "members.csv").write_bytes(old)
    assert run(root, ANSWERS).exit_code == 2
    assert (root / "members.csv").read_bytes() == old


def test_a_slip_is_asked_again(root: Path) -> None:
    answers = ["1", "2027-01-01", "", "เชียงราย", "ลำปาง", "นาย สมาชิกตัวอย่างลำปาง ๑", "อื่น", "", "", ""]
    answers += ["99", "", "www.example.org", "", "ก", "sample-1", "", ""]
    result = run(root, "\n".join(answers))
    assert result.exit_code == 0, result.output
    for said in ("ยังมาไม่ถึง", "“เชียงราย”", "members.csv:2", "“99”", "ขึ้นต้นด้วย https", "“ก”", "“sample-1”"):
        assert said in result.output
    last = (root / "members.csv").read_text("utf-8").splitlines()[-1]
    assert last == "member-1,อื่น,ลำปาง,,member,2026-11-27,,,2026-11-27"


def test_what_the_check_refuses_in_the_row_is_said_at_once(root: Path) -> None:
    result = run(root, ANSWERS.replace("สมหญิง ใจดี", "สมหญิง 081-234-5678"))
    assert result.exit_code == 1
    assert "members.csv:3: " in result.output
    assert "members.csv:2: " not in result.output


def test_a_network_without_provinces_is_asked_for_none(root: Path) -> None:
    (root / "mkdocs.yml").write_text("site_name: ก\nplugins:\n  - julasan:\n      network: ก\n", "utf-8")
    result = run(root, "1\n\nก\n\n\n\n\n\n\n")
    assert result.exit_code == 0, result.output
    assert "จังหวัดไหน" not in result.output
