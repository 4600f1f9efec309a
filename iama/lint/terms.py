"""Words in a question tree for which the glossary has another."""

from collections.abc import Iterator

from iama.model.glossary import Glossary, Term
from iama.model.problems import Finding, Level, Place, finding_of
from iama.model.questionnaire import Questionnaire
from iama.words import Phrase, Words, pick_translation


def lint_terms(tree: Questionnaire, glossary: Glossary) -> tuple[Finding, ...]:
    """Return a warning for every such word in what a tree asks, explains and advises."""
    return tuple(
        finding_of(place, "other-term", _warning_text(owner, name, term, language), Level.WARNING)
        for owner, place, texts in _texts_of_tree(tree)
        for words in texts
        for language in words
        for name, term in glossary.avoided_names(words[language], language)
    )


def _warning_text(owner: str, name: str, term: Term, language: str) -> Phrase:
    return Phrase("tree-other-term", owner=owner, name=name, term=pick_translation(term.name, language))


def _texts_of_tree(tree: Questionnaire) -> Iterator[tuple[str, Place, tuple[Words, ...]]]:
    for question in tree.questions.values():
        yield (
            question.id,
            question.place,
            (question.text, question.help, *(option.label for option in question.options)),
        )
    for trigger in tree.triggers:
        yield trigger.id, trigger.place, (trigger.title, trigger.advice)
