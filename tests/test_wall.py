"""Wall calendars: every day in its place, Sunday first, holidays and events on their days."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from click.testing import CliRunner

from channelling import context_of, folder
from julasan import thai
from julasan.cli import sheets as commands
from julasan.read.holidays import public_holidays
from julasan.render import wall
from julasan.render.context import Context
from julasan.typeset import engine
from ruling import struck


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
    assert "ยกเลิก" in front
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


LAO, THAI_DAY = ("วันชาติ สปป. ลาว", date(2026, 12, 2)), date(2026, 12, 10)


@pytest.mark.parametrize(
    ("provinces", "lao", "thai_days"),
    [
        ("{หลวงพระบาง: LA-LP, เวียงจันทน์: LA-VT}", True, False),
        ("{หลวงพระบาง: LA-LP, เชียงราย: TH-57}", False, False),
        ("{ที่ไหนสักแห่ง: ZZ-1}", False, False),
        ("{ลำปาง: TH-52}", False, True),
    ],
)
@pytest.mark.parametrize("year", [2026, 2031])
def test_holidays_are_those_of_the_provinces_country(
    tmp_path: Path, provinces: str, lao: bool, thai_days: bool, year: int
) -> None:
    root = folder(tmp_path)
    settings = (root / "mkdocs.yml").read_text("utf-8")
    assert re.search(r"provinces: .*", settings)
    (root / "mkdocs.yml").write_text(re.sub(r"provinces: .*", f"provinces: {provinces}", settings), "utf-8")
    site = commands.with_holidays(context_of(root).site, year)
    assert (LAO[0] in site.holidays.get(LAO[1].replace(year=year), "")) == lao
    assert (THAI_DAY.replace(year=year) in site.holidays) == thai_days
    text = "".join(page for *_, page in sheets(wall.year_pdf(Context(site), year)))
    assert ("ปีงบประมาณ" in text) == thai_days


def test_a_day_of_ones_own_hides_no_public_holiday_of_its_year(tmp_path: Path) -> None:
    root = folder(tmp_path)
    site = replace(context_of(root).site, holidays={date(2031, 5, 2): "วันของเรา"})
    with_both = commands.with_holidays(site, 2031).holidays
    assert with_both[date(2031, 5, 2)] == "วันของเรา"
    assert date(2031, 5, 1) in with_both


def days_of(year: int) -> list[date]:
    return [
        date(year, month, day)
        for month in range(1, 13)
        for day in range(1, calendar.monthrange(year, month)[1] + 1)
    ]


def test_no_rule_runs_through_the_names_of_months(context: Context) -> None:
    (front, *_) = pymupdf.open(stream=wall.year_pdf(context, 2027))
    assert list(struck(front)) == []


def test_labour_day_is_a_holiday_but_not_one_of_the_state(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (front, *_) = sheets(wall.year_pdf(replace_holidays(context_of(folder(tmp_path / "x")), 2027), 2027))
    assert "ส. 1 พ.ค. วันแรงงานแห่งชาติ" in front[2]
    assert "วันหยุดราชการ" not in front[2]


def test_thai_numerals(context: Context) -> None:
    site = replace(context.site, settings=replace(context.site.settings, numerals="thai"))
    text = sheets(wall.month_pdf(Context(site), date(2026, 11, 1)))[0][2]
    assert "๒๕๖๙" in text
    assert not re.search(r"[0-9]", text.replace("net.example.org", ""))


BUSY = {
    "twelve long ones": [("กิจกรรมชื่อยาวมากจนเต็มช่องของวันนี้ รายการที่ {n}", "")] * 12,
    "two hundred letters": [("ประชุมเชิงปฏิบัติการถอดบทเรียนการพัฒนา" * 5, "")],
    "one that is cancelled": [("เวทีเครือข่ายสัญจรของอำเภอแม่ฮ่องสอนและอำเภอปางมะผ้า", "status: cancelled")] * 2,
    "several days": [("(ตัวอย่าง) ศึกษาดูงานระหว่างพื้นที่สามวันที่น่าน", "end: 2026-{m:02d}-12 12:00")] * 4,
    "no space": [("กระทรวงทรัพยากรธรรมชาติและสิ่งแวดล้อมมหาวิทยาลัยธรรมศาสตร์", "")] * 3,
}


@pytest.mark.parametrize("kind", BUSY)
@pytest.mark.parametrize("month", [2, 5, 12], ids=["four weeks", "six weeks", "five weeks"])
def test_nothing_in_a_days_box_is_clipped(tmp_path: Path, kind: str, month: int) -> None:
    root = folder(tmp_path)
    event = "- id: e{n}\n  title: {title}\n  start: 2026-{m:02d}-10 {h:02d}:00\n  {more}\n"
    (root / "events.yaml").write_text(
        "".join(
            event.format(n=n, m=month, h=n + 6, title=title.format(n=n), more=more.format(m=month))
            for n, (title, more) in enumerate(BUSY[kind])
        ),
        "utf-8",
    )
    context = context_of(root)
    first = date(2026, month, 1)
    html = wall.month_html(context, first)
    with engine.laid_out(html, css=[wall.sheet("month")]) as document:
        boxes = [box for page in document.pages for box in inside(page._page_box, "box")]
        assert len(boxes) == calendar.monthrange(2026, month)[1]
        assert len(document.pages) >= 2
        for box in boxes:
            lowest = max(line.position_y + line.height for line in lines_in(box))
            assert lowest <= box.content_box_y() + box.height + 0.01
    listed = [entry for entry in wall._of_month(context, first) if entry.first.day <= 10 <= entry.last.day]
    busy = wall._boxes(context, first, listed, 5)[date(2026, month, 10)]
    assert busy.lines
    assert len(busy.lines) + busy.hidden == len(BUSY[kind])
    for line in busy.lines:
        assert line.text == line.said or line.text.endswith("…")
        assert not line.text.removesuffix("…").replace(".", "").isdigit(), "an hour alone says nothing"


def inside(box: Any, kind: str) -> Iterator[Any]:
    """The boxes of a class, outermost first."""
    element = getattr(box, "element", None)
    if element is not None and "::" not in box.element_tag and element.get("class") == kind:
        yield box
        return
    for child in getattr(box, "children", ()):
        yield from inside(child, kind)


def lines_in(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        if type(child).__name__ == "LineBox":
            yield child
        else:
            yield from lines_in(child)


def test_an_event_alone_has_the_whole_box(tmp_path: Path) -> None:
    root = folder(tmp_path)
    title = "(ตัวอย่าง) ชั่วโมงเดียวติดตามปฏิทินบนโทรศัพท์ได้"
    (root / "events.yaml").write_text(f"- id: one\n  title: {title}\n  start: 2026-12-08 13:30\n", "utf-8")
    assert title in " ".join(wall.month_html(context_of(root), date(2026, 12, 1)).split("13.30 "))


def test_the_same_calendar_twice(context: Context) -> None:
    first = date(2026, 12, 1)
    assert wall.month_pdf(context, first) == wall.month_pdf(context, first)


@pytest.mark.parametrize(
    ("period", "code"), [("2026-11", 0), ("2026", 0), ("2569", 2), ("2026-13", 2), ("พ.ย.", 2)]
)
def test_the_command(tmp_path: Path, period: str, code: int) -> None:
    root = folder(tmp_path / "net")
    command = [period, "-f", str(root / "mkdocs.yml"), "--lang", "th", "-o", str(tmp_path / "c.pdf")]
    done = CliRunner().invoke(commands.wall, command)
    assert done.exit_code == code, done.output
    assert (tmp_path / "c.pdf").exists() == (code == 0)
    if period == "2569":
        assert "2026" in done.output
