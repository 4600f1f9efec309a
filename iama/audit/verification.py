"""Whether what was approved can still be proved, and what changed since: everything that `iama verify` says.

No message quotes an answer; a changed question is named by its number and its text.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from iama.assess.approved import latest
from iama.assess.withholding import public_dossier
from iama.audit.asapproved import also_withheld, public_digest, withheld_since
from iama.audit.chain import Kept, breaks
from iama.audit.snapshot import BrokenSnapshot, Snapshot, file_name
from iama.model.approval import Approval
from iama.model.dossier import Assessment, Dossier, Slot
from iama.model.problems import Level
from iama.model.questionnaire import AROUND, FOLLOW_UP, Questionnaire, plain_id, said

ENTRIES = "approvals.yaml"
FOLDER = "approved"


class Seal(StrEnum):
    """What became of a signature."""

    VALID = "valid"
    INVALID = "invalid"
    UNCHECKED = "unchecked"  # nothing says which keys may sign


Asked = Callable[[str], Questionnaire | None]
Sealed = Callable[[Approval], tuple[Seal, str]]  # and why, when it is not valid


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that `verify` has to say; `file` is seen from the dossier."""

    code: str
    level: Level
    message: str
    file: str
    hint: str = ""
    approval: int = 0
    assessment: str = ""
    question: str = ""


def verified(
    kept: Kept, dossier: Dossier, sealed: Sealed, today: date, asked: Asked = lambda ref: None
) -> Iterator[Doubt]:
    """Yield everything that is wrong with the decisions of a dossier, and what changed since the last of each.

    `asked` gives the question trees of this version by ref.
    """
    for one in breaks(kept, today):
        subject = f"approval {one.number}: " if one.number else ""
        file = f"{FOLDER}/{one.file}" if one.file else ENTRIES
        yield _broken(subject + one.message, file, one.number)
    for approval in kept.approvals:
        yield from of_signature(approval, sealed)
        try:
            bound = kept.snapshot(approval)
        except BrokenSnapshot:  # told among the breaks
            continue
        yield from _of_rendering(approval, bound)
        if approval is latest(kept.approvals, approval.questionnaire):
            yield from _revised(approval, bound, asked)
        if compared(approval, kept):
            yield from changed(approval, bound, dossier)


def compared(approval: Approval, kept: Kept) -> bool:
    """Return whether the answers of today are held against a decision: the last of its kind, and no `no-go`."""
    return approval.decision.goes_on and approval is latest(kept.approvals, approval.questionnaire)


def _broken(message: str, file: str, number: int) -> Doubt:
    hint = "restore the file as it was from git; a decision is never changed, a new one is added"
    return Doubt("approval-broken", Level.ERROR, message, file, hint, number)


def of_signature(approval: Approval, sealed: Sealed) -> Iterator[Doubt]:
    """Yield what is wrong with the signature of a decision: nothing when it has none."""
    if not approval.signature:
        return
    seal, reason = sealed(approval)
    message = f"approval {approval.number}: its signature {{}}: {reason}"
    if seal is Seal.INVALID:
        hint = "look who signed it, and on which days that key may sign"
        message = message.format("is not valid")
        yield Doubt("signature-invalid", Level.ERROR, message, ENTRIES, hint, approval.number)
    if seal is Seal.UNCHECKED:
        hint = 'name the keys that may sign: `allowed-signers = "FILE"` in iama.toml'
        message = message.format("was not checked")
        yield Doubt("signature-invalid", Level.WARNING, message, ENTRIES, hint, approval.number)


def _of_rendering(approval: Approval, bound: Snapshot) -> Iterator[Doubt]:
    """Render what was approved again, and compare it with what the entry says of it."""
    try:
        if public_digest(bound) != approval.public:
            message = f"approval {approval.number}: its snapshot does not render to the public page that it names"
            yield _broken(message, ENTRIES, approval.number)
    except BrokenSnapshot as error:
        message = f"approval {approval.number}: {error}"
        yield _broken(message, f"{FOLDER}/{file_name(approval.snapshot)}", approval.number)


def _revised(approval: Approval, bound: Snapshot, asked: Asked) -> Iterator[Doubt]:
    """Yield which questionnaires ask something else by now; a decision is about the questions of then."""
    for ref in (*bound.cover.whole, *bound.cover.answers):
        then, now = bound.trees[ref], asked(ref)
        if now is None or now.digest == then.digest:
            continue
        since = f"this version of iama has revision {now.revision}"
        if now.revision == then.revision:
            since = "this version of iama has another text of that revision"
        message = f"approval {approval.number}: {ref} was assessed with revision {then.revision}; {since}"
        hint = "nothing is wrong: the page shows the questions of then; `iama diff` says what changed"
        yield Doubt("questionnaire-revised", Level.NOTE, message, _file(ref), hint, approval.number, ref)


def changed(approval: Approval, bound: Snapshot, dossier: Dossier) -> Iterator[Doubt]:
    """Yield what changed in a dossier since it was approved: covered answers are errors, follow-up is a note."""
    for ref in bound.cover.whole:
        yield from _differences(approval, bound, dossier, ref, None)
    for ref, slots in bound.cover.answers.items():
        yield from _differences(approval, bound, dossier, ref, slots)
    follow_up = next((ref for ref, tree in bound.trees.items() if tree.id == FOLLOW_UP), None)
    if follow_up:
        for doubt in _differences(approval, bound, dossier, follow_up, None):
            yield replace(doubt, code="follow-up-changed", level=Level.NOTE, hint="")
    if new := len(withheld_since(bound, dossier)):
        message = f"the public edition of approval {approval.number} leaves out more by now (rows added: {new})"
        yield Doubt("follow-up-changed", Level.NOTE, message, "follow-up.yaml", "", approval.number)


def outdated(approval: Approval, bound: Snapshot, dossier: Dossier, public: Dossier | None = None) -> bool:
    """Return whether covered answers changed since a decision; with `public`, as far as the public may know.

    Of an older version of a questionnaire `public` holds nothing: what was public of it then is made public of now.
    Raises UsageError when a row of withheld names no question of that version.
    """
    if public is None:
        return any(doubt.level is Level.ERROR for doubt in changed(approval, bound, dossier))
    withheld = also_withheld(bound, withheld_since(bound, dossier))
    then = replace(bound, dossier=public_dossier(withheld, bound.trees.values(), bound.law, bound.as_of))
    if approval.questionnaire not in public.assessments:
        public = public_dossier(dossier, bound.trees.values(), bound.law, bound.as_of)
    return any(doubt.level is Level.ERROR for doubt in changed(approval, then, public))


def _differences(
    approval: Approval, bound: Snapshot, dossier: Dossier, ref: str, slots: tuple[Slot, ...] | None
) -> Iterator[Doubt]:
    """Yield the answers of one assessment that differ, of all slots or of those that are covered."""
    then, now = bound.dossier.assessments[ref], dossier.assessments.get(ref)
    since = f"since approval {approval.number}"
    hint = "put it back as it was, or record a new decision with `iama approve`"

    def doubt(message: str, question: str = "") -> Doubt:
        said_of = (approval.number, ref, question)
        return Doubt("changed-after-approval", Level.ERROR, message, _file(ref), hint, *said_of)

    if now is None:
        yield doubt(f"{ref} is gone {since}")
        return
    if slots is None and then.language != now.language:
        yield doubt(f"the language of {ref} changed {since}")
    for slot in _changed_slots(then, now, bound.trees[ref]) if slots is None else slots:
        if then.answer(*slot) != now.answer(*slot):
            yield doubt(f"{_named(slot, bound.trees[ref], bound.language)} changed {since}", _id(slot))


def _changed_slots(then: Assessment, now: Assessment, tree: Questionnaire) -> list[Slot]:
    order = {id_: place for place, id_ in enumerate(tree.questions)}
    slots = dict.fromkeys([*then.answers, *now.answers])
    return sorted(slots, key=lambda slot: (order.get(slot[0], len(order)), slot[0], slot[1] or ""))


def _named(slot: Slot, tree: Questionnaire, language: str) -> str:
    question = tree.questions.get(slot[0])
    number = f" {question.number}" if question and question.number else ""
    text = f" “{said(question.text, language)}”" if question else ""
    return f"question{number} `{_id(slot)}`{text}"


def _id(slot: Slot) -> str:
    return f"{slot[0]}[{slot[1]}]" if slot[1] else slot[0]


def _file(ref: str) -> str:
    """Return the file of an assessment, as dossiers name it."""
    name = plain_id(ref)
    return f"{name}.yaml" if name in AROUND else f"{ref}.yaml"


def record(doubts: Iterable[tuple[str, Iterable[Doubt]]]) -> list[dict[str, object]]:
    """Return doubts with the algorithm that they are about as plain data, under the keys of findings everywhere."""
    return [
        {
            "code": one.code,
            "severity": str(one.level),
            "algorithm": algorithm,
            "assessment": one.assessment or None,
            "question": one.question or None,
            "approval": one.approval or None,
            "message": one.message,
            "hint": one.hint,
            "path": one.file,
        }
        for algorithm, found in doubts
        for one in found
    ]
