"""The overview of all dossiers, for `iama status` without an algorithm."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from msgspec import Struct, field

from iama.cli.language import screen_language, spoken_language
from iama.cli.options import Edition, day_or_today, here, in_edition, open_dossier_at
from iama.cli.progress import with_progress_bar
from iama.files.config import find_workspace
from iama.files.store import dossiers
from iama.model.problems import IamaError, UnusableFile, UsageError
from iama.publish.portfolio import overview, portfolio

if TYPE_CHECKING:
    from datetime import date

    from iama.files.config import Workspace
    from iama.gate.config import Config


def show(to: str, edition: Edition, language: str | None, as_of: str | None, root: Path | None) -> None:
    """Print the overview of all dossiers as text, json, html or md; exits with 3 when one could not be read.

    Such a dossier is named in the overview, and what is wrong with it is told on standard error.
    """
    space = find_workspace(here(), root)
    folders = dossiers(space.root) if space else ()
    if space is None or not folders:
        raise UsageError("asked-no-dossiers")
    config, date_ = _config(space), day_or_today(as_of)
    chosen = screen_language(language, space.language, screen=to != "json")
    overviews = _judge_dossiers(space, folders, edition, date_, chosen, config.max_age_months)
    document = portfolio(
        overviews.algorithms,
        date_,
        chosen,
        unreadable=list(overviews.unreadable),
        edition=edition.value,
        organisation=config.organisation,
    )
    _print(document, to, space)
    tell_unreadable(overviews.unreadable, language)


def tell_unreadable(unreadable: Mapping[str, IamaError | OSError], language: str | None) -> None:
    """Tell on standard error which dossiers could not be read, and end with 3 when there are any."""
    for id_, error in unreadable.items():
        typer.echo(_failure_text(id_, error, spoken_language(language)), err=True)
    if unreadable:
        raise typer.Exit(3)


class Overviews(Struct, frozen=True):
    """The dossiers as the overview tells them, and why the others could not be read, by id."""

    algorithms: list[dict[str, Any]] = field(default_factory=list)
    unreadable: dict[str, IamaError | OSError] = field(default_factory=dict)


def _judge_dossiers(
    space: "Workspace", folders: Sequence[Path], edition: Edition, as_of: "date", language: str, months: int
) -> Overviews:
    """Read and judge every dossier; of each only its line of the overview is kept, so that memory stays flat."""
    overviews = Overviews()
    for folder in with_progress_bar(folders, len(folders)):
        try:
            reading = in_edition(open_dossier_at(space, folder, as_of), edition)
        except (IamaError, OSError) as error:
            overviews.unreadable[folder.name] = error
            continue
        stubs = reading.public.stubs if reading.public else ()
        overviews.algorithms.append(overview(reading.outcome, reading.dossier, language, stubs=stubs, months=months))
    return overviews


def _config(space: "Workspace") -> "Config":
    from iama.gate.config_tables import parse_gate_config

    return parse_gate_config(space.settings, path=str(space.file or ""))


def _print(document: dict[str, Any], to: str, space: "Workspace") -> None:
    from iama.model.text import escape_controls
    from iama.terminal import output

    if to == "json":
        typer.echo(output.json_text(document))
    elif to == "text":
        from iama.terminal.portfolio import portfolio_text

        typer.echo(portfolio_text(document, width=_width()))
    else:
        from iama.cli.reports import Format, house_of
        from iama.files.shipped import shipped_folder
        from iama.publish.report import render

        theme = house_of(space, None, Format(to)).get("theme", {})
        typer.echo(escape_controls(render(document, to, shipped_folder("reports"), theme, page="portfolio")), nl=False)


def _width() -> int:
    """Return how many columns there are; 0 in a pipe, which has no end."""
    from shutil import get_terminal_size

    return get_terminal_size().columns if sys.stdout and sys.stdout.isatty() else 0


def _failure_text(id_: str, error: IamaError | OSError, language: str) -> str:
    """Return what is wrong with a dossier: findings name their own place."""
    from iama.model.text import escape_controls

    words = error.text_in(language) if isinstance(error, IamaError) else str(error)
    return escape_controls(words if isinstance(error, UnusableFile) else f"iama: {id_}: {words}")
