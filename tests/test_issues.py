"""The bulletin on the web: what an issue's page holds is what is printed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from julasan import read
from julasan.model import Output, Page, Site
from julasan.render import holdings, issues
from julasan.render.context import Context
from julasan.render.products import expanded

SITE = read.read(Path(__file__).parent / "sites" / "calendar")[0]


def pages(site: Site = SITE) -> dict[str, Page]:
    made: list[Output] = list(expanded(issues.render(Context(site))))
    return {page.url: page for page in made if isinstance(page, Page)}


PAGES = pages()


def test_the_archive_has_every_issue_by_volume_newest_first() -> None:
    html = PAGES["bulletin/"].html
    assert html.index("/bulletin/2026-11/") < html.index("/bulletin/2026-10/")
    assert "ปีที่ 1" in html


def test_volumes_run_from_the_newest_and_issues_without_one_come_last() -> None:
    first, second = SITE.issues
    site = replace(SITE, issues=(replace(first, volume=2, number=1), replace(second, volume=None)))
    assert [volume.number for volume in issues.volumes(Context(site))] == [2, 0]
    assert "จุลสารทุกฉบับ" in pages(site)["bulletin/"].html


def test_an_empty_archive_says_so() -> None:
    html = pages(replace(SITE, issues=()))["bulletin/"].html
    assert "ยังไม่มีจุลสาร" in html
    assert 'href="/knowledge/"' in html


def test_an_issue_shows_its_name_note_and_editor() -> None:
    page = PAGES["bulletin/2026-11/"]
    assert page.title == "จุลสาร ปีที่ 1 ฉบับที่ 2 พฤศจิกายน 2569"
    assert "ประจำเดือนพฤศจิกายน 2569" in page.html
    assert "ฉบับที่สองมาแล้ว" in page.html
    assert "บรรณาธิการ: สมาชิกตัวอย่าง แม่ข่าย" in page.html


def test_an_issue_shows_the_articles_that_are_printed_in_their_order() -> None:
    for issue in SITE.issues:
        html = PAGES[issue.page].html
        at = [html.index(f'href="/{article.url}"') for article in holdings.contents(SITE, issue)]
        assert at
        assert at == sorted(at)
    newest = PAGES["bulletin/2026-11/"].html
    assert newest.index("/k/other/") < newest.index("/k/report/")
    assert "/k/old/" not in newest


def test_an_issue_shows_the_calendar_that_is_printed() -> None:
    issue = SITE.issues[0]
    groups = issues.agenda(Context(SITE), issue)
    shown = [(entry.occurrence, entry.event) for group in groups for entry in group.entries]
    assert sorted(shown, key=str) == sorted(holdings.agenda(SITE, issue), key=str)
    assert "/calendar/visit/" in PAGES[issue.page].html
    assert "/calendar/berlin/" not in PAGES[issue.page].html


def test_an_issue_leads_to_the_one_before_and_after_and_to_its_pdf() -> None:
    assert 'href="/bulletin/2026-10/" rel="prev"' in PAGES["bulletin/2026-11/"].html
    assert 'href="/bulletin/2026-11/" rel="next"' in PAGES["bulletin/2026-10/"].html
    assert 'href="/bulletin/julasan-2026-11.pdf"' in PAGES["bulletin/2026-11/"].html


def test_only_issues_whose_pdf_is_kept_lead_to_one() -> None:
    made = pages(replace(SITE, settings=replace(SITE.settings, bulletins=1)))
    assert "julasan-2026-11.pdf" in made["bulletin/2026-11/"].html
    assert "julasan-2026-10.pdf" not in made["bulletin/2026-10/"].html


def test_an_issue_without_articles_says_so() -> None:
    site = replace(SITE, articles=(), events=())
    assert "ฉบับนี้ไม่มีบทความ" in pages(site)["bulletin/2026-11/"].html
