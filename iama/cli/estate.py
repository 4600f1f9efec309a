"""`iama estate`: many repositories and the list of algorithms as one page, and as the answer to a question."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from iama.cli import app
from iama.cli.options import AsOf, Lang, print_message
from iama.gate.estate_question import LEAST

if TYPE_CHECKING:
    from iama.cli.estatesources import Read
    from iama.files.config import Workspace


class EstateFormat(StrEnum):
    """What `--to` can be."""

    TEXT = "text"
    HTML = "html"
    MD = "md"
    JSON = "json"


@app.command(help="help-estate")
def estate(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[PATH]…", help="help-estate-path")] = None,
    inventory: Annotated[Path | None, typer.Option("--inventory", metavar="FILE", help="help-check-inventory")] = None,
    results: Annotated[list[Path] | None, typer.Option("--results", metavar="FILE", help="help-estate-results")] = None,
    question: Annotated[bool, typer.Option("--question", help="help-estate-question")] = False,
    least: Annotated[int, typer.Option("--least", metavar="N", min=1, max=1000, help="help-estate-least")] = LEAST,
    to: Annotated[EstateFormat | None, typer.Option("--to", help="help-estate-to")] = None,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE|-", help="help-estate-output")] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, max=64, help="help-check-jobs")] = 1,
    lang: Lang = None,
    as_of: AsOf = None,
) -> None:
    """Bring many repositories, results and the list together: what is needed, decided, public and late."""
    from iama.cli.change import gate_config
    from iama.cli.estatesources import read_estate
    from iama.cli.housepacks import library_of
    from iama.cli.inventory import list_of
    from iama.cli.options import day_or_today, here
    from iama.cli.reports import format_by_ending
    from iama.files.config import Workspace, find_workspace
    from iama.files.output import result_at
    from iama.files.settings import DEFAULT_ROOT
    from iama.gate.estate_answer import question_view
    from iama.gate.estate_question import question_of
    from iama.gate.estate_view import estate_view
    from iama.model.struct import replace

    to = to or format_by_ending(output, EstateFormat.TEXT)
    space = find_workspace(here()) or Workspace(here(), here() / DEFAULT_ROOT)
    library = library_of(space)
    config = replace(gate_config(space, lang, library), edition="public", language=lang or space.language)
    listed = list_of(inventory, space, config)
    files = [*_files_read(space, listed, (*(paths or ()), *(results or ())))]
    if output:
        result_at(Path(output), files)  # now, for it can take long
    read = read_estate(paths or [], listed, results or (), space, config, day_or_today(as_of), jobs)
    told = read.told(library.law)
    view = question_view(told, question_of(told.estate, least), least) if question else estate_view(told)
    page = "estate-question" if question else "estate"
    _write(_estate_document(view, to, page, space), output, files)
    _tell_doubts(read)


def _files_read(space: "Workspace", listed: Path | None, named: Sequence[Path]) -> Iterator[Path]:
    """Yield the files that are read, which no result may replace."""
    yield from filter(None, (*space.configured_files, space.file, listed, *(path for path in named if path.is_file())))


def _estate_document(view: dict[str, Any], to: EstateFormat, page: str, space: "Workspace") -> str:
    from iama.cli.reports import Format, house_of
    from iama.files.shipped import shipped_folder
    from iama.model.text import escape_controls
    from iama.publish.report import render
    from iama.terminal.output import json_text

    if to is EstateFormat.JSON:
        return json_text(view) + "\n"
    if to is EstateFormat.TEXT:
        from iama.terminal.estate import estate_text, question_text

        return escape_controls(question_text(view) if "question" in view else estate_text(view)) + "\n"
    theme = house_of(space, None, Format(to.value)).get("theme", {})
    return escape_controls(render(view, to.value, shipped_folder("reports"), theme, page=page))


def _write(document: str, output: str | None, read: Sequence[Path]) -> None:
    from iama.files.output import result_at, write_result

    target = result_at(Path(output or "-"), read)
    write_result(target, document)
    if not target.stream:
        print_message("report-written", path=target.shown)


def _tell_doubts(read: "Read") -> None:
    """Say on standard error what could not be read, which the page names too; then exit with 3."""
    doubts = [one for one in read.sources if one.doubt]
    for one in doubts:
        print_message("estate-source-doubt", err=True, source=one.name, reason=one.doubt)
    if doubts:
        raise typer.Exit(3)
