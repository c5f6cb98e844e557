"""Which letters no installed font has: a PDF would show boxes in their place."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any

from julasan.typeset.engine import loaded

_CDEF = """
    typedef struct _FcObjectSet FcObjectSet;
    typedef struct _FcCharSet FcCharSet;
    FcResult FcPatternGetCharSet (const FcPattern *p, const char *object, int n, FcCharSet **c);
    FcBool FcCharSetHasChar (const FcCharSet *fcs, uint32_t ucs4);
"""


def missing(text: str) -> str:
    """The letters of `text` that cannot be printed, each once; what is never seen does not count."""
    return "".join(letter for letter in dict.fromkeys(text) if not _printable(letter))


@lru_cache(maxsize=4096)
def _printable(letter: str) -> bool:
    if letter.isascii() or "\u0e00" <= letter <= "\u0e7f":
        return True
    # Spaces, joiners, variation selectors, marks of direction: fonts need not have them.
    if (
        letter.isspace()
        or unicodedata.category(letter) in ("Cf", "Cc", "Cn")
        or "\ufe00" <= letter <= "\ufe0f"
    ):
        return True
    fontconfig, charsets = _charsets()
    return any(fontconfig.FcCharSetHasChar(charset, ord(letter)) for charset in charsets)


@lru_cache(maxsize=1)
def _charsets() -> tuple[Any, list[Any]]:
    """fontconfig, and what each font of this machine has; they live as long as the process."""
    loaded()
    from weasyprint.text.ffi import ffi, fontconfig

    ffi.cdef(_CDEF)
    fonts = fontconfig.FcConfigGetFonts(fontconfig.FcInitLoadConfigAndFonts(), fontconfig.FcSetSystem)
    found = []
    for number in range(fonts.nfont):
        charset = ffi.new("FcCharSet **")
        if fontconfig.FcPatternGetCharSet(fonts.fonts[number], b"charset", 0, charset) == 0:
            found.append(charset[0])
    return fontconfig, found
