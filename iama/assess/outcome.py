"""What the answers of a dossier amount to: a status per question, as values."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property

from msgspec import Struct, field

from iama.model.conditions import Ref, Ruling, Value
from iama.model.dossier import OPEN, Answer
from iama.model.questionnaire import Kind, Question, Questionnaire, Trigger
from iama.model.struct import replace

SHOWN = Ruling(True)


class Status(StrEnum):
    """Where one question stands; the same words in code, JSON, reports and docs."""

    ANSWERED = "answered"
    OPEN = "open"
    UNKNOWN = "unknown"
    ASK_SUPPLIER = "ask-supplier"
    NOT_APPLICABLE = "not-applicable"
    SKIPPED = "skipped"  # its condition is false
    WAITING = "waiting"  # its condition is unknown
    WITHHELD = "withheld"  # kept out of the public edition, itself or what it rests on

    @property
    def is_settled(self) -> bool:
        """Whether nothing remains to be done for the question."""
        return self in (Status.ANSWERED, Status.NOT_APPLICABLE, Status.SKIPPED)

    @property
    def applies(self) -> bool:
        """Whether the question is to be answered at all, as far as is known."""
        return self not in (Status.SKIPPED, Status.WAITING)


class Entry(Struct, frozen=True):
    """One question, or one instance of a repeated question, as it stands."""

    ref: Ref
    question: Question
    status: Status
    answer: Answer = OPEN
    ruling: Ruling = SHOWN
    derived: bool = False  # the value follows from a matrix; the team has not overruled it
    proposal: Answer = OPEN  # of a similar case; it counts for nothing until it is confirmed
    joined: frozenset[str] = frozenset()  # rows that follow from decisions and stand in no file

    @property
    def given_answer(self) -> Answer:
        """The answer as the team gave it, without what is derived."""
        if self.joined:
            own = tuple(row for row in self.answer.rows if row.id not in self.joined)
            return self.answer.with_rows(own, self.answer.status)
        return replace(self.answer, value=None) if self.derived else self.answer

    @property
    def hidden(self) -> bool:
        """Whether an answer is kept that does not count."""
        return not self.status.applies and not self.answer.empty

    @property
    def wants_answer(self) -> bool:
        """Whether it still asks for an answer from the team itself, or for its word that one holds."""
        return self.came_along or (self.status is Status.OPEN and self.question.kind is not Kind.NOTICE)

    @property
    def came_along(self) -> bool:
        """Whether an answer of an older version or a similar case waits for the team's word that it holds here."""
        return self.status.applies and self.answer.needs_confirmation

    @property
    def is_with_others(self) -> bool:
        """Whether somebody has to find out the answer."""
        return self.status in (Status.UNKNOWN, Status.ASK_SUPPLIER)

    @property
    def has_old_wording(self) -> bool:
        """Whether an answer that counts was given to another wording than the question has now.

        An answer without a stamp says nothing about that.
        """
        stamp = self.answer.stamp
        return self.status.applies and not self.derived and stamp not in ("", self.question.stamp)


class State(StrEnum):
    """What a trigger says on a day; the same words in code, JSON, reports and docs."""

    FIRED = "fired"
    CLEAR = "clear"
    UNDECIDED = "undecided"
    UPCOMING = "upcoming"  # fired, binding from a later date
    WITHHELD = "withheld"  # it rests on what is kept out of the public edition


RAISED = (State.FIRED, State.UPCOMING)


class Verdict(Struct, frozen=True):
    """One trigger, or one instance of a repeated trigger, as it stands."""

    questionnaire: str
    trigger: Trigger
    instance: str | None
    state: State
    severity: str
    binds: str = ""  # ISO date from which it binds; empty for always
    because: tuple[Ref, ...] = ()
    missing: tuple[Ref, ...] = ()

    @property
    def key(self) -> tuple[str, str, str | None]:
        return self.questionnaire, self.trigger.id, self.instance


class Outcome(Struct, frozen=True, dict=True):  # dict: for cached properties
    """What the answers of a dossier amount to on a day."""

    as_of: date
    questionnaires: Mapping[str, Questionnaire]  # by id, in evaluation order
    entries: Mapping[Ref, Entry]
    facts: Mapping[str, Value] = field(default_factory=dict)
    verdicts: tuple[Verdict, ...] = ()

    @property
    def held_trees(self) -> list[Questionnaire]:
        """The questionnaires that the dossier answers, in evaluation order."""
        tree_ids = {ref.questionnaire for ref in self.entries}
        return [tree for tree in self.questionnaires.values() if tree.id in tree_ids]

    @property
    def counting_verdicts(self) -> tuple[Verdict, ...]:
        """The flags that count for the dossier: those of an annex count in its own chapter only."""
        return tuple(verdict for verdict in self.verdicts if not self.questionnaires[verdict.questionnaire].is_annex)

    def tree_entries(self, questionnaire: str) -> Iterator[Entry]:
        """Yield the entries of one questionnaire, in its order."""
        return (entry for ref, entry in self.entries.items() if ref.questionnaire == questionnaire)

    def with_proposals(self) -> "Outcome":
        """Return the same as the team sees it when it is asked: with proposals in the place of open answers."""
        if all(entry.proposal.empty for entry in self.entries.values()):
            return self
        shown = {
            ref: entry if entry.proposal.empty else replace(entry, answer=entry.proposal)
            for ref, entry in self.entries.items()
        }
        return replace(self, entries=shown)

    def find_entry(self, questionnaire: str, question: str, instance: str | None = None) -> Entry | None:
        return self.entries.get(Ref(questionnaire, question, instance))

    def has_withheld(self, refs: Iterable[Ref]) -> bool:
        """Whether one of these answers is withheld."""
        return any(ref in self.entries and self.entries[ref].status is Status.WITHHELD for ref in refs)

    def instance_entries(self, questionnaire: str, question: str) -> tuple[Entry, ...]:
        """Return every entry of a question: one, or one per instance."""
        return self._instances.get((questionnaire, question), ())

    @cached_property
    def _instances(self) -> Mapping[tuple[str, str], tuple[Entry, ...]]:
        found: dict[tuple[str, str], list[Entry]] = {}
        for ref, entry in self.entries.items():
            found.setdefault((ref.questionnaire, ref.question), []).append(entry)
        return {names: tuple(entries) for names, entries in found.items()}

    def reworded_answers(self) -> Iterator[Entry]:
        """Yield the answers whose question has changed its meaning since, in order."""
        return (entry for entry in self.entries.values() if entry.has_old_wording)
