"""The site in a ZIP file opens from a folder, links and search work; the same site gives the same bytes."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import brotli
import pytest

from julasan.finish import portable
from julasan.finish.packing import clear, pack, precompress

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SMALL = Path(__file__).resolve().parent / "sites" / "small"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("k/slug/", "k/slug/index.html"),
        ("../../k/slug/#หัวข้อ", "../../k/slug/index.html#หัวข้อ"),
        ("../search/?q=x", "../search/index.html?q=x"),
        (".", "./index.html"),
        ("./", "./index.html"),
        ("../..", "../../index.html"),
        ("#here", "#here"),
        ("", ""),
        ("a.pdf", "a.pdf"),
        ("https://example.org/", "https://example.org/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("webcal://example.org/a/", "webcal://example.org/a/"),
        ("//example.org/", "//example.org/"),
    ],
)
def test_a_link_to_a_folder_leads_to_its_page(written: str, expected: str) -> None:
    assert portable.page(f'<p><a class="x" href="{written}">') == f'<p><a class="x" href="{expected}">'


def test_forms_are_links_and_text_is_none() -> None:
    assert portable.page('<form role="search" action="search/">') == (
        '<form role="search" action="search/index.html">'
    )
    assert portable.page('<p>href="k/"</p><img src="a/">') == '<p>href="k/"</p><img src="a/">'


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small site, with ``out/site.zip`` and packed copies in ``site/``."""
    folder = tmp_path_factory.mktemp("portable") / "small"
    shutil.copytree(SMALL, folder, ignore=shutil.ignore_patterns("bulletin", "site"))
    command = [sys.executable, "-m", "julasan", "build", "--zip", "out/site.zip", "--precompress"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "out/site.zip" in done.stderr
    return folder


def test_the_zip_holds_the_site_and_says_no_time(packed: Path) -> None:
    with zipfile.ZipFile(packed / "out" / "site.zip") as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert {entry.date_time for entry in archive.infolist()} == {portable.DAY}
    site = {path.relative_to(packed / "site").as_posix() for path in (packed / "site").rglob("*.*")}
    plain = {name for name in site if not name.endswith((".gz", ".br"))}
    assert {name.partition("/")[0] for name in names} == {"site"}
    names = [name.removeprefix("site/") for name in names]
    assert plain - set(names) == {"404.html", "manifest.webmanifest", "robots.txt", "sw.js"}
    assert set(names) - plain == set()
    assert [path.name for path in (packed / "out").iterdir()] == ["site.zip"]


def test_the_same_site_gives_the_same_zip(packed: Path, tmp_path: Path) -> None:
    site = shutil.copytree(packed / "site", tmp_path / "elsewhere")
    for number, file in enumerate(sorted(site.rglob("*"))):
        os.utime(file, (number, number))
    portable.write(site, tmp_path / "site.zip")
    one, other = (
        hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (packed / "out" / "site.zip", tmp_path / "site.zip")
    )
    assert one == other


def test_packed_copies_stay_out_of_the_zip_a_persons_own_do_not(tmp_path: Path) -> None:
    for name in ("a.html", "a.html.br", "a.html.gz", "minutes.gz"):
        (tmp_path / name).write_text("x")
    assert [path for path, _ in portable.files(tmp_path)] == ["a.html", "minutes.gz"]


def test_packed_copies_hold_what_they_stand_beside(packed: Path, tmp_path: Path) -> None:
    site = packed / "site"
    assert (site / "index.html.br").exists()
    for file in site.rglob("*.br"):
        assert brotli.decompress(file.read_bytes()) == file.with_suffix("").read_bytes()
        assert gzip.decompress(file.with_suffix(".gz").read_bytes()) == file.with_suffix("").read_bytes()
    again = shutil.copytree(site, tmp_path / "again", ignore=shutil.ignore_patterns("*.br", "*.gz"))
    assert precompress(again) == len(list(site.rglob("*.br")))
    for file in (*site.rglob("*.br"), *site.rglob("*.gz")):
        assert (again / file.relative_to(site)).read_bytes() == file.read_bytes()


def test_copies_of_what_changed_are_made_anew_and_none_stays_stale(tmp_path: Path) -> None:
    published, building = tmp_path / "site", tmp_path / "building"
    published.mkdir()
    for name in ("404.html", "same.html", "changed.html", "gone.html"):
        (published / name).write_text(name * 99)
    (published / "minutes.gz").write_bytes(b"a person's own")
    pack(published, tmp_path / "none", None, copies=True)
    shutil.copytree(published, building, copy_function=os.link)
    for name in ("changed.html", "gone.html"):
        (building / name).unlink()
    (building / "changed.html").write_text("new " * 199)
    copied = shutil.copytree(building, tmp_path / "later")
    pack(building, published, None, copies=True)
    assert {path.name for path in building.glob("*.br")} == {"404.html.br", "same.html.br", "changed.html.br"}
    assert (building / "same.html.br").samefile(published / "same.html.br")
    assert brotli.decompress((building / "changed.html.br").read_bytes()) == b"new " * 199
    pack(copied, published, None, copies=False)
    assert {path.name for path in copied.iterdir()} == {"404.html", "same.html", "changed.html", "minutes.gz"}
    clear(building)
    assert not list(building.glob("*.br"))


def test_a_zip_inside_the_site_is_refused(packed: Path) -> None:
    command = [sys.executable, "-m", "julasan", "build", "--lang", "th", "--zip", "site/site.zip"]
    done = subprocess.run(command, cwd=packed, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "เลือกที่เก็บไฟล์ .zip ที่อื่น" in done.stderr


@pytest.mark.browser
def test_from_a_folder_one_reads_and_searches(packed: Path, tmp_path: Path, browser: Browser) -> None:
    with zipfile.ZipFile(packed / "out" / "site.zip") as archive:
        archive.extractall(tmp_path / "แฟลชไดรฟ์")
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="th-TH")
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("requestfailed", lambda request: wrong.append(request.url))
    page.goto((tmp_path / "แฟลชไดรฟ์" / "site" / "index.html").as_uri())
    page.locator("main a[href*='k/first-forum/']").first.click()
    title = page.locator("h1").first.inner_text()
    assert page.url.endswith("/k/first-forum/index.html")
    page.locator(".jl-brand").click()
    assert page.url.endswith("/site/index.html")
    assert page.locator("main h1").first.is_visible()
    page.locator(".jl-bar a", has_text="ปฏิทิน").click()
    assert page.url.endswith("/calendar/index.html")
    page.locator(".jl-bar [data-julasan-search]").click()
    page.get_by_role("combobox").fill("เวทีครั้งแรก")
    page.get_by_role("option", name=title).first.click()
    page.wait_for_url("**/k/first-forum/index.html*")
    assert page.locator("h1").first.inner_text() == title
    context.close()
    assert wrong == []
