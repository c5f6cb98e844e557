"""HOSTING.md's recipes, asked of the servers themselves: each says of a file what the table says."""

from __future__ import annotations

import gzip
import http.client
import os
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest

HOSTING = (Path(__file__).resolve().parent.parent / "HOSTING.md").read_text("utf-8")
MODULES = Path("/usr/lib/apache2/modules")
FILES = ("index.html", "k/a/index.html", "feeds/index.html", "404.html", "search/head.json", "sw.js")
FILES += ("manifest.webmanifest", "calendar/all.ics", "feeds/all.xml", "feeds/all.json", "knowledge/p.png")
FILES += ("assets/julasan/site.1a2b3c4d.css", "assets/julasan/icon-512.1a2b3c4d.png")
WEEKS, HOUR, DAY = "public, max-age=31536000, immutable", "max-age=3600", "max-age=86400"
TABLE = {
    "/": "no-cache",
    "/k/a/": "no-cache",
    "/feeds/": "no-cache",
    "/no/such/page.png": "no-cache",
    "/search/head.json": "no-cache",
    "/sw.js": "no-cache",
    "/manifest.webmanifest": "no-cache",
    "/calendar/all.ics": HOUR,
    "/feeds/all.xml": HOUR,
    "/feeds/all.json": HOUR,
    "/knowledge/p.png": DAY,
    "/assets/julasan/site.1a2b3c4d.css": WEEKS,
    "/assets/julasan/icon-512.1a2b3c4d.png": WEEKS,
}
TYPES = {
    "/": "text/html; charset=utf-8",
    "/manifest.webmanifest": "application/manifest+json",
    "/calendar/all.ics": "text/calendar",
    "/feeds/all.json": "application/json",
}


@dataclass(frozen=True)
class Answer:
    """What a server said."""

    status: int
    headers: Message
    content: bytes

    def said(self, name: str) -> str | None:
        """A header, or None."""
        found: str | None = self.headers.get(name)
        return found


Ask = Callable[..., Answer]


def recipe(language: str, folder: Path, port: int) -> str:
    found = re.search(rf"```{language}\n(.*?)```", HOSTING, re.DOTALL)
    assert found
    text = found[1].replace("/srv/www/site", str(folder / "site"))
    return text.replace("listen 80;", f"listen 127.0.0.1:{port};").replace(
        "example.org", f"http://127.0.0.1:{port}"
    )


def run(*command: str, home: Path | None = None) -> None:
    env = {**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home)}
    with tempfile.TemporaryFile() as said:
        # Not a pipe: the server keeps it open.
        done = subprocess.run(
            command, stdout=said, stderr=said, env=env if home else None, check=False, timeout=60
        )
        said.seek(0)
        assert done.returncode == 0, said.read().decode()


def nginx(folder: Path, port: int, stop: ExitStack) -> None:
    brotli = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
    text = recipe("nginx", folder, port)
    if not brotli.exists():
        text = text.replace("brotli_static on;", "")
    (folder / "mime.types").symlink_to("/etc/nginx/mime.types")
    names = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{name}_temp_path {folder}/{name};\n" for name in names)
    config = folder / "nginx.conf"
    config.write_text(
        (f"load_module {brotli};\n" if brotli.exists() else "")
        + ("user root;\n" if os.getuid() == 0 else "")
        + f"pid {folder}/pid; error_log {folder}/log;\nevents {{}}\n"
        + f"http {{\naccess_log off;\n{temporary}{text}}}\n",
        "utf-8",
    )
    command = ("nginx", "-p", str(folder), "-c", str(config), "-e", f"{folder}/log")
    run(*command)
    stop.callback(run, *command, "-s", "stop")


def caddy(folder: Path, port: int, stop: ExitStack) -> None:
    admin = f"127.0.0.1:{free()}"
    config = folder / "Caddyfile"
    config.write_text(f"{{\n\tadmin {admin}\n}}\n{recipe('caddyfile', folder, port)}", "utf-8")
    run("caddy", "start", "--adapter", "caddyfile", "--config", str(config), home=folder)
    stop.callback(run, "caddy", "stop", "--address", admin)


def apache2(folder: Path, port: int, stop: ExitStack) -> None:
    modules = ("mpm_event", "authz_core", "dir", "mime", "headers")
    config = folder / "apache.conf"
    config.write_text(
        "".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so\n" for name in modules)
        + f"Listen 127.0.0.1:{port}\nServerName 127.0.0.1\nDocumentRoot {folder}/site\nPidFile {folder}/pid\n"
        + ("User www-data\n" if os.getuid() == 0 else "")
        + f"ErrorLog {folder}/log\nTypesConfig /etc/mime.types\n{recipe('apache', folder, port)}",
        "utf-8",
    )
    run("apache2", "-f", str(config), "-k", "start")
    stop.callback(run, "apache2", "-f", str(config), "-k", "stop")


def free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="module", params=[nginx, caddy, apache2], ids=lambda one: str(one.__name__))
def ask(request: pytest.FixtureRequest) -> Iterator[Ask]:
    """Asks the server for a path, with what the reader can unpack."""
    start = request.param
    if not shutil.which(start.__name__):
        pytest.skip(f"{start.__name__} is not installed")
    # A server's workers are another user, who must be able to come here.
    with tempfile.TemporaryDirectory() as place, ExitStack() as stop:
        folder, port = Path(place), free()
        folder.chmod(0o755)
        for name in FILES:
            file = folder / "site" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(name.encode())
        (folder / "site" / "k/a/index.html.gz").write_bytes(gzip.compress(b"k/a/index.html"))
        (folder / "site" / "k/a/index.html.br").write_bytes(b"brotli")
        start(folder, port, stop)

        def asked(path: str, encodings: str = "identity") -> Answer:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
                connection.request("GET", path, headers={"Accept-Encoding": encodings})
                with connection.getresponse() as answer:
                    return Answer(answer.status, answer.headers, answer.read())

        yield asked


def test_each_kind_of_file_is_kept_as_long_as_the_table_says(ask: Ask) -> None:
    assert {path: ask(path).said("Cache-Control") or "no-cache" for path in TABLE} == TABLE


def test_files_are_what_they_are(ask: Ask) -> None:
    shown = {path: (ask(path).said("Content-Type") or "").lower() for path in TYPES}
    # What no charset stands beside is UTF-8 there (RFC 5545, section 3.1.4).
    shown["/calendar/all.ics"] = shown["/calendar/all.ics"].partition(";")[0]
    assert shown == TYPES


def test_what_only_a_header_can_say_is_said_of_every_file(ask: Ask) -> None:
    for path in TABLE:
        answer = ask(path)
        assert answer.said("X-Content-Type-Options") == "nosniff", path
        assert answer.said("Referrer-Policy") == "strict-origin-when-cross-origin", path
        assert answer.said("Content-Security-Policy") == "frame-ancestors 'self'", path


def test_a_lost_page_is_ours_and_says_404(ask: Ask) -> None:
    answer = ask("/no/such/")
    assert (answer.status, answer.content) == (404, b"404.html")


def test_packed_copies_are_kept_apart_for_who_cannot_read_them(
    ask: Ask, request: pytest.FixtureRequest
) -> None:
    if "apache2" in request.node.name:
        pytest.skip("Apache packs by itself")
    for encodings, packed in (("gzip", "gzip"), ("identity", None)):
        answer = ask("/k/a/", encodings)
        assert answer.said("Content-Encoding") == packed
        assert answer.said("Vary") == "Accept-Encoding"
