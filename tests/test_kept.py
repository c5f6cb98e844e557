"""Texts that are kept from build to build: their bodies are those that were read."""

from __future__ import annotations

import pickle
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from julasan.build.kept import Kept
from julasan.model import Body
from julasan.read.articles import read_article

HEADS = (
    "---\ntitle: ก\ndate: 2026-10-01\nprovince: ลำปาง\n{}---\n",
    "\n\n---\ntitle: ก\ndate: 2026-10-01\n{}...\n",
)
BLOCKS = ("", "เนื้อความ", "## หัวข้อ", "[ก](item-1.md)", "---", " ", "![รูป](x.png)", "a\x0cb", "`")


@settings(deadline=None)
@given(
    head=st.sampled_from(HEADS),
    field=st.sampled_from(("", "topics: [a, b]\n", "summary: |\n  สอง\n  บรรทัด\n", "# จด\n")),
    body=st.lists(st.sampled_from(BLOCKS)).map("\n".join),
    ending=st.sampled_from(("\n", "\r\n", "\r")),
    mark=st.sampled_from((b"", b"\xef\xbb\xbf")),
    cut=st.booleans(),
)
def test_a_kept_body_is_the_one_that_was_read(
    head: str, field: str, body: str, ending: str, mark: bytes, cut: bool
) -> None:
    with TemporaryDirectory() as there:
        root, path = Path(there), "knowledge/item-1.md"
        (root / "knowledge").mkdir()
        (root / "mkdocs.yml").write_text("site_name: ก\n", "utf-8")
        text = head.format(field) + ("" if cut else f"{body}\n")
        (root / path).write_bytes(mark + text.replace("\n", ending).encode())
        read, problems = read_article(root, path, date(2026, 11, 1), {}, encoded := {})
        assume(read and not [each for each in problems if each.code != "front.blank"])
        with Kept(root) as kept:
            taken = kept.take(read, encoded[path])
            again = pickle.loads(pickle.dumps(taken.body))  # noqa: S301 - our own
            assert _of(taken.body) == _of(read.body)
        with Kept(root) as kept:
            again.belongs_to(kept)
            assert _of(again) == _of(read.body)


def _of(body: Body) -> tuple[object, ...]:
    return body.text, body.line, body.links, body.headings, body.marks, body.empty, body.pictures
