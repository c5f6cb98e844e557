"""What each bomb of tests/bombs.py takes: ``python tests/bench/bombs [--only WORD] [--without-mkdocs]``

Each input lies in a small good folder of its own; `julasan check` (or `import`) of it is a process
of its own, and so is `julasan build` where the check lets it pass. Beside it stands plain
`mkdocs build --strict` of the same article, where the input is one. CPU seconds and the largest
MiB are what the system counts for the process, start-up included; the worst stand first. A process
is stopped after a minute of CPU. Exit code 1 where one of ours took over 5 s or 300 MiB.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TESTS))

MOST_SECONDS, MOST_MEBIBYTES, HANGS = 5.0, 300.0, 60
PROGRAMS = Path(sys.executable).parent
LARGE = "10,000 events"
"""Begins the names of sites that are large and right: their build is a matter of tests/bench/build."""
PLAIN = "site_name: plain\ndocs_dir: knowledge\n"


@dataclass(frozen=True)
class Run:
    """What a process took, and how it ended."""

    cpu: float
    memory: float
    code: int
    lines: int

    def __str__(self) -> str:
        """Two columns and the end."""
        ended = "stopped" if self.code < 0 else str(self.code)
        return f"{self.cpu:7.2f} {self.memory:6.0f} {ended:>7}"


def main() -> int:
    """Run all, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--only", default="", help="inputs whose name holds this")
    parser.add_argument("--without-mkdocs", action="store_true")
    parser.add_argument("--make", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.make:
        make(options.make, Path.cwd())
        return 0
    rows: list[tuple[float, str]] = []
    for name in names():
        if options.only not in name:
            continue
        print(name, file=sys.stderr)
        ours, plain = measured(name, with_mkdocs=not options.without_mkdocs)
        beside = str(plain) if plain else f"{'':22}"
        rows += [(run.cpu, f"{what:6} {run} {run.lines:6} | {beside} | {name}") for what, run in ours.items()]
        over = [run for run in ours.values() if run.cpu > MOST_SECONDS or run.memory > MOST_MEBIBYTES]
        rows[-1] = (rows[-1][0], rows[-1][1] + "  OVER" * bool(over))
    print(f"{'':6} {'CPU s':>7} {'MiB':>6} {'exit':>7} {'lines':>6} | plain mkdocs --strict  |")
    for _, row in sorted(rows, reverse=True):
        print(row)
    return any("  OVER" in row for _, row in rows)


def names() -> list[str]:
    """Every bomb; the tables are made in a process of their own, so that this one stays small."""
    script = "import bombs; print('\\n'.join([*bombs.IMPORTED, *bombs.BODIES, *bombs.FOLDERS]))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=TESTS, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def make(name: str, folder: Path) -> None:
    """Write the good folder with the bomb in it."""
    import bombs
    import test_check_problems

    if name in bombs.IMPORTED:
        test_check_problems.make(folder, {})
        (folder / name).write_bytes(bombs.IMPORTED[name]())
        return
    files = bombs.folder(name)
    test_check_problems.make(folder, {"files": dict.fromkeys(files)})
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    (folder / "plain.yml").write_text(PLAIN, "utf-8")


def measured(name: str, *, with_mkdocs: bool) -> tuple[dict[str, Run], Run | None]:
    """Our commands over a bomb, and MkDocs' where it has an article."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        maker = [sys.executable, str(Path(__file__).parent), "--make", name]
        subprocess.run(maker, cwd=folder, check=True)
        julasan = [sys.executable, "-m", "julasan"]
        if (folder / name).is_file():
            return {"import": run([*julasan, "import", name], folder)}, None
        ours = {"check": run([*julasan, "check"], folder)}
        if ours["check"].code == 0 and not name.startswith(LARGE):
            ours["build"] = run([*julasan, "build"], folder)
        plain = None
        if with_mkdocs and (folder / "knowledge" / "a.md").exists():
            plain = run([str(PROGRAMS / "mkdocs"), "build", "--strict", "-f", "plain.yml"], folder)
        return ours, plain


def run(command: Sequence[str], folder: Path) -> Run:
    """Run a command to its end, or to a minute of CPU."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (HANGS, HANGS + 1))

    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said, preexec_fn=limit)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        lines = said.read().count(b"\n")
    return Run(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, child.returncode, lines)


if __name__ == "__main__":
    sys.exit(main())
