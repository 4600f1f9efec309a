"""How flags were answered, as far as the public may know: responses, the action points they made, and progress.

An answer to a flag says that it fired. So what answers a withheld flag goes, and of what may hold more such
answers it is said that a part is withheld, whether there are any or not.
"""

from collections.abc import Set

from msgspec import Struct

from iama.assess.actions import lists_actions
from iama.assess.conclusions import (
    EFFECT,
    Conclusion,
    conclusion_id,
    conclusions,
    decided_conditions,
    stale_rows,
    summary_entries,
)
from iama.assess.dependencies import watch_answers
from iama.assess.joined import CONDITIONS
from iama.assess.outcome import RAISED, Entry, Outcome, State, Status, Verdict
from iama.assess.responses import RESPONSES, grounds_digest, last_response, name_of
from iama.assess.verdicts import judge, withheld_verdict
from iama.model.approval import Decision
from iama.model.conditions import Ref
from iama.model.dossier import Answer, Assessment, Dossier, Row
from iama.model.dossier import State as Standing
from iama.model.law import Law
from iama.model.questionnaire import ALGORITHM, speakers
from iama.model.struct import replace

_PROGRESS = Ref("follow-up", "progress")


def withhold_flags(outcome: Outcome) -> Outcome:
    """Return the outcome with every raised flag withheld of which it is withheld how it was answered."""
    return replace(outcome, verdicts=tuple(_withhold_flag(verdict, outcome) for verdict in outcome.verdicts))


def _withhold_flag(verdict: Verdict, outcome: Outcome) -> Verdict:
    if verdict.state not in RAISED or not (refs := _behind_answer(verdict, outcome)):
        return verdict
    return withheld_verdict(outcome.questionnaires[verdict.questionnaire], verdict.trigger, verdict.instance, refs)


def _behind_answer(verdict: Verdict, outcome: Outcome) -> tuple[Ref, ...]:
    """Return the withheld answers without which nobody can say whether a response resolves a flag."""
    if _wholly_withheld(RESPONSES, outcome):
        return (RESPONSES,)
    response = last_response(verdict, outcome)
    if response is None or not response.action:
        return ()
    if _wholly_withheld(_PROGRESS, outcome):
        return (_PROGRESS,)
    lists = _action_lists(outcome)
    if response.action in (row.id for entry in lists for row in entry.answer.rows):
        return ()
    return tuple(entry.ref for entry in lists if entry.status is Status.WITHHELD)


def _wholly_withheld(ref: Ref, outcome: Outcome) -> bool:
    entry = outcome.entries.get(ref)
    return entry is not None and entry.status is Status.WITHHELD and entry.answer.value is None


def _action_lists(outcome: Outcome) -> list[Entry]:
    return [entry for entry in outcome.entries.values() if lists_actions(entry.question)]


def public_follow_up(dossier: Dossier, outcome: Outcome, before: Outcome, law: Law) -> Dossier:
    """Return the public dossier with only those rows of the follow-up that tell nothing of a withheld flag.

    `outcome` is its own, `before` that of the whole dossier.
    """
    tree = outcome.questionnaires.get(RESPONSES.questionnaire)
    follow_up = dossier.assessments.get(tree.ref) if tree else None
    if follow_up is None:
        return dossier
    verdicts = {_verdict_flag(verdict): verdict for verdict in outcome.verdicts if verdict.state is not State.WITHHELD}
    veiled = len(verdicts) < len(outcome.verdicts)
    rows = follow_up.answer_to("responses").rows
    public_rows = [row for row in rows if _row_flag(row) in verdicts]
    gone = {row.cells.get("action", "") for row in rows} - {row.cells.get("action", "") for row in public_rows}
    stale = _Staleness(dossier, outcome, before, law)
    follow_up = _with_rows(
        follow_up, "responses", [stale.with_public_mark(row, verdicts[_row_flag(row)]) for row in public_rows], veiled
    )
    follow_up = _with_rows(
        follow_up, "actions", [row for row in follow_up.answer_to("actions").rows if row.id not in gone], veiled
    )
    public = {condition.id for condition in dossier.conditions}
    follow_up = _with_progress(follow_up, outcome, public, veiled)
    return dossier.with_assessment(_with_states(follow_up, dossier, public))


def public_summary(dossier: Dossier, outcome: Outcome, before: Outcome, whole: Dossier, law: Law) -> Dossier:
    """Return the public dossier without the lines of a summary that tell of what is withheld.

    A line names a flag that fired, a risk or a condition: of those that are not public, none may be told either.
    `outcome` is its own; `before` and `whole` are those of the whole dossier.
    """
    public = {one.id: one for one in conclusions(outcome, decided_conditions(dossier))}
    shown = {*public, "", *_public_flags(outcome), *(condition.id for condition in dossier.conditions)}
    stale = _Staleness(dossier, outcome, before, law)
    outdated = {row.id for row in stale_rows(before, whole)}
    for entry in summary_entries(outcome):
        tree = outcome.questionnaires[entry.ref.questionnaire]
        rows = [row for row in entry.answer.rows if row.cells.get("about", "") in shown]
        marked = [stale.with_summary_mark(row, public.get(row.cells.get("about", "")), outdated) for row in rows]
        told = _with_rows(dossier.assessments[tree.ref], entry.question.id, marked, _veils_conclusions(outcome))
        dossier = dossier.with_assessment(told)
    return dossier


def _public_flags(outcome: Outcome) -> set[str]:
    """Return the names of the flags of which the public knows how they stand."""
    return {conclusion_id(verdict) for verdict in outcome.verdicts if verdict.state is not State.WITHHELD}


def _veils_conclusions(outcome: Outcome) -> bool:
    """Whether some conclusion is withheld, so that a line about it may be too."""
    refs = [*speakers(outcome.held_trees, "risks"), Ref(ALGORITHM, EFFECT), Ref("follow-up", "actions")]
    flags = any(verdict.state is State.WITHHELD for verdict in outcome.verdicts)
    return flags or any(_wholly_withheld(ref, outcome) for ref in refs)


def _with_progress(follow_up: Assessment, outcome: Outcome, conditions: Set[str], veiled: bool) -> Assessment:
    """Return the follow-up with the progress of those action points that are public."""
    lists = [entry for entry in _action_lists(outcome) if entry.ref.questionnaire != RESPONSES.questionnaire]
    public = [*(entry.answer for entry in lists), follow_up.answer_to("actions")]
    ids = conditions | {row.id for answer in public for row in answer.rows}
    rows = [row for row in follow_up.answer_to("progress").rows if row.cells.get("action", "").strip() in ids]
    return _with_rows(follow_up, "progress", rows, veiled or any(entry.status is Status.WITHHELD for entry in lists))


def _with_states(follow_up: Assessment, dossier: Dossier, conditions: Set[str]) -> Assessment:
    """Return the follow-up with the states of those conditions that are public."""
    rows = follow_up.answer_to(CONDITIONS).rows
    public_rows = [row for row in rows if row.cells.get("condition", "").strip() in conditions]
    veiled = any(approval.decision is Decision.CONDITIONS and not approval.conditions for approval in dossier.approvals)
    return _with_rows(follow_up, CONDITIONS, public_rows, veiled and bool(rows))


def _with_rows(follow_up: Assessment, question: str, rows: list[Row], partly: bool) -> Assessment:
    """Return the follow-up with these rows; `partly` says that there may be more. What is withheld stays so."""
    answer = follow_up.answer_to(question)
    if answer.status is Standing.WITHHELD and answer.value is None:
        return follow_up
    if partly:
        return follow_up.with_answer(question, None, Answer(value=tuple(rows), status=Standing.WITHHELD))
    return (
        follow_up.with_answer(question, None, replace(answer, value=tuple(rows) or None)) if answer.rows else follow_up
    )


class _Staleness(Struct, frozen=True):
    """Tells whether the answers behind a flag changed since a response, as far as that tells nothing withheld."""

    dossier: Dossier
    outcome: Outcome
    before: Outcome
    law: Law

    def with_public_mark(self, row: Row, verdict: Verdict) -> Row:
        """Return a response with a mark that fits the public answers when it is not out of date."""
        fresh = self.reads_withheld(verdict) or self.has_current_mark(row, verdict)
        return replace(row, cells={**row.cells, "seen": grounds_digest(verdict, self.outcome) if fresh else "-"})

    def with_summary_mark(self, row: Row, one: Conclusion | None, outdated: Set[str]) -> Row:
        """Return a line of a summary with a mark that fits what is public when it is not out of date."""
        if not row.cells.get("about"):
            return row
        read = one is not None and isinstance(one.of, Verdict) and self.reads_withheld(one.of)
        seen = one.seen if one and (read or row.id not in outdated) else "-"
        return replace(row, cells={**row.cells, "seen": seen})

    def has_current_mark(self, row: Row, verdict: Verdict) -> bool:
        """Whether the mark that was recorded fits the answers of the whole dossier."""
        entry = self.before.entries[RESPONSES]
        mark = {response_row.id: response_row.cells.get("seen", "") for response_row in entry.answer.rows}[row.id]
        same = [other for other in self.before.verdicts if other.key == verdict.key]
        return any(mark == grounds_digest(other, self.before) for other in same)

    def reads_withheld(self, verdict: Verdict) -> bool:
        """Whether any answer that is looked at for a verdict is withheld, even when it did not matter."""
        world, read_refs = watch_answers(self.dossier, self.outcome, self.law)
        judge(world, self.outcome.questionnaires[verdict.questionnaire], verdict.trigger, verdict.instance)
        return self.outcome.has_withheld(read_refs)


def _verdict_flag(verdict: Verdict) -> tuple[str, str]:
    return name_of(verdict), verdict.instance or ""


def _row_flag(row: Row) -> tuple[str, str]:
    return row.cells.get("trigger", ""), row.cells.get("key", "")
