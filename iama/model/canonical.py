"""One way to write a value as bytes (RFC 8785), so that its digest is the same everywhere. Owner of rfc8785."""

import hashlib
import json
from typing import Any

_MOST = 2**53 - 1  # a whole number that every reader of JSON knows exactly
_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":"))


def canonical_bytes(value: Any) -> bytes:
    """Return plain JSON data as canonical JSON: keys in order, no blanks, UTF-8."""
    if _is_simple(value):
        try:
            return _ENCODER.encode(value).encode()
        except UnicodeEncodeError:  # half a surrogate pair, about which rfc8785 has the word
            pass
    import rfc8785  # costs 16 ms, and only approvals and public editions need it

    return rfc8785.dumps(value)


def _is_simple(value: Any) -> bool:
    """Return whether the standard library writes a value as RFC 8785 does, in a tenth of the time.

    It writes numbers with a point in another way, and sorts keys by code points instead of UTF-16.
    """
    waiting = [value]
    while waiting:
        one = waiting.pop()
        kind = type(one)
        if kind is dict:
            if not all(type(key) is str and key.isascii() for key in one):
                return False
            waiting += one.values()
        elif kind is list or kind is tuple:
            waiting += one
        elif kind is int:
            if not -_MOST <= one <= _MOST:
                return False
        elif kind is not str and kind is not bool and one is not None:
            return False
    return True


def canonical_digest(value: Any) -> str:
    """Return the SHA-256 of the canonical form, as `sha256:…`."""
    return digest_of(canonical_bytes(value))


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of a document, as `sha256:…`."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
