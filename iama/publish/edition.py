"""An edition of a dossier: everything for the organisation, or what the public may know and nothing else.

A decision about the dossier is shown with it.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from iama.assess.evaluation import evaluate
from iama.assess.withholding import Public, judge_public
from iama.model.approval import Approval
from iama.model.dossier import Dossier
from iama.model.law import Law
from iama.model.questionnaire import Questionnaire
from iama.publish.record import record_digest
from iama.publish.view import View, view
from iama.words import pick_translation, text
from iama.words.written import written_date


def edition(
    dossier: Dossier,
    trees: Iterable[Questionnaire],
    law: Law,
    as_of: date,
    *,
    language: str,
    only: Sequence[str] = (),
    public: bool = False,
    approval: View | None = None,
) -> View:
    """Return what the templates see of a dossier, or of the assessments named in `only` (ids).

    A public view is a function of the public dossier alone, and holds the `digest` of what it says as a document.
    """
    if not public:
        return view(evaluate(dossier, trees, law, as_of), dossier, law, language=language, only=only, approval=approval)
    public_dossier = judge_public(dossier, trees, law, as_of)
    return public_view(public_dossier, law, language=language, only=only, approval=approval)


def public_view(
    public: Public, law: Law, *, language: str, only: Sequence[str] = (), approval: View | None = None
) -> View:
    """Return the public view of a dossier that is made public already, with its digest."""
    page = view(public.outcome, public.dossier, law, language=language, only=only, approval=approval, public=public)
    return {**page, "digest": record_digest(page)}


def describe_decision(
    approval: Approval,
    tree: Questionnaire,
    language: str,
    *,
    public: bool = False,
    actions: bool = True,
    since: int = 0,
    changed: bool = False,
    again: str = "",
    signed: bool | None = None,
) -> View:
    """Return a decision in words; the public sees what was decided, by whom, when, why, and on which conditions.

    Conditions are action points: without `actions`, which are withheld, they stay out too. `since` counts what the
    public edition leaves out since the decision; `changed` says that the answers are not those of the decision;
    `again` is the version of the program that made the page later than the decision; `signed` says whether its
    signature holds, None that this was not looked at: the public hears of one that does, and of no name.
    """
    role = pick_translation(tree.roles.get(approval.role, {language: approval.role}), language)
    notes = [
        _seal_note(approval, role, language, public=public, signed=signed),
        text("made-again", language, version=again) if again else "",
        text("withheld-since", language, count=since) if since and public else "",
        text("changed-since", language) if changed else "",
    ]
    return {
        "as_approved": False,  # the page is of today
        "number": approval.number,
        "line": decision_line(approval),
        "questionnaire": approval.questionnaire,
        "decision": approval.decision.value,
        "decision_text": text(f"decided-{approval.decision.value}", language),
        "role": role,
        "body": approval.body,
        "reference": approval.reference,
        "date": approval.decided_on,
        "date_text": written_date(approval.decided_on, language),
        "text": "" if public else approval.text,
        "public_reason": approval.public_reason,
        "notes": [note for note in notes if note],
        "conditions": [condition.text for condition in approval.conditions if actions or not public],
    }


def _seal_note(approval: Approval, role: str, language: str, *, public: bool, signed: bool | None) -> str:
    if signed is None or (public and not signed):
        return ""
    if not signed:
        return text("decision-not-signed", language)
    if public:
        return text("decision-signed", language, role=role)
    return text("decision-signed-by", language, signer=approval.signer, role=role)


def decision_line(approval: Approval) -> str:
    """Return a decision in the words of `approvals.yaml`, as every page says it, whatever its language and layout."""
    return f"{approval.number} {approval.decision.value} {approval.decided_on}"
