"""Derived facts of law: which rules cover a system, and from which day they bind (AI Act 6, 27, 111, 113)."""

from iama.assess.outcome import Status
from iama.assess.world import World
from iama.model.conditions import Ref, Ruling, Type, Value, unique
from iama.model.grammar import parse

# a claim of 6(3) counts until the team says it does not hold; "not applicable" is no claim
_HIGH_RISK_III = parse("annex-iii answered and annex-iii != none and (not derogation = yes or profiling = yes)")
_HIGH_RISK = parse(
    "annex-i = yes or (annex-iii answered and annex-iii != none and (not derogation = yes or profiling = yes))"
)
_FRIA_SCOPE = parse(
    "annex-iii-class = annex-iii and (annex-iii in (5b, 5c)"
    " or deployer-category in (public-authority, public-law-body, private-public-service))"
)
_LISTED_III = parse("annex-iii answered and annex-iii != none")
_LISTED_I = parse("annex-i = yes")
_PUBLIC = parse("deployer-category = public-authority")
_IMPACTFUL = parse("legal-effect = yes or classifies = yes or own-policy = yes")


def category(world: World) -> Value:
    """Publication category of the Algorithm Register: A high-risk AI (AI Act 6), B impactful, C other."""
    rulings = {"a": world.rule(_HIGH_RISK, "algorithm"), "b": world.rule(_IMPACTFUL, "algorithm")}
    for category, ruling in rulings.items():
        if ruling.truth is None:
            return Value(None, ruling.missing)
        if ruling.truth:
            return Value((category,), ruling.because)
    return Value(("c",), unique(ref for ruling in rulings.values() for ref in ruling.because))


def annex_iii_class(world: World) -> Value:
    """High-risk by Annex III: point 2 (critical infrastructure), another point, or not at all (AI Act 6(2), 6(3))."""
    ruling = world.rule(_HIGH_RISK_III, "algorithm")
    if ruling.truth is None:
        return Value(None, ruling.missing)
    if not ruling.truth:
        return Value(("none",), ruling.because)
    entry = world.entries[Ref("algorithm", "annex-iii")]
    found = {_point(word) for word in entry.answer.words()}
    unsure = frozenset(_point(word) for word in entry.answer.unsure) - found
    return Value(tuple(sorted(found)), ruling.because, Type.WORD, unsure)


def _point(word: str) -> str:
    return "point-2" if word == "2" else "annex-iii"


def fria_scope(world: World) -> Value:
    """Whether Article 27(1) covers this system and this deployer, whatever the date."""
    return _yes_no(world.rule(_FRIA_SCOPE, "algorithm"))


def _yes_no(ruling: Ruling) -> Value:
    if ruling.truth is None:
        return Value(None, ruling.missing)
    return Value(("yes" if ruling.truth else "no",), ruling.because)


def _listing(world: World) -> tuple[str, Ruling]:
    """The annex that sets the date, with the ruling that says so; Annex III never binds later than Annex I."""
    for annex, condition in (("annex-iii", _LISTED_III), ("annex-i", _LISTED_I)):
        ruling = world.rule(condition, "algorithm")
        if ruling.truth is not False:
            return annex, ruling
    return "", ruling


def legacy(world: World) -> Value:
    """Whether the system was on the market or in service before its rules applied (AI Act 111(2))."""
    annex, listed = _listing(world)
    if not annex:
        return Value(("no",), listed.because)
    if listed.truth is None:
        return Value(None, listed.missing)
    older = world.rule(parse(f"placed-on-market < law.{annex}-date"), "algorithm")
    return _yes_no(older) if older.truth is None else _yes_no(_also(listed, older))


def _also(first: Ruling, second: Ruling) -> Ruling:
    return Ruling(second.truth, unique(first.because + second.because), second.missing)


def applies_from(world: World) -> Value:
    """The day from which Articles 6 to 27, 49 and 86 bind for a listed system, if it is high-risk; none if never.

    The application date of its annex; for an older system the day of a significant design change, or for public
    authorities the legacy date when that comes first (AI Act 111(2), 113).
    """
    annex, listed = _listing(world)
    if not annex:
        return Value((), listed.because, Type.DATE)
    older = legacy(world)
    if older.words is None:
        return Value(None, older.refs, Type.DATE)
    if older.words == ("no",):
        return Value((_law_date(world, f"{annex}-date"),), older.refs, Type.DATE)
    changed = world.rule(parse(f"design-change = yes and design-change-date >= law.{annex}-date"), "algorithm")
    public = world.rule(_PUBLIC, "algorithm")
    if missing := changed.missing + public.missing:
        return Value(None, unique(missing), Type.DATE)
    days = [answer(world, "algorithm", "design-change-date")] if changed.truth else []
    days += [_law_date(world, "legacy-date")] if public.truth else []
    return Value(tuple(sorted(days)[:1]), unique(older.refs + changed.because + public.because), Type.DATE)


def _law_date(world: World, id_: str) -> str:
    return world.law.facts[id_].date


def answer(world: World, questionnaire: str, question: str) -> str:
    """The answer to a question with one value; empty when there is none."""
    entry = world.entries.get(Ref(questionnaire, question))
    return "".join(entry.answer.words()) if entry and entry.status is Status.ANSWERED else ""
