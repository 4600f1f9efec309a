"""Asks one question of any kind and makes an `Answer` of what was said; what does not fit is asked again."""

from collections.abc import Callable, Sequence
from textwrap import shorten
from typing import TypeVar

from iama.assess import adoption, answer_input
from iama.assess.intention import intended_state
from iama.assess.outcome import Entry, Status
from iama.interview import earlier, messages, path
from iama.interview.asking import COMMANDS, Command, Order, Pick, Prose, Screen
from iama.interview.sitting import Sitting
from iama.model import values
from iama.model.conditions import Ref
from iama.model.dossier import Answer, State
from iama.model.problems import IamaError
from iama.model.questionnaire import Column, Kind, Question
from iama.model.spelling import typed_value
from iama.model.struct import replace
from iama.model.values import InvalidValue
from iama.words import pick_translation, text
from iama.words.written import written_date, written_number

_TITLE = 60  # characters: a title and a status fit on one line
_UNKNOWN, _IS_ANSWER = "?", "answer"
T = TypeVar("T")
ANSWER = "answer"  # the field of a question itself
Reply = Answer | Order | None
# what can be said at a notice, and when everything was asked
NAVIGATION = (
    *(Command.BACK, Command.GO, Command.SEARCH, Command.OPEN, Command.OVERVIEW, Command.READ, Command.TERM),
    *(Command.ACTION, Command.FLAG, Command.PRESENT, Command.AGENDA, Command.STOP),
)


def ask_until_fits(
    sitting: Sitting, ask: Callable[[], str | Order | None], understand: Callable[[str], T]
) -> T | Order | None:
    """Return what is made of the text that `ask` brings; one that does not fit comes back into the field.

    An order, or None for nothing, is returned as it is.
    """
    while isinstance(typed := ask(), str):
        try:
            return understand(typed)
        except InvalidValue as error:
            sitting.asker.show_message(messages.problem(error, sitting.language))
            sitting.mark_place(error.offset)
    return typed


def ask_text(sitting: Sitting, entry: Entry) -> Reply:
    current = entry.answer.value if isinstance(entry.answer.value, str) else ""
    asked = Prose(text("your-answer", sitting.language), current, comments=comments(sitting, entry))
    return ask_until_fits(
        sitting, lambda: prose_or_edit(sitting, asked, ANSWER), lambda words: _answer_with_text(sitting, entry, words)
    )


def prose_or_edit(sitting: Sitting, asked: Prose, field: str = "") -> str | Order:
    """Ask a text, in the team's own editor where that is wanted."""
    while True:
        reply = sitting.ask_and_hold_prose(asked, field)
        if not (isinstance(reply, Order) and reply.command is Command.EDITOR):
            return reply
        if (words := text_from_editor(sitting, asked)) is not None:
            return words


def text_from_editor(sitting: Sitting, asked: Prose) -> str | None:
    """Return text from the editor of the user's choice; None, with the reason told, when it failed."""
    try:
        words = sitting.asker.edit(replace(asked, begun=sitting.unsaved.words.get(sitting.unsaved.last, "")))
    except IamaError as error:
        sitting.asker.show_message(error.text_and_hint(sitting.language))
        return None
    if words == asked.current:
        sitting.say_text("editor-unchanged")
        return None
    sitting.hold_text(words)
    return words


def comments(sitting: Sitting, entry: Entry) -> tuple[str, ...]:
    """Return the question as comment lines for an editor."""
    number = f"{entry.question.number} " if entry.question.number else ""
    language = sitting.language
    return (
        f"{number}{pick_translation(entry.question.text, language)}",
        "",
        *pick_translation(entry.question.help, language).split("\n"),
    )


def _answer_with_text(sitting: Sitting, entry: Entry, words: str) -> Reply:
    """Return the answer with new text, or the state that is meant by it; None when it is empty or what stood there."""
    kept = clean_and_tell(sitting, words)
    if not kept or kept == entry.answer.value:
        return None
    if (meant := ask_intention(sitting, kept)) is not None:
        return meant
    return answer_input.with_value(entry.answer, entry.question, kept)


_SETS = {
    State.NOT_APPLICABLE: Command.NOT_APPLICABLE,
    State.ASK_SUPPLIER: Command.SUPPLIER,
    State.UNKNOWN: Command.UNKNOWN,
}


def ask_intention(sitting: Sitting, words: str) -> Order | None:
    """Offer the state that words such as "n.v.t." mean; None when they are the answer after all."""
    if (state := intended_state(words)) is None:
        return None
    language = sitting.language
    states = [state, *(other for other in _SETS if other is not state)]
    offered = [Pick(other.value, text(f"intention-{other}", language)) for other in states]
    prompt = text("intention-what", language, words=words)
    offered.append(Pick(_IS_ANSWER, text("intention-is-answer", language)))
    while isinstance(chosen := sitting.asker.pick_one(prompt, offered, state.value), str):
        if chosen == _IS_ANSWER:
            return None
        if chosen:
            sitting.unsaved.clear()  # the state stands in the place of these words
            return Order(_SETS[State(chosen)])
    return chosen


def clean_and_tell(sitting: Sitting, words: str) -> str:
    """Return text as it may be kept, and tell what was changed in it; raises InvalidValue."""
    cleaned = values.clean_typed_text(words)
    if cleaned.changes:
        names = (text(f"cleaned-{change.replace(' ', '-')}", sitting.language) for change in cleaned.changes)
        sitting.say_text("cleaned", signs=", ".join(names))
    return cleaned.text


def ask_date_or_number(sitting: Sitting, entry: Entry) -> Reply:
    """Ask a date or a number; the ways in which people write those are understood."""
    question, language = entry.question, sitting.language
    current = str(entry.answer.value or "")
    value = ask_until_fits(
        sitting,
        lambda: sitting.ask_and_hold_line(
            value_hint(question, language), written_value(question, current, language), ANSWER
        ),
        lambda typed: ask_intention(sitting, typed) or understand_value(sitting, question, typed),
    )
    if isinstance(value, Order):
        return value
    if value == current:
        return None
    if not value:
        return _without_value(entry.answer)
    return answer_input.with_value(entry.answer, question, value)


def _without_value(answer: Answer) -> Answer:
    """Return an answer whose value was taken away; nothing at all when nothing stands beside it."""
    bare = replace(answer, value=None, unsure=())
    return Answer() if replace(bare, by=(), date="", stamp="", carried={}, imported="").empty else bare


def value_hint(field: Question | Column, language: str) -> str:
    """Return how a value of this kind is written."""
    keys = {Kind.DATE: "a-date", Kind.NUMBER: "a-number"}
    return text(keys.get(field.kind, "your-answer"), language)


def written_value(field: Question | Column, word: str, language: str) -> str:
    """Return a date or number as people write it in this language."""
    if field.kind is Kind.DATE:
        return written_date(word, language) if word else ""
    return written_number(word, language) if field.kind is Kind.NUMBER else word


def understand_value(sitting: Sitting, field: Question | Column, typed: str) -> str:
    """Return one typed value in the form of the dossier, and say how it was read when that is not plain to see."""
    if not typed:
        return ""
    value = values.valid_value(field, typed_value(field, typed, sitting.language, sitting.desk.today))
    shown = written_value(field, value, sitting.language)
    if field.kind in (Kind.DATE, Kind.NUMBER) and shown.lower() != typed.lower() and value != typed:
        sitting.say_text("understood-as", value=shown)
    return value


def ask_choice(sitting: Sitting, entry: Entry) -> Reply:
    question, answer = entry.question, entry.answer
    current = _UNKNOWN if entry.status is Status.UNKNOWN else "".join(answer.value_words())
    offered = [*picks(sitting, question), Pick(_UNKNOWN, text("do-not-know", sitting.language))]
    chosen = sitting.asker.pick_one(text("choose-one", sitting.language), offered, current)
    if isinstance(chosen, Order):
        return chosen
    if not chosen or chosen == current:
        return None
    if chosen == _UNKNOWN:
        return Order(Command.UNKNOWN)
    table = in_table(sitting, entry)
    if table == chosen:  # what the table says needs no answer of its own
        return _without_value(replace(answer, overruled=""))
    answer = answer_input.with_value(answer, question, chosen)
    return _overrule_table(sitting, answer, entry.answer.overruled) if table else answer


def in_table(sitting: Sitting, entry: Entry) -> str | None:
    """Return the value that the table gives for a question that is derived from two others."""
    if (matrix := entry.question.matrix) is None:
        return None
    refs = (Ref(entry.ref.questionnaire, name, entry.ref.instance) for name in (matrix.rows, matrix.columns))
    entries = map(sitting.outcome.entries.get, refs)
    row, column = ("".join(other.answer.value_words()) if other else "" for other in entries)
    return matrix.cells.get(row, {}).get(column)


def _overrule_table(sitting: Sitting, answer: Answer, before: str) -> Reply:
    asked = Prose(text("why-overrule", sitting.language), before)

    def understand_reason(words: str) -> str:
        if kept := clean_and_tell(sitting, words) or before:
            return kept
        raise InvalidValue("needs-reason")

    reason = ask_until_fits(sitting, lambda: prose_or_edit(sitting, asked, "overruled"), understand_reason)
    return reason if reason is None or isinstance(reason, Order) else replace(answer, overruled=reason)


def ask_choices(sitting: Sitting, entry: Entry) -> Reply:
    question = entry.question
    prompt = text("choose-many", sitting.language)
    if question.max:
        prompt = f"{prompt} ({text('at-most', sitting.language)} {question.max})"
    chosen = entry.answer.value_words()
    while True:
        ticked = sitting.asker.pick_many(prompt, picks(sitting, question), chosen)
        if isinstance(ticked, Order):
            return ticked
        try:
            chosen = values.valid_choices(question, ticked)
            break
        except InvalidValue as error:
            sitting.asker.show_message(messages.problem(error, sitting.language))
            chosen = ticked
    if chosen == (entry.answer.value or ()):
        return None
    if not chosen:
        return _without_value(entry.answer)
    answer = answer_input.with_value(entry.answer, question, chosen)
    return replace(answer, unsure=tuple(word for word in entry.answer.unsure if word not in chosen))


def picks(sitting: Sitting, field: Question | Column) -> list[Pick]:
    """Return the options of a field in the language of the sitting."""
    groups, language = sitting.tree.option_groups, sitting.language
    return [
        Pick(
            option.value,
            pick_translation(option.label, language),
            pick_translation(groups[option.group], language) if option.group and option.group in groups else "",
            option.exclusive,
        )
        for option in field.options
    ]


def pick_entry(sitting: Sitting, entries: Sequence[Entry], words: str = "") -> Ref | Order | None:
    """Let the team choose a question to go to, each under its part and section; they may also give another command.

    `words` are what it was found by: an answer that holds them says where.
    """
    by_place = {str(place): entry for place, entry in enumerate(entries)}
    picks = [
        Pick(
            place,
            _title_of_field(sitting, entry),
            messages.where(sitting.tree, entry.question, sitting.language),
            detail=path.found_in_answer(entry, words, sitting.language),
        )
        for place, entry in by_place.items()
    ]
    chosen = sitting.asker.pick_one(text("go-where", sitting.language), picks)
    if isinstance(chosen, Order):
        return unless_back(chosen)
    return by_place[chosen].ref if chosen in by_place else None


def look_back(sitting: Sitting, entries: Sequence[Entry], at: Ref) -> Ref | Order | None:
    """Let the team go through whole answers of a part and choose one to go to; it opens where the team is."""
    language, part = sitting.language, sitting.tree.part_of(entries[0].question)
    by_place = {str(place): entry for place, entry in enumerate(entries)}
    picks = [
        Pick(
            place,
            _title_of_field(sitting, entry),
            messages.section_name(sitting.tree.section_of(entry.question), language),
            detail="" if entry.answer.empty else earlier.whole_answer(sitting, entry),
        )
        for place, entry in by_place.items()
    ]
    sitting.asker.show_screen(
        Screen(messages.part_name(part, language), "", "", text("look-back", language), prompt=18)
    )
    here = next((place for place, entry in by_place.items() if entry.ref == at), "")
    chosen = sitting.asker.pick_one(text("go-where", language), picks, here)
    if isinstance(chosen, Order):
        return unless_back(chosen)
    return by_place[chosen].ref if chosen in by_place else None


def _title_of_field(sitting: Sitting, entry: Entry) -> str:
    words = pick_translation(entry.question.text, sitting.language)
    about = sitting.label_entry(entry) if entry.question.number or entry.ref.instance else ""
    state = text(f"status-{entry.status}", sitting.language)
    return f"{shorten(f'{about} {words}', _TITLE, placeholder='…')} ({state})"


def unless_back(order: Order) -> Order | None:
    """Return an order that was given at a list or a menu; going back leads to the question behind it."""
    return None if order.command is Command.BACK else order


def pick_command(sitting: Sitting, entry: Entry) -> Order | None:
    """Let the team choose a command from the menu."""
    language = sitting.language
    choices = [
        Pick(command, f"/{command.name_in(language)} — {text(f'command-{command}-does', language)}")
        for command in fitting_commands(sitting, entry)
    ]
    chosen = sitting.asker.pick_one(text("menu", language), choices)
    if isinstance(chosen, Order):
        return None if chosen.command is Command.MENU else unless_back(chosen)
    return Order(Command(chosen)) if chosen else None


def fitting_commands(sitting: Sitting, entry: Entry) -> list[Command]:
    """Return the commands that make sense at a question."""
    if entry.question.kind is Kind.NOTICE:
        return list(NAVIGATION)
    out = {Command.MENU}
    if entry.question.kind is not Kind.CHOICES:
        out.add(Command.UNSURE)
    if entry.question.kind is not Kind.TEXT:
        out.add(Command.EDITOR)
    if not adoption.adoptable_answers(sitting.outcome, entry):
        out.add(Command.ADOPT)
    return [command for command in COMMANDS if command not in out]
