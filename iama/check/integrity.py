"""Rules about whether what was approved still stands, and can be proved: the same doubts that `iama verify` has.

Pages must be as they were; whether they say what was decided, `iama verify` tells too.
"""

from collections.abc import Iterator, Mapping

from iama.assess.outcome import Status
from iama.audit.chain import Kept, breaks
from iama.audit.snapshot import BrokenSnapshot
from iama.audit.verification import ENTRIES, FOLDER, Doubt, changed, compared, of_approval, of_signature
from iama.check.judged_dossier import Seen, Subject
from iama.files.dossierfolder import file_of
from iama.model.approval import Approval
from iama.model.contents import below
from iama.model.dossier import Dossier
from iama.model.problems import Level
from iama.model.questionnaire import plain_id
from iama.words import Phrase

_ALLOWED = "follow-up-changed"  # what it is for
_MOST = 200  # decisions about one algorithm; a stranger must not keep the gate busy


def integrity(subject: Subject) -> Iterator[Seen]:
    """A decision, its signature or its snapshot is not as it was, or what it covers changed since."""
    if not subject.approvals and not _snapshots(subject):
        return
    for doubt in _doubts(subject):
        if doubt.code != _ALLOWED and not _unread(doubt, subject):
            yield _seen(doubt, subject)


def _doubts(subject: Subject) -> Iterator[Doubt]:
    if len(subject.approvals) > _MOST:
        yield Doubt("approval-broken", Level.ERROR, Phrase("check-many-decisions", limit=_MOST), ENTRIES)
        return
    kept = Kept(subject.dossier.id, subject.approvals, _snapshots(subject), subject.objects)
    for one in breaks(kept, subject.as_of, quick=True):
        file = f"{FOLDER}/{one.file}" if one.file else ENTRIES
        yield Doubt("approval-broken", Level.ERROR, of_approval(one.number, one.message), file, approval=one.number)
    for approval in kept.approvals:
        yield from of_signature(approval, subject.sealed)
        if compared(approval, kept):
            yield from _changed(approval, kept, subject.dossier)


def _changed(approval: Approval, kept: Kept, dossier: Dossier) -> Iterator[Doubt]:
    """Yield what changed since a decision; its snapshot is read as a whole when something did, and not before."""
    try:
        if kept.document(approval).stands(dossier):
            return
    except BrokenSnapshot:  # told among the breaks
        return
    try:
        yield from changed(approval, kept.snapshot(approval), dossier)
    except BrokenSnapshot as error:
        message = of_approval(approval.number, error.phrase)
        yield Doubt("approval-broken", Level.ERROR, message, ENTRIES, approval=approval.number)


def _snapshots(subject: Subject) -> Mapping[str, bytes]:
    return below(f"{FOLDER}/", subject.files)


def _seen(doubt: Doubt, subject: Subject) -> Seen:
    """Return a doubt as a finding; which withheld answer changed is not told."""
    number = str(doubt.approval)
    if doubt.code == "changed-after-approval" and _veiled(doubt, subject):
        return Seen(doubt.code, "withheld", detail=number, about={"number": number}, file=doubt.file)
    question, _, key = doubt.question.partition("[")
    about = {"doubt": doubt.message, "number": number}
    variant = "unchecked" if doubt.code == "signature-invalid" and doubt.level < Level.ERROR else ""
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


def _veiled(doubt: Doubt, subject: Subject) -> bool:
    """Return whether a doubt is about an answer that the public may not know of."""
    question, _, key = doubt.question.partition("[")
    entry = subject.outcome.entry(plain_id(doubt.assessment), question, key.rstrip("]") or None)
    if subject.outcome is subject.recorded or not question:
        return False
    return entry is None or not entry.status.applies or entry.status is Status.WITHHELD
