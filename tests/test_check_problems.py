"""Small folders and the exact lines that `julasan check` prints of them: tests/problems/*.yaml.

A case is a mapping: `name`; what differs from the good folder below, as `files`
(path: text, or a mapping as in `_write`), `body` or `front` (of knowledge/a.md),
`events`, `members`; and `th` (and `en`), what is printed. `ok: true` in place of
`th` for what only looks odd. ``pytest --rewrite`` writes `th` and `en` anew.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from julasan.build.kept import Kept
from julasan.build.reading import read_checked
from julasan.check import check, report, settle
from julasan.locales import LANGUAGES, locale
from julasan.problem import Problem
from julasan.read import read

CASES = Path(__file__).parent / "problems"
NOW = date(2026, 11, 22)

GOOD = {
    "mkdocs.yml": """\
site_name: เครือข่าย
plugins:
  - julasan:
      network: เครือข่ายนักพัฒนาชุมชน
      provinces: {เชียงใหม่: TH-50, ลำพูน: TH-51, ลำปาง: TH-52, แพร่: TH-54, น่าน: TH-55}
      topics: [กองทุนชุมชน, วิจัยชุมชน, งานเครือข่าย]
      may_be_published: ["0 5422 1234", office@cdd.go.th, "@lampangcd"]
""",
    "docs/index.md": "---\ntitle: หน้าแรก\n---\nสวัสดี\n",
    "knowledge/good.md": "---\ntitle: เรื่องดี\ndate: 2026-10-01\n---\n## หัวข้อหนึ่ง\n\nเนื้อเรื่อง\n",
    "events.yaml": "- id: forum-1\n  title: เวทีเรียนรู้\n  start: 2026-12-05 09:00\n",
    "members.csv": "member_id,name,province,role,consent\nsomchai,สมชาย ใจดี,ลำปาง,member,2026-01-01\n",
}
FRONT = "title: เรื่องทดลอง\ndate: 2026-11-01\n"


def _cases() -> list[Any]:
    found = []
    for file in sorted(CASES.glob("*.yaml")):
        for case in yaml.safe_load(file.read_text("utf-8")):
            found.append(pytest.param(file, case, id=f"{file.stem}-{case['name']}"))
    return found


@pytest.mark.parametrize(("file", "case"), _cases())
def test_problems_are_printed_at_their_line(
    file: Path, case: dict[str, Any], tmp_path: Path, rewrite: bool
) -> None:
    make(tmp_path, case)
    site, problems = read(tmp_path, now=NOW)
    found = settle({*problems, *check(site, tmp_path)})
    with Kept(tmp_path) as kept:
        # One text after the other, as a build does it.
        assert read_checked(tmp_path, kept, now=NOW)[1] == found
    shown = {language: report.text(found, language) for language in ("th", "en")}
    assert all(_places_are_filled(problem) for problem in found)
    if rewrite:
        _rewrite(file, case["name"], shown)
        return
    if case.get("ok"):
        assert shown["th"] == ""
        return
    assert shown["th"].split("\n") == case["th"].rstrip("\n").split("\n")
    if "en" in case:
        assert shown["en"].split("\n") == case["en"].rstrip("\n").split("\n")


def _places_are_filled(problem: Problem) -> bool:
    values = dict(problem.values)
    return all(
        locale(language).text(f"problem.{problem.code}.{part}").format(**values)
        for language in LANGUAGES
        for part in ("says", "do")
    )


def make(folder: Path, case: dict[str, Any]) -> None:
    """Write the good folder with what the case changes."""
    files: dict[str, Any] = dict(GOOD)
    if "body" in case or "front" in case:
        body = case.get("body", "เนื้อเรื่อง\n")
        files["knowledge/a.md"] = f"---\n{case.get('front', FRONT)}---\n{body}"
    if "events" in case:
        files["events.yaml"] = case["events"]
    if "members" in case:
        files["members.csv"] = case["members"]
    files |= case.get("files", {})
    for name, content in files.items():
        if content is not None:
            _write(folder / name, content)


def _write(path: Path, content: Any) -> None:
    """Text as UTF-8; or `text` with `encoding`, `hex`, `repeat`, `parts`, `zeros`, `link`, `fifo`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, str):
        path.write_bytes(content.encode())
    elif "link" in content:
        path.symlink_to(content["link"])
    elif "fifo" in content:
        os.mkfifo(path)
    else:
        path.write_bytes(_bytes(content))


def _bytes(content: Any) -> bytes:
    if isinstance(content, str):
        return content.encode()
    if "parts" in content:
        return b"".join(_bytes(part) for part in content["parts"])
    if "hex" in content:
        return bytes.fromhex(content["hex"])
    if "zeros" in content:
        return bytes(content["zeros"])
    if "repeat" in content:
        return str(content["repeat"]).encode() * int(content["times"])
    return str(content["text"]).encode(content["encoding"])


class _Literal(yaml.SafeDumper):
    """Dumps texts of several lines as blocks, mappings in their order."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    plain = "\n" in text and not any(line != line.rstrip() for line in text.split("\n"))
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if plain else None)


_Literal.add_representer(str, _text)


def _rewrite(file: Path, name: str, shown: dict[str, str]) -> None:
    cases = yaml.safe_load(file.read_text("utf-8"))
    for case in cases:
        if case["name"] != name:
            continue
        if not shown["th"]:
            case.pop("th", None)
            case["ok"] = True
            continue
        case.pop("ok", None)
        case["th"] = shown["th"] + "\n"
        if "en" in case:
            case["en"] = shown["en"] + "\n"
    text = yaml.dump(cases, Dumper=_Literal, allow_unicode=True, sort_keys=False, width=1_000)
    file.write_text(text.replace("\n- name:", "\n\n- name:"), "utf-8")
