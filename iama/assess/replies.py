"""Asks one question of any kind and makes an `Answer` of what was said; what does not fit is asked again."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from textwrap import shorten
from typing import TYPE_CHECKING

from iama.assess import answering, rows, tellings
from iama.assess.asking import NAMES, Command, Order, Pick, Prose
from iama.assess.outcome import Entry
from iama.model import values
from iama.model.conditions import Ref
from iama.model.dossier import Answer, Dissent, Follow, Source, State
from iama.model.questionnaire import Column, Kind, Question, said
from iama.model.text import cleaned
from iama.model.values import InvalidValue
from iama.model.words import MONTHS, status, text

if TYPE_CHECKING:
    from iama.assess.interview import Interview

_TITLE = 44  # characters: a title and a status fit on one line
Said = Answer | Order | None
_DUTCH_DAY = re.compile(r"(\d{1,2})[-/. ](\d{1,2}|[a-z]+)[-/. ](\d{4})")


def reply(interview: "Interview", entry: Entry) -> Said:
    """Return the answer to one question, an order, or None when nothing was said."""
    asks: dict[Kind, Callable[[Interview, Entry], Said]] = {
        Kind.TEXT: _prose,
        Kind.CHOICE: _choice,
        Kind.YES_NO: _choice,
        Kind.CHOICES: _choices,
        Kind.ROWS: rows.reply,
    }
    while True:
        try:
            return asks.get(entry.question.kind, _line)(interview, entry)
        except InvalidValue as error:
            told(interview, error)


def told(interview: "Interview", error: InvalidValue) -> None:
    """Say what does not fit and what does."""
    interview.asker.say(f"{error}; {error.hint}" if error.hint else str(error))


def _prose(interview: "Interview", entry: Entry) -> Said:
    current = entry.answer.value if isinstance(entry.answer.value, str) else ""
    asked = Prose(text("your-answer", interview.language), current, comments(interview, entry))
    given = interview.asker.prose(asked)
    if isinstance(given, Order) and given.command is Command.EDITOR:
        given = interview.asker.edit(asked)
    if isinstance(given, Order):
        return given
    return _valued(interview, entry, given)


def comments(interview: "Interview", entry: Entry) -> tuple[str, ...]:
    """Return the question as comment lines for an editor."""
    number = f"{entry.question.number} " if entry.question.number else ""
    language = interview.language
    return (f"{number}{said(entry.question.text, language)}", "", *said(entry.question.help, language).split("\n"))


def _valued(interview: "Interview", entry: Entry, given: str) -> Answer | None:
    """Return the answer with new text; None when it is empty or what stood there. Tells what was cleaned."""
    kept = values.prose(given)
    if not kept or kept == entry.answer.value:
        return None
    if changes := cleaned(given).changes:
        interview.say("cleaned", ", ".join(changes))
    return answering.with_value(entry.answer, entry.question, kept)


def _line(interview: "Interview", entry: Entry) -> Said:
    """Ask a date or a number; the ways in which people write those are understood."""
    given = interview.asker.line(hint(entry.question, interview.language), str(entry.answer.value or ""))
    if isinstance(given, Order):
        return given
    word = typed(entry.question, given, interview.language)
    if not word or word == entry.answer.value:
        return None
    return answering.with_value(entry.answer, entry.question, values.word(entry.question, word))


def hint(field: Question | Column, language: str) -> str:
    """Return how a value of this kind is written."""
    keys = {Kind.DATE: "a-date", Kind.NUMBER: "a-number"}
    return text(keys.get(field.kind, "your-answer"), language)


def typed(field: Question | Column, given: str, language: str) -> str:
    """Return what people type for a date ("1 maart 2027", "1-3-2027") or number ("1.250", "0,5") in one form."""
    word = given.strip()
    if field.kind is Kind.DATE and (found := _DUTCH_DAY.fullmatch(word.lower())):
        day, month, year = found.groups()
        months = [name.lower() for name in MONTHS[language]]
        number = int(month) if month.isdecimal() else months.index(month) + 1 if month in months else 0
        return f"{year}-{number:02d}-{int(day):02d}"
    if field.kind is Kind.NUMBER and language == "nl":
        return re.sub(r"\.(?=\d{3}(\D|$))", "", word).replace(",", ".")
    return word


def _choice(interview: "Interview", entry: Entry) -> Said:
    question = entry.question
    current = "".join(entry.answer.words())
    given = interview.asker.pick(text("choose-one", interview.language), picks(interview, question), current)
    if isinstance(given, Order):
        return given
    if not given or given == current:
        return None
    answer = answering.with_value(entry.answer, question, given)
    return _overruled(interview, entry, answer) if entry.derived else answer


def _overruled(interview: "Interview", entry: Entry, answer: Answer) -> Said:
    reason = interview.asker.prose(Prose(text("why-overrule", interview.language)))
    if isinstance(reason, Order) or not reason.strip():
        interview.say("needs-reason")
        return Order(Command.HELP) if isinstance(reason, str) else reason
    return replace(answer, overruled=values.prose(reason))


def _choices(interview: "Interview", entry: Entry) -> Said:
    question = entry.question
    prompt = text("choose-many", interview.language)
    if question.max:
        prompt = f"{prompt} ({text('at-most', interview.language)} {question.max})"
    given = interview.asker.pick_many(prompt, picks(interview, question), entry.answer.words())
    if isinstance(given, Order):
        return given
    chosen = values.words(question, given)
    if not chosen or chosen == entry.answer.value:
        return None
    answer = answering.with_value(entry.answer, question, chosen)
    return replace(answer, unsure=tuple(word for word in entry.answer.unsure if word not in chosen))


def picks(interview: "Interview", field: Question | Column) -> list[Pick]:
    """Return the options of a field in the language of the interview."""
    groups, language = interview.tree.option_groups, interview.language
    return [
        Pick(
            option.value,
            said(option.label, language),
            said(groups[option.group], language) if option.group and option.group in groups else "",
            option.exclusive,
        )
        for option in field.options
    ]


def pick_entry(interview: "Interview", entries: Sequence[Entry]) -> Ref | None:
    """Let the team choose a question to go to."""
    found = {str(place): entry for place, entry in enumerate(entries)}
    language = interview.language
    choices = [Pick(place, _title(interview, one)) for place, one in found.items()]
    given = interview.asker.pick(text("go-where", language), choices)
    return found[given].ref if isinstance(given, str) and given in found else None


def _title(interview: "Interview", entry: Entry) -> str:
    words = shorten(said(entry.question.text, interview.language), _TITLE, placeholder="…")
    return f"{tellings.label(interview, entry)} {words} ({status(entry.status, interview.language)})"


def pick_command(interview: "Interview", entry: Entry) -> Order | None:
    """Let the team choose a command from the menu."""
    language = interview.language
    choices = [Pick(command, f"/{name[language]} — {what[language]}") for command, (name, what) in fitting(entry)]
    given = interview.asker.pick(text("menu", language), choices)
    return Order(Command(given)) if isinstance(given, str) and given else None


def fitting(entry: Entry) -> list[tuple[Command, tuple[dict[str, str], dict[str, str]]]]:
    """Return the commands that make sense at a question."""
    out = set()
    if entry.question.kind is not Kind.CHOICES:
        out.add(Command.UNSURE)
    if entry.question.kind is not Kind.TEXT:
        out.add(Command.EDITOR)
    return [(command, (dict(name), dict(what))) for command, (name, what) in NAMES.items() if command not in out]


def keeps_own(interview: "Interview") -> bool:
    """Ask whether the team's own answer replaces the one that a colleague saved meanwhile."""
    language = interview.language
    choices = [Pick("mine", text("keep-mine", language)), Pick("theirs", text("keep-theirs", language))]
    return interview.asker.pick(text("choose-one", language), choices) == "mine"


def remark(interview: "Interview", entry: Entry, given: Order) -> Answer | None:
    """Return the answer with what was asked beside it or in its place; None when the team thought better of it."""
    makers: dict[Command, Callable[[Interview, Entry, str], Answer | None]] = {
        Command.UNKNOWN: _unknown,
        Command.SUPPLIER: _supplier,
        Command.NOT_APPLICABLE: _not_applicable,
        Command.UNSURE: _unsure,
        Command.NOTE: _note,
        Command.DISSENT: _dissent,
        Command.SOURCE: _source,
        Command.CLEAR: _clear,
    }
    if (make := makers.get(given.command)) is None:
        interview.say("not-here")
        return None
    try:
        return make(interview, entry, given.argument)
    except InvalidValue as error:
        told(interview, error)
        return None


def _asked(interview: "Interview", key: str, given: str = "") -> str:
    """Return a line of text, or an empty one when an order was given: that stops the small dialogue."""
    answer = given or interview.asker.line(text(key, interview.language))
    return values.prose(answer) if isinstance(answer, str) else ""


def _follow(interview: "Interview", by: str) -> Follow | None:
    who = by or _asked(interview, "ask-who")
    if not who:
        return None
    due = _asked(interview, "ask-when")
    column = Column("due", Kind.DATE, {})
    return Follow(who, values.day(typed(column, due, interview.language)) if due else "")


def _unknown(interview: "Interview", entry: Entry, argument: str) -> Answer | None:
    follow = _follow(interview, argument)
    return answering.with_state(entry.answer, entry.question, State.UNKNOWN, "", follow) if follow else None


def _supplier(interview: "Interview", entry: Entry, argument: str) -> Answer:
    follow = _follow(interview, argument)
    return answering.with_state(entry.answer, entry.question, State.ASK_SUPPLIER, "", follow)


def _not_applicable(interview: "Interview", entry: Entry, argument: str) -> Answer | None:
    reason = _asked(interview, "why-not-applicable", argument)
    if not reason:
        return None
    return answering.with_state(entry.answer, entry.question, State.NOT_APPLICABLE, reason, None)


def _unsure(interview: "Interview", entry: Entry, _: str) -> Answer | None:
    if entry.question.kind is not Kind.CHOICES:
        interview.say("not-here")
        return None
    left = [pick for pick in picks(interview, entry.question) if not pick.exclusive]
    given = interview.asker.pick_many(text("which-unsure", interview.language), left, entry.answer.unsure)
    if isinstance(given, Order):
        return None
    unsure = values.words(entry.question, given)
    chosen = tuple(word for word in entry.answer.words() if word not in unsure)
    return replace(entry.answer, value=chosen or None, unsure=unsure, status=None, reason="")


def _note(interview: "Interview", entry: Entry, argument: str) -> Answer | None:
    asked = Prose(text("note-asked", interview.language), entry.answer.note, comments(interview, entry))
    given = argument or interview.asker.prose(asked)
    if isinstance(given, Order) or not given.strip():
        return None
    return replace(entry.answer, note=values.prose(given))


def _dissent(interview: "Interview", entry: Entry, argument: str) -> Answer | None:
    roles = interview.present or tuple(interview.tree.roles)
    language = interview.language
    who = interview.asker.pick(
        text("who-dissents", language), [Pick(r, said(interview.tree.roles[r], language)) for r in roles]
    )
    if isinstance(who, Order) or not who:
        return None
    given = argument or interview.asker.prose(Prose(text("dissent-asked", language)))
    if isinstance(given, Order) or not given.strip():
        return None
    return answering.with_remarks(entry.answer, dissent=[Dissent(who, values.prose(given))])


def _source(interview: "Interview", entry: Entry, argument: str) -> Answer | None:
    title = _asked(interview, "source-title", argument)
    if not title:
        return None
    path = _asked(interview, "source-path")
    version = _asked(interview, "source-version")
    day = _asked(interview, "source-date")
    column = Column("date", Kind.DATE, {})
    date = values.day(typed(column, day, interview.language)) if day else ""
    digest = interview.desk.digest(path) if path else ""
    return answering.with_remarks(entry.answer, sources=[Source(title, path, version, date, digest)])


def _clear(interview: "Interview", entry: Entry, _: str) -> Answer | None:
    return Answer() if not entry.answer.empty else None
