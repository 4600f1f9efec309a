"""What a question tree must declare, number and spell out."""

from collections.abc import Iterable, Iterator

from iama.lint.subject import Subject
from iama.model.problems import Finding, Place, suggestion
from iama.model.questionnaire import Kind, Option, Question, Questionnaire
from iama.words import LANGUAGES, Words

COVERS = tuple(f"27(1)({letter})" for letter in "abcdef")


def laws(subject: Subject) -> Iterator[Finding]:
    """Questions and triggers rest on legal facts that exist."""
    known = subject.law.facts
    for owner in subject.owners:
        for id_ in owner.law if isinstance(owner, Question) else owner.basis:
            if id_ not in known:
                message = f"`{owner.id}` rests on `{id_}`, and there is no such legal fact"
                yield Finding(owner.place, "unknown-law", message, suggestion(id_, known))


def roles(subject: Subject) -> Iterator[Finding]:
    """The roles that answer a question are declared."""
    known = subject.tree.roles
    for question in subject.questions:
        for role in question.roles:
            if role not in known:
                message = f"`{question.id}` is for `{role}`, and there is no such role"
                yield Finding(question.place, "unknown-role", message, suggestion(role, known))


def option_groups(subject: Subject) -> Iterator[Finding]:
    """The groups of options are declared."""
    known = subject.tree.option_groups
    for question in subject.questions:
        for option in _options(question):
            if option.group and option.group not in known:
                message = (
                    f"option `{option.value}` of `{question.id}` is in `{option.group}`, and there is no such group"
                )
                hint = suggestion(option.group, known) or "declare it under `option-groups`"
                yield Finding(question.place, "unknown-group", message, hint)


def _options(question: Question) -> Iterator[Option]:
    yield from question.options
    for column in question.columns:
        yield from column.options


def numbers(subject: Subject) -> Iterator[Finding]:
    """An official number belongs to one question, and every official question but rows has one."""
    first: dict[str, Question] = {}
    for question in subject.questions:
        if question.number and (other := first.setdefault(question.number, question)) is not question:
            message = f"`{question.id}` has number {question.number}, which is that of `{other.id}` too"
            yield Finding(question.place, "bad-number", message, "look the number up in the official instrument")
        if question.official and not question.number and question.kind is not Kind.ROWS:
            message = f"`{question.id}` is official and has no number"
            yield Finding(question.place, "bad-number", message, "look the number up in the official instrument")


def covers(subject: Subject) -> Iterator[Finding]:
    """A question covers points of AI Act Article 27(1)."""
    for question in subject.questions:
        for point in question.covers:
            if point not in COVERS:
                message = f"`{question.id}` covers `{point}`, and there is no such point"
                yield Finding(question.place, "bad-covers", message, f"use one of: {', '.join(COVERS)}")


def texts(subject: Subject) -> Iterator[Finding]:
    """Everything that people read is there in every language."""
    for place, what, words in texts_of(subject.tree):
        missing = [f"`{language}`" for language in LANGUAGES if not words.get(language, "").strip()]
        if missing:
            message = f"{what} has no text in {' and '.join(missing)}"
            yield Finding(place, "missing-text", message, "write it in both languages")


def texts_of(tree: Questionnaire) -> Iterator[tuple[Place, str, Words]]:
    """Return everything that people read, with its place and its name."""
    named = (("role", tree.roles), ("option group", tree.option_groups))
    yield tree.place, "the title of the questionnaire", tree.title
    yield from _intro(tree.place, "the questionnaire", tree.intro)
    yield from ((tree.place, f"{what} `{id_}`", words) for what, known in named for id_, words in known.items())
    for part in tree.parts:
        yield (place := _first(tree, part.questions)), f"the title of part `{part.id}`", part.title
        yield from _intro(place, f"part `{part.id}`", part.intro)
    for section in tree.sections:
        place = _first(tree, section.questions)
        yield place, f"the title of section `{section.id}`", section.title
        yield from _intro(place, f"section `{section.id}`", section.intro)
        yield from ((place, f"group `{group.id}`", group.text) for group in section.groups)
    for question in tree.questions.values():
        yield from ((question.place, what, words) for what, words in _question_texts(question))
    for trigger in tree.triggers:
        yield trigger.place, f"the title of `{trigger.id}`", trigger.title
        yield trigger.place, f"the advice of `{trigger.id}`", trigger.advice


def _intro(place: Place, what: str, words: Words) -> Iterator[tuple[Place, str, Words]]:
    if words:
        yield place, f"the intro of {what}", words


def _question_texts(question: Question) -> Iterator[tuple[str, Words]]:
    yield f"`{question.id}`", question.text
    if question.kind is not Kind.NOTICE or question.help:
        yield f"the help of `{question.id}`", question.help
    for column in question.columns:
        yield f"column `{column.id}` of `{question.id}`", column.label
    for option in _options(question):
        yield f"option `{option.value}` of `{question.id}`", option.label


def _first(tree: Questionnaire, questions: Iterable[Question]) -> Place:
    """The place of the first of `questions`; parts and sections have none of their own."""
    return next((question.place for question in questions), tree.place)
