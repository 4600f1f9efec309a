"""Commands about what stays out of public outputs: withhold, release."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from iama.cli import app, options
from iama.cli.language import spoken_language
from iama.cli.options import Algorithm, Lang, Root, print_message
from iama.model.problems import UsageError
from iama.words import pick_translation

if TYPE_CHECKING:
    from pathlib import Path

    from iama.assess.withhold_requests import Place
    from iama.model.dossier import Assessment
    from iama.model.library import Library

Name = Annotated[str | None, typer.Argument(metavar="[QUESTION]", help="help-withhold-question")]
Ref = Annotated[str | None, typer.Option("--questionnaire", "-q", metavar="REF", help="help-asked-in")]
Key = Annotated[str | None, typer.Option("--for", metavar="KEY", help="help-withhold-for")]
Listed = Annotated[bool, typer.Option("--list", help="help-withhold-list")]
Whole = Annotated[bool, typer.Option("--all", help="help-withhold-all")]


class Paper(StrEnum):
    """What `--to` can be."""

    MD = "md"
    HTML = "html"


@app.command(help="help-withhold")
def withhold(
    algorithm: Algorithm,
    question: Name = None,
    ground: Annotated[str, typer.Option("--ground", metavar="G", help="help-withhold-ground")] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="T", help="help-withhold-reason")] = "",
    by: Annotated[str, typer.Option("--by", metavar="ROLE", help="help-deciding-role")] = "",
    whole: Whole = False,
    questionnaire: Ref = None,
    key: Key = None,
    listed: Listed = False,
    to: Annotated[Paper | None, typer.Option("--to", help="help-withhold-to")] = None,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE|-", help="help-withhold-output")] = None,
    lang: Lang = None,
    root: Root = None,
) -> None:
    """Keep an answer, or a whole assessment, out of public outputs, with what rests on it; its ground is shown."""
    if (question or ground or reason or by or whole or questionnaire or key) if listed else (to or output):
        raise UsageError("withhold-list-form")
    if listed:
        _list_withheld(algorithm, to, output, lang, root)
        return
    from iama.assess.withhold_requests import checked_ground, checked_role, refuse_unkeepable, withhold_place
    from iama.cli.housepacks import library_of
    from iama.files.config import locate
    from iama.files.store import update_assessments
    from iama.model.spelling import typed_role
    from iama.model.values import InvalidValue

    workspace, folder = locate(algorithm, options.here(), root)
    library = library_of(workspace)
    follow_up = library.resolve_questionnaire("follow-up")
    place = _parse_place(folder, question, questionnaire, key, whole, library)
    refuse_unkeepable(place, follow_up)
    fact = checked_ground(library.law, ground, reason)
    role = checked_role(follow_up, typed_role(follow_up.roles, by))
    cells = {"ground": ground, "reason": reason, "by": role, "date": options.today().isoformat()}

    def add_withheld_row(assessment: "Assessment") -> "Assessment":
        try:
            return withhold_place(assessment, follow_up, place, cells, options.row_id)
        except InvalidValue as error:
            raise options.as_usage_error(error) from error

    update_assessments(folder, {follow_up: add_withheld_row}, library=library, history=options.kept_history(folder))
    law = pick_translation(fact.cite, spoken_language())
    print_message("withhold-done", algorithm=folder.name, place=str(place), law=law)
    with options.after_saving():
        _tell_rest(folder, library)
    print_message("withhold-git", algorithm=folder.name)


@app.command(help="help-release")
def release(
    algorithm: Algorithm,
    question: Name = None,
    whole: Whole = False,
    questionnaire: Ref = None,
    key: Key = None,
    root: Root = None,
) -> None:
    """Let an answer, or a whole assessment, that was withheld back into public outputs."""
    from iama.assess.withhold_requests import release_place
    from iama.cli.housepacks import library_of
    from iama.files.config import locate
    from iama.files.store import update_assessments

    workspace, folder = locate(algorithm, options.here(), root)
    library = library_of(workspace)
    follow_up = library.resolve_questionnaire("follow-up")
    place = _parse_place(folder, question, questionnaire, key, whole, library)
    update_assessments(
        folder,
        {follow_up: lambda assessment: release_place(assessment, place)},
        library=library,
        history=options.kept_history(folder),
    )
    print_message("release-done", algorithm=folder.name, place=str(place))
    with options.after_saving():
        _tell_rest(folder, library)


def _parse_place(
    folder: "Path", name: str | None, ref: str | None, key: str | None, whole: bool, library: "Library"
) -> "Place":
    """Return what the words of a command line name; raises UsageError."""
    from iama.assess.answer_input import checked_instance, find_question, refuse_lost_row
    from iama.assess.withhold_requests import Place
    from iama.cli.targets import one_key, own_name, tree_of
    from iama.files.store import read_dossier

    if whole:
        if name or key or ref is None:
            raise UsageError("withhold-all-form")
        return Place(tree_of(folder, "", ref, library).ref)
    if name is None:
        raise UsageError("withhold-no-question")
    name, ref = own_name(name, ref)
    tree = tree_of(folder, name, ref, library)
    question, inner = find_question(tree, name)
    if (wanted := one_key(name, inner, key)) is None:
        return Place(tree.ref, question.id)
    assessment = read_dossier(folder, library).assessments[tree.ref]
    refuse_lost_row(tree, question, wanted, assessment, assessment)
    return Place(tree.ref, question.id, checked_instance(tree, question, wanted) or "")


def _list_withheld(
    algorithm: str, to: Paper | None, output: str | None, language: str | None, root: "Path | None"
) -> None:
    """Print what is withheld and why, or write it to a file; it holds what is withheld itself."""
    from iama.cli.reports import format_by_ending, write_document
    from iama.files.shipped import shipped_folder
    from iama.publish.report import render
    from iama.publish.status import dossier_language
    from iama.publish.withheld_list import withheld_list

    reading = options.open_dossier(algorithm, root, None)
    public = options.public_of(reading).public
    assert public is not None  # public_of makes one
    values = withheld_list(reading.wording(language or dossier_language(reading.dossier)), public)
    to = to or format_by_ending(output, Paper.MD)
    document = render(values, to.value, shipped_folder("reports"), page="withheld")
    write_document(document, output or "-", (), reading.workspace, "")


def _tell_rest(folder: "Path", library: "Library") -> None:
    """Say how much is withheld by now, with what rests on it: the same numbers that the public page shows."""
    from iama.assess.outcome import State

    reading = options.public_of(options.open_dossier(str(folder), None, None, library))
    if reading.public is None:
        return
    direct = sum(not cause.indirect for cause in reading.public.causes.values())
    flags = sum(verdict.state is State.WITHHELD for verdict in reading.outcome.verdicts)
    rest = len(reading.public.causes) - direct
    print_message("withhold-now", direct=direct, rest=rest, flags=flags)
