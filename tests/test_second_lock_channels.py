"""The first lock off, beyond the pages: mail, messages, the form, search results, calendars, the typesetter.

The hostile site of test_second_lock.py goes out by every other channel. What renders is opened in
Chromium without any policy; what a program reads is read by that program's own parser.
"""

from __future__ import annotations

import email
import json
import re
import socket
from dataclasses import replace
from email.policy import default
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from icalendar import Calendar

from channelling import SENDER
from julasan.model import Asset, Issue, Output, Site
from julasan.problem import Source
from julasan.read.markdown import scan
from julasan.render import admin, mail
from julasan.render.context import Context
from julasan.render.digest import digest_of
from julasan.render.ics import event_path, render
from julasan.render.products import expanded
from julasan.typeset.engine import RefusedError, pdf
from test_second_lock import (
    BODY,
    DAY,
    LIVE,
    TEXTS,
    Watch,
    bare,
    finished,
    hostile,
    outputs,
    runs,
    served,
    text,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["bare", "finished", "outputs", "served"]
"""Fixtures of the other file."""

pytestmark = pytest.mark.browser

MONTH = "2026-11"


def site(number: int = 0) -> Site:
    """The hostile site with an issue of which every field is a stranger's."""
    issue = Issue(
        number=1, date=DAY, title=text(number), editor=text(number + 1), sms=text(number + 2),
        line=text(number + 3), source=Source(f"docs/bulletin/{MONTH}.md"), month=MONTH, body=scan(BODY),
    )  # fmt: skip
    whole = hostile()
    return replace(whole, issues=(issue,), settings=replace(whole.settings, network=text(number)))


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_a_mail_runs_and_loads_nothing(browser: Browser, number: int) -> None:
    made = mail.mail_of(Context(site(number)), MONTH, SENDER, "all")
    page = browser.new_page()
    asked: list[str] = []
    watch = Watch(page, "about:")
    page.on("request", lambda request: asked.append(request.url))
    page.goto("about:blank")
    page.set_content(made.html, wait_until="load")
    # Nothing stands in its way: a mail has no policy.
    assert not page.evaluate("window.pwned")
    assert watch.seen == []
    assert page.evaluate(LIVE) == []
    assert [address for address in asked if "evil" in address] == []
    links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
    assert [target for target in links if runs(target)] == []
    page.close()


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_a_mail_has_no_header_more_than_it_was_given(number: int) -> None:
    made = mail.mail_of(Context(site(number)), MONTH, SENDER, "all")
    message = made.message(mail.Reader("m-1", text(number), "reader@reader.example"))
    again = email.message_from_bytes(message.as_bytes(), policy=default)
    known = {name.casefold() for name in mail.mail_of(Context(plain()), MONTH, SENDER).message(
        mail.Reader("m-1", "ผู้อ่าน", "reader@reader.example")
    )}  # fmt: skip
    assert {name.casefold() for name in again} <= known
    assert not re.search(r"[\r\n\x00]", str(again["Subject"]))
    assert [part.get_content_type() for part in again.walk() if not part.is_multipart()] in (
        ["text/plain", "text/html"],
        ["text/plain", "text/html", "image/png"],
    )


def plain() -> Site:
    """The same without anything hostile in its headers."""
    whole = site()
    return replace(
        whole,
        issues=tuple(replace(issue, title="ก", body=scan("ก")) for issue in whole.issues),
        settings=replace(whole.settings, network="ก"),
    )


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_a_message_of_line_opens_addresses_of_the_web_alone(number: int) -> None:
    made = digest_of(Context(site(number)), MONTH)
    again = json.loads(json.dumps(made.message))
    assert [address for address in _addresses(again) if not re.match(r"https://|line://", address)] == []


def _addresses(value: Any) -> list[str]:
    """Every address in a message of LINE: what a tap opens and what is loaded."""
    if isinstance(value, list):
        return [each for item in value for each in _addresses(item)]
    if not isinstance(value, dict):
        return []
    own = [value[name] for name in ("uri", "url", "originalContentUrl") if isinstance(value.get(name), str)]
    return own + [each for item in value.values() for each in _addresses(item)]


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_the_forms_settings_are_data_whatever_they_hold(
    browser: Browser, tmp_path: Path, number: int
) -> None:
    folder = tmp_path / ".cache" / "decap"
    folder.mkdir(parents=True)
    for name in (admin.BUNDLE, admin.YAML):
        (folder / name).write_text("document.title = 'loaded'", "utf-8")
    whole = site(number)
    settings = replace(whole.settings, admin_backend="local", repo_url=f"https://h.example/{text(number)}")
    context = Context(replace(whole, settings=settings, root=str(tmp_path)))
    made = {output.path: output for output in expanded(admin.render(context))}
    config = yaml.safe_load(_content(made["admin/config.yml"]))
    assert set(config) <= {
        "locale", "backend", "publish_mode", "media_folder", "public_folder", "show_preview_links", "slug",
        "collections", "site_url", "display_url", "logo",
    }  # fmt: skip
    assert set(config["logo"]) == {"src", "show_in_header"}
    assert config["logo"]["src"].startswith("../assets/")
    assert set(config["backend"]) == {"name", "proxy_url", "branch"}
    page = browser.new_page()
    page.set_content(_content(made["admin/index.html"]), wait_until="load")
    assert not page.evaluate("window.pwned")
    assert page.evaluate("document.scripts.length") == 4
    assert page.evaluate(LIVE) == []
    page.close()


def _content(output: Output) -> str:
    assert isinstance(output, Asset)
    return output.content.decode()


def test_results_of_a_search_show_a_strangers_title_as_it_was_written(browser: Browser, served: str) -> None:
    page = browser.new_page()
    watch = Watch(page, served.removesuffix("club/"))
    shown: set[str] = set()
    for query in ("script", "svg onload", "iframe srcdoc", "autofocus", "คำยาว", "VEVENT", "config include"):
        page.goto(f"{served}search/?q={query}")
        page.locator(".js-search__results .js-hit__title").first.wait_for()
        shown |= set(page.locator(".js-search__results .js-hit__title").all_inner_texts())
        assert watch.found() == [], query
        assert page.evaluate(LIVE) == [], query
        links = page.eval_on_selector_all(".js-search__results a", "all => all.map(a => a.protocol)")
        assert set(links) == {"http:"}, query
    assert any("<script>" in title for title in shown), shown
    page.close()


def test_json_for_machines_stays_in_its_script(bare: Path) -> None:
    """JSON-LD: a title that closes the element would make the rest of it HTML."""
    found = 0
    for file in bare.rglob("*.html"):
        for block in re.findall(
            r'<script type="?application/ld\+json"?[^>]*>(.*?)</script', file.read_text("utf-8"), re.DOTALL
        ):
            found += 1
            json.loads(block)
            assert "<" not in block.replace("\\u003c", ""), file
    assert found > len(TEXTS)


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_no_text_puts_a_line_into_a_calendar(number: int) -> None:
    whole = hostile()
    words = text(number).replace("\x00", "")
    event = replace(
        whole.events[0], title=words, place=words, summary=words, organizer=words, topics=(words,), url=None
    )
    settings = replace(whole.settings, topics=(), provinces={"ลำปาง": "TH-52"}, network=words)
    context = Context(replace(whole, events=(event,), settings=settings))
    files = {output.path: output for output in expanded(render(context)) if isinstance(output, Asset)}
    made = files[event_path(event)].content
    lines = re.sub(r"\r\n[ \t]", "", made.decode()).split("\r\n")
    names = [re.split("[:;]", line)[0] for line in lines if line]
    allowed = set(
        """
        BEGIN END VERSION PRODID CALSCALE METHOD NAME X-WR-CALNAME X-WR-TIMEZONE X-WR-CALDESC
        REFRESH-INTERVAL X-PUBLISHED-TTL UID DTSTAMP DTSTART DTEND SUMMARY LOCATION DESCRIPTION CATEGORIES
        STATUS SEQUENCE TRANSP TZID TZOFFSETFROM TZOFFSETTO TZNAME LAST-MODIFIED SOURCE URL COMMENT CONTACT
        """.split()  # noqa: SIM905 - a list of names
    )
    assert set(names) <= allowed
    assert names.count("SUMMARY") == 1
    assert [len(Calendar.from_ical(made).walk(kind)) for kind in ("VCALENDAR", "VEVENT", "VALARM")] == [
        1,
        1,
        0,
    ]


@pytest.mark.parametrize(
    "asked",
    [
        '<img alt="ก" src="file:///etc/hostname">',
        '<img alt="ก" src="/etc/hostname">',
        '<img alt="ก" src="http://127.0.0.1:9/x.png">',
        '<img alt="ก" src="ftp://127.0.0.1/x.png">',
        '<link rel="stylesheet" href="file:///etc/hostname">',
        "<style>@import url('http://127.0.0.1:9/x.css');</style>",
        "<p style=\"background: url('file:///etc/hostname')\">ก</p>",
        "<style>@font-face { font-family: x; src: url('file:///etc/hostname') }</style><p>ก</p>",
        '<img alt="ก" src="data:image/svg+xml,'
        "%3Csvg xmlns='http://www.w3.org/2000/svg' xmlns:x='http://www.w3.org/1999/xlink'%3E"
        "%3Cimage width='9' height='9' x:href='file:///etc/hostname'/%3E%3C/svg%3E\">",
        "<a rel='attachment' href='file:///etc/hostname'>ก</a>",
        '<link rel="attachment" href="file:///etc/hostname">',
    ],
)  # fmt: skip
def test_the_typesetter_reads_nothing_but_what_it_is_handed(
    asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    secret = Path("/etc/hostname").read_bytes().strip() or b"\x00"
    monkeypatch.setattr(socket.socket, "connect", lambda _self, where: opened.append(where))
    try:
        made = pdf(asked, title="ก", language="th", created=DAY)
    except RefusedError:
        made = b""
    assert opened == []
    assert secret not in made
    assert b"/EmbeddedFile" not in made
