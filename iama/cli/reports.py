"""Commands that render documents: report."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iama.cli import app
from iama.cli.options import Algorithm, AsOf, Lang, Only, Root

if TYPE_CHECKING:
    from iama.cli.options import Opened
    from iama.model.dossier import Dossier


class Format(StrEnum):
    """What `--to` can be."""

    HTML = "html"
    MD = "md"
    JSON = "json"
    NOTICE = "notice"
    NOTIFICATION = "notification"
    EU_DATABASE = "eu-database"


class Edition(StrEnum):
    """What `--edition` can be."""

    INTERNAL = "internal"


@app.command()
def report(
    algorithm: Algorithm,
    questionnaire: Only = None,
    to: Annotated[Format, typer.Option("--to", help="Format.")] = Format.HTML,
    edition: Annotated[Edition, typer.Option("--edition", help="Edition.")] = Edition.INTERNAL,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE|-", help="Where to write.")] = None,
    lang: Lang = None,
    as_of: AsOf = None,
    root: Root = None,
) -> None:
    """Render the assessments of a dossier as one page."""
    from iama.cli.options import opened
    from iama.files import shipped
    from iama.files.store import replace_file
    from iama.model.text import shown
    from iama.publish.status import spoken
    from iama.publish.view import view

    found = opened(algorithm, root, as_of)
    only = [_held(found.dossier, name) for name in questionnaire or ()]
    language = lang.value if lang else spoken(found.dossier)
    if to in _LETTERS:
        document, name = _letter(found, to, language), f"iama-{found.dossier.id}-{to}.{_LETTERS[to]}"
    else:
        values = view(found.outcome, found.dossier, shipped.law(), language=language, only=only)
        document, name = _document(values, to.value), f"iama-{found.dossier.id}-{edition}.{to}"
    if output == "-":
        typer.echo(document, nl=False)
        return
    path = Path(output) if output else found.workspace.base / name
    _refuse_source(path)
    replace_file(path, document)
    typer.echo(shown(f"wrote {path}"))


_LETTERS = {Format.NOTICE: "txt", Format.NOTIFICATION: "md", Format.EU_DATABASE: "md"}  # what is no whole report


def _letter(found: "Opened", to: Format, language: str) -> str:
    """Return a text to send or to publish, as Markdown; raises UsageError for one that needs a FRIA."""
    from iama.files import shipped
    from iama.model.problems import UsageError
    from iama.model.text import shown
    from iama.publish import notice, notification
    from iama.publish.wording import Wording

    trees = tuple(found.outcome.questionnaires.values())
    wording = Wording(found.outcome, found.dossier, shipped.law(), language, trees)
    if to is Format.NOTICE:
        return shown(notice.notice(wording))
    if not any(ref.startswith("fria-") for ref in found.dossier.assessments):
        id_ = found.dossier.id
        raise UsageError(f"{id_} holds no FRIA; add it with `iama new {id_} -q fria`")
    if to is Format.NOTIFICATION:
        return shown(notification.notification(wording, found.workspace.authority))
    return shown(notification.eu_summary(wording))


def _held(dossier: "Dossier", name: str) -> str:
    """Return the id of the questionnaire that `name` means; raises UsageError when the dossier has no answers to it."""
    from iama.files import shipped
    from iama.model.problems import UsageError

    tree = shipped.resolve(name)
    if tree.ref not in dossier.assessments:
        raise UsageError(f"{dossier.id} holds no {tree.ref}; it holds {', '.join(dossier.assessments)}")
    return tree.id


def _document(values: dict[str, object], to: str) -> str:
    from iama.files import shipped
    from iama.terminal import output

    if to == "json":
        return output.json_text(values) + "\n"
    from iama.publish.report import render

    return render(values, to, shipped.shipped("reports"))


def _refuse_source(path: Path) -> None:
    """A report must never overwrite the answers it came from."""
    from iama.model.problems import UsageError

    if path.suffix.lower() in (".yaml", ".yml", ".toml") or path.name.startswith(".git"):
        raise UsageError(f"{path} could be a source file; give the report another name")
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}; make it first")


def write_report(base: Path, algorithm: str, to: str, language: str, as_of: date) -> Path:
    """Write the internal report of a dossier beside its configuration and return the path."""
    from iama.cli.options import opened
    from iama.files import shipped
    from iama.files.store import replace_file
    from iama.publish.view import view

    found = opened(str(base / "assessments" / algorithm), None, as_of.isoformat())
    values = view(found.outcome, found.dossier, shipped.law(), language=language)
    path = base / f"iama-{algorithm}-internal.{to}"
    replace_file(path, _document(values, to))
    return path
