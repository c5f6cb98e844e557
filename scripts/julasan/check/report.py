"""Problems -> what a person or a machine reads: plain lines, GitHub annotations and summary, JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape
from itertools import groupby
from operator import attrgetter

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


ANNOTATIONS = 10
"""Annotations of one step that GitHub shows; the others stand in the summary alone."""
SUMMARY_BYTES = 900_000
"""GitHub takes 1 MiB of a step's summary."""


def summary(problems: Iterable[Problem], language: str) -> str:
    """The same for a run's page on GitHub: a list below each file's name, which fits a phone.

    An HTML block without a blank line (CommonMark 0.31.2, 4.6): nothing that is quoted in it is Markdown.
    """
    words = locale(language)
    found = sorted(set(problems))
    title = f"## {words.text('cli.summary.title')}\n\n"
    if not found:
        return f"{title}{words.text('cli.summary.clean')}\n"
    more = f" {words.text('cli.summary.more', shown=ANNOTATIONS)}" if len(found) > ANNOTATIONS else ""
    lines = [f"{title}{words.text('cli.summary.problems', count=len(found))}{more}\n"]
    left = SUMMARY_BYTES
    for path, of_file in groupby(found, key=attrgetter("path")):
        lines.append(f"<h3><code>{_html(path)}</code></h3>\n<ul>")
        for problem in of_file:
            line = words.text("cli.summary.line", line=problem.line)
            says, hint = (_html(_part(words, problem, part)) for part in ("says", "do"))
            lines.append(f"<li><b>{line}</b> {says}<br>→ {hint}</li>")
            left -= len(lines[-1].encode())
            if left < 0:
                return "\n".join([*lines, "</ul>", words.text("cli.summary.cut"), ""])
        lines.append("</ul>\n")
    return "\n".join(lines)


def _html(text: str) -> str:
    # No blank line may end the block, no sign may be a person's or a number's on GitHub.
    plain = escape(" ".join(text.split()), quote=False)
    return plain.replace("@", "@<wbr>").replace("#", "#<wbr>")


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
