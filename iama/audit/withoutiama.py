"""The lines of proof in a bundle: the entries as the very bytes that are digested and signed.

With them somebody without `iama` checks a decision by programs that every system has.
"""

from collections.abc import Mapping, Sequence

from iama.model.approval import Approval
from iama.model.entries import entry_bytes, signed_bytes

PROOF = "proof/"


def entry_name(number: int) -> str:
    """Return the file with all of an entry: its digest is what the next one holds on to."""
    return f"{PROOF}entry-{number}.json"


def made_name(approval: Approval) -> str:
    """Return the file with all of an entry as it was made, on the branch that it was taken over from."""
    return f"{PROOF}made-{approval.number}.json" if approval.merged else entry_name(approval.number)


def signed_name(number: int) -> str:
    """Return the file with what the signature of an entry is made over."""
    return f"{PROOF}signed-{number}.json"


def signature_name(number: int) -> str:
    """Return the file with the signature of an entry."""
    return f"{PROOF}signed-{number}.sig"


def proof_files(approvals: Sequence[Approval]) -> Mapping[str, bytes]:
    """Return the lines of proof of decisions, by name."""
    files = {}
    for approval in approvals:
        files[entry_name(approval.number)] = entry_bytes(approval)
        files[made_name(approval)] = entry_bytes(approval.as_made)
        if approval.signature:
            files[signed_name(approval.number)] = signed_bytes(approval)
            files[signature_name(approval.number)] = f"{approval.signature}\n".encode(errors="replace")
    return files
