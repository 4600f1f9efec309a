"""Derived facts: named, typed functions of the answers, for conditions, status and reports."""

from collections.abc import Mapping
from datetime import date

from iama.assess.world import Fact, World
from iama.model.conditions import Ref, Type, Value, unique
from iama.model.grammar import parse

_HIGH_RISK = parse(
    "annex-i = yes or (annex-iii answered and annex-iii != none and (derogation = no or profiling = yes))"
)
_IMPACTFUL = parse("legal-effect = yes or classifies = yes or own-policy = yes")


def _category(world: World) -> Value:
    """Publication category of the Algorithm Register: A high-risk AI (AI Act 6), B impactful, C other."""
    rulings = {"a": world.rule(_HIGH_RISK, "algorithm"), "b": world.rule(_IMPACTFUL, "algorithm")}
    for category, ruling in rulings.items():
        if ruling.truth is None:
            return Value(None, ruling.missing)
        if ruling.truth:
            return Value((category,), ruling.because)
    return Value(("c",), unique(ref for ruling in rulings.values() for ref in ruling.because))


def _team_roles(world: World) -> Value:
    """The roles that were at the table in any meeting."""
    entry = world.entries.get(Ref("iama", "attendance"))
    if entry is None or not entry.answer.rows:
        return Value(None, (Ref("iama", "attendance"),))
    roles = dict.fromkeys(row.cells.get("role", "") for row in entry.answer.rows)
    return Value(tuple(roles), (entry.ref,))


def _open_actions(world: World) -> Value:
    """The ids of action points, in any assessment, that are not done."""
    found: list[str] = []
    refs: list[Ref] = []
    for entry in world.entries.values():
        if entry.status.applies and any(column.id == "blocking" for column in entry.question.columns):
            refs.append(entry.ref)
            found.extend(row.id for row in entry.answer.rows if row.cells.get("status") != "done")
    return Value(tuple(found), tuple(refs))


def _days_since_review(world: World) -> Value:
    """Whole days since the last review of the assessment."""
    entry = world.entries.get(Ref("follow-up", "last-review"))
    if entry is None or not isinstance(entry.answer.value, str):
        return Value(None, (Ref("follow-up", "last-review"),), Type.NUMBER)
    days = (world.as_of - date.fromisoformat(entry.answer.value)).days
    return Value((str(days),), (entry.ref,), Type.NUMBER)


FACTS: Mapping[str, Fact] = {
    "category": Fact(Type.WORD, "publication category of the Algorithm Register", _category, ("a", "b", "c")),
    "team-roles": Fact(Type.WORD, "roles that were at the table", _team_roles),
    "open-actions": Fact(Type.WORD, "action points that are not done", _open_actions),
    "days-since-review": Fact(Type.NUMBER, "days since the last review", _days_since_review),
}
