"""The seal's key: one for all commands of a person, whole or none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from julasan import seal


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the key of a person lies who never ran the program."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "julasan" / "key"


@pytest.fixture(autouse=True)
def _no_key_is_remembered() -> Iterator[None]:
    seal._key.cache_clear()
    yield
    seal._key.cache_clear()


def test_what_one_command_sealed_the_next_one_opens(path: Path) -> None:
    kept = seal.sealed(b"kept")
    seal._key.cache_clear()
    assert seal.opened(kept) == b"kept"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["key"]


def test_of_two_first_commands_at_once_both_take_the_first_ones_key(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link, theirs = os.link, bytes(range(32))

    def overtaken(made: Path, where: Path) -> None:
        path.write_bytes(theirs)
        link(made, where)

    monkeypatch.setattr(os, "link", overtaken)
    kept = seal.sealed(b"kept")
    assert path.read_bytes() == theirs
    seal._key.cache_clear()
    assert seal.opened(kept) == b"kept"


def test_a_key_is_kept_on_a_file_system_without_hard_links(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(made: Path, where: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refused)
    kept = seal.sealed(b"kept")
    seal._key.cache_clear()
    assert seal.opened(kept) == b"kept"
    assert [each.name for each in path.parent.iterdir()] == ["key"]


@pytest.mark.parametrize("broken", [b"", b"short"])
def test_a_key_that_a_full_disk_cut_is_made_anew(path: Path, broken: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(broken)
    kept = seal.sealed(b"kept")
    seal._key.cache_clear()
    assert seal.opened(kept) == b"kept"


def test_where_no_key_can_be_kept_nothing_kept_is_trusted(path: Path) -> None:
    path.parent.write_bytes(b"a file where the folder should be")
    kept = seal.sealed(b"kept")
    assert seal.opened(kept) == b"kept"
    seal._key.cache_clear()
    assert seal.opened(kept) is None
