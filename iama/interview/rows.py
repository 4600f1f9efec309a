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
from iama.words import said, text

if TYPE_CHECKING:
    from iama.interview.interview import Interview

_ADD, _DONE, _REMOVE, _NOTHING = "+", "done", "remove", "-"


def reply(interview: "Interview", entry: Entry) -> Answer | Order | None:
    """Ask what to do with the list until the team is done; each change is saved at once."""
    while True:
        entry = interview.outcome.entries.get(entry.ref, entry)
        chosen = interview.asker.pick(text("rows-what", interview.language), _picks(interview, entry), _DONE)
        if isinstance(chosen, Order):
            return chosen
        if chosen in (_DONE, ""):
            return None
        row = next((row for row in entry.answer.rows if row.id == chosen), None)
        answer = changed(interview, entry, row)
        if answer is None:
            continue
        if interview.record(entry, answer):
            interview.say("row-saved", count=str(len(answer.rows)))


def _picks(interview: "Interview", entry: Entry) -> list[Pick]:
    language = interview.language
    rows = [
        Pick(row.id, f"{text('change', language)}: {screens.row_line(entry.question, row, language)}")
        for row in entry.answer.rows
    ]
    return [Pick(_ADD, text("rows-add", language)), *rows, Pick(_DONE, text("rows-done", language))]


def changed(interview: "Interview", entry: Entry, row: Row | None) -> Answer | None:
    """Return the list with one row added, changed or taken out; None when the team thought better of it."""
    if row is not None:
        language = interview.language
        choices = [Pick("change", text("change", language)), Pick(_REMOVE, text("remove", language))]
        what = interview.asker.pick(screens.row_line(entry.question, row, language), choices)
        if what == _REMOVE:
            return answer_input.without_row(entry.answer, row.id)
        if what != "change":
            return None
    cells = asked_cells(interview, entry, row.cells if row else {})
    if not cells:
        return None
    return answer_input.with_row(entry.answer, entry.question, row.id if row else interview.desk.row_id(), cells)


def asked_cells(interview: "Interview", entry: Entry, old: Mapping[str, str]) -> Mapping[str, str]:
    """Ask every column; an order stops the row and keeps what was typed elsewhere. `later` goes to the next column."""
    cells = dict(old)
    for column in entry.question.columns:
        cell = _cell(interview, column, old.get(column.id, ""))
        if isinstance(cell, Order):
            if cell.command is Command.LATER and not column.required:
                continue
            interview.say("row-not-kept")
            interview.abandon()
            return {}
        cells[column.id] = cell
    return cells


def _cell(interview: "Interview", column: Column, old: str) -> str | Order:
    """Ask one column until it fits; a required one until it is filled. Empty takes away what stood there."""
    while True:
        given = _picked(interview, column, old) if column.options else _typed(interview, column, old)
        if isinstance(given, Order):
            return given
        try:
            cell = given if column.options else _kept(interview, column, given)
        except InvalidValue as error:
            interview.asker.say(messages.problem(error, interview.language))
            continue
        if cell or not column.required:
            return cell
        interview.say("must-be-filled", column=said(column.label, interview.language))


def _picked(interview: "Interview", column: Column, old: str) -> str | Order:
    language = interview.language
    free = [] if column.required else [Pick(_NOTHING, text("leave-empty", language))]
    choices = [*free, *replies.picks(interview, column)]
    given = interview.asker.pick(said(column.label, language), choices, old or (_NOTHING if free else ""))
    return "" if given == _NOTHING else given


def _typed(interview: "Interview", column: Column, old: str) -> str | Order:
    label = said(column.label, interview.language)
    prompt = label if column.kind is Kind.TEXT else f"{label} ({replies.hint(column, interview.language)})"
    return interview.line(prompt, replies.written(column, old, interview.language))


def _kept(interview: "Interview", column: Column, given: str) -> str:
    if column.kind is Kind.TEXT:
        return replies.clean(interview, given)
    return replies.understood(interview, column, given)
