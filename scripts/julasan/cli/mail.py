"""The command mail: an issue as an e-mail, written, made one for each reader, sent."""

from __future__ import annotations

import hmac
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import click

from julasan import post, safekeeping
from julasan.cli import shared
from julasan.cli.channels import FILE, FOLDER, OUT, Channel, help_of, read_right, write_private
from julasan.model import Site
from julasan.read import private
from julasan.render.context import Context
from julasan.render.mail import Mail, Reader, Sender, listmonk, mail_of

SAMPLE_SENDER = "bulletin@example.org"
"""Stands in a template where no sender is set (RFC 2606)."""


@click.command(help=help_of("mail"))
@shared.config_option
@shared.lang_option
@click.argument("month", metavar="YYYY-MM")
@click.option("--out", type=FOLDER, default=None, help=help_of("out"))
@click.option("--full", type=click.Choice(("none", "lead", "all")), default="lead", help=help_of("full"))
@click.option("--drop", multiple=True, metavar="SLUG", help=help_of("drop"))
@click.option("--fit", is_flag=True, help=help_of("fit"))
@click.option("--each", is_flag=True, help=help_of("each"))
@click.option("--export", type=FILE, default=None, help=help_of("export"))
@click.option("--send", is_flag=True, help=help_of("send"))
@click.option("--limit", type=click.IntRange(1, 6000), default=20, help=help_of("limit"))
@click.option("--log", type=FILE, default=None, help=help_of("log"))
@click.option("--again", is_flag=True, help=help_of("again"))
def mail(
    config: Path,
    lang: str,
    month: str,
    out: Path | None,
    full: Literal["none", "lead", "all"],
    drop: tuple[str, ...],
    fit: bool,
    each: bool,
    export: Path | None,
    send: bool,
    limit: int,
    log: Path | None,
    again: bool,
) -> None:
    """Write a month's mail; send it only when told to."""
    say, site, root = read_right(config, lang)
    shared.period_of(month, say)
    if not site.settings.site_url:
        say.fail("no_site_url")
    made = _mail(say, site, month, full, drop, strict=send)
    with say.step("mail"):
        fits = _sized(say, made)
        if fit and not fits:
            made = made.fitting()
            fits = _sized(say, made)
        target = out or root / OUT / "mail" / month
        at = written(made, _now())
        shared.write(say, target / f"julasan-{month}.eml", made.message(at=at).as_bytes())
    if send and not fits:
        raise SystemExit(1)
    readers = _readers(say, site, root)
    if export:
        write_private(say, export, listmonk([reader for _, reader in readers]), root)
    if each:
        _each(say, target, made, readers, root)
    if send:
        _send(say, made, readers, root, limit, log or root / OUT / "mail" / f"{month}.sent.jsonl", again)
    else:
        say("dry")


def written(made: Mail, today: date) -> datetime | None:
    """When a mail that is not sent yet was written: on its issue's day (None), but never on one to come.

    So the same issue gives the same bytes, one of a day to come those of today (RFC 5322, 3.6.1).
    """
    to_come = made.edition.issue.date > today
    return datetime(today.year, today.month, today.day, tzinfo=UTC) if to_come else None


def _mail(say: Channel, site: Site, month: str, full: Literal["none", "lead", "all"], drop: Sequence[str], *,
          strict: bool) -> Mail:  # fmt: skip
    made = mail_of(Context(site), month, _sender(say, site, strict=strict), full, shared.today(site))
    known = {entry.article.permalink for entry in made.edition.entries}
    for slug in drop:
        if slug not in known:
            say.fail("no_slug", slug=slug)
    if not known:
        shared.say_empty(say, site, month)
    return replace(made, without=frozenset(drop))


def _sender(say: Channel, site: Site, *, strict: bool) -> Sender:
    settings = site.settings
    address = os.environ.get("JULASAN_SMTP_FROM", "").strip() or settings.mail_from or ""
    if not address:
        if strict:
            say.fail("no_sender")
        address = SAMPLE_SENDER
        say("sample_sender", address=address)
    if not private.is_address(address):
        say.fail("bad_sender")
    if not settings.mail_unsubscribe_url:
        say("no_one_click")
    return Sender(address, settings.mail_unsubscribe or address, settings.mail_unsubscribe_url or "")


def _sized(say: Channel, made: Mail) -> bool:
    """Say how large the mail is and, where it is too large, what to drop; whether it is not."""
    if made.fits:
        say("mail_size", size=f"{made.size / 1000:.0f}")
        return True
    say("too_big", size=f"{made.size / 1000:.0f}")
    fitting = made.fitting()
    for entry in made.edition.entries:
        slug = entry.article.permalink
        if slug in fitting.without - made.without:
            say("too_big_drop", slug=slug, title=entry.article.title)
        elif slug in made.full - fitting.full:
            say("too_big_full", slug=slug, title=entry.article.title)
    if not fitting.fits:
        say("too_big_note")
    return False


def _readers(say: Channel, site: Site, root: Path) -> list[tuple[int, Reader]]:
    """Who wants mail, with their rows; an address that is none was refused by the check."""
    listed = private.contacts(root, site, "email", shared.today(site))
    if not listed:
        say("no_readers")
    readers = [
        (
            contact.number,
            Reader(
                contact.member.member_id,
                contact.member.name,
                contact.address,
                contact.member.province,
                _token(contact.member.member_id),
            ),
        )
        for contact in listed
    ]
    if listed:
        say("readers", count=len(readers))
    return readers


def _now() -> date:
    return datetime.now(UTC).date()


def _token(member_id: str) -> str:
    """What names a reader when unsubscribing; hard to forge with JULASAN_UNSUBSCRIBE_KEY (RFC 8058, 3.1)."""
    key = os.environ.get("JULASAN_UNSUBSCRIBE_KEY", "")
    token = f"m={quote(member_id)}"
    return token + (
        f"&k={hmac.new(key.encode(), member_id.encode(), 'sha256').hexdigest()[:32]}" if key else ""
    )


def _each(say: Channel, target: Path, made: Mail, readers: Sequence[tuple[int, Reader]], root: Path) -> None:
    folder, at = target / "each", written(made, _now())
    for old in folder.glob("[0-9][0-9][0-9][0-9].eml"):
        # Of an earlier run: its reader may want no mail any more.
        old.unlink()
    for number, reader in readers:
        write_private(
            say,
            folder / f"{number:04d}.eml",
            made.message(reader, at).as_bytes(),
            root,
            quiet=True,
        )
    if readers:
        say("each", count=len(readers), path=folder)


def _send(say: Channel, made: Mail, readers: Sequence[tuple[int, Reader]], root: Path, limit: int, log: Path,
          again: bool) -> None:  # fmt: skip
    letters = [
        post.Letter(
            reader.member_id,
            number,
            reader.address,
            lambda reader=reader: made.message(reader, datetime.now(UTC)),  # type: ignore[misc]
        )
        for number, reader in readers
    ]
    try:
        smtp = replace(post.Smtp.of(os.environ), sender=made.sender.address)
        with (
            shared.stoppable(say),
            post.log(log, root, made.edition.issue.month) as opened,
            say.step("send") as tell,
        ):
            round_ = post.Round(smtp, opened, limit, again)
            report = round_.send(letters, lambda done: tell("sending", done=done, total=len(letters)))
    except post.UnsentError as unsent:
        say.fail(unsent.key, **unsent.values)
    except safekeeping.UnsafeError as unsafe:
        say.fail(f"unsafe.{unsafe.reason}", path=log)
    except OSError as error:
        say.fail("cannot_write", path=log, reason=error.strerror or error)
    say("sent", sent=len(report.sent), before=len(report.before))
    for key in ("refused", "later", "unsure"):
        numbers = getattr(report, key)
        if numbers:
            say(key, count=len(numbers), numbers=", ".join(map(str, numbers)))
    if report.foreign:
        say("no_eight_bit")
    if report.refused or report.later or report.unsure:
        raise SystemExit(1)
