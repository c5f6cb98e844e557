"""Paragraphs: their lines are the best that there are, full, calm, and without a word alone at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from itertools import combinations, pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest

from julasan import thai
from julasan.typeset import engine

ROOT = Path(__file__).resolve().parent.parent
CSS = """
@page { size: 110mm 200mm; margin: 10mm }
html { font: 15pt/1.3 var(--face) } body { margin: 0 }
p { text-align: justify; overflow-wrap: break-word }
"""
engine.parse("")
# These import WeasyPrint: not before its dictionary is ours.
from julasan.typeset import lines, paragraphs  # noqa: E402


def shaped(widths: list[tuple[float, int, int]]) -> paragraphs._Shaped:
    """A text of words, each of so many px, letters and spaces after it (of 5 px)."""
    begin, end, letters, before, after = [0.0], [0.0], [0], [0], [0]
    for width, count, spaces in widths:
        end.append(begin[-1] + width)
        begin.append(end[-1] + 5 * spaces)
        letters.append(letters[-1] + count)
        after.append(before[-1])
        before.append(before[-1] + spaces)
    offsets = list(range(len(begin)))
    return paragraphs._Shaped(
        "", None, offsets, offsets, begin, end, letters, (before, after), 20.0, 15.0, 1, 20.0
    )


@pytest.mark.parametrize("seed", range(60))
def test_no_other_lines_are_better(seed: int) -> None:
    random = Random(seed)
    wide = [random.uniform(15, 90) for _ in range(random.randint(4, 11))]
    words = [(each, round(each / random.uniform(7, 12)), random.random() < 0.3) for each in wide]
    text, width, last = shaped(words), 220.0, len(words)

    def cost(nodes: tuple[int, ...]) -> float:
        return sum(text._cost(at, to, width, last) for at, to in pairwise((0, *nodes, last)))

    plan, at, chosen = text.plan(width), 0, []
    while (at := plan[at]) != last:
        chosen.append(at)
    every = (nodes for count in range(last) for nodes in combinations(range(1, last), count))
    # Lines that are less than 0.7 full are not looked at where there are fuller ones.
    full = (nodes for nodes in every if all(_full(text, *line, width) for line in pairwise((0, *nodes))))
    assert cost(tuple(chosen)) <= min(map(cost, full)) + 1e-6


def _full(text: paragraphs._Shaped, at: int, to: int, width: float) -> bool:
    return text.end[to] - text.begin[at] >= paragraphs._WINDOW * width


@pytest.mark.parametrize(
    ("slack", "letters", "spaces", "expected"),
    [
        (0.0, 40, 2, (0, 0)),
        # A gap after each letter but the last, six more for a space.
        (10.6, 40, 2, (1.4, 0.2)),
        # A space is narrowed by three more.
        (-4.7, 40, 2, (-0.4, -0.1)),
        (-23.4, 40, 2, (-1.9915, -0.4979)),
        (-23.6, 40, 2, None),
        # No letter gets more than 0.09 em: the rest goes to the spaces, up to 1.2 em in all.
        (100.0, 40, 2, (14.9, 1.8)),
        (120.0, 40, 2, None),
        (60.0, 40, 0, (1.5385, 1.5385)),
        (72.0, 40, 0, None),
        (5.0, 1, 0, None),
    ],
)
def test_slack_goes_to_letters_and_more_to_spaces(
    slack: float, letters: int, spaces: int, expected: tuple[float, float] | None
) -> None:
    got = paragraphs.spread_over(slack, letters, spaces, 20.0)
    if expected is None:
        assert got is None
    else:
        assert got is not None
        assert (float(got), got.letters) == pytest.approx(expected, abs=1e-3)
        assert got.letters * (letters + spaces - 1) + spaces * (got - got.letters) == pytest.approx(slack)


@pytest.mark.parametrize(
    "text", ["น้ำ ทำน้ำปั๊ม ลำพูน 1,240 คน", "ต่าง ๆ ฯลฯ (PDF)", "กฎุฐูญู ป่าฝ้ายฟ้า", "the office ไฟฟ้า"]
)
def test_letters_are_counted_as_pango_spaces_them(text: str) -> None:
    with engine.laid_out(f"<p>{text}</p>", css=[CSS]) as document:
        (box,) = [box for box in _boxes(document) if hasattr(box, "pango_layout")]
        shown = box.pango_layout.text.replace("\u200b", "")
        letters = len(thai.clusters(shown)) - shown.count(" ") - shown.count("\u00a0")
        assert box.pango_layout.counts == (
            letters + len(lines._APART.findall(shown)),
            shown.count(" ") + shown.count("\u00a0"),
        )


def _boxes(document: Any) -> Iterator[Any]:
    def walk(box: Any) -> Iterator[Any]:
        yield box
        for child in getattr(box, "children", ()):
            yield from walk(child)

    for page in document.pages:
        yield from walk(page._page_box)


def _paragraphs(document: Any) -> list[list[tuple[str, float, float]]]:
    """Of each paragraph its lines: text, widest gap and room left, in em."""
    found: dict[Any, list[tuple[str, float, float]]] = {}
    for block in _boxes(document):
        for line in getattr(block, "children", ()):
            if type(line).__name__ == "LineBox" and line.element_tag == "p":
                texts = [box for box in line.descendants() if hasattr(box, "pango_layout")]
                size = texts[0].style["font_size"]
                gaps = [float(box.justification_spacing) / size + 0.3 for box in texts if " " in box.text]
                used = sum(box.width for box in texts)
                shown = "".join(box.text for box in texts).replace("\u200b", "")
                found.setdefault(line.element, []).append(
                    (shown, max(gaps, default=0.0), (block.width - used) / size)
                )
    return list(found.values())


@pytest.fixture(scope="module")
def articles() -> list[list[tuple[str, float, float]]]:
    """The paragraphs of this site's own articles, in the bulletin's two columns."""
    bodies = [path.read_text("utf-8").split("---\n", 2)[2] for path in sorted(ROOT.glob("knowledge/*.md"))]
    texts = [
        " ".join(re.sub(r"!?\[([^\]]*)\]\([^)]*\)|[*_`]|\[\^\w+\]", r"\1", text).split())
        for body in bodies
        for text in body.split("\n\n")
        if text[:1] not in "#|->:![{1" and len(text) > 110
    ]
    sheet = files("julasan").joinpath("theme", "print", "bulletin.css").read_text("utf-8")
    html = "".join(f"<p>{text}</p>" for text in texts)
    with engine.laid_out(f'<html lang="th"><body><div class="body">{html}</div>', css=[sheet]) as document:
        return _paragraphs(document)


def test_the_lines_of_this_sites_articles_are_full_and_calm(
    articles: list[list[tuple[str, float, float]]],
) -> None:
    lines = [line for paragraph in articles for line in paragraph[:-1]]
    assert len(lines) > 300
    assert max(gap for _, gap, _ in lines) < 2
    assert sum(gap > 1 for _, gap, _ in lines) <= 0.08 * len(lines)
    assert sum(left > 0.5 for *_, left in lines) <= 0.08 * len(lines)
    assert min(left for *_, left in lines) > -0.02


def test_few_paragraphs_end_on_a_word_alone(articles: list[list[tuple[str, float, float]]]) -> None:
    short = [paragraph[-1][0] for paragraph in articles if len(paragraph) > 1 and len(paragraph[-1][0]) < 6]
    assert len(short) <= 0.05 * len(articles), short


@pytest.mark.parametrize("width", range(60, 110, 2))
def test_a_call_stays_with_its_word(width: int) -> None:
    text = "ทุกท่านที่มาพบกันในวันนั้นจดเรื่องราวไว้ในสมุดของตน"
    html = f'<html lang="th"><p>{text}<sup class="call">1</sup> และเล่าต่อ</p>'
    css = f"{CSS} @page {{ size: {width}mm 200mm }}"
    with engine.laid_out(html, css=[css]) as document:
        found = _paragraphs(document)[0]
        assert not [line for line, *_ in found if line.startswith("1")]
        assert min(left for *_, left in found) > -0.02


@pytest.mark.parametrize("text", ["จดเรื่องราวไว้ในสมุดของตน", "จดเรื่องราวไว้ในสมุดของตน "])
@pytest.mark.parametrize("width", [float(width) for width in range(52, 84, 2)])
def test_a_footnotes_call_begins_no_line(width: float, text: str) -> None:
    note = '<span class="footnote">สมุดเล่มนั้นหายไปแล้ว</span>'
    html = f'<html lang="th"><p>ทุกท่านที่มาพบกันในวันนั้น{text}{note}</p><p>{text.strip()}{note}ไม่มีใครลืม</p>'
    css = f"""{CSS} @page {{ size: {width}mm 200mm }} .footnote {{ float: footnote }}
        ::footnote-call {{ content: counter(footnote); font-size: 65%; vertical-align: super }}"""
    with engine.laid_out(html, css=[css]) as document:
        found = [line for paragraph in _paragraphs(document) for line, *_ in paragraph]
    assert not [line for line in found if line[:1].isdigit()]
    assert {"1", "2"} <= {letter for line in found for letter in line}


RAGGED = CSS.replace("text-align: justify", "text-align: left")


@pytest.mark.parametrize("seed", range(40))
def test_a_ragged_line_gives_a_word_to_a_last_one_that_is_too_short(seed: int) -> None:
    random = Random(seed)
    wide = [random.uniform(15, 90) for _ in range(random.randint(4, 11))]
    text, width = shaped([(each, 3, 0) for each in wide]), 220.0
    at, nodes = 0, []
    while at < len(wide):
        before, at = at, text.eased(at, text.filled(at, width), width)
        nodes.append((before, at))
    greedy, at = 0, 0
    while at < len(wide):
        at, greedy = text.filled(at, width), greedy + 1
    assert len(nodes) == greedy, "no line more"
    assert all(text.end[to] - text.begin[at] <= width for at, to in nodes)
    if len(nodes) > 1:
        (first, middle), (_, last) = nodes[-2:]
        alone = text.end[last] - text.begin[middle] < paragraphs._ALONE * text.em
        spare = text.end[middle - 1] - text.begin[first] >= paragraphs._GIVES * width
        assert not (
            alone and spare and text.end[last] - text.begin[middle - 1] >= paragraphs._ALONE * text.em
        )


@pytest.mark.parametrize("width", range(80, 130, 2))
def test_no_small_word_stands_alone_below_ragged_lines(width: int) -> None:
    text = "<p>พิมพ์ติดกันได้เลย ภาพนี้วาดให้ดูวิธีใช้ แต่ว่าไม่ใช่หน้าจอจริง</p>"
    css = RAGGED.replace("110mm", f"{width}mm")
    with engine.laid_out(f'<html lang="th"><body>{text}</body></html>', css=[css]) as document:
        boxes = document.pages[0]._page_box.descendants()
        last = [box.text for box in boxes if type(box).__name__ == "TextBox"][-1]
    assert last.replace("\u200b", "") not in ("จริง", "จอจริง")
