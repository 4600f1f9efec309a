"""Many answers from one YAML or JSON map (`iama set --answers`), read like the answers of a dossier file.

A key is a question (`goal`, `1.1.2`, `importance[data-protection]`), after its questionnaire where the id
is not unique (`algorithm/name`). A value is the plain value, or the record that a dossier file holds.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from msgspec import Struct

from iama.files.dossierfile import AnswerReader
from iama.files.jsonnodes import is_json, json_root
from iama.files.nodes import Map, Node, Scalar
from iama.files.nodes import Sequence as Items
from iama.files.reader import Reader
from iama.model.dossier import Answer
from iama.model.problems import Place, UsageError, reason_of
from iama.model.questionnaire import Column, Kind, Question, Questionnaire
from iama.model.spelling import typed_value
from iama.model.struct import replace
from iama.model.text import RefusedCharacter, clean_text
from iama.words import Phrase

Find = Callable[[str], tuple[Questionnaire, Question, str | None]]  # raises UsageError
Check = Callable[[Questionnaire, Question, str | None], str | None]  # the instance, if it may be; raises UsageError
MakeId = Callable[[], str]
_TRUTHS = {"true": "yes", "false": "no"}


class Given(Struct, frozen=True):
    """One answer of the file; `fields` names the keys that were given, `value` included."""

    tree: Questionnaire
    question: Question
    instance: str | None
    answer: Answer
    fields: frozenset[str]


def read_answers(path: str, content: bytes, find: Find, check: Check, make_id: MakeId) -> Sequence[Given]:
    """Return the answers in a file; raises UnusableFile with every mistake, so that nothing is saved by halves."""
    reader = Reader(path)
    root = json_root(reader, content) if is_json(path, content) else reader.root(content)
    _refuse_whole_file(reader, root)
    given: dict[tuple[str, str, str | None], Given] = {}
    for key, node in root.entries.items():
        try:
            tree, question, instance = find(key)
            answers = AnswerReader(reader, tree)
            records = _records(answers, question, instance, _as_typed(node), make_id)
            if not records:
                reader.add(Place(*root.keys[key]), "invalid-value", Phrase("answers-nothing", key=key))
            for inner, record in records:
                slot = (tree.ref, question.id, check(tree, question, inner))
                if slot in given:
                    message = Phrase("file-answered-twice", question=question.id)
                    reader.add(Place(*root.keys[key]), "duplicate-key", message)
                given[slot] = Given(tree, question, slot[2], answers.read_answer(question, record), frozenset(record))
        except UsageError as error:
            reader.add(Place(*root.keys[key]), "unknown-question", reason_of(error))
    reader.finish()
    return tuple(given.values())


def _refuse_whole_file(reader: Reader, root: Map) -> None:
    """Raise UnusableFile for a file of a dossier: it holds more than answers."""
    if "format" in root.entries and "answers" in root.entries:
        hint = Phrase("answers-whole-file-hint", ref=reader.scalar_text(root.entries.get("questionnaire")))
        reader.add(Place(*root.keys["answers"]), "unknown-key", Phrase("answers-whole-file"), hint)
        reader.finish()


def _as_typed(node: Node) -> Node:
    """Return what people wrote as it may be kept; text that cannot be stays for the reader to refuse."""
    match node:
        case Scalar():
            with suppress(RefusedCharacter):
                return replace(node, text=clean_text(node.text).text)
        case Items():
            return replace(node, items=tuple(map(_as_typed, node.items)))
        case Map():
            return replace(node, entries={key: _as_typed(entry) for key, entry in node.entries.items()})
    return node


def _records(
    answers: AnswerReader, question: Question, instance: str | None, node: Node, make_id: MakeId
) -> list[tuple[str | None, Mapping[str, Node]]]:
    if not isinstance(node, Map):
        return [(instance, {"value": _value_as_stored(question, node, make_id)})]
    fields = dict(answers.fields(question, node))
    if "value" in fields:
        fields["value"] = _value_as_stored(question, fields["value"], make_id)
    each = fields.pop("each", None)
    records: list[tuple[str | None, Mapping[str, Node]]] = [(instance, fields)] if fields else []
    if each is None or (isinstance(each, Scalar) and each.null):
        return records
    if instance is not None:
        answers.reader.add(each.place, "unknown-key", Phrase("file-each-inside"))
        return records
    for key, inner in answers.reader.as_map(each).entries.items():
        records += _records(answers, question, key, inner, make_id)
    return records


def _value_as_stored(question: Question, node: Node, make_id: MakeId) -> Node:
    """Return a value as a dossier file would hold it: every new row with an id, `null` of JSON as nothing.

    Dates and options may be written as people write them.
    """
    if isinstance(node, Scalar) and node.plain and node.text == "null":
        return Scalar("", node.place)
    if question.kind is not Kind.ROWS:
        return _field_as_stored(question, node)
    if not isinstance(node, Items):
        return node
    rows = (_row_as_stored(question, row, make_id) if isinstance(row, Map) else row for row in node.items)
    return Items(tuple(rows), node.place)


def _row_as_stored(question: Question, row: Map, make_id: MakeId) -> Map:
    columns = {column.id: column for column in question.columns}
    cells = {
        name: _field_as_stored(columns[name], cell) if name in columns else cell for name, cell in row.entries.items()
    }
    if "id" in cells:
        return replace(row, entries=cells)
    return Map({"id": Scalar(make_id(), row.place), **cells}, {"id": row.place, **row.keys}, row.place)


def _field_as_stored(field: Question | Column, node: Node) -> Node:
    match node:
        case Scalar():
            said = _TRUTHS.get(node.text, node.text) if node.plain and field.kind is Kind.YES_NO else node.text
            return replace(node, text=typed_value(field, said))
        case Items():
            return replace(node, items=tuple(_field_as_stored(field, item) for item in node.items))
    return node
