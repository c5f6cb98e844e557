"""The booklet: pages in the order that folds right, none left empty, the same bytes twice."""

from __future__ import annotations

import io
import mimetypes
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pymupdf
import pytest

from channelling import context_of, folder
from julasan.model import media_url
from julasan.render import booklet as booklets
from julasan.render import holdings
from julasan.render.context import Context
from julasan.typeset.imposition import blanks, booklet, sides


def test_twenty_four_pages_fold_right() -> None:
    assert sides(24)[:4] == ((24, 1), (2, 23), (22, 3), (4, 21))
    assert sides(24)[-1] == (12, 13)
    assert sides(3) == ((4, 1), (2, 3))
    assert sides(1) == ((4, 1), (2, 3))
    assert sides(0) == ()


@pytest.mark.parametrize("pages", range(1, 61))
def test_a_folded_stack_reads_in_order(pages: int) -> None:
    """Fold the sheets as a hand does, and leaf through."""
    faces = sides(pages)
    assert len(faces) % 2 == 0
    fronts, backs = faces[0::2], faces[1::2]
    # Each sheet, from the outside in: its right front and left back come first, its other two last.
    first = [number for (_, right), (left, _) in zip(fronts, backs, strict=True) for number in (right, left)]
    last = [number for (left, _), (_, right) in zip(fronts, backs, strict=True) for number in (right, left)]
    second = [number for pair in zip(last[0::2], last[1::2], strict=True) for number in reversed(pair)]
    assert first + list(reversed(second)) == list(range(1, len(faces) * 2 + 1))


def numbered(count: int, size: tuple[float, float] = (419.53, 595.28), name: str = "page") -> bytes:
    """A PDF whose pages say their number."""
    with pymupdf.open() as document:
        for number in range(1, count + 1):
            document.new_page(width=size[0], height=size[1]).insert_text(
                (60, 80), f"{name}-{number}", fontsize=20
            )
        made: bytes = document.tobytes()
    return made


def halves(pdf: bytes) -> list[tuple[str, str]]:
    with pymupdf.open(stream=pdf) as document:
        found = []
        for page in document:
            wide, high = page.rect.width, page.rect.height
            assert (round(wide), round(high)) == (842, 595)
            left, right = (0, 0, wide / 2, high), (wide / 2, 0, wide, high)
            found.append(tuple(page.get_text(clip=clip).strip() for clip in (left, right)))
    return found


@pytest.mark.parametrize("size", [(419.53, 595.28), (595.28, 841.89)])
@pytest.mark.parametrize("pages", [1, 4, 10, 24])
def test_pages_stand_in_their_halves(pages: int, size: tuple[float, float]) -> None:
    found = halves(booklet(numbered(pages, size)))
    expected = [tuple(f"page-{n}" if n <= pages else "" for n in side) for side in sides(pages)]
    assert found == expected


def test_fillers_stand_where_pages_are_missing() -> None:
    filler = numbered(3, name="fill")
    found = dict.fromkeys(text for side in halves(booklet(numbered(6), filler)) for text in side)
    assert "" not in found
    assert len(found) == 8
    assert blanks(6) == 2


def test_a_page_that_does_not_begin_at_zero_is_moved() -> None:
    with pikepdf.open(io.BytesIO(numbered(4))) as moved:
        for page in moved.pages:
            page.mediabox = pikepdf.Array([30, 40, 30 + 400, 40 + 560])
        out = io.BytesIO()
        moved.save(out)
    assert len(halves(booklet(out.getvalue()))) == 2


def test_the_same_pages_give_the_same_bytes() -> None:
    pages = numbered(7)
    assert booklet(pages) == booklet(pages)


# An issue


def pictures(context: Context) -> Callable[[str], tuple[bytes, str]]:
    known = {"/" + media_url(media.path): media.path for media in context.site.media}

    def picture(url: str) -> tuple[bytes, str]:
        path = known[url]
        return (Path(context.site.root) / path).read_bytes(), mimetypes.guess_type(path)[0] or ""

    return picture


def test_an_issue_is_set_on_a5_and_filled(tmp_path: Path) -> None:
    context = context_of(folder(tmp_path, articles=5))
    issue = holdings.issue_of(context.site, "2026-11")
    pages = booklets.pages_of(context, issue, pictures(context))
    with pymupdf.open(stream=pages) as document:
        assert {(round(page.rect.width), round(page.rect.height)) for page in document} == {(420, 595)}
        count = len(document)
    made = booklets.printed(context, issue, pictures(context)).pdf
    found = halves(made)
    total = len(found) * 2
    assert total % 4 == 0
    assert 0 <= total - count < 4
    assert all(text for side in found for text in side), "no page is left empty"
    for (left, right), numbers in zip(found, sides(total), strict=True):
        for text, number in ((left, numbers[0]), (right, numbers[1])):
            last = re.findall(r"(?m)^(\d+)\s*$", text)
            assert number > count or str(number) in last, (number, text[-60:])
    assert booklets.printed(context, issue, pictures(context)).pdf == made


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("language", ["en", "th"])
def test_long_texts_leave_fillers_a_page_each(tmp_path: Path, language: str, count: int) -> None:
    """English says in two lines what Thai says in one; a title may have 200 letters."""
    here = folder(tmp_path)
    settings = here / "mkdocs.yml"
    own = f"      language: {language}\n      words: {{booklet.notes_text: {'write here ' * 16}}}\n"
    settings.write_text(
        settings.read_text("utf-8").replace("  - julasan:\n", "  - julasan:\n" + own), "utf-8"
    )
    many = "".join(
        f"- id: e{day}\n  title: {'เวทีเรียนรู้ของชุมชน ' * 8}\n  start: 2026-12-{day:02}\n"
        for day in range(1, 20)
    )
    (here / "events.yaml").write_text(many, "utf-8")
    context = context_of(here)
    issue = holdings.issue_of(context.site, "2026-11")
    with pymupdf.open(stream=booklets.fillers(context, issue, count)) as document:
        assert len(document) == count
        assert "2026" in document[-1].get_text() or "2569" in document[-1].get_text()


@pytest.mark.parametrize("count", [1, 2, 3])
def test_fillers_are_a_page_each(tmp_path: Path, count: int) -> None:
    context = context_of(folder(tmp_path))
    issue = holdings.issue_of(context.site, "2026-11")
    with pymupdf.open(stream=booklets.fillers(context, issue, count)) as document:
        assert len(document) == count
        assert "ปฏิทินเดือนธันวาคม 2569" in document[-1].get_text().replace("\n", "")
        assert "เวทีกองทุน" in document[-1].get_text()
