"""Commands that make dossiers and say where they stand: demo, new, status, completion."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iama.cli import app
from iama.cli.options import Algorithm, AnEdition, AsOf, Edition, Json, Lang, Language, Only, Root, algorithms

if TYPE_CHECKING:
    from iama.cli.options import Opened


# what to try in the worked example, and what it shows
_NEXT = {
    "flags {}": "what blocks, and what to do this month",
    "scope {}": "whether Article 27 of the AI Act asks for an assessment",
    "calendar {}": "the duties, by date",
    "report --edition public {}": "the page for the public",
    "check {}": "what a pipeline would say",
    "verify {}": "whether what was approved still stands",
    "set {} type non-self-learning": "change an answer, and look again",
}


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
    from iama.cli.approvals import approve_example
    from iama.cli.options import today
    from iama.cli.reports import write_report
    from iama.files.scaffold import write_demo

    algorithm = write_demo(directory, lang.value)
    approve_example(directory, algorithm, lang.value)
    paths = [write_report(directory, algorithm, to, lang.value, today()) for to in ("html", "md")]
    typer.echo(f"A fictional dossier stands in {directory}: {algorithm}, a welfare re-assessment selection.")
    typer.echo("\nLook at")
    for path, what in zip(paths, ("the report, in a browser", "the same report as Markdown"), strict=True):
        typer.echo(f"  {path}  — {what}")
    typer.echo(f"  {directory / 'assessments' / algorithm}  — the answers, as text for git")
    commands = {f"iama {command.format(algorithm)}": what for command, what in _NEXT.items()}
    typer.echo(f"\nGo on\n  cd {directory}")
    for command, what in commands.items():
        typer.echo(f"  {command:<{max(map(len, commands))}}  {what}")


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
    from iama.files.scaffold import tell_git, write_dossier, write_workspace
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
    if found.file and (added := tell_git(found.base, found.root)):
        typer.echo(f"added to {', '.join(added)} what git must know of this workspace")
    for tree in trees:
        if (newest := shipped.resolve(tree.id)).ref != tree.ref:
            typer.echo(f"{tree.ref} is an older version, for assessments made with it; {newest.ref} is the current one")
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
    to: Annotated[SheetFormat, typer.Option("--to", help="Text, or a page to print or send.")] = SheetFormat.TEXT,
    edition: AnEdition = Edition.INTERNAL,
    json: Json = False,
    lang: Lang = None,
    as_of: AsOf = None,
    root: Root = None,
) -> None:
    """Show progress, what is open and for whom; without ALGORITHM, every dossier."""
    from iama.cli.language import screen_language
    from iama.cli.options import in_edition, judged_older, levels_of, opened, tell
    from iama.files import shipped
    from iama.model.problems import UsageError
    from iama.publish.status import dossier_status, spoken
    from iama.terminal.output import json_text
    from iama.terminal.status import status_text

    if json and to is not SheetFormat.TEXT:
        raise UsageError("--json and --to name two formats; keep one of them")
    if algorithm is None:
        from iama.cli.portfolio import show

        if role is not None:
            raise UsageError("--role needs an ALGORITHM: `iama status --role ROLE ALGORITHM`")
        show("json" if json else to.value, edition, lang.value if lang else None, as_of, root)
        return
    found = in_edition(opened(algorithm, root, as_of), edition)
    if role is not None:
        _refuse_strange_role(role, {id_ for tree in found.outcome.questionnaires.values() for id_ in tree.roles})
    language = lang.value if lang else None
    if to is SheetFormat.TEXT and not json:
        language = screen_language(lang, spoken(found.dossier))
    if to is not SheetFormat.TEXT:
        typer.echo(_sheet(found, to, language, role), nl=False)
        return
    older = judged_older(found.dossier, found.outcome.as_of)  # a public dossier holds none
    stubs = found.public.stubs if found.public else ()
    document = dossier_status(found.outcome, found.dossier, language, role, shipped.law(), older, stubs)
    if json:
        typer.echo(json_text(document))
    else:
        tell(status_text(document, width=_width()), document["language"], levels_of(document["rights"]))


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


@app.command()
def coverage(
    algorithm: Algorithm,
    edition: AnEdition = Edition.INTERNAL,
    json: Json = False,
    lang: Lang = None,
    as_of: AsOf = None,
    root: Root = None,
) -> None:
    """Show which answers serve each element of AI Act Article 27(1), and what is missing."""
    from iama.cli.language import screen_language
    from iama.cli.options import in_edition, opened
    from iama.files import shipped
    from iama.publish.coverage import dossier_coverage
    from iama.publish.status import spoken
    from iama.terminal import output

    found = in_edition(opened(algorithm, root, as_of), edition)
    language = screen_language(lang, spoken(found.dossier), screen=not json)
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
