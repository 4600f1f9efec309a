"""The command that records a decision: approve."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iama.cli import app
from iama.cli.options import Algorithm, AsOf, Language, Root, day, here, row_id, today
from iama.model.problems import Refused, UsageError, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from iama.assess.answering import MakeId
    from iama.audit.approving import Moment, Obstacle, Wish
    from iama.files.config import Workspace
    from iama.files.store import Decided
    from iama.model.approval import Approval, Condition
    from iama.model.dossier import Assessment, Dossier
    from iama.model.questionnaire import Questionnaire

Texts = list[str] | None


class Decision(StrEnum):
    """What `--decision` can be."""

    GO = "go"
    CONDITIONS = "conditions"
    NO_GO = "no-go"


@app.command()
def approve(
    algorithm: Algorithm,
    questionnaire: Annotated[
        str, typer.Option("--questionnaire", "-q", metavar="REF", help="Assessment to decide about, such as iama-2.0.")
    ],
    decision: Annotated[Decision, typer.Option("--decision", help="What is decided.")],
    role: Annotated[str, typer.Option("--role", metavar="ROLE", help="The role that decides.")],
    person: Annotated[str, typer.Option("--person", metavar="P", help="Who: an id of people.yaml.")] = "",
    body: Annotated[
        str, typer.Option("--body", metavar="BODY", help='Who decides in law, such as "college van B&W".')
    ] = "",
    reference: Annotated[str, typer.Option("--reference", metavar="CASE", help="Number of the case.")] = "",
    decided_on: Annotated[
        str | None, typer.Option("--decided-on", metavar="DATE", help="The day of the decision; today when left out.")
    ] = None,
    text: Annotated[str, typer.Option("--text", metavar="T", help="The reasons, for the organisation.")] = "",
    public_reason: Annotated[
        str, typer.Option("--public-reason", metavar="T", help="The reasons, as the public page says them.")
    ] = "",
    condition: Annotated[
        Texts, typer.Option("--condition", metavar="TEXT", help="A condition; becomes an action point. Repeatable.")
    ] = None,
    owner: Annotated[
        Texts, typer.Option("--owner", metavar="ROLE", help="Who sees to it: one for all, or one per condition.")
    ] = None,
    due: Annotated[
        Texts, typer.Option("--due", metavar="DATE", help="By when: one for all, or one per condition.")
    ] = None,
    lang: Annotated[
        list[Language] | None, typer.Option("--lang", help="Keep the pages in this language too. Repeatable.")
    ] = None,
    sign: Annotated[Path | None, typer.Option("--sign", metavar="KEY", help="Sign it with this SSH key.")] = None,
    as_of: AsOf = None,
    root: Root = None,
) -> None:
    """Record a decision about an assessment, with the pages and a snapshot of everything that it is about."""
    from iama.audit.approving import RESPONSIBLE, Wish
    from iama.files import shipped
    from iama.files.config import locate
    from iama.model import approval

    workspace, folder = locate(algorithm, here(), root)
    tree = shipped.resolve(questionnaire)
    chosen = approval.Decision(decision.value)
    conditions = _conditions(condition or [], owner or [], due or [])
    if chosen is approval.Decision.CONDITIONS and text.strip() and not conditions:
        conditions = _conditions([text], owner or [], due or [])
    wish = Wish(
        tree.ref,
        chosen,
        role,
        person,
        body=_clean(body),
        reference=_clean(reference),
        decided_on=_decided(decided_on),
        text=_clean(text),
        public_reason=_clean(public_reason),
        conditions=conditions,
        languages=tuple(one.value for one in lang or ()),
    )
    entry = _recorded(workspace, folder, tree, wish, _now(day(as_of)), row_id, sign)
    said = f"{folder.name}: approval {entry.number} of {tree.ref}: {entry.decision}"
    typer.echo(f"{said}, by {role} on {entry.decided_on}\n    snapshot {entry.snapshot}")
    for one in entry.conditions:
        typer.echo(
            f"    condition `{one.id}` is an action point; `iama condition {folder.name} {one.id}` says how it stands"
        )
    if role != RESPONSIBLE and RESPONSIBLE in tree.roles:
        typer.echo(f"note: the role `{RESPONSIBLE}` decides, as the assessment itself says; this was another", err=True)


class ConditionState(StrEnum):
    """What `--state` can be."""

    OPEN = "open"
    MET = "met"
    DROPPED = "dropped"


@app.command()
def condition(
    algorithm: Algorithm,
    condition_: Annotated[str, typer.Argument(metavar="ID", help="Id of the condition, as `iama status` shows it.")],
    state: Annotated[ConditionState, typer.Option("--state", help="How it stands.")],
    by: Annotated[str, typer.Option("--by", metavar="ROLE", help="The role that establishes this.")],
    note: Annotated[str, typer.Option("--note", metavar="T", help="Explanation.")] = "",
    source: Annotated[
        str, typer.Option("--source", metavar="LINK|PATH", help="The evidence: a link, or a file beside the dossier.")
    ] = "",
    root: Root = None,
) -> None:
    """Record how a condition of a decision stands; the decision itself does not change."""
    from iama.assess.joined import CONDITIONS, with_state
    from iama.files import shipped
    from iama.files.config import locate
    from iama.files.store import read_dossier, update
    from iama.model.values import InvalidValue

    _, folder = locate(algorithm, here(), root)
    tree = shipped.resolve("follow-up")
    _check_condition(read_dossier(folder), condition_, by, tree)
    said = {"condition": condition_, "state": state.value, "by": by, "note": _clean(note), **_evidence(folder, source)}

    def change(assessment: "Assessment") -> "Assessment":
        try:
            return with_state(assessment, tree.questions[CONDITIONS], {**said, "date": today().isoformat()}, row_id)
        except InvalidValue as error:
            raise UsageError(error.told("en")) from error

    update(folder, {tree: change})
    typer.echo(f"{folder.name}: condition `{condition_}`: {state.value}, by {by} on {today().isoformat()}")


def _check_condition(dossier: "Dossier", id_: str, role: str, tree: "Questionnaire") -> None:
    """Raise UsageError for a condition that no decision has, or a role that nobody has."""
    known = {one.id: one for one in dossier.conditions}
    if id_ not in known:
        hint = suggestion(id_, known) or f"there are: {', '.join(known) or 'none'}"
        raise UsageError(f"{dossier.id} has no condition `{id_}`; {hint}")
    if role not in tree.roles:
        hint = suggestion(role, tree.roles) or f"use one of: {', '.join(tree.roles)}"
        raise UsageError(f"there is no role `{role}`; {hint}")


def _evidence(folder: Path, source: str) -> "dict[str, str]":
    """Return the cells of what is pointed to; raises UsageError for a file that is not there."""
    from iama.files.store import digest_beside

    if not source or source.startswith(("https://", "http://")):
        return {"source": source}
    if not (digest := digest_beside(folder, source)):
        raise UsageError(f"there is no file {source} in or beside {folder}; name a link, or a file that is kept there")
    return {"source": source, "sha256": digest}


def _conditions(texts: "Sequence[str]", owners: "Sequence[str]", dues: "Sequence[str]") -> "tuple[Condition, ...]":
    """Return the conditions; one owner or date goes for all, else there is one for each."""
    from iama.model.approval import Condition

    for name, given in (("--owner", owners), ("--due", dues)):
        if len(given) not in (0, 1, len(texts)):
            raise UsageError(f"give {name} once for all conditions, or once for each, in the same order")
    days = [day(one, "--due").isoformat() for one in dues]
    rows = zip(texts, _spread(owners, len(texts)), _spread(days, len(texts)), strict=True)
    return tuple(Condition(_clean(text), "", _clean(owner), due) for text, owner, due in rows)


def _decided(given: str | None) -> str:
    """Return the day of a decision as it was given, empty for today; raises UsageError for one that is to come."""
    if given is None:
        return ""
    decided = day(given, "--decided-on")
    if decided > today():
        raise UsageError(
            f"--decided-on {decided.isoformat()} is still to come; a decision is recorded after it is taken"
        )
    return decided.isoformat()


def _clean(text: str) -> str:
    from iama.model import values

    try:
        return values.prose(text.strip())
    except values.InvalidValue as error:
        raise UsageError(error.told("en")) from error


def _spread(given: "Sequence[str]", count: int) -> "Sequence[str]":
    return [*given] if len(given) == count else [*(given or [""])] * count


def _now(as_of: "date") -> "Moment":
    import secrets

    return _moment(today(), as_of, secrets.token_hex(16))


def _moment(on: "date", as_of: "date", salt: str) -> "Moment":
    from iama.audit.approving import Moment
    from iama.cli.asapproved import rendered
    from iama.files import shipped

    return Moment(on, as_of, salt, shipped.program(), rendered)


def approve_example(base: Path, algorithm: str, language: str) -> None:
    """Record the decision of the worked example: by its own date, without chance, so that it is the same every time."""
    from datetime import date

    from iama.audit.approving import RESPONSIBLE, Wish
    from iama.files import shipped
    from iama.files.config import locate
    from iama.files.scaffold import demo_decision
    from iama.model.approval import Condition, Decision

    told = demo_decision(language)
    decided_on, ids = date.fromisoformat(told["date"]), (f"voorw{letter}" for letter in "abcdefghij")
    conditions = tuple(Condition(id="", **one) for one in told["conditions"])
    tree = shipped.resolve(shipped.NEWEST_IAMA)
    wish = Wish(
        tree.ref,
        Decision.CONDITIONS,
        RESPONSIBLE,
        body=told["body"],
        text=told["text"],
        public_reason=told["public_reason"],
        conditions=conditions,
    )
    moment = _moment(decided_on, decided_on, "0" * 32)
    _recorded(*locate(algorithm, base, None), tree, wish, moment, lambda: next(ids), None)


def _recorded(
    workspace: "Workspace",
    folder: Path,
    tree: "Questionnaire",
    wish: "Wish",
    moment: "Moment",
    make_id: "MakeId",
    key: Path | None,
) -> "Approval":
    """Save a decision with all that it binds; raises Refused."""
    from iama.audit import approving
    from iama.audit.snapshot import BrokenSnapshot
    from iama.files import shipped
    from iama.files.scaffold import tell_git
    from iama.files.store import approved_files, record

    approved_files(folder, ())  # a link in the place of the folder is refused before anything is written

    def decide(dossier: "Dossier") -> "Decided":
        approving.checked(wish, dossier, tree)
        named = approving.with_ids(wish, _taken(dossier), make_id, blocking=_before_use(dossier, moment.as_of))
        _refuse(folder, dossier, tree, named, moment.today)
        try:
            found = approving.recorded(dossier, _trees(dossier), shipped.law(), named, moment)
        except BrokenSnapshot as error:
            reason = f"{dossier.id}: what is decided about is too much to keep as one snapshot: {error}"
            raise Refused(f"{reason}; nothing was recorded\n    attach long documents as `sources`") from error
        return _signed(found.entry, key, workspace) if key else found.entry, found.files, found.objects

    entry = record(folder, decide)
    if workspace.file:
        tell_git(workspace.base, workspace.root)
    return entry


def _taken(dossier: "Dossier") -> "Iterator[str]":
    """Yield the ids of all rows and conditions: an id names one action point."""
    yield from (
        row.id for one in dossier.assessments.values() for answer in one.answers.values() for row in answer.rows
    )
    yield from (condition.id for condition in dossier.conditions)


def _trees(dossier: "Dossier") -> "list[Questionnaire]":
    from iama.files import shipped

    return [tree for ref in dossier.assessments if (tree := shipped.find(ref))]


def _before_use(dossier: "Dossier", as_of: "date") -> bool:
    from iama.cli.options import judged

    return judged(dossier, as_of).facts["current-phase"].words not in (("in-use",), ("retired",))


def _refuse(folder: Path, dossier: "Dossier", tree: "Questionnaire", wish: "Wish", today: "date") -> None:
    """Raise Refused with every reason why the use may not go ahead on that day; `no-go` is always recorded."""
    from iama.audit.approving import contradicted, excused, judged, obstacles
    from iama.audit.chain import Kept, breaks
    from iama.files import shipped
    from iama.files.store import approved_files, objects
    from iama.words import text

    language = dossier.assessments[tree.ref].language
    outcome = judged(dossier, _trees(dossier), shipped.law(), today, tree.ref)
    advice = [f"    {text('contradicted-by', language)} {title}" for title in contradicted(outcome, tree, language)]
    if not wish.decision.goes_on:
        for line in advice:
            typer.echo(line.strip(), err=True)
        return
    found = [one for one in obstacles(outcome, tree, language) if not excused(one, outcome, tree, wish.decision)]
    kept = Kept(dossier.id, dossier.approvals, approved_files(folder), objects(folder))
    broken = [one.message for one in breaks(kept, today)]
    if not found and not broken:
        return
    lines = [f"    {_reason(one, language)}" for one in found] + [f"    approvals.yaml: {one}" for one in broken]
    head = f"{folder.name}: {tree.ref} cannot get `{wish.decision}` yet; nothing was recorded:"
    remedies = [f"    {one}" for one in _remedies({obstacle.kind for obstacle in found}, dossier.id, language)]
    raise Refused("\n".join([head, *lines, *advice, *remedies, "    `--decision no-go` can always be recorded"]))


def _remedies(kinds: "set[str]", algorithm: str, language: str) -> "Sequence[str]":
    """Return what helps against obstacles of these kinds, each remedy once."""
    from iama.audit.approving import REMEDIES
    from iama.words import text

    found = dict.fromkeys(remedy for kind, remedy in REMEDIES.items() if kind in kinds)
    return [text(f"remedy-{remedy}", language, algorithm=algorithm) for remedy in found]


def _reason(obstacle: "Obstacle", language: str) -> str:
    from iama.words import text

    return f"{text(f'obstacle-{obstacle.kind}', language)}: `{obstacle.name}` {obstacle.text}"


def _signed(entry: "Approval", key: Path, workspace: "Workspace") -> "Approval":
    """Return a decision with the signature of a key; raises CannotSign when it would not hold."""
    from dataclasses import replace

    from iama.files.signatures import CannotSign, fault, principals, signed

    entry = replace(entry, signer=entry.person or entry.role)
    entry = replace(entry, signature=signed(entry, key))
    if workspace.signers is None:
        typer.echo("note: name the keys that may sign, else `verify` cannot check: `allowed-signers`", err=True)
        return entry
    names = principals(entry.signature, workspace.signers)
    known = [name for name in (entry.person, entry.role, *names) if name in names]
    entry = replace(entry, signer=known[0] if known else entry.signer)
    entry = replace(entry, signature=signed(entry, key))
    if reason := fault(entry, workspace.signers):
        raise CannotSign(f"the signature would not hold: {reason}; nothing was recorded")
    return entry
