"""Every text that a person sees, in Thai and English: ``Locale('th').text('calendar.title')``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

LANGUAGES = ("th", "en")

# libyaml's is ten times as fast, where PyYAML was built with it: every command waits for this.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Locale:
    """The texts of one language; keys are dotted paths of its YAML file."""

    language: str
    texts: Mapping[str, str]

    def text(self, key: str, **values: object) -> str:
        """The text of `key`, its ``{places}`` filled.

        Raises:
            KeyError: The locale has no such key: a slip of the program.
        """
        text = self.texts[key]
        return text.format(**values) if values else text

    def with_words(self, words: Mapping[str, str]) -> Locale:
        """The same with a network's own words for some keys."""
        return Locale(self.language, {**self.texts, **words}) if words else self

    def has(self, key: str) -> bool:
        """Whether the locale has `key`."""
        return key in self.texts


@lru_cache(maxsize=len(LANGUAGES))
def locale(language: str) -> Locale:
    """Load a language's texts: every ``<language>*.yaml`` of this folder, one namespace a top key."""
    texts: dict[str, str] = {}
    folder = files(__package__)
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.startswith(f"{language}.") and entry.name.endswith(".yaml"):
            read = yaml.load(entry.read_text("utf-8"), Loader=_LOADER)  # noqa: S506 - it makes text only
            _flatten("", read, texts)
    return Locale(language, texts)


def _flatten(prefix: str, value: object, into: dict[str, str]) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            _flatten(f"{prefix}.{key}" if prefix else str(key), inner, into)
    else:
        into[prefix] = str(value)
