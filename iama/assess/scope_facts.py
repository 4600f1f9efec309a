"""Derived facts about the AI Act, for conditions and triggers: each stands on the decision in `scope`."""

from collections.abc import Callable, Mapping

from iama.assess.annexes import POINTS, annex_iii
from iama.assess.scope import (
    Verdict,
    ai_act_rulings,
    article_27_coverage,
    beside_product,
    by_annex_iii,
    decide_scope,
    high_risk,
)
from iama.assess.transition import ANNEX_I, ANNEX_III, DATES, transition
from iama.assess.world import Fact, World
from iama.model.conditions import Ref, Ruling, Type, Value, combine_rulings, unique
from iama.model.grammar import parse_condition
from iama.model.questionnaire import ALGORITHM, speakers

_SECTION_A = parse_condition("annex-i = yes and annex-i-section = section-a")


def _high_risk(world: World) -> Value:
    """Whether the system is high-risk under Article 6 of the AI Act, by either annex."""
    return _yes_no(high_risk(world, world.once(annex_iii)))


def _start(world: World) -> tuple[str | None, Ruling]:
    """Return the application date that counts for a listed system; none while that is open, or when it has none.

    A claim under Article 6(3) makes no difference here: rules about the claim bind from the same day.
    """
    held = combine_rulings(ai_act_rulings(world), decisive=False)
    third = combine_rulings((held, world.once(annex_iii).any_of(), beside_product(world)), decisive=False)
    if third.truth is not False:
        return (ANNEX_III if third.truth else None), third
    first = combine_rulings((held, world.ruling_of(_SECTION_A, ALGORITHM)), decisive=False)
    return (ANNEX_I if first.truth else None), first


def _applies_from(world: World) -> Value:
    """The day from which Articles 26 and 27 bind: application, a design change, the legacy date; or nothing."""
    start, ruling = _start(world)
    if start is None:
        return Value(None, ruling.missing, Type.DATE) if ruling.truth is None else Value((), ruling.because, Type.DATE)
    found = transition(world, start)
    binding = found.settled_binding(world.as_of)
    if binding is None:
        return Value(None, found.missing, Type.DATE)
    day = () if binding.day is None else (binding.day.isoformat(),)
    return Value(day, unique((*ruling.because, *found.because)), Type.DATE)


def _legacy(world: World) -> Value:
    """Whether the system was placed on the market or put into service before the rules applied (Article 111(2))."""
    start, ruling = _start(world)
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
    found = dict.fromkeys(_annex_iii_part(point) for point in points.held)
    unsure = frozenset(_annex_iii_part(point) for point in points.maybe) - found.keys()
    return Value(tuple(found), unique((*ruling.because, *(points.missing if unsure else ()))), unsure=unsure)


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


def _fria_required(world: World) -> Value:
    """Whether a FRIA must be there: yes now, later from `applies-from`, or no."""
    decision = world.once(decide_scope)
    if decision.verdict is Verdict.UNDECIDED:
        return Value(None, decision.missing)
    if decision.verdict is Verdict.REQUIRED_NOW:
        return Value(("yes",), decision.because)
    later = decision.verdict in (Verdict.REQUIRED_FROM, Verdict.VOLUNTARY) and decision.day
    return Value(("later" if later else "no",), decision.because)


def _article_5(world: World) -> Value:
    """Whether an assessment of the dossier, such as an IAMA, asks which practice of Article 5 it may be."""
    trees = (tree for tree in world.held_trees if not tree.answers_article_27)  # that one asks which are forbidden
    return Value(("yes" if speakers(trees, "practice") else "no",))


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


SCOPE_FACTS: Mapping[str, Fact] = {
    "annex-iii-class": _scope_fact(
        Type.WORD, "high-risk by Annex III: which part", _annex_iii_class, ("annex-iii", "point-2", "none")
    ),
    "fria-scope": _scope_fact(Type.WORD, "Article 27(1) covers system and deployer", _fria_scope, ("yes", "no")),
    "high-risk-ai": _scope_fact(Type.WORD, "high-risk under AI Act 6", _high_risk, ("yes", "no")),
    "legacy": _scope_fact(Type.WORD, "older than the high-risk rules (AI Act 111)", _legacy, ("yes", "no")),
    "applies-from": _scope_fact(Type.DATE, "day from which the high-risk rules bind a listed system", _applies_from),
    "fria-required": _scope_fact(Type.WORD, "FRIA required now, later or not", _fria_required, ("yes", "later", "no")),
    "fria-outcome": _scope_fact(Type.WORD, "what AI Act 27 asks today", _outcome, tuple(v.value for v in Verdict)[:-1]),
    "article-5-asked": Fact(Type.WORD, "Article 5 is asked in an IAMA of the dossier", _article_5, ("yes", "no")),
}
