"""Which assessments a use needs, by the facts: an outcome per assessment, why, and what is still to be answered.

No score: what is open leaves an outcome open, and an answer that no longer counts decides nothing.
"""

from collections.abc import Iterable

from msgspec import Struct

from iama.assess.outcome import Outcome
from iama.assess.scope import world_of
from iama.assess.world import World
from iama.model.conditions import Ref, unique
from iama.model.grammar import parse_condition
from iama.model.law import Law
from iama.model.questionnaire import ALGORITHM, Kind, Questionnaire
from iama.model.routing import OUTCOMES, Because, Route, Routing

UNKNOWN, NOT_NEEDED = "unknown", "not-needed"
_PICKED = (Kind.YES_NO, Kind.CHOICE, Kind.CHOICES)


class Routed(Struct, frozen=True):
    """What one route comes to; `missing` could still make it weigh more."""

    route: Route
    outcome: str  # one of a case, or `unknown`, or `not-needed`
    reasons: tuple[Because, ...]
    rests_on: tuple[Ref, ...]
    missing: tuple[Ref, ...]


def routed_assessments(outcome: Outcome, law: Law, routing: Routing) -> tuple[Routed, ...]:
    """Return what every route comes to; nothing for facts of the algorithm that do not ask what it needs."""
    if ALGORITHM not in outcome.questionnaires or not routing.routes:
        return ()
    world = world_of(outcome, law)
    return tuple(_follow_route(world, route) for route in routing.routes)


def _follow_route(world: World, route: Route) -> Routed:
    rulings = [(case, world.ruling_of(case.condition, ALGORITHM)) for case in route.cases]
    holding = [case for case, ruling in rulings if ruling.truth]
    weight = OUTCOMES.index(holding[0].outcome) if holding else len(OUTCOMES)
    heavier = [ruling for case, ruling in rulings if OUTCOMES.index(case.outcome) < weight]
    missing = unique(ref for ruling in heavier if ruling.truth is None for ref in ruling.missing)
    rests_on = unique(ref for _, ruling in rulings if ruling.truth is not None for ref in ruling.because)
    if holding:
        return Routed(route, holding[0].outcome, tuple(case.because for case in holding), rests_on, missing)
    if missing:
        return Routed(route, UNKNOWN, (), rests_on, missing)
    return Routed(route, NOT_NEEDED, (route.otherwise,), rests_on, ())


def offered_annexes(outcome: Outcome, law: Law, annexes: Iterable[Questionnaire]) -> tuple[Questionnaire, ...]:
    """Return the annexes that a dossier lacks and that its answers call for."""
    if ALGORITHM not in outcome.questionnaires:
        return ()
    world, held = world_of(outcome, law), {tree.id for tree in outcome.held_trees}
    return tuple(
        tree
        for tree in annexes
        if tree.id not in held and world.ruling_of(parse_condition(tree.instrument.annex), ALGORITHM).truth
    )


def routing_refs(outcome: Outcome, routed: Iterable[Routed]) -> frozenset[Ref]:
    """Return the facts that the routing rests on, answered or not, and the picks that those to be answered build on."""
    missing = {ref for one in routed for ref in one.missing if ref in outcome.entries}
    shown = (Ref(ref.questionnaire, name) for ref in missing for name in outcome.entries[ref].question.shows)
    picked = {ref for ref in shown if ref in outcome.entries and outcome.entries[ref].question.kind in _PICKED}
    return frozenset(missing | picked | {ref for one in routed for ref in one.rests_on}) & outcome.entries.keys()
