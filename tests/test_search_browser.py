"""The search as a reader meets it: on a phone and a wide screen, by keyboard, by link, from a USB stick."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from julasan.model import Settings
from julasan.render.search import Document
from test_search_index import small_site

sys.path.insert(0, str(Path(__file__).parent / "bench" / "search"))
import plain_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

WIDTHS = [(390, 844), (1280, 800)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("search")
    plain_site.write(
        made, small_site(), Settings(network="t", topics=("ป่า",), board="https://example.org/board")
    )
    (made / "k" / "2").mkdir(parents=True)
    (made / "k" / "2" / "index.html").write_text("<!doctype html><title>2</title>", "utf-8")
    return made


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with plain_site.served(folder) as (url, _):
        yield url


@pytest.fixture(params=WIDTHS, ids=["phone", "wide"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height})
    opened = context.new_page()
    opened.set_default_timeout(8_000)
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("dialog", lambda dialog: faults.append(dialog.message))
    opened.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    yield opened
    context.close()
    assert not faults


def results(page: Page, url: str, query: str = "", **more: str) -> list[str]:
    """Titles that /search/ shows for a query."""
    page.goto(url + "search/index.html?" + urlencode({"q": query, **more}))
    return titles(page)


def titles(page: Page) -> list[str]:
    page.wait_for_selector("ol[aria-busy=false]", state="attached")
    return page.locator(".js-search__results .js-hit__title").all_inner_texts()


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("กองทุนหมู่บ้าน", "กองทุนหมู่บ้านกับการออม"),
        ("กองทุนหมูบาน", "กองทุนหมู่บ้านกับการออม"),
        ("2553", "กองทุนหมู่บ้านกับการออม"),
        ("๒๕๕๓", "กองทุนหมู่บ้านกับการออม"),
        ("2010", "กองทุนหมู่บ้านกับการออม"),
        ("เเม่วงก์", "ป่าชุมชนแม่วงก์"),
        ("วงก์", "ป่าชุมชนแม่วงก์"),
        ("ป่า", "ป่าชุมชนแม่วงก์"),
        ("line oa", "ปลูกผักอินทรีย์ที่น่าน"),
        ("น่าน", "ปลูกผักอินทรีย์ที่น่าน"),
        ("ผักอินทรี", "ปลูกผักอินทรีย์ที่น่าน"),
        ("ทํางานอย่างเป็นระบบ", "เวทีเรียนรู้ครั้งที่ 4"),
        ("ศูนย์ฝึกอบรม", "เวทีเรียนรู้ครั้งที่ 4"),
        ("สมชาย", "สมชาย ใจดี"),
        ("กองทนุหมู่บ้าน", "กองทุนหมู่บ้านกับการออม"),
        ("กองทุณหมู่บ้าน", "กองทุนหมู่บ้านกับการออม"),
        ("กทบ", "กองทุนหมู่บ้านกับการออม"),
        ("漢字", "مرحبا שלום ภาษาอื่น"),
        ("ป่าชุมชน อาหาร", "ป่าชุมชนแม่วงก์"),
        ("กองทุนหมู่บ้านอยู่ที่ไหนครับ", "กองทุนหมู่บ้านกับการออม"),
    ],
)
def test_what_members_type_is_found_first(page: Page, address: str, query: str, title: str) -> None:
    assert results(page, address, query)[0] == title


@pytest.mark.parametrize(
    "query",
    [
        "26 พ.ย.",
        "26พย",
        "26 พย 69",
        "๒๖ พ.ย. ๒๕๖๙",
        "26 พ.ย. 2026",
        "26 พฤศจิกายน",
        "26/11/2569",
        "2026-11-26",
    ],
)
def test_a_day_is_found_however_it_is_written(page: Page, address: str, query: str) -> None:
    assert results(page, address, query) == ["อบรมเขียนเรื่องงานพื้นที่"]
    assert page.locator(".js-hit__text mark").inner_text().startswith("26 พฤศจิกายน")
    assert page.locator("[role=status]").first.inner_text() == "พบ 1 รายการ"


def test_a_digit_is_no_piece_of_a_number(page: Page, address: str) -> None:
    assert results(page, address, "ครั้งที่ 4")[0] == "เวทีเรียนรู้ครั้งที่ 4"
    assert set(page.locator(".js-hit").first.locator("mark").all_inner_texts()) == {"ครั้งที่ 4"}
    results(page, address, "ลำปาง 2")
    assert "2" not in page.locator("mark").all_inner_texts()


def test_a_month_is_one_in_either_era_and_other_letters_are_none(page: Page, address: str) -> None:
    for query in ("พ.ย. 69", "พฤศจิกายน 2026", "เดือนพ.ย. 2569"):
        assert "วงคุยเย็นวันศุกร์" in results(page, address, query), query
        assert "อบรมเขียนเรื่องงานพื้นที่" in titles(page), query
    assert results(page, address, "ส.ค.ส.")[0] == "วงคุยเย็นวันศุกร์"
    assert page.locator(".js-hit__text mark").first.inner_text() == "ส.ค.ส."


def test_as_typed_comes_first_and_near_spelling_is_said(page: Page, address: str) -> None:
    found = results(page, address, "นำ")
    assert found[0] == "คนรุ่นใหม่"
    assert set(page.locator(".js-hit").first.locator("mark").all_inner_texts()) == {"นำ"}
    near = page.locator(".js-hit", has_text="ป่าชุมชนแม่วงก์")
    assert "ใกล้เคียง" in near.inner_text()
    assert "ใกล้เคียง" not in page.locator(".js-hit").first.inner_text()
    assert results(page, address, "น้ำ") == ["ป่าชุมชนแม่วงก์"] + [each for each in found if "วงก์" not in each]
    assert results(page, address, "น\u0e33\u0e49") == results(page, address, "น้ำ"), "as many type it"


def test_a_result_says_which_of_several_words_it_lacks(page: Page, address: str) -> None:
    assert results(page, address, "ป่าชุมชน ปุ๋ยหมัก ต้นไม้")[0] == "ป่าชุมชนแม่วงก์"
    assert "ไม่มี ปุ๋ยหมัก" in page.locator(".js-hit__about").first.inner_text()
    assert set(page.locator(".js-hit").first.locator("mark").all_inner_texts()) == {"ป่าชุมชน", "ต้นไม้"}


@pytest.mark.parametrize(
    ("query", "marks"),
    [
        ("ใครรู้บ้างว่าเกษตรกรใช้ปุ๋ยหมักแล้วขายให้ใคร", {"เกษตรกร", "ปุ๋ยหมัก", "ขาย"}),
        ("ป่า ดูแล", {"ป่า", "ดูแล"}),
    ],
)
def test_marks_are_whole_words_that_stand_there(
    page: Page, address: str, query: str, marks: set[str]
) -> None:
    results(page, address, query)
    assert set(page.locator(".js-hit").first.locator("mark").all_inner_texts()) == marks


def test_quotes_mean_literally(page: Page, address: str) -> None:
    assert results(page, address, '"ป่าชุมชน"') == ["ป่าชุมชนแม่วงก์", "สมชาย ใจดี"]
    assert results(page, address, '"ปาชุมชน"') == []


def test_the_hit_is_marked_whole_in_its_sentence(page: Page, address: str) -> None:
    results(page, address, "ปลูกตนไม")
    assert page.locator(".js-hit__text mark").first.inner_text() == "ปลูกต้นไม้"
    assert "ชุมชนช่วยกันดูแลป่าและปลูกต้นไม้ปีละ" in page.locator(".js-hit__text").first.inner_text()


def test_hostile_texts_are_shown_as_text(page: Page, address: str) -> None:
    assert results(page, address, "ข้อความอันตราย") == ['<img src=x onerror=alert(1)> & "quoted" \\ </script>']
    assert page.locator(".js-search__results img, .js-search__results script").count() == 0
    assert results(page, address, "<img src=x onerror=alert(1)>")
    assert page.input_value("#js-q") == "<img src=x onerror=alert(1)>"


def test_filters_have_counts_and_stand_in_the_address(page: Page, address: str) -> None:
    assert len(results(page, address, "ป่าชุมชน")) == 2
    page.locator("details summary").click()
    page.wait_for_selector("select[name=kind]:enabled")
    assert "งานพื้นที่ (1)" in page.locator("select[name=kind] option").all_inner_texts()
    page.select_option("select[name=kind]", "member")
    page.wait_for_url("**kind=member**")
    page.wait_for_function("document.querySelectorAll('.js-search__results li').length === 1")
    assert titles(page) == ["สมชาย ใจดี"]
    page.go_back()
    page.wait_for_function("document.querySelectorAll('.js-search__results li').length === 2")
    assert results(page, address, "ป่าชุมชน", province="แพร่") == ["ป่าชุมชนแม่วงก์"]
    assert results(page, address, "ป่าชุมชน", topic="อาหาร", year="2026") == ["ป่าชุมชนแม่วงก์"]


def test_the_newest_can_come_first(page: Page, address: str) -> None:
    assert results(page, address, "ลำปาง", sort="date")[0] == "เวทีเรียนรู้ครั้งที่ 4"


def test_the_status_counts_aloud_and_nothing_found_leads_on(page: Page, address: str) -> None:
    results(page, address, "ป่าชุมชน")
    assert page.locator("[role=status]").first.inner_text() == "พบ 2 รายการ"
    assert not page.locator(".js-search__ways").is_visible()
    results(page, address, "กองทุนหมื")
    assert titles(page)
    assert results(page, address, "zzzzqqqq") == []
    assert "ไม่พบ “zzzzqqqq”" in page.locator("[role=status]").first.inner_text()
    assert page.get_by_role("link", name="ถามเครือข่าย").is_visible()


def test_what_is_nowhere_literally_is_offered_without_quotes(page: Page, address: str) -> None:
    assert results(page, address, '"ปาชุมชน"') == []
    offered = page.locator(".js-search__nearest")
    assert offered.inner_text() == "ค้นโดยไม่ใส่เครื่องหมายคำพูด: ปาชุมชน"
    offered.locator("a").click()
    page.locator(".js-hit").first.wait_for()
    assert page.input_value("#js-q") == "ปาชุมชน"
    assert titles(page)[0] == "ป่าชุมชนแม่วงก์"


def test_a_slip_is_offered_its_nearest_words(page: Page, address: str) -> None:
    assert results(page, address, "เกษตกรอินทรี")[0] == "ปลูกผักอินทรีย์ที่น่าน"
    offered = page.locator(".js-search__nearest a").all_inner_texts()
    assert set(offered) & {"เกษตรกร", "อินทรีย์"}
    assert "ไม่มีเรื่องที่ตรงตัว" in page.locator("[role=status]").first.inner_text()


def test_back_goes_from_query_to_query(page: Page, address: str) -> None:
    page.goto(address + "search/index.html")
    for query, title in (("กองทุน", "กองทุนหมู่บ้านกับการออม"), ("แม่วงก์", "ป่าชุมชนแม่วงก์")):
        page.fill("#js-q", query)
        page.keyboard.press("Enter")
        page.locator(".js-hit__title", has_text=title).wait_for()
    page.go_back()
    page.locator(".js-hit__title", has_text="กองทุนหมู่บ้าน").wait_for()
    assert page.input_value("#js-q") == "กองทุน"
    page.fill("#js-q", "")
    page.wait_for_selector("ol[aria-busy=false]:empty", state="attached")
    assert page.locator(".js-search__ways").is_visible()


def test_back_from_a_result_leads_to_its_place_in_the_list(page: Page, tmp_path: Path) -> None:
    found = [Document(url=f"k/{n}/", title=f"วันที่ {n}", text="กองทุนของเรา", kind="page") for n in range(45)]
    plain_site.write(tmp_path, found, Settings(network="t", topics=("ป่า",)))
    for n in range(45):
        (tmp_path / "k" / str(n)).mkdir(parents=True)
        (tmp_path / "k" / str(n) / "index.html").write_text("<!doctype html><title>1</title>", "utf-8")
    with plain_site.served(tmp_path) as (url, _):
        shown = len(results(page, url, "กองทุน"))
        while shown < 30:
            page.locator(".js-search__more").click()
            page.locator(".js-search__results li").nth(shown).wait_for()
            shown = page.locator(".js-search__results li").count()
        hit = page.locator(".js-hit").nth(28)
        title = hit.inner_text()
        hit.click()
        page.wait_for_url("**/k/**")
        page.go_back()
        assert len(titles(page)) >= shown
        assert hit.inner_text() == title
        box, size = hit.bounding_box(), page.viewport_size
        assert box
        assert size
        assert 0 <= box["y"] < size["height"]


def test_without_a_script_topics_are_one_tap_away(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address + "search/index.html")
    assert page.locator("noscript p").is_visible()
    assert not page.locator(".js-search__tips").is_visible()
    assert page.get_by_role("link", name="ป่า").is_visible()
    assert page.get_by_role("link", name="ถามเครือข่าย").is_visible()
    context.close()


def test_words_without_end_are_found_and_stay_on_the_page(page: Page, tmp_path: Path) -> None:
    long = "ก" * 10_000 + "ผลลัพธ์"
    plain_site.write(
        tmp_path,
        [
            Document(url="k/91/", title=long, text=f"{long} \u202eย้อน\u202c 👩‍👩‍👧 مرحبا", kind="news"),
            Document(url="k/92/", title="x" * 10_000, text="y" * 10_000, kind="news"),
            *small_site(),
        ],
    )
    with plain_site.served(tmp_path) as (url, _):
        assert len(results(page, url, "ผลลัพธ์")) == 1
        assert page.locator("mark", has_text="ผลลัพธ์").count()
        assert len(page.locator(".js-hit").inner_text()) < 1_000
        assert len(results(page, url, "xxxxxxxx")) == 1
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert results(page, url, "ก" * 190)[0].startswith("กกก")


def test_the_dialog_by_keyboard(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.insert_text("ป่าชุมชน")
    page.wait_for_selector("#js-list[aria-busy=false] [role=option]")
    combo = page.get_by_role("combobox")
    assert combo.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert page.locator("[aria-selected=true] .js-hit__title").inner_text() == "ป่าชุมชนแม่วงก์"
    assert combo.get_attribute("aria-activedescendant") == page.locator("[aria-selected=true]").get_attribute(
        "id"
    )
    page.keyboard.press("ArrowUp")
    assert page.locator("[aria-selected=true]").inner_text() == "ดูผลทั้งหมด"
    page.keyboard.press("Escape")
    assert not page.locator("dialog").is_visible()
    page.locator("header a").click()
    assert page.locator("dialog").is_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/k/2/")


def test_the_dialog_grows_as_far_as_the_screen_and_what_is_chosen_stays(page: Page, tmp_path: Path) -> None:
    texts = ["เห็ดเผาะหน้าฝนที่แม่ทะ", "เห็ดเผาะหน้าฝนที่แม่เมาะ"]
    found = [Document(url=f"k/{n}/", title=f"วันที่ {n}", text=texts[n > 0] * 9, kind="page") for n in range(30)]
    found += [Document(url=f"o/{n}/", title=f"อีกวัน {n}", text="ฟังเพลงกับเพื่อน", kind="page") for n in range(90)]
    plain_site.write(tmp_path, found)
    options = page.locator("#js-list[aria-busy=false] [role=option]")
    with plain_site.served(tmp_path) as (url, _):
        for height, least, most in ((500, 4, 7), (1600, 11, 11)):
            page.set_viewport_size({"width": page.evaluate("innerWidth"), "height": height})
            page.goto(url)
            page.keyboard.press("/")
            page.keyboard.insert_text("เห็ดเผาะหน้าฝนที่แม่ทะ")
            options.first.wait_for()
            assert least <= options.count() <= most
            assert options.last.inner_text() == "ดูผลทั้งหมด"
            page.keyboard.press("ArrowDown")
            page.keyboard.press("ArrowDown")
            assert page.locator("[aria-selected=true]").get_attribute("id") == "js-o1"
            ids = page.eval_on_selector_all("#js-list [role=option]", "all => all.map(each => each.id)")
            assert len(set(ids)) == len(ids)


def test_enter_goes_to_all_results(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("header a").click()
    page.keyboard.insert_text("กองทุน")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=**")
    assert titles(page)[0] == "กองทุนหมู่บ้านกับการออม"


def test_a_folder_on_a_stick_can_be_searched(page: Page, folder: Path) -> None:
    assert results(page, folder.as_uri() + "/", "กองทุนหมู่บ้าน")[0] == "กองทุนหมู่บ้านกับการออม"
    assert str(page.locator(".js-hit").first.get_attribute("href")).endswith("/k/1/index.html")


def test_a_phone_never_scrolls_sideways(page: Page, address: str) -> None:
    results(page, address, "ชุมชน")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_site_published_anew_is_read_anew(browser: Browser, tmp_path: Path) -> None:
    plain_site.write(tmp_path, small_site()[1:])
    with plain_site.served(tmp_path) as (url, _):
        page = browser.new_context().new_page()
        page.goto(url + "search/index.html")
        page.wait_for_function("document.scripts.length === 1")
        page.evaluate("new Promise(done => setTimeout(done, 0))")
        plain_site.write(tmp_path, small_site())
        page.fill("#js-q", "กองทุนหมู่บ้าน")
        assert titles(page)[0] == "กองทุนหมู่บ้านกับการออม"
        page.context.close()


def test_the_box_stands_before_the_search_is_there_and_without_it(page: Page, address: str) -> None:
    page.route("**/find.*.js", lambda route: route.abort())
    page.goto(address)
    assert page.evaluate("performance.getEntriesByType('resource').every(each => !/find/.test(each.name))")
    page.keyboard.press("/")
    page.keyboard.insert_text("กองทุน")
    page.get_by_text("อ่านดัชนีค้นหาไม่ได้").wait_for()
    page.unroute("**/find.*.js")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=**")
    assert titles(page)[0] == "กองทุนหมู่บ้านกับการออม"


def test_a_browser_without_dialogs_goes_to_the_page_instead(page: Page, address: str) -> None:
    page.add_init_script("delete HTMLDialogElement.prototype.showModal")
    page.goto(address)
    page.keyboard.press("/")
    page.locator("[data-julasan-search]").first.click()
    page.wait_for_url("**/search/index.html")


def test_what_is_typed_while_the_search_comes_is_answered(page: Page, address: str) -> None:
    held: list[Route] = []
    page.route("**/find.*.js", lambda route: held.append(route))
    page.goto(address)
    with page.expect_request("**/find.*.js"):
        page.keyboard.press("/")
    page.keyboard.insert_text("ป่าชุมชน")
    held[0].continue_()
    page.locator("#js-list .js-hit__title", has_text="ป่าชุมชนแม่วงก์").wait_for()


@pytest.mark.parametrize(
    ("query", "meant", "title"),
    [
        ("line oa", "", "ปลูกผักอินทรีย์ที่น่าน"),
        ("zxcv;;", "", ""),
        ("dv'm6os,^j[hko", "กองทุนหมู่บ้าน", "กองทุนหมู่บ้านกับการออม"),
        ("c,j;'dN", "แม่วงก์", "ป่าชุมชนแม่วงก์"),
        ("สรืำ นฟ", "line oa", "ปลูกผักอินทรีย์ที่น่าน"),
    ],
)
def test_what_was_typed_on_the_other_layout_is_understood(
    page: Page, address: str, query: str, meant: str, title: str
) -> None:
    found = results(page, address, query)
    said = page.locator("[role=status]").first.inner_text()
    assert (found[:1] or [""])[0] == title
    assert f"“{meant}”" in said if meant else "แป้นพิมพ์" not in said


def test_a_dash_leaves_a_word_out(page: Page, address: str) -> None:
    both = results(page, address, "ป่าชุมชน")
    assert results(page, address, "ป่าชุมชน -สมชาย") == [each for each in both if "สมชาย" not in each]
    assert page.locator("[role=status]").first.inner_text() == "พบ 1 รายการ · ไม่รวม สมชาย"
    assert results(page, address, 'ป่าชุมชน -"ปลูกต้นไม้"') == ["สมชาย ใจดี"]
    assert results(page, address, "-ป่าชุมชน") == both
    assert results(page, address, "ป่าชุมชน - สมชาย")[0] == "สมชาย ใจดี"


def test_of_several_words_those_with_all_come_first_then_those_with_fewer(page: Page, address: str) -> None:
    assert results(page, address, "ป่าชุมชน สมชาย") == ["สมชาย ใจดี", "ป่าชุมชนแม่วงก์"]
    assert page.locator("[role=status]").first.inner_text() == "พบ 2 รายการ · มีครบทุกคำ 1"
    assert "ไม่มี สมชาย" in page.locator(".js-hit__about").nth(1).inner_text()


@pytest.fixture(scope="module")
def topical(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Many texts that say a word often, few that are about it, and an event that comes again."""
    about = [
        Document(url="k/t/", title="กองทุนชุมชน", text="ทุกเรื่องในประเด็นกองทุนชุมชน", kind="topic"),
        Document(
            url="k/own/",
            title="เงินออมของคนบ้านเรา",
            text="เราออมกันมานาน " * 40,
            kind="story",
            extra="กองทุนชุมชน วันเสาร์ที่ 3 มกราคม 2569 2026",
            date=date(2026, 1, 3),
        ),
        Document(
            url="calendar/again/",
            title="วงคุยเรื่องน้ำ",
            text="ศาลากลางบ้าน",
            kind="event",
            date=date(2026, 10, 2),
            days=(date(2026, 10, 2), date(2026, 11, 6), date(2026, 12, 4)),
            extra="วันศุกร์ที่ 2 ตุลาคม 2569 2026 วันศุกร์ที่ 6 พฤศจิกายน 2569 2026 วันศุกร์ที่ 4 ธันวาคม 2569 2026",
        ),
    ]
    others = [
        Document(
            url=f"k/{number}/",
            title=f"ข่าวที่ {number}",
            text=f"กล่าวถึงกองทุนชุมชนและกองทุนชุมชน กองทุนชุมชน กองทุนชุมชน {number}",
            kind="news",
            date=date(2025, 1, 1 + number),
        )
        for number in range(25)
    ]
    folder = tmp_path_factory.mktemp("topical")
    plain_site.write(folder, [*about, *others])
    with plain_site.served(folder) as (url, _):
        yield url


def test_a_topic_and_its_own_articles_come_before_those_that_name_it(page: Page, topical: str) -> None:
    for query in ("กองทุนชุมชน", "กองทุน"):
        assert results(page, topical, query)[:2] == ["กองทุนชุมชน", "เงินออมของคนบ้านเรา"], query
    assert page.locator(".js-hit__about").first.inner_text() == "ประเด็น"
    assert page.locator(".js-hit__about").nth(1).inner_text() == "เรื่องเล่า · 3 ม.ค. 2569 · กองทุนชุมชน"


def test_what_comes_again_shows_its_next_day_or_the_one_that_was_asked_for(page: Page, topical: str) -> None:
    for now, query, day in (
        ("2026-11-01", "วงคุยเรื่องน้ำ", "6 พ.ย. 2569"),
        ("2026-11-06", "วงคุยเรื่องน้ำ", "6 พ.ย. 2569"),
        ("2027-03-01", "วงคุยเรื่องน้ำ", "4 ธ.ค. 2569"),
        ("2026-11-01", "2 ต.ค. 69", "2 ต.ค. 2569"),
    ):
        page.clock.set_fixed_time(f"{now}T08:00:00")
        assert results(page, topical, query)[0] == "วงคุยเรื่องน้ำ"
        assert page.locator(".js-hit__about").first.inner_text() == f"กิจกรรม · {day}"


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Many texts in which an office's letters stand inside other words, and one that is about the office."""
    others = [
        Document(
            url=f"k/{number}/",
            title=f"เรื่องที่ {number}",
            text=f"คนสลับกันดูแลสวนสลับแปลง {number} เทศกาลของบ้านเรา บทสวดของคนเฒ่า พ.ศ. 2560",
            kind="news",
            date=date(2025, 1, 1 + number),
        )
        for number in range(30)
    ]
    own = Document(
        url="k/own/",
        title="พบเจ้าหน้าที่",
        text="เมื่อวานไปพบ น.ส.ล. ที่อำเภอ แล้วแวะ ทส. กับ พส. ด้วย",
        kind="news",
    )
    folder = tmp_path_factory.mktemp("offices")
    plain_site.write(folder, [own, *others])
    with plain_site.served(folder) as (url, _):
        yield url


@pytest.mark.parametrize(
    ("query", "mark"), [("นสล", "น.ส.ล."), ("น.ส.ล.", "น.ส.ล."), ("ทส", "ทส"), ("ทส.", "ทส"), ("พส", "พส")]
)
def test_letters_of_an_office_that_nobody_listed_are_found_where_they_stand_alone(
    page: Page, offices: str, query: str, mark: str
) -> None:
    assert results(page, offices, query)[0] == "พบเจ้าหน้าที่"
    assert page.locator(".js-hit").first.locator("mark").all_inner_texts() == [mark]


def test_a_province_is_found_by_its_two_letters_and_hours_stay_hours(page: Page, tmp_path: Path) -> None:
    texts = {
        "แม่ฮ่องสอน": "กองทุนหมู่บ้านแม่ฮ่องสอน",
        "เชียงใหม่": "ตลาดนัดที่เชียงใหม่ มีชมรมและชมพู่",
        "เวลา": "เปิด 24 ชม. ทุกวัน",
        "พรปีใหม่": "ขอพรปีใหม่ให้ทุกท่าน",
        "เมืองแพร่": "แพร่มีไม้สัก",
    }
    found = [
        Document(url=f"k/{n}/", title=f"ฉบับที่ {n}", text=t, kind="news") for n, t in enumerate(texts.values())
    ]
    plain_site.write(tmp_path, found)
    with plain_site.served(tmp_path) as (url, _):
        for query in ("มส. กองทุน", "กองทุน มส", "จ.มส", "มส."):
            assert results(page, url, query)[0] == "ฉบับที่ 0", query
            assert "แม่ฮ่องสอน" in page.locator(".js-hit").first.locator("mark").all_inner_texts(), query
        assert set(results(page, url, "ชม.")) == {"ฉบับที่ 1", "ฉบับที่ 2"}
        marks = page.locator(".js-hit", has_text="ชมรม").locator("mark").all_inner_texts()
        assert marks == ["เชียงใหม่"]
        assert results(page, url, "พร")[0] == "ฉบับที่ 3"
        assert results(page, url, "พร.")[0] == "ฉบับที่ 4"


def test_words_that_stand_apart_are_found_when_they_are_typed_as_one(page: Page, topical: str) -> None:
    assert results(page, topical, "ศาลากลางบ้านวงคุย")[0] == "วงคุยเรื่องน้ำ"


def test_no_query_is_sent_to_the_host(page: Page, address: str) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.insert_text("กองทุน")
    page.wait_for_selector("#js-list[aria-busy=false] [role=option]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=**")
    page.fill("#js-q", "เกษตกรอินทรี")
    page.keyboard.press("Enter")
    page.locator(".js-search__nearest a").first.click()
    page.wait_for_function("document.querySelector('#js-q').value !== 'เกษตกรอินทรี'")
    assert titles(page)
    page.go_back()
    page.wait_for_function("document.querySelector('#js-q').value === 'เกษตกรอินทรี'")
    assert all(url.startswith(address) and "q=" not in url.split("#")[0] for url in sent)


def test_by_touch(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(address)
    page.locator("header a").tap()
    page.keyboard.insert_text("แม่วงก์")
    page.locator("#js-list .js-hit").first.tap()
    page.wait_for_url("**/k/2/")
    page.goto(address + "search/index.html?q=ป่าชุมชน")
    page.locator("details summary").tap()
    page.wait_for_selector("select[name=kind]:enabled")
    box = page.locator("details summary").bounding_box()
    assert box
    assert box["height"] >= 32
    context.close()


def test_the_box_works_from_a_stick(page: Page, folder: Path) -> None:
    page.goto((folder / "index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.insert_text("แม่วงก์")
    page.wait_for_selector("#js-list[aria-busy=false] [role=option]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/index.html?q=**")
    assert titles(page)[0] == "ป่าชุมชนแม่วงก์"


def test_everything_is_shown_as_what_it_is(page: Page, tmp_path: Path) -> None:
    kinds = {
        "article": "บทความ",
        "field-work": "งานพื้นที่",
        "proposal": "ข้อเสนอ",
        "event": "กิจกรรม",
        "member": "สมาชิก",
        "issue": "จุลสาร",
        "page": "หน้าเว็บ",
        "topic": "ประเด็น",
        "province": "จังหวัด",
    }
    found = [
        Document(url=f"k/{kind}/", title=f"ลำปาง {name}", text="ที่นี่", kind=kind, province="ลำปาง")
        for kind, name in kinds.items()
    ]
    plain_site.write(tmp_path, found)
    with plain_site.served(tmp_path) as (url, _):
        shown = results(page, url, "ลำปาง")
        about = page.locator(".js-hit__about").all_inner_texts()
        assert {(title, said) for title, said in zip(shown, about, strict=True)} == {
            (f"ลำปาง {name}", f"{name} · ลำปาง") for name in kinds.values()
        }


@pytest.fixture(scope="module")
def minutes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Minutes of meetings on many days, of sums of money, and of what is written in Latin letters."""
    dated = [
        Document(
            url=f"k/{number}/",
            title=f"รายงานประจำเดือนเมษายน {2563 if number < 3 else 2564}",
            text=f"ประชุมวันที่ {number + 1} เมษายน {2563 if number < 3 else 2564} ออมทรัพย์ของกลุ่มบ้านเรา",
            kind="news" if number % 2 else "story",
            province="น่าน" if number < 20 else "แพร่",
            date=date(2020 if number < 3 else 2021, 4, number % 28 + 1),
        )
        for number in range(60)
    ]
    others = [
        ("เงินกู้", "ให้กู้ 50,000 บาท และ 25,093,138 บาท ออมร่วมกันทุกเดือน"),
        ("เงินช่วยเหลือ", "ได้รับคนละ 5,000 บาท"),
        ("ฝุ่น", "ค่าฝุ่น PM 2.5 สูง equipment 25 pork price hike"),
        ("ข้าว", "Organic rice community"),
        ("ทายาท", "นายกอยู่บ้าน ปีกนกสวย สมาชิก อยู่ครบ"),
        ("นาของเรา", "โคก หนอง นา ที่บ้าน นายกมาเยี่ยม"),
        ("อีกแห่ง", "เวทีของเราและเวทีเรียนรู้"),
    ]
    more = [
        Document(url=f"o/{n}/", title=title, text=text, kind="page") for n, (title, text) in enumerate(others)
    ]
    folder = tmp_path_factory.mktemp("minutes")
    plain_site.write(folder, [*dated, *more])
    with plain_site.served(folder) as (url, _):
        yield url


def status(page: Page) -> str:
    return page.locator("[role=status]").first.inner_text()


def choices(page: Page, name: str) -> list[str]:
    """What a filter offers, once it is opened."""
    page.locator("details").evaluate("each => each.open = true")
    page.wait_for_selector(f"select[name={name}]:enabled")
    page.locator(f"select[name={name}] option", has_text="(").first.wait_for(state="attached")
    return page.locator(f"select[name={name}] option").all_inner_texts()


def test_a_day_counts_what_can_be_shown(page: Page, minutes: str) -> None:
    for query, count in (("เมษายน 2563", 3), ("2 เม.ย. 2563", 1)):
        assert len(results(page, minutes, query)) == count
        assert status(page) == f"พบ {count} รายการ"
        assert not page.locator(".js-search__more").is_visible()
    assert choices(page, "kind") == ["ทั้งหมด", "ข่าว (1)"]
    assert results(page, minutes, "เมษายน 2563", kind="story") == ["รายงานประจำเดือนเมษายน 2563"] * 2
    assert status(page) == "พบ 2 รายการ"


def test_more_of_what_must_stand_literally_is_counted_as_it_is_read(page: Page, minutes: str) -> None:
    assert len(results(page, minutes, '"ออมทรัพย์ของกลุ่ม"')) == 10
    assert status(page) == "พบ 10 รายการแล้ว ยังมีอีก"
    page.locator(".js-search__more").click()
    page.locator(".js-search__results li").nth(19).wait_for()
    assert status(page) == "พบ 20 รายการแล้ว ยังมีอีก"
    assert page.evaluate("document.activeElement === document.querySelectorAll('.js-hit')[10]")
    assert choices(page, "province") == ["ทั้งหมด", "แพร่ (40)", "น่าน (20)"]
    assert status(page) == "พบ 60 รายการ"
    while page.locator(".js-search__more").is_visible():
        shown = page.locator(".js-search__results li").count()
        page.locator(".js-search__more").click()
        page.locator(".js-search__results li").nth(shown).wait_for()
    assert page.locator(".js-search__results li").count() == 60


def test_sorted_by_date_the_filters_count_what_is_shown_and_fewer_are_explained(
    page: Page, minutes: str
) -> None:
    found = results(page, minutes, "ออม ร่วมกัน", sort="date")
    assert status(page) == f"พบ {len(found)} รายการ · เรียงตามวันที่ แสดงเฉพาะเรื่องที่ตรงที่สุด"
    assert choices(page, "kind") == ["ทั้งหมด", f"หน้าเว็บ ({len(found)})"]


@pytest.mark.parametrize(
    ("query", "title", "marks"),
    [
        ("5000", "เงินช่วยเหลือ", {"5,000"}),
        ("50000 บาท", "เงินกู้", {"50,000 บาท"}),
        ("ค่าฝุ่น 2.5", "ฝุ่น", {"ค่าฝุ่น", "2.5"}),
        ("PM 2.5", "ฝุ่น", {"PM 2.5"}),
        ("rice", "ข้าว", {"rice"}),
        ("pm", "ฝุ่น", {"PM"}),
        ("โคก หนอง นา", "นาของเรา", {"นา", "โคก หนอง นา"}),
        ('"เวทีเรียนรู้"', "อีกแห่ง", {"เวทีเรียนรู้"}),
    ],
)
def test_numbers_and_short_words_are_whole_and_latin_ones_begin_where_they_are_found(
    page: Page, minutes: str, query: str, title: str, marks: set[str]
) -> None:
    assert results(page, minutes, query)[0] == title
    assert set(page.locator(".js-hit").first.locator("mark").all_inner_texts()) == marks


def test_a_near_number_is_no_slip(page: Page, minutes: str) -> None:
    results(page, minutes, "รายงานประจำเดือนเมษายน 2562")
    assert all("256" not in mark for mark in page.locator("mark").all_inner_texts())
    results(page, minutes, "กอ")
    assert not {"ก อ", "กอ"} & set(page.locator("mark").all_inner_texts())


def test_of_what_is_only_near_a_few_are_shown(page: Page, minutes: str) -> None:
    found = results(page, minutes, "ออมทรัพย์ของกลิ่ม")
    assert 0 < len(found) <= 10
    assert status(page) == f"ไม่มีเรื่องที่ตรงตัว แสดงเรื่องที่ใกล้เคียง {len(found)} รายการ"
    assert not page.locator(".js-search__more").is_visible()
    assert page.locator(".js-hit").first.locator("mark").count()


def test_those_who_hold_all_of_it_are_read_first_and_the_others_as_one_reads_on(
    page: Page, tmp_path: Path
) -> None:
    whole, part = "ประชุมเรื่องน้ำพริกหนุ่มของชาวบ้านป่าแดด", "ประชุมเรื่องน้ำพริกหนุ่มของชาวบ้านป่าตัน"
    found = [
        Document(url=f"k/{n}/", title=f"วันที่ {n}", text=whole if n % 5 == 0 else part, kind="page")
        for n in range(20)
    ]
    found += [Document(url=f"o/{n}/", title=f"อีกวัน {n}", text="ฟังเพลงกับเพื่อน", kind="page") for n in range(90)]
    plain_site.write(tmp_path, found)
    with plain_site.served(tmp_path) as (url, log):
        page.set_viewport_size({"width": 390, "height": 500})
        assert len(results(page, url, "น้ำพริกหนุ่มของชาวบ้านป่าแดด")) == 4
        assert sum(path.startswith("search/d") for path, _ in log) == 4
        assert all("ใกล้เคียง" not in each for each in page.locator(".js-hit").all_inner_texts())
        page.evaluate("document.body.style.paddingBottom = '200vh'")
        page.mouse.wheel(0, 60)
        page.locator(".js-search__results li").nth(13).wait_for()
        assert page.locator(".js-search__results li").count() == 14
        page.locator(".js-search__more").click()
        page.locator(".js-search__results li").nth(19).wait_for()
        assert page.evaluate("document.activeElement === document.querySelectorAll('.js-hit')[14]")


@pytest.mark.parametrize("height", [600, 900, 2400])
def test_what_is_seen_of_the_page_is_filled_and_no_more_is_read(
    page: Page, tmp_path: Path, height: int
) -> None:
    texts = ["เห็ดเผาะหน้าฝนที่แม่ทะ", "เห็ดเผาะหน้าฝนที่แม่เมาะ"]
    found = [
        Document(url=f"k/{n}/", title=f"วันที่ {n}", text=texts[n % 7 > 0] * 9, kind="page") for n in range(42)
    ]
    found += [Document(url=f"o/{n}/", title=f"อีกวัน {n}", text="ฟังเพลงกับเพื่อน", kind="page") for n in range(90)]
    plain_site.write(tmp_path, found)
    below = "document.querySelector('.js-search__more').getBoundingClientRect().top - innerHeight"
    with plain_site.served(tmp_path) as (url, log):
        width = page.evaluate("innerWidth")
        page.set_viewport_size({"width": width, "height": height})
        shown = results(page, url, "เห็ดเผาะหน้าฝนที่แม่ทะ")
        one = page.locator(".js-search__results li").last.bounding_box()
        assert one
        assert page.evaluate(below) >= 0
        assert len(shown) <= 6 or page.evaluate(below) < 3 * one["height"]
        assert sum(path.startswith("search/d") for path, _ in log) == len(shown)
        said = status(page)
        page.set_viewport_size({"width": width, "height": height + 1200})
        page.locator(".js-search__results li").nth(len(shown)).wait_for()
        page.wait_for_function(f"{below} >= 0")
        assert status(page) == said


@pytest.fixture(scope="module")
def slips(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """One text holds the words, all others their letters apart."""
    made = tmp_path_factory.mktemp("slips")
    others = [
        f"{word}ในแปลง {end}ของเรา ทีมงานไปรับ เตรียมของไว้ก่อน การเกษตรและปศุสัตว์ เปิดตลาด"
        for word in ("ทักทาย", "เตรียมดิน", "ผักกาด")
        for end in ("ทะเบียนรับ", "การเปิดงาน", "สะพาน")
    ]
    found = [
        Document(url=f"o/{n}/", title=f"วันที่ {n}", text=others[n % len(others)], kind="page")
        for n in range(90)
    ]
    texts = ("ทักษะรับมือภัยแล้ง", "เตรียมการเปิดเวที", "ปลูกผักสวนครัว")
    found += [Document(url=f"k/{n}/", title=f"ฉบับที่ {n}", text=t, kind="page") for n, t in enumerate(texts)]
    plain_site.write(made, found)
    with plain_site.served(made) as server:
        yield server


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("ทัษกะรับ", "ทักษะรับ"),
        ("ทักะรับ", "ทักษะรับ"),
        ("ทักกษะรับ", "ทักษะรับ"),
        ("เตรยีมการเปิด", "เตรียมการเปิด"),
        ("เตรียมกรเปิด", "เตรียมการเปิด"),
        ("เตรียมการเกปิด", "เตรียมการเปิด"),
        ("ปลูกผักดสวนครัว", "ปลูกผักสวนครัว"),
        ("ปลูผักสวนครัว", "ปลูกผักสวนครัว"),
        ("เตรียมการแปิด", "เตรียมการเปิด"),
        ("แตรียมการเปิด", "เตรียมการเปิด"),
        ("เตรืยมการเปิด", "เตรียมการเปิด"),
        ("เตรียมกำรเปิด", "เตรียมการเปิด"),
        ("ปลุกผักสวนครัว", "ปลูกผักสวนครัว"),
    ],
)
def test_one_slip_is_undone_by_letters_and_few_texts_are_read(
    page: Page, slips: tuple[str, list[tuple[str, int]]], query: str, text: str
) -> None:
    url, log = slips
    log.clear()
    results(page, url, query)
    first = page.locator(".js-hit").first
    assert first.locator("mark").all_inner_texts() == [text]
    assert status(page).startswith("ไม่มีเรื่องที่ตรงตัว แสดงเรื่องที่ใกล้เคียง")
    assert sum(path.startswith("search/d") for path, _ in log) <= 31


def test_a_vowel_taken_for_its_like_is_undone_in_a_word_of_four_letters(page: Page, tmp_path: Path) -> None:
    found = [
        Document(url=f"o/{n}/", title=f"วันที่ {n}", text="ทุกคนลุกขึ้นยืนแล้วเดินเล่น", kind="page") for n in range(90)
    ]
    plain_site.write(tmp_path, [*found, Document(url="k/own/", title="สวน", text="ช่วยกันปลูกผัก", kind="page")])
    with plain_site.served(tmp_path) as (url, log):
        assert results(page, url, "ปลุก")[0] == "สวน"
        assert page.locator(".js-hit").first.locator("mark").all_inner_texts() == ["ปลูก"]
        assert sum(path.startswith("search/d") for path, _ in log) < 10


def test_a_word_undone_to_its_beginning_is_marked_whole(page: Page, tmp_path: Path) -> None:
    found = [Document(url=f"o/{n}/", title=f"วันที่ {n}", text="ทุกคนเดินเล่น", kind="page") for n in range(90)]
    own = Document(url="k/own/", title="สวน", text="ช่วยกันปลูกผัก", kind="page", extra="ผู้นำและทายาท")
    plain_site.write(tmp_path, [*found, own])
    with plain_site.served(tmp_path) as (url, _):
        assert results(page, url, "ทายาด")[0] == "สวน"
        assert page.locator(".js-hit").first.locator("mark").all_inner_texts() == ["ทายาท"]


def test_a_slip_in_one_of_several_words_is_undone_too(
    page: Page, slips: tuple[str, list[tuple[str, int]]]
) -> None:
    url, _ = slips
    for query in ("ปลูกผัก สวนครวั", "เปีดเวที เตรียมการ"):
        results(page, url, query)
        first = page.locator(".js-hit").first
        assert {"สวนครัว", "เปิดเวที"} & set(first.locator("mark").all_inner_texts()), query
        about = first.locator(".js-hit__about").inner_text()
        assert "ใกล้เคียง" in about, query
        assert "ไม่มี" not in about, query


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("พลสติก ตั้งแต่", "พลาสติก"),
        ("กัมชับ ลงทะเบียน", "กำชับ"),
        ("ลงทะเบียน กำพูชา", "กัมพูชา"),
        ("เวที ลำพุน", "ลำพูน"),
        ("วิซาการ เผยแพร่", "วิชาการ"),
        ("เข้าถึง บอล์ด", "บอร์ด"),
        ("คุณสมชาย เผยแพร่", "สมชาย"),
    ],
)
def test_of_several_words_what_stands_beside_the_others_is_meant(
    page: Page, tmp_path: Path, query: str, word: str
) -> None:
    meant = (
        "แยกพลาสติกตั้งแต่ที่บ้าน", "กำชับให้ลงทะเบียน", "ลงทะเบียนที่กัมพูชา", "เวทีเรียนรู้ที่ลำพูน",
        "เผยแพร่งานวิชาการ", "คนเข้าถึงบอร์ดใหม่", "เผยแพร่แล้ว สมชายว่า",
    )  # fmt: skip
    # One of the words, or a piece of what was typed.
    others = ("ตั้งแต่วันนี้ สติกเกอร์", "ลงทะเบียนแล้ว", "เปิดเวที", "เผยแพร่ข่าว", "เข้าถึงแล้ว")
    found = [
        Document(url=f"k/{n}/", title=f"เรื่องที่ {n}", text=text, kind="news")
        for n, text in enumerate([*meant, *others * 5])
    ]
    plain_site.write(tmp_path, found)
    with plain_site.served(tmp_path) as (url, _):
        results(page, url, query)
        first = page.locator(".js-hit").first
        assert word in first.locator("mark").all_inner_texts()
        assert "ไม่มี" not in first.locator(".js-hit__about").inner_text()


def test_who_lacks_a_rare_word_comes_after_who_lacks_another(page: Page, tmp_path: Path) -> None:
    found = [
        Document(url=f"k/{n}/", title=f"สมาชิกบ้านที่ {n}", text="นัดสมาชิกประชุม", kind="news") for n in range(9)
    ]
    found += [Document(url="k/own/", title="เงินทุน", text="ชาวบ้านได้รับทุนปลูกกาแฟแล้ว", kind="news")]
    plain_site.write(tmp_path, found)
    with plain_site.served(tmp_path) as (url, _):
        assert results(page, url, "สมาชิก ทุนปลูกกาแฟ")[0] == "เงินทุน"


def test_where_many_texts_hold_all_words_ten_are_read(page: Page, tmp_path: Path) -> None:
    found = [
        Document(url=f"k/{n}/", title=f"ฉบับที่ {n}", text="ส่งเสริมสุขภาพในชุมชน ช่วยกันดูแลสุขภาพ", kind="news")
        for n in range(80)
    ]
    plain_site.write(tmp_path, found)
    with plain_site.served(tmp_path) as (url, log):
        log.clear()
        assert len(results(page, url, "ชุมชน ดูแลสุขภาพ ส่งเสริม")) >= 3
        assert sum(path.startswith("search/d") for path, _ in log) <= 20


def test_a_law_is_found_by_its_letters_without_dots(page: Page, tmp_path: Path) -> None:
    found = [
        Document(url="k/1/", title="ของเก่า", text="ซ่อมคอมพิวเตอร์ คอมพิวเตอร์เครื่องเก่า", kind="news"),
        Document(url="k/2/", title="ข่าว", text="อ่านพระราชบัญญัติคอมพิวเตอร์", kind="news"),
    ]
    plain_site.write(tmp_path, [*found, *small_site()])
    with plain_site.served(tmp_path) as (url, _):
        assert results(page, url, "พรบคอมพิวเตอร์")[0] == "ข่าว"
        first = page.locator(".js-hit").first
        assert first.locator("mark").all_inner_texts() == ["พระราชบัญญัติคอมพิวเตอร์"]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("pdpa", "เรื่องหนึ่ง"),
        ("อินเตอร์เนต", "เรื่องสอง"),
        ("internet", "เรื่องสอง"),
        ("เฟสบุ๊คของกลุ่ม", "เรื่องสาม"),
        ("มาร์เก็ตติ้ง", "เรื่องสี่"),
        ("จุลสารเดือนธันวาคม 2569", "จุลสาร ธันวาคม 2569"),
    ],
)
def test_loanwords_are_found_however_they_are_written_and_a_month_behind_its_word(
    page: Page, tmp_path: Path, query: str, title: str
) -> None:
    texts = {
        "เรื่องหนึ่ง": "ขอความยินยอมก่อน เพราะเป็นข้อมูลส่วนบุคคล",
        "เรื่องสอง": "หมู่บ้านมีอินเทอร์เน็ตแล้ว",
        "เรื่องสาม": "ตามอ่านที่ facebook ของกลุ่ม",
        "เรื่องสี่": "เรียนการตลาดด้วยกัน",
        "จุลสาร ธันวาคม 2569": "ฉบับปีใหม่",
        "เดือนธันวาคม 2569": "อ่านจุลสารกันในเดือนธันวาคม",
    }
    found = [
        Document(url=f"k/{n}/", title=t, text=text, kind="page") for n, (t, text) in enumerate(texts.items())
    ]
    plain_site.write(tmp_path, found)
    with plain_site.served(tmp_path) as (url, _):
        assert results(page, url, query)[0] == title


def test_a_name_as_one_is_called_and_what_no_text_holds_is_not_cut(page: Page, tmp_path: Path) -> None:
    nan = {"province": "น่าน", "kind": "member"}
    found = [
        Document(url="m/1/", title="สมชาย ใจดี", text="ปัว น่าน", extra="ตัวแทนจังหวัดน่าน ตัวแทนน่าน", **nan),
        Document(url="m/2/", title="สมหญิง รักดี", text="เวียงสา น่าน", extra="สมาชิกน่าน", **nan),
        Document(url="k/1/", title="ตัวแทนจังหวัดและทายาท", text="งานพัฒนาชุมชนที่น่าน", kind="news"),
        Document(url="k/2/", title="บ้านเรา", text="บ้านแม่แจ่มของพิเชฎฐ์ และคนต่าง ๆ", kind="news"),
        Document(url="k/3/", title="ศูนย์", text="ตอบตามตรง", kind="news", extra="ศูนย์ศึกษาและพัฒนาชุมชน"),
    ]
    plain_site.write(tmp_path, found)
    with plain_site.served(tmp_path) as (url, _):
        for query in ("ตัวแทนจังหวัดน่าน", "ใครเป็นตัวแทนน่าน", "ตวัแทนจังหวัดน่าน", "คุณสมชาย", "สมชายเป็นใครคะ"):
            assert results(page, url, query)[0] == "สมชาย ใจดี", query
        assert results(page, url, "พช.น่าน")[0] == "ตัวแทนจังหวัดและทายาท"
        assert results(page, url, "ศพช.") == ["ศูนย์"]
        assert page.locator(".js-hit__about mark").all_inner_texts() == ["ศูนย์ศึกษาและพัฒนาชุมชน"]
        # Letters inside other words are no office.
        assert results(page, url, "อบต.") == []
        assert results(page, url, "บ้านแม่งอุ๋ง")[0] == "บ้านเรา"
        assert "งอุ๋ง" not in page.locator(".js-search__results").inner_text()
        assert results(page, url, "พิเชษฐ์") == ["บ้านเรา"]
        assert page.locator("mark").all_inner_texts() == ["พิเชฎฐ์"]
        assert "ต่าง\u00a0ๆ" in str(page.locator(".js-hit__text").text_content())


def test_a_topic_and_a_place_typed_as_one_are_two(page: Page, minutes: str) -> None:
    assert results(page, minutes, "ค่าฝุ่นสูง")[0] == "ฝุ่น"
    assert "ไม่มีเรื่องที่ตรงตัว" not in status(page)
    assert page.locator(".js-hit").first.locator("mark").all_inner_texts() == ["ค่าฝุ่น", "สูง"]


def test_letters_that_look_alike_are_one_and_the_day_that_was_asked_for_is_shown(
    page: Page, tmp_path: Path
) -> None:
    visit = Document(
        url="calendar/visit/",
        title="ศึกษาดูงานตามปฏิทิน",
        text="15\u201317 ธันวาคม 2569",
        kind="event",
        date=date(2026, 12, 15),
        days=tuple(date(2026, 12, day) for day in (15, 16, 17)),
        extra=" ".join(f"{day} ธันวาคม 2569 2026" for day in (15, 16, 17)),
    )
    plain_site.write(tmp_path, [visit, *small_site()])
    with plain_site.served(tmp_path) as (url, _):
        assert results(page, url, "ปฎิทิน") == ["ศึกษาดูงานตามปฏิทิน"]
        assert "ใกล้เคียง" not in status(page)
        assert results(page, url, "16 ธันวาคม 2569") == ["ศึกษาดูงานตามปฏิทิน"]
        assert page.locator(".js-hit__about").inner_text() == "กิจกรรม · 16 ธ.ค. 2569"


def test_words_typed_as_one_are_found_wherever_the_first_ends(page: Page, tmp_path: Path) -> None:
    texts = [
        "วันที่ประกาศ คนแก่ช่วยกันลงแขก",
        "คนหนุ่มช่วยกันเกี่ยวข้าว แล้วลงวันที่ในสมุด",
        "ช่วยกันเลี้ยงปลา ลงแขกทำนา นัดวันใหม่",
    ]
    found = [
        Document(url=f"o/{n}/", title=f"เรื่องที่ {n}", text=text, kind="news") for n, text in enumerate(texts, 1)
    ]
    plain_site.write(tmp_path, [*found, *small_site()])
    with plain_site.served(tmp_path) as (url, _):
        assert set(results(page, url, "ช่วยกันลงวันที่")[:2]) == {"เรื่องที่ 1", "เรื่องที่ 2"}
        assert "เรื่องที่ 3" not in titles(page)[:2]
        assert "ใกล้เคียง" not in status(page)
        for title, marks in (("เรื่องที่ 1", ["วันที่", "ช่วยกันลง"]), ("เรื่องที่ 2", ["ช่วยกัน", "ลงวันที่"])):
            hit = page.locator(".js-hit", has_text=title).first
            assert hit.locator("mark").all_inner_texts() == marks


def test_texts_that_hold_the_words_apart_come_behind_one_that_holds_them_together(
    page: Page, tmp_path: Path
) -> None:
    texts = {
        "รวมกัน": "เปิดโรงเรียนชาวนาแล้ว " + "ปลูกผักเลี้ยงปลา " * 20,
        "แยกกัน": "โรงเรียนของหมู่บ้าน มีคนมาสอนชาวนาทุกเดือน " + "ทอผ้าย้อมคราม " * 20,
        "คำเดียว": "โรงเรียนของหมู่บ้านปิดเทอม " + "ซ่อมถนนขุดบ่อ " * 20,
    }
    found = [Document(url=f"a/{name}/", title=name, text=text, kind="news") for name, text in texts.items()]
    plain_site.write(tmp_path, [*found, *small_site()])
    with plain_site.served(tmp_path) as (url, _):
        assert results(page, url, "โรงเรียนชาวนา")[:2] == ["รวมกัน", "แยกกัน"]
        marks = page.locator(".js-hit", has_text="แยกกัน").first.locator("mark").all_inner_texts()
        assert marks == ["โรงเรียน", "ชาวนา"]
        about = page.locator(".js-hit").nth(1).locator(".js-hit__apart")
        assert about.count() == 0


@pytest.mark.parametrize(
    "query",
    [
        "ใครพอทราบศูนย์ฝึกอบรม มีที่ไหนบ้าง",
        "ช่วยบอกเรื่องศูนย์ฝึกอบรมหน่อย",
        "รบกวนสอบถามเกี่ยวกับศูนย์ฝึกอบรม เมื่อไรครับ",
        "สวัสดีค่ะ อยากรู้ว่าศูนย์ฝึกอบรมมีไหมคะ",
        "มีข่าวเรื่องศูนย์ฝึกอบรมบ้างไหม",
        "แอดมินครับ พอจะทราบไหมว่าศูนย์ฝึกอบรมไปถึงไหนแล้ว",
        "หาข้อมูลศูนย์ฝึกอบรมให้หน่อย",
        "เกี่ยวกับศูนย์ฝึกอบรม ใครรับผิดชอบครับ",
    ],
)
def test_words_of_asking_are_not_looked_for(page: Page, address: str, query: str) -> None:
    assert results(page, address, query)[0] == "เวทีเรียนรู้ครั้งที่ 4"
    assert "ไม่มี" not in page.locator(".js-hit__about").first.inner_text()


@pytest.mark.parametrize("count", [4, 40])
@pytest.mark.parametrize(
    ("query", "marks"),
    [
        ("หรือเปล่า องค์การอนามัย", {"หรือเปล่า", "องค์การอนามัย"}),
        ("องค์การอนามัย อยาก", {"อยาก", "องค์การอนามัย"}),
        ("องค์การอนามัยคือใคร", {"องค์การอนามัยคือใคร"}),
    ],
)
def test_words_of_asking_that_stand_in_a_text_as_they_were_typed_were_meant(
    page: Page, tmp_path: Path, count: int, query: str, marks: set[str]
) -> None:
    others = [
        Document(url=f"k/{n}/", title=f"องค์การอนามัย ฉบับที่ {n}", text="องค์การอนามัยแถลง " * 3, kind="news")
        for n in range(count)
    ]
    text = "ปลูกข้าวหรือเปล่า ใครอยากรู้บ้าง องค์การอนามัยคือใคร " + "ทำนาทำไร่ " * 90
    own = Document(url="k/own/", title="บันทึกชาวบ้าน", text=text, kind="news")
    plain_site.write(tmp_path, [own, *others])
    with plain_site.served(tmp_path) as (url, _):
        assert results(page, url, query)[0] == "บันทึกชาวบ้าน"
        assert marks <= set(page.locator(".js-hit").first.locator("mark").all_inner_texts())
        # What no text holds so is still a question.
        assert results(page, url, "อยากทราบว่าองค์การอนามัยอยู่ที่ไหน")[0].startswith("องค์การอนามัย ฉบับที่")


def test_what_only_ends_or_begins_like_a_question_stays_whole(page: Page, tmp_path: Path) -> None:
    words = ["กลุ่มทอผ้าไหม", "รายชื่อผู้ชนะ", "กฎหมายบังคับ", "รู้จักชุมชน", "ช่วยดูแลเด็ก", "เรื่องราวดีดี"]
    words += ["เกี่ยวกับเรา", "ทีมงานอาสา"]
    found = [
        Document(url=f"k/{n}/", title=f"บันทึก {n}", text=f"ทำนา {word} ปลูกผัก", kind="news")
        for n, word in enumerate(words)
    ]
    plain_site.write(tmp_path, found)
    with plain_site.served(tmp_path) as (url, _):
        for n, word in enumerate(words):
            assert results(page, url, word)[0] == f"บันทึก {n}"
            assert page.locator(".js-hit").first.locator("mark").all_inner_texts() == [word]
        # Only ที by itself asks.
        results(page, url, "อยากทราบเรื่องทีมงานอาสา")
        assert page.locator(".js-hit").first.locator("mark").all_inner_texts() == ["ทีมงานอาสา"]


def test_what_stands_so_in_one_text_is_found_among_many_that_hold_its_letters_apart(
    page: Page, tmp_path: Path
) -> None:
    apart = [
        Document(
            url=f"k/{n}/",
            title=f"บัญชีเล่มที่ {n}",
            text="แบ่งเวลามานับ ได้กำไรแบ่งเท่ากัน ส่วนเงินออมถึงเงินกู้ " * 3,
            kind="news",
        )
        for n in range(90)
    ]
    own = Document(url="k/own/", title="ปันผล", text="สมาชิกแบ่งเงินกัน " + "ทำนาทำไร่ " * 90, kind="news")
    plain_site.write(tmp_path, [own, *apart])
    with plain_site.served(tmp_path) as (url, _):
        assert results(page, url, "แบ่งเงิน")[0] == "ปันผล"


def test_a_page_of_the_site_that_is_called_just_so_comes_first(page: Page, tmp_path: Path) -> None:
    others = [
        Document(
            url=f"k/{n}/",
            title=f"สมาชิกคนที่ {n}",
            text="สมาชิกพบสมาชิก สมาชิกชวนสมาชิก " * 5,
            kind="news",
            date=date(2026, 1, n + 1),
        )
        for n in range(25)
    ]
    own = Document(
        url="members/", title="เพื่อนร่วมเครือข่าย", text="รายชื่อ", kind="page", names=("สมาชิก",), extra="members"
    )
    plain_site.write(tmp_path, [own, *others])
    with plain_site.served(tmp_path) as (url, _):
        assert results(page, url, "สมาชิก")[0] == "เพื่อนร่วมเครือข่าย"
        assert "เพื่อนร่วมเครือข่าย" not in results(page, url, "สมาชิกคนที่ 3")
        assert results(page, url, "สมาชิก", kind="news")[0] != "เพื่อนร่วมเครือข่าย"


def test_no_mark_begins_between_a_vowel_and_its_consonant_and_nothing_near_is_said_so(
    page: Page, minutes: str
) -> None:
    results(page, minutes, "กู้")
    assert "กู้" in page.locator("mark").all_inner_texts()
    for query, apart in (("นา", {"น"}), ("วที", {"วที"})):
        results(page, minutes, query)
        assert not apart & set(page.locator("mark").all_inner_texts()), query
    assert results(page, minutes, "QICE") == []
    assert "ไม่พบ “QICE”" in status(page)


def test_of_two_words_that_no_text_holds_nothing_is_counted_as_found_or_marked(
    page: Page, tmp_path: Path
) -> None:
    found = [
        Document(url=f"k/{n}/", title=f"บันทึก {n}", text="เมื่อวานพลาดงานประชุม", kind="news") for n in range(12)
    ]
    plain_site.write(tmp_path, [*found, Document(url="k/own/", title="ขยะ", text="คัดแยกขวดแก้ว", kind="news")])
    with plain_site.served(tmp_path) as (url, _):
        assert results(page, url, "พลาสติก ตัวเมือง")
        assert "ไม่มีเรื่องที่ตรงตัว" in status(page)
        assert page.locator("mark").count() == 0
        # One of them is enough.
        assert results(page, url, "พลาสติก ขวดแก้ว")[0] == "ขยะ"
        assert "พบ" in status(page)
        assert page.locator("mark").all_inner_texts() == ["ขวดแก้ว"]
