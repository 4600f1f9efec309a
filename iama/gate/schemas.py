"""JSON Schema 2020-12 for the files around the gate: the configuration, the inventory and the results.

They are for editors and other programs; what reads those files stays the judge of them.
"""

from collections.abc import Callable, Mapping
from typing import Any

from iama.assess.thoroughness import THRESHOLDS
from iama.files.shipped import SHIPPED
from iama.gate.config import EDITIONS, LEAST_REASON, MOST, OFF
from iama.gate.finding import Cause
from iama.gate.inventory_status import Phase
from iama.gate.list_dates import ORDERS
from iama.gate.list_words import COLUMNS, IGNORED, ORGANISATION, VALUES
from iama.gate.rules import CODES
from iama.model.instrument import CATEGORIES
from iama.model.library import Library
from iama.model.problems import Level
from iama.model.questionnaire import AROUND, plain_id
from iama.words import LANGUAGES

_TEXT: Mapping[str, Any] = {"type": "string"}
_WHOLE: Mapping[str, Any] = {"type": "integer", "minimum": 0}
_DAY: Mapping[str, Any] = {"type": "string", "format": "date"}
_LEVELS = [str(level) for level in Level]


def config_schema(library: Library = SHIPPED) -> dict[str, Any]:
    """Return the schema of `iama.toml`, and of the table `tool.iama` in `pyproject.toml`."""
    instruments = _array_schema(_one_of(sorted({plain_id(ref) for ref in library.refs} - {*AROUND})))
    categories = _array_schema(_one_of(CATEGORIES))
    weighed = [code for code, kind in CODES.items() if not kind.integrity]
    reasoned = {
        **dict.fromkeys(("by", "approved-by"), _TEXT),
        "reason": {"type": "string", "minLength": LEAST_REASON},
        "until": _DAY,
    }
    check = {
        "needs": _closed_object(dict.fromkeys(CATEGORIES, instruments)),
        "fria": {"type": "boolean"},
        "approvers": _array_schema(_TEXT),
        "max-age-months": {**_WHOLE, "maximum": MOST},
        "days-ahead": {**_WHOLE, "maximum": MOST},
        "public": categories,
        "register": categories,
        "allow-www": {"type": "boolean"},
        "levels": _closed_object(dict.fromkeys(weighed, _one_of((*_LEVELS, OFF)))),
        "thresholds": _closed_object({code: {**_WHOLE, "maximum": MOST} for code in THRESHOLDS}),
        "edition": _one_of(EDITIONS),
        "waiver-months": {**_WHOLE, "maximum": MOST},
        "baseline": _closed_object(
            {"file": {"type": "string", "pattern": r"\.json$"}, **reasoned},
            ("file", "reason", "by", "approved-by", "until"),
        ),
        "organisation": _TEXT,
        "inventory": _closed_object(
            {
                **dict.fromkeys(("file", "results", "joined-by"), _TEXT),
                "sheets": _array_schema(_TEXT),
                "dates": _one_of(ORDERS),
                "columns": {"type": "object", "additionalProperties": _one_of((*COLUMNS, ORGANISATION, IGNORED))},
                "words": _closed_object(
                    {
                        field: {"type": "object", "additionalProperties": _one_of(values)}
                        for field, values in VALUES.items()
                    }
                ),
            }
        ),
    }
    waiver = {
        "code": _one_of(weighed),
        **dict.fromkeys(("algorithm", "question", "trigger"), _TEXT),
        **reasoned,
    }
    keys = {
        "root": _TEXT,
        "language": _one_of(LANGUAGES),
        "market-surveillance-authority": _TEXT,
        "allowed-signers": _TEXT,
        "signing": _closed_object(
            {
                "required-from": _DAY,
                "principals": {"type": "object", "additionalProperties": _array_schema(_TEXT)},
                "separate-roles": {"type": "boolean"},
            }
        ),
        "timestamp": _closed_object({"url": _TEXT, "roots": _TEXT}),
        "theme": _TEXT,
        "house": _array_schema(
            _closed_object(
                {"path": _TEXT, "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}}, ("path", "sha256")
            )
        ),
        "check": _closed_object(check),
        "waivers": _array_schema(_closed_object(waiver, ("code", "reason", "by", "approved-by", "until"))),
    }
    return _titled_schema("iama.toml", _closed_object(keys))


def inventory_schema() -> dict[str, Any]:
    """Return the schema of an inventory in YAML or JSON: `iama check --inventory`."""
    row = _closed_object({name: {"type": ["string", "number"]} for name in COLUMNS})
    return _titled_schema("inventory", _closed_object({"algorithms": _array_schema(row)}, ("algorithms",)))


def result_schema() -> dict[str, Any]:
    """Return the schema of what `iama check --format json` prints; keys may be added to it later."""
    named = {"anyOf": [_TEXT, {"type": "null"}]}
    finding = {
        "code": _one_of(CODES),
        "severity": _one_of(_LEVELS),
        "cause": _one_of([cause.value for cause in Cause]),
        **dict.fromkeys(("algorithm", "message", "hint", "path", "fingerprint"), _TEXT),
        **dict.fromkeys(("assessment", "question", "trigger"), named),
        **dict.fromkeys(("line", "column"), _WHOLE),
        "waived": {"anyOf": [{"type": "null"}, _open({"reason": _TEXT, "until": named})]},
        "related": _array_schema(_open({"question": _TEXT, "path": _TEXT, "line": _WHOLE, "column": _WHOLE})),
    }
    algorithm = {
        "id": _TEXT,
        "category": named,
        "phase": _one_of([phase.value for phase in Phase]),
        **dict.fromkeys(("required", "approved"), _array_schema(_TEXT)),
        "register_id": named,
        "digest": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
        **dict.fromkeys(("first_use", "reviewed_on"), named),
        **dict.fromkeys(("assessments", "complete"), _array_schema(_TEXT)),
        "decisions": _array_schema(_open(dict.fromkeys(("instrument", "decision", "day"), _TEXT))),
        "public": {"type": "boolean"},
        "withheld": _array_schema(_open({"instrument": _TEXT, "grounds": _array_schema(_TEXT)})),
    }
    summary = dict.fromkeys(("algorithms", "assessments", "errors", "warnings", "notes", "waived", "before"), _WHOLE)
    rows = ("listed", "covered", "missing", "not_understood")
    keys = {
        "iama_check": {"const": 1},
        "tool": _open({"name": {"const": "iama"}, "version": _TEXT}),
        "as_of": _DAY,
        "organisation": named,
        "edition": _one_of(EDITIONS),
        "summary": _open(summary),
        "lists": _array_schema(_open({"file": _TEXT, **dict.fromkeys(rows, _WHOLE)})),
        "algorithms": _array_schema(_open(algorithm)),
        "findings": _array_schema(_open(finding)),
    }
    return _titled_schema("iama check --format json", _open(keys))


SCHEMAS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "config": config_schema,
    "inventory": inventory_schema,
    "result": result_schema,
}


def _titled_schema(title: str, shape: Mapping[str, Any]) -> dict[str, Any]:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **shape}


def _one_of(words: Any) -> dict[str, Any]:
    return {"enum": list(words)}


def _array_schema(of: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


def _closed_object(keys: Mapping[str, Any], required: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return an object with these keys and no other."""
    return {"type": "object", "properties": keys, "required": list(required), "additionalProperties": False}


def _open(keys: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object that has all of these keys, and maybe more."""
    return {"type": "object", "properties": keys, "required": list(keys)}
