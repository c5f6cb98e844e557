"""The calendar in a real browser on another day than the build's: nothing there waits for a rebuild."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

NOON = "2026-12-16T12:00:00+07:00"


def opened(browser: Browser, url: str, moment: str = NOON, zone: str = "Asia/Bangkok") -> Page:
    page = browser.new_context(timezone_id=zone, viewport={"width": 390, "height": 844}).new_page()
    page.clock.set_fixed_time(moment)
    page.goto(url)
    return page


def shown(page: Page, selector: str) -> list[str]:
    """Texts of what a reader sees."""
    return [one.inner_text() for one in page.query_selector_all(selector) if one.is_visible()]


def test_the_landing_shows_the_month_that_is_now(browser: Browser, address: str) -> None:
    page = opened(browser, address + "calendar/")
    page.wait_for_selector('[data-jl-month="2026-12"]')
    assert page.inner_text("#this-month") == "ธันวาคม 2569"
    assert page.query_selector_all("[aria-current=date] time")[0].inner_text() == "16"
    page.click('.jl-grid a[href*="#d-18"]')
    page.wait_for_url("**/calendar/2026-12/#d-18")
    page.context.close()


def test_what_is_over_is_gone_and_what_goes_on_stays(browser: Browser, address: str) -> None:
    page = opened(browser, address + "calendar/")
    titles = shown(page, "[data-jl-upcoming] .jl-ev__title")
    assert titles[0] == "(ตัวอย่าง) ศึกษาดูงานระหว่างพื้นที่ สามวันที่น่าน"
    assert shown(page, ".jl-agenda__month")[0] == "ธันวาคม 2569"
    assert not shown(page, "[data-jl-none]")
    page.context.close()


def test_when_all_is_over_the_page_says_so(browser: Browser, address: str) -> None:
    page = opened(browser, address + "calendar/", "2030-01-01T12:00:00+07:00")
    assert not shown(page, "[data-jl-upcoming] .jl-ev__title")
    assert shown(page, "[data-jl-none]")
    page.context.close()


def test_a_month_without_a_page_is_drawn_empty_with_today_marked(browser: Browser, address: str) -> None:
    page = opened(browser, address + "calendar/", "2027-05-02T12:00:00+07:00")
    assert page.inner_text("#this-month") == page.text_content(".jl-grid caption") == "พฤษภาคม 2570"
    assert page.get_attribute("[aria-current=date]", "data-jl-day") == "2027-05-02"
    weeks = page.query_selector_all(".jl-grid tbody tr")
    assert len(weeks) == 6
    assert [cell.inner_text().strip() for cell in weeks[0].query_selector_all("td")] == [*[""] * 6, "1"]
    assert weeks[5].inner_text().split() == ["30", "31"]
    assert shown(page, ".jl-grid th") == ["อา.", "จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส."]
    assert shown(page, "[data-jl-empty]") == ["เดือนนี้ไม่มีกิจกรรม"]
    assert not shown(page, ".jl-grid__holidays")
    assert "\n".join(shown(page, ".jl-turn a")).split("\n")[0].startswith("←")
    page.context.close()


def test_an_empty_month_says_what_comes_next(browser: Browser, address: str) -> None:
    page = opened(browser, address + "calendar/", "2026-09-10T12:00:00+07:00")
    page.wait_for_selector('.jl-grid [data-jl-day="2026-09-10"]')
    (note,) = shown(page, "[data-jl-empty]")
    assert note.startswith("เดือนนี้ไม่มีกิจกรรม งานถัดไป: (ตัวอย่าง)")
    assert page.get_attribute("[data-jl-after] a", "href").startswith("../calendar/sample-")
    page.context.close()


def test_from_a_folder_the_reader_s_month_has_its_events(browser: Browser, built_site: Path) -> None:
    page = opened(browser, f"{(built_site / 'calendar/index.html').as_uri()}")
    assert page.inner_text("#this-month") == "ธันวาคม 2569"
    assert page.get_attribute('[data-jl-day="2026-12-18"] > a', "href") == "../calendar/2026-12/#d-18"
    assert (
        page.get_attribute('[data-jl-day="2026-12-16"] > a', "href") == "../calendar/2026-12/#d-15"
    )  # three days from the 15th
    assert shown(page, "[data-jl-see]") == ["กิจกรรมเดือนนี้"]
    page.context.close()


def test_the_network_s_own_day_counts(browser: Browser, address: str) -> None:
    late = "2026-12-15T20:00:00Z"  # the 16th in Bangkok, the 15th in New York
    page = opened(browser, address + "calendar/2026-12/", late, "America/New_York")
    assert page.get_attribute("[aria-current=date]", "data-jl-day") == "2026-12-16"
    page.context.close()


def test_the_next_time_of_a_recurring_event_moves_on(browser: Browser, address: str) -> None:
    page = opened(browser, address + "calendar/sample-friday-talk/")
    assert "18 ธันวาคม 2569" in page.inner_text("[data-jl-next-time]")
    assert shown(page, "[data-jl-mark]") == ["ครั้งต่อไป"]
    page = opened(browser, address + "calendar/sample-friday-talk/", "2027-01-01T12:00:00+07:00")
    assert shown(page, "[data-jl-if-past]") == ["ผ่านไปแล้ว"]
    assert not shown(page, "[data-jl-if-coming]")
    page.context.close()


def test_a_copied_address_is_heard_too(browser: Browser, address: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address + "calendar/")
    page.locator("[data-jl-address]").first.click()
    # Not by a string that the page would have to evaluate: its policy forbids that on a second look.
    said = page.locator("[data-jl-said]")
    said.filter(has_text="คัดลอกแล้ว").wait_for(state="attached")
    assert said.text_content() == "คัดลอกแล้ว"
    assert page.get_attribute("[data-jl-said]", "role") == "status"
    context.close()


def test_in_forced_colours_today_and_long_events_have_edges(browser: Browser, address: str) -> None:
    context = browser.new_context(forced_colors="active", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.clock.set_fixed_time(NOON)
    page.goto(address + "calendar/2026-12/")
    styled = """(selector) => {
      const { outlineStyle, borderTopWidth } = getComputedStyle(document.querySelector(selector));
      return [outlineStyle, borderTopWidth];
    }"""
    assert page.evaluate(styled, ".jl-today")[0] == "solid"
    assert page.evaluate(styled, ".jl-lane--span")[1] == "1px"
    context.close()


def test_without_a_script_everything_is_there(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "calendar/")
    assert len(shown(page, "[data-jl-upcoming] .jl-ev__title")) > 10
    assert page.is_visible(".jl-grid")
    assert page.inner_text("noscript").startswith("ตารางนี้เป็นของเดือนพฤศจิกายน 2569")
    context.close()
