"""Builds side by side: ``python tests/bench/build CORPUS --count 1000 --runs 3``.

The same articles in four folders: Julasan with all that it does (checks, index pages, search
index, feeds, calendar, gates); MkDocs with Material, its search on, the articles out of its
nav; Zensical with validation off; Hugo with a small theme, taxonomies and a search index (where
``hugo`` is installed). For each: a cold build, two with nothing changed, and one after each of three edits.
CPU seconds are whole processes', children included, as the system counts them; the programs
take turns, medians are shown, and every ratio is of figures of one run of this command.
"""

from __future__ import annotations

import argparse
import compileall
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import peers

from corpus import environment, name_of, write

PROGRAMS = Path(sys.executable).parent


@dataclass(frozen=True)
class Run:
    """One command: CPU and wall seconds, the largest process in MiB."""

    cpu: float
    wall: float
    memory: float


@dataclass
class Program:
    """A generator over its folder: its command, what makes a build cold, the file that is edited."""

    name: str
    folder: Path
    command: Sequence[str]
    cached: Sequence[str]
    edited: Path
    runs: dict[str, list[Run]] = field(default_factory=dict)

    def run(self, what: str, command: Sequence[str] | None = None) -> None:
        """Run the command, or another, and note what it took."""
        began = time.monotonic()
        with tempfile.TemporaryFile() as said:
            child = subprocess.Popen(
                command or self.command, cwd=self.folder, stdout=said, stderr=said, env=environment()
            )
            _, status, usage = os.wait4(child.pid, 0)
            said.seek(0)
            assert status == 0, said.read().decode()[-2000:]
        child.returncode = 0
        found = Run(usage.ru_utime + usage.ru_stime, time.monotonic() - began, usage.ru_maxrss / 1024)
        self.runs.setdefault(what, []).append(found)

    def cold(self) -> None:
        """Forget everything that was built.

        It is moved away and deleted at the end: ext4 passes over what was deleted a moment ago, place by
        place, whenever a file is made, and that is no part of a build.
        """
        for name in self.cached:
            if (self.folder / name).exists():
                away = tempfile.mkdtemp(prefix="old-", dir=self.folder.parent)
                (self.folder / name).rename(f"{away}/{name}")

    def edit(self, number: int) -> None:
        """Add a paragraph to one article."""
        with self.edited.open("a", encoding="utf-8") as file:
            file.write(f"\nย่อหน้าที่เพิ่มครั้งที่ {number}\n")


def programs(corpus: Path, place: Path, count: int) -> list[Program]:
    """The folders, written, and the programs that are installed."""
    ours = place / "julasan"
    write(corpus, ours, count, publishable=True)
    middle = name_of(count // 2)
    found = [
        Program(
            "Julasan",
            ours,
            (str(PROGRAMS / "julasan"), "build"),
            ("site", ".cache"),
            ours / "knowledge" / middle,
        )
    ]
    material = peers.material(ours, place / "material")
    command = (str(PROGRAMS / "mkdocs"), "build", "-q")
    found.append(Program("MkDocs + Material", material, command, ("site",), material / "docs" / "k" / middle))
    zensical = peers.zensical(ours, place / "zensical")
    command = (str(PROGRAMS / "zensical"), "build")
    found.append(Program("Zensical", zensical, command, ("site", ".cache"), zensical / "docs" / "k" / middle))
    if program := shutil.which("hugo"):
        hugo = peers.hugo(ours, place / "hugo")
        cached = ("public", "resources")
        found.append(Program("Hugo", hugo, (program, "--quiet"), cached, hugo / "content" / "k" / middle))
    else:
        print("hugo is not installed (apt install hugo): left out")
    return found


def measure(found: Sequence[Program], runs: int) -> None:
    """All of it, the programs in turn."""
    # Python compiles the others when they are installed, ours at its first run, which is none of these.
    compileall.compile_dir(str(files("julasan")), quiet=1)
    for number in range(runs):
        # Julasan trusts no stamp of a file that changed less than two seconds before it was read.
        time.sleep(2.1)
        for program in found:
            program.cold()
            program.run("cold")
        for program in found:
            program.run("nothing changed")
            program.run("nothing changed")
        # Julasan's first edit after a cold build lays out a second folder, which the next ones find there.
        for turn, what in enumerate(("one edited, first", "one edited, next", "one edited, next")):
            for program in found:
                program.edit(3 * number + turn)
                program.run(what)
    ours = found[0]
    check = [ours.command[0], "check"]
    for number in range(runs):
        ours.edit(100 + number)
        ours.run("check, one changed", check)
        ours.cold()
        ours.run("check, cold", check)


def median(program: Program, what: str, of: Callable[[Run], float]) -> float:
    """The median of one figure."""
    return statistics.median(map(of, program.runs[what]))


def show(found: Sequence[Program], count: int) -> None:
    """Print the table."""
    ours = found[0]
    how = f"Python {platform.python_version()} of {sys.base_prefix}"
    print(f"\n{count} articles, {how}, medians; ratio: Julasan's CPU of the other's")
    for what in ("cold", "one edited, first", "one edited, next", "nothing changed"):
        print(f"\n{what:<22}{'CPU s':>8}{'wall s':>8}{'MiB':>7}{'ratio':>8}")
        mine = median(ours, what, lambda run: run.cpu)
        for program in found:
            cpu = median(program, what, lambda run: run.cpu)
            wall, memory = (
                median(program, what, of) for of in (lambda run: run.wall, lambda run: run.memory)
            )
            print(f"{program.name:<22}{cpu:>8.2f}{wall:>8.2f}{memory:>7.0f}{mine / cpu:>8.2f}")
    cold = median(ours, "cold", lambda run: run.cpu)
    print()
    for what in ("check, cold", "check, one changed"):
        cpu = median(ours, what, lambda run: run.cpu)
        print(f"julasan {what:<22}{cpu:>6.2f} s of CPU, {cpu / cold:.2f} of the cold build")
    print(f"a cold build takes {1000 * cold / count:.2f} ms of CPU an article")


def main() -> None:
    """Write the folders, build them, print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", nargs="*", default=[], help="leave out programs of other names")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        found = programs(given.corpus, Path(place), given.count)
        if given.only:
            found = [one for one in found if one.name == "Julasan" or one.name in given.only]
        measure(found, given.runs)
        show(found, given.count)


if __name__ == "__main__":
    main()
