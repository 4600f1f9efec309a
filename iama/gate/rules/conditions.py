"""Rules about whether the conditions of decisions are followed: none is lost, late, or met without evidence."""

from collections.abc import Iterator
from datetime import date

from iama.assess.followed import (
    Followed,
    Lapse,
    current_decisions,
    follow_conditions,
    hides_records,
    lapses,
    rows_in_outcome,
)
from iama.assess.joined import CONDITIONS
from iama.gate.codes import WARNING_BEFORE
from iama.gate.finding import Cause
from iama.gate.judged_dossier import Seen, Subject

CODES = dict.fromkeys(("condition-lost", "condition-overdue", "condition-without-evidence"), WARNING_BEFORE)
_FOLLOW_UP = "follow-up-1.0"


def lapsed_conditions(subject: Subject) -> Iterator[Seen]:
    """A condition is late, met without evidence, or nobody asks for it any more; what is withheld counts as not met."""
    rows, withheld = rows_in_outcome(subject.outcome), hides_records(subject.outcome)
    roles = next((tree.roles for tree in subject.outcome.held_trees if tree.ref == _FOLLOW_UP), None)
    for lapse in lapses(subject.approvals, rows, subject.as_of, subject.digest, withheld=withheld, roles=roles):
        cause = Cause.DATE if lapse.code == "condition-overdue" else Cause.CONTENT
        yield _seen(subject, lapse, cause)


def conditions_ahead(subject: Subject) -> Iterator[Seen]:
    """A condition must be met within the days that the gate looks ahead."""
    if hides_records(subject.outcome):
        return
    for one in follow_conditions(current_decisions(subject.approvals), rows_in_outcome(subject.outcome)):
        if one.is_open and one.condition.due and subject.ahead(date.fromisoformat(one.condition.due)):
            yield _seen(subject, _ahead(one), Cause.DATE, early=True)


def _ahead(one: Followed) -> Lapse:
    return Lapse("condition-overdue", "early", one.condition.id, one.decision.number, one.condition.due)


def _seen(subject: Subject, lapse: Lapse, cause: Cause, *, early: bool = False) -> Seen:
    of = next((one.questionnaire for one in subject.approvals if one.number == lapse.number), "")
    return Seen(
        lapse.code,
        lapse.variant,
        _FOLLOW_UP,
        CONDITIONS,
        detail=f"{lapse.number} {lapse.condition} {lapse.variant}",
        about=lapse.about,
        cause=cause,
        early=early,
        voluntary=subject.is_voluntary(of),
    )


RULES = (lapsed_conditions, conditions_ahead)
