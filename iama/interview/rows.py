"""Asks a list of records row by row: add, change, take out; every row is saved before the next."""

from collections.abc import Mapping
from textwrap import shorten

from iama.assess import answer_input, attendance
from iama.assess.conclusions import conclusions, proposed_cells
from iama.assess.intention import intended_state
from iama.assess.outcome import Entry
from iama.interview import action_points, answer_text, people, presence, replies
from iama.interview.asking import TABLE, Command, Order, Pick
from iama.interview.sitting import Sitting
from iama.interview.table import ask_table
from iama.model.dossier import Answer, Row
from iama.model.people import CODE_COLUMN, refuse_name
from iama.model.questionnaire import Column, Kind, Option, speakers
from iama.model.struct import replace
from iama.words import pick_translation, text

_AGAIN, _EMPTY, _KEEP = "type-again", "leave-empty", "keep"
_EXCERPT = 60  # characters of a row, which stands above in full
_ADD, _LINES, _DONE, _REMOVE, _NOTHING = "+", "lines", "done", "remove", "-"


def ask_rows(sitting: Sitting, entry: Entry) -> Answer | Order | None:
    """Ask what to do with the list until the team is done; each change is saved at once."""
    while True:
        entry = sitting.outcome.entries.get(entry.ref, entry)
        _tell_begun_rows(sitting, entry)
        chosen = sitting.asker.pick_one(text("rows-what", sitting.language), _row_picks(sitting, entry), _DONE)
        if isinstance(chosen, Order):
            return chosen
        if chosen in (_DONE, ""):
            return None
        if chosen == _LINES:
            if order := action_points.ask_lines(sitting, entry):
                return order
            continue
        row = next((row for row in entry.answer.rows if row.id == chosen), None)
        label, columns = sitting.label_entry(entry), (column.id for column in entry.question.columns)
        sitting.turn_to(_row_place(sitting, entry, chosen), label, *columns, TABLE)
        answer = ask_table(sitting, entry) if chosen == TABLE else change_row(sitting, entry, row)
        if answer is not None and sitting.save_answer(entry, answer):
            sitting.say_text("row-saved", count=str(len(answer.rows)))
        sitting.turn_to(sitting.place_of(entry), label)


def _row_place(sitting: Sitting, entry: Entry, row: str) -> str:
    """Return the name of a row, or of a new one, for what is typed there."""
    return f"{sitting.place_of(entry)} {row}"


def _tell_begun_rows(sitting: Sitting, entry: Entry) -> None:
    """Say which rows somebody was typing and did not save: choosing one goes on with it."""
    for pick in _row_picks(sitting, entry):
        left = sitting.unsaved.shelf.find(_row_place(sitting, entry, pick.value))
        if left and left.fields:
            words = shorten(" · ".join(left.fields.values()), _EXCERPT, placeholder="…")
            sitting.say_text("unsaved-row", row=pick.label, words=words)


def _row_picks(sitting: Sitting, entry: Entry) -> list[Pick]:
    language = sitting.language
    lines = {
        row.id: shorten(answer_text.row_line(entry.question, row, language), _EXCERPT, placeholder="…")
        for row in attendance.correct_rows(entry.question, entry.answer)
    }
    rows = [Pick(id_, f"{text('change', language)}: {line}") for id_, line in lines.items()]
    quick = [Pick(_LINES, text("rows-lines", language))] if action_points.takes_lines(entry.question) else []
    more = [*quick, Pick(_ADD, text("rows-add-steps" if quick else "rows-add", language))]
    by_code = any(column.id == CODE_COLUMN for column in entry.question.columns)  # a person is asked for by it
    if not quick and not by_code:
        more.append(Pick(TABLE, text("rows-table", language)))
    return [*more, *rows, Pick(_DONE, text("rows-done", language))]


def change_row(sitting: Sitting, entry: Entry, row: Row | None) -> Answer | None:
    """Return the list with one row added, changed or taken out; None when the team thought better of it."""
    if row is not None and row.cells.get("day") and entry.question == attendance.attendance_question(sitting.tree):
        presence.correct_stay(sitting, attendance.stay_of(row))
        return None
    if row is not None:
        language = sitting.language
        choices = [Pick("change", text("change", language)), Pick(_REMOVE, text("remove", language))]
        what = sitting.asker.pick_one(answer_text.row_line(entry.question, row, language), choices)
        if what == _REMOVE:
            return without_row_if_agreed(sitting, entry, row)
        if what != "change":
            return None
    cells = ask_cells(sitting, entry, row.cells if row else {})
    if not cells:
        return None
    return answer_input.with_row(entry.answer, entry.question, row.id if row else sitting.desk.row_id(), cells)


def without_row_if_agreed(sitting: Sitting, entry: Entry, row: Row) -> Answer | None:
    """Return the list without a row, when the team agrees with what goes with it."""
    answer = answer_input.without_row(entry.answer, row.id)
    return answer if sitting.agrees_to_lose(entry, answer, "row-remove") else None


def ask_cells(sitting: Sitting, entry: Entry, old: Mapping[str, str]) -> Mapping[str, str]:
    """Ask every column; an order stops the row and keeps what was typed elsewhere. `later` goes to the next column."""
    cells, told = dict(old), _conclusions(sitting, entry)
    for column in entry.question.columns:
        if column.internal or (told and column.id == "seen"):  # recorded, never asked
            continue
        asked = _with_options(column, told, sitting.language) if column.id == "about" else column
        cell = _ask_cell(sitting, asked, cells.get(column.id, ""))
        while isinstance(cell, str) and sitting.mends(entry, Answer((Row("", {column.id: cell}),))):
            cell = _ask_cell(sitting, asked, cell)
        if isinstance(cell, Order):
            if cell.command is Command.LATER and not column.required:
                continue
            sitting.say_text("row-not-kept")
            sitting.rescue_unsaved()
            return {}
        cells[column.id] = cell
        if column.id == "about" and cell in told:
            cells = {
                **told[cell],
                **{name: words for name, words in cells.items() if words},
                "seen": told[cell]["seen"],
            }
    return cells


def _conclusions(sitting: Sitting, entry: Entry) -> Mapping[str, Mapping[str, str]]:
    """Return the lines that a summary for the public can begin with, by what each is about; none for another list."""
    if entry.ref not in speakers(sitting.outcome.held_trees, "summary"):
        return {}
    found = conclusions(sitting.outcome, ())
    return {one.id: proposed_cells(one, sitting.outcome, sitting.language) for one in found}


def _with_options(column: Column, told: Mapping[str, Mapping[str, str]], language: str) -> Column:
    """Return the column as a choice between conclusions."""
    options = tuple(Option(id_, {language: cells.get("text", id_)}) for id_, cells in told.items())
    return replace(column, kind=Kind.CHOICE, options=options) if told else column


def _ask_cell(sitting: Sitting, column: Column, old: str) -> str | Order:
    """Ask one column until it fits; a required one until it is filled. Empty takes away what stood there."""
    while True:
        if column.options or column.id == CODE_COLUMN:
            cell: str | Order | None = _pick_cell_or_person(sitting, column, old)
        else:
            cell = replies.ask_until_fits(
                sitting,
                lambda: _type_cell(sitting, column, old),
                lambda typed: _parse_cell(sitting, column, typed),
            )
        if isinstance(cell, Order):
            return cell
        if cell and not column.options and (meant := _meant_by(sitting, column, cell)) is not None:
            if meant == _AGAIN:
                continue
            cell = meant
        if cell or not column.required:
            return cell or ""
        sitting.say_text("must-be-filled", column=pick_translation(column.label, sitting.language))


def _meant_by(sitting: Sitting, column: Column, cell: str) -> str | None:
    """Return what becomes of a cell that is no answer in itself: it is left empty, or typed again; None keeps it."""
    if intended_state(cell) is None:
        return None
    way = _AGAIN if column.required else _EMPTY
    language = sitting.language
    picks = [Pick(way, text(f"intention-{way}", language))]
    if column.kind is Kind.TEXT:
        picks.append(Pick(_KEEP, text("intention-is-answer", language)))
    chosen = sitting.asker.pick_one(text("intention-what", language, words=cell), picks, way)
    return None if chosen == _KEEP else "" if chosen == _EMPTY else _AGAIN


def _pick_cell_or_person(sitting: Sitting, column: Column, old: str) -> str | Order:
    if column.id == CODE_COLUMN:
        return people.ask_person(sitting, pick_translation(column.label, sitting.language), old)
    return _pick_cell(sitting, column, old)


def _pick_cell(sitting: Sitting, column: Column, old: str) -> str | Order:
    language = sitting.language
    free = [] if column.required else [Pick(_NOTHING, text("leave-empty", language))]
    choices = [*free, *replies.picks(sitting, column)]
    current = old or (_NOTHING if free else "")
    chosen = sitting.asker.pick_one(pick_translation(column.label, language), choices, current)
    return "" if chosen == _NOTHING else chosen


def _type_cell(sitting: Sitting, column: Column, old: str) -> str | Order:
    label = pick_translation(column.label, sitting.language)
    prompt = label if column.kind is Kind.TEXT else f"{label} ({replies.value_hint(column, sitting.language)})"
    return sitting.ask_and_hold_detail(prompt, replies.written_value(column, old, sitting.language), column.id)


def _parse_cell(sitting: Sitting, column: Column, typed: str) -> str:
    if column.kind is Kind.TEXT or intended_state(typed) is not None:
        kept = replies.clean_and_tell(sitting, typed)
        refuse_name(column.id, kept, sitting.desk.people())
        return kept
    return replies.understand_value(sitting, column, typed)
