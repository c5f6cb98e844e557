"""Cold builds side by side: ``python tests/bench/build CORPUS --count 1000``.

Julasan with all it does (checks, search index, feeds, index pages, gates) against stock
MkDocs with Material, its search on and the same articles out of its nav, and against
Zensical on the staged project where it is installed. CPU seconds are whole processes',
children included; the ratio is taken in one run on one machine.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus import items, write

STOCK = """\
site_name: stock
theme: {name: material, language: th, font: false}
nav: [index.md]
not_in_nav: |
  k/
plugins: [search]
"""


def stock(corpus: Path, folder: Path, count: int) -> None:
    """The same articles as a stock project."""
    (folder / "docs" / "k").mkdir(parents=True)
    (folder / "docs" / "index.md").write_text("# stock\n", "utf-8")
    (folder / "mkdocs.yml").write_text(STOCK, "utf-8")
    for number, item in enumerate(islice(items(corpus), count)):
        title = json.dumps(" ".join(item["title"].split()), ensure_ascii=False)
        text = f"---\ntitle: {title}\n---\n\n{item['body']}\n"
        (folder / "docs" / "k" / f"{number:05}.md").write_text(text, "utf-8")


def timed(name: str, command: list[str], folder: Path) -> dict[str, float | str]:
    """Run a command and return its CPU and wall seconds."""
    began, before = time.monotonic(), os.times()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    after = os.times()
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return {"name": name, "cpu": cpu, "wall": time.monotonic() - began}


def main() -> None:
    """Write the folders, build them, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    given = parser.parse_args()
    programs = Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as place:
        ours, theirs, staged = (Path(place) / name for name in ("ours", "stock", "staged"))
        write(given.corpus, ours, given.count, publishable=True)
        stock(given.corpus, theirs, given.count)
        rows = [
            timed("MkDocs + Material", [str(programs / "mkdocs"), "build", "-q"], theirs),
            timed("Julasan", [str(programs / "julasan"), "build"], ours),
        ]
        if shutil.which("zensical", path=str(programs)):
            subprocess.run([str(programs / "julasan"), "stage", str(staged)], cwd=ours, check=True)
            rows.append(timed("Zensical, staged", [str(programs / "zensical"), "build"], staged))
        print(f"{given.count} articles        CPU s    wall s   of Julasan's CPU")
        mine = float(rows[1]["cpu"])
        for row in rows:
            print(
                f"{row['name']:<20} {row['cpu']:>8.1f} {row['wall']:>9.1f} {float(row['cpu']) / mine:>12.2f}"
            )


if __name__ == "__main__":
    main()
