"""The entries of `approvals.yaml` as records, each in the format in which it was made."""

from typing import Any

from iama.model import format1, format2
from iama.model.approval import Approval
from iama.model.canonical import canonical_bytes, digest_of


def approval_record(entry: Approval) -> dict[str, Any]:
    """Return an entry under the keys of its format, without its signature and what is empty.

    One that was taken over from another branch is its place in the chain, and the whole entry of there.
    """
    if entry.merged:
        return {"number": entry.number, "previous": entry.previous, "merged": _whole_record(entry.merged)}
    return format2.entry_record(entry) if entry.keeps_pages else format1.entry_record(entry)


def signed_bytes(entry: Approval) -> bytes:
    """Return the bytes that a signature is made over: all of the entry, as it was made, but the signature."""
    return canonical_bytes(approval_record(entry.as_made))


def entry_bytes(entry: Approval) -> bytes:
    """Return the bytes of an entry as a whole, its signature included."""
    return canonical_bytes(_whole_record(entry))


def _whole_record(entry: Approval) -> dict[str, Any]:
    return approval_record(entry) | ({} if entry.merged else {"signature": entry.signature})


def approval_digest(entry: Approval) -> str:
    """Return the digest by which the next entry holds on to this one: of all its bytes."""
    return digest_of(entry_bytes(entry))
