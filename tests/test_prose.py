"""Plain prose: whatever the quick renderer takes, it renders as Python-Markdown and nh3 do."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from julasan import read
from julasan.model import Settings, Site
from julasan.render.context import Context
from julasan.render.markdown import Bodies

ROOT = Path(__file__).resolve().parent.parent
BODIES = Bodies(Site(settings=Settings(network="ก")))

PIECES = (
    list("กณaB10.,:;!?-+*_#><&|~`=()[]{}\\/\"'“”ๆฯ•–…%@^$\u00a0\u200b")
    + [" ", "  ", "\n", "\n\n", "  \n", "   ", "    ", "\t", "1. ", "10) ", "- ", "* ", "# ", "### "]
    + ["---", "===", "~~~", "```", "!!! note", "??? x", "| a |", ": ก", "[^1]", "[^1]: ก", "[a]: b"]
    + [f"\\{sign}" for sign in "-*[](.#>\\|~<!"]
    + [
        "[ก](ข.md)",
        "[ก ข](#a)",
        "[a](https://example.org/a-b.html)",
        "https://a.org/x?y=1",
        "http://a.org",
        "HTTPS://a-b.go.th/ก\\-ข\\_c?d=1&e=2.",
        "http://1.2.3.999/",
        "[ก](http://1.2.3.999/)",
        "http://xn--a.org",
        "://",
        "![ก](a.png)",
        "**ก**",
        "_ก_",
    ]
    + [
        "https://a.org/x?y=1",
        "http://a.org",
        "://",
        "`a`",
        "&amp;",
        "&copy",
        "R&D",
        "<br>",
        "กำ้",
        "กองทุน",
        "เวที",
    ]
)


def both(text: str) -> tuple[str | None, str]:
    return BODIES.prose.html("knowledge/a.md", text), BODIES.converter.html("knowledge/a.md", text)


@settings(max_examples=1500, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_what_it_takes_it_renders_as_markdown_does(text: str) -> None:
    quick, whole = both(text)
    assert quick is None or quick == whole


@pytest.mark.parametrize(
    "text",
    [
        "ย่อหน้าแรก\nสองบรรทัด\n\nย่อหน้าที่สอง \\(วงเล็บ\\) 1\\. และ R&D > 5",
        "## หัวข้อ\n\n- หนึ่ง\n- สอง\n\nจบ [อ่านต่อ](ข.md) และ [เว็บ](https://example.org/a)",
        "บรรทัดหนึ่ง  \nบรรทัดสอง\n\n\n\n\\-\\-\\-\n\n## หัวข้อ\n\n## หัวข้อ",
        "ดู https://a.go.th/b\\-c?d=1&e=2#f, (HTTPS://b.org) และ http://c.org/ข่าว\\_1 [ก](https://d.org)\n\nจบ\\\\",
        "",
    ],
)
def test_plain_prose_is_taken(text: str) -> None:
    quick, whole = both(text)
    assert quick == whole


def test_the_sites_own_articles_are_rendered_alike() -> None:
    site, _ = read.read(ROOT)
    bodies = Context(site).bodies
    for thing in (*site.articles, *site.issues, *site.pages):
        quick = bodies.prose.html(thing.source.path, thing.body.text)
        assert quick is None or quick == bodies.converter.html(thing.source.path, thing.body.text)
