"""A question tree as plain values: the JSON of `iama questionnaire show`, fixed by the contract."""

from collections.abc import Iterable
from typing import Any

from iama.model.officialtext import OfficialText
from iama.model.questionnaire import Case, Column, Kind, Option, Question, Questionnaire, Trigger
from iama.publish.officialtext import OFFICIAL, official_record
from iama.words import LANGUAGES

_RANK = ("attention", "warning", "must", "blocker")


def tree_document(tree: Questionnaire, official: OfficialText | None = None) -> dict[str, Any]:
    """Return the whole tree, in its own order; with the official texts where a project has them."""
    groups = {(section.id, group.id): group for section in tree.sections for group in section.groups}
    return {
        "iama_questionnaire": 1,
        "ref": tree.ref,
        "revision": tree.revision,
        "title": dict(tree.title),
        "languages": list(LANGUAGES),
        "digest": tree.digest,
        "source": dict(tree.source),
        "roles": {id_: dict(words) for id_, words in tree.roles.items()},
        "parts": [{"id": part.id, "number": part.number, "title": dict(part.title)} for part in tree.parts],
        "questions": [_plain_question(question, groups) for question in tree.questions.values()],
        "triggers": [_plain_trigger(trigger) for trigger in tree.triggers],
        **({OFFICIAL: {tree.ref: official_record(official)}} if official else {}),
    }


def trees_document(trees: Iterable[Questionnaire]) -> dict[str, Any]:
    """Return the list of questionnaires: the JSON of `iama questionnaire list`."""
    entries = [
        {
            "ref": tree.ref,
            "revision": tree.revision,
            "title": dict(tree.title),
            "questions": sum(question.kind is not Kind.NOTICE for question in tree.questions.values()),
            "digest": tree.digest,
        }
        for tree in trees
    ]
    return {"iama_questionnaires": 1, "questionnaires": entries}


def _plain_question(question: Question, groups: dict[tuple[str, str], Any]) -> dict[str, Any]:
    group = groups.get((question.section, question.group or ""))
    return {
        "id": question.id,
        "number": question.number,
        "official": question.official,
        "part": question.part,
        "section": question.section,
        "group": {"id": group.id, "number": group.number, "text": dict(group.text)} if group else None,
        "beside": question.beside,
        "kind": question.kind.value,
        "required": question.required,
        "when": _when(question),
        "repeat": question.repeat,
        "text": dict(question.text),
        "help": dict(question.help) or None,
        "public": dict(question.public) or None,
        "options": [_plain_option(option) for option in question.options],
        "columns": [_plain_column(column) for column in question.columns],
        "max": question.max,
        "wording": question.wording,
        "stamp": question.stamp,
        "meeting": int(question.meeting) if question.meeting.isdecimal() else question.meeting,
        "covers": list(question.covers),
        "register": list(question.register),
        "roles": list(question.roles),
        "law": list(question.law),
        "shows": list(question.shows),
        "reuse": list(question.reuse),
        "audit": list(question.audit),
        "phase": list(question.phase),
    }


def _when(question: Question) -> str | None:
    """Return the whole condition of a question: that of its part and its section too."""
    own = dict.fromkeys(question.conditions)
    if len(own) < 2:
        return next(iter(own), None)
    return " and ".join(f"({condition})" for condition in own)


def _plain_option(option: Option) -> dict[str, Any]:
    return {"value": option.value, "label": dict(option.label), "group": option.group, "exclusive": option.exclusive}


def _plain_column(column: Column) -> dict[str, Any]:
    return {
        "id": column.id,
        "kind": column.kind.value,
        "label": dict(column.label),
        "options": [_plain_option(option) for option in column.options],
        "required": column.required,
        "internal": column.internal,
    }


def _plain_trigger(trigger: Trigger) -> dict[str, Any]:
    return {
        "id": trigger.id,
        "severity": max((case.value for case in trigger.severities), key=_RANK.index),
        "severities": _cases(trigger.severities, "value"),
        "when": trigger.when,
        "from": trigger.froms[0].value if len(trigger.froms) == 1 else None,
        "froms": _cases(trigger.froms, "date"),
        "repeat": trigger.repeat,
        "basis": list(trigger.basis),
        "title": dict(trigger.title),
        "advice": dict(trigger.advice),
        "acceptable": trigger.acceptable,
    }


def _cases(cases: tuple[Case, ...], key: str) -> list[dict[str, Any]] | None:
    return [{"when": case.when, key: case.value} for case in cases] if len(cases) > 1 else None
