"""Texts that are kept from build to build: their bodies are those that were read."""

from __future__ import annotations

import pickle
import shutil
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from julasan.build.kept import AT_ONCE, Kept
from julasan.build.reading import read_checked
from julasan.model import Body
from julasan.read.articles import read_article
from julasan.render.memory import Rendered

SMALL = Path(__file__).resolve().parent / "sites" / "small"
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


def test_bodies_that_are_put_down_together_are_there_at_once_and_in_the_next_command(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SMALL, tmp_path / "site"))
    bodies = {
        f"knowledge/{number}.md": Rendered(f"<p>{number}</p>", 1, "ก", "ข") for number in range(AT_ONCE + 3)
    }
    with Kept(folder) as kept:
        site, problems = read_checked(folder, kept)
        assert not problems
        for path, rendered in bodies.items():
            kept.put(path, "key", rendered)
            assert kept.get(path, "key") == rendered
            assert kept.get(path, "another") is None
        assert {path: kept.get(path, "key") for path in bodies} == bodies
        kept.save(kept.shown(site))
    with Kept(folder) as kept:
        assert {path: kept.get(path, "key") for path in bodies} == bodies


def _of(body: Body) -> tuple[object, ...]:
    return body.text, body.line, body.links, body.headings, body.marks, body.empty, body.pictures
