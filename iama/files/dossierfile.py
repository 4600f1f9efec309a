"""Text of a dossier file to an `Assessment`, with every finding about it. `layout` writes it back."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, ParamSpec, TypeVar

from iama.files.nodes import Map, Node, Scalar
from iama.files.reader import Reader
from iama.model import values
from iama.model.dossier import (
    OPEN,
    RECORDED,
    ROW_ID,
    Adopted,
    Answer,
    Assessment,
    Dissent,
    Follow,
    Row,
    Slot,
    Source,
    State,
    Value,
)
from iama.model.problems import Finding, Place
from iama.model.questionnaire import Kind, Question, Questionnaire
from iama.model.struct import replace
from iama.words import LANGUAGES, Phrase

FORMAT = "iama/1"
PEOPLE_FORMAT = "iama-people/1"
_PERSON_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")
_ENTRY = re.compile(r"^  ([a-z0-9-]+):", re.MULTILINE)
_REF = re.compile(r"^questionnaire: (\S+)", re.MULTILINE)

Find = Callable[[str], Questionnaire | None]
P = ParamSpec("P")
T = TypeVar("T")


def read_assessment(path: str, text: str | bytes, find: Find) -> tuple[Assessment | None, tuple[Finding, ...]]:
    """Return the assessment in `text` with every finding about it; None when it names no known questionnaire."""
    reader = Reader(path)
    root = reader.root(text)
    if reader.findings and not root.entries:
        return None, tuple(_locate_conflict(finding, text, find) for finding in reader.sorted_findings)
    fields = reader.fields(root, ("format", "questionnaire", "language", "answers"))
    check_format(reader, fields.get("format"), FORMAT)
    ref = reader.scalar_text(fields.get("questionnaire"))
    questionnaire = find(ref)
    if questionnaire is None:
        if "questionnaire" in fields:
            reader.add(fields["questionnaire"].place, "invalid-value", Phrase("file-no-questionnaire", name=ref))
        return None, reader.sorted_findings
    language = reader.one_of(fields["language"], LANGUAGES, "invalid-value") if "language" in fields else "nl"
    answers = AnswerReader(reader, questionnaire).answers_by_slot(fields.get("answers"))
    return Assessment(ref, language, answers), reader.sorted_findings


def read_entry(entry: str, tree: Questionnaire, slot: Slot) -> Answer | None:
    """Return one answer out of the lines that a file has of its question; None when they are not for this tree."""
    text = f"format: {FORMAT}\nquestionnaire: {tree.ref}\nlanguage: nl\nanswers:\n{entry}"
    assessment, findings = read_assessment("", text, lambda _: tree)
    return None if findings or assessment is None else assessment.answer_to(*slot)


def entry_in(text: str, question: str) -> str:
    """Return the lines that the text of a file, laid out as we do, has of one question; empty when it has none."""
    found = re.search(rf"^  {re.escape(question)}:.*\n(?:(?:    .*)?\n)*", text, re.MULTILINE)
    return found[0] if found else ""


def _locate_conflict(finding: Finding, text: str | bytes, find: Find) -> Finding:
    """Return a finding about an unfinished merge with the question it stands in; any other as it is."""
    if finding.code != "conflict-markers":
        return finding
    written = text if isinstance(text, str) else text.decode("utf-8-sig")
    above = "\n".join(written.split("\n", finding.place.line)[: finding.place.line])
    ids, refs = _ENTRY.findall(above), _REF.findall(above)
    tree = find(refs[0]) if refs else None
    question = tree.questions.get(ids[-1]) if tree and ids else None
    if question is None:
        return finding
    number = f" ({question.number})" if question.number else ""
    return replace(
        finding, message=Phrase("file-in-question", message=finding.message, question=question.id, number=number)
    )


def read_people(path: str, text: str | bytes) -> tuple[Mapping[str, str], tuple[Finding, ...]]:
    """Return the names by person id, with every finding."""
    reader = Reader(path)
    fields = reader.fields(reader.root(text), ("format",), ("people",))
    check_format(reader, fields.get("format"), PEOPLE_FORMAT)
    names: dict[str, str] = {}
    for id_, node in _entries_if_any(reader, fields.get("people")).items():
        if not _PERSON_ID.fullmatch(id_):
            reader.add(node.place, "invalid-value", Phrase("file-person-id", id=id_))
        names[id_] = _valid_prose(reader, reader.fields(node, ("name",)).get("name"))
    return names, reader.sorted_findings


def check_format(reader: Reader, node: Node | None, known: str, *older: str) -> str:
    """Return the format of a file; one that is neither `known` nor `older` is a finding."""
    word = reader.scalar_text(node)
    if node is None or word in (known, *older):
        return word
    name, _, number = word.partition("/")
    newer = name == known.partition("/")[0] and number.isdecimal()
    hint = Phrase("file-format-newer", format=word) if newer else Phrase("file-format-known", format=known)
    reader.add(node.place, "invalid-value", Phrase("file-format", format=word), hint)
    return word


def _entries_if_any(reader: Reader, node: Node | None) -> Mapping[str, Node]:
    if node is None or (isinstance(node, Scalar) and node.null):
        return {}
    return reader.as_map(node).entries


def _result_or_finding(reader: Reader, node: Node, read: Callable[P, T], *given: P.args, **named: P.kwargs) -> T | None:
    """Return what `read` makes of what is given, or None with a finding at the node."""
    try:
        return read(*given, **named)
    except values.InvalidValue as error:
        reader.add(node.place, "invalid-value", error.phrase)
        return None


def _valid_prose(reader: Reader, node: Node | None) -> str:
    return (
        "" if node is None else _result_or_finding(reader, node, values.keepable_text, reader.scalar_text(node)) or ""
    )


class AnswerReader:
    """Reads the `answers` of one file against their questionnaire."""

    def __init__(self, reader: Reader, questionnaire: Questionnaire) -> None:
        self.reader = reader
        self.questionnaire = questionnaire
        self.row_ids: dict[str, Place] = {}

    def answers_by_slot(self, node: Node | None) -> Mapping[Slot, Answer]:
        answers: dict[Slot, Answer] = {}
        if node is None or (isinstance(node, Scalar) and node.null):
            return answers
        entries = self.reader.as_map(node)
        for id_, entry in entries.entries.items():
            question = self.questionnaire.questions.get(id_)
            if question is None or question.kind is Kind.NOTICE:
                hint = self.reader.spelling_hint(id_, self.questionnaire.questions)
                message = Phrase("file-no-question", questionnaire=self.questionnaire.ref, question=id_)
                self.reader.add(Place(*entries.keys[id_]), "unknown-question", message, hint)
                continue
            for slot, answer in self.each_answer(question, entry):
                if not answer.empty:
                    answers[slot] = answer
        return answers

    def each_answer(self, question: Question, node: Node) -> Iterator[tuple[Slot, Answer]]:
        if isinstance(node, Scalar) and node.null:
            return
        fields = self.fields(question, node)
        each = fields.get("each")
        single = {name: value for name, value in fields.items() if name != "each"} if each else fields
        if single and question.repeat and not self.repeats_per_row(question):
            message = Phrase("file-per-value", question=question.id, driver=question.repeat)
            self.reader.add(node.place, "invalid-value", message)
        yield (question.id, None), self.read_answer(question, single)
        for key, entry in _entries_if_any(self.reader, each).items():
            self.check_key(question, key, entry)
            if not (isinstance(entry, Scalar) and entry.null):
                yield (question.id, key), self.read_answer(question, self.reader.fields(entry, (), _ANSWER))

    def fields(self, question: Question, node: Node) -> Mapping[str, Node]:
        """Return the keys of one answer; unknown ones become findings."""
        return self.reader.fields(node, (), (*_ANSWER, "each") if question.repeat else _ANSWER)

    def repeats_per_row(self, question: Question) -> bool:
        driver = self.questionnaire.questions.get(question.repeat or "")
        return driver is not None and driver.kind is Kind.ROWS

    def check_key(self, question: Question, key: str, entry: Node) -> None:
        driver = self.questionnaire.questions.get(question.repeat or "")
        if driver is None or (ROW_ID.fullmatch(key) if driver.kind is Kind.ROWS else key in driver.values):
            return
        hint = self.reader.spelling_hint(key, driver.values)
        self.reader.add(entry.place, "invalid-value", Phrase("file-no-value", word=key, driver=driver.id), hint)

    def read_answer(self, question: Question, fields: Mapping[str, Node]) -> Answer:
        """Return the answer that stands in the keys of one entry; every mistake becomes a finding."""
        if not fields:
            return OPEN
        reader = self.reader
        value = self.read_value(question, fields.get("value"))
        status = fields.get("status")
        if status and value is not None:
            reader.add(status.place, "invalid-value", Phrase("value-and-status"), Phrase("file-keep-one"))
        return Answer(
            value=value,
            unsure=self.read_unsure(question, value, fields.get("unsure")),
            status=State(reader.one_of(status, RECORDED, "invalid-value")) if status else None,
            **{_NAMES[key]: _BESIDE[key](self, node) for key, node in fields.items() if key in _BESIDE},
        )

    def read_value(self, question: Question, node: Node | None) -> Value | None:
        if node is None or (isinstance(node, Scalar) and node.null):
            return None
        if question.kind is Kind.CHOICES:
            return self.checked_words(question, node)
        if question.kind is Kind.ROWS:
            return tuple(row for item in self.reader.items(node) if (row := self.read_row(question, item)))
        if not isinstance(node, Scalar):
            self.reader.scalar_text(node)  # notes that a single value is expected
            return None
        return _result_or_finding(self.reader, node, values.valid_value, question, node.text) or None

    def checked_words(self, question: Question, node: Node) -> tuple[str, ...] | None:
        if isinstance(node, Scalar) and not node.null:
            self.reader.add(node.place, "invalid-value", Phrase("file-no-list"))
            return None
        return _result_or_finding(self.reader, node, values.valid_choices, question, self.reader.item_texts(node))

    def read_unsure(self, question: Question, value: Value | None, node: Node | None) -> tuple[str, ...]:
        """Return the options that the team does not know about; only a tick-list has them."""
        if node is None:
            return ()
        if question.kind is not Kind.CHOICES:
            self.reader.add(node.place, "invalid-value", Phrase("file-unsure"))
            return ()
        unsure = self.checked_words(question, node) or ()
        if set(unsure) & set(value or ()):
            self.reader.add(node.place, "invalid-value", Phrase("value-ticked-unsure"))
        return unsure

    def read_row(self, question: Question, node: Node) -> Row | None:
        before = len(self.reader.findings)
        fields = self.reader.fields(node, ("id",), [column.id for column in question.columns])
        id_ = self.read_row_id(fields.get("id"))
        texts = {name: self.reader.scalar_text(cell) for name, cell in fields.items() if name != "id"}
        cells = {
            column.id: _result_or_finding(self.reader, fields[column.id], values.valid_value, column, text)
            for column in question.columns
            if (text := texts.get(column.id))
        }
        if len(self.reader.findings) > before:
            return None
        return _result_or_finding(self.reader, node, values.complete_row, question, id_, cells)

    def read_row_id(self, node: Node | None) -> str:
        id_ = self.reader.scalar_text(node)
        if node is None:
            return id_
        if not ROW_ID.fullmatch(id_):
            self.reader.add(node.place, "invalid-value", Phrase("file-row-id", id=id_))
        elif id_ in self.row_ids:
            first = self.row_ids[id_].line
            self.reader.add(node.place, "duplicate-key", Phrase("file-row-twice", id=id_, line=first))
        self.row_ids.setdefault(id_, node.place)
        return id_

    def read_prose(self, node: Node | None) -> str:
        return _valid_prose(self.reader, node)

    def required_prose(self, fields: Mapping[str, Node], key: str) -> str:
        """Return text that may not be empty."""
        node, before = fields.get(key), len(self.reader.findings)
        text = self.read_prose(node)
        if node and not text and len(self.reader.findings) == before:
            self.reader.add(node.place, "invalid-value", Phrase("file-no-text", key=key))
        return text

    def read_day(self, node: Node | None) -> str:
        if node is None or (isinstance(node, Scalar) and node.null):
            return ""
        return _result_or_finding(self.reader, node, values.iso_day, self.reader.scalar_text(node)) or ""

    def read_roles(self, node: Node | None) -> tuple[str, ...]:
        return tuple(self.read_role(item) for item in self.reader.items(node))

    def read_role(self, node: Node) -> str:
        return self.reader.one_of(node, self.questionnaire.roles or ("",), "invalid-value")

    def read_follow(self, node: Node | None) -> Follow | None:
        if node is None or (isinstance(node, Scalar) and node.null):
            return None
        fields = self.reader.fields(node, ("by",), ("due",))
        return Follow(self.required_prose(fields, "by"), self.read_day(fields.get("due")))

    def read_all_dissent(self, node: Node) -> tuple[Dissent, ...]:
        return tuple(self.read_dissent(item) for item in self.reader.items(node))

    def read_dissent(self, node: Node) -> Dissent:
        fields = self.reader.fields(node, ("by", "text"))
        by = self.read_role(fields["by"]) if "by" in fields else ""
        return Dissent(by, self.required_prose(fields, "text"))

    def read_sources(self, node: Node) -> tuple[Source, ...]:
        return tuple(self.read_source(item) for item in self.reader.items(node))

    def read_source(self, node: Node) -> Source:
        fields = self.reader.fields(node, ("title",), ("path", "version", "date", "sha256"))
        texts = {name: self.read_prose(fields.get(name)) for name in ("path", "version", "sha256")}
        return Source(self.required_prose(fields, "title"), date=self.read_day(fields.get("date")), **texts)

    def read_adoptions(self, node: Node) -> tuple[Adopted, ...]:
        return tuple(self.read_adoption(item) for item in self.reader.items(node))

    def read_adoption(self, node: Node) -> Adopted:
        fields = self.reader.fields(node, ("from", "seen"))
        return Adopted(self.required_prose(fields, "from"), self.required_prose(fields, "seen"))

    def read_carry_over(self, node: Node | None) -> Mapping[str, str]:
        if node is None or (isinstance(node, Scalar) and node.null):
            return {}
        fields = self.reader.fields(node, (), ("from", "confirmed", "proposal"))
        texts = {name: self.read_prose(item) for name, item in fields.items()}
        return {name: text for name, text in texts.items() if text}


_BESIDE: Mapping[str, Callable[[AnswerReader, Node], Any]] = {  # what may stand beside a value or a status
    "reason": AnswerReader.read_prose,
    "follow": AnswerReader.read_follow,
    "note": AnswerReader.read_prose,
    "note-internal": AnswerReader.read_prose,
    "dissent": AnswerReader.read_all_dissent,
    "by": AnswerReader.read_roles,
    "date": AnswerReader.read_day,
    "sources": AnswerReader.read_sources,
    "adopts": AnswerReader.read_adoptions,
    "carried": AnswerReader.read_carry_over,
    "overruled": AnswerReader.read_prose,
    "stamp": AnswerReader.read_prose,
    "imported": AnswerReader.read_day,
}
_NAMES = {key: key.replace("-", "_") for key in _BESIDE}
_ANSWER = ("value", "unsure", "status", *_BESIDE)


def slot_places(path: str, text: str | bytes) -> Mapping[Slot, Place]:
    """Return where each answer stands in its file, for messages about answers."""
    answers = _entries_if_any(Reader(path), Reader(path).root(text).entries.get("answers"))
    places: dict[Slot, Place] = {}
    for id_, entry in answers.items():
        places[id_, None] = entry.place
        each = entry.entries.get("each") if isinstance(entry, Map) else None
        places.update(((id_, key), node.place) for key, node in _entries_if_any(Reader(path), each).items())
    return places
