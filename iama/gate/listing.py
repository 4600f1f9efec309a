"""The file of an inventory to its rows: every row and cell is judged, refused, or counted as not understood.

The download of the register has every organisation, and every standard version stacked in one table or on sheets of
their own; cells are text, whatever they begin with.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from iama.files.delimited import Cells
from iama.gate.config import NO_LIST_RULES, ListRules
from iama.gate.inventory import Inventory, Row, Unread
from iama.gate.inventory_status import Phase
from iama.gate.list_dates import Day, is_two_ways, order_of, parse_day
from iama.gate.list_tables import Table, tables_in
from iama.gate.list_words import (
    COLUMNS,
    IGNORED,
    ORGANISATION,
    category_of,
    field_of,
    fold,
    is_of_register,
    phase_of,
    suggested_field,
    suggested_value,
)
from iama.model.limits import INVENTORY_ROWS
from iama.model.problems import UsageError
from iama.model.struct import replace
from iama.words import Phrase

NAMES = ("id", "source_id", "lars", "name")  # columns that say which algorithm a row is about
_BEHIND = "…"  # the column of cells that stand behind the last label
_DOUBLE = "double"  # marks a row of which two columns contradict each other
_LONGEST = 60  # characters of a word that are told
_MOST_HINTS = 100  # each costs a millisecond


class _Written(NamedTuple):
    """One row, by column of ours; `owners` are the organisations that it names."""

    line: int
    cells: Mapping[str, str]
    owners: tuple[str, ...]


class _NotUnderstood:
    """What nobody could read, told once per column and word, however many rows hold it."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, str], Unread] = {}

    def add(
        self,
        reason: str,
        line: int,
        column: str = "",
        word: str = "",
        suggest: Callable[[], str] = str,
        algorithm: str = "",
    ) -> None:
        """Note something; `suggest` says what it may mean, and is asked once."""
        word = " ".join(word.split())[:_LONGEST]
        key = (reason, column, fold(word) or word)
        if earlier := self._found.get(key):
            self._found[key] = replace(earlier, rows=earlier.rows + 1, algorithm="")
            return
        suggestion = suggest() if len(self._found) < _MOST_HINTS else ""
        self._found[key] = Unread(reason, line, 1, column, word, suggestion, algorithm)

    def all(self) -> tuple[Unread, ...]:
        return tuple(self._found.values())


EVERY = "*"  # organisation: the rows of all


def read_inventory(path: str, content: bytes, organisation: str = "", rules: ListRules = NO_LIST_RULES) -> Inventory:
    """Return the inventory in a file; raises UsageError for one that is none, UnusableFile for a broken YAML.

    `organisation` picks rows from a table that holds several, or is EVERY; `rules` say what words of its own mean.
    """
    unread = _NotUnderstood()
    tables = list(tables_in(path, content, rules.sheets))
    register = any(is_of_register(table.labels) for table in tables)
    written: list[_Written] = []
    for table in tables:
        written += _rows_of_table(path, table, rules, register, unread, alone=len(tables) == 1)
        if len(written) > INVENTORY_ROWS:
            raise UsageError("listing-too-long", path=path, limit=INVENTORY_ROWS)
    if not written:
        raise UsageError("listing-empty", path=path)
    ours = list(_rows_of_organisation(organisation, written, path, unread))
    order = rules.dates or order_of(row.cells.get("first_use", "") for row in ours)
    rows, nameless = _distinct_rows(ours, _Meanings(rules, order, unread), unread)
    return Inventory(path, tuple(rows), register, unread.all(), nameless)


def _rows_of_table(
    path: str, table: Table, rules: ListRules, register: bool, unread: _NotUnderstood, *, alone: bool
) -> Iterator[_Written]:
    if not table.labels:
        return
    fields = [_field_of_label(label, rules, register) for label in table.labels]
    if not {*NAMES} & {*fields}:
        if alone:
            raise _no_name_column(path, table.labels)
        unread.add("sheet", 0, word=table.sheet)
        return
    seen = set(fields)
    for row in _up_to_limit(path, table.rows):
        if any(map(str.strip, row.cells)):
            yield _written_row(row, table.labels, fields, seen, unread)


def _up_to_limit(path: str, rows: Iterable[Cells]) -> Iterator[Cells]:
    for number, row in enumerate(rows):
        if number >= INVENTORY_ROWS:
            raise UsageError("listing-too-long", path=path, limit=INVENTORY_ROWS)
        yield row


def _field_of_label(label: str, rules: ListRules, register: bool) -> str:
    told = {fold(written): field for written, field in rules.columns.items()}
    return told.get(fold(label)) or field_of(label, register=register)


def _no_name_column(path: str, labels: Iterable[str]) -> UsageError:
    hint = Phrase("listing-columns", words=COLUMNS)
    if near := next(((label, field) for label in labels if (field := suggested_field(label, ())) in NAMES), None):
        hint = Phrase("listing-column", column=near[0][:_LONGEST], hint=Phrase("did-you-mean", word=near[1]))
    return UsageError("listing-no-column", path=path, hint=hint)


def _written_row(
    row: Cells, labels: Sequence[str], fields: Sequence[str], seen: set[str], unread: _NotUnderstood
) -> _Written:
    cells: dict[str, str] = {}
    owners: list[str] = []
    for number, cell in enumerate(row.cells):
        text = " ".join(cell.split())
        field = fields[number] if number < len(fields) else ""
        if not text or field == IGNORED:
            continue
        if field == ORGANISATION:
            owners.append(text)
        elif not field:
            label = labels[number] if number < len(labels) else ""
            unread.add("column", row.line, label or _BEHIND, suggest=partial(suggested_field, label, seen))
        elif cells.setdefault(field, text) != text:
            unread.add("double", row.line, field, text)
            cells[_DOUBLE] = field
    return _Written(row.line, cells, tuple(owners))


def _rows_of_organisation(
    organisation: str, rows: Sequence[_Written], path: str, unread: _NotUnderstood
) -> Iterator[_Written]:
    """Yield the rows of one organisation, by its name or its TOOI code; all of a list that names no organisation."""
    named = {row.owners[0] for row in rows if row.owners}
    if not named or organisation == EVERY or (len(named) == 1 and not organisation):
        yield from rows
        return
    if not organisation:
        raise UsageError("listing-organisations", path=path)
    wanted = _owner(organisation)
    if not any(wanted in map(_owner, row.owners) for row in rows):
        raise UsageError("listing-no-organisation", path=path, organisation=organisation)
    for row in rows:
        if not row.owners:
            unread.add("organisation", row.line)
        if not row.owners or wanted in map(_owner, row.owners):
            yield row


def _owner(name: str) -> str:
    return fold(name.strip().rpartition("/")[2])


class _Meanings(NamedTuple):
    """What the words of a row mean; what they do not is noted."""

    rules: ListRules
    order: str
    unread: _NotUnderstood

    def row_of(self, written: _Written) -> Row:
        line, cells, owners = written
        row = Row(
            cells.get("id", ""),
            line,
            cells.get("name", ""),
            source_id=cells.get("source_id", ""),
            lars=cells.get("lars", ""),
            result=cells.get("result", ""),
        )
        category = self._value(row, "publication_category", cells)
        phase = self._value(row, "status", cells)
        day = self._listed_day(row, cells.get("first_use", ""))
        told = (("publication_category", category), ("status", phase), ("first_use", day))
        lost = any(cells.get(field) and not value for field, value in told) or _DOUBLE in cells
        return Row(
            row.id,
            line,
            row.name,
            category or None,
            Phase(phase) if phase else None,
            day.day if day else None,
            row.source_id,
            row.lars,
            row.result,
            month=bool(day and day.whole_month),
            unread=lost,
            organisation=owners[0] if owners else "",
        )

    def _value(self, row: Row, field: str, cells: Mapping[str, str]) -> str:
        word = cells.get(field, "")
        told = {fold(written): value for written, value in self.rules.words.get(field, {}).items()}
        known = category_of(word) if field == "publication_category" else phase_of(word)
        value = str(known or told.get(fold(word), ""))
        if word and not value:
            self.unread.add(field, row.line, field, word, partial(suggested_value, field, word), row.identifier)
        return value

    def _listed_day(self, row: Row, word: str) -> Day | None:
        day = parse_day(word, self.order) if word else None
        if word and day is None:
            reason = "first_use-two-ways" if is_two_ways(word) else "first_use"
            self.unread.add(reason, row.line, "first_use", word, algorithm=row.identifier)
        return day


def _distinct_rows(written: Iterable[_Written], meanings: _Meanings, unread: _NotUnderstood) -> tuple[list[Row], int]:
    """Return a row for every algorithm, and how many rows name none, or contradict an earlier one."""
    rows: dict[str, Row] = {}
    lost = 0
    for one in written:
        row = meanings.row_of(one)
        earlier = rows.get(row.identifier)
        if not row.identifier:
            unread.add("no-id", row.line)
            lost += 1
        elif earlier is None:
            rows[row.identifier] = row
        elif joined := earlier.joined_with(row):
            rows[row.identifier] = joined
        else:
            unread.add("twice", row.line, word=row.identifier, algorithm=row.identifier)
            lost += 1
    return list(rows.values()), lost
