"""Walks a team through the questions of one assessment, through callables; knows no terminal and no disk.

Every answer is handed to `save` before the next question is asked. `save` applies one change to the
assessment as it stands on disk and returns the new state, so what colleagues change meanwhile is kept.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from iama.assess.changes import changed_entries, effects
from iama.assess.outcome import Entry, Outcome, Status
from iama.assess.responses import Given
from iama.interview import flags, messages, path, remarks, replies, rows, screens
from iama.interview.asking import Asker, Command, Order, Prose
from iama.interview.path import Choice
from iama.interview.raised import Told
from iama.model.conditions import Ref
from iama.model.dossier import Answer
from iama.model.law import Law
from iama.model.problems import IamaError
from iama.model.questionnaire import Kind, Questionnaire
from iama.model.values import InvalidValue
from iama.words import text

# what stands beside an answer: the question itself is still asked
_BESIDE = (Command.NOTE, Command.DISSENT, Command.SOURCE, Command.BY)


class Conflict(IamaError):
    """A colleague changed this very answer since it was shown; `theirs` is what stands on disk now."""

    def __init__(self, theirs: Answer) -> None:
        self.theirs = theirs
        super().__init__("interview-changed-meanwhile")


@dataclass(frozen=True, slots=True)
class Saved:
    """The dossier after a save; `warning` says which other file of it could not be read."""

    outcome: Outcome
    warning: str = ""
    preceded: bool = False  # a colleague answered the flag before, so nothing was saved


@dataclass(frozen=True, slots=True)
class Desk:
    """What the interview works with: how to save, how to keep lost text, whose ids and dates, flags in words."""

    save: Callable[[Ref, Answer, Answer], Saved]  # where, as it was shown, as it must become; raises IamaError
    rescue: Callable[[str], str]  # keeps a text outside the dossier and says where
    row_id: Callable[[], str]
    today: str
    clock: Callable[[], float]  # seconds
    digest: Callable[[str], str]  # of a document beside the dossier; empty when there is none
    flags: Callable[[Outcome], Sequence[Told]]  # those that can be answered, in the order of the flags page
    respond: Callable[[Given, str], Saved]  # the id of the response that was shown, if any; raises IamaError


@dataclass
class Interview:
    """One sitting over one assessment, in one language."""

    tree: Questionnaire
    outcome: Outcome
    law: Law
    language: str
    asker: Asker
    desk: Desk
    choice: Choice = field(default_factory=Choice)
    present: tuple[str, ...] = ()  # roles at the table
    visited: list[Ref] = field(default_factory=list)
    passed: set[Ref] = field(default_factory=set)  # left for later, or a notice that was read
    touched: dict[Ref, None] = field(default_factory=dict)  # answered in this sitting
    responded: dict[tuple[str, str, str | None], None] = field(default_factory=dict)  # flags answered in this sitting
    unsaved: list[str] = field(default_factory=list)  # typed for the answer that is being given
    started: float = 0.0

    def walk_questions(self) -> None:
        """Ask until everything is answered or somebody stops; KeyboardInterrupt and EOFError pass through."""
        self.started = self.desk.clock()
        entry = self.next_to_visit(None) or self.finish()
        while entry is not None:
            entry = self.visit(entry)

    def entries_to_visit(self) -> tuple[Entry, ...]:
        return path.chosen_entries(self.outcome, self.tree, self.choice)

    def next_to_visit(self, after: Ref | None) -> Entry | None:
        """Return the next entry that asks something, or None."""
        return path.next_entry(self.entries_to_visit(), after, self.passed)

    def finish(self) -> Entry | None:
        """Say that everything was asked and what is still open; return where the team wants to go, if anywhere."""
        entries = [entry for entry in self.entries_to_visit() if path.is_open(entry) and entry.question.required]
        self.say_text(
            "later-left" if entries else "all-asked",
            questions=", ".join(messages.entry_label(self, entry) for entry in entries),
        )
        known = self.entries_to_visit() or path.chosen_entries(self.outcome, self.tree, Choice())
        while known:
            given = self.asker.ask_line(text("enter-stops", self.language))
            if not isinstance(given, Order):
                return None
            if given.command is Command.FLAG:
                if (went := flags.answer_flags(self, given.argument)) is None:
                    continue
                if isinstance(went, Ref):
                    return self.outcome.entries[went]
                given = went
            if given.command in (*replies.NAVIGATION, Command.MENU):
                return self.obey(_read_only(known[-1]), given)
            self.say_text("not-here")
        return None

    def visit(self, entry: Entry) -> Entry | None:
        """Show one question, take one reply, and return what to show next; None stops."""
        self.asker.show_screen(screens.question_screen(self, entry))
        if entry.question.kind is Kind.NOTICE:
            return self.wait_at_notice(entry)
        return self.ask(entry)

    def wait_at_notice(self, entry: Entry) -> Entry | None:
        """Wait until a notice was read."""
        reply = self.asker.ask_line(text("press-enter", self.language))
        self.passed.add(entry.ref)
        return self.obey(entry, reply) if isinstance(reply, Order) else self.onward(entry)

    def ask(self, entry: Entry) -> Entry | None:
        """Ask until there is an answer that the question allows, or an order."""
        while True:
            self.unsaved.clear()
            reply = _ask_reply(self, entry)
            if isinstance(reply, Order):
                return self.obey(entry, reply)
            if reply is None:  # nothing was said: the question stays as it is
                fresh = self.outcome.entries.get(entry.ref, entry)
                if (
                    fresh.answer.needs_confirmation and fresh.status is not Status.OPEN
                ):  # left as it came along: it holds
                    if not self.save_answer(fresh, fresh.answer.with_confirmation(self.desk.today)):
                        continue
                elif path.is_open(fresh):
                    self.passed.add(entry.ref)
                    self.say_text("left-open" if fresh.question.required else "left-optional")
                return self.onward(entry)
            if self.save_answer(entry, reply.with_confirmation(self.desk.today)):
                return self.onward(entry)

    def onward(self, entry: Entry) -> Entry | None:
        self.visited.append(entry.ref)
        return self.next_to_visit(entry.ref) or self.finish()

    def ask_and_hold_line(self, prompt: str, current: str = "") -> str | Order:
        """Ask a line, and hold it until it is saved."""
        given = self.asker.ask_line(prompt, current)
        if isinstance(given, str) and given != current:
            self.hold_text(given)
        return given

    def ask_and_hold_prose(self, asked: Prose) -> str | Order:
        """Ask a text, and hold it until it is saved."""
        given = self.asker.ask_prose(asked)
        if isinstance(given, str):
            self.hold_text(given)
        return given

    def hold_text(self, words: str) -> None:
        if words.strip():
            self.unsaved.append(words)

    def unsaved_text(self) -> str:
        """Return everything that was typed and is not in the dossier."""
        return "\n\n".join(filter(None, [*self.unsaved, self.asker.unfinished_text()]))

    def rescue_unsaved(self) -> None:
        """Keep what was typed for an answer that the team does not go on with, and say where."""
        if words := "\n\n".join(self.unsaved):
            self.asker.show_message(self.desk.rescue(words))
        self.unsaved.clear()

    def save_answer(self, entry: Entry, answer: Answer) -> bool:
        """Save one answer and tell what it changes; False when it is not saved and is to be asked again."""
        if entry.derived and answer.value == entry.answer.value:
            answer = replace(answer, value=None)
        if not answer.empty:
            answer = replace(
                answer, by=answer.by or self.answering_roles(entry), date=self.desk.today, stamp=entry.question.stamp
            )
        while True:
            try:
                saved = self.desk.save(entry.ref, entry.given_answer, answer)
            except Conflict as conflict:
                return self.settle(entry, answer, conflict.theirs)
            except IamaError as error:  # a full disk, or a mistake that somebody made in the file by hand
                self.asker.show_message(f"{error.text_and_hint(self.language)}\n{self.rescue_answer(answer)}")
                if not replies.tries_again(self):
                    return False
                continue
            break
        self.take_saved(saved, entry.ref)
        return True

    def take_saved(self, saved: Saved, *about: Ref) -> None:
        """Go on with the dossier as it was saved, and tell what that changed."""
        before, self.outcome = self.outcome, saved.outcome
        self.touched.update(dict.fromkeys(ref for ref in about if ref.questionnaire == self.tree.id))
        self.passed.difference_update(about)
        self.unsaved.clear()
        for message in messages.effect_messages(self, effects(before, self.outcome)):
            self.asker.show_message(message)
        others = [
            e
            for e in changed_entries(before, self.outcome)
            if e.ref not in about and e.ref.questionnaire == self.tree.id
        ]
        if others:
            self.say_text("changed-on-disk", questions=", ".join(messages.entry_label(self, entry) for entry in others))
        if saved.warning:
            self.asker.show_message(f"{text('saved-but', self.language)}\n{saved.warning}")

    def rescue_answer(self, answer: Answer) -> str:
        """Keep the words of an answer that could not be saved, and say where they are."""
        words = "\n\n".join(screens.typed_texts(answer))
        return self.desk.rescue(words) if words else ""

    def settle(self, entry: Entry, mine: Answer, theirs: Answer) -> bool:
        """Let the team choose between its own answer and the one that a colleague saved meanwhile."""
        fresh = replace(entry, answer=theirs, derived=False)
        self.asker.show_message(screens.conflict(self, entry, mine, theirs))
        if replies.keeps_own(self):
            return self.save_answer(fresh, mine)
        self.asker.show_message(self.rescue_answer(mine))
        try:
            self.take_saved(self.desk.save(entry.ref, theirs, theirs), entry.ref)
        except IamaError as error:
            self.asker.show_message(error.text_and_hint(self.language))
        return True

    def answering_roles(self, entry: Entry) -> tuple[str, ...]:
        """Return the roles that answered: those at the table whom the question concerns, else all at the table."""
        concerned = tuple(role for role in self.present if role in entry.question.roles)
        return concerned or self.present

    def obey(self, entry: Entry, given: Order) -> Entry | None:
        """Carry out a command and return what to show next; None stops."""
        entry = self.outcome.entries.get(entry.ref, entry)  # rows may have been saved since it was asked
        match given.command:
            case Command.STOP:
                return None
            case Command.BACK:
                return self.back(entry)
            case Command.LATER:
                self.passed.add(entry.ref)
                return self.onward(entry)
            case Command.GO | Command.SEARCH:
                return self.go_to_question(entry, given.argument)
            case Command.OPEN:
                return self.go_to_one_of(entry, [e for e in self.entries_to_visit() if path.is_open(e)])
            case Command.OVERVIEW:
                return self.go_to_one_of(
                    entry, [e for e in self.entries_to_visit() if e.question.part == entry.question.part]
                )
            case Command.FLAG:
                return self.visit_flags(entry, given.argument)
            case Command.MENU:
                return self.menu(entry)
            case Command.HELP:
                self.asker.show_message(screens.full_help(self, entry))
                return self.again(entry)
            case _:
                return self.remark(entry, given)

    def visit_flags(self, entry: Entry, words: str) -> Entry | None:
        """Let the team answer flags, and come back to the question as it stands then."""
        went = flags.answer_flags(self, words)
        if isinstance(went, Order):
            return self.obey(entry, went)
        if went is not None:
            self.visited.append(entry.ref)
            return self.outcome.entries[went]
        fresh = self.outcome.entries.get(entry.ref)
        return fresh if fresh and fresh.status.applies else self.onward(entry)

    def again(self, entry: Entry) -> Entry | None:
        """Ask the same question once more, as it stands now, without showing it again."""
        if entry.question.kind is Kind.NOTICE:
            return self.wait_at_notice(entry)
        fresh = self.outcome.entries.get(entry.ref)
        return self.ask(fresh) if fresh and fresh.status.applies else self.onward(entry)

    def back(self, entry: Entry) -> Entry | None:
        while self.visited:
            before = self.outcome.entries.get(self.visited.pop())
            if before is not None and before.status.applies:
                return before
        earlier = [e for e in self.entries_to_visit() if e.question.kind is not Kind.NOTICE]
        place = next((number for number, e in enumerate(earlier) if e.ref == entry.ref), 0)
        if place:
            return earlier[place - 1]
        self.say_text("at-the-start")
        return self.again(entry)

    def go_to_question(self, entry: Entry, words: str) -> Entry | None:
        """Go to the question that `words` mean; says why when it is not asked."""
        asked: str | Order = words or self.asker.ask_line(text("search-for", self.language))
        if isinstance(asked, Order):
            return self.obey(entry, asked)
        if not asked:
            return self.again(entry)
        everything = path.chosen_entries(self.outcome, self.tree, Choice())
        entries = path.find(everything, self.tree, asked, self.language)
        if not entries and (
            out := path.find(path.entries_not_asked(self.outcome, self.tree), self.tree, asked, self.language)
        ):
            self.asker.show_message(messages.not_asked(self, out[0]))
            return self.again(entry)
        return self.go_to_one_of(entry, entries)

    def go_to_one_of(self, entry: Entry, entries: Sequence[Entry]) -> Entry | None:
        """Let the team choose one of `entries` to go to; a single one is gone to at once."""
        entries = [one for one in entries if one.question.kind is not Kind.NOTICE]
        if not entries:
            self.say_text("nothing-found")
            return self.again(entry)
        chosen = entries[0].ref if len(entries) == 1 else replies.pick_entry(self, entries)
        if isinstance(chosen, Order):
            return self.obey(entry, chosen)
        if chosen is None:
            return self.again(entry)
        self.visited.append(entry.ref)
        return self.outcome.entries[chosen]

    def menu(self, entry: Entry) -> Entry | None:
        given = replies.pick_command(self, entry)
        return self.obey(entry, given) if given else self.again(entry)

    def remark(self, entry: Entry, given: Order) -> Entry | None:
        """Record what stands beside an answer, or in its place; then go on, or ask for the answer itself."""
        self.unsaved.clear()
        answer = remarks.answer_with_remark(self, entry, given)
        if answer is not None and given.command not in _BESIDE:
            answer = answer.with_confirmation(self.desk.today)
        if answer is None or not self.save_answer(entry, answer):
            return self.again(entry)
        self.say_text("noted", question=messages.entry_label(self, entry), command=given.command.name_in(self.language))
        fresh = self.outcome.entries.get(entry.ref, entry)
        return self.again(entry) if given.command in _BESIDE or path.is_open(fresh) else self.onward(entry)

    def say_text(self, key: str, **values: object) -> None:
        self.asker.show_message(text(key, self.language, **values))


_ASKS: Mapping[Kind, Callable[[Interview, Entry], replies.Said]] = {
    Kind.TEXT: replies.ask_text,
    Kind.CHOICE: replies.ask_choice,
    Kind.YES_NO: replies.ask_choice,
    Kind.CHOICES: replies.ask_choices,
    Kind.ROWS: rows.ask_rows,
}


def _ask_reply(interview: Interview, entry: Entry) -> replies.Said:
    """Return the answer to one question, an order, or None when nothing was said."""
    while True:
        try:
            return _ASKS.get(entry.question.kind, replies.ask_date_or_number)(interview, entry)
        except InvalidValue as error:
            replies.tell_invalid_value(interview, error)


def _read_only(entry: Entry) -> Entry:
    """Return an entry to come back to when everything was asked: one that takes no answer."""
    return replace(entry, question=replace(entry.question, kind=Kind.NOTICE))
