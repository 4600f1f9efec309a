"""What can be wrong with the help for a meeting, held against the tree that it belongs to."""

from collections.abc import Iterator, Mapping

from iama.lint.inspected_tree import Subject, finding_of_fault
from iama.lint.misreadings import Clause, misreadings
from iama.model.facilitation import Facilitation, unprobed_questions
from iama.model.law import Law
from iama.model.problems import Finding, finding_of
from iama.model.questionnaire import Questionnaire, Trigger
from iama.words import Phrase


def lint_facilitation(
    helps: Facilitation, tree: Questionnaire, others: Mapping[str, Questionnaire], law: Law
) -> tuple[Finding, ...]:
    """Return what is wrong with the help for `tree`; `others` are the questionnaires by id that it may name."""
    subject = Subject(tree, {**others, tree.id: tree}, law)
    return tuple(dict.fromkeys((*_unhelped_questions(helps, tree), *_misread_conditions(helps, subject))))


def _unhelped_questions(helps: Facilitation, tree: Questionnaire) -> Iterator[Finding]:
    """Every official or required question says how to keep asking, and every role who can stand in."""
    for id_ in unprobed_questions(tree, helps):
        yield finding_of(helps.place, "missing-text", Phrase("tree-no-probes", question=id_))
    for role in tree.roles:
        if role not in helps.stand_ins:
            yield finding_of(helps.place, "missing-text", Phrase("tree-no-stand-in", role=role))


def _misread_conditions(helps: Facilitation, subject: Subject) -> Iterator[Finding]:
    """Names and values in conditions that cannot be understood; they may look at any answer, as triggers do."""
    for name, condition, place in helps.conditions:
        owner = Trigger(name, "", condition, {}, {}, (), place=place)
        for fault in misreadings(Clause(owner, condition, subject.view), subject.law):
            yield finding_of_fault(place, fault, "tree-in-facilitation", owner=name)
