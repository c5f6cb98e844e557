"""What is right but may not be meant is told: an article that moves or says nothing, a form without files."""

from __future__ import annotations

import os
from pathlib import Path

from click.testing import CliRunner, Result

from julasan.cli import main
from test_check_problems import make

ARTICLE = "---\ntitle: กองทุน\ndate: 2026-10-01\n---\nเนื้อความ\n"


def check(folder: Path) -> Result:
    return CliRunner().invoke(main, ["check", "-f", str(folder / "mkdocs.yml")])


def test_a_corrected_date_that_moves_an_article_is_told_and_a_slug_keeps_it(tmp_path: Path) -> None:
    make(tmp_path, {"name": "moved"})
    path = tmp_path / "knowledge" / "กองทุน.md"
    path.write_text(ARTICLE, "utf-8")
    for file in tmp_path.rglob("*"):
        os.utime(file, (1, 1))
    assert "ที่อยู่ของบทความเปลี่ยน" not in check(tmp_path).stderr
    path.write_text(ARTICLE.replace("10-01", "10-02"), "utf-8")
    said = check(tmp_path)
    assert said.exit_code == 0
    assert "knowledge/กองทุน.md:3: ที่อยู่ของบทความเปลี่ยนจาก /k/2026-10-01-" in said.stderr
    old = said.stderr.partition("slug: ")[2].partition(" ")[0]
    path.write_text(ARTICLE.replace("10-01\n", f"10-02\nslug: {old}\n"), "utf-8")
    assert f"เป็น /k/{old}/" in check(tmp_path).stderr
    assert "ที่อยู่ของบทความเปลี่ยน" not in check(tmp_path).stderr


def test_an_article_with_nothing_to_read_is_told_and_published(tmp_path: Path) -> None:
    make(tmp_path, {"name": "empty"})
    head = ARTICLE.removesuffix("เนื้อความ\n")
    (tmp_path / "knowledge" / "ก.md").write_text(head + "<!-- เขียนทีหลัง -->\n", "utf-8")
    said = check(tmp_path)
    assert said.exit_code == 0
    assert "knowledge/ก.md:4: บทความนี้มีแต่ส่วนหัว" in said.stderr
    (tmp_path / "knowledge" / "ก.md").write_text(ARTICLE, "utf-8")
    assert "มีแต่ส่วนหัว" not in check(tmp_path).stderr


def test_a_form_that_is_asked_for_and_not_there_is_told(tmp_path: Path) -> None:
    make(tmp_path, {"name": "form"})
    settings = tmp_path / "mkdocs.yml"
    build = ["build", "-f", str(settings)]
    assert "admin_backend" not in CliRunner().invoke(main, build).stderr
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("- julasan:", "- julasan:\n      admin_backend: github"), "utf-8")
    said = CliRunner().invoke(main, build)
    assert said.exit_code == 0, said.output
    assert "make admin" in said.stderr
    brought = tmp_path / ".cache" / "decap"
    brought.mkdir(parents=True, exist_ok=True)
    for name in ("decap-cms.js", "js-yaml.min.js"):
        (brought / name).write_text("//", "utf-8")
    (brought / "decap-cms.js.LICENSE.txt").write_text("/*! by Somebody <somebody@gmail.com> */\n", "utf-8")
    said = CliRunner().invoke(main, build)
    assert "make admin" not in said.stderr
    # Its authors' addresses stand in their licences and are no leak of ours.
    assert said.exit_code == 0, said.output
    assert (tmp_path / "site" / "admin" / "index.html").exists()
