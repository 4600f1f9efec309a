"""What can be wrong with one name in a condition: nothing of that name, a value that it never has, a test that it
cannot take, or an answer that comes too late."""

from collections.abc import Iterator

from msgspec import Struct

from iama.assess.evaluation import reading_order
from iama.lint.names import RANGED, Key, Named, Reading, View, readings
from iama.model.conditions import Compare, Condition, Ranges, Ref, Type, convert_word
from iama.model.grammar import parse_condition
from iama.model.law import Law
from iama.model.problems import misspelling_hint
from iama.model.questionnaire import Kind, Question, Trigger
from iama.words import Phrase

_ORDERED = ("<", "<=", ">", ">=")
_SPELLED = {Type.DATE: "file-no-date", Type.NUMBER: "file-no-number"}


class Clause(Struct, frozen=True):
    """One condition, the question or trigger that it belongs to, and what it sees."""

    owner: Question | Trigger
    condition: Condition
    view: View
    inherited: bool = False  # it stands at the section or part of the question


class Fault(Struct, frozen=True):
    """One thing that is wrong, and what to do; None: what the catalogues say to do about the message."""

    code: str
    message: Phrase
    hint: Phrase | str | None = None


def clauses(view: View, ref: Ref) -> Iterator[Clause]:
    """Yield the conditions of a question: of its part, of its section, and its own."""
    question, sees = view.question_at(ref), view.view_at(ref)
    above = len(question.conditions) - (question.when is not None)
    for number, text in enumerate(question.conditions):
        yield Clause(question, parse_condition(text), sees, inherited=number < above)
    if question.condition and not question.conditions:
        yield Clause(question, question.condition, sees)


def misreadings(clause: Clause, law: Law) -> Iterator[Fault]:
    """Yield everything that is wrong with the names and values in a condition."""
    for reading in readings(clause.condition, clause.view):
        for check in (_unknown_question, _forward_reference, _type_mismatch, _unknown_value):
            yield from check(clause, reading, law)


def later(view: View, owner: Question, ref: Ref) -> bool:
    """Return whether the question at `ref` is still to be asked when `owner` is, or is `owner` itself."""
    if ref.questionnaire != view.home:
        return reading_order(view.trees[ref.questionnaire]) >= reading_order(view.trees[view.home])
    order = list(view.trees[view.home].questions)
    return order.index(ref.question) >= order.index(owner.id)


def _unknown_question(clause: Clause, reading: Reading, law: Law) -> Iterator[Fault]:
    if (
        reading.name_target is None
        and reading.term_name != "key"
        and reading.view.resolve_name(reading.term_name) is None
    ):
        yield Fault(
            "unknown-question",
            Phrase("tree-no-question", name=reading.term_name),
            reading.view.name_hint(reading.term_name),
        )


def _forward_reference(clause: Clause, reading: Reading, law: Law) -> Iterator[Fault]:
    named = reading.name_target
    if named is None or not isinstance(named.thing, Question) or not isinstance(clause.owner, Question):
        return  # triggers may look anywhere
    if later(clause.view, clause.owner, named.ref):
        yield Fault("forward-reference", Phrase("tree-later", name=reading.term_name))


def _unknown_value(clause: Clause, reading: Reading, law: Law) -> Iterator[Fault]:
    node, named = reading.node, reading.name_target
    if named is None or not isinstance(node, Compare):
        return
    for word in node.values:
        if word in named.possible_values:
            continue
        if word.startswith("law.") and (fact := word.removeprefix("law.")) not in law.facts:
            yield Fault("unknown-value", Phrase("tree-no-fact", name=fact), misspelling_hint(fact, law.facts))
        elif named.possible_values and not node.term.counted:
            hint = misspelling_hint(word, named.possible_values) or Phrase(
                "file-use-one-of", words=named.possible_values
            )
            yield Fault("unknown-value", Phrase("tree-never", name=reading.term_name, word=word), hint)


def _type_mismatch(clause: Clause, reading: Reading, law: Law) -> Iterator[Fault]:
    if isinstance(reading.node, Ranges):
        message = _range(reading)
    elif reading.name_target is None:
        message = Phrase("tree-key") if reading.term_name == "key" else None
    else:
        message = _outside(reading, reading.name_target) or _test(clause, reading, reading.name_target, law)
    if message:
        yield Fault("type-mismatch", message)


def _range(reading: Reading) -> Phrase | None:
    named = reading.name_target
    if named is None:
        known = reading.term_name == "key" or reading.view.resolve_name(reading.term_name)
        return Phrase("tree-no-range", name=reading.term_name) if known else None
    if not isinstance(named.thing, Question) or named.thing.kind not in RANGED:
        return Phrase("tree-no-range", name=reading.term_name)
    return _outside(reading, named)


def _outside(reading: Reading, named: Named) -> Phrase | None:
    """A repeated answer, read where it is not known which of them is meant."""
    driver = reading.view.view_at(named.ref).driver if isinstance(named.thing, Question) else None
    if (
        driver is None or reading.view.question_at(driver).kind is Kind.ROWS
    ):  # beside rows there is an unrepeated answer
        return None
    if reading.view.driver == driver and not isinstance(reading.node, Ranges):
        return None
    return Phrase("tree-per-value", name=reading.term_name, driver=driver.question)


def _test(clause: Clause, reading: Reading, named: Named, law: Law) -> Phrase | None:
    kind = None if not isinstance(named.thing, Question) else named.thing.kind
    if kind is Kind.NOTICE:
        return Phrase("tree-notice", name=reading.term_name)
    if kind is Kind.TEXT and isinstance(clause.owner, Trigger):
        return Phrase("tree-text", name=reading.term_name)
    if not isinstance(node := reading.node, Compare):
        return None
    if named.comparison_type is Type.TEXT:
        return Phrase("tree-text-compared", name=reading.term_name)
    if node.term.counted:
        return _literals(node, Type.NUMBER, law)
    if kind is Kind.ROWS or (isinstance(named.thing, Key) and named.thing.driver.kind is Kind.ROWS):
        return Phrase("tree-rows", name=reading.term_name)
    if named.comparison_type is Type.WORD and node.operator in _ORDERED:
        return Phrase("tree-word", name=reading.term_name, operator=node.operator)
    return _literals(node, named.comparison_type, law)


def _literals(node: Compare, type_: Type, law: Law) -> Phrase | None:
    """The first value that cannot be compared with numbers or dates."""
    for word in node.values if type_ in _SPELLED else ():
        fact = law.facts.get(word.removeprefix("law.")) if word.startswith("law.") else None
        if word.startswith("law.") and fact is None:
            continue  # an unknown value
        given = "2027-03-01" if word == "as-of" else (fact and fact.date_or_number) or word
        try:
            convert_word(type_, given)
        except ValueError:
            return Phrase(_SPELLED[type_], word=word)
    return None
