"""How a public page is cited: its words, where it stands, its entry in the register, and the decisions before it."""

from collections.abc import Iterator, Sequence

from iama.model.conditions import Ref
from iama.model.questionnaire import FOLLOW_UP, Questionnaire, plain_id
from iama.publish.address import published_address
from iama.publish.wording import View, Wording

_REGISTER = Ref(FOLLOW_UP, "register-url")


def citation(wording: Wording, subjects: Sequence[Questionnaire], algorithm: View, approval: View | None) -> View:
    """Return what a reader needs to refer to a page; `subjects` are the assessments that it shows."""
    day = (approval["date"] if approval and approval["as_approved"] else "") or wording.outcome.as_of.isoformat()
    address = published_address(wording.dossier)
    cited = wording.text(
        "cite-as",
        organisation=algorithm["organisation"] or algorithm["name"],
        year=day[:4],
        title="; ".join(wording.localised_text(tree.title) for tree in subjects),
        algorithm=algorithm["name"],
        day=wording.written_day(day),
    )
    return {
        "text": " ".join(filter(None, (cited, address))),
        "address": address,
        "register": wording.chosen_word(*_REGISTER[:2]),
        "earlier": list(_earlier(wording, subjects, approval)),
    }


def _earlier(wording: Wording, subjects: Sequence[Questionnaire], approval: View | None) -> Iterator[View]:
    """Yield the decisions before the one that the page shows, about what it shows, the last first."""
    shown = {tree.id for tree in subjects}
    for one in reversed(wording.dossier.approvals):
        if approval and one.number < approval["number"] and plain_id(one.questionnaire) in shown:
            yield {
                "number": one.number,
                "questionnaire": one.questionnaire,
                "date": one.decided_on,
                "date_text": wording.written_day(one.decided_on),
                "decision_text": wording.text(f"decided-{one.decision.value}"),
            }
