"""Can a build break the published site? ``python tests/bench/crash --kills 50``

A real `julasan build` of a small site over the published one is killed (SIGKILL) at seeded
random moments, half of them over the whole build and half after its last step began, where
the folders change places. After each kill the site must be, byte for byte, the whole old or
the whole new one; the next build must succeed and leave nothing beside the site. Meanwhile a
reader polls every page by its path, as a web server does. The same is done to plain `mkdocs
build`. Then the rest that may happen: Ctrl-C, SIGTERM, SIGHUP, a full disk, a read-only one
(a tmpfs of its own where one may be mounted), two builds at once, a gate that refuses.

Exit code 1 when Julasan failed in anything.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
SMALL = HERE.parent.parent / "sites" / "small"
PROGRAMS = Path(sys.executable).parent
ARTICLE = Path("knowledge/first-forum.md")
Tree = dict[str, str]


@dataclass(frozen=True)
class Project:
    """A folder with an article that has two versions, and the command that publishes it into `site`."""

    name: str
    root: Path
    site: Path
    command: tuple[str, ...]
    article: Path
    texts: tuple[str, str]

    def write(self, version: int) -> None:
        """Give the article its version 0 or 1."""
        (self.root / self.article).write_text(self.texts[version], "utf-8")

    def start(self, site: Path | None = None, **options: object) -> subprocess.Popen[str]:
        """Start a build."""
        command = [*self.command, "--site-dir", str(site or self.site)]
        # The clock would make MkDocs' files differ from build to build.
        options = {"env": {**os.environ, "SOURCE_DATE_EPOCH": "1795651200"}, **options}
        return subprocess.Popen(command, cwd=self.root, stderr=subprocess.PIPE, text=True, **options)  # type: ignore[call-overload,no-any-return]

    def build(self, site: Path | None = None, **options: object) -> tuple[int, list[str]]:
        """Build; the exit code and what was said."""
        process = self.start(site, **options)
        said = process.communicate()[1]
        return process.returncode, said.splitlines()

    def left(self) -> list[str]:
        """What lies beside the published site."""
        return sorted(path.name for path in self.site.parent.iterdir() if path != self.site)


def tree(folder: Path) -> Tree:
    """The SHA-256 of each file of a folder; of none where it is not there."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def julasan(place: Path) -> Project:
    """The small site of the tests."""
    root = place / "julasan"
    shutil.copytree(SMALL, root)
    (place / "julasan-public").mkdir()
    text = (root / ARTICLE).read_text("utf-8")
    command = (sys.executable, "-m", "julasan", "build")
    site = place / "julasan-public" / "site"
    return Project("julasan build", root, site, command, ARTICLE, (text, text + "\nเพิ่มอีกหนึ่งย่อหน้า\n"))


def plain(place: Path) -> Project:
    """The same articles as a plain project of MkDocs; a new line in its settings changes every page."""
    root = place / "mkdocs"
    shutil.copytree(SMALL / "knowledge", root / "docs")
    (root / "docs" / "index.md").write_text("# index\n", "utf-8")
    (place / "mkdocs-public").mkdir()
    texts = ("site_name: plain\n", "site_name: plain, changed\n")
    settings = Path("mkdocs.yml")
    (root / settings).write_text(texts[0], "utf-8")
    command = (str(PROGRAMS / "mkdocs"), "build", "-q")
    return Project("mkdocs build", root, place / "mkdocs-public" / "site", command, settings, texts)


@contextlib.contextmanager
def reader(project: Project, versions: tuple[Tree, Tree], count: Counter[str]) -> Iterator[None]:
    """A reader of all pages while the block runs; what it met is added to `count`."""
    pages = [name for name in versions[0] if name.endswith(".html") and name in versions[1]]
    known = {name: sorted({version[name] for version in versions}) for name in pages}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(known, file)
        file.flush()
        command = [sys.executable, str(HERE / "reader.py"), str(project.site), file.name]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            yield
        finally:
            count.update(json.loads(process.communicate("\n")[0]))


def measured(project: Project) -> tuple[float, float]:
    """Seconds of a build, and of its last step as it names it (0 where it names none)."""
    began = time.monotonic()
    process = project.start()
    assert process.stderr
    lines = [time.monotonic() for _ in process.stderr]
    assert process.wait() == 0
    whole = time.monotonic() - began
    # The last line says that it is done, the one before names the step.
    return whole, lines[-1] - lines[-2] if len(lines) > 1 else 0


def kill_often(project: Project, kills: int, chance: random.Random) -> tuple[Counter[str], bool]:
    """Kill so many builds; what was found, and whether each next build made all good."""
    expected = []
    for version in (0, 1):
        project.write(version)
        clean = project.site.with_name("expected")
        code, said = project.build(clean)
        assert code == 0, said
        expected.append(tree(clean))
        shutil.rmtree(clean)
    assert expected[0] != expected[1]
    versions = (expected[0], expected[1])
    project.write(0)
    assert project.build()[0] == 0
    whole, last = measured(project)
    found: Counter[str] = Counter()
    good = True
    with reader(project, versions, found):
        for number in range(kills):
            now, then = number % 2, (number + 1) % 2
            project.write(then)
            late = number % 4 > 1 and last
            moment = whole - chance.uniform(-0.1 * last, last) if late else chance.uniform(0, whole)
            process = project.start()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=moment)
            process.kill()
            process.communicate()
            found["killed" if process.returncode == -signal.SIGKILL else "done before"] += 1
            seen = tree(project.site)
            state = "old" if seen == versions[now] else "new" if seen == versions[then] else "broken"
            found[state] += 1
            found["kills that left something"] += bool(project.left())
            print(f"{project.name}: {number + 1} of {kills}", end="\r", file=sys.stderr)
            code, said = project.build()
            if code or tree(project.site) != versions[then] or project.left():
                print(f"after kill {number}: code {code}, left {project.left()}, said {said[-1:]}")
                found["bad after next"] += 1
                good = False
    return found, good and not found["broken"]


def small_disk(place: Path, size: int) -> Path | None:
    """A tmpfs of `size` bytes, mounted; None where that is not allowed."""
    disk = place / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(disk)]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError:
        return None
    return disk if done.returncode == 0 else None


class Rest:
    """Everything else that may happen to a build: each case prints what came of it."""

    def __init__(self, project: Project, place: Path, chance: random.Random) -> None:
        self.project, self.place, self.chance = project, place, chance
        self.good = True
        project.write(0)
        assert project.build()[0] == 0
        self.old = tree(project.site)
        project.write(1)
        self.seconds = measured(project)[0]
        self.new = tree(project.site)

    def back(self) -> None:
        """Publish version 0, and have version 1 waiting."""
        self.project.write(0)
        assert self.project.build()[0] == 0
        self.project.write(1)

    def say(self, name: str, good: bool, text: str) -> None:
        """One line of the report."""
        self.good = self.good and good
        print(f"{name:<28} {'good' if good else 'BAD':<5} {text}")

    def stops(self, name: str, number: int, times: int) -> None:
        """A signal at random moments: whole, at once nothing left, and the right exit code."""
        codes: Counter[int] = Counter()
        bad = 0
        for _ in range(times):
            self.back()
            process = self.project.start()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=self.chance.uniform(0, self.seconds))
            process.send_signal(number)
            said = process.communicate()[1]
            codes[process.returncode] += 1
            # While the program loads a signal ends it at once: there is nothing to tidy up. Python itself,
            # in the hundredth of a second before it runs a line of ours, ends with 1 and words of its own.
            right = process.returncode in (0, -number, 128 + number)
            right = right or (said.endswith("KeyboardInterrupt\n") and "julasan" not in said)
            bad += not (right and tree(self.project.site) in (self.old, self.new) and not self.project.left())
        self.say(f"{times} x {name}", not bad, f"exit codes {dict(sorted(codes.items()))}")

    def refused(self, name: str, code: int, run: Callable[[], tuple[int, list[str]]], site: Path) -> None:
        """A build that cannot succeed: the old site whole, the exit code, the message."""
        found, said = run()
        good = found == code and tree(site) == self.old
        self.say(name, good, f"exit code {found}: {said[-1] if said else ''}")

    def disks(self) -> None:
        """A full and a read-only disk."""
        self.back()
        size = sum(path.stat().st_size for path in self.project.site.rglob("*") if path.is_file())
        disk = small_disk(self.place, size * 2)
        if disk is None:

            def limited() -> tuple[int, list[str]]:
                limit = 16384
                return self.project.build(
                    preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
                )

            self.refused("no file over 16 kB", 2, limited, self.project.site)
            print("no tmpfs may be mounted here: a full and a read-only disk were not tried")
            return
        try:
            site = disk / "site"
            shutil.copytree(self.project.site, site)
            self.refused("disk full", 2, lambda: self.project.build(site), site)
            self.say("  and nothing left", os.listdir(disk) == ["site"], str(os.listdir(disk)))
            subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
            self.refused("read-only disk", 2, lambda: self.project.build(site), site)
        finally:
            subprocess.run(["umount", str(disk)], check=True)

    def two(self) -> None:
        """Two builds at once: one publishes, the other is told to wait."""
        self.back()
        both = [self.project.start() for _ in range(2)]
        said = [process.communicate()[1].splitlines() for process in both]
        codes = sorted(process.returncode for process in both)
        told = next((lines[-1] for process, lines in zip(both, said, strict=True) if process.returncode), "")
        good = codes in ([0, 2], [0, 0]) and tree(self.project.site) == self.new and not self.project.left()
        self.say("two builds at once", good, f"exit codes {codes}: {told}")

    def gate(self) -> None:
        """Something in the built pages that may not be published."""
        self.back()
        settings = self.project.root / "mkdocs.yml"
        before = settings.read_text("utf-8")
        settings.write_text(before + "\ncopyright: <img src='https://example.net/x.png' alt=''>\n", "utf-8")
        self.refused("a gate refuses", 1, self.project.build, self.project.site)
        settings.write_text(before, "utf-8")


def main() -> None:
    """Kill, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    columns = ("killed", "old", "new", "broken", "bad after next", "read", "missed", "torn")
    print(f"{'':<16}" + "".join(f"{name:>16}" for name in columns))
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        good = True
        for project in (ours := julasan(place), plain(place)):
            found, whole = kill_often(project, given.kills, chance)
            print(f"{project.name:<16}" + "".join(f"{found[column]:>16}" for column in columns), flush=True)
            good = good and (project is not ours or (whole and not found["missed"] and not found["torn"]))
        print()
        rest = Rest(ours, place, chance)
        each = max(1, given.kills // 5)
        rest.stops("Ctrl-C (SIGINT)", signal.SIGINT, each)
        rest.stops("SIGTERM", signal.SIGTERM, each)
        rest.stops("SIGHUP", signal.SIGHUP, each)
        rest.disks()
        rest.two()
        rest.gate()
    sys.exit(not (good and rest.good))


if __name__ == "__main__":
    main()
