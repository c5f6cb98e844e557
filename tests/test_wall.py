"""Wall calendars: every day in its place, Sunday first, holidays and events on their days."""

from __future__ import annotations

import calendar
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pymupdf
import pytest
from click.testing import CliRunner

from channelling import context_of, folder
from julasan import thai
from julasan.cli import channels
from julasan.read.holidays import public_holidays
from julasan.render import wall
from julasan.render.context import Context


@pytest.fixture
def context(tmp_path: Path) -> Context:
    return context_of(folder(tmp_path))


def sheets(pdf: bytes) -> list[tuple[float, float, str]]:
    with pymupdf.open(stream=pdf) as document:
        return [(page.rect.width, page.rect.height, page.get_text()) for page in document]


@pytest.mark.parametrize("month", [1, 2, 5, 8, 11, 12])
def test_weeks_begin_on_sunday_and_hold_every_day(context: Context, month: int) -> None:
    weeks = wall.grid(context, date(2026, month, 1))
    days = [cell.day for week in weeks for cell in week if cell.day]
    assert [day.day for day in days] == list(range(1, calendar.monthrange(2026, month)[1] + 1))
    assert all(
        cell.day is None or cell.day.weekday() == (6, 0, 1, 2, 3, 4, 5)[at]
        for week in weeks
        for at, cell in enumerate(week)
    )


def test_days_are_marked(context: Context) -> None:
    cells = {cell.day: cell for week in wall.grid(context, date(2026, 12, 1)) for cell in week if cell.day}
    assert cells[date(2026, 12, 1)].event, "the last of several days"
    assert cells[date(2026, 12, 3)].event
    assert cells[date(2026, 12, 5)].cancelled
    assert cells[date(2026, 12, 10)].holiday
    assert not cells[date(2026, 12, 2)].event


def test_a_month_is_one_sheet_across_and_a_list_behind(context: Context) -> None:
    found = sheets(wall.month_pdf(context, date(2026, 12, 1)))
    assert [(round(wide), round(high)) for wide, high, _ in found] == [(842, 595)] * 2
    front, behind = (text for _, _, text in found)
    assert "ธันวาคม" in front
    assert "พ.ศ. 2569" in front
    assert "วันรัฐธรรมนูญ" in front
    assert "เวทีกองทุน" in "".join(front.split())
    assert "งด" in front
    assert "จังหวัดลำปาง" in "".join(behind.split())


def test_a_month_of_nothing_is_one_sheet(context: Context) -> None:
    assert len(sheets(wall.month_pdf(context, date(2027, 2, 1)))) == 1


def test_a_year_is_one_sheet_upright_with_all_its_days(context: Context) -> None:
    found = sheets(wall.year_pdf(replace_holidays(context, 2026), 2026))
    assert [(round(wide), round(high)) for wide, high, _ in found] == [(595, 842)] * 2
    front = found[0][2]
    assert all(name in front for name in thai.MONTHS)
    numbers = [int(text) for text in re.findall(r"(?<!\d)\d{1,2}(?!\d)", front)]
    assert sum(numbers) >= sum(day.day for day in days_of(2026))
    for name in ("วันขึ้นปีใหม่", "วันจักรี", "วันสงกรานต์", "วันแม่แห่งชาติ", "วันปิยมหาราช"):
        assert name in front, name


@pytest.mark.parametrize("year", [2025, 2026, 2027, 2028, 2029, 2030])
def test_every_years_holidays_stand_on_its_first_sheet(tmp_path: Path, year: int) -> None:
    (tmp_path / "x").mkdir()
    root = folder(tmp_path / "x")
    (root / "events.yaml").write_text("[]\n")
    found = sheets(wall.year_pdf(replace_holidays(context_of(root), year), year))
    assert len(found) == 1


def replace_holidays(context: Context, year: int) -> Context:
    return Context(replace(context.site, holidays=public_holidays([year])))


def days_of(year: int) -> list[date]:
    return [
        date(year, month, day)
        for month in range(1, 13)
        for day in range(1, calendar.monthrange(year, month)[1] + 1)
    ]


def test_thai_numerals(context: Context) -> None:
    site = replace(context.site, settings=replace(context.site.settings, numerals="thai"))
    text = sheets(wall.month_pdf(Context(site), date(2026, 11, 1)))[0][2]
    assert "๒๕๖๙" in text
    assert not re.search(r"[0-9]", text.replace("net.example.org", ""))


def test_a_full_day_counts_what_it_does_not_show(tmp_path: Path) -> None:
    root = folder(tmp_path)
    event = "- id: e{n}\n  title: กิจกรรมชื่อยาวมากจนเต็มช่องของวันนี้ รายการที่ {n}\n  start: 2026-12-08 {h:02d}:00\n"
    (root / "events.yaml").write_text("".join(event.format(n=n, h=n + 6) for n in range(1, 13)), "utf-8")
    context = context_of(root)
    first = date(2026, 12, 1)
    box = wall._box(context, date(2026, 12, 8), first, wall._of_month(context, first), 5)
    assert len(box.lines) + box.hidden == 12
    assert box.lines
    assert sum(wall._height(line.text) for line in box.lines) <= 5
    assert "และอีก" in sheets(wall.month_pdf(context, date(2026, 12, 1)))[0][2]


def test_the_same_calendar_twice(context: Context) -> None:
    first = date(2026, 12, 1)
    assert wall.month_pdf(context, first) == wall.month_pdf(context, first)


@pytest.mark.parametrize(
    ("period", "code"), [("2026-11", 0), ("2026", 0), ("2569", 2), ("2026-13", 2), ("พ.ย.", 2)]
)
def test_the_command(tmp_path: Path, period: str, code: int) -> None:
    root = folder(tmp_path / "net")
    command = [period, "-f", str(root / "mkdocs.yml"), "--lang", "th", "-o", str(tmp_path / "c.pdf")]
    done = CliRunner().invoke(channels.wall, command)
    assert done.exit_code == code, done.output
    assert (tmp_path / "c.pdf").exists() == (code == 0)
    if period == "2569":
        assert "2026" in done.output
