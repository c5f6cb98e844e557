"""What tests share: the built site of the real content, a browser, the flag that rewrites expected files."""

from __future__ import annotations

import contextlib
import fcntl
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A run says the same twice; FUZZ=1 looks for what no run has found yet.
settings.register_profile("fixed", derandomize=True)
settings.load_profile("default" if os.environ.get("FUZZ") else "fixed")

ROOT = Path(__file__).resolve().parent.parent

BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--rewrite``: expected files are written anew from what comes out; look at the diff."""
    parser.addoption("--rewrite", action="store_true", help="write the expected files anew")


@pytest.fixture
def rewrite(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are to be written anew."""
    return bool(request.config.getoption("--rewrite"))


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real content, built once for all tests of a run (by whichever worker comes first)."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    site = shared / "site"
    with (shared / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not site.exists():
            command = [sys.executable, "-m", "julasan", "build", "--site-dir", str(site)]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
    return site


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a built site as GitHub Pages does: its own 404 page for what is not there."""

    def __init__(self, *args: Any, base: str, **kwargs: Any) -> None:
        self.base = base
        super().__init__(*args, **kwargs)

    def translate_path(self, path: str) -> str:
        """Where `path` lies; nothing lies above the base."""
        return super().translate_path(
            "/" + path.removeprefix(self.base) if path.startswith(self.base) else "/-/"
        )

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        lost = Path(self.directory) / "404.html"
        if code != 404 or not lost.is_file():
            super().send_error(code, message, explain)
            return
        self.send_response(404)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(lost.read_bytes())


class Server(http.server.ThreadingHTTPServer):
    """A browser that leaves a page before it has all of it is no error."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of it."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextlib.contextmanager
def serving(folder: Path, base: str = "/") -> Iterator[str]:
    """The address of `folder`, served below the path `base` of a host of its own."""
    with Server(("127.0.0.1", 0), partial(Quiet, directory=str(folder), base=base)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{base}"
        server.shutdown()


@pytest.fixture(scope="module")
def address(built_site: Path) -> Iterator[str]:
    """Where the built site of the real content is served."""
    with serving(built_site) as found:
        yield found


@pytest.fixture(scope="session")
def chromium() -> str:
    """The system's Chromium: nothing is downloaded."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    assert found, "install chromium (apt install chromium)"
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """A headless browser, shared by a worker's tests; each opens a context of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=BROWSER_FLAGS)
        yield launched
        launched.close()
