"""Forms: a template rendered once for a shape gives what it would give for each thing by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from julasan.render.forms import Blank, Forms

TEMPLATE = jinja2.Environment(autoescape=True).from_string(
    '100% {{ kind }}{% if title %} <b title="{{ title }}">{{ title }}</b>{% endif %}'
    "{% if long %}…{% endif %} {{ body }}%s"
)


class Counting:
    """Renders `TEMPLATE`, and knows how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, _name: str, values: Mapping[str, Any]) -> str:
        self.times += 1
        return TEMPLATE.render(values)


@given(
    st.text("ก<&\"'%s{}\ue000\ue001title"),
    st.text("ก<&%sd").map(Markup),
    st.sampled_from(["a", "<b>", "%"]),
    st.booleans(),
)
def test_what_is_filled_in_is_what_the_template_gives(
    title: str, body: Markup, kind: str, long: bool
) -> None:
    render = Counting()
    forms = Forms(render)
    forms.filled("any", {"title": "อื่น", "body": "อื่น"}, kind=kind, long=long)
    made = forms.filled("any", {"title": title, "body": body}, kind=kind, long=long)
    assert made == TEMPLATE.render(title=title, body=body, kind=kind, long=long)
    # One for the first shape, one more where a text is not there.
    assert render.times == 1 + (not title or not body)


@pytest.mark.parametrize(
    "asks",
    [
        "{{ x | length }}",
        "{% if x == 'a' %}{% endif %}",
        "{{ x | upper }}",
        "{% for y in x %}{% endfor %}",
        "{{ x() }}",
    ],
)
def test_a_template_cannot_ask_what_a_blank_holds(asks: str) -> None:
    template = jinja2.Environment(autoescape=True).from_string(asks)
    with pytest.raises(TypeError, match="blank x"):
        template.render(x=Blank("x"))
