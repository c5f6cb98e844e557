"""members.private.csv: how members are reached; it feeds mail and labels and is no part of the Site."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from julasan.frozen import dataclass
from julasan.look import Look
from julasan.model import Line, Member, MemberId, Paragraph, Site
from julasan.problem import Problem, problem
from julasan.read.files import is_plain
from julasan.read.rows import records
from julasan.read.slips import Slips
from julasan.read.text import DATA_BYTES, read_text
from julasan.read.values import read_fields
from julasan.thai import normalise, to_ascii_digits

PRIVATE = "members.private.csv"
Channel = Literal["email", "line", "sms", "post"]
CHANNELS = {"email": "email", "line": "line_id", "sms": "phone", "post": "address"}
"""Each channel, and the column that holds its address."""


SHORTEST = 6
"""Letters of a value that is looked for elsewhere; a shorter one stands everywhere by chance."""


@dataclass(frozen=True, kw_only=True)
class PrivateMember:
    """A row of members.private.csv: how a member is reached. Never published."""

    member_id: MemberId
    email: Line | None = None
    phone: Line | None = None
    line_id: Line | None = None
    address: Paragraph | None = None
    channels: tuple[Line, ...] = ()
    consent: date


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


class Values:
    """The values of members.private.csv in `root` that may stand nowhere else, each with its row's number."""

    def __init__(self, root: Path) -> None:
        self._rows: dict[str, int] = {}
        for number, row in enumerate(read_private(root, date.max), 1):
            for value in (row.email, row.phone, row.line_id, row.address):
                if value and len(value) >= SHORTEST:
                    # As it is written, and as JSON writes it.
                    self._rows |= dict.fromkeys((value, normalise(value), json.dumps(value)[1:-1]), number)
        # By their beginnings: an automaton of whole addresses outgrows its memory.
        self._begun = Look.of_words({value[:SHORTEST] for value in self._rows})

    def __bool__(self) -> bool:
        return bool(self._rows)

    def among(self, texts: Sequence[bytes]) -> Iterator[int]:
        """The places of those of `texts`, in UTF-8, in which the beginning of one stands."""
        return self._begun.among(texts) if self._rows else iter(())

    def rows_in(self, text: str) -> set[int]:
        """The rows of which a value stands in `text`."""
        if not (self._rows and self._begun.sees(text)):
            return set()
        return {row for value, row in self._rows.items() if value in text}

    def problems(self, path: str, text: str) -> Iterator[Problem]:
        """Each line of a file that people write in which one stands."""
        for number, line in enumerate(text.split("\n") if self.rows_in(text) else (), 1):
            yield from (
                problem(path, number, "private.member", row=row) for row in sorted(self.rows_in(line))
            )


def read_private(root: Path, now: date) -> list[PrivateMember]:
    """The rows of members.private.csv that are right, for the mail merge; never part of the Site."""
    if not is_plain(root / PRIVATE):
        return []
    text = read_text(root / PRIVATE, Slips(PRIVATE), DATA_BYTES) or ""
    found = []
    for node in records(text, PrivateMember, Slips(PRIVATE), secret=True):
        typed = read_fields(PrivateMember, node, slips := Slips(PRIVATE), secret=True)
        if not slips.problems and typed.values["consent"] <= now:
            found.append(PrivateMember(**typed.values))
    return found


_ADDRESS = re.compile(
    r"[^\s@<>,;:\"()\[\]\\\x00-\x1f\x7f]{1,64}@[^\s@<>,;:\"()\[\]\\\x00-\x1f\x7f]+\.[^\s@.]{2,}"
)


def is_address(text: str) -> bool:
    """Whether `text` is an e-mail address in its plain form (RFC 5321, 4.1.2)."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


def _is_phone(text: str) -> bool:
    """Whether every number of `text` has as many digits as a phone with its 0 or its country's code."""
    numbers = [re.sub(r"[^0-9+]", "", to_ascii_digits(part)) for part in re.split(r"[,;/]| และ | or ", text)]
    return all(re.fullmatch(r"0[0-9]{8,9}|(?:\+|00)[0-9]{8,15}|66[0-9]{8,9}", part) for part in numbers)


def problems_of(root: Path, members: Container[str], now: date) -> list[Problem]:
    """What is wrong with the private file; `members` are the ids of those who are listed."""
    slips = Slips(PRIVATE)
    _tracked(root, slips)
    if is_plain(root / PRIVATE):
        _look(root, members, now, slips)
    return slips.problems


def _tracked(root: Path, slips: Slips) -> None:
    """A private file that git knows is published for good; what the program keeps is this machine's own."""
    if not any((folder / ".git").exists() for folder in (root.resolve(), *root.resolve().parents)):
        return
    import subprocess  # takes longer to load than to see that there is no git

    command = ["git", "-c", "safe.directory=*", "-c", "core.quotepath=off", "-C", str(root)]
    command += ["ls-files", "-z", "--", ":(icase)*members.private*.csv", ".cache/*"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=20, check=False)  # noqa: S603 - a fixed list
    except (OSError, subprocess.SubprocessError):
        return
    for name in done.stdout.decode("utf-8", "replace").split("\0"):
        if name:
            code = "file.cache" if name.startswith(".cache/") else "private.tracked"
            slips.problems.append(problem(name, 1, code))


def _look(root: Path, members: Container[str], now: date, slips: Slips) -> None:
    text = read_text(root / PRIVATE, slips, DATA_BYTES)
    if text is None:
        return
    seen: dict[str, int] = {}
    for node in records(text, PrivateMember, slips, secret=True):
        values = read_fields(PrivateMember, node, slips, secret=True).values
        member_id = values.get("member_id")
        if member_id in seen:
            slips.add(node.line, "private.twice", other=seen[member_id])
        elif member_id and member_id not in members:
            slips.add(node.line, "private.unknown")
        if member_id:
            seen.setdefault(member_id, node.line)
        if (email := values.get("email")) and not is_address(email):
            slips.add(node.line, "private.bad-email")
        if (phone := values.get("phone")) and not _is_phone(phone):
            slips.add(node.line, "private.bad-phone")
        if "consent" in values and values["consent"] > now:
            slips.add(node.line, "private.future", field="consent")
        for channel in values.get("channels", ()):
            if channel not in CHANNELS:
                slips.add(node.line, "private.channel", choices=", ".join(CHANNELS))
            elif not values.get(CHANNELS[channel]):
                slips.add(node.line, "private.address", channel=channel, field=CHANNELS[channel])
