"""A questionnaire as JSON Schema (2020-12) of the files that hold its answers, for editors and other people's checks.

Validators read YAML by its core schema: `1` is a number, `yes` and `2026-10-14` are text, and `null` is nothing.
The schema sees shape, names, options and the form of dates and numbers; what takes two answers only `iama` sees.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from iama.model.dossier import RECORDED
from iama.model.questionnaire import Column, Kind, Question, Questionnaire
from iama.words import LANGUAGES, said

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


def schema(tree: Questionnaire, language: str = "en") -> dict[str, Any]:
    """Return the schema; the texts of questions, in `language`, are what an editor shows beside them."""
    asked = [question for question in tree.questions.values() if question.kind is not Kind.NOTICE]
    top = {
        "format": {"const": "iama/1"},
        "questionnaire": {"const": tree.ref},
        "language": {"enum": list(LANGUAGES)},
        "answers": _record({question.id: _question(tree, question, language) for question in asked}, empty=True),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": said(tree.title, language),
        **_record(top, required=top),
        "$defs": _beside(tree) | {f"answer-{kind}": _answer(tree, value) for kind, value in _ALIKE.items()},
    }


def _beside(tree: Questionnaire) -> dict[str, Any]:
    """Return what may stand beside a value."""
    role = {"enum": list(tree.roles) or [""]}
    source = {"title": _FILLED, "path": _TEXT, "version": _TEXT, "date": _DATE, "sha256": _TEXT}
    carried = {"from": _TEXT, "confirmed": _TEXT}
    return {
        "status": {"enum": [str(state) for state in RECORDED]},
        "reason": _TEXT,
        "follow": _record({"by": _FILLED, "due": _DATE}, required=["by"], empty=True),
        "note": _TEXT,
        "note-internal": _TEXT,
        "dissent": _list(_record({"by": role, "text": _FILLED}, required=["by", "text"])),
        "by": _list(role),
        "date": _DATE,
        "sources": _list(_record(source, required=["title"])),
        "adopts": _list(_record({"from": _FILLED, "seen": _FILLED}, required=["from", "seen"])),
        "carried": _record(carried, empty=True),
        "overruled": _TEXT,
        "stamp": _TEXT,
    }


def _question(tree: Questionnaire, question: Question, language: str) -> dict[str, Any]:
    said_ = {"title": question.number or question.id, "description": said(question.text, language)}
    answer = {"$ref": f"#/$defs/answer-{question.kind}"} if question.kind in _ALIKE else _own(tree, question)
    if question.repeat is None:
        return said_ | answer
    driver = tree.questions[question.repeat]
    rows = driver.kind is Kind.ROWS
    keys = {"pattern": _ROW_ID} if rows else {"enum": list(driver.values)}
    each = {"type": ["object", "null"], "propertyNames": keys, "additionalProperties": answer}
    # over rows, the first answer stands on the entry itself
    return said_ | (_own(tree, question, each=each) if rows else _record({"each": each}, empty=True))


def _own(tree: Questionnaire, question: Question, **more: Any) -> dict[str, Any]:
    if question.kind is Kind.CHOICES:
        more["unsure"] = _list({"enum": _spelled(question.values)}) | {"uniqueItems": True}
    return _answer(tree, _value(question), **more)


def _answer(tree: Questionnaire, value: dict[str, Any], **more: Any) -> dict[str, Any]:
    beside = {key: {"$ref": f"#/$defs/{key}"} for key in _beside(tree)}
    alone = {"properties": {"value": {"type": "null"}}}  # a value and a status cannot stand together
    return _record({"value": value, **more, **beside}, empty=True) | {"dependentSchemas": {"status": alone}}


def _value(question: Question) -> dict[str, Any]:
    if question.kind is Kind.CHOICES:
        ticked = _list({"enum": _spelled(question.values)}) | {"uniqueItems": True}
        ticked |= {"maxItems": question.max} if question.max else {}
        alone = {"contains": {"enum": _spelled(sorted(question.exclusive))}}
        return ticked | ({"if": alone, "then": {"maxItems": 1}} if question.exclusive else {})
    if question.kind is Kind.ROWS:
        columns = {column.id: _cell(column) for column in question.columns}
        filled = [column.id for column in question.columns if column.required]
        return _list(_record({"id": {"type": "string", "pattern": _ROW_ID}, **columns}, required=["id", *filled]))
    return _word(question.kind, question.values)


def _cell(column: Column) -> dict[str, Any]:
    cell = _word(column.kind, [option.value for option in column.options])
    return cell | {"not": {"enum": [None, ""]}} if column.required else cell


def _word(kind: Kind, options: Iterable[str]) -> dict[str, Any]:
    return _ALIKE.get(kind) or {"enum": [*_spelled(options), None]}


def _spelled(values: Iterable[str]) -> list[str | int]:
    """Return options as text, and as the number that YAML makes of some."""
    words = list(values)
    return [*words, *(int(word) for word in words if word.isdecimal())]


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": ["array", "null"], "items": items}


def _record(properties: dict[str, Any], required: Iterable[str] = (), *, empty: bool = False) -> dict[str, Any]:
    """Return what a map with these keys and no others is; `empty` when nothing may stand in its place."""
    type_: str | Sequence[str] = ["object", "null"] if empty else "object"
    needed = {"required": list(required)} if required else {}
    return {"type": type_, "properties": properties, **needed, "additionalProperties": False}
