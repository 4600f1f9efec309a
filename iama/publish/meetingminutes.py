"""The minutes of a meeting in plain words: decided, dissent, parked, action points, what changed, who was there.

Internal: it names people. A meeting that was held over several days has one set of minutes.
"""

from collections.abc import Iterable, Iterator, Sequence

from iama.assess import attendance
from iama.assess.actions import lists_actions
from iama.assess.attendance import Stay
from iama.assess.outcome import RAISED, Entry, Status
from iama.assess.parking import parked_points
from iama.model.questionnaire import Kind, Questionnaire
from iama.publish.actions import each_action_point
from iama.publish.meetingsheet import meeting_heading, parked_view, question_name
from iama.publish.wording import View, Wording


def meeting_minutes(wording: Wording, tree: Questionnaire, meeting: str) -> View:
    """Return the minutes of a meeting, from the answers that were given on its days."""
    outcome = wording.outcome
    asked = [entry for entry in outcome.tree_entries(tree.id) if entry.question.meeting == meeting]
    about = [entry for entry in asked if entry.status.applies]
    answered = _answers_in_meeting(wording, tree, meeting, about)
    own = [entry for entry in answered if entry.question.meeting == meeting and not lists_actions(entry.question)]
    return {
        **meeting_heading(wording, tree, meeting),
        "days": [_day_of_meeting(wording, tree, meeting, day) for day in _days_of_meeting(wording, tree, meeting)],
        "decided": [_decided(wording, tree, entry) for entry in own if entry.status.is_settled],
        "not_known": [_not_known(wording, tree, entry) for entry in own if not entry.status.is_settled],
        "still_open": [question_name(wording, tree, entry) for entry in about if _is_open(entry)],
        "dissent": list(_dissents(wording, tree, about)),
        "parked": [parked_view(wording, point) for point in parked_points(outcome)],
        "actions": [action for action in each_action_point(wording, about) if not action["done"]],
        "changed": [
            _decided(wording, tree, entry)
            for entry in answered
            if entry.question.meeting != meeting and entry.status.is_settled
        ],
        "flags": list(_flags_of_meeting(wording, answered)),
    }


def _answers_in_meeting(wording: Wording, tree: Questionnaire, meeting: str, about: Sequence[Entry]) -> Sequence[Entry]:
    """Return what was answered at a meeting; all its answers, when nothing tells on which days it was held."""
    if attendance.meeting_days(wording.outcome, tree, meeting):
        return attendance.answered_at(wording.outcome, tree, meeting)
    return [entry for entry in about if not entry.answer.empty]


def _is_open(entry: Entry) -> bool:
    return entry.status is Status.OPEN and entry.question.required and entry.question.kind is not Kind.NOTICE


def _days_of_meeting(wording: Wording, tree: Questionnaire, meeting: str) -> tuple[str, ...]:
    """Return the days of a meeting; one without a day, when only an older program noted who was there."""
    days = attendance.meeting_days(wording.outcome, tree, meeting)
    return days or (("",) if attendance.stays_at(wording.outcome, tree, meeting) else ())


def _day_of_meeting(wording: Wording, tree: Questionnaire, meeting: str, day: str) -> View:
    """Return who was there on one day of a meeting."""
    stays = (stay for stay in attendance.stays_at(wording.outcome, tree, meeting) if stay.day == day)
    people: dict[str, list[Stay]] = {}
    for stay in stays:
        people.setdefault(stay.who, []).append(stay)
    return {
        "day": wording.written_day(day),
        "people": [_person(wording, tree, own) for own in people.values()],
    }


def _person(wording: Wording, tree: Questionnaire, stays: list[Stay]) -> View:
    """Return one person, named once with all roles, and when that person came or left."""
    person, last = stays[0].person, stays[-1]
    came = next((stay.came_at for stay in stays if stay.came_at), "")
    times = [wording.text("minutes-came", time=came)] if came else []
    if last.left:
        times.append(
            wording.text("minutes-gone-at", time=last.left_at) if last.left_at else wording.text("minutes-gone")
        )
    return {
        "name": wording.dossier.people.get(person, "") or person,
        "roles": list(dict.fromkeys(wording.role(tree, stay.role) for stay in stays)),
        "times": times,
    }


def _decided(wording: Wording, tree: Questionnaire, entry: Entry) -> View:
    """Return one answer as it was given, with what was noted beside it."""
    free = entry.question.kind is Kind.TEXT
    return {
        **question_name(wording, tree, entry),
        "answer": _answer_lines(wording, tree, entry),
        "prose": free and entry.status is Status.ANSWERED,
        "language": wording.assessment_language(tree.id) if free else wording.language,
        "note": entry.answer.note,
        "by": [wording.role(tree, role) for role in entry.answer.by],
    }


def _answer_lines(wording: Wording, tree: Questionnaire, entry: Entry) -> list[str]:
    """Return the lines of an answer: its labels, its text, one line per row, or why it does not apply."""
    if entry.status is Status.NOT_APPLICABLE:
        return [f"{wording.answer_or_status(entry)}: {entry.answer.reason}"]
    if entry.question.kind is not Kind.ROWS:
        return wording.answer_labels(entry)
    lines = []
    for row in entry.answer.rows:
        cells = (wording.row_cell(tree, one, row.cells.get(one.id, "")) for one in entry.question.columns)
        lines.append(" · ".join(cell["text"] for cell in cells if cell["text"]))
    return lines


def _not_known(wording: Wording, tree: Questionnaire, entry: Entry) -> View:
    follow = entry.answer.follow
    return {
        **question_name(wording, tree, entry),
        "owner": wording.role(tree, follow.by) if follow else "",
        "due": wording.written_day(follow.due) if follow else "",
    }


def _dissents(wording: Wording, tree: Questionnaire, entries: Iterable[Entry]) -> Iterator[View]:
    """Yield every opinion that differs from an answer of the meeting."""
    for entry in entries:
        for one in entry.answer.dissent:
            yield {
                **question_name(wording, tree, entry),
                "role": wording.role(tree, one.by),
                "words": one.text,
                "language": wording.assessment_language(tree.id),
            }


def _flags_of_meeting(wording: Wording, answered: Iterable[Entry]) -> Iterator[str]:
    """Yield the flags that are raised because of what was answered at the meeting."""
    refs = {entry.ref for entry in answered}
    titles = (
        wording.localised_text(verdict.trigger.title)
        for verdict in wording.outcome.verdicts
        if verdict.state in RAISED and refs.intersection(verdict.because)
    )
    yield from dict.fromkeys(titles)
