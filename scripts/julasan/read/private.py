"""members.private.csv -> the contacts of one channel, for mail and labels; never part of the Site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from julasan.model import Member, Site
from julasan.read.members import CHANNELS, PRIVATE, is_address, read_private

__all__ = ["PRIVATE", "Channel", "Contact", "contacts", "is_address"]

Channel = Literal["email", "line", "sms", "post"]


@dataclass(frozen=True, slots=True)
class Contact:
    """A member and where one channel reaches them: e-mail address, LINE id, phone or postal address."""

    member: Member
    address: str
    number: int
    """Which row of the file it is, from 1: what may be said of it in a message."""

    def __repr__(self) -> str:
        # A traceback or a log shows a repr: no private value in it.
        return f"Contact(number={self.number})"


def contacts(root: Path, site: Site, channel: Channel, now: date) -> tuple[Contact, ...]:
    """Those of `site`'s members whose channels say `channel`, in the site's order, each once."""
    found: dict[str, Contact] = {}
    for number, row in enumerate(read_private(root, now), 1):
        member = site.member_by_id.get(row.member_id)
        address = (getattr(row, CHANNELS[channel]) or "").strip()
        wanted = channel in row.channels and member is not None and address
        if wanted and member and row.member_id not in found:
            found[row.member_id] = Contact(member, address, number)
    order = {member.member_id: at for at, member in enumerate(site.members)}
    return tuple(found[key] for key in sorted(found, key=order.__getitem__))
