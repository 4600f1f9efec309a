"""The forms of what names something: ids, versions and digests, wherever they come from."""

import re

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_VERSION = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_MEANT = frozenset({"and", "or", "not", "in", "answered", "any", "every", "count", "key", "as-of", "law"})


def is_id(text: str) -> bool:
    """Return whether something can be called so: lower-case letters, digits and hyphens."""
    return bool(_ID.fullmatch(text))


def is_name(text: str) -> bool:
    """Return whether conditions can name a question so: an id that means nothing else there."""
    return is_id(text) and text not in _MEANT


def is_version(text: str) -> bool:
    """Return whether it is a version, such as 2.0."""
    return bool(_VERSION.fullmatch(text))


def is_digest(text: str) -> bool:
    """Return whether it is a digest, as `sha256:…`."""
    return bool(_DIGEST.fullmatch(text))
