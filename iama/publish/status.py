"""Where the assessments of a dossier stand, as plain values: the JSON of `iama status`."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from iama.assess.adoption import adopted_sources
from iama.assess.followed import count_met, current_decisions, follow_conditions, rows_in_outcome
from iama.assess.outcome import Entry, Outcome, Verdict
from iama.assess.responses import unresolved_blockers
from iama.assess.routing import offered_annexes
from iama.assess.sheets import serves
from iama.model.approval import Approval
from iama.model.dossier import Dossier
from iama.model.law import Law
from iama.model.questionnaire import Kind, Questionnaire, plain_id
from iama.publish.actions import action_points
from iama.publish.flags import count_raised_flags
from iama.publish.matrix import per_right
from iama.publish.scope import decision_paragraph, lacks_fria
from iama.publish.view import View, required_progress
from iama.publish.wording import Wording
from iama.words import pick_translation, text
from iama.words.written import written_date


def dossier_status(
    outcome: Outcome,
    dossier: Dossier,
    language: str | None,
    role: str | None = None,
    law: Law | None = None,
    older: Iterable[Outcome] = (),
    stubs: Collection[str] = (),
    offer: str = "",
    annexes: Iterable[Questionnaire] = (),
) -> dict[str, Any]:
    """Return the status of every assessment; `role` keeps the questions of one role only.

    With `law`, it says what Article 27 asks once that is decided, and whether the facts call for `offer` (a ref)
    and for which of `annexes`.
    `older` are outcomes in which an older version stands in the place of the one that counts; `stubs` are
    assessments (ids) of which the public hears no more than that they are there.
    """
    trees = [tree for tree in outcome.questionnaires.values() if tree.ref in dossier.assessments]
    before = [(other, tree) for other in older for tree in other.questionnaires.values() if tree not in trees]
    language = language or dossier_language(dossier)
    return {
        "iama_status": 1,
        "algorithm": dossier.id,
        "name": algorithm_name(outcome, dossier),
        "category": publication_category(outcome),
        "category_withheld": publication_category(outcome) is None
        and outcome.has_withheld(outcome.facts["category"].refs),
        "as_of": outcome.as_of.isoformat(),
        "language": language,
        "scope": decision_paragraph(outcome, law, language) if law and role is None else "",
        "offers": [offer] if offer and law and role is None and lacks_fria(outcome, law) else [],
        "annexes": [tree.ref for tree in offered_annexes(outcome, law, annexes)] if law and role is None else [],
        "elsewhere": elsewhere_summary(dossier, language) if role is None else [],
        "decisions": [decision_summary(approval, outcome, language) for approval in _latest(dossier) if role is None],
        "conditions": _condition_figures(outcome, dossier) if role is None else None,
        "flags": count_raised_flags(outcome),
        "blocks": [_blocker(verdict, language) for verdict in unresolved_blockers(outcome)],
        "rights": per_right(Wording(outcome, dossier, law, language, trees)) if law and role is None else [],
        "assessments": [
            *(_assessment_status(outcome, dossier, tree, language, role) for tree in trees if tree.id not in stubs),
            *(
                _assessment_status(other, dossier, tree, language, role)
                | {"superseded_by": outcome.questionnaires[tree.id].ref}
                for other, tree in before
            ),
        ],
        "actions": [
            _action_without_words(action) for action in action_points(outcome, dossier, language) if role is None
        ],
    }


def elsewhere_summary(dossier: Dossier, language: str) -> list[View]:
    """Return what was assessed elsewhere, and that it was not judged here."""
    return [
        {
            "ref": one.instrument,
            "decided": one.decided,
            "body": one.body,
            "review": one.review,
            "url": one.public_url,
            "text": text(
                "elsewhere-told",
                language,
                name=one.name,
                day=written_date(one.decided, language),
                body=one.body,
                review=written_date(one.review, language),
            ),
        }
        for one in dossier.elsewhere
    ]


def _latest(dossier: Dossier) -> list[Approval]:
    """Return the last decision about each assessment; that nothing changed since is for `verify` to say."""
    return list({approval.questionnaire: approval for approval in dossier.approvals}.values())


def _condition_figures(outcome: Outcome, dossier: Dossier) -> dict[str, int] | None:
    """Return how many conditions of the decisions that count are met, asked and late; None where none is asked."""
    followed = follow_conditions(current_decisions(dossier.approvals), rows_in_outcome(outcome))
    met, count = count_met(followed)
    overdue = sum(one.is_overdue(outcome.as_of) for one in followed)
    return {"met": met, "count": count, "overdue": overdue} if count else None


def decision_summary(approval: Approval, outcome: Outcome, language: str) -> View:
    """Return a decision in words, without what was said with it."""
    id_ = plain_id(approval.questionnaire)
    roles = outcome.questionnaires[id_].roles if id_ in outcome.questionnaires else {}
    return {
        "number": approval.number,
        "questionnaire": approval.questionnaire,
        "decision": approval.decision.value,
        "decision_text": text(f"decided-{approval.decision.value}", language),
        "role": approval.role,
        "role_text": pick_translation(roles.get(approval.role, {language: approval.role}), language),
        "date": approval.decided_on,
        "date_text": written_date(approval.decided_on, language),
    }


def _blocker(verdict: Verdict, language: str) -> View:
    """Return what stands in the way of a decision to go on."""
    return {
        "id": verdict.trigger.id,
        "instance": verdict.instance,
        "verdict": verdict.state.value,
        "title": pick_translation(verdict.trigger.title, language),
    }


def _action_without_words(action: View) -> View:
    """Return an action point without its words: a status never quotes an answer. Who finds out is no answer."""
    quotes = ("text", "anchor", "language", *(["owner"] if action["id"] != action["question"] else []))
    return {name: value for name, value in action.items() if name not in quotes}


def dossier_language(dossier: Dossier) -> str:
    """Return the language of the dossier: that of its first assessment."""
    return next((assessment.language for assessment in dossier.assessments.values()), "nl")


def algorithm_name(outcome: Outcome, dossier: Dossier) -> str:
    """Return the name of the algorithm, or the id of its dossier while it has none."""
    entry = outcome.find_entry("algorithm", "name")
    return entry.answer.value if entry and isinstance(entry.answer.value, str) else dossier.id


def publication_category(outcome: Outcome) -> str | None:
    """Return the publication category a, b or c; None while it cannot be decided."""
    words = outcome.facts["category"].words
    return words[0] if words else None


def _assessment_status(
    outcome: Outcome, dossier: Dossier, tree: Questionnaire, language: str, role: str | None
) -> dict[str, Any]:
    entries = [e for e in outcome.tree_entries(tree.id) if e.question.kind is not Kind.NOTICE and serves(e, role)]
    return {
        "ref": tree.ref,
        "superseded_by": None,
        "language": dossier.assessments[tree.ref].language,
        "title": pick_translation(tree.title, language),
        "counts": _count_by_status(entries),
        "progress": required_progress(entries),
        "parts": [
            {
                "id": part.id,
                "number": part.number,
                "title": pick_translation(part.title, language),
                "counts": _count_by_status(own),
                "progress": required_progress(own),
            }
            for part in tree.parts
            if (own := [entry for entry in entries if entry.question.part == part.id])
        ],
        "questions": [_question_status(outcome, tree, entry, language) for entry in entries],
    }


def _count_by_status(entries: Sequence[Entry]) -> dict[str, int]:
    return dict(sorted(Counter(entry.status.value for entry in entries).items()))


def _question_status(outcome: Outcome, tree: Questionnaire, entry: Entry, language: str) -> dict[str, Any]:
    question, carried = entry.question, (entry.proposal if entry.answer.empty else entry.answer).carried
    return {
        "id": question.id,
        "number": question.number,
        "instance": entry.ref.instance,
        "status": entry.status.value,
        "required": question.required,
        "roles": list(question.roles),
        "role_names": _role_titles(tree, question.roles, language),
        "text": pick_translation(question.text, language),
        "meeting": question.meeting,
        "hidden": entry.hidden,
        "because": [str(ref) for ref in entry.ruling.because] if entry.hidden else [],
        "carried": {"from": carried.get("from", ""), "confirmed": carried.get("confirmed")} if carried else None,
        "question_changed": entry.has_old_wording,
        "source_changed": [source.adopted.source for source in adopted_sources(entry, outcome.entries) if source.stale],
        **_follow_up_and_counts(tree, entry, language),
    }


def _follow_up_and_counts(tree: Questionnaire, entry: Entry, language: str) -> dict[str, Any]:
    """Return who finds out what is not known, who answered, and how much stands beside the answer."""
    answer, follow = entry.answer, entry.answer.follow
    by = follow.by if follow else ""
    return {
        "follow": {
            "by": "".join(_role_titles(tree, [by], language)) or by,
            "due": follow.due,
            "due_text": written_date(follow.due, language) if follow.due else "",
        }
        if follow
        else None,
        "answered_by": _role_titles(tree, answer.by, language),
        "note": bool(answer.note),
        "dissent": len(answer.dissent),
        "sources": len(answer.sources),
    }


def _role_titles(tree: Questionnaire, roles: Iterable[str], language: str) -> list[str]:
    return [pick_translation(tree.roles[role], language) for role in roles if role in tree.roles]
