"""Which requirements of the Algoritmekader bind an algorithm by its own facts, and which answers are about them.

An answer serves a requirement when the question is about it; that is no proof that the requirement is met.
"""

from collections.abc import Sequence

from iama.assess.outcome import Entry, Outcome, Status
from iama.assess.scope import world_of
from iama.assess.world import World
from iama.model.conditions import Ref, Ruling
from iama.model.dossier import Dossier
from iama.model.grammar import parse_condition
from iama.model.kader import Kader, Requirement
from iama.model.law import Law
from iama.model.questionnaire import ALGORITHM, Kind
from iama.publish.kader import piece_document, source_document
from iama.publish.wording import View
from iama.words import pick_translation

BINDS, BINDS_NOT, UNDECIDED, OUTSIDE = "binds", "binds-not", "undecided", "outside"
_SERVING = (Status.ANSWERED, Status.NOT_APPLICABLE)
_MISSING = (Status.OPEN, Status.UNKNOWN, Status.ASK_SUPPLIER)


def requirements_document(outcome: Outcome, dossier: Dossier, law: Law, kader: Kader, language: str) -> View:
    """Return every requirement: whether it binds, the answers that serve it, and the required ones that are missing."""
    world, entries = world_of(outcome, law), _asked_entries(outcome, dossier)
    return {
        **source_document(kader, language),
        "requirements": [
            {
                **piece_document(kader, one, language),
                **_standing(one, world, language),
                **_serving_answers(one, kader, outcome, entries, language),
            }
            for one in kader.requirements.values()
        ],
    }


def standing_of(requirement: Requirement, outcome: Outcome, law: Law) -> str:
    """Return whether a requirement binds an algorithm: yes, no, not known yet, or beyond what we ask."""
    return _state_of_requirement(requirement, _ruling(requirement, world_of(outcome, law)))


def _ruling(requirement: Requirement, world: World) -> Ruling:
    return world.ruling_of(parse_condition(requirement.when), ALGORITHM) if requirement.when else Ruling(True)


def _state_of_requirement(requirement: Requirement, ruling: Ruling) -> str:
    if requirement.outside:
        return OUTSIDE
    return {True: BINDS, False: BINDS_NOT, None: UNDECIDED}[ruling.truth]


def _standing(requirement: Requirement, world: World, language: str) -> View:
    ruling = _ruling(requirement, world)
    missing = ruling.missing if ruling.truth is None else ()
    return {
        "state": _state_of_requirement(requirement, ruling),
        "undecided_by": [question for ref in missing if (question := _waiting_question(world, ref, language))],
    }


def _waiting_question(world: World, ref: Ref, language: str) -> View | None:
    tree = world.questionnaires.get(ref.questionnaire)
    question = tree.questions.get(ref.question) if tree else None
    if tree is None or question is None:
        return None
    text = pick_translation(question.text, language)
    return {"ref": tree.ref, "question": question.id, "number": question.number, "text": text}


def _asked_entries(outcome: Outcome, dossier: Dossier) -> list[tuple[str, Entry]]:
    """Return every entry of a question that applies, with its reference as links name it."""
    return [
        (f"{tree.ref}/{entry.question.id}", entry)
        for tree in outcome.questionnaires.values()
        if tree.ref in dossier.assessments
        for entry in outcome.tree_entries(tree.id)
        if entry.status is not Status.SKIPPED and entry.question.kind is not Kind.NOTICE
    ]


def _serving_answers(
    requirement: Requirement, kader: Kader, outcome: Outcome, entries: Sequence[tuple[str, Entry]], language: str
) -> View:
    """Return what is answered, missing, or waits for another answer, of the questions about a requirement.

    Where an answer is withheld from this edition, nobody can say that it is complete.
    """
    about = {name for name, link in kader.questions.items() if requirement.code in link.requirements}
    own = [entry for name, entry in entries if name in about]
    needed = [entry for entry in own if entry.question.required]
    missing = [entry for entry in needed if entry.status in _MISSING]
    waiting = [entry for entry in needed if entry.status is Status.WAITING]
    served = [entry for entry in own if entry.status in _SERVING]
    withheld = any(entry.status is Status.WITHHELD for entry in needed) and not (missing or waiting)
    return {
        "served_by": [_entry_view(outcome, entry, language) for entry in served],
        "missing": [_entry_view(outcome, entry, language) for entry in missing],
        "waiting": [_entry_view(outcome, entry, language) for entry in waiting],
        "complete": None if withheld else bool(served) and not (missing or waiting),
    }


def _entry_view(outcome: Outcome, entry: Entry, language: str) -> View:
    return {
        "ref": outcome.questionnaires[entry.ref.questionnaire].ref,
        "question": str(entry.ref),
        "status": entry.status.value,
        "number": entry.question.number,
        "text": pick_translation(entry.question.text, language),
    }
