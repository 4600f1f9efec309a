"""The command diff."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iama.cli import app
from iama.cli.options import AsOf, Json, Lang, Root, day_or_today, here, judge_dossier, width

if TYPE_CHECKING:
    from datetime import date

    from iama.audit.comparison import Side
    from iama.model.dossier import Dossier
    from iama.model.library import Library


@app.command(help="help-diff")
def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="help-diff-before")],
    after: Annotated[str, typer.Argument(metavar="[B]", help="help-diff-after")] = "",
    exit_code: Annotated[bool, typer.Option("--exit-code", help="help-diff-exit-code")] = False,
    json: Json = False,
    lang: Lang = None,
    as_of: AsOf = None,
    root: Root = None,
) -> None:
    """Say what differs between two states, question by question; the texts of answers are shown."""
    from iama.audit.comparison import compare_sides
    from iama.audit.differences import diff_document
    from iama.cli.housepacks import library_here
    from iama.cli.language import screen_language
    from iama.model.problems import UsageError
    from iama.publish.status import dossier_language
    from iama.terminal import output
    from iama.terminal.comparison import diff_text

    after = after or before.partition("@")[0]
    if after == before:
        raise UsageError("diff-no-other", name=before)
    library = library_here(root)
    old, new = (_side(name, day_or_today(as_of), root, library) for name in (before, after))
    language = screen_language(lang, dossier_language(new.dossier), screen=not json)
    comparison = compare_sides(old, new)
    document = diff_document(comparison, old, new, library.law, language)
    typer.echo(output.json_text(document) if json else diff_text(document, width()))
    raise typer.Exit(1 if exit_code and comparison else 0)


def _side(name: str, as_of: "date", root: Path | None, library: "Library") -> "Side":
    from iama.audit.comparison import Side
    from iama.files.config import locate
    from iama.files.store import read_dossier

    algorithm, _, state = name.partition("@")
    _, folder = locate(algorithm, here(), root)
    if state == "approved" or state.startswith("approval-"):
        return _approved_side(name, folder, state)
    dossier = _dossier_at_revision(folder, state, library) if state else read_dossier(folder, library)
    trees = {tree.ref: tree for tree in library.held_trees(dossier.assessments)}
    return Side(name, dossier, trees, judge_dossier(dossier, as_of, library))


def _approved_side(name: str, folder: Path, state: str) -> "Side":
    """Return what an approval binds; raises UsageError when there is none, Refused when it is not as it was."""
    from iama.assess.evaluation import evaluate
    from iama.audit.comparison import Side
    from iama.audit.snapshot import refusing_misfits
    from iama.cli.asapproved import approved_state, refusing_broken_snapshot
    from iama.model.problems import UsageError

    number = state.removeprefix("approval-")
    if state != "approved" and not number.isdecimal():
        raise UsageError("diff-no-number", name=name)
    bound, entry = approved_state(folder, None if state == "approved" else int(number), ())
    with refusing_broken_snapshot(folder, entry), refusing_misfits():
        outcome = evaluate(bound.dossier, bound.trees.values(), bound.law, bound.as_of)
    return Side(name, bound.dossier, bound.trees, outcome)


def _dossier_at_revision(folder: Path, revision: str, library: "Library") -> "Dossier":
    """Return the dossier as git has it at a revision; raises UsageError, or UnusableFile with every finding."""
    from iama.files.dossierfolder import read_folder
    from iama.files.programs import files_at
    from iama.model.problems import Level, UnusableFile

    dossier, findings = read_folder(str(folder), files_at(folder, revision), library)
    if any(finding.level is Level.ERROR for finding in findings):
        raise UnusableFile(findings)
    return dossier
