"""Derived facts: named, typed functions of the answers, for conditions, status and reports."""

from collections.abc import Mapping, Sequence
from datetime import date

from iama.assess.actions import action_points, incomplete_actions, open_actions
from iama.assess.approved import LETTERS, NO_ASSESSMENT, changed_letters
from iama.assess.attendance import correct_rows
from iama.assess.deadlines import answer_word, register_category
from iama.assess.outcome import Entry, Status
from iama.assess.scope_facts import SCOPE_FACTS
from iama.assess.world import Fact, World
from iama.model.conditions import Ref, Type, Value
from iama.model.dossier import Row
from iama.model.law import Law
from iama.model.questionnaire import FOLLOW_UP, speaker

PHASE = "phase"  # the question of the follow-up that every assessment may look at


def _team_roles(world: World) -> Value:
    """The roles that were at the table in any meeting."""
    ref = speaker(world.held_trees, "attendance")
    entry = world.entries.get(ref)
    rows = correct_rows(entry.question, entry.answer) if entry else ()
    if entry is None or not rows:
        return Value(None, (ref,))
    roles = dict.fromkeys(row.cells.get("role", "") for row in rows)
    return Value(tuple(roles), (entry.ref,))


def _current_phase(world: World) -> Value:
    """The phase as answered; while open, in use from the day of first use on."""
    phase_ref = Ref(FOLLOW_UP, PHASE)
    if phase := answer_word(world, *phase_ref[:2]):
        return Value((phase,), (phase_ref,))
    if world.has_withheld([phase_ref]):
        return Value(None, (phase_ref,))
    if first_use := answer_word(world, "algorithm", "first-use"):
        begun = date.fromisoformat(first_use) <= world.as_of
        return Value(("in-use" if begun else "development",), (Ref("algorithm", "first-use"),))
    first = Ref("algorithm", "first-use")
    return Value(None, (phase_ref, first) if world.has_withheld([first]) else (phase_ref,))


def _months_since_review(world: World) -> Value:
    """Whole months since the last review of the assessment."""
    ref = Ref("follow-up", "last-review")
    if not (day := answer_word(world, *ref[:2])):
        return Value(None, (ref,), Type.NUMBER)
    then = date.fromisoformat(day)
    months = (world.as_of.year - then.year) * 12 + world.as_of.month - then.month - (world.as_of.day < then.day)
    return Value((str(months),), (ref,), Type.NUMBER)


def _team_size(world: World) -> Value:
    """How many different people took part, the facilitator not counted.

    A row without a code counts by its role, unless another row says who that was.
    """
    ref = speaker(world.held_trees, "attendance")
    entry = world.entries.get(ref)
    rows = correct_rows(entry.question, entry.answer) if entry else ()
    if not rows:
        return Value(None, (ref,), Type.NUMBER)
    others = [row.cells for row in rows if row.cells.get("role") != "facilitator"]
    codes = {code for cells in others if (code := cells.get("person"))}
    named = {cells.get("role") for cells in others if cells.get("person")}
    unnamed = {cells.get("role") for cells in others} - named
    return Value((str(len(codes) + len(unnamed)),), (ref,), Type.NUMBER)


def _days_since_review(world: World) -> Value:
    """Whole days since the last review of the assessment."""
    entry = world.entries.get(Ref("follow-up", "last-review"))
    if entry is None or not isinstance(entry.answer.value, str):
        return Value(None, (Ref("follow-up", "last-review"),), Type.NUMBER)
    days = (world.as_of - date.fromisoformat(entry.answer.value)).days
    return Value((str(days),), (entry.ref,), Type.NUMBER)


def _fria_missing(world: World) -> Value:
    """The letters of Article 27(1) for which the FRIA lacks a required answer, or none; all without a FRIA."""
    ids = {tree.id for tree in world.held_trees if tree.answers_article_27}
    entries = [entry for ref, entry in world.entries.items() if ref.questionnaire in ids]
    if not entries:
        return Value(tuple(LETTERS), (NO_ASSESSMENT,))
    unsettled_entries = [entry for entry in entries if entry.question.required and not entry.status.is_settled]
    open_ = [entry for entry in unsettled_entries if entry.status is not Status.WITHHELD]
    letters, perhaps = _letters(open_), _letters(unsettled_entries)
    if perhaps == letters:
        serving = [entry.ref for entry in open_ or entries if entry.question.covers]
        return Value(letters or ("none",), tuple(serving))
    refs = tuple(entry.ref for entry in unsettled_entries if entry.question.covers)
    return Value(letters, refs, unsure=frozenset(perhaps) - {*letters} | ({"none"} if not letters else set()))


def _letters(entries: Sequence[Entry]) -> tuple[str, ...]:
    """The letters of Article 27(1) that these questions serve."""
    return tuple(x for x in LETTERS if any(f"27(1)({x})" in entry.question.covers for entry in entries))


def _withheld_ungrounded(world: World) -> Value:
    """The answers that are withheld without a ground, or without the balancing that a relative one needs."""
    ref = Ref("follow-up", "withheld")
    entry = world.entries.get(ref)
    rows = entry.answer.rows if entry else ()
    return Value(tuple(row.id for row in rows if not has_legal_ground(row, world.law)), (ref,))


def has_legal_ground(row: Row, law: Law) -> bool:
    """Return whether a row of what is withheld names a legal ground, and a balancing where that ground is relative.

    Source: Open Government Act (Woo), Articles 5.1 and 5.2, and the policy of the Algorithm Register.
    """
    ground = law.facts.get(row.cells.get("ground", ""))
    return (
        ground is not None and ground.is_ground and (not ground.relative or bool(row.cells.get("reason", "").strip()))
    )


FACTS: Mapping[str, Fact] = {
    "category": Fact(Type.WORD, "publication category of the Algorithm Register", register_category, ("a", "b", "c")),
    **SCOPE_FACTS,
    "current-phase": Fact(
        Type.WORD, "phase, or what first use says of it", _current_phase, ("development", "in-use", "retired")
    ),
    "days-since-review": Fact(Type.NUMBER, "days since the last review", _days_since_review),
    "months-since-review": Fact(Type.NUMBER, "whole months since the last review", _months_since_review),
    "team-roles": Fact(Type.WORD, "roles that were at the table", _team_roles),
    "team-size": Fact(Type.NUMBER, "people at the table, facilitator not counted", _team_size),
    "action-points": Fact(Type.WORD, "all action points", action_points),
    "open-actions": Fact(Type.WORD, "action points that are not done or dropped", open_actions),
    "incomplete-actions": Fact(Type.WORD, "open action points without owner or date", incomplete_actions),
    "fria-missing": Fact(Type.WORD, "letters of 27(1) that the FRIA lacks", _fria_missing, (*LETTERS, "none")),
    "fria-changed": Fact(Type.WORD, "letters of 27(1) changed since approval", changed_letters, (*LETTERS, "none")),
    "withheld-ungrounded": Fact(Type.WORD, "answers withheld without a ground", _withheld_ungrounded),
}
