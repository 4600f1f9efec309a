"""The command that records a decision: approve."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iama.cli import app
from iama.cli.earlier import forget_history
from iama.cli.language import spoken_language
from iama.cli.options import (
    Algorithm,
    AsOf,
    Langs,
    Root,
    after_saving,
    clean_option,
    day_or_today,
    here,
    open_dossier_at,
    print_message,
    today,
)
from iama.model.problems import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iama.files.config import Workspace
    from iama.model.approval import Approval, Condition
    from iama.model.library import Library
    from iama.model.questionnaire import Questionnaire

Texts = list[str] | None


class Decision(StrEnum):
    """What `--decision` can be."""

    GO = "go"
    CONDITIONS = "conditions"
    NO_GO = "no-go"


@app.command(help="help-approve")
def approve(
    algorithm: Algorithm,
    questionnaire: Annotated[
        str, typer.Option("--questionnaire", "-q", metavar="REF", help="help-approve-questionnaire")
    ],
    decision: Annotated[Decision, typer.Option("--decision", help="help-approve-decision")],
    role: Annotated[str, typer.Option("--role", metavar="ROLE", help="help-deciding-role")],
    person: Annotated[str, typer.Option("--person", metavar="P", help="help-approve-person")] = "",
    body: Annotated[str, typer.Option("--body", metavar="BODY", help="help-approve-body")] = "",
    reference: Annotated[str, typer.Option("--reference", metavar="CASE", help="help-approve-reference")] = "",
    decided_on: Annotated[
        str | None, typer.Option("--decided-on", metavar="DATE", help="help-approve-decided-on")
    ] = None,
    text: Annotated[str, typer.Option("--text", metavar="T", help="help-approve-text")] = "",
    public_reason: Annotated[str, typer.Option("--public-reason", metavar="T", help="help-approve-public-reason")] = "",
    condition: Annotated[Texts, typer.Option("--condition", metavar="TEXT", help="help-approve-condition")] = None,
    owner: Annotated[Texts, typer.Option("--owner", metavar="ROLE", help="help-approve-owner")] = None,
    due: Annotated[Texts, typer.Option("--due", metavar="DATE", help="help-approve-due")] = None,
    lang: Langs = None,
    sign: Annotated[Path | None, typer.Option("--sign", metavar="KEY", help="help-approve-sign")] = None,
    timestamp: Annotated[bool, typer.Option("--timestamp", help="help-approve-timestamp")] = False,
    preview: Annotated[bool, typer.Option("--preview", help="help-approve-preview")] = False,
    as_of: AsOf = None,
    root: Root = None,
) -> None:
    """Record a decision about an assessment, with the pages and a snapshot of everything that it is about."""
    from iama.audit.approving import RESPONSIBLE, Wish
    from iama.cli.deciding import decider, moment_of, save_decision, write_preview
    from iama.cli.housepacks import library_of
    from iama.cli.looking_again import tell_signs
    from iama.cli.stamping import stamp_decisions
    from iama.files.config import locate
    from iama.model import approval
    from iama.model.spelling import typed_role

    workspace, folder = locate(algorithm, here(), root)
    library = library_of(workspace)
    tree = library.resolve_questionnaire(questionnaire)
    chosen = approval.Decision(decision.value)
    conditions = _conditions_from_options(condition or [], owner or [], due or [])
    if chosen is approval.Decision.CONDITIONS and text.strip() and not conditions:
        conditions = _conditions_from_options([text], owner or [], due or [])
    wish = Wish(
        tree.ref,
        chosen,
        typed_role(tree.roles, role),
        person,
        body=clean_option(body),
        reference=clean_option(reference),
        decided_on=_decision_day(decided_on),
        text=clean_option(text),
        public_reason=clean_option(public_reason),
        conditions=conditions,
        languages=tuple(lang or ()),
    )
    decide = decider(workspace, folder, tree, wish, moment_of(day_or_today(as_of), workspace, library), sign, library)
    tell_signs(workspace, folder, tree, wish.role, day_or_today(as_of), library)
    if preview:
        write_preview(workspace, folder, decide, library)
        return
    entry = save_decision(workspace, folder, decide, library)
    _tell_decision(folder.name, tree, entry)
    if timestamp:
        with after_saving():
            stamp_decisions(workspace, folder)
    forget_history(folder)
    with after_saving():
        _tell_passed_over(folder, entry, library)
        _tell_next_step(workspace, folder)
    if role != RESPONSIBLE and RESPONSIBLE in tree.roles:
        print_message("approve-other-role", role=RESPONSIBLE, err=True)


def _tell_decision(algorithm: str, tree: "Questionnaire", entry: "Approval") -> None:
    """Say what was recorded, and under which ids its conditions stand."""
    from iama.model.spelling import named_role
    from iama.words import Phrase
    from iama.words.written import Day

    print_message(
        "approve-done",
        algorithm=algorithm,
        number=entry.number,
        ref=tree.ref,
        decision=Phrase(f"decided-{entry.decision.value}"),
        role=named_role(tree.roles, entry.role),
        day=Day(entry.decided_on),
    )
    print_message("approve-snapshot", digest=entry.snapshot, inset=True)
    print_message("approve-page", algorithm=algorithm, number=entry.number, inset=True)
    for condition in entry.conditions:
        print_message("approve-as-action", id=condition.id, algorithm=algorithm, inset=True)


def _tell_passed_over(folder: Path, entry: "Approval", library: "Library") -> None:
    """Say which open conditions of earlier decisions this one is silent about: nobody would follow them any more."""
    from iama.assess.followed import passed_over, rows_in_dossier
    from iama.files.store import read_dossier

    dossier = read_dossier(folder, library)
    pairs = passed_over(dossier.approvals, rows_in_dossier(dossier))
    if ids := [one.condition.id for one, later in pairs if later.number == entry.number]:
        print_message("approve-passes-over", ids=ids, count=len(ids), algorithm=folder.name, inset=True)


def _tell_next_step(workspace: "Workspace", folder: Path) -> None:
    """Say what comes next, now that the decision stands."""
    from iama.assess.agenda import next_step

    typer.echo(next_step(open_dossier_at(workspace, folder, today()).agenda, spoken_language()))


def _conditions_from_options(
    texts: "Sequence[str]", owners: "Sequence[str]", dues: "Sequence[str]"
) -> "tuple[Condition, ...]":
    """Return the conditions; one owner or date goes for all, else there is one for each."""
    from iama.model.approval import Condition

    for name, values in (("--owner", owners), ("--due", dues)):
        if len(values) not in (0, 1, len(texts)):
            raise UsageError("approve-once-or-each", option=name)
    days = [day_or_today(day, "--due").isoformat() for day in dues]
    rows = zip(texts, _spread(owners, len(texts)), _spread(days, len(texts)), strict=True)
    return tuple(Condition(clean_option(text), "", clean_option(owner), due) for text, owner, due in rows)


def _decision_day(day: str | None) -> str:
    """Return the day of a decision as it was given, empty for today; raises UsageError for one that is to come."""
    if day is None:
        return ""
    decided = day_or_today(day, "--decided-on")
    if decided > today():
        raise UsageError("approve-to-come", day=decided.isoformat())
    return decided.isoformat()


def _spread(values: "Sequence[str]", count: int) -> "Sequence[str]":
    return [*values] if len(values) == count else [*(values or [""])] * count
