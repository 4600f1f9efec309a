"""Derived facts of law: which rules cover a system, and from which day they bind (AI Act 6, 27, 111, 113)."""

from iama.assess.outcome import Status
from iama.assess.world import World
from iama.model.conditions import Ref, Ruling, Value, combine_rulings, unique
from iama.model.grammar import parse_condition
from iama.model.questionnaire import ALGORITHM

_HIGH_RISK = parse_condition(
    "annex-i = yes or (annex-iii answered and annex-iii != none and (not derogation = yes or profiling = yes))"
)
_TOUCHES_PEOPLE = parse_condition("legal-effect = yes or classifies = yes")
_WEIGHS = parse_condition("effect in (automated-decision, decision-support, selection) or effect-on-outcome = yes")
_OWN_POLICY = parse_condition("own-policy = yes")


def register_category(world: World) -> Value:
    """Publication category of the Algorithm Register: A high-risk AI (AI Act 6), B impactful, C other."""
    rulings = {"a": world.ruling_of(_HIGH_RISK, ALGORITHM), "b": _impactful(world)}
    for category, ruling in rulings.items():
        if ruling.truth is None:
            return Value(None, ruling.missing)
        if ruling.truth:
            return Value((category,), ruling.because)
    return Value(("c",), unique(ref for ruling in rulings.values() for ref in ruling.because))


def _impactful(world: World) -> Ruling:
    """Return whether the process touches people and the algorithm matters for how it ends, or own policy says so.

    That it matters is assumed until an answer says otherwise.
    """
    touches, weighs = world.ruling_of(_TOUCHES_PEOPLE, ALGORITHM), world.ruling_of(_WEIGHS, ALGORITHM)
    assumption = Ruling(True, because=weighs.missing) if weighs.truth is None else weighs
    by_effect = combine_rulings((touches, assumption), decisive=False)
    return combine_rulings((by_effect, world.ruling_of(_OWN_POLICY, ALGORITHM)), decisive=True)


def answer_word(world: World, questionnaire: str, question: str) -> str:
    """The answer to a question with one value; empty when there is none."""
    entry = world.entries.get(Ref(questionnaire, question))
    return "".join(entry.answer.value_words()) if entry and entry.status is Status.ANSWERED else ""
