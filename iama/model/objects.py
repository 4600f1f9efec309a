"""Question trees and legal facts as objects of format 2: every key, written here by hand, whatever fields are called.

An object is canonical JSON under the digest of its bytes: what a decision keeps of the questions and the law, and what
a wheel holds of them. A key never changes its name or meaning. One that is added stands in an object only when it says
something, so that the bytes and digests of older objects stay what they are. docs/files.md says what each key is.
"""

from functools import lru_cache
from typing import Any

from iama.model.canonical import canonical_bytes, digest_of
from iama.model.grammar import parse_condition
from iama.model.instrument import Instrument
from iama.model.keptrecords import Record, check_record_keys, without_empty
from iama.model.law import Law
from iama.model.lawrecords import law_of as law_of
from iama.model.lawrecords import law_record as law_record
from iama.model.questionnaire import (
    Case,
    Column,
    Group,
    Kind,
    Matrix,
    Option,
    Part,
    Question,
    Questionnaire,
    Section,
    Trigger,
    both,
)


@lru_cache(maxsize=32)
def tree_object(tree: Questionnaire) -> bytes:
    """Return a question tree as it is kept."""
    return canonical_bytes(tree_record(tree))


def tree_digest(tree: Questionnaire) -> str:
    """Return the digest under which a question tree is kept: of all that it asks and says."""
    return digest_of(tree_object(tree))


def law_object(law: Law) -> bytes:
    """Return legal facts as they are kept."""
    return canonical_bytes(law_record(law))


def law_digest(law: Law) -> str:
    """Return the digest under which legal facts are kept."""
    return digest_of(law_object(law))


def tree_record(tree: Questionnaire) -> dict[str, Any]:
    """Return a question tree as it stands in an object."""
    return without_empty(
        {
            "id": tree.id,
            "version": tree.version,
            "revision": tree.revision,
            "title": dict(tree.title),
            "intro": dict(tree.intro),
            "source": dict(tree.source),
            "roles": {role: dict(words) for role, words in tree.roles.items()},
            "option-groups": {group: dict(words) for group, words in tree.option_groups.items()},
            "instrument": _instrument_record(tree.said) if tree.said else None,
            "parts": [_part_record(part) for part in tree.parts],
            "triggers": [_trigger_record(trigger) for trigger in tree.triggers],
        }
    )


def _instrument_record(one: Instrument) -> dict[str, Any]:
    return without_empty({"law": one.law, "needed": list(one.needed), "topics": dict(one.topics), "annex": one.annex})


def _part_record(part: Part) -> dict[str, Any]:
    return without_empty(
        {
            "id": part.id,
            "number": part.number,
            "title": dict(part.title),
            "intro": dict(part.intro),
            "sections": [_section_record(section) for section in part.sections],
        }
    )


def _section_record(section: Section) -> dict[str, Any]:
    return without_empty(
        {
            "id": section.id,
            "number": section.number,
            "title": dict(section.title),
            "meeting": section.meeting,
            "intro": dict(section.intro),
            "groups": [
                without_empty({"id": group.id, "number": group.number, "text": dict(group.text)})
                for group in section.groups
            ],
            "questions": [_question_record(question) for question in section.questions],
        }
    )


def _question_record(question: Question) -> dict[str, Any]:
    return without_empty(
        {
            "id": question.id,
            "number": question.number,
            "official": question.official,
            "kind": question.kind.value,
            "text": dict(question.text),
            "help": dict(question.help),
            "public": dict(question.public),
            "part": question.part,
            "section": question.section,
            "meeting": question.meeting,
            "optional": not question.required,
            "wording": question.wording if question.wording != 1 else None,
            "when": question.when,
            "conditions": list(question.conditions),
            "repeat": question.repeat,
            "group": question.group,
            "beside": question.beside,
            "options": [_option_record(option) for option in question.options],
            "columns": [_column_record(column) for column in question.columns],
            "max": question.max,
            "matrix": _matrix_record(question.matrix) if question.matrix else None,
            "shows": list(question.shows),
            "reuse": list(question.reuse),
            "covers": list(question.covers),
            "register": list(question.register),
            "roles": list(question.roles),
            "phase": list(question.phase),
            "law": list(question.law),
            "audit": list(question.audit),
        }
    )


def _option_record(option: Option) -> dict[str, Any]:
    return without_empty(
        {"value": option.value, "label": dict(option.label), "group": option.group, "exclusive": option.exclusive}
    )


def _column_record(column: Column) -> dict[str, Any]:
    return without_empty(
        {
            "id": column.id,
            "kind": column.kind.value,
            "label": dict(column.label),
            "options": [_option_record(option) for option in column.options],
            "required": column.required,
            "internal": column.internal,
        }
    )


def _matrix_record(matrix: Matrix) -> dict[str, Any]:
    return {
        "rows": matrix.rows,
        "columns": matrix.columns,
        "cells": {row: dict(cells) for row, cells in matrix.cells.items()},
    }


def _trigger_record(trigger: Trigger) -> dict[str, Any]:
    return without_empty(
        {
            "id": trigger.id,
            "when": trigger.when,
            "title": dict(trigger.title),
            "advice": dict(trigger.advice),
            "severities": [_case_record(case) for case in trigger.severities],
            "froms": [_case_record(case) for case in trigger.froms],
            "repeat": trigger.repeat,
            "basis": list(trigger.basis),
            "firm": not trigger.acceptable,
        }
    )


def _case_record(case: Case) -> dict[str, Any]:
    return without_empty({"value": case.value, "when": case.when})


def tree_of(record: Record) -> Questionnaire:
    """Return the question tree of which `tree_record` made the record; raises as `law_of`."""
    keys = ("id", "version", "revision", "title", "intro", "source", "roles", "option-groups", "parts", "triggers")
    check_record_keys(record, *keys, "instrument")
    return Questionnaire(
        id=record["id"],
        version=record["version"],
        revision=record["revision"],
        title=record.get("title", {}),
        parts=tuple(_part_of(part) for part in record.get("parts", ())),
        triggers=tuple(_trigger_of(trigger) for trigger in record.get("triggers", ())),
        intro=record.get("intro", {}),
        source=record.get("source", {}),
        roles=record.get("roles", {}),
        option_groups=record.get("option-groups", {}),
        said=_instrument_of(record["instrument"]) if "instrument" in record else None,
    )


def _instrument_of(record: Record) -> Instrument:
    check_record_keys(record, "law", "needed", "topics", "annex")
    return Instrument(
        law=record.get("law", ""),
        needed=tuple(record.get("needed", ())),
        topics=record.get("topics", {}),
        annex=record.get("annex", ""),
    )


def _part_of(record: Record) -> Part:
    check_record_keys(record, "id", "number", "title", "intro", "sections")
    return Part(
        id=record["id"],
        title=record.get("title", {}),
        number=record.get("number"),
        intro=record.get("intro", {}),
        sections=tuple(_section_of(section) for section in record.get("sections", ())),
    )


def _section_of(record: Record) -> Section:
    check_record_keys(record, "id", "number", "title", "meeting", "intro", "groups", "questions")
    return Section(
        id=record["id"],
        title=record.get("title", {}),
        meeting=record["meeting"],
        number=record.get("number"),
        intro=record.get("intro", {}),
        groups=tuple(_group_of(group) for group in record.get("groups", ())),
        questions=tuple(_question_of(question) for question in record.get("questions", ())),
    )


def _group_of(record: Record) -> Group:
    check_record_keys(record, "id", "number", "text")
    return Group(id=record["id"], number=record.get("number"), text=record.get("text", {}))


def _question_of(record: Record) -> Question:
    left = dict(record)
    conditions = tuple(left.pop("conditions", ()))
    matrix = left.pop("matrix", None)
    question = Question(
        id=left.pop("id"),
        number=left.pop("number", None),
        official=left.pop("official", False),
        kind=Kind(left.pop("kind")),
        text=left.pop("text", {}),
        help=left.pop("help", {}),
        public=left.pop("public", {}),
        part=left.pop("part"),
        section=left.pop("section"),
        meeting=left.pop("meeting"),
        required=not left.pop("optional", False),
        wording=left.pop("wording", 1),
        when=left.pop("when", None),
        conditions=conditions,
        condition=both(*(parse_condition(when) for when in conditions)),
        repeat=left.pop("repeat", None),
        group=left.pop("group", None),
        beside=left.pop("beside", None),
        options=tuple(_option_of(option) for option in left.pop("options", ())),
        columns=tuple(_column_of(column) for column in left.pop("columns", ())),
        max=left.pop("max", None),
        matrix=_matrix_of(matrix) if matrix else None,
        shows=tuple(left.pop("shows", ())),
        reuse=tuple(left.pop("reuse", ())),
        covers=tuple(left.pop("covers", ())),
        register=tuple(left.pop("register", ())),
        roles=tuple(left.pop("roles", ())),
        phase=tuple(left.pop("phase", ())),
        law=tuple(left.pop("law", ())),
        audit=tuple(left.pop("audit", ())),
    )
    check_record_keys(left)
    return question


def _option_of(record: Record) -> Option:
    check_record_keys(record, "value", "label", "group", "exclusive")
    return Option(
        value=record["value"],
        label=record.get("label", {}),
        group=record.get("group"),
        exclusive=record.get("exclusive", False),
    )


def _column_of(record: Record) -> Column:
    check_record_keys(record, "id", "kind", "label", "options", "required", "internal")
    return Column(
        id=record["id"],
        kind=Kind(record["kind"]),
        label=record.get("label", {}),
        options=tuple(_option_of(option) for option in record.get("options", ())),
        required=record.get("required", False),
        internal=record.get("internal", False),
    )


def _matrix_of(record: Record) -> Matrix:
    check_record_keys(record, "rows", "columns", "cells")
    return Matrix(rows=record["rows"], columns=record["columns"], cells=record["cells"])


def _trigger_of(record: Record) -> Trigger:
    check_record_keys(record, "id", "when", "title", "advice", "severities", "froms", "repeat", "basis", "firm")
    return Trigger(
        id=record["id"],
        when=record["when"],
        condition=parse_condition(record["when"]),
        title=record.get("title", {}),
        advice=record.get("advice", {}),
        severities=tuple(_case_of(case) for case in record["severities"]),
        froms=tuple(_case_of(case) for case in record.get("froms", ())),
        repeat=record.get("repeat"),
        basis=tuple(record.get("basis", ())),
        acceptable=not record.get("firm", False),
    )


def _case_of(record: Record) -> Case:
    check_record_keys(record, "value", "when")
    when = record.get("when")
    return Case(value=record["value"], when=when, condition=parse_condition(when) if when else None)
