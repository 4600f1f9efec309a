"""How much a question tree asks of each meeting: official inputs, screens of companions, minutes."""

from collections import Counter

from msgspec import Struct

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
    per_value = {question.id for question in questions if question.kind is Kind.CHOICES}
    return tuple(_workload(meeting, questions, per_value) for meeting in (*MEETINGS, HOMEWORK))


def _workload(meeting: str, questions: list[Question], per_value: set[str]) -> Workload:
    own = [question for question in questions if question.meeting == meeting]
    companions = tuple(question for question in own if not question.official)
    screens = Counter(
        question.repeat if question.repeat in per_value else question.id for question in companions if question.required
    )
    return Workload(meeting, len(own) - len(companions), len(screens), companions)
