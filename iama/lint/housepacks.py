"""What a question tree of an organisation may not do: it adds questions, and says nothing in the name of others."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping

from iama.lint import declared
from iama.lint import lint as full
from iama.lint.inspected_tree import Subject
from iama.model.law import Law
from iama.model.problems import Finding, Place, finding_of
from iama.model.questionnaire import Questionnaire
from iama.model.text import RefusedCharacter, invisible_signs, text_in_file
from iama.words import Phrase

_DOTTED = re.compile(r"\s*(\d+(?:\.\d+)+[A-Za-z]?(?:\.\d+)*)")  # how the official lists number
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
    official = [other for other in official if not other.organisation]
    taken = {trigger.id for other in official for trigger in other.triggers}
    for trigger in tree.triggers:
        if trigger.id in taken:
            yield finding_of(trigger.place, "invalid-value", Phrase("pack-flag-taken", name=trigger.id))
    yield from _borrowed_roles(tree, official)
    yield from _borrowed_names(tree, official)
    yield from _deceiving_texts(tree, official)


def _borrowed_roles(tree: Questionnaire, official: Collection[Questionnaire]) -> Iterator[Finding]:
    """Yield the roles that are called as an official one is, or an official one that is called otherwise."""
    roles = [(id_, _folded(*words.values())) for other in official for id_, words in other.roles.items()]
    for id_, words in tree.roles.items():
        called = _folded(*words.values())
        if (id_, called) not in roles and any(id_ == role or called & words for role, words in roles):
            yield finding_of(tree.place, "invalid-value", Phrase("pack-role-taken", name=id_))


def _borrowed_names(tree: Questionnaire, official: Collection[Questionnaire]) -> Iterator[Finding]:
    """Yield the name of the tree or of its organisation that an official list has, or that other letters imitate."""
    taken = {name for other in official for name in _names_of(other)}
    for name in sorted(_names_of(tree)):
        if name in taken:
            yield finding_of(tree.place, "invalid-value", Phrase("pack-name-taken", name=name))
        if any(sign.isalpha() and not unicodedata.name(sign, "").startswith("LATIN") for sign in name):
            yield finding_of(tree.place, "invalid-value", Phrase("pack-letters", name=name))


def _names_of(tree: Questionnaire) -> frozenset[str]:
    own = (tree.id, tree.ref, f"{tree.id} {tree.version}")
    return _folded(*tree.title.values(), tree.source.get("title", ""), *own)


def _folded(*texts: str) -> frozenset[str]:
    """Return texts as a reader tells them apart: without capitals, or blanks more than one."""
    return frozenset(filter(None, (" ".join(text.casefold().split()) for text in texts)))


def _deceiving_texts(tree: Questionnaire, official: Collection[Questionnaire]) -> Iterator[Finding]:
    """Yield the texts with signs that nobody sees, and those that begin with the number of an official question."""
    taken = {number for other in official for _, number in (*_official_numbers(other), *_question_numbers(other))}
    about = (tree.place, Phrase("tree-the-source"), dict(tree.source))
    for place, what, words in (about, *declared.texts_of(tree)):
        for text in words.values():
            if _hides_signs(text):
                yield finding_of(place, "invalid-value", Phrase("pack-hidden-signs", what=what))
            if (begins := _DOTTED.match(text)) and begins[1] in taken:
                yield finding_of(place, "invalid-value", Phrase("pack-number", what=what, number=begins[1]))


def _hides_signs(text: str) -> bool:
    try:
        text_in_file(text)
    except RefusedCharacter:
        return True
    return any(invisible_signs(text))


def _question_numbers(tree: Questionnaire) -> Iterator[tuple[str, str | None]]:
    return ((question.id, question.number) for question in tree.questions.values())


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
