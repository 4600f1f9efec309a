"""The fields of the Algorithm Register, proposed from the answers of a dossier: the JSON of `iama register`.

Made from the public dossier. Only what answers say is read: no note, dissent or name.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from iama.model.register import Kind, Register
from iama.publish.register.proposals import Filled, Proposals
from iama.publish.register.rules import Problem
from iama.publish.wording import View, Wording
from iama.words import text


def register_document(
    wording: Wording, register: Register, people: Iterable[str] = (), standing: Mapping[str, bool] | None = None
) -> View:
    """Return every field of the register, and as `entry` those that it would take as they are.

    `wording` is that of the public dossier; where something is withheld, the explanation says so. An answer that
    holds the name of one of `people` stays out. `standing` says of every decided assessment (ref) whether its answers
    are still those of the decision; one that it does not name is never called done.
    """
    proposals = Proposals(wording, register, people, standing or {})
    filled_fields = [proposals.fill_field(field) for field in register.fields]
    return {
        "iama_register": 1,
        "standard": register.standard,
        "algorithm": wording.dossier.id,
        "as_of": wording.outcome.as_of.isoformat(),
        "language": wording.language,
        "entry": {
            filled.field.key: _json_value(filled.value) for filled in filled_fields if filled.value and filled.sound
        },
        "fields": [_field_proposal(filled, proposals) for filled in filled_fields],
    }


def _field_proposal(filled: Filled, proposals: Proposals) -> View:
    field = filled.field
    return {
        "key": field.key,
        "label": field.label,
        "value": _json_value(filled.value) or None,
        "length": len(filled.value) if isinstance(filled.value, str) else None,
        "limit": field.limit,
        "from": [str(ref) for ref in filled.sources],
        "problems": [_problem(problem, proposals.wording.language) for problem in filled.problems],
        "schema": field.schema or None,
        "aim": field.aim,
        "html": field.html,
        "required": field.required,
        "named": [proposals.sources.ref_label(ref) for ref in filled.sources],
        "by_hand": field.kind is Kind.NONE,
    }


def _problem(problem: Problem, language: str) -> View:
    message = text(f"register-{problem.code}", language, **dict(problem.about))
    return {"code": problem.code, "severity": problem.severity.value, "message": message}


def _json_value(value: object) -> Any:
    if isinstance(value, tuple):
        return [dict(item) if isinstance(item, Mapping) else item for item in value]
    return value
