"""Two branches on which decisions were recorded, to one chain: no signed decision is thrown away."""

from collections.abc import Sequence

from iama.model.approval import Approval, Decision
from iama.model.entries import approval_digest

_STRICTNESS = (Decision.GO, Decision.CONDITIONS, Decision.NO_GO)


class NoCommonStart(ValueError):
    """The two do not begin alike: they are no branches of one chain."""


def merge_decisions(
    base: Sequence[Approval], ours: Sequence[Approval], theirs: Sequence[Approval]
) -> tuple[tuple[Approval, ...], tuple[Approval, ...]]:
    """Return the chain that stays as it is, and the entries that are to be added to it: those of the other branch.

    Whoever merges gets the same: the branch that decided last is taken over, so that its decision stays the last one;
    of the same day the strictest. Each entry that is taken over holds the whole entry of its own branch, signature
    included. Raises NoCommonStart.
    """
    start = len(base)
    if tuple(ours[:start]) != tuple(base) or tuple(theirs[:start]) != tuple(base):
        raise NoCommonStart
    if ours[start:] == theirs[: len(ours)][start:]:
        return tuple(ours), tuple(theirs[len(ours) :]) if len(theirs) > len(ours) else ()
    if theirs[start:] == ours[: len(theirs)][start:]:
        return tuple(ours), ()
    first, second = sorted((tuple(ours), tuple(theirs)), key=_last_decided)
    added: list[Approval] = []
    for entry in second[start:]:
        chain = (*first, *added)
        added.append(entry.merged_as(len(chain) + 1, approval_digest(chain[-1])))
    return first, tuple(added)


def _last_decided(chain: Sequence[Approval]) -> tuple[str, str, int, str]:
    last = chain[-1]
    return last.decided_on, last.recorded_on, _STRICTNESS.index(last.decision), approval_digest(last)
