"""What the names in a condition stand for, before there is any answer.

The static twin of `world`: the same rules, but over question trees alone. `lint` and `reach` stand on it.
"""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from iama.assess.world import Fact
from iama.model.conditions import AllOf, Answered, Compare, Condition, Ranges, Ref, Type
from iama.model.problems import misspelling_hint, nearest
from iama.model.questionnaire import Column, Kind, Question, Questionnaire
from iama.model.struct import replace
from iama.words import Phrase

Trees = Mapping[str, Questionnaire]  # by id
RANGED = (Kind.CHOICES, Kind.ROWS)
ALWAYS = AllOf(())


class Key(Struct, frozen=True):
    """The current value of a repeat, or of what `any` and `every` range over."""

    driver: Question


Thing = Question | Column | Fact | Key


class Named(Struct, frozen=True):
    """What one name stands for; `ref` tells questions of the same id in two trees apart."""

    ref: Ref
    thing: Thing

    @property
    def comparison_type(self) -> Type:
        """How its values compare."""
        match self.thing:
            case Fact():
                return self.thing.type
            case Key():
                return Type.WORD
            case _:
                return self.thing.kind.comparison_type

    @property
    def possible_values(self) -> tuple[str, ...]:
        """The words that it can be; empty when those are not known beforehand."""
        match self.thing:
            case Question() | Fact():
                return self.thing.values
            case Column():
                return tuple(option.value for option in self.thing.options)
            case Key(driver):
                return tuple(value for value in driver.values if value not in driver.exclusive)


class View(Struct, frozen=True):
    """The names that a condition can see from where it stands."""

    trees: Trees
    facts: Mapping[str, Fact]
    home: str
    driver: Ref | None = None  # the question whose values `key` runs over
    rows: Ref | None = None  # the rows question whose columns come first

    def __eq__(self, other: object) -> bool:
        return isinstance(other, View) and (self.home, self.driver, self.rows) == (other.home, other.driver, other.rows)

    def __hash__(self) -> int:
        return hash((self.home, self.driver, self.rows))

    def resolve_name(self, name: str) -> Named | None:
        """Return what `name` stands for, or None."""
        if name == "key":
            return self._key()
        if self.rows and (column := _column(self.question_at(self.rows), name)):
            return Named(Ref(self.rows.questionnaire, f"{self.rows.question}.{name}"), column)
        return self.resolve_question(name) or self._find_fact(name)

    def resolve_question(self, name: str) -> Named | None:
        """Return the question that `name` stands for: one of this tree first, else `id.question` of another."""
        own = self.trees.get(self.home)
        if own and name in own.questions:
            return Named(Ref(own.id, name), own.questions[name])
        prefix, _, rest = name.partition(".")
        other = self.trees.get(prefix)
        question = other.questions.get(rest) if other else None
        return Named(Ref(prefix, rest), question) if question else None

    def within(self, name: str) -> "View | None":
        """Return what is seen inside `any name (…)`; None when that cannot run over `name`."""
        driver = self.resolve_question(name)
        if driver is None or not isinstance(driver.thing, Question) or driver.thing.kind not in RANGED:
            return None
        if driver.thing.kind is Kind.ROWS:
            return replace(self, rows=driver.ref)
        return View(self.trees, self.facts, driver.ref.questionnaire, driver.ref)

    def view_at(self, ref: Ref) -> "View":
        """Return what the condition of a question sees."""
        home = View(self.trees, self.facts, ref.questionnaire)
        repeat = self.question_at(ref).repeat
        driver = home.resolve_question(repeat) if repeat else None
        return replace(home, driver=driver.ref) if driver else home

    def asking_condition(self, ref: Ref) -> Condition:
        """Return when a question is asked."""
        return self.question_at(ref).condition or ALWAYS

    def question_at(self, ref: Ref) -> Question:
        return self.trees[ref.questionnaire].questions[ref.question]

    def usable_names(self) -> tuple[str, ...]:
        """Return every name that can be used here."""
        own = self.trees.get(self.home)
        columns = tuple(column.id for column in self.question_at(self.rows).columns) if self.rows else ()
        others = (f"{tree.id}.{id_}" for tree in self.trees.values() if tree is not own for id_ in tree.questions)
        return (*columns, *(own.questions if own else ()), *others, *self.facts)

    def name_hint(self, name: str) -> Phrase | str:
        """Return "did you mean `x`?": the question that is called so in another tree, or whatever is spelt alike."""
        known = self.usable_names()
        tree, _, id_ = name.rpartition(".")
        by_id: dict[str, list[str]] = {}
        for usable in known:
            by_id.setdefault(usable.rpartition(".")[2], []).append(usable)
        if not (alike := by_id.get(id_ if id_ in by_id else nearest(id_, by_id))):
            return misspelling_hint(name, known)
        same_tree = (usable for usable in alike if usable.startswith(f"{tree}."))
        return Phrase("did-you-mean", word=next(same_tree, alike[0]))

    def _key(self) -> Named | None:
        driver = self.rows or self.driver
        return Named(driver, Key(self.question_at(driver))) if driver else None

    def _find_fact(self, name: str) -> Named | None:
        return Named(Ref("", name), self.facts[name]) if name in self.facts else None


def _column(question: Question, name: str) -> Column | None:
    return next((column for column in question.columns if column.id == name), None)


class Reading(Struct, frozen=True):
    """One place where a condition reads a name."""

    node: Answered | Compare | Ranges
    view: View

    @property
    def term_name(self) -> str:
        return self.node.name if isinstance(self.node, Ranges) else self.node.term.name

    @property
    def name_target(self) -> Named | None:
        """What is read: `any` and `every` see questions only."""
        return (
            self.view.resolve_question(self.term_name)
            if isinstance(self.node, Ranges)
            else self.view.resolve_name(self.term_name)
        )


def readings(condition: Condition, view: View) -> Iterator[Reading]:
    """Yield every place where `condition` reads a name, with what is seen from there.

    What stands inside `any` or `every` over nothing that they can run over is left out: it cannot be understood.
    """
    if isinstance(condition, Answered | Compare | Ranges):
        yield Reading(condition, view)
    inside = view.within(condition.name) if isinstance(condition, Ranges) else view
    if inside:
        for part in condition.parts():
            yield from readings(part, inside)


def behind(condition: Condition, view: View) -> tuple[Ref, ...]:
    """Return every question that `condition` depends on: read by it, or by the condition of one that it reads."""
    depended_on: dict[Ref, None] = {}
    waiting = [(condition, view)]
    while waiting:
        condition, view = waiting.pop()
        for ref in _questions_read(condition, view):
            if ref not in depended_on:
                depended_on[ref] = None
                waiting.append((view.asking_condition(ref), view.view_at(ref)))
    return tuple(depended_on)


def _questions_read(condition: Condition, view: View) -> Iterator[Ref]:
    if view.driver:
        yield view.driver
    for reading in readings(condition, view):
        if (named := reading.name_target) and isinstance(named.thing, Question):
            yield named.ref
