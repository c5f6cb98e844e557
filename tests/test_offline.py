"""The site without a network: what was read is there, what is published comes first, nothing stale stays."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import serving
from julasan.model import Settings, Site
from julasan.render import offline
from julasan.render.context import Context

sys.path.insert(0, str(Path(__file__).parent / "bench" / "search"))
import plain_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SMALL = Path(__file__).resolve().parent / "sites" / "small"
BASE = "/club/"
ARTICLE = "k/first-forum/"
CONTROLLED = (
    "() => navigator.serviceWorker.controller || new Promise(done =>"
    " navigator.serviceWorker.addEventListener('controllerchange', done))"
)
KEPT = """async url => {
    for (let n = 0; n < 400; n++) {
        if (await caches.match(url)) return true;
        await new Promise(requestAnimationFrame);
    }
    return false;
}"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site, whose address has a path."""
    folder = tmp_path_factory.mktemp("offline") / "small"
    shutil.copytree(SMALL, folder, ignore=shutil.ignore_patterns("bulletin", "site"))
    done = subprocess.run(
        [sys.executable, "-m", "julasan", "build"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder / "site"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="th-TH")
    yield context.new_page()
    context.close()


def read(page: Page, address: str, path: str) -> None:
    """Open a page and wait until it is kept."""
    page.goto(address + path)
    page.evaluate(CONTROLLED)
    assert page.evaluate(KEPT, address + path)


@pytest.mark.browser
def test_what_was_read_is_there_without_a_network(page: Page, built: Path) -> None:
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    with serving(built, BASE) as address:
        read(page, address, "")
        read(page, address, ARTICLE)
        title = page.locator("h1").first.inner_text()
        page.goto(address + "search/?q=เวที")
        page.locator(".js-search__results li").first.wait_for()
        found = page.locator(".js-search__results li").count()
    # The server is gone: nothing answers any more.
    page.goto(address + ARTICLE)
    assert page.locator("h1").first.inner_text() == title
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.jl-top')).backgroundColor")
        == "rgb(31, 54, 87)"
    )
    page.locator(".jl-brand").click()
    assert page.url == address
    page.goto(address + "search/?q=เวที")
    page.locator(".js-search__results li").first.wait_for()
    assert page.locator(".js-search__results li").count() == found
    # What nobody looked for before is looked for in the pages that were kept.
    page.fill("#js-q", title)
    page.keyboard.press("Enter")
    page.get_by_text("ค้นเฉพาะหน้าที่เก็บไว้").wait_for()
    assert page.locator(".js-hit__title").first.inner_text() == title
    assert str(page.locator(".js-hit").first.get_attribute("href")) == address + ARTICLE
    page.fill("#js-q", "ไม่มีใครเขียนคำนี้")
    page.get_by_text("ค้นเฉพาะหน้าที่เก็บไว้ในเครื่องนี้ · ไม่พบ “ไม่มีใครเขียนคำนี้”").wait_for()
    page.goto(address + "about/")
    assert page.get_by_role("heading", level=1, name="อ่านเมื่อไม่มีเน็ต").is_visible()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.jl-top')).backgroundColor")
        == "rgb(31, 54, 87)"
    )
    page.get_by_role("link", name=title).first.click()
    assert page.url == address + ARTICLE
    assert page.locator("h1").first.inner_text() == title
    assert wrong == []


@pytest.mark.browser
def test_who_never_searched_searches_what_was_kept(page: Page, built: Path) -> None:
    with serving(built, BASE) as address:
        read(page, address, "")
        read(page, address, ARTICLE)
        title = page.locator("h1").first.inner_text()
        page.goto(address)
    page.locator(".jl-find input").fill(title)
    page.keyboard.press("Enter")
    page.get_by_text("ค้นเฉพาะหน้าที่เก็บไว้").wait_for()
    assert page.locator(".js-hit__title").first.inner_text() == title


@pytest.mark.browser
def test_a_first_visit_fetches_nothing_twice(page: Page, built: Path, tmp_path: Path) -> None:
    (tmp_path / "club").symlink_to(built)
    # This server says nothing of how long a file may be kept, nor when it was changed.
    with plain_site.served(tmp_path) as (url, log):
        page.goto(f"{url}club/search/?q=เวที")
        page.locator(".js-search__results li").first.wait_for()
        page.evaluate(CONTROLLED)
        for path in ("search/", "search/head.js"):
            assert page.evaluate(KEPT, f"{url}club/{path}")
        searched = [path for path, _ in log if path.startswith("club/search/") and path.endswith(".js")]
        client = [path for path, _ in log if path.startswith("club/assets/julasan/find.")]
    assert sorted(set(searched)) == sorted(searched)
    assert len(client) == 1


@pytest.mark.browser
def test_what_is_published_comes_first_and_an_old_version_goes(
    page: Page, built: Path, tmp_path: Path
) -> None:
    site = shutil.copytree(built, tmp_path / "site")
    with serving(site, BASE) as address:
        read(page, address, ARTICLE)
        article = site / ARTICLE / "index.html"
        article.write_text(article.read_text("utf-8").replace("</h1>", " แก้แล้ว</h1>", 1), "utf-8")
        page.goto(address + ARTICLE)
        assert "แก้แล้ว" in page.locator("h1").first.inner_text()
        worker = site / "sw.js"
        version = json.loads(worker.read_text("utf-8").partition("const config = ")[2].partition(";\n")[0])[
            "version"
        ]
        assert page.evaluate("caches.keys()") == [f"julasan {BASE} shell {version}", f"julasan {BASE} read"]
        worker.write_text(worker.read_text("utf-8").replace(version, "f" * 8), "utf-8")
        page.evaluate(
            "async () => { const now = await navigator.serviceWorker.getRegistration(); await now.update();"
            " const next = now.installing ?? now.waiting ?? now.active;"
            " if (next.state !== 'activated') await new Promise(done => next.onstatechange ="
            " () => next.state === 'activated' && done()); }"
        )
        assert f"julasan {BASE} shell {version}" not in page.evaluate("caches.keys()")
        # Switched off: the worker that comes then clears everything away.
        worker.write_bytes(
            next(iter(offline.render(Context(Site(settings=Settings(network="x", offline="false")))))).content
        )
        page.evaluate(
            "async () => { const now = await navigator.serviceWorker.getRegistration(); await now.update();"
            " const next = now.installing ?? now.waiting ?? now.active;"
            " if (next.state !== 'redundant') await new Promise(done => next.onstatechange ="
            " () => ['activated', 'redundant'].includes(next.state) && done()); }"
        )
        page.goto(address)
        assert page.evaluate("caches.keys()") == []


def test_without_it_pages_ask_for_nothing(tmp_path: Path) -> None:
    off = Context(Site(settings=Settings(network="x", offline="false")))
    assert [asset.path for asset in offline.render(off)] == ["sw.js"]
    preview = Context(Site(settings=Settings(network="x")), preview=True)
    assert not offline.wanted(preview)
