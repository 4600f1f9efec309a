"""Answers and question trees to an outcome, each status with its reason.

One pass, in a fixed order: facts, assessments, follow-up. Conditions look back only, and at the phase of the use.
Knows no files and no clock; the date is an argument.
"""

from collections.abc import Iterable
from datetime import date

from iama.assess.adoption import unserved_answers
from iama.assess.facts import FACTS, PHASE
from iama.assess.outcome import Outcome
from iama.assess.verdicts import verdicts
from iama.assess.world import World
from iama.model.conditions import Ref
from iama.model.dossier import Dossier
from iama.model.law import Law
from iama.model.questionnaire import ALGORITHM, FOLLOW_UP, Questionnaire, age, organisation_of

_PLACES = {ALGORITHM: 0, FOLLOW_UP: 4}  # of what stands around assessments
_ANNEX = 3


def evaluate(dossier: Dossier, questionnaires: Iterable[Questionnaire], law: Law, as_of: date) -> Outcome:
    """Return the outcome of every assessment of the dossier that one of `questionnaires` belongs to.

    Of several versions the newest in the dossier counts; what a dossier does not hold is unknown, never "no".
    """
    ordered_trees = sorted(
        questionnaires, key=lambda tree: (reading_order(tree), tree.ref in dossier.assessments, age(tree.version))
    )
    trees = {tree.id: tree for tree in ordered_trees}
    broken: frozenset[Ref] = frozenset()
    while True:  # an adopting answer that a later one does not serve may hide others; each round breaks more
        world = World(trees, dossier, law, as_of, FACTS, broken)
        if (last := trees.get(FOLLOW_UP)) and (assessment := dossier.assessments.get(last.ref)):
            world.judge_ahead(last, assessment, PHASE)
        for tree in trees.values():
            if assessment := dossier.assessments.get(tree.ref):
                world.judge_assessment(tree, assessment)
        if not (refs := unserved_answers(world.entries) - broken):  # one that rows have joined stays answered by these
            break
        broken |= refs
    world.close()
    facts = {name: value for name in FACTS if (value := world.fact_value(name)) is not None}
    flags = tuple(verdict for tree in world.held_trees for verdict in verdicts(world, tree))
    return Outcome(as_of, world.questionnaires, world.entries, facts, flags)


def with_chosen_version(trees: Iterable[Questionnaire], chosen_tree: Questionnaire) -> tuple[Questionnaire, ...]:
    """Return the trees with `chosen_tree` as the one version of its instrument: its answers as if that were newest."""
    return (*(tree for tree in trees if tree.id != chosen_tree.id), chosen_tree)


def superseded_trees(trees: Iterable[Questionnaire]) -> tuple[Questionnaire, ...]:
    """Return the trees of which a newer version is among them; that one counts, but for `with_chosen_version`."""
    all_trees = tuple(trees)
    newest = {tree.id: tree for tree in sorted(all_trees, key=lambda tree: age(tree.version))}
    return tuple(tree for tree in all_trees if newest[tree.id] is not tree)


def reading_order(tree: Questionnaire) -> tuple[int, str]:
    """Return the place of a questionnaire in the order in which conditions may look back.

    Questions of organisations come behind the official ones, by name; the follow-up is last.
    """
    return (_ANNEX, tree.id) if organisation_of(tree.id) else (rank(tree), "")


def rank(tree: Questionnaire) -> int:
    """Return the place of an official questionnaire in the order in which conditions may look back.

    What answers to Article 27 of the AI Act comes after the other assessments, and an annex after that: each takes
    answers over from those before it.
    """
    if tree.id in _PLACES:
        return _PLACES[tree.id]
    return _ANNEX if tree.is_annex else 1 + tree.answers_article_27
