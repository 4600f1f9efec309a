"""A decision as an edition shows it."""

from iama.model.approval import Approval
from iama.model.questionnaire import Questionnaire, said
from iama.model.words import text, written_date
from iama.publish.wording import View


def decided(
    approval: Approval,
    tree: Questionnaire,
    language: str,
    *,
    public: bool = False,
    actions: bool = True,
    since: int = 0,
    changed: bool = False,
) -> View:
    """Return a decision in words; the public sees what was decided, in which role, when, and on which conditions.

    Conditions are action points: without `actions`, which are withheld, they stay out too. `since` counts what the
    public edition leaves out since the decision; `changed` says that the answers are not those of the decision.
    """
    notes = [
        text("withheld-since", language).format(since) if since and public else "",
        text("changed-since", language) if changed else "",
    ]
    return {
        "as_approved": False,  # the page is of today
        "number": approval.number,
        "questionnaire": approval.questionnaire,
        "decision": approval.decision.value,
        "decision_text": text(f"decided-{approval.decision.value}", language),
        "role": said(tree.roles.get(approval.role, {language: approval.role}), language),
        "date": approval.date,
        "date_text": written_date(approval.date, language),
        "text": "" if public else approval.text,
        "notes": [note for note in notes if note],
        "conditions": [one.text for one in approval.conditions if actions or not public],
    }
