"""One content folder, every generator: what the plugin builds is what a plain project folder gives."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from mkdocs.exceptions import PluginError
from PIL import Image

from finishing import finish
from julasan import read
from julasan.finish import portable
from julasan.mkdocs_plugin import JulasanPlugin

SMALL = Path(__file__).resolve().parent / "sites" / "small"
BIN = Path(sys.executable).parent


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command of the environment and return what it said."""
    done = subprocess.run(
        [str(BIN / command[0]), *map(str, command[1:])], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the small site, with the site that `julasan build` makes of it in ``site/``."""
    target = tmp_path_factory.mktemp("edges") / "small"
    shutil.copytree(SMALL, target)
    (target / "knowledge" / "images").mkdir(exist_ok=True)
    photo = Image.radial_gradient("L").resize((2400, 1800))
    photo.save(target / "knowledge" / "images" / "photo.jpg", quality=95)
    run("julasan", "build", cwd=target)
    return target


@pytest.fixture(scope="module")
def staged(folder: Path) -> Path:
    """The staged project of the same folder."""
    target = folder.parent / "stage"
    run("julasan", "stage", target, cwd=folder)
    return target


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return [name for name in sorted({*one, *other}) if one.get(name) != other.get(name)]


def test_mkdocs_builds_what_julasan_builds(folder: Path) -> None:
    run("mkdocs", "build", "--strict", "--site-dir", "../by-mkdocs", cwd=folder)
    assert differences(tree(folder / "site"), tree(folder.parent / "by-mkdocs")) == []


def test_properdocs_builds_what_julasan_builds(folder: Path) -> None:
    run("properdocs", "build", "--strict", "--site-dir", "../by-properdocs", cwd=folder)
    assert differences(tree(folder / "site"), tree(folder.parent / "by-properdocs")) == []


def test_the_stage_gives_the_same_pages_under_mkdocs(folder: Path, staged: Path) -> None:
    run("mkdocs", "build", "--strict", "--site-dir", "../staged-by-mkdocs", cwd=staged)
    site, _ = read.read(folder)
    built = folder.parent / "staged-by-mkdocs"
    assert finish(built, site) == []
    # MkDocs packs the sitemap of a theme, and only of a theme.
    assert differences(tree(folder / "site"), tree(built)) == ["sitemap.xml.gz"]


def test_zensical_builds_every_page_of_the_stage(folder: Path, staged: Path) -> None:
    run("zensical", "build", cwd=staged)
    pages = {name for name in tree(folder / "site") if name.endswith(".html")}
    built = tree(staged / "site")
    assert pages - set(built) == set()
    for name in pages - {"404.html"}:
        assert body(built[name]) == body((folder / "site" / name).read_bytes()), name


def body(html: bytes) -> str:
    """What the border handed over: the page's one block."""
    text = html.decode()
    start = text.index('<div class="jl jl-')
    return text[start : text.index("</main>", start)].rstrip()


PLACES = {
    "west": {"TZ": "America/Los_Angeles", "LC_ALL": "C"},
    "east": {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "LANGUAGE": "th", "COLUMNS": "40"},
}


@pytest.mark.parametrize("place", PLACES)
def test_another_day_folder_zone_locale_and_hash_seed_give_the_same_bytes(folder: Path, place: str) -> None:
    other = folder.parent / f"another {place}" / "ที่อื่น"
    shutil.copytree(folder, other, ignore=shutil.ignore_patterns("site", ".cache"))
    seed = str(4711 + len(place))
    surroundings = {**os.environ, **PLACES[place], "PYTHONHASHSEED": seed, "HOME": str(other.parent)}
    surroundings.pop("SOURCE_DATE_EPOCH", None)
    # Half a year later, by a clock that the whole process believes.
    command = ["faketime", "2027-05-06 23:30:00", str(BIN / "julasan"), "build", "--zip", "../site.zip"]
    done = subprocess.run(command, cwd=other, env=surroundings, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert differences(tree(folder / "site"), tree(other / "site")) == []
    portable.write(folder / "site", folder.parent / "here" / "site.zip")
    assert (other.parent / "site.zip").read_bytes() == (folder.parent / "here" / "site.zip").read_bytes()


def test_a_preview_with_a_problem_says_it_and_keeps_the_pages(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    plugin = JulasanPlugin()
    plugin.on_startup(command="serve", dirty=False)
    shutil.copytree(SMALL, tmp_path / "small", ignore=shutil.ignore_patterns("bulletin"))
    before = plugin._prepared(tmp_path / "small")
    article = tmp_path / "small" / "knowledge" / "first-forum.md"
    article.write_text(article.read_text("utf-8").replace("2026-10-05", "2569-10-05"), "utf-8")
    assert plugin._prepared(tmp_path / "small") is before
    assert "knowledge/first-forum.md:3:" in caplog.text


def test_a_build_with_a_problem_is_refused_by_mkdocs_too(tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "small", ignore=shutil.ignore_patterns("bulletin"))
    article = tmp_path / "small" / "knowledge" / "first-forum.md"
    article.write_text(article.read_text("utf-8").replace("2026-10-05", "2569-10-05"), "utf-8")
    with pytest.raises(PluginError, match=r"knowledge/first-forum\.md:3:"):
        JulasanPlugin()._prepared(tmp_path / "small")
