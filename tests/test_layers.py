"""The shape of the program: imports run downwards only, and one module alone knows the generator."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "scripts" / "julasan"

LAYERS = (
    {"__main__"},
    {"cli"},
    {"build"},
    {"mkdocs_plugin", "serving", "stage", "mending", "new", "importing", "post"},
    {"finish", "safekeeping"},
    {"read", "check", "render"},
    {"typeset"},
    {"model"},
    {"locales", "thai", "theme"},
    {"problem", "stopping", "files", "seal", "addresses", "guesses", "look"},
    {"frozen", "pattern"},
)
"""From the top down: a module imports from layers below its own, or from its own room."""

RANK = {room: rank for rank, rooms in enumerate(LAYERS) for room in rooms}


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Full names of the modules of ours that `path` imports, function bodies included."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_run_downwards(path: Path) -> None:
    own = room(path)
    assert own in RANK, f"{own}: give it a layer"
    for name in imported(path):
        if name.startswith("julasan.") and (other := name.split(".")[1]) in RANK and other != own:
            assert RANK[other] > RANK[own], f"{path.name} ({own}) imports {name}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_generators_are_known_at_one_edge(path: Path) -> None:
    roots = {name.split(".")[0] for name in imported(path)}
    assert not roots & {"material", "zensical", "properdocs"}
    if path.name != "mkdocs_plugin.py":
        assert "mkdocs" not in roots


def test_every_module_says_what_it_holds() -> None:
    for path in modules():
        docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))
        assert docstring, f"{path} has no docstring"


def test_model_and_problem_stand_on_the_ground() -> None:
    assert not {name for name in imported(PACKAGE / "problem.py") if name.startswith("julasan")}


def test_every_pattern_that_is_compiled_late_is_one() -> None:
    """A slip in it is told here, not by its first use."""
    program = """if True:
        import importlib, pkgutil, re
        import julasan.pattern
        julasan.pattern.late = re.compile
        for each in pkgutil.walk_packages(julasan.__path__, "julasan."):
            if each.name != "julasan.__main__":
                importlib.import_module(each.name)
    """
    subprocess.run([sys.executable, "-c", program], check=True)
