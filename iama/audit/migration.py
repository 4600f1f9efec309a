"""An assessment of an older version of a questionnaire, carried into a newer one by the table of successors.

Nothing goes by number: a number can stand for another question in the next version.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from iama.assess.answer_input import MakeId, fresh_row_id, with_row
from iama.assess.outcome import Entry, Outcome
from iama.model.dossier import Answer, Assessment, Dossier, Slot, State
from iama.model.questionnaire import Kind, Question, Questionnaire
from iama.model.struct import replace
from iama.model.succession import How, Step, Succession
from iama.model.values import InvalidValue, valid_row
from iama.words import LANGUAGES, Words, capital, pick_translation, text
from iama.words.written import written_date

_WITHHELD = "withheld"  # of the follow-up: one row per answer that stays out of the public edition
_WHERE = ("assessment", "question", "key")


class Result(StrEnum):
    """What came of one question; the same words in code, JSON and docs."""

    CARRIED = "carried"  # to be confirmed
    KEPT = "kept"  # an answer stood there already, and still stands
    BY_HAND = "by-hand"  # asked in another way: to be answered anew
    WAITING = "waiting"  # asked per value of an answer that is not there yet
    EMPTY = "empty"  # there was nothing to carry
    DROPPED = "dropped"  # the newer version does not ask it
    OPEN = "open"  # new, and not answered


class Piece(Struct, frozen=True):
    """An answer of the old version, with its question and the instance it is about."""

    question: Question
    instance: str | None
    answer: Answer

    @property
    def number_or_id(self) -> str:
        """The official number, or the id, with the instance."""
        return (self.question.number or self.question.id) + (f"[{self.instance}]" if self.instance else "")

    @property
    def value_or_reason(self) -> str:
        """What it says, or why it says nothing."""
        return self.answer.value if isinstance(self.answer.value, str) else self.answer.reason


class Line(Struct, frozen=True):
    """What happened to one question of the new version, or to one of the old that was dropped."""

    how: How
    result: Result
    sources: tuple[str, ...]  # ids of the old version
    target: Slot | None
    note: Words


class Migration(Struct, frozen=True):
    """The assessment in the newer version, and what happened to every question."""

    assessment: Assessment
    lines: tuple[Line, ...]

    @property
    def counts_by_result(self) -> Mapping[str, int]:
        """How many questions came to each result."""
        counts = Counter(line.result for line in self.lines)
        return {result.value: counts[result] for result in Result}


def unconfirmed_entries(outcome: Outcome) -> tuple[Entry, ...]:
    """Return the answers that count, came along from an older version and were not confirmed yet."""
    return tuple(e for e in outcome.entries.values() if e.came_along)


def adopting(dossier: Dossier, ref: str) -> tuple[str, ...]:
    """Return the answers of other assessments that adopt one of `ref`, as `fria-1.0/purpose`."""
    return tuple(
        f"{name}/{question}" + (f"[{key}]" if key else "")
        for name, assessment in dossier.assessments.items()
        for (question, key), answer in assessment.answers.items()
        if any(adopted.source.startswith(f"{ref}/") for adopted in answer.adopts)
    )


def carry_withheld_rows(
    follow_up: Assessment, migration: Migration, tree: Questionnaire, old: str, make_id: MakeId
) -> Assessment:
    """Return the follow-up in which what was withheld of `old` is withheld where it went, on the same ground."""
    asked, new = tree.questions[_WITHHELD], migration.assessment.questionnaire
    rows = follow_up.answer_to(_WITHHELD).rows
    known = {tuple(row.cells.get(name, "") for name in _WHERE) for row in rows}
    for row in rows:
        if row.cells["assessment"] != old:
            continue
        for where in _carried_targets(migration, row.cells.get("question", ""), row.cells.get("key", "")):
            if (place := (new, *where)) not in known:
                known.add(place)
                cells = {**row.cells, **dict(zip(_WHERE, place, strict=True))}
                answer = with_row(follow_up.answer_to(_WITHHELD), asked, fresh_row_id(follow_up, make_id), cells)
                follow_up = follow_up.with_answer(_WITHHELD, None, answer)
    return follow_up


def _carried_targets(migration: Migration, source: str, key: str) -> Iterator[tuple[str, str]]:
    """Yield the questions, with their instance, to which `source` was carried; nothing stands for all."""
    carried = [line for line in migration.lines if line.result is Result.CARRIED]
    if carried and not source:
        yield "", ""
    for line in carried:
        if source in line.sources and line.target:
            question, instance = line.target
            if not key or instance in (key, None):
                yield question, instance or ""


def migrate_answers(
    old: Questionnaire, entries: Iterable[Entry], new: Questionnaire, before: Assessment, succession: Succession
) -> Migration:
    """Return `before` with the old answers that count carried into its empty places, each to be confirmed.

    `entries` are those of the old version, judged as if it were the newest. No answer is overwritten.
    """
    pieces: dict[str, list[Piece]] = {}
    for entry in entries:
        if entry.status.applies and not entry.given_answer.empty:
            pieces.setdefault(entry.question.id, []).append(
                Piece(entry.question, entry.ref.instance, entry.given_answer)
            )
    move = _Move(old, new, before, pieces)
    lines = [line for target in new.questions.values() for line in move.carry_question(target, succession.into)]
    return Migration(move.assessment, (*lines, *_dropped_lines(succession)))


def _dropped_lines(succession: Succession) -> Iterator[Line]:
    for step in succession.steps:
        if step.how is How.DROPPED:
            yield Line(step.how, Result.DROPPED, _source_ids([step]), None, step.note)


class _Move:
    """Carries answers question by question, in the order of the new version."""

    def __init__(
        self, old: Questionnaire, new: Questionnaire, assessment: Assessment, pieces: Mapping[str, list[Piece]]
    ) -> None:
        self.old = old
        self.new = new
        self.assessment = assessment
        self.pieces = pieces

    def carry_question(self, target: Question, into: Mapping[str, tuple[Step, ...]]) -> Iterator[Line]:
        """Carry what leads to one question, and yield what came of it."""
        steps = into.get(target.id, ())
        known = [step for step in steps if step.source in self.pieces] or steps
        if not known:  # a question of our own, without a predecessor
            return
        how = known[0].how if len(known) == 1 else How.MERGED
        pieces = [piece for source in _source_ids(known) for piece in self.pieces.get(source, ())]
        for key, own in self.instances_with_pieces(target, pieces):
            result = self.carry_to_place(target, key, own, how)
            yield Line(how, result, _source_ids(known), (target.id, key), _notes(known))

    def instances_with_pieces(self, target: Question, pieces: list[Piece]) -> Iterator[tuple[str | None, list[Piece]]]:
        """Yield the instances of a question, each with the answers that go there.

        An answer about one value goes to that value; one that was asked once goes to every value of a
        tick-list, and to the unrepeated answer beside rows.
        """
        driver = self.new.questions.get(target.repeat or "")
        words = self.assessment.answer_to(driver.id).value_words() if driver else ()
        keys = [word for word in words if driver and word not in driver.exclusive]
        once = [piece for piece in pieces if piece.instance not in keys]
        if driver is None or driver.kind is Kind.ROWS or not keys:
            yield None, once
        for key in keys:
            named = [piece for piece in pieces if piece.instance == key]
            yield key, named or (once if driver and driver.kind is not Kind.ROWS else [])

    def carry_to_place(self, target: Question, key: str | None, pieces: list[Piece], how: How) -> Result:
        """Carry the answers to one place, and return what came of it."""
        driver = self.new.questions.get(target.repeat or "")
        if not self.assessment.answer_to(target.id, key).empty:
            return Result.KEPT
        if not pieces:
            return Result.OPEN if how is How.NEW else Result.EMPTY
        if key is None and driver and driver.kind is not Kind.ROWS:
            return Result.WAITING
        answer = self.carried_answer(target, pieces)
        if answer is None:
            return Result.BY_HAND
        self.assessment = self.assessment.with_answer(target.id, key, answer)
        return Result.CARRIED

    def carried_answer(self, target: Question, pieces: list[Piece]) -> Answer | None:
        """Return the answer as it stands at its new place; None when the new question cannot hold it."""
        holdable = (
            pieces if target.kind is Kind.TEXT else [piece for piece in pieces if piece.value_or_reason] or pieces[:1]
        )
        joins = len(holdable) > 1
        if not all(_can_hold(target, piece) for piece in holdable) or (joins and target.kind is not Kind.TEXT):
            return None
        answer = self.joined_answer(holdable) if joins else holdable[0].answer
        origin = ", ".join(f"{self.old.ref}/{piece.number_or_id}" for piece in holdable)
        return replace(self.with_known_roles(answer), carried={"from": origin}, stamp=target.stamp)

    def joined_answer(self, pieces: list[Piece]) -> Answer:
        """Return several answers as one text, each under its old number, with all that stood beside them.

        Where none of them has a value, the status that is least settled stays; how each stood becomes a note.
        """
        answers = [piece.answer for piece in pieces]
        texts = {piece.number_or_id: words for piece in pieces if (words := self.words_or_status(piece))}
        headed = [f"**{self.old.ref}, {name}**\n\n{words}" for name, words in texts.items()]
        whole = "\n\n".join(headed if len(texts) > 1 else texts.values())
        stands, beside = Answer(value=whole), ""
        if not any(answer.value for answer in answers):
            stands = max(answers, key=_distance_to_settled)
            beside = whole if len(set(texts.values())) > 1 else ""
        return replace(
            stands,
            note="\n\n".join(filter(None, [beside, *(answer.note for answer in answers)])),
            note_internal="\n\n".join(answer.note_internal for answer in answers if answer.note_internal),
            dissent=tuple(dict.fromkeys(dissent for answer in answers for dissent in answer.dissent)),
            by=tuple(dict.fromkeys(role for answer in answers for role in answer.by)),
            date=max(answer.date for answer in answers),
            sources=tuple(dict.fromkeys(source for answer in answers for source in answer.sources)),
            adopts=tuple(dict.fromkeys(adopted for answer in answers for adopted in answer.adopts)),
        )

    def words_or_status(self, piece: Piece) -> str:
        """Return what an answer says, or how it stands and who finds out by when."""
        answer, language = piece.answer, self.assessment.language
        if answer.status is None:
            return piece.value_or_reason
        beside = [piece.value_or_reason]
        if answer.follow:
            by, due = answer.follow.by, answer.follow.due
            beside.append(pick_translation(self.old.roles[by], language) if by in self.old.roles else by)
            beside.append(f"{text('by-when', language)} {written_date(due, language)}" if due else "")
        stands = capital(text(f"status-{answer.status}", language))
        return ": ".join(filter(None, [stands, ", ".join(filter(None, beside))]))

    def with_known_roles(self, answer: Answer) -> Answer:
        """Return the answer with roles that the new version knows; what another role said becomes a note."""
        strange = [dissent for dissent in answer.dissent if dissent.by not in self.new.roles]
        names, language = self.old.roles, self.assessment.language
        quoted = [f"{pick_translation(names[dissent.by], language)}: {dissent.text}" for dissent in strange]
        return replace(
            answer,
            by=tuple(role for role in answer.by if role in self.new.roles),
            dissent=tuple(dissent for dissent in answer.dissent if dissent not in strange),
            note="\n\n".join(filter(None, [answer.note, *quoted])),
        )


def _distance_to_settled(answer: Answer) -> tuple[bool, ...]:
    """Return how far an answer without a value is from settled, to compare; one without a status says nothing."""
    return answer.status is not None, answer.status is not State.NOT_APPLICABLE, answer.follow is not None


def _source_ids(steps: Iterable[Step]) -> tuple[str, ...]:
    return tuple(step.source for step in steps if step.source)


def _can_hold(target: Question, piece: Piece) -> bool:
    """Return whether a question can hold an answer that was given to another."""
    answer = piece.answer
    if piece.question.kind is not target.kind:
        return False
    if target.options:
        return {*answer.value_words(), *answer.unsure} <= set(target.values)
    try:
        return all(valid_row(target, row.id, row.cells) == row for row in answer.rows)
    except InvalidValue:
        return False


def _notes(steps: Iterable[Step]) -> Words:
    """Return what the steps say about the meaning, each thing once."""
    notes = list({step.note["nl"]: step.note for step in steps if step.note}.values())
    return (
        {language: " ".join(pick_translation(note, language) for note in notes) for language in LANGUAGES}
        if notes
        else {}
    )
