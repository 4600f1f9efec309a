"""Which answers serve each letter of Article 27(1), and which yardsticks of auditors: the JSON of `iama coverage`.

Source: Regulation (EU) 2024/1689, Article 27(1)(a)-(f); the mapping stands with each question (`covers`). Of some the
official instrument says that they serve it (`official`), of the others only we do.
Where the dossier holds a FRIA its own questions decide; answers of an IAMA then serve by being adopted.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from iama.assess.adoption import adopted_sources
from iama.assess.approved import LETTERS
from iama.assess.dpia import element_chapters, known_document
from iama.assess.meetings import HOMEWORK, Workload, workloads
from iama.assess.outcome import Entry, Outcome, Status
from iama.model.crosswalk import Crosswalk
from iama.model.dossier import Dossier
from iama.model.law import Law
from iama.model.questionnaire import ALGORITHM, Kind, Question, Questionnaire
from iama.publish.scope import decision_paragraph
from iama.words import catalogue, pick_translation, text


def dossier_coverage(
    outcome: Outcome,
    dossier: Dossier,
    law: Law,
    language: str,
    marked: Collection[str] = (),
    crosswalk: Crosswalk | None = None,
) -> dict[str, Any]:
    """Return letter by letter what serves it and what is missing; complete when nothing required is open or waits.

    `marked` names the questions with an official mark, as `iama-2.0/goal`. With `crosswalk` it says what may come from
    a DPIA, unless the system uses no personal data (Articles 27(4) and 26(9)).
    """
    entries = [
        entry
        for tree in outcome.questionnaires.values()
        if tree.ref in dossier.assessments
        for entry in outcome.tree_entries(tree.id)
        if entry.status is not Status.SKIPPED and entry.question.kind is not Kind.NOTICE
    ]
    fria = {tree.id for tree in outcome.held_trees if tree.answers_article_27}
    deciding = [entry for entry in entries if entry.ref.questionnaire in fria] or entries
    return {
        "iama_coverage": 1,
        "algorithm": dossier.id,
        "scope": decision_paragraph(outcome, law, language),
        "letters": [
            {
                **_with_marks(_letter(outcome, letter, deciding, law, language), marked),
                "dpia": _from_dpia(outcome, letter, crosswalk, language),
            }
            for letter in LETTERS
        ],
        "audit": _audit(outcome, entries, law, language),
    }


def _from_dpia(outcome: Outcome, letter: str, crosswalk: Crosswalk | None, language: str) -> list[str]:
    """Return what the FRIA may take from the DPIA for a letter, and what that DPIA must take from the provider."""
    element = crosswalk.elements.get(letter) if crosswalk else None
    entry = outcome.find_entry(ALGORITHM, "personal-data")
    if crosswalk is None or element is None or (entry is not None and entry.answer.value == "no"):
        return []
    chapters = element_chapters(crosswalk, element, known_document(outcome) or {}, language)
    key, add = "dpia-element" if chapters else "dpia-element-none", pick_translation(element.add, language)
    words = [text(key, language, chapters=chapters, add=add)]
    if element.provider:
        words.append(text("dpia-provider", language, provider=pick_translation(element.provider, language)))
    return words


def _letter(outcome: Outcome, letter: str, entries: list[Entry], law: Law, language: str) -> dict[str, Any]:
    own = [entry for entry in entries if f"27(1)({letter})" in entry.question.covers]
    serving = [entry for entry in own if entry.status in (Status.ANSWERED, Status.NOT_APPLICABLE)]
    withheld = [entry for entry in own if entry.question.required and entry.status is Status.WITHHELD]
    waiting = [entry for entry in own if entry.question.required and entry.status is Status.WAITING]
    asked = (Status.OPEN, Status.UNKNOWN, Status.ASK_SUPPLIER)
    missing = [entry for entry in own if entry.question.required and entry.status in asked]
    fact = law.facts.get(f"ai-act-27-1-{letter}")
    return {
        "letter": letter,
        "title": pick_translation(fact.title, language) if fact else "",
        "served_by": [
            {**_entry_reference(outcome, entry, language), "adopts": list(_adopts(outcome, entry, language))}
            for entry in serving
        ],
        "missing": [str(entry.ref) for entry in missing],
        "missing_questions": [_entry_reference(outcome, entry, language) for entry in missing],
        "waiting_questions": [_entry_reference(outcome, entry, language) for entry in waiting],
        "withheld_questions": [_entry_reference(outcome, entry, language) for entry in withheld],
        "complete": None if withheld and not (missing or waiting) else bool(serving) and not (missing or waiting),
    }


def _with_marks(letter: dict[str, Any], marked: Collection[str]) -> dict[str, Any]:
    """Return a letter of which every question tells whether its mark is official."""
    for key in ("served_by", "missing_questions", "waiting_questions", "withheld_questions"):
        for one in letter[key]:
            one["official"] = f"{one['ref']}/{one['question'].partition('[')[0]}" in marked
    return letter


def _adopts(outcome: Outcome, entry: Entry, language: str) -> Iterator[dict[str, Any]]:
    """Yield the answers of other assessments that serve by being adopted."""
    for source in adopted_sources(entry, outcome.entries):
        if source.entry is not None:
            yield {**_entry_reference(outcome, source.entry, language), "stale": source.stale}


def _entry_reference(outcome: Outcome, entry: Entry, language: str) -> dict[str, Any]:
    return {
        "ref": outcome.questionnaires[entry.ref.questionnaire].ref,
        "question": str(entry.ref),
        "status": entry.status.value,
        "number": entry.question.number,
        "text": pick_translation(entry.question.text, language),
    }


def _audit(outcome: Outcome, entries: list[Entry], law: Law, language: str) -> list[dict[str, Any]]:
    themes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for entry in entries:
        for theme in entry.question.audit:
            if entry.status is Status.ANSWERED:
                themes[theme].append(_entry_reference(outcome, entry, language))
    return [
        {"theme": theme, "title": theme_title(theme, law, language), "served_by": themes[theme]}
        for theme in sorted(themes)
    ]


def theme_title(theme: str, law: Law, language: str) -> str:
    """Return what a yardstick of auditors is called; one that we do not know stands under its id."""
    key = f"audit-theme-{theme}"
    return text(key, language) if key in catalogue(language) else law.cite(theme, language)


def tree_coverage(tree: Questionnaire, marked: Collection[str] = ()) -> dict[str, Any]:
    """Return inputs, screens of companions and minutes per meeting, and questions per letter, field and theme.

    `marked` names the questions with an official mark of Article 27.

    A companion counts as a screen when it is required and belongs to a meeting; homework, optional questions
    and the generative-AI block do not, and the set asked per right counts once.
    """
    questions = [question for question in tree.questions.values() if question.kind is not Kind.NOTICE]
    return {
        "iama_questionnaire_coverage": 1,
        "ref": tree.ref,
        "official_inputs": sum(question.official for question in questions),
        "companions": sum(not question.official for question in questions),
        "meetings": [_meeting(load) for load in workloads(tree)],
        "letters": {letter: [q.id for q in questions if f"27(1)({letter})" in q.covers] for letter in LETTERS},
        "official_marks": [question.id for question in questions if question.id in marked],
        "register": _group_question_ids(questions, "register"),
        "audit": _group_question_ids(questions, "audit"),
    }


def _meeting(load: Workload) -> dict[str, Any]:
    return {
        "meeting": int(load.meeting) if load.meeting.isdecimal() else load.meeting,
        "official_inputs": load.official_inputs,
        "companion_screens": 0 if load.meeting == HOMEWORK else load.screens,
        "companions": [question.id for question in load.companions],
        "minutes": load.minutes,
    }


def _group_question_ids(questions: list[Question], key: str) -> dict[str, list[str]]:
    ids: dict[str, list[str]] = defaultdict(list)
    for question in questions:
        for value in getattr(question, key):
            ids[value].append(question.id)
    return dict(sorted(ids.items()))
