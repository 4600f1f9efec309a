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
    as_usage_error,
    day_or_today,
    here,
    kept_history,
    print_message,
    row_id,
    today,
)
from iama.model.problems import Refused, UsageError, choices_hint, reason_of
from iama.words import Phrase, message_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from iama.assess.answer_input import MakeId
    from iama.audit.approving import Moment, Obstacle, Wish
    from iama.files.config import Workspace
    from iama.files.store import Decided
    from iama.model.approval import Approval, Condition
    from iama.model.dossier import Assessment, Dossier
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
    as_of: AsOf = None,
    root: Root = None,
) -> None:
    """Record a decision about an assessment, with the pages and a snapshot of everything that it is about."""
    from iama.audit.approving import RESPONSIBLE, Wish
    from iama.files.config import locate
    from iama.files.shipped import SHIPPED
    from iama.model import approval
    from iama.model.spelling import typed_role

    workspace, folder = locate(algorithm, here(), root)
    library = SHIPPED
    tree = library.resolve_questionnaire(questionnaire)
    chosen = approval.Decision(decision.value)
    conditions = _conditions(condition or [], owner or [], due or [])
    if chosen is approval.Decision.CONDITIONS and text.strip() and not conditions:
        conditions = _conditions([text], owner or [], due or [])
    wish = Wish(
        tree.ref,
        chosen,
        typed_role(tree.roles, role),
        person,
        body=_clean(body),
        reference=_clean(reference),
        decided_on=_decision_day(decided_on),
        text=_clean(text),
        public_reason=_clean(public_reason),
        conditions=conditions,
        languages=tuple(lang or ()),
    )
    entry = _save_decision(workspace, folder, tree, wish, _now(day_or_today(as_of)), row_id, sign, library)
    _tell_decision(folder.name, tree.ref, entry)
    forget_history(folder)
    if role != RESPONSIBLE and RESPONSIBLE in tree.roles:
        print_message("approve-other-role", role=RESPONSIBLE, err=True)


def _tell_decision(algorithm: str, ref: str, entry: "Approval") -> None:
    """Say what was recorded, and under which ids its conditions stand."""
    print_message(
        "approve-done",
        algorithm=algorithm,
        number=entry.number,
        ref=ref,
        decision=entry.decision,
        role=entry.role,
        day=entry.decided_on,
    )
    print_message("approve-snapshot", digest=entry.snapshot, inset=True)
    for condition in entry.conditions:
        print_message("approve-as-action", id=condition.id, algorithm=algorithm, inset=True)


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
    cells = {"condition": condition_, "state": state.value, "by": by, "note": _clean(note), **_evidence(folder, source)}

    def set_condition_state(assessment: "Assessment") -> "Assessment":
        try:
            return with_condition_state(
                assessment, tree.questions[CONDITIONS], {**cells, "date": today().isoformat()}, row_id
            )
        except InvalidValue as error:
            raise as_usage_error(error) from error

    update_assessments(folder, {tree: set_condition_state}, library=SHIPPED, history=kept_history(folder))
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


def _conditions(texts: "Sequence[str]", owners: "Sequence[str]", dues: "Sequence[str]") -> "tuple[Condition, ...]":
    """Return the conditions; one owner or date goes for all, else there is one for each."""
    from iama.model.approval import Condition

    for name, values in (("--owner", owners), ("--due", dues)):
        if len(values) not in (0, 1, len(texts)):
            raise UsageError("approve-once-or-each", option=name)
    days = [day_or_today(day, "--due").isoformat() for day in dues]
    rows = zip(texts, _spread(owners, len(texts)), _spread(days, len(texts)), strict=True)
    return tuple(Condition(_clean(text), "", _clean(owner), due) for text, owner, due in rows)


def _decision_day(day: str | None) -> str:
    """Return the day of a decision as it was given, empty for today; raises UsageError for one that is to come."""
    if day is None:
        return ""
    decided = day_or_today(day, "--decided-on")
    if decided > today():
        raise UsageError("approve-to-come", day=decided.isoformat())
    return decided.isoformat()


def _clean(text: str) -> str:
    from iama.model import values

    try:
        return values.typed_text(text.strip())
    except values.InvalidValue as error:
        raise as_usage_error(error) from error


def _spread(values: "Sequence[str]", count: int) -> "Sequence[str]":
    return [*values] if len(values) == count else [*(values or [""])] * count


def _now(as_of: "date") -> "Moment":
    import secrets

    return _moment(today(), as_of, secrets.token_hex(16))


def _moment(on: "date", as_of: "date", salt: str) -> "Moment":
    from iama.audit.approving import Moment
    from iama.cli.asapproved import render_html
    from iama.files.shipped import program

    return Moment(on, as_of, salt, program(), render_html)


def approve_example(base: Path, algorithm: str, language: str) -> None:
    """Record the decision of the worked example: by its own date, without chance, so that it is the same every time."""
    from datetime import date

    from iama.audit.approving import RESPONSIBLE, Wish
    from iama.files.config import locate
    from iama.files.scaffold import demo_decision
    from iama.files.shipped import SHIPPED
    from iama.model.approval import Condition, Decision

    example = demo_decision(language)
    decided_on, ids = date.fromisoformat(example["date"]), (f"voorw{letter}" for letter in "abcdefghij")
    conditions = tuple(Condition(id="", **condition) for condition in example["conditions"])
    tree = SHIPPED.usual_questionnaire
    wish = Wish(
        tree.ref,
        Decision.CONDITIONS,
        RESPONSIBLE,
        body=example["body"],
        text=example["text"],
        public_reason=example["public_reason"],
        conditions=conditions,
    )
    moment = _moment(decided_on, decided_on, "0" * 32)
    _save_decision(*locate(algorithm, base, None), tree, wish, moment, lambda: next(ids), None, SHIPPED)


def _save_decision(
    workspace: "Workspace",
    folder: Path,
    tree: "Questionnaire",
    wish: "Wish",
    moment: "Moment",
    make_id: "MakeId",
    key: Path | None,
    library: "Library",
) -> "Approval":
    """Save a decision with all that it binds; raises Refused."""
    from iama.audit import approving
    from iama.audit.snapshot import BrokenSnapshot
    from iama.files.scaffold import tell_git
    from iama.files.store import approved_files, record_decision

    approved_files(folder, ())  # a link in the place of the folder is refused before anything is written

    def decide(dossier: "Dossier") -> "Decided":
        approving.refuse_invalid_wish(wish, dossier, tree)
        whole = approving.with_ids(
            wish, _ids_in_use(dossier), make_id, blocking=_before_use(dossier, moment.as_of, library)
        )
        _refuse_obstacles(folder, dossier, tree, whole, moment.today, library)
        trees = library.held_trees(dossier.assessments)
        try:
            made = approving.compose_decision(dossier, trees, library.law, whole, moment)
        except BrokenSnapshot as error:
            raise Refused("approve-too-much", algorithm=dossier.id, reason=reason_of(error)) from error
        return _sign_entry(made.entry, key, workspace) if key else made.entry, made.files, made.objects

    entry = record_decision(folder, decide, library)
    if workspace.file:
        tell_git(workspace.base, workspace.root)
    return entry


def _ids_in_use(dossier: "Dossier") -> "Iterator[str]":
    """Yield the ids of all rows and conditions: an id names one action point."""
    yield from (
        row.id
        for assessment in dossier.assessments.values()
        for answer in assessment.answers.values()
        for row in answer.rows
    )
    yield from (condition.id for condition in dossier.conditions)


def _before_use(dossier: "Dossier", as_of: "date", library: "Library") -> bool:
    from iama.cli.options import judge_dossier

    return judge_dossier(dossier, as_of, library).facts["current-phase"].words not in (("in-use",), ("retired",))


def _refuse_obstacles(
    folder: Path, dossier: "Dossier", tree: "Questionnaire", wish: "Wish", today: "date", library: "Library"
) -> None:
    """Raise Refused with every reason why the use may not go ahead on that day; `no-go` is always recorded."""
    from iama.audit.approving import contradicting_blockers, is_excused, judge_version, obstacles
    from iama.audit.chain import Kept, breaks
    from iama.files.store import approved_files, objects
    from iama.words import text

    language = spoken_language()
    outcome = judge_version(dossier, library.held_trees(dossier.assessments), library.law, today, tree.ref)
    advice = [
        f"    {text('contradicted-by', language)} {title}" for title in contradicting_blockers(outcome, tree, language)
    ]
    if not wish.decision.goes_on:
        for line in advice:
            typer.echo(line.strip(), err=True)
        return
    standing = [
        obstacle
        for obstacle in obstacles(outcome, tree, language)
        if not is_excused(obstacle, outcome, tree, wish.decision)
    ]
    decisions = Kept(dossier.id, dossier.approvals, approved_files(folder), objects(folder))
    broken = [doubt.message for doubt in breaks(decisions, today)]
    if not standing and not broken:
        return
    lines = [f"    {_obstacle_line(obstacle, language)}" for obstacle in standing]
    lines += [f"    approvals.yaml: {message_text(message, language)}" for message in broken]
    kinds = {obstacle.kind for obstacle in standing}
    remedies = [f"    {remedy}" for remedy in _remedies(kinds, dossier.id, language)]
    reasons = "\n".join([*lines, *advice, *remedies])
    raise Refused("approve-refused", algorithm=folder.name, ref=tree.ref, decision=wish.decision, reasons=reasons)


def _remedies(kinds: "set[str]", algorithm: str, language: str) -> "Sequence[str]":
    """Return what helps against obstacles of these kinds, each remedy once."""
    from iama.audit.approving import REMEDIES
    from iama.words import text

    remedies = dict.fromkeys(remedy for kind, remedy in REMEDIES.items() if kind in kinds)
    return [text(f"remedy-{remedy}", language, algorithm=algorithm) for remedy in remedies]


def _obstacle_line(obstacle: "Obstacle", language: str) -> str:
    from iama.words import text

    return f"{text(f'obstacle-{obstacle.kind}', language)}: `{obstacle.name}` {obstacle.text}"


def _sign_entry(entry: "Approval", key: Path, workspace: "Workspace") -> "Approval":
    """Return a decision with the signature of a key; raises CannotSign when it would not hold."""
    from iama.files.signatures import CannotSign, fault, principals, sign_decision
    from iama.model.struct import replace

    entry = replace(entry, signer=entry.person or entry.role)
    entry = replace(entry, signature=sign_decision(entry, key))
    if workspace.signers is None:
        print_message("approve-no-signers", err=True)
        return entry
    names = principals(entry.signature, workspace.signers)
    signers = [name for name in (entry.person, entry.role, *names) if name in names]
    entry = replace(entry, signer=signers[0] if signers else entry.signer)
    entry = replace(entry, signature=sign_decision(entry, key))
    if reason := fault(entry, workspace.signers):
        raise CannotSign("approve-bad-signature", reason=reason)
    return entry
