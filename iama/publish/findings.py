"""The second layer of a public page: what is at stake per right and what remains, errors, oversight, conditions.

What it tells in full is not told again among the answers: those point here.
"""

from collections.abc import Iterator, Sequence

from iama.assess.actions import lists_actions
from iama.assess.conclusions import decided_conditions
from iama.assess.outcome import Entry
from iama.model.dossier import Row
from iama.model.questionnaire import Column, Kind
from iama.publish.errorfigures import error_figures
from iama.publish.wording import View, Wording, anchor

_NAMES = {  # what the places are called in which answers are told
    **{"effect": "verdict-effect", "verdict": "layer-verdict", "goal": "goal", "working": "working"},
    **{"rights": "affected-rights", "humans": "humans", "errors": "findings-errors", "advice": "decision"},
    "actions": "actions",
}
PROSE = ("goal", "working", "oversight", "errors")  # topics that this layer tells in the words of the team


def findings(wording: Wording, rights: View, actions: Sequence[View]) -> View:
    """Return the second layer; `rights` are the lines of the rights, `actions` the action points as they stand."""
    risks = list(_risk_views(wording))
    harms = [] if rights["weighed"] else list(harm_views(wording))
    named = {line["id"] for line in rights["lines"]}
    return {
        "figures": error_figures(wording),
        "prose": {topic: _prose(wording, topic) for topic in PROSE},
        "rights": [
            {
                **line,
                "stake": _prose(wording, "stake", line["id"]),
                "risks": [risk for risk in risks if risk["right"] == line["id"]],
                "harms": [harm for harm in harms if harm["right"] == line["id"]],
            }
            for line in rights["lines"]
        ],
        "risks": [risk for risk in risks if risk["right"] not in named],
        "conditions": list(_settled_conditions(wording, actions)),
    }


def told_elsewhere(wording: Wording, first: View, layer: View, summary: View, risks: View | None) -> dict[str, View]:
    """Return where each answer stands that is not told again among the answers: place and name, by its own anchor.

    What adopts another answer is told there in full.
    """
    places = {"goal": "goal", "working": "working", "oversight": "humans", "errors": "errors"}
    told = {layer["prose"][topic]["anchor"]: place for topic, place in places.items()}
    told |= {first["effect"].get("place", ""): "effect", first["summary"]: "verdict"}
    if not summary["advice_text"]["withheld"] and summary["advice_text"]["text"]:
        told[summary["advice_text"]["anchor"]] = "advice"
    told |= {line["stake"]["anchor"]: f"right-{line['id']}" for line in layer["rights"]}
    if risks and not risks["withheld"] and risks["anchor"]:
        told[risks["anchor"]] = "rights"
    if any(line["harms"] for line in layer["rights"]):
        told[wording.link(*wording.speaker("scenarios"))] = "rights"
    if layer["figures"]:
        told |= dict.fromkeys(layer["figures"]["anchors"], "errors")
    rows = [entry for entry in wording.outcome.entries.values() if lists_actions(entry.question)]
    told |= {anchor(*entry.ref): "actions" for entry in rows if entry.answer.rows}
    adopting = {anchor(*ref) for ref, entry in wording.outcome.entries.items() if entry.answer.adopts}
    names = {place: wording.text(word) for place, word in _NAMES.items()}
    names |= {f"right-{line['id']}": line["name"] for line in layer["rights"]}
    told = {place: target for place, target in told.items() if place and place not in adopting}
    return {place: {"id": target, "name": names[target]} for place, target in told.items()}


def _prose(wording: Wording, topic: str, key: str | None = None) -> View:
    """Return the first answer in free text on a topic, or on one instance of it, with the anchor where it stands."""
    for questionnaire, question in wording.speakers(topic):
        entry = wording.outcome.find_entry(questionnaire, question, key)
        if entry is not None and (said := _answer_view(wording, entry)):
            return said
    return {"text": "", "language": wording.language, "withheld": False, "anchor": ""}


def _answer_view(wording: Wording, entry: Entry) -> View | None:
    place = anchor(*entry.ref) if entry.ref.questionnaire in wording.rendered else ""
    if entry.status.value == "withheld":
        return {"text": "", "language": wording.language, "withheld": True, "anchor": ""}
    if entry.status.value != "answered" or not isinstance(entry.answer.value, str):
        return None
    language = wording.assessment_language(entry.ref.questionnaire)
    return {"text": entry.answer.value, "language": language, "withheld": False, "anchor": place}


def _risk_views(wording: Wording) -> Iterator[View]:
    """Yield every residual risk with its labels."""
    questionnaire, question = wording.speaker("risks")
    entry = wording.answered_entry(questionnaire, question)
    if entry is None:
        return
    columns = {column.id: column for column in entry.question.columns}
    for row in entry.answer.rows:
        labels = {name: _cell_label(wording, columns[name], row) for name in columns}
        yield {
            **{name: labels.get(name, "") for name in ("risk", "level", "measure", "owner", "decision", "until", "by")},
            "id": row.id,
            "right": row.cells.get("right", ""),
            "right_text": labels.get("right", ""),
            "until_day": row.cells.get("until", ""),
            "rejected": row.cells.get("decision") == "rejected",
            "language": wording.assessment_language(questionnaire),
        }


def _cell_label(wording: Wording, column: Column, row: Row) -> str:
    word = row.cells.get(column.id, "")
    tree = wording.outcome.questionnaires[wording.speaker("risks")[0]]
    return wording.row_cell(tree, column, word)["text"] if word else ""


def harm_views(wording: Wording) -> Iterator[View]:
    """Yield the harm that scenarios describe, what remains worst first: what can happen, and each fact with its label.

    The order of the options of a column is that of how bad they are.
    """
    questionnaire, question = wording.speaker("scenarios")
    entry = wording.answered_entry(questionnaire, question)
    if entry is None or questionnaire not in wording.rendered:
        return
    columns = {column.id: column for column in entry.question.columns if column.is_public}
    tree, language = wording.outcome.questionnaires[questionnaire], wording.assessment_language(questionnaire)

    def badness(row: Row) -> list[int]:
        return [_place_among(columns[name], row) for name in ("residual", "severity", "likelihood") if name in columns]

    for row in sorted(entry.answer.rows, key=badness):
        cells = {
            name: wording.row_cell(tree, columns[name], word) for name, word in row.cells.items() if name in columns
        }
        yield {
            **{name: cells[name]["text"] if name in cells else "" for name in ("scenario", "measure")},
            "id": row.id,
            "right": row.cells.get("right", ""),
            "language": language,
            "facts": [
                {
                    "id": name,
                    "label": wording.localised_text(columns[name].label),
                    "text": cell["text"],
                    "language": language if columns[name].kind is Kind.TEXT else wording.language,
                }
                for name, cell in cells.items()
                if name not in ("scenario", "right") and cell["text"]
            ],
        }


def _place_among(column: Column, row: Row) -> int:
    words = [option.value for option in column.options]
    word = row.cells.get(column.id, "")
    return words.index(word) if word in words else len(words)


def _settled_conditions(wording: Wording, actions: Sequence[View]) -> Iterator[View]:
    """Yield the conditions of decisions that are met or dropped; open ones stand in the first layer."""
    states = {action["id"]: action for action in actions if action["done"]}
    for one in decided_conditions(wording.dossier, wording.rendered):
        if action := states.get(one.id):
            yield {"id": one.id, "text": one.text, "language": action["language"], "state": action["status"]}
