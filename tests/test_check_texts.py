"""Every problem has its sentences in every language, and every sentence its problem."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import get_args

import pytest
import yaml

from julasan.check import report
from julasan.locales import LANGUAGES, locale
from julasan.model import MarkKind
from julasan.problem import problem
from julasan.read.record import TOLD

PACKAGE = Path(__file__).resolve().parent.parent / "scripts" / "julasan"
PROBLEMS = Path(__file__).parent / "problems"
KINDS = ("phone", "national-id", "email", "line-id", "home", "account")
MADE_OF_PARTS = {
    *(f"private.{kind}" for kind in KINDS),
    *(f"private.page-{kind}" for kind in KINDS),
    *(f"{code}-like" for code in TOLD),
    "text.form-like",
    *(f"markdown.{kind}" for kind in get_args(MarkKind) if kind.startswith(("raw-", "footnote-"))),
    *(f"{kind}.{what}" for kind in ("link", "image") for what in ("case", "missing")),
}
FILES = ("events.yaml", "members.csv", "mkdocs.yml", "events.events")


def _codes_in_source() -> set[str]:
    families = {code.split(".")[0] for code in _codes_in_locale("th")}
    found = set(MADE_OF_PARTS)
    for file in (*PACKAGE.glob("read/*.py"), *PACKAGE.glob("check/*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                match = re.fullmatch(r"([a-z]+)\.[a-z0-9-]+", node.value)
                if match and match[1] in families and node.value not in FILES:
                    found.add(node.value)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "guess":
                found |= {f"{code}-{how}" for code in _codes_of(node.args[0]) for how in ("like", "several")}
    return found


def _codes_of(argument: ast.expr) -> set[str]:
    """The codes for which `guess` is called; link and image share one call."""
    if isinstance(argument, ast.Constant):
        return {str(argument.value)}
    return {"link.missing", "image.missing"}


def _codes_in_locale(language: str) -> set[str]:
    file = PACKAGE / "locales" / f"{language}.check.yaml"
    texts = yaml.safe_load(file.read_text("utf-8"))["problem"]
    return {f"{family}.{name}" for family, names in texts.items() for name in names}


def test_every_code_has_its_sentences_and_every_sentence_its_code() -> None:
    assert _codes_in_source() == _codes_in_locale("th")


def test_the_languages_say_the_same_with_the_same_places() -> None:
    thai, english = (locale(language) for language in LANGUAGES)
    assert _codes_in_locale("th") == _codes_in_locale("en")
    for code in _codes_in_locale("th"):
        places = [
            {
                place
                for part in ("says", "do")
                for place in re.findall(r"\{(\w+)\}", words.text(f"problem.{code}.{part}"))
            }
            for words in (thai, english)
        ]
        assert places[0] == places[1], code


def test_nearly_every_problem_is_shown_by_a_case() -> None:
    shown = "".join(file.read_text("utf-8") for file in PROBLEMS.glob("*.yaml"))
    says = {code: locale("th").text(f"problem.{code}.says") for code in _codes_in_locale("th")}
    unshown = {code for code, text in says.items() if max(re.split(r"\{\w+\}", text), key=len) not in shown}
    assert unshown <= {
        "file.unreadable",
        "private.tracked",
        "file.cache",
        *(f"private.page-{kind}" for kind in KINDS),
        # tests/test_read_any_input.py: two hundred lines each.
        "size.nodes",
        "size.rows",
        "list.long",
        "media.place",
        "name.encoding",
        "yaml.bracket",
        "yaml.broken",
        "size.events",
    }


def test_a_github_annotation_cannot_be_broken_out_of() -> None:
    found = problem("knowledge/a,b:c%.md", 3, "field.unknown", field="x\r\n::error::y%0A", fields="")
    lines = report.github([found], "en").split("\n")
    assert len(lines) == 1
    assert lines[0].startswith("::error file=knowledge/a%2Cb%3Ac%25.md,line=3::")
    assert "%250A" in lines[0]


@pytest.mark.parametrize(
    "quoted",
    [
        "โทร 081-234-5678",
        "โทร ๐๘๑-๒๓๔-๕๖๗๘",
        "somchai.j@cdd-thailand.org",
        "ไลน์ไอดี: somchai99",
        "1-1014-00010-20-6",
    ],
)
def test_a_message_that_quotes_a_text_lets_nobodys_number_out(quoted: str) -> None:
    found = problem("knowledge/a.md", 3, "markdown.raw-bold", value=f"**เล่าเรื่อง {quoted}", text=quoted)
    said = report.text([found], "th") + report.github([found], "th") + report.as_json([found], "th")
    assert not any(part in said for part in ("5678", "๕๖๗๘", "somchai", "00010")), said


def test_json_holds_path_line_code_message_and_hint() -> None:
    found = problem("knowledge/a.md", 3, "field.missing", field="title")
    assert yaml.safe_load(report.as_json([found], "th")) == [
        {
            "path": "knowledge/a.md",
            "line": 3,
            "code": "field.missing",
            "message": "ไม่มีช่อง “title” ซึ่งจำเป็นต้องมี",
            "hint": "เพิ่มบรรทัด title: ...",
        }
    ]


def test_a_place_without_a_value_shows_no_traceback() -> None:
    assert "…" in report.text([problem("a", 1, "field.missing")], "th")
