"""The agenda of a dossier and which assessments it needs, as plain values: part of the JSON of `iama status`."""

from iama.assess.agenda import Agenda, Stage, next_step, role_names, role_work_lines, stage_title, work_of_role
from iama.assess.outcome import Outcome
from iama.assess.routing import Routed
from iama.model.conditions import Ref
from iama.model.law import Law
from iama.model.routing import Because
from iama.publish.wording import View
from iama.words import pick_translation, text


def agenda_document(agenda: Agenda, outcome: Outcome, law: Law, language: str) -> View:
    """Return every stage, the one that comes next, and what each route comes to."""
    stage = agenda.next
    return {
        "routing": routing_document(agenda.routed, outcome, law, language),
        "agenda": [_stage_document(one, outcome, language) for one in agenda.stages],
        "next": {
            "stage": stage.id if stage else None,
            "command": f"iama {stage.arguments}" if stage else f"iama check {agenda.algorithm}",
            "text": next_step(agenda, language),
        },
    }


def role_document(outcome: Outcome, role: str, language: str) -> View:
    """Return what one role has to answer, per assessment, with how long that takes."""
    work = [
        {"questionnaire": one.tree.ref, "open": one.open, "minutes": one.minutes} for one in work_of_role(outcome, role)
    ]
    return {"role_work": work, "role_text": role_work_lines(outcome, role, language)}


def routing_document(routed: tuple[Routed, ...], outcome: Outcome, law: Law, language: str) -> list[View]:
    """Return which assessments are needed, why, with which sources, and what is still to be answered."""
    return [
        {
            "id": one.route.id,
            "title": pick_translation(one.route.title, language),
            "about": pick_translation(one.route.about, language),
            "outcome": one.outcome,
            "outcome_text": text(f"route-{one.outcome}", language),
            "reasons": [_reason(reason, law, language) for reason in one.reasons],
            "missing": [_question_to_answer(outcome, ref, language) for ref in one.missing],
        }
        for one in routed
    ]


def _reason(reason: Because, law: Law, language: str) -> View:
    return {
        "text": pick_translation(reason.words, language),
        "law": [law.cite(id_, language) for id_ in reason.law],
    }


def _question_to_answer(outcome: Outcome, ref: Ref, language: str) -> View:
    tree = outcome.questionnaires[ref.questionnaire]
    words = pick_translation(tree.questions[ref.question].text, language)
    return {"ref": tree.ref, "question": ref.question, "text": words}


def _stage_document(stage: Stage, outcome: Outcome, language: str) -> View:
    return {
        "id": stage.id,
        "title": stage_title(stage, language),
        "questionnaire": stage.tree or None,
        "state": stage.state.value,
        "state_text": text(f"stage-is-{stage.state}", language),
        "open": stage.open,
        "with_others": stage.with_others,
        "minutes": stage.minutes,
        "roles": list(stage.roles),
        "role_names": role_names(outcome, stage, language),
        "command": f"iama {stage.arguments}",
    }
