"""Templates as forms: rendered once for all things of a shape, with blanks where texts of their own come."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from typing import Any, NoReturn

from markupsafe import Markup, escape

from julasan.frozen import dataclass


class Blank:
    """Stands in a template for a text that comes later: it can be shown there, and nothing else asked of it.

    So a page can only differ from others of its shape in what is filled in.
    """

    __slots__ = ("_mark",)

    def __init__(self, name: str) -> None:
        self._mark = f"\ue000{name}\ue001"

    def __html__(self) -> str:
        return self._mark

    def _refuse(self, *_asked: object) -> NoReturn:
        raise TypeError(f"a template asks what the blank {self._mark[1:-1]} holds")

    __str__ = __eq__ = __len__ = __iter__ = __call__ = _refuse

    def __bool__(self) -> bool:
        """There is a blank only where there is a text."""
        return True


@dataclass(frozen=True, slots=True)
class Form:
    """What a template made of blanks: a pattern of `%`, and the name of each of its places."""

    pattern: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Forms:
    """Fills in the forms of one site; `render` gives what a template makes of values."""

    render: Callable[[str, Mapping[str, Any]], str]
    _known: dict[tuple[object, ...], Form] = field(default_factory=dict)

    def filled(self, template: str, texts: Mapping[str, str], **same: str | int | None) -> str:
        """What `template` makes of `texts` and of what is the `same` for many: a few words and flags.

        Only by those, and by which texts are there (not empty), may the template choose what to show.
        That is its shape, for which it is rendered once: a page of an article then costs a tenth.
        """
        shape = (template, *same.values(), *map(bool, texts.values()))
        form = self._known.get(shape)
        if form is None:
            form = self._known[shape] = self._form(template, texts, same)
        # Markup is safe; all else is escaped, as a template would do.
        filled = [text if type(text := texts[name]) is Markup else _escaped(text) for name in form.names]
        return form.pattern % tuple(filled)

    def _form(self, template: str, texts: Mapping[str, str], same: Mapping[str, object]) -> Form:
        blanks = {name: Blank(name) if text else "" for name, text in texts.items()}
        made = self.render(template, {**same, **blanks})
        first, *others = re.split(f"\ue000({'|'.join(texts)})\ue001", made.replace("%", "%%"))
        return Form("%s".join([first, *others[1::2]]), tuple(others[::2]))


def _escaped(text: str) -> str:
    # Nearly all texts hold none of these, and to see it takes a third of what `escape` does.
    if "&" in text or "<" in text or ">" in text or '"' in text or "'" in text:
        return escape(text)
    return text


def joined(pieces: Iterable[Markup]) -> Markup:
    """The pieces in a row: they are safe, and `Markup.join` would ask each of them, at six times the cost."""
    return Markup("".join(pieces))
