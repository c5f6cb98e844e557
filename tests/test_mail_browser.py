"""The mail in a real browser, as wide as a phone: nothing runs over, type is large, links can be hit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from channelling import SENDER, context_of, folder
from julasan.render import mail

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_mail_fits_a_phone(tmp_path: Path, browser: Browser, scheme: str) -> None:
    made = mail.mail_of(context_of(folder(tmp_path)), "2026-11", SENDER, "all")
    context = browser.new_context(
        viewport={"width": 390, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=True,
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(made.html)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    small = page.evaluate(
        """[...document.querySelectorAll('p, li, td, a, h1, h2, h3')]
        .filter(e => e.innerText.trim() && e.offsetHeight)
        .filter(e => parseFloat(getComputedStyle(e).fontSize) < 16).length"""
    )
    assert small == 0
    low = page.evaluate("[...document.querySelectorAll('a.button')].filter(e => e.offsetHeight < 44).length")
    assert low == 0
    lines = page.evaluate("[...document.querySelectorAll('.whole')].map(e => e.getClientRects().length)")
    assert set(lines) == {1}, "hours stand on one line"
    assert asked == [], "nothing is loaded: this mail has no picture"
    ink, paper = page.evaluate(
        """[getComputedStyle(document.querySelector('.note p')).color,
        getComputedStyle(document.querySelector('.sheet')).backgroundColor]"""
    )
    assert contrast(ink, paper) >= 7
    violations = Axe().run(page).response["violations"]
    assert [violation["id"] for violation in violations] == []
    context.close()


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast of two CSS colours."""
    lights = sorted(_light(colour) for colour in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _light(colour: str) -> float:
    values = [int(value) / 255 for value in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
