"""What a person says, to an `Answer` that the question allows; used by `iama set` and by the interview."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from iama.model import values
from iama.model.dossier import Adopted, Answer, Assessment, Dissent, Follow, Source, State
from iama.model.problems import UsageError, choices_hint, nearest
from iama.model.questionnaire import Kind, Question, Questionnaire
from iama.model.spelling import typed_role, typed_value
from iama.model.struct import replace
from iama.model.values import InvalidValue
from iama.words import Phrase

_STAMP = re.compile("[0-9a-f]{8}")
_LETTERS = {"j": "yes", "y": "yes", "n": "no"}
MakeId = Callable[[], str]


def find_question(tree: Questionnaire, name: str) -> tuple[Question, str | None]:
    """Return the question that a user calls `name`, and the instance in `id[KEY]`.

    `name` is an id or an official number; raises UsageError with a suggestion.
    """
    bare, _, key = name.removesuffix("]").partition("[")
    question = tree.questions.get(tree.numbers.get(bare, bare))
    if question is None:
        hint = choices_hint(bare, [*tree.questions, *tree.numbers], Phrase("answer-see-tree", ref=tree.ref))
        raise UsageError("answer-no-question", ref=tree.ref, question=bare, hint=hint)
    if question.kind is Kind.NOTICE:
        raise UsageError("answer-notice", question=bare)
    return question, key or None


def checked_instance(tree: Questionnaire, question: Question, key: str | None) -> str | None:
    """Return `key` when the question is repeated over it; raises UsageError when it must or must not be there."""
    driver = tree.questions.get(question.repeat or "")
    if driver is None:
        if key is not None:
            raise UsageError("answer-asked-once", question=question.id)
        return None
    if driver.kind is Kind.ROWS:
        return key
    keys = [value for value in driver.values if value not in driver.exclusive]
    if key is None:
        raise UsageError("answer-asked-per", question=question.id, driver=driver.id)
    if key not in keys:
        hint = choices_hint(key, keys, Phrase("one-of", words=keys))
        raise UsageError("answer-no-value", value=key, driver=driver.id, hint=hint)
    return key


def refuse_lost_row(
    tree: Questionnaire, question: Question, key: str | None, before: Assessment, after: Assessment
) -> None:
    """Raise UsageError when `key` is no row of the list that `question` is repeated over.

    An answer to a row that is gone already may still be changed or taken away.
    """
    driver = tree.questions.get(question.repeat or "")
    if key is None or driver is None or driver.kind is not Kind.ROWS:
        return
    rows = [row.id for row in after.answer_to(driver.id).rows]
    if key not in rows and key not in before.answered_instances(question.id):
        hint = choices_hint(key, rows, Phrase("one-of", words=rows) if rows else Phrase("answer-no-for"))
        raise UsageError("answer-no-row", driver=driver.id, hint=hint)


def value_of(question: Question, texts: Sequence[str]) -> str | tuple[str, ...]:
    """Return the value that the words of a command line spell; raises InvalidValue.

    A tick-list takes one option per word or separated by commas; an option is understood by its title too.
    """
    if question.kind is Kind.CHOICES:
        return values.valid_choices(question, _ticked_options(question, texts))
    text = values.typed_text(" ".join(texts))
    if question.kind is not Kind.TEXT:
        text = text.strip()  # a file ends its line
    if question.kind is Kind.YES_NO:
        text = _LETTERS.get(text.lower(), text)
    value = values.valid_value(question, typed_value(question, text))
    if not value:
        raise InvalidValue("value-empty")
    return value


def _ticked_options(question: Question, texts: Sequence[str]) -> list[str]:
    """Return the options that words name: one each by a title of several words, else one per word."""
    for words in (texts, [word for text in texts for word in text.split(",")]):
        if words and all(typed_value(question, word.strip()) in question.values for word in words):
            return [typed_value(question, word.strip()) for word in words]
    return [typed_value(question, word) for text in texts for word in text.replace(",", " ").split()]


def with_value(answer: Answer, question: Question, value: str | tuple[str, ...]) -> Answer:
    """Return the answer with a new value: what was said about not knowing it goes, notes and sources stay."""
    return replace(
        answer, value=value, unsure=(), status=None, reason="", follow=None, overruled="", stamp=question.stamp
    )


def with_state(answer: Answer, question: Question, state: State, reason: str, follow: Follow | None) -> Answer:
    """Return the answer with a status in place of its value; raises InvalidValue when that needs a reason."""
    kept_reason = values.typed_text(reason)
    if state is State.NOT_APPLICABLE and not kept_reason:
        raise InvalidValue("value-no-reason")
    return replace(answer, value=None, unsure=(), status=state, reason=kept_reason, follow=follow, stamp=question.stamp)


def with_adopted(answer: Answer, question: Question, adopts: Sequence[Adopted]) -> Answer:
    """Return the answer with answers of other assessments serving in it; own text stays beside them.

    Raises InvalidValue for a question that conditions read.
    """
    if question.kind not in (Kind.TEXT, Kind.ROWS):
        raise InvalidValue("value-not-adopted")
    fresh = {adopted.source: adopted for adopted in (*answer.adopts, *adopts)}
    return replace(answer, adopts=tuple(fresh.values()), status=None, reason="", follow=None, stamp=question.stamp)


def with_remarks(
    answer: Answer,
    *,
    note: str | None = None,
    by: Sequence[str] = (),
    sources: Sequence[Source] = (),
    dissent: Sequence[Dissent] = (),
    date: str = "",
) -> Answer:
    """Return the answer with what stands beside it: a new note replaces the old, sources and dissent are added.

    Raises InvalidValue for text that cannot be kept, or a source or dissent that says nothing.
    """
    titled_sources = [replace(source, title=_nonempty_text(source.title, "value-no-title")) for source in sources]
    dissents = [replace(opinion, text=_nonempty_text(opinion.text, "value-no-dissent")) for opinion in dissent]
    return replace(
        answer,
        note=answer.note if note is None else values.typed_text(note),
        by=tuple(dict.fromkeys((*answer.by, *by))),
        sources=tuple(dict.fromkeys((*answer.sources, *titled_sources))),
        dissent=tuple(dict.fromkeys((*answer.dissent, *dissents))),
        date=date or answer.date,
        imported="" if date else answer.imported,
    )


def _nonempty_text(text: str, problem: str) -> str:
    if kept_text := values.typed_text(text):
        return kept_text
    raise InvalidValue(problem)


def with_row(answer: Answer, question: Question, id_: str, cells: Mapping[str, str]) -> Answer:
    """Return the answer with one row added, or changed when a row of that id is there; raises InvalidValue."""
    rows = {row.id: row for row in answer.rows}
    typed = {name: values.typed_text(cell) for name, cell in cells.items()}
    row_cells = {**rows[id_].cells, **typed} if id_ in rows else typed
    rows[id_] = values.valid_row(question, id_, row_cells)
    return replace(with_value(answer, question, ()), value=tuple(rows.values()))


def without_row(answer: Answer, id_: str) -> Answer:
    """Return the answer with one row taken out; raises InvalidValue when it is not there."""
    rows = tuple(row for row in answer.rows if row.id != id_)
    if len(rows) == len(answer.rows):
        ids = [row.id for row in answer.rows]
        raise InvalidValue("value-no-row", row=id_, hint=choices_hint(id_, ids) if ids else Phrase("value-no-rows"))
    return replace(answer, value=rows or None)


def cells_of(question: Question, words: Sequence[str]) -> Mapping[str, str]:
    """Return the columns that `column=text` words spell; raises InvalidValue."""
    column = {column.id: column for column in question.columns}
    names = list(column)
    cells: dict[str, str] = {}
    for place, word in enumerate(words, start=1):
        name, equals, text = word.partition("=")
        name = name.strip()
        if not equals or name not in names:  # never quoted: it may be the answer
            hint = choices_hint(name, names) if equals and nearest(name, names) else Phrase("columns-are", words=names)
            raise InvalidValue("value-no-column", place=place, hint=hint)
        if name in cells:
            raise InvalidValue("value-column-twice", column=name)
        cells[name] = typed_value(column[name], text)
    return cells


class Request(Struct, frozen=True):
    """One answer as asked for on the command line; what is empty stays as it is."""

    texts: tuple[str, ...] = ()
    state: State | None = None
    reason: str = ""
    follow: Follow | None = None
    unsure: tuple[str, ...] = ()
    row: str | None = None
    clear: bool = False
    note: str | None = None
    overruled: str = ""
    by: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    dissent: tuple[Dissent, ...] = ()
    adopts: tuple[Adopted, ...] = ()
    confirm: bool = False

    @property
    def says(self) -> bool:
        """Whether it says what the answer is, not only what stands beside it."""
        return bool(self.texts or self.state or self.unsure or self.adopts or self.confirm)


def apply_request(answer: Answer, question: Question, request: Request, today: str, row_id: str) -> Answer:
    """Return the answer as the request makes it; `row_id` serves a new row. Raises InvalidValue."""
    _refuse_contradiction(question, request, answer)
    if request.clear:
        return without_row(answer, request.row) if request.row else Answer()
    if request.state:
        new_answer = with_state(answer, question, request.state, request.reason, request.follow)
    elif request.adopts and not request.texts:
        new_answer = with_adopted(answer, question, request.adopts)
    elif question.kind is Kind.ROWS and request.texts:
        cells = cells_of(question, request.texts)
        if request.row:
            without_row(answer, request.row)  # must be there
        new_answer = with_row(answer, question, request.row or row_id, cells)
    elif request.texts:
        new_answer = with_value(answer, question, value_of(question, request.texts))
    else:
        new_answer = answer
    if request.unsure:
        unsure = _unsure(question, request.unsure, new_answer)
        new_answer = replace(new_answer, unsure=unsure, status=None, reason="", follow=request.follow)
    if request.overruled:
        new_answer = replace(new_answer, overruled=values.typed_text(request.overruled))
    if request.says:
        new_answer = replace(new_answer.with_confirmation(today), stamp=question.stamp)
    return with_remarks(
        new_answer, note=request.note, by=request.by, sources=request.sources, dissent=request.dissent, date=today
    )


def _refuse_contradiction(question: Question, request: Request, answer: Answer) -> None:
    """Raise InvalidValue for words and options that say two things at once, or that fit another kind of question."""
    rows, unknown = question.kind is Kind.ROWS, (State.UNKNOWN, State.ASK_SUPPLIER)
    wrong = {
        "value-and-status": request.state and (request.texts or request.unsure),
        "value-clear-alone": request.clear and replace(request, clear=False, row=None) != Request(),
        "value-row-of-list": request.row and not rows,
        "value-row-says": request.row and not (request.texts or request.clear),
        "value-unsure-list": request.unsure and question.kind is not Kind.CHOICES,
        "value-follow-unknown": request.follow and not (request.state in unknown or request.unsure),
        "value-derived": request.texts and question.matrix and not request.overruled,
        "value-not-carried": request.confirm and not answer.needs_confirmation,
        "value-not-derived": request.overruled and question.matrix is None,
    }
    for message, holds in wrong.items():
        if holds:
            raise InvalidValue(message)


def _unsure(question: Question, words: Sequence[str], answer: Answer) -> tuple[str, ...]:
    unsure = values.valid_choices(question, words)
    if set(unsure) & set(answer.value_words()):
        raise InvalidValue("value-ticked-unsure")
    return unsure


def overlay_answer(answer: Answer, overlay: Answer, fields: Collection[str], question: Question, today: str) -> Answer:
    """Return the answer with the given fields in place of its own; a value and a status push each other out.

    Without a date it is of today, without a stamp to the question as it is asked now. An earlier date stays, with the
    day on which it came in beside it. An empty value takes the answer away. Raises InvalidValue.
    """
    _refuse_strange_marks(overlay, today)
    names = {name.replace("-", "_") for name in fields}
    if names & {"value", "status"}:
        names |= {"value", "status", "unsure", "reason", "follow"}
    new_answer = replace(answer, **{name: getattr(overlay, name) for name in names})
    if "value" in names and "carried" not in names:
        new_answer = new_answer.with_confirmation(today)
    if new_answer.status is State.NOT_APPLICABLE and not new_answer.reason:
        raise InvalidValue("value-no-reason")
    if set(new_answer.unsure) & set(new_answer.value_words()):
        raise InvalidValue("value-ticked-unsure")
    if replace(new_answer, date="", stamp="", carried={}, imported="").empty:
        return Answer()
    day = overlay.date or today
    came_in = overlay.imported or (today if day < today else "")
    return replace(new_answer, stamp=overlay.stamp or question.stamp, date=day, imported=came_in)


def _refuse_strange_marks(answer: Answer, today: str) -> None:
    """Raise InvalidValue for a day that is still to come, or a stamp that no question has."""
    if max(answer.date, answer.imported) > today:
        raise InvalidValue("value-day-to-come")
    if answer.stamp and not _STAMP.fullmatch(answer.stamp):
        raise InvalidValue("value-stamp")


def fresh_row_id(assessment: Assessment, make: MakeId) -> str:
    """Return a row id that the assessment does not hold yet."""
    ids = {row.id for answer in assessment.answers.values() for row in answer.rows}
    while (id_ := make()) in ids:
        pass
    return id_


def checked_roles(tree: Questionnaire, roles: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of roles, by id or title; raises UsageError with a suggestion for one that nobody has."""
    role_ids = tuple(typed_role(tree.roles, role) for role in roles)
    for role in role_ids:
        refuse_unknown_role(role, tree.roles)
    return role_ids


def refuse_unknown_role(role: str, roles: Iterable[str]) -> None:
    """Raise UsageError for a role that is none of `roles`, with a suggestion."""
    ids = [*roles]
    if role not in ids:
        raise UsageError("role-unknown", role=role, hint=choices_hint(role, ids, Phrase("one-of", words=ids)))
