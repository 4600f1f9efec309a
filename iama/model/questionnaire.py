"""The nouns of a question tree, as frozen values that know their place in the file."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cached_property

from msgspec import Struct, field

from iama.model.conditions import AllOf, Condition, Ref, Type
from iama.model.instrument import ARTICLE_27, BEFORE, UNSAID, Instrument
from iama.model.problems import Place
from iama.words import Words, pick_translation

SEVERITIES = ("blocker", "must", "warning", "attention")
ALGORITHM, FOLLOW_UP = "algorithm", "follow-up"
AROUND = (ALGORITHM, FOLLOW_UP)  # they stand beside every assessment, and are approved along with one
NOWHERE = Place("")
_VERSION = re.compile(r"-[0-9][0-9.]*$")
_OF_ORGANISATION = re.compile(r"x-([a-z0-9]+)-[a-z0-9]+(?:-[a-z0-9]+)*")


class Kind(StrEnum):
    """What an answer looks like."""

    TEXT = "text"
    YES_NO = "yes-no"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"
    NUMBER = "number"
    ROWS = "rows"
    NOTICE = "notice"  # says something, asks nothing

    @property
    def comparison_type(self) -> Type:
        """How conditions compare an answer of this kind."""
        return _TYPES.get(self, Type.WORD)


_TYPES = {Kind.DATE: Type.DATE, Kind.NUMBER: Type.NUMBER, Kind.TEXT: Type.TEXT}


class Option(Struct, frozen=True):
    """One answer of a choice; `exclusive` options ("none of these") stand alone."""

    value: str
    label: Words
    group: str | None = None
    exclusive: bool = False


YES_NO = (Option("yes", {"nl": "Ja", "en": "Yes"}), Option("no", {"nl": "Nee", "en": "No"}))


class Column(Struct, frozen=True):
    """One field of a row; an `internal` one is for the team alone, and no part of what is asked."""

    id: str
    kind: Kind
    label: Words
    options: tuple[Option, ...] = ()
    required: bool = False
    internal: bool = False

    @property
    def is_public(self) -> bool:
        """Whether a public edition may show it: not who somebody is, and not a digest of answers."""
        return not self.internal and self.id not in ("person", "seen")


class Group(Struct, frozen=True):
    """A heading and text that several inputs share, such as 1.4.1."""

    id: str
    number: str | None
    text: Words


class Matrix(Struct, frozen=True):
    """Derives a value from two earlier choices: `cells[rows answer][columns answer]`."""

    rows: str
    columns: str
    cells: Mapping[str, Mapping[str, str]]


class Question(Struct, frozen=True, dict=True):
    """One question as the tree asks it; `condition` includes that of its section and part."""

    id: str
    kind: Kind
    text: Words
    part: str
    section: str
    meeting: str
    number: str | None = None
    official: bool = False
    required: bool = True
    help: Words = field(default_factory=dict)
    public: Words = field(default_factory=dict)  # as the public page asks it; the text itself where it says nothing
    wording: int = 1
    when: str | None = None
    conditions: tuple[str, ...] = ()  # of its part, its section and its own
    condition: Condition | None = None
    repeat: str | None = None
    group: str | None = None
    beside: str | None = None
    options: tuple[Option, ...] = ()
    columns: tuple[Column, ...] = ()
    max: int | None = None
    matrix: Matrix | None = None
    shows: tuple[str, ...] = ()
    reuse: tuple[str, ...] = ()  # answers of other assessments that can serve here, such as `iama/goal`
    covers: tuple[str, ...] = ()
    register: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    phase: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    audit: tuple[str, ...] = ()
    place: Place = NOWHERE

    @cached_property
    def values(self) -> tuple[str, ...]:
        """The values that an answer may take; empty for open kinds."""
        return tuple(option.value for option in self.options)

    @cached_property
    def exclusive(self) -> frozenset[str]:
        """The values that cannot stand beside others."""
        return frozenset(option.value for option in self.options if option.exclusive)

    @property
    def host(self) -> Ref | None:
        """The question of another tree that it stands beside; None for what stands in its own tree only."""
        tree, slash, id_ = (self.beside or "").partition("/")
        return Ref(tree, id_) if slash else None

    @property
    def is_internal(self) -> bool:
        """Whether no public edition may show anything of its answer."""
        return bool(self.columns) and all(column.internal for column in self.columns)

    def option_label(self, value: str, language: str) -> str:
        """Return the label of `value`, or the value itself when it is none of the options."""
        return next(
            (pick_translation(option.label, language) for option in self.options if option.value == value), value
        )

    @cached_property
    def stamp(self) -> str:
        """A short digest of the question as asked: it moves when `wording`, kind, options or columns do.

        An internal column is not asked.
        """
        asked = (column for column in self.columns if not column.internal)
        columns = [[column.id, column.kind, [option.value for option in column.options]] for column in asked]
        form = [self.id, self.wording, self.kind, self.values, columns]
        return hashlib.sha256(json.dumps(form).encode()).hexdigest()[:8]


class Section(Struct, frozen=True):
    id: str
    title: Words
    meeting: str
    number: str | None = None
    intro: Words = field(default_factory=dict)
    groups: tuple[Group, ...] = ()
    questions: tuple[Question, ...] = ()


class Part(Struct, frozen=True):
    id: str
    title: Words
    number: str | None = None
    intro: Words = field(default_factory=dict)
    sections: tuple[Section, ...] = ()

    @property
    def questions(self) -> Iterator[Question]:
        """Every question of the part, in order."""
        return (question for section in self.sections for question in section.questions)


class Case(Struct, frozen=True):
    """One of several values, the first whose condition holds: a severity, or the date a duty binds from."""

    value: str
    when: str | None = None
    condition: Condition | None = None


class Trigger(Struct, frozen=True):
    """A rule that reads structured answers and flags a risk or a duty."""

    id: str
    when: str
    condition: Condition
    title: Words
    advice: Words
    severities: tuple[Case, ...]
    froms: tuple[Case, ...] = ()
    repeat: str | None = None
    basis: tuple[str, ...] = ()
    acceptable: bool = True
    place: Place = NOWHERE


class Questionnaire(Struct, frozen=True, eq=False, dict=True):  # a tree is itself: two reads of one file are two trees
    """A question tree of one instrument, such as IAMA 2.0."""

    id: str
    version: str
    revision: int
    title: Words
    parts: tuple[Part, ...]
    triggers: tuple[Trigger, ...] = ()
    intro: Words = field(default_factory=dict)
    source: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, Words] = field(default_factory=dict)
    option_groups: Mapping[str, Words] = field(default_factory=dict)
    said: Instrument | None = None  # of the instrument; older trees say nothing
    digest: str = ""
    place: Place = NOWHERE

    @property
    def ref(self) -> str:
        return f"{self.id}-{self.version}"

    @property
    def organisation(self) -> str:
        """Whose own questions these are, as the tree or its id names it; empty for an official instrument."""
        own = organisation_of(self.id)
        return own and (self.source.get("title") or own)

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question by id, in order."""
        return {question.id: question for part in self.parts for question in part.questions}

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """The question id of every official number."""
        return {q.number: q.id for q in self.questions.values() if q.number}

    def place_of(self, name: str) -> Ref:
        """Return the place that a name stands for: a question of this tree first, else `id.question` of another."""
        tree, dot, id_ = name.partition(".")
        return Ref(tree, id_) if dot and name not in self.questions else Ref(self.id, name)

    @property
    def sections(self) -> Iterator[Section]:
        """Every section, in order."""
        return (section for part in self.parts for section in part.sections)

    def part_of(self, question: Question) -> Part:
        return next(part for part in self.parts if part.id == question.part)

    def section_of(self, question: Question) -> Section:
        return next(section for section in self.part_of(question).sections if section.id == question.section)

    @cached_property
    def has_companions(self) -> bool:
        """Whether it follows an official list, beside which our questions are companions; a list for a law is ours."""
        return not self.instrument.law and any(question.official for question in self.questions.values())

    @property
    def instrument(self) -> Instrument:
        """What is special about the instrument."""
        return self.said or BEFORE.get(self.id, UNSAID)

    @property
    def answers_article_27(self) -> bool:
        """Whether it is the assessment that Article 27 of the AI Act asks for."""
        return self.instrument.law == ARTICLE_27

    @property
    def is_annex(self) -> bool:
        """Whether a team may add it to other assessments, which it never holds up."""
        return bool(self.instrument.annex)

    def topic_question(self, topic: str) -> str:
        """Return the question that speaks for a topic; empty when none does."""
        id_ = self.instrument.topics.get(topic, "")
        return id_ if id_ in self.questions else ""


def both(*conditions: Condition | None) -> Condition | None:
    """Return the conjunction of those conditions that are there."""
    present = tuple(condition for condition in conditions if condition is not None)
    return AllOf(present) if len(present) > 1 else present[0] if present else None


def speakers(trees: Iterable[Questionnaire], topic: str) -> tuple[Ref, ...]:
    """Return the questions of these trees that speak for a topic."""
    return tuple(Ref(tree.id, id_) for tree in trees if (id_ := tree.topic_question(topic)))


def speaker(trees: Iterable[Questionnaire], topic: str) -> Ref:
    """Return the first question that speaks for a topic; one of no questionnaire when none does."""
    return next(iter(speakers(trees, topic)), Ref("", topic))


def plain_id(ref: str) -> str:
    """Return the id of a questionnaire without its version: `iama` of `iama-2.0`."""
    return _VERSION.sub("", ref)


def organisation_of(id_: str) -> str:
    """Return the organisation in the id of a question tree of its own: `voorbeeld` of `x-voorbeeld-beleid`, else ""."""
    named = _OF_ORGANISATION.fullmatch(id_)
    return named[1] if named else ""


def age(version: str) -> tuple[int, ...]:
    """Return a version as numbers, so that 10.0 comes after 2.0."""
    return tuple(int(number) for number in version.split(".") if number.isdecimal())
