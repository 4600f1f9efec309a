"""Where one dossier stands, as far as it is public: what lists, other repositories and the estate are told of it."""

from collections.abc import Iterator
from functools import partial
from hashlib import sha256

from iama.assess.followed import count_met, current_decisions, follow_conditions, rows_in_outcome
from iama.assess.outcome import Status
from iama.assess.withheld_index import find_withheld
from iama.files.dossierfolder import file_of
from iama.gate.inventory_status import Decided, Standing, Withheld
from iama.gate.judged_dossier import Subject
from iama.gate.list_words import name_mark
from iama.model.approval import Approval
from iama.model.questionnaire import plain_id
from iama.publish.questions import required_progress


def dossier_standing(subject: Subject) -> Standing:
    """Return where a judged dossier stands."""
    last: dict[str, Approval] = {plain_id(approval.questionnaire): approval for approval in subject.approvals}
    elsewhere = [plain_id(one.instrument) for one in subject.dossier.elsewhere]
    return Standing(
        subject.dossier.id,
        subject.folder,
        subject.effective_category,
        subject.effective_phase,
        tuple(instrument for instrument in subject.wanted_instruments if subject.is_required(instrument)),
        tuple(instrument for instrument, approval in last.items() if approval.decision.goes_on),
        subject.answer_as_word("follow-up", "register-id"),
        count_met(follow_conditions(current_decisions(subject.approvals), rows_in_outcome(subject.outcome))),
        _digest_of_files(subject),
        subject.said,
        name_mark(subject.answer_as_word("algorithm", "name")),
        tuple(dict.fromkeys((*subject.assessments, *elsewhere))),
        tuple(dict.fromkeys((*filter(partial(_is_complete, subject), subject.assessments), *elsewhere))),
        tuple(Decided(plain_id(one.questionnaire), one.decision.value, one.decided_on) for one in subject.approvals),
        bool(subject.answer_as_word("follow-up", "public-url")),
        subject.reviewed_on,
        () if subject.unclear else tuple(_withheld_assessments(subject)),
    )


def _is_complete(subject: Subject, instrument: str) -> bool:
    """Return whether no required question is open; of an assessment that is withheld as a whole nobody can tell."""
    progress = required_progress(subject.outcome.tree_entries(instrument))
    return bool(progress["required"] and progress["settled"] == progress["required"])


def _withheld_assessments(subject: Subject) -> Iterator[Withheld]:
    """Yield the assessments that are withheld as a whole: that, and on which ground, is public."""
    for instrument, cause in find_withheld(subject.dossier, subject.outcome.questionnaires).assessments.items():
        known = (fact.id for fact in subject.law.grounds if fact.id in cause.grounds)
        yield Withheld(instrument, tuple(known))


def _digest_of_files(subject: Subject) -> str:
    """Return the digest of the assessments of a dossier, but for those in which something is withheld."""
    digest = sha256()
    for tree in sorted(subject.outcome.held_trees, key=lambda tree: tree.ref):
        content = subject.files.get(file_of(tree.ref), b"")
        kept_back = (entry.status is Status.WITHHELD for entry in subject.outcome.tree_entries(tree.id))
        if not subject.unclear and not any(kept_back):
            digest.update(f"{tree.ref} {sha256(content).hexdigest()}\n".encode())
    return f"sha256:{digest.hexdigest()}"
