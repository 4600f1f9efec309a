"""How much a question tree asks of each meeting: official inputs, screens of companions, minutes."""

from collections.abc import Collection, Iterable
from math import ceil

from msgspec import Struct

from iama.assess.outcome import Entry
from iama.model.questionnaire import Kind, Question, Questionnaire

HOMEWORK = "homework"
DURATIONS = {"1": 120, "2": 120, "3": 60}  # minutes that meetings last (IAMA 2.0, introduction)
MEETINGS = tuple(DURATIONS)
_MINUTES = 2  # for an official input, and for a screen


class Workload(Struct, frozen=True):
    """What one meeting, or the homework, takes."""

    meeting: str
    official_inputs: int
    screens: int
    companions: tuple[Question, ...]

    @property
    def minutes(self) -> int:
        return _MINUTES * (self.official_inputs + self.screens)


def workloads(tree: Questionnaire) -> tuple[Workload, ...]:
    """Return what each meeting takes, and the homework last.

    A companion counts as a screen when it is required; the set that is asked per right counts once.
    """
    questions = [question for question in tree.questions.values() if question.kind is not Kind.NOTICE]
    per_value = tick_lists(tree)
    return tuple(_workload(meeting, questions, per_value) for meeting in (*MEETINGS, HOMEWORK))


def _workload(meeting: str, questions: list[Question], per_value: Collection[str]) -> Workload:
    own = [question for question in questions if question.meeting == meeting]
    companions = tuple(question for question in own if not question.official)
    screens = {screen_of(question, per_value) for question in companions if question.required}
    return Workload(meeting, len(own) - len(companions), len(screens), companions)


def screen_of(question: Question, per_value: Collection[str]) -> str:
    """Return what a question counts as in a plan: itself, or of a companion the set that is asked per right."""
    repeat = question.repeat or ""
    return repeat if not question.official and repeat in per_value else question.id


def tick_lists(tree: Questionnaire) -> frozenset[str]:
    """Return the questions over whose values others are asked."""
    return frozenset(question.id for question in tree.questions.values() if question.kind is Kind.CHOICES)


def minutes_left(tree: Questionnaire, entries: Iterable[Entry]) -> int:
    """Return what is planned for these questions: what may still come counts, what is optional does not."""
    per_value = tick_lists(tree)
    return _MINUTES * len({screen_of(entry.question, per_value) for entry in entries if entry.question.required})


def share_of(minutes: int, left: int, count: int) -> int:
    """Return how many of these minutes remain when so many of the questions are left, in whole minutes."""
    return ceil(minutes * left / (count or 1))
