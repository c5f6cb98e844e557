"""Patterns that are compiled when they are first used: a command uses few of the program's hundreds."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Late:
    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        # Asked for what it does not have yet: from now on it has all that a compiled one has.
        compiled = re.compile(self.pattern, self._flags)
        vars(self).update({each: getattr(compiled, each) for each in _HAS})
        return getattr(compiled, name)


_HAS = tuple(name for name in dir(re.Pattern) if not name.startswith("_"))


def late(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, later; a slip in `pattern` is told by its first use."""
    return cast("re.Pattern[AnyStr]", _Late(pattern, flags))
