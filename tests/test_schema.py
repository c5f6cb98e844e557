"""The schemas for editors: what the site holds is right by them; what `check` refuses for its form is not."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from julasan import read
from julasan.locales import LANGUAGES
from julasan.model import Asset, Settings, Site, written_fields
from julasan.render import schema
from julasan.render.context import Context
from julasan.render.products import expanded

ROOT = Path(__file__).resolve().parent.parent
TOPICS = ("เวทีเรียนรู้", "กองทุนชุมชน")


class Dates(yaml.SafeLoader):
    """YAML 1.2's types, as editors have them: a date is a text."""


Dates.yaml_implicit_resolvers = {
    key: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
    for key, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def schemas(site: Site) -> dict[str, Any]:
    assets = [output for output in expanded(schema.render(Context(site))) if isinstance(output, Asset)]
    return {
        asset.path.removeprefix("schema/").removesuffix(".json"): json.loads(asset.content)
        for asset in assets
    }


@pytest.fixture(scope="module")
def real() -> dict[str, Any]:
    site, _ = read.read(ROOT)
    return schemas(site)


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    return schemas(Site(settings=Settings(network="x", provinces={"ลำปาง": "TH-52"}, topics=TOPICS)))


def valid(found: Mapping[str, Any], value: object) -> bool:
    return bool(jsonschema.Draft202012Validator(found).is_valid(value))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_schema_is_one(language: str) -> None:
    site = Site(settings=Settings(network="x", language=language, site_url="https://example.org/"))  # type: ignore[arg-type]
    for name, found in schemas(site).items():
        jsonschema.Draft202012Validator.check_schema(found)
        assert found["$id"] == f"https://example.org/schema/{name}.json"


@pytest.mark.parametrize("loader", [yaml.BaseLoader, Dates])
def test_the_sites_own_content_is_right(loader: Any, real: dict[str, Any]) -> None:
    for name, pattern in (("article", "knowledge/**/*.md"), ("bulletin", "docs/bulletin/*.md")):
        validator = jsonschema.Draft202012Validator(real[name])
        found = [path for path in ROOT.glob(pattern) if path.name != "index.md"]
        assert found
        for path in found:
            front = yaml.load(path.read_text("utf-8").split("---\n")[1], loader)  # noqa: S506 - our own files
            assert list(validator.iter_errors(front)) == [], path
    events = yaml.load((ROOT / "events.yaml").read_text("utf-8"), loader)  # noqa: S506
    assert list(jsonschema.Draft202012Validator(real["events"]).iter_errors(events)) == []


def test_the_sites_own_members_are_right(real: dict[str, Any]) -> None:
    with (ROOT / "members.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [{name: value or None for name, value in row.items()} for row in csv.DictReader(file)]
    assert rows
    for row in rows:
        assert list(jsonschema.Draft202012Validator(real["member"]).iter_errors(row)) == []


ARTICLE = {"title": "ก", "date": "2026-11-22"}
GOOD = [
    {},
    {"title": 2569},
    {"title": True},
    {"updated": None, "authors": None, "province": None, "topics": []},
    {"province": "ลำปาง", "topics": ["กองทุนชุมชน"]},
    {"series": "ก", "part": 1},
    {"series": "ก", "part": "2"},
    {"kind": "proposal", "to": "กรม", "status": "open"},
    {"summary": "หนึ่ง\nสอง"},
    {"slug": "a-1"},
]
BAD = [
    {"titel": "ก"},
    {"title": ""[:0] + "ก" * 201},
    {"title": "ก\nข"},
    {"title": None},
    {"date": "2569-11-22"},
    {"date": "22/11/2026"},
    {"date": "2026-13-01"},
    {"date": "2026-11-22 09:00"},
    {"authors": "สมชาย"},
    {"province": "ลำปาว"},
    {"topics": ["กองทุน"]},
    {"topics": ["กองทุนชุมชน", "กองทุนชุมชน"]},
    {"kind": "essay"},
    {"part": 1},
    {"series": "ก", "part": 0},
    {"to": "กรม"},
    {"slug": "ก"},
    {"slug": "a" * 41},
    {"image": "x.png"},
]


@pytest.mark.parametrize("fields", GOOD, ids=str)
def test_a_right_article_passes(fields: dict[str, Any], made: dict[str, Any]) -> None:
    assert valid(made["article"], ARTICLE | fields)


@pytest.mark.parametrize("fields", BAD, ids=str)
def test_a_wrong_article_does_not(fields: dict[str, Any], made: dict[str, Any]) -> None:
    assert not valid(made["article"], ARTICLE | fields)


def test_what_is_missing_is_missed(made: dict[str, Any]) -> None:
    assert not valid(made["article"], {"title": "ก"})
    assert not valid(made["events"], [{"id": "a", "title": "ก"}])
    assert not valid(made["member"], {"member_id": "a", "name": "ก", "province": "ลำปาง", "role": "member"})
    assert valid(made["events"], None)
    assert valid(made["events"], [])


@pytest.mark.parametrize(
    ("start", "right"),
    [
        ("2026-11-22", True),
        ("2026-11-22 09:00", True),
        ("2026-11-22T09:00+07:00", True),
        ("2569-11-22", False),
        ("2026-11-22 9.00", False),
        ("2026-11-22 25:00", False),
    ],
)
def test_events_begin_on_a_day_or_at_a_time(start: str, right: bool, made: dict[str, Any]) -> None:
    assert valid(made["event"], {"id": "a", "title": "ก", "start": start}) is right


def test_addresses_are_https(made: dict[str, Any]) -> None:
    event = {"id": "a", "title": "ก", "start": "2026-11-22"}
    assert valid(made["event"], event | {"url": "https://example.org/x"})
    for url in ("http://example.org", "javascript:alert(1)", "https://", "example.org"):
        assert not valid(made["event"], event | {"url": url})


def test_every_field_says_what_it_is(made: dict[str, Any]) -> None:
    for name, record in schema.RECORDS.items():
        properties = made[name]["properties"]
        assert list(properties) == [item.name for item in written_fields(record)]
        assert all(field["title"] for field in properties.values())
    assert made["event"]["properties"]["organizer"].get("description") is None
    assert made["bulletin"]["properties"]["number"]["title"] == "ฉบับที่"


def test_a_docstring_describes_where_the_locale_has_no_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "hint_of", lambda *_: "")
    context = Context(Site(settings=Settings(network="x")))
    properties = schema.of_record(schema.Article, context)["properties"]
    assert properties["event"]["description"] == "The event that this article reports."


def test_a_site_without_choices_takes_any_word() -> None:
    site = Site(settings=replace(Settings(network="x"), provinces={}, topics=()))
    assert valid(schemas(site)["article"], ARTICLE | {"province": "ใด", "topics": ["ใด"]})
