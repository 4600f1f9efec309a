"""Small question trees, dossiers and outcomes from inline YAML, so that input stands beside assertion."""

import json
from collections.abc import Mapping
from datetime import date
from textwrap import dedent, indent
from typing import Any

import yaml

from iama.assess.evaluation import evaluate
from iama.assess.outcome import Outcome
from iama.files.definition import FORMAT, read_questionnaire
from iama.files.dossierfile import read_assessment
from iama.files.lawfile import read_law
from iama.model.dossier import Assessment, Dossier
from iama.model.law import Law
from iama.model.questionnaire import Questionnaire

AS_OF = date(2026, 11, 23)
NO_LAW = Law()
ROLES = ("project-leader", "lawyer", "ethicist")


def tree(questions: str, *, triggers: str = "", id_: str = "iama", version: str = "2.0", **above: str) -> Questionnaire:
    """Return a question tree of one section from a YAML list of questions.

    What a test does not care about may be left out: `text`; the labels of options (`options: [a, b]`, where
    `none` stands alone) and of columns (`columns: {owner!: text, day*: date, status: [open, done]}`, where `!` is
    required and `*` internal). `above` holds the condition of the `part` or the `section`.
    """
    asked = [question(given) for given in plain(questions)]
    section = {"id": "section", "title": both("Section"), "meeting": "1", "questions": asked}
    part = {"id": "part", "title": both("Part"), "sections": [section | condition(above, "section")]}
    part |= condition(above, "part")
    spelled = {"format": FORMAT, "id": id_, "version": version, "title": both(id_), "parts": [part]}
    spelled |= {"roles": {role: both(role) for role in ROLES}, "triggers": [trigger(one) for one in plain(triggers)]}
    return read_questionnaire(f"{id_}-{version}.yaml", json.dumps(spelled, ensure_ascii=False))


def plain(text: str) -> list[dict[str, Any]]:
    """Return a YAML list in which every scalar is text."""
    return list(yaml.load(text, Loader=yaml.BaseLoader) or [])


def both(text: str) -> dict[str, str]:
    """Return a text in both languages."""
    return {"nl": text, "en": text}


def condition(above: Mapping[str, str], where: str) -> dict[str, str]:
    return {"when": above[where]} if where in above else {}


def question(given: dict[str, Any]) -> dict[str, Any]:
    spelled = {"text": both(f"{given['id']}?")} | given
    if isinstance(options := given.get("options"), list):
        spelled["options"] = [option(word) for word in options]
    if isinstance(columns := given.get("columns"), dict):
        spelled["columns"] = [column(id_, kind) for id_, kind in columns.items()]
    return spelled


def option(word: str) -> dict[str, Any]:
    return {"value": word, "label": both(word)} | ({"exclusive": "true"} if word == "none" else {})


def column(id_: str, kind: Any) -> dict[str, Any]:
    choice = isinstance(kind, list)
    spelled = {"id": id_.rstrip("!*"), "kind": "choice" if choice else kind, "label": both(id_)}
    spelled |= {"required": "true"} if id_.endswith("!") else {}
    spelled |= {"internal": "true"} if id_.endswith("*") else {}
    return spelled | ({"options": [option(word) for word in kind]} if choice else {})


def trigger(given: dict[str, Any]) -> dict[str, Any]:
    return {"severity": "must", "basis": [], "title": both(given["id"]), "advice": both("Do it")} | given


def written(questionnaire: Questionnaire, answers: str) -> str:
    """Return the dossier file that holds `answers`."""
    head = f"format: iama/1\nquestionnaire: {questionnaire.ref}\nlanguage: nl\nanswers:\n"
    return head + indent(dedent(answers).strip("\n"), "  ") + "\n"


def given(questionnaire: Questionnaire, answers: str = "") -> Assessment:
    """Return the assessment that `answers` spell, as they stand in a dossier file."""
    text = written(questionnaire, answers)
    assessment, findings = read_assessment("given.yaml", text, {questionnaire.ref: questionnaire}.get)
    assert assessment is not None and not findings, findings
    return assessment


def evaluated(*answered: tuple[Questionnaire, str], law: Law = NO_LAW, as_of: date = AS_OF) -> Outcome:
    """Return the outcome of a dossier that holds these questionnaires with these answers."""
    dossier = Dossier("test", {one.ref: given(one, answers) for one, answers in answered})
    return evaluate(dossier, [one for one, _ in answered], law, as_of)


def statuses(outcome: Outcome) -> dict[str, str]:
    """Return the status of every question and instance: `{"goal": "open", "importance[privacy]": "waiting"}`."""
    return {str(ref): str(entry.status) for ref, entry in outcome.entries.items()}


def legal(**dates: str) -> Law:
    """Return legal facts that each hold a date."""
    fact = {"cite": both("AI Act"), "title": both("AI Act"), "source": "OJ", "verified": "2026-11-23"}
    facts = {name.replace("_", "-"): fact | {"certainty": "high", "date": day} for name, day in dates.items()}
    return read_law("law.yaml", json.dumps({"format": "iama-law/1", "revision": 1, "facts": facts}))
