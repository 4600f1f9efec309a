"""Commands that take in and give out the files of others: import, export."""

from contextlib import nullcontext
from functools import partial
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import Struct

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
    kept_history,
    open_dossier,
    print_message,
    today,
    width,
)
from iama.cli.targets import OfAlgorithm, only_dossier
from iama.model.problems import UsageError, choices_hint
from iama.model.questionnaire import FOLLOW_UP

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from iama.assess.form_import import Imported
    from iama.cli.options import Reading
    from iama.files.output import Target
    from iama.model.dossier import Assessment
    from iama.model.exchange import Form, Sidecar
    from iama.model.questionnaire import Questionnaire
    from iama.words import Phrase

INVULHULPEN, TASK_REGISTRY = "invulhulpen", "task-registry"
FORMS = (INVULHULPEN, TASK_REGISTRY)
OURS, FORM = "ours", "form"


@app.command("import", help="help-import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="help-import-file")],
    algorithm: OfAlgorithm = None,
    save: Annotated[bool, typer.Option("--save", help="help-import-save")] = False,
    keep: Annotated[str | None, typer.Option("--keep", metavar="ours|form", help="help-import-keep")] = None,
    match: Annotated[list[str] | None, typer.Option("--match", metavar="N=NUMBER", help="help-import-match")] = None,
    by: Annotated[list[str] | None, typer.Option("--by", metavar="ROLE", help="help-import-by")] = None,
    people: Annotated[bool, typer.Option("--people", help="help-import-people")] = False,
    json: Json = False,
    lang: Lang = None,
    root: Root = None,
) -> None:
    """Show what a file of others would bring, and with --save take it in, all of it or nothing."""
    from iama.cli.importing import Wishes, read_brought
    from iama.files.peoplefile import add_people, refuse_unwritable
    from iama.files.store import update_assessments
    from iama.publish.status import dossier_language
    from iama.terminal.exchange import import_document, import_text
    from iama.terminal.output import json_text

    if keep not in (None, OURS, FORM):
        raise UsageError("import-keep", given=keep)
    reading = open_dossier(algorithm or only_dossier(root), root, None)
    brought = read_brought(file, reading, Wishes(match or (), by or (), people, keep == FORM))
    found = {tree.ref: bring(reading.dossier.assessments[tree.ref]) for tree, bring in brought.parts.items()}
    if save:
        _refuse_open_ends(found, keep)
        if brought.people:
            refuse_unwritable(reading.folder)
        changes = {tree: partial(_settled, bring, keep) for tree, bring in brought.parts.items()}
        update_assessments(reading.folder, changes, library=reading.library, history=kept_history(reading.folder))
    with after_saving() if save else nullcontext():
        if save and brought.people:
            add_people(reading.folder, brought.people, reading.library)
        language = screen_language(lang, dossier_language(reading.dossier), screen=not json)
        document = import_document(reading.dossier.id, file.name, brought.origin, found, language, saved=save)
        typer.echo(json_text(document) if json else import_text(document, width()))


def _settled(bring: "Callable[[Assessment], Imported]", keep: str | None, now: "Assessment") -> "Assessment":
    """Return what is to be saved of one assessment as it stands now; raises UsageError as `_refuse_open_ends`."""
    found = bring(now)
    _refuse_open_ends({now.questionnaire: found}, keep)
    return found.assessment


def _refuse_open_ends(found: "Mapping[str, Imported]", keep: str | None) -> None:
    """Raise UsageError while nobody said which question an answer is about, or what counts where both differ."""
    from iama.assess.form_import import Result

    if unsure := [id_ for one in found.values() for id_ in one.at(Result.UNMATCHED)]:
        raise UsageError("import-no-match", places=unsure)
    if keep is None and (differ := [id_ for one in found.values() for id_ in one.at(Result.CONFLICT)]):
        raise UsageError("import-conflicts", ids=differ)


@app.command(help="help-export")
def export(
    algorithm: Algorithm,
    to: Annotated[str, typer.Option("--to", metavar="|".join(FORMS), help="help-export-to")],
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE|-", help="help-report-output")] = None,
    edition: AnEdition = Edition.INTERNAL,
    lang: Lang = None,
    root: Root = None,
) -> None:
    """Write an IAMA for the ministry's form or as cards of the task registry, and say what has no place there."""
    from iama.cli.options import in_edition
    from iama.files.output import own_target, result_at, write_result
    from iama.publish.status import dossier_language
    from iama.terminal.exchange import losses_text

    if to not in FORMS:
        raise UsageError("use-bad-choice", what="--to", given=to, hint=choices_hint(to, FORMS))
    reading = in_edition(open_dossier(algorithm, root, None), edition)
    written = _as_state(reading) if to == INVULHULPEN else _as_cards(reading)
    files = reading.workspace.configured_files
    name = f"iama-{reading.dossier.id}-{to}.json"
    target = result_at(Path(output), files) if output else own_target(reading.workspace.base, name)
    beside = ""
    write_result(target, written.content)
    if not target.stream:
        if written.sidecar and edition is not Edition.PUBLIC:
            beside = _write_beside(target, reading, written.sidecar)
        print_message("report-written", path=target.shown)
    language = screen_language(lang, dossier_language(reading.dossier))
    typer.echo(losses_text(written.lost, written.kept, language, width(), beside), err=True)


class _Written(Struct, frozen=True):
    """A file for others, what has no place in it, and what goes beside it so that the way back loses nothing."""

    content: str
    lost: tuple["Phrase", ...]  # what stands in the file beside it
    kept: tuple["Phrase", ...] = ()  # what stays in the dossier alone
    sidecar: "Sidecar | None" = None


def _as_state(reading: "Reading") -> _Written:
    from iama.cli.importing import held_tree
    from iama.files.shipped import SHIPPED
    from iama.publish.form_export import applying_answers, form_state, losses

    form = SHIPPED.form
    tree = held_tree(reading, form.questionnaire)
    held = reading.dossier.assessments[tree.ref]
    shown = applying_answers(reading.outcome, held, tree)
    content = _as_file(form_state(shown, tree, form, today().isoformat()), indent=4)
    return _Written(content, tuple(losses(held, shown, tree, form)), sidecar=_sidecar(held, shown, tree, form))


def _as_cards(reading: "Reading") -> _Written:
    from iama.cli.importing import FACTS, held_tree
    from iama.files.shipped import SHIPPED
    from iama.publish.card_export import answer_losses, assessment_card, card_losses, system_card
    from iama.publish.form_export import applying_answers

    known, assessments = SHIPPED.cards, reading.dossier.assessments
    resolve, day = reading.library.resolve_questionnaire, today().isoformat()
    own, tree = held_tree(reading, FACTS), resolve(known.questionnaire)
    given = assessments[own.ref]
    said = applying_answers(reading.outcome, given, own).answers
    facts = {id_: answer for (id_, _), answer in said.items() if answer.value is not None}
    newer = next((ref for ref in assessments if ref != tree.ref and resolve(ref).id == tree.id), "")
    others = [ref for ref in assessments if resolve(ref).id not in (own.id, tree.id, FOLLOW_UP)]
    kept = tuple(card_losses([id_ for id_, _ in given.answers], facts, known, others, newer))
    if tree.ref not in assessments:
        return _Written(_as_file(system_card(facts, known, []), indent=2), (), kept)
    held = assessments[tree.ref]
    shown = applying_answers(reading.outcome, held, tree)
    content = _as_file(system_card(facts, known, [assessment_card(shown, tree, known, day)]), indent=2)
    lost = tuple(answer_losses(held, shown, tree, known))
    return _Written(content, lost, kept, _sidecar(held, shown, tree, known.form))


def _sidecar(held: "Assessment", shown: "Assessment", tree: "Questionnaire", form: "Form") -> "Sidecar":
    from iama.assess.form_values import form_values
    from iama.model.exchange import Sidecar

    return Sidecar(held, {place: one.value for place, one in form_values(shown, tree, form).items()})


def _write_beside(target: "Target", reading: "Reading", sidecar: "Sidecar") -> str:
    """Write what goes beside a file, and return its name: it holds what is internal, and stays with the team."""
    from iama.files.output import own_target, write_result
    from iama.files.sidecarfile import sidecar_path
    from iama.publish.form_export import sidecar_document

    document = sidecar_document(reading.dossier.id, sidecar, today().isoformat())
    path = sidecar_path(target.real)
    write_result(own_target(path.parent, path.name), _as_file(document, indent=1))
    return path.name


def _as_file(document: object, indent: int) -> str:
    return dumps(document, ensure_ascii=False, indent=indent) + "\n"
