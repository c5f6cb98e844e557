"""What CONTRIBUTING.md shows people to write passes the check as it stands there."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from julasan.check import check
from julasan.check.report import text
from julasan.read import read

ROOT = Path(__file__).resolve().parent.parent
NOW = date(2026, 11, 27)


def example(language: str) -> str:
    found = re.findall(rf"```{language}\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.DOTALL)
    assert len(found) == 1
    return str(found[0])


@pytest.mark.parametrize(
    ("language", "file"),
    [("markdown", "knowledge/kongtun.md"), ("yaml", "events.yaml"), ("csv", "members.csv")],
)
def test_the_examples_pass(tmp_path: Path, language: str, file: str) -> None:
    # The settings of this site, whose menu names pages that are not here.
    plugins = (ROOT / "mkdocs.yml").read_text("utf-8").partition("plugins:")[2]
    (tmp_path / "mkdocs.yml").write_text(f"site_name: ก\nplugins:{plugins}", "utf-8")
    images = tmp_path / "knowledge" / "images"
    images.mkdir(parents=True)
    Image.new("RGB", (8, 8)).save(images / "ประชุม.jpg")
    (tmp_path / file).write_text(example(language), "utf-8")
    site, problems = read(tmp_path, now=NOW)
    found = (*problems, *check(site, tmp_path))
    assert text(found, "th") == ""
    assert len(site.articles) + len(site.events) + len(site.members) == 1
