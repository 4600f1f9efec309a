"""What an answer may be: the rules for one word, a list of words and a row, wherever they come from.

No message quotes what was answered: messages end up in logs that more people read than the dossier.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from iama.model.dossier import Row
from iama.model.limits import TEXT_LENGTH
from iama.model.problems import Spoken, choices_hint
from iama.model.questionnaire import Column, Kind, Question
from iama.model.text import RefusedCharacter, clean_text

_TIME = re.compile(r"([01]?[0-9]|2[0-3])[:.uh]([0-5][0-9])")
_TIMES = ("came-at", "left-at")  # columns
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+")  # 4.700 is 4700 in Dutch, and 4.7 elsewhere
_NUMBER = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?")


class InvalidValue(Spoken, ValueError):
    """The value does not fit the question; the hint says what does."""


def valid_value(field: Question | Column, text: str) -> str:
    """Return `text` as one value of `field`; raises InvalidValue.

    Text comes back cleaned, dates as ISO 8601, numbers as written with a point for the decimals.
    """
    match field.kind:
        case Kind.CHOICE | Kind.CHOICES | Kind.YES_NO:
            return _valid_option(field, text)
        case Kind.DATE:
            return iso_day(text)
        case Kind.NUMBER:
            return _valid_number(text)
        case Kind.TEXT if isinstance(field, Column) and field.id in _TIMES:
            return clock_time(text)
        case _:
            return keepable_text(text)


def valid_choices(question: Question, texts: Sequence[str]) -> tuple[str, ...]:
    """Return the values of a tick-list in the order of its options; raises InvalidValue."""
    chosen = {valid_value(question, text) for text in texts}
    if len(chosen) < len(texts):
        raise InvalidValue("value-twice")
    alone = chosen & question.exclusive
    if alone and len(chosen) > 1:
        raise InvalidValue("value-alone")
    if question.max and len(chosen) > question.max:
        raise InvalidValue("value-many", chosen=len(chosen), limit=question.max)
    return tuple(value for value in question.values if value in chosen)


def valid_row(question: Question, id_: str, cells: Mapping[str, str]) -> Row:
    """Return one row with its filled columns, in the order of the columns; raises InvalidValue."""
    columns = {column.id: column for column in question.columns}
    if strange := next((name for name in cells if name not in columns), None):
        raise InvalidValue("value-column", column=strange, hint=choices_hint(strange, columns))
    texts = {name: valid_value(column, cells[name]) for name, column in columns.items() if cells.get(name)}
    return complete_row(question, id_, texts)


def complete_row(question: Question, id_: str, texts: Mapping[str, str | None]) -> Row:
    """Return one row of values that fit their columns; raises InvalidValue when a column lacks one that it needs."""
    cells = {name: text for name, text in texts.items() if text}
    for column in question.columns:
        if column.required and not cells.get(column.id):
            raise InvalidValue("value-cell", column=column.id, row=id_)
    return Row(id_, cells)


def keepable_text(text: str) -> str:
    """Return text as it may be kept; raises InvalidValue for characters that cannot be, and for too many of them."""
    check_length(text)
    if text.isascii() and text.isprintable() and not text.endswith(" "):
        return text  # nothing to clean, as with nearly every word
    try:
        return clean_text(text).text
    except RefusedCharacter as error:
        raise InvalidValue(error.phrase.key, **error.phrase.values) from error


def check_length(text: str) -> str:
    """Return text that is no longer than what renders well; raises InvalidValue."""
    if len(text) <= TEXT_LENGTH:
        return text
    raise InvalidValue("value-long", length=len(text), limit=TEXT_LENGTH)


def _valid_option(field: Question | Column, text: str) -> str:
    for option in field.options:
        if option.value == text:
            return text
    options = [option.value for option in field.options]
    raise InvalidValue("value-option", hint=choices_hint(text, options))


@lru_cache(maxsize=1_000)  # a dossier is filled in on a few days
def iso_day(text: str) -> str:
    """Return an ISO 8601 date; raises InvalidValue."""
    try:
        if not _DAY.fullmatch(text):  # a week such as 2027-W01-1 is a date to Python too
            raise ValueError(text)
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise InvalidValue("value-date") from error


def clock_time(text: str) -> str:
    """Return a time of day ("9.05", "14u10") as 09:05; raises InvalidValue."""
    if match := _TIME.fullmatch(text.strip().lower()):
        return f"{int(match[1]):02d}:{match[2]}"
    raise InvalidValue("value-time")


def _valid_number(text: str) -> str:
    if not _NUMBER.fullmatch(text):
        raise InvalidValue("value-number")
    if _GROUPED.fullmatch(text):
        raise InvalidValue("value-two-ways")
    return text
