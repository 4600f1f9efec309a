"""Whether what was approved can still be proved, and what changed since: everything that `iama verify` says.

No message quotes an answer; a changed question is named by its number and its text.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import StrEnum

from iama.assess.approved import latest
from iama.assess.withholding import public_dossier
from iama.audit.asapproved import newly_withheld_rows, with_withheld_rows
from iama.audit.chain import Break, Kept, breaks, broken_entry
from iama.audit.doubt import ENTRIES, FOLDER, Doubt, describe_slot, entry_doubt, slot_id
from iama.audit.following import FOLLOW_UP_REF, condition_doubts
from iama.audit.housepacks import official_law_digest, organisations
from iama.audit.judging import NOTHING, Today, judgement_doubts, newer_rules_doubts
from iama.audit.pages import INTERNAL, PUBLIC, Rendered, differing, page_letters, page_statements, unsaid_statements
from iama.audit.snapshot import BrokenSnapshot, Snapshot, file_name, refusing_misfits
from iama.model.approval import Approval
from iama.model.dossier import Assessment, Dossier, Slot
from iama.model.objects import tree_digest
from iama.model.problems import Level
from iama.model.questionnaire import AROUND, FOLLOW_UP, Questionnaire, plain_id
from iama.model.struct import replace
from iama.words import Phrase


class Seal(StrEnum):
    """What became of a signature."""

    NONE = "none"  # there is no signature, and none is asked
    LACKING = "lacking"  # there is none, and the project asks one
    VALID = "valid"
    INVALID = "invalid"
    UNCHECKED = "unchecked"  # nothing says which keys may sign
    UNJUDGED = "unjudged"  # the program that tells is not here


_SEAL_CODES = {
    Seal.LACKING: ("not-signed", Level.ERROR),
    Seal.INVALID: ("signature-invalid", Level.ERROR),
    Seal.UNCHECKED: ("signature-unchecked", Level.WARNING),
    Seal.UNJUDGED: ("signature-unchecked", Level.ERROR),
}


Sealed = Callable[[Approval], tuple[Seal, Phrase | str]]  # and why, when it is not valid


def verify_decisions(
    kept: Kept, dossier: Dossier, sealed: Sealed, today: date, known: Today = NOTHING
) -> Iterator[Doubt]:
    """Yield everything that is wrong with the decisions of a dossier, and what changed since the last of each."""
    told = set()
    for break_ in breaks(kept, today, quick=True):
        told.add((break_.number, break_.file))
        yield _break_doubt(break_)
    broken = {number for number, _ in told}
    numbered = dict(enumerate(kept.approvals, start=1))
    sound = {number for number in numbered if number not in broken}
    earlier = {number for number in sound if known.proven(known.proof_key(numbered[number]))}
    at_once = known.prove if known.render else None
    seen = at_once(kept, sorted(sound - earlier), known.separate_roles) if at_once else {}
    for number, approval in numbered.items():
        yield from signature_doubts(approval, sealed)
        proven = number in earlier
        is_latest = approval is latest(kept.approvals, approval.questionnaire)
        if proven and not is_latest:
            yield from _page_notes(approval, known)
            continue
        try:
            bound = kept.snapshot(approval)
        except BrokenSnapshot as error:
            file = file_name(approval.snapshot)
            if (number, file) not in told:
                yield _break_doubt(broken_entry(number, error, file))
            continue
        yield from _page_notes(approval, known) if number not in broken else ()
        yield from _house_notes(approval, bound, known)
        if not proven:
            whole = number in sound
            found = seen[number] if number in seen else own_doubts(approval, bound, kept, known, whole=whole)
            yield from found
            if whole and not found:
                known.keep_proven(known.proof_key(approval))
        if is_latest:
            yield from newer_rules_doubts(approval, bound, known)
            yield from _revision_doubts(approval, bound, known)
        if is_compared_today(approval, kept):
            yield from changes_since_approval(approval, bound, dossier)
    follow_up = known.asked(FOLLOW_UP_REF)
    yield from condition_doubts(kept, dossier, today, known.digest, follow_up.roles if follow_up else None)


def own_doubts(approval: Approval, bound: Snapshot, kept: Kept, known: Today, *, whole: bool) -> list[Doubt]:
    """Return what is wrong with a decision by itself: while nothing in it changes, the same program says the same.

    `whole` says that nothing is wrong with its files.
    """
    return [
        *_unpublished_doubts(approval, bound, known.published),
        *_page_doubts(approval, bound, kept, known, whole=whole),
        *judgement_doubts(approval, bound, known, kept.approvals),
    ]


def _break_doubt(break_: Break) -> Doubt:
    file = f"{FOLDER}/{break_.file}" if break_.file else ENTRIES
    doubt = _broken_approval_doubt(with_approval_number(break_.number, break_.message), file, break_.number)
    return replace(doubt, hint=break_.hint)


def is_compared_today(approval: Approval, kept: Kept) -> bool:
    """Return whether the answers of today are held against a decision: the last of its kind, and no `no-go`."""
    return approval.decision.goes_on and approval is latest(kept.approvals, approval.questionnaire)


def with_approval_number(number: int, words: Phrase) -> Phrase:
    """Return what is wrong with a decision, with its number; 0 means no single one."""
    return Phrase("verify-of-approval", number=number, words=words) if number else words


def _broken_approval_doubt(message: Phrase, file: str, number: int) -> Doubt:
    return Doubt("approval-broken", Level.ERROR, message, file, Phrase("verify-restore"), number)


def signature_doubts(approval: Approval, sealed: Sealed) -> Iterator[Doubt]:
    """Yield what is wrong with the signature of a decision, or that it has none where it must."""
    seal, reason = sealed(approval)
    if seal in _SEAL_CODES:
        code, level = _SEAL_CODES[seal]
        yield entry_doubt(code, level, f"verify-seal-{seal}", approval.number, reason=reason)


def _unpublished_doubts(approval: Approval, bound: Snapshot, published: Mapping[str, str]) -> Iterator[Doubt]:
    """Yield the question trees and legal facts of a decision that no release ever had; a house pack has no release."""
    digests = {ref: tree_digest(tree) for ref, tree in bound.trees.items() if not tree.organisation}
    digests |= {"law": official_law_digest(bound.law)}
    for ref, digest in digests.items():
        if published and digest not in published:
            about = {"ref": ref, "digest": digest}
            doubt = entry_doubt("unknown-questionnaire", Level.ERROR, "verify-unpublished", approval.number, **about)
            yield replace(doubt, assessment=ref)


def _page_doubts(approval: Approval, bound: Snapshot, kept: Kept, known: Today, *, whole: bool) -> Iterator[Doubt]:
    """Yield what is wrong with the pages of a decision that are there; those that are not are among the breaks."""
    if not approval.keeps_pages:
        return
    try:
        with refusing_misfits(what="pages"):
            if approval.program != known.program:
                for language in approval.pages:
                    yield from _silent_page_doubts(approval, bound, kept, language)
            elif known.render:
                yield from _made_again(approval, bound, known.render, kept.files)
    except BrokenSnapshot as error:
        if whole:  # else it is told among the breaks
            yield _broken_approval_doubt(with_approval_number(approval.number, error.phrase), ENTRIES, approval.number)


def _house_notes(approval: Approval, bound: Snapshot, known: Today) -> Iterator[Doubt]:
    """Yield whose own questions a decision rests on: those are proven by what it keeps of them alone."""
    if known.published and (names := organisations(bound)):
        yield entry_doubt("house-questions", Level.NOTE, "verify-house", approval.number, organisations=names)


def _made_again(approval: Approval, bound: Snapshot, render: Rendered, files: Mapping[str, bytes]) -> Iterator[Doubt]:
    """Yield what differs when the program that made the pages makes them again."""
    for language in differing(approval, bound, render, files):
        message = Phrase("verify-page-other", number=approval.number, language=language)
        yield _broken_approval_doubt(message, ENTRIES, approval.number)


def _page_notes(approval: Approval, known: Today) -> Iterator[Doubt]:
    """Yield that a decision kept no page, or that another program made its pages."""
    if not approval.keeps_pages:
        yield entry_doubt("page-not-kept", Level.NOTE, "verify-page-not-kept", approval.number)
    elif approval.program != known.program:
        made = f"iama {approval.program.version}" if approval.program else Phrase("verify-other-program")
        yield entry_doubt("layout-not-made-again", Level.NOTE, "verify-made-elsewhere", approval.number, made=made)


def _silent_page_doubts(approval: Approval, bound: Snapshot, kept: Kept, language: str) -> Iterator[Doubt]:
    """Yield what the pages in one language that are as they were do not say of their snapshot."""
    statements = page_statements(bound, language)
    for page in (PUBLIC.format(language), INTERNAL.format(language)):
        try:
            content = kept.page(approval, page)
        except BrokenSnapshot:  # told among the breaks
            continue
        for ref in unsaid_statements(statements, page_letters(content or b"")):
            message = Phrase("verify-page-silent", number=approval.number, page=page, ref=ref)
            yield _broken_approval_doubt(message, ENTRIES, approval.number)


def _revision_doubts(approval: Approval, bound: Snapshot, known: Today) -> Iterator[Doubt]:
    """Yield which questionnaires ask something else by now; a decision is about the questions of then.

    Of one that no release ever had, that is said, and not that nothing is wrong.
    """
    for ref in (*bound.cover.whole, *bound.cover.answers):
        then, now = bound.trees[ref], known.asked(ref)
        digest = tree_digest(then)
        released = not known.published or digest in known.published or then.organisation
        if now is None or tree_digest(now) == digest or not released:
            continue
        since = Phrase("verify-since-revision", revision=now.revision)
        if now.revision == then.revision:
            since = Phrase("verify-since-text")
        about = {"ref": ref, "revision": then.revision, "since": since}
        doubt = entry_doubt("questionnaire-revised", Level.NOTE, "verify-revised", approval.number, **about)
        yield replace(doubt, file=_file(ref), assessment=ref)


def changes_since_approval(approval: Approval, bound: Snapshot, dossier: Dossier) -> Iterator[Doubt]:
    """Yield what changed in a dossier since it was approved: covered answers are errors, follow-up is a note."""
    for ref in bound.cover.whole:
        yield from _differences(approval, bound, dossier, ref, None)
    for ref, slots in bound.cover.answers.items():
        yield from _differences(approval, bound, dossier, ref, slots)
    follow_up = next((ref for ref, tree in bound.trees.items() if tree.id == FOLLOW_UP), None)
    if follow_up:
        for doubt in _differences(approval, bound, dossier, follow_up, None):
            yield replace(doubt, code="follow-up-changed", level=Level.NOTE, hint="")
    if new := len(newly_withheld_rows(bound, dossier)):
        message = Phrase("verify-withheld-since", number=approval.number, count=new)
        yield Doubt("follow-up-changed", Level.NOTE, message, "follow-up.yaml", "", approval.number)


def has_changed_answers(approval: Approval, bound: Snapshot, dossier: Dossier, public: Dossier | None = None) -> bool:
    """Return whether covered answers changed since a decision; with `public`, as far as the public may know.

    Of an older version of a questionnaire `public` holds nothing: what was public of it then is made public of now.
    Raises UsageError when a row of withheld names no question of that version.
    """
    if public is None:
        return any(doubt.level is Level.ERROR for doubt in changes_since_approval(approval, bound, dossier))
    withheld = with_withheld_rows(bound, newly_withheld_rows(bound, dossier))
    then = replace(bound, dossier=public_dossier(withheld, bound.trees.values(), bound.law, bound.as_of))
    if approval.questionnaire not in public.assessments:
        public = public_dossier(dossier, bound.trees.values(), bound.law, bound.as_of)
    return any(doubt.level is Level.ERROR for doubt in changes_since_approval(approval, then, public))


def _differences(
    approval: Approval, bound: Snapshot, dossier: Dossier, ref: str, slots: tuple[Slot, ...] | None
) -> Iterator[Doubt]:
    """Yield the answers of one assessment that differ, of all slots or of those that are covered."""
    then, now = bound.dossier.assessments[ref], dossier.assessments.get(ref)
    number, hint = approval.number, Phrase("verify-changed-hint")

    def doubt(message: Phrase, question: str = "") -> Doubt:
        said_of = (number, ref, question)
        return Doubt("changed-after-approval", Level.ERROR, message, _file(ref), hint, *said_of)

    if now is None:
        yield doubt(Phrase("verify-gone", ref=ref, number=number))
        return
    if slots is None and then.language != now.language:
        yield doubt(Phrase("verify-language-changed", ref=ref, number=number))
    for slot in _changed_slots(then, now, bound.trees[ref]) if slots is None else slots:
        if not then.answer_to(*slot).says_same(now.answer_to(*slot)):
            named = describe_slot(slot, bound.trees[ref], bound.language)
            yield doubt(Phrase("verify-changed", question=named, number=number), slot_id(slot))


def _changed_slots(then: Assessment, now: Assessment, tree: Questionnaire) -> list[Slot]:
    order = {id_: place for place, id_ in enumerate(tree.questions)}
    slots = dict.fromkeys([*then.answers, *now.answers])
    return sorted(slots, key=lambda slot: (order.get(slot[0], len(order)), slot[0], slot[1] or ""))


def _file(ref: str) -> str:
    """Return the file of an assessment, as dossiers name it."""
    name = plain_id(ref)
    return f"{name}.yaml" if name in AROUND else f"{ref}.yaml"
