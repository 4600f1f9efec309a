"""Importance × extent as a grid that says the seriousness, with the rights that stand in each cell.

Reads the grid from the question tree, so that a chart never says anything else than the rule.
"""

from collections.abc import Mapping, Sequence

from iama.model.questionnaire import Matrix, Question
from iama.publish.wording import View, Wording

LEVELS = ("light", "medium", "serious")
Spot = tuple[str, str]  # importance and extent; empty while not answered


def level(word: str) -> int:
    """Return the rank of a seriousness, from one; nought when there is none."""
    return LEVELS.index(word) + 1 if word in LEVELS else 0


def matrix(wording: Wording, lines: Sequence[View]) -> View | None:
    """Return the grid with the rights of `lines` in it; None where the tree has no such grid or no right fits."""
    questionnaire, id_ = wording.speaker("seriousness", beside="rights")
    tree = wording.outcome.questionnaires.get(questionnaire)
    question = tree.questions.get(id_) if tree else None
    if tree is None or question is None or question.matrix is None:
        return None
    spots = {line["id"]: _spot(wording, tree.id, question.matrix, line["id"]) for line in lines}
    if not any(all(spot) for spot in spots.values()):
        return None
    rows, columns = tree.questions[question.matrix.rows], tree.questions[question.matrix.columns]
    across = columns.values[::-1]  # what weighs most stands first in the tree and last on a chart
    return {
        "rows_title": wording.text("importance"),
        "columns_title": wording.text("extent"),
        "columns": [_short(wording, columns, word) for word in across],
        "rows": [
            {
                "label": _short(wording, rows, row),
                "cells": [
                    _cell_with_rights(wording, question, columns, (row, column), lines, spots) for column in across
                ],
            }
            for row in rows.values
        ],
        "outside": [line["name"] for line in lines if not all(spots[line["id"]])],
    }


def per_right(wording: Wording) -> list[View]:
    """Return the importance, extent and seriousness of every affected right in a word each, for a table."""
    driver = wording.outcome.find_entry(*wording.speaker("rights"))
    names = {topic: wording.speaker(topic, beside="rights") for topic in ("importance", "extent", "seriousness")}
    if driver is None or not driver.status.applies or not names["seriousness"][1]:
        return []
    return [
        {
            "id": key,
            "name": wording.word_label(driver.question, key),
            **{topic: _short_answer_or_status(wording, *question, key) for topic, question in names.items()},
            "level": level(_answered_word(wording, *names["seriousness"], key)),
        }
        for key in driver.answer.value_words()
        if key not in driver.question.exclusive
    ]


def _short_answer_or_status(wording: Wording, questionnaire: str, question: str, key: str) -> str:
    return wording.answer_or_status(wording.outcome.find_entry(questionnaire, question, key)).partition(":")[0]


def _spot(wording: Wording, tree: str, grid: Matrix, key: str) -> Spot:
    return _answered_word(wording, tree, grid.rows, key), _answered_word(wording, tree, grid.columns, key)


def _answered_word(wording: Wording, questionnaire: str, question: str, key: str) -> str:
    entry = wording.outcome.find_entry(questionnaire, question, key)
    return "".join(entry.answer.value_words()) if entry and entry.status.value == "answered" else ""


def _cell_with_rights(
    wording: Wording,
    question: Question,
    columns: Question,
    spot: Spot,
    lines: Sequence[View],
    spots: Mapping[str, Spot],
) -> View:
    word = question.matrix.cells.get(spot[0], {}).get(spot[1], "") if question.matrix else ""
    inside = [(number, line) for number, line in enumerate(lines, 1) if spots[line["id"]] == spot]
    return {
        "level": level(word),
        "text": _short(wording, question, word) if word else "",
        "column": _short(wording, columns, spot[1]),
        "rights": [
            {"number": number, "name": line["name"], "overruled": line["level"] not in (0, level(word))}
            for number, line in inside
        ],
    }


def _short(wording: Wording, question: Question, word: str) -> str:
    """Return a label up to its colon: "Kern" of "Kern: heel belangrijk"."""
    return wording.word_label(question, word).partition(":")[0]
