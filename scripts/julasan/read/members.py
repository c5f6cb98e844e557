"""members.csv -> Member."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from julasan.model import Member
from julasan.problem import Problem, Source
from julasan.read.files import is_plain
from julasan.read.rows import records
from julasan.read.slips import Slips
from julasan.read.text import DATA_BYTES, read_text
from julasan.read.values import read_fields
from julasan.thai import normalise

PATH = "members.csv"


def read_members(root: Path, now: date, texts: dict[str, str]) -> tuple[list[Member], list[Problem]]:
    """Every member of members.csv; one without an id of their own has their line for one."""
    slips = Slips(PATH)
    members: dict[str, Member] = {}
    if is_plain(root / PATH):
        text = read_text(root / PATH, slips, DATA_BYTES)
        if text is not None:
            texts[PATH] = text
            _members(text, now, members, slips)
    return list(members.values()), slips.problems


def _members(text: str, now: date, members: dict[str, Member], slips: Slips) -> None:
    names: dict[tuple[str, str], int] = {}
    ids: dict[str, int] = {}
    for node in records(text, Member, slips):
        typed = read_fields(Member, node, slips)
        values = typed.values
        for name in ("joined", "consent"):
            if name in values and values[name] > now:
                slips.add(node.line, "date.future", field=name, value=values[name], today=now)
        member_id = values.get("member_id")
        if twin := member_id in ids:
            slips.add(node.line, "member.id-twice", value=member_id, other=ids[member_id])
            member_id = None
        elif member_id:
            ids[member_id] = node.line
        # Without an id of its own its other fields are looked at all the same.
        member_id = member_id or f"line-{node.line}"
        person = folded(values.get("name", "")), values.get("province", "")
        if person[0] and person in names and not twin:
            slips.add(node.line, "member.twice", value=values["name"], other=names[person])
        names.setdefault(person, node.line)
        filled: dict[str, Any] = {
            "name": member_id,
            "province": "",
            "role": "member",
            "consent": now,
            **values,
            "member_id": member_id,
        }
        members[member_id] = Member(**filled, source=Source(PATH, node.line, node.lines))


def folded(name: str) -> str:
    """A name without spaces, invisible signs and titles, to know a member again."""
    name = re.sub(r"[\s\u200c\u200d.]", "", normalise(name)).casefold()
    return re.sub(r"^(?:นางสาว|นาย|นาง|นส|ว่าที่รต|ดร|mrs|mr|ms|dr)", "", name)
