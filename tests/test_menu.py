"""The menu of a site whose mkdocs.yml names none: pages by their titles, and none that is empty."""

from __future__ import annotations

import re
from pathlib import Path

from julasan.mkdocs_plugin import shells
from julasan.read import read
from julasan.render.context import Context
from julasan.render.menu import menu
from julasan.stage import project

CONFIG = "site_name: ก\nplugins:\n  - julasan:\n      network: ก\n"


def test_pages_stand_under_their_titles_and_empty_ones_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(CONFIG, "utf-8")
    (tmp_path / "docs" / "help").mkdir(parents=True)
    (tmp_path / "docs" / "index.md").write_text("---\ntitle: หน้าแรก\n---\nก\n", "utf-8")
    (tmp_path / "docs" / "help" / "join.md").write_text("# สมัครเป็นสมาชิก\n", "utf-8")
    site, _ = read(tmp_path)
    assert menu(Context(site)) == [
        {"หน้าแรก": "index.md"},
        {"คลังความรู้": "knowledge/index.md"},
        {"ปฏิทินเครือข่าย": "calendar/index.md"},
        {"สมัครเป็นสมาชิก": "help/join.md"},
    ]


def test_the_bar_on_phones_calls_pages_what_the_menu_calls_them(tmp_path: Path) -> None:
    nav = "nav:\n  - บ้าน: index.md\n  - ห้องหนังสือ & ตู้: knowledge/index.md\n"
    nav += "  - อื่น ๆ:\n      - ตารางงาน: calendar/index.md\n"
    (tmp_path / "mkdocs.yml").write_text(f"theme: julasan\n{nav}{CONFIG}", "utf-8")
    site, _ = read(tmp_path)
    bar = shells(site, tmp_path / "mkdocs.yml").not_found.partition('<nav class="jl-bar"')[2]
    assert re.findall(r"<span>(.*?)</span>", bar) == ["บ้าน", "ห้องหนังสือ &amp; ตู้", "ค้นหา", "ตารางงาน", "จุลสาร"]


def test_a_menu_may_lead_to_a_text_elsewhere(tmp_path: Path) -> None:
    nav = "nav:\n  - หน้าแรก: index.md\n  - คู่มือ: https://example.org/README.md\n"
    (tmp_path / "mkdocs.yml").write_text(f"theme: julasan\n{nav}{CONFIG}", "utf-8")
    site, _ = read(tmp_path)
    assert 'href="https://example.org/README.md"' in shells(site, tmp_path / "mkdocs.yml").not_found
    assert project(site)["nav"] == [{"หน้าแรก": "index.md"}, {"คู่มือ": "https://example.org/README.md"}]
