"""Frozen dataclasses that are made in a fraction of the time. Imports nothing of the package.

Python 3.11 writes six methods of each as text, and compiles each of them whenever the program starts: for
a hundred dataclasses that is a twelfth of an edit. Here ``__init__`` alone is compiled, in a quarter of the
time; the others are closures. Python 3.13 compiles a class's methods at once (python/cpython#110851), which
saves a fifth at the most: this may go once Python compiles none of them at every start.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen, slots=False, kw_only=False):
        """What `dataclasses.dataclass` gives for these."""
        assert frozen
        return partial(_made, slots=slots, kw_only=kw_only)


def _made(cls: type, *, slots: bool, kw_only: bool) -> Any:
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)(cls)
    own = dataclasses.fields(made)
    if left := [its.name for its in own if not its.init]:
        raise TypeError(f"{cls.__qualname__}.{left[0]}: no field(init=False) here; use dataclasses.dataclass")
    every = _getter([its.name for its in own])
    compared = _getter([its.name for its in own if its.compare])
    shown = [its.name for its in own if its.repr]
    of_shown = _getter(shown)

    def eq(self: object, other: object) -> bool:
        return compared(self) == compared(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: object) -> int:
        return hash(compared(self))

    def shown_as(self: object) -> str:
        values = ", ".join(map("%s=%r".__mod__, zip(shown, of_shown(self), strict=True)))
        return f"{self.__class__.__qualname__}({values})"

    def reduced(self: object) -> tuple[Any, ...]:
        return self.__class__, every(self)

    methods: dict[str, object] = {
        "__init__": _init(made, own),
        "__eq__": eq,
        "__hash__": hashed,
        "__repr__": shown_as,
        "__setattr__": _set,
        "__delattr__": _delete,
    }
    if slots and not kw_only:
        # For pickle, which would set field after field.
        methods["__reduce__"] = reduced
    for name in methods.keys() - cls.__dict__.keys():
        setattr(made, name, methods[name])
    return made


def _getter(names: Sequence[str]) -> Callable[[object], tuple[Any, ...]]:
    """What gives the values of fields."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda self: tuple(getattr(self, name) for name in names)


def _init(made: type, own: Sequence[dataclasses.Field[Any]]) -> Callable[..., None]:
    """Its ``__init__``, as `dataclasses` would write it."""
    # Names that no field has: one of them would stand for the value given for it.
    known: dict[str, Any] = {"__put__": object.__setattr__, "__missing__": dataclasses.MISSING}
    # Into its dict, where it has one: by ``__setattr__`` it takes twice as many instructions.
    has_dict = made.__dictoffset__ != 0
    head, body = ["self"], ["__own__ = self.__dict__" if has_dict else "pass"]
    for its in sorted(own, key=lambda its: bool(its.kw_only)):
        value = its.name
        if its.kw_only and "*" not in head:
            head.append("*")
        if its.default_factory is not dataclasses.MISSING:
            known[f"__make_{its.name}__"] = its.default_factory
            head.append(f"{its.name}=__missing__")
            value = f"__make_{its.name}__() if {its.name} is __missing__ else {its.name}"
        elif its.default is not dataclasses.MISSING:
            known[f"__default_{its.name}__"] = its.default
            head.append(f"{its.name}=__default_{its.name}__")
        else:
            head.append(its.name)
        name = repr(its.name)
        body.append(f"__own__[{name}] = {value}" if has_dict else f"__put__(self, {name}, {value})")
    if hasattr(made, "__post_init__"):
        body.append("self.__post_init__()")
    exec(f"def __init__({', '.join(head)}):\n " + "\n ".join(body), known)  # noqa: S102 - names of fields
    init: Callable[..., None] = known["__init__"]
    return init


def _set(self: object, name: str, _value: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _delete(self: object, name: str) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
