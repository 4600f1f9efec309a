"""Commands that make dossiers and say where they stand: demo, new, status, completion."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iama.cli import app
from iama.cli.options import Algorithm, AsOf, Json, Lang, Language, Only, Root, algorithms

if TYPE_CHECKING:
    from iama.cli.options import Opened


class SheetFormat(StrEnum):
    """What `--to` of `iama status` can be."""

    TEXT = "text"
    MD = "md"
    HTML = "html"


@app.command()
def demo(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="An empty or new folder.")] = Path("iama-demo"),
    lang: Annotated[Language, typer.Option("--lang", help="Language of the example.")] = Language.NL,
) -> None:
    """Write a worked, fictional example with its reports, and say what to look at."""
    from iama.cli.options import today
    from iama.cli.reports import write_report
    from iama.files.scaffold import write_demo

    algorithm = write_demo(directory, lang.value)
    paths = [write_report(directory, algorithm, to, lang.value, today()) for to in ("html", "md")]
    typer.echo(f"A fictional dossier stands in {directory}: {algorithm}, a welfare re-assessment selection.")
    typer.echo("\nLook at")
    for path, what in zip(paths, ("the report, in a browser", "the same report as Markdown"), strict=True):
        typer.echo(f"  {path}  — {what}")
    typer.echo(f"  {directory / 'assessments' / algorithm}  — the answers, as text for git")
    typer.echo(f"\nGo on\n  cd {directory}\n  iama status {algorithm}")
    typer.echo(f"  iama coverage {algorithm}\n  iama set {algorithm} type non-self-learning")


@app.command()
def new(
    algorithm: Annotated[str, typer.Argument(metavar="ALGORITHM", help="Id of the new dossier.")],
    questionnaire: Only = None,
    lang: Lang = None,
    root: Root = None,
) -> None:
    """Make a dossier with every question in place, ready for a first meeting."""
    from iama.cli.options import here
    from iama.files import shipped
    from iama.files.config import configured
    from iama.files.scaffold import write_dossier, write_workspace
    from iama.files.store import checked_id

    checked_id(algorithm)  # before anything is made
    trees = [shipped.resolve(name) for name in questionnaire or [shipped.NEWEST_IAMA]]
    found = configured(here(), root)
    if found is None:
        found, made = write_workspace(here(), (lang or Language.NL).value)
        typer.echo(f"No iama.toml here or above, so this folder is now a workspace: {', '.join(made)}")
    written = write_dossier(found, algorithm, trees, lang.value if lang else found.language)
    for path in written:
        typer.echo(f"made {_near(path)}")
    typer.echo(f"\nNext: `iama answer {algorithm} --meeting 1`, `iama status {algorithm}`, `iama report {algorithm}`")


def _near(path: Path) -> Path:
    """Return a path as seen from here, when it lies below."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


@app.command()
def status(
    algorithm: Annotated[
        str | None,
        typer.Argument(metavar="[ALGORITHM]", help="Id or path; without it, all.", autocompletion=algorithms),
    ] = None,
    role: Annotated[str | None, typer.Option("--role", metavar="ROLE", help="Only the questions for one role.")] = None,
    to: Annotated[SheetFormat, typer.Option("--to", help="Text, or a sheet to print or send.")] = SheetFormat.TEXT,
    json: Json = False,
    lang: Lang = None,
    as_of: AsOf = None,
    root: Root = None,
) -> None:
    """Show progress, what is open and for whom; without ALGORITHM, every dossier."""
    from iama.cli.options import opened
    from iama.files import shipped
    from iama.model.problems import UsageError
    from iama.publish.status import dossier_status
    from iama.terminal import output

    if algorithm is None:
        if role is not None:
            raise UsageError("--role needs an ALGORITHM: `iama status --role ROLE ALGORITHM`")
        if to is not SheetFormat.TEXT:
            raise UsageError("--to needs an ALGORITHM: `iama status --to md ALGORITHM`")
        _portfolio(json, lang, as_of, root)
        return
    if json and to is not SheetFormat.TEXT:
        raise UsageError("--json and --to name two formats; keep one of them")
    found = opened(algorithm, root, as_of)
    if role is not None:
        _refuse_strange_role(role, {id_ for tree in found.outcome.questionnaires.values() for id_ in tree.roles})
    language = lang.value if lang else None
    if to is not SheetFormat.TEXT:
        typer.echo(_sheet(found, to, language, role), nl=False)
        return
    document = dossier_status(found.outcome, found.dossier, language, role, shipped.law())
    typer.echo(output.json_text(document) if json else output.status_text(document, width=_width()))


def _sheet(found: "Opened", to: SheetFormat, language: str | None, role: str | None) -> str:
    from iama.model.text import shown
    from iama.publish import sheet
    from iama.publish.status import spoken

    made = sheet.sheet(found.outcome, found.dossier, language or spoken(found.dossier), role)
    return shown(sheet.as_markdown(made) if to is SheetFormat.MD else sheet.as_html(made))


def _refuse_strange_role(role: str, known: set[str]) -> None:
    from iama.model.problems import UsageError, suggestion

    if role not in known | {"supplier"}:
        hint = suggestion(role, known) or f"use one of: {', '.join(sorted(known))}"
        raise UsageError(f"there is no role `{role}`; {hint}")


def _width() -> int:
    from shutil import get_terminal_size

    return get_terminal_size().columns


def _portfolio(json: bool, lang: Language | None, as_of: str | None, root: Path | None) -> None:
    from iama.cli.options import day, here, opened
    from iama.files.config import workspace
    from iama.files.store import dossiers
    from iama.model.problems import UsageError
    from iama.publish.status import portfolio
    from iama.terminal import output

    found = workspace(here(), root)
    folders = dossiers(found.root) if found else ()
    if found is None or not folders:
        raise UsageError("there are no dossiers here; start with `iama new ID`")
    judged = [opened(str(folder.absolute()), root, as_of) for folder in folders]
    language = lang.value if lang else found.language
    document = portfolio([(one.outcome, one.dossier) for one in judged], day(as_of), language)
    typer.echo(output.json_text(document) if json else output.portfolio_text(document, language))


@app.command()
def coverage(
    algorithm: Algorithm, json: Json = False, lang: Lang = None, as_of: AsOf = None, root: Root = None
) -> None:
    """Show which answers serve each element of AI Act Article 27(1), and what is missing."""
    from iama.cli.options import opened
    from iama.files import shipped
    from iama.publish.coverage import dossier_coverage
    from iama.publish.status import spoken
    from iama.terminal import output

    found = opened(algorithm, root, as_of)
    language = lang.value if lang else spoken(found.dossier)
    document = dossier_coverage(found.outcome, found.dossier, shipped.law(), language)
    typer.echo(output.json_text(document) if json else output.coverage_text(document, language))


@app.command()
def completion(
    shell: Annotated[str, typer.Argument(metavar="SHELL", help="bash, zsh, fish, powershell or pwsh.")],
) -> None:
    """Print the script that completes commands and dossiers in your shell."""
    from typer._completion_shared import get_completion_script

    from iama.model.problems import UsageError

    if shell not in ("bash", "zsh", "fish", "powershell", "pwsh"):
        raise UsageError(f"no completion for `{shell}`; use bash, zsh, fish, powershell or pwsh")
    typer.echo(get_completion_script(prog_name="iama", complete_var="_IAMA_COMPLETE", shell=shell))
