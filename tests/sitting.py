"""An interview without a terminal and without a disk: replies from a list, answers kept in memory."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from given import AS_OF, NO_LAW, given

from iama.assess.evaluation import evaluate
from iama.assess.outcome import Outcome
from iama.assess.parking import Parked
from iama.assess.responses import Given
from iama.files.shipped import SHIPPED
from iama.interview.aside import listen
from iama.interview.asking import Order, Pick, Prose, Screen, order
from iama.interview.desk import Conflict, Desk, Saved
from iama.interview.path import Choice
from iama.interview.sitting import Sitting
from iama.interview.walk import walk_questions
from iama.model.conditions import Ref
from iama.model.dossier import Answer, Dossier
from iama.model.earlier import Earlier
from iama.model.facilitation import Facilitation
from iama.model.law import Law
from iama.model.people import next_code
from iama.model.problems import IamaError
from iama.model.questionnaire import Questionnaire
from iama.model.struct import replace

Reply = str | tuple[str, ...] | Order | type[BaseException]


@dataclass
class Scripted:
    """An `Asker` that takes its replies from a list; `/ga 2.1` is a command, an exception is raised."""

    replies: list[Reply]
    language: str = "en"
    screens: list[Screen] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    offered: list[Sequence[Pick]] = field(default_factory=list)
    edits: list[str | IamaError] = field(default_factory=list)
    typing: str = ""
    currents: list[object] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)  # what each field began with of what was typed before
    marked: list[int] = field(default_factory=list)

    def next(self, prompt: str, current: object = "") -> Reply:
        self.asked.append(prompt)
        self.currents.append(current)
        if not self.replies:
            raise EOFError
        reply = self.replies.pop(0)
        if isinstance(reply, type):
            raise reply
        if isinstance(reply, str) and (found := order(reply, self.language)):
            return found
        return reply

    def show_screen(self, screen: Screen) -> None:
        self.screens.append(screen)

    def show_message(self, text: str) -> None:
        self.said.append(text)

    def let_read(self, title: str, words: str) -> None:
        self.read.append(words)

    def pick_one(self, prompt: str, picks: Sequence[Pick], current: str = "") -> str | Order:
        self.offered.append(picks)
        reply = self.next(prompt, current)
        assert isinstance(reply, str | Order)
        assert isinstance(reply, Order) or reply in ("", *(pick.value for pick in picks)), (reply, picks)
        return reply

    def pick_many(self, prompt: str, picks: Sequence[Pick], current: Sequence[str] = ()) -> tuple[str, ...] | Order:
        self.offered.append(picks)
        reply = self.next(prompt, current)
        assert isinstance(reply, tuple | Order), reply
        return reply

    def ask_line(self, prompt: str, current: str = "", begun: str = "") -> str | Order:
        self.begun.append(begun)
        reply = self.next(prompt, current)
        assert isinstance(reply, str | Order), reply
        return begun or current if reply == "" else "" if reply == "-" else reply

    def ask_prose(self, asked: Prose) -> str | Order:
        self.begun.append(asked.begun)
        reply = self.next(asked.prompt, asked.current)
        assert isinstance(reply, str | Order), reply
        return asked.begun if reply == "" else reply

    def explain(self) -> None:
        self.show_message("keys")

    def mark_place(self, place: int) -> None:
        self.marked.append(place)

    def edit(self, asked: Prose) -> str:
        edited = self.edits.pop(0)
        if isinstance(edited, IamaError):
            raise edited
        return edited

    def unfinished_text(self) -> str:
        return self.typing


@dataclass
class Table:
    """A sitting with everything that came of it."""

    tree: Questionnaire
    asker: Scripted
    interview: Sitting
    dossier: Dossier
    rescued: list[str]
    meanwhile: list[Callable[[Dossier], Dossier]]  # what a colleague does just before each save
    failures: list[IamaError]
    people: dict[str, str]
    states: list[Earlier]  # of every answer
    parked: list[Parked] = field(default_factory=list)

    def answer(self, question: str, instance: str | None = None) -> Answer:
        return self.dossier.assessments[self.tree.ref].answer_to(question, instance)

    @property
    def visited(self) -> list[str]:
        return [screen.number or screen.text for screen in self.asker.screens]

    @property
    def told(self) -> str:
        return "\n".join(self.asker.said)


def table(
    tree: Questionnaire,
    replies: Sequence[Reply],
    answers: str = "",
    *,
    choice: Choice | None = None,
    present: tuple[str, ...] = (),
    language: str = "en",
    law: Law = NO_LAW,
    states: Sequence[Earlier] = (),
    named: Mapping[str, str] | None = None,
) -> Table:
    """Lay out a sitting over one questionnaire; nothing is asked yet."""
    dossier = Dossier("test", {tree.ref: given(tree, answers)})
    outcome = evaluate(dossier, [tree], law, AS_OF)
    ids = iter(f"row{letter}{letter}{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")
    rescued: list[str] = []
    people = dict(named or {})

    def save(ref: Ref, shown: Answer, wanted: Answer) -> Saved:
        if one.failures:
            raise one.failures.pop(0)
        if one.meanwhile:
            one.dossier = one.meanwhile.pop(0)(one.dossier)
        assessment = one.dossier.assessments[tree.ref]
        now = assessment.answer_to(ref.question, ref.instance)
        if now not in (shown, wanted):
            raise Conflict(now)
        one.dossier = one.dossier.with_assessment(assessment.with_answer(ref.question, ref.instance, wanted))
        return Saved(evaluate(one.dossier, [tree], law, AS_OF))

    def rescue(words: str) -> str:
        rescued.append(words)
        return f"kept in file {len(rescued)}"

    def foresee(ref: Ref, wanted: Answer) -> Outcome:
        assessment = one.dossier.assessments[tree.ref].with_answer(ref.question, ref.instance, wanted)
        return evaluate(one.dossier.with_assessment(assessment), [tree], law, AS_OF)

    def add_person(name: str) -> str:
        people[code := next_code(people)] = name
        return code

    def park(point: Parked) -> Saved:
        one.parked.append(point)
        return Saved(one.interview.outcome)

    def respond(given: Given, seen: str) -> Saved:
        raise AssertionError("a tree of a test has no flags to answer")

    desk = Desk(
        save=save,
        rescue=rescue,
        row_id=lambda: next(ids),
        today=AS_OF.isoformat(),
        clock=lambda: 0.0,
        digest=lambda name: "5f1c09" * bool(name),
        flags=lambda _: (),
        respond=respond,
        earlier=lambda ref: one.states,
        foresee=foresee,
        people=lambda: people,
        add_person=add_person,
        park=park,
        facilitation=Facilitation,
        glossary=lambda: SHIPPED.glossary,
    )
    asker = Scripted(list(replies), language)
    interview = Sitting(tree, outcome, law, language, asker, desk, choice or Choice(), present)
    listen(interview)
    one = Table(tree, asker, interview, dossier, rescued, [], [], people, [*states])
    return one


def sit(tree: Questionnaire, replies: Sequence[Reply], answers: str = "", **options: object) -> Table:
    """Hold a sitting; it ends when the replies are used up, or by a stop among them."""
    one = table(tree, replies, answers, **options)  # type: ignore[arg-type]
    run(one)
    return one


def run(one: Table) -> None:
    """Let the interview run until the replies are used up."""
    try:
        walk_questions(one.interview)
    except EOFError:
        assert not one.asker.replies


def changed(question: str, answer: Answer, instance: str | None = None) -> Callable[[Dossier], Dossier]:
    """Return what a colleague does: changes one answer on disk."""

    def change(dossier: Dossier) -> Dossier:
        (assessment,) = dossier.assessments.values()
        return dossier.with_assessment(assessment.with_answer(question, instance, answer))

    return change


def without_marks(answer: Answer) -> Answer:
    """Return an answer without the date and the stamp that every save puts on it."""
    return replace(answer, date="", stamp="")
