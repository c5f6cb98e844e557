"""The gates: what a built folder must not hold, and the policy in each of its pages."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from finishing import finish
from julasan.finish import csp
from julasan.finish.links import check_page
from julasan.finish.pages import parse
from julasan.model import Settings, Site


def problems(
    pages: dict[str, str], files: set[str] | None = None, base: str = ""
) -> list[tuple[str, str, str]]:
    built = {path: parse(html) for path, html in pages.items()}
    there = {*pages, *(files or ())}

    def ids(path: str) -> set[str]:
        return set(built[path].ids) if path in built else set()

    found = (each for path, page in built.items() for each in check_page(path, page, there, ids, base))
    return [(each.path, each.code, dict(each.values).get("target", "")) for each in found]


def test_links_that_lead_somewhere_pass() -> None:
    home = (
        '<a href="k/a/">a</a><a href="k/a/#หัวข้อ">b</a><a href="k/a/#%E0%B8%81">c</a><a href=".">d</a>'
        '<a href="#x" id="x">e</a><a href="https://example.org/no">f</a><a href="mailto:x">g</a>'
    )
    article = '<h2 id="หัวข้อ"></h2><h2 id="ก"></h2><a href="../../">home</a><img src="../../i%20j.png">'
    assert problems({"index.html": home, "k/a/index.html": article}, {"i j.png"}) == []


def test_links_that_lead_nowhere_are_named() -> None:
    pages = {"k/a/index.html": '<a href="../b/">b</a><a href="#nowhere">c</a><img src="../../no.png">'}
    assert problems(pages) == [
        ("k/a/index.html", "built.no_such_file", "../b/"),
        ("k/a/index.html", "built.no_such_anchor", "#nowhere"),
        ("k/a/index.html", "built.no_such_file", "../../no.png"),
    ]


def test_links_from_the_root_count_from_the_path_of_the_site() -> None:
    assert problems({"404.html": '<a href="/club/">home</a>', "index.html": ""}, base="/club/") == []


def test_nothing_may_come_from_another_host() -> None:
    html = '<script src="https://example.org/x.js"></script><img src="//example.org/x.png">'
    html += '<img src="data:image/png,">'
    assert {code for _, code, _ in problems({"index.html": html})} == {"built.loads_from_elsewhere"}


def test_an_id_stands_once() -> None:
    assert [code for _, code, _ in problems({"index.html": '<p id="a"></p><p id="a"></p>'})] == [
        "built.double_id"
    ]


def test_the_policy_knows_inline_scripts_by_their_hash() -> None:
    html = (
        '<head><meta charset="utf-8"><script>run()</script><script type="application/json">{}</script></head>'
    )
    hashed = base64.b64encode(hashlib.sha256(b"run()").digest()).decode()
    shown = csp.with_policy(html, parse(html).scripts)
    assert f"script-src 'self' 'sha256-{hashed}';" in shown
    assert shown.index("Content-Security-Policy") < shown.index("<script>")
    assert "unsafe-inline'" not in shown.partition("style-src")[0]


def test_a_finished_folder_has_a_policy_in_every_page(tmp_path: Path) -> None:
    (tmp_path / "k").mkdir()
    for name in ("index.html", "k/index.html"):
        (tmp_path / name).write_text('<html><head><meta charset="utf-8"></head></html>')
    assert finish(tmp_path, Site(settings=Settings(network="x"))) == []
    for name in ("index.html", "k/index.html"):
        assert "default-src 'none'" in (tmp_path / name).read_text()
