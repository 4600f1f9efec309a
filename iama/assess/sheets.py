"""What a sheet for one role asks, and how an answer stands in it as text."""

from collections.abc import Iterator

from iama.assess.outcome import Entry, Outcome, Status
from iama.assess.placement import in_place
from iama.model.dossier import Answer, Dossier, Row, State
from iama.model.questionnaire import Column, Kind, Question, Questionnaire
from iama.model.spelling import written_value

SUPPLIER = "supplier"
_BETWEEN = " | "  # cells of a row


def serves(entry: Entry, role: str | None) -> bool:
    """Return whether a question is for a role; what was asked of the supplier is for the supplier."""
    if role is None:
        return True
    if role == SUPPLIER and entry.status is Status.ASK_SUPPLIER:
        return True
    return role in entry.question.roles


def is_to_ask(entry: Entry) -> bool:
    """Return whether a question still waits for an answer that is needed."""
    settled = entry.status.is_settled or entry.status is Status.WITHHELD
    if entry.question.kind is Kind.NOTICE or settled or not entry.status.applies:
        return False
    return entry.question.required or entry.status is not Status.OPEN


def sheet_entries(
    outcome: Outcome, dossier: Dossier, role: str, *, part: str = "", open_only: bool = False
) -> Iterator[tuple[Questionnaire, Entry]]:
    """Yield the questions of a sheet: of one role, of one part if that is asked for, and perhaps only what is open."""
    trees = [tree for tree in outcome.questionnaires.values() if tree.ref in dossier.assessments]
    parts = {(tree.id, one.id) for tree in trees for one in tree.parts if part in ("", one.id, one.number)}
    chosen = []
    for tree in trees:
        for entry in outcome.tree_entries(tree.id):
            host = entry.question.host or entry.ref
            hosts = outcome.instance_entries(host.questionnaire, host.question)
            of_part = any((one.ref.questionnaire, one.question.part) in parts for one in hosts)
            if of_part and serves(entry, role) and _can_be_sent(entry, open_only=open_only):
                chosen.append((tree, entry))
    yield from in_place(chosen)


def _can_be_sent(entry: Entry, *, open_only: bool) -> bool:
    if entry.question.matrix or entry.question.is_internal:
        return False
    return is_to_ask(entry) or (entry.status is Status.ANSWERED and not open_only)


def sheet_columns(question: Question, *, outside: bool) -> tuple[Column, ...]:
    """Return the columns of a list that stand in a sheet; who somebody is never leaves the team."""
    return tuple(column for column in question.columns if not column.internal and (column.is_public or not outside))


def answer_text(question: Question, answer: Answer, language: str, *, outside: bool = False) -> str:
    """Return an answer as it stands in a sheet; empty when there is none, one line for every row of a list."""
    if answer.status is State.NOT_APPLICABLE:
        return answer.reason
    if question.kind is Kind.ROWS:
        return "\n".join(row_text(question, row, language, outside=outside) for row in answer.rows)
    return "; ".join(written_value(question, word, language) for word in answer.value_words())


def row_text(question: Question, row: Row, language: str, *, outside: bool = False) -> str:
    """Return a row on one line."""
    cells = row_cells(question, row, language, outside=outside)
    return _BETWEEN.join(" ".join(cell.split()) for cell in cells)


def row_cells(question: Question, row: Row, language: str, *, outside: bool = False) -> list[str]:
    """Return the cells of a row as they stand in a sheet, with an empty one where there is nothing."""
    columns = sheet_columns(question, outside=outside)
    return [written_value(column, row.cells.get(column.id, ""), language) for column in columns]
