"""Asks a list of records row by row: add, change, take out; every row is saved before the next."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from iama.assess import answer_input
from iama.assess.outcome import Entry
from iama.interview import messages, replies, screens
from iama.interview.asking import Command, Order, Pick
from iama.model.dossier import Answer, Row
from iama.model.questionnaire import Column, Kind
from iama.model.values import InvalidValue
from iama.words import pick_translation, text

if TYPE_CHECKING:
    from iama.interview.interview import Interview

_ADD, _DONE, _REMOVE, _NOTHING = "+", "done", "remove", "-"


def ask_rows(interview: "Interview", entry: Entry) -> Answer | Order | None:
    """Ask what to do with the list until the team is done; each change is saved at once."""
    while True:
        entry = interview.outcome.entries.get(entry.ref, entry)
        chosen = interview.asker.pick_one(text("rows-what", interview.language), _picks(interview, entry), _DONE)
        if isinstance(chosen, Order):
            return chosen
        if chosen in (_DONE, ""):
            return None
        row = next((row for row in entry.answer.rows if row.id == chosen), None)
        answer = change_row(interview, entry, row)
        if answer is None:
            continue
        if interview.save_answer(entry, answer):
            interview.say_text("row-saved", count=str(len(answer.rows)))


def _picks(interview: "Interview", entry: Entry) -> list[Pick]:
    language = interview.language
    rows = [
        Pick(row.id, f"{text('change', language)}: {screens.row_line(entry.question, row, language)}")
        for row in entry.answer.rows
    ]
    return [Pick(_ADD, text("rows-add", language)), *rows, Pick(_DONE, text("rows-done", language))]


def change_row(interview: "Interview", entry: Entry, row: Row | None) -> Answer | None:
    """Return the list with one row added, changed or taken out; None when the team thought better of it."""
    if row is not None:
        language = interview.language
        choices = [Pick("change", text("change", language)), Pick(_REMOVE, text("remove", language))]
        what = interview.asker.pick_one(screens.row_line(entry.question, row, language), choices)
        if what == _REMOVE:
            return answer_input.without_row(entry.answer, row.id)
        if what != "change":
            return None
    cells = ask_cells(interview, entry, row.cells if row else {})
    if not cells:
        return None
    return answer_input.with_row(entry.answer, entry.question, row.id if row else interview.desk.row_id(), cells)


def ask_cells(interview: "Interview", entry: Entry, old: Mapping[str, str]) -> Mapping[str, str]:
    """Ask every column; an order stops the row and keeps what was typed elsewhere. `later` goes to the next column."""
    cells = dict(old)
    for column in entry.question.columns:
        cell = _ask_cell(interview, column, old.get(column.id, ""))
        if isinstance(cell, Order):
            if cell.command is Command.LATER and not column.required:
                continue
            interview.say_text("row-not-kept")
            interview.rescue_unsaved()
            return {}
        cells[column.id] = cell
    return cells


def _ask_cell(interview: "Interview", column: Column, old: str) -> str | Order:
    """Ask one column until it fits; a required one until it is filled. Empty takes away what stood there."""
    while True:
        given = _pick_cell(interview, column, old) if column.options else _type_cell(interview, column, old)
        if isinstance(given, Order):
            return given
        try:
            cell = given if column.options else _parse_cell(interview, column, given)
        except InvalidValue as error:
            interview.asker.show_message(messages.problem(error, interview.language))
            continue
        if cell or not column.required:
            return cell
        interview.say_text("must-be-filled", column=pick_translation(column.label, interview.language))


def _pick_cell(interview: "Interview", column: Column, old: str) -> str | Order:
    language = interview.language
    free = [] if column.required else [Pick(_NOTHING, text("leave-empty", language))]
    choices = [*free, *replies.picks(interview, column)]
    given = interview.asker.pick_one(
        pick_translation(column.label, language), choices, old or (_NOTHING if free else "")
    )
    return "" if given == _NOTHING else given


def _type_cell(interview: "Interview", column: Column, old: str) -> str | Order:
    label = pick_translation(column.label, interview.language)
    prompt = label if column.kind is Kind.TEXT else f"{label} ({replies.value_hint(column, interview.language)})"
    return interview.ask_and_hold_line(prompt, replies.written_value(column, old, interview.language))


def _parse_cell(interview: "Interview", column: Column, given: str) -> str:
    if column.kind is Kind.TEXT:
        return replies.clean_and_tell(interview, given)
    return replies.understand_value(interview, column, given)
