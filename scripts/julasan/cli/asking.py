"""Questions to a person at the keyboard: dates as they come to mind, choices by number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import TypeAlias

import click

from julasan.cli import shared
from julasan.guesses import close_to
from julasan.model import day_of
from julasan.read.dates import Slip, from_today, read_date, read_moment, written
from julasan.render.holdings import month_end
from julasan.thai import to_ascii_digits

Meant: TypeAlias = Callable[[str], tuple[str, ...]]
"""A word that is no choice's name -> the choices that it may mean."""


def _none(word: str) -> tuple[str, ...]:
    return ()


class Asker:
    """Asks on the terminal, again until the answer is one; Enter takes what stands in brackets."""

    def __init__(self, say: shared.Teller, today: date) -> None:
        self.say, self.today = say, today

    def text(self, key: str, default: str | None = None) -> str:
        """A line of text; with `default` "" it may stay empty."""
        question = self.say.text(f"contents.ask.{key}")
        shown = bool(default)
        return " ".join(click.prompt(question, default=default, show_default=shown, err=True).split())

    def name(self, key: str, default: str | None, wrong: Callable[[str], str]) -> str:
        """A text of which `wrong` has nothing to say."""
        while True:
            answer = self.text(key, default)
            if not (said := wrong(answer)):
                return answer
            click.echo(said, err=True)

    def day(self, key: str, default: date, *, monthly: bool = False) -> date:
        """A date; one in the Buddhist Era or in words is understood, and said again in ISO 8601.

        With `monthly` also a month: its last day is meant, which is that of a monthly.
        """
        return day_of(self.moment(key, default.isoformat(), timed=False, monthly=monthly))

    def moment(self, key: str, default: str, *, timed: bool = True, monthly: bool = False) -> datetime | date:
        """A date, with `timed` also a date and time, with `monthly` also a month: its last day."""
        while True:
            text = self.text(key, default)
            near = from_today(text, self.today)
            found = read_moment(near) if timed else read_date(near)
            if not isinstance(found, Slip):
                if near != text:
                    self.say("contents.meant", written=text, meant=written(found))
                return found
            meant = found.values.get("meant")
            if monthly and found.code == "date.no-day":
                meant = month_end(date.fromisoformat(found.values["day"])).isoformat()
            again = read_moment(meant) if meant else found
            if not isinstance(again, Slip):
                self.say("contents.meant", written=text, meant=meant)
                return again
            self._no_date(text, found, default)

    def _no_date(self, text: str, found: Slip, default: str) -> None:
        """Say of an answer which part of a date and time it leaves open, or that it is none."""
        if found.code == "date.no-day":
            self.say("contents.no_day", date=text, example=found.values["day"])
        elif found.code == "time.alone":
            self.say("contents.no_day", date=text, example=f"{default[:10]} {found.values['clock']}")
        else:
            self.say("contents.bad_date", date=text)

    def end(self, start: datetime | date) -> datetime | date | None:
        """When what begins at `start` ends: a time of that day, a whole one, or nothing."""
        timed = isinstance(start, datetime)
        while answer := self.text("end" if timed else "last_day", ""):
            alone = re.fullmatch(r"[0-9๐-๙]{1,2}\D.*", answer) and not re.search(r"[0-9๐-๙]{4}", answer)
            near = from_today(answer, self.today)
            found = read_moment(f"{start:%Y-%m-%d} {answer}" if timed and alone else near)
            if isinstance(found, Slip) and timed and found.code == "time.alone":
                found = read_moment(f"{start:%Y-%m-%d} {found.values['clock']}")
            if isinstance(found, Slip):
                found = read_moment(found.values.get("meant", ""))
            if isinstance(found, Slip):
                self.say("contents.bad_end", date=answer)
            elif isinstance(found, datetime) is not timed or found < start:
                self.say("contents.early_end", date=answer, start=start)
            else:
                return found
        return None

    def one(
        self,
        key: str,
        choices: Mapping[str, str],
        default: str = "",
        *,
        needed: bool = False,
        meant: Meant = _none,
    ) -> str:
        """One of `choices` (value -> what is shown), by number or name; unless it is `needed` also none.

        `meant` knows other names of a choice.
        """
        self.show(key, choices)
        while True:
            shown = "one" if default or needed else "one_or_none"
            answer = self.text(shown, None if needed else _number(choices, default))
            picked = _picked(answer, choices, meant)
            if picked is not None and len(picked) <= 1 and (picked or not needed):
                return picked[0] if picked else default
            self._no_choice(answer, choices)

    def several(self, key: str, choices: Mapping[str, str]) -> list[str]:
        """Any number of `choices`."""
        self.show(key, choices)
        while True:
            answer = self.text("several", "")
            picked = _picked(answer, choices)
            if picked is not None:
                return picked
            self._no_choice(answer, choices)

    def several_or_own(self, key: str, choices: Mapping[str, str]) -> list[str]:
        """Any number of `choices`, and words that are none of them."""
        self.show(key, choices)
        while True:
            found: list[str] = []
            for part in re.split(r"[,;]", answer := self.text("several_or_own", "")):
                picked = _picked(part, choices)
                own = [] if re.fullmatch(r"[\s0-9๐-๙.]*", part) else [part.strip()]
                found += own if picked is None else picked
                if picked is None and not own:
                    break
            else:
                return list(dict.fromkeys(found))
            self._no_choice(answer, choices)

    def _no_choice(self, answer: str, choices: Mapping[str, str]) -> None:
        if near := close_to(answer, choices.values()):
            self.say("contents.no_choice_near", answer=answer, near=near)
        else:
            self.say("contents.no_choice", answer=answer, count=len(choices))

    def show(self, key: str, choices: Mapping[str, str]) -> None:
        """List the choices with their numbers."""
        click.echo(self.say.text(f"contents.ask.{key}"), err=True)
        for number, shown in enumerate(choices.values(), 1):
            click.echo(f"  {number:>2}. {shown}", err=True)


def _number(choices: Mapping[str, str], value: str) -> str:
    return str(list(choices).index(value) + 1) if value in choices else ""


def _picked(answer: str, choices: Mapping[str, str], meant: Meant = _none) -> list[str] | None:
    """The values that an answer names, each once; None where it names something else. 0 is no value.

    A part of one choice's name that no other has names it too.
    """
    values = list(choices)
    by_name = {shown.casefold(): value for value, shown in choices.items()} | {
        value.casefold(): value for value in values
    }
    picked: list[str] = []
    for part in _parts(answer, by_name):
        plain = to_ascii_digits(part).rstrip(".")
        held = {value for name, value in by_name.items() if len(part) > 2 and part.casefold() in name}
        if part.casefold() in by_name:
            value = by_name[part.casefold()]
        elif plain.isdecimal() and 1 <= int(plain[:6]) <= len(values):
            value = values[int(plain) - 1]
        elif plain == "0":
            continue
        elif len(held) == 1:
            (value,) = held
        elif len(other := meant(part)) == 1:
            (value,) = other
        else:
            return None
        if value not in picked:
            picked.append(value)
    return picked


def _parts(answer: str, names: Mapping[str, str]) -> Iterator[str]:
    """Names and numbers apart by commas, numbers also by spaces."""
    for chunk in re.split(r"[,;/]", answer):
        chunk = chunk.strip()
        yield from [chunk] if chunk.casefold() in names else chunk.split()
