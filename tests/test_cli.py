"""The command: what it says, how it ends, and what it leaves alone."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SMALL = Path(__file__).resolve().parent / "sites" / "small"


def julasan(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "julasan", *map(str, arguments)]
    surroundings = {name: value for name, value in os.environ.items() if name != "GITHUB_ACTIONS"}
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, check=False, env={**surroundings, **environment}
    )


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small site without its bulletins, which take seconds to print."""
    shutil.copytree(SMALL, tmp_path / "site-folder")
    shutil.rmtree(tmp_path / "site-folder" / "docs" / "bulletin")
    return tmp_path / "site-folder"


def break_it(folder: Path) -> None:
    path = folder / "knowledge" / "first-forum.md"
    path.write_text(
        path.read_text("utf-8").replace("2026-10-05", "2569-10-05").replace("ลำปาง", "ลำปางง"), "utf-8"
    )


def test_check_says_that_all_is_well(folder: Path) -> None:
    done = julasan("check", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert "ไม่พบจุดที่ต้องแก้" in done.stderr


def test_check_names_every_problem_at_its_line_in_both_languages(folder: Path) -> None:
    break_it(folder)
    thai, english = julasan("check", cwd=folder), julasan("check", "--lang", "en", cwd=folder)
    assert thai.returncode == english.returncode == 1
    for done, date, province in ((thai, "2026-10-05", "ลำปาง"), (english, "2026-10-05", "ลำปาง")):
        lines = done.stdout.splitlines()
        assert lines[0].startswith("knowledge/first-forum.md:3: ")
        assert date in lines[0]
        assert lines[1].startswith("knowledge/first-forum.md:5: ")
        assert province in lines[1]
    assert thai.stdout != english.stdout


def test_check_speaks_to_programs_too(folder: Path) -> None:
    break_it(folder)
    annotations = julasan("check", cwd=folder, GITHUB_ACTIONS="true").stdout
    assert annotations.startswith("::error file=knowledge/first-forum.md,line=3")
    problems = json.loads(julasan("check", "--format", "json", cwd=folder).stdout)
    assert problems[0]["path"] == "knowledge/first-forum.md"
    assert problems[0]["line"] == 3


def test_a_build_with_problems_leaves_the_site_byte_for_byte(folder: Path) -> None:
    assert julasan("build", cwd=folder).returncode == 0
    before = tree(folder / "site")
    break_it(folder)
    done = julasan("build", cwd=folder)
    assert done.returncode == 1
    assert "knowledge/first-forum.md:3:" in done.stderr
    assert "Traceback" not in done.stderr
    assert tree(folder / "site") == before


def test_a_leak_is_found_in_what_was_built(folder: Path) -> None:
    (folder / "members.private.csv").write_text(
        "member_id,email,phone,line_id,address,channels,consent\n"
        "sample-nan,,,,ศูนย์ตัวอย่าง ตำบลตัวอย่าง,post,2026-01-06\n",
        "utf-8",
    )
    assert julasan("build", cwd=folder).returncode == 0
    page = folder / "docs" / "about.md"
    page.write_text(page.read_text("utf-8") + "\nส่งไปที่ ศูนย์ตัวอย่าง ตำบลตัวอย่าง\n", "utf-8")
    done = julasan("build", cwd=folder)
    assert done.returncode == 1
    assert "members.private.csv" in done.stderr
    assert "ตำบลตัวอย่าง" not in done.stderr


def test_a_folder_with_other_files_is_not_written_over(folder: Path) -> None:
    (folder / "site").mkdir()
    (folder / "site" / "diary.txt").write_text("mine")
    done = julasan("build", cwd=folder)
    assert done.returncode == 2
    assert (folder / "site" / "diary.txt").read_text() == "mine"


def test_a_missing_or_broken_config_is_named_in_plain_words(folder: Path, tmp_path: Path) -> None:
    done = julasan("build", cwd=tmp_path)
    assert (done.returncode, "mkdocs.yml" in done.stderr, "Traceback" in done.stderr) == (2, True, False)
    config = folder / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("theme: julasan", "theme: no-such-theme"), "utf-8")
    done = julasan("build", cwd=folder)
    assert (done.returncode, "no-such-theme" in done.stderr, "Traceback" in done.stderr) == (2, True, False)


@pytest.mark.parametrize(
    ("month", "says"), [("2569-11", "2026-11"), ("พฤศจิกายน", "2026-11"), ("2026-13", "2026-11")]
)
def test_a_month_is_a_gregorian_one(folder: Path, month: str, says: str) -> None:
    done = julasan("bulletin", month, cwd=folder)
    assert done.returncode == 2
    assert says in done.stderr


def test_a_month_without_a_file_is_printed_all_the_same(folder: Path) -> None:
    done = julasan("bulletin", "2026-11", "--output", "out/november.pdf", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert (folder / "out" / "november.pdf").read_bytes().startswith(b"%PDF-")
    assert [path.name for path in (folder / "out").iterdir()] == ["november.pdf"]


def test_an_issue_dated_before_its_articles_says_that_its_date_decides(tmp_path: Path) -> None:
    from julasan import read
    from julasan.cli.shared import Teller, say_empty

    (tmp_path / "mkdocs.yml").write_text("site_name: x\nplugins:\n  - julasan:\n      network: x\n")
    for path, day in (("knowledge/a.md", "2026-11-05"), ("docs/bulletin/2026-11.md", "2026-11-01")):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        number = "number: 1\n" * path.startswith("docs")
        (tmp_path / path).write_text(f"---\ntitle: x\n{number}date: {day}\n---\n\nx\n")
    site, _ = read.read(tmp_path)
    said: list[str] = []

    class Heard(Teller):
        def __call__(self, key: str, **values: object) -> None:
            said.append(self.text(key, **values))

    say_empty(Heard("en"), site, "2026-11")
    say_empty(Heard("en"), site, "2026-09")
    assert ": 1;" in said[0]
    assert "docs/bulletin/2026-11.md" in said[0]
    assert "no articles yet" in said[1]


@pytest.mark.parametrize("target", [".", "..", "docs", "docs/x", "knowledge/2026/site"])
def test_nothing_is_made_inside_or_above_what_people_write(folder: Path, target: str) -> None:
    before = tree(folder)
    for command in (("build", "--site-dir", target), ("stage", target)):
        done = julasan(*command, "--lang", "en", cwd=folder)
        assert done.returncode == 2
        assert "content" in done.stderr
    assert tree(folder) == before


@pytest.mark.parametrize(
    "address", ["127.0.0.1:80a", "x", "127.0.0.1:", "0", "127.0.0.1:99999", "127.0.0.1:๘๐"]
)
def test_an_address_that_is_none_is_told(folder: Path, address: str) -> None:
    done = julasan("serve", "-a", address, "--lang", "en", cwd=folder)
    assert done.returncode == 2
    assert f"“{address}” is no address" in done.stderr


def test_a_port_alone_is_this_machines() -> None:
    from julasan.cli.preview import _address
    from julasan.cli.shared import Teller

    assert [_address(text, Teller("th")) for text in ("999", ":8001", "0.0.0.0:80", "[::1]:80")] == [
        ("127.0.0.1", 999),
        ("127.0.0.1", 8001),
        ("0.0.0.0", 80),  # noqa: S104 - nothing is bound
        ("::1", 80),
    ]


def test_a_month_and_a_year_are_told_apart_the_same_way_everywhere(folder: Path) -> None:
    for command in ("bulletin", "digest", "mail"):
        for wrong in ("2026", "11", "2026-13"):
            done = julasan(command, wrong, "--lang", "en", cwd=folder)
            assert done.returncode == 2
            assert "year and month, such as 2026-11" in done.stderr


def test_a_stage_that_cannot_be_written_is_told_and_leaves_what_was_there(
    folder: Path, tmp_path: Path
) -> None:
    assert julasan("stage", tmp_path / "stage", cwd=folder).returncode == 0
    before = tree(tmp_path / "stage")
    (tmp_path / "file").write_text("a file")
    for target in ("/proc/x", tmp_path / "file" / "below", tmp_path / "file"):
        done = julasan("stage", target, cwd=folder)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        assert str(target).removesuffix("/below") in done.stderr
    break_it(folder)
    assert julasan("stage", tmp_path / "stage", cwd=folder).returncode == 1
    assert tree(tmp_path / "stage") == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_stage_is_not_written_over_other_files(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "diary.txt").write_text("mine")
    assert julasan("stage", tmp_path / "full", cwd=folder).returncode == 2
    assert (tmp_path / "full" / "diary.txt").read_text() == "mine"
    for _ in range(2):
        assert julasan("stage", tmp_path / "stage", cwd=folder).returncode == 0


@pytest.mark.parametrize(
    "line",
    [("check", "--lang", "en", "--help"), ("check", "--help", "--lang=en"), ("--lang", "en", "check", "-h")],
)
def test_help_speaks_the_language_that_is_asked_for_anywhere_on_the_line(
    tmp_path: Path, line: tuple[str, ...]
) -> None:
    done = julasan(*line, cwd=tmp_path)
    assert done.returncode == 0
    assert "Check all content" in done.stdout
    assert not re.search("[ก-๛]{2}", done.stdout)


@pytest.mark.parametrize("line", [(), ("--help",), ("check", "--help"), ("mail", "--help")])
def test_help_is_thai_throughout(tmp_path: Path, line: tuple[str, ...]) -> None:
    done = julasan(*line, cwd=tmp_path)
    said = done.stdout or done.stderr
    assert "วิธีใช้:" in said
    assert "ตัวเลือก" in said
    assert not re.search(r"\b(?:Usage|Options|Commands|Show this|Traceback)\b", said)


def test_a_slip_on_the_line_is_told_in_the_language_that_is_asked_for(tmp_path: Path) -> None:
    for line, thai, english in (
        (("chek",), "check", "check"),
        (("nonsense",), "ไม่มีคำสั่ง", "No such command"),
        (("check", "--foramt", "json"), "ไม่มีตัวเลือก", "No such option"),
        (("bulletin",), "ยังไม่ได้ระบุ", "Missing argument"),
        (("check", "--format", "x"), "ไม่อยู่ใน", "is not one of"),
        (("check", "x"), "มีคำเกินมา", "Unexpected words"),
    ):
        first = julasan(*line, cwd=tmp_path)
        assert first.returncode == 2
        assert thai in first.stderr
        assert not re.search("Error|Usage|Try ", first.stderr)
        assert english in julasan("--lang", "en", *line, cwd=tmp_path).stderr


@pytest.mark.parametrize("where", ["mkdocs.yml", "elsewhere/mkdocs.yml"])
def test_a_command_speaks_the_sites_language(tmp_path: Path, where: str) -> None:
    (tmp_path / where).parent.mkdir(exist_ok=True)
    (tmp_path / where).write_text(
        "site_name: A\nplugins:\n  - julasan:\n      network: A\n      language: en\n", "utf-8"
    )
    asked = () if where == "mkdocs.yml" else ("-f", where)
    assert "Nothing needs to change" in julasan("check", *asked, cwd=tmp_path).stderr
    assert "Check all content" in julasan("check", *asked, "--help", cwd=tmp_path).stdout
    assert "ไม่พบจุดที่ต้องแก้" in julasan("check", *asked, "--lang", "th", cwd=tmp_path).stderr


def test_a_themes_language_is_not_the_sites(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: A\ntheme:\n  name: x\n  language: en\nplugins:\n- julasan: # ours\n    network: A\n",
        "utf-8",
    )
    assert "ตรวจเนื้อหา" in julasan("check", "--help", cwd=tmp_path).stdout


@pytest.mark.parametrize(
    "arguments", [("bulletin", "0001-01"), ("digest", "0001-01"), ("wall", "0001"), ("wall", "0001-01")]
)
def test_a_month_of_no_content_is_refused_in_words(arguments: tuple[str, ...], folder: Path) -> None:
    done = julasan(*arguments, cwd=folder)
    assert (done.returncode, "2026-11" in done.stderr) == (2, True), done.stderr


def test_a_system_without_posix_signals_is_told_what_to_do(tmp_path: Path) -> None:
    line = "import signal; del signal.SIGHUP; from julasan.__main__ import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", line], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert [("WSL" in said, "Traceback" in said) for said in done.stderr.splitlines()] == [(True, False)] * 2
