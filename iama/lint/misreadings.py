"""What can be wrong with one name in a condition: nothing of that name, a value that it never has, a test that it
cannot take, or an answer that comes too late."""

from collections.abc import Iterator
from dataclasses import dataclass

from iama.assess.evaluation import rank
from iama.lint.names import RANGED, Key, Named, Reading, View, readings
from iama.model.conditions import Compare, Condition, Ranges, Ref, Type, typed
from iama.model.grammar import parse
from iama.model.law import Law
from iama.model.problems import suggestion
from iama.model.questionnaire import Kind, Question, Trigger

_ORDERED = ("<", "<=", ">", ">=")
_SPELLED = {Type.DATE: ("a date", "write it as 2027-03-01"), Type.NUMBER: ("a number", "write it as 432 or 0.5")}


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition, the question or trigger that it belongs to, and what it sees."""

    owner: Question | Trigger
    condition: Condition
    view: View
    inherited: bool = False  # it stands at the section or part of the question


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, and what to do."""

    code: str
    message: str
    hint: str = ""


def clauses(view: View, ref: Ref) -> Iterator[Clause]:
    """Yield the conditions of a question: of its part, of its section, and its own."""
    question, sees = view.question(ref), view.at(ref)
    above = len(question.conditions) - (question.when is not None)
    for number, text in enumerate(question.conditions):
        yield Clause(question, parse(text), sees, inherited=number < above)
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
        return rank(view.trees[ref.questionnaire]) >= rank(view.trees[view.home])
    order = list(view.trees[view.home].questions)
    return order.index(ref.question) >= order.index(owner.id)


def _unknown_question(clause: Clause, reading: Reading, law: Law) -> Iterator[Fault]:
    if reading.named is None and reading.name != "key" and reading.view.named(reading.name) is None:
        yield Fault(
            "unknown-question",
            f"there is no question `{reading.name}`",
            suggestion(reading.name, reading.view.names()),
        )


def _forward_reference(clause: Clause, reading: Reading, law: Law) -> Iterator[Fault]:
    named = reading.named
    if named is None or not isinstance(named.thing, Question) or not isinstance(clause.owner, Question):
        return  # triggers may look anywhere
    if later(clause.view, clause.owner, named.ref):
        hint = "a condition looks back only: at questions above it, or at an earlier questionnaire"
        yield Fault("forward-reference", f"`{reading.name}` is not asked yet", hint)


def _unknown_value(clause: Clause, reading: Reading, law: Law) -> Iterator[Fault]:
    node, named = reading.node, reading.named
    if named is None or not isinstance(node, Compare):
        return
    for word in node.values:
        if word in named.values:
            continue
        if word.startswith("law.") and (fact := word.removeprefix("law.")) not in law.facts:
            yield Fault("unknown-value", f"there is no legal fact `{fact}`", suggestion(fact, law.facts))
        elif named.values and not node.term.counted:
            hint = suggestion(word, named.values) or f"use one of: {', '.join(named.values)}"
            yield Fault("unknown-value", f"`{reading.name}` is never `{word}`", hint)


def _type_mismatch(clause: Clause, reading: Reading, law: Law) -> Iterator[Fault]:
    if isinstance(reading.node, Ranges):
        found = _range(reading)
    elif reading.named is None:
        hint = "use it in what repeats, or inside `any` or `every`"
        found = ("`key` stands for nothing here", hint) if reading.name == "key" else None
    else:
        found = _outside(reading, reading.named) or _test(clause, reading, reading.named, law)
    if found:
        yield Fault("type-mismatch", *found)


def _range(reading: Reading) -> tuple[str, str] | None:
    named = reading.named
    if named is None:
        known = reading.name == "key" or reading.view.named(reading.name)
        return (f"`any` and `every` cannot run over `{reading.name}`", "use a tick-list or rows") if known else None
    if not isinstance(named.thing, Question) or named.thing.kind not in RANGED:
        return f"`any` and `every` cannot run over `{reading.name}`", "use a tick-list or rows"
    return _outside(reading, named)


def _outside(reading: Reading, named: Named) -> tuple[str, str] | None:
    """A repeated answer, read where it is not known which of them is meant."""
    driver = reading.view.at(named.ref).driver if isinstance(named.thing, Question) else None
    if driver is None or reading.view.question(driver).kind is Kind.ROWS:  # beside rows there is an unrepeated answer
        return None
    if reading.view.driver == driver and not isinstance(reading.node, Ranges):
        return None
    return f"`{reading.name}` is asked per value of `{driver.question}`", f"write `any {driver.question} (…)`"


def _test(clause: Clause, reading: Reading, named: Named, law: Law) -> tuple[str, str] | None:
    kind = None if not isinstance(named.thing, Question) else named.thing.kind
    if kind is Kind.NOTICE:
        return f"`{reading.name}` is a notice and has no answer", "read a question"
    if kind is Kind.TEXT and isinstance(clause.owner, Trigger):
        return f"`{reading.name}` is text, which no rule can judge", "read a structured question beside it"
    if not isinstance(node := reading.node, Compare):
        return None
    if named.type is Type.TEXT:
        return f"`{reading.name}` is text, which no rule can judge", "of text, only `answered` can be asked"
    if node.term.counted:
        return _literals(node, Type.NUMBER, law)
    if kind is Kind.ROWS or (isinstance(named.thing, Key) and named.thing.driver.kind is Kind.ROWS):
        return f"`{reading.name}` stands for rows, which have no value of their own", "use `count`, `any` or `every`"
    if named.type is Type.WORD and node.operator in _ORDERED:
        return f"`{reading.name}` is a word, and `{node.operator}` needs a number or a date", "use `=` or `in`"
    return _literals(node, named.type, law)


def _literals(node: Compare, type_: Type, law: Law) -> tuple[str, str] | None:
    """The first value that cannot be compared with numbers or dates."""
    for word in node.values if type_ in _SPELLED else ():
        fact = law.facts.get(word.removeprefix("law.")) if word.startswith("law.") else None
        if word.startswith("law.") and fact is None:
            continue  # an unknown value
        given = "2027-03-01" if word == "as-of" else (fact and fact.value) or word
        try:
            typed(type_, given)
        except ValueError:
            what, hint = _SPELLED[type_]
            return f"`{word}` is not {what}", hint
    return None
