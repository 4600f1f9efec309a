"""The two pages that a board, a college or a minister decides on: the question, the options and what weighs."""

from collections.abc import Iterator, Mapping, Sequence

from iama.assess.outcome import Entry
from iama.model.questionnaire import ALGORITHM, Questionnaire
from iama.publish.wording import View, Wording

OPTIONS = ("go", "conditions", "no-go")


def decision_sheet(wording: Wording, page: View, tree: Questionnaire, obstacles: Mapping[str, Sequence[str]]) -> View:
    """Return what a decision about an assessment needs; `page` is the internal view of it.

    `obstacles` are, for each decision to go on, what stands in its way, in words.
    """
    phase = "development" if wording.chosen_word("follow-up", "phase") in ("", "development") else "use"
    found = page["findings"]
    risks = [*(risk for line in found["rights"] for risk in line["risks"]), *found["risks"]]
    barred = {option: list(dict.fromkeys(obstacles.get(option, ()))) for option in OPTIONS}
    return {
        "language": wording.language,
        "algorithm": page["algorithm"],
        **{name: page[name] for name in ("edition", "as_of", "as_of_text", "translated")},
        "about": wording.localised_text(tree.title),
        "phase": phase,
        "effect": page["verdict"]["effect"],
        "goal": found["prose"]["goal"]["text"],
        "advice": page["summary"]["advice_text"]["text"],
        "options": [{"id": option, "barred": len(barred[option])} for option in OPTIONS],
        "barred": barred["go"],
        "bars": page["verdict"]["bars"],
        "rejected": [risk["risk"] for risk in risks if risk["rejected"]],
        "blockers": [_flag(flag) for flag in (*page["flags"]["blocks"], *page["flags"]["possible"])],
        "findings": page["verdict"]["findings"],
        "dissent": list(_dissent(wording, tree)),
        "conditions": _conditions_before_use(page),
        "decision": page["approval"],
        "risks": risks,
    }


def _flag(flag: View) -> View:
    return {"name": flag["name"], "advice": flag["advice"], "certain": flag["verdict"] == "fired"}


def _dissent(wording: Wording, tree: Questionnaire) -> Iterator[View]:
    """Yield who saw it otherwise, about which question, and what they said."""
    for id_ in (ALGORITHM, tree.id):
        for entry in wording.outcome.tree_entries(id_):
            if entry.status.applies:
                yield from _dissent_at(wording, wording.outcome.questionnaires[id_], entry)


def _dissent_at(wording: Wording, tree: Questionnaire, entry: Entry) -> Iterator[View]:
    number = f"{entry.question.number} " if entry.question.number else ""
    for one in entry.answer.dissent:
        about = number + wording.question_text(entry.question)
        yield {"by": wording.role(tree, one.by), "about": about, "text": one.text}


def _conditions_before_use(page: View) -> list[View]:
    """Return the action points that must be done before use, by their day; those without one come last."""
    open_ = [action for action in page["actions"] if action["blocking"] and not action["done"]]
    return sorted(open_, key=lambda action: (not action["due"], action["due"]))
