"""What a question tree of an organisation may not do: it adds questions, and says nothing in the name of others."""

from collections.abc import Callable, Collection, Iterator, Mapping

from iama.lint import declared
from iama.lint import lint as full
from iama.lint.inspected_tree import Subject
from iama.model.law import Law
from iama.model.problems import Finding, Place, finding_of
from iama.model.questionnaire import Questionnaire
from iama.words import Phrase

_QUICK: tuple[Callable[[Subject], Iterator[Finding]], ...] = (  # without what has to search
    full.misread_conditions,
    full.misread_triggers,
    full.faulty_repeats,
    full.misplaced_companions,
    full.unshowable_answers,
    full.faulty_reuses,
    full.faulty_matrices,
    full.faulty_from_dates,
    declared.unknown_laws,
    declared.undeclared_roles,
    declared.undeclared_groups,
    declared.bad_triggers,
    declared.missing_texts,
)


def pack_faults(
    tree: Questionnaire, official: Collection[Questionnaire], known: Mapping[str, Questionnaire], law: Law
) -> Iterator[Finding]:
    """Yield what is wrong with a tree of a pack as often as it is read; `lint` says more.

    `official` are all trees that it stands beside, `known` what it may name, by id.
    """
    yield from added_only(tree, official)
    subject = Subject(tree, {**known, tree.id: tree}, law)
    for check in _QUICK:
        yield from check(subject)


def added_only(tree: Questionnaire, official: Collection[Questionnaire]) -> Iterator[Finding]:
    """Yield what a tree of an organisation says that only an official one may say."""
    for place, name, key in _official_keys(tree):
        yield finding_of(place, "invalid-value", Phrase("pack-key", name=name, key=key))
    taken = {trigger.id for other in official for trigger in other.triggers}
    for trigger in tree.triggers:
        if trigger.id in taken:
            yield finding_of(trigger.place, "invalid-value", Phrase("pack-flag-taken", name=trigger.id))


def _official_keys(tree: Questionnaire) -> Iterator[tuple[Place, str, str]]:
    """Yield where a tree has a key of official ones: its place, what has it, and the key."""
    if tree.said is not None:
        yield tree.place, tree.id, "instrument"
    for id_, number in _official_numbers(tree):
        if number:
            yield tree.place, id_, "number"
    for question in tree.questions.values():
        for key in ("official", "number", "covers", "register"):
            if getattr(question, key):
                yield question.place, question.id, key


def _official_numbers(tree: Questionnaire) -> Iterator[tuple[str, str | None]]:
    yield from ((part.id, part.number) for part in tree.parts)
    for section in tree.sections:
        yield section.id, section.number
        yield from ((group.id, group.number) for group in section.groups)
