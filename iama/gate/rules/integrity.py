"""Rules about whether what was approved still stands, and can be proved: the same doubts that `iama verify` has.

Pages must be as they were; whether they say what was decided, `iama verify` tells too.
"""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from iama.assess.outcome import Status
from iama.audit.chain import Kept, breaks
from iama.audit.doubt import ENTRIES, FOLDER, Doubt
from iama.audit.snapshot import BrokenSnapshot
from iama.audit.verification import (
    Seal,
    changes_since_approval,
    is_compared_today,
    signature_doubts,
    with_approval_number,
)
from iama.files.dossierfolder import file_of
from iama.files.programs import NoProgram
from iama.files.signatures import fault, intact
from iama.gate.codes import INTEGRITY
from iama.gate.judged_dossier import Seen, Subject, leave_seal_unchecked
from iama.model.approval import Approval
from iama.model.contents import below
from iama.model.dossier import Dossier
from iama.model.problems import Level
from iama.model.questionnaire import plain_id
from iama.model.signing import UNSIGNED, Signing
from iama.words import Phrase

CODES = dict.fromkeys(
    ("approval-broken", "signature-invalid", "signature-unchecked", "not-signed", "changed-after-approval"), INTEGRITY
)
_ALLOWED = "follow-up-changed"  # what it is for
_MOST = 200  # decisions about one algorithm; a stranger must not keep the gate busy


class Seals(Struct, frozen=True):
    """What a project, or a bundle where the project names no keys, asks of signatures."""

    signing: Signing = UNSIGNED

    def judge(self, approval: Approval) -> tuple[Seal, Phrase | str]:
        """Return what became of a signature, and why; without OpenSSH none can be judged."""
        if not approval.signature:
            lacks = self.signing.requires_signature(approval)
            return (Seal.LACKING, Phrase("seal-lacking")) if lacks else (Seal.NONE, "")
        try:
            if self.signing.allowed is None:
                return leave_seal_unchecked(approval) if intact(approval) else (Seal.INVALID, Phrase("seal-changed"))
            reason = fault(approval, self.signing.allowed, self.signing)
        except NoProgram as error:
            return Seal.UNJUDGED, Phrase("seal-unjudged", reason=error)
        return (Seal.INVALID, reason) if reason else (Seal.VALID, "")


def integrity_breaches(subject: Subject) -> Iterator[Seen]:
    """A decision, its signature or its snapshot is not as it was, or what it covers changed since."""
    if not subject.approvals and not _snapshots(subject):
        return
    for doubt in _doubts(subject):
        if doubt.code != _ALLOWED and not _unread(doubt, subject):
            yield _seen_doubt(doubt, subject)


def _doubts(subject: Subject) -> Iterator[Doubt]:
    if len(subject.approvals) > _MOST:
        yield Doubt("approval-broken", Level.ERROR, Phrase("check-many-decisions", limit=_MOST), ENTRIES)
        return
    kept = Kept(subject.dossier.id, subject.approvals, _snapshots(subject), subject.objects)
    for break_ in breaks(kept, subject.as_of, quick=True):
        file = f"{FOLDER}/{break_.file}" if break_.file else ENTRIES
        yield Doubt(
            "approval-broken",
            Level.ERROR,
            with_approval_number(break_.number, break_.message),
            file,
            approval=break_.number,
        )
    for approval in kept.approvals:
        yield from signature_doubts(approval, subject.sealed)
        if is_compared_today(approval, kept):
            yield from _changes_since_decision(approval, kept, subject.dossier)


def _changes_since_decision(approval: Approval, kept: Kept, dossier: Dossier) -> Iterator[Doubt]:
    """Yield what changed since a decision; its snapshot is read as a whole when something did, and not before."""
    try:
        if kept.snapshot_document(approval).is_unchanged_in(dossier):
            return
    except BrokenSnapshot:  # told among the breaks
        return
    try:
        yield from changes_since_approval(approval, kept.snapshot(approval), dossier)
    except BrokenSnapshot as error:
        message = with_approval_number(approval.number, error.phrase)
        yield Doubt("approval-broken", Level.ERROR, message, ENTRIES, approval=approval.number)


def stands_as_decided(name: str, subject: Subject) -> bool:
    """Return whether a file says what was decided about, word for word."""
    kept = Kept(subject.dossier.id, subject.approvals, _snapshots(subject), subject.objects)
    for approval in kept.approvals[-_MOST:]:
        try:
            document = kept.snapshot_document(approval) if is_compared_today(approval, kept) else None
        except BrokenSnapshot:  # told among the breaks
            continue
        covered = map(file_of, (*document.cover.whole, *document.cover.answers)) if document else ()
        if document and name in covered and document.is_unchanged_in(subject.dossier):
            return True
    return False


def _snapshots(subject: Subject) -> Mapping[str, bytes]:
    return below(f"{FOLDER}/", subject.files)


def _seen_doubt(doubt: Doubt, subject: Subject) -> Seen:
    """Return a doubt as a finding; which withheld answer changed is not told."""
    number = str(doubt.approval)
    if doubt.code == "changed-after-approval" and _is_about_withheld(doubt, subject):
        return Seen(doubt.code, "withheld", detail=number, about={"number": number}, file=doubt.file)
    question, _, key = doubt.question.partition("[")
    about = {"doubt": doubt.message, "number": number}
    variant = "no-keys" if doubt.code == "signature-unchecked" and doubt.level < Level.ERROR else ""
    detail = f"{number} {doubt.file}"
    return Seen(
        doubt.code,
        variant,
        doubt.assessment,
        question,
        key.rstrip("]") or None,
        detail=detail,
        about=about,
        file=doubt.file,
        early=bool(variant),
    )


def _unread(doubt: Doubt, subject: Subject) -> bool:
    """Return whether a doubt is about a file that is there and cannot be read, which its own findings tell."""
    there = doubt.code == "changed-after-approval" and file_of(doubt.assessment) in subject.files
    return there and doubt.assessment not in subject.dossier.assessments


def _is_about_withheld(doubt: Doubt, subject: Subject) -> bool:
    """Return whether a doubt is about an answer that the public may not know of."""
    question, _, key = doubt.question.partition("[")
    entry = subject.outcome.find_entry(plain_id(doubt.assessment), question, key.rstrip("]") or None)
    if subject.outcome is subject.recorded or not question:
        return False
    return entry is None or not entry.status.applies or entry.status is Status.WITHHELD


RULES = (integrity_breaches,)
