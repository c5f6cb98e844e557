"""The command digest: an issue for LINE, as an SMS, and for the village loudspeaker."""

from __future__ import annotations

import json
from pathlib import Path

import click

from julasan.cli import shared
from julasan.cli.channels import FOLDER, OUT, Channel, help_of, read_right
from julasan.model import Site
from julasan.read import private
from julasan.render import flex
from julasan.render.context import Context
from julasan.render.digest import Digest, Reach, digest_of


@click.command(help=help_of("digest"))
@shared.config_option
@shared.lang_option
@click.argument("month", metavar="YYYY-MM")
@click.option("--out", type=FOLDER, default=None, help=help_of("out"))
def digest(config: Path, lang: str, month: str, out: Path | None) -> None:
    """Write a month's short texts, and show them."""
    say, site, root = read_right(config, lang)
    shared.period_of(month, say)
    made = digest_of(Context(site), month, shared.today(site))
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


def _friends(site: Site, root: Path) -> int:
    """How many a broadcast reaches: as set, else the members whose channels say so."""
    if site.settings.line_friends is not None:
        return site.settings.line_friends
    return len(private.contacts(root, site, "line", shared.today(site)))


def _costs(say: Channel, made: Digest, friends: int) -> None:
    bubbles = len(made.message["contents"]["contents"])
    say("flex", bubbles=bubbles, size=f"{flex.size(made.message) / 1000:.1f}")
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
