"""A plain site of one search page over a corpus, and a loopback server that compresses and counts."""

from __future__ import annotations

import gzip
import json
import lzma
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from julasan import thai
from julasan.locales import locale
from julasan.model import Settings
from julasan.render.search import Document, client_assets, index, page_html


def corpus(path: Path, count: int) -> list[dict[str, Any]]:
    """The first `count` lines of a .jsonl or .jsonl.xz: ``title``, ``body``, ``date``."""
    with (
        lzma.open(path, "rt", encoding="utf-8")
        if path.suffix == ".xz"
        else path.open(encoding="utf-8") as lines
    ):
        return [json.loads(line) for _, line in zip(range(count), lines, strict=False)]


def documents(articles: list[dict[str, Any]]) -> list[Document]:
    """Articles as documents; line n of the corpus is at ``k/n/``."""
    return [
        Document(
            url=f"k/{number}/",
            title=thai.normalise(each["title"]),
            text=thai.normalise(each["body"]),
            kind="news",
            date=date.fromisoformat(each["date"]),
        )
        for number, each in enumerate(articles, 1)
    ]


SHELL = """<!doctype html><html lang="th"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'; style-src 'self' 'unsafe-inline'">
<title>t</title><link rel="stylesheet" href="{base}assets/julasan/search.css">
<script src="{base}assets/julasan/search.js" defer></script></head><body>
<header><a href="{base}search/index.html" data-julasan-search>ค้นหา</a></header>
<main>{body}</main></body></html>
"""


def write(folder: Path, found: list[Document], settings: Settings | None = None) -> None:
    """The site of `found` in `folder`."""
    for asset in (*index(found), *client_assets(locale("th"))):
        path = folder / asset.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(asset.content)
    settings = settings or Settings(network="t")
    page = page_html(locale("th"), settings, settings.board or "/")
    (folder / "index.html").write_text(SHELL.format(base="", body="<h1>t</h1>"), "utf-8")
    (folder / "search" / "index.html").write_text(SHELL.format(base="../", body=page), "utf-8")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, folder: Path, log: list[tuple[str, int]], *given: Any) -> None:
        self.folder, self.log = folder, log
        super().__init__(*given)

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path).lstrip("/")
        file = self.folder / path
        if file.is_dir():
            file = file / "index.html"
        body = gzip.compress(file.read_bytes(), 9, mtime=0) if file.is_file() else b""
        self.log.append((path, len(body)))
        self.send_response(200 if file.is_file() else 404)
        self.send_header("Content-Type", mimetypes.guess_type(file.name)[0] or "text/html")
        self.send_header("Content-Length", str(len(body)))
        if body:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """The folder's address on loopback, and the log of (path, compressed bytes)."""
    log: list[tuple[str, int]] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, folder, log))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/", log
    finally:
        server.shutdown()
        server.server_close()
