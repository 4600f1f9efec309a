"""The fields of the Algorithm Register, proposed from the answers of a dossier: the JSON of `iama register`.

Made from the public dossier. Only what answers say is read: no note, dissent or name.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from iama.model.register import FinalText, Kind, Register
from iama.publish.register.checks import reading_score, repeated_sentences
from iama.publish.register.finals import ADDRESS, PARAGRAPHS, WRITABLE, Finals, what_is_seen
from iama.publish.register.proposals import Filled, Proposals
from iama.publish.register.rules import Problem
from iama.publish.register.sources import DUTCH
from iama.publish.wording import View, Wording
from iama.words import pick_translation, text

_BY_ITSELF = (Kind.TESTS, Kind.FIXED, Kind.ID)


def register_document(
    wording: Wording,
    register: Register,
    people: Iterable[str] = (),
    standing: Mapping[str, bool] | None = None,
    finals: Mapping[str, FinalText] | None = None,
) -> View:
    """Return every field of the register, and as `entry` those that it would take as they are.

    A field has its text of `finals`, else a proposal.

    `wording` is that of the public dossier; where something is withheld, the explanation says so. An answer that
    holds the name of one of `people` stays out. `standing` says of every decided assessment (ref) whether its answers
    are still those of the decision; one that it does not name is never called done.
    """
    proposals = Proposals(wording, register, people, standing or {}, _typed_address(finals or {}))
    desk = Finals(proposals, finals or {})
    filled_fields = _with_repeated([desk.fill_field(field) for field in register.fields])
    return {
        "iama_register": 1,
        "standard": register.standard,
        "algorithm": wording.dossier.id,
        "as_of": wording.outcome.as_of.isoformat(),
        "language": wording.language,
        "entry": {
            filled.field.key: _json_value(filled.value) for filled in filled_fields if filled.value and filled.sound
        },
        "fields": [_field_proposal(filled, proposals, finals or {}) for filled in filled_fields],
    }


def what_field_rests_on(
    key: str,
    wording: Wording,
    register: Register,
    people: Iterable[str],
    standing: Mapping[str, bool],
    finals: Mapping[str, FinalText],
) -> Mapping[str, str]:
    """Return a digest of what each answer brings to the proposal for a field now, for a text that is written of it."""
    proposals = Proposals(wording, register, people, standing, _typed_address(finals))
    return next((what_is_seen(proposals.pieces(field)) for field in register.fields if field.key == key), {})


def _typed_address(finals: Mapping[str, FinalText]) -> str:
    return " ".join(finals[ADDRESS].text.split()) if ADDRESS in finals else ""


def _with_repeated(filled_fields: list[Filled]) -> list[Filled]:
    """Return fields with which other field holds one of their sentences word for word."""
    labels = {filled.field.key: filled.field.label for filled in filled_fields}
    repeated = repeated_sentences(
        {
            one.field.key: one.value
            for one in filled_fields
            if one.field.kind in PARAGRAPHS and isinstance(one.value, str)
        }
    )
    return [
        filled.with_problems(Problem("repeated", (("fields", ", ".join(labels[key] for key in keys)),)))
        if (keys := repeated.get(filled.field.key))
        else filled
        for filled in filled_fields
    ]


def _field_proposal(filled: Filled, proposals: Proposals, finals: Mapping[str, FinalText]) -> View:
    field = filled.field
    prose = filled.value if field.kind in PARAGRAPHS and isinstance(filled.value, str) else ""
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
        "by_hand": field.kind is Kind.NONE or not (field.feeds or filled.value or field.kind in _BY_ITSELF),
        "final": filled.final,
        "readability": reading_score(prose, DUTCH),
        "asks": pick_translation(field.asks, proposals.wording.language) or None,
        "example": field.example or None,
        "prose": field.kind in (*PARAGRAPHS, Kind.LINKS),
        "writable": field.kind in WRITABLE,
        "written": _written(filled, finals.get(field.key), proposals.address()),
    }


def _written(filled: Filled, final: FinalText | None, address: str) -> str:
    """Return what writing begins with: the text as it was written, else the proposal as it would be typed."""
    if final:
        return final.text
    if filled.field.kind is Kind.TESTS:
        return address
    if isinstance(filled.value, str):
        return filled.value
    pairs = (item for item in filled.value if isinstance(item, Mapping))
    return "\n".join(f"{pair['title']}: {pair['link']}" for pair in pairs)


def _problem(problem: Problem, language: str) -> View:
    message = text(f"register-{problem.code}", language, **dict(problem.about))
    return {"code": problem.code, "severity": problem.severity.value, "message": message}


def _json_value(value: object) -> Any:
    if isinstance(value, tuple):
        return [dict(item) if isinstance(item, Mapping) else item for item in value]
    return value
