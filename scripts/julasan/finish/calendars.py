"""The calendar gate: iCalendar files that phones take (RFC 5545), looked at line by line.

They are written by the icalendar library; looking by other means costs a tenth of its parser
and finds what a parser forgives.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from julasan.pattern import late
from julasan.problem import Problem, problem

LONGEST = 75
"""Octets of a line, its end apart (section 3.1)."""
NEEDED = {
    b"VCALENDAR": (b"PRODID", b"VERSION"),
    b"VEVENT": (b"UID", b"DTSTAMP", b"DTSTART"),
    b"VTIMEZONE": (b"TZID",),
}
"""What a component must hold, once (sections 3.6, 3.6.1, 3.6.5)."""

_NAME = late(rb"[A-Za-z0-9-]+")
_COUNTED = {b"RECURRENCE-ID", *(name for names in NEEDED.values() for name in names)}
_LOOKED_AT = (b"BEGIN:", b"END:", *_COUNTED)
_ZONE = late(rb";TZID=\"?([^;:\"]+)")


def check_calendar(path: str, content: bytes) -> Iterator[Problem]:
    """What is wrong in an iCalendar file."""

    def at(number: int, code: str, name: bytes = b"") -> Problem:
        return problem(path, number + 1, f"built.calendar_{code}", name=name.decode(errors="replace"))

    lines = content.split(b"\r\n")
    if content.count(b"\n") != len(lines) - 1 or content.count(b"\r") != len(lines) - 1:
        yield at(_first(lines, lambda line: b"\n" in line or b"\r" in line), "line_end")
        lines = content.splitlines()
    if max(map(len, lines), default=0) > LONGEST:
        yield at(_first(lines, lambda line: len(line) > LONGEST), "long_line")
    names = {
        line.partition(b":")[0].partition(b";")[0] for line in lines if line[:1] not in (b" ", b"\t", b"")
    }
    odd = {name for name in names if not _NAME.fullmatch(name)}
    # A line without ":" is its own name.
    odd |= names.intersection(lines)
    if odd:
        yield at(_first(lines, lambda line: line.partition(b":")[0].partition(b";")[0] in odd), "no_line")
    looked_at = [(number, line) for number, line in enumerate(lines) if line.startswith(_LOOKED_AT)]
    yield from (at(*slip) for slip in _components(looked_at))
    zones = {line[5:] for _, line in looked_at if line.startswith(b"TZID:")}
    for number, line in looked_at:
        zone = _ZONE.search(line)
        if zone and zone[1] not in zones:
            yield at(number, "no_zone", zone[1])
            break


def _first(lines: Sequence[bytes], wanted: Callable[[bytes], bool]) -> int:
    return next((number for number, line in enumerate(lines) if wanted(line)), 0)


def _components(lines: Sequence[tuple[int, bytes]]) -> Iterator[tuple[int, str, bytes]]:
    """Line, code and name of each slip in the nesting and in what components must hold."""
    opened: list[tuple[bytes, int, Counter[bytes]]] = []
    uids: set[bytes] = set()
    uid, ended = b"", False
    for number, line in lines:
        before, _, value = line.partition(b":")
        name = before.partition(b";")[0]
        if name == b"BEGIN":
            if not opened and (value != b"VCALENDAR" or ended):
                yield number, "nesting", value
            opened.append((value, number, Counter()))
        elif name == b"END":
            if not opened or opened[-1][0] != value:
                yield number, "nesting", value
                return
            _, began, held = opened.pop()
            ended = ended or value == b"VCALENDAR"
            yield from ((began, "lacks", each) for each in NEEDED.get(value, ()) if held[each] != 1)
            if value == b"VEVENT" and held[b"UID"] and not held[b"RECURRENCE-ID"]:
                if uid in uids:
                    yield began, "same_uid", uid
                uids.add(uid)
        elif opened and name in _COUNTED:
            opened[-1][2][name] += 1
            if name == b"UID":
                uid = value
    if opened or not ended:
        yield opened[-1][1] if opened else 0, "nesting", opened[-1][0] if opened else b"VCALENDAR"
