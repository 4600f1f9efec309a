"""Whether the chain of today goes on where an earlier one, kept elsewhere, stopped.

Nothing inside one folder can show that its last decisions were cut off; what was seen before can.
"""

from collections.abc import Iterator, Sequence

from iama.audit.doubt import Doubt, entry_doubt
from iama.model.approval import Approval
from iama.model.entries import approval_digest
from iama.model.problems import Level


def entry_digests(approvals: Sequence[Approval]) -> tuple[str, ...]:
    """Return the digest of every entry, in order: what an anchor holds on to."""
    return tuple(map(approval_digest, approvals))


def _digests_of_other_branches(approval: Approval) -> Iterator[str]:
    while approval.merged:
        approval = approval.merged
        yield approval_digest(approval)


def dropped_doubts(approvals: Sequence[Approval], before: Sequence[str]) -> Iterator[Doubt]:
    """Yield each entry of an earlier chain (digests of entries, in order) that is not there, or is another."""
    now = entry_digests(approvals)
    taken_over = {digest for approval in approvals for digest in _digests_of_other_branches(approval)}
    for number, digest in enumerate(before, start=1):
        if digest in taken_over:
            continue
        if number > len(now):
            yield entry_doubt("approval-dropped", Level.ERROR, "verify-dropped", number, digest=digest)
        elif now[number - 1] != digest:
            yield entry_doubt("approval-dropped", Level.ERROR, "verify-replaced", number, digest=digest)


def gone_doubt(algorithm: str, before: Sequence[str]) -> Doubt:
    """Return that a dossier which had these decisions (digests of entries) is not there at all."""
    count = len(before)
    return entry_doubt("approval-dropped", Level.ERROR, "verify-folder-gone", 0, algorithm=algorithm, count=count)


def unexpected_doubts(approvals: Sequence[Approval], expected: Sequence[str]) -> Iterator[Doubt]:
    """Yield each digest, of an entry or a snapshot, that somebody noted before and no decision of today has."""
    there = {*entry_digests(approvals), *(approval.snapshot for approval in approvals)}
    there |= {digest for approval in approvals for digest in _digests_of_other_branches(approval)}
    for digest in expected:
        if digest not in there:
            yield entry_doubt("approval-dropped", Level.ERROR, "verify-not-expected", 0, digest=digest)
