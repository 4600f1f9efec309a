"""Triggers to verdicts: fired, clear, undecided or upcoming, each with its reason and its date."""

from collections.abc import Iterator
from datetime import date

from iama.assess.outcome import State, Verdict
from iama.assess.world import QuestionScope, World
from iama.model.conditions import Ref, Scope, Value
from iama.model.questionnaire import Case, Kind, Questionnaire, Trigger

NO_DATE = "none"  # what a derived date says when the duty never binds


def verdicts(world: World, tree: Questionnaire) -> Iterator[Verdict]:
    """Yield the verdict of every trigger of a tree; a repeated trigger has one per value of its driver."""
    for trigger in tree.triggers:
        for instance in _instances(world, tree, trigger):
            yield _verdict(world, tree, trigger, instance)


def _instances(world: World, tree: Questionnaire, trigger: Trigger) -> Iterator[str | None]:
    if trigger.repeat is None:
        yield None
        return
    driver = tree.questions[trigger.repeat]
    keys = tuple(world.keys(tree, driver))
    if driver.kind is Kind.ROWS or not keys:
        yield None
    yield from keys


def _verdict(world: World, tree: Questionnaire, trigger: Trigger, instance: str | None) -> Verdict:
    scope = QuestionScope(world, tree.id, trigger.repeat, instance)
    severity = _severity(trigger, scope)
    if trigger.repeat and instance is None and tree.questions[trigger.repeat].kind is not Kind.ROWS:
        driver = world.entries[Ref(tree.id, trigger.repeat)]
        state = State.CLEAR if driver.status.settled else State.UNDECIDED
        refs = (driver.ref,)
        because, missing = (refs, ()) if driver.status.settled else ((), refs)
        return Verdict(tree.id, trigger, None, state, severity, because=because, missing=missing)
    ruling = trigger.condition.rule(scope)
    if ruling.truth is not True:
        state = State.CLEAR if ruling.truth is False else State.UNDECIDED
        return Verdict(tree.id, trigger, instance, state, severity, "", ruling.because, ruling.missing)
    binds = _binds(trigger, scope, world)
    if binds.words is None:
        return Verdict(tree.id, trigger, instance, State.UNDECIDED, severity, "", ruling.because, binds.refs)
    day = binds.words[0] if binds.words else ""
    state = _dated(day, world.as_of)
    return Verdict(tree.id, trigger, instance, state, severity, "" if day == NO_DATE else day, ruling.because)


def _dated(day: str, as_of: date) -> State:
    if day == NO_DATE:
        return State.CLEAR
    return State.UPCOMING if day and date.fromisoformat(day) > as_of else State.FIRED


def _severity(trigger: Trigger, scope: Scope) -> str:
    """Return the first severity whose condition holds or may hold: in doubt the weightier, which stands first."""
    for case in trigger.severities:
        if case.condition is None or case.condition.rule(scope).truth is not False:
            return case.value
    return trigger.severities[-1].value


def _binds(trigger: Trigger, scope: Scope, world: World) -> Value:
    """Return the day from which the trigger binds: nothing for always, unknown while that cannot be said."""
    for case in trigger.froms:
        ruling = case.condition.rule(scope) if case.condition else None
        if ruling is None or ruling.truth:
            return _day(case, world)
        if ruling.truth is None:
            return Value(None, ruling.missing)
    return Value(())


def _day(case: Case, world: World) -> Value:
    if fact := world.facts.get(case.value):
        return fact.value(world)
    if fact_of_law := world.law.facts.get(case.value.removeprefix("law.")):
        return Value((fact_of_law.date,))
    return Value((case.value,))
