"""The locked packages install with the oldest Python that the program promises."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parent.parent
PINS = re.findall(r"(?m)^([\w.-]+)==", (ROOT / "requirements-dev.lock").read_text("utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
OLDEST = PROJECT["requires-python"].removeprefix(">=")


@pytest.mark.parametrize("name", PINS)
def test_a_locked_package_takes_the_oldest_python_that_is_promised(name: str) -> None:
    wanted = distribution(name).metadata["Requires-Python"] or ""
    assert SpecifierSet(wanted).contains(OLDEST), wanted
