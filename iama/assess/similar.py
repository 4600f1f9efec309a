"""Answers of a similar case (AI Act 27(2)): proposals for another dossier, which count for nothing until confirmed."""

from collections.abc import Collection, Iterable, Mapping

from iama.assess.outcome import Entry, Outcome, Status
from iama.model.dossier import Answer, Assessment, Dossier, Slot
from iama.model.questionnaire import Kind, Question, Questionnaire

Proposals = Mapping[Slot, Answer]


def proposals_for(
    tree: Questionnaire, outcome: Outcome, generic: Collection[str], origin: str, today: str
) -> Proposals:
    """Return what a similar case, judged as the public may have it, proposes for a new assessment of `tree`.

    Only what is about the product and answered there, with its value and its day: who said it, notes and sources stay.
    """
    found: dict[Slot, Answer] = {}
    for entry in outcome.tree_entries(tree.id):
        target = tree.questions.get(entry.ref.question)
        if target and target.id in generic and entry.ref.instance is None and _can_hold(target, entry):
            came = {"from": f"{origin}/{target.number or target.id}", "proposal": today}
            answer = Answer(entry.answer.value, date=entry.answer.date, carried=came, stamp=entry.answer.stamp)
            found[target.id, None] = answer
    return found


def _can_hold(target: Question, entry: Entry) -> bool:
    """Whether a question can hold an answer that stands elsewhere."""
    if entry.status is not Status.ANSWERED or entry.answer.value is None:
        return False
    if target.kind is not entry.question.kind or target.kind is Kind.ROWS:
        return False
    return not target.options or {*entry.answer.value_words()} <= set(target.values)


def with_proposals(assessment: Assessment, proposals: Proposals) -> Assessment:
    """Return an assessment with proposals where it is open."""
    for (question, instance), answer in proposals.items():
        if assessment.answer_to(question, instance).empty:
            assessment = assessment.with_answer(question, instance, answer)
    return assessment


def origins_of(dossier: Dossier) -> tuple[str, ...]:
    """Return the cases from which a dossier has answers, confirmed or not."""
    answers: Iterable[Answer] = (
        answer for assessment in dossier.assessments.values() for answer in assessment.answers.values()
    )
    froms = (answer.carried.get("from", "") for answer in answers if "proposal" in answer.carried)
    cases = (origin.rpartition("/")[0] for origin in froms)
    return tuple(dict.fromkeys(case for case in cases if case))  # what a system card proposes is of no case
