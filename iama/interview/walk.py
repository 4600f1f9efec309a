"""Walks a team through the questions of one assessment: what comes next after a reply, a command or a flag.

Every answer is saved before the next question is asked. Knows no terminal and no disk.
"""

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from iama.assess.outcome import Entry, Status
from iama.interview import (
    facilitating,
    flags,
    guests,
    measures,
    messages,
    path,
    presence,
    remarks,
    replies,
    rows,
    screens,
)
from iama.interview.aside import listen, obey_aside
from iama.interview.asking import Command, Order
from iama.interview.path import Choice
from iama.interview.sitting import Sitting
from iama.model.conditions import Ref
from iama.model.dossier import Answer
from iama.model.questionnaire import Kind
from iama.model.struct import replace
from iama.words import text

# what stands beside an answer: the question itself is still asked
_BESIDE = (Command.NOTE, Command.DISSENT, Command.SOURCE, Command.BY)


class Step(Struct, frozen=True):
    """A question that comes next; one that stands on the screen already is asked without showing it again."""

    entry: Entry
    shown: bool = False


def walk_questions(sitting: Sitting) -> None:
    """Ask until everything is answered or somebody stops; KeyboardInterrupt and EOFError pass through."""
    listen(sitting)
    sitting.started = sitting.desk.clock()
    step = _next_step(sitting, None)
    while step is not None:
        step = take_step(sitting, step)


def take_step(sitting: Sitting, step: Step) -> Step | None:
    """Show one question, take one reply, and return what comes next; None stops."""
    entry = step.entry
    facilitating.note_time(sitting, entry)
    sitting.at = step.entry.ref
    if not step.shown:
        sitting.look_again()
        entry = sitting.newest_entry(entry)
        if not entry.status.applies:  # a colleague's answer hid it
            return _onward(sitting, entry)
        sitting.asker.show_screen(screens.question_screen(sitting, entry))
    if entry.question.kind is Kind.NOTICE:
        return _wait_at_notice(sitting, entry)
    return _ask_question(sitting, entry)


def _next_step(sitting: Sitting, after: Ref | None) -> Step | None:
    """Return the next question that asks something; when there is none, what the team wants after all."""
    order = (entry.ref for entry in sitting.outcome.tree_entries(sitting.tree.id))
    entry = path.next_entry(sitting.entries_to_visit(), after, sitting.passed, order)
    return Step(entry) if entry else _finish(sitting)


def _onward(sitting: Sitting, entry: Entry) -> Step | None:
    sitting.visited.append(entry.ref)
    for inner in guests.sittings_beside(sitting, entry.ref):
        step = _next_step(inner, None)
        while step is not None:
            step = take_step(inner, step)
        sitting.outcome = inner.outcome
        if inner.left_by is Command.BACK:
            return _go_back(sitting, entry)
        sitting.passed.update(one.ref for one in inner.entries_in_plan())
        if inner.left_by:
            sitting.left_by = inner.left_by
            return None
    return _next_step(sitting, entry.ref)


def _again(sitting: Sitting, entry: Entry) -> Step | None:
    """Ask the same question once more, as it stands now, without showing it again."""
    if entry.question.kind is Kind.NOTICE:
        return Step(entry, shown=True)
    fresh = sitting.outcome.entries.get(entry.ref)
    return Step(fresh, shown=True) if fresh and fresh.status.applies else _onward(sitting, entry)


def _finish(sitting: Sitting) -> Step | None:
    """Say that everything was asked and what is still open; return where the team wants to go, if anywhere."""
    if sitting.within:
        return None
    entries = sitting.entries_to_visit()
    left = [entry for entry in entries if path.is_open(entry) and entry.question.required]
    sitting.say_text("later-left" if left else "all-asked", questions=", ".join(map(sitting.label_entry, left)))
    entries = entries or path.chosen_entries(sitting.outcome, sitting.tree, Choice())
    while entries:
        if (reply := ask_enter(sitting, sitting.enter)) is None:
            return None
        if reply.command in (Command.FLAG, Command.PRESENT):
            if (target := _visit(sitting, reply)) is None:
                continue
            if isinstance(target, Ref):
                return Step(sitting.outcome.entries[target])
            reply = target
        if reply.command in (*replies.NAVIGATION, Command.MENU):
            return _obey(sitting, _without_answer(entries[-1]), reply)
        sitting.say_text("not-here")
    return None


def _without_answer(entry: Entry) -> Entry:
    """Return the question to come back to when everything was asked, as one that takes no answer: nobody sees it."""
    return replace(entry, question=replace(entry.question, kind=Kind.NOTICE))


def _wait_at_notice(sitting: Sitting, entry: Entry) -> Step | None:
    """Wait until a notice was read."""
    reply = ask_enter(sitting, "press-enter")
    sitting.passed.add(entry.ref)
    return _obey(sitting, entry, reply) if reply else _onward(sitting, entry)


def ask_enter(sitting: Sitting, key: str) -> Order | None:
    """Wait for Enter alone, or a command; text is no answer here, and is kept elsewhere."""
    while not isinstance(reply := sitting.ask_and_hold_line(text(key, sitting.language)), Order):
        if not reply:
            return None
        sitting.say_text("no-answer-here")
        sitting.asker.show_message(sitting.desk.rescue(reply))
        sitting.hold_text("")  # it stands in a file, and must not come back where Enter goes on
    return reply


def _ask_question(sitting: Sitting, entry: Entry) -> Step | None:
    """Ask until there is an answer that the question allows, or an order; one to be mended comes back as typed."""
    asked = entry
    while True:
        sitting.turn_to(sitting.place_of(entry), sitting.label_entry(entry), replies.ANSWER)
        reply = _ask_reply(sitting, asked)
        if isinstance(reply, Order):
            sitting.rescue_unsaved()
            return _obey(sitting, entry, reply)
        if reply is None and asked is not entry:  # left as it was typed after all
            reply = asked.answer
        elif reply and sitting.mends(entry, reply):
            asked = replace(entry, answer=reply)
            continue
        if reply is None:  # nothing was said: the question stays as it is
            sitting.unsaved.clear()
            if _leave_as_it_is(sitting, sitting.newest_entry(entry)):
                return _onward(sitting, entry)
        elif _agrees(sitting, entry, reply) and sitting.save_answer(entry, reply.with_confirmation(sitting.desk.today)):
            return _onward(sitting, entry)


def _agrees(sitting: Sitting, entry: Entry, reply: Answer) -> bool:
    """Ask before an answer is emptied, and before a tick goes on which other answers hang."""
    gone = [word for word in entry.given_answer.value_words() if word not in reply.value_words()]
    if not gone or entry.question.kind not in (Kind.CHOICES, Kind.DATE, Kind.NUMBER):
        return True
    emptied = not (reply.value_words() or reply.unsure)
    return not (emptied or sitting.lost_without(entry, reply)) or sitting.agrees_to_lose(entry, reply, "clear-value")


def _leave_as_it_is(sitting: Sitting, entry: Entry) -> bool:
    """Let an answer that came along hold, or leave a question open; False when that could not be saved."""
    if entry.answer.needs_confirmation and (entry.status is not Status.OPEN or entry.answer.is_proposal):
        return sitting.save_answer(entry, entry.answer.with_confirmation(sitting.desk.today))
    if path.is_open(entry):
        sitting.passed.add(entry.ref)
        sitting.say_text("left-open" if entry.question.required else "left-optional")
    return True


_ASKS: Mapping[Kind, Callable[[Sitting, Entry], replies.Reply]] = {
    Kind.TEXT: replies.ask_text,
    Kind.CHOICE: replies.ask_choice,
    Kind.YES_NO: replies.ask_choice,
    Kind.CHOICES: replies.ask_choices,
    Kind.ROWS: rows.ask_rows,
}


def _ask_reply(sitting: Sitting, entry: Entry) -> replies.Reply:
    """Return the answer to one question, an order, or None when nothing was said."""
    return _ASKS.get(entry.question.kind, replies.ask_date_or_number)(sitting, entry)


def _obey(sitting: Sitting, entry: Entry, order: Order) -> Step | None:
    """Carry out a command and return what comes next; None stops."""
    entry = sitting.newest_entry(entry)
    match order.command:
        case Command.STOP | Command.AGENDA:
            sitting.left_by = order.command
            return None
        case Command.BACK:
            return _go_back(sitting, entry)
        case Command.LATER:
            sitting.passed.add(entry.ref)
            return _onward(sitting, entry)
        case Command.GO | Command.SEARCH:
            return _go_to_question(sitting, entry, order.argument)
        case Command.HELP | Command.READ | Command.TERM | Command.ACTION:
            obey_aside(sitting, entry, order)
            return _again(sitting, entry)
        case Command.OPEN | Command.OVERVIEW:
            return _choose_from_list(sitting, entry, order)
        case Command.FLAG | Command.PRESENT:
            return _come_back(sitting, entry, _visit(sitting, order))
        case Command.MENU:
            chosen = replies.pick_command(sitting, entry)
            return _obey(sitting, entry, chosen) if chosen else _again(sitting, entry)
        case Command.PROBE | Command.PARK | Command.MEASURE:
            _help_along(sitting, entry, order)
            return _again(sitting, entry)
        case _:
            return _record_remark(sitting, entry, order)


def _help_along(sitting: Sitting, entry: Entry, order: Order) -> None:
    """Help with a question, or with the conversation about it, without leaving it."""
    match order.command:
        case Command.PROBE:
            sitting.asker.show_message(facilitating.probes_text(sitting, entry))
        case Command.PARK:
            facilitating.park(sitting, entry, order.argument)
        case _:
            measures.take_over(sitting, entry, order.argument)


def _visit(sitting: Sitting, order: Order) -> Order | Ref | None:
    """Let the team answer flags, or say who is there; return where it goes instead of coming back."""
    if order.command is Command.PRESENT:
        return presence.change_presence(sitting)
    return flags.answer_flags(sitting, order.argument)


def _come_back(sitting: Sitting, entry: Entry, target: Order | Ref | None) -> Step | None:
    """Go where the team wants to, else back to the question as it stands now."""
    if isinstance(target, Order):
        return _obey(sitting, entry, target)
    if target is not None:
        sitting.visited.append(entry.ref)
        return Step(sitting.outcome.entries[target])
    fresh = sitting.outcome.entries.get(entry.ref)
    return Step(fresh) if fresh and fresh.status.applies else _onward(sitting, entry)


def _go_back(sitting: Sitting, entry: Entry) -> Step | None:
    while sitting.visited:
        before = sitting.outcome.entries.get(sitting.visited.pop())
        if before is not None and before.status.applies:
            return Step(before)
    places = {ref: place for place, ref in enumerate(sitting.outcome.entries)}
    above = [other for other in sitting.entries_in_plan() if places[other.ref] < places.get(entry.ref, 0)]
    if asked := [other for other in above if other.question.kind is not Kind.NOTICE]:
        return Step(asked[-1])
    if sitting.within:
        sitting.left_by = Command.BACK
        return None
    sitting.say_text("at-the-start")
    return _again(sitting, entry)


def _go_to_question(sitting: Sitting, entry: Entry, words: str) -> Step | None:
    """Go to the question that `words` mean; says why when it is not asked."""
    asked: str | Order = words or sitting.asker.ask_line(text("search-for", sitting.language))
    if isinstance(asked, Order):
        asked = replies.unless_back(asked) or ""
    if isinstance(asked, Order):
        return _obey(sitting, entry, asked)
    if not asked:
        return _again(sitting, entry)
    outcome, tree, language = sitting.outcome, sitting.tree, sitting.language
    entries = path.find_entries(path.chosen_entries(outcome, tree, Choice()), tree, asked, language)
    unasked = [] if entries else path.find_entries(path.entries_not_asked(outcome, tree), tree, asked, language)
    if unasked:
        sitting.asker.show_message(messages.not_asked(outcome, tree, unasked[0], language))
        return _again(sitting, entry)
    return _go_to_one_of(sitting, entry, entries, asked)


def _choose_from_list(sitting: Sitting, entry: Entry, order: Order) -> Step | None:
    """Let the team choose among the open questions, or look back at a part."""
    if order.command is Command.OVERVIEW:
        return _look_back(sitting, entry, order.argument)
    return _go_to_one_of(sitting, entry, [*filter(path.is_open, sitting.entries_to_visit())])


def _look_back(sitting: Sitting, entry: Entry, words: str) -> Step | None:
    """Let the team go through a part, this one unless it names another, and go to a question or stay."""
    part = path.part_entries(sitting.outcome, sitting.tree, words or entry.question.part)
    if not part:
        sitting.say_text("no-such-part", parts=path.part_names(sitting.tree))
        return _again(sitting, entry)
    chosen = replies.look_back(sitting, part, entry.ref)
    if isinstance(chosen, Order):
        return _obey(sitting, entry, chosen)
    if chosen is None or chosen == entry.ref:
        fresh = sitting.outcome.entries[entry.ref]
        return Step(fresh) if fresh.question == entry.question else _onward(sitting, entry)
    sitting.visited.append(entry.ref)
    return Step(sitting.outcome.entries[chosen])


def _go_to_one_of(sitting: Sitting, entry: Entry, entries: Sequence[Entry], words: str = "") -> Step | None:
    """Let the team choose one of `entries` to go to; a single one is gone to at once."""
    entries = [other for other in entries if other.question.kind is not Kind.NOTICE]
    if not entries:
        sitting.say_text("nothing-found")
        return _again(sitting, entry)
    chosen = entries[0].ref if len(entries) == 1 else replies.pick_entry(sitting, entries, words)
    if isinstance(chosen, Order):
        return _obey(sitting, entry, chosen)
    if chosen is None:
        return _again(sitting, entry)
    sitting.visited.append(entry.ref)
    return Step(sitting.outcome.entries[chosen])


def _record_remark(sitting: Sitting, entry: Entry, order: Order) -> Step | None:
    """Record what stands beside an answer, or in its place; then go on, or ask for the answer itself."""
    sitting.turn_to(sitting.place_of(entry), sitting.label_entry(entry))
    beside = order.command in _BESIDE
    answer = remarks.answer_with_remark(sitting, entry, order)
    if isinstance(answer, Order):
        return _obey(sitting, entry, answer)
    restores = order.command is Command.RESTORE
    if answer is not None and not beside and not restores:
        answer = answer.with_confirmation(sitting.desk.today)
    if answer is None or not sitting.save_answer(entry, answer, as_it_was=restores):
        return _again(sitting, entry)
    if restores:
        return Step(sitting.newest_entry(entry))
    sitting.say_text("noted", question=sitting.label_entry(entry), command=order.command.name_in(sitting.language))
    if beside or path.is_open(sitting.newest_entry(entry)):
        return _again(sitting, entry)
    return _onward(sitting, entry)
