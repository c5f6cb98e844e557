"""Publishing: the old site whole or the new one, never a mixture, and nothing left lying about."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from julasan import __main__ as program
from julasan import stopping
from julasan.finish import publish


def site(path: Path, text: str) -> Path:
    path.mkdir()
    (path / "index.html").write_text(text)
    return path


def test_the_new_site_takes_the_old_ones_place(tmp_path: Path) -> None:
    target = site(tmp_path / "site", "old")
    (target / "gone.html").touch()
    with publish.aside(target) as building:
        (building / "index.html").write_text("new")
        publish.swap(building, target)
    assert [path.name for path in target.iterdir()] == ["index.html"]
    assert (target / "index.html").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_the_first_site_needs_no_old_one(tmp_path: Path) -> None:
    with publish.aside(tmp_path / "deep" / "site") as building:
        (building / "index.html").write_text("new")
        publish.swap(building, tmp_path / "deep" / "site")
    assert (tmp_path / "deep" / "site" / "index.html").read_text() == "new"


def test_a_failed_build_leaves_the_old_site_and_nothing_else(tmp_path: Path) -> None:
    target = site(tmp_path / "site", "old")

    def build() -> None:
        with publish.aside(target) as building:
            (building / "index.html").write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        build()
    assert (target / "index.html").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_without_an_exchange_two_renames_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "_exchange", lambda _one, _other: False)
    target = site(tmp_path / "site", "old")
    with publish.aside(target) as building:
        (building / "index.html").write_text("new")
        publish.swap(building, target)
    assert (target / "index.html").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_when_the_second_rename_fails_the_old_site_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "_exchange", lambda _one, _other: False)
    target = site(tmp_path / "site", "old")
    real = Path.rename

    def rename(self: Path, other: Path) -> Path:
        if ".building-" in self.name:
            raise OSError(errno.EIO, "no")
        return real(self, other)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(OSError, match="no"), publish.aside(target) as building:
        publish.swap(building, target)
    assert (target / "index.html").read_text() == "old"


def test_two_builds_at_once_the_second_is_told(tmp_path: Path) -> None:
    with publish.aside(tmp_path / "site"), pytest.raises(publish.Busy), publish.aside(tmp_path / "site"):
        pass


def test_what_a_killed_build_left_is_gone_after_the_next(tmp_path: Path) -> None:
    target = site(tmp_path / "site", "old")
    killed = (
        "import os, signal, sys; from pathlib import Path; from julasan.finish import publish\n"
        "with publish.aside(Path(sys.argv[1])) as building:\n"
        "    (building / 'index.html').write_text('half')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", killed, str(target)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert (target / "index.html").read_text() == "old"
    assert any(".building-" in path.name for path in tmp_path.iterdir())
    with publish.aside(target) as building:
        publish.swap(building, target)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_an_os_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OSError, match="site"), publish.aside(tmp_path / "site"):
        pass


def test_a_site_taken_away_by_a_build_killed_between_its_renames_comes_back(tmp_path: Path) -> None:
    site(tmp_path / ".site.old-4711", "old")
    with pytest.raises(RuntimeError), publish.aside(tmp_path / "site"):
        raise RuntimeError
    assert (tmp_path / "site" / "index.html").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_lock_unlinked_while_it_was_waited_for_locks_nobody_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = fcntl.flock, []

    def flock(handle: IO[bytes], how: int) -> None:
        if not calls:
            (tmp_path / ".site.lock").unlink()
        calls.append(how)
        real(handle, how)

    monkeypatch.setattr(publish.fcntl, "flock", flock)
    with publish.aside(tmp_path / "site"):
        assert len(calls) == 2
        with pytest.raises(publish.Busy), publish.aside(tmp_path / "site"):
            pass


def test_what_stops_a_program_waits_while_folders_change_places(tmp_path: Path) -> None:
    target = site(tmp_path / "site", "old")
    with stopping.stoppable() as stops, publish.aside(target) as building:
        (building / "index.html").write_text("new")
        with stopping.held():
            signal.raise_signal(signal.SIGTERM)
        stops.check()
        publish.swap(building, target)
    assert (target / "index.html").read_text() == "new"


def test_a_signal_that_a_library_swallowed_still_stops() -> None:
    with stopping.stoppable() as stops:
        with contextlib.suppress(stopping.Stopped):
            signal.raise_signal(signal.SIGHUP)
        with pytest.raises(stopping.Stopped):
            stops.check()


def test_what_the_caller_ignores_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stopping.stoppable():
            signal.raise_signal(signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_stop_before_a_command_has_begun_anything(
    monkeypatch: pytest.MonkeyPatch, number: int, code: int
) -> None:
    monkeypatch.setattr("julasan.cli.main", lambda: signal.raise_signal(number))
    with pytest.raises(SystemExit) as ended:
        program.main()
    assert ended.value.code == code
