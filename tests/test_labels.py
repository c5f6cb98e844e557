"""Address labels: each in its place on the sheet, whole, by postcode; never where they would be public."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pymupdf
import pytest
from click.testing import CliRunner

from channelling import context_of, folder, git
from julasan.cli import sheets as commands
from julasan.render import labels
from julasan.render.context import Context
from julasan.render.labels import Label, Sheet

MM = 72 / 25.4
ADDRESS = "12 หมู่ 3\nตำบลศาลา อำเภอเกาะคา\nจังหวัดลำปาง 52130"
LONG = (
    "สำนักงานพัฒนาชุมชนอำเภอเมืองแม่ฮ่องสอน ศาลากลางจังหวัดแม่ฮ่องสอน อาคารหลังใหม่ ชั้นสอง ห้อง 204 เลขที่ 199/12 หมู่ที่ 11 "
    "ถนนขุนลุมประพาส ตำบลจองคำ อำเภอเมืองแม่ฮ่องสอน จังหวัดแม่ฮ่องสอน 58000"
)


@pytest.fixture
def context(tmp_path: Path) -> Context:
    return context_of(folder(tmp_path))


@pytest.mark.parametrize(
    "sheet", [Sheet(), Sheet(2, 7, (15, 5, 15, 5), (2.5, 0)), Sheet(4, 10), Sheet(skip=5)]
)
def test_every_label_stands_whole_in_its_own_place(context: Context, sheet: Sheet) -> None:
    count = sheet.columns * sheet.rows + 3
    made = labels.labels_pdf(context, sheet, [Label(f"ผู้รับ {at}", ADDRESS, at) for at in range(count)])
    with pymupdf.open(stream=made.pdf) as document:
        assert len(document) == sheet.sheets(count)
        for at in range(count):
            page, left, top = sheet.place(at)
            box = pymupdf.Rect(left * MM, top * MM, (left + sheet.width) * MM, (top + sheet.height) * MM)
            inside = "".join(document[page].get_textbox(box).split())
            assert f"ผู้รับ{at}" in inside
            assert inside.endswith("52130")


def test_a_long_address_is_set_smaller_and_whole(context: Context) -> None:
    label = Label("ชื่อยาวมาก นามสกุลยาวมากยิ่งขึ้นไปอีก", LONG, 1)
    made = labels.labels_pdf(context, Sheet(), [label])
    assert made.too_long == ()
    with pymupdf.open(stream=made.pdf) as document:
        box = pymupdf.Rect(0, 0, 70 * MM, 37.125 * MM)
        assert "58000" in document[0].get_textbox(box)
        lowest = max(word[3] for word in document[0].get_text("words"))
        assert lowest <= 37.125 * MM


def test_an_address_that_fits_no_label_is_known(context: Context) -> None:
    listed = [Label("ก", ADDRESS, 1), Label("ข", LONG * 3, 2)]
    assert labels.labels_pdf(context, Sheet(), listed).too_long == (2,)


def test_a_usual_address_is_set_large_in_the_middle_of_its_label(context: Context) -> None:
    with pymupdf.open(stream=labels.labels_pdf(context, Sheet(), [Label("ก", ADDRESS, 1)]).pdf) as document:
        spans = [
            span
            for block in document[0].get_text("dict")["blocks"]
            for line in block["lines"]
            for span in line["spans"]
        ]
    assert max(span["size"] for span in spans) == pytest.approx(labels.SIZES[0], abs=0.1)
    tops, ends = [span["bbox"][1] for span in spans], [span["bbox"][3] for span in spans]
    assert (min(tops) + max(ends)) / 2 == pytest.approx(37.125 * MM / 2, abs=1.5 * MM)


def test_an_address_is_parted_at_its_spaces(context: Context) -> None:
    address = "เลขที่ 12 หมู่ 0 บ้านตัวอย่าง ตำบลทดลองเขียน อำเภอเฉลิมพระเกียรติทดลอง จังหวัดแม่ฮ่องสอน 58000"
    with pymupdf.open(stream=labels.labels_pdf(context, Sheet(), [Label("ก", address, 1)]).pdf) as document:
        lines = [line for line in document[0].get_text().split("\n") if line.strip()]
    assert not [line for line in lines if line.rstrip().endswith(("ตำบล", "อำเภอ", "จังหวัด", "ทดลอง "))]
    assert any(line.startswith("ตำบลทดลองเขียน") or " ตำบลทดลองเขียน" in line for line in lines)


def test_the_post_gets_them_by_postcode() -> None:
    listed = [
        Label("ก", "จังหวัดน่าน ๕๕๑๒๐"),
        Label("ข", ADDRESS),
        Label("ค", "ไม่มีรหัส"),
        Label("ง", "โทร 0123456789 52120"),
    ]
    assert [label.name for label in labels.by_post(listed)] == ["ง", "ข", "ก", "ค"]


@pytest.mark.parametrize("shape", [(20, 8), (3, 30), (3, 8, (150, 0, 150, 0)), (3, 8, (-1, 0, 0, 0))])
def test_a_sheet_that_cannot_be_is_refused(shape: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match=r"too small|negative"):
        Sheet(*shape)


def test_the_same_labels_twice(context: Context) -> None:
    listed = [Label("ก", ADDRESS)]
    assert labels.labels_pdf(context, Sheet(), listed) == labels.labels_pdf(context, Sheet(), listed)


def run(root: Path, *more: str) -> tuple[int, str]:
    done = CliRunner().invoke(commands.labels, ["-f", str(root / "mkdocs.yml"), "--lang", "th", *more])
    return done.exit_code, done.output


def test_the_command_prints_those_who_want_post(tmp_path: Path) -> None:
    root = folder(tmp_path / "net")
    code, said = run(root, "-o", str(tmp_path / "l.pdf"))
    assert code == 0, said
    assert "3 ดวง" in said
    assert "ตำบล" not in said, "nothing private in what is said"
    with pymupdf.open(tmp_path / "l.pdf") as document:
        text = "".join(document[0].get_text().split())
    assert "สมหญิงทดลอง" in text
    assert "คำแพงทดลอง" in text
    assert "สมชายทดลอง" not in text


def test_the_command_writes_nothing_that_git_would_keep(tmp_path: Path) -> None:
    root = folder(tmp_path / "net")
    git(root, "init", "-q")
    code, said = run(root, "-o", str(root / "labels.pdf"))
    assert code == 2
    assert "git" in said
    assert not (root / "labels.pdf").exists()
    code, said = run(root)
    assert code == 0, said
    assert (root / "out" / "labels.pdf").exists()


def test_more_used_up_than_a_sheet_has_is_said(tmp_path: Path) -> None:
    code, said = run(folder(tmp_path / "net"), "-o", str(tmp_path / "l.pdf"), "--skip", "24")
    assert code == 2
    assert "24 ดวง" in said
    assert "--skip" in said
    assert not (tmp_path / "l.pdf").exists()


def test_without_anybody_there_is_no_file(tmp_path: Path) -> None:
    root = folder(tmp_path / "net", private="")
    code, said = run(root, "-o", str(tmp_path / "l.pdf"))
    assert code == 0, said
    assert not (tmp_path / "l.pdf").exists()


def test_a_consent_counts_from_its_own_day_on_where_the_network_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private = "member_id,email,phone,line_id,address,channels,consent\n"
    root = folder(tmp_path / "net", private=private + f"m-one,,,,{ADDRESS.splitlines()[0]},post,2026-02-02\n")
    for day, there in ((date(2026, 2, 1), False), (date(2026, 2, 2), True)):
        monkeypatch.setattr(commands.shared, "today", lambda site, day=day: day)
        code, said = run(root, "-o", str(tmp_path / "l.pdf"))
        assert code == 0, said
        assert (tmp_path / "l.pdf").exists() == there


@pytest.mark.parametrize("side", [float("nan"), float("inf"), -1.0])
def test_a_margin_that_is_no_length_makes_no_sheet(side: float) -> None:
    with pytest.raises(ValueError, match=r"negative|small"):
        Sheet(3, 8, (side, 0, 0, 0), (0, 0), 0, border=False)
