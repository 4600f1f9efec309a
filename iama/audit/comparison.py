"""What differs between two states of a dossier: question by question, and in what follows from the answers."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from iama.assess.changes import Effects, effects
from iama.assess.outcome import Outcome, Verdict
from iama.model.dossier import OPEN, Answer, Dossier, Slot
from iama.model.objects import tree_digest
from iama.model.questionnaire import FOLLOW_UP, Question, Questionnaire


class Side(Struct, frozen=True):
    """One state of a dossier, judged; `name` is how the user called it."""

    name: str
    dossier: Dossier
    trees: Mapping[str, Questionnaire]  # by ref, as they were in this state
    outcome: Outcome


class Change(Struct, frozen=True):
    """One answer that differs; `question` is None when neither tree asks it."""

    tree: Questionnaire
    question: Question | None
    slot: Slot
    before: Answer
    after: Answer


class Comparison(Struct, frozen=True):
    """Everything that differs between two states, in the order of the questionnaires."""

    answers: tuple[Change, ...]
    follow_up: tuple[Change, ...]
    verdicts: tuple[tuple[Verdict | None, Verdict | None], ...]
    effects: Effects
    revised: tuple[tuple[Questionnaire, Questionnaire], ...]  # trees that ask something else than before
    added: tuple[Questionnaire, ...]  # assessments
    dropped: tuple[Questionnaire, ...]

    def __bool__(self) -> bool:
        return any((self.answers, self.follow_up, self.verdicts, self.effects, self.revised, self.added, self.dropped))


def compare_sides(before: Side, after: Side) -> Comparison:
    """Return what differs; layout, comments and the order of answers do not count."""
    changes = tuple(_changes(before, after))
    trees = {**before.trees, **after.trees}
    held = [[ref for ref in trees if ref in side.dossier.assessments] for side in (before, after)]
    return Comparison(
        answers=tuple(change for change in changes if change.tree.id != FOLLOW_UP),
        follow_up=tuple(change for change in changes if change.tree.id == FOLLOW_UP),
        verdicts=tuple(_verdicts(before.outcome, after.outcome)),
        effects=effects(before.outcome, after.outcome),
        revised=tuple(
            (before.trees[ref], after.trees[ref])
            for ref in held[0]
            if ref in held[1] and tree_digest(before.trees[ref]) != tree_digest(after.trees[ref])
        ),
        added=tuple(trees[ref] for ref in held[1] if ref not in held[0]),
        dropped=tuple(trees[ref] for ref in held[0] if ref not in held[1]),
    )


def _changes(before: Side, after: Side) -> Iterator[Change]:
    for ref, tree in {**before.trees, **after.trees}.items():
        answers = [
            side.dossier.assessments[ref].answers if ref in side.dossier.assessments else {} for side in (before, after)
        ]
        order = {id_: place for place, id_ in enumerate(tree.questions)}
        slots = dict.fromkeys([*answers[0], *answers[1]])
        for slot in sorted(slots, key=lambda slot: order.get(slot[0], len(order))):
            old, new = (side.get(slot, OPEN) for side in answers)
            if old != new:
                asked = tree.questions.get(slot[0]) or before.trees[ref].questions.get(slot[0])
                yield Change(tree, asked, slot, old, new)


def _verdicts(before: Outcome, after: Outcome) -> Iterator[tuple[Verdict | None, Verdict | None]]:
    """Yield the verdicts that say something else; what only rests on other answers is left out."""
    old, new = ({verdict.key: verdict for verdict in side.verdicts} for side in (before, after))
    for key in dict.fromkeys([*old, *new]):
        was, now = old.get(key), new.get(key)
        if _comparable_verdict(was) != _comparable_verdict(now):
            yield was, now


def _comparable_verdict(verdict: Verdict | None) -> tuple[str, ...] | None:
    return (verdict.state, verdict.severity, verdict.binds) if verdict else None
