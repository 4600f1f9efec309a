"""Rules about flags and action points: what stands in the way, what lacks a response, what is late."""

from collections.abc import Iterator
from datetime import date

from iama.assess.actions import FINISHED, lists_actions
from iama.assess.outcome import State, Verdict
from iama.assess.responses import action_states, is_blocker, is_resolved, last_response
from iama.gate.codes import NOTE, NOTE_BEFORE, WARNING, WARNING_BEFORE
from iama.gate.finding import Cause
from iama.gate.judged_dossier import Seen, Subject
from iama.gate.rules.completeness import question_label
from iama.model.conditions import Ref
from iama.words import pick_translation

CODES = {
    "blocker": WARNING_BEFORE,
    "trigger-without-response": WARNING_BEFORE,
    "undecided-trigger": NOTE_BEFORE,
    "rests-on-withheld": NOTE,
    "overdue-action": WARNING,
}
_ANSWERED = ("blocker", "must", "warning")  # `attention` asks for no response
_OF_DAYS = ("as-of", "since-review", "current-phase")  # what makes a condition move with the calendar


def open_blockers(subject: Subject) -> Iterator[Seen]:
    """A blocker has fired, and no response resolves it."""
    for verdict in subject.outcome.verdicts:
        if not is_blocker(verdict) or is_resolved(verdict, subject.outcome):
            continue
        if verdict.state is State.FIRED:
            yield _seen_flag(subject, verdict, "blocker")
        elif verdict.state is State.UPCOMING and subject.ahead(date.fromisoformat(verdict.binds)):
            yield _seen_flag(subject, verdict, "blocker", "early", date=verdict.binds)


def trigger_without_response(subject: Subject) -> Iterator[Seen]:
    """A flag other than a blocker has fired, and the team has not said what it does about it, or not enough."""
    for verdict in subject.outcome.verdicts:
        if verdict.state is not State.FIRED or is_blocker(verdict) or verdict.severity not in _ANSWERED:
            continue
        if not is_resolved(verdict, subject.outcome):
            yield _seen_flag(subject, verdict, "trigger-without-response", _response_variant(subject, verdict))


def _response_variant(subject: Subject, verdict: Verdict) -> str:
    given = last_response(verdict, subject.outcome)
    if given is None:
        return ""
    return "stale" if given.stale else "open"


def undecided_trigger(subject: Subject) -> Iterator[Seen]:
    """A flag cannot be told yet, for want of answers that must be there."""
    for verdict in subject.outcome.verdicts:
        if verdict.state is not State.UNDECIDED or verdict.severity not in _ANSWERED:
            continue
        wanted = [ref for ref in verdict.missing if _askable(subject, ref)]
        if wanted and not _needs_withheld_answers(subject, verdict):
            missing = ", ".join(_question_text(subject, ref) for ref in wanted)
            yield _seen_flag(subject, verdict, "undecided-trigger", missing=missing)


def _askable(subject: Subject, ref: Ref) -> bool:
    """Return whether what a flag lacks is a question of an assessment that must be there; approvals are none."""
    tree = subject.outcome.questionnaires.get(ref.questionnaire)
    known = tree is None or ref.question in tree.questions
    return known and subject.is_required(ref.questionnaire) is not False


def _question_text(subject: Subject, ref: Ref) -> str:
    """Return a question as it is asked; by its id when its assessment is not in the dossier."""
    entry = subject.outcome.entries.get(ref)
    return question_label(subject, entry) if entry else f"{ref.questionnaire}/{ref}"


def rests_on_withheld(subject: Subject) -> Iterator[Seen]:
    """Flags rest on withheld answers: what they say shows nowhere here, and an approval vouches for them."""
    if count := sum(_needs_withheld_answers(subject, verdict) for verdict in subject.outcome.verdicts):
        yield Seen("rests-on-withheld", assessment="follow-up-1.0", question="withheld", about={"count": str(count)})


def _needs_withheld_answers(subject: Subject, verdict: Verdict) -> bool:
    undecided = verdict.state is State.UNDECIDED and subject.outcome.has_withheld(verdict.missing)
    return undecided or verdict.state is State.WITHHELD


def _seen_flag(subject: Subject, verdict: Verdict, code: str, variant: str = "", **about: str) -> Seen:
    trigger, language = verdict.trigger, subject.config.language
    instance = f"[{verdict.instance}]" if verdict.instance else ""
    about |= {
        "title": pick_translation(trigger.title, language),
        "flag": f"{trigger.id}{instance}",
        "trigger": trigger.id,
    }
    about["advice"] = " ".join(pick_translation(trigger.advice, language).split())
    early = variant == "early"
    dated = early or (verdict.state is State.FIRED and _by_date(subject, verdict))
    return Seen(
        code,
        variant,
        assessment=subject.outcome.questionnaires[verdict.questionnaire].ref,
        trigger=f"{trigger.id}{instance}",
        behind=verdict.because or verdict.missing,
        about=about,
        cause=Cause.DATE if dated else Cause.CONTENT,
        early=early,
    )


def _by_date(subject: Subject, verdict: Verdict) -> bool:
    """Return whether only the day fires a flag: on that of the approval, the same answers did not."""
    conditions = " ".join((verdict.trigger.when, *(case.when or "" for case in verdict.trigger.severities)))
    if not verdict.trigger.froms and not any(word in conditions for word in _OF_DAYS):
        return False
    at_approval = subject.outcome_at_approval.verdicts if subject.outcome_at_approval else ()
    earlier = next((before for before in at_approval if before.key == verdict.key), None)
    return earlier is not None and (earlier.state, earlier.severity) != (verdict.state, verdict.severity)


def overdue_action(subject: Subject) -> Iterator[Seen]:
    """An action point is not done on its day, or has to be within the days that the gate looks ahead.

    Conditions of decisions are action points with rules of their own.
    """
    states = action_states(subject.outcome)
    conditions = {condition.id for condition in subject.dossier.conditions}
    for entry in subject.outcome.entries.values():
        if not entry.status.applies or not lists_actions(entry.question):
            continue
        for row in entry.answer.rows:
            due = row.cells.get("due", "")
            if not due or row.id in conditions or states.get(row.id) in FINISHED:
                continue
            late, soon = due < subject.as_of.isoformat(), subject.ahead(date.fromisoformat(due))
            if late or soon:
                yield Seen(
                    "overdue-action",
                    "" if late else "early",
                    assessment=subject.ref(entry),
                    question=entry.ref.question,
                    instance=entry.ref.instance,
                    detail=row.id,
                    about={"row": row.id, "date": due},
                    cause=Cause.DATE,
                    early=not late,
                )


RULES = (open_blockers, trigger_without_response, undecided_trigger, rests_on_withheld, overdue_action)
