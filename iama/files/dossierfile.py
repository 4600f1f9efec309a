"""Text of a dossier file to an `Assessment`, with every finding about it. `layout` writes it back."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from iama.files.yamlfile import Map, Node, Reader, Scalar
from iama.model import values
from iama.model.dossier import (
    OPEN,
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
from iama.model.problems import Finding, Place, suggestion
from iama.model.questionnaire import LANGUAGES, Kind, Question, Questionnaire

FORMAT = "iama/1"
PEOPLE_FORMAT = "iama-people/1"
_ROW_ID = re.compile(r"[a-z]{6}")
_ANSWER = (
    *("value", "unsure", "status", "reason", "follow", "note", "note-internal", "dissent", "by", "date"),
    *("sources", "adopts", "carried", "overruled", "stamp"),
)

Find = Callable[[str], Questionnaire | None]
T = TypeVar("T")


def read_assessment(path: str, text: str | bytes, find: Find) -> tuple[Assessment | None, tuple[Finding, ...]]:
    """Return the assessment in `text` with every finding about it; None when it names no known questionnaire."""
    reader = Reader(path)
    root = reader.root(text)
    if not root.entries:
        return None, tuple(reader.findings)
    fields = reader.fields(root, ("format", "questionnaire", "language", "answers"))
    _format(reader, fields.get("format"), FORMAT)
    ref = reader.text(fields.get("questionnaire"))
    questionnaire = find(ref)
    if questionnaire is None:
        if "questionnaire" in fields:
            reader.add(fields["questionnaire"].place, "invalid-value", f"there is no questionnaire `{ref}`")
        return None, tuple(reader.findings)
    language = reader.one_of(fields["language"], LANGUAGES, "invalid-value") if "language" in fields else "nl"
    answers = _Answers(reader, questionnaire).read(fields.get("answers"))
    return Assessment(ref, language, answers), tuple(reader.findings)


def read_people(path: str, text: str | bytes) -> tuple[Mapping[str, str], tuple[Finding, ...]]:
    """Return the names by person id, with every finding."""
    reader = Reader(path)
    fields = reader.fields(reader.root(text), ("format",), ("people",))
    _format(reader, fields.get("format"), PEOPLE_FORMAT)
    people = _map(reader, fields.get("people"))
    names = {id_: reader.text(reader.fields(node, ("name",)).get("name")) for id_, node in people.items()}
    return names, tuple(reader.findings)


def _format(reader: Reader, node: Node | None, known: str) -> None:
    found = reader.text(node)
    if node is None or found == known:
        return
    name, _, number = found.partition("/")
    newer = name == known.partition("/")[0] and number.isdecimal()
    hint = f"this file needs a newer version of iama, which reads `{found}`" if newer else f"write `{known}`"
    reader.add(node.place, "invalid-value", f"`{found}` is not a format that this version reads", hint)


def _map(reader: Reader, node: Node | None) -> Mapping[str, Node]:
    if node is None or (isinstance(node, Scalar) and node.null):
        return {}
    return reader.map(node).entries


class _Answers:
    """Reads the `answers` of one file against their questionnaire."""

    def __init__(self, reader: Reader, questionnaire: Questionnaire) -> None:
        self.reader = reader
        self.questionnaire = questionnaire
        self.row_ids: dict[str, Place] = {}

    def read(self, node: Node | None) -> Mapping[Slot, Answer]:
        answers: dict[Slot, Answer] = {}
        if node is None or (isinstance(node, Scalar) and node.null):
            return answers
        entries = self.reader.map(node)
        for id_, entry in entries.entries.items():
            question = self.questionnaire.questions.get(id_)
            if question is None or question.kind is Kind.NOTICE:
                hint = suggestion(id_, self.questionnaire.questions)
                message = f"{self.questionnaire.ref} has no question `{id_}`"
                self.reader.add(entries.keys[id_], "unknown-question", message, hint)
                continue
            answers.update((slot, answer) for slot, answer in self.slots(question, entry) if not answer.empty)
        return answers

    def slots(self, question: Question, node: Node) -> Iterator[tuple[Slot, Answer]]:
        if isinstance(node, Scalar) and node.null:
            return
        fields = self.reader.fields(node, (), (*_ANSWER, "each") if question.repeat else _ANSWER)
        each = fields.get("each")
        single = {name: value for name, value in fields.items() if name != "each"}
        if single and question.repeat and not self.beside(question):
            self.reader.add(node.place, "invalid-value", f"`{question.id}` is asked per value of `{question.repeat}`")
        yield (question.id, None), self.answer(question, single)
        allowed = self.allowed(question)
        for key, entry in _map(self.reader, each).items():
            if allowed is not None and key not in allowed:
                hint = suggestion(key, allowed)
                self.reader.add(entry.place, "invalid-value", f"`{key}` is no value of `{question.repeat}`", hint)
            yield (question.id, key), self.answer(question, self.reader.fields(entry, (), _ANSWER))

    def beside(self, question: Question) -> bool:
        driver = self.questionnaire.questions.get(question.repeat or "")
        return driver is not None and driver.kind is Kind.ROWS

    def allowed(self, question: Question) -> tuple[str, ...] | None:
        driver = self.questionnaire.questions.get(question.repeat or "")
        return driver.values if driver is not None and driver.kind is Kind.CHOICES else None

    def answer(self, question: Question, fields: Mapping[str, Node]) -> Answer:
        if not fields:
            return OPEN
        reader = self.reader
        value = self.value(question, fields.get("value"))
        status = fields.get("status")
        if status and value is not None:
            reader.add(status.place, "invalid-value", "a value and a status cannot stand together", "keep one of them")
        return Answer(
            value=value,
            unsure=self.checked_words(question, fields.get("unsure")),
            status=State(reader.one_of(status, list(State), "invalid-value")) if status else None,
            reason=self.prose(fields.get("reason")),
            follow=self.follow(fields.get("follow")),
            note=self.prose(fields.get("note")),
            note_internal=self.prose(fields.get("note-internal")),
            dissent=tuple(self.dissent(item) for item in reader.items(fields.get("dissent"))),
            by=self.roles(fields.get("by")),
            date=self.day(fields.get("date")),
            sources=tuple(self.source(item) for item in reader.items(fields.get("sources"))),
            adopts=tuple(self.adopted(item) for item in reader.items(fields.get("adopts"))),
            carried={name: reader.text(item) for name, item in _map(reader, fields.get("carried")).items()},
            overruled=self.prose(fields.get("overruled")),
            stamp=reader.text(fields.get("stamp")),
        )

    def value(self, question: Question, node: Node | None) -> Value | None:
        if node is None or (isinstance(node, Scalar) and node.null):
            return None
        if question.kind is Kind.CHOICES:
            return self.checked_words(question, node)
        if question.kind is Kind.ROWS:
            return tuple(row for item in self.reader.items(node) if (row := self.row(question, item)))
        return self.checked(node, lambda: values.word(question, self.reader.text(node))) or None

    def checked_words(self, question: Question, node: Node | None) -> tuple[str, ...]:
        if node is None:
            return ()
        if isinstance(node, Scalar) and not node.null:
            self.reader.add(node.place, "invalid-value", "expected a list", f"write it as [{node.text}]")
            return ()
        return self.checked(node, lambda: values.words(question, self.reader.texts(node))) or ()

    def row(self, question: Question, node: Node) -> Row | None:
        cells = {name: self.reader.text(cell) for name, cell in self.reader.map(node).entries.items()}
        id_ = cells.pop("id", "")
        if not _ROW_ID.fullmatch(id_):
            hint = "give it an `id` of six lower-case letters; `iama set` makes one for you"
            self.reader.add(node.place, "invalid-value", f"`{id_}` cannot be the id of a row", hint)
        elif id_ in self.row_ids:
            first = self.row_ids[id_].line
            self.reader.add(node.place, "duplicate-key", f"row `{id_}` stands here twice; the first is on line {first}")
        self.row_ids[id_] = node.place
        return self.checked(node, lambda: values.row(question, id_, cells))

    def checked(self, node: Node, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except values.InvalidValue as error:
            self.reader.add(node.place, "invalid-value", str(error), error.hint)
            return None

    def prose(self, node: Node | None) -> str:
        if node is None:
            return ""
        return self.checked(node, lambda: values.prose(self.reader.text(node))) or ""

    def day(self, node: Node | None) -> str:
        if node is None or (isinstance(node, Scalar) and node.null):
            return ""
        return self.checked(node, lambda: values.day(self.reader.text(node))) or ""

    def roles(self, node: Node | None) -> tuple[str, ...]:
        return tuple(self.role(item) for item in self.reader.items(node))

    def role(self, node: Node) -> str:
        return self.reader.one_of(node, self.questionnaire.roles or ("",), "invalid-value")

    def follow(self, node: Node | None) -> Follow | None:
        if node is None:
            return None
        fields = self.reader.fields(node, ("by",), ("due",))
        return Follow(self.prose(fields.get("by")), self.day(fields.get("due")))

    def dissent(self, node: Node) -> Dissent:
        fields = self.reader.fields(node, ("by", "text"))
        by = self.role(fields["by"]) if "by" in fields else ""
        return Dissent(by, self.prose(fields.get("text")))

    def source(self, node: Node) -> Source:
        fields = self.reader.fields(node, ("title",), ("path", "version", "date", "sha256"))
        texts = {name: self.prose(item) for name, item in fields.items() if name != "date"}
        return Source(date=self.day(fields.get("date")), **texts)

    def adopted(self, node: Node) -> Adopted:
        fields = self.reader.fields(node, ("from", "seen"))
        return Adopted(self.reader.text(fields.get("from")), self.reader.text(fields.get("seen")))


def slot_places(path: str, text: str | bytes) -> Mapping[Slot, Place]:
    """Return where each answer stands in its file, for messages about answers."""
    answers = _map(Reader(path), Reader(path).root(text).entries.get("answers"))
    places: dict[Slot, Place] = {}
    for id_, entry in answers.items():
        places[id_, None] = entry.place
        each = entry.entries.get("each") if isinstance(entry, Map) else None
        places.update(((id_, key), node.place) for key, node in _map(Reader(path), each).items())
    return places
