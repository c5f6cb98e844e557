"""The preview's own server: what it answers, and that open pages hear of what is newer."""

from __future__ import annotations

import http.client
import signal
import socket
import struct
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from julasan.serving import ASKED, Edits, Pages, kind, part, place
from julasan.stopping import BrokenOff

PAGE = "<!doctype html><title>เรื่อง</title><body><p>สวัสดี</p></body>"
PATIENCE = 30
"""Seconds after which a test that hangs fails."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("index.html", "k/first/index.html", "เรื่อง/index.html"):
        (tmp_path / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / name).write_text(PAGE, "utf-8")
    (tmp_path / "site" / "site.1a2b3c4d.css").write_text("/* ก */", "utf-8")
    (tmp_path / "site" / "film.mp4").write_bytes(bytes(range(100)))
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    return tmp_path / "site"


@pytest.fixture
def pages(folder: Path) -> Iterator[Pages]:
    with Pages(
        "127.0.0.1", 0, folder, lambda: b"<body>nothing here</body>", lambda: "<b>notice</b>"
    ) as found:
        found.base = "/club/"
        found.start()
        yield found


def asked(
    pages: Pages, path: str, method: str = "GET", **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", pages.server_port, timeout=PATIENCE)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer, content


def test_a_page_has_the_notice_and_hears_of_what_is_newer(pages: Pages) -> None:
    for path in ("/club/", "/club/k/first/", f"/club/{quote('เรื่อง')}/", "/club/k/first/?from=line"):
        answer, content = asked(pages, path)
        assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
        assert answer.headers["Cache-Control"] == "no-cache"
        text = content.decode()
        assert text.index("สวัสดี") < text.index("<b>notice</b>") < text.index(ASKED) < text.index("</body>")
        assert text.endswith("</body>")


def test_an_address_without_its_stroke_is_sent_on(pages: Pages) -> None:
    for path, there in (("/", "/club/"), ("/club", "/club/"), ("/club/k/first", "/club/k/first/")):
        answer, _ = asked(pages, path)
        assert (answer.status, answer.headers["Location"]) == (302, there)


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/club/nowhere/",
            "/club/film.mp4/",
            "/club/k/",
            "/elsewhere/",
            "/clubs/",
            "/club/%00",
            "/club/" + "x" * 300,
        ),
        *("/club/../secret.txt", "/club/%2e%2e/secret.txt", "/club/k/../../secret.txt", "/club//etc/passwd"),
    ],
)
def test_what_is_not_there_is_said_on_a_page_that_is_live_too(pages: Pages, path: str) -> None:
    answer, content = asked(pages, path)
    assert answer.status == 404
    assert b"nothing here" in content
    assert ASKED.encode() in content
    assert b"secret" not in content


def test_a_file_has_its_kind_and_its_length(pages: Pages) -> None:
    answer, content = asked(pages, "/club/site.1a2b3c4d.css")
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"]
    assert content.decode() == "/* ก */"
    answer, content = asked(pages, "/club/film.mp4", "HEAD")
    assert (answer.status, answer.headers["Content-Length"], content) == (200, "100", b"")
    assert answer.headers["Cache-Control"] == "no-cache"


def test_a_part_of_a_film_is_given(pages: Pages) -> None:
    whole = bytes(range(100))
    for wanted, found in (("bytes=10-19", whole[10:20]), ("bytes=90-", whole[90:]), ("bytes=-5", whole[-5:])):
        answer, content = asked(pages, "/club/film.mp4", Range=wanted)
        assert (answer.status, content) == (206, found)
        assert answer.headers["Content-Range"] == f"bytes {found[0]}-{found[-1]}/100"
    answer, content = asked(pages, "/club/film.mp4", Range="bytes=100-")
    assert (answer.status, answer.headers["Content-Range"]) == (416, "bytes */100")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        *(("", None), ("bytes=-", None), ("bytes=5-2", None), ("bytes=0-1,4-5", None), ("lines=1-2", None)),
        *(
            ("bytes=0-0", range(1)),
            ("bytes=0-99", range(10)),
            ("bytes=-99", range(10)),
            ("bytes=-0", range(10, 10)),
        ),
    ],
)
def test_ranges_as_the_rfc_has_them(wanted: str, found: range | None) -> None:
    assert part(wanted, 10) == found


def test_kinds_do_not_depend_on_the_machine() -> None:
    wanted = {
        "a.js": "text/javascript; charset=utf-8",
        "a.json": "application/json; charset=utf-8",
        "feed.xml": "text/xml; charset=utf-8",
        "a.svg": "image/svg+xml; charset=utf-8",
        "a.ics": "text/calendar; charset=utf-8",
        "manifest.webmanifest": "application/manifest+json; charset=utf-8",
        "a.woff2": "font/woff2",
        "2026-11.pdf": "application/pdf",
        "CNAME": "application/octet-stream",
    }
    assert {name: kind(name) for name in wanted} == wanted


def test_nothing_above_the_folder_has_a_place(folder: Path) -> None:
    assert place(folder, "/", "/") == folder / "index.html"
    assert place(folder, "/", "/k/first") == "/k/first/"
    assert place(folder, "/", "/../secret.txt") is None
    assert place(folder, "/", "/k/../../secret.txt") is None


def test_an_open_page_is_told_once_there_is_something_newer(pages: Pages) -> None:
    since = pages.shown()
    connection = http.client.HTTPConnection("127.0.0.1", pages.server_port, timeout=PATIENCE)
    connection.request("GET", f"{ASKED}{since}")
    answer = connection.getresponse()
    assert answer.headers["Content-Type"] == "text/event-stream"
    pages.show()
    assert pages.shown() == since, "nothing was made"
    pages.hold()
    pages.show()
    assert answer.read() == b"data: newer\n\n"
    connection.close()
    # One that shows what was made before hears of it at once.
    assert asked(pages, f"{ASKED}{since}")[1] == b"data: newer\n\n"


def test_whoever_asks_while_it_is_made_gets_the_new_page(pages: Pages) -> None:
    pages.hold()
    got: list[bytes] = []
    asking = threading.Thread(target=lambda: got.append(asked(pages, "/club/k/first/")[1]))
    asking.start()
    (pages.folder / "k" / "first" / "index.html").write_text("<body>new</body>", "utf-8")
    assert got == []
    pages.show()
    asking.join(PATIENCE)
    assert b"new" in got[0]


def test_a_reader_who_goes_away_is_no_error(pages: Pages, capsys: pytest.CaptureFixture[str]) -> None:
    (pages.folder / "film.mp4").write_bytes(bytes(20_000_000))
    before = threading.active_count()
    with socket.create_connection(("127.0.0.1", pages.server_port)) as connection:
        connection.sendall(b"GET /club/film.mp4 HTTP/1.1\r\nHost: a\r\n\r\n")
        connection.recv(1)
        # Closed with what was not read: the connection is reset.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    asked(pages, "/club/")
    for thread in threading.enumerate()[before:]:
        thread.join(PATIENCE)
    assert capsys.readouterr() == ("", "")


@pytest.fixture
def edits(folder: Path) -> Iterator[Edits]:
    before = signal.getsignal(signal.SIGUSR1)
    yield Edits({folder: True})
    signal.signal(signal.SIGUSR1, before)


def edited_meanwhile(folder: Path, edits: Edits) -> None:
    """Write, and be busy until somebody says that it was written."""
    with edits.breaking_off():
        (folder / "index.html").write_text("edited", "utf-8")
        while time.process_time() < 600:
            pass


def test_an_edit_is_taken_once_and_breaks_off_what_is_under_way(folder: Path, edits: Edits) -> None:
    assert not edits.waits()
    with edits.breaking_off():
        pass
    with pytest.raises(BrokenOff):
        edited_meanwhile(folder, edits)
    assert edits.waits()
    with pytest.raises(BrokenOff), edits.breaking_off():
        pytest.fail("what nobody wants is not begun")
    edits.take()
    assert not edits.waits()
