"""Texts at hand: what was put is given back, the last one, and leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

from julasan.build.at_hand import AtHand


def test_what_was_put_last_is_given_back(tmp_path: Path) -> None:
    held = AtHand(tmp_path)
    held.put("a", "ก".encode() * 9000)
    held.put("b", b"")
    held.put("a", "ข".encode())
    assert (held.get("a"), held.get("b"), held.get("c")) == ("ข".encode(), b"", None)
    held.close()
    assert held.get("a") is None


def test_the_file_has_no_name(tmp_path: Path) -> None:
    held = AtHand(tmp_path)
    held.put("a", b"text")
    assert not list(tmp_path.iterdir())
    held.close()


def test_where_nothing_can_be_written_it_is_held_in_memory(tmp_path: Path) -> None:
    for folder in (None, tmp_path / "not-there"):
        held = AtHand(folder)
        held.put("a", b"text")
        assert held.get("a") == b"text"
        held.close()
        assert held.get("a") is None
