"""A questionnaire as JSON Schema (2020-12) of the files that hold its answers, for editors and other people's checks.

Validators read YAML by its core schema: `1` is a number, `yes` and `2026-10-14` are text, and `null` is nothing.
The schema sees shape, names, options and the form of dates and numbers; what takes two answers only `iama` sees.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from iama.model.dossier import RECORDED
from iama.model.questionnaire import Column, Kind, Question, Questionnaire
from iama.words import LANGUAGES, pick_translation

_TEXT = {"type": ["string", "number", "boolean", "null"]}
_FILLED = {"type": ["string", "number", "boolean"], "minLength": 1}
_DATE = {"type": ["string", "null"], "pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"}
_NUMBER = {"type": ["number", "string", "null"], "pattern": r"^(-?[0-9]{1,18}(\.[0-9]{1,18})?)?$"}
_ALIKE: Mapping[Kind, dict[str, Any]] = {  # kinds of which every question takes the same values
    Kind.TEXT: _TEXT,
    Kind.YES_NO: {"enum": ["yes", "no", None]},
    Kind.DATE: _DATE,
    Kind.NUMBER: _NUMBER,
}
_ROW_ID = "^[a-z]{6}$"


def questionnaire_schema(tree: Questionnaire, language: str = "en") -> dict[str, Any]:
    """Return the schema; the texts of questions, in `language`, are what an editor shows beside them."""
    questions = [question for question in tree.questions.values() if question.kind is not Kind.NOTICE]
    top = {
        "format": {"const": "iama/1"},
        "questionnaire": {"const": tree.ref},
        "language": {"enum": list(LANGUAGES)},
        "answers": _closed_object(
            {question.id: _question_property(tree, question, language) for question in questions}, empty=True
        ),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": pick_translation(tree.title, language),
        **_closed_object(top, required=top),
        "$defs": _keys_beside_value(tree)
        | {f"answer-{kind}": _answer_object(tree, value) for kind, value in _ALIKE.items()},
    }


def _keys_beside_value(tree: Questionnaire) -> dict[str, Any]:
    """Return what may stand beside a value."""
    role = {"enum": list(tree.roles) or [""]}
    source = {"title": _FILLED, "path": _TEXT, "version": _TEXT, "date": _DATE, "sha256": _TEXT}
    carried = {"from": _TEXT, "confirmed": _TEXT, "proposal": _TEXT}
    return {
        "status": {"enum": [str(state) for state in RECORDED]},
        "reason": _TEXT,
        "follow": _closed_object({"by": _FILLED, "due": _DATE}, required=["by"], empty=True),
        "note": _TEXT,
        "note-internal": _TEXT,
        "dissent": _array_of(_closed_object({"by": role, "text": _FILLED}, required=["by", "text"])),
        "by": _array_of(role),
        "date": _DATE,
        "sources": _array_of(_closed_object(source, required=["title"])),
        "adopts": _array_of(_closed_object({"from": _FILLED, "seen": _FILLED}, required=["from", "seen"])),
        "carried": _closed_object(carried, empty=True),
        "overruled": _TEXT,
        "stamp": _TEXT,
        "imported": _DATE,
    }


def _question_property(tree: Questionnaire, question: Question, language: str) -> dict[str, Any]:
    said_ = {"title": question.number or question.id, "description": pick_translation(question.text, language)}
    answer = (
        {"$ref": f"#/$defs/answer-{question.kind}"} if question.kind in _ALIKE else _unshared_answer(tree, question)
    )
    if question.repeat is None:
        return said_ | answer
    driver = tree.questions[question.repeat]
    rows = driver.kind is Kind.ROWS
    keys = {"pattern": _ROW_ID} if rows else {"enum": list(driver.values)}
    each = {"type": ["object", "null"], "propertyNames": keys, "additionalProperties": answer}
    # over rows, the first answer stands on the entry itself
    return said_ | (_unshared_answer(tree, question, each=each) if rows else _closed_object({"each": each}, empty=True))


def _unshared_answer(tree: Questionnaire, question: Question, **more: Any) -> dict[str, Any]:
    if question.kind is Kind.CHOICES:
        more["unsure"] = _array_of({"enum": _option_spellings(question.values)}) | {"uniqueItems": True}
    return _answer_object(tree, _value_shape(question), **more)


def _answer_object(tree: Questionnaire, value: dict[str, Any], **more: Any) -> dict[str, Any]:
    beside = {key: {"$ref": f"#/$defs/{key}"} for key in _keys_beside_value(tree)}
    alone = {"properties": {"value": {"type": "null"}}}  # a value and a status cannot stand together
    return _closed_object({"value": value, **more, **beside}, empty=True) | {"dependentSchemas": {"status": alone}}


def _value_shape(question: Question) -> dict[str, Any]:
    if question.kind is Kind.CHOICES:
        choices = _array_of({"enum": _option_spellings(question.values)}) | {"uniqueItems": True}
        choices |= {"maxItems": question.max} if question.max else {}
        alone = {"contains": {"enum": _option_spellings(sorted(question.exclusive))}}
        return choices | ({"if": alone, "then": {"maxItems": 1}} if question.exclusive else {})
    if question.kind is Kind.ROWS:
        columns = {column.id: _cell_shape(column) for column in question.columns}
        required_ids = [column.id for column in question.columns if column.required]
        return _array_of(
            _closed_object({"id": {"type": "string", "pattern": _ROW_ID}, **columns}, required=["id", *required_ids])
        )
    return _word_shape(question.kind, question.values)


def _cell_shape(column: Column) -> dict[str, Any]:
    cell = _word_shape(column.kind, [option.value for option in column.options])
    return cell | {"not": {"enum": [None, ""]}} if column.required else cell


def _word_shape(kind: Kind, options: Iterable[str]) -> dict[str, Any]:
    return _ALIKE.get(kind) or {"enum": [*_option_spellings(options), None]}


def _option_spellings(values: Iterable[str]) -> list[str | int]:
    """Return options as text, and as the number that YAML makes of some."""
    words = list(values)
    return [*words, *(int(word) for word in words if word.isdecimal())]


def _array_of(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": ["array", "null"], "items": items}


def _closed_object(properties: dict[str, Any], required: Iterable[str] = (), *, empty: bool = False) -> dict[str, Any]:
    """Return what a map with these keys and no others is; `empty` when nothing may stand in its place."""
    type_: str | Sequence[str] = ["object", "null"] if empty else "object"
    requirement = {"required": list(required)} if required else {}
    return {"type": type_, "properties": properties, **requirement, "additionalProperties": False}
