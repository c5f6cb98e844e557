"""The form in the browser: when there is one, what it asks, and what its page may load."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml

from julasan.finish.csp import with_policy
from julasan.finish.pages import parse
from julasan.model import Article, Asset, Copy, Event, Issue, Output, Settings, Site
from julasan.render import admin
from julasan.render.context import Context

PACKAGE = Path(admin.__file__).parent


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / ".cache" / "decap"
    folder.mkdir(parents=True)
    for name in (
        "decap-cms.js",
        "12.decap-cms.js",
        "decap-cms.js.LICENSE.txt",
        "js-yaml.min.js",
        "decap-cms.js.map",
        "cms.js",
        "evil.html",
    ):
        (folder / name).write_text(name)
    return tmp_path


def rendered(root: Path, **values: Any) -> dict[str, Output]:
    settings = Settings(
        network="เครือข่าย <b>",
        repo_url="https://github.com/who/what",
        provinces={"ลำปาง": "TH-52"},
        topics=("ก",),
        **values,
    )
    return {output.path: output for output in admin.render(Context(Site(settings=settings, root=str(root))))}  # type: ignore[union-attr]


def text(output: Output) -> str:
    assert isinstance(output, Asset)
    return output.content.decode()


def config(root: Path, **values: Any) -> dict[str, Any]:
    return yaml.safe_load(text(rendered(root, **values)["admin/config.yml"]))  # type: ignore[no-any-return]


def test_no_form_unless_the_settings_ask_for_one(root: Path) -> None:
    assert rendered(root) == {}


def test_no_form_without_decap_itself(tmp_path: Path) -> None:
    assert rendered(tmp_path, admin_backend="github") == {}


def test_decap_comes_from_our_own_site_and_nothing_else_of_the_folder_does(root: Path) -> None:
    found = rendered(root, admin_backend="github")
    assert sorted(found) == [
        "admin/12.decap-cms.js",
        "admin/config.yml",
        "admin/decap-cms.js",
        "admin/decap-cms.js.LICENSE.txt",
        "admin/events.js",
        "admin/form.css",
        "admin/form.js",
        "admin/index.html",
        "admin/js-yaml.min.js",
    ]
    assert found["admin/decap-cms.js"] == Copy(path="admin/decap-cms.js", source=".cache/decap/decap-cms.js")


def test_the_page_loads_only_its_own_files_under_a_policy_of_its_own(root: Path) -> None:
    html = text(rendered(root, admin_backend="github")["admin/index.html"])
    page = parse(html)
    targets = {target for target, _ in (*page.loads, *page.links)}
    assert {target for target in targets if not target.startswith("../assets/julasan/icon.")} == {
        "decap-cms.js",
        "config.yml",
        "js-yaml.min.js",
        "events.js",
        "form.js",
        "form.css",
    }
    # Decap would begin by itself, before its format for events.yaml is there.
    assert html.index("events.js") < html.index("form.js") < html.index("decap-cms.js")
    assert page.scripts == ()
    assert "script-src &#39;self&#39; &#39;unsafe-eval&#39;;" in html
    assert html.index("Content-Security-Policy") < html.index("<script")
    assert "&lt;b&gt;" in html
    assert with_policy(html, page.scripts) == html, "the strict policy of other pages would stop Decap"


@pytest.mark.parametrize("backend", ["github", "gitlab", "git-gateway", "local"])
def test_the_policy_names_the_hosts_of_the_backend_alone(backend: str, root: Path) -> None:
    html = text(
        rendered(root, admin_backend=backend, admin_login="https://login.example.org/auth")[
            "admin/index.html"
        ]
    )
    hosts = set(re.findall(r"https?://[^\s;]+", html))
    assert hosts - {"https://*.githubusercontent.com"} == {
        *admin.CONNECTS[backend],
        "https://login.example.org",
    }


def test_backends(root: Path) -> None:
    login = "https://login.example.org/auth"
    assert config(root, admin_backend="github", admin_branch="trunk", admin_login=login)["backend"] == {
        "name": "github",
        "branch": "trunk",
        "repo": "who/what",
        "open_authoring": True,
        "base_url": "https://login.example.org",
        "auth_endpoint": "auth",
    }
    assert config(root, admin_backend="git-gateway")["backend"] == {"name": "git-gateway", "branch": "main"}
    assert config(root, admin_backend="local")["backend"]["proxy_url"] == "http://localhost:8081/api/v1"
    assert "localhost" not in text(rendered(root, admin_backend="github")["admin/config.yml"])


def test_contributors_propose_and_do_not_publish(root: Path) -> None:
    found = config(root, admin_backend="github")
    assert found["publish_mode"] == "editorial_workflow"
    assert found["locale"] == "th"
    assert found["media_folder"] == "knowledge/images"
    assert [each["name"] for each in found["collections"]] == ["articles", "calendar", "bulletins"]
    assert not any(each["publish"] or each["delete"] for each in found["collections"])


def test_the_form_asks_for_every_field_of_an_article(root: Path) -> None:
    asked = config(root, admin_backend="github")["collections"][0]["fields"]
    written = [item.name for item in fields(Article) if not item.metadata.get("given")]
    assert [field["name"] for field in asked] == [*written, "body"]
    by_name = {field["name"]: field for field in asked}
    assert [name for name, field in by_name.items() if field["required"]] == ["title", "date", "body"]
    assert by_name["province"]["options"] == ["ลำปาง"]
    assert by_name["topics"] == {**by_name["topics"], "widget": "select", "multiple": True, "options": ["ก"]}
    assert {"label": "งานพื้นที่", "value": "field-work"} in by_name["kind"]["options"]
    assert by_name["date"]["format"] == "YYYY-MM-DD"
    assert by_name["part"]["value_type"] == "int"
    assert re.fullmatch(by_name["slug"]["pattern"][0], "a-1")
    assert not re.fullmatch(by_name["slug"]["pattern"][0], "ก")


def test_the_form_asks_for_every_field_of_an_event_and_of_an_issue(root: Path) -> None:
    found = {each["name"]: each for each in config(root, admin_backend="github")["collections"]}
    (file,) = found["calendar"]["files"]
    assert (file["file"], file["format"]) == ("events.yaml", "events")
    (listed,) = file["fields"]
    by_name = {field["name"]: field for field in listed["fields"]}
    assert [*by_name] == [item.name for item in fields(Event) if not item.metadata.get("given")]
    assert [name for name, field in by_name.items() if field["required"]] == ["id", "title", "start"]
    assert re.search(by_name["start"]["pattern"][0], "2026-12-05 09:00")
    assert not re.search(by_name["start"]["pattern"][0], "5 ธ.ค. 2569")
    assert {"label": "ยกเลิก", "value": "cancelled"} in by_name["status"]["options"]
    asked = [field["name"] for field in found["bulletins"]["fields"]]
    assert asked == [*(item.name for item in fields(Issue) if not item.metadata.get("given")), "body"]


def test_decap_is_locked_by_its_hash_and_by_no_address() -> None:
    lock = json.loads((PACKAGE / "decap" / "package-lock.json").read_text())
    wanted = json.loads((PACKAGE / "decap" / "package.json").read_text())["dependencies"]
    assert {*wanted} == {"decap-cms", "js-yaml"}
    for name, version in wanted.items():
        package = lock["packages"][f"node_modules/{name}"]
        assert package["integrity"].startswith("sha512-")
        assert package["version"] == version
    for name in (PACKAGE / "decap", Path(__file__).parent / "decap"):
        assert "resolved" not in (name / "package-lock.json").read_text()


def test_lists_begin_with_the_newest_and_the_sign_is_the_networks(root: Path) -> None:
    found = config(root, admin_backend="github")
    for collection in (found["collections"][0], found["collections"][2]):
        assert {"field": "date", "default_sort": "desc"}.items() <= collection["sortable_fields"][0].items()
    assert re.fullmatch(r"\.\./assets/julasan/icon-192\.[0-9a-f]+\.png", found["logo"]["src"])


def test_decap_says_what_is_ours_in_our_words(root: Path) -> None:
    html = text(rendered(root, admin_backend="github")["admin/index.html"])
    words = json.loads(unescape(re.search(r'data-words="([^"]*)"', html)[1]))  # type: ignore[index]
    assert words["editor"]["editorControl"]["field"]["optional"] == "ไม่ใส่ก็ได้"
    assert words["collection"]["collectionTop"]["newButton"] == "เขียน%{collectionLabel}"
