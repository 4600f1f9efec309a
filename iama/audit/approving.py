"""A decision about an assessment: what stands in its way, and the entry and snapshot that record it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from iama.assess.adoption import adopted_sources
from iama.assess.answer_input import MakeId, refuse_unknown_role
from iama.assess.approved import letter_digests
from iama.assess.evaluation import evaluate, superseded_trees, with_chosen_version
from iama.assess.outcome import Entry, Outcome, State, Status, Verdict
from iama.assess.responses import ARTICLE_5, forbids, unresolved_blockers
from iama.audit.migration import unconfirmed_entries
from iama.audit.pages import Rendered, make_pages
from iama.audit.snapshot import Snapshot, file_name, read_snapshot, snapshot
from iama.model.approval import Approval, Condition, Decision, Program
from iama.model.canonical import digest_of
from iama.model.dossier import Dossier
from iama.model.entries import approval_digest as entry_digest
from iama.model.law import Law
from iama.model.people import has_any_name, is_code
from iama.model.problems import UsageError, choices_hint
from iama.model.questionnaire import ALGORITHM, AROUND, Kind, Question, Questionnaire, plain_id, speaker
from iama.model.struct import replace
from iama.publish.view import GOES_ON
from iama.publish.wording import View
from iama.words import Phrase, pick_translation

RESPONSIBLE = "responsible"
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


class Wish(Struct, frozen=True):
    """A decision as it is given on the command line."""

    questionnaire: str
    decision: Decision
    role: str
    person: str = ""
    body: str = ""
    reference: str = ""
    decided_on: str = ""  # ISO date; today when left out
    text: str = ""
    public_reason: str = ""
    conditions: tuple[Condition, ...] = ()
    languages: tuple[str, ...] = ()  # of the pages, beside the assessment's own


class Obstacle(Struct, frozen=True):
    """One reason why the use may not go ahead yet; it names a question or a flag and quotes no answer."""

    kind: str
    name: str
    text: str


def judge_version(dossier: Dossier, trees: Iterable[Questionnaire], law: Law, as_of: date, ref: str) -> Outcome:
    """Return what a dossier amounts to when the version `ref` of its questionnaire is the one that counts.

    What a newer version in the dossier finds to forbid the use stands beside it.
    """
    held = {tree.ref: tree for tree in trees if tree.ref in dossier.assessments}
    outcome = evaluate(dossier, with_chosen_version(held.values(), held[ref]), law, as_of)
    if held[ref] not in superseded_trees(held.values()):
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
    own = [entry for id_ in (ALGORITHM, tree.id) for entry in outcome.tree_entries(id_)]
    for entry in own:
        if entry.question.required and entry.question.kind is not Kind.NOTICE and not entry.status.is_settled:
            yield Obstacle(entry.status.value, *_ref_and_text(entry, language))
    for verdict in _blockers(outcome, tree):
        id_ = f"{verdict.trigger.id}[{verdict.instance}]" if verdict.instance else verdict.trigger.id
        yield Obstacle(f"blocker-{verdict.state.value}", id_, pick_translation(verdict.trigger.title, language))
    yield from _answer_obstacles(own, outcome, tree, language)


def _answer_obstacles(own: Sequence[Entry], outcome: Outcome, tree: Questionnaire, language: str) -> Iterator[Obstacle]:
    """Yield undecided risks, adopted answers that changed, and answers of an older version that nobody confirmed."""
    for entry in own:
        for row in entry.answer.rows if entry.status.applies and _decides_risks(entry.question) else ():
            if row.cells.get("decision") == PENDING or _is_past(row.cells.get("until", ""), outcome.as_of):
                yield Obstacle("risk", row.id, _ref_and_text(entry, language)[1])
    for entry in outcome.tree_entries(tree.id):
        if entry.status.applies and any(source.stale for source in adopted_sources(entry, outcome.entries)):
            yield Obstacle("stale", *_ref_and_text(entry, language))
    waiting = unconfirmed_entries(outcome)
    yield from (Obstacle("unconfirmed", *_ref_and_text(entry, language)) for entry in own if entry in waiting)


def is_excused(obstacle: Obstacle, outcome: Outcome, tree: Questionnaire, decision: Decision) -> bool:
    """Whether it may be decided all the same: on conditions, when somebody finds out by a date what is unknown."""
    if decision is not Decision.CONDITIONS or obstacle.kind not in (Status.UNKNOWN, Status.ASK_SUPPLIER):
        return False
    entries = [
        entry for id_ in (ALGORITHM, tree.id) for entry in outcome.tree_entries(id_) if str(entry.ref) == obstacle.name
    ]
    return all(entry.answer.follow is not None and bool(entry.answer.follow.due) for entry in entries)


def contradicting_blockers(outcome: Outcome, tree: Questionnaire, language: str) -> list[str]:
    """Return the blockers that contradict the advice of the team to go on."""
    advice = outcome.entries.get(speaker(outcome.held_trees, "advice"))
    if advice is None or advice.status is not Status.ANSWERED or advice.answer.value not in GOES_ON:
        return []
    return [pick_translation(verdict.trigger.title, language) for verdict in _blockers(outcome, tree)]


def _blockers(outcome: Outcome, tree: Questionnaire) -> Iterator[Verdict]:
    for verdict in unresolved_blockers(outcome):
        own = verdict.questionnaire in (*AROUND, tree.id) or ARTICLE_5 in verdict.trigger.basis
        if own or verdict.state is not State.UNDECIDED:
            yield verdict


def _ref_and_text(entry: Entry, language: str) -> tuple[str, str]:
    number = f"{entry.question.number} " if entry.question.number else ""
    return str(entry.ref), number + pick_translation(entry.question.text, language)


def _decides_risks(question: Question) -> bool:
    return any(option.value == PENDING for column in question.columns for option in column.options)


def _is_past(until: str, as_of: date) -> bool:
    return bool(until) and until < as_of.isoformat()


def refuse_invalid_wish(wish: Wish, dossier: Dossier, tree: Questionnaire) -> None:
    """Raise UsageError for a decision that cannot be recorded, whatever the answers are."""
    if tree.id in AROUND:
        raise UsageError("approve-around", ref=tree.ref)
    if tree.ref not in dossier.assessments:
        held = [ref for ref in dossier.assessments if plain_id(ref) not in AROUND]
        there = held or Phrase("approve-no-assessment")
        raise UsageError("approve-not-held", dossier=dossier.id, ref=tree.ref, held=there)
    refuse_unknown_role(wish.role, tree.roles)
    _refuse_names(wish, dossier.people)
    if any(not condition.text for condition in wish.conditions):
        raise UsageError("approve-empty-condition")
    if wish.decision is Decision.CONDITIONS and not wish.conditions:
        raise UsageError("approve-which-conditions")
    if wish.decision is not Decision.CONDITIONS and wish.conditions:
        raise UsageError("approve-with-conditions")


def _refuse_names(wish: Wish, people: Mapping[str, str]) -> None:
    """Raise UsageError for a person or an owner that is a name, and for a person that nobody is; quotes no name."""
    hint = choices_hint(wish.person, people, Phrase("approve-add-person"))
    if wish.person and not is_code(wish.person, people):
        raise UsageError("approve-no-code", hint=hint)
    if wish.person and wish.person not in people:
        raise UsageError("approve-no-person", person=wish.person, hint=hint)
    if any(has_any_name(condition.owner, people.values()) for condition in wish.conditions):
        raise UsageError("owner-name")


def with_ids(wish: Wish, taken: Iterable[str], make_id: MakeId, *, blocking: bool) -> Wish:
    """Return the decision with an id for each condition, none of them in `taken`.

    `blocking` says that they must be met before use starts.
    """
    known = set(taken)
    named = []
    for condition in wish.conditions:
        while (id_ := make_id()) in known:
            pass
        known.add(id_)
        named.append(replace(condition, id=id_, blocking=blocking))
    return replace(wish, conditions=tuple(named))


class Moment(Struct, frozen=True):
    """What a decision takes from outside: the day, the program that makes its pages, and what chance gives."""

    today: date
    as_of: date
    salt: str  # 32 random hex digits
    program: Program
    render: Rendered
    house: View | None = None  # the house style of its public pages
    official: Callable[[Collection[str], str], View] | None = None  # texts of questionnaires, on all pages


class Recorded(Struct, frozen=True):
    """A decision, not signed yet, with the files that it binds: of the dossier, and objects of all dossiers."""

    entry: Approval
    files: Mapping[str, bytes]
    objects: Mapping[str, bytes]


def compose_decision(
    dossier: Dossier, trees: Sequence[Questionnaire], law: Law, wish: Wish, moment: Moment
) -> Recorded:
    """Return what a decision records; the dossier holds the decisions before it.

    Raises BrokenSnapshot when what is decided about is too much to keep.
    """
    outcome = judge_version(dossier, trees, law, moment.as_of, wish.questionnaire)
    tree = next(tree for tree in outcome.questionnaires.values() if tree.ref == wish.questionnaire)
    today = moment.today.isoformat()
    decision = Approval(
        number=len(dossier.approvals) + 1,
        questionnaire=wish.questionnaire,
        decision=wish.decision,
        role=wish.role,
        person=wish.person,
        body=wish.body,
        reference=wish.reference,
        decided_on=wish.decided_on or today,
        recorded_on=today,
        as_of=moment.as_of.isoformat(),
        text=wish.text,
        public_reason=wish.public_reason,
        conditions=wish.conditions,
        letters=letter_digests(tree, outcome.entries),
        previous=entry_digest(dossier.approvals[-1]) if dossier.approvals else "",
    )
    bound = snapshot(dossier, outcome, law, decision, salt=moment.salt)
    return _bind_pages(bound, wish, moment)


def _bind_pages(bound: Snapshot, wish: Wish, moment: Moment) -> Recorded:
    """Return a decision with its snapshot and the pages that are made of it, as whoever reads it back would."""
    content = bound.canonical_json()
    objects = {file_name(digest): content for digest, content in bound.objects().items()}
    again = read_snapshot(content, objects)
    digest = digest_of(content)
    stem = digest.removeprefix("sha256:")
    files, pages = {file_name(digest): content}, {}
    for language in dict.fromkeys((bound.language, *wish.languages)):
        official = moment.official([*again.trees], language) if moment.official else None
        pages[language], written = make_pages(again, language, moment.render, moment.house, official)
        files |= {f"{stem}.{name}": page for name, page in written.items()}
    return Recorded(replace(bound.decision, snapshot=digest, pages=pages, program=moment.program), files, objects)
