"""An assessment as a state of the web form of the ministry, what that form cannot hold, and what goes beside it."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from iama.assess.form_values import form_values, is_per_value
from iama.assess.outcome import Outcome
from iama.model.dossier import Answer, Assessment
from iama.model.exchange import Form, Sidecar
from iama.model.questionnaire import Questionnaire
from iama.model.records import assessment_record
from iama.words import Phrase

SIDECAR = 1  # the version of what goes beside a state
_BESIDE: Mapping[str, Callable[[Answer], object]] = {
    "status": lambda answer: answer.status or answer.reason or answer.follow or answer.unsure,
    "note": lambda answer: answer.note,
    "note-internal": lambda answer: answer.note_internal,
    "dissent": lambda answer: answer.dissent,
    "by": lambda answer: answer.by,
    "sources": lambda answer: answer.sources,
    "adopts": lambda answer: answer.adopts,
    "overruled": lambda answer: answer.overruled,
    "stamp": lambda answer: answer.stamp,
}


def applying_answers(outcome: Outcome, assessment: Assessment, tree: Questionnaire) -> Assessment:
    """Return the answers that count: the form would show what is hidden here too."""
    return Assessment(
        assessment.questionnaire,
        assessment.language,
        {
            (entry.ref.question, entry.ref.instance): entry.given_answer
            for entry in outcome.tree_entries(tree.id)
            if entry.status.applies and not entry.given_answer.empty
        },
    )


def form_state(assessment: Assessment, tree: Questionnaire, form: Form, today: str) -> dict[str, Any]:
    """Return the state of the form that shows an assessment; days are given as their first moment in UTC."""
    answers: dict[str, Any] = {}
    counts: dict[str, int] = {}
    for (id_, index), shown in form_values(assessment, tree, form).items():
        key = f"{id_}[{index}]" if id_ in form.lists else id_
        value = shown.value if isinstance(shown.value, str) else list(shown.value)
        answers[key] = {"value": value, "lastEditedAt": moment(shown.date or today)}
        counts[id_] = index + 1
    groups = {id_: [{"_index": index} for index in range(count)] for id_, count in counts.items() if count > 1}
    return {
        "$schema": form.schema,
        "metadata": {"urn": form.urn, "createdAt": moment(today)},
        "answers": answers | groups,
    }


def moment(day: str) -> str:
    """Return a day as its first moment in UTC."""
    return f"{day}T00:00:00.000Z"


def losses(
    held: Assessment, shown: Assessment, tree: Questionnaire, form: Form, fits: Collection[str] = ()
) -> Iterator[Phrase]:
    """Yield what the form cannot hold of an assessment, with the questions: `held` is all, `shown` what counts.

    `fits` names what it does hold beside answers, such as `note`.
    """
    places = {question.id for question in form.questions(tree).values()}
    kept = [slot for slot in shown.answers if slot[0] in places]
    per_value = [slot for slot in kept if is_per_value(tree.questions[slot[0]], tree)]
    found = {
        "hidden": [slot for slot in held.answers if slot not in shown.answers],
        "companions": [slot for slot in shown.answers if slot[0] not in places],
        "per-value": per_value,
        "per-row": [slot for slot in kept if slot[1] is not None and slot not in per_value],
        "columns": [slot for slot in kept if _columns(shown.answers[slot])],
    }
    beside = {name: has for name, has in _BESIDE.items() if name not in fits}
    found |= {name: [slot for slot, answer in shown.answers.items() if has(answer)] for name, has in beside.items()}
    for name, slots in found.items():
        if slots:
            names = dict.fromkeys(tree.questions[id_].number or id_ for id_, _ in slots)
            yield Phrase(f"export-lost-{name}", count=len(slots), questions=list(names))


def has_more(answer: Answer) -> bool:
    """Whether more stands with an answer than its value and its day: who gave it, a note, a source."""
    return any(has(answer) for name, has in _BESIDE.items() if name != "stamp")


def _columns(answer: Answer) -> bool:
    """Whether rows hold more than the text that the form has room for."""
    return any(set(row.cells) - {"text"} for row in answer.rows)


def sidecar_document(algorithm: str, sidecar: Sidecar, today: str) -> dict[str, Any]:
    """Return what goes beside a state, as JSON data: with it the way back loses nothing."""
    sent = [
        [id_, index, value if isinstance(value, str) else list(value)] for (id_, index), value in sidecar.sent.items()
    ]
    return {
        "iama_sidecar": SIDECAR,
        "algorithm": algorithm,
        "written": today,
        "questionnaire": sidecar.assessment.questionnaire,
        "sent": sent,
        **assessment_record(sidecar.assessment),
    }
