"""What an approval of an assessment covers: all of it, the facts of the algorithm, and what it rests on elsewhere.

An answer of another assessment is covered when this one adopts it, or when its conditions or triggers read it, and so
on for what decides whether that answer counts. What is read is not declared: it is watched while it is evaluated.
"""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from iama.assess.adoption import source_ref
from iama.assess.dependencies import watch_answers
from iama.assess.outcome import Entry, Outcome
from iama.assess.verdicts import verdicts
from iama.assess.world import QuestionScope, matrix_refs
from iama.model.conditions import Ref
from iama.model.dossier import Answer, Dossier, Slot
from iama.model.law import Law
from iama.model.questionnaire import ALGORITHM, FOLLOW_UP, Questionnaire


class Cover(Struct, frozen=True):
    """What an approval covers: whole assessments, and single answers of others, by questionnaire."""

    whole: tuple[str, ...]
    answers: Mapping[str, tuple[Slot, ...]]


def cover(tree: Questionnaire, dossier: Dossier, outcome: Outcome, law: Law) -> Cover:
    """Return what an approval of the assessment `tree` covers, given the answers as they stand."""
    wholes = [outcome.questionnaires[id_] for id_ in (ALGORITHM, tree.id) if id_ in outcome.questionnaires]
    uncovered = {ALGORITHM, tree.id, FOLLOW_UP}  # the follow-up may change after approval: it is never covered
    known: dict[Ref, None] = {}
    fresh = list(_of_assessment(tree, dossier, outcome, law))
    while fresh:
        ref = fresh.pop()
        if ref in known or ref.questionnaire in uncovered or ref not in outcome.entries:
            continue
        known[ref] = None
        fresh.extend(_of_entry(outcome.entries[ref], dossier, outcome, law))
    return Cover(tuple(whole.ref for whole in wholes), _by_questionnaire(known, outcome))


def _of_assessment(tree: Questionnaire, dossier: Dossier, outcome: Outcome, law: Law) -> Iterator[Ref]:
    world, read = watch_answers(dossier, outcome, law)
    list(verdicts(world, tree))
    yield from read
    for entry in outcome.tree_entries(tree.id):
        yield from _of_entry(entry, dossier, outcome, law)


def _of_entry(entry: Entry, dossier: Dossier, outcome: Outcome, law: Law) -> Iterator[Ref]:
    """Yield what one answer rests on: what it adopts, what decides whether it is asked, what its value follows from."""
    yield from (source_ref(adopted.source) for adopted in entry.answer.adopts)
    question, (questionnaire, _, key) = entry.question, entry.ref
    if question.repeat:
        yield Ref(questionnaire, question.repeat)
    yield from matrix_refs(outcome.questionnaires[questionnaire], question, key)
    if question.condition:
        world, read = watch_answers(dossier, outcome, law)
        question.condition.ruling_in(QuestionScope(world, questionnaire, question.repeat, key))
        yield from read


def _by_questionnaire(refs: Iterable[Ref], outcome: Outcome) -> Mapping[str, tuple[Slot, ...]]:
    """Return the answers that there are, by questionnaire; where nothing is answered, nothing is approved."""
    covered: dict[str, list[Slot]] = {}
    for ref in sorted(refs, key=lambda ref: (ref.questionnaire, ref.question, ref.instance or "")):
        if not outcome.entries[ref].given_answer.empty:
            covered.setdefault(outcome.questionnaires[ref.questionnaire].ref, []).append((ref.question, ref.instance))
    return {ref: tuple(slots) for ref, slots in covered.items()}


def answers_after(dossier: Dossier, covered: Cover, day: str) -> Iterator[tuple[str, Slot]]:
    """Yield the covered answers that were given or confirmed after a day (ISO), by the ref of their assessment."""
    wholes = {ref: tuple(dossier.assessments[ref].answers) for ref in covered.whole}
    for ref, slots in (wholes | dict(covered.answers)).items():
        for slot in slots:
            if _last_day(dossier.assessments[ref].answer_to(*slot)) > day:
                yield ref, slot


def _last_day(answer: Answer) -> str:
    confirmed = answer.carried.get("confirmed", "") if answer.carried else ""
    return max(answer.date, confirmed)
