"""The chain of decisions: whether every entry and every snapshot is there, whole, in order, and bound to the others.

What nobody can see without an anchor outside the files: the last entries cut off together with their snapshots, or
everything made anew. A git remote, a signature or a published page is such an anchor.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from msgspec import Struct, field

from iama.audit.pages import page_names, read_page
from iama.audit.snapshot import (
    BrokenSnapshot,
    Document,
    Objects,
    Snapshot,
    file_name,
    held_object,
    read_document,
    read_snapshot,
)
from iama.audit.stamps import stamp_names
from iama.model.approval import Approval, Decision
from iama.model.canonical import digest_of
from iama.model.entries import approval_digest as entry_digest
from iama.words import Phrase, hint_of

B = TypeVar("B", Snapshot, Document)


class Break(Struct, frozen=True):
    """Something that is wrong with the chain; `number` is 0 when it is about no single entry."""

    number: int
    message: Phrase
    file: str = ""  # the snapshot that it is about; empty for the entry itself
    hint: Phrase = Phrase("verify-restore")


class Kept(Struct, frozen=True):
    """Decisions with what they bind, by file name: snapshots and pages of the dossier, and objects of all dossiers."""

    algorithm: str
    approvals: Sequence[Approval]
    files: Mapping[str, bytes]
    objects: Objects = field(default_factory=dict)

    def snapshot(self, approval: Approval) -> Snapshot:
        """Return what an approval binds; raises BrokenSnapshot when it is not there, not as it was, or of another."""
        return self._belonging(approval, read_snapshot(self._snapshot_bytes(approval), self.objects))

    def snapshot_document(self, approval: Approval) -> Document:
        """Return what the snapshot of an approval says of itself, in a tenth of the time; raises as `snapshot`."""
        return self._belonging(approval, read_document(self._snapshot_bytes(approval)))

    def page(self, approval: Approval, name: str) -> bytes | None:
        """Return a page that was decided on, None when none of that name is kept; raises BrokenSnapshot.

        `name` is what stands behind the digest of its snapshot, such as `public.nl.html.gz`.
        """
        bound = page_names(approval)
        file = f"{approval.snapshot.removeprefix('sha256:')}.{name}"
        return read_page(file, bound[file], self.files) if file in bound else None

    def _belonging(self, approval: Approval, bound: B) -> B:
        """Return what an approval binds when it belongs to the entry, in the dossier of this algorithm."""
        if approval.draft() != bound.decision:
            raise BrokenSnapshot("snapshot-other-entry")
        if bound.algorithm != self.algorithm:
            raise BrokenSnapshot("snapshot-other-algorithm", algorithm=bound.algorithm, folder=self.algorithm)
        return bound

    def _snapshot_bytes(self, approval: Approval) -> bytes:
        content = self.files.get(file_name(approval.snapshot))
        if content is None:
            raise BrokenSnapshot("snapshot-missing")
        if digest_of(content) != approval.snapshot:
            end = digest_of(content.rstrip(b"\r\n")) == approval.snapshot
            raise BrokenSnapshot("snapshot-line-end" if end else "snapshot-changed")
        return content


def breaks(kept: Kept, today: date, *, quick: bool = False, last: bool = False) -> Iterator[Break]:
    """Yield everything that is wrong with the entries, their order, and their snapshots.

    A quick look sees every change since they were made; whether a snapshot made any sense it does not see. With `last`
    only what the last entry binds is looked at, and of the others that their entries add up.
    """
    bind: Callable[[Approval], Snapshot | Document] = kept.snapshot_document if quick else kept.snapshot
    numbers: dict[str, int] = {"": 0}  # of the entries so far by their digests, on whatever branch they were made
    followed: set[str] = set()  # ids of conditions so far: a record of one counts for all of that id
    before: Approval | None = None
    for place, approval in enumerate(kept.approvals, start=1):
        for message in (*_out_of_line(approval, before, place, today), *_contradictory(approval)):
            yield Break(place, message)
        for condition in approval.conditions if approval.keeps_pages else ():
            if condition.id in followed:
                yield Break(place, Phrase("chain-condition-taken", condition=condition.id))
            followed.add(condition.id)
        for entry in _taken_over(approval):
            if numbers.get(entry.previous) != entry.number - 1:
                yield Break(place, Phrase("chain-merged-unlinked"))
        numbers |= {entry_digest(entry): entry.number for entry in (approval, *_taken_over(approval))}
        before = approval
        if last and approval is not kept.approvals[-1]:
            continue
        try:
            for digest in kept.snapshot_document(approval).objects:
                held_object(digest, kept.objects)
            bind(approval)
        except BrokenSnapshot as error:
            yield broken_entry(place, error, file_name(approval.snapshot))
        yield from _page_breaks(approval, place, kept)
    yield from _strays(kept)


def broken_entry(number: int, error: BrokenSnapshot, file: str) -> Break:
    """Return what is wrong with what an entry binds, with its own remedy where there is one."""
    return Break(number, error.phrase, file, hint_of(error.phrase) or Phrase("verify-restore"))


def _page_breaks(approval: Approval, place: int, kept: Kept) -> Iterator[Break]:
    bound = page_names(approval)
    if approval.keeps_pages and not bound:
        yield Break(place, Phrase("chain-no-page"))
    for name, digest in bound.items():
        try:
            read_page(name, digest, kept.files)
        except BrokenSnapshot as error:
            yield broken_entry(place, error, name)


def _taken_over(approval: Approval) -> Iterator[Approval]:
    """Yield the entries of other branches that stand in one, the outermost first."""
    while approval.merged:
        approval = approval.merged
        yield approval


def _out_of_line(approval: Approval, before: Approval | None, place: int, today: date) -> Iterator[Phrase]:
    if approval.number != place:
        yield Phrase("chain-number", number=approval.number)
    if approval.previous != (entry_digest(before) if before else ""):
        yield Phrase("chain-unlinked")
    if before and approval.recorded_on < before.recorded_on and not approval.merged:
        yield Phrase("chain-earlier-date")
    if before and before.keeps_pages and not approval.keeps_pages and not approval.merged:
        yield Phrase("chain-older-format")
    if max(approval.decided_on, approval.recorded_on) > today.isoformat():
        yield Phrase("chain-date-to-come")
    elif approval.decided_on > approval.recorded_on:
        yield Phrase("chain-recorded-first")


def _contradictory(approval: Approval) -> Iterator[Phrase]:
    if bool(approval.conditions) is not (approval.decision is Decision.CONDITIONS):
        yield Phrase("chain-conditions")
    if any(not condition.text.strip() for condition in approval.conditions):
        yield Phrase("chain-condition-empty")
    if bool(approval.signer) is not bool(approval.signature):
        yield Phrase("chain-signer")


def _strays(kept: Kept) -> Iterator[Break]:
    bound = [file_name(approval.snapshot) for approval in kept.approvals]
    beside = {name for approval in kept.approvals for name in (*page_names(approval), *stamp_names(approval))}
    strays = sorted(set(kept.files) - set(bound) - beside)
    orphans = {name: orphan for name in strays if (orphan := _orphan(name, kept))}
    for name, orphan in orphans.items():
        yield Break(0, orphan, name, Phrase("chain-orphan-hint"))
    stems = {name.partition(".")[0] for name in orphans}
    for name in strays:
        if name.partition(".")[0] not in stems:
            yield Break(0, Phrase("chain-stray"), name, Phrase("chain-stray-hint"))
    for place, name in enumerate(bound):
        if name in bound[:place]:
            yield Break(place + 1, Phrase("chain-same-snapshot"), name)


def _orphan(name: str, kept: Kept) -> Phrase | None:
    """Return what a snapshot is of that no entry names; None for what is no snapshot of this dossier."""
    try:
        content = kept.files[name]
        document = read_document(content) if file_name(digest_of(content)) == name else None
    except (BrokenSnapshot, KeyError):
        return None
    if document is None or document.algorithm != kept.algorithm:
        return None
    made = document.decision
    about = {"number": made.number, "questionnaire": made.questionnaire, "decision": made.decision}
    return Phrase("chain-orphan", **about, day=made.recorded_on)
