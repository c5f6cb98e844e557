"""Every text that a person sees, in Thai and English: ``Locale('th').text('calendar.title')``."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from string import Formatter

from julasan import PACKAGE
from julasan.files import write_whole
from julasan.frozen import dataclass
from julasan.seal import own_folder

LANGUAGES = ("th", "en")


class _Counting(Formatter):
    """Fills a place ``{count:one|many}`` with the form that its number asks for, in either digits."""

    def format_field(self, value: object, format_spec: str) -> str:
        one, bar, many = format_spec.partition("|")
        if not bar:
            return str(super().format_field(value, format_spec))
        return one if str(value) in ("1", "๑") else many


_COUNTING = _Counting()


@dataclass(frozen=True, slots=True)
class Locale:
    """The texts of one language; keys are dotted paths of its YAML file.

    What is counted says so: ``{count} {count:article|articles}`` is "1 article", "2 articles",
    ``{count:Our province|Our {count} provinces}`` "Our province", "Our 2 provinces".
    """

    language: str
    texts: Mapping[str, str]

    def text(self, key: str, **values: object) -> str:
        """The text of `key`, its ``{places}`` filled.

        Raises:
            KeyError: The locale has no such key: a slip of the program.
        """
        text = self.texts[key]
        if not values:
            return text
        return _COUNTING.format(text, **values) if "|" in text else text.format(**values)

    def with_words(self, words: Mapping[str, str]) -> Locale:
        """The same with a network's own words: for the text of a key, or for a word wherever it stands."""
        if not words:
            return self
        texts = dict(self.texts)
        if terms := sorted((word for word in words if word not in texts), key=len, reverse=True):
            inside = re.compile("|".join([_PLACE.pattern, *map(_term, terms)]))

            def own_word(found: re.Match[str]) -> str:
                word = words.get(found[0])
                if word is None and (lower := words.get(found[0].lower())):
                    return lower[0].upper() + lower[1:]
                return found[0] if word is None else word

            texts = {key: inside.sub(own_word, text) for key, text in texts.items()}
        own = {key: text for key, text in words.items() if key in texts}
        return Locale(self.language, {**texts, **own})

    def original(self, key: str) -> str:
        """The text of `key` as a person may write another for it: of two forms the one for many."""
        return _FORMS.sub(r"\1", self.texts[key])

    def has(self, key: str) -> bool:
        """Whether the locale has `key`."""
        return key in self.texts

    def uses(self, word: str) -> bool:
        """Whether any text holds `word`, places apart; what is shorter than three letters is no word."""
        if len(word) < 3:
            return False
        term = re.compile(_term(word))
        return any(term.search(_PLACE.sub("", text)) for text in self.texts.values())


_FORMS = re.compile(r"\{\w+:[^{}|]*\|((?:[^{}]|\{\w+\})*)\}")
_PLACE = re.compile(r"\{\w*")
"""The name of a place; the forms behind its colon are words like others."""


def _term(word: str) -> str:
    """A pattern for `word`; in Latin letters it stands alone, Thai has no spaces to stand between."""
    return rf"(?i:\b{re.escape(word)}\b)" if word.isascii() else re.escape(word)


@lru_cache(maxsize=len(LANGUAGES))
def locale(language: str) -> Locale:
    """Load a language's texts: every ``<language>*.yaml`` of this folder, one namespace a top key."""
    folder = str(PACKAGE / "locales")
    names = sorted(
        name for name in os.listdir(folder) if name.startswith(f"{language}.") and name.endswith(".yaml")
    )
    found = [(name, os.stat(f"{folder}/{name}")) for name in names]
    stamps = [[f"{folder}/{name}", one.st_size, one.st_mtime_ns] for name, one in found]
    texts = _known(language, stamps)
    if texts is None:
        texts = _read(f"{folder}/{name}" for name in names)
        _keep(language, stamps, texts)
    return Locale(language, texts)


def _read(paths: Iterable[str]) -> dict[str, str]:
    import yaml

    # libyaml's is ten times as fast, where PyYAML was built with it.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    texts: dict[str, str] = {}
    for path in paths:
        with open(path, encoding="utf-8") as file:
            _flatten("", yaml.load(file.read(), Loader=loader), texts)  # noqa: S506 - it makes text only
    return texts


# Every command loads a language or two: JSON is read in a twentieth of the time that YAML takes.


def _known(language: str, stamps: list[list[object]]) -> dict[str, str] | None:
    """The texts as this person's last command read them, if the files are the same."""
    with suppress(OSError, ValueError, RuntimeError, TypeError, KeyError):
        found = json.loads((own_folder() / f"texts-{language}.json").read_bytes())
        if found["files"] == stamps:
            return dict(found["texts"])
    return None


def _keep(language: str, stamps: list[list[object]], texts: dict[str, str]) -> None:
    with suppress(OSError, RuntimeError):
        own_folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        kept = json.dumps({"files": stamps, "texts": texts}, ensure_ascii=False)
        write_whole(own_folder() / f"texts-{language}.json", kept.encode())


def _flatten(prefix: str, value: object, into: dict[str, str]) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            _flatten(f"{prefix}.{key}" if prefix else str(key), inner, into)
    else:
        into[prefix] = str(value)
