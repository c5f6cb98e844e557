"""What was laid out before is copied: page for page, letter for letter as WeasyPrint sets it anew."""

from __future__ import annotations

import random
from datetime import date
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest

from julasan.render.bulletin import sheets
from julasan.typeset import engine, lines
from test_bulletin import site

SENTENCES = (
    "ผู้ใหญ่บ้านนำน้ำขึ้นไปให้ชาวบ้านทำนาทุกปี",
    "เรื่องเล็ก ๆ เช่นนี้ควรจดไว้ <b>ให้ลูกหลาน</b>ได้อ่านกัน",
    "ใครทำอะไรได้ผลก็เล่าสู่กันฟังใน<a href='#x2'>ที่ประชุม</a>ประจำเดือน",
    "เครือข่ายช่วยกันสรุปเป็นบทเรียน<br>ที่ใช้ได้จริงในหมู่บ้าน 25 แห่ง",
)
CODE = "%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"


def text(rnd: random.Random, most: int = 9) -> str:
    return " ".join(rnd.choice(SENTENCES) for _ in range(rnd.randint(1, most)))


def block(rnd: random.Random, deep: int = 0) -> str:
    kind = rnd.choice("pppphluoqtfn")
    if kind == "h":
        return f"<h3>{text(rnd, 1)}</h3>"
    if kind in "uo":
        inner = (block(rnd, deep + 1) if rnd.random() < 0.2 and deep < 2 else text(rnd, 3) for _ in range(5))
        return f"<{kind}l>{''.join(f'<li>{each}</li>' for each in inner)}</{kind}l>"
    if kind == "q":
        return f"<blockquote>{block(rnd, deep + 1)}<p>{text(rnd, 2)}</p></blockquote>"
    if kind == "t":
        rows = "".join(
            f"<tr><td>{text(rnd, 1)}</td><td>{text(rnd, 2)}</td></tr>" for _ in range(rnd.randint(1, 9))
        )
        head = "<thead><tr><th>ก</th><th>ข</th></tr></thead>"
        return "" if deep else f"<table>{head}<tbody>{rows}</tbody></table>"
    if kind == "f" and not deep:
        picture = f'<img src="data:image/svg+xml,{CODE}" alt="ก">'
        return f"<figure>{picture}<figcaption>{text(rnd, 1)}</figcaption></figure>"
    if kind == "n" and not deep:
        return f"<p>{text(rnd)}<span class='footnote'>{text(rnd, 1)}</span> {text(rnd)}</p>"
    return f"<p>{text(rnd)}</p>"


def document(seed: int) -> str:
    rnd = random.Random(seed)
    articles = "".join(
        f"<article id='x{number}'><header><div class='code'><p>รหัส</p></div><h2>{text(rnd, 1)}</h2></header>"
        f"<div class='body'>{''.join(block(rnd) for _ in range(rnd.randint(1, 14)))}</div></article>"
        for number in range(4)
    )
    head = "<!doctype html><html lang='th'><title>x</title>"
    return f"{head}<body><nav class='contents'><a href='#x3'>ท้ายเล่ม</a></nav><main>{articles}</main>"


def anew(line: Any, block: Any) -> SimpleNamespace:
    """In place of what remembers: WeasyPrint's own functions."""
    return SimpleNamespace(line=line, block=block)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_remembered_is_what_would_be_set_anew(seed: int) -> None:
    css = (*sheets(site(())), "@page { size: A5 }" if seed % 2 else "")
    given: dict[str, Any] = {"css": css, "title": "x", "language": "th", "created": date(2026, 1, 1)}
    made = engine.pdf(document(seed), **given)
    with patch.object(lines, "Remembered", anew):
        assert engine.pdf(document(seed), **given) == made


def test_most_lines_are_set_once() -> None:
    asked: list[Any] = []

    class Counted(lines.Remembered):
        def __init__(self, lay_line: Any, lay_block: Any) -> None:
            def counted(*rest: Any) -> Any:
                asked.append(rest)
                return lay_line(*rest)

            super().__init__(counted, lay_block)

    def count(maker: Any) -> int:
        asked.clear()
        with patch.object(lines, "Remembered", maker), engine.laid_out(document(2), css=sheets(site(()))):
            return len(asked)

    class Forgetting(Counted):
        def _is_plain(self, box: Any) -> bool:
            return False

    assert count(Counted) < count(Forgetting) / 3
