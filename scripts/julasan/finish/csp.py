"""A Content-Security-Policy in every page: only our own files, and the inline scripts known by their hash."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

_AFTER = '<meta charset="utf-8">'


def policy(scripts: Iterable[str]) -> str:
    """The policy (W3C CSP Level 3) of a page with these inline scripts."""
    hashes = " ".join(sorted({f"'sha256-{_hash(text)}'" for text in scripts}))
    return (
        "default-src 'none'; "
        f"script-src 'self'{' ' + hashes if hashes else ''}; "
        # Material's bundle sets styles of its own; a style can load nothing from elsewhere.
        "style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
        "base-uri 'none'; form-action 'self'"
    )


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def with_policy(html: str, scripts: Iterable[str]) -> str:
    """Return the page with its policy, before anything that it governs."""
    head, found, rest = html.partition(_AFTER)
    if not found:
        return html
    return f'{head}{found}<meta http-equiv="Content-Security-Policy" content="{policy(scripts)}">{rest}'
