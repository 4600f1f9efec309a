"""One sitting of a team over one assessment: its state, and what everything in it needs to say, ask and record."""

from collections.abc import Callable, Mapping, Sequence
from textwrap import shorten

from msgspec import Struct, field

from iama.assess import attendance
from iama.assess.changes import Effects, changed_entries, effects
from iama.assess.outcome import Entry, Outcome, Verdict
from iama.interview import answer_text, messages
from iama.interview.asking import Asker, Command, Order, Pick, Prose
from iama.interview.conflicts import chooses_own
from iama.interview.desk import Conflict, Desk, Saved
from iama.interview.path import Choice, chosen_entries
from iama.interview.unsaved import Unsaved
from iama.model.conditions import Ref
from iama.model.crosswalk import Crosswalk
from iama.model.dossier import OPEN, Answer
from iama.model.law import Law
from iama.model.officialtext import OfficialText
from iama.model.people import refuse_names
from iama.model.problems import IamaError
from iama.model.questionnaire import Kind, Questionnaire
from iama.model.struct import replace
from iama.model.values import InvalidValue
from iama.words import pick_translation, text
from iama.words.written import written_moment

_EXCERPT = 100  # characters of a draft in a message


class Sitting(Struct):
    """One sitting over one assessment, in one language."""

    tree: Questionnaire
    outcome: Outcome
    law: Law
    language: str
    asker: Asker
    desk: Desk
    choice: Choice = field(default_factory=Choice)
    seated: tuple[str, ...] = ()  # roles that answer while no meeting tells who is there
    meeting: str = ""  # the one that is being held
    stand_ins: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = field(
        default_factory=dict
    )  # by a role that is not there and the roles that are: who answers for it
    visited: list[Ref] = field(default_factory=list)
    passed: set[Ref] = field(default_factory=set)  # left for later, or a notice that was read
    touched: dict[Ref, None] = field(default_factory=dict)  # answered in this sitting
    responded: dict[tuple[str, str, str | None], None] = field(default_factory=dict)  # flags answered in this sitting
    unsaved: Unsaved = field(default_factory=Unsaved)  # typed for the answer that is being given
    started: float = 0.0
    at: Ref | None = None  # the question on the screen
    enter: str = "enter-stops"  # the text that says what follows when everything was asked
    left_by: Command | None = None  # the command that ended it, if one did
    official: OfficialText | None = None  # what the ministry's own file asks
    crosswalk: Crosswalk = field(default_factory=Crosswalk)  # which chapter of a DPIA serves which question
    planned: Mapping[str, int] = field(default_factory=dict)  # minutes by section, of the meeting that is held
    minutes: int = 0  # for everything together, where that is told; else so many per question
    spent: dict[str, float] = field(default_factory=dict)  # seconds by section
    section: str = ""  # that is being asked
    since: float = 0.0  # when its time was last counted
    within: bool = False  # another sitting, which goes on when this one is done

    def __post_init__(self) -> None:
        """Show the team what a similar case proposes, where nothing is answered yet."""
        self.outcome = self.outcome.with_proposals()

    @property
    def stays(self) -> tuple[attendance.Stay, ...]:
        """Who is at the table now, as the dossier has it: also what a colleague recorded in another terminal."""
        stays = attendance.stays_at(self.outcome, self.tree, self.meeting) if self.meeting else ()
        return attendance.here_now(stays, self.desk.today)

    @property
    def present(self) -> tuple[str, ...]:
        """The roles at the table now."""
        return tuple(dict.fromkeys(stay.role for stay in self.stays)) or self.seated

    def role_names(self, roles: Sequence[str]) -> str:
        """Return roles as people call them, in one line."""
        known = self.tree.roles
        return ", ".join(pick_translation(known[role], self.language) if role in known else role for role in roles)

    def entries_to_visit(self) -> tuple[Entry, ...]:
        return chosen_entries(self.outcome, self.tree, self.choice)

    def entries_in_plan(self) -> tuple[Entry, ...]:
        """Return what this sitting is about, also what has been answered."""
        return chosen_entries(self.outcome, self.tree, replace(self.choice, open_only=False))

    def entry_on_screen(self) -> Entry | None:
        return self.outcome.entries.get(self.at) if self.at else None

    def newest_entry(self, entry: Entry) -> Entry:
        """Return an entry as it stands now: it may have been saved since it was asked. One without answer stays."""
        return entry if entry.question.kind is Kind.NOTICE else self.outcome.entries.get(entry.ref, entry)

    def label_entry(self, entry: Entry) -> str:
        return messages.entry_label(self.outcome, self.tree, entry, self.language)

    def say_text(self, key: str, **values: object) -> None:
        self.asker.show_message(text(key, self.language, **values))

    def place_of(self, entry: Entry) -> str:
        """Return the name of a question for what is typed there."""
        return f"{self.tree.ref}/{entry.ref}"

    def turn_to(self, place: str, about: str, *asked: str) -> None:
        """Turn to what is typed at a place; tell what was left there in other fields than those that are asked now."""
        moment = self.unsaved.begin(place)
        self.unsaved.about = about
        waiting = [words for name, words in self.unsaved.words.items() if name not in asked]
        if moment and waiting:
            words = shorten(" · ".join(waiting), _EXCERPT, placeholder="…")
            self.say_text("unsaved-waits", moment=written_moment(moment, self.language), words=words)

    def ask_and_hold_line(self, prompt: str, current: str = "", field: str = "") -> str | Order:
        """Ask a line, and hold it until it is saved; it begins as it was left. `field` is its name, else the prompt."""
        begun = self._enter_field(field or prompt, current)
        return self._hold_reply(self.asker.ask_line(prompt, current, begun))

    def ask_and_hold_detail(self, prompt: str, current: str = "", field: str = "") -> str | Order:
        """Ask a line of something that is being recorded; words behind another command come back into the field."""
        while isinstance(reply := self.ask_and_hold_line(prompt, current, field), Order) and reply.words:
            self.say_text("finish-first")
            self.hold_text(reply.words)
        return reply

    def ask_and_hold_prose(self, asked: Prose, field: str = "") -> str | Order:
        """Ask a text, and hold it until it is saved; it begins as it was left."""
        begun = self._enter_field(field or asked.prompt, asked.current)
        return self._hold_reply(self.asker.ask_prose(replace(asked, begun=begun)))

    def _enter_field(self, name: str, current: str) -> str:
        begun = self.unsaved.enter(name, current)
        if begun and self.unsaved.at:
            self.say_text("unsaved-here", moment=written_moment(self.unsaved.at, self.language))
            self.unsaved.at = ""
        return begun

    def _hold_reply(self, reply: str | Order) -> str | Order:
        if isinstance(reply, str):
            self.unsaved.hold(self.unsaved.now, reply)
        self.unsaved.leave()
        return reply

    def mark_place(self, place: int | None) -> None:
        """Point at the place where what the next field begins with goes wrong, if it is one place."""
        if place is not None:
            self.asker.mark_place(place)

    def hold_text(self, words: str) -> None:
        """Hold what was written elsewhere for the field that was asked last."""
        self.unsaved.hold(self.unsaved.last, words)

    def mends(self, entry: Entry, answer: Answer) -> bool:
        """Say what is wrong with an answer before it is saved; whether the team wants to mend it first."""
        problems = self.desk.problems(entry.ref, entry.question, answer)
        for problem in problems:
            self.say_text("typed-problem", place=self.label_entry(entry), problem=problem)
        if not problems:
            return False
        picks = [Pick(way, text(f"mend-{way}", self.language)) for way in ("first", "not")]
        return self.asker.pick_one(text("choose-one", self.language), picks, "first") != "not"

    def rescue_unsaved(self) -> None:
        """Say where what was typed here stays, when the team does not go on with it."""
        if words := self.unsaved.text():
            self.asker.show_message(self.where_it_stays(words))

    def where_it_stays(self, words: str) -> str:
        """Return that unsaved text stays ready at its question, or in a file; the text itself, when nothing kept it."""
        if not self.unsaved.place:
            return self.desk.rescue(words)
        if self.unsaved.shelf.flush():
            return text("unsaved-stays", self.language, question=self.unsaved.about)
        return f"{text('rescued-here', self.language)}\n{words}"

    def save_change(self, entry: Entry, change: Callable[[Answer], Answer]) -> bool:
        """Save what `change` makes of an answer as it stands, whatever a colleague did to it meanwhile."""
        return self.save_answer(entry, change(entry.given_answer), change)

    def save_answer(
        self,
        entry: Entry,
        answer: Answer,
        change: Callable[[Answer], Answer] | None = None,
        *,
        as_it_was: bool = False,
    ) -> bool:
        """Save one answer and tell what it changes; False when it is not saved and is to be asked again.

        `change` makes the answer of what a colleague saved meanwhile; without it the team chooses between the two.
        It is of today and of those at the table, unless it is put back as it was.
        """
        if self._holds_name(entry, answer):
            return False
        entry, answer = self._with_rows_recorded(entry, answer)
        if entry.derived and answer.value == entry.answer.value:
            answer = replace(answer, value=None)
        if not answer.empty and not as_it_was:
            answer = replace(
                answer, by=self._by(entry, answer), date=self.desk.today, stamp=entry.question.stamp, imported=""
            )
        while True:
            try:
                saved = self.desk.save(entry.ref, entry.given_answer, answer)
            except Conflict as conflict:
                if change:
                    return self.save_change(replace(entry, answer=conflict.theirs, joined=frozenset()), change)
                return self._settle_conflict(entry, answer, conflict.theirs)
            except IamaError as error:  # a full disk, or a mistake that somebody made in the file by hand
                self.asker.show_message(error.text_and_hint(self.language))
                self.rescue_unsaved()
                if not self.tries_again():
                    return False
                continue
            break
        self.take_saved(saved, entry.ref)
        return True

    def _with_rows_recorded(self, entry: Entry, answer: Answer) -> tuple[Entry, Answer]:
        """Return a list and its new answer with the action points that were recorded while it was being asked."""
        newest, known = self.newest_entry(entry), {row.id for row in entry.answer.rows}
        recorded = tuple(row for row in newest.answer.rows if row.id not in known)
        own = {row.id for row in answer.rows}
        if not recorded or {row.id for row in recorded} <= own:
            return entry, answer
        return newest, answer.with_rows((*answer.rows, *recorded), answer.status)

    def _holds_name(self, entry: Entry, answer: Answer) -> bool:
        """Say so when an answer has a name in the place of a code or a role; return whether it does."""
        try:
            if answer.rows or answer.follow:
                refuse_names(entry.given_answer, answer, self.desk.people())
        except InvalidValue as error:
            self.asker.show_message(messages.problem(error, self.language))
            self.rescue_unsaved()
            return True
        return False

    def _by(self, entry: Entry, answer: Answer) -> tuple[str, ...]:
        """Return the roles that give an answer: who was said to, who did before, or who is there when it changes."""
        before = entry.given_answer
        if answer.by != before.by or said_words(answer) == said_words(before):
            return answer.by
        if entry.question == attendance.attendance_question(self.tree) or (
            before.by and said_words(before) == said_words(OPEN)
        ):
            return answer.by
        here = self._answering_roles(entry)
        return tuple(dict.fromkeys((*before.by, *here))) if answer.rows else here or answer.by

    def _answering_roles(self, entry: Entry) -> tuple[str, ...]:
        """Return the roles at the table whom a question concerns; when there are none, those who say to answer it."""
        here, asked = self.present, entry.question.roles
        concerned = tuple(role for role in here if role in asked)
        if concerned or not asked or len(here) < 2 or not self.meeting:
            return concerned or here
        known = next((role for role in asked if (role, here) in self.stand_ins), None)
        if known is None:
            who = self._recorded_stand_ins(asked, here) or self._ask_stand_ins(asked, here)
            self.stand_ins |= dict.fromkeys(((role, here) for role in asked), who)
        return self.stand_ins[known or asked[0], here]

    def _recorded_stand_ins(self, asked: Sequence[str], here: Sequence[str]) -> tuple[str, ...]:
        """Return who answered for these roles earlier today, before a restart or in another terminal."""
        for entry in self.outcome.tree_entries(self.tree.id):
            by, roles = set(entry.answer.by), set(entry.question.roles)
            stood_in = entry.answer.date == self.desk.today and by & set(here) and not by & roles
            if stood_in and roles & set(asked):
                return tuple(role for role in here if role in by)
        return ()

    def _ask_stand_ins(self, asked: Sequence[str], here: Sequence[str]) -> tuple[str, ...]:
        """Ask who answers for roles that are not there; it holds for all their questions while the same are there."""
        self.say_text("nobody-concerned", roles=self.role_names(asked))
        picks = [Pick(role, self.role_names([role])) for role in here]
        current = next(reversed(self.stand_ins.values()), ())
        prompt = text("who-answers", self.language)
        while isinstance(chosen := self.asker.pick_many(prompt, picks, current), Order):
            self.say_text("who-answers-first")
        return chosen

    def look_again(self) -> None:
        """Take over and tell what colleagues saved since."""
        if saved := self.desk.look():
            self.take_saved(saved)

    def take_saved(self, saved: Saved, *about: Ref) -> None:
        """Go on with the dossier as it was saved, and tell what that changed."""
        before, self.outcome = self.outcome, saved.outcome.with_proposals()
        self.touched.update(dict.fromkeys(ref for ref in about if ref.questionnaire == self.tree.id))
        self.passed.difference_update(about)
        self.unsaved.clear()
        for message in messages.effect_messages(self.tree, self._told_now(before, about), self.language):
            self.asker.show_message(message)
        others = [
            entry
            for entry in changed_entries(before, self.outcome)
            if entry.ref not in about and entry.ref.questionnaire == self.tree.id
        ]
        if others:
            self.say_text("changed-on-disk", questions=", ".join(map(self.label_entry, others)))
        if saved.warning:
            self.asker.show_message(f"{text('saved-but', self.language)}\n{saved.warning}")

    def _told_now(self, before: Outcome, about: Sequence[Ref]) -> Effects:
        """Return what a save changed; not the question that was answered, nor flags about the meeting itself.

        Those come at its end.
        """
        moved = effects(before, self.outcome)
        answered = {ref.question for ref in about}
        appeared = tuple(entry for entry in moved.appeared if entry.ref.question not in answered)
        fired, cleared = (
            tuple(verdict for verdict in verdicts if not self.is_about_meeting(verdict))
            for verdicts in (moved.fired, moved.cleared)
        )
        return replace(moved, appeared=appeared, fired=fired, cleared=cleared)

    def is_about_meeting(self, verdict: Verdict) -> bool:
        """Return whether a flag rests on who was at the table, and on nothing else."""
        asked = ((tree.id, attendance.attendance_question(tree)) for tree in self.outcome.held_trees)
        lists = {Ref(id_, question.id) for id_, question in asked if question}
        return bool(verdict.because) and lists.issuperset(verdict.because)

    def _rescue_answer(self, answer: Answer) -> str:
        """Keep the words of an answer that could not be saved, and say where they are."""
        words = "\n\n".join(answer_text.typed_texts(answer))
        return self.desk.rescue(words) if words else ""

    def _settle_conflict(self, entry: Entry, mine: Answer, theirs: Answer) -> bool:
        """Let the team choose between its own answer and the one that a colleague saved meanwhile."""
        fresh = replace(entry, answer=theirs, derived=False)
        label = self.label_entry(entry)
        self.asker.show_message(answer_text.both_answers(entry, label, mine, theirs, self.language))
        if self.keeps_own():
            return self.save_answer(fresh, mine)
        self.asker.show_message(self._rescue_answer(mine))
        try:
            self.take_saved(self.desk.save(entry.ref, theirs, theirs), entry.ref)
        except IamaError as error:
            self.asker.show_message(error.text_and_hint(self.language))
        return True

    def keeps_own(self) -> bool:
        """Ask whether the team's own words replace those that a colleague saved meanwhile; there is no way around."""
        return chooses_own(self.asker, self.language)

    def agrees_to_lose(self, entry: Entry, answer: Answer, key: str) -> bool:
        """Ask whether something may be taken away, and say which other answers no longer count without it."""
        if lost := self.lost_without(entry, answer):
            self.say_text("goes-with-it", questions=", ".join(dict.fromkeys(map(self.label_entry, lost))))
        return self.agrees(key)

    def lost_without(self, entry: Entry, answer: Answer) -> tuple[Entry, ...]:
        """Return the questions with an answer that would no longer be asked with this one."""
        return effects(self.outcome, self.desk.foresee(entry.ref, answer)).answered_and_dropped

    def agrees(self, key: str, **values: object) -> bool:
        """Ask a question that is answered with yes or no; nothing chosen is no."""
        picks = [Pick(word, text(word, self.language)) for word in ("yes", "no")]
        return self.asker.pick_one(text(key, self.language, **values), picks, "no") == "yes"

    def tries_again(self) -> bool:
        """Ask whether to save once more, after somebody made room or mended a file."""
        picks = [Pick("again", text("save-again", self.language)), Pick("leave", text("save-not", self.language))]
        return self.asker.pick_one(text("choose-one", self.language), picks) == "again"


def said_words(answer: Answer) -> tuple[object, ...]:
    """Return what an answer says, without what stands beside it."""
    return answer.value, answer.unsure, answer.status, answer.reason, answer.adopts, answer.overruled, answer.carried
