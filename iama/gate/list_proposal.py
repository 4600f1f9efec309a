"""A proposal for what the columns and words of a list mean, as the table of `iama.toml` that somebody confirms."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from iama.gate.config import ListRules
from iama.gate.inventory import Inventory, Unread
from iama.gate.list_dates import DAY_FIRST, is_two_ways, parse_day
from iama.gate.list_tables import Table, tables_in
from iama.gate.list_words import (
    IGNORED,
    VALUES,
    category_of,
    field_of,
    is_of_register,
    phase_of,
    suggested_field,
    suggested_value,
)
from iama.gate.listing import NAMES, read_inventory
from iama.model.struct import replace
from iama.model.text import escape_controls
from iama.words import text

_LOOKED_AT = 500  # rows of which the words tell what a column holds
_MOSTLY = 0.6


def proposed_rules(path: str, content: bytes, organisation: str, rules: ListRules) -> tuple[ListRules, Inventory]:
    """Return rules by which as much of a list is understood as can be guessed, and the list by those rules."""
    given = rules
    tables = list(tables_in(path, content, given.sheets))
    rules = replace(given, columns={**given.columns, **_columns(tables, given)})
    read = read_inventory(path, content, organisation, rules)
    if lost := {one.word for one in read.unread if one.reason == "sheet"}:
        sheets = tuple(table.sheet for table in tables if table.sheet not in lost)
        columns = _columns(list(tables_in(path, content, sheets)), given)
        rules = replace(given, sheets=sheets, columns={**given.columns, **columns})
        read = read_inventory(path, content, organisation, rules)
    if any(one.reason == "first_use-two-ways" for one in read.unread):
        rules = replace(rules, dates=DAY_FIRST)
    words = {field: {**rules.words.get(field, {}), **_suggested_words(read.unread, field)} for field in VALUES}
    rules = replace(rules, words={field: meant for field, meant in words.items() if meant})
    return rules, read_inventory(path, content, organisation, rules)


def _columns(tables: Sequence[Table], rules: ListRules) -> Mapping[str, str]:
    """Return what the columns may hold that nobody knows: by their words, by their name, else nothing that counts."""
    register = any(is_of_register(table.labels) for table in tables)
    taken = {field_of(label, register=register) for table in tables for label in table.labels} | {
        *rules.columns.values()
    }
    meant: dict[str, str] = {}
    for table in tables:
        rows = [row.cells for row, _ in zip(table.rows, range(_LOOKED_AT), strict=False)]
        for number, label in enumerate(table.labels):
            if not label.strip() or label in rules.columns or field_of(label, register=register):
                continue
            words = [cells[number] for cells in rows if number < len(cells) and cells[number].strip()]
            field = _held_by(words, taken) or suggested_field(label, {*taken, *meant.values()})
            numbers = all(word.strip().isdecimal() for word in words)
            if (field == "lars" and not numbers) or (field == "name" and numbers):
                field = ""
            meant[label] = field or IGNORED
            taken.add(field)
        if not taken & {*NAMES}:
            free = [number for number, label in enumerate(table.labels) if meant.get(label) == IGNORED]
            meant |= _naming_column(table.labels, free, rows)
            taken |= {*meant.values()}
    return meant


def _naming_column(labels: Sequence[str], free: Iterable[int], rows: Sequence[Sequence[str]]) -> Mapping[str, str]:
    """Return the first of the `free` columns that tells every row apart: as names when it has words, else as ids."""
    held = {labels[number]: {cells[number].strip() for cells in rows if number < len(cells)} for number in free}
    telling = [label for label, words in held.items() if rows and len(words - {""}) == len(rows)]
    named = [label for label in telling if any(map(_has_letters, held[label]))]
    return {named[0]: "name"} if named else dict.fromkeys(telling[:1], "id")


def _has_letters(word: str) -> bool:
    return any(map(str.isalpha, word))


def _held_by(words: Sequence[str], taken: set[str]) -> str:
    """Return the column that most of its words speak for."""
    kinds: Mapping[str, Callable[[str], object]] = {
        "publication_category": _category_near,
        "status": phase_of,
        "first_use": _is_day,
    }
    for field, understood in kinds.items():
        if field not in taken and words and sum(bool(understood(word)) for word in words) >= _MOSTLY * len(words):
            return field
    return ""


def _category_near(word: str) -> str:
    return category_of(word) or suggested_value("publication_category", word)


def _is_day(word: str) -> bool:
    return parse_day(word) is not None or is_two_ways(word)


def _suggested_words(unread: Sequence[Unread], field: str) -> Mapping[str, str]:
    return {one.word: one.suggestion for one in unread if one.reason == field and one.suggestion}


def proposal_lines(file: str, rules: ListRules, read: Inventory, language: str) -> Iterator[str]:
    """Yield the table with these rules; what could not be guessed stands in it as a remark."""
    rows = len(read.rows) + read.nameless
    yield f"# {text('proposal-lead', language, file=_remark(file), count=rows)}"
    yield "[check.inventory]"
    yield f"file = {_quote_for_toml(file)}"
    for key, value in (("results", rules.results), ("joined-by", rules.joined_by)):
        if value:
            yield f"{key} = {_quote_for_toml(value)}"
    if rules.sheets:
        yield f"sheets = [{', '.join(map(_quote_for_toml, rules.sheets))}]"
    if rules.dates:
        yield f"dates = {_quote_for_toml(rules.dates)}  # {text('proposal-dates', language)}"
    if rules.columns:
        yield from ("", "[check.inventory.columns]", *_meanings(rules.columns))
    for field, values in VALUES.items():
        lost = [one for one in read.unread if one.reason == field]
        if rules.words.get(field) or lost:
            yield from ("", f"[check.inventory.words.{field}]", *_meanings(rules.words.get(field, {})))
            choices = text("proposal-choose", language, words=[*map(str, values)])
            yield from (f'# {_quote_for_toml(one.word)} = ""  # {choices}' for one in lost)


def _meanings(meant: Mapping[str, str]) -> Iterator[str]:
    return (f"{_quote_for_toml(word)} = {_quote_for_toml(meaning)}" for word, meaning in meant.items())


def _quote_for_toml(word: str) -> str:
    return escape_controls(json.dumps(word, ensure_ascii=False)).replace("\x7f", "\\u007f")


def _remark(word: str) -> str:
    return escape_controls(" ".join(word.split()))
