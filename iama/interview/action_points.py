"""Records action points where the idea arises, on one line (`what; who; when`) or step by step, in the list of a part.

Grammar of a line: what is to be done, then who and when, with semicolons or tabs between them. Who and when may be
left out; a second piece that is a date is when. More pieces than three belong to what.
"""

import re
from collections.abc import Mapping, Sequence

from iama.assess import answer_input
from iama.assess.actions import lists_actions
from iama.assess.outcome import Entry
from iama.assess.responses import ACTIONS
from iama.interview import messages, replies
from iama.interview.asking import Command, Order, Prose
from iama.interview.sitting import Sitting
from iama.model.dossier import Answer, Row
from iama.model.questionnaire import Column, Kind, Question
from iama.model.spelling import typed_day, typed_role
from iama.model.values import InvalidValue
from iama.words import pick_translation, text

_BETWEEN = re.compile(r"[;\t]")
_BULLET = re.compile(r"^\s*(?:[-*•–▪]\s+|\d{1,2}[.)]\s+)")
_DAY = Column("due", Kind.DATE, {})
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_LINE = ("text", "owner", "due")
_KEYS = dict(zip(_LINE, ("action-what", "action-who", "action-when"), strict=True))
_COLUMNS = {*_LINE, "status"}
Cells = Mapping[str, str]


def list_for(sitting: Sitting, entry: Entry | None) -> Entry | None:
    """Return the list that an action point belongs to: that of its part, else the one before, else the one behind it.

    An assessment without a list has that of the follow-up; None where there is none either.
    """
    lists = [one for one in sitting.outcome.tree_entries(sitting.tree.id) if _is_open_list(one)]
    if not lists:
        return sitting.outcome.entries.get(ACTIONS)
    if entry is None:
        return lists[0]
    order = [*sitting.tree.questions]
    place = order.index(entry.question.id)
    before = [one for one in lists if order.index(one.question.id) <= place]
    own = [one for one in lists if one.question.part == entry.question.part]
    return next(iter([*own[:1], *before[-1:], *lists]))


def _is_open_list(entry: Entry) -> bool:
    return takes_lines(entry.question) and entry.status.applies


def takes_lines(question: Question) -> bool:
    """Whether a question lists action points with the columns that a line fills."""
    return lists_actions(question) and {column.id for column in question.columns} >= _COLUMNS


def record_action(sitting: Sitting, entry: Entry | None, argument: str) -> None:
    """Ask what is missing of one action point and save it; says where it stands, or that nothing was recorded."""
    target = list_for(sitting, entry)
    if target is None:
        sitting.say_text("action-no-list")
        return
    with sitting.unsaved.aside(f"{sitting.place_of(target)} {Command.ACTION}", sitting.label_entry(target)):
        cells = _ask_missing(sitting, target, argument)
        if cells and save_rows(sitting, target, [cells]):
            place = messages.list_place(sitting.tree, target, sitting.language)
            sitting.say_text("action-recorded", action=cells["text"], place=place)
        else:
            sitting.rescue_unsaved()
            sitting.say_text("action-not-recorded")


def _ask_missing(sitting: Sitting, target: Entry, argument: str) -> Cells | None:
    """Return an action point with every cell that was given or asked; None when the team thought better of it."""
    given = split_line(argument, sitting.desk.today)
    if argument:
        sitting.unsaved.enter(text(_KEYS["text"], sitting.language), "")
        sitting.hold_text(argument)
    cells: dict[str, str] = {}
    for place, (name, key) in enumerate(_KEYS.items()):
        typed = given[place] if place < len(given) else None
        cell = _ask_cell(sitting, name, key, typed)
        while isinstance(cell, str) and sitting.mends(target, _answer_with([{name: cell}])):
            cell = _ask_cell(sitting, name, key, None, cell)
        if isinstance(cell, Order) or (name == "text" and not cell):
            return None
        cells[name] = cell
    return cells


def _ask_cell(sitting: Sitting, name: str, key: str, typed: str | None, current: str = "") -> str | Order:
    """Return one cell as it is kept; asks for it when it was not typed, and again while it does not fit."""
    while True:
        reply = sitting.ask_and_hold_detail(text(key, sitting.language), current) if typed is None else typed
        if isinstance(reply, Order):
            return reply
        try:
            return _understand(sitting, name, reply)
        except InvalidValue as error:
            sitting.asker.show_message(messages.problem(error, sitting.language))
            typed, current = None, reply


def _understand(sitting: Sitting, name: str, typed: str) -> str:
    """Return one cell in the form of the dossier; raises InvalidValue."""
    if name == "due":
        return replies.understand_value(sitting, _DAY, typed)
    words = replies.clean_and_tell(sitting, typed)
    if name == "owner" and (role := typed_role(sitting.tree.roles, words)) in sitting.tree.roles:
        return pick_translation(sitting.tree.roles[role], sitting.language)
    return words


def split_line(line: str, today: str = "") -> list[str]:
    """Return what, who and when as they stand in a line; what is not there is left out."""
    pieces = [piece.strip() for piece in _BETWEEN.split(_BULLET.sub("", line))]
    if len(pieces) == 1:
        return pieces if pieces[0] else []
    if len(pieces) == 2 and _ISO.fullmatch(typed_day(pieces[1], today)):
        return [pieces[0], "", pieces[1]]
    return pieces if len(pieces) == 2 else ["; ".join(pieces[:-2]), *pieces[-2:]]


def ask_lines(sitting: Sitting, entry: Entry) -> Order | None:
    """Ask action points as lines and save them; a line that does not fit comes back into the field with the reason."""
    left = ""
    while True:
        asked = Prose(text("action-lines", sitting.language), left)
        reply: str | Order | None = sitting.ask_and_hold_prose(asked)
        if isinstance(reply, Order) and reply.command is Command.EDITOR:
            reply = replies.text_from_editor(sitting, asked)
        if isinstance(reply, Order):
            return reply
        if not reply or not reply.strip():
            sitting.rescue_unsaved()
            return None
        left = _save_lines(sitting, entry, reply)
        if not left:
            return None
        sitting.hold_text(left)


def _save_lines(sitting: Sitting, entry: Entry, words: str) -> str:
    """Save every line that fits and return those that do not, with the reason told."""
    rows, wrong = [], []
    for number, line in enumerate(words.split("\n"), 1):
        try:
            if pieces := split_line(line, sitting.desk.today):
                named = zip(_LINE, pieces, strict=False)
                rows.append({name: _understand(sitting, name, typed) for name, typed in named})
        except InvalidValue as error:
            wrong.append(line)
            problem = messages.problem(error, sitting.language)
            sitting.say_text("action-line-wrong", line=number, typed=line.strip(), problem=problem)
    if not rows:
        return "\n".join(wrong)
    if sitting.mends(entry, _answer_with(rows)) or not save_rows(sitting, entry, rows):
        return words
    bare = sum(not row.get("owner") or not row.get("due") for row in rows)
    sitting.say_text("actions-recorded", count=len(rows))
    if bare:
        sitting.say_text("actions-bare", count=bare)
    return "\n".join(wrong)


def _answer_with(rows: Sequence[Cells]) -> Answer:
    return Answer(tuple(Row("", cells) for cells in rows))


def save_rows(sitting: Sitting, entry: Entry, rows: Sequence[Cells]) -> bool:
    """Add action points to a list as it stands now and save it; whether it was saved."""
    made = [(sitting.desk.row_id(), {**cells, "status": "open"}) for cells in rows]

    def add_rows(answer: Answer) -> Answer:
        for id_, cells in made:
            answer = answer_input.with_row(answer, entry.question, id_, cells)
        return answer

    return sitting.save_change(sitting.newest_entry(entry), add_rows)
