"""Mail goes out by a real SMTP server on loopback: once to each, at a pace, with a log that knows nobody."""

from __future__ import annotations

import dataclasses
import json
import smtplib
import socket
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from click.testing import CliRunner, Result

from channelling import PRIVATE, folder, git
from julasan import post, safekeeping
from julasan.cli import mail as commands
from julasan.post import Letter, Round, Smtp, UnsentError


@dataclass
class Mailbox:
    """A handler of aiosmtpd: keeps what it takes, and answers as it is told."""

    taken: dict[str, list[bytes]] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    """By address: what RCPT is answered."""
    after_data: dict[str, str] = field(default_factory=dict)
    hang_up: set[str] = field(default_factory=set)
    """Addresses whose mail is taken, and the line cut before the answer."""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        address = envelope.rcpt_tos[0]
        if address in self.after_data:
            return self.after_data[address]
        self.taken.setdefault(address, []).append(envelope.content)
        if address in self.hang_up:
            server.transport.abort()
        return "250 OK"


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def server(mailbox: Mailbox) -> Iterator[Smtp]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, enable_SMTPUTF8=False)
    controller.start()
    yield Smtp("127.0.0.1", port, sender="bulletin@net.example.org")
    controller.stop()


def letter(number: int, address: str = "") -> Letter:
    address = address or f"r{number}@reader.example"

    def make() -> EmailMessage:
        message = EmailMessage()
        message["Subject"] = "จุลสาร"
        message["To"] = address
        message.set_content("สวัสดี\n")
        return message

    return Letter(f"m-{number}", number, address, make)


def run(path: Path, server: Smtp, letters: list[Letter], *, again: bool = False) -> post.Report:
    with post.log(path, path.parent / "root", "2026-11") as log:
        return Round(server, log, 6000, again, sleep=lambda _: None).send(letters)


def test_each_gets_it_once_however_often_it_is_run(tmp_path: Path, server: Smtp, mailbox: Mailbox) -> None:
    letters = [letter(number) for number in range(1, 4)]
    assert run(tmp_path / "log", server, letters[:2]).sent == [1, 2]
    report = run(tmp_path / "log", server, letters)
    assert (report.before, report.sent) == ([1, 2], [3])
    assert {address: len(mails) for address, mails in mailbox.taken.items()} == {
        f"r{number}@reader.example": 1 for number in range(1, 4)
    }


def test_the_log_knows_nobody(tmp_path: Path, server: Smtp) -> None:
    run(tmp_path / "log", server, [letter(1), letter(2)])
    text = (tmp_path / "log").read_text("utf-8")
    assert "reader.example" not in text
    assert "m-1" not in text
    assert (tmp_path / "log").stat().st_mode & 0o077 == 0
    run(tmp_path / "other", server, [letter(1)])
    names = [
        {json.loads(line).get("to") for line in (tmp_path / name).read_text().splitlines()}
        for name in ("log", "other")
    ]
    assert names[0] & names[1] == {None}, "hashes of two logs cannot be compared"


def test_what_is_refused_or_put_off_stops_nobody_else(tmp_path: Path, server: Smtp, mailbox: Mailbox) -> None:
    mailbox.answers = {"r1@reader.example": "550 no such user", "r2@reader.example": "451 try later"}
    mailbox.after_data = {"r3@reader.example": "554 looks like spam"}
    report = run(tmp_path / "log", server, [letter(number) for number in range(1, 5)])
    assert (report.refused, report.later, report.sent) == ([1, 3], [2], [4])
    mailbox.answers, mailbox.after_data = {}, {}
    report = run(tmp_path / "log", server, [letter(number) for number in range(1, 5)])
    assert (report.sent, report.before) == ([1, 2, 3], [4])


def test_what_may_have_arrived_is_not_sent_again_unasked(
    tmp_path: Path, server: Smtp, mailbox: Mailbox
) -> None:
    mailbox.hang_up = {"r1@reader.example"}
    report = run(tmp_path / "log", server, [letter(1), letter(2)])
    assert (report.unsure, report.sent) == ([1], [2]), "the line was cut after the mail was taken"
    mailbox.hang_up = set()
    assert run(tmp_path / "log", server, [letter(1), letter(2)]).unsure == [1]
    assert len(mailbox.taken["r1@reader.example"]) == 1
    assert run(tmp_path / "log", server, [letter(1), letter(2)], again=True).sent == [1]


def test_a_run_that_was_killed_goes_on_where_it_was(tmp_path: Path, server: Smtp, mailbox: Mailbox) -> None:
    def killed() -> EmailMessage:
        raise KeyboardInterrupt

    letters = [letter(1), Letter("m-2", 2, "r2@reader.example", killed), letter(3)]
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "log", server, letters)
    with (tmp_path / "log").open("a") as log:
        log.write('{"to": "half a li')
    report = run(tmp_path / "log", server, [letter(1), letter(2), letter(3)])
    assert (report.before, report.sent) == ([1], [2, 3])
    assert run(tmp_path / "log", server, [letter(1), letter(2), letter(3)]).before == [1, 2, 3]


def test_it_keeps_the_pace(tmp_path: Path, server: Smtp) -> None:
    now, waits = [100.0], []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        now[0] += seconds

    with post.log(tmp_path / "log", tmp_path / "root", "2026-11") as log:
        Round(server, log, 20, clock=lambda: now[0], sleep=sleep).send(
            [letter(number) for number in range(1, 6)]
        )
    assert waits == [pytest.approx(3.0)] * 4


def test_two_cannot_send_at_once(tmp_path: Path, server: Smtp) -> None:
    with (
        post.log(tmp_path / "log", tmp_path / "root", "2026-11"),
        pytest.raises(UnsentError, match="log_busy"),
        post.log(tmp_path / "log", tmp_path / "root", "2026-11"),
    ):
        pass


@pytest.mark.parametrize(
    "text", ['{"julasan": "mail"}\n', "no json\n{}\n", '{"issue": "2026-10", "key": "aa"}\n']
)
def test_a_log_that_cannot_be_trusted_stops_all(
    tmp_path: Path, server: Smtp, mailbox: Mailbox, text: str
) -> None:
    (tmp_path / "log").write_text(text)
    with pytest.raises(UnsentError, match="log_broken"):
        run(tmp_path / "log", server, [letter(1)])
    assert mailbox.taken == {}


def test_an_address_that_the_server_cannot_take_is_said(
    tmp_path: Path, server: Smtp, mailbox: Mailbox
) -> None:
    report = run(tmp_path / "log", server, [letter(1, "สมชาย@reader.example"), letter(2)])
    assert (report.foreign, report.refused, report.sent) == ([1], [1], [2])


def test_a_password_is_not_sent_in_clear_nor_shown(server: Smtp, monkeypatch: pytest.MonkeyPatch) -> None:
    far = Smtp("mail.net.example.org", server.port, "user", "secret-word", "a@net.example.org")
    assert "secret-word" not in repr(far)
    real = smtplib.SMTP
    monkeypatch.setattr(smtplib, "SMTP", lambda _host, port, **more: real("127.0.0.1", port, **more))
    with pytest.raises(UnsentError, match="no_tls"):
        far.connect()


# Encryption: 127.0.0.2 is this machine, but none of the names that may go without


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of 127.0.0.2, made for this test, with its key in the same file."""
    made, key = tmp_path / "server.pem", tmp_path / "key.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ]
    command += ["-subj", "/CN=julasan", "-addext", "subjectAltName=IP:127.0.0.2", "-days", "2"]
    subprocess.run([*command, "-keyout", key, "-out", made], check=True, capture_output=True)
    made.write_text(key.read_text() + made.read_text())
    return made


@pytest.fixture
def encrypting(mailbox: Mailbox, certificate: Path) -> Iterator[Smtp]:
    """A server that takes names and mails only once the line is encrypted."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def known(_server: Any, _session: Any, _envelope: Any, _kind: str, data: Any) -> AuthResult:
        return AuthResult(success=data == LoginPassword(b"julasan", b"secret-word"), handled=False)

    with socket.socket() as free:
        free.bind(("127.0.0.2", 0))
        port = free.getsockname()[1]
    controller = Controller(
        mailbox,
        hostname="127.0.0.2",
        port=port,
        enable_SMTPUTF8=False,
        tls_context=context,
        require_starttls=True,
        authenticator=known,
        auth_required=True,
    )
    controller.start()
    yield Smtp("127.0.0.2", port, "julasan", "secret-word", "bulletin@net.example.org")
    controller.stop()


def test_mail_that_leaves_this_machine_goes_by_starttls(
    tmp_path: Path, encrypting: Smtp, mailbox: Mailbox, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    report = run(tmp_path / "log", encrypting, [letter(1), letter(2)])
    assert report.sent == [1, 2]
    assert sorted(mailbox.taken) == ["r1@reader.example", "r2@reader.example"]
    with pytest.raises(UnsentError, match="no_login"):
        dataclasses.replace(encrypting, user="somebody").connect()


def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(
    tmp_path: Path, encrypting: Smtp, mailbox: Mailbox
) -> None:
    with pytest.raises(UnsentError, match="bad_certificate") as stopped:
        run(tmp_path / "log", encrypting, [letter(1)])
    assert stopped.value.values == {"host": "127.0.0.2"}
    assert mailbox.taken == {}


def test_no_server_is_said_without_a_traceback(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(UnsentError, match="no_server"):
        run(tmp_path / "log", Smtp("127.0.0.1", port, sender="a@net.example.org"), [letter(1)])


@pytest.mark.parametrize(
    ("environ", "key"),
    [({}, "no_host"), ({"JULASAN_SMTP_HOST": "h", "JULASAN_SMTP_PORT": "๕๘๗"}, "bad_port"),
     ({"JULASAN_SMTP_HOST": "h", "JULASAN_SMTP_PORT": "0"}, "bad_port")],
)  # fmt: skip
def test_the_environment_is_looked_at(environ: dict[str, str], key: str) -> None:
    with pytest.raises(UnsentError, match=key):
        Smtp.of(environ)


# Where private files may lie


def test_private_files_stay_out_of_sites_content_and_git(tmp_path: Path) -> None:
    root = folder(tmp_path / "net")
    git(root, "init", "-q")
    built = tmp_path / "elsewhere"
    (built / "assets" / "julasan").mkdir(parents=True)
    for path, reason in (
        (root / "site" / "x.pdf", "site"),
        (built / "deep" / "x.pdf", "site"),
        (root / "docs" / "x.pdf", "content"),
        (root / "knowledge" / "deep" / "x.pdf", "content"),
        (root / "x.pdf", "git"),
    ):
        with pytest.raises(safekeeping.UnsafeError) as caught:
            safekeeping.write(path, b"x", root)
        assert caught.value.reason == reason
        assert not path.exists()
    safekeeping.write(root / "out" / "x.pdf", b"x", root)
    assert (root / "out" / "x.pdf").stat().st_mode & 0o077 == 0
    git(root, "add", "-f", "out/x.pdf")
    with pytest.raises(safekeeping.UnsafeError):
        safekeeping.write(root / "out" / "x.pdf", b"y", root)
    assert (root / "out" / "x.pdf").read_bytes() == b"x"


def test_a_link_leads_no_private_file_astray(tmp_path: Path) -> None:
    root = folder(tmp_path / "net")
    (tmp_path / "safe").symlink_to(root / "docs")
    with pytest.raises(safekeeping.UnsafeError):
        safekeeping.write(tmp_path / "safe" / "x.pdf", b"x", root)


# The command


def mail(root: Path, *arguments: str, **environ: str) -> Result:
    command = ["2026-11", "-f", str(root / "mkdocs.yml"), "--lang", "th", *arguments]
    return CliRunner().invoke(commands.mail, command, env={"JULASAN_SMTP_FROM": "", **environ})


def settings(server: Smtp) -> dict[str, str]:
    return {
        "JULASAN_SMTP_HOST": server.host,
        "JULASAN_SMTP_PORT": str(server.port),
        "JULASAN_SMTP_FROM": server.sender,
    }


def test_nothing_is_sent_unless_told_to(tmp_path: Path, server: Smtp, mailbox: Mailbox) -> None:
    root = folder(tmp_path / "net")
    done = mail(root, "--out", str(tmp_path / "out"), **settings(server))
    assert done.exit_code == 0, done.output
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["julasan-2026-11.eml"]
    assert mailbox.taken == {}
    assert "ยังไม่ได้ส่งอีเมล" in done.output


def test_the_command_sends_once_to_those_who_want_mail(
    tmp_path: Path, server: Smtp, mailbox: Mailbox
) -> None:
    root = folder(tmp_path / "net", settings="mail_unsubscribe_url: https://net.example.org/stop")
    environ = {**settings(server), "JULASAN_UNSUBSCRIBE_KEY": "k"}
    done = mail(root, "--send", "--limit", "6000", **environ)
    assert done.exit_code == 0, done.output
    assert sorted(mailbox.taken) == [f"{name}@reader.example" for name in ("one", "three", "two")]
    assert (
        b"List-Unsubscribe: <https://net.example.org/stop?m=m-one&k="
        in mailbox.taken["one@reader.example"][0]
    )
    done = mail(root, "--send", "--limit", "6000", **environ)
    assert "เคยส่งแล้ว 3 ฉบับ" in done.output
    assert all(len(mails) == 1 for mails in mailbox.taken.values())
    assert "reader.example" not in done.output, "nothing private in what is said"


def test_exports_are_private(tmp_path: Path) -> None:
    root = folder(tmp_path / "net")
    git(root, "init", "-q")
    done = mail(root, "--export", str(root / "list.csv"))
    assert done.exit_code == 2
    assert not (root / "list.csv").exists()
    done = mail(root, "--each", "--export", str(root / "out" / "list.csv"))
    assert done.exit_code == 0, done.output
    assert len(list((root / "out" / "mail" / "2026-11" / "each").glob("*.eml"))) == 3
    assert (root / "out" / "list.csv").read_text("utf-8").count("@reader.example") == 3
    assert "reader.example" not in done.output


def test_an_address_that_is_none_is_said_with_its_line_and_nothing_is_sent(
    tmp_path: Path, server: Smtp, mailbox: Mailbox
) -> None:
    root = folder(tmp_path / "net", private=PRIVATE.replace("two@reader.example", "two at reader"))
    done = mail(root, "--send", "--limit", "6000", **settings(server))
    assert "members.private.csv:5: ที่อยู่ในช่อง “email”" in done.output
    assert "two at" not in done.output
    assert not mailbox.taken


def test_a_mail_that_is_too_long_is_not_sent(
    tmp_path: Path, server: Smtp, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("julasan.render.mail.MOST_BYTES", 9_000)
    done = mail(folder(tmp_path / "net"), "--send", **settings(server))
    assert done.exit_code == 1
    assert "--drop" in done.output
    assert mailbox.taken == {}


def test_fit_drops_what_is_proposed_and_sends(
    tmp_path: Path, server: Smtp, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = folder(tmp_path / "net", articles=20)
    monkeypatch.setattr("julasan.render.mail.MOST_BYTES", 16_000)
    done = mail(root, "--send", "--fit", "--limit", "6000", **settings(server))
    assert done.exit_code == 0, done.output
    assert len(mailbox.taken) == 3


def test_without_a_sender_nothing_is_sent(tmp_path: Path, server: Smtp) -> None:
    done = mail(
        folder(tmp_path / "net"), "--send", JULASAN_SMTP_HOST=server.host, JULASAN_SMTP_PORT=str(server.port)
    )
    assert done.exit_code == 2
    assert "mail_from" in done.output
