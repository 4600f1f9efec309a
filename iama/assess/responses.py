"""How a team answered a flag: mitigate, accept or dispute; whether that still stands, and what resolves a blocker.

Responses are rows of `follow-up/responses`; the last one for a trigger and its instance counts.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from iama.assess.actions import lists_actions
from iama.assess.answer_input import MakeId, fresh_row_id, refuse_unknown_role, with_row
from iama.assess.outcome import RAISED, Entry, Outcome, State, Verdict
from iama.model.conditions import Ref
from iama.model.dossier import Answer, Assessment, Row
from iama.model.problems import UsageError, choices_hint
from iama.model.questionnaire import Questionnaire
from iama.words import Phrase

RESPONSES = Ref("follow-up", "responses")
ACTIONS = Ref("follow-up", "actions")  # that responses and approvals made
ARTICLE_5 = "ai-act-5"  # what a finding about a prohibited practice rests on
ROLE_THAT_DISPUTES = "lawyer"
ROLE_THAT_ACCEPTS = "responsible"


class Decision(StrEnum):
    """What a team decides about a flag."""

    MITIGATE = "mitigate"
    ACCEPT = "accept"
    DISPUTE = "dispute"


class Answered(Protocol):
    """Whatever has the answers of a dossier."""

    @property
    def entries(self) -> Mapping[Ref, Entry]: ...


class Response(Struct, frozen=True):
    """One decision about one flag, as recorded."""

    row: str
    decision: Decision
    text: str
    by: str
    action: str
    date: str
    stale: bool  # the answers behind the trigger changed since


def name_of(verdict: Verdict) -> str:
    """Return how a response names its trigger: `iama/prohibited-practice`."""
    return f"{verdict.questionnaire}/{verdict.trigger.id}"


def grounds_digest(verdict: Verdict, outcome: Answered) -> str:
    """Return a short digest of the answers behind a verdict: a response is stale when it moves."""
    grounds = [[str(ref), _content_at(outcome, ref)] for ref in sorted(set(verdict.because), key=str)]
    return hashlib.sha256(json.dumps(grounds, ensure_ascii=False).encode()).hexdigest()[:16]


def _content_at(outcome: Answered, ref: Ref) -> object:
    entry = outcome.entries.get(ref)
    answer = entry.answer if entry else Answer()
    return [[row.id, dict(row.cells)] for row in answer.rows] or answer.value_words()


def last_response(verdict: Verdict, outcome: Answered) -> Response | None:
    """Return the last response to a flag, or None."""
    row = last_row(_response_rows(outcome), verdict)
    if row is None:
        return None
    cells = row.cells
    return Response(
        row=row.id,
        decision=Decision(cells["decision"]),
        text=cells.get("text", ""),
        by=cells.get("by", ""),
        action=cells.get("action", ""),
        date=cells.get("date", ""),
        stale=cells.get("seen", "") != grounds_digest(verdict, outcome),
    )


def _response_rows(outcome: Answered) -> Sequence[Row]:
    entry = outcome.entries.get(RESPONSES)
    return entry.answer.rows if entry else ()


def last_row(rows: Sequence[Row], verdict: Verdict) -> Row | None:
    """Return the row of responses that counts for a flag, or None."""
    flag = (name_of(verdict), verdict.instance or "")
    return next((row for row in reversed(rows) if (row.cells.get("trigger"), row.cells.get("key", "")) == flag), None)


def is_disputed(verdict: Verdict, outcome: Answered) -> bool:
    """Return whether the reasoned dispute of a lawyer is the last response to a flag, and stands."""
    given = last_response(verdict, outcome)
    if given is None or given.stale or not given.text.strip():
        return False
    return given.decision is Decision.DISPUTE and given.by == ROLE_THAT_DISPUTES


def action_states(outcome: Outcome) -> Mapping[str, str]:
    """Return the state of every action point by row id: the last progress recorded, else that in its own row."""
    states: dict[str, str] = {}
    for entry in outcome.entries.values():
        if entry.status.applies and lists_actions(entry.question):
            states.update({row.id: row.cells.get("status", "open") for row in entry.answer.rows})
    progress = outcome.find_entry("follow-up", "progress")
    for row in progress.answer.rows if progress else ():
        states[row.cells.get("action", "")] = row.cells.get("status", "open")
    return states


def is_blocker(verdict: Verdict) -> bool:
    return verdict.severity == "blocker"


def is_resolved(verdict: Verdict, outcome: Outcome) -> bool:
    """Return whether a flag needs nothing more: it is clear, or a response to it stands.

    A blocker is resolved by changed answers, by a lawyer's reasoned dispute, or by a mitigation that is done;
    where `acceptable` is false (AI Act 5, absolute rights, direct race distinction) a mitigation is not enough.
    What is undecided is not resolved: its response goes stale with the answer that decides it.
    """
    if verdict.state in (State.CLEAR, State.UNDECIDED, State.WITHHELD):
        return verdict.state is State.CLEAR
    response = last_response(verdict, outcome)
    if response is None or response.stale or not response.text.strip():
        return False
    match response.decision:
        case Decision.DISPUTE:
            return response.by == ROLE_THAT_DISPUTES or not is_blocker(verdict)
        case Decision.ACCEPT:
            return may_accept(verdict) and response.by == ROLE_THAT_ACCEPTS
        case Decision.MITIGATE:
            return _is_mitigated(verdict, action_states(outcome).get(response.action))


def may_accept(verdict: Verdict) -> bool:
    """Return whether a flag can be accepted at all."""
    return verdict.trigger.acceptable and not is_blocker(verdict)


def _is_mitigated(verdict: Verdict, state: str | None) -> bool:
    """Return whether a mitigation counts: a plan is enough, but a blocker wants it done, or other answers."""
    if is_blocker(verdict):
        return verdict.trigger.acceptable and state == "done"
    return state is not None and state != "dropped"


def is_unresolved_blocker(verdict: Verdict, outcome: Outcome) -> bool:
    """Return whether a flag stands in the way of `go` and `conditions`: a blocker, fired or undecided, unresolved.

    One that binds on a later day does not.
    """
    ahead = verdict.binds > outcome.as_of.isoformat()
    known = verdict.state is not State.WITHHELD
    return known and is_blocker(verdict) and not ahead and not is_resolved(verdict, outcome)


def forbids(verdict: Verdict) -> bool:
    """Return whether a flag is a blocker that nobody can accept or mitigate, such as a prohibited practice."""
    return is_blocker(verdict) and not verdict.trigger.acceptable


def disputed_findings(outcome: Outcome) -> Iterator[tuple[Verdict, Response]]:
    """Yield every finding that forbids the use while a lawyer's reasoned dispute of it stands."""
    for verdict in outcome.verdicts:
        response = last_response(verdict, outcome) if forbids(verdict) and verdict.state in RAISED else None
        if response and is_resolved(verdict, outcome):
            yield verdict, response


def unresolved_blockers(outcome: Outcome) -> Iterator[Verdict]:
    """Yield the blockers that stand in the way of `go` and `conditions`."""
    return (verdict for verdict in outcome.verdicts if is_unresolved_blocker(verdict, outcome))


class Given(Struct, frozen=True):
    """A response as a team gives it, checked against the flag that it answers."""

    verdict: Verdict
    decision: Decision
    text: str
    by: str
    action: str
    owner: str
    due: str
    seen: str


def check_response(
    outcome: Outcome, verdict: Verdict, decision: str, text: str, by: str, action: str, owner: str, due: str
) -> Given:
    """Return the response when the flag allows it; raises UsageError with what would do."""
    choice = Decision(decision)
    name = verdict.trigger.id
    if verdict.state is State.CLEAR:
        raise UsageError("respond-not-fired", flag=name)
    if not text.strip():
        raise UsageError("respond-no-reason")
    _check_role(outcome, by)
    if choice is Decision.ACCEPT:
        _check_acceptance(verdict, by)
    if choice is Decision.DISPUTE and is_blocker(verdict) and by != ROLE_THAT_DISPUTES:
        raise UsageError("respond-who-disputes", role=ROLE_THAT_DISPUTES)
    if choice is Decision.MITIGATE:
        _check_mitigation(outcome, action, owner, due)
    return Given(verdict, choice, text, by, action, owner, due, grounds_digest(verdict, outcome))


def _check_role(outcome: Outcome, by: str) -> None:
    """A decision is taken by a role; names of people stand in `people.yaml` only."""
    tree = outcome.questionnaires.get(RESPONSES.questionnaire)
    if tree is None:
        raise UsageError("respond-no-follow-up")
    refuse_unknown_role(by, tree.roles)


def _check_acceptance(verdict: Verdict, by: str) -> None:
    if not may_accept(verdict):
        raise UsageError("respond-not-acceptable", flag=verdict.trigger.id)
    if by != ROLE_THAT_ACCEPTS:
        raise UsageError("respond-who-accepts", role=ROLE_THAT_ACCEPTS)


def _check_mitigation(outcome: Outcome, action: str, owner: str, due: str) -> None:
    if action:
        if action not in action_states(outcome):
            hint = choices_hint(action, action_states(outcome), Phrase("respond-action-id"))
            raise UsageError("respond-no-action", action=action, hint=hint)
    elif not (owner and due):
        raise UsageError("respond-needs-action")


def with_response(
    assessment: Assessment, tree: Questionnaire, response: Given, today: str, make_id: MakeId
) -> Assessment:
    """Return the follow-up with the response, and a new action point where one was asked for; raises InvalidValue."""
    action = response.action
    if response.decision is Decision.MITIGATE and not action:
        question = tree.questions[ACTIONS.question]
        action = fresh_row_id(assessment, make_id)
        cells = {"text": response.text, "owner": response.owner, "due": response.due, "status": "open"}
        answer = assessment.answer_to(question.id)
        assessment = assessment.with_answer(question.id, None, with_row(answer, question, action, cells))
    cells = {
        "trigger": name_of(response.verdict),
        "key": response.verdict.instance or "",
        "decision": response.decision.value,
        "text": response.text,
        "by": response.by,
        "action": action,
        "date": today,
        "seen": response.seen,
    }
    question = tree.questions[RESPONSES.question]
    answer = assessment.answer_to(question.id)
    row = with_row(answer, question, fresh_row_id(assessment, make_id), cells)
    return assessment.with_answer(question.id, None, row)
