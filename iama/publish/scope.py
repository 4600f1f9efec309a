"""What Article 27 asks of a dossier, with reasons, moments and articles: the JSON of `iama scope`."""

from dataclasses import replace
from typing import Any

from iama.assess.annexes import POINTS, annex_iii
from iama.assess.outcome import Outcome
from iama.assess.responses import ARTICLE_5, disputed
from iama.assess.scope import Decision, Moment, Reason, Verdict, decide_outcome, world_of
from iama.assess.transition import DATES
from iama.model.conditions import Ref
from iama.model.dossier import Dossier
from iama.model.law import Law
from iama.model.questionnaire import said
from iama.publish.scope_words import lines, moment_words, reason_words

FRIA = "fria-1.0"
_MAY_APPLY = (Verdict.REQUIRED_NOW, Verdict.REQUIRED_FROM, Verdict.VOLUNTARY)
_EXCEPTED = ("2",)  # the point of Annex III that Article 27(1) leaves out


def scope_document(outcome: Outcome, dossier: Dossier, law: Law, language: str) -> dict[str, Any]:
    """Return the decision with everything that it rests on."""
    decision = _contested(decide_outcome(outcome, law), outcome)
    return {
        "iama_scope": 1,
        "algorithm": dossier.id,
        "as_of": outcome.as_of.isoformat(),
        "language": language,
        "outcome": decision.verdict.value,
        "date": decision.day.isoformat() if decision.day else None,
        "at_first_use": decision.at_first_use,
        "text": list(lines(decision, outcome.questionnaires, law, language)),
        "reasons": [_reason(reason, law, language) for reason in decision.reasons],
        "moments": [_moment(moment, law, language) for moment in decision.moments],
        "remarks": [_reason(remark, law, language) for remark in decision.remarks],
        "articles": [_article(id_, law, language) for id_ in decision.law],
        "because": [str(ref) for ref in decision.because],
        "missing": [str(ref) for ref in decision.missing],
        "missing_questions": [_asked(outcome, ref, language) for ref in decision.missing],
    }


def paragraph(outcome: Outcome, law: Law, language: str, *, ours: bool = False) -> str:
    """Return the decision in one paragraph; empty while it is open, or where nobody asks for it.

    It speaks to the team; `ours` makes the organisation itself speak.
    """
    decision = decided(outcome, law)
    if decision is None or decision.verdict is Verdict.UNDECIDED:
        return ""
    return " ".join(lines(_contested(decision, outcome), outcome.questionnaires, law, language, ours=ours))


def _contested(decision: Decision, outcome: Outcome) -> Decision:
    """Return the decision with the remark that a lawyer disputes the prohibition, while that stands."""
    disputes = any(ARTICLE_5 in verdict.trigger.basis for verdict, _ in disputed(outcome))
    if decision.verdict is not Verdict.PROHIBITED or not disputes:
        return decision
    return replace(decision, remarks=(*decision.remarks, Reason("disputed", (ARTICLE_5,))))


def decided(outcome: Outcome, law: Law) -> Decision | None:
    """Return the decision, or None for question trees and legal facts that lack what it needs."""
    tree = outcome.questionnaires.get("algorithm")
    if tree is None or POINTS not in tree.questions or not law.facts.keys() >= DATES:
        return None
    return decide_outcome(outcome, law)


def lacks_fria(outcome: Outcome, dossier: Dossier, law: Law) -> bool:
    """Return whether Article 27 may apply, by the facts, while the dossier holds no assessment for it."""
    if any(ref.startswith("fria-") for ref in dossier.assessments) or (decision := decided(outcome, law)) is None:
        return False
    if decision.verdict is not Verdict.UNDECIDED:
        return decision.verdict in _MAY_APPLY
    points = annex_iii(world_of(outcome, law))
    return any(point not in _EXCEPTED for point in points.held)


def _reason(reason: Reason, law: Law, language: str) -> dict[str, Any]:
    return {
        "reason": reason.key,
        "text": reason_words(reason, law, language),
        "law": list(reason.law),
        "date": reason.day.isoformat() if reason.day else None,
    }


def _moment(moment: Moment, law: Law, language: str) -> dict[str, Any]:
    return {
        "event": moment.event,
        "text": moment_words(moment, law, language),
        "law": list(moment.law),
        "date": moment.day.isoformat() if moment.day else None,
    }


def _article(id_: str, law: Law, language: str) -> dict[str, Any]:
    fact = law.facts[id_]
    return {
        "id": id_,
        "cite": law.cite(id_, language),
        "source": fact.source,
        "verified": fact.verified,
        "certainty": fact.certainty,
    }


def _asked(outcome: Outcome, ref: Ref, language: str) -> dict[str, Any]:
    tree = outcome.questionnaires.get(ref.questionnaire)
    question = tree.questions.get(ref.question) if tree else None
    return {
        "ref": tree.ref if tree else ref.questionnaire,
        "question": ref.question,
        "text": said(question.text, language) if question else ref.question,
    }
