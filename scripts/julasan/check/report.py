"""Problems -> what a person or a machine reads: plain lines, GitHub annotations, JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable

from julasan.check.privacy import masked
from julasan.locales import Locale, locale
from julasan.problem import Problem


def text(problems: Iterable[Problem], language: str) -> str:
    """One line a problem, sorted: ``path:line: what is wrong (what to do)``."""
    words = locale(language)
    return "\n".join(
        f"{problem.path}:{problem.line}: {_sentence(words, problem)}" for problem in sorted(set(problems))
    )


def github(problems: Iterable[Problem], language: str) -> str:
    """Workflow commands that put each problem at its line of the pull request."""
    words = locale(language)
    return "\n".join(
        f"::error file={_property(problem.path)},line={problem.line}::{_data(_sentence(words, problem))}"
        for problem in sorted(set(problems))
    )


def as_json(problems: Iterable[Problem], language: str) -> str:
    """A JSON list of objects: path, line, code, message, hint."""
    words = locale(language)
    found = [
        {
            "path": problem.path,
            "line": problem.line,
            "code": problem.code,
            "message": _part(words, problem, "says"),
            "hint": _part(words, problem, "do"),
        }
        for problem in sorted(set(problems))
    ]
    return json.dumps(found, ensure_ascii=False, indent=1)


class _Values(dict[str, str]):
    """What fills a sentence; a place without a value shows as an ellipsis, never as a traceback."""

    def __missing__(self, name: str) -> str:
        return "…"


def _sentence(words: Locale, problem: Problem) -> str:
    return f"{_part(words, problem, 'says')} ({_part(words, problem, 'do')})"


def _part(words: Locale, problem: Problem, part: str) -> str:
    values = _Values((name, masked(value)) for name, value in problem.values)
    return words.text(f"problem.{problem.code}.{part}").format_map(values)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
