"""Derived facts of law: which rules cover a system, and from which day they bind (AI Act 6, 27, 111, 113)."""

from iama.assess.outcome import Status
from iama.assess.world import World
from iama.model.conditions import Ref, Value, unique
from iama.model.grammar import parse_condition

_HIGH_RISK = parse_condition(
    "annex-i = yes or (annex-iii answered and annex-iii != none and (not derogation = yes or profiling = yes))"
)
_IMPACTFUL = parse_condition("legal-effect = yes or classifies = yes or own-policy = yes")


def register_category(world: World) -> Value:
    """Publication category of the Algorithm Register: A high-risk AI (AI Act 6), B impactful, C other."""
    rulings = {"a": world.ruling_of(_HIGH_RISK, "algorithm"), "b": world.ruling_of(_IMPACTFUL, "algorithm")}
    for category, ruling in rulings.items():
        if ruling.truth is None:
            return Value(None, ruling.missing)
        if ruling.truth:
            return Value((category,), ruling.because)
    return Value(("c",), unique(ref for ruling in rulings.values() for ref in ruling.because))


def answer_word(world: World, questionnaire: str, question: str) -> str:
    """The answer to a question with one value; empty when there is none."""
    entry = world.entries.get(Ref(questionnaire, question))
    return "".join(entry.answer.value_words()) if entry and entry.status is Status.ANSWERED else ""
