"""Commands that take in and give out the files of others: import, export."""

from contextlib import nullcontext
from functools import partial
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iama.cli import app
from iama.cli.language import screen_language
from iama.cli.options import (
    Algorithm,
    AnEdition,
    Edition,
    Json,
    Lang,
    Root,
    after_saving,
    as_usage_error,
    kept_history,
    open_dossier,
    print_message,
    row_id,
    today,
    width,
)
from iama.cli.targets import OfAlgorithm, only_dossier
from iama.model.problems import UsageError, choices_hint

if TYPE_CHECKING:
    from iama.assess.form_import import Imported
    from iama.cli.options import Reading
    from iama.files.output import Target
    from iama.model.dossier import Assessment
    from iama.model.exchange import FormState, Sidecar
    from iama.model.questionnaire import Questionnaire

INVULHULPEN = "invulhulpen"
OURS, FORM = "ours", "form"


@app.command("import", help="help-import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="help-import-file")],
    algorithm: OfAlgorithm = None,
    save: Annotated[bool, typer.Option("--save", help="help-import-save")] = False,
    keep: Annotated[str | None, typer.Option("--keep", metavar="ours|form", help="help-import-keep")] = None,
    json: Json = False,
    lang: Lang = None,
    root: Root = None,
) -> None:
    """Show what a state of the ministry's form would bring, and with --save take it in, all of it or nothing."""
    from iama.files.formstate import read_state
    from iama.files.shipped import SHIPPED
    from iama.files.store import read_bytes, update_assessments
    from iama.model.limits import PAGE_BYTES
    from iama.publish.status import dossier_language
    from iama.terminal.exchange import import_document, import_text
    from iama.terminal.output import json_text

    if keep not in (None, OURS, FORM):
        raise UsageError("import-keep", given=keep)
    reading = open_dossier(algorithm or only_dossier(root), root, None)
    form = SHIPPED.form
    tree = _held_tree(reading, form.questionnaire)
    state = read_state(str(file), read_bytes(file, PAGE_BYTES), form)
    sidecar = _sidecar_of(file, tree)
    bring = partial(_bring, reading.folder, state, tree, sidecar, keep == FORM)
    found = bring(reading.dossier.assessments[tree.ref])
    if save:
        changes = {tree: lambda now: _settled(bring(now), keep)}
        update_assessments(reading.folder, changes, library=reading.library, history=kept_history(reading.folder))
    with after_saving() if save else nullcontext():
        language = screen_language(lang, dossier_language(reading.dossier), screen=not json)
        document = import_document(
            reading.dossier.id, file.name, state, found, language, saved=save, beside=bool(sidecar)
        )
        typer.echo(json_text(document) if json else import_text(document, width()))


def _settled(found: "Imported", keep: str | None) -> "Assessment":
    """Return what is to be saved; raises UsageError while nobody said what counts where both say something else."""
    if found.conflicts and keep is None:
        raise UsageError("import-conflicts", ids=[line.id for line in found.conflicts])
    return found.assessment


def _held_tree(reading: "Reading", ref: str) -> "Questionnaire":
    if ref not in reading.dossier.assessments:
        raise UsageError("asked-not-held", algorithm=reading.dossier.id, ref=ref, held=[*reading.dossier.assessments])
    return reading.library.resolve_questionnaire(ref)


def _sidecar_of(file: Path, tree: "Questionnaire") -> "Sidecar | None":
    """Return what `iama export` put beside a state, when it is there."""
    from iama.files.sidecarfile import read_sidecar, sidecar_path
    from iama.files.store import read_bytes

    path = sidecar_path(file)
    return read_sidecar(str(path), read_bytes(path), tree) if path.is_file() else None


def _bring(
    folder: Path,
    state: "FormState",
    tree: "Questionnaire",
    sidecar: "Sidecar | None",
    form_wins: bool,
    before: "Assessment",
) -> "Imported":
    """Return the assessment with the state in it; raises UsageError for what cannot be kept."""
    from iama.assess.form_import import FormMistake, import_state
    from iama.files.peoplefile import people_in
    from iama.files.shipped import SHIPPED
    from iama.model.people import refuse_names
    from iama.model.values import InvalidValue

    day, people = today().isoformat(), people_in(folder)
    try:
        found = import_state(state, SHIPPED.form, tree, before, sidecar, form_wins=form_wins, today=day, make_id=row_id)
    except FormMistake as error:
        raise as_usage_error(error) from error
    for (question, instance), answer in found.assessment.answers.items():
        try:
            refuse_names(before.answer_to(question, instance), answer, people)
        except InvalidValue as error:
            raise as_usage_error(error, tree.questions[question].number or question) from error
    return found


@app.command(help="help-export")
def export(
    algorithm: Algorithm,
    to: Annotated[str, typer.Option("--to", metavar=INVULHULPEN, help="help-export-to")],
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE|-", help="help-report-output")] = None,
    edition: AnEdition = Edition.INTERNAL,
    lang: Lang = None,
    root: Root = None,
) -> None:
    """Write an IAMA as a state of the ministry's form, and say what that form cannot hold."""
    from iama.cli.options import in_edition
    from iama.files.output import own_target, result_at, write_result
    from iama.files.shipped import SHIPPED
    from iama.publish.form_export import applying_answers, form_state, losses
    from iama.publish.status import dossier_language
    from iama.terminal.exchange import losses_text

    if to != INVULHULPEN:
        raise UsageError("use-bad-choice", what="--to", given=to, hint=choices_hint(to, [INVULHULPEN]))
    reading = in_edition(open_dossier(algorithm, root, None), edition)
    tree = _held_tree(reading, SHIPPED.form.questionnaire)
    held = reading.dossier.assessments[tree.ref]
    shown = applying_answers(reading.outcome, held, tree)
    files = reading.workspace.configured_files
    name = f"iama-{reading.dossier.id}-{INVULHULPEN}.json"
    target = result_at(Path(output), files) if output and output != "-" else own_target(reading.workspace.base, name)
    state = _as_file(form_state(shown, tree, SHIPPED.form, today().isoformat()), indent=4)
    beside = ""
    if output == "-":
        typer.echo(state, nl=False)
    else:
        write_result(target, state)
        beside = "" if target.stream or edition is Edition.PUBLIC else _write_beside(target, reading, shown, tree)
    if output != "-" and not target.stream:
        print_message("report-written", path=target.shown)
    language = screen_language(lang, dossier_language(reading.dossier))
    lost = tuple(losses(held, shown, tree, SHIPPED.form))
    typer.echo(losses_text(lost, language, width(), beside), err=True)


def _write_beside(target: "Target", reading: "Reading", shown: "Assessment", tree: "Questionnaire") -> str:
    """Write what goes beside a state, and return its name: it holds what is internal, and stays with the team."""
    from iama.assess.form_values import form_values
    from iama.files.output import own_target, write_result
    from iama.files.shipped import SHIPPED
    from iama.files.sidecarfile import sidecar_path
    from iama.model.exchange import Sidecar
    from iama.publish.form_export import sidecar_document

    sent = {place: one.value for place, one in form_values(shown, tree, SHIPPED.form).items()}
    sidecar = Sidecar(reading.dossier.assessments[tree.ref], sent)
    document = sidecar_document(reading.dossier.id, sidecar, today().isoformat())
    path = sidecar_path(target.real)
    write_result(own_target(path.parent, path.name), _as_file(document, indent=1))
    return path.name


def _as_file(document: object, indent: int) -> str:
    return dumps(document, ensure_ascii=False, indent=indent) + "\n"
