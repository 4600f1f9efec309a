"""What a summary for the public has to tell: the effect, what must be mended, which risks remain, what is still open.

A team tells them in its own words in the rows of a question on the topic `summary`, each bound to one conclusion.
"""

import hashlib
import json
from collections.abc import Container, Iterable, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from iama.assess.outcome import Entry, Outcome, State, Status, Verdict
from iama.assess.responses import action_states, grounds_digest, last_response
from iama.model.approval import Condition
from iama.model.conditions import Ref
from iama.model.dossier import Dossier, Row
from iama.model.questionnaire import ALGORITHM, plain_id, speakers
from iama.words import pick_translation

EFFECT = "effect"  # what the conclusion on the effect is called, and the question that it rests on
HEAVY = ("blocker", "must")
SETTLED = ("done", "dropped")  # states of a condition that is no longer open
REJECTED = "rejected"  # the decision on a residual risk that keeps use from starting


class Sort(StrEnum):
    """What a conclusion is about."""

    EFFECT = "effect"
    FLAG = "flag"
    RISK = "risk"
    CONDITION = "condition"


class Conclusion(Struct, frozen=True):
    """One thing to tell, with a short digest of what it rests on; `must` says that leaving it out is said."""

    id: str
    sort: Sort
    seen: str
    must: bool
    of: Verdict | Row | Condition | None = None


def conclusions(
    outcome: Outcome, decided: Iterable[Condition], within: Container[str] | None = None
) -> tuple[Conclusion, ...]:
    """Return what there is to tell, the worst first behind the effect; what is withheld is not among it.

    `decided` are the conditions of decisions; `within` keeps the flags and risks of some assessments (ids).
    """
    shown = outcome.questionnaires if within is None else within
    return (
        *_effect(outcome),
        *_flag_conclusions(outcome, shown),
        *_risk_conclusions(outcome, shown),
        *_condition_conclusions(outcome, decided),
    )


def conclusion_id(verdict: Verdict) -> str:
    """Return how a summary names a flag."""
    return verdict.trigger.id + (f"--{verdict.instance}" if verdict.instance else "")


def conclusion_name(one: Conclusion, outcome: Outcome, language: str) -> str:
    """Return what a conclusion says, in the words of the rule or of the team."""
    match one.of:
        case Verdict() as verdict:
            about = f" ({verdict.instance})" if verdict.instance else ""
            return pick_translation(verdict.trigger.title, language) + about
        case Row() as row:
            return row.cells.get("risk", "")
        case Condition() as condition:
            return condition.text
    entry = outcome.find_entry(ALGORITHM, "description") or outcome.find_entry(ALGORITHM, EFFECT)
    return "; ".join(entry.answer.value_words()) if entry and entry.status is Status.ANSWERED else ""


def proposed_cells(one: Conclusion, outcome: Outcome, language: str) -> dict[str, str]:
    """Return a line about a conclusion, for the team to put in plain words: what it is, what is done, and by when."""
    cells = {"about": one.id, "text": conclusion_name(one, outcome, language), "seen": one.seen}
    match one.of:
        case Verdict() as verdict if given := last_response(verdict, outcome):
            cells["response"] = given.text
        case Row() as row:
            cells |= {"response": row.cells.get("measure", ""), "due": row.cells.get("until", "")}
        case Condition() as condition:
            cells["due"] = condition.due
    return {name: text for name, text in cells.items() if text}


def summary_question(outcome: Outcome) -> Ref | None:
    """Return where a dossier tells the public what there is to tell; None where no assessment asks it."""
    return next(iter(speakers(outcome.held_trees, "summary")), None)


def is_proposed(one: Conclusion) -> bool:
    """Whether a summary needs a line about a conclusion; open conditions the page names by itself."""
    return one.sort is Sort.EFFECT or (one.must and one.sort is not Sort.CONDITION)


def stale_rows(outcome: Outcome, dossier: Dossier) -> Iterator[Row]:
    """Yield the lines of summaries whose conclusion changed since, or is no more; one about nothing is never stale."""
    known = {one.id: one.seen for one in conclusions(outcome, decided_conditions(dossier))}
    rows = (row for entry in summary_entries(outcome) for row in entry.answer.rows)
    return (row for row in rows if (about := row.cells.get("about")) and known.get(about) != row.cells.get("seen"))


def summary_entries(outcome: Outcome) -> tuple[Entry, ...]:
    """Return the entries in which a team tells the public what there is to tell."""
    return _topic_entries(outcome, "summary")


def decided_conditions(dossier: Dossier, within: Container[str] | None = None) -> Iterator[Condition]:
    """Yield the conditions of the last decision about each assessment, or about each of those `within` (ids)."""
    last = {plain_id(approval.questionnaire): approval for approval in dossier.approvals}
    decided = (approval for id_, approval in last.items() if within is None or id_ in within)
    return (condition for approval in decided for condition in approval.conditions)


def is_met(condition: Condition, states: Mapping[str, str]) -> bool:
    """Whether a condition is met, or no longer asked; `states` are those of action points."""
    return states.get(condition.id, "open") in SETTLED


def _topic_entries(outcome: Outcome, topic: str) -> tuple[Entry, ...]:
    entries = [outcome.entries.get(ref) for ref in speakers(outcome.held_trees, topic)]
    return tuple(entry for entry in entries if entry is not None and entry.status.applies)


def _effect(outcome: Outcome) -> Iterator[Conclusion]:
    entry = outcome.find_entry(ALGORITHM, EFFECT)
    if entry is not None and entry.status is Status.ANSWERED:
        yield Conclusion(EFFECT, Sort.EFFECT, _digest_of_source(list(entry.answer.value_words())), must=False)


def _flag_conclusions(outcome: Outcome, within: Container[str]) -> Iterator[Conclusion]:
    fired = [one for one in outcome.counting_verdicts if one.state is State.FIRED and one.questionnaire in within]
    for severity in HEAVY:
        for verdict in fired:
            if verdict.severity == severity:
                yield Conclusion(
                    conclusion_id(verdict), Sort.FLAG, grounds_digest(verdict, outcome), must=True, of=verdict
                )


def _risk_conclusions(outcome: Outcome, within: Container[str]) -> Iterator[Conclusion]:
    entries = [entry for entry in _topic_entries(outcome, "risks") if entry.ref.questionnaire in within]
    rows = [row for entry in entries for row in entry.answer.rows]
    for row in sorted(rows, key=lambda row: row.cells.get("decision") != REJECTED):
        must = row.cells.get("decision") == REJECTED
        yield Conclusion(row.id, Sort.RISK, _digest_of_source(dict(row.cells)), must=must, of=row)


def _condition_conclusions(outcome: Outcome, decided: Iterable[Condition]) -> Iterator[Conclusion]:
    states = action_states(outcome)
    for one in decided:
        if not is_met(one, states):
            yield Conclusion(one.id, Sort.CONDITION, _digest_of_source([one.text, one.due]), must=True, of=one)


def _digest_of_source(says: object) -> str:
    return hashlib.sha256(json.dumps(says, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]
