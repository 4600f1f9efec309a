"""The command that records how a condition of a decision stands: condition; and what `set` leaves to it."""

from collections.abc import Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iama.cli import app
from iama.cli.options import (
    Algorithm,
    Root,
    after_saving,
    as_usage_error,
    clean_option,
    here,
    kept_history,
    print_message,
    row_id,
    today,
)
from iama.model.problems import UsageError, choices_hint
from iama.words import Phrase

if TYPE_CHECKING:
    from iama.model.dossier import Assessment, Dossier, Row
    from iama.model.library import Library
    from iama.model.questionnaire import Question, Questionnaire


class ConditionState(StrEnum):
    """What `--state` can be."""

    OPEN = "open"
    MET = "met"
    DROPPED = "dropped"


@app.command(help="help-condition")
def condition(
    algorithm: Algorithm,
    condition_: Annotated[str, typer.Argument(metavar="ID", help="help-condition-id")],
    state: Annotated[ConditionState, typer.Option("--state", help="help-condition-state")],
    by: Annotated[str, typer.Option("--by", metavar="ROLE", help="help-condition-by")],
    note: Annotated[str, typer.Option("--note", metavar="T", help="help-condition-note")] = "",
    source: Annotated[str, typer.Option("--source", metavar="LINK|PATH", help="help-condition-source")] = "",
    reference: Annotated[str, typer.Option("--reference", metavar="T", help="help-condition-reference")] = "",
    root: Root = None,
) -> None:
    """Record how a condition of a decision stands; the decision itself does not change."""
    from iama.assess.joined import CONDITIONS, with_condition_state
    from iama.cli.housepacks import library_of
    from iama.files.config import locate
    from iama.files.store import read_dossier, update_assessments
    from iama.model.spelling import named_role, typed_role
    from iama.model.values import InvalidValue
    from iama.words.written import Day

    workspace, folder = locate(algorithm, here(), root)
    library = library_of(workspace)
    tree = library.resolve_questionnaire("follow-up")
    by = typed_role(tree.roles, by)
    _check_condition(read_dossier(folder, library), condition_, by, tree)
    told = {"condition": condition_, "state": state.value, "by": by, "note": clean_option(note)}
    cells = {**told, **_evidence(folder, source, clean_option(reference))}

    def set_condition_state(assessment: "Assessment") -> "Assessment":
        try:
            return with_condition_state(
                assessment, tree.questions[CONDITIONS], {**cells, "date": today().isoformat()}, row_id
            )
        except InvalidValue as error:
            raise as_usage_error(error) from error

    update_assessments(folder, {tree: set_condition_state}, library=library, history=kept_history(folder))
    how, on = Phrase(f"condition-state-{state.value}"), Day(today().isoformat())
    print_message(
        "condition-done", algorithm=folder.name, id=condition_, state=how, role=named_role(tree.roles, by), day=on
    )
    with after_saving():
        _tell_standing(folder, condition_, library)


def refuse_condition_row(folder: Path, question: "Question", row: str | None, own: "Sequence[Row]") -> None:
    """Raise UsageError for a row of `question` that stands in no file: a condition, which its decision holds.

    One of format 1 has a row of its own, among `own`.
    """
    from iama.assess.joined import JOINED
    from iama.files.store import read_decisions

    if row is None or question.id not in JOINED or row in {one.id for one in own}:
        return
    for decision in read_decisions(folder):
        if row in {condition.id for condition in decision.conditions}:
            raise UsageError("set-row-is-condition", row=row, number=decision.number, algorithm=folder.name)


def tell_conditions_stay(folder: Path, question: "Question", library: "Library") -> None:
    """Say that clearing a list of the follow-up takes no condition away, and how many of them are met now."""
    from iama.assess.joined import JOINED

    if question.id in JOINED and (counted := _condition_count(folder, library)):
        print_message("set-conditions-stay", counted=counted, inset=True)


def _tell_standing(folder: Path, id_: str, library: "Library") -> None:
    """Say how many conditions are met now, and what is still asked about this one."""
    from iama.assess.followed import lapses, rows_in_dossier
    from iama.files.store import digest_beside, read_dossier

    dossier = read_dossier(folder, library)
    if counted := _condition_count(folder, library):
        print_message("condition-counted", counted=counted, inset=True)
    for lapse in lapses(dossier.approvals, rows_in_dossier(dossier), today(), partial(digest_beside, folder)):
        if lapse.condition == id_ and lapse.code == "condition-without-evidence":
            print_message("condition-asks-reason" if lapse.variant else "condition-asks-evidence", inset=True)


def _condition_count(folder: Path, library: "Library") -> Phrase | None:
    from iama.assess.followed import count_phrase, current_decisions, follow_conditions, rows_in_dossier
    from iama.files.store import read_dossier

    dossier = read_dossier(folder, library)
    return count_phrase(follow_conditions(current_decisions(dossier.approvals), rows_in_dossier(dossier)))


def _check_condition(dossier: "Dossier", id_: str, role: str, tree: "Questionnaire") -> None:
    """Raise UsageError for a condition that no decision has, or a role that nobody has."""
    conditions = {condition.id: condition for condition in dossier.conditions}
    if id_ not in conditions:
        hint = choices_hint(id_, conditions, Phrase("one-of", words=[*conditions] or Phrase("asked-none")))
        raise UsageError("condition-strange", algorithm=dossier.id, id=id_, hint=hint)
    if role not in tree.roles:
        raise UsageError("asked-strange-role", role=role, hint=choices_hint(role, tree.roles))


def _evidence(folder: Path, source: str, reference: str) -> "dict[str, str]":
    """Return the cells of what is pointed to; raises UsageError for a file that is not there, and for both at once."""
    from iama.assess.followed import leaves_project
    from iama.files.store import digest_beside
    from iama.model.contents import TOO_LARGE

    if source and reference:
        raise UsageError("condition-one-evidence")
    if reference:
        return {"source": reference}
    if not source or source.startswith(("https://", "http://")):
        return {"source": source}
    if leaves_project(source) or not _is_in_project(folder, source):
        raise UsageError("condition-file-outside", source=source, project=str(folder.parent.parent))
    if not (digest := digest_beside(folder, source)):
        raise UsageError("condition-no-file", source=source, folder=str(folder))
    if digest == TOO_LARGE:
        raise UsageError("condition-large-file", source=source)
    return {"source": source, "sha256": digest}


def _is_in_project(folder: Path, source: str) -> bool:
    """Whether a file that is named from a dossier stays in the project when links are followed."""
    project = folder.parent.parent.resolve()
    named = next((path for place in (folder, *folder.parents[:2]) if (path := place / source).is_file()), folder)
    return named.resolve().is_relative_to(project)
