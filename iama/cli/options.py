"""Options and arguments that several commands share, and what they stand for."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iama.model.problems import UsageError

if TYPE_CHECKING:
    from iama.assess.outcome import Outcome
    from iama.files.config import Workspace
    from iama.model.dossier import Dossier


class Language(StrEnum):
    """The languages of questionnaires, status and reports."""

    NL = "nl"
    EN = "en"


def _algorithms(incomplete: str) -> list[str]:
    from iama.files.config import workspace
    from iama.files.store import dossiers

    found = workspace(Path.cwd())
    return [path.name for path in dossiers(found.root) if path.name.startswith(incomplete)] if found else []


Algorithm = Annotated[
    str, typer.Argument(metavar="ALGORITHM", help="Id of a dossier, or a path to it.", autocompletion=_algorithms)
]
Root = Annotated[Path | None, typer.Option("--root", help="Folder that holds the dossiers.", file_okay=False)]
Lang = Annotated[Language | None, typer.Option("--lang", help="Language of the output.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="Judge as on this date (default: today).")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Only = Annotated[
    list[str] | None, typer.Option("--questionnaire", "-q", metavar="REF", help="Questionnaire, such as iama-2.0.")
]


def today() -> date:
    """Return the date in UTC; the only place that asks for the time."""
    return datetime.now(UTC).date()


def day(text: str | None) -> date:
    """Return the date of --as-of, or today."""
    if text is None:
        return today()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--as-of: `{text}` is not a date; write it as 2027-12-02") from error


@dataclass(frozen=True, slots=True)
class Opened:
    """A dossier, read and judged."""

    workspace: "Workspace"
    folder: Path
    dossier: "Dossier"
    outcome: "Outcome"


def opened(algorithm: str, root: Path | None, as_of: str | None) -> Opened:
    """Find, read and judge a dossier."""
    from iama.assess.evaluation import evaluate
    from iama.files import shipped
    from iama.files.config import locate
    from iama.files.store import read_dossier

    workspace, folder = locate(algorithm, Path.cwd(), root)
    dossier = read_dossier(folder)
    trees = [tree for ref in dossier.assessments if (tree := shipped.find(ref))]
    return Opened(workspace, folder, dossier, evaluate(dossier, trees, shipped.law(), day(as_of)))
