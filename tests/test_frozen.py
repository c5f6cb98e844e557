"""Frozen dataclasses of the program's own are what Python's are."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from julasan import frozen

VALUES = st.one_of(st.integers(-2, 2), st.sampled_from(["", "ก", "ก'"]), st.none())
FIELDS = st.lists(
    st.fixed_dictionaries(
        {"compare": st.booleans(), "repr": st.booleans(), "kw_only": st.booleans()},
        optional={"default": VALUES},
    ),
    max_size=4,
)


def both(fields: list[dict[str, Any]], *, slots: bool, kw_only: bool) -> list[Any]:
    """The same class, made by Python and by the program."""
    made = []
    for dataclass in (dataclasses.dataclass, frozen.dataclass):
        body: dict[str, Any] = {"__doc__": "One.", "__annotations__": {}, "__module__": __name__}
        for number, about in enumerate(fields):
            if number == 2 and "default" in about:
                about = {**about, "default_factory": list}
                del about["default"]
            body[f"f{number}"] = dataclasses.field(**about)
            body["__annotations__"][f"f{number}"] = "Any"
        made.append(dataclass(frozen=True, slots=slots, kw_only=kw_only)(type("One", (), body)))
    return made


def can_be_made(fields: list[dict[str, Any]], kw_only: bool) -> bool:
    """Whether no field without a default stands behind one that has it."""
    plain = ["default" in each for each in fields if not each["kw_only"]]
    return kw_only or plain == sorted(plain)


@settings(deadline=None)
@given(FIELDS, st.booleans(), st.booleans(), st.lists(VALUES, min_size=8, max_size=8))
def test_whatever_its_fields_it_does_what_python_s_does(
    fields: list[dict[str, Any]], slots: bool, kw_only: bool, values: list[Any]
) -> None:
    if kw_only:
        fields = [{**each, "kw_only": True} for each in fields]
    if not can_be_made(fields, kw_only):
        return
    python, ours = both(fields, slots=slots, kw_only=kw_only)
    names = [f"f{number}" for number in range(len(fields))]
    one, other = (dict(zip(names, values[at:], strict=False)) for at in (0, 4))
    needed = {name: one[name] for name, each in zip(names, fields, strict=True) if "default" not in each}
    for given_ in (one, needed):
        assert repr(ours(**given_)) == repr(python(**given_))
        assert [getattr(ours(**given_), name) for name in names] == [
            getattr(python(**given_), name) for name in names
        ]
    parameters = [
        [(its.name, its.kind, its.default is its.empty) for its in inspect.signature(cls).parameters.values()]
        for cls in (python, ours)
    ]
    assert parameters[0] == parameters[1]
    assert (ours(**one) == ours(**other)) == (python(**one) == python(**other))
    assert hash(ours(**one)) == hash(python(**one))
    assert ours(**one) != python(**one)
    assert repr(dataclasses.replace(ours(**one), **other)) == repr(python(**other))
    assert ours.__match_args__ == python.__match_args__
    assert hasattr(ours(**one), "__dict__") == hasattr(python(**one), "__dict__")


@frozen.dataclass(frozen=True, slots=True)
class Slotted:
    """A class that pickle finds by its name."""

    name: str
    lines: dict[str, int] = dataclasses.field(default_factory=dict, compare=False)


@frozen.dataclass(frozen=True, kw_only=True)
class Named:
    """The same with names alone."""

    name: str
    lines: dict[str, int] = dataclasses.field(default_factory=dict)


@frozen.dataclass(frozen=True, slots=True)
class Private:
    """A class that says itself how it is shown, and refuses what does not fit."""

    name: str

    def __post_init__(self) -> None:
        if not self.name:
            raise ValueError("empty")

    def __repr__(self) -> str:
        return "Private(…)"


@pytest.mark.parametrize("one", [Slotted("ก", {"ข": 1}), Named(name="ก", lines={"ข": 1})])
def test_what_is_pickled_or_copied_is_the_same_again(one: Any) -> None:
    pickled = pickle.dumps(one, protocol=5)
    for again in (pickle.loads(pickled), copy.copy(one), copy.deepcopy(one)):  # noqa: S301
        assert again == one
        assert again.lines == one.lines


@pytest.mark.parametrize("one", [Slotted("ก"), Named(name="ก"), Private("ก")])
def test_nothing_in_it_can_be_set_or_deleted(one: Any) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'name'"):
        one.name = "ข"
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'name'"):
        del one.name
    assert one.name == "ก"


@pytest.mark.parametrize("slots", [True, False])
def test_a_field_may_have_any_name(slots: bool) -> None:
    names = ["own", "put", "MISSING", "head", "make_lines", "default_put", "lines"]
    body: dict[str, Any] = {"__doc__": "One.", "__annotations__": dict.fromkeys(names, "Any"), "put": 1}
    body |= dict.fromkeys(("MISSING", "head", "make_lines", "default_put"))
    body["lines"] = dataclasses.field(default_factory=list)
    made: Any = frozen.dataclass(frozen=True, slots=slots)(type("One", (), body))
    assert [getattr(made("ก"), name) for name in names] == ["ก", 1, None, None, None, None, []]
    given_ = list(range(len(names)))
    assert [getattr(made(*given_), name) for name in names] == given_


def test_each_has_its_own_of_what_is_made_for_each() -> None:
    Slotted("ก").lines["ข"] = 1
    assert Slotted("ก").lines == {}


def test_what_a_class_says_itself_is_kept() -> None:
    assert repr(Private("สมหญิง")) == "Private(…)"
    with pytest.raises(ValueError, match="empty"):
        Private("")


def test_a_field_that_is_not_given_is_refused_and_not_passed_over() -> None:
    later = dataclasses.field(default=0, init=False)
    body: dict[str, Any] = {"__annotations__": {"name": "str", "later": "int"}, "later": later}
    with pytest.raises(TypeError, match=r"One\.later: no field\(init=False\)"):
        frozen.dataclass(frozen=True)(type("One", (), body))
