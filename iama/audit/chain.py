"""The chain of decisions: whether every entry and every snapshot is there, whole, in order, and bound to the others.

What nobody can see without an anchor outside the files: the last entries cut off together with their snapshots, or
everything made anew. A git remote, a signature or a published page is such an anchor.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from iama.audit.snapshot import (
    BrokenSnapshot,
    Document,
    Snapshot,
    digest_of,
    file_name,
    read_document,
    read_snapshot,
)
from iama.model.approval import Approval, Decision

B = TypeVar("B", Snapshot, Document)


@dataclass(frozen=True, slots=True)
class Break:
    """Something that is wrong with the chain; `number` is 0 when it is about no single entry."""

    number: int
    message: str
    file: str = ""  # the snapshot that it is about; empty for the entry itself


@dataclass(frozen=True, slots=True)
class Kept:
    """Decisions with the documents that they bind, by file name."""

    algorithm: str
    approvals: Sequence[Approval]
    files: Mapping[str, bytes]

    def snapshot(self, approval: Approval) -> Snapshot:
        """Return what an approval binds; raises BrokenSnapshot when it is not there, not as it was, or of another."""
        return self._belonging(approval, read_snapshot(self._content(approval)))

    def document(self, approval: Approval) -> Document:
        """Return what the snapshot of an approval says of itself, in a tenth of the time; raises as `snapshot`."""
        return self._belonging(approval, read_document(self._content(approval)))

    def _belonging(self, approval: Approval, bound: B) -> B:
        """Return what an approval binds when it belongs to the entry, in the dossier of this algorithm."""
        if approval.draft() != bound.decision:
            raise BrokenSnapshot("it says something else than its snapshot")
        if bound.algorithm != self.algorithm:
            raise BrokenSnapshot("its snapshot is of another algorithm")
        return bound

    def _content(self, approval: Approval) -> bytes:
        content = self.files.get(file_name(approval.snapshot))
        if content is None:
            raise BrokenSnapshot("its snapshot is not there")
        if digest_of(content) != approval.snapshot:
            raise BrokenSnapshot("its snapshot was changed")
        return content


def breaks(kept: Kept, today: date, *, quick: bool = False) -> Iterator[Break]:
    """Yield everything that is wrong with the entries, their order, and their snapshots.

    A quick look sees every change since they were made; whether a snapshot made any sense it does not see.
    """
    bind: Callable[[Approval], Snapshot | Document] = kept.document if quick else kept.snapshot
    before: Approval | None = None
    for place, approval in enumerate(kept.approvals, start=1):
        for message in (*_out_of_line(approval, before, place, today), *_contradictory(approval)):
            yield Break(place, message)
        try:
            bind(approval)
        except BrokenSnapshot as error:
            yield Break(place, str(error), file_name(approval.snapshot))
        before = approval
    yield from _strays(kept)


def _out_of_line(approval: Approval, before: Approval | None, place: int, today: date) -> Iterator[str]:
    if approval.number != place:
        yield f"it has number {approval.number}: an entry was dropped, moved or doubled"
    if approval.previous != (before.digest if before else ""):
        yield "it does not follow on the entry before it: that one was changed, dropped or moved"
    if before and approval.date < before.date:
        yield "it has an earlier date than the entry before it"
    if approval.date > today.isoformat():
        yield "it has a date that is still to come"


def _contradictory(approval: Approval) -> Iterator[str]:
    if bool(approval.conditions) is not (approval.decision is Decision.CONDITIONS):
        yield "its decision and its conditions do not fit together"
    if bool(approval.signer) is not bool(approval.signature):
        yield "it names who signed it and holds no signature, or the other way round"


def _strays(kept: Kept) -> Iterator[Break]:
    bound = [file_name(approval.snapshot) for approval in kept.approvals]
    for name in sorted(set(kept.files) - set(bound)):
        yield Break(0, "no entry of approvals.yaml binds this file", name)
    for place, name in enumerate(bound):
        if name in bound[:place]:
            yield Break(place + 1, "an earlier entry binds the same snapshot", name)
