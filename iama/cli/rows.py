"""`iama rows`: every dossier as flat tables, for programs that count over many of them."""

import json
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iama.cli import app
from iama.cli.options import AnEdition, AsOf, Edition, Lang, Root, print_message
from iama.model.problems import UsageError

if TYPE_CHECKING:
    from iama.cli.portfolio import Readings
    from iama.publish.rows import Row, Told


class RowsFormat(StrEnum):
    """What `--to` can be."""

    NDJSON = "ndjson"
    CSV = "csv"


class Table(StrEnum):
    """What TABLE can be."""

    ALGORITHMS = "algorithms"
    ASSESSMENTS = "assessments"
    ANSWERS = "answers"
    FLAGS = "flags"
    RIGHTS = "rights"
    ACTIONS = "actions"
    APPROVALS = "approvals"


@app.command(help="help-rows")
def rows(
    table: Annotated[Table | None, typer.Argument(metavar="[TABLE]", help="help-rows-table")] = None,
    to: Annotated[RowsFormat, typer.Option("--to", help="help-rows-to")] = RowsFormat.NDJSON,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="PATH", help="help-rows-output")] = None,
    edition: AnEdition = Edition.PUBLIC,
    words: Annotated[bool, typer.Option("--text", help="help-rows-text")] = False,
    lang: Lang = None,
    as_of: AsOf = None,
    root: Root = None,
) -> None:
    """Write every dossier as flat tables: one to standard output or a file, or all of them into a folder."""
    from iama.cli.language import spoken_language
    from iama.cli.options import day_or_today
    from iama.cli.portfolio import Readings, every_dossier

    if table is None and output is None:
        raise UsageError("rows-where", tables=", ".join(Table))
    space, folders = every_dossier(root)
    readings = Readings(space, folders, edition, day_or_today(as_of))
    told = _documents_to_tell(readings, lang or space.language or "nl", text=words)
    if table:
        _write_one_table(told, table, to, output)
    else:
        assert output
        _write_every_table(told, to, output, space.root)
    readings.tell_unreadable(spoken_language(lang))


def _documents_to_tell(readings: "Readings", language: str, *, text: bool) -> "Iterator[Told]":
    from iama.cli.portfolio import workspace_config
    from iama.publish.rows import Told

    organisation = workspace_config(readings.space).organisation
    for one in readings:
        yield Told(one.outcome, one.dossier, one.library.law, language, organisation, one.public, text)


def _write_one_table(told: "Iterable[Told]", table: Table, to: RowsFormat, output: Path | None) -> None:
    from iama.files.output import result_at, write_pieces
    from iama.publish.rows import table_rows

    lines = _table_lines((row for one in told for row in table_rows(table, one)), table, to)
    target = result_at(output or Path("-"))
    write_pieces(target, (line.encode() for line in lines))
    if not target.stream:
        print_message("report-written", path=target.shown)


def _write_every_table(told: "Iterable[Told]", to: RowsFormat, folder: Path, root: Path) -> None:
    """Write every table as a file of its own; each dossier is read once, so the tables grow side by side."""
    from iama.files.output import own_target, result_folder, write_together
    from iama.publish.rows import TABLES

    home = result_folder(folder, root)
    write_together({table: own_target(home, f"{table}.{to}") for table in TABLES}, _written_pieces(told, to))
    print_message("report-written", path=folder)


def _written_pieces(told: "Iterable[Told]", to: RowsFormat) -> "Iterator[tuple[str, bytes]]":
    from iama.publish.rows import TABLES, table_rows

    for table in TABLES:
        yield from ((table, line.encode()) for line in _table_lines((), table, to))
    line_of = _line_maker(to)
    for one in told:
        yield from ((table, line_of(row).encode()) for table in TABLES for row in table_rows(table, one))


def _table_lines(rows_: "Iterable[Row]", table: str, to: RowsFormat) -> Iterator[str]:
    """Yield the lines of a table, the names of its columns first where the format has them."""
    from iama.publish.rows import TABLES

    line = _line_maker(to)
    if to is RowsFormat.CSV:
        yield line({column: column for column in TABLES[table]})
    yield from map(line, rows_)


def _line_maker(to: RowsFormat) -> "Callable[[Row], str]":
    from iama.publish.record import csv_line

    return csv_line if to is RowsFormat.CSV else _json_line


def _json_line(row: "Row") -> str:
    line = json.dumps(row, ensure_ascii=False)
    return (line if line.isprintable() else json.dumps(row)) + "\n"
