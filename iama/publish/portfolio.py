"""The overview of all dossiers as plain values: the JSON of `iama status` without an algorithm."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter

from iama.assess.actions import FINISHED, lists_actions
from iama.assess.outcome import Entry, Outcome, State, Status
from iama.assess.responses import action_states, is_resolved, unresolved_blockers
from iama.model.approval import Approval
from iama.model.days import months_later
from iama.model.dossier import Dossier
from iama.model.questionnaire import AROUND, SEVERITIES, Questionnaire, plain_id
from iama.publish.flags import count_raised_flags
from iama.publish.status import (
    algorithm_name,
    decision_summary,
    dossier_language,
    elsewhere_summary,
    publication_category,
)
from iama.publish.view import View, required_progress
from iama.words import pick_translation, text
from iama.words.written import written_date

MONTHS = 12  # between two looks at an approved assessment, unless configured otherwise
_CATEGORIES = ("a", "b", "c", "unknown", "withheld")
_ALWAYS = ("a", "b", "c")  # told even when there are none
_MOST_PERIODS = 4  # years that are told before today
_AHEAD = timedelta(days=92)


def portfolio(
    algorithms: Sequence[View],
    as_of: date,
    language: str,
    *,
    unreadable: Sequence[str] = (),
    edition: str = "internal",
    organisation: str = "",
) -> View:
    """Return the overview of all dossiers, each as `overview` made it; `unreadable` are the ids of the others."""
    return {
        "iama_portfolio": 1,
        "as_of": as_of.isoformat(),
        "as_of_text": written_date(as_of.isoformat(), language),
        "language": language,
        "edition": edition,
        "organisation": organisation,
        "summary": _overall_counts(algorithms, unreadable, language),
        "periods": _periods(algorithms, as_of, language),
        "algorithms": list(algorithms),
        "unreadable": list(unreadable),
        **_agenda(algorithms, as_of),
    }


def overview(
    outcome: Outcome, dossier: Dossier, language: str, *, stubs: Collection[str] = (), months: int = MONTHS
) -> View:
    """Return one dossier as the overview tells it: no answers, but what they amount to.

    `stubs` are assessments (ids) of which the public hears no more than that they are there; `months` is how long
    an approved assessment may stand without a new look.
    """
    decisions = _decisions_by_instrument(dossier, outcome.as_of)
    approved_on = max(
        (approval.decided_on for approval in decisions.values() if approval.decision.goes_on), default=None
    )
    trees = [tree for tree in outcome.questionnaires.values() if tree.ref in dossier.assessments]
    return {
        "id": dossier.id,
        "name": algorithm_name(outcome, dossier),
        "language": dossier_language(dossier),
        **_category_fields(outcome, language),
        "phase": _phase_or_none(outcome),
        "phase_text": _phase_text(outcome, language),
        "assessments": [
            _assessment_overview(outcome, tree, decisions.get(tree.id), language, withheld=tree.id in stubs)
            for tree in trees
            if tree.id not in AROUND
        ],
        "elsewhere": elsewhere_summary(dossier, language),
        "flags": count_raised_flags(outcome),
        "blocks": _count_blockers(outcome),
        "approved": approved_on,
        "approved_text": written_date(approved_on, language) if approved_on else "",
        "ages": {
            "months_since_review": _months_since_review(outcome),
            "days_since_approval": (outcome.as_of - date.fromisoformat(approved_on)).days if approved_on else None,
        },
        "due": _due(outcome, approved_on, months, language),
    }


def _decisions_by_instrument(dossier: Dossier, as_of: date) -> Mapping[str, Approval]:
    """Return the last decision about each instrument, in whatever version, that had been taken on a day."""
    return {
        plain_id(approval.questionnaire): approval
        for approval in dossier.approvals
        if approval.decided_on <= as_of.isoformat()
    }


def _category_fields(outcome: Outcome, language: str) -> View:
    word = publication_category(outcome)
    withheld = word is None and outcome.has_withheld(outcome.facts["category"].refs)
    group = word or ("withheld" if withheld else "unknown")
    return {"category": word, "category_withheld": withheld, "category_text": _category_text(group, language)}


def _category_text(group: str, language: str) -> str:
    return text(f"category-{group}" if group in _ALWAYS else f"overview-category-{group}", language)


def _phase_or_none(outcome: Outcome) -> str | None:
    words = outcome.facts["current-phase"].words
    return words[0] if words else None


def _phase_text(outcome: Outcome, language: str) -> str:
    word = _phase_or_none(outcome)
    if word is None and outcome.has_withheld(outcome.facts["current-phase"].refs):
        return text(f"status-{'withheld'}", language)
    return text(f"overview-phase-{word or 'unknown'}", language)


def _months_since_review(outcome: Outcome) -> int | None:
    words = outcome.facts["months-since-review"].words
    return int(words[0]) if words and int(words[0]) >= 0 else None  # one that is still to come is no review


def _assessment_overview(
    outcome: Outcome, tree: Questionnaire, last: Approval | None, language: str, *, withheld: bool
) -> View:
    return {
        "ref": tree.ref,
        "title": pick_translation(tree.title, language),
        "withheld": withheld,
        "progress": None if withheld else required_progress(outcome.tree_entries(tree.id)),
        "decision": decision_summary(last, outcome, language) if last else None,
    }


def _count_blockers(outcome: Outcome) -> View:
    """Return how many blockers stand in the way of a decision to go on: those that are raised, and those undecided."""
    states = Counter(verdict.state for verdict in unresolved_blockers(outcome))
    return {"fired": states[State.FIRED], "undecided": states[State.UNDECIDED]}


def _due(outcome: Outcome, approved_on: str | None, months: int, language: str) -> list[View]:
    """Return what has a date and is not done, what is overdue first; in ids and titles, without a word of an answer."""
    dates = {
        *_due_actions(outcome, language),
        *_upcoming(outcome, language),
        *_review(outcome, approved_on, months, language),
    }
    return [
        {
            "date": day,
            "date_text": written_date(day, language),
            "overdue": day < outcome.as_of.isoformat(),
            "kind": kind,
            "id": id_,
            "title": title,
        }
        for day, kind, id_, title in sorted(dates)
    ]


Dated = tuple[str, str, str, str]  # day, kind, id, title


def _due_actions(outcome: Outcome, language: str) -> Iterator[Dated]:
    """Yield the action points that are not done, and the questions that somebody finds out by a day."""
    progress = outcome.find_entry("follow-up", "progress")
    if progress and progress.status is Status.WITHHELD:  # then nobody can say what is done
        return
    states = action_states(outcome)
    for entry in outcome.entries.values():
        follow = entry.answer.follow
        if entry.status in (Status.UNKNOWN, Status.ASK_SUPPLIER) and follow and follow.due:
            question = entry.question.number or pick_translation(entry.question.text, language)
            yield follow.due, "question", entry.question.id, f"{text('find-out-what', language)}: {question}"
        elif entry.status.applies and lists_actions(entry.question):
            title = text("overview-action", language, part=_quoted_part_label(outcome, entry, language))
            for row in entry.answer.rows:
                if (day := row.cells.get("due", "")) and states.get(row.id) not in FINISHED:
                    yield day, "action", row.id, title


def _quoted_part_label(outcome: Outcome, entry: Entry, language: str) -> str:
    parts = outcome.questionnaires[entry.ref.questionnaire].parts
    part = next(part for part in parts if part.id == entry.question.part)
    return part.number or f"‘{pick_translation(part.title, language)}’"


def _upcoming(outcome: Outcome, language: str) -> Iterator[Dated]:
    for verdict in outcome.verdicts:
        if verdict.state is State.UPCOMING and not is_resolved(verdict, outcome):
            yield verdict.binds, "flag", verdict.trigger.id, pick_translation(verdict.trigger.title, language)


def _review(outcome: Outcome, approved_on: str | None, months: int, language: str) -> Iterator[Dated]:
    """Yield by when an approved assessment needs a new look, as the gate counts it."""
    entry = outcome.find_entry("follow-up", "last-review")
    if approved_on is None or _phase_or_none(outcome) == "retired" or (entry and entry.status is Status.WITHHELD):
        return
    reviewed_on = "".join(entry.answer.value_words()) if entry and entry.status is Status.ANSWERED else ""
    past = reviewed_on if reviewed_on <= outcome.as_of.isoformat() else ""
    day = months_later(date.fromisoformat(max(approved_on, past)), months)
    yield day.isoformat(), "review", "last-review", text("overview-review", language)


def _overall_counts(algorithms: Sequence[View], unreadable: Sequence[str], language: str) -> View:
    live = [algorithm for algorithm in algorithms if algorithm["phase"] != "retired"]
    groups = ((group, [algorithm for algorithm in live if _group(algorithm) == group]) for group in _CATEGORIES)
    return {
        "algorithms": len(algorithms),
        "retired": len(algorithms) - len(live),
        "unreadable": len(unreadable),
        "categories": [_share(group, own, language) for group, own in groups if own or group in _ALWAYS],
        "flags": {severity: sum(algorithm["flags"][severity] for algorithm in algorithms) for severity in SEVERITIES},
        "blocked": sum(algorithm["blocks"]["fired"] > 0 for algorithm in algorithms),
        "overdue": sum(due["overdue"] for algorithm in algorithms for due in algorithm["due"]),
    }


def _group(algorithm: View) -> str:
    return algorithm["category"] or ("withheld" if algorithm["category_withheld"] else "unknown")


def _share(group: str, algorithms: Sequence[View], language: str) -> View:
    """Return how many algorithms of a category have an approved assessment."""
    count = sum(algorithm["approved"] is not None for algorithm in algorithms)
    return {
        "category": group,
        "title": _category_text(group, language),
        "algorithms": len(algorithms),
        "approved": count,
        "percent": 100 * count // len(algorithms) if algorithms else None,
        "in_use_not_approved": sum(
            algorithm["phase"] == "in-use" and algorithm["approved"] is None for algorithm in algorithms
        ),
    }


def _periods(algorithms: Sequence[View], as_of: date, language: str) -> list[View]:
    """Return per category how many algorithms were approved by the end of each year, and today; none below two.

    It goes by the last approval of each, so that the past is never told better than it was.
    """
    approved = [(_group(one), one["approved"]) for one in algorithms if one["approved"]]
    if len(approved) < 2:
        return []
    first = date.fromisoformat(min(day for _, day in approved)).year
    ends = [date(year, 12, 31) for year in range(first, as_of.year)][-_MOST_PERIODS:]
    groups = [group for group in _CATEGORIES if group in dict(approved)]
    return [
        {
            "name": written_date(end.isoformat(), language),
            "counts": [
                {
                    "name": _category_text(group, language).partition(":")[0],
                    "count": sum(own == group and day <= end.isoformat() for own, day in approved),
                }
                for group in groups
            ],
        }
        for end in (*ends, as_of)
    ]


def _agenda(algorithms: Sequence[View], as_of: date) -> View:
    """Return what is overdue or due within three months, by day and with whom it is about; and how much is later."""
    last = (as_of + _AHEAD).isoformat()
    every = [(due, algorithm) for algorithm in algorithms for due in algorithm["due"]]
    near = sorted((pair for pair in every if pair[0]["date"] <= last), key=lambda pair: _same(pair[0]))
    runs = (list(run) for _, run in groupby(near, key=lambda pair: _same(pair[0])))
    return {"due": [_together(run) for run in runs], "later": len(every) - len(near)}


_same = itemgetter("date", "kind", "title")


def _together(run: Sequence[tuple[View, View]]) -> View:
    first = {word: run[0][0][word] for word in ("date", "date_text", "overdue", "kind", "title")}
    return {**first, "algorithms": list(dict.fromkeys(algorithm["id"] for _, algorithm in run))}
