"""Where an assessment stands as a page to print, and the questions for one role as a sheet to fill in.

The page holds no answers. A sheet has a code at every field, by which `iama take` finds it again.
"""

from collections.abc import Sequence

from iama.assess.outcome import Entry, Outcome, Status
from iama.assess.placement import in_place
from iama.assess.sheets import SUPPLIER, answer_text, is_to_ask, row_cells, sheet_columns
from iama.model.dossier import Dossier
from iama.model.law import Law
from iama.model.officialtext import OfficialText, asked_and_beside
from iama.model.placeholders import fill_in_facts
from iama.model.questionnaire import ALGORITHM, Column, Kind, Questionnaire
from iama.model.sheets import FieldCode, Sheet
from iama.publish.officialtext import Find, no_official_text
from iama.publish.status import algorithm_name
from iama.publish.view import View, required_progress
from iama.words import pick_translation, text
from iama.words.written import written_date

_SPARE_ROWS = 3
_ALONE = (Kind.CHOICE, Kind.YES_NO)
_FORMS = {Kind.DATE: "sheet-a-date", Kind.NUMBER: "sheet-a-number"}


def sheet(outcome: Outcome, dossier: Dossier, language: str, find: Find = no_official_text) -> View:
    """Return the page of a dossier: how far it is, and what is open; `find` has the official texts."""
    trees = [tree for tree in outcome.questionnaires.values() if tree.ref in dossier.assessments]
    return {
        "language": language,
        "title": text("open-questions", language),
        "subtitle": _subtitle(outcome, dossier, language),
        "progress": [_titled_progress(outcome, tree, language) for tree in trees],
        "questions": [
            _question_view(outcome, tree, entry, language, find(tree.ref, language))
            for tree, entry in in_place([(tree, entry) for tree in trees for entry in outcome.tree_entries(tree.id)])
            if is_to_ask(entry)
        ],
    }


def _subtitle(outcome: Outcome, dossier: Dossier, language: str) -> str:
    day = f"{text('as-of', language)} {written_date(outcome.as_of.isoformat(), language)}"
    return f"{' '.join(algorithm_name(outcome, dossier).split())} · {day}"


def _titled_progress(outcome: Outcome, tree: Questionnaire, language: str) -> View:
    progress = required_progress(outcome.tree_entries(tree.id))
    progress_text = f"{progress['settled']}/{progress['required']} {text('of-required', language)}"
    return {"title": pick_translation(tree.title, language), "done": progress_text}


def _question_view(
    outcome: Outcome, tree: Questionnaire, entry: Entry, language: str, official: OfficialText | None
) -> View:
    """Return a question as it is asked, with who finds out what is not known yet."""
    question, follow = entry.question, entry.answer.follow
    about = f" ({_repeated_instance_name(outcome, tree, entry, language)})" if entry.ref.instance else ""
    by = follow.by if follow else ""
    who = pick_translation(tree.roles[by], language) if by in tree.roles else by
    due = f"{text('by-when', language)} {written_date(follow.due, language)}" if follow and follow.due else ""
    waiting = entry.status not in (Status.OPEN, Status.ANSWERED)
    state = text(f"status-{entry.status}", language) if waiting else ""
    asked, beside = asked_and_beside(official, question, language)
    ours = text("additional-of", language, organisation=tree.organisation) if tree.organisation else ""
    return {
        "number": question.number or "",
        "text": asked + about,
        "official": beside or ours,
        "help": pick_translation(question.help, language),
        "state": " · ".join(filter(None, [state, who, due])),
    }


def _repeated_instance_name(outcome: Outcome, tree: Questionnaire, entry: Entry, language: str) -> str:
    """Return the name of the right, or of the row, that a repeated question is about."""
    driver, key = tree.questions[entry.question.repeat or ""], entry.ref.instance or ""
    around = outcome.find_entry(tree.id, driver.id)
    rows = around.answer.rows if around else ()
    names = (next(iter(row.cells.values()), key) for row in rows if row.id == key)
    return driver.option_label(key, language) if driver.kind is Kind.CHOICES else next(names, key)


def fill_in_sheet(
    outcome: Outcome,
    dossier: Dossier,
    law: Law,
    sent: Sheet,
    entries: Sequence[tuple[Questionnaire, Entry]],
    find: Find = no_official_text,
) -> View:
    """Return the sheet that is sent: who asks, by when it returns and to whom, and every question with its field.

    `find` has the official texts.
    """
    language = sent.language
    titles = {id_: words for tree, _ in entries for id_, words in tree.roles.items()}
    role = pick_translation(titles.get(sent.role, {language: sent.role}), language)
    supplier = sent.role == SUPPLIER
    heading = text("sheet-supplier", language) if supplier else f"{text('sheet-questions-for', language)}: {role}"
    return {
        "language": language,
        "title": heading,
        "subtitle": _subtitle(outcome, dossier, language),
        "code": sent.code,
        "footer": f"{heading} · {sent.code}",
        "about": {"identifier": sent.code},
        "letter": _letter(outcome, sent),
        "how": [text(key, language) for key in ("sheet-how", "sheet-how-fields", "sheet-how-unknown")],
        "questions": [
            _to_fill_in(outcome, law, sent, tree, entry, number, find(tree.ref, language))
            for number, (tree, entry) in enumerate(entries, 1)
        ],
    }


def _letter(outcome: Outcome, sent: Sheet) -> list[View]:
    """Return who asks, where an answer goes and by when, as the facts of the algorithm tell; else what to fill in."""
    language, lines = sent.language, []
    facts = (("organisation", "sheet-from", "sheet-from-slot"), ("contact", "sheet-reply", "sheet-reply-slot"))
    for question, label, missing in facts:
        entry = outcome.find_entry(ALGORITHM, question)
        words = entry.answer.value_words() if entry and entry.status is Status.ANSWERED else ()
        blank = text("draft-slot", language, what=text(missing, language))
        lines.append({"label": text(label, language), "text": " ".join("; ".join(words).split()) or blank})
    if sent.due:
        lines.append({"label": text("sheet-due", language), "text": written_date(sent.due, language)})
    return [*lines, {"label": text("sheet-code", language), "text": sent.code}]


def _to_fill_in(
    outcome: Outcome,
    law: Law,
    sent: Sheet,
    tree: Questionnaire,
    entry: Entry,
    number: int,
    official: OfficialText | None,
) -> View:
    question, language, code = entry.question, sent.language, FieldCode(sent.code, number)
    answer = sent.questions[number - 1]
    asked = _question_view(outcome, tree, entry, language, official)
    ticked = () if sent.outside else entry.given_answer.value_words()
    helps = fill_in_facts(asked["help"], law, language)
    return {
        **asked,
        "part": _part_title(tree, entry, language),
        "text": fill_in_facts(asked["text"], law, language),
        "help": [line for line in (asked["official"], *helps.split("\n")) if line.strip()],
        "place": number,
        "code": code.shown,
        "bookmark": code.bookmark,
        "how": _how_to_answer(question.kind, language),
        "builds_on": _builds_on(outcome, tree, entry, sent),
        "options": [
            {"label": pick_translation(option.label, language), "ticked": option.value in ticked}
            for option in question.options
        ],
        "answer": "" if question.options else answer.sent,
        "table": _list_table(entry, sent, code) if question.kind is Kind.ROWS else None,
    }


def _part_title(tree: Questionnaire, entry: Entry, language: str) -> str:
    part = tree.part_of(entry.question)
    name = f"{part.number or ''} {pick_translation(part.title, language)}".strip()
    return f"{pick_translation(tree.title, language)}: {name}"


def _how_to_answer(kind: Kind, language: str) -> str:
    if kind in _ALONE:
        return text("sheet-choose", language)
    key = "sheet-choose-several" if kind is Kind.CHOICES else _FORMS.get(kind, "")
    return text(key, language) if key else ""


def _builds_on(outcome: Outcome, tree: Questionnaire, entry: Entry, sent: Sheet) -> list[View]:
    """Return the questions that this one builds on, with their answers; outside the team goes no answer."""
    language = sent.language
    around = (outcome.entries.get(tree.place_of(name)) for name in entry.question.shows)
    return [
        {
            "question": " ".join(
                filter(None, (other.question.number, pick_translation(other.question.text, language)))
            ),
            "answer": "" if sent.outside else _in_one_line(other, language),
        }
        for other in around
        if other and other.question.kind is not Kind.NOTICE and other.status is not Status.WITHHELD
    ]


def _in_one_line(entry: Entry, language: str) -> str:
    return " ".join(answer_text(entry.question, entry.answer, language).split("\n")) or text("status-open", language)


def _list_table(entry: Entry, sent: Sheet, code: FieldCode) -> View:
    """Return a list as a table: its columns, its rows as they stand, and a few empty ones."""
    question, language = entry.question, sent.language
    columns = sheet_columns(question, outside=sent.outside)
    rows = () if sent.outside else entry.given_answer.rows
    held = [
        _row(FieldCode(code.sheet, code.number, place), row_cells(question, row, language, outside=sent.outside))
        for place, row in enumerate(rows, 1)
    ]
    spare = [{"code": code.shown, "bookmark": "", "cells": [""] * len(columns)} for _ in range(_SPARE_ROWS)]
    return {"columns": [_column_heading(column, language) for column in columns], "rows": [*held, *spare]}


def _row(code: FieldCode, cells: Sequence[str]) -> View:
    return {"code": code.shown, "bookmark": code.bookmark, "cells": cells}


def _column_heading(column: Column, language: str) -> View:
    """Return the heading of a column, and what can be chosen in it."""
    options = [pick_translation(option.label, language) for option in column.options]
    return {"label": pick_translation(column.label, language), "choose": "; ".join(options)}
