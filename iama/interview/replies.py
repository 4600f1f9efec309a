"""Asks one question of any kind and makes an `Answer` of what was said; what does not fit is asked again."""

from collections.abc import Sequence
from dataclasses import replace
from textwrap import shorten
from typing import TYPE_CHECKING

from iama.assess import adoption, answer_input
from iama.assess.outcome import Entry, Status
from iama.interview import messages
from iama.interview.asking import COMMANDS, Command, Order, Pick, Prose
from iama.model import values
from iama.model.conditions import Ref
from iama.model.dossier import Answer
from iama.model.problems import IamaError
from iama.model.questionnaire import Column, Kind, Question
from iama.model.spelling import typed_value
from iama.model.text import clean_text
from iama.model.values import InvalidValue
from iama.words import pick_translation, text
from iama.words.written import written_date, written_number

if TYPE_CHECKING:
    from iama.interview.interview import Interview

_TITLE = 60  # characters: a title and a status fit on one line
_UNKNOWN = "?"
Said = Answer | Order | None
# what can be said at a notice, and when everything was asked
NAVIGATION = (Command.BACK, Command.GO, Command.SEARCH, Command.OPEN, Command.OVERVIEW, Command.FLAG, Command.STOP)


def tell_invalid_value(interview: "Interview", error: InvalidValue) -> None:
    """Say what does not fit and what does; text that took work to type is kept."""
    interview.asker.show_message(messages.problem(error, interview.language))
    if any(len(words) > _TITLE for words in interview.unsaved):
        interview.rescue_unsaved()
    interview.unsaved.clear()


def ask_text(interview: "Interview", entry: Entry) -> Said:
    current = entry.answer.value if isinstance(entry.answer.value, str) else ""
    asked = Prose(text("your-answer", interview.language), current, comments(interview, entry))
    while True:
        given: str | Order | None = interview.ask_and_hold_prose(asked)
        if isinstance(given, Order) and given.command is Command.EDITOR:
            given = text_from_editor(interview, asked)
        if isinstance(given, Order):
            return given
        if given is not None:
            return _answer_with_text(interview, entry, given)


def text_from_editor(interview: "Interview", asked: Prose) -> str | None:
    """Return text from the editor of the user's choice; None, with the reason told, when it failed."""
    try:
        given = interview.asker.edit(asked)
    except IamaError as error:
        interview.asker.show_message(error.text_and_hint(interview.language))
        return None
    if given == asked.current:
        interview.say_text("editor-unchanged")
        return None
    interview.hold_text(given)
    return given


def comments(interview: "Interview", entry: Entry) -> tuple[str, ...]:
    """Return the question as comment lines for an editor."""
    number = f"{entry.question.number} " if entry.question.number else ""
    language = interview.language
    return (
        f"{number}{pick_translation(entry.question.text, language)}",
        "",
        *pick_translation(entry.question.help, language).split("\n"),
    )


def _answer_with_text(interview: "Interview", entry: Entry, given: str) -> Answer | None:
    """Return the answer with new text; None when it is empty or what stood there. Tells what was cleaned."""
    kept = clean_and_tell(interview, given)
    if not kept or kept == entry.answer.value:
        return None
    return answer_input.with_value(entry.answer, entry.question, kept)


def clean_and_tell(interview: "Interview", given: str) -> str:
    """Return text as it may be kept, and tell what was changed in it; raises InvalidValue."""
    kept = values.keepable_text(given)
    if changes := clean_text(given).changes:
        names = (text(f"cleaned-{change.replace(' ', '-')}", interview.language) for change in changes)
        interview.say_text("cleaned", signs=", ".join(names))
    return kept


def ask_date_or_number(interview: "Interview", entry: Entry) -> Said:
    """Ask a date or a number; the ways in which people write those are understood."""
    question, language = entry.question, interview.language
    current = str(entry.answer.value or "")
    given = interview.ask_and_hold_line(value_hint(question, language), written_value(question, current, language))
    if isinstance(given, Order):
        return given
    word = understand_value(interview, question, given)
    if word == current:
        return None
    if not word:
        return _without_value(entry.answer)
    return answer_input.with_value(entry.answer, question, word)


def _without_value(answer: Answer) -> Answer:
    """Return an answer whose value was taken away; nothing at all when nothing stands beside it."""
    bare = replace(answer, value=None, unsure=())
    return Answer() if replace(bare, by=(), date="", stamp="", carried={}).empty else bare


def value_hint(field: Question | Column, language: str) -> str:
    """Return how a value of this kind is written."""
    keys = {Kind.DATE: "a-date", Kind.NUMBER: "a-number"}
    return text(keys.get(field.kind, "your-answer"), language)


def written_value(field: Question | Column, word: str, language: str) -> str:
    """Return a date or number as people write it in this language."""
    if field.kind is Kind.DATE:
        return written_date(word, language) if word else ""
    return written_number(word, language) if field.kind is Kind.NUMBER else word


def understand_value(interview: "Interview", field: Question | Column, given: str) -> str:
    """Return one typed value in the form of the dossier, and say how it was read when that is not plain to see."""
    if not given:
        return ""
    word = typed_value(field, given, interview.language)
    value = values.valid_value(field, word)
    shown = written_value(field, value, interview.language)
    if field.kind in (Kind.DATE, Kind.NUMBER) and shown.lower() != given.lower() and value != given:
        interview.say_text("understood-as", value=shown)
    return value


def ask_choice(interview: "Interview", entry: Entry) -> Said:
    question, answer = entry.question, entry.answer
    current = _UNKNOWN if entry.status is Status.UNKNOWN else "".join(answer.value_words())
    offered = [*picks(interview, question), Pick(_UNKNOWN, text("do-not-know", interview.language))]
    given = interview.asker.pick_one(text("choose-one", interview.language), offered, current)
    if isinstance(given, Order):
        return given
    if not given or given == current:
        return None
    if given == _UNKNOWN:
        return Order(Command.UNKNOWN)
    table = in_table(interview, entry)
    if table == given:  # what the table says needs no answer of its own
        return _without_value(replace(answer, overruled=""))
    answer = answer_input.with_value(answer, question, given)
    return _overrule_table(interview, answer, entry.answer.overruled) if table else answer


def in_table(interview: "Interview", entry: Entry) -> str | None:
    """Return the value that the table gives for a question that is derived from two others."""
    if (matrix := entry.question.matrix) is None:
        return None
    refs = (Ref(entry.ref.questionnaire, name, entry.ref.instance) for name in (matrix.rows, matrix.columns))
    row, column = (
        "".join(found.answer.value_words()) if (found := interview.outcome.entries.get(r)) else "" for r in refs
    )
    return matrix.cells.get(row, {}).get(column)


def _overrule_table(interview: "Interview", answer: Answer, before: str) -> Said:
    reason = interview.ask_and_hold_prose(Prose(text("why-overrule", interview.language), before))
    if isinstance(reason, Order):
        return reason
    kept = clean_and_tell(interview, reason) or before
    if not kept:
        raise InvalidValue("needs-reason")
    return replace(answer, overruled=kept)


def ask_choices(interview: "Interview", entry: Entry) -> Said:
    question = entry.question
    prompt = text("choose-many", interview.language)
    if question.max:
        prompt = f"{prompt} ({text('at-most', interview.language)} {question.max})"
    given = interview.asker.pick_many(prompt, picks(interview, question), entry.answer.value_words())
    if isinstance(given, Order):
        return given
    chosen = values.valid_choices(question, given)
    if chosen == (entry.answer.value or ()):
        return None
    if not chosen:
        return _without_value(entry.answer)
    answer = answer_input.with_value(entry.answer, question, chosen)
    return replace(answer, unsure=tuple(word for word in entry.answer.unsure if word not in chosen))


def picks(interview: "Interview", field: Question | Column) -> list[Pick]:
    """Return the options of a field in the language of the interview."""
    groups, language = interview.tree.option_groups, interview.language
    return [
        Pick(
            option.value,
            pick_translation(option.label, language),
            pick_translation(groups[option.group], language) if option.group and option.group in groups else "",
            option.exclusive,
        )
        for option in field.options
    ]


def pick_entry(interview: "Interview", entries: Sequence[Entry]) -> Ref | Order | None:
    """Let the team choose a question to go to; they may also give another command."""
    found = {str(place): entry for place, entry in enumerate(entries)}
    language = interview.language
    choices = [Pick(place, _title(interview, one)) for place, one in found.items()]
    given = interview.asker.pick_one(text("go-where", language), choices)
    if isinstance(given, Order):
        return given
    return found[given].ref if given in found else None


def _title(interview: "Interview", entry: Entry) -> str:
    words = pick_translation(entry.question.text, interview.language)
    about = messages.entry_label(interview, entry) if entry.question.number or entry.ref.instance else ""
    state = text(f"status-{entry.status}", interview.language)
    return f"{shorten(f'{about} {words}', _TITLE, placeholder='…')} ({state})"


def pick_command(interview: "Interview", entry: Entry) -> Order | None:
    """Let the team choose a command from the menu."""
    language = interview.language
    choices = [
        Pick(command, f"/{command.name_in(language)} — {text(f'command-{command}-does', language)}")
        for command in fitting_commands(interview, entry)
    ]
    given = interview.asker.pick_one(text("menu", language), choices)
    if isinstance(given, Order):
        return None if given.command is Command.MENU else given
    return Order(Command(given)) if given else None


def fitting_commands(interview: "Interview", entry: Entry) -> list[Command]:
    """Return the commands that make sense at a question."""
    if entry.question.kind is Kind.NOTICE:
        return list(NAVIGATION)
    out = {Command.MENU}
    if entry.question.kind is not Kind.CHOICES:
        out.add(Command.UNSURE)
    if entry.question.kind is not Kind.TEXT:
        out.add(Command.EDITOR)
    if not adoption.adoptable_answers(interview.outcome, entry):
        out.add(Command.ADOPT)
    return [command for command in COMMANDS if command not in out]


def keeps_own(interview: "Interview") -> bool:
    """Ask whether the team's own answer replaces the one that a colleague saved meanwhile; there is no way around."""
    language = interview.language
    choices = [Pick("mine", text("keep-mine", language)), Pick("theirs", text("keep-theirs", language))]
    while (given := interview.asker.pick_one(text("choose-one", language), choices)) not in ("mine", "theirs"):
        interview.say_text("choose-first")
    return given == "mine"


def tries_again(interview: "Interview") -> bool:
    """Ask whether to save once more, after somebody made room or mended a file."""
    language = interview.language
    choices = [Pick("again", text("save-again", language)), Pick("leave", text("save-not", language))]
    return interview.asker.pick_one(text("choose-one", language), choices) == "again"
