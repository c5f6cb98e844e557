"""What the search costs a whole build: ``python tests/bench/search/whole.py CORPUS --count 2000 --rounds 5``.

The same articles are built by whole processes, cold: Julasan with its search and without it,
stock MkDocs with Material with its search plugin and without it, the four in turns. What a
program's search costs is the median of its differences, round by round: the index, and all
that a build has to do for it besides (its files written, looked through by gates, remembered;
the plugin's part in each page). Each difference is small beside the build and the machine's
noise, so the spread stands beside it; `costs.cpu` times the two indexes by themselves.
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

OURS = "import sys; sys.argv[1:] = ['build']; from julasan.__main__ import main; main()"
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
    spent: dict[str, list[tuple[float, float]]] = {"Julasan": [], "Material": []}
    with tempfile.TemporaryDirectory() as place:
        ours = Path(place, "julasan")
        write(given.corpus, ours, given.count, publishable=True)
        theirs = peers.material(ours, Path(place, "material"))
        # The first round fills the system's and Python's caches and is not counted.
        for number in range(given.rounds + 1):
            found = {"Julasan": _julasan(ours), "Material": _material(theirs)}
            print(number or "warm", {name: f"{on:.2f} - {off:.2f}" for name, (on, off) in found.items()})
            for name, both in found.items() if number else ():
                spent[name].append(both)
    costs = {name: [on - off for on, off in both] for name, both in spent.items()}
    for name, each in costs.items():
        whole = statistics.median(on for on, _ in spent[name])
        print(
            f"{name:10} search {statistics.median(each):6.2f} s ({min(each):.2f} to {max(each):.2f})"
            f" of a build's {whole:.2f} s"
        )
    print(
        f"ratio {statistics.median(costs['Julasan']) / statistics.median(costs['Material']):.2f} (goal 0.5)"
    )


def _julasan(folder: Path) -> tuple[float, float]:
    """Seconds of CPU of a cold build with the search and without it."""

    def cold(before: str) -> float:
        for made in ("site", ".cache"):
            shutil.rmtree(folder / made, ignore_errors=True)
        return _cpu(folder, "-c", before + OURS)

    return cold(""), cold(WITHOUT)


def _material(folder: Path) -> tuple[float, float]:
    """The same of stock Material."""
    settings = folder / "mkdocs.yml"

    def cold(plugins: str) -> float:
        shutil.rmtree(folder / "site", ignore_errors=True)
        text = settings.read_text("utf-8")
        settings.write_text(
            text.replace(WITH_PLUGIN, plugins).replace(WITHOUT_PLUGIN, plugins), encoding="utf-8"
        )
        return _cpu(folder, "-m", "mkdocs", "build", "-q")

    return cold(WITH_PLUGIN), cold(WITHOUT_PLUGIN)


def _cpu(folder: Path, *command: str) -> float:
    """Seconds of CPU of a whole process, its children included."""
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(
            (sys.executable, *command),
            cwd=folder,
            stdout=said,
            stderr=said,
            env={**environment(), "NO_MKDOCS_2_WARNING": "1"},
        )
        _, status, usage = os.wait4(child.pid, 0)
        said.seek(0)
        assert status == 0, said.read().decode()[-2000:]
    child.returncode = 0
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
