"""The entries of `approvals.yaml` as records, each in the format in which it was made."""

from typing import Any

from iama.model import format1, format2
from iama.model.approval import Approval
from iama.model.canonical import canonical_bytes, canonical_digest


def approval_record(entry: Approval) -> dict[str, Any]:
    """Return an entry under the keys of its format, without its signature and what is empty."""
    return format2.entry_record(entry) if entry.keeps_pages else format1.entry_record(entry)


def signed_bytes(entry: Approval) -> bytes:
    """Return the bytes that a signature is made over: all of the entry but the signature."""
    return canonical_bytes(approval_record(entry))


def approval_digest(entry: Approval) -> str:
    """Return the digest by which the next entry holds on to this one, its signature included."""
    return canonical_digest({**approval_record(entry), "signature": entry.signature})
