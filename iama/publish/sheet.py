"""Where an assessment stands, or the questions for one role, as a page to print or to send.

A sheet is used today and thrown away, and holds no answers.
"""

from collections.abc import Iterator

from iama.assess.outcome import Entry, Outcome, Status
from iama.model.dossier import Dossier
from iama.model.questionnaire import ALGORITHM, Kind, Questionnaire
from iama.publish.status import algorithm_name, serves
from iama.publish.view import View, required_progress
from iama.words import pick_translation, text
from iama.words.written import written_date


def sheet(outcome: Outcome, dossier: Dossier, language: str, role: str | None = None) -> View:
    """Return the sheet of a dossier; with a role, of the questions that this role has to answer, and room for that."""
    trees = [tree for tree in outcome.questionnaires.values() if tree.ref in dossier.assessments]
    labels = {id_: pick_translation(words, language) for tree in trees for id_, words in tree.roles.items()}
    heading = text("sheet-supplier", language) if role == "supplier" else text("open-questions", language)
    if role not in (None, "supplier"):
        heading = f"{heading}: {labels.get(role or '', role)}"
    day = f"{text('as-of', language)} {written_date(outcome.as_of.isoformat(), language)}"
    return {
        "language": language,
        "title": heading,
        "subtitle": f"{' '.join(algorithm_name(outcome, dossier).split())} · {day}",
        "letter": _letter(outcome, language) if role == "supplier" else None,
        "progress": [] if role else [_titled_progress(outcome, tree, language) for tree in trees],
        "questions": [question for tree in trees for question in _questions_for_role(outcome, tree, language, role)],
        "to_fill_in": role is not None,
    }


def _letter(outcome: Outcome, language: str) -> View:
    """Return who asks and where an answer goes, as the facts of the algorithm tell; empty where they do not."""
    lines = []
    for question, label in (("organisation", "sheet-from"), ("contact", "sheet-reply")):
        entry = outcome.find_entry(ALGORITHM, question)
        words = entry.answer.value_words() if entry and entry.status is Status.ANSWERED else ()
        blank = text("draft-slot", language, what=text(f"{label}-slot", language))
        lines.append({"label": text(label, language), "text": " ".join("; ".join(words).split()) or blank})
    return {"lines": lines, "how": text("sheet-how", language)}


def _titled_progress(outcome: Outcome, tree: Questionnaire, language: str) -> View:
    progress = required_progress(outcome.tree_entries(tree.id))
    progress_text = f"{progress['settled']}/{progress['required']} {text('of-required', language)}"
    return {"title": pick_translation(tree.title, language), "done": progress_text}


def _questions_for_role(outcome: Outcome, tree: Questionnaire, language: str, role: str | None) -> Iterator[View]:
    for entry in outcome.tree_entries(tree.id):
        settled = entry.status.is_settled or entry.status is Status.WITHHELD
        if entry.question.kind is Kind.NOTICE or settled or not entry.status.applies:
            continue
        if not serves(entry, role) or not (entry.question.required or entry.status is not Status.OPEN):
            continue
        yield _sheet_question(outcome, tree, entry, language)


def _sheet_question(outcome: Outcome, tree: Questionnaire, entry: Entry, language: str) -> View:
    question, follow = entry.question, entry.answer.follow
    about = f" ({_repeated_instance_name(outcome, tree, entry, language)})" if entry.ref.instance else ""
    by = follow.by if follow else ""
    who = pick_translation(tree.roles[by], language) if by in tree.roles else by
    due = f"{text('by-when', language)} {written_date(follow.due, language)}" if follow and follow.due else ""
    state = text(f"status-{entry.status}", language) if entry.status is not Status.OPEN else ""
    return {
        "number": question.number or "",
        "text": pick_translation(question.text, language) + about,
        "help": pick_translation(question.help, language),
        "state": " · ".join(filter(None, [state, who, due])),
        "options": [pick_translation(option.label, language) for option in question.options],
        "several": question.kind is Kind.CHOICES,
    }


def _repeated_instance_name(outcome: Outcome, tree: Questionnaire, entry: Entry, language: str) -> str:
    """Return the name of the right, or of the row, that a repeated question is about."""
    driver, key = tree.questions[entry.question.repeat or ""], entry.ref.instance or ""
    around = outcome.find_entry(tree.id, driver.id)
    rows = around.answer.rows if around else ()
    names = (next(iter(row.cells.values()), key) for row in rows if row.id == key)
    return driver.option_label(key, language) if driver.kind is Kind.CHOICES else next(names, key)
