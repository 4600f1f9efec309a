"""Question trees and legal facts as JSON that loads ten times faster than their YAML.

Made when the wheel is built (`hatch_build.py`); a checkout reads the YAML itself. A test compares both.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
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

_Json = Mapping[str, Any]
_DROPPED = ("condition", "place")  # made again from `when`; a compiled tree stands in no file


def tree_to_json(tree: Questionnaire) -> str:
    """Return a tree as JSON."""
    return json.dumps(_plain(tree), ensure_ascii=False, separators=(",", ":"))


def tree_from_json(text: str) -> Questionnaire:
    """Return the tree that `tree_to_json` wrote."""
    record = json.loads(text)
    return Questionnaire(
        **{
            **record,
            "parts": tuple(_part(part) for part in record["parts"]),
            "triggers": tuple(_trigger(trigger) for trigger in record["triggers"]),
        }
    )


def law_to_json(law: Law) -> str:
    """Return the legal facts as JSON."""
    return json.dumps(_plain(law), ensure_ascii=False, separators=(",", ":"))


def law_from_json(text: str) -> Law:
    """Return the legal facts that `law_to_json` wrote."""
    record = json.loads(text)
    return Law({id_: Fact(**fact) for id_, fact in record["facts"].items()}, record["digest"])


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value) if one.name not in _DROPPED}
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def _part(record: _Json) -> Part:
    return Part(**{**record, "sections": tuple(_section(section) for section in record["sections"])})


def _section(record: _Json) -> Section:
    groups = tuple(Group(**group) for group in record["groups"])
    return Section(**{**record, "groups": groups, "questions": tuple(_question(q) for q in record["questions"])})


_TUPLES = frozenset(field.name for field in fields(Question) if str(field.type).startswith("tuple[str"))


def _question(record: _Json) -> Question:
    values: dict[str, Any] = {name: tuple(one) if name in _TUPLES else one for name, one in record.items()}
    values["kind"] = Kind(values["kind"])
    values["options"] = tuple(Option(**option) for option in values["options"])
    values["columns"] = tuple(_column(column) for column in values["columns"])
    values["matrix"] = Matrix(**values["matrix"]) if values["matrix"] else None
    values["condition"] = both(*(parse(when) for when in values["conditions"]))
    return Question(**values)


def _column(record: _Json) -> Column:
    options = tuple(Option(**option) for option in record["options"])
    return Column(**{**record, "kind": Kind(record["kind"]), "options": options})


def _trigger(record: _Json) -> Trigger:
    values = {**record, "condition": parse(record["when"]), "basis": tuple(record["basis"])}
    for name in ("severities", "froms"):
        values[name] = tuple(_case(case) for case in record[name])
    return Trigger(**values)


def _case(record: _Json) -> Case:
    return Case(**record, condition=parse(record["when"]) if record["when"] else None)
