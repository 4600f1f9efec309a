"""The overview of all dossiers, for `iama status` without an algorithm."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from msgspec import Struct, field

from iama.cli.housepacks import library_of
from iama.cli.language import screen_language, spoken_language
from iama.cli.options import Edition, day_or_today, here, in_edition, open_dossier_at
from iama.cli.progress import with_progress_bar
from iama.files.config import find_workspace
from iama.files.store import dossiers
from iama.model.problems import IamaError, UnusableFile, UsageError
from iama.publish.portfolio import overview, portfolio

if TYPE_CHECKING:
    from datetime import date

    from iama.cli.options import Reading
    from iama.files.config import Workspace
    from iama.gate.config import Config


def show(to: str, edition: Edition, language: str | None, as_of: str | None, root: Path | None) -> None:
    """Print the overview of all dossiers as text, json, html or md; exits with 3 when one could not be read.

    Such a dossier is named in the overview, and what is wrong with it is told on standard error.
    """
    space, folders = every_dossier(root)
    config = workspace_config(space)
    chosen = screen_language(language, space.language, screen=to != "json")
    readings = Readings(space, folders, edition, day_or_today(as_of))
    algorithms = [
        overview(
            reading.outcome,
            reading.dossier,
            chosen,
            stubs=reading.public.stubs if reading.public else (),
            months=config.max_age_months,
        )
        for reading in readings
    ]
    document = portfolio(
        algorithms,
        readings.as_of,
        chosen,
        unreadable=list(readings.unreadable),
        edition=edition.value,
        organisation=config.organisation,
    )
    _print(document, to, space)
    readings.tell_unreadable(spoken_language(language))


def every_dossier(root: Path | None) -> "tuple[Workspace, Sequence[Path]]":
    """Return the workspace and the folders of its dossiers; raises UsageError where there is none."""
    space = find_workspace(here(), root)
    folders = dossiers(space.root) if space else ()
    if space is None or not folders:
        raise UsageError("asked-no-dossiers")
    return space, folders


class Readings(Struct):
    """Every dossier of a workspace in one edition, read and judged one after another, so that memory stays flat.

    Why the others could not be read stands in `unreadable`, by id, once all were gone through.
    """

    space: "Workspace"
    folders: Sequence[Path]
    edition: Edition
    as_of: "date"
    unreadable: dict[str, IamaError | OSError] = field(default_factory=dict)

    def __iter__(self) -> "Iterator[Reading]":
        library = library_of(self.space)
        for folder in with_progress_bar(self.folders, len(self.folders)):
            try:
                yield in_edition(open_dossier_at(self.space, folder, self.as_of, library), self.edition)
            except (IamaError, OSError) as error:
                self.unreadable[folder.name] = error

    def tell_unreadable(self, language: str) -> None:
        """Say on standard error what is wrong with dossiers that could not be read; then exit with 3."""
        for id_, error in self.unreadable.items():
            typer.echo(_failure_text(id_, error, language), err=True)
        if self.unreadable:
            raise typer.Exit(3)


def workspace_config(space: "Workspace") -> "Config":
    """Return what the gate asks of a workspace."""
    from iama.gate.config_tables import parse_gate_config

    return parse_gate_config(space.settings, path=str(space.file or ""), library=library_of(space))


def _print(document: dict[str, Any], to: str, space: "Workspace") -> None:
    from iama.model.text import escape_controls
    from iama.terminal import output

    if to == "json":
        typer.echo(output.json_text(document))
    elif to == "text":
        from iama.terminal.portfolio import portfolio_text

        typer.echo(portfolio_text(document, width=_line_width()))
    else:
        from iama.cli.reports import Format, house_of
        from iama.files.shipped import shipped_folder
        from iama.publish.report import render

        theme = house_of(space, None, Format(to)).get("theme", {})
        typer.echo(escape_controls(render(document, to, shipped_folder("reports"), theme, page="portfolio")), nl=False)


def _line_width() -> int:
    """Return how many columns there are; 0 in a pipe, which has no end."""
    from shutil import get_terminal_size

    return get_terminal_size().columns if sys.stdout and sys.stdout.isatty() else 0


def _failure_text(id_: str, error: IamaError | OSError, language: str) -> str:
    """Return what is wrong with a dossier: findings name their own place."""
    from iama.model.text import escape_controls

    words = error.text_in(language) if isinstance(error, IamaError) else str(error)
    return escape_controls(words if isinstance(error, UnusableFile) else f"iama: {id_}: {words}")
