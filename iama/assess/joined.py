"""Action points that follow from decisions: rows that join those of the follow-up, and stand in no file.

A condition is an action point under its own id, with the text of the decision. How it stands, the follow-up says.
"""

from collections.abc import Iterator, Mapping

from iama.assess.answer_input import MakeId, fresh_row_id, with_row
from iama.assess.outcome import Entry, Status
from iama.model.dossier import Assessment, Dossier, Row, State
from iama.model.questionnaire import FOLLOW_UP, Question

ACTIONS, PROGRESS, CONDITIONS = "actions", "progress", "conditions"
JOINED = (ACTIONS, PROGRESS, CONDITIONS)  # the lists that tell of conditions
MET = {"met": "done", "dropped": "dropped", "open": "open"}  # the state of a condition as that of an action point


def with_condition_state(
    assessment: Assessment, question: Question, state: Mapping[str, str], make_id: MakeId
) -> Assessment:
    """Return the follow-up with one more row that says how a condition stands, in the columns of `question`.

    Raises InvalidValue.
    """
    row = with_row(assessment.answer_to(CONDITIONS), question, fresh_row_id(assessment, make_id), state)
    return assessment.with_answer(CONDITIONS, None, row)


def with_joined(entry: Entry, dossier: Dossier, follow_up: Assessment) -> Entry:
    """Return an entry of the follow-up with the rows that follow from the decisions of a dossier; others as they are.

    What is withheld as a whole stays so.
    """
    if entry.ref.questionnaire != FOLLOW_UP or entry.question.id not in (ACTIONS, PROGRESS):
        return entry
    if entry.status is Status.WITHHELD and entry.answer.value is None:
        return entry
    row_ids = {row.id for row in entry.answer.rows}
    candidates = _condition_actions(dossier) if entry.question.id == ACTIONS else _condition_progress(follow_up)
    rows = tuple(row for row in candidates if row.id not in row_ids)  # one of format 1 has a row already
    if not rows:
        return entry
    partly = entry.status is Status.WITHHELD
    answer = entry.answer.with_rows((*entry.answer.rows, *rows), State.WITHHELD if partly else None)
    status = Status.WITHHELD if partly else Status.ANSWERED
    return Entry(entry.ref, entry.question, status, answer, entry.ruling, joined=frozenset(row.id for row in rows))


def _condition_actions(dossier: Dossier) -> Iterator[Row]:
    for condition in dossier.conditions:
        cells = {"text": condition.text, "owner": condition.owner, "due": condition.due, "status": "open"}
        cells["blocking"] = "yes" if condition.blocking else "no"
        yield Row(condition.id, {name: text for name, text in cells.items() if text})


def _condition_progress(follow_up: Assessment) -> Iterator[Row]:
    for row in follow_up.answer_to(CONDITIONS).rows:
        state = {
            "action": row.cells.get("condition", "").strip(),
            "status": MET.get(row.cells.get("state", ""), "open"),
        }
        yield Row(row.id, {**state, **({"date": row.cells["date"]} if row.cells.get("date") else {})})
