"""Options and arguments that several commands share, and what they stand for."""

import string
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iama.model.problems import IamaError, UsageError

if TYPE_CHECKING:
    from iama.assess.outcome import Outcome
    from iama.files.config import Workspace
    from iama.model.dossier import Dossier
    from iama.model.law import Law


class Language(StrEnum):
    """The languages of questionnaires, status and reports."""

    NL = "nl"
    EN = "en"


def algorithms(incomplete: str) -> list[str]:
    """Return the ids of dossiers that begin with `incomplete`, for the Tab key."""
    from iama.files.config import workspace
    from iama.files.store import dossiers

    try:
        found = workspace(here())
    except IamaError:  # a mistake in the configuration is for a command to tell, not for the Tab key
        return []
    return [path.name for path in dossiers(found.root) if path.name.startswith(incomplete)] if found else []


_LETTERS_OF_A_ROW_ID = 6

Algorithm = Annotated[
    str, typer.Argument(metavar="ALGORITHM", help="Id of a dossier, or a path to it.", autocompletion=algorithms)
]
Root = Annotated[Path | None, typer.Option("--root", help="Folder that holds the dossiers.", file_okay=False)]
Lang = Annotated[Language | None, typer.Option("--lang", help="Language of the output.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="Judge as on this date (default: today).")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Only = Annotated[
    list[str] | None, typer.Option("--questionnaire", "-q", metavar="REF", help="Questionnaire, such as iama-2.0.")
]


def here() -> Path:
    """Return the folder that the user is in; raises UsageError when it was removed."""
    try:
        return Path.cwd()
    except OSError as error:
        raise UsageError("the folder you are in is not there any more; go to another one") from error


def today() -> date:
    """Return the date in UTC; the only place that asks for the time."""
    return datetime.now(UTC).date()


def row_id() -> str:
    """Return six random letters: the immutable id of a new row."""
    import secrets  # costs 5 ms at every start

    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(_LETTERS_OF_A_ROW_ID))


def day(text: str | None) -> date:
    """Return the date of --as-of, or today."""
    from iama.model import values

    if text is None:
        return today()
    try:
        return date.fromisoformat(values.day(text))
    except values.InvalidValue as error:
        raise UsageError(f"--as-of: {error}; {error.hint}") from error


@dataclass(frozen=True, slots=True)
class Opened:
    """A dossier, read and judged."""

    workspace: "Workspace"
    folder: Path
    dossier: "Dossier"
    outcome: "Outcome"


def opened(algorithm: str, root: Path | None, as_of: str | None) -> Opened:
    """Find, read and judge a dossier."""
    from iama.files.config import locate
    from iama.files.store import read_dossier

    workspace, folder = locate(algorithm, here(), root)
    dossier = read_dossier(folder)
    return Opened(workspace, folder, dossier, judged(dossier, day(as_of)))


def judged(dossier: "Dossier", as_of: date) -> "Outcome":
    """Return what the answers of a dossier amount to on a day."""
    from iama.assess.evaluation import evaluate
    from iama.files import shipped

    trees = [tree for ref in dossier.assessments if (tree := shipped.find(ref))]
    return evaluate(dossier, trees, shipped.law(), as_of)


def tell_outdated(law: "Law", as_of: date, language: str) -> None:
    """Say once, on standard error, that the legal facts of this version were verified too long ago."""
    from iama.model.words import text, written_date

    if old := law.outdated(as_of):
        limit = law.facts["our-verified-days"].number
        day = written_date(old[0].verified, language)
        typer.echo(text("law-outdated", language).format(len(old), limit, day), err=True)
