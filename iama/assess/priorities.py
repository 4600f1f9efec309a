"""Which questions of a meeting deserve the time for this algorithm, each with the reasons why.

A question has points: those of every weight that holds and names it, those of every raised flag that rests on it, one
when nobody knew the answer yet, and fewer when there is an answer already. No more than that decides the order.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from iama.assess.dependencies import watch_answers
from iama.assess.evaluation import evaluate
from iama.assess.outcome import RAISED, Entry, Outcome, Status
from iama.model.conditions import Condition, Ref
from iama.model.dossier import Answer, Dossier
from iama.model.facilitation import Facilitation
from iama.model.law import Law
from iama.model.questionnaire import SEVERITIES, Kind, Question, Questionnaire
from iama.words import Words, pick_translation, text

MOST = 10  # questions that get the time
_FLAG = dict(zip(SEVERITIES, (4, 3, 2, 1), strict=True))  # points of a raised flag
_NOT_KNOWN = 1
_ANSWERED = -3
Holds = Callable[[Condition | None], bool]


class Consideration(Struct, frozen=True):
    """One reason why a question deserves more time, or less."""

    points: int
    words: Words = {}
    key: str = ""  # of the text in which the words have their place; empty when they stand by themselves

    def text_in(self, language: str) -> str:
        """Return the reason in a language."""
        words = pick_translation(self.words, language) if self.words else ""
        return text(self.key, language, title=words) if self.key else words


class Topic(Struct, frozen=True):
    """One question of a meeting, with all that it is asked about."""

    question: Question
    entries: tuple[Entry, ...]
    reasons: tuple[Consideration, ...] = ()
    uncertain: bool = False  # another answer of this very meeting decides whether it is asked

    @property
    def points(self) -> int:
        return sum(reason.points for reason in self.reasons)

    @property
    def is_settled(self) -> bool:
        """Whether there is an answer already, of each that it is asked about."""
        return all(entry.status.is_settled for entry in self.entries)

    @property
    def deserves_time(self) -> bool:
        """Whether it can be among the questions that get the time."""
        return not self.uncertain and any(reason.points > 0 for reason in self.reasons)


def holds_for(dossier: Dossier, outcome: Outcome, law: Law, tree: Questionnaire) -> Holds:
    """Return what says whether a condition holds for a dossier, as seen from `tree`; no condition always holds."""
    world, _ = watch_answers(dossier, outcome, law)
    return lambda condition: condition is None or world.ruling_of(condition, tree.id).truth is True


def with_expected_answers(
    dossier: Dossier, outcome: Outcome, tree: Questionnaire, facilitation: Facilitation, law: Law
) -> tuple[Dossier, Outcome]:
    """Return a dossier and its outcome as if open questions had the answers that a plan counts on."""
    holds = holds_for(dossier, outcome, law, tree)
    assessment = dossier.assessments[tree.ref]
    for expected in facilitation.expects:
        entry = outcome.find_entry(tree.id, expected.question)
        if (entry is None or not entry.status.is_settled) and holds(expected.condition):
            assessment = assessment.with_answer(expected.question, None, Answer(value=expected.answer))
    if assessment == dossier.assessments[tree.ref]:
        return dossier, outcome
    dossier = dossier.with_assessment(assessment)
    return dossier, evaluate(dossier, outcome.questionnaires.values(), law, outcome.as_of)


def meeting_topics(
    dossier: Dossier, outcome: Outcome, tree: Questionnaire, facilitation: Facilitation, law: Law, meeting: str
) -> tuple[Topic, ...]:
    """Return the questions of a meeting in the order of the tree, with the reasons why each deserves time."""
    planned, expected = with_expected_answers(dossier, outcome, tree, facilitation, law)
    reasons = _reasons_by_question(expected, tree, facilitation, holds_for(planned, expected, law, tree))
    topics = (
        _topic(outcome, expected, tree, question, reasons.get(question.id, []))
        for question in tree.questions.values()
        if question.meeting == meeting and question.kind is not Kind.NOTICE
    )
    return tuple(topic for topic in topics if topic.entries)


def deserving_topics(topics: Iterable[Topic]) -> tuple[Topic, ...]:
    """Return the ten topics that deserve the time, the most deserving first; fewer when there is less reason."""
    deserving = [topic for topic in topics if topic.deserves_time]
    return tuple(sorted(deserving, key=lambda topic: -topic.points)[:MOST])


def _topic(
    outcome: Outcome, expected: Outcome, tree: Questionnaire, question: Question, reasons: Sequence[Consideration]
) -> Topic:
    """Return a topic with what is asked as far as is known; none is asked when the answers rule it out."""
    entries = [entry for entry in expected.instance_entries(tree.id, question.id) if entry.status is not Status.SKIPPED]
    uncertain = bool(entries) and all(_waits_for_meeting(tree, entry) for entry in entries)
    now = tuple(_as_it_stands(outcome, entry) for entry in entries)
    return Topic(question, now, (*reasons, *_reasons_of_status(now)), uncertain)


def _as_it_stands(outcome: Outcome, entry: Entry) -> Entry:
    """Return an entry as the dossier has it, where that asks it too."""
    now = outcome.entries.get(entry.ref)
    return now if now is not None and now.status.applies else entry


def _waits_for_meeting(tree: Questionnaire, entry: Entry) -> bool:
    """Return whether an answer of the same meeting decides whether a question is asked."""
    asked = [tree.questions[ref.question] for ref in entry.ruling.missing if ref.questionnaire == tree.id]
    same = any(question.meeting == entry.question.meeting for question in asked)
    return entry.status is Status.WAITING and same


def _reasons_of_status(entries: Sequence[Entry]) -> Iterator[Consideration]:
    if any(entry.status in (Status.UNKNOWN, Status.ASK_SUPPLIER) for entry in entries):
        yield Consideration(_NOT_KNOWN, key="because-not-known")
    if entries and all(entry.status.is_settled for entry in entries):
        yield Consideration(_ANSWERED, key="because-answered")


def _reasons_by_question(
    outcome: Outcome, tree: Questionnaire, facilitation: Facilitation, holds: Holds
) -> Mapping[str, list[Consideration]]:
    """Return the reasons from what the algorithm is and from raised flags, by question; the heaviest first."""
    reasons: dict[str, list[Consideration]] = {}
    for weight in facilitation.weights:
        if holds(weight.condition):
            for id_ in weight.questions:
                reasons.setdefault(id_, []).append(Consideration(weight.points, weight.why))
    for verdict in outcome.verdicts if tree.is_annex else outcome.counting_verdicts:
        if verdict.state in RAISED:
            reason = Consideration(_FLAG[verdict.severity], verdict.trigger.title, "because-flag")
            for id_ in _questions_behind(tree, verdict.because):
                if reason not in reasons.setdefault(id_, []):
                    reasons[id_].append(reason)
    return {id_: sorted(found, key=lambda reason: -reason.points) for id_, found in reasons.items()}


def _questions_behind(tree: Questionnaire, refs: Iterable[Ref]) -> Iterator[str]:
    """Yield the questions of a tree that a flag rests on: of a companion, the question that it stands beside.

    A tick-list sums up many questions, so that a flag which rests on one says nothing of the question beside it.
    """
    for question in (tree.questions[ref.question] for ref in refs if ref.questionnaire == tree.id):
        if question.official or not tree.has_companions:
            yield question.id
        elif question.beside and question.kind is not Kind.CHOICES:
            yield question.beside
