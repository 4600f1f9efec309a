"""Asks the response to one flag step by step, with a way back, and saves it; what was typed is never lost."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from iama.assess.actions import lists_actions
from iama.assess.outcome import Outcome, Verdict
from iama.assess.responses import (
    ACTIONS,
    RESPONSES,
    ROLE_THAT_ACCEPTS,
    ROLE_THAT_DISPUTES,
    Decision,
    Given,
    check_response,
    is_blocker,
    is_resolved,
    last_response,
    may_accept,
)
from iama.interview import answer_text, measures, messages, replies
from iama.interview.asking import Command, Order, Pick, Prose
from iama.interview.messages import FlagText
from iama.interview.sitting import Sitting
from iama.model.conditions import Ref
from iama.model.marked import mark_part
from iama.model.people import refuse_name
from iama.model.problems import IamaError
from iama.model.questionnaire import Column, Kind
from iama.model.values import InvalidValue
from iama.words import pick_translation, text

Reply = TypeVar("Reply")
Target = Order | Ref | None  # where the team goes instead: a command, a question, or nowhere
# commands that leave the flags; those that are not here belong to a question
LEAVING = (Command.GO, Command.SEARCH, Command.OPEN, Command.OVERVIEW, Command.AGENDA, Command.STOP)
_NEW, _NOT_NOW, _GO, _MEASURE = "new", "not-now", "go:", "measure:"
_MOST_QUESTIONS = 4  # to go to instead of answering
_FRAME = 6  # lines of a choice beside its picks
_DAY = Column("day", Kind.DATE, {})


class _Back(Exception):
    """One step back."""


class _Refused(Exception):
    """The response was not saved; the team goes on from its text."""


class _Left(Exception):
    """The team thought better of it."""

    def __init__(self, to: Target = None) -> None:
        self.to = to


def respond(sitting: Sitting, flag: FlagText, *, travel: bool) -> Target:
    """Show one flag and record what the team decides; return where it goes instead, if anywhere."""
    return _Response(sitting, flag, travel).ask_steps()


def _questions_behind(sitting: Sitting, verdict: Verdict) -> Iterator[tuple[Ref, str]]:
    """Yield the questions of this assessment that decide a flag or that it rests on, with their names."""
    for ref in dict.fromkeys((*verdict.missing, *verdict.because)):
        entry = sitting.outcome.entries.get(ref)
        if entry and entry.status.applies and ref.questionnaire == sitting.tree.id:
            yield ref, sitting.label_entry(entry)


class _Response:
    """A response while it is being given: what was said so far stays until it is saved or kept elsewhere."""

    def __init__(self, sitting: Sitting, flag: FlagText, travel: bool) -> None:
        self.sitting = sitting
        self.flag = flag
        self.tree = sitting.outcome.questionnaires[RESPONSES.questionnaire]
        self.questions = list(_questions_behind(sitting, flag.verdict))[:_MOST_QUESTIONS] if travel else []
        self.seen = last_response(flag.verdict, sitting.outcome)
        self.earlier_text = self.seen.text if self.seen else ""
        self.draft = {"text": self.earlier_text}

    def ask_steps(self) -> Target:
        sitting = self.sitting
        key = " ".join(filter(None, self.flag.verdict.key))
        sitting.turn_to(f"flag {key}", self.flag.title, "text", "owner", "due")
        prompt = len(self.decisions()) + _FRAME
        official = measures.flag_line(sitting, self.flag.verdict)
        sitting.asker.show_screen(messages.flag_screen(self.flag, official, prompt, sitting.language))
        place = 0
        while place < len(steps := self.steps()):
            try:
                steps[place]()
                place += 1
            except _Back:
                if not place:
                    return self.left(None)
                place -= 1
            except _Refused:
                place = steps.index(self.ask_reason)
            except _Left as left:
                return self.left(left.to)
        return None

    def steps(self) -> Sequence[Callable[[], None]]:
        """Return what is asked: a measure needs an action point, and a new one an owner and a date."""
        measure = [self.ask_action_point] if self.draft.get("decision") == Decision.MITIGATE else []
        fresh = [self.owner, self.due] if measure and self.draft.get("action") == "" else []
        return (self.ask_decision, self.ask_reason, self.ask_role, *measure, *fresh, self.save)

    def left(self, to: Target) -> Target:
        """Say where what was typed stays, and go."""
        self.sitting.rescue_unsaved()
        return to

    def ask_until_reply(self, ask: Callable[[], Reply | Order]) -> Reply:
        """Return a reply that is no command; those that do not belong here are refused."""
        while isinstance(reply := ask(), Order):
            if reply.command is Command.BACK:
                raise _Back
            if reply.command in LEAVING:
                raise _Left(reply)
            if reply.command in (Command.LATER, Command.FLAG):
                raise _Left
            self.sitting.say_text("flag-commands")
        return reply

    def ask_until_chosen(self, key: str, picks: Sequence[Pick], current: str = "") -> str:
        """Return what was chosen; nothing is no choice."""
        prompt = text(key, self.sitting.language)
        while not (chosen := self.ask_until_reply(lambda: self.sitting.asker.pick_one(prompt, picks, current))):
            self.sitting.say_text("flag-choose")
        return chosen

    def ask_decision(self) -> None:
        chosen = self.ask_until_chosen("flag-decide", self.decisions())
        if chosen == _NOT_NOW:
            raise _Left
        if chosen.startswith(_GO):
            raise _Left(self.questions[int(chosen.removeprefix(_GO))][0])
        if chosen.startswith(_MEASURE):
            measure = self.sitting.desk.kader().measures[chosen.removeprefix(_MEASURE)]
            self.draft |= {"text": measure.name_in(self.sitting.language), "action": ""}
            chosen = Decision.MITIGATE.value
        self.draft["decision"] = chosen

    def decisions(self) -> list[Pick]:
        """Return what can be decided about this flag, and the questions whose answer may settle it."""
        verdict, language = self.flag.verdict, self.sitting.language
        allowed = [Decision.MITIGATE, *[Decision.ACCEPT] * may_accept(verdict), Decision.DISPUTE]
        picks = [Pick(decision.value, self.decision_label(decision)) for decision in allowed]
        for measure in measures.flag_measures(self.sitting, verdict):
            name = measure.name_in(language)
            picks.append(Pick(f"{_MEASURE}{measure.code}", text("flag-measure", language, measure=name)))
        for place, (_, name) in enumerate(self.questions):
            picks.append(Pick(f"{_GO}{place}", text("flag-go", language, question=name)))
        return [*picks, Pick(_NOT_NOW, text("flag-not-now", language))]

    def decision_label(self, decision: Decision) -> str:
        """Return a decision in the words of the follow-up, with who must take it and what it leaves standing."""
        tree, language = self.tree, self.sitting.language
        column = next(column for column in tree.questions[RESPONSES.question].columns if column.id == "decision")
        label = pick_translation(next(option.label for option in column.options if option.value == decision), language)
        roles = self.deciding_roles(decision)
        beside = [pick_translation(tree.roles[roles[0]], language).lower()] if len(roles) == 1 else []
        if decision is Decision.ACCEPT and self.flag.verdict.severity == "must":
            beside.append(text("flag-duty-stays", language))
        return f"{label} ({'; '.join(beside)})" if beside else label

    def deciding_roles(self, decision: Decision) -> tuple[str, ...]:
        """Return the roles that may take a decision; those at the table first."""
        if decision is Decision.ACCEPT:
            return (ROLE_THAT_ACCEPTS,)
        if decision is Decision.DISPUTE and is_blocker(self.flag.verdict):
            return (ROLE_THAT_DISPUTES,)
        return tuple(dict.fromkeys((*self.sitting.present, *self.tree.roles)))

    def ask_reason(self) -> None:
        """Ask the reason or the measure until there is one that may be kept; what was typed stays to be mended."""
        sitting = self.sitting
        current = self.draft["text"]
        prompt = text(f"flag-why-{self.draft['decision']}", sitting.language)
        asked = Prose(prompt, current, comments=self.comments())
        words = self.ask_until_reply(lambda: replies.prose_or_edit(sitting, asked, "text")) or current
        if not words.strip():
            sitting.say_text("flag-needs-reason")
            raise _Refused
        self.draft["text"] = words
        try:
            self.draft["text"] = replies.clean_and_tell(sitting, words)
        except InvalidValue as error:
            sitting.asker.show_message(messages.problem(error, sitting.language))
            sitting.say_text("flag-text-stays")
            sitting.mark_place(error.offset)
            raise _Refused from error

    def comments(self) -> tuple[str, ...]:
        return (self.flag.title, "", self.flag.advice, "", *self.flag.body)

    def ask_role(self) -> None:
        language, present = self.sitting.language, self.sitting.present
        picks = []
        for role in self.deciding_roles(Decision(self.draft["decision"])):
            away = f" ({text('not-present', language)})" if present and role not in present else ""
            picks.append(Pick(role, pick_translation(self.tree.roles[role], language) + away))
        self.draft["by"] = self.ask_until_chosen("flag-by", picks, self.draft.get("by", ""))

    def ask_action_point(self) -> None:
        """Ask which action point carries the measure; without any there is a new one."""
        language = self.sitting.language
        picks = [
            Pick(row.id, " · ".join(filter(None, answer_text.action_point(entry.question, row, language))))
            for entry in self.sitting.outcome.entries.values()
            if entry.status.applies and lists_actions(entry.question)
            for row in entry.answer.rows
            if row.cells.get("status") != "dropped"
        ]
        chosen = self.ask_until_chosen("flag-action", [Pick(_NEW, text("flag-action-new", language)), *picks], _NEW)
        self.draft["action"] = "" if chosen == _NEW else chosen

    def owner(self) -> None:
        self.draft["owner"] = self.ask_until_filled("flag-owner", "owner", self.role_or_function)

    def role_or_function(self, typed: str) -> str:
        """Return who does something, as a role or a function; raises InvalidValue for a name of people.yaml."""
        kept = replies.clean_and_tell(self.sitting, typed)
        refuse_name("owner", kept, self.sitting.desk.people())
        return kept

    def due(self) -> None:
        self.draft["due"] = self.ask_until_filled(
            "flag-due", "due", lambda typed: replies.understand_value(self.sitting, _DAY, typed)
        )

    def ask_until_filled(self, key: str, name: str, understand: Callable[[str], str]) -> str:
        """Return one line that was understood and is not empty."""
        sitting = self.sitting
        prompt = text(key, sitting.language)
        while True:
            typed = self.ask_until_reply(partial(sitting.ask_and_hold_line, prompt, self.draft.get(name, ""), name))
            try:
                if words := understand(typed):
                    return words
                sitting.say_text("flag-must-be-filled")
            except InvalidValue as error:
                sitting.asker.show_message(messages.problem(error, sitting.language))
                sitting.mark_place(error.offset)

    def save(self) -> None:
        """Save the response and say what it settles; one that is refused is asked again from its text."""
        sitting = self.sitting
        try:
            saved = sitting.desk.respond(self.checked_response(), self.seen.row if self.seen else "")
        except InvalidValue as error:
            sitting.asker.show_message(messages.problem(error, sitting.language))
            raise _Refused from error
        except IamaError as error:  # a full disk, or a mistake that somebody made in the file by hand
            sitting.asker.show_message(
                f"{error.text_and_hint(sitting.language)}\n{text('flag-text-stays', sitting.language)}"
            )
            if not sitting.tries_again():
                raise _Refused from error
            return self.save()
        if saved.preceded:
            return self.settle_earlier_response(saved.outcome)
        sitting.take_saved(saved, RESPONSES, ACTIONS)
        sitting.responded[self.flag.verdict.key] = None
        verdicts = (verdict for verdict in saved.outcome.verdicts if verdict.key == self.flag.verdict.key)
        settled = any(is_resolved(verdict, saved.outcome) for verdict in verdicts)
        news = text("flag-settled" if settled else "flag-recorded", sitting.language, flag=self.flag.title)
        sitting.asker.show_message(mark_part(news, self.flag.title))
        return None

    def checked_response(self) -> Given:
        """Return the response, checked as `iama respond` checks it; raises UsageError."""
        draft = self.draft
        measure = draft["decision"] == Decision.MITIGATE
        action, owner, due = (draft.get(name, "") if measure else "" for name in ("action", "owner", "due"))
        verdict = self.flag.verdict
        return check_response(
            self.sitting.outcome, verdict, draft["decision"], draft["text"], draft["by"], action, owner, due
        )

    def settle_earlier_response(self, outcome: Outcome) -> None:
        """Let the team choose between its own response and the one that a colleague recorded meanwhile."""
        sitting = self.sitting
        self.seen = last_response(self.flag.verdict, outcome)
        if self.seen is None:  # it was taken away
            return self.save()
        decision = text(f"response-{self.seen.decision}", sitting.language)
        sitting.say_text(
            "flag-preceded",
            decision=decision,
            role=pick_translation(self.tree.roles[self.seen.by], sitting.language),
            reason=self.seen.text,
        )
        if not sitting.keeps_own():
            sitting.asker.show_message(sitting.desk.rescue(self.draft["text"]))
            sitting.unsaved.clear()
            sitting.outcome = outcome
            raise _Left
        return self.save()
