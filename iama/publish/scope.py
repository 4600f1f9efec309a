"""What Article 27 asks of a dossier, with reasons, moments and articles: in sentences, and as JSON.

Every article and date in a sentence comes from the legal facts.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from iama.assess.annexes import POINTS, annex_iii
from iama.assess.outcome import Outcome
from iama.assess.readings import lawyer_disputes, readings_of_decision, readings_that_matter, weakest_standing
from iama.assess.responses import ARTICLE_5, disputed_findings
from iama.assess.scope import Decision, Moment, Reason, Verdict, decide_outcome, world_of
from iama.assess.transition import DATES
from iama.model.conditions import Ref
from iama.model.dossier import Dossier
from iama.model.law import Law, LegalReading, Standing
from iama.model.questionnaire import Questionnaire
from iama.model.struct import replace
from iama.publish.readings import reading_document
from iama.words import pick_translation, text
from iama.words.written import written_date

_MAY_APPLY = (Verdict.REQUIRED_NOW, Verdict.REQUIRED_FROM, Verdict.VOLUNTARY)
OURS = (  # these say "you" to a team
    *(Verdict.VOLUNTARY, "not-deployer", "not-bound", "covered", "contradicted", "new-purpose", "provider-too", "rely"),
)
_HOMEWORK = ("article-5-open", "recital", "dates-contradict")  # remarks that tell the team what to do
EXCEPTIONS = (
    *("verification", "cybersecurity", "fraud-detection", "tax-customs", "travel-documents", "ancillary"),
    "not-exposed",
)
_EXCEPTED = ("2",)  # the point of Annex III that Article 27(1) leaves out


def scope_document(outcome: Outcome, dossier: Dossier, law: Law, language: str) -> dict[str, Any]:
    """Return the decision with everything that it rests on."""
    decision = _add_dispute_remark(decide_outcome(outcome, law), outcome)
    readings = readings_of_decision(decision, readings_that_matter(outcome, law))
    return {
        "iama_scope": 1,
        "algorithm": dossier.id,
        "as_of": outcome.as_of.isoformat(),
        "language": language,
        "outcome": decision.verdict.value,
        "date": decision.day.isoformat() if decision.day else None,
        "standing": _standing_of(decision, readings),
        "at_first_use": decision.at_first_use,
        "policy": [_reason_with_text(reason, law, language) for reason in decision.policy],
        "text": list(decision_sentences(decision, outcome.questionnaires, law, language)),
        "reasons": [_reason_with_text(reason, law, language) for reason in decision.reasons],
        "moments": [_moment(moment, law, language) for moment in decision.moments],
        "remarks": [_reason_with_text(remark, law, language) for remark in decision.remarks],
        "readings": [_reading_with_disputes(reading, outcome, law, language) for reading in readings],
        "articles": [_article(id_, law, language) for id_ in decision.law],
        "because": [str(ref) for ref in decision.because],
        "missing": [str(ref) for ref in decision.missing],
        "missing_questions": [_missing_question(outcome, ref, language) for ref in decision.missing],
    }


def _standing_of(decision: Decision, readings: Sequence[LegalReading]) -> str:
    """Return how firm the decision is: what is undecided is open, and policy beside it changes nothing in law."""
    if decision.verdict is Verdict.UNDECIDED:
        return Standing.OPEN.value
    policy = {reason.key for reason in decision.policy}
    return weakest_standing(reading for reading in readings if not policy & {*reading.reasons}).value


def _reading_with_disputes(reading: LegalReading, outcome: Outcome, law: Law, language: str) -> dict[str, Any]:
    disputes = [
        {"flag": verdict.trigger.id, "text": given.text, "by": given.by, "date": given.date}
        for verdict, given in lawyer_disputes(reading, outcome)
    ]
    return {**reading_document(reading, law, language), "disputes": disputes}


def decision_paragraph(outcome: Outcome, law: Law, language: str, *, ours: bool = False) -> str:
    """Return the decision in one paragraph; empty while it is open, or where nobody asks for it.

    It speaks to the team; `ours` makes the organisation itself speak.
    """
    decision = article_27_decision(outcome, law)
    if decision is None or decision.verdict is Verdict.UNDECIDED:
        return ""
    return " ".join(
        decision_sentences(_add_dispute_remark(decision, outcome), outcome.questionnaires, law, language, ours=ours)
    )


def _add_dispute_remark(decision: Decision, outcome: Outcome) -> Decision:
    """Return the decision with the remark that a lawyer disputes the prohibition, while that stands."""
    disputes = any(ARTICLE_5 in verdict.trigger.basis for verdict, _ in disputed_findings(outcome))
    if decision.verdict is not Verdict.PROHIBITED or not disputes:
        return decision
    return replace(decision, remarks=(*decision.remarks, Reason("disputed", (ARTICLE_5,))))


def article_27_decision(outcome: Outcome, law: Law) -> Decision | None:
    """Return the decision, or None for question trees and legal facts that lack what it needs."""
    tree = outcome.questionnaires.get("algorithm")
    if tree is None or POINTS not in tree.questions or not law.facts.keys() >= DATES:
        return None
    return decide_outcome(outcome, law)


def lacks_fria(outcome: Outcome, law: Law) -> bool:
    """Return whether Article 27 may apply, by the facts, while the dossier holds no assessment for it."""
    decision = article_27_decision(outcome, law)
    if decision is None or any(tree.answers_article_27 for tree in outcome.held_trees):
        return False
    if decision.verdict is not Verdict.UNDECIDED:
        return decision.verdict in _MAY_APPLY
    points = annex_iii(world_of(outcome, law))
    return any(point not in _EXCEPTED for point in points.held)


def _reason_with_text(reason: Reason, law: Law, language: str) -> dict[str, Any]:
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


def _missing_question(outcome: Outcome, ref: Ref, language: str) -> dict[str, Any]:
    tree = outcome.questionnaires.get(ref.questionnaire)
    question = tree.questions.get(ref.question) if tree else None
    return {
        "ref": tree.ref if tree else ref.questionnaire,
        "question": ref.question,
        "text": pick_translation(question.text, language) if question else ref.question,
    }


def decision_sentences(
    decision: Decision, questionnaires: Mapping[str, Questionnaire], law: Law, language: str, *, ours: bool = False
) -> tuple[str, ...]:
    """Return the decision as sentences: what, why, when, and what to mind; `ours` as the organisation says it."""
    return tuple(_each_sentence(decision, questionnaires, law, language, ours))


def _each_sentence(
    decision: Decision, questionnaires: Mapping[str, Questionnaire], law: Law, language: str, ours: bool
) -> Iterator[str]:
    missing = "; ".join(_question_phrase(ref, questionnaires, language) for ref in decision.missing)
    day = written_date(decision.day.isoformat(), language) if decision.day else ""
    policy = () if ours else decision.policy
    yield from (reason_words(reason, law, language) for reason in policy)
    voluntary = "voluntary-by-law" if policy and decision.verdict is Verdict.VOLUNTARY else decision.verdict
    yield text(_sentence_key("scope-", voluntary, ours), language, day=day, missing=missing)
    if decision.at_first_use is not None:
        now = "-now" if decision.verdict is Verdict.REQUIRED_NOW else ""  # a first use that is past, then
        yield text("scope-at-first-use" if decision.at_first_use else f"scope-not-at-first-use{now}", language)
    remarks = [remark for remark in decision.remarks if not (ours and remark.key in _HOMEWORK)]
    yield from (reason_words(reason, law, language, ours=ours) for reason in decision.reasons)
    yield from (moment_words(moment, law, language) for moment in decision.moments)
    yield from (reason_words(remark, law, language, ours=ours) for remark in remarks)


def reason_words(reason: Reason, law: Law, language: str, *, ours: bool = False) -> str:
    """Return a reason or a remark as a sentence, with the articles that it rests on."""
    day = written_date(reason.day.isoformat(), language) if reason.day else ""
    words = ", ".join(
        text(f"scope-exception-{word}", language) if word in EXCEPTIONS else word for word in reason.words
    )
    told = text(_sentence_key("scope-because-", reason.key, ours), language, day=day, words=words)
    return f"{told.removesuffix('.')} ({_cite_articles(reason.law, law, language)})."


def moment_words(moment: Moment, law: Law, language: str) -> str:
    """Return what makes the assessment compulsory, and from when, as a sentence."""
    day = written_date(moment.day.isoformat(), language) if moment.day else ""
    told = text(f"scope-moment-{moment.event}", language, day=day, on=f" ({day})" if day else "")
    return f"{told} ({_cite_articles(moment.law, law, language)})."


def _sentence_key(kind: str, word: str, ours: bool) -> str:
    """Return the key of a verdict or reason: of its own where the organisation speaks and it is about "you"."""
    return f"scope-ours-{word}" if ours and word in OURS else kind + word


def _cite_articles(ids: tuple[str, ...], law: Law, language: str) -> str:
    return "; ".join(dict.fromkeys(law.cite(id_, language) for id_ in ids))


def _question_phrase(ref: Ref, questionnaires: Mapping[str, Questionnaire], language: str) -> str:
    tree = questionnaires.get(ref.questionnaire)
    question = tree.questions.get(ref.question) if tree else None
    return pick_translation(question.text, language).rstrip("?") if question else ref.question
