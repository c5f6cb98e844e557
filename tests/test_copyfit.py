"""Copyfit: an issue keeps to its pages, and whatever is left out or cannot be printed is named."""

from __future__ import annotations

import dataclasses
import io
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pymupdf
import pytest
from PIL import Image

from julasan import thai
from julasan.locales import locale
from julasan.model import Issue, Site
from julasan.render import bulletin, copyfit
from julasan.render.bulletin import Print
from julasan.render.context import Context
from julasan.typeset import Line, Measured, RefusedError, drawable, shortened
from test_bulletin import LONG_TITLE, ROWS, SETTINGS, article, issue, site

SENTENCES = (
    "ผู้ใหญ่บ้านนำน้ำขึ้นไปให้ชาวบ้านทำนาทุกปี",
    "เรื่องเล็ก ๆ เช่นนี้ควรจดไว้ให้ลูกหลานได้อ่านกัน",
    "ใครทำอะไรได้ผลก็เล่าสู่กันฟังในที่ประชุมประจำเดือน",
    "เครือข่ายช่วยกันสรุปเป็นบทเรียนที่ใช้ได้จริงในหมู่บ้าน",
)
PARAGRAPH = " ".join(SENTENCES)
DAY = date(2026, 11, 20)


def paragraphs(count: int) -> str:
    return "\n\n".join(PARAGRAPH for _ in range(count))


def long_site(count: int = 4, length: int = 14) -> Site:
    first = date(2026, 11, 1)
    articles = (
        article(f"s{number}", first + timedelta(days=number), f"เรื่องที่ {number}", text=paragraphs(length))
        for number in range(count)
    )
    return site(tuple(articles))


def of(one: Site, pictures: Mapping[str, tuple[bytes, str]] | None = None, **fields: object) -> Print:
    return bulletin.printed(one, november(**fields), Context(one).body, dict(pictures or {}).__getitem__)


def november(**fields: object) -> Issue:
    return issue("2026-11", DAY, **{"articles": ("s0", "s1", "s2", "s3"), **fields})


def said(made: Print, language: str = "th") -> list[str]:
    return [note.said(locale(language)) for note in made.notes]


def keys(made: Print) -> list[str]:
    return [note.key for note in made.notes]


def text_of(made: Print) -> str:
    return "".join("".join(page.get_text().split()) for page in pymupdf.open(stream=made.pdf))


# An issue keeps to its pages


@pytest.fixture(scope="module")
def fitted() -> Print:
    return of(long_site(), max_pages=5)


def test_an_issue_is_shortened_to_its_pages_and_the_editor_is_told(fitted: Print) -> None:
    assert pymupdf.open(stream=of(long_site()).pdf).page_count > 5
    assert pymupdf.open(stream=fitted.pdf).page_count == 5
    assert keys(fitted)[-1] == "fits"
    shortened_notes = [note.values for note in fitted.notes if note.key == "shortened"]
    assert shortened_notes
    for values in shortened_notes:
        assert 0 < int(values["lines"]) < int(values["of"])
        assert f"“{values['title']}” เอาออก {values['lines']} บรรทัด" in "\n".join(said(fitted))
        assert f"“{values['title']}” by {values['lines']} of" in "\n".join(said(fitted, "en"))


def test_what_was_shortened_says_where_to_read_on(fitted: Print) -> None:
    text = text_of(fitted)
    for number in range(4):
        cut = f"เรื่องที่ {number}" in {note.values.get("title") for note in fitted.notes}
        assert (f"อ่านต่อที่network.example.org/k/s{number}" in text) == cut
    assert text.count("อ่านต่อที่") == keys(fitted).count("shortened")


def test_the_lead_and_what_the_editor_put_first_stay_longest(fitted: Print) -> None:
    gone = {str(note.values.get("title")): int(note.values.get("lines", 0)) for note in fitted.notes}
    lost = [gone.get(f"เรื่องที่ {number}", 0) for number in range(4)]
    assert lost[0] == 0 or lost[0] == min(lost)
    assert lost[1:] == sorted(lost[1:])


def test_the_booklet_has_the_same_text(fitted: Print) -> None:
    one = long_site()
    cuts, notes, _ = bulletin.fitted(one, november(max_pages=5), Context(one).body, {}.__getitem__)
    assert notes == fitted.notes
    html = bulletin.bulletin_html(one, november(max_pages=5), Context(one).body, cuts)
    assert html.count('class="read-on"') == len(cuts) == keys(fitted).count("shortened")


@pytest.mark.parametrize("pages", [2, 4])
def test_the_pages_that_the_editor_is_told_are_those_of_the_pdf(pages: int) -> None:
    made = of(long_site(), max_pages=pages)
    told = [int(note.values["pages"]) for note in made.notes if "pages" in note.values]
    assert told == [pymupdf.open(stream=made.pdf).page_count]


def test_an_issue_that_fits_is_left_as_it_is() -> None:
    one = long_site(2, 2)
    assert of(one, max_pages=9).pdf == of(one).pdf
    assert keys(of(one, max_pages=9)) == ["fits"]
    assert of(one).notes == ()


def test_a_budget_that_cannot_be_met_names_what_runs_over() -> None:
    first = date(2026, 11, 1)
    tables = tuple(
        article(f"s{number}", first, f"เรื่องที่ {number}", text=f"> {PARAGRAPH}\n> {PARAGRAPH * 5}")
        for number in range(4)
    )
    one = site(tables)
    made = of(one, max_pages=1)
    assert "over_whole" in keys(made)
    assert f"ทำได้ {pymupdf.open(stream=made.pdf).page_count} หน้า" in "\n".join(said(made))
    over = next(note.values for note in made.notes if note.key == "over_whole")
    assert int(over["own"]) + int(over["rest"]) == over["lines"]
    assert int(over["rest"]) > 5
    assert pymupdf.open(stream=made.pdf).page_count == over["pages"]
    assert int(over["lines"]) > 10
    named = [note.values for note in made.notes if note.key == "over_article"]
    assert "เรื่องที่ 3" in [values["title"] for values in named]
    assert all(int(values["lines"]) > 0 for values in named)
    assert f"ล้น {named[-1]['lines']} บรรทัด" in "\n".join(said(made))


def test_an_end_that_runs_over_is_named_too() -> None:
    made = of(site((article("s0", DAY),)), articles=("s0",), max_pages=1)
    if pymupdf.open(stream=made.pdf).page_count > 1:
        assert keys(made) == ["over_whole", "over_part"]


def test_thirty_articles_keep_their_order_and_their_pages() -> None:
    one = long_site(30, 3)
    slugs = tuple(f"s{number}" for number in range(30))
    whole = pymupdf.open(stream=of(one, articles=slugs).pdf).page_count
    made = of(one, articles=slugs, max_pages=whole - 1)
    document = pymupdf.open(stream=made.pdf)
    assert document.page_count == whole - 1
    starts = [title for level, title, _ in document.get_toc() if level == 2 and title.startswith("เรื่องที่")]
    assert starts == [f"เรื่องที่ {number}" for number in range(30)]


# The plan


def measured(lines: Mapping[str, int], pages: float) -> Measured:
    """Some articles whose lines all stand on the first page, in a document of so many pages."""
    whole, rest = int(pages), pages - int(pages)
    used = (100.0,) * whole + ((rest * 100,) if rest else ())
    return Measured(used, 100.0, {name: (Line(30, 1, 1.0),) * count for name, count in lines.items()})


def printed_lines(full: Mapping[str, int], cuts: copyfit.Cuts, apart: int = 1) -> dict[str, int]:
    """The lines of each article, three of "read on" among them, where sentences end so many lines apart."""

    def kept(count: int, cut: copyfit.Cut) -> int:
        best = cut.keep // 30 // apart * apart
        best = best if best * 30 >= cut.least else -(-cut.least // 30 // apart) * apart
        return best + 3 if best < count else count

    return {name: kept(count, cuts[name]) if name in cuts else count for name, count in full.items()}


@pytest.mark.parametrize("pages", [1, 2, 3, 5])
@pytest.mark.parametrize("columns", [1, 2])
def test_a_fit_takes_few_layouts_and_little_more_than_it_must(pages: int, columns: int) -> None:
    full = {"lead": 120 * columns, "a": 150 * columns, "b": 90 * columns, "c": 12, "d": 240 * columns}
    layouts = []

    def lay(cuts: copyfit.Cuts) -> Measured:
        layouts.append(cuts)
        kept = printed_lines(full, cuts)
        return measured(kept, sum(kept.values()) / 100 / columns)

    found = copyfit.fit(list(full), lay, pages, columns)
    assert len(layouts) <= copyfit.LAYOUTS + copyfit.GIVEN_BACK
    # One page would leave the articles nothing to read: two are the fewest.
    pages = max(pages, 2)
    assert found.now.pages <= pages
    assert "c" not in found.cuts
    if "lead" in found.cuts:
        assert all(name in found.cuts for name in "abd")
    if found.cuts and pages > 1:
        assert found.now.room(pages) * columns <= 40


@pytest.mark.parametrize("length", [9, 60, 400])
def test_no_article_is_cut_where_no_page_is_saved(length: int) -> None:
    found = copyfit.fit(["a", "b"], lambda cuts: measured({"a": length, "b": length}, 9), 2, 2)
    assert found.cuts == {}
    assert found.now.pages == 9


@pytest.mark.parametrize("pages", range(1, 14))
def test_pages_that_are_out_of_reach_give_way_to_the_fewest_that_can_be_had(pages: int) -> None:
    """13 articles that take 14 pages, and 9 at the very least, for what never parts."""
    full = {f"a{number}": 142 if not number else 100 for number in range(13)}

    def lay(cuts: copyfit.Cuts) -> Measured:
        kept = printed_lines(full, cuts)
        return measured(kept, max(8.2, sum(kept.values()) / 100))

    found = copyfit.fit(list(full), lay, pages, 1)
    assert found.now.pages == max(pages, 9)
    for name, count in full.items():
        kept = found.cuts[name].keep / 30 if name in found.cuts else count
        assert kept >= (60 if name == "a0" else count * copyfit.SHARE)
    # No more is cut than the pages ask for.
    assert sum(len(lines) for lines in found.now.lines.values()) > found.now.pages * 100 - 100


@pytest.mark.parametrize("apart", [7, 20, 45])
@pytest.mark.parametrize("pages", range(5, 13))
def test_where_sentences_end_far_apart_articles_keep_what_was_promised_and_no_room_is_left(
    apart: int, pages: int
) -> None:
    full = {f"a{number}": 142 if not number else 90 + 3 * number for number in range(13)}
    layouts: list[copyfit.Cuts] = []

    def lay(cuts: copyfit.Cuts) -> Measured:
        layouts.append(cuts)
        kept = printed_lines(full, cuts, apart)
        return measured(kept, sum(kept.values()) / 100)

    found = copyfit.fit(list(full), lay, pages, 1)
    assert len(layouts) <= copyfit.LAYOUTS + copyfit.GIVEN_BACK
    for name, count in full.items():
        assert len(found.now.lines[name]) >= (60 if name == "a0" else count / 4)
    if found.now.pages <= pages and found.cuts:
        # What is left would not take one article more, whichever, to its next good place.
        assert found.now.room(pages) < max(copyfit.CLOSE, apart) + 4


def test_a_text_keeps_its_least_where_the_last_good_place_is_before_it() -> None:
    first, box = f"<p>{PARAGRAPH}</p>", f"<blockquote><p>{PARAGRAPH * 3}</p></blockquote>"
    html = first + box + f"<p>{PARAGRAPH}</p>" * 3
    short, enough = shortened(html, 400), shortened(html, 400, 300)
    assert short is not None
    assert enough is not None
    assert "blockquote" not in short
    assert "blockquote" in enough
    assert enough.count(PARAGRAPH) == 4


def test_an_opening_paragraph_stays_whole_and_a_box_before_it_is_no_article() -> None:
    box = "<blockquote><p>ตัวอย่าง</p></blockquote>"
    made = shortened(f"{box}<p>{PARAGRAPH}</p><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p>", 5)
    assert made is not None
    assert made.count(PARAGRAPH) == 1


# Where a text is cut


def test_a_text_is_cut_after_a_paragraph_or_between_sentences() -> None:
    html = "".join(f"<p>{PARAGRAPH}</p>" for _ in range(3))
    ends = {f"{sentence}\u00a0…" for sentence in SENTENCES[:-1]} | {SENTENCES[-1]}
    source = "".join(PARAGRAPH.split()) * 3
    for keep in range(10, 520, 7):
        made = shortened(html, keep)
        assert made is not None
        text = re.sub("<[^>]+>", "\n", made).strip()
        assert any(text.endswith(end) for end in ends), text[-60:]
        assert source.startswith("".join(text.replace("…", "").split()))


def test_a_text_is_never_cut_in_a_word_an_item_a_quotation_or_before_a_mark() -> None:
    rnd = random.Random(5)
    signs = (" ", " ๆ ", " “", "” ", " (", ") ", " 25 ", " บาท ", "นาย ", "<b>หนา ตัว</b>")
    words = (*thai.words(PARAGRAPH), *signs)
    for _ in range(200):
        inner = "".join(rnd.choices(words, k=150))
        html = f"<p>{inner}</p><ul><li>หนึ่ง สอง</li><li>{PARAGRAPH}</li></ul><h3>หัวข้อ</h3><p>จบ</p>"
        made = shortened(html, rnd.randint(1, 700))
        assert made is not None
        assert "<h3>" not in made[-30:]
        assert made.count("<li>") == made.count("</li>")
        if "…" in made:
            before = re.sub("<[^>]+>", "", made).split("…")[0].rstrip()
            after = re.sub("<[^>]+>", "", html)[len(before) :].lstrip()
            assert not re.match(r"[“(\d]", before[-1])
            assert not re.match(r"[ๆ”)\d]", after)
            assert not before.endswith("นาย")


def test_a_list_is_cut_after_an_item_and_a_table_after_a_row() -> None:
    items = "".join(f"<li>{PARAGRAPH} {number}</li>" for number in range(9))
    made = shortened(f"<ol>{items}</ol>", 500)
    assert made is not None
    assert made.count("<li>") == made.count(PARAGRAPH) == 2
    rows = "".join(f"<tr><td>แถว {number}</td><td>{PARAGRAPH}</td></tr>" for number in range(9))
    table = f"<table><thead><tr><th>ก</th><th>ข</th></tr></thead><tbody>{rows}</tbody></table>"
    made = shortened(f'<div class="jl-table">{table}</div>', 500)
    assert made is not None
    assert made.count("<th>") == 2
    assert made.count("<td>") == 2 * made.count("แถว") == 4


def test_a_text_that_cannot_be_cut_is_left() -> None:
    assert shortened("<p>สั้น</p>", 2) is None
    assert shortened("", 2) is None
    assert shortened(f"<blockquote><p>{PARAGRAPH}</p></blockquote>", 20) is None


def test_notes_and_links_to_what_was_cut_are_gone() -> None:
    html = (
        f'<p>{PARAGRAPH} <a href="#b-x-later">ดูข้างล่าง</a> <a href="#a-y">อีกเรื่อง</a></p>'
        f'<p>{PARAGRAPH}<span class="footnote">เชิงอรรถ</span></p><h3 id="b-x-later">ต่อ</h3><p>{PARAGRAPH}</p>'
    )
    made = shortened(html, 230)
    assert made is not None
    assert "เชิงอรรถ" not in made
    assert "#b-x-later" not in made
    assert "#a-y" in made


# Columns


def test_one_column_where_the_editor_wants_one() -> None:
    one = long_site(1, 4)

    def body_lines(columns: int) -> list[float]:
        made = of(one, articles=("s0",), columns=columns)
        first = next(page for page in pymupdf.open(stream=made.pdf) if "ผู้ใหญ่บ้าน" in page.get_text())
        boxes = [
            line["bbox"] for block in first.get_text("dict")["blocks"] for line in block.get("lines", ())
        ]
        return [box[2] - box[0] for box in boxes]

    assert max(body_lines(1)) > 400 > max(body_lines(2)[4:12])


def test_other_columns_are_named_and_two_are_printed() -> None:
    one = long_site(1, 2)
    made = of(one, articles=("s0",), columns=3)
    assert keys(made) == ["columns"]
    assert said(made)[0].startswith("docs/bulletin/2026-11.md:1: columns เป็น 3 ไม่ได้")
    assert made.pdf == of(one, articles=("s0",)).pdf


# What is hard to print


def noise(width: int, height: int, kind: str) -> bytes:
    file = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(file, kind)
    return file.getvalue()


def test_a_picture_of_6000_pixels_leaves_the_pdf_small() -> None:
    one = site((article("s0", DAY, image="images/p.jpg", image_alt="ทุ่งนา"),))
    large = noise(6000, 4000, "JPEG")
    made = of(one, {"/knowledge/images/p.jpg": (large, "image/jpeg")})
    assert len(large) > 5_000_000
    assert len(made.pdf) < 1_500_000
    assert made.notes == ()
    document = pymupdf.open(stream=made.pdf)
    for page in document:
        for picture in page.get_image_info():
            wide = (picture["bbox"][2] - picture["bbox"][0]) / 72
            assert picture["width"] / wide <= 300


BROKEN = {
    "p.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><rect width='3'", "image/svg+xml"),
    "q.svg": (b"<html>404</html>", "image/svg+xml"),
    "outside.svg": (
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><image href='other.png'/></svg>",
        "image/svg+xml",
    ),
    "half.png": (noise(300, 200, "PNG")[:9000], "image/png"),
    "half.jpg": (noise(300, 200, "JPEG")[:5000], "image/jpeg"),
    "no.png": (b"", "image/png"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_picture_is_named_and_its_description_printed(name: str) -> None:
    one = site((article("s0", DAY, image=f"images/{name}", image_alt="ทุ่งนาหน้าฝน"),))
    made = of(one, {f"/knowledge/images/{name}": BROKEN[name]})
    assert keys(made) == ["picture"]
    assert f"knowledge/images/{name}" in said(made)[0]
    assert "ทุ่งนาหน้าฝน" in text_of(made)


def test_a_whole_picture_is_drawn() -> None:
    linked = b"<svg xmlns='http://www.w3.org/2000/svg'><a href='https://example.org/'><rect/></a></svg>"
    assert drawable(linked, "image/svg+xml")
    assert drawable(noise(9, 9, "PNG"), "image/png")


def test_a_missing_picture_is_still_refused() -> None:
    one = site((article("s0", DAY, image="images/gone.png", image_alt="x"),))
    with pytest.raises(RefusedError):
        of(one)


def test_an_article_that_is_only_a_table_is_right_and_can_be_shortened() -> None:
    table = f"| ลำดับ | หมู่บ้าน | ครัวเรือน |\n|---|---|---|\n{ROWS}\n{ROWS}"
    one = site((article("s0", DAY, LONG_TITLE, text=table),))
    whole = of(one, articles=("s0",))
    pages = [page.get_text() for page in pymupdf.open(stream=whole.pdf)]
    assert sum(page.count("บ้านตัวอย่างที่") for page in pages) == 120
    assert all("ครัวเรือน" in page for page in pages if "บ้านตัวอย่างที่" in page)
    made = of(one, articles=("s0",), max_pages=len(pages) - 1)
    assert keys(made) == ["shortened", "fits"]
    rows = text_of(made).count("บ้านตัวอย่างที่")
    assert rows == 120 - int(made.notes[0].values["lines"])


def test_a_site_without_an_address_says_so_in_words() -> None:
    bare = dataclasses.replace(long_site(), settings=dataclasses.replace(SETTINGS, site_url=""))
    html = bulletin.bulletin_html(bare, november(), Context(bare).body, {"a-s1": copyfit.Cut(200)})
    assert html.count("อ่านต่อในเว็บไซต์ของเครือข่าย") == 1


# The command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = Path(__file__).resolve().parent / "sites" / "small"
    target = tmp_path / "site"
    shutil.copytree(root, target)
    return target


def test_the_command_says_it_each_time(folder: Path) -> None:
    articles = sorted((folder / "knowledge").rglob("*.md"))
    longest = max(articles, key=lambda path: path.stat().st_size)
    longest.write_text(longest.read_text("utf-8").rstrip() + "\n\n" + paragraphs(60) + "\n", "utf-8")
    bulletins = sorted((folder / "docs" / "bulletin").glob("*.md"))
    month = bulletins[-1].stem
    text = bulletins[-1].read_text("utf-8")
    head, _, rest = text.removeprefix("---\n").partition("\n---")
    lines = [line for line in head.split("\n") if not line.startswith(("articles", "lead"))]
    slug = re.search(r"^slug: *(\S+)", longest.read_text("utf-8"), re.MULTILINE)
    lines += [f"articles: [{slug[1] if slug else longest.stem}]", "max_pages: 4"]
    bulletins[-1].write_text("---\n" + "\n".join(lines) + "\n---" + rest, "utf-8")
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-m", "julasan", "bulletin", month, "--output", "out.pdf"],
            cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert "ตัดบทความให้สั้นลงเพื่อให้พอดี 4 หน้า" in done.stderr
        assert pymupdf.open(folder / "out.pdf").page_count == 4
