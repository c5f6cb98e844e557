"""Fingerprints: the same for what is the same, whichever objects it is made of, and another for all else."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from julasan.render.keys import key

LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=3), st.sampled_from(("ก", "\ud800"))
)
PLAIN = st.recursive(
    LEAVES,
    lambda inside: st.lists(inside, max_size=3) | st.lists(inside, max_size=3).map(tuple),
    max_leaves=8,
)


@dataclass(frozen=True)
class Thing:
    """Known by its repr alone."""

    name: str


def _other_objects(parts: object) -> tuple[object, ...]:
    made: tuple[object, ...] = ast.literal_eval(repr(parts))
    return made


@settings(deadline=None)
@given(st.lists(PLAIN).map(tuple), st.lists(PLAIN).map(tuple))
def test_keys_are_the_same_where_the_parts_are(some: tuple[object, ...], others: tuple[object, ...]) -> None:
    assert key(*some) == key(*_other_objects(some))
    assert key(Thing("ก"), *some) == key(Thing("ก"), *_other_objects(some))
    assert (key(*some) == key(*others)) == (repr(some) == repr(others))
    assert (key(Thing("ก"), *some) == key(Thing("ก"), *others)) == (repr(some) == repr(others))


def test_things_are_told_apart_by_their_repr() -> None:
    assert len({key(Thing("a"), "b"), key(Thing("b"), "b"), key([Thing("a")], "b"), key("a", "b")}) == 4
