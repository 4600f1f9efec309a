"""Triggers to verdicts: fired, clear, undecided or upcoming, each with its reason and its date."""

from collections.abc import Iterator
from datetime import date

from iama.assess.outcome import State, Status, Verdict
from iama.assess.world import QuestionScope, World
from iama.model.conditions import Ref, Scope, Value, unique
from iama.model.questionnaire import Case, Kind, Questionnaire, Trigger
from iama.model.struct import replace

NO_DATE = "none"  # what a derived date says when the duty never binds


def verdicts(world: World, tree: Questionnaire) -> Iterator[Verdict]:
    """Yield the verdict of every trigger of a tree; a repeated trigger has one per value of its driver."""
    for trigger in tree.triggers:
        for instance in _trigger_instances(world, tree, trigger):
            yield judge(world, tree, trigger, instance)


def _trigger_instances(world: World, tree: Questionnaire, trigger: Trigger) -> Iterator[str | None]:
    if trigger.repeat is None:
        yield None
        return
    driver = tree.questions[trigger.repeat]
    keys = tuple(world.driver_keys(tree, driver))
    if driver.kind is Kind.ROWS or not keys:
        yield None
    yield from keys


def judge(world: World, tree: Questionnaire, trigger: Trigger, instance: str | None) -> Verdict:
    """Return the verdict of one trigger, or of one instance of a repeated one."""
    scope = QuestionScope(world, tree.id, trigger.repeat, instance)
    weightiest = trigger.severities[0].value
    if trigger.repeat and instance is None and tree.questions[trigger.repeat].kind is not Kind.ROWS:
        return _undriven(world, tree, trigger, weightiest)
    ruling, binds = trigger.condition.ruling_in(scope), _binds(trigger, scope, world)
    if ruling.truth is False:
        return Verdict(tree.id, trigger, instance, State.CLEAR, weightiest, "", ruling.because)
    day = binds.words[0] if binds.words else ""
    if day == NO_DATE:
        return Verdict(tree.id, trigger, instance, State.CLEAR, weightiest, "", binds.refs)
    severity, severity_refs, severity_missing = _severity_ruling(trigger, scope)
    open_ = unique(ruling.missing + (binds.refs if binds.words is None else ()) + severity_missing)
    if world.has_withheld(open_):
        return withheld_verdict(tree, trigger, instance, open_)
    if ruling.truth is None or binds.words is None:
        because = unique(ruling.because + severity_refs)
        return Verdict(tree.id, trigger, instance, State.UNDECIDED, severity, day, because, open_)
    # severity and day rest on answers too, withheld ones included
    because = unique(ruling.because + binds.refs + severity_refs)
    return Verdict(
        tree.id, trigger, instance, _fired_or_upcoming(day, world.as_of), severity, day, because, severity_missing
    )


def _undriven(world: World, tree: Questionnaire, trigger: Trigger, severity: str) -> Verdict:
    driver = world.entries[Ref(tree.id, trigger.repeat or "")]
    if driver.status.is_settled:
        return Verdict(tree.id, trigger, None, State.CLEAR, severity, because=(driver.ref,))
    if driver.status is Status.WITHHELD:
        return withheld_verdict(tree, trigger, None, (driver.ref,))
    return Verdict(tree.id, trigger, None, State.UNDECIDED, severity, missing=(driver.ref,))


def withheld_verdict(tree: Questionnaire, trigger: Trigger, instance: str | None, missing: tuple[Ref, ...]) -> Verdict:
    """Return that a verdict rests on what is withheld: nothing of it but the weight that every team knows it by."""
    return Verdict(tree.id, trigger, instance, State.WITHHELD, trigger.severities[0].value, missing=missing)


def _fired_or_upcoming(day: str, as_of: date) -> State:
    return State.UPCOMING if day and date.fromisoformat(day) > as_of else State.FIRED


def _severity_ruling(trigger: Trigger, scope: Scope) -> tuple[str, tuple[Ref, ...], tuple[Ref, ...]]:
    """Return the first severity whose condition holds or may hold, what it rests on, and what is missing.

    In doubt the weightier, which stands first.
    """
    because: tuple[Ref, ...] = ()
    for case in trigger.severities:
        if case.condition is None:
            return case.value, because, ()
        ruling = case.condition.ruling_in(scope)
        because += ruling.because
        if ruling.truth is not False:
            return case.value, because, ruling.missing
    return trigger.severities[-1].value, because, ()


def _binds(trigger: Trigger, scope: Scope, world: World) -> Value:
    """Return the day from which the trigger binds: nothing for always, unknown while that cannot be said."""
    for case in trigger.froms:
        ruling = case.condition.ruling_in(scope) if case.condition else None
        if ruling is None or ruling.truth:
            return _case_day(case, world)
        if ruling.truth is None:
            return Value(None, ruling.missing)
    return Value(())


def _case_day(case: Case, world: World) -> Value:
    if (value := world.fact_value(case.value)) is not None:
        return value if value.words != () else replace(value, words=(NO_DATE,))
    if fact_of_law := world.law.facts.get(case.value.removeprefix("law.")):
        return Value((fact_of_law.date,))
    return Value((case.value,))
