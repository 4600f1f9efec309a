"""Our questions beside what the official ones ask, as plain values: `iama questionnaire show --fidelity --json`."""

from typing import Any

from iama.model.fidelity import Fidelity, Norm, OfficialInput
from iama.model.questionnaire import Questionnaire
from iama.words import LANGUAGES


def fidelity_document(record: Fidelity, tree: Questionnaire) -> dict[str, Any]:
    """Return every official input in the order of the tree: its norm, its scope, its mark, and what is ours."""
    return {
        "iama_fidelity": 1,
        "ref": tree.ref,
        "title": dict(tree.title),
        "official": dict(record.official),
        "explanation": record.explanation,
        "ours": dict(record.ours),
        "inputs": [_input_record(record.inputs[id_], tree) for id_ in tree.questions if id_ in record.inputs],
    }


def _input_record(one: OfficialInput, tree: Questionnaire) -> dict[str, Any]:
    question = tree.questions[one.question]
    return {
        "id": one.question,
        "number": question.number,
        "text": dict(question.text),
        "norm": [_norm_record(norm) for norm in one.norms],
        "about": [dict(words) for words in one.about],
        "parties": [dict(words) for words in one.parties],
        "phase": dict(one.phase),
        "article_27": {"official": one.fria, "ours": list(question.covers)},
        "ours": dict(one.ours) or None,
        "explanation": one.explanation or None,
    }


def _norm_record(norm: Norm) -> dict[str, Any]:
    forms = {language: list(norm.forms[language]) for language in LANGUAGES if language in norm.forms}
    return {"official": norm.official, "in": "help" if norm.in_help else "question", **forms}
