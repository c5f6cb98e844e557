"""What search engines read of a page: JSON-LD (schema.org) inside a script element."""

from __future__ import annotations

import json

from markupsafe import Markup

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def json_ld(found: object) -> Markup:
    """JSON on one line that cannot end the script in which it stands (JSON-LD 1.1, section 7.1)."""
    text = _ENCODER.encode(found)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)
