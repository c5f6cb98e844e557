"""A build that is killed, stopped, out of space, forbidden or beaten to it: the published site stays whole.

The moments are counted, not timed (tests/stumble.py); `tests/bench/crash` takes them at random, with readers.
"""

from __future__ import annotations

import random
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from julasan.finish import publish

STUMBLE = Path(__file__).with_name("stumble.py")
SETTINGS = """\
site_name: ทดลอง
site_url: https://example.org/club/
plugins:
  - julasan:
      network: เครือข่ายทดลอง
"""


class Done(NamedTuple):
    code: int
    out: str
    said: str


class Folder:
    """A small network's folder; its site is published in ``public/site``."""

    def __init__(self, root: Path) -> None:
        self.root, self.public = root, root / "public"
        self.site = self.public / "site"

    def write(self, text: str, settings: str = SETTINGS) -> None:
        (self.root / "knowledge").mkdir(parents=True, exist_ok=True)
        (self.root / "mkdocs.yml").write_text(settings, "utf-8")
        article = f"---\ntitle: เรื่อง\ndate: 2026-11-01\n---\n\n{text}\n"
        (self.root / "knowledge" / "one.md").write_text(article, "utf-8")

    def build(self, how: str = "count", *options: str) -> Done:
        command = [sys.executable, str(STUMBLE), how, str(self.site), "build", "--lang", "th"]
        return ended(subprocess.Popen([*command, "--site-dir", str(self.site), *options], **self.pipes()))

    def pipes(self) -> dict[str, object]:
        return {"cwd": self.root, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}

    def left(self) -> set[str]:
        """What lies beside the published site."""
        return {path.name for path in self.public.iterdir()} - {"site"}

    def tree(self) -> dict[str, bytes]:
        files = (path for path in self.site.rglob("*") if path.is_file())
        return {path.relative_to(self.site).as_posix(): path.read_bytes() for path in files}


def ended(process: subprocess.Popen[str]) -> Done:
    out, said = process.communicate()
    assert "Traceback" not in said, said
    return Done(process.returncode, out, said)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Folder, dict[str, bytes], dict[str, bytes]]:
    """A folder whose text is changed but not yet published: its site as it is, and as it should be."""
    folder = Folder(tmp_path_factory.mktemp("crash") / "network")
    folder.write("ใหม่")
    assert folder.build().code == 0
    new = folder.tree()
    folder.write("เก่า")
    assert folder.build().code == 0
    old = folder.tree()
    assert old.keys() == new.keys()
    assert old != new
    folder.write("ใหม่")
    return folder, old, new


@pytest.fixture
def folder(published: tuple[Folder, dict[str, bytes], dict[str, bytes]], tmp_path: Path) -> Folder:
    mine = Folder(tmp_path / "network")
    shutil.copytree(published[0].root, mine.root)
    return mine


@pytest.fixture(scope="module")
def moments(published: tuple[Folder, dict[str, bytes], dict[str, bytes]]) -> tuple[int, int]:
    """How many moments a build has, and which is the swap."""
    copy = published[0].root.with_name("counted")
    shutil.copytree(published[0].root, copy)
    count, swap = Folder(copy).build("count").out.split()
    return int(count), int(swap)


Pages = dict[str, bytes]


@pytest.mark.parametrize("when", ["lock", "writing", "swap", "swapped", "tidying"])
def test_killed(
    folder: Folder, published: tuple[Folder, Pages, Pages], moments: tuple[int, int], when: str
) -> None:
    _, old, new = published
    count, swap = moments
    assert swap
    assert count > swap + 50
    moment = {
        "lock": 1,
        "writing": swap // 3,
        "swap": swap,
        "swapped": swap + 1,
        "tidying": (swap + count) // 2,
    }[when]
    assert folder.build(f"kill:{moment}").code == -signal.SIGKILL
    assert folder.tree() == (new if when in ("swapped", "tidying") else old)
    assert folder.build().code == 0
    assert folder.tree() == new
    assert folder.left() == set()


def test_killed_and_nothing_to_do_afterwards(folder: Folder, moments: tuple[int, int]) -> None:
    assert folder.build().code == 0
    new = folder.tree()
    assert folder.build(f"kill:{moments[1] // 2}", "--anew").code == -signal.SIGKILL
    assert folder.left()
    assert folder.build().code == 0
    assert folder.tree() == new
    assert folder.left() == set()


@pytest.mark.parametrize(("name", "code"), [("int", 130), ("term", 143), ("hup", 129)])
def test_stopped(
    folder: Folder, published: tuple[Folder, Pages, Pages], moments: tuple[int, int], name: str, code: int
) -> None:
    done = folder.build(f"{name}:{moments[1] // 2}")
    assert done.code == code
    assert done.said.splitlines()[-2:] == [
        "หยุดตามคำสั่ง",
        f"เว็บไซต์เดิมใน {folder.site} ยังอยู่ครบเหมือนเดิม",
    ]
    assert folder.tree() == published[1]
    assert folder.left() == set()


def test_stopped_too_late_the_new_site_is_there(
    folder: Folder, published: tuple[Folder, Pages, Pages], moments: tuple[int, int]
) -> None:
    done = folder.build(f"int:{moments[1]}")
    assert done.code == 0
    assert "เสร็จแล้ว" in done.said
    assert folder.tree() == published[2]
    assert folder.left() == set()


@pytest.mark.parametrize(("name", "word"), [("full", "ดิสก์เต็ม"), ("forbidden", "อ่านอย่างเดียว")])
@pytest.mark.parametrize("share", [0, 0.5])
def test_a_disk_that_takes_no_more(
    folder: Folder,
    published: tuple[Folder, Pages, Pages],
    moments: tuple[int, int],
    name: str,
    word: str,
    share: float,
) -> None:
    done = folder.build(f"{name}:{max(1, int(moments[1] * share))}")
    assert done.code == 2
    assert word in done.said.splitlines()[-1]
    assert f"เว็บไซต์เดิมใน {folder.site} ยังอยู่ครบเหมือนเดิม" in done.said
    assert folder.tree() == published[1]


def test_a_file_that_may_not_grow(folder: Folder, published: tuple[Folder, Pages, Pages]) -> None:
    """The kernel's own refusal: no file over 8 kB (RLIMIT_FSIZE)."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))

    command = [sys.executable, "-m", "julasan", "build", "--lang", "th", "--site-dir", str(folder.site)]
    done = ended(subprocess.Popen(command, preexec_fn=limit, **folder.pipes()))
    assert done.code == 2
    assert "เขียนลง" in done.said
    assert folder.tree() == published[1]
    assert folder.left() == set()


def test_a_second_build_is_told_to_wait(folder: Folder, published: tuple[Folder, Pages, Pages]) -> None:
    with publish.aside(folder.site):
        done = folder.build()
        assert done.code == 2
        assert done.said.splitlines()[-1] == f"มีการสร้างเว็บลง {folder.site} อยู่แล้ว (รอให้เสร็จ แล้วสั่งใหม่)"
        assert folder.tree() == published[1]
    assert folder.build().code == 0


def test_what_a_gate_refuses_is_not_published(folder: Folder, published: tuple[Folder, Pages, Pages]) -> None:
    # More words than the pages of this network may weigh; `check` weighs no page.
    letters = random.Random(1).choices("กขคงจชซดตถทนบปพฟมยรลวสหอ", k=60_000)
    words = "\n\n".join("".join(letters[at : at + 1000]) for at in range(0, len(letters), 1000))
    folder.write(words, SETTINGS + "      page_weight: 50\n")
    done = folder.build()
    assert done.code == 1
    assert "k/one/index.html" in done.said
    assert f"เว็บไซต์เดิมใน {folder.site} ยังอยู่ครบเหมือนเดิม" in done.said
    assert folder.tree() == published[1]
    assert folder.left() == set()
