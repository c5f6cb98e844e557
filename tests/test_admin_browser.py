"""The form in a real browser: an article written there is a draft in a git repository and passes `check`."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from conftest import serving
from julasan import check, cli, read
from julasan.model import Asset, Copy
from julasan.render import admin
from julasan.render.context import Context

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
SERVER = ROOT / ".cache" / "decap-server" / "node_modules" / "decap-server" / "dist" / "index.js"
MKDOCS = """\
site_name: เครือข่าย
plugins:
  - julasan:
      network: เครือข่าย
      admin_backend: local
      provinces: {ลำปาง: TH-52, แพร่: TH-54}
      topics: [เวทีเรียนรู้, กองทุนชุมชน]
"""
OLD = "---\ntitle: เรื่องที่มีอยู่\ndate: 2026-01-02\n---\nเนื้อความเดิม\n"
TITLE = "เล่าเรื่อง: น้ำใจที่ปิงโค้ง"
EVENTS = """\
# ปฏิทินของเรา แก้แล้วบอกกองบรรณาธิการ

# เวทีแรก: วันยังไม่แน่
- id: first-forum
  title: "เวที: ครั้งแรก"   # ชื่อเดิม
  start: 2026-12-05 09:00
  topics: [เวทีเรียนรู้]   # หัวข้อเดียว
  status: tentative

- id: new-year
  title: ปีใหม่
  start: 2027-01-01
"""

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("admin")]


def git(folder: Path, *arguments: str) -> str:
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A site of one article with a Thai name, in git."""
    folder = tmp_path / "repository"
    (folder / "knowledge").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    (folder / "knowledge" / "เรื่องเดิม.md").write_text(OLD, "utf-8")
    (folder / "events.yaml").write_text(EVENTS, "utf-8")
    (folder / "docs" / "bulletin").mkdir(parents=True)
    (folder / "docs" / "bulletin" / "2026-10.md").write_text(
        "---\nnumber: 1\ndate: 2026-10-30\n---\nสวัสดี\n", "utf-8"
    )
    (folder / ".gitignore").write_text(".cache/\n")
    git(folder, "init", "-q", "-b", "main")
    for name, value in {"user.name": "x", "user.email": "x@example.org", "core.quotepath": "off"}.items():
        git(folder, "config", name, value)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "one")
    return folder


@contextlib.contextmanager
def decap_server(repository: Path) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "MODE": "git", "GIT_REPO_DIRECTORY": str(repository), "PORT": str(port)}
    process = subprocess.Popen(
        ["node", str(SERVER)], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout
    said = ""
    for said in process.stdout:
        if "listening" in said:
            break
    assert "listening" in said, said
    # Read on, or a full pipe would stop the server.
    drained = threading.Thread(target=process.stdout.read)
    drained.start()
    try:
        yield port
    finally:
        process.terminate()
        process.wait()
        drained.join()
        process.stdout.close()


@pytest.fixture
def form(repository: Path, tmp_path: Path) -> Iterator[str]:
    """The address of the form, served as the site serves it."""
    assert SERVER.exists(), "run `make admin-test` first"
    bundle = ROOT / admin.FOLDER
    assert (bundle / admin.BUNDLE).exists(), "run `make admin` first"
    shutil.copytree(bundle, repository / admin.FOLDER)
    site, problems = read.read(repository)
    assert problems == ()
    with decap_server(repository) as port:
        for output in admin.render(Context(site)):
            assert isinstance(output, (Asset, Copy))
            path = tmp_path / "site" / output.path
            path.parent.mkdir(parents=True, exist_ok=True)
            content = (
                output.content if isinstance(output, Asset) else (repository / output.source).read_bytes()
            )
            path.write_bytes(
                content.replace(b"localhost:8081", b"localhost:%d" % port)
                if isinstance(output, Asset)
                else content
            )
        with serving(tmp_path / "site") as address:
            # A form that keeps to this machine asks its server at this name alone.
            yield f"{address.replace('127.0.0.1', 'localhost')}admin/"


@pytest.fixture
def page(browser: Browser, form: str) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 390, "height": 800}, locale="th-TH", timezone_id="Asia/Bangkok"
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


def buttons(page: Page) -> list[str]:
    return [button.inner_text() for button in page.get_by_role("button").all()]


def test_an_article_from_the_form_is_a_draft_in_git_that_passes_check(
    page: Page, form: str, repository: Path
) -> None:
    asked: list[str] = []
    refused: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on(
        "console",
        lambda message: refused.append(message.text) if "Content Security Policy" in message.text else None,
    )
    page.goto(form)
    page.get_by_role("button", name="เข้าสู่ระบบ").click()
    page.get_by_text("เรื่องที่มีอยู่").wait_for()

    page.goto(f"{form}#/collections/articles/new")
    page.get_by_label("ชื่อเรื่อง", exact=True).fill(TITLE)
    page.get_by_label("ผู้เขียน").fill("สมชาย, สมหญิง")
    page.locator("[data-slate-editor]").click()
    page.keyboard.type("เนื้อความหนึ่ง")
    page.get_by_role("button", name="บันทึก", exact=True).click()
    page.get_by_role("button", name="สถานะ: ร่าง").wait_for()

    assert not any("เผยแพร่" in name and "ลบ" not in name for name in buttons(page))
    page.get_by_role("button", name="สถานะ: ร่าง").click()
    page.get_by_role("menuitem", name="ส่งให้ตรวจ").click()
    page.get_by_role("button", name="สถานะ: ส่งให้ตรวจ").wait_for()
    assert not any("เผยแพร่" in name and "ลบ" not in name for name in buttons(page))

    branches = git(repository, "for-each-ref", "--format=%(refname:short)", "refs/heads").split()
    assert len(branches) == 2
    assert "main" in branches
    draft = next(name for name in branches if name != "main")
    changed = git(repository, "diff", "--name-only", "main", draft).split("\n")[0]
    assert changed == "knowledge/เล่าเรื่อง-น้ำใจที่ปิงโค้ง.md"
    git(repository, "checkout", "-q", draft)
    site, problems = read.read(repository)
    assert sorted({*problems, *check.check(site, repository)}) == []
    article = next(article for article in site.articles if article.title == TITLE)
    assert article.authors == ("สมชาย", "สมหญิง")
    assert article.body.text.strip() == "เนื้อความหนึ่ง"
    # A Thai name of a file is no address: the form gives one that a corrected date does not move.
    assert re.fullmatch(rf"{article.date}-[0-9a-z]{{4}}", article.permalink)
    assert {url.split("/")[2].split(":")[0] for url in asked if url.startswith("http")} == {"localhost"}
    assert refused == []


def enter(page: Page, form: str) -> None:
    page.goto(form)
    page.get_by_role("button", name="เข้าสู่ระบบ").click()
    page.get_by_text("เรื่องที่มีอยู่").wait_for()


def save(page: Page) -> None:
    page.get_by_role("button", name="บันทึก", exact=True).click()
    page.get_by_role("button", name="สถานะ: ร่าง").wait_for()


def drafted(repository: Path) -> list[str]:
    """The files of the only draft, which is checked out; its content passes the check."""
    branches = git(repository, "for-each-ref", "--format=%(refname:short)", "refs/heads").split()
    (draft,) = [name for name in branches if name != "main"]
    git(repository, "checkout", "-q", draft)
    site, problems = read.read(repository)
    assert sorted({*problems, *check.check(site, repository)}) == []
    return git(repository, "diff", "--name-only", "main", draft).split()


def test_an_event_from_the_form_leaves_all_else_of_the_list_as_it_was(
    page: Page, form: str, repository: Path
) -> None:
    enter(page, form)
    page.goto(f"{form}#/collections/calendar/entries/events")
    item = page.get_by_text("เวที: ครั้งแรก (2026-12-05 09:00)")
    item.locator("xpath=ancestor::*[.//button][1]//button").first.click()
    page.get_by_label("สถานที่").first.fill("ศาลากลางบ้าน")
    page.get_by_role("button", name="เพิ่ม กิจกรรม").click()
    page.get_by_label("รหัส", exact=True).last.fill("market-1")
    page.get_by_label("ชื่อกิจกรรม").last.fill("ตลาดวิชาการ #1: น่าน")
    page.get_by_label("เริ่ม").last.fill("5 ธ.ค. 2569")
    page.get_by_role("button", name="บันทึก", exact=True).click()
    page.get_by_text("เขียน 2026-12-05 หรือ 2026-12-05 09:00").first.wait_for()
    page.get_by_label("เริ่ม").last.press("Control+a")
    page.keyboard.type("2026-12-10 13:00")
    save(page)
    assert drafted(repository) == ["events.yaml"]
    assert (repository / "events.yaml").read_text("utf-8") == EVENTS.replace(
        "  status: tentative\n", "  status: tentative\n  place: ศาลากลางบ้าน\n"
    ) + "\n- id: market-1\n  title: 'ตลาดวิชาการ #1: น่าน'\n  start: 2026-12-10 13:00\n"


def test_an_issue_from_the_form_is_a_file_of_its_month(page: Page, form: str, repository: Path) -> None:
    enter(page, form)
    page.goto(f"{form}#/collections/bulletins/new")
    page.get_by_label("ฉบับที่").fill("2")
    page.get_by_label("วันที่ออก").fill("2026-11-20")
    page.locator("[data-slate-editor]").click()
    page.keyboard.type("จากบรรณาธิการ")
    save(page)
    assert drafted(repository) == ["docs/bulletin/2026-11.md"]
    (issue, _) = read.read(repository)[0].issues
    assert (issue.month, issue.number, issue.body.text.strip()) == ("2026-11", 2, "จากบรรณาธิการ")


def test_the_form_is_in_words_of_ours_and_fits_a_phone(page: Page, form: str) -> None:
    enter(page, form)
    page.get_by_text("เขียนบทความ", exact=True).wait_for()
    page.goto(f"{form}#/collections/articles/new")
    page.get_by_text("จังหวัด (ไม่ใส่ก็ได้)").wait_for()
    assert page.get_by_text("ทางเลือก").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_site_with_decap_itself_is_built_and_published(repository: Path) -> None:
    """The bundle as it comes, licences and all, goes through every gate."""
    shutil.copytree(ROOT / admin.FOLDER, repository / admin.FOLDER)
    command = ["build", "-f", str(repository / "mkdocs.yml"), "--site-dir", str(repository / "site")]
    result = CliRunner().invoke(cli.main, command)
    assert result.exit_code == 0, result.output
    published = {path.name for path in (repository / "site" / "admin").iterdir()}
    brought = {path.name for path in (ROOT / admin.FOLDER).iterdir()}
    assert {admin.BUNDLE, f"{admin.BUNDLE}.LICENSE.txt"} <= brought
    assert published == brought | {"index.html", "config.yml", *admin.OURS}


def test_a_form_left_empty_is_not_saved(page: Page, form: str, repository: Path) -> None:
    page.goto(form)
    page.get_by_role("button", name="เข้าสู่ระบบ").click()
    page.get_by_text("เรื่องที่มีอยู่").wait_for()
    page.goto(f"{form}#/collections/articles/new")
    page.get_by_label("ที่อยู่เว็บ").fill("ไม่ได้")
    page.get_by_role("button", name="บันทึก", exact=True).click()
    page.get_by_text("จำเป็นต้องระบุ").first.wait_for()
    page.get_by_text("ใช้ a-z 0-9 และ - ไม่เกิน 40 ตัว").first.wait_for()
    assert git(repository, "for-each-ref", "--format=%(refname:short)", "refs/heads").split() == ["main"]
