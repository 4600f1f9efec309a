"""Who was at which meeting and what was answered there, from the rows of attendance and the dates of answers.

A row is one person in one role at one meeting on one day. Nobody is ever taken out: who leaves is marked so, and an
entry that was wrong keeps the day on which that was said.
"""

from collections.abc import Collection, Iterable

from msgspec import Struct

from iama.assess.outcome import Entry, Outcome
from iama.model.conditions import Ref
from iama.model.dossier import Answer, Row
from iama.model.questionnaire import Kind, Question, Questionnaire

_WHO = ("meeting", "role", "person")  # a list that holds these tells who was where
_NAMES = (*_WHO, "day", "came-at", "left", "left-at", "corrected")


class Stay(Struct, frozen=True):
    """One person in one role at one meeting; a planned one, and one of an older program, has no day."""

    id: str  # of the row
    meeting: str
    role: str
    person: str = ""  # a code of people.yaml
    day: str = ""  # ISO date
    came_at: str = ""  # HH:MM, when later than the others and noted
    left: bool = False  # before the end
    left_at: str = ""  # HH:MM, when noted
    corrected: str = ""  # ISO date on which the entry turned out to be wrong

    @property
    def who(self) -> str:
        """What tells this person from the others: the code, else the role."""
        return self.person or self.role

    def is_same(self, other: "Stay") -> bool:
        """Whether two entries may be about one person in one role."""
        return self.role == other.role and (self.person == other.person or not (self.person and other.person))


def attendance_question(tree: Questionnaire) -> Question | None:
    """Return the question in which a tree keeps who was at its meetings; None when it keeps that nowhere."""
    lists = (question for question in tree.questions.values() if question.kind is Kind.ROWS)
    return next((question for question in lists if {column.id for column in question.columns} >= set(_WHO)), None)


def recorded_stays(outcome: Outcome, tree: Questionnaire) -> tuple[Stay, ...]:
    """Return every entry of the attendance, in the order of the rows, those that were wrong included."""
    question = attendance_question(tree)
    entry = outcome.find_entry(tree.id, question.id) if question else None
    return tuple(map(stay_of, entry.answer.rows)) if entry else ()


def stay_of(row: Row) -> Stay:
    """Return a row of the attendance as what it says."""
    cell = {name: row.cells.get(name, "") for name in _NAMES}
    return Stay(
        row.id,
        cell["meeting"],
        cell["role"],
        cell["person"],
        cell["day"],
        came_at=cell["came-at"],
        left=cell["left"] == "yes",
        left_at=cell["left-at"],
        corrected=cell["corrected"],
    )


def correct_rows(question: Question, answer: Answer) -> tuple[Row, ...]:
    """Return the rows of an answer, of attendance without those that turned out to be wrong."""
    marked = any(column.id == "corrected" and column.internal for column in question.columns)
    return tuple(row for row in answer.rows if not (marked and row.cells.get("corrected")))


def stays_at(outcome: Outcome, tree: Questionnaire, meeting: str) -> tuple[Stay, ...]:
    """Return who took part in a meeting, per day; who stands there without a day only when no day tells of them."""
    own = [stay for stay in recorded_stays(outcome, tree) if stay.meeting == meeting and not stay.corrected]
    dated = [stay for stay in own if stay.day]
    return tuple(stay for stay in own if stay.day or not any(stay.is_same(other) for other in dated))


def here_now(stays: Iterable[Stay], day: str) -> tuple[Stay, ...]:
    """Return who of those at a meeting is there at this moment of a day."""
    return tuple(stay for stay in stays if stay.day == day and not stay.left)


def meeting_days(outcome: Outcome, tree: Questionnaire, meeting: str) -> tuple[str, ...]:
    """Return the days on which a meeting was held, the first one first: one per sitting."""
    return tuple(sorted({stay.day for stay in stays_at(outcome, tree, meeting) if stay.day}))


def answered_at(
    outcome: Outcome, tree: Questionnaire, meeting: str, *, days: Collection[str] = (), touched: Collection[Ref] = ()
) -> tuple[Entry, ...]:
    """Return what was answered at a meeting, over all its days, whoever typed it and in whichever terminal.

    A question of another meeting counts on a day on which only this one was held, homework when it was `touched` at the
    table, and nothing that only roles gave who were not there that day. `days` are days of the meeting besides those
    that the attendance tells of.
    """
    own = {*meeting_days(outcome, tree, meeting), *days}
    others = {stay.meeting: set(meeting_days(outcome, tree, stay.meeting)) for stay in recorded_stays(outcome, tree)}
    there = {day: {stay.role for stay in stays_at(outcome, tree, meeting) if stay.day == day} for day in own}
    attendance = attendance_question(tree)

    def belongs(entry: Entry) -> bool:
        asked, answer = entry.question.meeting, entry.answer
        if entry.question is attendance or answer.date not in own:
            return False
        if entry.ref in touched:
            return True
        if answer.by and there[answer.date] and there[answer.date].isdisjoint(answer.by):
            return False
        return asked == meeting or (asked in others and answer.date not in others[asked])

    return tuple(entry for entry in outcome.tree_entries(tree.id) if entry.status.applies and belongs(entry))
