"""Where a cold build's time and memory go: ``python tests/bench/build/stages.py CORPUS --count 10000``.

The real command, asked every two milliseconds of its CPU what it is doing: the first stage of
`STAGES` with a module on the stack takes the sample.
"""

from __future__ import annotations

import argparse
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from types import FrameType

CORPUS = Path(__file__).resolve().parent.parent / "corpus.py"
INTERVAL = 0.002
STAGES = {
    "load the program": ("importlib._bootstrap",),
    "gates": ("julasan.finish.gates",),
    "check": ("julasan.check",),
    "read": ("julasan.read",),
    "shells, by MkDocs": ("julasan.mkdocs_plugin",),
    "remember": ("julasan.build.kept",),
    "Markdown, words": ("julasan.render.markdown", "julasan.render.prose", "julasan.thai"),
    "search index": ("julasan.render.search", "julasan.render.searching"),
    "feeds": ("julasan.render.feeds",),
    "article pages": ("julasan.render.article",),
    "index pages": ("julasan.render.knowledge", "julasan.render.home"),
    "other pages": ("julasan.render", "julasan.typeset"),
    "write": ("julasan.files", "julasan.build.target", "julasan.finish.publish"),
    "everything else": ("",),
}


def stage(frame: FrameType | None) -> str:
    """The stage that a stack is in."""
    modules = set()
    while frame:
        modules.add(str(frame.f_globals.get("__name__")))
        frame = frame.f_back
    return next(
        name
        for name, starts in STAGES.items()
        if any(
            module == start or module.startswith(f"{start}." if start else "")
            for module in modules
            for start in starts
        )
    )


def resident() -> float:
    """The memory of this process now, in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def main() -> None:
    """Write the folder, build it, print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--count", type=int, default=10_000)
    given = parser.parse_args()
    samples: Counter[str] = Counter()
    most: dict[str, float] = {}

    def sample(_number: int, frame: FrameType | None) -> None:
        name = stage(frame)
        samples[name] += 1
        if samples[name] % 8 == 1:
            most[name] = max(most.get(name, 0), resident())

    with tempfile.TemporaryDirectory() as place:
        # Written by another process: this one is to load the program as it is.
        writing = [sys.executable, str(CORPUS), str(given.corpus), place]
        subprocess.run([*writing, "--count", str(given.count), "--publishable"], check=True)
        before = time.process_time()
        signal.signal(signal.SIGPROF, sample)
        signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)
        from julasan.__main__ import main as julasan

        sys.argv = ["julasan", "build", "--config", f"{place}/mkdocs.yml"]
        try:
            julasan()
        except SystemExit as done:
            if done.code:
                sys.exit(f"the build failed: {done.code}")
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    seconds, all_of_it = time.process_time() - before, samples.total()
    print(
        f"\n{given.count} articles: {seconds:.1f} s of CPU, {most and max(most.values()):.0f} MiB at the most"
    )
    print(f"{'stage':<22}{'CPU s':>7}{'share':>7}{'MiB at the most':>17}")
    for name in STAGES:
        if samples[name]:
            share = samples[name] / all_of_it
            print(f"{name:<22}{share * seconds:>7.1f}{100 * share:>6.0f}%{most[name]:>17.0f}")


if __name__ == "__main__":
    main()
