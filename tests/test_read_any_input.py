"""Whatever stands in a file, reading and checking it raises nothing and ends soon."""

from __future__ import annotations

import json
import os
import signal
import tempfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bombs import BODIES
from channelling import git
from julasan.check import check, privacy, report
from julasan.problem import Problem
from julasan.read import read
from julasan.read.dates import Slip, read_date, read_moment
from julasan.read.markdown import scan
from julasan.read.rules import RuleSlip, read_rule, starts
from julasan.read.slips import Slips
from julasan.read.text import decode
from julasan.thai import heading_id, normalise
from test_check_problems import GOOD, NOW, make

PIECES = st.sampled_from(
    [
        "---\n", "title: ก\n", "date: 2026-11-01\n", "topics: [", "]", "{", "}", "- ", "  ", "\t",
        "\n", "\n\n", "#", "## ก\n", "```", "~~~", "`", "``", "<", ">", "<!--", "-->", "<script>", "[",
        "](", ")", "![", "[^1]", "[^1]:", "[a]: ", "|", "| - |", "*", "_", "**", "&a ", "*a", "!!x ",
        "%", "@", '"', "'", ": ", "? ", "|\n", ">\n", "\\", "&#x202e;", "&#", "\u202e", "\x00",
        "\u200b", "\ufeff", "\u2028", "\x85", "\ud7ff", "ำ", "\u0e4d\u0e32", "ที่", "๒๕๖๙",
        "081-234-5678", "1-2345-67890-12-1", "a@b.co", "LINE ID: x", "javascript:", "https://", "//",
        "..", "/", "C:\\", "rrule: ", "FREQ=DAILY", ";COUNT=3", "id: a\n", "start: 2026-12-05\n",
        "exdate: ", ",", ";", "=", "+", "\r", "\r\n", "!!! note\n", "    ", "1. ", "{{", "}}",
        "--8<--", "{: .x}", "plugins:\n  - julasan:\n      network: ก\n", "provinces: ", "0", "9" * 30,
        "<<: ", "หัวเรื่อง: ", "วันที่ = ", "title = ", "จังหวัด：", "• ", "“", "โทร ", "```yaml\n---\n",
        "--- title: ก", "- id = a\n", "{", "<!--\n", "!!! ก\n", '=== "ก"\n', ", , ", "\uf70b",
        "date: x kind: y\n", "หมายเหตุ: ก ข,,\n",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=25).map("".join)
BYTES = TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary(max_size=200)
ANY = settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
MANY = settings(deadline=None, max_examples=200, suppress_health_check=list(HealthCheck))


def problems_of(**files: bytes | str) -> set[Problem]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make(root, {})
        for name, content in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        site, problems = read(root, now=NOW)
        found = {*problems, *check(site, root)}
    assert report.text(found, "th").count("\n") == max(0, len(found) - 1)
    assert all(problem.line >= 1 for problem in found)
    json.loads(report.as_json(found, "en"))
    return found


@pytest.mark.parametrize(
    "path", ["knowledge/x.md", "docs/x.md", "docs/bulletin/2026-09.md", "docs/x.svg", "docs/x.jpg"]
)
@ANY
@given(content=BYTES)
def test_any_text_file(path: str, content: bytes) -> None:
    problems_of(**{path: content})


@pytest.mark.parametrize("path", ["mkdocs.yml", "events.yaml", "members.csv", "members.private.csv"])
@ANY
@given(content=BYTES)
def test_any_data_file(path: str, content: bytes) -> None:
    problems_of(**{path: content})


@ANY
@given(front=TEXTS, body=TEXTS)
def test_any_article_with_fields(front: str, body: str) -> None:
    problems_of(
        **{
            "knowledge/x.md": f"---\ntitle: ก\ndate: 2026-11-01\n{front}\n---\n{body}".encode(
                "utf-8", "replace"
            )
        }
    )


@ANY
@given(extra=TEXTS)
def test_any_event(extra: str) -> None:
    problems_of(**{"events.yaml": f"{GOOD['events.yaml']}  {extra}".encode("utf-8", "replace")})


@MANY
@given(BYTES)
def test_decoding(data: bytes) -> None:
    text = decode(data, Slips("x"))
    assert text is None or "\r" not in text


@MANY
@given(st.text(max_size=40) | st.from_regex(r"[0-9๐-๙]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,4}", fullmatch=True))
def test_a_date_is_a_date_or_is_explained(text: str) -> None:
    for found in (read_date(text), read_moment(text)):
        assert isinstance(found, (date, Slip))
        if isinstance(found, Slip) and "meant" in found.values:
            assert isinstance(read_moment(found.values["meant"]), date)


@MANY
@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_every_iso_date_is_read(day: date) -> None:
    assert read_date(day.isoformat()) == day


@MANY
@given(
    st.lists(
        PIECES | st.sampled_from(["FREQ=", "WEEKLY", "BYDAY=", "MO", "COUNT=9", "UNTIL=20270101", ";"])
    ).map("".join)
)
def test_any_rule(text: str) -> None:
    start = datetime(2026, 12, 5, 9)
    rule = read_rule(text, start)
    if not isinstance(rule, RuleSlip):
        assert len(list(starts(rule, start))) <= 1_001


@MANY
@given(TEXTS)
def test_the_scanner_keeps_the_text_and_its_lines(text: str) -> None:
    body = scan(text, 7)
    last = 7 + text.count("\n")
    # A blank line may come in, before a list behind a paragraph, items may stand deeper, lines end in breaks.
    words, written = (
        [line.strip(" \t") for line in each.split("\n") if line.strip(" >")]
        for each in (body.text, normalise(text))
    )
    assert words == written
    for item in (*body.links, *body.headings, *body.marks):
        assert 7 <= item.line <= last


@MANY
@given(st.lists(st.sampled_from(["ก", "ข", "ก-2", "A", "a", ""]), max_size=12))
def test_ids_of_headings_are_those_of_the_page(titles: list[str]) -> None:
    taken: list[str] = []
    for title in titles:
        if title:
            taken.append(heading_id(title, taken))
    body = scan("\n\n".join(f"## {title}" for title in titles if title))
    assert [heading.id for heading in body.headings] == taken


@MANY
@given(TEXTS)
def test_what_is_private_is_never_shown(text: str) -> None:
    for found in privacy.find(text.replace("\n", " ")):
        assert found.value not in privacy.mask(found)


def _bomb(text: str) -> Callable[[], Problem | None]:
    return lambda: next(iter(problems_of(**{"knowledge/x.md": GOOD["knowledge/good.md"] + text})), None)


@pytest.mark.parametrize("name", BODIES)
def test_a_bomb_hangs_nothing(name: str) -> None:
    def hung(number: int, frame: object) -> None:
        raise AssertionError("hangs")

    # Seconds of the processor after which it has hung; what it takes is measured by tests/bench/bombs.
    signal.signal(signal.SIGPROF, hung)
    signal.setitimer(signal.ITIMER_PROF, 60)
    try:
        _bomb(BODIES[name])()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


@pytest.mark.parametrize(
    ("file", "content", "code"),
    [
        ("events.yaml", "- ก\n" * 400_002, "size.nodes"),
        ("members.csv", GOOD["members.csv"] + "x,ก,ลำปาง,member,2026-01-01\n" * 10_001, "size.rows"),
        (
            "knowledge/x.md",
            f"---\ntitle: ก\ndate: 2026-11-01\nauthors: [{'ก, ' * 1_001}]\n---\n",
            "list.long",
        ),
    ],
)
def test_what_is_too_long_is_read_so_far_and_no_further(file: str, content: str, code: str) -> None:
    found = problems_of(**{file: content})
    assert [each.path for each in found if each.code == code] == [file]
    assert len(found) <= 402


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("members.private.csv", "this file of private data is tracked by git"),
        (".cache/julasan/texts.pickle", "the folder .cache is what the program remembers on this machine"),
    ],
)
def test_what_git_must_not_hold_is_a_problem(tmp_path: Path, name: str, says: str) -> None:
    make(tmp_path, {"files": {name: "member_id,email,channels,consent\n"}})
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-f", name)
    _, problems = read(tmp_path, now=NOW)
    assert report.text(problems, "en").startswith(f"{name}:1: {says}")


def test_a_file_name_that_no_terminal_can_print_is_shown_in_signs(tmp_path: Path) -> None:
    make(tmp_path, {})
    (tmp_path / "knowledge" / os.fsdecode(b"\xa1\xa2.md")).write_text("ก", "utf-8")
    site, problems = read(tmp_path, now=NOW)
    shown = report.text({*problems, *check(site, tmp_path)}, "en").encode()
    assert b"is not in UTF-8" in shown


def test_holidays_are_those_of_the_state_with_the_networks_own_over_them(tmp_path: Path) -> None:
    setting = GOOD["mkdocs.yml"] + "      holidays: holidays.yaml\n"
    own = "2026-12-31: วันหยุดพิเศษ\n2026-12-10:\n"
    make(tmp_path, {"files": {"mkdocs.yml": setting, "holidays.yaml": own}})
    site, problems = read(tmp_path, now=NOW)
    assert problems == ()
    assert site.holidays[date(2026, 12, 31)] == "วันหยุดพิเศษ"
    assert date(2026, 12, 10) not in site.holidays
    assert site.holidays[date(2027, 4, 13)].startswith("วันสงกรานต์")
    assert not any(name.startswith("วันเด็ก") for name in site.holidays.values())


def test_a_weekly_event_until_a_day_ends_on_that_day_in_utc(tmp_path: Path) -> None:
    rule = "rrule: FREQ=WEEKLY;UNTIL=20261219, exdate: [2026-12-12]"
    make(tmp_path, {"events": f"- {{id: a, title: ก, start: 2026-12-05 09:00, {rule}}}\n"})
    site, problems = read(tmp_path, now=NOW)
    assert problems == ()
    assert site.events[0].rrule == "FREQ=WEEKLY;UNTIL=20261219T165959Z"
    assert [moment.first for moment in site.events[0].occurrences] == [date(2026, 12, 5), date(2026, 12, 19)]


def test_permalinks_come_from_slug_stem_or_date_and_hash(tmp_path: Path) -> None:
    front = "---\ntitle: ก\ndate: 2026-11-01\n---\n"
    files = {"knowledge/a.md": front, "knowledge/เวที.md": front}
    make(tmp_path, {"files": files | {"knowledge/c.md": front.replace("date", "slug: d\ndate")}})
    site, _ = read(tmp_path, now=NOW)
    links = {article.source.path: article.permalink for article in site.articles}
    assert links["knowledge/a.md"] == "a"
    assert links["knowledge/c.md"] == "d"
    assert links["knowledge/เวที.md"].startswith("2026-11-01-")
    assert len(links["knowledge/เวที.md"]) == len("2026-11-01-abcd")


def test_nothing_of_the_private_file_is_kept(tmp_path: Path) -> None:
    row = "somchai,secret@gmail.com,081-234-5678,secretline,12 ถ.ลับ,email,2026-01-01\n"
    head = "member_id,email,phone,line_id,address,channels,consent\n"
    make(tmp_path, {"files": {"members.private.csv": head + row}})
    site, problems = read(tmp_path, now=NOW)
    assert problems == ()
    assert "secret" not in repr(site) + "".join(site.texts.values())


def test_the_photograph_of_a_place_is_a_problem(tmp_path: Path) -> None:
    from PIL import Image

    make(tmp_path, {})
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (4, 4)).save(tmp_path / "docs" / "a.jpg", exif=exif)
    Image.new("RGB", (4, 4)).save(tmp_path / "docs" / "b.jpg")
    site, _ = read(tmp_path, now=NOW)
    assert [problem.path for problem in check(site, tmp_path)] == ["docs/a.jpg"]
    assert {(media.width, media.height) for media in site.media} == {(4, 4)}
