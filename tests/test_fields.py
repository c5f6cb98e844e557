"""FIELDS.md names every field that may be written, in both languages, as the program knows them."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from julasan.cli import main
from julasan.cli.fields import ALL, of
from julasan.model import written_fields

FILE = Path(__file__).resolve().parent.parent / "FIELDS.md"
HEAD = """\
# ช่องที่เขียนได้ · Fields

[ภาษาไทย](#ภาษาไทย) · [English](#english)

`julasan fields` บอกรายการเดียวกันนี้ · `julasan fields --lang en` prints the same
"""


def test_the_list_in_the_repository_is_what_the_program_takes(rewrite: bool) -> None:
    expected = f"{HEAD}\n# ภาษาไทย\n\n{of('th')}\n# English\n\n{of('en')}"
    if rewrite:
        FILE.write_text(expected, "utf-8")
    assert FILE.read_text("utf-8") == expected


def test_every_field_has_a_row_and_a_name() -> None:
    for lang in ("th", "en"):
        for name, record in ALL.items():
            shown = CliRunner().invoke(main, ["fields", name, "--lang", lang]).output
            rows = [line for line in shown.splitlines() if line.startswith("| `")]
            assert [row.split("`")[1] for row in rows] == [item.name for item in written_fields(record)]
