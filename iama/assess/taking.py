"""A sheet that came back, held against what was sent and what the dossier says now: what each field comes to."""

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from iama.assess.answer_input import value_of, with_remarks, with_row, with_state, with_value
from iama.assess.intention import intended_state
from iama.assess.outcome import Entry, Outcome
from iama.assess.sheets import answer_text, row_text, sheet_columns
from iama.model import values
from iama.model.conditions import Ref
from iama.model.dossier import Answer, Source
from iama.model.people import refuse_names
from iama.model.questionnaire import Kind, Question, Questionnaire, plain_id
from iama.model.sheets import Field, FieldCode, Filled, Loose, SentQuestion, Sheet, folded
from iama.model.spelling import typed_value
from iama.model.struct import replace
from iama.model.values import InvalidValue
from iama.words import Phrase

_PLACE = re.compile(r"([^/]+)/([^\[]+)(?:\[([^\]]+)\])?")
_TICKED = re.compile(r"^\s*(?:[☒☑✓✔✗✘🗹]|\[[xX]\]|[xXvV](?=\s))\s*(\S.*)$")
_UNTICKED = re.compile(r"^\s*(?:[☐□❑❏▢]|\[ ?\])\s*(.*)$")


class Fate(StrEnum):
    """What a field comes to."""

    NEW = "new"  # to be recorded
    CONFLICT = "conflict"  # changed there, and here too
    PROBLEM = "problem"  # it cannot be recorded as it stands
    SAME = "same"  # as it was sent
    AGREED = "agreed"  # as it stands here by now
    BLANK = "blank"


class Taken(Struct, frozen=True):
    """One question that came back. `answer` is the answer with theirs in it, `kept` with ours where the two differ."""

    code: FieldCode
    place: str
    fate: Fate
    sent: str = ""
    theirs: str = ""
    now: str = ""
    entry: Entry | None = None
    tree: Questionnaire | None = None
    answer: Answer | None = None
    kept: Answer | None = None
    problem: Phrase | None = None
    reworded: bool = False  # the question has changed since
    beside: str = ""  # what was written next to the options
    comments: tuple[str, ...] = ()


class Returned(Struct, frozen=True):
    """All that came back in one file."""

    taken: tuple[Taken, ...]
    loose: tuple[Loose, ...] = ()  # words outside the fields
    missing: tuple[str, ...] = ()  # fields that were sent and are not there
    images: int = 0


class Taker(Struct, frozen=True):
    """What it takes to make answers of fields: the dossier now, where answers come from, and the day."""

    outcome: Outcome
    sheet: Sheet
    source: Source
    people: Mapping[str, str]
    today: str
    row_id: Callable[[], str]
    origin: str = ""  # what an answer from outside the team is to be confirmed as


def take_sheet(taker: Taker, filled: Filled) -> Returned:
    """Return what every field of a sheet comes to, and what stands outside them."""
    taken, missing, strange = [], list[str](), list[Field]()
    sheet = taker.sheet
    for number, sent in enumerate(sheet.questions, 1):
        code = FieldCode(sheet.code, number)
        own = [one for one in filled.fields if (one.code.sheet, one.code.number) == (sheet.code, number)]
        one = _take_question(taker, code, sent, own)
        plain = one.entry is None or one.entry.question.kind is not Kind.ROWS
        strange += [field for field in own[1:] if plain]
        found = {field.code.row for field in own}
        missing += [code.shown] * (not own)
        missing += [FieldCode(*code_row).shown for code_row in _lost(code, sent, found) if own]
        taken.append(one)
    known = range(1, len(sheet.questions) + 1)
    strange += [one for one in filled.fields if one.code.sheet == sheet.code and one.code.number not in known]
    loose = [*(Loose(one.text, one.code.shown) for one in strange if one.text), *filled.written_outside(sheet)]
    return Returned(tuple(taken), tuple(loose), tuple(missing), filled.images)


def _lost(code: FieldCode, sent: SentQuestion, found: set[int]) -> list[tuple[str, int, int]]:
    return [(code.sheet, code.number, row) for row in range(1, len(sent.rows) + 1) if row not in found]


def _take_question(taker: Taker, code: FieldCode, sent: SentQuestion, fields: Sequence[Field]) -> Taken:
    theirs = "\n".join(one.text for one in fields if one.text)
    comments = tuple(comment for one in fields for comment in one.comments)
    bare = Taken(code, sent.place, Fate.BLANK, sent=sent.sent, theirs=theirs, comments=comments)
    match = _PLACE.fullmatch(sent.place)
    ref, id_, instance = match.groups() if match else ("", "", None)
    tree = taker.outcome.questionnaires.get(plain_id(ref))
    entry = taker.outcome.entries.get(Ref(plain_id(ref), id_, instance)) if tree and tree.ref == ref else None
    if tree is None or entry is None:
        gone = Phrase("take-question-gone", question=sent.place)
        return replace(bare, fate=Fate.PROBLEM, problem=gone) if theirs else bare
    now = answer_text(entry.question, entry.given_answer, taker.sheet.language, outside=taker.sheet.outside)
    reworded = sent.stamp != entry.question.stamp
    bare = replace(bare, entry=entry, tree=tree, now=now, reworded=reworded)
    take = _take_rows if entry.question.kind is Kind.ROWS else _take_value
    try:
        return take(taker, bare, entry, sent, fields)
    except InvalidValue as error:
        problem = Phrase("asked-hinted", what=error.phrase, hint=error.hint) if error.hint else error.phrase
        return replace(bare, fate=Fate.PROBLEM, problem=problem)


def _take_value(taker: Taker, bare: Taken, entry: Entry, sent: SentQuestion, fields: Sequence[Field]) -> Taken:
    """Return what one value comes to; raises InvalidValue for words that say none."""
    words = fields[0].text if fields else ""
    language, question = taker.sheet.language, entry.question
    said, beside = _words_and_note(question, words)
    if not said:
        if beside:
            raise InvalidValue("take-no-option")
        return replace(bare, theirs="", fate=Fate.BLANK)
    answer = _with_said(question, entry.given_answer, said, language)
    theirs = answer_text(question, answer, language) or words
    fate = _fate(theirs, sent.sent, bare.now)
    new = _with_origin(taker, bare, entry.given_answer, answer)
    if fate in (Fate.SAME, Fate.AGREED) and beside and beside not in entry.given_answer.note_internal:
        fate, new = Fate.NEW, entry.given_answer  # with the note only
    return replace(bare, theirs=theirs, fate=fate, answer=new, beside=beside)


def _words_and_note(question: Question, words: str) -> tuple[list[str], str]:
    """Return the words of a value, and what stands beside the options; boxes that are not ticked say nothing."""
    if not question.options:
        return [words] if words.strip() else [], ""
    lines = [line for line in words.split("\n") if line.strip() and not _is_left(question, line)]
    ticked = [match[1].strip() for line in lines if (match := _TICKED.match(line))]
    others = [line.strip() for line in lines if not _TICKED.match(line)]
    if ticked or intended_state(" ".join(others)):
        return ticked or [" ".join(others)], "\n".join(others) if ticked else ""
    known = [line for line in others if set(_named_options(question, line)) <= set(question.values)]
    return known, "\n".join(line for line in others if line not in known)


def _is_left(question: Question, line: str) -> bool:
    """Return whether a line is an option that was not ticked, with nothing written in it."""
    match = _UNTICKED.match(line)
    return match is not None and (not match[1].strip() or typed_value(question, match[1].strip()) in question.values)


def _named_options(question: Question, line: str) -> list[str]:
    """Return the options that a line names: one, or several with a sign between them."""
    whole = typed_value(question, line)
    return [whole] if whole in question.values else [typed_value(question, one.strip()) for one in _several(line)]


def _several(line: str) -> list[str]:
    return [one for one in re.split(r"[;,]", line) if one.strip()]


def _with_said(question: Question, answer: Answer, said: list[str], language: str) -> Answer:
    """Return the answer with what was said as its value, or as its state where the words are none of the options."""
    if question.kind is not Kind.TEXT and (state := intended_state(" ".join(said))):
        return with_state(answer, question, state, " ".join(said), None)
    if question.options:
        options = [option for line in said for option in _named_options(question, line)]
        if question.kind is not Kind.CHOICES and len(options) > 1:
            raise InvalidValue("take-several")
        return with_value(answer, question, value_of(question, options))
    return with_value(answer, question, value_of(question, [typed_value(question, said[0].strip(), language)]))


def _fate(theirs: str, sent: str, now: str) -> Fate:
    """Return what becomes of one text, by what was sent and what stands here now."""
    if folded(theirs) == folded(sent):
        return Fate.SAME
    if folded(theirs) == folded(now):
        return Fate.AGREED
    return Fate.NEW if folded(now) == folded(sent) else Fate.CONFLICT


def _take_rows(taker: Taker, bare: Taken, entry: Entry, sent: SentQuestion, fields: Sequence[Field]) -> Taken:
    """Return what the rows of a list come to; raises InvalidValue for a row that may not be one."""
    question, language, outside = entry.question, taker.sheet.language, taker.sheet.outside
    rows = {row.id: row for row in entry.given_answer.rows}
    lines = dict(zip(sent.rows, sent.sent.split("\n"), strict=False))
    here = {folded(row_text(question, row, language, outside=outside)) for row in rows.values()}
    answer = kept = entry.given_answer
    fates, shown = list[Fate](), list[tuple[str, str, str]]()
    for field in fields:
        cells = _cells_of_row(question, field, language, outside=outside)
        if not any(cells.values()):
            continue
        place = 0 if field.added else field.code.row
        id_ = sent.rows[place - 1] if 0 < place <= len(sent.rows) else taker.row_id()
        row = values.valid_row(question, id_, {**(rows[id_].cells if id_ in rows else {}), **cells})
        theirs, was = row_text(question, row, language, outside=outside), lines.get(id_, "")
        now = row_text(question, rows[id_], language, outside=outside) if id_ in rows else ""
        fate = _fate(theirs, was, now)
        if id_ not in lines and folded(theirs) in here:
            fate = Fate.AGREED
        fates.append(fate)
        if fate in (Fate.NEW, Fate.CONFLICT):
            shown.append((was, theirs, now))
            answer = with_row(answer, question, id_, row.cells)
            kept = kept if fate is Fate.CONFLICT else with_row(kept, question, id_, row.cells)
    texts = ["\n".join(filter(None, column)) for column in zip(*shown, strict=True)] or [bare.sent, "", bare.now]
    before = entry.given_answer
    return replace(
        bare,
        fate=next((fate for fate in _HEAVIEST if fate in fates), Fate.BLANK),
        sent=texts[0],
        theirs=texts[1],
        now=texts[2],
        answer=_with_origin(taker, bare, before, answer),
        kept=_with_origin(taker, bare, before, kept) if kept != before else None,
    )


_HEAVIEST = (Fate.CONFLICT, Fate.NEW, Fate.SAME, Fate.AGREED)


def _cells_of_row(question: Question, field: Field, language: str, *, outside: bool) -> dict[str, str]:
    """Return the cells of a row by column, understood as people write them."""
    columns = sheet_columns(question, outside=outside)
    texts = [*field.cells, *[""] * len(columns)]
    if any(extra.strip() for extra in field.cells[len(columns) :]):
        raise InvalidValue("take-many-cells", row=field.code.shown)
    pairs = zip(columns, texts, strict=False)
    return {column.id: typed_value(column, values.typed_text(text.strip()), language) for column, text in pairs}


def _with_origin(taker: Taker, bare: Taken, before: Answer, answer: Answer) -> Answer:
    """Return an answer with who gave it, in which file and when; raises InvalidValue for a name in it."""
    if answer == before or bare.tree is None or bare.entry is None:
        return answer
    refuse_names(before, answer, taker.people)
    by = [taker.sheet.role] if taker.sheet.role in bare.tree.roles else []
    whose = answer if answer.rows else replace(answer, by=())
    marked = with_remarks(whose, by=by, sources=[taker.source], date=taker.today)
    carried = {"from": taker.origin} if taker.origin else {}
    stamp = next(one.stamp for one in taker.sheet.questions if one.place == bare.place)
    return replace(marked, carried=carried, stamp=stamp)


def with_comments(answer: Answer, comments: Sequence[str]) -> Answer:
    """Return an answer with the comments of a reviewer in the note that stays within the team."""
    fresh = [words for one in comments if (words := values.typed_text(one)) and words not in answer.note_internal]
    note = "\n\n".join(filter(None, (answer.note_internal, *fresh)))
    return replace(answer, note_internal=note)


def place_in_sheet(ref: str, where: Ref) -> str:
    """Return the place of an answer as a sheet keeps it: `iama-2.0/goal`, `iama-2.0/importance[equality]`."""
    return f"{ref}/{where.question}" + (f"[{where.instance}]" if where.instance else "")


def sent_question(entry: Entry, ref: str, language: str, *, outside: bool) -> SentQuestion:
    """Return a question as it is sent now; outside the team goes no answer."""
    question, answer = entry.question, Answer() if outside else entry.given_answer
    sent = answer_text(question, answer, language, outside=outside)
    return SentQuestion(place_in_sheet(ref, entry.ref), question.stamp, sent, tuple(row.id for row in answer.rows))
