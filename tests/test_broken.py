"""The slip behind a text that YAML cannot read is told by where its parser broke off, not by its words."""

from __future__ import annotations

import pytest
import yaml

from julasan.read.broken import slip_of

CASES = {
    "a colon in a text": ("title: ก: ข\n", 1, "yaml.colon"),
    "a quote left open": ('title: "ก\ndate: 2026-11-01\n', 1, "yaml.quote"),
    "words behind a quote": ('title: "ก" ข\n', 1, "yaml.quote"),
    "a bracket left open": ("topics: [ก, ข\ndate: 2026-11-01\n", 1, "yaml.bracket"),
    "a brace left open": ("words: {ก: ข\ndate: 2026-11-01\n", 1, "yaml.bracket"),
    "a remark in a list": ("topics: [#ก]\ndate: 2026-11-01\n", 1, "yaml.hash"),
    "two commas": ("topics: [ก, , ข]\n", 1, "yaml.comma"),
    "a sign with which nothing begins": ("title: @ก\n", 1, "yaml.sign"),
    "a star that names nothing": ("title: * ก\n", 1, "yaml.sign"),
    "words behind a bar": ("summary: | ก\n", 1, "yaml.sign"),
    "a tab": ("title: ก\n\tdate: 2026-11-01\n", 2, "yaml.tab"),
    "a field without a colon": ("title ก\ndate: 2026-11-01\n", 1, "yaml.no-colon"),
    "a remark": ("ร่าง\ndate: 2026-11-01\n", 1, "yaml.remark"),
    "a text that goes on at the margin": ("title: ก\nข\ntopics: []\n", 2, "yaml.continued"),
    "an item without its space": ("- ก\n-ข\n", 2, "yaml.item"),
    "another sign for an item": ("topics:\n* ก\n", 2, "yaml.bullet"),
    "a field further in": ('title: "ก"\n  date: 2026-11-01\n', 2, "yaml.indent"),
}


@pytest.mark.parametrize("loader", [yaml.Loader, yaml.CLoader], ids=["Python's", "libyaml's"])
@pytest.mark.parametrize("case", CASES)
def test_both_parsers_of_pyyaml_tell_the_same_slip(case: str, loader: type) -> None:
    text, line, code = CASES[case]
    with pytest.raises(yaml.MarkedYAMLError) as broke:
        list(yaml.parse(text, Loader=loader))
    at, told, _ = slip_of(broke.value, text.split("\n"))
    assert (at + 1, told) == (line, code)
