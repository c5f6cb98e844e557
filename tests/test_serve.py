"""The preview: an edit is seen at once, a problem is said and the pages stay."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SMALL = Path(__file__).resolve().parent / "sites" / "small"
ARTICLE = "knowledge/first-forum.md"


class Preview:
    """``julasan serve`` over a folder; it tells on standard error what it does."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{found.getsockname()[1]}"
        self.folder, self.base = folder, ""
        command = [sys.executable, "-m", "julasan", "serve", "--lang", "en", "--address", self.address]
        self.program = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True)

    def until(self, words: str) -> list[str]:
        """What it says, up to the line that holds `words`; a program that ends before says too little."""
        assert self.program.stderr
        said: list[str] = []
        for line in self.program.stderr:
            said.append(line)
            if words in line:
                return said
        raise AssertionError(said)

    def page(self, path: str) -> str:
        with urllib.request.urlopen(self.base + path) as answer:  # noqa: S310 - our own, on this machine
            return str(answer.read().decode())

    def edit(self, before: str, after: str) -> None:
        path = self.folder / ARTICLE
        path.write_text(path.read_text("utf-8").replace(before, after, 1), "utf-8")


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    shutil.copytree(SMALL, tmp_path / "small", ignore=shutil.ignore_patterns("bulletin"))
    started = Preview(tmp_path / "small")
    yield started
    started.program.send_signal(signal.SIGINT)
    assert started.program.wait(30) in (0, 130)
    assert started.program.stderr
    started.program.stderr.close()


def test_an_edit_is_seen_and_a_problem_is_said(preview: Preview) -> None:
    preview.base = preview.until("stop with Ctrl-C")[-1].split()[1]
    assert "Content-Security-Policy" not in preview.page("k/first-forum/")
    preview.edit("\n## ", "\nเพิ่งเขียน\n\n## ")
    preview.until("Up to date")
    assert "เพิ่งเขียน" in preview.page("k/first-forum/")
    preview.edit("date: 2026", "date: 2569")
    said = preview.until("1 problem;")
    assert any(line.startswith(f"{ARTICLE}:3:") for line in said)
    assert "เพิ่งเขียน" in preview.page("k/first-forum/")
    with pytest.raises(urllib.error.HTTPError) as missing:
        preview.page("nowhere/")
    assert f"{ARTICLE}:3:" in missing.value.read().decode()


@pytest.mark.browser
def test_an_open_page_loads_again_and_shows_what_is_wrong(preview: Preview, browser: Browser) -> None:
    preview.base = preview.until("stop with Ctrl-C")[-1].split()[1]
    page = browser.new_page()
    page.goto(f"{preview.base}k/first-forum/")
    preview.edit("\n## ", "\nเพิ่งเขียน\n\n## ")
    page.get_by_text("เพิ่งเขียน").wait_for()
    preview.edit("date: 2026", "date: 2569")
    page.get_by_role("alert").get_by_text(f"{ARTICLE}:3:").wait_for()
    page.get_by_role("alert").get_by_text("1 problem").click()
    page.get_by_role("alert").get_by_text(f"{ARTICLE}:3:").wait_for(state="hidden")
    preview.edit("date: 2569", "date: 2026")
    page.get_by_role("alert").wait_for(state="detached")
    page.close()
