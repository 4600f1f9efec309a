"""A decision about an assessment: what stands in its way, and the entry and snapshot that record it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from iama.assess.adoption import sources
from iama.assess.answering import MakeId, with_row
from iama.assess.approved import letter_digests
from iama.assess.evaluation import evaluate, in_place, superseded
from iama.assess.outcome import Entry, Outcome, State, Status, Verdict
from iama.assess.responses import ARTICLE_5, forbids, unresolved_blockers
from iama.audit.asapproved import public_digest
from iama.audit.migration import unconfirmed
from iama.audit.snapshot import Snapshot, digest_of, snapshot
from iama.model.approval import Approval, Condition, Decision
from iama.model.dossier import Assessment, Dossier
from iama.model.law import Law
from iama.model.problems import UsageError, suggestion
from iama.model.questionnaire import ALGORITHM, AROUND, Kind, Question, Questionnaire, plain_id, said
from iama.publish.view import CONTRACT, GOES_ON

RESPONSIBLE = "responsible"
ADVICE = "advice-choice"
ACTIONS = "actions"
PENDING = "pending"  # of a residual risk
# what helps against each kind of obstacle
REMEDIES = {
    "open": "open",
    "waiting": "open",
    "unknown": "unknown",
    "ask-supplier": "unknown",
    "blocker-fired": "blocker",
    "blocker-undecided": "blocker",
    "risk": "risk",
    "stale": "stale",
    "unconfirmed": "unconfirmed",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """A decision as it is given on the command line."""

    questionnaire: str
    decision: Decision
    role: str
    person: str = ""
    text: str = ""
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason why the use may not go ahead yet; it names a question or a flag and quotes no answer."""

    kind: str
    name: str
    text: str


def judged(dossier: Dossier, trees: Iterable[Questionnaire], law: Law, as_of: date, ref: str) -> Outcome:
    """Return what a dossier amounts to when the version `ref` of its questionnaire is the one that counts.

    What a newer version in the dossier finds to forbid the use stands beside it.
    """
    held = {tree.ref: tree for tree in trees if tree.ref in dossier.assessments}
    outcome = evaluate(dossier, in_place(held.values(), held[ref]), law, as_of)
    if held[ref] not in superseded(held.values()):
        return outcome
    newest = unresolved_blockers(evaluate(dossier, held.values(), law, as_of))
    stops = (verdict for verdict in newest if verdict.questionnaire == held[ref].id and _stops(verdict))
    return replace(outcome, verdicts=(*outcome.verdicts, *stops))


def _stops(verdict: Verdict) -> bool:
    return forbids(verdict) and verdict.state is not State.UNDECIDED


def obstacles(outcome: Outcome, tree: Questionnaire, language: str) -> Iterator[Obstacle]:
    """Yield everything that stands in the way of `go`: open questions, blockers, and answers that do not hold yet.

    Questions of the assessment and of the facts count, and blockers of both, decided or not. A blocker of another
    assessment counts once it has fired: an open question there is for the approval of that assessment. What is asked
    about Article 5 of the AI Act is asked once for all of them, so that counts while it is undecided too.
    """
    own = [entry for id_ in (ALGORITHM, tree.id) for entry in outcome.of(id_)]
    for entry in own:
        if entry.question.required and entry.question.kind is not Kind.NOTICE and not entry.status.settled:
            yield Obstacle(entry.status.value, *_named(entry, language))
    for verdict in _blockers(outcome, tree):
        id_ = f"{verdict.trigger.id}[{verdict.instance}]" if verdict.instance else verdict.trigger.id
        yield Obstacle(f"blocker-{verdict.state.value}", id_, said(verdict.trigger.title, language))
    yield from _unsettled(own, outcome, tree, language)


def _unsettled(own: Sequence[Entry], outcome: Outcome, tree: Questionnaire, language: str) -> Iterator[Obstacle]:
    """Yield undecided risks, adopted answers that changed, and answers of an older version that nobody confirmed."""
    for entry in own:
        for row in entry.answer.rows if entry.status.applies and _decides_risks(entry.question) else ():
            if row.cells.get("decision") == PENDING or _over(row.cells.get("until", ""), outcome.as_of):
                yield Obstacle("risk", row.id, _named(entry, language)[1])
    for entry in outcome.of(tree.id):
        if entry.status.applies and any(source.stale for source in sources(entry, outcome.entries)):
            yield Obstacle("stale", *_named(entry, language))
    waiting = unconfirmed(outcome)
    yield from (Obstacle("unconfirmed", *_named(entry, language)) for entry in own if entry in waiting)


def excused(obstacle: Obstacle, outcome: Outcome, tree: Questionnaire, decision: Decision) -> bool:
    """Whether it may be decided all the same: on conditions, when somebody finds out by a date what is unknown."""
    if decision is not Decision.CONDITIONS or obstacle.kind not in (Status.UNKNOWN, Status.ASK_SUPPLIER):
        return False
    found = [entry for id_ in (ALGORITHM, tree.id) for entry in outcome.of(id_) if str(entry.ref) == obstacle.name]
    return all(entry.answer.follow is not None and bool(entry.answer.follow.due) for entry in found)


def contradicted(outcome: Outcome, tree: Questionnaire, language: str) -> list[str]:
    """Return the blockers that contradict the advice of the team to go on."""
    advice = outcome.entry("iama", ADVICE)
    if advice is None or advice.status is not Status.ANSWERED or advice.answer.value not in GOES_ON:
        return []
    return [said(verdict.trigger.title, language) for verdict in _blockers(outcome, tree)]


def _blockers(outcome: Outcome, tree: Questionnaire) -> Iterator[Verdict]:
    for verdict in unresolved_blockers(outcome):
        own = verdict.questionnaire in (*AROUND, tree.id) or ARTICLE_5 in verdict.trigger.basis
        if own or verdict.state is not State.UNDECIDED:
            yield verdict


def _named(entry: Entry, language: str) -> tuple[str, str]:
    number = f"{entry.question.number} " if entry.question.number else ""
    return str(entry.ref), number + said(entry.question.text, language)


def _decides_risks(question: Question) -> bool:
    return any(option.value == PENDING for column in question.columns for option in column.options)


def _over(until: str, as_of: date) -> bool:
    return bool(until) and until < as_of.isoformat()


def checked(wish: Wish, dossier: Dossier, tree: Questionnaire) -> None:
    """Raise UsageError for a decision that cannot be recorded, whatever the answers are."""
    if tree.id in AROUND:
        raise UsageError(f"{tree.ref} is approved along with an assessment; name that one, such as `-q iama-2.0`")
    if tree.ref not in dossier.assessments:
        held = ", ".join(ref for ref in dossier.assessments if plain_id(ref) not in AROUND)
        raise UsageError(f"{dossier.id} holds no {tree.ref}; it holds {held or 'no assessment'}")
    if wish.role not in tree.roles:
        hint = suggestion(wish.role, tree.roles) or f"use one of: {', '.join(tree.roles)}"
        raise UsageError(f"there is no role `{wish.role}`; {hint}")
    if wish.person and wish.person not in dossier.people:
        hint = suggestion(wish.person, dossier.people) or "add the name there, or leave --person out"
        raise UsageError(f"people.yaml has no `{wish.person}`; {hint}")
    if any(not one.text for one in wish.conditions):
        raise UsageError("a condition is empty")
    if wish.decision is Decision.CONDITIONS and not wish.conditions:
        raise UsageError("say on which conditions: --condition TEXT, once for each")
    if wish.decision is not Decision.CONDITIONS and wish.conditions:
        raise UsageError("conditions go with `--decision conditions`")


def with_actions(wish: Wish, taken: Iterable[str], make_id: MakeId) -> Wish:
    """Return the decision with an id for the action point of each condition, none of them in `taken`."""
    known = set(taken)
    named = []
    for condition in wish.conditions:
        while (id_ := make_id()) in known:
            pass
        known.add(id_)
        named.append(replace(condition, action=id_))
    return replace(wish, conditions=tuple(named))


def acted(follow_up: Assessment, tree: Questionnaire, wish: Wish, *, blocking: bool) -> Assessment:
    """Return the follow-up with an action point for every condition; raises InvalidValue.

    `blocking` says that it must be done before use starts.
    """
    question = tree.questions[ACTIONS]
    answer = follow_up.answer(ACTIONS)
    for condition in wish.conditions:
        cells = {"text": condition.text, "owner": condition.owner, "due": condition.due, "status": "open"}
        answer = with_row(answer, question, condition.action, {**cells, "blocking": "yes" if blocking else "no"})
    return follow_up.with_answer(ACTIONS, None, answer)


def recorded(
    dossier: Dossier, trees: Sequence[Questionnaire], law: Law, wish: Wish, *, today: date, as_of: date, salt: str
) -> tuple[Approval, Snapshot]:
    """Return the entry of a decision, not signed yet, and the snapshot that it binds.

    The dossier holds the action points of the conditions already, and the decisions before this one.
    """
    outcome = judged(dossier, trees, law, as_of, wish.questionnaire)
    tree = next(tree for tree in outcome.questionnaires.values() if tree.ref == wish.questionnaire)
    decision = Approval(
        number=len(dossier.approvals) + 1,
        questionnaire=wish.questionnaire,
        decision=wish.decision,
        role=wish.role,
        person=wish.person,
        text=wish.text,
        conditions=wish.conditions,
        date=today.isoformat(),
        as_of=as_of.isoformat(),
        contract=CONTRACT,
        letters=letter_digests(tree.id, outcome.entries),
        previous=dossier.approvals[-1].digest if dossier.approvals else "",
    )
    bound = snapshot(dossier, outcome, law, decision, salt=salt)
    return replace(decision, snapshot=digest_of(bound.written()), public=public_digest(bound)), bound
