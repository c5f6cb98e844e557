"""The workflows: least privilege, pinned actions, nothing that a request can bend; what people are told."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from julasan.check import report
from julasan.problem import problem

ROOT = Path(__file__).resolve().parent.parent


def test_workflows_pass_an_audit() -> None:
    command = [
        str(Path(sys.executable).with_name("zizmor")),
        "--offline",
        "--no-progress",
        "--persona=pedantic",
        str(ROOT / ".github"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "text", "code", "said"),
    [
        ("knowledge/good.md", "---\ntitle: ก\ndate: 2026-11-01\n---\nเนื้อเรื่อง\n", 0, "ไม่พบจุดที่ต้องแก้"),
        (
            "knowledge/bad.md",
            "---\ntitle: ก\ndate: 2569-11-20\n---\n```\n</code>\n",
            1,
            "<h3><code>knowledge/bad.md</code></h3>\n<ul>\n<li><b>บรรทัด 3</b> “2569-11-20”",
        ),
        ("mkdocs.yml", None, 2, "## ตรวจไม่ได้ เพราะ\n\n    ไม่พบ mkdocs.yml"),
    ],
)
def test_a_pull_request_is_told_what_must_change(
    tmp_path: Path, name: str, text: str | None, code: int, said: str
) -> None:
    """The step itself, its set-up left out: what a person reads on the run's page."""
    folder = shutil.copytree(ROOT / "tests" / "sites" / "small", tmp_path / "small")
    if text is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(text, "utf-8")
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "pull-request.yml").read_text("utf-8"))
    (step,) = (
        each["run"] for each in workflow["jobs"]["content"]["steps"] if each.get("name") == "ตรวจเนื้อหา"
    )
    script = step.replace("make .venv/.site", "true").replace(
        ".venv/bin/julasan", f"{sys.executable} -m julasan"
    )
    told = tmp_path / "summary.md"
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={**os.environ, "GITHUB_STEP_SUMMARY": str(told), "GITHUB_ACTIONS": "true"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert said in told.read_text("utf-8")
    assert ("::error file=" in done.stdout) == (code == 1)


def test_what_a_summary_quotes_is_text_and_all_of_it_fits() -> None:
    hostile = "</code></ul>\n\n![x](https://example.org/x.png) @someone #1 <img src=x onerror=alert(1)>"
    quoted = problem("knowledge/a\n<b>.md", 3, "markdown.raw-tick", value=hostile)
    told = report.summary([quoted], "th")
    assert not re.search(r"<(?!/?(?:h3|code|ul|li|b|br|wbr)>)", told)
    block = told[told.index("<h3>") :]
    assert "\n\n" not in block.rstrip("\n")
    assert "@someone" not in told
    assert "#1" not in told
    many = [problem("a.md", line, "markdown.raw-tick", value="ก" * 300) for line in range(1, 2_000)]
    assert len(report.summary(many, "th").encode()) < 1_048_576
    assert "10 จุดแรก" in report.summary(many, "th")
    assert "10 จุดแรก" not in report.summary(many[:10], "th")
