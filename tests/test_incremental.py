"""Builds that follow edits: whatever was edited, the site has the bytes that a cold build gives it."""

from __future__ import annotations

import errno
import os
import pickle
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner
from PIL import Image

from julasan import cli, mkdocs_plugin
from julasan.build import flow, inputs, reading
from julasan.build.flow import build, preview
from julasan.build.kept import Kept
from julasan.build.reading import read_checked
from julasan.build.target import InPlace, Target, is_as_built
from julasan.finish import gates, making, pages
from julasan.model import Site
from julasan.problem import Problem
from julasan.render import media
from julasan.render.search import earlier, edited, shards
from julasan.stopping import BrokenOff

SITES = Path(__file__).resolve().parent / "sites"


@pytest.fixture(autouse=True)
def _every_clock_is_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that has just been written counts as settled: tests do not wait for its clock to tick."""
    monkeypatch.setattr(inputs, "SETTLED", -60_000_000_000)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small site without bulletins, whose PDFs take seconds."""
    shutil.copytree(SITES / "small", tmp_path / "site", ignore=shutil.ignore_patterns("bulletin"))
    for number in range(8):
        article(tmp_path / "site", f"item-{number}", f"เรื่องที่ {number}", day=number + 1)
    return tmp_path / "site"


def article(
    folder: Path, name: str, title: str, *, day: int, body: str = "เนื้อความของเรื่องนี้", more: str = ""
) -> None:
    text = f"---\ntitle: {title}\ndate: 2026-10-{day:02}\nprovince: ลำปาง\n{more}---\n\n{body}\n"
    (folder / "knowledge" / f"{name}.md").write_text(text, "utf-8")


def built(folder: Path, site_dir: Path, *, anew: bool = False) -> set[str] | None:
    """Build and return which files were written, None where the content has problems."""
    before = tree(site_dir)
    with Kept(folder, anew=anew) as kept:
        target = Target(site_dir, kept.folder)
        site, problems = read_checked(folder, kept)
        if problems:
            return None
        build(site, folder / "mkdocs.yml", target, kept, mkdocs_plugin.shells, lambda _done: None)
    after = tree(site_dir)
    return {path for path in after if before.get(path) != after[path]}


def tree(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Content and inode of every file."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_ino)
        for path in folder.rglob("*")
        if path.is_file()
    }


def contents(folder: Path) -> dict[str, bytes]:
    """Content of every file, and every folder: an empty one is an address that answers."""
    folders = {f"{path.relative_to(folder)}/": b"" for path in folder.rglob("*") if path.is_dir()}
    return folders | {path: content for path, (content, _) in tree(folder).items()}


def cold(folder: Path) -> dict[str, bytes]:
    """What a build gives that knows of no other, from a copy in another place."""
    other = folder.parent / "cold"
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(folder, other, ignore=shutil.ignore_patterns(".cache", "out"))
    assert built(other, other / "out") is not None
    return contents(other / "out")


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return [path for path in sorted({*one, *other}) if one.get(path) != other.get(path)]


def test_pages_made_together_are_those_made_one_after_another(folder: Path) -> None:
    for number in range(flow.TOGETHER + 5):
        article(
            folder,
            f"more-{number}",
            f"เรื่องที่ {number}",
            day=number % 28 + 1,
            body=f"[ก](item-{number % 8}.md)",
        )
    assert built(folder, folder / "out") is not None
    with Kept(folder) as kept:
        site, _ = read_checked(folder, kept)
        shells = mkdocs_plugin.shells(site, folder / "mkdocs.yml")
        alone = dict(making.files(site, shells, gates.Gates(site)))
    assert {path: content for path, (content, _) in tree(folder / "out").items()} == alone


def test_an_edited_article_is_all_that_is_written(folder: Path) -> None:
    built(folder, folder / "out")
    article(folder, "item-3", "เรื่องที่ 3", day=4, body="เนื้อความใหม่ทั้งหมดของเรื่องที่สาม")
    written = built(folder, folder / "out")
    assert written is not None
    pages = {path for path in written if path.endswith(".html")}
    assert "k/item-3/index.html" in pages
    assert "k/item-6/index.html" not in pages
    assert "calendar/index.html" not in pages
    assert differences(contents(folder / "out"), cold(folder)) == []


def test_nothing_changed_is_seen_without_reading(folder: Path) -> None:
    built(folder, folder / "out")
    with Kept(folder) as kept:
        assert is_as_built(kept, Target(folder / "out", kept.folder))
    (folder / "out" / "index.html").write_text("meddled with")
    with Kept(folder) as kept:
        assert not is_as_built(kept, Target(folder / "out", kept.folder))
    assert built(folder, folder / "out") is not None
    assert differences(contents(folder / "out"), cold(folder)) == []


def test_a_file_laid_into_the_site_is_gone_after_the_next_build(folder: Path) -> None:
    built(folder, folder / "out")
    (folder / "out" / "k" / "stranger.html").write_text("<p>")
    article(folder, "item-3", "ชื่อใหม่", day=4)
    built(folder, folder / "out")
    article(folder, "item-3", "ชื่อใหม่กว่า", day=4)
    built(folder, folder / "out")
    assert differences(contents(folder / "out"), cold(folder)) == []


def test_a_file_laid_into_the_site_is_taken_away_without_writing_the_others_anew(folder: Path) -> None:
    built(folder, folder / "out")
    (folder / "out" / "k" / "stranger.html").write_text("<p>")
    with Kept(folder) as kept:
        assert not is_as_built(kept, Target(folder / "out", kept.folder))
    assert built(folder, folder / "out") == set()
    assert differences(contents(folder / "out"), cold(folder)) == []


def test_a_check_between_builds_hides_nothing_from_the_next(folder: Path) -> None:
    built(folder, folder / "out")
    article(folder, "item-3", "เรื่องที่ 3", day=4, body="[ก](item-4.md) แก้แล้ว")
    with Kept(folder) as kept:
        assert read_checked(folder, kept)[1] == ()
        kept.save()
    with Kept(folder) as kept:
        assert not is_as_built(kept, Target(folder / "out", kept.folder))
    built(folder, folder / "out")
    assert differences(contents(folder / "out"), cold(folder)) == []


def test_a_problem_in_one_file_is_the_only_one_told(folder: Path) -> None:
    built(folder, folder / "out")
    before = contents(folder / "out")
    article(folder, "item-3", "เรื่องที่ 3", day=4, body="[ก](missing.md)")
    with Kept(folder) as kept:
        _, problems = read_checked(folder, kept)
    assert [(each.path, each.line) for each in problems] == [("knowledge/item-3.md", 7)]
    assert contents(folder / "out") == before


def test_what_an_edit_breaks_elsewhere_is_told_where_it_stands(folder: Path) -> None:
    article(folder, "item-3", "เรื่องที่ 3", day=4, body="## ปลายทาง\n\nเนื้อความ")
    article(folder, "item-5", "เรื่องที่ 5", day=6, body="ดู [ที่นั่น](item-3.md#ปลายทาง)")
    built(folder, folder / "out")
    article(folder, "item-3", "เรื่องที่ 3", day=4, body="## ปลายทางใหม่\n\nเนื้อความ")
    with Kept(folder) as kept:
        _, problems = read_checked(folder, kept)
    assert [(each.path, each.line) for each in problems] == [("knowledge/item-5.md", 7)]


def test_a_text_that_was_changed_meanwhile_is_not_shown(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nobody has checked what it says now. Its page is asked for, because somebody meddled with another.
    site_dir = folder / "site"
    assert built(folder, site_dir)
    (site_dir / "index.html").unlink()
    before = contents(site_dir)

    def and_then_edited(root: Path, kept: Kept) -> tuple[Site, tuple[Problem, ...]]:
        found = read_checked(root, kept)
        article(folder, "item-3", "เรื่องที่ 3", day=4, body="โทร 081 234 5678")
        return found

    monkeypatch.setattr(reading, "read_checked", and_then_edited)
    done = CliRunner().invoke(cli.main, ["build", "--lang", "en", "--config", str(folder / "mkdocs.yml")])
    assert done.exit_code == 2
    assert "Somebody changed knowledge/item-3.md" in done.output
    assert contents(site_dir) == before


@pytest.mark.parametrize("name", ["texts.pickle", "made.sqlite", "site-*.pickle"])
def test_a_broken_memory_only_costs_time(folder: Path, name: str) -> None:
    built(folder, folder / "out")
    for path in (folder / ".cache" / "julasan").glob(name):
        path.write_bytes(b"broken")
    article(folder, "item-3", "ชื่อใหม่", day=4)
    built(folder, folder / "out")
    assert differences(contents(folder / "out"), cold(folder)) == []


def test_packages_are_known_by_their_records(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = tmp_path / "packages"
    (packages / "some-1.0.dist-info").mkdir(parents=True)
    monkeypatch.setattr(inputs.sysconfig, "get_path", lambda _name: str(packages))
    written = []
    for day, change in enumerate(("some-1.0.dist-info", "__pycache__", "other-2.0.dist-info"), 1):
        (packages / change).mkdir(exist_ok=True)
        article(folder, "item-1", "ก", day=2, body=f"วันที่ {day}")
        written.append(built(folder, folder / "out"))
    first, compiled, installed = (len(each or ()) for each in written)
    assert 0 < compiled < first / 2
    assert installed == first


def test_a_build_with_other_settings_that_is_refused_leaves_the_spare(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for title in ("ก", "ข"):
        article(folder, "item-1", title, day=2)
        built(folder, folder / "out")
    (spare,) = (folder / ".cache" / "julasan").glob("spare-*")
    before = contents(spare)
    with (folder / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("# another day\n")
    with monkeypatch.context() as full:
        full.setattr(flow.publish, "swap", raising(OSError(errno.ENOSPC, "no space")))
        with pytest.raises(OSError, match="no space"):
            built(folder, folder / "out")
    assert contents(spare) == before
    built(folder, folder / "out")
    assert contents(spare) == contents(folder / "out")
    assert differences(contents(folder / "out"), cold(folder)) == []


def test_a_first_edit_finds_a_spare_of_the_very_files(folder: Path) -> None:
    built(folder, folder / "out")
    (spare,) = (folder / ".cache" / "julasan").glob("spare-*")
    here, there = (
        {path.relative_to(each): path.stat().st_ino for path in each.rglob("*") if path.is_file()}
        for each in (folder / "out", spare)
    )
    assert here == there
    inode = spare.stat().st_ino
    article(folder, "item-1", "ข", day=2)
    built(folder, folder / "out")
    assert (folder / "out").stat().st_ino == inode
    assert differences(contents(folder / "out"), cold(folder)) == []


def test_where_files_have_no_links_a_first_edit_writes_what_it_changes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", raising(OSError(errno.EPERM, "no links")))
    built(folder, folder / "out")
    assert list((folder / ".cache" / "julasan").glob("spare-*")) == []
    article(folder, "item-1", "ข", day=2)
    built(folder, folder / "out")
    assert differences(contents(folder / "out"), cold(folder)) == []


def raising(error: Exception) -> Callable[..., None]:
    """A function that does not come to an end."""

    def fail(*_: object, **_named: object) -> None:
        raise error

    return fail


def test_a_site_on_another_disk_is_known_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.rename

    def rename(self: Path, other: Path) -> Path:
        if other.name.startswith("spare-"):
            raise OSError(errno.EXDEV, "another disk")
        return real(self, other)

    monkeypatch.setattr(Path, "rename", rename)
    site = tmp_path / "disk" / "site"
    for text in ("ก", "ข", "ค"):
        article(folder, "item-1", text, day=2)
        written = built(folder, site)
    assert written is not None
    assert 0 < len(written) < len(contents(site)) / 2
    assert differences(contents(site), cold(folder)) == []


def test_a_photograph_is_scaled_once_until_it_is_another(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scaled: list[int] = []
    real = media.web_copy
    monkeypatch.setattr(media, "web_copy", lambda content: scaled.append(len(content)) or real(content))
    images = folder / "knowledge" / "images"
    images.mkdir(exist_ok=True)
    for width, times in ((3000, 1), (2000, 2)):
        Image.radial_gradient("L").resize((width, 1800)).save(images / "photo.jpg", quality=95)
        for title in ("ก", "ข"):
            article(folder, "item-1", f"{title} {width}", day=2, body="![ภาพ](images/photo.jpg)")
            built(folder, folder / "out")
        assert len(scaled) == times
        assert 'width="1600"' in (folder / "out" / "k" / "item-1" / "index.html").read_text("utf-8")
    assert differences(contents(folder / "out"), cold(folder)) == []
    (images / "photo.jpg").unlink()
    article(folder, "item-1", "ไม่มีภาพ", day=2)
    built(folder, folder / "out")
    assert differences(contents(folder / "out"), cold(folder)) == []


class _Trap:
    """Does what a stranger wants when somebody unpickles it."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return Path.touch, (self.mark,)


@pytest.mark.parametrize("name", ["texts.pickle", "site-*.pickle"])
def test_what_somebody_else_kept_is_not_read(folder: Path, tmp_path: Path, name: str) -> None:
    built(folder, folder / "out")
    mark = tmp_path / "trapped"
    for path in (folder / ".cache" / "julasan").glob(name):
        path.write_bytes(bytes(16) + pickle.dumps(_Trap(mark)))
    article(folder, "item-3", "ชื่อใหม่", day=4)
    built(folder, folder / "out")
    assert not mark.exists()
    assert differences(contents(folder / "out"), cold(folder)) == []


def test_a_body_that_somebody_else_rendered_is_not_shown(folder: Path) -> None:
    built(folder, folder / "out")
    base = sqlite3.connect(folder / ".cache" / "julasan" / "made.sqlite")
    forged = bytes(16) + pickle.dumps(("<script>alert(1)</script>", 1, "", ""))
    base.execute("UPDATE rendered SET data = ?", (forged,))
    base.commit()
    base.close()
    (folder / "out" / "index.html").unlink()
    built(folder, folder / "out")
    assert not any(b"alert(1)" in content for content in contents(folder / "out").values())
    assert differences(contents(folder / "out"), cold(folder)) == []


def test_two_folders_of_one_site_do_not_disturb_each_other(folder: Path) -> None:
    built(folder, folder / "out")
    article(folder, "item-3", "ชื่อใหม่", day=4)
    built(folder, folder.parent / "second")
    built(folder, folder / "out")
    assert differences(contents(folder / "out"), contents(folder.parent / "second")) == []


class Editor:
    """Edits a folder at random, as people do: now and then something that a build refuses."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.chance = folder, random.Random(seed)
        self.made = 0

    def articles(self) -> list[Path]:
        return sorted((self.folder / "knowledge").glob("item-*.md"))

    def edit(self) -> str:
        edits: list[Callable[[], object]] = [
            self.body, self.body, self.title, self.new, self.delete, self.rename, self.link, self.heading,
            self.event, self.member, self.setting, self.page, self.summary, self.series,
            self.picture, self.nothing, self.authors, self.topics, self.report, self.image, self.first_line,
        ]  # fmt: skip
        chosen = self.chance.choice(edits)
        chosen()
        return str(getattr(chosen, "__name__", chosen))

    def _replace(self, path: Path, before: str, after: str) -> None:
        path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")

    def nothing(self) -> None:
        path = self.chance.choice(self.articles())
        os.utime(path)

    def body(self) -> None:
        path = self.chance.choice(self.articles())
        path.write_text(path.read_text("utf-8") + f"\nเพิ่มย่อหน้าที่ {self.chance.randrange(1000)}\n", "utf-8")

    def title(self) -> None:
        path = self.chance.choice(self.articles())
        lines = path.read_text("utf-8").split("\n")
        lines[1] = f"title: ชื่อใหม่ {self.chance.randrange(1000)}"
        path.write_text("\n".join(lines), "utf-8")

    def summary(self) -> None:
        path = self.chance.choice(self.articles())
        self._replace(
            path, "province: ลำปาง\n", f"province: ลำปาง\nsummary: ย่อว่า {self.chance.randrange(1000)}\n"
        )

    def _field(self, name: str, value: str) -> None:
        path = self.chance.choice(self.articles())
        lines = [line for line in path.read_text("utf-8").split("\n") if not line.startswith(name)]
        lines.insert(1, f"{name}: {value}")
        path.write_text("\n".join(lines), "utf-8")

    def authors(self) -> None:
        self._field(
            "authors", self.chance.choice(("[sample-nan]", "[sample-lampang, กองบรรณาธิการ]", "[สมชาย]"))
        )

    def topics(self) -> None:
        self._field("topics", self.chance.choice(("[กองทุนชุมชน]", "[เวทีเรียนรู้, กองทุนชุมชน]")))

    def report(self) -> None:
        self._field("event", self.chance.choice(("forum-1", "trip")))

    def image(self) -> None:
        self._field("image", "images/circle.svg\nimage_alt: วงกลม")

    def first_line(self) -> None:
        path = self.chance.choice(self.articles())
        head, _, body = path.read_text("utf-8").partition("---\n\n")
        path.write_text(f"{head}---\n\nย่อหน้าแรกใหม่ {self.chance.randrange(1000)}\n\n{body}", "utf-8")

    def new(self) -> None:
        self.made += 1
        article(
            self.folder, f"item-new-{self.made}", f"เรื่องใหม่ {self.made}", day=self.chance.randrange(1, 29)
        )

    def delete(self) -> None:
        if len(self.articles()) > 4:
            self.chance.choice(self.articles()).unlink()

    def rename(self) -> None:
        self.made += 1
        self.chance.choice(self.articles()).rename(self.folder / "knowledge" / f"item-moved-{self.made}.md")

    def link(self) -> None:
        one, other = self.chance.choice(self.articles()), self.chance.choice(self.articles())
        one.write_text(one.read_text("utf-8") + f"\nดู [อีกเรื่อง]({other.name}) ด้วย\n", "utf-8")

    def heading(self) -> None:
        path = self.chance.choice(self.articles())
        path.write_text(path.read_text("utf-8") + f"\n## หัวข้อ {self.chance.randrange(1000)}\n\nก\n", "utf-8")

    def series(self) -> None:
        path = self.chance.choice(self.articles())
        if "series:" not in path.read_text("utf-8"):
            self._replace(path, "province: ลำปาง\n", "province: ลำปาง\nseries: ชุดเดียวกัน\n")

    def event(self) -> None:
        self._replace(self.folder / "events.yaml", "title: ", f"title: {self.chance.choice(['ก', 'ข', 'ค'])}")

    def member(self) -> None:
        self._replace(self.folder / "members.csv", "ตัวอย่าง", f"ตัวอย่าง{self.chance.choice(['ก', 'ข'])}")

    def setting(self) -> None:
        self._replace(self.folder / "mkdocs.yml", "network: ", f"network: {self.chance.choice(['ก', 'ข'])}")

    def page(self) -> None:
        path = self.folder / "docs" / "about.md"
        path.write_text(path.read_text("utf-8") + f"\nเพิ่ม {self.chance.randrange(1000)}\n", "utf-8")
        if self.chance.random() < 0.3:
            self._replace(path, "title: ", f"title: {self.chance.choice(['ก', 'ข'])}")

    def picture(self) -> None:
        size = self.chance.randrange(10, 99)
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><circle r="9"/></svg>'
        (self.folder / "knowledge" / "images" / "circle.svg").write_text(svg, "utf-8")


@pytest.fixture
def small_files(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The search has many files, of which an edit leaves most; how many were left is noted."""
    monkeypatch.setattr(shards, "FEWEST", 3)
    monkeypatch.setattr(shards, "file_size", lambda _: 128)
    monkeypatch.setattr(edited, "MOST", 1)
    left: list[int] = []
    real = edited.edited

    def noting(*given: Any) -> edited.Edited | None:
        found = real(*given)
        if found:
            left.append(len(found.stays))
        return found

    monkeypatch.setattr(earlier, "edited", noting)
    return left


def test_the_files_of_the_search_that_an_edit_leaves_are_right(folder: Path, small_files: list[int]) -> None:
    built(folder, folder / "out")
    for times in range(8):
        bodies = ("เนื้อความ", "เนื้อความของเรื่องนี้ แม่น้ำ", "แม่น้ำ กองทุน หมู่บ้าน", "ป่า")
        article(folder, "item-3", f"เรื่องที่ {times // 4}", day=4, body=bodies[times % 4])
        written = built(folder, folder / "out")
        assert differences(contents(folder / "out"), cold(folder)) == []
        assert written is not None
    assert len(small_files) > 3
    assert max(small_files) > 3


@pytest.mark.parametrize("seed", range(5))
def test_after_any_edits_a_build_gives_what_a_cold_one_gives(
    folder: Path, seed: int, request: pytest.FixtureRequest
) -> None:
    if seed > 2:
        request.getfixturevalue("small_files")
    editor = Editor(folder, seed)
    built(folder, folder / "out")
    done, compared = [], 0
    for _ in range(10):
        done += [editor.edit() for _ in range(editor.chance.randrange(1, 4))]
        if built(folder, folder / "out") is None:
            # Refused, rightly or not: a cold build must say the same, and then the edits go on.
            with pytest.raises(AssertionError):
                cold(folder)
            continue
        compared += 1
        assert differences(contents(folder / "out"), cold(folder)) == [], done
    assert compared >= 3


class Told(NamedTuple):
    """Edits that come when a test says so."""

    waits: Callable[[], bool]
    breaking_off: Callable[[], AbstractContextManager[None]]


class Desk:
    """A preview that goes on from edit to edit, as `julasan serve` holds it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.kept = folder, Kept(folder)
        self.target = InPlace(folder / "preview", self.kept.folder)

    def shown(
        self,
        waits: Callable[[], bool] = lambda: False,
        breaking_off: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> dict[str, bytes] | None:
        """What lies there when the pages are shown, None where the content has problems."""
        found: list[dict[str, bytes]] = []
        with self.kept:
            site, problems = read_checked(self.folder, self.kept)
            if problems:
                return None
            shells = partial(mkdocs_plugin.shells, preview=True)
            preview(
                site,
                self.folder / "mkdocs.yml",
                self.target,
                self.kept,
                shells,
                lambda _made: found.append(contents(self.folder / "preview")),
                Told(waits, breaking_off),
            )
        return found[0]


def afresh(folder: Path) -> dict[str, bytes]:
    """The preview of a copy of the folder in which nothing was ever made."""
    other = folder.parent / "afresh"
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(folder, other, ignore=shutil.ignore_patterns(".cache", "out", "preview"))
    assert Desk(other).shown() is not None
    return contents(other / "preview")


@pytest.mark.parametrize("seed", range(3))
def test_after_any_edits_a_preview_is_what_a_fresh_one_is(folder: Path, seed: int) -> None:
    editor, desk = Editor(folder, seed), Desk(folder)
    desk.shown()
    compared = 0
    for _ in range(10):
        done = [editor.edit() for _ in range(editor.chance.randrange(1, 4))]
        if editor.chance.random() < 0.3:
            # Another command learns something meanwhile.
            built(folder, folder / "out")
        if desk.shown(lambda: editor.chance.random() < 0.5) is None:
            continue
        fresh = afresh(folder)
        late = differences(contents(folder / "preview"), fresh)
        assert all(path.startswith("search/") for path in late), done
        desk.shown()
        assert differences(contents(folder / "preview"), fresh) == [], done
        compared += 1
    assert compared >= 3


def test_a_preview_shows_the_pages_before_it_makes_the_search(folder: Path) -> None:
    desk = Desk(folder)
    desk.shown()
    index = {path: content for path, content in contents(folder / "preview").items() if "search/" in path}
    article(folder, "item-3", "เรื่องที่ 3", day=4, body="แม่น้ำสายใหม่")
    shown = desk.shown()
    assert shown is not None
    assert "แม่น้ำสายใหม่" in shown["k/item-3/index.html"].decode()
    assert {path: shown[path] for path in index} == index
    assert any(contents(folder / "preview")[path] != index[path] for path in index)


def test_a_preview_that_broke_off_is_made_anew(folder: Path) -> None:
    desk = Desk(folder)
    desk.shown()
    before = contents(folder / "preview")
    article(folder, "item-3", "เรื่องที่ 3", day=4, body="ยังไม่เสร็จ")

    def stop() -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        desk.shown(stop)
    article(folder, "item-3", "เรื่องที่ 3", day=4)
    assert desk.shown() is not None
    assert differences(contents(folder / "preview"), before) == []


def test_an_edit_goes_before_the_pdf_that_is_being_set(folder: Path) -> None:
    (folder / "docs" / "bulletin").mkdir(parents=True, exist_ok=True)
    (folder / "docs" / "bulletin" / "2026-10.md").write_text(
        "---\nnumber: 7\ndate: 2026-10-31\n---\n", "utf-8"
    )
    desk, pdf = Desk(folder), "bulletin/julasan-2026-10.pdf"
    began: list[str] = []

    @contextmanager
    def edited() -> Iterator[None]:
        began.append(pdf)
        raise BrokenOff
        yield

    shown = desk.shown(breaking_off=edited)
    assert shown is not None
    assert "bulletin/2026-10/index.html" in shown
    assert began == [pdf]
    assert pdf not in contents(folder / "preview")
    article(folder, "item-3", "เรื่องที่ 3", day=4, body="แม่น้ำสายใหม่")
    assert desk.shown() is not None
    assert contents(folder / "preview")[pdf].startswith(b"%PDF")
    # It is not asked again for what lies there.
    assert desk.shown(breaking_off=edited) is not None
    assert began == [pdf]


def test_templates_are_compiled_anew_by_another_release_of_the_library(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Kept(folder) as kept:
        before = kept.templates
        assert before == kept.templates
        monkeypatch.setattr("sysconfig.get_path", lambda _name: str(tmp_path))
        assert kept.templates not in (before, None)


def test_an_edit_reads_no_shell_anew(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site_dir = tmp_path / "out"
    assert built(folder, site_dir)
    read: list[str] = []

    def parsed(page: str) -> pages.Built:
        read.append(page)
        return pages.parse(page)

    monkeypatch.setattr(gates, "parse", parsed)
    article(folder, "item-3", "เรื่องที่ 3", day=4, body="เนื้อความใหม่")
    assert built(folder, site_dir)
    assert not read
    assert built(folder, tmp_path / "cold", anew=True)
    assert read
    assert contents(site_dir) == contents(tmp_path / "cold")
