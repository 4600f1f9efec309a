"""The command that records how a condition of a decision stands: condition."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iama.cli import app
from iama.cli.options import Algorithm, Root, as_usage_error, clean_option, here, print_message, row_id, today
from iama.model.problems import UsageError, choices_hint
from iama.words import Phrase

if TYPE_CHECKING:
    from iama.model.dossier import Assessment, Dossier
    from iama.model.questionnaire import Questionnaire


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
    root: Root = None,
) -> None:
    """Record how a condition of a decision stands; the decision itself does not change."""
    from iama.assess.joined import CONDITIONS, with_condition_state
    from iama.files.config import locate
    from iama.files.shipped import SHIPPED
    from iama.files.store import read_dossier, update_assessments
    from iama.model.spelling import typed_role
    from iama.model.values import InvalidValue

    _, folder = locate(algorithm, here(), root)
    tree = SHIPPED.resolve_questionnaire("follow-up")
    by = typed_role(tree.roles, by)
    _check_condition(read_dossier(folder, SHIPPED), condition_, by, tree)
    told = {"condition": condition_, "state": state.value, "by": by, "note": clean_option(note)}
    cells = {**told, **_evidence(folder, source)}

    def set_condition_state(assessment: "Assessment") -> "Assessment":
        try:
            return with_condition_state(
                assessment, tree.questions[CONDITIONS], {**cells, "date": today().isoformat()}, row_id
            )
        except InvalidValue as error:
            raise as_usage_error(error) from error

    update_assessments(folder, {tree: set_condition_state}, library=SHIPPED)
    how, on = Phrase(f"condition-state-{state.value}"), today().isoformat()
    print_message("condition-done", algorithm=folder.name, id=condition_, state=how, role=by, day=on)


def _check_condition(dossier: "Dossier", id_: str, role: str, tree: "Questionnaire") -> None:
    """Raise UsageError for a condition that no decision has, or a role that nobody has."""
    conditions = {condition.id: condition for condition in dossier.conditions}
    if id_ not in conditions:
        hint = choices_hint(id_, conditions, Phrase("one-of", words=[*conditions] or Phrase("asked-none")))
        raise UsageError("condition-strange", algorithm=dossier.id, id=id_, hint=hint)
    if role not in tree.roles:
        raise UsageError("asked-strange-role", role=role, hint=choices_hint(role, tree.roles))


def _evidence(folder: Path, source: str) -> "dict[str, str]":
    """Return the cells of what is pointed to; raises UsageError for a file that is not there."""
    from iama.files.store import digest_beside

    if not source or source.startswith(("https://", "http://")):
        return {"source": source}
    if not (digest := digest_beside(folder, source)):
        raise UsageError("condition-no-file", source=source, folder=str(folder))
    return {"source": source, "sha256": digest}
