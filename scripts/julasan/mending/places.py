"""Provinces: จังหวัดลำปาง and จ.ลำปาง written as the site does, ลำปาง."""

from __future__ import annotations

import re
from collections.abc import Collection

_PREFIX = re.compile(r"(?:จังหวัด|จ\.)[ ]*")


def mended(text: str, provinces: Collection[str]) -> str:
    """The one of `provinces` that `text` surely means; `text` itself where it is right, or names another."""
    bare = _PREFIX.sub("", text.strip(), count=1)
    return bare if bare in provinces else text
