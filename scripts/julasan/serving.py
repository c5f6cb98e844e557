"""Edge: a folder of pages shown on this machine; the open ones load again when there is something newer."""

from __future__ import annotations

import _thread
import mimetypes
import posixpath
import re
import signal
import socket
import socketserver
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import quote, unquote, urlsplit

# MkDocs brings it.
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

from julasan.stopping import BrokenOff

QUIET = 0.02
"""Seconds without another change after which a file is taken to be saved."""
_CHANGES = ("created", "modified", "moved", "deleted")
"""Kinds of events: that somebody reads a file is no change."""


class Edits(FileSystemEventHandler):
    """Changes in what people write, as the system tells of them; made by the main thread."""

    def __init__(self, watched: Mapping[Path, bool]) -> None:
        """`watched` says of each folder whether what lies below it counts too."""
        self._came, self._breaks_off = threading.Event(), False
        signal.signal(signal.SIGUSR1, self._break_off)
        for observer in (Observer(), PollingObserver(timeout=1)):
            try:
                for path, recursive in watched.items():
                    observer.schedule(self, str(path), recursive=recursive)
                observer.start()
            except OSError:
                # A system that tells of no more changes (inotify's limit) is looked at once a second.
                continue
            break

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note it, and have the main thread hear of it."""
        if not event.is_directory and event.event_type in _CHANGES:
            self._came.set()
            _thread.interrupt_main(signal.SIGUSR1)

    def waits(self, seconds: float = 0) -> bool:
        """Whether there is a change that nobody took, or comes one within so many seconds."""
        return self._came.wait(seconds)

    def take(self) -> None:
        """Wait for a change, and until no other follows it."""
        while not self._came.wait(1):
            pass
        while self._came.is_set():
            self._came.clear()
            self._came.wait(QUIET)

    @contextmanager
    def breaking_off(self) -> Iterator[None]:
        """End the block where a change comes.

        Raises:
            BrokenOff: One came.
        """
        self._breaks_off = True
        try:
            self._break_off()
            yield
        finally:
            self._breaks_off = False

    def _break_off(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        if self._breaks_off and self._came.is_set():
            raise BrokenOff


ASKED = "/julasan-changes/"
"""Where open pages hear of changes, with the time of what they show behind it."""
_ALIVE = 15.0
"""Seconds after which a page that listens is told that nothing has changed: one that is gone shows so."""
_SCRIPT = """<script>(() => {
  let changes;
  const listen = () => {
    if (changes) changes.close();
    // A browser has six connections to a host: tabs that nobody sees shall take none.
    if (document.visibilityState !== "visible") return;
    changes = new EventSource("%s");
    changes.onmessage = () => location.reload();
  };
  document.addEventListener("visibilitychange", listen);
  listen();
})();</script>"""


class Pages(ThreadingHTTPServer):
    """The files of `folder` below `base` of an address; HTML with `notice` and what loads it again."""

    daemon_threads = True
    block_on_close = False

    def __init__(
        self, host: str, port: int, folder: Path, missing: Callable[[], bytes], notice: Callable[[], str]
    ) -> None:
        """Take the address; nobody is answered before :meth:`start`.

        `missing` gives the page for an address that is not there, `notice` the HTML that pages end with.

        Raises:
            OSError: The address cannot be used.
        """
        if ":" in host:
            self.address_family = socket.AF_INET6
        self.folder, self.base, self._missing, self._notice = folder, "/", missing, notice
        self._turn, self._answers = threading.Condition(), False
        self._made, self._shown = True, time.time_ns()
        super().__init__((host, port), _Answer)

    def server_bind(self) -> None:
        """Bind, without asking the network for this machine's name."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def start(self) -> None:
        """Answer from now on."""
        self._answers = True
        threading.Thread(target=self.serve_forever, args=(0.1,), daemon=True).start()

    def server_close(self) -> None:
        """Answer no more."""
        if self._answers:
            self.shutdown()
        super().server_close()

    def hold(self) -> None:
        """Whoever asks from now on gets what is being made."""
        with self._turn:
            self._made = False

    def show(self) -> None:
        """It is made, if it was not before: let the open pages load again."""
        with self._turn:
            if not self._made:
                self._made, self._shown = True, time.time_ns()
                self._turn.notify_all()

    def shown(self) -> int:
        """When what lies there was made, once it is."""
        with self._turn:
            self._turn.wait_for(lambda: self._made)
            return self._shown

    def is_shown(self, since: str, seconds: float) -> bool:
        """Whether what was made at the time `since` is still what is shown in so many seconds."""
        with self._turn:
            return not self._turn.wait_for(lambda: str(self._shown) != since, seconds)

    def live(self, html: bytes, shown: int) -> bytes:
        """A page with the script that loads it again, and with the notice."""
        body, end, rest = html.rpartition(b"</body>")
        added = self._notice() + _SCRIPT % f"{ASKED}{shown}"
        return (body or rest) + added.encode() + end + (rest if end else b"")

    def missing(self, shown: int) -> bytes:
        """The page for an address that is not there."""
        return self.live(self._missing(), shown)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader who went away is no error."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Answer(BaseHTTPRequestHandler):
    server: Pages
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        if path.startswith(ASKED):
            self._tell(path.removeprefix(ASKED))
            return
        pages, shown = self.server, self.server.shown()
        found = place(pages.folder, pages.base, path)
        content = None
        if isinstance(found, str):
            self._send(HTTPStatus.FOUND, b"", {"Location": found})
            return
        with suppress(OSError):
            content = found.read_bytes() if found else None
        if found is None or content is None:
            self._send(HTTPStatus.NOT_FOUND, pages.missing(shown), {"Content-Type": _HTML})
        elif found.suffix == ".html":
            self._send(HTTPStatus.OK, pages.live(content, shown), {"Content-Type": _HTML})
        else:
            self._send_file(found.name, content)

    do_HEAD = do_GET  # noqa: N815 - http.server's name

    def _send_file(self, name: str, content: bytes) -> None:
        headers = {"Content-Type": kind(name), "Accept-Ranges": "bytes"}
        if _HASHED.search(name):
            # What bears its own fingerprint may be kept: a page that loads again is there sooner.
            headers["Cache-Control"] = "max-age=31536000, immutable"
        asked = part(self.headers.get("Range", ""), len(content))
        if asked is None:
            self._send(HTTPStatus.OK, content, headers)
        elif not asked:
            whole = {"Content-Range": f"bytes */{len(content)}"}
            self._send(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, b"", whole)
        else:
            headers["Content-Range"] = f"bytes {asked[0]}-{asked[-1]}/{len(content)}"
            self._send(HTTPStatus.PARTIAL_CONTENT, content[asked.start : asked.stop], headers)

    def _send(self, status: HTTPStatus, content: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Cache-Control": "no-cache", **headers, "Content-Length": len(content)}.items():
            self.send_header(name, str(value))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _tell(self, since: str) -> None:
        """Say when there is something newer than `since`: an event of HTML's section 9.2."""
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        while self.server.is_shown(since, _ALIVE):
            self.wfile.write(b":\n\n")
        self.wfile.write(b"data: newer\n\n")

    def log_message(self, *_: object) -> None:
        """Say nothing of what is asked for."""


def place(folder: Path, base: str, path: str) -> Path | str | None:
    """The file of `folder` for a `path` below `base`; an address to ask instead, None where there is none."""
    if not path.startswith(base):
        return base if path in ("/", base.rstrip("/")) else None
    # Nothing above the folder is shown.
    inside = posixpath.normpath(f"/{path.removeprefix(base)}").lstrip("/")
    with suppress(OSError, ValueError):
        found = folder / inside
        if found.is_dir() and path.endswith("/"):
            return found / "index.html"
        if (found / "index.html").is_file():
            return f"{quote(path)}/"
        return found if found.is_file() and not path.endswith("/") else None
    return None


def part(asked: str, size: int) -> range | None:
    """The bytes that a ``Range`` asks for of so many (RFC 9110, 14.1.2); None: all, empty: there are none.

    More than one range is answered with all, as the RFC allows.
    """
    match = re.fullmatch(r"bytes=([0-9]{0,18})-([0-9]{0,18})", asked.strip())
    if match is None or not (match[1] or match[2]):
        return None
    if not match[1]:
        return range(max(0, size - int(match[2])), size)
    first, last = int(match[1]), int(match[2] or size)
    return None if last < first else range(first, min(last + 1, size))


_HTML = "text/html; charset=utf-8"
_KINDS = mimetypes.MimeTypes()
"""Python's own, whatever the machine says of an ending."""
for _ending, _kind in {
    ".js": "text/javascript",
    ".ics": "text/calendar",
    ".vcf": "text/vcard",
    ".vtt": "text/vtt",
    ".md": "text/markdown",
    ".avif": "image/avif",
    ".webp": "image/webp",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}.items():
    _KINDS.add_type(_kind, _ending)
_TEXTS = re.compile(r"text/.*|.*[/+](?:json|xml)")
_HASHED = re.compile(r"\.[0-9a-f]{8}\.\w+\Z")


def kind(name: str) -> str:
    """The media type of a file by its name; texts are UTF-8."""
    found = _KINDS.guess_type(name)[0] or "application/octet-stream"
    return f"{found}; charset=utf-8" if _TEXTS.fullmatch(found) else found
