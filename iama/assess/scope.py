"""Does Article 27 of the AI Act ask for a fundamental rights impact assessment? A decision with reason, law and date.

Only systems of Annex III lead to it; what is open leaves the decision open. Dates come from the legal facts.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from msgspec import Struct

from iama.assess.annexes import NATIONAL, WRITTEN, Points, annex_iii
from iama.assess.outcome import Outcome
from iama.assess.parties import (
    EXCLUDED,
    acts_as_deployer,
    acts_as_provider,
    in_central_government,
    is_ai_system,
    is_inside_ai_act,
    is_retired,
)
from iama.assess.prohibition import Ban, Prohibition, prohibition
from iama.assess.transition import ANNEX_III, Binding, Ground, Transition, day_of, has_new_purpose, transition
from iama.assess.world import Fact, QuestionScope, World
from iama.model.conditions import Condition, Ref, Ruling, Value, combine_rulings, negate_ruling, unique
from iama.model.dossier import Dossier
from iama.model.grammar import parse_condition
from iama.model.law import Law
from iama.model.questionnaire import ALGORITHM
from iama.model.struct import replace


class Verdict(StrEnum):
    """What Article 27 asks on a day; the same words in code, JSON, reports and docs."""

    REQUIRED_NOW = "required-now"  # before first use, or still to be done
    REQUIRED_FROM = "required-from"  # binds from a later day
    VOLUNTARY = "voluntary"  # Article 27 covers it, the transitional rule still protects it
    NOT_REQUIRED = "not-required"  # Article 27 does not cover it
    PROHIBITED = "prohibited"  # the use is forbidden; an assessment changes nothing
    UNDECIDED = "undecided"  # some answer that matters is open


class Reason(Struct, frozen=True):
    """One reason or remark: a key of the catalogue, the legal facts it rests on, and the words that fill it."""

    key: str
    law: tuple[str, ...]
    words: tuple[str, ...] = ()  # points, letters or exceptions
    day: date | None = None


EVENTS_OF_A_DECISION = ("first-use", "design-change", "use-goes-on")


class Moment(Struct, frozen=True):
    """Something that makes the assessment compulsory: first use, a design change, or use that goes on."""

    event: str
    law: tuple[str, ...]
    day: date | None


class Decision(Struct, frozen=True):
    """What Article 27 asks, why, from when, and what is still missing."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    day: date | None = None  # from which it binds
    moments: tuple[Moment, ...] = ()
    at_first_use: bool | None = None  # whether it binds at first use
    remarks: tuple[Reason, ...] = ()
    because: tuple[Ref, ...] = ()
    missing: tuple[Ref, ...] = ()
    policy: tuple[Reason, ...] = ()  # what policy asks ahead of the law

    @property
    def law(self) -> tuple[str, ...]:
        """Every legal fact that the decision rests on, the leading one first."""
        groups = (
            *(reason.law for reason in self.reasons),
            *(moment.law for moment in self.moments),
            *(reason.law for reason in self.policy),
        )
        return tuple(dict.fromkeys(id_ for ids in groups for id_ in ids))


_WRITTEN = {**EXCLUDED, "real-world-test": "ai-act-60"}  # the latter only with every condition confirmed
_TESTED = parse_condition("exclusions = real-world-test")
_CONFIRMED = parse_condition(
    "real-world-approval answered and (real-world-conditions = sandbox or count real-world-conditions >= law.ai-act-60)"
)
_ANNEX_I = parse_condition("annex-i = yes")
_PROFILING = parse_condition("profiling = yes")
_CLAIMED = parse_condition("derogation = yes")
_MET = parse_condition("derogation-conditions in (narrow-task, improves-result, detects-patterns, preparatory-task)")
_DEROGATED = parse_condition(
    "derogation = yes and not profiling = yes"
    " and derogation-conditions in (narrow-task, improves-result, detects-patterns, preparatory-task)"
)
_SECTION_B = parse_condition("annex-i-section = section-b and apart-from-product = no")
_BOUND = parse_condition("deployer-category in (public-authority, public-law-body, private-public-service)")
_REAL_TIME = parse_condition("real-time-identification = yes")
_ABOUT_PEOPLE = parse_condition("effect in (automated-decision, decision-support, selection)")
_CHANGES = (Ground.CHANGE, Ground.CONTRADICTED)
_ANY_DEPLOYER = ("5b", "5c")


class Gate(Struct, frozen=True):
    """One condition for Article 27 to cover the use, and the reason to give when it fails."""

    holds: Ruling
    otherwise: Reason


def decide_scope(world: World) -> Decision:
    """Return what Article 27 asks, on the day and under the law of `world`."""
    ban = world.once(prohibition)
    if ban.withheld:
        return Decision(Verdict.UNDECIDED, (Reason("undecided", ("ai-act-27-1",)),), missing=ban.withheld)
    if ban.ban in (Ban.IN_FORCE, Ban.DISPUTED):
        return _stop_use(ban)
    return replace(decide_article_27(world), policy=tuple(_policy(world)))


def decide_article_27(world: World) -> Decision:
    """Return what Article 27 asks, whatever Article 5 says: a lawyer may dispute that the use is prohibited."""
    points = world.once(annex_iii)
    gates = tuple(_gates(world, points))
    if closed_gate := next((gate for gate in gates if gate.holds.truth is False), None):
        remarks = tuple(_remarks(world, points))
        return Decision(
            Verdict.NOT_REQUIRED, (closed_gate.otherwise,), remarks=remarks, because=closed_gate.holds.because
        )
    inside = combine_rulings((gate.holds for gate in gates), decisive=False)
    if inside.truth is None:
        return _leave_undecided(world, points, inside.missing)
    return _decide_day(world, points, inside)


def article_27_coverage(world: World, points: Points) -> Ruling:
    """Return whether Article 27(1) covers this system and this deployer, whatever the date."""
    return combine_rulings((gate.holds for gate in _gates(world, points)), decisive=False)


def decide_outcome(outcome: Outcome, law: Law) -> Decision:
    """Return what Article 27 asks of a dossier that is evaluated already."""
    return decide_scope(world_of(outcome, law))


def world_of(outcome: Outcome, law: Law) -> World:
    """Return the answers of a dossier that is evaluated already, and its facts, for conditions that read them again."""
    facts = {name: _known_fact(value) for name, value in outcome.facts.items()}
    world = World(outcome.questionnaires, Dossier(""), law, outcome.as_of, facts)
    world.entries.update(outcome.entries)
    return world


def _known_fact(value: Value) -> Fact:
    return Fact(value.type, "", lambda _: value)


def high_risk(world: World, points: Points) -> Ruling:
    """Return whether the AI Act counts the system as high-risk (Article 6), by Annex I or Annex III."""
    routes = (by_annex_iii(world, points), _algorithm_ruling(world, _ANNEX_I))
    return combine_rulings((*ai_act_rulings(world), combine_rulings(routes, decisive=True)), decisive=False)


def by_annex_iii(world: World, points: Points) -> Ruling:
    """Return whether Annex III makes the system high-risk (Article 6(2)), the derogation of 6(3) considered."""
    return combine_rulings((points.any_of(), negate_ruling(_algorithm_ruling(world, _DEROGATED))), decisive=False)


def ai_act_rulings(world: World) -> tuple[Ruling, Ruling]:
    """Return whether it is an AI system, and whether the use is inside the AI Act."""
    inside, tested = is_inside_ai_act(world), _algorithm_ruling(world, _TESTED)
    if tested.truth is not False:
        confirmed = combine_rulings((tested, _algorithm_ruling(world, _CONFIRMED)), decisive=False)
        inside = combine_rulings((inside, negate_ruling(confirmed)), decisive=False)
    return is_ai_system(world), inside


def beside_product(world: World) -> Ruling:
    """Return whether Article 2(2) leaves the duties standing: for products of Annex I, Section B, it does not."""
    return negate_ruling(_algorithm_ruling(world, _SECTION_B))


def _gates(world: World, points: Points) -> Iterator[Gate]:
    ai, inside = ai_act_rulings(world)
    yield Gate(ai, Reason("no-ai-system", ("ai-act-3-1",)))
    yield Gate(inside, _exclusion_reason(world))
    yield Gate(negate_ruling(is_retired(world)), Reason("retired", ("ai-act-27-1", "ai-act-3-4")))
    yield Gate(acts_as_deployer(world), Reason("not-deployer", ("ai-act-3-4", "ai-act-27-1")))
    yield Gate(points.any_of(), _outside_annex_iii(world, points))
    yield Gate(points.any_of(but=NATIONAL), Reason("point-2", ("ai-act-27-1", "ai-act-49-5")))
    yield Gate(negate_ruling(_algorithm_ruling(world, _DEROGATED)), Reason("derogation", ("ai-act-6-3",)))
    yield Gate(beside_product(world), Reason("section-b", ("ai-act-2-2",)))
    bound = combine_rulings((_algorithm_ruling(world, _BOUND), points.any_of(_ANY_DEPLOYER)), decisive=True)
    yield Gate(bound, Reason("not-bound", ("ai-act-27-1",)))


def _exclusion_reason(world: World) -> Reason:
    words = QuestionScope(world, ALGORITHM).look_up_value("exclusions").words or ()
    name = next((word for word in words if word in _WRITTEN), "")
    return Reason(f"excluded-{name}", (_WRITTEN[name],)) if name else Reason("excluded", ("ai-act-2-3",))


def _outside_annex_iii(world: World, points: Points) -> Reason:
    if _algorithm_ruling(world, _ANNEX_I).truth:
        return Reason("annex-i-only", ("ai-act-27-1", "ai-act-annex-i"))
    if points.exceptions:
        return Reason("excepted", tuple(dict.fromkeys(WRITTEN[name] for name in points.exceptions)), points.exceptions)
    return Reason("not-annex-iii", ("ai-act-27-1", "ai-act-annex-iii"))


def _stop_use(ban: Prohibition) -> Decision:
    """Return the stop of Article 5 for practices whose prohibition applies already."""
    law = tuple(f"ai-act-5-{letter}" for letter in ban.in_force) or ("ai-act-5",)
    return Decision(Verdict.PROHIBITED, (Reason("prohibited", law, ban.in_force),), because=ban.because)


def _says(world: World, topic: str, *words: str) -> bool:
    """Return whether an assessment says one of these words on a topic."""
    return any(word in words for value in world.topic_values(topic) for word in value.words or ())


def _leave_undecided(world: World, points: Points, missing: tuple[Ref, ...]) -> Decision:
    reason = Reason("undecided", ("ai-act-27-1",))
    return Decision(Verdict.UNDECIDED, (reason,), remarks=tuple(_remarks(world, points)), missing=missing)


def _decide_day(world: World, points: Points, inside: Ruling) -> Decision:
    """Return the decision for a use that Article 27 covers: only the day is still to be found."""
    real_time = _algorithm_ruling(world, _REAL_TIME)
    timing = transition(world, ANNEX_III)
    binding = timing.settled_binding(world.as_of)
    if real_time.truth:
        day = day_of(world, "ai-act-5-2")
        reasons = (Reason("real-time", ("ai-act-5-2",), day=day),)
        moment = Moment("first-use", ("ai-act-5-2",), _first_use(world))
        remarks = tuple(_remarks(world, points, timing))
        because = unique((*inside.because, *real_time.because))
        return Decision(Verdict.REQUIRED_NOW, reasons, day, (moment,), True, remarks, because)
    already = binding is not None and binding.binds(world.as_of)
    missing = unique((*(() if binding else timing.missing), *(() if already else real_time.missing)))
    if binding is None or missing:
        return _leave_undecided(world, points, missing)
    return Decision(
        _binding_verdict(binding, world.as_of),
        tuple(_decision_reasons(world, points, timing, binding)),
        binding.day,
        tuple(_moments(world, timing, binding)),
        _at_first_use(world, binding),
        tuple(_remarks(world, points, timing)),
        unique((*inside.because, *timing.because)),
    )


def _binding_verdict(binding: Binding, as_of: date) -> Verdict:
    if binding.binds(as_of):
        return Verdict.REQUIRED_NOW
    return Verdict.REQUIRED_FROM if binding.ground in (Ground.APPLICATION, *_CHANGES) else Verdict.VOLUNTARY


def _decision_reasons(world: World, points: Points, timing: Transition, binding: Binding) -> Iterator[Reason]:
    inside = Reason("covered", ("ai-act-27-1", "ai-act-annex-iii"), tuple(p for p in points.held if p not in NATIONAL))
    past = {
        Ground.APPLICATION: Reason("new-system", ("annex-iii-date",), day=timing.start),
        Ground.CHANGE: Reason("changed", ("ai-act-111",), day=binding.day),
        Ground.CONTRADICTED: Reason("contradicted", ("ai-act-111", "ai-act-25"), day=binding.day),
        Ground.LEGACY: Reason("legacy", ("ai-act-111",), day=timing.start),
        Ground.ANNEX_X: Reason("annex-x", ("ai-act-111-1",), day=binding.day),
        Ground.NEVER: Reason("legacy", ("ai-act-111",), day=timing.start),
    }[binding.ground]
    if binding.ground is Ground.LEGACY and binding.binds(world.as_of):
        past = Reason("legacy-over", ("legacy-date",), day=binding.day)
    yield from (inside, past) if _binding_verdict(binding, world.as_of) is not Verdict.VOLUNTARY else (past, inside)
    if has_new_purpose(world).truth:
        yield Reason("new-purpose", ("ai-act-25", "ai-act-111"))
    if _algorithm_ruling(world, _CLAIMED).truth and _algorithm_ruling(world, _PROFILING).truth:
        yield Reason("profiling", ("ai-act-6-3",))
    elif _algorithm_ruling(world, _CLAIMED).truth and _algorithm_ruling(world, _MET).truth is False:
        yield Reason("no-condition", ("ai-act-6-3",))


def _moments(world: World, timing: Transition, binding: Binding) -> Iterator[Moment]:
    if binding.ground is Ground.APPLICATION:
        yield Moment("first-use", ("ai-act-27-1", "ai-act-27-2"), _first_use(world))
    elif binding.ground in _CHANGES:
        yield Moment("design-change", ("ai-act-111",), binding.day)
    elif binding.ground is Ground.ANNEX_X:
        yield Moment("use-goes-on", ("annex-x-date",), binding.day)
    else:
        if not binding.binds(world.as_of):
            yield Moment("design-change", ("ai-act-111",), timing.start)
        if binding.day:
            yield Moment("use-goes-on", ("legacy-date",), binding.day)


def _at_first_use(world: World, binding: Binding) -> bool | None:
    """Return whether it binds at first use: a new system always, an older one only once the rules bind it."""
    if binding.ground is Ground.APPLICATION:
        return True
    first = _first_use(world)
    return None if first is None else binding.day is not None and first >= binding.day


def _remarks(world: World, points: Points, timing: Transition | None = None) -> Iterator[Reason]:
    """Yield what to mind; what would change a duty only where there is one, which has a `timing`."""
    ban = world.once(prohibition)
    for letter in ban.letters:
        yield Reason("prohibited-from", (f"ai-act-5-{letter}",), (letter,), day_of(world, f"ai-act-5-{letter}"))
    if ban.ban is Ban.OPEN:
        yield Reason("article-5-open", ("ai-act-5",))
    if acts_as_provider(world).truth:
        yield Reason("provider-too", ("ai-act-25", "ai-act-3"))
    if recitals := tuple(name for name in points.exceptions if not WRITTEN[name].startswith("ai-act-annex")):
        yield Reason("recital", tuple(WRITTEN[name] for name in recitals), recitals)
    if timing:
        yield from _remarks_on_duty(world, points)


def _remarks_on_duty(world: World, points: Points) -> Iterator[Reason]:
    if "2" in points.held and len(points.held) > 1:
        yield Reason("point-2-too", ("ai-act-27-1",))
    if _says(world, "earlier", "own", "provider"):
        yield Reason("rely", ("ai-act-27-2",))
    if _says(world, "authorisation", "yes"):
        yield Reason("no-notification", ("ai-act-27-3", "ai-act-46-1"))
    first, market_days = _first_use(world), QuestionScope(world, ALGORITHM).look_up_value("placed-on-market").words
    if first and market_days and first < date.fromisoformat(market_days[0]):
        yield Reason("dates-contradict", ("ai-act-111",))


def _policy(world: World) -> Iterator[Reason]:
    """Yield what policy asks of central government ahead of the law."""
    if not in_central_government(world).truth or is_retired(world).truth:
        return
    first, since = _first_use(world), day_of(world, "cabinet-promise")
    promised = high_risk(world, world.once(annex_iii)).truth and acts_as_deployer(world).truth is not False
    if promised and (first is None or first >= since):
        yield Reason("policy-cabinet", ("cabinet-promise",), day=since)
    if _algorithm_ruling(world, _ABOUT_PEOPLE).truth:
        yield Reason("policy-motion", ("motion-835",))


def _first_use(world: World) -> date | None:
    words = QuestionScope(world, ALGORITHM).look_up_value("first-use").words
    return date.fromisoformat(words[0]) if words else None


def _algorithm_ruling(world: World, condition: Condition) -> Ruling:
    return world.ruling_of(condition, ALGORITHM)
