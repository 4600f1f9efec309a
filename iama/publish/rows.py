"""Dossiers as flat tables, for programs that count over many of them: one row a thing, one value a column.

`TABLES` names the columns of each table in order; docs/monitor.md says what each holds. A value is a text, a number, a
truth or None. What people wrote stands in none of them but where `Told.text` asks for it.
"""

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from iama.assess.actions import lists_actions
from iama.assess.followed import count_met, current_decisions, follow_conditions, rows_in_outcome
from iama.assess.outcome import Entry, Outcome, State, Status
from iama.assess.responses import action_states, last_response
from iama.assess.withholding import Public
from iama.model.dossier import Dossier
from iama.model.law import Law
from iama.model.questionnaire import AROUND, Kind, plain_id
from iama.publish.matrix import per_right
from iama.publish.questions import required_progress
from iama.publish.status import algorithm_name, publication_category
from iama.publish.wording import Wording

Cell = str | int | bool | None
Row = dict[str, Cell]
TABLES: Mapping[str, tuple[str, ...]] = {
    "algorithms": (
        *("algorithm", "as_of", "organisation", "name", "category", "phase", "first_use", "register_id"),
        *("fria", "required", "settled", "blockers", "musts", "warnings", "conditions", "conditions_met"),
    ),
    "assessments": ("algorithm", "assessment", "withheld", "required", "settled", "decision", "decided_on"),
    "answers": (
        *("algorithm", "assessment", "question", "number", "instance", "status", "required", "official"),
        *("by", "answered_on", "adopted", "text"),
    ),
    "flags": (
        *("algorithm", "assessment", "flag", "instance", "state", "severity", "binds", "title", "law"),
        *("response", "responded_on"),
    ),
    "rights": ("algorithm", "right", "name", "importance", "extent", "seriousness", "level"),
    "actions": ("algorithm", "assessment", "action", "owner", "due", "state", "blocking", "text"),
    "approvals": (
        *("algorithm", "number", "assessment", "decision", "role", "body", "decided_on", "recorded_on"),
        *("conditions", "signed"),
    ),
}


class Told(Struct, frozen=True):
    """One dossier, judged, as the tables tell it: of the public edition `public` says what is left out.

    `text` adds what people wrote: prose and action points.
    """

    outcome: Outcome
    dossier: Dossier
    law: Law
    language: str
    organisation: str = ""
    public: Public | None = None
    text: bool = False

    @property
    def stubs(self) -> Mapping[str, object]:
        """The assessments (ids) of which the public hears no more than that they are there."""
        return self.public.stubs if self.public else {}


def table_rows(table: str, told: Told) -> Iterator[Row]:
    """Yield the rows of a dossier in a table, each with every column of it in order."""
    for values in _ROWS[table](told):
        yield {column: values.get(column) for column in TABLES[table]}


def _algorithm_rows(told: Told) -> Iterator[Row]:
    outcome, dossier = told.outcome, told.dossier
    held = [entry for tree in outcome.held_trees for entry in outcome.tree_entries(tree.id)]
    progress = required_progress(held)
    raised = [verdict.severity for verdict in outcome.counting_verdicts if verdict.state is State.FIRED]
    met, asked = count_met(follow_conditions(current_decisions(dossier.approvals), rows_in_outcome(outcome)))
    yield {
        "algorithm": dossier.id,
        "as_of": outcome.as_of.isoformat(),
        "organisation": told.organisation or None,
        "name": algorithm_name(outcome, dossier),
        "category": publication_category(outcome),
        "phase": _fact(outcome, "current-phase"),
        "first_use": _answered_word(outcome, "algorithm", "first-use"),
        "register_id": _answered_word(outcome, "follow-up", "register-id"),
        "fria": _fact(outcome, "fria-required"),
        "required": progress["required"],
        "settled": progress["settled"],
        "blockers": raised.count("blocker"),
        "musts": raised.count("must"),
        "warnings": raised.count("warning"),
        "conditions": asked,
        "conditions_met": met,
    }


def _assessment_rows(told: Told) -> Iterator[Row]:
    last = {plain_id(approval.questionnaire): approval for approval in told.dossier.approvals}
    for tree in told.outcome.held_trees:
        if tree.id in AROUND:
            continue
        withheld = tree.id in told.stubs
        progress = {} if withheld else required_progress(told.outcome.tree_entries(tree.id))
        decision = last.get(tree.id)
        yield {
            "algorithm": told.dossier.id,
            "assessment": tree.ref,
            "withheld": withheld,
            "required": progress.get("required"),
            "settled": progress.get("settled"),
            "decision": decision.decision.value if decision else None,
            "decided_on": decision.decided_on if decision else None,
        }


def _answer_rows(told: Told) -> Iterator[Row]:
    for entry, ref in _shown_entries(told):
        if entry.question.kind is not Kind.NOTICE:
            answer = entry.answer
            yield {
                "algorithm": told.dossier.id,
                "assessment": ref,
                "question": entry.question.id,
                "number": entry.question.number or None,
                "instance": entry.ref.instance,
                "status": entry.status.value,
                "required": entry.question.required,
                "official": entry.question.official,
                "by": " ".join(answer.by) or None,
                "answered_on": answer.date or None,
                "adopted": bool(answer.adopts),
                "text": _value_of_answer(entry) if told.text and entry.status is Status.ANSWERED else None,
            }


def _shown_entries(told: Told) -> Iterator[tuple[Entry, str]]:
    """Yield every entry with the assessment that it is of, but those of which the public hears nothing."""
    for tree in told.outcome.held_trees:
        if tree.id not in told.stubs:
            yield from ((entry, tree.ref) for entry in told.outcome.tree_entries(tree.id))


def _value_of_answer(entry: Entry) -> str | None:
    """Return an answer in one value; rows, which may name people, are not one."""
    return "; ".join(entry.answer.value_words()) if entry.question.kind is not Kind.ROWS else None


def _flag_rows(told: Told) -> Iterator[Row]:
    wording = _wording(told)
    for verdict in told.outcome.verdicts:
        row: Row = {
            "algorithm": told.dossier.id,
            "assessment": told.outcome.questionnaires[verdict.questionnaire].ref,
            "flag": verdict.trigger.id,
            "state": verdict.state.value,
        }
        if verdict.state is State.WITHHELD:  # that is all there is to say of it
            yield row
            continue
        response = last_response(verdict, told.outcome)
        yield row | {
            "instance": verdict.instance,
            "severity": verdict.severity,
            "binds": verdict.binds or None,
            "title": wording.localised_text(verdict.trigger.title),
            "law": "; ".join(told.law.cite(id_, told.language) for id_ in verdict.trigger.basis),
            "response": response.decision.value if response else None,
            "responded_on": (response.date or None) if response else None,
        }


def _right_rows(told: Told) -> Iterator[Row]:
    for right in per_right(_wording(told)):
        yield {
            "algorithm": told.dossier.id,
            "right": right["id"],
            **{key: right[key] or None for key in ("name", "importance", "extent", "seriousness")},
            "level": right["level"],
        }


def _action_rows(told: Told) -> Iterator[Row]:
    states = action_states(told.outcome)
    for entry, ref in _shown_entries(told):
        if not (entry.status is Status.ANSWERED and lists_actions(entry.question)):
            continue
        for row in entry.answer.rows:
            yield {
                "algorithm": told.dossier.id,
                "assessment": ref,
                "action": row.id,
                "owner": row.cells.get("owner") or None,
                "due": row.cells.get("due") or None,
                "state": states.get(row.id, "open"),
                "blocking": row.cells.get("blocking") == "yes",
                "text": row.cells.get("text") if told.text else None,
            }


def _approval_rows(told: Told) -> Iterator[Row]:
    for approval in told.dossier.approvals:
        yield {
            "algorithm": told.dossier.id,
            "number": approval.number,
            "assessment": approval.questionnaire,
            "decision": approval.decision.value,
            "role": approval.role,
            "body": approval.body or None,
            "decided_on": approval.decided_on,
            "recorded_on": approval.recorded_on,
            "conditions": len(approval.conditions),
            "signed": bool(approval.signature),
        }


_ROWS: Mapping[str, Callable[[Told], Iterator[Row]]] = {
    "algorithms": _algorithm_rows,
    "assessments": _assessment_rows,
    "answers": _answer_rows,
    "flags": _flag_rows,
    "rights": _right_rows,
    "actions": _action_rows,
    "approvals": _approval_rows,
}


def _wording(told: Told) -> Wording:
    shown = [tree for tree in told.outcome.held_trees if tree.id not in told.stubs]
    return Wording(told.outcome, told.dossier, told.law, told.language, shown, told.public)


def _fact(outcome: Outcome, name: str) -> str | None:
    value = outcome.facts.get(name)
    return "".join(value.words) or None if value and value.words is not None else None


def _answered_word(outcome: Outcome, questionnaire: str, question: str) -> str | None:
    entry = outcome.find_entry(questionnaire, question)
    return "".join(entry.answer.value_words()) or None if entry and entry.status is Status.ANSWERED else None
