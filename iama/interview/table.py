"""Makes rows of a table that was pasted: a line is a row, and tabs part its cells."""

from collections.abc import Mapping, Sequence

from iama.assess import answer_input
from iama.assess.outcome import Entry
from iama.interview import answer_text, replies
from iama.interview.asking import TABLE, Pick, Prose
from iama.interview.sitting import Sitting
from iama.model import values
from iama.model.dossier import Answer
from iama.model.questionnaire import Column
from iama.model.spelling import typed_value
from iama.model.values import InvalidValue
from iama.words import pick_translation, text

TAB = "\t"


def ask_table(sitting: Sitting, entry: Entry) -> Answer | None:
    """Return the list with the rows of a pasted table, when the team agrees with them; None when it does not."""
    language, columns = sitting.language, _typed_columns(entry)
    names = ", ".join(pick_translation(column.label, language) for column in columns)
    asked = Prose(text("table-asked", language, columns=names))
    answer = replies.ask_until_fits(
        sitting,
        lambda: replies.prose_or_edit(sitting, asked, TABLE),
        lambda words: _with_table(sitting, entry, words),
    )
    if not isinstance(answer, Answer) or answer == entry.answer:
        return None
    new = answer.rows[len(entry.answer.rows) :]
    sitting.asker.show_message("\n".join(answer_text.row_line(entry.question, row, language) for row in new))
    choices = [Pick(word, text(word, language)) for word in ("yes", "no")]
    agreed = sitting.asker.pick_one(text("table-agreed", language, count=len(new)), choices, "yes")
    return answer if agreed == "yes" else None


def _with_table(sitting: Sitting, entry: Entry, words: str) -> Answer:
    """Return the list with a row per line of a table; raises InvalidValue with the place of the first misfit."""
    answer, place, columns = entry.answer, 0, _typed_columns(entry)
    for number, line in enumerate(words.split("\n")):
        cells = [cell.strip() for cell in line.split(TAB)]
        try:
            if number == 0 and (order := _order_in_heading(cells, columns)):
                columns = order
            elif any(cells):
                row = _pasted_cells(cells, columns, sitting.language)
                answer = answer_input.with_row(answer, entry.question, sitting.desk.row_id(), row)
        except InvalidValue as error:
            error.offset = place
            raise
        place += len(line) + 1
    return answer


def _typed_columns(entry: Entry) -> tuple[Column, ...]:
    return tuple(column for column in entry.question.columns if not column.internal)


def _order_in_heading(cells: Sequence[str], columns: Sequence[Column]) -> tuple[Column, ...]:
    """Return the columns in the order of a line that names them; nothing when it names anything else."""
    named = {word.casefold(): column for column in columns for word in (column.id, *column.label.values())}
    found = [named.get(cell.casefold()) for cell in cells]
    return tuple(column for column in found if column) if all(found) else ()


def _pasted_cells(cells: Sequence[str], columns: Sequence[Column], language: str) -> Mapping[str, str]:
    if len(cells) > len(columns) and any(cells[len(columns) :]):
        raise InvalidValue("table-wide", columns=len(columns))
    pairs = zip(columns, cells, strict=False)
    return {
        column.id: values.valid_value(column, typed_value(column, cell, language)) for column, cell in pairs if cell
    }
