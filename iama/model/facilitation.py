"""What helps whoever leads a meeting: how to keep asking, what makes a question weigh, who may stand in, what to read.

All of it is ours. No answer, flag or decision rests on it.
"""

from collections.abc import Mapping

from msgspec import Struct, field

from iama.model.conditions import Condition
from iama.model.problems import Place
from iama.model.questionnaire import NOWHERE, Questionnaire
from iama.words import Words


class Probing(Struct, frozen=True):
    """What to ask further at one question, and what a weak answer to it looks like."""

    probes: tuple[Words, ...]
    weak: Words


class Weight(Struct, frozen=True):
    """What makes some questions deserve time: always, or when a condition holds for this algorithm."""

    id: str
    points: int
    why: Words
    questions: tuple[str, ...]
    condition: Condition | None = None
    place: Place = NOWHERE


class StandIn(Struct, frozen=True):
    """Who may stand in for a role, and what is checked afterwards; every meeting needs a `needed` role."""

    who: Words
    check: Words
    needed: bool = False


class Reading(Struct, frozen=True):
    """What to read before some meetings, perhaps only when a condition holds."""

    meetings: tuple[str, ...]
    words: Words
    condition: Condition | None = None
    place: Place = NOWHERE


class Expectation(Struct, frozen=True):
    """The answer that a plan counts on while a question is open, always or when a condition holds."""

    question: str
    answer: str
    condition: Condition | None = None
    place: Place = NOWHERE


class Facilitation(Struct, frozen=True):
    """What helps with one questionnaire (a reference); empty for one without meetings."""

    questionnaire: str = ""
    weights: tuple[Weight, ...] = ()
    stand_ins: Mapping[str, StandIn] = field(default_factory=dict)  # by role
    reading: tuple[Reading, ...] = ()
    expects: tuple[Expectation, ...] = ()
    probing: Mapping[str, Probing] = field(default_factory=dict)  # by question
    place: Place = NOWHERE

    @property
    def conditions(self) -> tuple[tuple[str, Condition, Place], ...]:
        """Every condition, with what it belongs to and its place."""
        named = (
            *((weight.id, weight.condition, weight.place) for weight in self.weights),
            *(("reading", reading.condition, reading.place) for reading in self.reading),
            *((expected.question, expected.condition, expected.place) for expected in self.expects),
        )
        return tuple((name, condition, place) for name, condition, place in named if condition is not None)


def unprobed_questions(tree: Questionnaire, facilitation: Facilitation) -> tuple[str, ...]:
    """Return the questions (ids) of a tree that are official or required and have nothing to ask further."""
    return tuple(
        id_
        for id_, question in tree.questions.items()
        if (question.official or question.required) and question.kind != "notice" and id_ not in facilitation.probing
    )
