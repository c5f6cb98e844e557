"""What the search costs a whole build: ``python tests/bench/search/whole.py CORPUS --count 2000 --rounds 5``.

The same articles are built by whole processes, cold: Julasan with its search and without it,
stock MkDocs with Material with its search plugin and without it, the four in turns. Two figures:

* within: what the process that builds with the search spends in it. Julasan: every output of the
  index, made (numpy loaded with it), looked through by the gates, written and remembered. Material:
  every hook of its plugin (each page's HTML parsed, its marks taken out, the JSON made and written).
* apart: the difference between a build with it and one without. It counts the search box in each
  of Material's pages too; each difference is small beside a build and the machine's noise.

Both are medians over the rounds, the ratio is that of each round; `costs.cpu` times the two
indexes by themselves, in memory.
"""

from __future__ import annotations

import argparse
import compileall
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "build"))

import peers

from corpus import environment, write

# The last line that a build says is what it spent in its search.
TIMED = """
import atexit, sys, time
spent = 0.0
def timed(call):
    def within(*args, **named):
        global spent
        begun = time.process_time()
        try:
            return call(*args, **named)
        finally:
            spent += time.process_time() - begun
    return within
atexit.register(lambda: print(f"\\n{spent}"))
"""
OURS = """
from julasan.build import flow
one = flow._one
of_search = timed(one)
flow._one = lambda site, output, *rest: (
    of_search if getattr(output, "name", "").startswith("search") else one)(site, output, *rest)
sys.argv[1:] = ["build"]
from julasan.__main__ import main; main()
"""
THEIRS = """
from material.plugins.search.plugin import SearchPlugin
for name in [name for name in vars(SearchPlugin) if name.startswith("on_")]:
    setattr(SearchPlugin, name, timed(getattr(SearchPlugin, name)))
sys.argv[1:] = ["build", "-q"]
from mkdocs.__main__ import cli; cli()
"""
# The page /search/ and its script stay, which are the theme's: the index is of nothing.
WITHOUT = (
    "from julasan.render import search; made = search.outputs; "
    "search.outputs = lambda _, *rest: made([], *rest); "
)
WITH_PLUGIN, WITHOUT_PLUGIN = "plugins: [search]", "plugins: []"


def main() -> None:
    """Build all in turns and print what each search costs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--count", type=int, default=2000, help="articles")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    compileall.compile_dir(str(files("julasan")), quiet=1)
    spent: dict[str, list[Round]] = {"Julasan": [], "Material": []}
    with tempfile.TemporaryDirectory() as place:
        ours = Path(place, "julasan")
        write(given.corpus, ours, given.count, publishable=True)
        theirs = peers.material(ours, Path(place, "material"))
        # The first round fills the system's and Python's caches and is not counted.
        for number in range(given.rounds + 1):
            found = {"Julasan": _julasan(ours), "Material": _material(theirs)}
            print(
                number or "warm",
                {
                    name: f"{whole:.2f} - {without:.2f}, within {within:.2f}"
                    for name, (whole, without, within) in found.items()
                },
            )
            for name, each in found.items() if number else ():
                spent[name].append(each)
    for what, cost in (("within", lambda each: each[2]), ("apart", lambda each: each[0] - each[1])):
        costs = {name: list(map(cost, each)) for name, each in spent.items()}
        for name, each in costs.items():
            whole = statistics.median(one[0] for one in spent[name])
            print(
                f"{what:7} {name:9} {statistics.median(each):6.2f} s ({min(each):.2f} to {max(each):.2f})"
                f" of a build's {whole:.2f} s"
            )
        ratios = [mine / other for mine, other in zip(costs["Julasan"], costs["Material"], strict=True)]
        print(
            f"{what:7} ratio     {statistics.median(ratios):6.2f} ({min(ratios):.2f} to {max(ratios):.2f},"
            " goal 0.5)"
        )


Round = tuple[float, float, float]
"""Seconds of CPU of a build with the search, of one without it, and what the first spent in the search."""


def _julasan(folder: Path) -> Round:
    """What a cold build of ours takes."""

    def cold(before: str) -> tuple[float, float]:
        for made in ("site", ".cache"):
            shutil.rmtree(folder / made, ignore_errors=True)
        return _cpu(folder, TIMED + before + OURS)

    (whole, within), (without, _) = cold(""), cold(WITHOUT)
    return whole, without, within


def _material(folder: Path) -> Round:
    """The same of stock Material."""
    settings = folder / "mkdocs.yml"

    def cold(plugins: str) -> tuple[float, float]:
        shutil.rmtree(folder / "site", ignore_errors=True)
        text = settings.read_text("utf-8")
        settings.write_text(
            text.replace(WITH_PLUGIN, plugins).replace(WITHOUT_PLUGIN, plugins), encoding="utf-8"
        )
        return _cpu(folder, TIMED + THEIRS)

    (whole, within), (without, _) = cold(WITH_PLUGIN), cold(WITHOUT_PLUGIN)
    return whole, without, within


def _cpu(folder: Path, code: str) -> tuple[float, float]:
    """Seconds of CPU of a whole process, its children included, and what it says that its search took."""
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(
            (sys.executable, "-c", code),
            cwd=folder,
            stdout=said,
            stderr=subprocess.STDOUT,
            env={**environment(), "NO_MKDOCS_2_WARNING": "1"},
        )
        _, status, usage = os.wait4(child.pid, 0)
        said.seek(0)
        lines = said.read().decode().splitlines()
        assert status == 0, "\n".join(lines)[-2000:]
    child.returncode = 0
    return usage.ru_utime + usage.ru_stime, float(lines[-1])


if __name__ == "__main__":
    main()
