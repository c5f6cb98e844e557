"""Every kind of page: valid HTML (vnu), no barrier (axe), nothing that its own policy stops."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
VNU = ROOT / ".cache" / "vnu" / "vnu.jar"
KINDS = (
    "article", "calendar", "event", "feeds", "home", "index", "issue", "issues", "knowledge", "members",
    "month", "notfound", "offline", "proposals", "search", "standing",
)  # fmt: skip
_KIND = re.compile(r'<div class="jl jl-([a-z]+)')
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def kinds(site: Path) -> dict[str, str]:
    """A page of each kind, the one with most in it: kind -> path from the root."""
    largest: dict[str, tuple[int, str]] = {}
    for page in site.rglob("*.html"):
        if page.parent.name != "admin":
            html = page.read_text("utf-8")
            found = _KIND.search(html)
            assert found, page
            own = (len(html), page.relative_to(site).as_posix().removesuffix("index.html"))
            largest[found[1]] = max(own, largest.get(found[1], (0, "")))
    return {kind: path for kind, (_, path) in largest.items()}


def test_all_kinds_are_known(built_site: Path) -> None:
    assert sorted(kinds(built_site)) == sorted(KINDS)


def test_html_is_valid(built_site: Path, tmp_path: Path) -> None:
    """The Nu HTML checker, as validator.w3.org runs it; a page that is wrong shows that it looks."""
    assert VNU.exists(), "run `make html-test` first"
    wrong = tmp_path / "wrong.html"
    wrong.write_text(
        '<!doctype html><html lang="th"><title>x</title><p><div id=a></div><b id=a></b></p></html>'
    )
    command = ["java", "-Xss4m", "-jar", str(VNU), "--errors-only", "--skip-non-html", "--format", "json"]
    done = subprocess.run(
        [*command, str(built_site), str(wrong)], capture_output=True, text=True, check=False
    )
    messages = json.loads(done.stderr)["messages"]
    assert [each for each in messages if not each["url"].endswith("wrong.html")] == []
    assert len(messages) == 2


@pytest.mark.browser
@pytest.mark.parametrize("kind", KINDS)
def test_no_barrier_and_nothing_stopped(browser: Browser, address: str, built_site: Path, kind: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="th-TH")
    context.add_init_script(
        "addEventListener('securitypolicyviolation', event => console.error('policy: ' + event.blockedURI))"
    )
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + kinds(built_site)[kind], wait_until="networkidle")
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            violations = Axe().run(page).response["violations"]
            assert [(each["id"], each["nodes"][0]["html"][:200]) for each in violations] == []
    context.close()
    assert said == []
    assert [url for url in asked if not url.startswith(address)] == []
