"""Who is at the table: at the opening of a meeting, and whenever somebody comes, leaves or was recorded by mistake.

Everything is a row of the attendance. Nobody is taken out: what was wrong is marked, and stays on record.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar

from iama.assess import answer_input, attendance
from iama.assess.attendance import Stay
from iama.assess.outcome import Entry
from iama.interview import messages, people
from iama.interview.asking import Command, Order, Pick, Screen
from iama.interview.sitting import Sitting
from iama.model.dossier import Answer
from iama.model.questionnaire import Column
from iama.model.values import InvalidValue, clock_time
from iama.words import pick_translation, text
from iama.words.written import written_date

Cells = Mapping[str, str]
Reply = TypeVar("Reply", str, tuple[str, ...])
Changes = dict[str, Cells]  # by row id: what its columns become
_ADD, _DONE = "+", "done"
_TALL = 18  # lines that the list may take
_LEAVING = (Command.BACK, Command.LATER, Command.PRESENT)  # of the list, to the question behind it


class _Wanted(Exception):
    """A command in place of a reply."""

    def __init__(self, order: Order) -> None:
        self.order = order


def open_meeting(sitting: Sitting, meeting: str) -> Order | None:
    """Ask who is at the table and record it; return what the team wants instead.

    Who is expected is ticked already, and need not be named again.
    """
    sitting.meeting = meeting
    if (entry := _attendance_entry(sitting)) is None:
        return None
    changes: Changes = {}
    with _until_wanted() as left:
        _ask_table(sitting, entry, changes)
    _save_changes(sitting, changes)
    command = Command.PRESENT.name_in(sitting.language)
    sitting.asker.show_message(f"{_table_now(sitting)} {text('table-how', sitting.language, command=command)}")
    return next(iter(left), None)


def ask_answering_roles(sitting: Sitting) -> tuple[str, ...]:
    """Ask which roles answer outside a meeting; none when nobody is named, and the sitting is left by a command."""
    given = {role for entry in sitting.outcome.tree_entries(sitting.tree.id) for role in _by_today(sitting, entry)}
    picks = [Pick(role, pick_translation(words, sitting.language)) for role, words in sitting.tree.roles.items()]
    current = [pick.value for pick in picks if pick.value in given]
    chosen: tuple[str, ...] = ()
    with _until_wanted() as left:
        chosen = _reply(sitting.asker.pick_many(text("who-answers-alone", sitting.language), picks, current))
    sitting.left_by = next((order.command for order in left if order.command in (Command.STOP, Command.AGENDA)), None)
    return chosen


def _by_today(sitting: Sitting, entry: Entry) -> tuple[str, ...]:
    return entry.answer.by if entry.answer.date == sitting.desk.today else ()


def change_presence(sitting: Sitting) -> Order | None:
    """Let the team say who comes and goes, and what was wrong, until it is done; return what it wants instead."""
    if (entry := _attendance_entry(sitting)) is None:
        sitting.say_text("not-here")
        return None
    with _until_wanted() as left:
        if not sitting.meeting:
            prompt = text("which-meeting", sitting.language)
            chosen = _reply(sitting.asker.pick_one(prompt, _option_picks(sitting, entry, "meeting")))
            return open_meeting(sitting, chosen) if chosen else None
        while _change_one(sitting):
            pass
    return next(iter(left), None)


def correct_stay(sitting: Sitting, stay: Stay) -> None:
    """Let the team say what there is to say of one entry of the attendance; a command is none of it."""
    with _until_wanted():
        _change_stay(sitting, stay)


@contextmanager
def _until_wanted() -> Iterator[list[Order]]:
    """Stop asking at a command; give the one that leads elsewhere than back to the question."""
    left: list[Order] = []
    try:
        yield left
    except _Wanted as wanted:
        left += [wanted.order] * (wanted.order.command not in _LEAVING)


def _ask_table(sitting: Sitting, entry: Entry, changes: Changes) -> None:
    """Ask which roles are there, and per new role who that is; fills `changes` as far as it came."""
    here = sitting.stays
    known = here or _expected(sitting)
    ticked = _tick_roles(sitting, entry, [stay.role for stay in known])
    changes |= {stay.id: {"left": "yes"} for stay in here if stay.role not in ticked}
    for role in ticked:
        if role not in [stay.role for stay in here]:
            persons = [stay.person for stay in known if stay.role == role] or [_ask_person(sitting, role)]
            changes |= {sitting.desk.row_id(): _presence_cells(sitting, role, person) for person in persons}


def _change_one(sitting: Sitting) -> bool:
    """Record one thing that there is to say of who is there; False when there is nothing more."""
    _show_table(sitting)
    stays = {stay.id: stay for stay in attendance.stays_at(sitting.outcome, sitting.tree, sitting.meeting)}
    prompt = text("presence-what", sitting.language)
    chosen = _reply(sitting.asker.pick_one(prompt, _stay_picks(sitting, stays.values()), _DONE))
    if chosen == _ADD:
        _save_changes(sitting, _somebody(sitting))
    elif chosen in stays:
        _change_stay(sitting, stays[chosen])
    return chosen == _ADD or chosen in stays


def _show_table(sitting: Sitting) -> None:
    where = f"{text('meeting', sitting.language)} {sitting.meeting}"
    sitting.asker.show_screen(Screen(where, "", "", _table_now(sitting), prompt=_TALL))


def _change_stay(sitting: Sitting, stay: Stay) -> None:
    picks = [Pick(name, text(f"presence-{name}", sitting.language)) for name in _ways(sitting, stay)]
    prompt = stay_label(sitting, stay)
    nothing = Pick(_DONE, text("presence-nothing", sitting.language))
    chosen = _reply(sitting.asker.pick_one(prompt, [*picks, nothing], _DONE))
    if chosen in _WAYS:
        _save_changes(sitting, _WAYS[chosen](sitting, stay))


def _ways(sitting: Sitting, stay: Stay) -> tuple[str, ...]:
    """Return what can be said of an entry: today somebody comes and goes, of another day only what was wrong."""
    if stay.day != sitting.desk.today:
        return ("other", "mistaken") if stay.day else ("arrives", "other", "mistaken")
    return ("returns", "stayed", "other", "mistaken") if stay.left else ("leaves", "other", "mistaken")


def _leaves(sitting: Sitting, stay: Stay) -> Changes:
    return {stay.id: {"left": "yes", "left-at": _ask_time(sitting, "presence-left-at")}}


def _arrives(sitting: Sitting, stay: Stay) -> Changes:
    cells = _presence_cells(sitting, stay.role, stay.person, _ask_time(sitting, "presence-came-at"))
    return {sitting.desk.row_id(): {**cells, "meeting": stay.meeting}}


def _stayed(sitting: Sitting, stay: Stay) -> Changes:
    cells = {**_presence_cells(sitting, stay.role, stay.person, stay.came_at), "meeting": stay.meeting, "day": stay.day}
    return {**_mistaken(sitting, stay), sitting.desk.row_id(): cells}


def _mistaken(sitting: Sitting, stay: Stay) -> Changes:
    return {stay.id: {"corrected": sitting.desk.today}}


def _other(sitting: Sitting, stay: Stay) -> Changes:
    """Put somebody else, or another role, in the place of an entry; one that stays the same is left alone."""
    role = _pick_role(sitting, stay.role)
    if not role:
        return {}
    person = _ask_person(sitting, role, stay.person)
    if (role, person) == (stay.role, stay.person):
        return {}
    when = {"meeting": stay.meeting, "day": stay.day, "left": "yes" if stay.left else "", "left-at": stay.left_at}
    cells = {**_presence_cells(sitting, role, person, stay.came_at), **when}
    return {**_mistaken(sitting, stay), sitting.desk.row_id(): cells}


_WAYS: Mapping[str, Callable[[Sitting, Stay], Changes]] = {
    "leaves": _leaves,
    "returns": _arrives,
    "arrives": _arrives,
    "stayed": _stayed,
    "other": _other,
    "mistaken": _mistaken,
}


def _somebody(sitting: Sitting) -> Changes:
    """Ask who comes in, in which role, and when."""
    if not (role := _pick_role(sitting)):
        return {}
    person = _ask_person(sitting, role)
    return {sitting.desk.row_id(): _presence_cells(sitting, role, person, _ask_time(sitting, "presence-came-at"))}


def _attendance_entry(sitting: Sitting) -> Entry | None:
    question = attendance.attendance_question(sitting.tree)
    return sitting.outcome.find_entry(sitting.tree.id, question.id) if question else None


def _expected(sitting: Sitting) -> list[Stay]:
    """Return who was at the last sitting of this meeting, else who was to come, else who was at the last meeting."""
    correct = [stay for stay in attendance.recorded_stays(sitting.outcome, sitting.tree) if not stay.corrected]
    stays = [stay for stay in correct if stay.meeting == sitting.meeting] or [stay for stay in correct if stay.day]
    last = max((stay.day for stay in stays), default="")
    return [stay for stay in stays if stay.day == last]


def _reply(reply: Reply | Order) -> Reply:
    """Return a reply that is no command."""
    if isinstance(reply, Order):
        raise _Wanted(reply)
    return reply


def _tick_roles(sitting: Sitting, entry: Entry, current: Iterable[str]) -> tuple[str, ...]:
    prompt, roles = text("present", sitting.language), tuple(dict.fromkeys(current))
    return _reply(sitting.asker.pick_many(prompt, _option_picks(sitting, entry, "role"), roles))


def _pick_role(sitting: Sitting, current: str = "") -> str:
    """Return a role; empty when none was chosen."""
    entry = _attendance_entry(sitting)
    picks = _option_picks(sitting, entry, "role") if entry else []
    return _reply(sitting.asker.pick_one(text("presence-role", sitting.language), picks, current))


def _option_picks(sitting: Sitting, entry: Entry, name: str) -> list[Pick]:
    column: Column = next(column for column in entry.question.columns if column.id == name)
    return [Pick(option.value, pick_translation(option.label, sitting.language)) for option in column.options]


def _ask_person(sitting: Sitting, role: str, current: str = "") -> str:
    """Return the code of who is there in a role; empty when nobody is named."""
    prompt = text("person-code", sitting.language, role=sitting.role_names([role]))
    return _reply(people.ask_person(sitting, prompt, current))


def _ask_time(sitting: Sitting, key: str) -> str:
    """Return a time of day, or nothing; asks until it is one of them."""
    while True:
        if not (typed := _reply(sitting.asker.ask_line(text(key, sitting.language)))):
            return ""
        try:
            return clock_time(typed)
        except InvalidValue as error:
            sitting.asker.show_message(messages.problem(error, sitting.language))


def _presence_cells(sitting: Sitting, role: str, person: str, came_at: str = "") -> Cells:
    """Return the columns of somebody who is here today."""
    day = sitting.desk.today
    return {"meeting": sitting.meeting, "role": role, "person": person, "day": day, "came-at": came_at}


def _save_changes(sitting: Sitting, changes: Changes) -> None:
    """Save what is new; a person in two roles is told here, once."""
    if (entry := _attendance_entry(sitting)) is None:
        return
    before = {stay.id for stay in sitting.stays}

    def changed(answer: Answer) -> Answer:
        for id_, cells in changes.items():
            answer = answer_input.with_row(answer, entry.question, id_, cells)
        return answer

    if changes and sitting.save_change(entry, changed):
        _tell_roles(sitting, [stay for stay in sitting.stays if stay.id not in before])


def _tell_roles(sitting: Sitting, new: Sequence[Stay]) -> None:
    """Say who of those who came is there in several roles."""
    for person in dict.fromkeys(stay.person for stay in new if stay.person):
        roles = list(dict.fromkeys(stay.role for stay in sitting.stays if stay.person == person))
        if len(roles) > 1:
            label = people.person_label(sitting, person)
            sitting.say_text("person-two-roles", person=label, roles=sitting.role_names(roles))


def _table_now(sitting: Sitting) -> str:
    """Return who is at the table, in a sentence."""
    names = ", ".join(_who_label(sitting, stay) for stay in sitting.stays)
    return text("table-now" if names else "table-empty", sitting.language, people=names)


def _who_label(sitting: Sitting, stay: Stay) -> str:
    role = sitting.role_names([stay.role])
    return f"{role} ({people.person_label(sitting, stay.person)})" if stay.person else role


def stay_label(sitting: Sitting, stay: Stay) -> str:
    """Return one entry on a line: the role, the person, and what is known of coming and going."""
    language = sitting.language
    came = text("presence-since", language, time=stay.came_at) if stay.came_at else ""
    left = text("presence-gone-at", language, time=stay.left_at) if stay.left_at else text("presence-gone", language)
    return " · ".join(filter(None, [_who_label(sitting, stay), came, left if stay.left else ""]))


def _stay_picks(sitting: Sitting, stays: Iterable[Stay]) -> list[Pick]:
    """Return the entries of the meeting, today's first, and the ways beside them."""
    language, today = sitting.language, sitting.desk.today
    ordered = sorted(stays, key=lambda stay: (stay.day != today, stay.day))
    own = [Pick(stay.id, stay_label(sitting, stay), _heading_of_stay(sitting, stay)) for stay in ordered]
    return [Pick(_DONE, text("presence-done", language)), Pick(_ADD, text("presence-add", language)), *own]


def _heading_of_stay(sitting: Sitting, stay: Stay) -> str:
    if stay.day == sitting.desk.today:
        return text("presence-today", sitting.language)
    return written_date(stay.day, sitting.language) if stay.day else text("presence-planned", sitting.language)
