"""Commands for the other channels: mail, digest, wall, labels."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote
from zoneinfo import ZoneInfo

import click

from julasan import safekeeping
from julasan.cli import shared
from julasan.model import Site
from julasan.read import private
from julasan.read.dates import FIRST_BE_YEAR, FIRST_YEAR
from julasan.render.context import Context
from julasan.thai import BE_OFFSET

if TYPE_CHECKING:
    from julasan.render.digest import Digest
    from julasan.render.mail import Mail, Reader, Sender

OUT = Path("out")
"""Below the folder of mkdocs.yml; git ignores it."""
SAMPLE_SENDER = "bulletin@example.org"
"""Stands in a template where no sender is set (RFC 2606)."""


class Channel(shared.Teller):
    """A teller whose sentences stand under ``cli.channels``."""

    def text(self, key: str, **values: object) -> str:
        """A text of these commands, else one that all commands share."""
        own = f"cli.channels.{key}"
        return self.locale.text(own if self.locale.has(own) else f"cli.{key}", **values)


def _help(key: str) -> str:
    return shared.help_of(f"channels.{key}")


FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(help=_help("mail"))
@shared.config_option
@shared.lang_option
@click.argument("month", metavar="YYYY-MM")
@click.option("--out", type=FOLDER, default=None, help=_help("out"))
@click.option("--full", type=click.Choice(("none", "lead", "all")), default="lead", help=_help("full"))
@click.option("--drop", multiple=True, metavar="SLUG", help=_help("drop"))
@click.option("--fit", is_flag=True, help=_help("fit"))
@click.option("--each", is_flag=True, help=_help("each"))
@click.option("--export", type=FILE, default=None, help=_help("export"))
@click.option("--send", is_flag=True, help=_help("send"))
@click.option("--limit", type=click.IntRange(1, 6000), default=20, help=_help("limit"))
@click.option("--log", type=FILE, default=None, help=_help("log"))
@click.option("--again", is_flag=True, help=_help("again"))
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
    say, site, root = _read(config, lang)
    shared.require_month(month, say)
    if not site.settings.site_url:
        say.fail("no_site_url")
    made = _mail(say, site, month, full, drop, strict=send)
    with say.step("mail"):
        fits = _sized(say, made)
        if fit and not fits:
            made = made.fitting()
            fits = _sized(say, made)
        target = out or root / OUT / "mail" / month
        shared.write(say, target / f"julasan-{month}.eml", made.message(at=_written(made)).as_bytes())
    if send and not fits:
        raise SystemExit(1)
    readers = _readers(say, site, root)
    if export:
        _private(say, export, _listmonk([reader for _, reader in readers]), root)
    if each:
        _each(say, target, made, readers, root)
    if send:
        _send(say, made, readers, root, limit, log or root / OUT / "mail" / f"{month}.sent.jsonl", again)
    else:
        say("dry")


@click.command(help=_help("digest"))
@shared.config_option
@shared.lang_option
@click.argument("month", metavar="YYYY-MM")
@click.option("--out", type=FOLDER, default=None, help=_help("out"))
def digest(config: Path, lang: str, month: str, out: Path | None) -> None:
    """Write a month's short texts, and show them."""
    from julasan.render import digest as texts
    from julasan.render import flex

    say, site, root = _read(config, lang)
    shared.require_month(month, say)
    made = texts.digest_of(Context(site), month, _today(site))
    if not made.edition.entries:
        shared.say_empty(say, site, month)
    target = out or root / OUT / "digest" / month
    shown = json.dumps(made.message, ensure_ascii=False, indent=1)
    for name, content in (
        ("line.txt", made.line + "\n"),
        ("line-flex.json", shown + "\n"),
        ("sms.txt", made.sms.text + "\n"),
        ("loudspeaker.txt", made.script.text),
    ):
        shared.write(say, target / name, content.encode())
    for title, text in (("line", made.line), ("speaker", made.script.text)):
        click.echo(f"== {say.text(title)} ==\n{text}\n")
    _costs(say, made, _friends(site, root))
    problems = list(flex.violations(made.message))
    for reason in problems:
        say("flex_bad", reason=reason)
    if problems:
        raise SystemExit(1)


@click.command(help=_help("wall"))
@shared.config_option
@shared.lang_option
@click.argument("period", metavar="YYYY-MM|YYYY")
@click.option("--output", "-o", type=FILE, default=None, help=_help("output"))
def wall(config: Path, lang: str, period: str, output: Path | None) -> None:
    """Print a month's or a year's calendar."""
    from julasan.render import wall as sheets

    say, site, _ = _read(config, lang)
    year, number = _period(period, say)
    context = Context(_with_holidays(site, year))
    output = output or Path(f"calendar-{period}.pdf")
    with shared.stoppable(say), say.step("print"):
        made = sheets.month_pdf(context, date(year, number, 1)) if number else sheets.year_pdf(context, year)
    shared.write(say, output, made)


@click.command(help=_help("labels"))
@shared.config_option
@shared.lang_option
@click.option("--output", "-o", type=FILE, default=None, help=_help("labels_output"))
@click.option("--columns", type=click.IntRange(1, 10), default=3, help=_help("columns"))
@click.option("--rows", type=click.IntRange(1, 30), default=8, help=_help("rows"))
@click.option("--margin", type=float, nargs=4, default=(0, 0, 0, 0), help=_help("margin"))
@click.option("--gap", type=float, nargs=2, default=(0, 0), help=_help("gap"))
@click.option("--skip", type=click.IntRange(0, 299), default=0, help=_help("skip"))
@click.option("--border", is_flag=True, help=_help("border"))
def labels(
    config: Path,
    lang: str,
    output: Path | None,
    columns: int,
    rows: int,
    margin: tuple[float, float, float, float],
    gap: tuple[float, float],
    skip: int,
    border: bool,
) -> None:
    """Print the address labels."""
    from julasan.render import labels as sheets

    say, site, root = _read(config, lang)
    posted = private.contacts(root, site, "post", _today(site))
    if not posted:
        say("no_labels")
        return
    if skip >= columns * rows:
        say.fail("bad_skip", skip=skip, count=columns * rows)
    try:
        sheet = sheets.Sheet(columns, rows, margin, gap, skip, border)
    except ValueError:
        say.fail("bad_sheet")
    listed = [sheets.Label(contact.member.name, contact.address, contact.number) for contact in posted]
    with shared.stoppable(say), say.step("print"):
        made = sheets.labels_pdf(Context(site), sheet, listed)
    for number in made.too_long:
        say("label_long", number=number)
    say("labels", count=len(listed), sheets=sheet.sheets(len(listed)))
    _private(say, output or root / OUT / "labels.pdf", made.pdf, root)


# What they share


def _read(config: Path, lang: str) -> tuple[Channel, Site, Path]:
    say = Channel(lang)
    site, problems = shared.read_checked(config, say)
    if problems:
        shared.refuse(say, problems)
    return say, site, config.resolve().parent


def _now() -> date:
    return datetime.now(UTC).date()


def _today(site: Site) -> date:
    """The day where the network is: what is over there is announced no more, a consent of today counts."""
    return datetime.now(ZoneInfo(site.settings.timezone)).date()


def _written(made: Mail) -> datetime | None:
    """When a mail that is not sent yet was written: on its issue's day (None), but never on one to come.

    So the same issue gives the same bytes, one of a day to come those of today (RFC 5322, 3.6.1).
    """
    today = _now()
    return (
        datetime(today.year, today.month, today.day, tzinfo=UTC) if made.edition.issue.date > today else None
    )


def _period(text: str, say: Channel) -> tuple[int, int]:
    """Year and month of YYYY-MM; the month of YYYY is 0."""
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2}))?", text)
    if not match or int(match[1]) < FIRST_YEAR or (match[2] and not 1 <= int(match[2]) <= 12):
        say.fail("bad_period", period=text)
    year = int(match[1])
    if year > FIRST_BE_YEAR:
        meant = f"{year - BE_OFFSET}" + (f"-{match[2]}" if match[2] else "")
        say.fail("be_period", period=text, meant=meant)
    return year, int(match[2] or 0)


def _with_holidays(site: Site, year: int) -> Site:
    """The site with the public holidays of `year`, which its own calendar may not reach."""
    reached = {
        day.year
        for event in site.events
        for moment in event.occurrences
        for day in (moment.first, moment.last)
    }
    if reached and year in (*reached, max(reached) + 1):
        return site
    from julasan.read.holidays import public_holidays

    own = site.settings
    return replace(site, holidays={**public_holidays([year], own.language, own.country), **site.holidays})


def _private(say: Channel, path: Path, content: bytes, root: Path, *, quiet: bool = False) -> None:
    """Write a file with private data, or say why it may not lie there and exit 2."""
    try:
        safekeeping.write(path, content, root)
    except safekeeping.UnsafeError as unsafe:
        say.fail(f"unsafe.{unsafe.reason}", path=path)
    except OSError as error:
        say.fail("cannot_write", path=path, reason=error.strerror or error)
    if not quiet:
        say("private_wrote", path=path)


# Mail


def _mail(say: Channel, site: Site, month: str, full: Literal["none", "lead", "all"], drop: Sequence[str], *,
          strict: bool) -> Mail:  # fmt: skip
    from julasan.render import mail as letters

    made = letters.mail_of(Context(site), month, _sender(say, site, strict=strict), full, _today(site))
    known = {entry.article.permalink for entry in made.edition.entries}
    for slug in drop:
        if slug not in known:
            say.fail("no_slug", slug=slug)
    if not known:
        shared.say_empty(say, site, month)
    return replace(made, without=frozenset(drop))


def _sender(say: Channel, site: Site, *, strict: bool) -> Sender:
    from julasan.render.mail import Sender

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
    from julasan.render.mail import MOST_BYTES

    if made.size <= MOST_BYTES:
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
    if fitting.size > MOST_BYTES:
        say("too_big_note")
    return False


def _readers(say: Channel, site: Site, root: Path) -> list[tuple[int, Reader]]:
    """Who wants mail, with their rows; an address that is none was refused by the check."""
    from julasan.render.mail import Reader

    listed = private.contacts(root, site, "email", _today(site))
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


def _token(member_id: str) -> str:
    """What names a reader when unsubscribing; hard to forge with JULASAN_UNSUBSCRIBE_KEY (RFC 8058, 3.1)."""
    import hmac

    key = os.environ.get("JULASAN_UNSUBSCRIBE_KEY", "")
    token = f"m={quote(member_id)}"
    return token + (
        f"&k={hmac.new(key.encode(), member_id.encode(), 'sha256').hexdigest()[:32]}" if key else ""
    )


def _listmonk(readers: Sequence[Reader]) -> bytes:
    from julasan.render.mail import listmonk

    return listmonk(readers)


def _each(say: Channel, target: Path, made: Mail, readers: Sequence[tuple[int, Reader]], root: Path) -> None:
    folder = target / "each"
    for old in folder.glob("[0-9][0-9][0-9][0-9].eml"):
        # Of an earlier run: its reader may want no mail any more.
        old.unlink()
    for number, reader in readers:
        _private(
            say,
            folder / f"{number:04d}.eml",
            made.message(reader, _written(made)).as_bytes(),
            root,
            quiet=True,
        )
    if readers:
        say("each", count=len(readers), path=folder)


def _send(say: Channel, made: Mail, readers: Sequence[tuple[int, Reader]], root: Path, limit: int, log: Path,
          again: bool) -> None:  # fmt: skip
    from julasan import post

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


# Digest


def _friends(site: Site, root: Path) -> int:
    """How many a broadcast reaches: as set, else the members whose channels say so."""
    if site.settings.line_friends is not None:
        return site.settings.line_friends
    return len(private.contacts(root, site, "line", _today(site)))


def _costs(say: Channel, made: Digest, friends: int) -> None:
    from julasan.render.digest import Reach
    from julasan.render.flex import size

    bubbles = len(made.message["contents"]["contents"])
    say("flex", bubbles=bubbles, size=f"{size(made.message) / 1000:.1f}")
    reach = Reach(friends, made.edition.context.site.settings.line_quota)
    if not reach.recipients:
        say("reach_unknown", quota=reach.quota)
    elif reach.fits:
        say("reach", recipients=reach.recipients, quota=reach.quota, broadcasts=reach.broadcasts)
    else:
        say("reach_over", recipients=reach.recipients, quota=reach.quota)
    sms = made.sms
    click.echo(f"== SMS ==\n{sms.text}\n")
    say("sms", units=sms.units, parts=sms.parts, left=sms.left)
    if sms.unlinked:
        say("sms_unlinked")
    if made.script.unknown:
        say("unspoken", words=", ".join(made.script.unknown))
