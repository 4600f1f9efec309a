"""The command that records a decision: approve."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iama.cli import app
from iama.cli.options import Algorithm, AsOf, Root, day, here, row_id, today
from iama.model.problems import Refused, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from iama.assess.answering import MakeId
    from iama.audit.approving import Obstacle, Wish
    from iama.audit.snapshot import Snapshot
    from iama.files.config import Workspace
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
    text: Annotated[str, typer.Option("--text", metavar="T", help="The reasons.")] = "",
    condition: Annotated[
        Texts, typer.Option("--condition", metavar="TEXT", help="A condition; becomes an action point. Repeatable.")
    ] = None,
    owner: Annotated[
        Texts, typer.Option("--owner", metavar="ROLE", help="Who sees to it: one for all, or one per condition.")
    ] = None,
    due: Annotated[
        Texts, typer.Option("--due", metavar="DATE", help="By when: one for all, or one per condition.")
    ] = None,
    sign: Annotated[Path | None, typer.Option("--sign", metavar="KEY", help="Sign it with this SSH key.")] = None,
    as_of: AsOf = None,
    root: Root = None,
) -> None:
    """Record a decision about an assessment, with a snapshot of everything that it is about."""
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
    wish = Wish(tree.ref, chosen, role, person, _clean(text), conditions)
    entry = _recorded(workspace, folder, tree, wish, day(as_of), _now(), sign)
    said = f"{folder.name}: approval {entry.number} of {tree.ref}: {entry.decision}"
    typer.echo(f"{said}, by {role} on {entry.date}\n    snapshot {entry.snapshot}")
    for one in entry.conditions:
        typer.echo(f"    condition `{one.action}` is an action point in follow-up.yaml")
    if role != RESPONSIBLE and RESPONSIBLE in tree.roles:
        typer.echo(f"note: the role `{RESPONSIBLE}` decides, as the assessment itself says; this was another", err=True)


def _conditions(texts: "Sequence[str]", owners: "Sequence[str]", dues: "Sequence[str]") -> "tuple[Condition, ...]":
    """Return the conditions; one owner or date goes for all, else there is one for each."""
    from iama.model.approval import Condition

    for name, given in (("--owner", owners), ("--due", dues)):
        if len(given) not in (0, 1, len(texts)):
            raise UsageError(f"give {name} once for all conditions, or once for each, in the same order")
    days = [day(one, "--due").isoformat() for one in dues]
    rows = zip(texts, _spread(owners, len(texts)), _spread(days, len(texts)), strict=True)
    return tuple(Condition(_clean(text), "", _clean(owner), due) for text, owner, due in rows)


def _clean(text: str) -> str:
    from iama.model import values

    try:
        return values.prose(text.strip())
    except values.InvalidValue as error:
        raise UsageError(f"{error}; {error.hint}") from error


def _spread(given: "Sequence[str]", count: int) -> "Sequence[str]":
    return [*given] if len(given) == count else [*(given or [""])] * count


@dataclass(frozen=True, slots=True)
class Moment:
    """What a decision takes from outside: the day, and what chance gives."""

    today: "date"
    salt: str
    make_id: "MakeId"


def _now() -> Moment:
    import secrets

    return Moment(today(), secrets.token_hex(16), row_id)


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
    conditions = tuple(Condition(action="", **one) for one in told["conditions"])
    tree = shipped.resolve(shipped.NEWEST_IAMA)
    wish = Wish(tree.ref, Decision.CONDITIONS, RESPONSIBLE, "", told["text"], conditions)
    moment = Moment(decided_on, "0" * 32, lambda: next(ids))
    _recorded(*locate(algorithm, base, None), tree, wish, decided_on, moment, None)


def _recorded(
    workspace: "Workspace",
    folder: Path,
    tree: "Questionnaire",
    wish: "Wish",
    as_of: "date",
    moment: Moment,
    key: Path | None,
) -> "Approval":
    """Save a decision, its snapshot and the action points of its conditions together; raises Refused."""
    from iama.audit import approving
    from iama.audit.snapshot import file_name
    from iama.files import shipped
    from iama.files.approvalfile import FOLDER, NAME, write_approvals
    from iama.files.store import approved_files, read_dossier, update

    made: list[Approval] = []
    dossier = read_dossier(folder)
    approved_files(folder, ())  # a link in the place of the folder is refused before anything is written
    approving.checked(wish, dossier, tree)
    follow_up = shipped.resolve("follow-up")
    taken = (row.id for one in dossier.assessments.values() for answer in one.answers.values() for row in answer.rows)
    wish = approving.with_actions(wish, taken, moment.make_id)
    blocking = _before_use(dossier, as_of)

    def act(assessment: "Assessment") -> "Assessment":
        return approving.acted(assessment, follow_up, wish, blocking=blocking)

    def beside(changed: "tuple[Assessment, ...]") -> "Mapping[str, str]":
        now = read_dossier(folder)
        for assessment in changed:
            now = now.with_assessment(assessment)
        trees = _trees(now)
        _refuse(folder, now, tree, wish, moment.today)
        entry, bound = approving.recorded(
            now, trees, shipped.law(), wish, today=moment.today, as_of=as_of, salt=moment.salt
        )
        snapshot = _readable(bound, dossier.id)
        entry = _signed(entry, key, workspace) if key else entry
        made.append(entry)
        return {
            f"{FOLDER}/{file_name(entry.snapshot)}": snapshot.decode(),
            NAME: write_approvals([*now.approvals, entry]),
        }

    update(folder, {follow_up: act} if wish.conditions else {}, beside=beside)
    return made[0]


def _readable(bound: "Snapshot", algorithm: str) -> bytes:
    """Return a snapshot as it is kept; raises Refused when it would be too much to read again."""
    from iama.model.strangejson import parsed

    content = bound.written()
    try:
        parsed(content)
    except ValueError as error:
        reason = f"{algorithm}: what is decided about is too much to keep as one snapshot: {error}"
        raise Refused(f"{reason}; nothing was recorded\n    attach long documents as `sources`") from error
    return content


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
    from iama.files.store import approved_files
    from iama.model.words import text

    language = dossier.assessments[tree.ref].language
    outcome = judged(dossier, _trees(dossier), shipped.law(), today, tree.ref)
    advice = [f"    {text('contradicted-by', language)} {title}" for title in contradicted(outcome, tree, language)]
    if not wish.decision.goes_on:
        for line in advice:
            typer.echo(line.strip(), err=True)
        return
    found = [one for one in obstacles(outcome, tree, language) if not excused(one, outcome, tree, wish.decision)]
    broken = [one.message for one in breaks(Kept(dossier.id, dossier.approvals, approved_files(folder)), today)]
    if not found and not broken:
        return
    lines = [f"    {_reason(one, language)}" for one in found] + [f"    approvals.yaml: {one}" for one in broken]
    head = f"{folder.name}: {tree.ref} cannot get `{wish.decision}` yet; nothing was recorded:"
    remedies = [f"    {one}" for one in _remedies({obstacle.kind for obstacle in found}, dossier.id, language)]
    raise Refused("\n".join([head, *lines, *advice, *remedies, "    `--decision no-go` can always be recorded"]))


def _remedies(kinds: "set[str]", algorithm: str, language: str) -> "Sequence[str]":
    """Return what helps against obstacles of these kinds, each remedy once."""
    from iama.audit.approving import REMEDIES
    from iama.model.words import text

    found = dict.fromkeys(remedy for kind, remedy in REMEDIES.items() if kind in kinds)
    return [text(f"remedy-{remedy}", language).format(algorithm) for remedy in found]


def _reason(obstacle: "Obstacle", language: str) -> str:
    from iama.model.words import text

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
