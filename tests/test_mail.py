"""The bulletin as a mail: parsed by Python's parser, it says what the issue says, and no more."""

from __future__ import annotations

import csv
import email
import io
import json
import re
from base64 import b64decode
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from itertools import accumulate
from pathlib import Path

import pytest

from channelling import SENDER, context_of, folder
from julasan import thai
from julasan.cli import mail as commands
from julasan.render import mail
from julasan.render.mail import Mail, Reader, Sender

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c4890000000d49444154789c6360000002000100"
    "05fe02fea7356981 0000000049454e44ae426082".replace(" ", "")
)


@pytest.fixture
def made(tmp_path: Path) -> Mail:
    return mail.mail_of(context_of(folder(tmp_path)), "2026-11", SENDER, "lead")


def parsed(made: Mail, reader: Reader | None = None) -> EmailMessage:
    message = email.message_from_bytes(made.message(reader).as_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert message.defects == []
    return message


def part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    content: str = found.get_content()
    return content.replace("\r\n", "\n")


def test_thai_headers_come_back_whole(made: Mail) -> None:
    message = parsed(made, Reader("m-one", "สมหญิง ทดลอง", "one@reader.example"))
    assert message["Subject"] == "จุลสารเครือข่ายทดลอง ปีที่ 1 ฉบับที่ 2: ทดลองอ่าน"
    assert message["From"].addresses[0].display_name == "เครือข่ายทดลอง"
    assert message["To"].addresses[0].display_name == "สมหญิง ทดลอง"
    assert message["To"].addresses[0].addr_spec == "one@reader.example"
    assert message["Content-Language"] == "th"
    raw = made.message().as_bytes()
    assert raw.isascii(), "a server without 8BITMIME takes it (RFC 6152)"
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert all(len(word) <= 75 for word in re.findall(rb"=\?utf-8\?\S+\?=", raw)), "RFC 2047, 2"


SHORT, LONG = "เครือข่ายทดลอง", "เครือข่ายนักพัฒนาชุมชนภาคเหนือตอนบน"


@pytest.mark.parametrize("name", [SHORT, LONG, f"{SHORT} {SHORT} ๑", 'ก่ำ "ข" (ค), ง; <x>', "ก" * 42])
def test_a_long_thai_name_comes_back_letter_for_letter(made: Mail, name: str) -> None:
    message = parsed(made, Reader("m-one", name, "one@reader.example"))
    assert message["To"].addresses[0].display_name == name, "by Python's parser of today"
    raw = message_from_bytes(made.message(Reader("m-one", name, "one@reader.example")).as_bytes())["To"]
    assert by_rule(raw) == f"{name} <one@reader.example>", "by RFC 2047, 6.2"
    assert str(make_header(decode_header(raw))) == f"{name} <one@reader.example>", "by Python's older parser"


@pytest.mark.parametrize("name", [LONG * 3, LONG * 12, f"{LONG}😀" * 3])
def test_a_name_without_end_is_parted_between_its_words(made: Mail, name: str) -> None:
    raw = message_from_bytes(made.message(Reader("m-one", name, "one@reader.example")).as_bytes())["To"]
    assert by_rule(raw) == f"{name} <one@reader.example>"
    parts = [b64decode(word).decode(charset) for charset, word in re.findall(r"=\?(\S+)\?b\?(\S+)\?=", raw)]
    assert set(accumulate(map(len, parts))) <= set(accumulate(map(len, thai.words(name))))
    assert all(len(line) <= 76 for line in f"To: {raw}".split("\r\n")), "RFC 2047, 2"


def test_a_longer_name_is_parted_at_its_spaces(made: Mail) -> None:
    name = f"{LONG} {LONG} {SHORT}"
    message = parsed(made, Reader("m-one", name, "one@reader.example"))
    assert message["To"].addresses[0].display_name.split() == name.split(), (
        "Python 3.11 doubles a space at most"
    )
    raw = message_from_bytes(made.message(Reader("m-one", name, "one@reader.example")).as_bytes())["To"]
    assert by_rule(raw) == f"{name} <one@reader.example>"


def by_rule(raw: str) -> str:
    """A header's text with its encoded words read as RFC 2047 says."""
    joined = re.sub(r"(\?=)\s+(?==\?)", r"\1", raw)
    shown = re.sub(r"=\?([^?]+)\?b\?([^?]*)\?=", lambda word: b64decode(word[2]).decode(word[1]), joined)
    return re.sub(r"\r\n(?=\s)", "", shown)


def test_it_can_be_stopped_by_mail_and_by_one_click(made: Mail) -> None:
    reader = Reader("m-one", "ก", "one@reader.example", token="m=m-one&k=" + "0" * 90)
    raw = made.message(reader).as_bytes().decode()
    assert (
        f"List-Unsubscribe: <https://net.example.org/stop?{reader.token}>,\r\n <mailto:stop@net.example.org?"
        in raw
    )
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw
    without = replace(made, sender=Sender("a@net.example.org", "a@net.example.org")).message()
    assert without["List-Unsubscribe"].startswith("<mailto:a@net.example.org?subject=")
    assert "List-Unsubscribe-Post" not in without, "RFC 8058, 3.1: only with an https address"


def test_text_and_html_say_the_same(made: Mail) -> None:
    message = parsed(made)
    assert message.get_content_type() == "multipart/alternative"
    text, html = part(message, "plain"), part(message, "html")
    for words in (
        "เรื่องที่ 1",
        "เรื่องที่ 2",
        "เรื่องที่ 3",
        "เวทีกองทุน",
        "ศึกษาดูงาน",
        "(ยกเลิก)",
        "3 ธันวาคม 2569",
        "09.00–15.30 น.",
    ):
        assert words in text, words
        assert words in html, words
    assert 'เรื่อง "ดี" & เรื่องอื่น' in text
    assert not re.search(r"<[a-z/]|&[a-z]+;", text), "no markup is left"
    assert "- ข้อหนึ่ง\n- ข้อสอง" in text
    assert "เรื่องอื่น (https://net.example.org/k/two/)" in text, "a link's address follows its words"


def test_links_are_absolute_and_styles_inline(made: Mail) -> None:
    html = made.html
    targets = re.findall(r'(?:href|src)="([^"]*)"', html)
    assert targets
    assert all(re.match(r"https://net\.example\.org/|mailto:", target) for target in targets), targets
    assert "<script" not in html
    assert "<link" not in html
    assert 'style="' in html
    for_all = re.sub(r"<!--\[if mso\]>.*?<!\[endif\]-->", "", html, flags=re.DOTALL)
    rules = "".join(re.findall(r"<style>(.*?)</style>", for_all, re.DOTALL))
    assert re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}", "", rules).strip() == "", (
        "only what cannot be inlined"
    )


def test_pictures_a_mail_program_cannot_show_become_words(made: Mail) -> None:
    assert "<img" not in made.html
    assert "[ภาพ: ภาพวาดวงคุย]" in made.html
    assert "[ภาพวาดวงคุย]" in made.text


def test_a_png_beside_an_svg_is_shown_by_absolute_address(tmp_path: Path) -> None:
    root = folder(tmp_path, article="image: images/round.svg\nimage_alt: คนล้อมวง\n")
    (root / "knowledge/images/round.png").write_bytes(PNG)
    html = mail.mail_of(context_of(root), "2026-11", SENDER, "all").html
    pictures = re.findall(r"<img[^>]*>", html)
    assert len(pictures) == 6
    assert all('src="https://net.example.org/knowledge/images/round.png"' in picture for picture in pictures)
    assert {found[1] for picture in pictures if (found := re.search(r'alt="([^"]*)"', picture))} == {
        "คนล้อมวง",
        "ภาพวาดวงคุย",
    }


def test_the_same_issue_gives_the_same_bytes(made: Mail, tmp_path: Path) -> None:
    again = mail.mail_of(context_of(tmp_path), "2026-11", SENDER, "lead")
    assert again.message().as_bytes() == made.message().as_bytes()
    assert made.message().as_bytes() != made.message(Reader("m", "ก", "a@reader.example")).as_bytes()


def test_a_long_mail_says_what_to_shorten_then_what_to_drop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = mail.mail_of(context_of(folder(tmp_path, articles=8)), "2026-11", SENDER, "all")
    slugs = [entry.article.permalink for entry in made.edition.entries]
    summaries = replace(made, full=frozenset()).size
    monkeypatch.setattr(mail, "MOST_BYTES", (made.size + summaries) // 2)
    fitting = made.fitting()
    assert fitting.size <= mail.MOST_BYTES
    assert fitting.without == frozenset()
    kept = [slug for slug in slugs if slug in fitting.full]
    assert kept == slugs[: len(kept)], "the last ones go first"
    assert 0 < len(kept) < 8
    monkeypatch.setattr(mail, "MOST_BYTES", summaries - 2000)
    fitting = made.fitting()
    assert fitting.size <= mail.MOST_BYTES
    assert fitting.without
    assert fitting.without == set(slugs[-len(fitting.without) :])
    assert slugs[-1] not in [shown.entry.article.permalink for shown in fitting._shown]


def test_three_hundred_articles_are_measured_quickly(tmp_path: Path) -> None:
    made = mail.mail_of(context_of(folder(tmp_path, articles=300)), "2026-11", SENDER, "none")
    assert made.size > mail.MOST_BYTES
    assert made.fitting().size <= mail.MOST_BYTES


def test_a_month_without_a_file_or_an_article_is_still_a_mail(tmp_path: Path) -> None:
    made = mail.mail_of(context_of(folder(tmp_path)), "2027-01", SENDER, "lead")
    message = parsed(made)
    assert "เดือนนี้ยังไม่มีบทความ" in part(message, "plain")
    assert "bulletin/2027-01" not in made.html, "a computed issue has no page to link to"


def test_hostile_titles_stay_text(tmp_path: Path) -> None:
    root = folder(tmp_path)
    path = root / "knowledge/one.md"
    path.write_text(
        path.read_text("utf-8").replace("title: เรื่องที่ 1", 'title: "<b onclick=x>\\"& ร้าย"'), "utf-8"
    )
    made = mail.mail_of(context_of(root), "2026-11", SENDER, "none")
    assert "<b onclick" not in made.html
    assert '<b onclick=x>"& ร้าย' in made.text


def test_a_name_cannot_add_a_header(made: Mail) -> None:
    message = made.message(Reader("m", "ก\r\nBcc: x@reader.example", "one@reader.example"))
    assert "Bcc" not in message
    assert b"\nBcc:" not in message.as_bytes()
    assert [each.addr_spec for each in message["To"].addresses] == ["one@reader.example"]


def test_listmonk_reads_the_export() -> None:
    readers = [Reader("m-one", 'สมหญิง "หญิง", ทดลอง', "one@reader.example", "ลำปาง")]
    rows = list(csv.DictReader(io.StringIO(mail.listmonk(readers).decode("utf-8"))))
    assert list(rows[0]) == ["email", "name", "attributes"]
    assert rows[0]["name"] == 'สมหญิง "หญิง", ทดลอง'
    assert json.loads(rows[0]["attributes"]) == {"member_id": "m-one", "province": "ลำปาง"}


def test_a_reader_never_shows_itself() -> None:
    assert "one@" not in repr(Reader("m-one", "ก", "one@reader.example"))


def test_word_gets_a_width_a_font_and_cells_for_what_it_does_not_know(made: Mail) -> None:
    html = made.html
    asked = re.findall(r"<!--\[if mso\]>(.*?)<!\[endif\]-->", html, re.DOTALL)
    assert any('width="600"' in part for part in asked)
    assert any("font-family" in part for part in asked)
    assert asked[-1].count("</table>") == sum(part.count("<table") for part in asked)
    # Word pads cells and nothing else, takes no margin below zero, and a picture's width from its attribute.
    styles = re.findall(r'style="([^"]*)"', html)
    assert not any(re.search(r"margin[^;]*-\d|position|float|flex|grid", style) for style in styles)
    assert all('width="' in tag for tag in re.findall(r"<img[^>]*>", html))
    assert not re.search(r'<a [^>]*style="[^"]*padding', html)


def test_no_header_line_is_too_long_and_no_line_ends_bare(made: Mail) -> None:
    raw = made.message().as_bytes()
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", raw)
    head, _, _ = raw.partition(b"\r\n\r\n")
    # RFC 2047, 2: a line with an encoded word has at most 76 characters; RFC 5322, 2.1.1: no line over 998.
    assert all(len(line) <= 76 for line in head.split(b"\r\n") if b"=?" in line)
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert raw.isascii()


def test_a_mail_is_never_dated_on_a_day_to_come(made: Mail) -> None:
    issued = made.edition.issue.date
    assert commands.written(made, issued) is None, "the day of issue, whenever it is made: the same bytes"
    written = commands.written(made, issued - timedelta(days=9))
    assert written
    assert written.date() == issued - timedelta(days=9)
    assert f"{written:%d %b %Y}" in made.message(at=written)["Date"]
