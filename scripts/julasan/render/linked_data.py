"""What search engines read of a page: JSON-LD (schema.org) inside a script element."""

from __future__ import annotations

import json
from collections.abc import Mapping
from json.encoder import encode_basestring

from markupsafe import Markup

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def json_ld(found: object) -> Markup:
    """JSON on one line that cannot end the script in which it stands (JSON-LD 1.1, section 7.1)."""
    return Markup(_shut_in(_ENCODER.encode(found)))


def text(value: str) -> str:
    """A text as JSON."""
    return encode_basestring(value)


def of_members(members: Mapping[str, str]) -> Markup:
    """As :func:`json_ld`, of an object whose members' values are JSON (`text`): for what is thousandfold."""
    written = ",".join([f'"{name}":{value}' for name, value in members.items()])
    return Markup(_shut_in(f"{{{written}}}"))


def _shut_in(written: str) -> str:
    if "<" in written or ">" in written or "&" in written:
        for sign in "<>&":
            written = written.replace(sign, f"\\u{ord(sign):04x}")
    return written
