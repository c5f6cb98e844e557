"""Edge: mails go out by SMTP (RFC 5321), so many a minute; a log remembers whom they reached, by hashes."""

from __future__ import annotations

import dataclasses
import fcntl
import hmac
import json
import os
import secrets
import smtplib
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import field
from datetime import UTC, datetime
from email.message import EmailMessage
from io import TextIOWrapper
from pathlib import Path
from typing import Literal

from julasan import safekeeping
from julasan.frozen import dataclass

State = Literal["sent", "trying", "refused", "later"]
"""``trying`` with nothing after it: the message was being handed over when all ended; it may have arrived."""

LOOPBACK = ("localhost", "127.0.0.1", "::1")
TIMEOUT = 30.0
ATTEMPTS = 3
"""Connections lost one after another before giving up."""


class UnsentError(Exception):
    """Nothing can be sent; `key` names the sentence that says why."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values


@dataclass(frozen=True, slots=True)
class Smtp:
    """A mail server, from the environment."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str = ""

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Smtp:
        """Read JULASAN_SMTP_HOST, _PORT (587), _USER, _PASSWORD and _FROM.

        Raises:
            UnsentError: There is no host, or the port is no number.
        """
        host = environ.get("JULASAN_SMTP_HOST", "").strip()
        if not host:
            raise UnsentError("no_host")
        port = environ.get("JULASAN_SMTP_PORT", "587").strip()
        if not port.isascii() or not port.isdigit() or not 1 <= int(port) <= 65_535:
            raise UnsentError("bad_port")
        names = ("USER", "PASSWORD", "FROM")
        user, password, sender = (environ.get(f"JULASAN_SMTP_{name}", "").strip() for name in names)
        return cls(host, int(port), user, password, sender)

    def connect(self) -> smtplib.SMTP:
        """A connection, encrypted wherever it leaves this machine.

        Raises:
            UnsentError: The server does not encrypt, is not who it should be, or does not know us.
            OSError, smtplib.SMTPException: It cannot be reached.
        """
        try:
            server = self._reached()
        except ssl.SSLCertVerificationError:
            raise UnsentError("bad_certificate", host=self.host) from None
        server.ehlo_or_helo_if_needed()
        if self.user:
            try:
                server.login(self.user, self.password)
            except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError):
                server.close()
                # The server's answer may repeat the name: it is not passed on.
                raise UnsentError("no_login") from None
        return server

    def _reached(self) -> smtplib.SMTP:
        """A connection; in clear only on this machine, where a server's certificate is seldom real."""
        if self.port == 465:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=TIMEOUT, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)
            server.ehlo_or_helo_if_needed()
            if self.host not in LOOPBACK:
                if not server.has_extn("starttls"):
                    server.close()
                    raise UnsentError("no_tls")
                server.starttls(context=ssl.create_default_context())
        return server


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail to one member; `make` writes it when its turn comes."""

    member_id: str
    number: int
    """Row of members.private.csv: the only thing that is ever said of it."""
    address: str = field(repr=False)
    make: Callable[[], EmailMessage] = field(repr=False)


@dataclasses.dataclass(slots=True)
class Report:
    """What became of the letters, by their rows."""

    sent: list[int] = field(default_factory=list)
    before: list[int] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    later: list[int] = field(default_factory=list)
    unsure: list[int] = field(default_factory=list)
    foreign: list[int] = field(default_factory=list)
    """Those whose address the server cannot take (RFC 6531), among the refused."""


class Log:
    """What was sent of one issue: a JSON line for each step, its readers by a keyed hash of their id.

    The key lies in the file's first line, so that the hashes of two issues cannot be compared.
    """

    def __init__(self, file: TextIOWrapper, key: str, states: dict[str, State]) -> None:
        self._file, self._key, self._states = file, key, states

    def state(self, member_id: str) -> State | None:
        """The last step that was noted for a member."""
        return self._states.get(self._hash(member_id))

    def note(self, member_id: str, state: State, code: int = 0) -> None:
        """Note a step; it is on the disk when this returns."""
        name = self._hash(member_id)
        entry = {"to": name, "state": state, "code": code, "at": datetime.now(UTC).isoformat("T", "seconds")}
        self._put(entry)
        self._states[name] = state

    def _hash(self, member_id: str) -> str:
        return hmac.new(bytes.fromhex(self._key), member_id.encode(), "sha256").hexdigest()[:32]

    def _put(self, entry: dict[str, object]) -> None:
        self._file.write(json.dumps(entry) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())


@contextmanager
def log(path: Path, root: Path, issue: str) -> Iterator[Log]:
    """Open the log of an issue, for one sender at a time.

    Raises:
        UnsafeError: It would lie where the website or git would publish it.
        UnsentError: It is open elsewhere, or a line of it cannot be read.
    """
    safekeeping.refuse(path, root)
    safekeeping.folder(path.parent)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "r+", encoding="utf-8", newline="\n") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise UnsentError("log_busy") from None
        key, states = _remembered(file, path, issue)
        if not key:
            key = secrets.token_hex(16)
            opened = Log(file, key, states)
            opened._put({"julasan": "mail", "issue": issue, "key": key})
        else:
            opened = Log(file, key, states)
        yield opened


def _remembered(file: TextIOWrapper, path: Path, issue: str) -> tuple[str, dict[str, State]]:
    """The key and the last state of each reader; a last line cut short by a crash counts as not written."""
    text = file.read()
    lines = text.splitlines()
    key = ""
    states: dict[str, State] = {}
    for at, line in enumerate(lines, 1):
        try:
            entry = json.loads(line)
            if at == 1:
                key = entry["key"]
                bytes.fromhex(key)
                if entry["issue"] != issue:
                    raise ValueError("another issue's log")
            else:
                states[entry["to"]] = entry["state"]
        except (ValueError, KeyError, TypeError):
            if at == len(lines) and at > 1 and not text.endswith("\n"):
                os.ftruncate(file.fileno(), len(text.encode()) - len(line.encode()))
                break
            raise UnsentError("log_broken", path=path, line=at) from None
    return key, states


@dataclasses.dataclass(slots=True)
class Round:
    """One run of sending: its server, log and pace."""

    smtp: Smtp
    log: Log
    limit: int
    """Mails a minute, at least 1."""
    again: bool = False
    """Whether to send anew what may have arrived."""
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _server: smtplib.SMTP | None = None
    _next: float = 0.0

    def send(self, letters: Iterable[Letter], progress: Callable[[int], None] = lambda _: None) -> Report:
        """Send what was not sent before; what the server puts off or refuses is noted, and the rest goes on.

        Raises:
            UnsentError: The server cannot be used at all; what was sent until then is in the log.
        """
        report = Report()
        try:
            for letter in letters:
                self._one(letter, report)
                progress(len(report.sent))
        finally:
            self._close()
        return report

    def _one(self, letter: Letter, report: Report) -> None:
        state = self.log.state(letter.member_id)
        if state == "sent":
            report.before.append(letter.number)
        elif state == "trying" and not self.again:
            report.unsure.append(letter.number)
        else:
            self._wait()
            self._deliver(letter, report)

    def _wait(self) -> None:
        now = self.clock()
        if now < self._next:
            self.sleep(self._next - now)
        self._next = max(now, self._next) + 60 / self.limit

    def _deliver(self, letter: Letter, report: Report) -> None:
        """Hand a letter over (RFC 5321, 3.3); only what is lost after DATA may or may not have arrived."""
        content = _bytes(letter.make())
        for attempt in range(ATTEMPTS):
            server = self._connected(attempt)
            options = [] if letter.address.isascii() else ["SMTPUTF8"]
            if options and not server.has_extn("smtputf8"):
                report.foreign.append(letter.number)
                self._ended(letter, report, 553)
                return
            try:
                code, _ = server.mail(self.smtp.sender, options)
                if code == 250:
                    code, _ = server.rcpt(letter.address)
            except (OSError, smtplib.SMTPException):
                self._close()
                continue
            if code in (250, 251):
                self._hand_over(server, letter, content, report)
            else:
                self._ended(letter, report, code)
                self._reset(server)
            return
        self._ended(letter, report, 421)

    def _hand_over(self, server: smtplib.SMTP, letter: Letter, content: bytes, report: Report) -> None:
        self.log.note(letter.member_id, "trying")
        try:
            code, _ = server.data(content)
        except smtplib.SMTPDataError as error:
            code = error.smtp_code
        except (OSError, smtplib.SMTPException):
            self._close()
            report.unsure.append(letter.number)
            return
        self._ended(letter, report, code)
        if code != 250:
            self._reset(server)

    def _ended(self, letter: Letter, report: Report, code: int) -> None:
        state: State = "sent" if code == 250 else "refused" if code >= 500 else "later"
        self.log.note(letter.member_id, state, code)
        {"sent": report.sent, "refused": report.refused, "later": report.later}[state].append(letter.number)

    def _connected(self, attempt: int) -> smtplib.SMTP:
        if self._server is None:
            if attempt:
                self.sleep(5.0 * attempt)
            try:
                self._server = self.smtp.connect()
            except (OSError, smtplib.SMTPException) as error:
                raise UnsentError("no_server", reason=type(error).__name__) from None
        return self._server

    def _reset(self, server: smtplib.SMTP) -> None:
        try:
            server.rset()
        except (OSError, smtplib.SMTPException):
            self._close()

    def _close(self) -> None:
        if self._server is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._server.quit()
            self._server = None


def _bytes(message: EmailMessage) -> bytes:
    return message.as_bytes()
