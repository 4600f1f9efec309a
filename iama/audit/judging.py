"""Whether a decision could have been taken: judged again by the questions and the law that it keeps, as of its own day.

A rule of a later release never turns a decision red: what only that finds is a note.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct, field

from iama.assess.approved import letter_digests
from iama.assess.followed import Digest
from iama.assess.outcome import Outcome
from iama.audit.approving import Obstacle, is_excused, judge_version, obstacles
from iama.audit.chain import Kept
from iama.audit.cover import Cover, answers_after, cover
from iama.audit.doubt import Doubt, describe_slot, entry_doubt
from iama.audit.pages import Rendered
from iama.audit.snapshot import BrokenSnapshot, Snapshot, refusing_misfits
from iama.model.approval import Approval, Program
from iama.model.canonical import canonical_digest
from iama.model.entries import approval_digest
from iama.model.law import Law
from iama.model.objects import law_digest, tree_digest
from iama.model.problems import Level
from iama.model.questionnaire import Questionnaire
from iama.model.struct import replace
from iama.words import Phrase

Asked = Callable[[str], Questionnaire | None]
_MOST = 5  # named of one kind
_FEW, _NEARLY_ALL = 10, 0.9  # answers that say something of a team; the part of them that is nearly all
_BESIDE = ("stale", "unconfirmed")  # obstacles that rest on how the program compares answers, not on its questions


# of decisions by number, and whether roles are separate: what `own_doubts` says of each that it looked at
Proving = Callable[[Kept, Sequence[int], bool], Mapping[int, Sequence[Doubt]]]


class Today(Struct, frozen=True):
    """What the program of today knows, against which decisions are held."""

    asked: Asked = lambda _: None  # its question trees, by ref
    law: Law | None = None
    published: Mapping[str, str] = field(default_factory=dict)  # digest to day; without any, nothing is compared
    program: Program | None = None
    render: Rendered | None = None  # without it no page is made again
    separate_roles: bool = False  # whoever answered nearly everything may not decide
    digest: Digest | None = None  # finds the files of evidence; without it they are not looked at
    proven: Callable[[str], bool] = lambda _: False  # whether a decision was proven before, by its `proof_key`
    keep_proven: Callable[[str], None] = lambda _: None
    prove: "Proving | None" = None  # looks at many decisions at once; without it they are looked at one by one

    def proof_key(self, approval: Approval) -> str:
        """Return what a proof of a decision rests on: its entry, which names all files, this program, what it knows."""
        program = self.program.code if self.program and self.render else ""
        return canonical_digest([approval_digest(approval), program, dict(self.published), self.separate_roles])


NOTHING = Today()


def judgement_doubts(
    approval: Approval, bound: Snapshot, known: Today, chain: Sequence[Approval] = ()
) -> Iterator[Doubt]:
    """Yield why a decision could not have been taken as it was recorded.

    A role of its own questions took it. By those and its law everything had to be answered and no blocker to stand, it
    covers what such a decision covers, nothing in it is younger than the decision, and it knew of every condition of
    the decisions before it in its `chain`.
    """
    yield from _forgotten_doubts(approval, bound, chain)
    try:
        with refusing_misfits():
            outcome = _judge_snapshot(bound, bound.trees, bound.law)
            ours = approval.program == known.program
            yield from _record_doubts(approval, bound)
            if approval.decision.goes_on:
                yield from _obstacle_doubts(approval, bound, outcome, ours=ours)
            yield from _cover_doubts(approval, bound, outcome, ours=ours)
            yield from _other_day_doubts(approval, bound, outcome)
    except BrokenSnapshot as error:
        reason = error.phrase
        yield entry_doubt("approval-broken", Level.ERROR, "verify-unjudged", approval.number, reason=reason)
    yield from _alone_doubts(approval, bound, separate=known.separate_roles)
    yield from _date_doubts(approval, bound)


def newer_rules_doubts(approval: Approval, bound: Snapshot, known: Today) -> Iterator[Doubt]:
    """Yield what the questions and the law of today find in the answers of a decision to go on, and its own do not."""
    trees = {ref: known.asked(ref) or tree for ref, tree in bound.trees.items()}
    law = known.law or bound.law
    same = all(tree_digest(tree) == tree_digest(bound.trees[ref]) for ref, tree in trees.items())
    if not approval.decision.goes_on or (same and law_digest(law) == law_digest(bound.law)):
        return
    try:
        with refusing_misfits():
            then = _standing_obstacles(approval, bound, _judge_snapshot(bound, bound.trees, bound.law))
            now = _standing_obstacles(approval, bound, _judge_snapshot(bound, trees, law))
    except BrokenSnapshot:  # answers of then need not fit the questions of now
        return
    known_then = {(obstacle.kind, obstacle.name) for obstacle in then}
    if newer := [obstacle for obstacle in now if (obstacle.kind, obstacle.name) not in known_then]:
        yield entry_doubt(
            "would-not-pass-today", Level.NOTE, "verify-newer-rules", approval.number, reasons=_first_obstacles(newer)
        )


def _judge_snapshot(bound: Snapshot, trees: Mapping[str, Questionnaire], law: Law, day: date | None = None) -> Outcome:
    """Return what the answers of a decision amount to on a day, or on the one on which it was recorded."""
    dossier = replace(bound.dossier, earlier=bound.earlier)
    recorded = date.fromisoformat(bound.decision.recorded_on)
    return judge_version(dossier, trees.values(), law, day or recorded, bound.decision.questionnaire)


def _record_doubts(approval: Approval, bound: Snapshot) -> Iterator[Doubt]:
    """Yield what no decision says of itself: a role that its questions do not know, or digests of other answers."""
    if approval.role not in bound.tree.roles:
        yield entry_doubt("impossible-decision", Level.ERROR, "verify-no-role", approval.number, role=approval.role)
    if approval.letters or bound.tree.answers_article_27:
        outcome = _judge_snapshot(bound, bound.trees, bound.law, bound.as_of)
        if approval.letters != letter_digests(bound.tree, outcome.entries):
            yield entry_doubt("impossible-decision", Level.ERROR, "verify-other-letters", approval.number)


def _forgotten_doubts(approval: Approval, bound: Snapshot, chain: Sequence[Approval]) -> Iterator[Doubt]:
    """Yield conditions of earlier decisions of which the snapshot says nothing, or something else than those do."""
    if not chain or not approval.keeps_pages:  # in format 1 they were action points
        return
    asked = [condition for one in _before(approval, chain) for condition in one.conditions]
    if tuple(asked) != bound.earlier:
        odd = [
            one.id for one in dict.fromkeys((*asked, *bound.earlier)) if (one in asked) is not (one in bound.earlier)
        ]
        yield entry_doubt(
            "impossible-decision", Level.ERROR, "verify-other-conditions", approval.number, conditions=odd[:_MOST]
        )


def _before(approval: Approval, chain: Sequence[Approval]) -> list[Approval]:
    """Return the decisions before one on the branch where it was made, the first one first."""
    by_digest = {approval_digest(entry): entry for one in chain for entry in _each_made(one)}
    found: list[Approval] = []
    entry: Approval | None = approval.as_made
    while entry and (entry := by_digest.get(entry.previous)) and entry not in found:
        found.insert(0, entry)
    return found


def _each_made(approval: Approval) -> Iterator[Approval]:
    """Yield an entry, and those of other branches that stand in it."""
    yield approval
    while approval.merged:
        approval = approval.merged
        yield approval


def _standing_obstacles(approval: Approval, bound: Snapshot, outcome: Outcome) -> list[Obstacle]:
    tree = next(tree for tree in outcome.held_trees if tree.ref == approval.questionnaire)
    return [
        obstacle
        for obstacle in obstacles(outcome, tree, bound.language)
        if not is_excused(obstacle, outcome, tree, approval.decision)
    ]


def _obstacle_doubts(approval: Approval, bound: Snapshot, outcome: Outcome, *, ours: bool) -> Iterator[Doubt]:
    standing = _standing_obstacles(approval, bound, outcome)
    hard = [obstacle for obstacle in standing if ours or obstacle.kind not in _BESIDE]
    if hard:
        yield entry_doubt(
            "impossible-decision", Level.ERROR, "verify-impossible", approval.number, reasons=_first_obstacles(hard)
        )
    elif standing:
        yield entry_doubt(
            "would-not-pass-today",
            Level.NOTE,
            "verify-newer-rules",
            approval.number,
            reasons=_first_obstacles(standing),
        )


def _first_obstacles(standing: list[Obstacle]) -> list[Phrase | str]:
    """Return the first obstacles in words, and how many there are beside those."""
    shown: list[Phrase | str] = [
        Phrase("verify-obstacle", kind=Phrase(f"obstacle-{obstacle.kind}"), name=obstacle.name, text=obstacle.text)
        for obstacle in standing[:_MOST]
    ]
    return shown + [Phrase("verify-more", count=len(standing) - _MOST)] * (len(standing) > _MOST)


def _cover_doubts(approval: Approval, bound: Snapshot, outcome: Outcome, *, ours: bool) -> Iterator[Doubt]:
    """Yield what a decision leaves out of what it covers; another program may have watched fewer answers."""
    whole = cover(bound.tree, bound.dossier, outcome, bound.law)
    if refs := [ref for ref in whole.whole if ref not in bound.cover.whole]:
        yield entry_doubt("impossible-decision", Level.ERROR, "verify-uncovered", approval.number, refs=refs)
    elif slots := _uncovered_slots(whole, bound):
        code, level = ("impossible-decision", Level.ERROR) if ours else ("would-not-pass-today", Level.NOTE)
        yield entry_doubt(code, level, "verify-uncovered", approval.number, refs=slots)


def _uncovered_slots(whole: Cover, bound: Snapshot) -> list[str]:
    return [
        describe_slot(slot, bound.trees[ref], bound.language)
        for ref, slots in whole.answers.items()
        for slot in slots
        if slot not in bound.cover.answers.get(ref, ())
    ]


def _alone_doubts(approval: Approval, bound: Snapshot, *, separate: bool) -> Iterator[Doubt]:
    """Yield that the role which decided answered nearly everything by itself."""
    given = [answer.by for ref in bound.cover.whole for answer in bound.dossier.assessments[ref].answers.values()]
    alone = sum(by == (approval.role,) for by in given)
    if len(given) >= _FEW and alone >= _NEARLY_ALL * len(given):
        level = Level.ERROR if separate else Level.NOTE
        about = {"role": approval.role, "alone": alone, "count": len(given)}
        yield entry_doubt("decided-alone", level, "verify-alone", approval.number, **about)


def _date_doubts(approval: Approval, bound: Snapshot) -> Iterator[Doubt]:
    """Yield a decision before its instrument was published, and answers that are younger than the decision."""
    decided, published = approval.decided_on, bound.tree.source.get("published", "")
    if decided < published:
        yield _contradiction(approval, "verify-before-questionnaire", ref=approval.questionnaire, day=published)
    later = [
        describe_slot(slot, bound.trees[held], bound.language)
        for held, slot in answers_after(bound.dossier, bound.cover, decided)
    ]
    if later:
        yield _contradiction(approval, "verify-answered-later", count=len(later), questions=later[:_MOST])


def _other_day_doubts(approval: Approval, bound: Snapshot, recorded: Outcome) -> Iterator[Doubt]:
    """Yield that the pages show a day before the decision or after it, on which other flags stood."""
    if approval.decided_on <= approval.as_of <= approval.recorded_on:
        return
    shown = _judge_snapshot(bound, bound.trees, bound.law, bound.as_of)
    states = [{one.key: (one.state, one.severity) for one in day.verdicts} for day in (shown, recorded)]
    keys = [key for key in {**states[0], **states[1]} if states[0].get(key) != states[1].get(key)]
    if flags := list(dict.fromkeys(f"{questionnaire}/{trigger}" for questionnaire, trigger, _ in keys)):
        about = {"day": approval.as_of, "decided": approval.decided_on, "recorded": approval.recorded_on}
        yield entry_doubt(
            "contradictory-dates",
            Level.WARNING,
            "verify-as-of-other-day",
            approval.number,
            **about,
            flags=flags[:_MOST],
        )


def _contradiction(approval: Approval, key: str, **values: object) -> Doubt:
    decided = approval.decided_on
    return entry_doubt("contradictory-dates", Level.ERROR, key, approval.number, decided=decided, **values)
