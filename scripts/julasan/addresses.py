"""Addresses of the web that stand bare in a text: where they begin and where they end."""

from __future__ import annotations

from collections.abc import Iterator

from julasan.pattern import late

_THAI = "\u0e01-\u0e3a\u0e40-\u0e4e\u0e50-\u0e59"
_OUT = "\\s<>\"'`|\\\\^{}\\[\\]*“”‘’…（）【】「」，、；！？\u0e2f\u0e46\u200b\ufeff"
"""What no address holds as it stands: white space, quotes, brackets, what Markdown takes for its own."""
_ESCAPED = r"\\[\\`*_(){}\[\]#+.!~-]|\x02klzzwxh:\d+\x03"
"""A sign escaped, as it was written or as Python-Markdown keeps it meanwhile."""
_HOST = rf"(?:{_ESCAPED}|[^/?#,;!(){_OUT}{_THAI}\x02\x03]|(?<=[/.{_THAI}])[{_THAI}])+"
# Thai goes on with Thai, or opens a part of the path: behind a Latin letter it is the sentence that goes on.
_PATH = rf"[/?#](?:[^{_OUT}{_THAI}\x02\x03]|{_ESCAPED}|(?<=[/=&?#_+\x03{_THAI}-])[{_THAI}])*"
ADDRESS = late(rf"(?<![A-Za-z0-9_/@.-])[Hh][Tt][Tt][Pp][Ss]?://{_HOST}(?:{_PATH})?")
"""An http(s) address (GFM 0.29, 6.9); :func:`ends` cuts what ends the sentence."""
_TRAIL = late(r"(?:\\?[?!.,:;~_]|&[A-Za-z0-9]{1,30};)+$")


def ends(address: str) -> int:
    """How much of what :data:`ADDRESS` found is the address: no full stop, no bracket too many."""
    while True:
        kept = _TRAIL.sub("", address)
        if kept.endswith(")") and kept.count(")") > kept.count("("):
            kept = kept[:-1]
        if kept == address:
            return len(kept)
        address = kept


def addresses(text: str) -> Iterator[tuple[int, str]]:
    """Place and text of each address in `text` that has a name of a host."""
    if "://" in text:
        for match in ADDRESS.finditer(text):
            found = match[0][: ends(match[0])]
            if not found.endswith("//"):
                yield match.start(), found
