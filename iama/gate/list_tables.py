"""The file of a list to tables of text: labels of columns, and rows; whatever the form of the file."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple

from iama.files.delimited import Cells, delimited_rows
from iama.files.nodes import Map, Node, Scalar
from iama.files.reader import Reader
from iama.files.spreadsheets import Sheet, workbook_sheets
from iama.gate.list_words import field_of, fold
from iama.model.problems import UsageError
from iama.model.strangejson import parse_strange_json

_YAML = (".yaml", ".yml")
_WORKBOOKS = (".xlsx", ".ods")
_OLD = (".xls", ".xlsb", ".numbers")
_NOTHING = ("null", "~")
_LOOKED_AT = 20  # labels that tell which way a sheet is turned
_TITLES = 9  # lines above the labels


class Table(NamedTuple):
    """A table: the labels of its columns, and its rows, which can be gone through once. `sheet` is its name."""

    labels: Sequence[str]
    rows: Iterable[Cells]
    sheet: str = ""


def tables_in(path: str, content: bytes, sheets: Sequence[str] = ()) -> Iterator[Table]:
    """Yield the tables in a file; raises UsageError or UnusableFile for one that cannot be read.

    `sheets` names those of a workbook that count; none for all that hold something.
    """
    name = path.casefold()
    if name.endswith(_YAML):
        yield _from_records(_yaml_records(path, content))
    elif name.endswith(".json"):
        yield _from_records(_json_records(path, content))
    elif name.endswith(_OLD):
        raise UsageError("listing-old-workbook", path=path)
    elif name.endswith(_WORKBOOKS):
        yield from _from_workbook(path, content, sheets)
    else:
        rows = (row for row in delimited_rows(path, content) if any(map(str.strip, row.cells)))
        yield _table_below_title(rows)


def _table_below_title(rows: Iterator[Cells], sheet: str = "") -> Table:
    """Return the table of rows that hold something; lines with a title may stand above its labels.

    Such a line is one cell, no column that we know, and a wider row or a known column follows. A row with more is never
    passed over.
    """
    first = list(islice(rows, _TITLES + 1))
    start = next((number for number, row in enumerate(first) if not _is_title(row)), 0)
    if start and _filled(first[start]) == 1 and not _known(first[start].cells):
        start = 0
    labels = first[start].cells if first else ()
    return Table(labels, chain(first[start + 1 :], rows), sheet)


def _is_title(row: Cells) -> bool:
    return _filled(row) == 1 and not _known(row.cells)


def _filled(row: Cells) -> int:
    return sum(bool(cell.strip()) for cell in row.cells)


def _from_workbook(path: str, content: bytes, sheets: Sequence[str]) -> Iterator[Table]:
    there = [sheet for sheet in workbook_sheets(path, content) if sheet.rows]
    wanted = set(map(fold, sheets))
    if lost := [name for name in sheets if fold(name) not in {fold(sheet.name) for sheet in there}]:
        raise UsageError("listing-no-sheet", path=path, sheets=lost, there=[sheet.name for sheet in there])
    for sheet in there:
        if not wanted or fold(sheet.name) in wanted:
            yield _table_of_sheet(sheet)


def _table_of_sheet(sheet: Sheet) -> Table:
    """Return the table of a sheet; one that lies on its side, as the register writes it, is turned."""
    rows = sheet.rows
    if _known(row.cells[0] for row in rows[:_LOOKED_AT] if row.cells) > max(1, _known(rows[0].cells)):
        rows = _turned(rows)
    return _table_below_title(iter(rows), sheet.name)


def _known(labels: Iterable[str]) -> int:
    return sum(bool(field_of(label)) for label in labels)


def _turned(rows: Sequence[Cells]) -> tuple[Cells, ...]:
    """Return rows as columns; the number of such a row is that of its column."""
    wide = max(len(row.cells) for row in rows)
    columns = (tuple(row.cells[n] if n < len(row.cells) else "" for row in rows) for n in range(wide))
    return tuple(Cells(number, cells) for number, cells in enumerate(columns, 1) if number == 1 or any(cells))


def _from_records(records: Sequence[tuple[int, Mapping[str, str]]]) -> Table:
    labels = tuple(dict.fromkeys(label for _, record in records for label in record))
    return Table(labels, [Cells(line, tuple(record.get(label, "") for label in labels)) for line, record in records])


def _yaml_records(path: str, content: bytes) -> list[tuple[int, Mapping[str, str]]]:
    reader = Reader(path)
    fields = reader.fields(reader.root(content), ("algorithms",))
    records = [(node.place.line, _record_texts(reader.as_map(node))) for node in reader.items(fields.get("algorithms"))]
    reader.finish()
    return records


def _record_texts(record: Map) -> Mapping[str, str]:
    return {key: _text_of_node(node) for key, node in record.entries.items()}


def _text_of_node(node: Node) -> str:
    if isinstance(node, Scalar):
        return "" if node.plain and node.text in _NOTHING else node.text
    return "…" if (node.entries if isinstance(node, Map) else node.items) else ""


def _json_records(path: str, content: bytes) -> list[tuple[int, Mapping[str, str]]]:
    """Return the records of a list in JSON: the file itself, or what stands under `algorithms`."""
    try:
        document = parse_strange_json(content)
    except ValueError as error:
        raise UsageError("listing-not-json", path=path, reason=error) from error
    listed = document.get("algorithms") if isinstance(document, dict) else document
    if not isinstance(listed, list) or not all(isinstance(record, dict) for record in listed):
        raise UsageError("listing-no-records", path=path)
    return [(0, {key: _text_of_value(value) for key, value in record.items()}) for record in listed]


def _text_of_value(value: Any) -> str:
    if value is None or value == [] or value == {}:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
