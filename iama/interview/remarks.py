"""Asks what stands beside an answer or in its place: not known yet, a note, dissent, a source, who answered."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from iama.assess import adoption, answer_input
from iama.assess.outcome import Entry
from iama.interview import messages, replies
from iama.interview.asking import Command, Order, Pick, Prose
from iama.model import values
from iama.model.contents import TOO_LARGE
from iama.model.dossier import Answer, Dissent, Follow, Source, State
from iama.model.questionnaire import Column, Kind
from iama.model.values import InvalidValue
from iama.words import pick_translation, text

if TYPE_CHECKING:
    from iama.interview.interview import Interview

_DAY = Column("day", Kind.DATE, {})


class Never(Exception):
    """The team thought better of it."""


def answer_with_remark(interview: "Interview", entry: Entry, given: Order) -> Answer | None:
    """Return the answer with what was asked beside it or in its place; None when the team thought better of it."""
    makers: dict[Command, Callable[[Interview, Entry, str], Answer | None]] = {
        Command.UNKNOWN: _unknown,
        Command.SUPPLIER: _supplier,
        Command.NOT_APPLICABLE: _not_applicable,
        Command.UNSURE: _unsure,
        Command.NOTE: _note,
        Command.DISSENT: _dissent,
        Command.SOURCE: _add_source,
        Command.BY: _change_answering_roles,
        Command.ADOPT: _adopt,
        Command.CLEAR: _clear,
    }
    if (make := makers.get(given.command)) is None or entry.question.kind is Kind.NOTICE:
        interview.say_text("not-here")
        return None
    try:
        return make(interview, entry, given.argument)
    except InvalidValue as error:
        replies.tell_invalid_value(interview, error)
    except Never:
        interview.rescue_unsaved()
    return None


def _line_unless_order(interview: "Interview", key: str, given: str = "") -> str:
    """Return a line of text, which may be empty; raises Never when an order was given."""
    answer = given or interview.ask_and_hold_line(text(key, interview.language))
    if isinstance(answer, Order):
        raise Never
    return replies.clean_and_tell(interview, answer)


def _require_text(interview: "Interview", asked: Prose, given: str) -> str:
    """Return text of any length; raises Never when there is none."""
    answer: str | Order | None = given or interview.ask_and_hold_prose(asked)
    if isinstance(answer, Order) and answer.command is Command.EDITOR:
        answer = replies.text_from_editor(interview, asked)
    if answer is None or isinstance(answer, Order) or not answer.strip():
        raise Never
    return replies.clean_and_tell(interview, answer)


def _ask_date(interview: "Interview", key: str) -> str:
    """Return a date or nothing; asks until it is one of them."""
    while True:
        try:
            return replies.understand_value(interview, _DAY, _line_unless_order(interview, key))
        except InvalidValue as error:
            interview.asker.show_message(messages.problem(error, interview.language))


def _follow(interview: "Interview", by: str) -> Follow | None:
    """Return who finds out and by when; None when nobody was named."""
    who = _line_unless_order(interview, "ask-who", by)
    return Follow(_role(interview, who), _ask_date(interview, "ask-when")) if who else None


def _role(interview: "Interview", words: str) -> str:
    """Return the id of the role that was named, or the words as they are."""
    labels = {label.lower(): id_ for id_, names in interview.tree.roles.items() for label in names.values()}
    return labels.get(words.lower(), words)


def _unknown(interview: "Interview", entry: Entry, argument: str) -> Answer:
    follow = _follow(interview, argument)
    return answer_input.with_state(entry.answer, entry.question, State.UNKNOWN, "", follow)


def _supplier(interview: "Interview", entry: Entry, argument: str) -> Answer:
    follow = _follow(interview, argument)
    return answer_input.with_state(entry.answer, entry.question, State.ASK_SUPPLIER, "", follow)


def _not_applicable(interview: "Interview", entry: Entry, argument: str) -> Answer:
    reason = _line_unless_order(interview, "why-not-applicable", argument)
    if not reason:
        interview.say_text("needs-why")
        raise Never
    return answer_input.with_state(entry.answer, entry.question, State.NOT_APPLICABLE, reason, None)


def _unsure(interview: "Interview", entry: Entry, _: str) -> Answer | None:
    if entry.question.kind is not Kind.CHOICES:
        interview.say_text("not-here")
        return None
    left = [pick for pick in replies.picks(interview, entry.question) if not pick.exclusive]
    given = interview.asker.pick_many(text("which-unsure", interview.language), left, entry.answer.unsure)
    if isinstance(given, Order):
        return None
    unsure = values.valid_choices(entry.question, given)
    alone = entry.question.exclusive if unsure else frozenset()
    chosen = tuple(word for word in entry.answer.value_words() if word not in unsure and word not in alone)
    return replace(entry.answer, value=chosen or None, unsure=unsure, status=None, reason="", follow=None)


def _note(interview: "Interview", entry: Entry, argument: str) -> Answer:
    comments = replies.comments(interview, entry)
    asked = Prose(text("note-asked", interview.language), entry.answer.note, comments)
    return replace(entry.answer, note=_require_text(interview, asked, argument))


def _dissent(interview: "Interview", entry: Entry, argument: str) -> Answer:
    roles = interview.present or tuple(interview.tree.roles)
    language = interview.language
    choices = [Pick(role, pick_translation(interview.tree.roles[role], language)) for role in roles]
    who = interview.asker.pick_one(text("who-dissents", language), choices)
    if isinstance(who, Order) or not who:
        raise Never
    words = _require_text(interview, Prose(text("dissent-asked", language)), argument)
    return answer_input.with_remarks(entry.answer, dissent=[Dissent(who, words)])


def _add_source(interview: "Interview", entry: Entry, argument: str) -> Answer:
    title = _line_unless_order(interview, "source-title", argument)
    if not title:
        raise Never
    path = _line_unless_order(interview, "source-path")
    digest = interview.desk.digest(path) if path else ""
    if path and digest in ("", TOO_LARGE):
        interview.say_text("too-large-file" if digest else "no-such-file", path=path)
        digest = ""
    version = _line_unless_order(interview, "source-version")
    day = _ask_date(interview, "source-date")
    return answer_input.with_remarks(entry.answer, sources=[Source(title, path, version, day, digest)])


def _change_answering_roles(interview: "Interview", entry: Entry, argument: str) -> Answer:
    given = _roles_named_in(interview, argument) or tick_roles(interview, "which-roles", entry.answer.by)
    if isinstance(given, Order) or given == entry.answer.by:
        raise Never
    return replace(entry.answer, by=given)


def _roles_named_in(interview: "Interview", words: str) -> tuple[str, ...]:
    found = (_role(interview, word) for word in words.replace(",", " ").split())
    return tuple(role for role in found if role in interview.tree.roles)


def tick_roles(interview: "Interview", key: str, current: Sequence[str]) -> tuple[str, ...] | Order:
    """Return the roles that the team ticks."""
    language = interview.language
    choices = [Pick(role, pick_translation(words, language)) for role, words in interview.tree.roles.items()]
    return interview.asker.pick_many(text(key, language), choices, current)


def _adopt(interview: "Interview", entry: Entry, _: str) -> Answer | None:
    offered = adoption.adoptable_answers(interview.outcome, entry)
    if not offered:
        interview.say_text("nothing-to-adopt")
        return None
    return answer_input.with_adopted(entry.given_answer, entry.question, offered)


def _clear(interview: "Interview", entry: Entry, _: str) -> Answer | None:
    if entry.given_answer.empty:
        interview.say_text("nothing-to-clear")
        return None
    language = interview.language
    if len(entry.answer.rows) > 1 or entry.answer.note or entry.answer.dissent or entry.answer.sources:
        choices = [Pick("yes", text("yes", language)), Pick("no", text("no", language))]
        if interview.asker.pick_one(text("clear-all", language), choices, "no") != "yes":
            return None
    return Answer()
