"""The printed bulletin: what an issue holds, and what stands on its pages."""

from __future__ import annotations

import dataclasses
import io
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import pikepdf
import pymupdf
import pytest

from julasan.locales import locale
from julasan.model import Article, Body, Event, Issue, Occurrence, Settings, Site, StandingPage
from julasan.problem import Source
from julasan.render import bulletin, holdings
from julasan.render.context import Context
from julasan.typeset import RefusedError
from ruling import struck

ZONE = ZoneInfo("Asia/Bangkok")
SETTINGS = Settings(
    network="เครือข่ายนักพัฒนาชุมชนภาคเหนือตอนบน",
    hub="ศูนย์ศึกษาและพัฒนาชุมชนลำปาง",
    reply="ศูนย์ศึกษาและพัฒนาชุมชนลำปาง\nอำเภอเมืองลำปาง",
    site_url="https://network.example.org/",
    provinces={"ลำปาง": "TH-52"},
)
TEXT = (
    "ผู้ใหญ่บ้านนำน้ำขึ้นไปให้ชาวบ้านทำนา เรื่องเล็ก ๆ เช่นนี้ควรจดไว้ ใครทำอะไรได้ผลก็เล่าสู่กันฟัง "
    "แล้วจึงช่วยกันสรุปเป็นบทเรียนของเครือข่าย"
)


def article(slug: str, day: date, title: str = "", text: str = TEXT, **fields: object) -> Article:
    return Article(
        title=title or f"เรื่องของ{slug}",
        date=day,
        source=Source(f"knowledge/{slug}.md"),
        permalink=slug,
        body=Body(text=text),
        **fields,  # type: ignore[arg-type]
    )


def issue(month: str, day: date, number: int = 1, note: str = "", **fields: object) -> Issue:
    return Issue(
        number=number,
        date=day,
        source=Source(f"docs/bulletin/{month}.md"),
        month=month,
        body=Body(text=note),
        **fields,  # type: ignore[arg-type]
    )


def event(name: str, start: datetime | date, end: datetime | date | None = None, **fields: object) -> Event:
    when = Occurrence(start, end or start)
    return Event(
        id=name, title=f"งาน{name}", start=start, source=Source("events.yaml"), occurrences=(when,), **fields
    )  # type: ignore[arg-type]


def site(articles: tuple[Article, ...] = (), issues: tuple[Issue, ...] = (), **fields: object) -> Site:
    newest = tuple(sorted(articles, key=lambda one: (-one.date.toordinal(), one.permalink)))
    join = StandingPage(title="สมัครเป็นสมาชิก", source=Source("docs/join.md"))
    given = {"settings": SETTINGS, "articles": newest, "issues": issues, "pages": (join,)}
    return Site(**{**given, **fields})  # type: ignore[arg-type]


def printed(of: Site, one: Issue) -> pymupdf.Document:
    made = bulletin.printed(of, one, Context(of).body, {}.__getitem__).pdf
    return pymupdf.open(stream=made)


def text_of(document: pymupdf.Document) -> str:
    return "".join("".join(page.get_text().split()) for page in document)


OCTOBER = issue("2026-10", date(2026, 10, 30))
NOVEMBER = issue(
    "2026-11",
    date(2026, 11, 20),
    number=2,
    volume=1,
    title="ความรู้อยู่ในคน",
    editor="กองบรรณาธิการ",
    lead="b",
    note="ฉบับที่สองมาถึงมือท่านแล้ว **ขอบคุณ** ทุกคน [อ่านเรื่อง](../../knowledge/c.md)",
)
LONG_TITLE = ("ข้อเสนอเรื่องการจัดเวทีแลกเปลี่ยนเรียนรู้ของนักพัฒนาชุมชนแปดจังหวัดภาคเหนือตอนบน " * 3)[:200]
ROWS = "\n".join(f"| {number} | บ้านตัวอย่างที่ {number} | {number * 7} |" for number in range(1, 61))
ARTICLES = (
    article("a", date(2026, 10, 31), "น้ำคือชีวิต", authors=("พิมพ์",), province="ลำปาง"),
    article(
        "b",
        date(2026, 11, 5),
        "ป่าคือบ้าน <script>alert(1)</script>",
        text=f"{TEXT}[^1] {TEXT}\n\n## หัวข้อย่อย\n\n> {TEXT}\n\n[^1]: หมายเหตุจากบันทึก\n\n" + f"{TEXT}\n\n" * 12,
        summary="คำนำของเรื่องเอก",
    ),
    article("c", date(2026, 11, 10), LONG_TITLE, kind="proposal", to="กรมการพัฒนาชุมชน", status="sent"),
    article("d", date(2026, 11, 20), "ตารางยาว", text=f"| ลำดับ | หมู่บ้าน | ครัวเรือน |\n|---|---|---|\n{ROWS}"),
    article("old", date(2026, 9, 1)),
    article("late", date(2026, 11, 21)),
)
EVENTS = (
    event(
        "เวที",
        datetime(2026, 11, 25, 9, tzinfo=ZONE),
        datetime(2026, 11, 25, 15, 30, tzinfo=ZONE),
        place="ศาลา",
    ),
    event("ดูงาน", date(2026, 12, 15), date(2026, 12, 17), status="cancelled"),
    event("เก่า", date(2026, 11, 1)),
    event("ปีหน้า", date(2027, 1, 1)),
)
SITE = site(ARTICLES, (NOVEMBER, OCTOBER), events=EVENTS)


@lru_cache(maxsize=1)
def november() -> bytes:
    return bulletin.printed(SITE, NOVEMBER, Context(SITE).body, {}.__getitem__).pdf


@pytest.fixture(scope="module")
def pages() -> pymupdf.Document:
    return pymupdf.open(stream=november())


def slugs(articles: tuple[Article, ...]) -> list[str]:
    return [one.permalink for one in articles]


def test_an_issue_holds_what_came_since_the_last_one_its_lead_first() -> None:
    assert slugs(holdings.contents(SITE, NOVEMBER)) == ["b", "d", "c", "a"]


def test_an_issue_holds_what_its_file_names_in_that_order() -> None:
    named = dataclasses.replace(NOVEMBER, articles=("old", "a", "nowhere", "b"), lead=None)
    assert slugs(holdings.contents(SITE, named)) == ["old", "a", "b"]
    assert slugs(holdings.contents(SITE, dataclasses.replace(named, lead="b"))) == ["b", "old", "a"]


def test_the_first_issue_of_all_holds_its_month() -> None:
    assert slugs(holdings.contents(site(ARTICLES), OCTOBER)) == []
    assert slugs(
        holdings.contents(site(ARTICLES), dataclasses.replace(OCTOBER, date=date(2026, 10, 31)))
    ) == ["a"]


def test_a_month_without_a_file_is_computed() -> None:
    december = holdings.issue_of(SITE, "2026-12")
    assert (december.number, december.volume, december.date) == (3, 1, date(2026, 12, 31))
    assert slugs(holdings.contents(SITE, december)) == ["late"]
    assert holdings.issue_of(SITE, "2026-11") is NOVEMBER
    with pytest.raises(ValueError, match="month"):
        holdings.computed(SITE, "2026-13")


def test_the_calendar_runs_to_the_end_of_the_next_month_or_as_told() -> None:
    assert [one.id for _, one in holdings.agenda(SITE, NOVEMBER)] == ["เวที", "ดูงาน"]
    longer = dataclasses.replace(NOVEMBER, until=date(2027, 1, 31))
    assert [one.id for _, one in holdings.agenda(SITE, longer)] == ["เวที", "ดูงาน", "ปีหน้า"]


def test_a_weekday_stands_with_its_day() -> None:
    visit = event("visit", date(2027, 3, 9), date(2027, 3, 10))
    with printed(site(events=(visit,)), issue("2027-02", date(2027, 2, 20))) as document:
        lines = [line.strip() for page in document for line in page.get_text().splitlines()]
    assert "อ. 9 มี.ค. 70 –" in lines
    assert "พ. 10 มี.ค. 70" in lines


def test_a_province_that_the_place_names_is_not_said_again() -> None:
    inside = event("inside", date(2027, 3, 9), place="หอประชุม จังหวัดน่าน", province="น่าน")
    beside = event("beside", date(2027, 3, 9), place="หอประชุมน่าน", province="น่าน")
    with printed(site(events=(inside, beside)), issue("2027-02", date(2027, 2, 20))) as document:
        text = "".join("".join(page.get_text() for page in document).split())
    assert text.count("หอประชุมจังหวัดน่าน") == 1
    assert text.count("หอประชุมน่านจังหวัดน่าน") == 1
    assert "จังหวัดน่านจังหวัดน่าน" not in text


def test_the_masthead_says_which_issue_it_is(pages: pymupdf.Document) -> None:
    first = "".join(pages[0].get_text().split())
    assert "จุลสารเครือข่ายนักพัฒนาชุมชนภาคเหนือตอนบน" in first
    assert "ปีที่1ฉบับที่2·พฤศจิกายน2569·ความรู้อยู่ในคน" in first
    assert pages.metadata["title"] == "จุลสารเครือข่ายนักพัฒนาชุมชนภาคเหนือตอนบน ปีที่ 1 ฉบับที่ 2 พฤศจิกายน 2569"


def test_the_contents_give_the_right_pages(pages: pymupdf.Document) -> None:
    first = "".join(pages[0].get_text().split())
    listed = first[first.index("ในฉบับนี้") :]
    starts = {title: page for level, title, page in pages.get_toc() if level == 2}
    titles = [one.title for one in holdings.contents(SITE, NOVEMBER)] + ["ปฏิทินกิจกรรม", "ข้อเสนอถึงหน่วยงาน"]
    for title in titles:
        assert f"{''.join(title.split())}{starts[' '.join(title.split())]}" in listed


def test_everything_of_the_issue_is_on_paper(pages: pymupdf.Document) -> None:
    text = text_of(pages)
    for part in (
        "จากบรรณาธิการ", "ขอบคุณ", "คำนำของเรื่องเอก", "เรื่องเล็กๆเช่นนี้", "หัวข้อย่อย",
        "พ.25พ.ย.69", "09.00–15.30น.", "อ.15ธ.ค.69–พฤ.17ธ.ค.69", "(ยกเลิก)",
        "กรมการพัฒนาชุมชน", "ส่งแล้ว", "ร่วมเป็นเครือข่าย", "network.example.org/join", "ช่วยแลกเปลี่ยน",
        "network.example.org/k/a", "ศูนย์ศึกษาและพัฒนาชุมชนลำปาง", "บรรณาธิการกองบรรณาธิการ", "พิมพ์·31ตุลาคม2569",
        "ป่าคือบ้าน<script>alert(1)</script>",
    ):  # fmt: skip
        assert part in text, part
    assert "งานเก่า" not in text
    assert "\u200b" not in text
    assert text.count("\u0e4d") == 0


def test_a_link_to_another_article_of_the_issue_tells_its_page(pages: pymupdf.Document) -> None:
    start = next(page for _, title, page in pages.get_toc() if title.startswith("ข้อเสนอเรื่อง"))
    assert f"อ่านเรื่อง(หน้า{start})" in "".join(pages[0].get_text().split())


def test_links_are_there_on_paper_as_on_the_screen() -> None:
    with pikepdf.open(io.BytesIO(november())) as document:
        flags = [int(link.F) for page in document.pages for link in page.get("/Annots", [])]
    assert flags
    assert all(flag & 4 for flag in flags), "Print (ISO 32000-1, 12.5.3)"


def test_a_note_stands_on_the_page_of_its_call(pages: pymupdf.Document) -> None:
    called = next(page for _, title, page in pages.get_toc() if title.startswith("ป่าคือบ้าน"))
    assert [page.number + 1 for page in pages if "หมายเหตุจากบันทึก" in page.get_text()] == [called]


def test_a_long_table_repeats_its_head(pages: pymupdf.Document) -> None:
    rows = [page for page in pages if "บ้านตัวอย่างที่" in page.get_text()]
    assert len(rows) > 1 or rows[0].get_text().count("ครัวเรือน") > 1
    assert all("ครัวเรือน" in page.get_text() for page in rows)
    text = text_of(pages)
    assert all(f"บ้านตัวอย่างที่{number}" in text for number in range(1, 61))


def test_nothing_sticks_out_of_the_page(pages: pymupdf.Document) -> None:
    for page in pages:
        for box in page.get_text("blocks"):
            assert box[0] > 40, (page.number, box)
            assert box[2] < page.rect.width - 40, (page.number, box)
            assert box[3] < page.rect.height - 10, (page.number, box)


HIGH_AND_LOW = "| ที่ตั้งกลุ่มผู้ปฏิบัติ | ครั้งที่รู้ |\n|---|---|\n" + "| หนึ่งเรื่องที่ญาติผู้ใหญ่รู้ | ยี่สิบคู่ฎีกา |\n" * 9


def test_no_rule_runs_through_what_is_written() -> None:
    tables = tuple(article(f"t{at}", date(2026, 11, at), "ปฏิทินผู้รู้ที่นี่", text=HIGH_AND_LOW) for at in (1, 2))
    names = dataclasses.replace(NOVEMBER, title="ครั้งที่ผู้รู้อยู่ในคน", lead="t1")
    of_tables = printed(site(tables, (names,), events=EVENTS[:1]), names)
    assert [(page.number + 1, *place) for page in of_tables for place in struck(page)] == []


def test_boxes_stand_in_a_frame_under_a_title_in_the_sites_language() -> None:
    first, second = f"!!! warning\n    {TEXT}", f'!!! note "ก่อนไป {{}}"\n    {TEXT}\n\n    {TEXT}'
    boxes = f'{first}\n\n{TEXT}\n\n{second}\n\n!!! tip ""\n    ไม่มีชื่อ'
    text = "\n\n".join(f"{boxes.format(number)}\n\n{TEXT * 2}" for number in range(12))
    month = issue("2026-11", date(2026, 11, 20))
    of_boxes = printed(site((article("x", date(2026, 11, 1), text=text),)), month)
    whole = text_of(of_boxes)
    assert whole.count("ข้อควรระวัง") == 12
    assert "Warning" not in whole
    assert [f"ก่อนไป{number}" for number in range(12) if f"ก่อนไป{number}" not in whole] == []
    for page in of_boxes:
        lines = [line for block in page.get_text("dict")["blocks"] for line in block.get("lines", ())]
        frames = [pymupdf.Rect(drawn["rect"]) for drawn in page.get_drawings()]
        for at, line in enumerate(lines):
            if "".join(span["text"] for span in line["spans"]).startswith(("ข้อควรระวัง", "ก่อนไป")):
                assert "Bold" in line["spans"][0]["font"]
                # In one frame with the first line of its text, right at the left edge.
                left, top, *_ = line["bbox"]
                below = lines[at + 1]["bbox"]
                assert abs(below[0] - left) < 2
                assert 0 < below[1] - top < 40
                assert any(
                    frame.contains(line["bbox"]) and frame.contains(below) and left - frame.x0 < 15
                    for frame in frames
                )


def test_the_editors_name_stands_under_the_last_lines_of_the_note() -> None:
    ends = set()
    for count in range(20, 30):
        note = f"{TEXT}\n\n" * count + "ขอบคุณทุกท่านที่อ่านมาถึงบรรทัดสุดท้าย"
        signed = dataclasses.replace(NOVEMBER, editor="ผู้ลงชื่อท้ายบันทึก", body=Body(text=note))
        pages_of = ["".join(page.get_text().split()) for page in printed(SITE, signed)]
        # The first of the two: the imprint names the editor too.
        first = next(at for at, text in enumerate(pages_of) if signed.editor in text)
        assert "ถึงบรรทัดสุดท้าย" in pages_of[first]
        ends.add(first)
    assert len(ends) > 1


def test_the_pages_are_numbered(pages: pymupdf.Document) -> None:
    assert [page.get_text().split()[-1] for page in pages] == [str(page.number + 1) for page in pages]


def test_codes_and_tables_say_what_they_are() -> None:
    with pikepdf.open(io.BytesIO(november())) as opened:
        tags = [thing for thing in opened.objects if isinstance(thing, pikepdf.Dictionary) and "/S" in thing]
        figures = [str(tag.Alt) for tag in tags if str(tag.S) == "/Figure"]
        assert "คิวอาร์โค้ดไปยัง network.example.org/k/a" in figures
        assert {"/TH", "/TD", "/Table", "/H1", "/H2", "/H3", "/L", "/BlockQuote"} <= {
            str(tag.S) for tag in tags
        }
        assert str(opened.Root.Lang) == "th"


def test_the_same_issue_gives_the_same_bytes() -> None:
    assert bulletin.printed(SITE, NOVEMBER, Context(SITE).body, {}.__getitem__).pdf == november()


def test_thai_digits_where_the_site_wants_them() -> None:
    thai_site = site((ARTICLES[0],), settings=dataclasses.replace(SETTINGS, numerals="thai"), events=EVENTS)
    pages = printed(thai_site, dataclasses.replace(NOVEMBER, lead=None, articles=("a",)))
    first = "".join(pages[0].get_text().split())
    assert "ปีที่๑ฉบับที่๒·พฤศจิกายน๒๕๖๙" in first
    assert pages[0].get_text().split()[-1] == "๑"
    assert "น้ำคือชีวิต๑" in first
    assert "พ.๒๕พ.ย.๖๙" in text_of(pages)


@pytest.mark.parametrize("count", [0, 1, 30])
def test_any_number_of_articles_comes_out(count: int) -> None:
    day = date(2026, 11, 1)
    articles = tuple(article(f"s{number}", day + timedelta(days=number % 19)) for number in range(count))
    pages = printed(site(articles), issue("2026-11", date(2026, 11, 20)))
    text = text_of(pages)
    assert all(text.count(f"เรื่องของ{one.permalink}") >= 2 for one in articles)
    assert ("เดือนนี้ยังไม่มีบทความ" in text) == (count == 0)


def test_a_site_without_an_address_has_no_codes() -> None:
    bare = site((ARTICLES[0],), settings=dataclasses.replace(SETTINGS, site_url=""))
    html = bulletin.bulletin_html(bare, NOVEMBER, Context(bare).body)
    assert "<img" not in html
    assert "None" not in html


def test_in_english_too() -> None:
    english = site(
        ARTICLES, (NOVEMBER, OCTOBER), settings=dataclasses.replace(SETTINGS, language="en"), events=EVENTS
    )
    html = bulletin.bulletin_html(english, NOVEMBER, Context(english).body)
    assert '<html lang="en">' in html
    assert "Vol. 1, no. 2" in html
    assert "November 2026" in html
    assert "In this issue" in html


def test_a_picture_that_nobody_knows_is_refused() -> None:
    with_picture = site((article("p", date(2026, 11, 1), image="nowhere.png", image_alt="ภาพ"),))
    with pytest.raises(RefusedError):
        printed(with_picture, issue("2026-11", date(2026, 11, 20)))


def test_a_large_picture_is_printed_at_the_printers_resolution() -> None:
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (6000, 4000), "#4e7042").save(file, "PNG")
    with_picture = site((article("p", date(2026, 11, 1), image="images/p.png", image_alt="ทุ่งนา"),))
    one = issue("2026-11", date(2026, 11, 20))
    made = bulletin.printed(
        with_picture,
        one,
        Context(with_picture).body,
        {"/knowledge/images/p.png": (file.getvalue(), "image/png")}.__getitem__,
    ).pdf
    document = pymupdf.open(stream=made)
    widths = [image[2] for page in document for image in page.get_images()]
    assert widths
    assert max(widths) < 2000


def test_nobody_is_sent_to_a_page_that_is_not_there() -> None:
    alone = dataclasses.replace(SITE, pages=())
    shown = bulletin.bulletin_html(alone, NOVEMBER, lambda _thing: "")
    assert "/join" not in shown
    assert "network.example.org/join" in bulletin.bulletin_html(SITE, NOVEMBER, lambda _thing: "")


def test_months_without_files_have_numbers_and_calendars_of_their_own() -> None:
    december, february = (holdings.computed(SITE, month) for month in ("2026-12", "2027-02"))
    assert (december.number, february.number) == (NOVEMBER.number + 1, NOVEMBER.number + 3)
    assert "ดูงาน" in [event.id for _, event in holdings.agenda(SITE, december)]


@pytest.mark.parametrize("count", range(1, 9))
def test_no_page_has_the_imprint_alone(count: int) -> None:
    articles = tuple(article(f"e{number}", date(2026, 11, 5)) for number in range(count))
    one = issue("2026-11", date(2026, 11, 20))
    last = "".join(printed(site(articles, (one,)), one)[-1].get_text().split())
    assert "จัดทำโดย" in last
    assert "ช่วยแลกเปลี่ยน" in last


def test_letters_that_no_font_has_are_named_at_their_line() -> None:
    odd = article("odd", date(2026, 11, 5), "เรื่อง", text="บรรทัดแรก\n\nตัว \U0001f9ff\ue0e0\u200d ที่ไม่มี")
    one = issue("2026-11", date(2026, 11, 22), articles=("odd",))
    of = site((odd,), (one,))
    made = bulletin.printed(of, one, Context(of).body, {}.__getitem__)
    said = [note.said(locale("th")) for note in made.notes]
    assert [text.partition(" ")[0] for text in said] == ["knowledge/odd.md:3:"]
    assert "\ue0e0" in said[0]
    assert "\u200d" not in said[0]


@pytest.mark.parametrize("count", [1, 40])
def test_contents_never_stand_across_an_article(count: int) -> None:
    note = "จดหมายจากบรรณาธิการ " * count
    one = issue("2026-11", date(2026, 11, 22), note=note, articles=("a", "b"))
    of = site(ARTICLES, (one,))
    html = bulletin.bulletin_html(of, one, Context(of).body)
    assert ('class="contents beside"' in html) == (count == 40)


def test_contents_that_one_page_does_not_hold_stand_across_it() -> None:
    titles = [f"เรื่องที่ {number} {'ซึ่งมีชื่อยาวมาก ' * 9}".strip() for number in range(8)]
    long = tuple(article(f"l{at}", date(2026, 11, 5), title) for at, title in enumerate(titles))
    one = issue("2026-11", date(2026, 11, 22), note=f"{TEXT}\n\n" * 20)
    of = site(long, (one,))
    assert 'class="contents across"' in bulletin.bulletin_html(of, one, Context(of).body)


@pytest.mark.parametrize("count", range(20, 29))
def test_who_said_it_stands_with_what_was_said(count: int) -> None:
    filled = "\n\n".join(["บรรทัดเดียว"] * count)
    quoted = article(
        "said", date(2026, 11, 5), text=f"{filled}\n\n> {TEXT * 3}\n>\n> — ผู้ใหญ่บ้าน\n\n{TEXT * 9}"
    )
    one = issue("2026-11", date(2026, 11, 20))
    for page in printed(site((quoted,), (one,)), one):
        blocks = sorted(page.get_text("blocks"), key=lambda block: (block[0] > page.rect.width / 2, block[1]))
        left, right = (
            [block for block in blocks if block[1] > 50 and (block[0] > page.rect.width / 2) == side]
            for side in (False, True)
        )
        for column in (left, right):
            assert not column or "— ผู้ใหญ่บ้าน" not in column[0][4].split("\n")[0]


def test_a_long_word_in_a_cell_stays_in_its_column() -> None:
    address = "https://example.org/a/very/long/path/without/any/break/0123456789/abcdefghijklmnopqrstuvwxyz"
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk"
    text = f"| ชื่อ | ที่อยู่ |\n|---|---|\n| ก | {address} |\n| {word} | ข |\n\n{TEXT * 8}"
    wide = article("wide", date(2026, 11, 5), "ตารางที่อยู่", text=text)
    one = issue("2026-11", date(2026, 11, 22), articles=("wide",))
    document = printed(site((wide,), (one,)), one)
    page = next(page for page in document if "Donau" in page.get_text())
    pieces = [
        piece for piece in page.get_text("words") if piece[4] in f"{address} {word}" and len(piece[4]) > 4
    ]
    assert len(pieces) > 8
    assert all(piece[2] < page.rect.width / 2 for piece in pieces), pieces
    copied = "".join(text_of(document).split())
    assert address in copied
    assert word in copied


def test_a_box_longer_than_a_page_begins_under_its_headline() -> None:
    inside = "\n\n".join(f"    {TEXT * 3}" for _ in range(16))
    boxed = article("boxed", date(2026, 11, 5), "กล่องยาว", text=f'!!! note "หัวกล่อง"\n\n{inside}')
    one = issue("2026-11", date(2026, 11, 22), articles=("boxed",))
    document = printed(site((boxed,), (one,)), one)
    (page,) = [page for page in document if "บทความ" in page.get_text()]
    assert "หัวกล่อง" in page.get_text()
    assert page.get_text().count("ผู้ใหญ่บ้านนำน้ำ") > 3
