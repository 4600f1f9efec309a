"""How often an algorithm errs for each group of people, beside the limit: for a table and a drawing of a page.

What the team measured stands in rows of figures; nothing is reckoned here but whether a figure is over its limit.
"""

from collections.abc import Iterator, Mapping

from iama.assess.outcome import Entry
from iama.model.conditions import Type, comparison_holds
from iama.model.dossier import Row
from iama.model.questionnaire import Column
from iama.publish.wording import View, Wording, anchor

_FREE = ("group", "compared")


def error_figures(wording: Wording) -> View | None:
    """Return the figures per group, those that are furthest over their limit first; None where none is given."""
    questionnaire, question = wording.speaker("error-figures")
    if questionnaire not in wording.rendered:
        return None
    if wording.has_withheld_answer(questionnaire, question):
        return {"rows": [], "withheld": True, "measured": None, "anchors": []}
    entries = wording.outcome.instance_entries(questionnaire, question)
    told = [(entry, [*_figures(wording, entry)]) for entry in entries if entry.status.value == "answered"]
    rows = [row for _, figures in told for row in figures]
    if not rows:
        return None
    rows.sort(key=_urgency)
    days = {row["measured"]: row["measured_text"] for row in rows}
    return {
        "rows": rows,
        "withheld": False,
        "measured": "".join(days.values()) if len(days) == 1 else None,  # the one day on which all were measured
        "anchors": [anchor(*entry.ref) for entry, figures in told if len(figures) == len(entry.answer.rows)],
    }


def _figures(wording: Wording, entry: Entry) -> Iterator[View]:
    columns, tree = {column.id: column for column in entry.question.columns}, entry.ref.questionnaire
    about = {
        "about": wording.instance_name(wording.outcome.questionnaires[tree], entry.question, entry.ref.instance)
        if entry.ref.instance
        else "",
        "language": wording.assessment_language(tree),
    }
    for row in entry.answer.rows:
        if row.cells.get("value") and row.cells.get("unit"):
            yield about | _figure(wording, columns, row)


def _urgency(row: View) -> tuple[bool, float]:
    """Return by what figures are ordered: those over their limit first, the furthest of them before the others."""
    most = float(row["most"] or 0)
    return row["over"] is not True, -float(row["number"]) / most if most else 0


def _figure(wording: Wording, columns: Mapping[str, Column], row: Row) -> View:
    """Return one figure in words, and as it was typed: in data that a digest covers no number is a float."""
    words, limit = row.cells, row.cells.get("limit", "")
    over = comparison_holds(Type.NUMBER, ">", words["value"], limit) if limit else None
    state = "figure-no-limit" if over is None else "figure-over" if over else "figure-within"
    return {
        **{name: words.get(name, "") for name in _FREE},
        "kind": wording.word_label(columns["kind"], words.get("kind", "")),
        "value": _written(wording, columns, words, "value"),
        "limit": _written(wording, columns, words, "limit") if limit else "",
        "over": over,
        "state": wording.text(state),
        "measured": words.get("measured", ""),
        "measured_text": wording.written_day(words.get("measured", "")),
        "unit": words["unit"],
        "number": words["value"],
        "most": limit,
    }


def _written(wording: Wording, columns: Mapping[str, Column], words: Mapping[str, str], name: str) -> str:
    unit = wording.word_label(columns["unit"], words["unit"])
    return f"{wording.word_label(columns[name], words[name])} {unit[:1].lower()}{unit[1:]}"
