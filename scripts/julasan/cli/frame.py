"""What click itself says around the commands (usage, options, mistakes on the line), in Thai too."""

from __future__ import annotations

from types import ModuleType

from click import core, decorators, exceptions, formatting, parser, termui, types

from julasan.locales import Locale

_SENTENCES = {
    "Usage:": "usage",
    "Options": "options",
    "Commands": "commands",
    "Positional arguments": "arguments",
    "Show this message and exit.": "help",
    "Show the version and exit.": "version",
    "Aborted!": "aborted",
    "Error: {message}": "error",
    "Try '{command} {option}' for help.": "try",
    "Missing command.": "no_command",
    "Missing argument": "no_argument",
    "Missing option": "no_option",
    "Invalid value: {message}": "invalid",
    "Invalid value for {param_hint}: {message}": "invalid_for",
    "No such option {name!r}.": "unknown_option",
    "No such option: {name}": "unknown_option_named",
    "No such command {name!r}.": "unknown_command",
    "Did you mean {possibility}?": "near",
    "(Did you mean one of: {possibilities}?)": "near_several",
    "Got unexpected extra argument ({args})": "extra",
    "Got unexpected extra arguments ({args})": "extra",
    "Option {name!r} requires an argument.": "needs_value",
    "Option {name!r} does not take a value.": "takes_no_value",
    "{value!r} is not {choice}.": "no_choice",
    "{value!r} is not one of {choices}.": "no_choices",
    "Choose from:\n\t{choices}": "choose",
    "{value!r} is not a valid {number_type}.": "no_number",
    "{value} is not in the range {range}.": "no_range",
    "{name} {filename!r} is a file.": "is_file",
    "{name} {filename!r} is a directory.": "is_folder",
    "{name} {filename!r} is not readable.": "unreadable",
}
"""A sentence of click and its key below ``cli.frame``; what is not here stays as click has it."""


def speak(locale: Locale) -> None:
    """Have click speak the language of `locale`; its own way (gettext) needs files of the system's."""

    def one(sentence: str) -> str:
        key = _SENTENCES.get(sentence)
        return locale.text(f"cli.frame.{key}") if key else sentence

    def counted(singular: str, plural: str, count: int) -> str:
        return one(singular if count == 1 else plural)

    modules: tuple[ModuleType, ...] = (core, decorators, exceptions, formatting, parser, termui, types)
    for module in modules:
        for name, said in (("_", one), ("ngettext", counted)):
            if hasattr(module, name):
                setattr(module, name, said)
