"""Which readings of the law a flag or a decision rests on, and how firm that leaves it."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from iama.assess.outcome import RAISED, Outcome, State, Verdict
from iama.assess.responses import ROLE_THAT_DISPUTES, Decision, Response, is_blocker, last_response
from iama.assess.scope import Decision as ScopeDecision
from iama.assess.scope import world_of
from iama.model.calendar import Duty
from iama.model.conditions import Condition
from iama.model.grammar import parse_condition
from iama.model.law import Law, LegalReading, Standing
from iama.model.questionnaire import ALGORITHM

UPCOMING_BLOCKER, ACCEPTED_MUST = "upcoming-blocker", "accepted-must"  # what readings call such flags


def readings_that_matter(outcome: Outcome, law: Law) -> tuple[LegalReading, ...]:
    """Return the readings whose condition holds for a dossier."""
    world = world_of(outcome, law)
    return tuple(
        reading
        for reading in law.readings
        if not reading.when or world.ruling_of(_parsed_condition(reading.when), ALGORITHM).truth
    )


@lru_cache(maxsize=64)
def _parsed_condition(when: str) -> Condition:
    return parse_condition(when)


def readings_of_flag(verdict: Verdict, outcome: Outcome, known: Iterable[LegalReading]) -> tuple[LegalReading, ...]:
    """Return the readings among `known` that a flag or its day rests on; none of one that is clear."""
    if verdict.state in (State.CLEAR, State.WITHHELD):
        return ()
    kinds = {*_kinds_of_flag(verdict, last_response(verdict, outcome))}
    return tuple(reading for reading in known if _rests_on(verdict, reading) or kinds & {*reading.flags})


def _rests_on(verdict: Verdict, reading: LegalReading) -> bool:
    """Return whether a reading names the flag, or what says from when it binds."""
    return verdict.trigger.id in reading.flags or any(case.value in reading.dates for case in verdict.trigger.froms)


def readings_of_duty(duty: Duty, known: Iterable[LegalReading]) -> tuple[LegalReading, ...]:
    """Return the readings among `known` that a duty of the calendar or its day rests on."""
    flags = {*duty.flags}
    return tuple(reading for reading in known if duty.start in reading.dates or flags & {*reading.flags})


def _kinds_of_flag(verdict: Verdict, response: Response | None) -> Iterator[str]:
    if verdict.state is State.UPCOMING and is_blocker(verdict):
        yield UPCOMING_BLOCKER
    if verdict.severity == "must" and response and response.decision is Decision.ACCEPT:
        yield ACCEPTED_MUST


def readings_of_decision(decision: ScopeDecision, known: Iterable[LegalReading]) -> tuple[LegalReading, ...]:
    """Return the readings among `known` that the decision on Article 27 rests on."""
    given = (*decision.policy, *decision.reasons, *decision.remarks)
    words = {reason.key for reason in given} | {moment.event for moment in decision.moments}
    return tuple(reading for reading in known if words & {*reading.reasons})


def weakest_standing(readings: Iterable[LegalReading]) -> Standing:
    """Return how firm that is which rests on these readings: as firm as the least firm of them."""
    order = list(Standing)
    return max((reading.standing for reading in readings), key=order.index, default=Standing.SETTLED)


def lawyer_disputes(reading: LegalReading, outcome: Outcome) -> Iterator[tuple[Verdict, Response]]:
    """Yield what a lawyer of the team holds against flags that rest on a reading, while it stands."""
    for verdict in outcome.verdicts:
        given = last_response(verdict, outcome) if verdict.state in RAISED and _rests_on(verdict, reading) else None
        if given and given.decision is Decision.DISPUTE and given.by == ROLE_THAT_DISPUTES and not given.stale:
            yield verdict, given
