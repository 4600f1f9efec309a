"""Time stamps of RFC 3161 beside decisions: outside the chain, so that one can come later.

A stamp is made over the digest of an entry; whether it holds, OpenSSL says (`files/timestamps.py`).
"""

import re
from datetime import UTC, datetime

from iama.model.approval import Approval
from iama.model.entries import approval_digest

SUFFIX = ".tsr"
_MOMENT = re.compile(rb"\x18.(\d{14})(?:\.\d+)?Z", re.DOTALL)  # GeneralizedTime; the first one is `genTime`


def stamp_name(entry: Approval) -> str:
    """Return the file, in the folder of what was approved, with the time stamp of an entry."""
    return approval_digest(entry).removeprefix("sha256:") + SUFFIX


def stamp_names(approval: Approval) -> tuple[str, ...]:
    """Return the files that may hold a time stamp of a decision: of its entry, and of the one that it took over."""
    return tuple(dict.fromkeys((stamp_name(approval), stamp_name(approval.as_made))))


def stamped_at(content: bytes) -> datetime | None:
    """Return the moment (UTC) that a time stamp says, or None when it says none; nothing of it is checked."""
    found = _MOMENT.search(content)
    if not found:
        return None
    try:
        return datetime.strptime(found[1].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
