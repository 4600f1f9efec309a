"""A decision as an edition shows it."""

from iama.model.approval import Approval
from iama.model.questionnaire import Questionnaire
from iama.publish.wording import View
from iama.words import pick_translation, text
from iama.words.written import written_date


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
) -> View:
    """Return a decision in words; the public sees what was decided, by whom, when, why, and on which conditions.

    Conditions are action points: without `actions`, which are withheld, they stay out too. `since` counts what the
    public edition leaves out since the decision; `changed` says that the answers are not those of the decision;
    `again` is the version of the program that made the page later than the decision.
    """
    notes = [
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
        "role": pick_translation(tree.roles.get(approval.role, {language: approval.role}), language),
        "body": approval.body,
        "reference": approval.reference,
        "date": approval.decided_on,
        "date_text": written_date(approval.decided_on, language),
        "text": "" if public else approval.text,
        "public_reason": approval.public_reason,
        "notes": [note for note in notes if note],
        "conditions": [one.text for one in approval.conditions if actions or not public],
    }


def decision_line(approval: Approval) -> str:
    """Return a decision in the words of `approvals.yaml`, as every page says it, whatever its language and layout."""
    return f"{approval.number} {approval.decision.value} {approval.decided_on}"
