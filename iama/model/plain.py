"""Question trees and legal facts as plain JSON data, and back: for the compiled files and for snapshots."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from iama.model.grammar import parse
from iama.model.law import Fact, Law
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

Record = Mapping[str, Any]
_DROPPED = ("condition", "place")  # made again from `when`; such a tree stands in no file


def plain(value: Any) -> Any:
    """Return a tree, legal facts or anything inside them as texts, numbers, lists and maps."""
    if is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value) if one.name not in _DROPPED}
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value.value if isinstance(value, Enum) else value


def tree_of(record: Record) -> Questionnaire:
    """Return the tree of which `plain` made the record."""
    return Questionnaire(
        **{
            **record,
            "parts": tuple(_part(part) for part in record["parts"]),
            "triggers": tuple(_trigger(trigger) for trigger in record["triggers"]),
        }
    )


def law_of(record: Record) -> Law:
    """Return the legal facts of which `plain` made the record."""
    return Law({id_: Fact(**fact) for id_, fact in record["facts"].items()}, record["digest"])


def _part(record: Record) -> Part:
    return Part(**{**record, "sections": tuple(_section(section) for section in record["sections"])})


def _section(record: Record) -> Section:
    groups = tuple(Group(**group) for group in record["groups"])
    return Section(**{**record, "groups": groups, "questions": tuple(_question(q) for q in record["questions"])})


_TUPLES = frozenset(field.name for field in fields(Question) if str(field.type).startswith("tuple[str"))


def _question(record: Record) -> Question:
    values: dict[str, Any] = {name: tuple(one) if name in _TUPLES else one for name, one in record.items()}
    values["kind"] = Kind(values["kind"])
    values["options"] = tuple(Option(**option) for option in values["options"])
    values["columns"] = tuple(_column(column) for column in values["columns"])
    values["matrix"] = Matrix(**values["matrix"]) if values["matrix"] else None
    values["condition"] = both(*(parse(when) for when in values["conditions"]))
    return Question(**values)


def _column(record: Record) -> Column:
    options = tuple(Option(**option) for option in record["options"])
    return Column(**{**record, "kind": Kind(record["kind"]), "options": options})


def _trigger(record: Record) -> Trigger:
    values = {**record, "condition": parse(record["when"]), "basis": tuple(record["basis"])}
    for name in ("severities", "froms"):
        values[name] = tuple(_case(case) for case in record[name])
    return Trigger(**values)


def _case(record: Record) -> Case:
    return Case(**record, condition=parse(record["when"]) if record["when"] else None)
