"""Commands that make dossiers and say where they stand: demo, new, status, completion."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iama.cli import app
from iama.cli.language import DEFAULT, screen_language, spoken_language
from iama.cli.options import (
    Algorithm,
    AnEdition,
    AsOf,
    DemoLang,
    Edition,
    Json,
    Lang,
    Only,
    Root,
    algorithms,
    near,
    print_message,
    width,
)
from iama.words import text

if TYPE_CHECKING:
    from iama.cli.options import Reading


# what to try in the worked example, and what it shows
_NEXT = {
    "flags {}": "demo-flags",
    "scope {}": "demo-scope",
    "calendar {}": "demo-calendar",
    "report --edition public {}": "demo-public",
    "check {}": "demo-check",
    "verify {}": "demo-verify",
    "set {} type non-self-learning": "demo-set",
}


class AuditFramework(StrEnum):
    """What `--by` can be."""

    AR = "ar"
    ADR = "adr"


class SheetFormat(StrEnum):
    """What `--to` of `iama status` can be."""

    TEXT = "text"
    MD = "md"
    HTML = "html"


@app.command(help="help-demo")
def demo(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="help-demo-dir")] = Path("iama-demo"),
    lang: DemoLang = DEFAULT,
) -> None:
    """Write a worked, fictional example with its reports, and say what to look at."""
    from iama.cli.deciding import approve_example
    from iama.cli.options import today
    from iama.cli.reports import write_report
    from iama.files.scaffold import write_demo

    algorithm = write_demo(directory, lang)
    approve_example(directory, algorithm, lang)
    paths = [write_report(directory, algorithm, to, lang, today()) for to in ("html", "md")]
    language = spoken_language()
    print_message("demo-stands", directory=directory, algorithm=algorithm)
    typer.echo(f"\n{text('demo-look', language)}")
    for path, what in zip(paths, ("demo-html", "demo-markdown"), strict=True):
        typer.echo(f"  {path}  — {text(what, language)}")
    typer.echo(f"  {directory / 'assessments' / algorithm}  — {text('demo-answers', language)}")
    commands = {f"iama {command.format(algorithm)}": what for command, what in _NEXT.items()}
    typer.echo(f"\n{text('demo-go-on', language)}\n  cd {directory}")
    for command, what in commands.items():
        typer.echo(f"  {command:<{max(map(len, commands))}}  {text(what, language)}")


@app.command(help="help-new")
def new(
    algorithm: Annotated[str, typer.Argument(metavar="ALGORITHM", help="help-new-algorithm")],
    questionnaire: Only = None,
    source: Annotated[str | None, typer.Option("--from", metavar="BUNDLE|DOSSIER", help="help-new-from")] = None,
    lang: Lang = None,
    root: Root = None,
) -> None:
    """Make a dossier with every question in place, ready for a first meeting."""
    from iama.assess.agenda import next_step
    from iama.cli.housepacks import library_of
    from iama.cli.options import here, open_dossier_at, today
    from iama.cli.similar import propose_answers, similar_case
    from iama.files.config import configured_workspace
    from iama.files.scaffold import tell_git, write_dossier, write_workspace
    from iama.files.store import checked_id

    checked_id(algorithm)  # before anything is made
    spoken_language()  # as it is before this folder has a language of its own
    workspace = configured_workspace(here(), root)
    similar = similar_case(source, root) if source else None  # before anything is made
    library = library_of(workspace)
    trees = [library.resolve_questionnaire(name) for name in questionnaire or ()] or [library.usual_questionnaire]
    if workspace is None:
        workspace, names = write_workspace(here(), lang or DEFAULT)
        print_message("new-workspace", made=list(names))
    written = write_dossier(workspace, algorithm, trees, lang or workspace.language, library)
    for path in written:
        print_message("new-made", path=near(path))
    if workspace.file and (added := tell_git(workspace.base, workspace.root)):
        print_message("new-told-git", files=list(added))
    if similar:
        propose_answers(workspace.root / algorithm, [*trees, library.resolve_questionnaire("algorithm-1.0")], *similar)
    for tree in trees:
        if (newest := library.resolve_questionnaire(tree.id)).ref != tree.ref:
            print_message("new-older", ref=tree.ref, newest=newest.ref)
    typer.echo()
    typer.echo(
        next_step(open_dossier_at(workspace, workspace.root / algorithm, today(), library).agenda, spoken_language())
    )


@app.command(help="help-status")
def status(
    algorithm: Annotated[
        str | None,
        typer.Argument(metavar="[ALGORITHM]", help="help-status-algorithm", autocompletion=algorithms),
    ] = None,
    role: Annotated[str | None, typer.Option("--role", metavar="ROLE", help="help-one-role")] = None,
    to: Annotated[SheetFormat, typer.Option("--to", help="help-status-to")] = SheetFormat.TEXT,
    edition: AnEdition = Edition.INTERNAL,
    json: Json = False,
    lang: Lang = None,
    as_of: AsOf = None,
    root: Root = None,
) -> None:
    """Show progress, what is open and for whom; without ALGORITHM, every dossier."""
    from iama.cli.options import in_edition, judge_older_versions, open_dossier, print_result
    from iama.cli.sheets import sheets_still_out
    from iama.model.problems import UsageError
    from iama.publish.agenda import agenda_document, role_document
    from iama.publish.status import dossier_language, dossier_status
    from iama.terminal.output import json_text
    from iama.terminal.status import status_text

    if json and to is not SheetFormat.TEXT:
        raise UsageError("asked-two-formats")
    if algorithm is None:
        from iama.cli.portfolio import show

        if role is not None:
            raise UsageError("asked-role-of-one")
        show("json" if json else to.value, edition, lang, as_of, root)
        return
    reading = in_edition(open_dossier(algorithm, root, as_of), edition)
    role = _listed_role(reading, role, to)
    language = lang
    if to is SheetFormat.TEXT and not json:
        language = screen_language(lang, dossier_language(reading.dossier))
    if to is not SheetFormat.TEXT:
        typer.echo(_status_sheet(reading, to, language), nl=False)
        return
    older = judge_older_versions(reading)  # a public dossier holds none
    stubs = reading.public.stubs if reading.public else ()
    library = reading.library
    document = dossier_status(
        reading.outcome,
        reading.dossier,
        language,
        role,
        library.law,
        older,
        stubs,
        library.article_27_questionnaire,
        library.annexes,
    )
    if reading.public is None and role is None:
        document |= agenda_document(reading.agenda, reading.outcome, library.law, document["language"])
        document["sheets"] = sheets_still_out(reading, document["language"])
    elif reading.public is None and role:
        document |= role_document(reading.outcome, role, document["language"])
    if json:
        typer.echo(json_text(document))
    else:
        print_result(status_text(document, width=width()))


def _status_sheet(reading: "Reading", to: SheetFormat, language: str | None) -> str:
    from iama.files.shipped import shipped_folder
    from iama.model.text import escape_controls
    from iama.publish.report import render
    from iama.publish.sheet import sheet
    from iama.publish.status import dossier_language

    spoken = language or dossier_language(reading.dossier)
    view = sheet(reading.outcome, reading.dossier, spoken, reading.library.official_text)
    return escape_controls(render(view, to.value, shipped_folder("reports"), page="sheet"))


def _listed_role(reading: "Reading", name: str | None, to: SheetFormat) -> str | None:
    """Return the role whose questions are listed, if any; raises UsageError for a page of it: that is a sheet."""
    from iama.cli.targets import checked_role
    from iama.model.problems import UsageError

    role = checked_role(reading, name) if name is not None else None
    if role is not None and to is not SheetFormat.TEXT:
        raise UsageError("asked-sheet", algorithm=reading.dossier.id, role=role)
    return role


@app.command(help="help-coverage")
def coverage(
    algorithm: Algorithm,
    by: Annotated[AuditFramework | None, typer.Option("--by", help="help-coverage-by")] = None,
    edition: AnEdition = Edition.INTERNAL,
    json: Json = False,
    lang: Lang = None,
    as_of: AsOf = None,
    root: Root = None,
) -> None:
    """Show which answers serve each element of AI Act Article 27(1), and what is missing; or an auditors' framework."""
    from iama.cli.options import in_edition, open_dossier
    from iama.publish.coverage import dossier_coverage
    from iama.publish.requirements import requirements_document
    from iama.publish.status import dossier_language
    from iama.terminal import output
    from iama.terminal.kader import requirements_text

    reading = in_edition(open_dossier(algorithm, root, as_of), edition)
    language = screen_language(lang, dossier_language(reading.dossier), screen=not json)
    library = reading.library
    if by is not None:
        _show_controls(reading, by, language, json=json)
        return
    document = dossier_coverage(
        reading.outcome,
        reading.dossier,
        library.law,
        language,
        library.marked_questions(reading.dossier.assessments),
        library.crosswalk,
    )
    about = requirements_document(reading.outcome, reading.dossier, library.law, library.kader, language)
    document = {**document, "kader": about}
    if json:
        typer.echo(output.json_text(document))
    else:
        typer.echo(f"{output.coverage_text(document, language)}\n\n{requirements_text(about, language)}")


def _show_controls(reading: "Reading", framework: str, language: str, *, json: bool) -> None:
    from iama.publish.controls import controls_document
    from iama.terminal import output
    from iama.terminal.controls import controls_text

    library = reading.library
    document = controls_document(reading.outcome, reading.dossier, library.law, library.controls, framework, language)
    typer.echo(output.json_text(document) if json else controls_text(document, language))


@app.command(help="help-completion")
def completion(
    shell: Annotated[str, typer.Argument(metavar="SHELL", help="help-completion-shell")],
) -> None:
    """Print the script that completes commands and dossiers in your shell."""
    from typer._completion_shared import get_completion_script

    from iama.model.problems import UsageError

    if shell not in ("bash", "zsh", "fish", "powershell", "pwsh"):
        raise UsageError("completion-strange", shell=shell)
    typer.echo(get_completion_script(prog_name="iama", complete_var="_IAMA_COMPLETE", shell=shell))
