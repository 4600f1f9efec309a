"""Question trees and legal facts as plain JSON data, and back: for the compiled files and for snapshots."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

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


def fits(value: Any, kind: Any) -> bool:
    """Return whether a value made of plain data, and everything in it, is of the type that its class says.

    For data of strangers: what a tree of ours can be made of is right already.
    """
    if kind is Any or isinstance(kind, UnionType):
        return kind is Any or any(fits(value, one) for one in get_args(kind))
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        return isinstance(value, kind) and all(fits(getattr(value, name), hint) for name, hint in hints.items())
    origin, inner = get_origin(kind) or kind, get_args(kind)
    if not isinstance(value, origin):
        return False
    if issubclass(origin, Mapping) and inner:
        return all(fits(key, inner[0]) and fits(one, inner[1]) for key, one in value.items())
    if origin is tuple and inner[1:] == (...,):
        return all(fits(one, inner[0]) for one in value)
    return origin is not tuple or (len(value) == len(inner) and all(map(fits, value, inner)))


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    return {name: hint for name, hint in get_type_hints(kind).items() if name not in _DROPPED}


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
