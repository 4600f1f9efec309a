"""Asks what stands beside an answer or in its place: not known yet, a note, dissent, a source, who answered."""

from collections.abc import Callable, Mapping, Sequence

from iama.assess import adoption, answer_input
from iama.assess.dpia import meant_chapter
from iama.assess.outcome import Entry
from iama.interview import dpia, messages, replies
from iama.interview.asking import Command, Order, Pick, Prose
from iama.interview.restoring import restored_answer
from iama.interview.sitting import Sitting
from iama.model import values
from iama.model.contents import TOO_LARGE
from iama.model.dossier import Answer, Dissent, Follow, Source, State
from iama.model.people import refuse_name
from iama.model.questionnaire import Column, Kind
from iama.model.spelling import typed_role
from iama.model.struct import replace
from iama.model.values import InvalidValue
from iama.words import Words, pick_translation, text

_DAY = Column("day", Kind.DATE, {})


_ENDS = (Command.STOP, Command.AGENDA)  # of the sitting, wherever they are given


class Never(Exception):
    """The team thought better of it, and maybe gave another order."""

    def __init__(self, reply: object = None) -> None:
        super().__init__()
        self.order = reply if isinstance(reply, Order) and reply.command in _ENDS else None


def answer_with_remark(sitting: Sitting, entry: Entry, order: Order) -> Answer | Order | None:
    """Return the answer with what was asked beside it or in its place.

    None when the team thought better of it, an order when it ended the sitting meanwhile.
    """
    makers: dict[Command, Callable[[Sitting, Entry, str], Answer | None]] = {
        Command.UNKNOWN: _unknown,
        Command.SUPPLIER: _supplier,
        Command.NOT_APPLICABLE: _not_applicable,
        Command.UNSURE: _unsure,
        Command.NOTE: _note,
        Command.DISSENT: _dissent,
        Command.SOURCE: _add_source,
        Command.BY: _change_answering_roles,
        Command.ADOPT: _adopt,
        Command.CLEAR: _clear_answer,
        Command.RESTORE: _restore,
    }
    if (make := makers.get(order.command)) is None or entry.question.kind is Kind.NOTICE:
        sitting.say_text("not-here")
        return None
    try:
        return make(sitting, entry, order.argument)
    except InvalidValue as error:  # of something that no field can mend
        sitting.asker.show_message(messages.problem(error, sitting.language))
    except Never as never:
        sitting.rescue_unsaved()
        return never.order
    sitting.rescue_unsaved()
    return None


def _line_unless_order(
    sitting: Sitting, key: str, argument: str = "", understand: Callable[[Sitting, str], str] = replies.clean_and_tell
) -> str:
    """Return a line of text, which may be empty; raises Never when an order was given."""
    given = [argument] if argument else []
    if argument:
        sitting.unsaved.hold(key, argument)
    line = replies.ask_until_fits(
        sitting,
        lambda: given.pop() if given else sitting.ask_and_hold_detail(text(key, sitting.language), field=key),
        lambda typed: understand(sitting, typed),
    )
    if not isinstance(line, str):
        raise Never(line)
    return line


def _require_text(sitting: Sitting, asked: Prose, argument: str) -> str:
    """Return text of any length; raises Never when there is none."""
    given = [argument] if argument else []
    if argument:
        sitting.unsaved.hold(asked.prompt, argument)
    words = replies.ask_until_fits(
        sitting,
        lambda: given.pop() if given else replies.prose_or_edit(sitting, asked),
        lambda typed: replies.clean_and_tell(sitting, typed),
    )
    if not isinstance(words, str) or not words:
        raise Never(words)
    return words


def _ask_date(sitting: Sitting, key: str) -> str:
    """Return a date or nothing; asks until it is one of them."""
    return _line_unless_order(
        sitting, key, understand=lambda sitting, typed: replies.understand_value(sitting, _DAY, typed)
    )


def _follow(sitting: Sitting, by: str) -> Follow | None:
    """Return who finds out and by when; None when nobody was named."""
    who = _ask_who(sitting, by)
    return Follow(who, _ask_date(sitting, "ask-when")) if who else None


def _ask_who(sitting: Sitting, words: str) -> str:
    """Return the role or function that finds out, or nothing; asks again for a name of people.yaml."""
    while True:
        who = typed_role(sitting.tree.roles, _line_unless_order(sitting, "ask-who", words))
        try:
            refuse_name("by", who, sitting.desk.people())
        except InvalidValue as error:
            sitting.asker.show_message(messages.problem(error, sitting.language))
            sitting.unsaved.clear()
            words = ""
            continue
        return who


def _unknown(sitting: Sitting, entry: Entry, argument: str) -> Answer:
    follow = _follow(sitting, argument)
    return answer_input.with_state(entry.answer, entry.question, State.UNKNOWN, "", follow)


def _supplier(sitting: Sitting, entry: Entry, argument: str) -> Answer:
    follow = _follow(sitting, argument)
    return answer_input.with_state(entry.answer, entry.question, State.ASK_SUPPLIER, "", follow)


def _not_applicable(sitting: Sitting, entry: Entry, argument: str) -> Answer:
    reason = _line_unless_order(sitting, "why-not-applicable", argument)
    if not reason:
        sitting.say_text("needs-why")
        raise Never
    return answer_input.with_state(entry.answer, entry.question, State.NOT_APPLICABLE, reason, None)


def _unsure(sitting: Sitting, entry: Entry, _: str) -> Answer | None:
    if entry.question.kind is not Kind.CHOICES:
        sitting.say_text("not-here")
        return None
    left = [pick for pick in replies.picks(sitting, entry.question) if not pick.exclusive]
    ticked = sitting.asker.pick_many(text("which-unsure", sitting.language), left, entry.answer.unsure)
    if isinstance(ticked, Order):
        raise Never(ticked)
    unsure = values.valid_choices(entry.question, ticked)
    alone = entry.question.exclusive if unsure else frozenset()
    chosen = tuple(word for word in entry.answer.value_words() if word not in unsure and word not in alone)
    return replace(entry.answer, value=chosen or None, unsure=unsure, status=None, reason="", follow=None)


def _note(sitting: Sitting, entry: Entry, argument: str) -> Answer:
    comments = replies.comments(sitting, entry)
    asked = Prose(text("note-asked", sitting.language), entry.answer.note, comments=comments)
    return replace(entry.answer, note=_require_text(sitting, asked, argument))


def _dissent(sitting: Sitting, entry: Entry, argument: str) -> Answer:
    roles = sitting.present or tuple(sitting.tree.roles)
    language = sitting.language
    choices = [Pick(role, pick_translation(sitting.tree.roles[role], language)) for role in roles]
    who = sitting.asker.pick_one(text("who-dissents", language), choices)
    if isinstance(who, Order) or not who:
        raise Never(who)
    words = _require_text(sitting, Prose(text("dissent-asked", language)), argument)
    return answer_input.with_remarks(entry.answer, dissent=[Dissent(who, words)])


def _add_source(sitting: Sitting, entry: Entry, argument: str) -> Answer:
    words = meant_chapter(argument)
    if words is not None and (words or dpia.asks_for_documents(sitting)):  # elsewhere "DPIA" is a title
        if (chapter := dpia.chapter_source(sitting, words)) is None:
            raise Never
        return answer_input.with_remarks(entry.answer, sources=[chapter])
    title = _line_unless_order(sitting, "source-title", argument)
    if not title:
        raise Never
    path = _line_unless_order(sitting, "source-path")
    digest = sitting.desk.digest(path) if path else ""
    if path and digest in ("", TOO_LARGE):
        sitting.say_text("too-large-file" if digest else "no-such-file", path=path)
        digest = ""
    version = _line_unless_order(sitting, "source-version")
    day = _ask_date(sitting, "source-date")
    return answer_input.with_remarks(entry.answer, sources=[Source(title, path, version, day, digest)])


def _change_answering_roles(sitting: Sitting, entry: Entry, argument: str) -> Answer:
    roles: tuple[str, ...] | Order | None = _roles_named_in(sitting.tree.roles, argument)
    if roles is None:
        sitting.say_text("no-such-role")
    if not roles:
        roles = _tick_roles(sitting, "which-roles", entry.answer.by)
    if isinstance(roles, Order) or roles == entry.answer.by:
        raise Never(roles)
    return replace(entry.answer, by=roles)


def _roles_named_in(known: Mapping[str, Words], words: str) -> tuple[str, ...] | None:
    """Return the roles that words name, between commas or blanks; None when one of them is no role."""
    for parts in (words.split(","), words.replace(",", " ").split()):
        roles = tuple(typed_role(known, part.strip()) for part in parts if part.strip())
        if all(role in known for role in roles):
            return tuple(dict.fromkeys(roles))
    return None


def _tick_roles(sitting: Sitting, key: str, current: Sequence[str]) -> tuple[str, ...] | Order:
    """Return the roles that the team ticks."""
    language = sitting.language
    choices = [Pick(role, pick_translation(words, language)) for role, words in sitting.tree.roles.items()]
    return sitting.asker.pick_many(text(key, language), choices, current)


def _adopt(sitting: Sitting, entry: Entry, _: str) -> Answer | None:
    offered = adoption.adoptable_answers(sitting.outcome, entry)
    if not offered:
        sitting.say_text("nothing-to-adopt")
        return None
    return answer_input.with_adopted(entry.given_answer, entry.question, offered)


def _clear_answer(sitting: Sitting, entry: Entry, _: str) -> Answer | None:
    if entry.given_answer.empty:
        sitting.say_text("nothing-to-clear")
        return None
    return Answer() if sitting.agrees_to_lose(entry, Answer(), "clear-all") else None


def _restore(sitting: Sitting, entry: Entry, _: str) -> Answer | None:
    return restored_answer(sitting, entry)
