"""The questions of ``julasan new member``: consent first, then what may stand on the members' page."""

from __future__ import annotations

import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import get_args

import click

from julasan import check, new, read
from julasan.check import report
from julasan.check.fields import provinces_meant
from julasan.cli import shared
from julasan.cli.asking import Asker
from julasan.model import Role, Site
from julasan.problem import Problem
from julasan.read.members import PATH, folded


def join(say: shared.Teller, root: Path, site: Site) -> None:
    """Add a member who agreed; end the command where one did not, or the list cannot take a row."""
    ask = Asker(say, shared.today(site))
    try:
        columns = new.columns(root)
        if ask.one("consented", _answers(say), needed=True) != "yes":
            say.fail("contents.no_consent")
        line = new.member(root, columns, _asked(ask, site, columns))
    except new.UnfitTableError:
        say.fail("contents.unfit_table", path=PATH)
    problems = tuple(each for each in _problems(root) if each.line == line)
    say("next.member", path=PATH, line=line)
    if problems:
        click.echo(report.text(problems, say.locale.language), err=True)
        say("contents.to_mend", count=len(problems))
        sys.exit(1)


def _answers(say: shared.Teller) -> dict[str, str]:
    return {answer: say.text(f"contents.consented.{answer}") for answer in ("yes", "no")}


def _asked(ask: Asker, site: Site, columns: list[str]) -> dict[str, str]:
    """The cells of the row by their columns; what the list has no column for is not asked."""
    settings, say = site.settings, ask.say
    today = shared.today(site)
    consent = _past(ask, "consent", today, today)
    province = ""
    if settings.provinces:
        meant = partial(provinces_meant, provinces=tuple(settings.provinces.items()))
        province = ask.one("province", {each: each for each in settings.provinces}, needed=True, meant=meant)
    there = {folded(each.name): each for each in site.members if each.province == province}

    def known(name: str) -> str:
        twin = there.get(folded(name))
        return say.text("contents.listed", name=name, path=PATH, line=twin.source.line) if twin else ""

    def wrong_id(answer: str) -> str:
        if any(answer == each.member_id for each in site.members):
            return say.text("contents.id_taken", name=answer)
        bad = say.text("bad_name", name=answer, longest=new.LONGEST["member"])
        return "" if new.is_address(answer, "member") else bad

    def no_address(answer: str) -> str:
        return "" if not answer or answer.startswith("https://") else say.text("contents.bad_address")

    row = {"consent": consent.isoformat(), "province": province, "name": ask.name("member_name", None, known)}
    roles = {each: say.locale.text(f"role.{each}") for each in get_args(Role)}
    row["role"] = ask.one("role", roles, "member")
    if "district" in columns:
        row["district"] = ask.text("district", "")
    if "joined" in columns:
        row["joined"] = _past(ask, "joined", consent, today).isoformat()
    if "expertise" in columns:
        topics = {each: each for each in settings.topics}
        row["expertise"] = ";".join(ask.several_or_own("expertise", topics))
    if "website" in columns:
        row["website"] = ask.name("website", "", no_address)
    taken = {each.member_id for each in site.members}
    free = next(each for at in range(1, len(taken) + 2) if (each := f"member-{at}") not in taken)
    return row | {"member_id": ask.name("member_id", free, wrong_id)}


def _past(ask: Asker, key: str, offered: date, today: date) -> date:
    """A day that is not to come."""
    while (day := ask.day(key, offered)) > today:
        ask.say("contents.to_come", date=day, today=today)
    return day


def _problems(root: Path) -> tuple[Problem, ...]:
    site, found = read.read(root)
    return check.settle(each for each in (*found, *check.check(site, root)) if each.path == PATH)
