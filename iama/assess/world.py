"""The answers judged so far, and how conditions look names up among them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from msgspec import Struct

from iama.assess.adoption import has_answered_sources
from iama.assess.joined import with_joined
from iama.assess.outcome import SHOWN, Entry, Status
from iama.model.conditions import Condition, Ref, Ruling, Scope, Type, Value
from iama.model.dossier import Answer, Assessment, Dossier, Row, State
from iama.model.law import Law
from iama.model.questionnaire import Kind, Question, Questionnaire, speakers
from iama.model.struct import replace

T = TypeVar("T")


class Fact(Struct, frozen=True):
    """A derived fact: how it compares, what it means, how it is found, and which values it can take."""

    type: Type
    doc: str
    value: "Callable[[World], Value]"
    values: tuple[str, ...] = ()


class World:
    """The answers judged so far; grows question by question."""

    def __init__(
        self,
        questionnaires: Mapping[str, Questionnaire],
        dossier: Dossier,
        law: Law,
        as_of: date,
        facts: Mapping[str, Fact],
        unserved: Collection[Ref] = (),
    ) -> None:
        self.questionnaires = questionnaires
        self.dossier = dossier
        self.law = law
        self.as_of = as_of
        self.facts = facts
        self.unserved = unserved  # adopting answers of which a source that stands later is missing
        self.entries: dict[Ref, Entry] = {}
        self.values: dict[Ref, Value] = {}  # of entries that a condition asked for
        self.found: dict[Callable[[World], object], object] | None = None  # since all answers are in

    @property
    def held_trees(self) -> list[Questionnaire]:
        """The questionnaires that the dossier answers, in evaluation order."""
        ids = {ref.questionnaire for ref in self.entries}  # all there is of an outcome that is looked at again
        trees = self.questionnaires.values()
        return [tree for tree in trees if tree.ref in self.dossier.assessments or tree.id in ids]

    def topic_values(self, topic: str) -> list[Value]:
        """Return what the assessments of the dossier answer on a topic."""
        refs = speakers(self.held_trees, topic)
        return [QuestionScope(self, ref.questionnaire).look_up_value(ref.question) for ref in refs]

    def fact_value(self, name: str) -> Value | None:
        """Return a derived fact, or None when there is none of that name."""
        return self.once(self.facts[name].value) if name in self.facts else None

    def once(self, find: "Callable[[World], T]") -> T:
        """Return what `find` makes of the answers; looked for once when all of them are in."""
        if self.found is None:
            return find(self)
        if find not in self.found:
            self.found[find] = find(self)
        return self.found[find]  # type: ignore[return-value]  # what `find` returned

    def close(self) -> None:
        """Say that all answers are in, so that no fact can change any more."""
        self.found = {}

    def judge_ahead(self, tree: Questionnaire, assessment: Assessment, question: str) -> None:
        """Judge one question before those that stand earlier; nothing where the tree does not ask it."""
        if question in tree.questions and not assessment.answer_to(question).is_proposal:
            entries = self._judge_question(tree, assessment, tree.questions[question])
            self.entries |= {entry.ref: entry for entry in entries}

    def judge_assessment(self, tree: Questionnaire, assessment: Assessment) -> None:
        """Judge every question of one assessment, in order; a proposal is kept beside an answer that is open."""
        proposals = {slot: answer for slot, answer in assessment.answers.items() if answer.is_proposal}
        own = {slot: answer for slot, answer in assessment.answers.items() if slot not in proposals}
        assessment = replace(assessment, answers=own) if proposals else assessment
        for question in tree.questions.values():
            for entry in self._judge_question(tree, assessment, question):
                judged = with_joined(entry, self.dossier, assessment)
                proposal = proposals.get(entry.ref[1:])
                self.entries.pop(entry.ref, None)  # one that was judged ahead takes its own place
                self.entries[entry.ref] = replace(judged, proposal=proposal) if proposal else judged

    def _judge_question(self, tree: Questionnaire, assessment: Assessment, question: Question) -> Iterator[Entry]:
        if question.repeat is None:
            yield self._judge_instance(tree, assessment, question, None)
            return
        driver = tree.questions[question.repeat]
        keys = tuple(self.driver_keys(tree, driver))
        if driver.kind is Kind.ROWS:
            yield self._judge_instance(tree, assessment, question, None)
        elif not keys:
            yield self._undriven(tree, question)
        for key in keys:
            yield self._judge_instance(tree, assessment, question, key)
        yield from self._left_over(tree, assessment, question, keys)

    def driver_keys(self, tree: Questionnaire, driver: Question) -> Iterator[str]:
        """Yield the values of an answer that questions and triggers repeat over."""
        entry = self.entries[Ref(tree.id, driver.id)]
        if entry.status in (Status.ANSWERED, Status.UNKNOWN):
            yield from (word for word in entry.answer.value_words() if word not in driver.exclusive)

    def _undriven(self, tree: Questionnaire, question: Question) -> Entry:
        """One entry for a question whose driver has no values."""
        status, ruling = self._absent(tree, question)
        return Entry(Ref(tree.id, question.id), question, status, ruling=ruling)

    def _absent(self, tree: Questionnaire, question: Question) -> tuple[Status, Ruling]:
        """Where a value that the driver does not hold stands: waiting while it may come, else skipped."""
        driver = Ref(tree.id, question.repeat or "")
        settled = self.entries[driver].status.is_settled
        ruling = Ruling(False, because=(driver,)) if settled else Ruling(None, missing=(driver,))
        return self._unasked_status(ruling), ruling

    def _unasked_status(self, ruling: Ruling) -> Status:
        """Return the status of a question of which the condition does not hold, or may not."""
        if ruling.truth is False:
            return Status.SKIPPED
        return Status.WITHHELD if self.has_withheld(ruling.missing) else Status.WAITING

    def has_withheld(self, refs: Iterable[Ref]) -> bool:
        """Whether one of these answers is withheld, so that what needs them is withheld too."""
        entries = (self.entries.get(ref) for ref in refs)
        return any(entry is not None and entry.status is Status.WITHHELD for entry in entries)

    def _left_over(
        self, tree: Questionnaire, assessment: Assessment, question: Question, keys: Sequence[str]
    ) -> Iterator[Entry]:
        """Answers to instances that are no longer there: kept, hidden, named."""
        status, ruling = self._absent(tree, question)
        for key in assessment.answered_instances(question.id):
            if key not in keys:
                answer = assessment.answer_to(question.id, key)
                yield Entry(Ref(tree.id, question.id, key), question, status, answer, ruling)

    def _judge_instance(
        self, tree: Questionnaire, assessment: Assessment, question: Question, key: str | None
    ) -> Entry:
        ref = Ref(tree.id, question.id, key)
        ruling = SHOWN
        if question.condition:
            ruling = question.condition.ruling_in(QuestionScope(self, tree.id, question.repeat, key))
        answer = assessment.answer_to(question.id, key)
        if ruling.truth is not True:
            return Entry(ref, question, self._unasked_status(ruling), answer, ruling)
        if question.matrix and answer.value is None and answer.status is None:
            if self.has_withheld(matrix_refs(tree, question, key)):
                return Entry(ref, question, Status.WITHHELD, answer, ruling)
            if value := self._matrix_value(tree, question, key):
                return Entry(ref, question, Status.ANSWERED, replace(answer, value=value), ruling, derived=True)
        serves = not answer.adopts or (ref not in self.unserved and has_answered_sources(answer, self.entries))
        return Entry(ref, question, status_of(answer, served=serves), answer, ruling)

    def _matrix_value(self, tree: Questionnaire, question: Question, key: str | None) -> str | None:
        if (matrix := question.matrix) is None:
            return None
        entries = [self.entries.get(ref) for ref in matrix_refs(tree, question, key)]
        row, column = (
            "".join(entry.answer.value_words()) if entry and entry.status.applies else "" for entry in entries
        )
        return matrix.cells.get(row, {}).get(column)

    def ruling_of(self, condition: Condition, questionnaire: str) -> Ruling:
        """Decide `condition` as seen from one questionnaire."""
        return condition.ruling_in(QuestionScope(self, questionnaire))

    def entry_value(self, entry: Entry) -> Value:
        """Return the answer of an entry as conditions see it."""
        if (value := self.values.get(entry.ref)) is None:
            value = self.values[entry.ref] = condition_value(entry)
        return value


def condition_value(entry: Entry) -> Value:
    """Return an answer as conditions see it."""
    type_, refs = entry.question.kind.comparison_type, (entry.ref,)
    match entry.status:
        case Status.SKIPPED | Status.NOT_APPLICABLE:
            return Value((), refs, type_)
        case Status.ANSWERED:
            words = entry.answer.value_words() or (("adopted",) if entry.answer.adopts else ())
            return Value(words, refs, type_)
        case Status.UNKNOWN if entry.answer.unsure:
            return Value(entry.answer.value_words(), refs, type_, frozenset(entry.answer.unsure))
        case Status.WAITING:
            return Value(None, entry.ruling.missing or refs, type_)
        case _:
            return Value(None, refs, type_)


def matrix_refs(tree: Questionnaire, question: Question, key: str | None) -> tuple[Ref, ...]:
    """Return the two answers that a value is derived from; none for a question without a matrix."""
    names = (question.matrix.rows, question.matrix.columns) if question.matrix else ()
    return tuple(Ref(tree.id, name, key) for name in names)


def status_of(answer: Answer, *, served: bool = True) -> Status:
    """Return the status of a question that applies."""
    if answer.status is State.WITHHELD:
        return Status.WITHHELD
    if answer.status is State.NOT_APPLICABLE:
        return Status.NOT_APPLICABLE
    if answer.status is State.ASK_SUPPLIER:
        return Status.ASK_SUPPLIER
    if answer.status is State.UNKNOWN or answer.unsure:
        return Status.UNKNOWN
    if answer.adopts:
        return Status.ANSWERED if served else Status.OPEN
    return Status.ANSWERED if answer.value is not None else Status.OPEN


class QuestionScope(Struct, frozen=True):
    """Looks names up from within one questionnaire, and within one instance of a repeat."""

    world: World
    questionnaire: str
    driver: str | None = None
    key: str | None = None

    def look_up_value(self, name: str) -> Value:
        if name == "key":
            return Value((self.key,) if self.key else (), (Ref(self.questionnaire, self.driver or ""),))
        questionnaire, question = self._resolve(name)
        if question is None:
            return self._fact_or_unknown(name)
        instance = self.key if question.repeat and question.repeat == self.driver else None
        entry = self.world.entries.get(Ref(questionnaire, question.id, instance))
        if entry is None:  # the assessment is not there, or the question stands later
            return Value(None, (Ref(questionnaire, question.id, instance),), question.kind.comparison_type)
        return self.world.entry_value(entry)

    def members(self, name: str) -> tuple[Value, Sequence[Scope]]:
        questionnaire, question = self._resolve(name)
        if question is None:
            return Value(None, (Ref(self.questionnaire, name),)), ()
        value = QuestionScope(self.world, questionnaire).look_up_value(question.id)
        entry = self.world.entries.get(Ref(questionnaire, question.id))
        if question.kind is Kind.ROWS:
            rows = entry.answer.rows if entry and value.words else ()
            here = questionnaire == self.questionnaire
            around = [replace(self, driver=question.id, key=row.id) if here else self for row in rows]
            refs = entry_ref(entry)
            return value, [RowScope(scope, refs, question, row) for scope, row in zip(around, rows, strict=True)]
        keys = [word for word in value.words or () if word not in question.exclusive]
        return value, [QuestionScope(self.world, questionnaire, question.id, key) for key in keys]

    def constant(self, word: str) -> str:
        if word == "as-of":
            return self.world.as_of.isoformat()
        if word.startswith("law.") and (fact := self.world.law.facts.get(word.removeprefix("law."))):
            return fact.date_or_number or word
        return word

    def _resolve(self, name: str) -> tuple[str, Question | None]:
        own = self.world.questionnaires.get(self.questionnaire)
        if own and name in own.questions:
            return own.id, own.questions[name]
        prefix, _, rest = name.partition(".")
        tree = self.world.questionnaires.get(prefix)
        return prefix, tree.questions.get(rest) if tree else None

    def _fact_or_unknown(self, name: str) -> Value:
        return self.world.fact_value(name) or Value(None, (Ref(self.questionnaire, name),))


def entry_ref(entry: Entry | None) -> Ref:
    """Return the place of an entry; an empty one when there is none."""
    return entry.ref if entry else Ref("", "")


class RowScope(Struct, frozen=True):
    """Looks names up among the columns of one saved row first, then around it."""

    around: QuestionScope
    ref: Ref
    question: Question
    row: Row

    def look_up_value(self, name: str) -> Value:
        if name == "key":
            return Value((self.row.id,), (self.ref,))
        column = next((column for column in self.question.columns if column.id == name), None)
        if column is None:
            return self.around.look_up_value(name)
        cell = self.row.cells.get(name)  # an empty column of a saved row is nothing, not unknown
        return Value((cell,) if cell else (), (self.ref,), column.kind.comparison_type)

    def members(self, name: str) -> tuple[Value, Sequence[Scope]]:
        return self.around.members(name)

    def constant(self, word: str) -> str:
        return self.around.constant(word)
