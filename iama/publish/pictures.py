"""What the drawings of a page show: the way to a decision, conditions, harm before and after measures, rights × groups.

A drawing holds what stands in the answers of the edition, so it tells no more than the page around it; where those are
not given, or are withheld, there is no drawing.
"""

from collections.abc import Sequence

from iama.assess.conclusions import decided_conditions
from iama.assess.harm import has_harm_scenarios
from iama.assess.outcome import Entry
from iama.assess.responses import action_states
from iama.model.dossier import Row
from iama.model.questionnaire import Question
from iama.publish.wording import View, Wording

HARMS = ("taken-away", "light", "medium", "serious", "absolute")  # from what is gone to what may never be
_WAY = (  # the steps to a decision, each with the answer that it is told by
    ("way-data", "algorithm", "data-kinds"),
    ("way-model", "algorithm", "ai-technique"),
    ("way-person", "", "oversight-kind"),  # of whichever assessment speaks for it
    ("way-decision", "algorithm", "effect"),
)
_NOBODY = "automated-decision"


def pictures(wording: Wording) -> View:
    """Return what each drawing shows; None for one that has nothing to show."""
    scenarios = _scenarios(wording)
    return {
        "way": _way(wording),
        "conditions": _condition_states(wording),
        "harms": _harms(wording, scenarios) if scenarios else None,
        "groups": _groups(wording, scenarios) if scenarios else None,
    }


def _way(wording: Wording) -> View | None:
    """Return the steps from data to decision; None where the technique or the effect is not told."""
    steps = [
        {"name": wording.text(name), "words": words}
        for name, of, topic in _WAY
        for questionnaire, question in ((of, topic) if of else wording.speaker(topic),)
        if questionnaire in wording.rendered
        and (words := _short_labels(wording, questionnaire, question, person=not of))
    ]
    told = {step["name"] for step in steps}
    if not {wording.text("way-model"), wording.text("way-decision")} <= told:
        return None
    return {"steps": steps}


def _short_labels(wording: Wording, questionnaire: str, question: str, *, person: bool) -> list[str]:
    """Return the labels of an answer, each up to its colon; of the `person` in between that nobody is there."""
    if person and wording.chosen_word("algorithm", "effect") == _NOBODY:
        return [wording.text("way-nobody")]
    entry = wording.answered_entry(questionnaire, question)
    words = entry.answer.value_words() if entry else ()
    return [wording.word_label(entry.question, word).partition(":")[0] for word in words if entry and word != "none"]


def _condition_states(wording: Wording) -> View | None:
    """Return how each condition of the decisions stands: open, done or dropped."""
    states = action_states(wording.outcome)
    decided = [states.get(one.id, "open") for one in decided_conditions(wording.dossier, wording.rendered)]
    if not decided:
        return None
    sorted_states = sorted("open" if one not in ("done", "dropped") else one for one in decided)
    met = sorted_states.count("done")
    return {"states": sorted_states, "met": met, "dropped": sorted_states.count("dropped"), "count": len(decided)}


def _scenarios(wording: Wording) -> Entry | None:
    questionnaire, question = wording.speaker("scenarios")
    entry = wording.answered_entry(questionnaire, question) if questionnaire in wording.rendered else None
    return entry if entry and has_harm_scenarios(entry.question) else None


def _harms(wording: Wording, scenarios: Entry) -> View | None:
    """Return how serious each scenario is, and what remains after the measures."""
    lines = [
        {
            "text": row.cells.get("scenario", ""),
            "language": wording.assessment_language(scenarios.ref.questionnaire),
            "before": row.cells["severity"],
            "after": row.cells["residual"],
        }
        for row in scenarios.answer.rows
        if row.cells.get("severity") in HARMS and row.cells.get("residual") in HARMS
    ]
    return {"lines": lines, "levels": _levels(wording, scenarios.question, lines)} if lines else None


def _levels(wording: Wording, question: Question, lines: Sequence[View]) -> list[View]:
    """Return the columns of the drawing: the three degrees, and of the others what occurs."""
    columns = {column.id: column for column in question.columns}
    used = {line[when] for line in lines for when in ("before", "after")} | {"light", "medium", "serious"}
    return [
        {"id": word, "name": wording.word_label(columns["residual"], word).partition(":")[0]}
        for word in HARMS
        if word in used
    ]


def _groups(wording: Wording, scenarios: Entry) -> View | None:
    """Return which group can be hit in which right, and how badly at worst; None below two of either."""
    columns = {column.id: column for column in scenarios.question.columns}
    rows = [row for row in scenarios.answer.rows if _hits(row)]
    rights = list(dict.fromkeys(row.cells["right"] for row in rows))
    groups = list(dict.fromkeys(row.cells["group"] for row in rows))
    if len(rights) < 2 or len(groups) < 2:
        return None
    return {
        "groups": groups,
        "language": wording.assessment_language(scenarios.ref.questionnaire),
        "rights": [
            {"name": wording.word_label(columns["right"], id_), "cells": [_worst(rows, id_, group) for group in groups]}
            for id_ in rights
        ],
        "levels": {word: wording.word_label(columns["severity"], word).partition(":")[0] for word in HARMS[1:]},
    }


def _hits(row: Row) -> bool:
    return all(row.cells.get(name) for name in ("right", "group")) and row.cells.get("severity") in HARMS


def _worst(rows: Sequence[Row], right: str, group: str) -> str:
    found = [row.cells["severity"] for row in rows if (row.cells["right"], row.cells["group"]) == (right, group)]
    return max(found, key=HARMS.index, default="")
