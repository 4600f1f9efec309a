"""The nouns of a dossier: answers as the team gave them, before any judgement."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Self

from msgspec import Struct, field

from iama.model.approval import Approval, Condition
from iama.model.elsewhere import Elsewhere
from iama.model.questionnaire import Questionnaire
from iama.model.register import FinalText
from iama.model.struct import replace


class State(StrEnum):
    """What stands in the place of a value."""

    UNKNOWN = "unknown"
    ASK_SUPPLIER = "ask-supplier"
    NOT_APPLICABLE = "not-applicable"
    WITHHELD = "withheld"  # only in a public dossier, where it is not known; no file may say so


ROW_ID = re.compile(r"[a-z]{6}")
RECORDED = tuple(state for state in State if state is not State.WITHHELD)  # what a file may say


class Row(Struct, frozen=True):
    """One record of a `rows` answer. The id never changes; `cells` holds the filled columns only."""

    id: str
    cells: Mapping[str, str]


Value = str | tuple[str, ...] | tuple[Row, ...]


class Follow(Struct, frozen=True):
    """Who finds out what is still unknown, and by when (ISO date)."""

    by: str
    due: str = ""


class Dissent(Struct, frozen=True):
    """A differing opinion of one role at the table."""

    by: str
    text: str


class Source(Struct, frozen=True):
    """A document that an answer rests on."""

    title: str
    path: str = ""
    version: str = ""
    date: str = ""
    sha256: str = ""


class Adopted(Struct, frozen=True):
    """An answer of another assessment that serves here, with the digest of its text when adopted."""

    source: str
    seen: str


class Answer(Struct, frozen=True):
    """Everything that stands under one question (or one instance of it); empty means open."""

    value: Value | None = None
    unsure: tuple[str, ...] = ()
    status: State | None = None
    reason: str = ""
    follow: Follow | None = None
    note: str = ""
    note_internal: str = ""
    dissent: tuple[Dissent, ...] = ()
    by: tuple[str, ...] = ()
    date: str = ""
    sources: tuple[Source, ...] = ()
    adopts: tuple[Adopted, ...] = ()
    carried: Mapping[str, str] = field(default_factory=dict)
    overruled: str = ""
    stamp: str = ""
    imported: str = ""  # the day on which it came in from elsewhere; `date` is then what was said there

    @property
    def empty(self) -> bool:
        return self.value is None and self == OPEN

    @property
    def needs_confirmation(self) -> bool:
        """Whether it came along from an older questionnaire, and the team has not said yet that it holds here."""
        return bool(self.carried) and "confirmed" not in self.carried

    @property
    def is_proposal(self) -> bool:
        """Whether it comes from a similar case, and counts for nothing until the team confirms it."""
        return "proposal" in self.carried and self.needs_confirmation

    def says_same(self, other: Self) -> bool:
        """Return whether two answers are the same; ticks have the order of the options, which may be another later."""
        return self == other or replace(self, value=_unordered(self.value)) == replace(
            other, value=_unordered(other.value)
        )

    def with_confirmation(self, day: str) -> Self:
        """Return an answer that came along as the team confirms it on `day` (ISO date)."""
        return replace(self, carried={**self.carried, "confirmed": day}) if self.needs_confirmation else self

    def value_words(self) -> tuple[str, ...]:
        """Return the value as words: one for a single value, row ids for rows, none when there is no value."""
        if self.value is None:
            return ()
        if isinstance(self.value, str):
            return (self.value,)
        return tuple(item.id if isinstance(item, Row) else item for item in self.value)

    def with_rows(self, rows: tuple[Row, ...], status: State | None = None) -> Self:
        """Return this answer with these rows, open again when there are none, and `status` beside them."""
        return replace(self, value=rows or None, status=status)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of a `rows` answer; none for another kind."""
        if self.value is None or isinstance(self.value, str):
            return ()
        return tuple(item for item in self.value if isinstance(item, Row))


OPEN = Answer()


def _unordered(value: Value | None) -> Value | None:
    """Return ticks in an order that no options have; any other value as it is."""
    if isinstance(value, tuple) and value and isinstance(value[0], str):
        return tuple(sorted(str(one) for one in value))
    return value


Slot = tuple[str, str | None]  # question id, and the instance of a repeated question


class Assessment(Struct, frozen=True):
    """One filled-in questionnaire."""

    questionnaire: str
    language: str
    answers: Mapping[Slot, Answer] = field(default_factory=dict)

    def answer_to(self, question: str, instance: str | None = None) -> Answer:
        return self.answers.get((question, instance), OPEN)

    def with_answer(self, question: str, instance: str | None, answer: Answer) -> Self:
        """Return this assessment with one answer set; an empty answer takes it away."""
        answers = {slot: other for slot, other in self.answers.items() if slot != (question, instance)}
        if not answer.empty:
            answers[question, instance] = answer
        return replace(self, answers=answers)

    def with_stamps(self, tree: Questionnaire) -> Self:
        """Return this assessment with every answer stamped with the question as the tree asks it now."""
        answers = {slot: replace(answer, stamp=tree.questions[slot[0]].stamp) for slot, answer in self.answers.items()}
        return replace(self, answers=answers)

    def answered_instances(self, question: str) -> tuple[str, ...]:
        """Return the instances of a repeated question that hold an answer."""
        return tuple(key for id_, key in self.answers if id_ == question and key is not None)


class Dossier(Struct, frozen=True):
    """The folder of one algorithm: its assessments by questionnaire, the names of people, the decisions in order.

    `earlier` are conditions of decisions that are not among these, as a snapshot has them. `register` has the final
    texts for the Algorithm Register, by field; `elsewhere` what was assessed without this program.
    """

    id: str
    assessments: Mapping[str, Assessment] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    approvals: tuple[Approval, ...] = ()
    earlier: tuple[Condition, ...] = ()
    register: Mapping[str, FinalText] = field(default_factory=dict)
    elsewhere: tuple[Elsewhere, ...] = ()

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition of every decision: each is an action point."""
        return (*self.earlier, *(condition for approval in self.approvals for condition in approval.conditions))

    def with_assessment(self, assessment: Assessment) -> Self:
        return replace(self, assessments={**self.assessments, assessment.questionnaire: assessment})
