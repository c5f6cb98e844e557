"""From a saved edit to the reloaded page: ``python tests/bench/build/reload.py CORPUS --count 1000``.

`julasan serve`, `hugo server` and `zensical serve` (where they are installed) over the same
articles, one after the other, each with its page open in headless Chromium: an article is
saved, and the clock stops when the open page shows the new words. Wall seconds, the median of
`--edits`; and the CPU seconds that the server takes for an edit.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import peers
from playwright.sync_api import Error, Page, TimeoutError, sync_playwright

from corpus import environment, name_of, write

PROGRAMS = Path(sys.executable).parent
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A generator that serves its folder: the command, the file that is edited, the page that shows it."""

    name: str
    folder: Path
    command: tuple[str, ...]
    edited: Path
    page: str


def free() -> str:
    """A port that nobody uses."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return str(taken.getsockname()[1])


def servers(corpus: Path, place: Path, count: int) -> list[Server]:
    """The folders, written, and the programs that are installed."""
    ours, name = place / "julasan", name_of(count // 2)
    write(corpus, ours, count, publishable=True)
    stem, port = name.removesuffix(".md"), free()
    command = (str(PROGRAMS / "julasan"), "serve", "-a", f"127.0.0.1:{port}")
    found = [
        Server("Julasan", ours, command, ours / "knowledge" / name, f"http://127.0.0.1:{port}/k/{stem}/")
    ]
    if hugo := shutil.which("hugo"):
        folder, port = peers.hugo(ours, place / "hugo"), free()
        command = (hugo, "server", "-p", port, "--bind", "127.0.0.1")
        edited = folder / "content" / "k" / name
        found.append(Server("Hugo", folder, command, edited, f"http://127.0.0.1:{port}/k/{stem}/"))
    if (PROGRAMS / "zensical").exists():
        folder, port = peers.zensical(ours, place / "zensical"), free()
        command = (str(PROGRAMS / "zensical"), "serve", "-a", f"127.0.0.1:{port}")
        edited = folder / "docs" / "k" / name
        found.append(Server("Zensical", folder, command, edited, f"http://127.0.0.1:{port}/k/{stem}/"))
    return found


def cpu(process: int) -> float:
    """CPU seconds of a process and of its children that have ended."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICKS


def rest(process: int) -> float:
    """Wait until the server has nothing to do, three seconds at most; its CPU seconds then."""
    before, still = cpu(process), 0
    for _ in range(12):
        time.sleep(0.25)
        now = cpu(process)
        still = still + 1 if now == before else 0
        before = now
        if still == 3:
            break
    return before


def open_page(page: Page, address: str, within: float) -> None:
    """Open the page as soon as somebody answers."""
    last = time.monotonic() + within
    while True:
        try:
            page.goto(address, wait_until="load")
            return
        except Error:
            if time.monotonic() > last:
                raise
            time.sleep(0.2)


def measure(server: Server, page: Page, edits: int) -> tuple[float, float]:
    """Median of the wall seconds until the page shows an edit, and of the server's CPU."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            server.command, cwd=server.folder, stdout=said, stderr=said, env=environment()
        )
        try:
            open_page(page, server.page, 300)
            walls, cpus = [], []
            for number in range(edits + 1):
                # The page must listen, and the server be at rest, before the clock starts.
                before, word = rest(process.pid), f"ครั้งที่{number}จบ"
                began = time.monotonic()
                with server.edited.open("a", encoding="utf-8") as file:
                    file.write(f"\n{word}\n")
                shown = f"document.body && document.body.textContent.includes('{word}')"
                page.wait_for_function(shown, timeout=120_000, polling=20)
                walls.append(time.monotonic() - began)
                cpus.append(rest(process.pid) - before)
            # The first edit finds nothing warm, with any of them.
            return statistics.median(walls[1:]), statistics.median(cpus[1:])
        finally:
            process.terminate()
            process.wait()


def main() -> None:
    """Write the folders, serve them in turn, print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--edits", type=int, default=5)
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=given.chromium, args=["--no-sandbox"])
        found = servers(given.corpus, Path(place), given.count)
        figures: list[tuple[float, float] | None] = []
        for server in found:
            page = browser.new_page()
            print(server.name, flush=True)
            try:
                figures.append(measure(server, page, given.edits))
            except TimeoutError:
                # A peer that never shows an edit ends its own turn, not the others'.
                figures.append(None)
            page.close()
        browser.close()
    print(f"\n{given.count} articles, one edited while its page is open; medians of {given.edits}")
    print(f"{'':<12}{'seen after s':>14}{'ratio':>8}{'server CPU s':>14}")
    ours = figures[0][0] if figures[0] else float("nan")
    for server, figure in zip(found, figures, strict=True):
        if figure is None:
            print(f"{server.name:<12}{'an edit was not shown within two minutes':>36}")
            continue
        wall, used = figure
        print(f"{server.name:<12}{wall:>14.2f}{ours / wall:>8.2f}{used:>14.2f}")


if __name__ == "__main__":
    main()
