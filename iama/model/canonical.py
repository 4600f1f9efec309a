"""One way to write a value as bytes (RFC 8785), so that its digest is the same everywhere. Owner of rfc8785."""

import hashlib
from typing import Any


def canonical_bytes(value: Any) -> bytes:
    """Return plain JSON data as canonical JSON: keys in order, no blanks, UTF-8."""
    import rfc8785  # costs 16 ms, and only approvals and public editions need it

    return rfc8785.dumps(value)


def canonical_digest(value: Any) -> str:
    """Return the SHA-256 of the canonical form, as `sha256:…`."""
    return digest_of(canonical_bytes(value))


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of a document, as `sha256:…`."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
