"""Derived facts about the AI Act, for conditions and triggers: each stands on the decision in `scope`."""

from collections.abc import Callable, Mapping

from iama.assess.annexes import NATIONAL, POINTS, annex_iii
from iama.assess.parties import (
    acts_as_deployer,
    acts_as_provider,
    acts_for_authority,
    in_central_government,
    is_outside_ai_act,
    is_product_only,
    is_public_body,
)
from iama.assess.prohibition import Ban, prohibition
from iama.assess.scope import (
    Decision,
    Verdict,
    ai_act_rulings,
    article_27_coverage,
    beside_product,
    by_annex_iii,
    decide_article_27,
    decide_scope,
    high_risk,
)
from iama.assess.transition import ANNEX_I, ANNEX_III, DATES, day_of, transition
from iama.assess.world import Fact, World
from iama.model.conditions import Ref, Ruling, Type, Value, combine_rulings, unique
from iama.model.grammar import parse_condition
from iama.model.questionnaire import ALGORITHM, speakers
from iama.model.struct import replace

_LIVE = parse_condition("real-time-identification = yes")
_SECTION_A = parse_condition("annex-i = yes and annex-i-section = section-a")


def _high_risk(world: World) -> Value:
    """Whether the system is high-risk under Article 6 of the AI Act, by either annex."""
    return _yes_no(high_risk(world, world.once(annex_iii)))


def _application_date(world: World) -> tuple[str | None, Ruling]:
    """Return the application date that counts for a listed system; none while that is open, or when it has none.

    A claim under Article 6(3) makes no difference here: rules about the claim bind from the same day.
    """
    in_act = combine_rulings(ai_act_rulings(world), decisive=False)
    third = combine_rulings((in_act, world.once(annex_iii).any_of(), beside_product(world)), decisive=False)
    if third.truth is not False:
        return (ANNEX_III if third.truth else None), third
    first = combine_rulings((in_act, world.ruling_of(_SECTION_A, ALGORITHM)), decisive=False)
    return (ANNEX_I if first.truth else None), first


def _high_risk_from(world: World) -> Value:
    """The day from which the rules bind a listed system: application, a design change, the legacy date; or nothing."""
    start, ruling = _application_date(world)
    if start is None:
        return Value(None, ruling.missing, Type.DATE) if ruling.truth is None else Value((), ruling.because, Type.DATE)
    timing = transition(world, start)
    binding = timing.settled_binding(world.as_of)
    if binding is None:
        return Value(None, timing.missing, Type.DATE)
    day = () if binding.day is None else (binding.day.isoformat(),)
    return Value(day, unique((*ruling.because, *timing.because)), Type.DATE)


def _applies_from(world: World) -> Value:
    """The day from which Articles 26, 27, 49(3) and 86 bind the organisation; nothing for who is no deployer.

    Nor for a prohibited use: that has to stop, whatever else would hold.
    """
    ban, deployer = world.once(prohibition), acts_as_deployer(world)
    if ban.stops:
        return Value((), ban.because, Type.DATE)
    if deployer.truth is False:
        return Value((), deployer.because, Type.DATE)
    day = _high_risk_from(world)
    if day.words == ():
        return day
    if day.words is None or ban.withheld or deployer.truth is None:
        refs = (*ban.withheld, *(day.refs if day.words is None else ()), *deployer.missing)
        return Value(None, unique(refs), Type.DATE)
    return replace(day, refs=unique((*day.refs, *deployer.because)))


def _legacy(world: World) -> Value:
    """Whether the system was placed on the market or put into service before the rules applied (Article 111(2))."""
    start, ruling = _application_date(world)
    return _yes_no(ruling if start is None else transition(world, start).earlier)


def _annex_iii_class(world: World) -> Value:
    """High-risk by Annex III: point 2 (critical infrastructure), another point, or not at all (Article 6(2), 6(3))."""
    points = world.once(annex_iii)
    ruling = combine_rulings(
        (*ai_act_rulings(world), by_annex_iii(world, points), beside_product(world)), decisive=False
    )
    if ruling.truth is None:  # what no answer can still make of it is certain all the same
        possible = frozenset(_annex_iii_part(point) for point in (*points.held, *points.maybe))
        return Value((), ruling.missing, unsure=possible | {"none"})
    if not ruling.truth:
        return Value(("none",), ruling.because)
    parts = dict.fromkeys(_annex_iii_part(point) for point in points.held)
    unsure = frozenset(_annex_iii_part(point) for point in points.maybe) - parts.keys()
    return Value(tuple(parts), unique((*ruling.because, *(points.missing if unsure else ()))), unsure=unsure)


def _annex_iii_part(point: str) -> str:
    return "point-2" if point == "2" else "annex-iii"


def _fria_scope(world: World) -> Value:
    """Whether Article 27(1) covers this system and this deployer, whatever the date."""
    return _yes_no(article_27_coverage(world, world.once(annex_iii)))


def _outcome(world: World) -> Value:
    """What Article 27 asks today, as one word."""
    decision = world.once(decide_scope)
    if decision.verdict is Verdict.UNDECIDED:
        return Value(None, decision.missing)
    return Value((decision.verdict.value,), decision.because)


def _decision_of_rules(world: World) -> Decision:
    """Return the decision that rules go by: where a lawyer disputes the prohibition, what holds without it."""
    disputed = world.once(prohibition).ban is Ban.DISPUTED
    return decide_article_27(world) if disputed else world.once(decide_scope)


def _fria_required(world: World) -> Value:
    """Whether a FRIA must be there: yes now, later from `fria-from`, or no."""
    decision = world.once(_decision_of_rules)
    if decision.verdict is Verdict.UNDECIDED:
        return Value(None, decision.missing)
    if decision.verdict is Verdict.REQUIRED_NOW:
        return Value(("yes",), decision.because)
    later = decision.verdict in (Verdict.REQUIRED_FROM, Verdict.VOLUNTARY) and decision.day
    return Value(("later" if later else "no",), decision.because)


def _fria_from(world: World) -> Value:
    """The day from which a FRIA must be there; nothing when it never must."""
    decision = world.once(_decision_of_rules)
    if decision.verdict is Verdict.UNDECIDED:
        return Value(None, decision.missing, Type.DATE)
    return Value((decision.day.isoformat(),) if decision.day else (), decision.because, Type.DATE)


def _registers_use(world: World) -> Ruling:
    """Return whether the organisation itself registers its use in the EU database (Article 49(3) and (4))."""
    points = world.once(annex_iii)
    listed = combine_rulings((*ai_act_rulings(world), points.any_of(but=NATIONAL)), decisive=False)
    classed = combine_rulings((by_annex_iii(world, points), beside_product(world)), decisive=False)
    parts = (listed, classed, acts_as_deployer(world), acts_for_authority(world))
    ruling, starts = combine_rulings(parts, decisive=False), _applies_from(world)
    return Ruling(False, starts.refs) if ruling.truth is not False and starts.words == () else ruling


def _registers_from(world: World) -> Value:
    """The day from which it registers its use; Article 5(2) asks it of live recognition before the other rules bind."""
    registers, live = _registers_use(world), world.ruling_of(_LIVE, ALGORITHM)
    if registers.truth is False:
        return Value((), registers.because, Type.DATE)
    day = _applies_from(world)
    if day.words == () or not (registers.truth and live.truth):
        return day
    return Value((day_of(world, "ai-act-5-2").isoformat(),), unique((*registers.because, *live.because)), Type.DATE)


def _ban(world: World) -> Value:
    """What Article 5 says of the use."""
    ban = world.once(prohibition)
    return Value(None, ban.withheld) if ban.withheld else Value((ban.ban.value,), ban.because)


def _article_5(world: World) -> Value:
    """Whether an assessment of the dossier, such as an IAMA, asks which practice of Article 5 it may be."""
    trees = (tree for tree in world.held_trees if not tree.answers_article_27)  # that one asks which are forbidden
    return Value(("yes" if speakers(trees, "practice") else "no",))


def _yes_no_of(ruling_of: Callable[[World], Ruling]) -> Callable[[World], Value]:
    """Return a ruling as a fact: yes, no or unknown."""
    return lambda world: _yes_no(ruling_of(world))


def _yes_no(ruling: Ruling) -> Value:
    if ruling.truth is None:
        return Value(None, ruling.missing)
    return Value(("yes" if ruling.truth else "no",), ruling.because)


def _when_asked(value: Callable[[World], Value], type_: Type) -> Callable[[World], Value]:
    """Return the fact, unknown for question trees and legal facts that lack what it needs."""

    def value_when_asked(world: World) -> Value:
        tree = world.questionnaires.get(ALGORITHM)
        if tree is None or POINTS not in tree.questions or not world.law.facts.keys() >= DATES:
            return Value(None, (Ref(ALGORITHM, POINTS),), type_)
        return value(world)

    return value_when_asked


def _scope_fact(type_: Type, doc: str, value: Callable[[World], Value], values: tuple[str, ...] = ()) -> Fact:
    return Fact(type_, doc, _when_asked(value, type_), values)


OUTCOME = "fria-outcome"
SCOPE_FACTS: Mapping[str, Fact] = {
    "annex-iii-class": _scope_fact(
        Type.WORD, "high-risk by Annex III: which part", _annex_iii_class, ("annex-iii", "point-2", "none")
    ),
    "fria-scope": _scope_fact(Type.WORD, "Article 27(1) covers system and deployer", _fria_scope, ("yes", "no")),
    "high-risk-ai": _scope_fact(Type.WORD, "high-risk under AI Act 6", _high_risk, ("yes", "no")),
    "legacy": _scope_fact(Type.WORD, "older than the high-risk rules (AI Act 111)", _legacy, ("yes", "no")),
    "outside-ai-act": Fact(
        Type.WORD, "known to be outside the AI Act (2, 3(1))", _yes_no_of(is_outside_ai_act), ("yes", "no")
    ),
    "product-only": Fact(
        Type.WORD, "product of Annex I, Section B (AI Act 2(2))", _yes_no_of(is_product_only), ("yes", "no")
    ),
    "acts-as-deployer": Fact(Type.WORD, "deployer under the AI Act", _yes_no_of(acts_as_deployer), ("yes", "no")),
    "acts-as-provider": Fact(Type.WORD, "provider under the AI Act", _yes_no_of(acts_as_provider), ("yes", "no")),
    "public-body": Fact(Type.WORD, "government, or governed by public law", _yes_no_of(is_public_body), ("yes", "no")),
    "central-government": Fact(
        Type.WORD, "ministry, agency or autonomous body of public law", _yes_no_of(in_central_government), ("yes", "no")
    ),
    "prohibition": Fact(Type.WORD, "what AI Act 5 says of the use", _ban, tuple(Ban)),
    "registers-use": _scope_fact(
        Type.WORD, "registers its use in the EU database", _yes_no_of(_registers_use), ("yes", "no")
    ),
    "registers-from": _scope_fact(Type.DATE, "day from which you register that use", _registers_from),
    "high-risk-from": _scope_fact(Type.DATE, "day from which the rules bind a listed system", _high_risk_from),
    "applies-from": _scope_fact(Type.DATE, "day from which AI Act 26, 27, 49(3) and 86 bind you", _applies_from),
    "fria-from": _scope_fact(Type.DATE, "day from which a FRIA must be there", _fria_from),
    "fria-required": _scope_fact(Type.WORD, "FRIA required now, later or not", _fria_required, ("yes", "later", "no")),
    OUTCOME: _scope_fact(Type.WORD, "what AI Act 27 asks today", _outcome, tuple(v.value for v in Verdict)[:-1]),
    "article-5-asked": Fact(Type.WORD, "Article 5 is asked in an IAMA of the dossier", _article_5, ("yes", "no")),
}
