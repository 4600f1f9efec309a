"""A state of a web form, or a card, brought into an assessment: what is new, the same, or in conflict with ours.

Nothing that stands here is overwritten unless the form alone changed it, or somebody says that the form wins.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from iama.assess.answer_input import MakeId, fresh_row_id, with_remarks, with_row, with_value
from iama.assess.form_values import form_values, is_per_value, value_shown
from iama.model import values
from iama.model.dossier import OPEN, Answer, Assessment, Slot, Source, State
from iama.model.exchange import NO_CHOICE, Form, FormAnswer, FormState, Shown, Sidecar, Told, Unmatched
from iama.model.questionnaire import Kind, Question, Questionnaire
from iama.model.struct import replace
from iama.words import Phrase, text

_OPEN_STATES = (None, State.UNKNOWN, State.ASK_SUPPLIER)  # in place of which any answer may come


class Result(StrEnum):
    """What comes of one place of the form; the same words in code, JSON and docs."""

    NEW = "new"  # it stood open here
    CHANGED = "changed"  # only the form changed since it was sent
    CONFLICT = "conflict"  # both say something else
    NOTE = "note"  # kept as a note, because there is no place for it yet
    REMARK = "remark"  # a remark beside an answer, kept as a note
    PROPOSED = "proposed"  # ready as a proposal, until the team confirms it
    UNMATCHED = "unmatched"  # which question it answers is not certain
    OURS = "ours"  # only we changed since it was sent: ours stays
    SAME = "same"
    LEFT = "left"  # we have no such question


class Line(Struct, frozen=True):
    """One place of the form, and what comes of it."""

    id: str
    question: Question | None
    result: Result
    theirs: Shown = ""
    ours: Shown = ""
    day: str = ""


class Imported(Struct, frozen=True):
    """The assessment with the state in it, what came of every place, and what had to be mended."""

    assessment: Assessment
    lines: tuple[Line, ...]
    told: tuple[Phrase, ...]
    beside: int = 0  # answers that came back from a sidecar, and that the form does not show

    def at(self, result: Result) -> list[str]:
        """Return the places of which this came."""
        return [line.id for line in self.lines if line.result is result]


class FormMistake(values.InvalidValue):
    """A value of the state that cannot be kept, with the id of its place."""

    def __init__(self, id_: str, error: values.InvalidValue) -> None:
        super().__init__("import-mistake", id=id_, reason=error.phrase)


def import_state(
    state: FormState,
    form: Form,
    tree: Questionnaire,
    before: Assessment,
    sidecar: Sidecar | None,
    *,
    form_wins: bool,
    today: str,
    make_id: MakeId,
) -> Imported:
    """Return `before` with the state in it; `form_wins` settles conflicts. Raises FormMistake."""
    move = _Import(state.source, form, tree, before, sidecar, form_wins, today, make_id)
    lines = tuple(move.lines(state.answers))
    unsure = (_unmatched(one) for one in state.unmatched)
    return Imported(move.assessment, (*lines, *unsure), (*state.told, *move.told.phrases()), move.beside)


def _unmatched(one: Unmatched) -> Line:
    nearest = tuple(f"{number} ({near}%)" if near else number for number, near in one.nearest)
    return Line(one.place, None, Result.UNMATCHED, one.text, nearest)


class _Import:
    def __init__(
        self,
        source: Source | None,
        form: Form,
        tree: Questionnaire,
        before: Assessment,
        sidecar: Sidecar | None,
        form_wins: bool,
        today: str,
        make_id: MakeId,
    ) -> None:
        self.source, self.form, self.tree, self.assessment, self.sidecar = source, form, tree, before, sidecar
        self.form_wins, self.today, self.make_id = form_wins, today, make_id
        self.sent = sidecar.sent if sidecar else {}
        self.beside = 0
        self.told = Told()

    def lines(self, answers: Sequence[FormAnswer]) -> Iterator[Line]:
        """Bring in every answer, and yield what came of it, in our order."""
        theirs: dict[str, list[FormAnswer]] = {}
        for answer in sorted(answers, key=lambda one: one.index):
            theirs.setdefault(answer.id, []).append(answer)
        questions = self.form.questions(self.tree)
        restored = self._restore(theirs, {question.id: id_ for id_, question in questions.items()})
        for id_, question in questions.items():
            own = theirs.pop(id_, [])
            if own and question.id in restored:
                yield Line(id_, question, Result.NEW, own[0].value or own[0].note, day=own[0].day)
                yield from self._remark(own[0], question)
            elif own and question.kind is Kind.ROWS:
                yield self._take_rows(id_, question, own)
            elif own:
                yield from self._places(id_, question, own)
        for id_, own in theirs.items():
            yield from (Line(id_, None, Result.LEFT, one.value, day=one.day) for one in own)

    def _restore(self, theirs: Mapping[str, Sequence[FormAnswer]], ids: Mapping[str, str]) -> set[str]:
        """Put back what a sidecar holds of questions that stand open here; return those that the form has too."""
        restored: set[str] = set()
        for slot, answer in self.sidecar.assessment.answers.items() if self.sidecar else ():
            id_ = ids.get(slot[0], "")
            if self.assessment.answer_to(*slot).empty and (not id_ or self._is_as_sent(id_, theirs.get(id_, ()))):
                self._put_answer(slot, replace(answer, imported=self.today))
                restored.add(slot[0])
                self.beside += id_ not in theirs
        return restored & ids.keys()

    def _is_as_sent(self, id_: str, own: Sequence[FormAnswer]) -> bool:
        """Whether a place of the form holds what it was given."""
        given = [value for (sent_id, _), value in self.sent.items() if sent_id == id_]
        return [answer.value for answer in own if answer.value] == given

    def _put_answer(self, slot: Slot, answer: Answer) -> None:
        self.assessment = self.assessment.with_answer(*slot, answer)

    def _places(self, id_: str, question: Question, own: Sequence[FormAnswer]) -> Iterator[Line]:
        """Bring in a question that is asked once: what stands there more often becomes a note."""
        for answer in own:
            if answer.index == 0:
                yield from self._one(answer, question)
                continue
            self.told.tell("import-told-orphan", f"{id_}[{answer.index}]")
            yield self._as_note(answer, question)

    def _one(self, answer: FormAnswer, question: Question) -> Iterator[Line]:
        value = self._our_value(answer, question)
        if not value:
            yield from self._remark(answer, question)
            return
        theirs = value_shown(question, value, self.form)
        ours = self._values_here().get((answer.id, 0), "")
        line = Line(answer.id, question, Result.SAME, theirs, ours, self._day_of_answer(answer))
        if theirs == ours:
            yield line
            yield from self._remark(answer, question)
            return
        slots = self._slots(question)
        if not slots:
            self.told.tell("import-told-per-value", answer.id)
            yield self._as_note(answer, question)
            return
        result = self._result(slots, theirs, ours, self.sent.get((answer.id, 0)))
        taken = result in (Result.NEW, Result.CHANGED) or (result is Result.CONFLICT and self.form_wins)
        for slot in slots if taken else ():
            self._put_answer(slot, self._updated_answer(slot, question, value, answer.by, line.day))
        yield replace(line, result=result)
        if taken:
            yield from self._remark(answer, question)
        elif answer.note and answer.note not in self.assessment.answer_to(question.id).note:
            self.told.tell("import-told-remark-left", answer.id)

    def _remark(self, answer: FormAnswer, question: Question) -> Iterator[Line]:
        """Keep what is remarked beside an answer in its note, once."""
        remark, old = self._checked(answer.id, answer.note), self.assessment.answer_to(question.id)
        if not remark or remark in old.note:
            return
        line = Line(answer.id, question, Result.REMARK, remark, old.note, self._day_of_answer(answer))
        came_in = self.today if old.empty else old.imported
        note = "\n\n".join(filter(None, [old.note, remark]))
        sources = (self.source,) if self.source and old.empty else ()
        kept = with_remarks(old, note=note, sources=sources)
        self._put_answer((question.id, None), replace(kept, date=old.date or line.day, imported=came_in))
        yield line

    def _result(self, slots: Sequence[Slot], theirs: Shown, ours: Shown, sent: Shown | None) -> Result:
        answers = [self.assessment.answer_to(*slot) for slot in slots]
        if not ours and all(answer.status in _OPEN_STATES for answer in answers):
            return Result.NEW
        if sent == theirs:
            return Result.OURS
        return Result.CHANGED if sent is not None and sent == ours else Result.CONFLICT

    def _slots(self, question: Question) -> list[Slot]:
        """Return where the answer of the form goes: to every ticked value of a question that we ask per value."""
        if not is_per_value(question, self.tree):
            return [(question.id, None)]
        driver = self.tree.questions[question.repeat or ""]
        ticked = self.assessment.answer_to(driver.id).value_words()
        return [(question.id, key) for key in ticked if key not in driver.exclusive]

    def _updated_answer(self, slot: Slot, question: Question, value: Shown, by: Sequence[str], day: str) -> Answer:
        """Return the answer with the value of the form, beside what we knew about it."""
        old = self.assessment.answer_to(*slot)
        if old.empty and self.sidecar:
            old = self.sidecar.assessment.answer_to(*slot)
        new = with_value(old, question, value).with_confirmation(self.today)
        new = with_remarks(new, by=by, sources=(self.source,) if self.source else ())
        return replace(new, date=day, imported=self.today)

    def _our_value(self, answer: FormAnswer, question: Question) -> Shown:
        """Return what the form holds as one of our values; nothing, told, for a code that it does not have."""
        if not question.options:
            given = answer.value if isinstance(answer.value, str) else "\n".join(answer.value)
            return self._checked(answer.id, given)
        codes = self.form.values.get(question.id, {})
        given_codes = (answer.value,) if isinstance(answer.value, str) else answer.value
        known = [codes[code] for code in given_codes if code in codes]
        if NO_CHOICE in given_codes:
            self.told.tell("import-told-on", answer.id)
        if any(code not in codes and code != NO_CHOICE for code in given_codes):
            self.told.tell("import-told-code", answer.id)
        if question.kind is Kind.CHOICES:
            return tuple(value for value in question.values if value in known)
        return known[0] if len(known) == 1 else ""

    def _checked(self, id_: str, given: str) -> str:
        try:
            return values.typed_text(given)
        except values.InvalidValue as error:
            raise FormMistake(id_, error) from error

    def _day_of_answer(self, answer: FormAnswer) -> str:
        """Return the day of an answer; that of today where it is not known or still to come."""
        if answer.day > self.today:
            self.told.tell("import-told-to-come", answer.id)
        return min(answer.day, self.today) if answer.day else self.today

    def _as_note(self, answer: FormAnswer, question: Question) -> Line:
        """Keep an answer that has no place as a note under its number, at what is ticked for one per value."""
        at = self.tree.questions[question.repeat or ""] if is_per_value(question, self.tree) else question
        given = answer.value if isinstance(answer.value, str) else ", ".join(answer.value)
        headed = text(
            "import-as-note", self.assessment.language, number=question.number, text=self._checked(answer.id, given)
        )
        old = self.assessment.answer_to(at.id)
        line = Line(answer.id, question, Result.SAME, given, old.note, self._day_of_answer(answer))
        if headed in old.note:
            return line
        note = "\n\n".join(filter(None, [old.note, headed]))
        came_in = self.today if old.empty else old.imported
        self._put_answer((at.id, None), replace(old, note=note, date=old.date or line.day, imported=came_in))
        return replace(line, result=Result.NOTE)

    def _take_rows(self, id_: str, question: Question, own: Sequence[FormAnswer]) -> Line:
        """Bring in a list of action points: what is not here yet is added, nothing is taken away."""
        texts = [self._checked(id_, one.value if isinstance(one.value, str) else "\n".join(one.value)) for one in own]
        old = self.assessment.answer_to(question.id)
        answer = old if not old.empty else self._known_rows(question, texts)
        left = [row.cells.get("text", "") for row in answer.rows]
        ours = tuple(left)
        for words in filter(None, texts):
            if words in left:
                left.remove(words)
                continue
            answer = with_row(answer, question, fresh_row_id(self.assessment, self.make_id), {"text": words})
        if left:
            self.told.tell("import-told-rows-stay", id_)
        day = max(self._day_of_answer(one) for one in own)
        line = Line(id_, question, Result.SAME, tuple(texts), ours, day)
        if answer == old:
            return line
        answer = replace(answer.with_confirmation(self.today), stamp=question.stamp)
        came_in = self.today if old.empty else ""  # what is added to ours was changed here, today
        self._put_answer((question.id, None), replace(answer, date=day if came_in else self.today, imported=came_in))
        return replace(line, result=Result.CHANGED if ours else Result.NEW)

    def _known_rows(self, question: Question, texts: Sequence[str]) -> Answer:
        """Return what a sidecar knows of the rows that the form still has."""
        known = self.sidecar.assessment.answer_to(question.id) if self.sidecar else OPEN
        return known.with_rows(tuple(row for row in known.rows if row.cells.get("text") in texts), known.status)

    def _values_here(self) -> Mapping[tuple[str, int], Shown]:
        return {place: one.value for place, one in form_values(self.assessment, self.tree, self.form).items()}
