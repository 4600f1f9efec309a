"""Words that a team meets in the questionnaires, each told in plain language, as data."""

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from iama.words import Words, pick_translation

_ENDINGS = ("", "en", "n", "es", "s", "'s")  # a plural is the same word
_LONGEST = 3  # signs: an ending, and what must not go on


class Term(Struct, frozen=True):
    """One word per idea, in every language, with what it means.

    `also` has other forms of the word; `avoided` has other words for the idea, which texts do not use; `source` is
    where the word comes from, empty where it is everybody's; `at` are questions that it helps with (`iama/goal`).
    """

    id: str
    name: Words
    means: Words
    also: Mapping[str, tuple[str, ...]]
    avoided: Mapping[str, tuple[str, ...]]
    source: Words
    at: tuple[str, ...]

    def names_in(self, language: str) -> tuple[str, ...]:
        """Return every form of the word."""
        return (pick_translation(self.name, language), *self.also.get(language, ()))


class Glossary(Struct, frozen=True):
    """Every term, those that belong together side by side."""

    terms: tuple[Term, ...]

    def terms_in(self, words: str, language: str) -> tuple[Term, ...]:
        """Return the terms that a text uses."""
        low = words.lower()
        return tuple(term for term in self.terms if any(_stands_in(name, low) for name in term.names_in(language)))

    def terms_of(self, question: str, words: str, language: str) -> tuple[Term, ...]:
        """Return the terms that help with a question (`iama/goal`), and those that its words use."""
        used = self.terms_in(words, language)
        return tuple(term for term in self.terms if question in term.at or term in used)

    def terms_called(self, word: str, language: str) -> tuple[Term, ...]:
        """Return the terms that a word means: those of that name, also one that texts avoid, else all that hold it."""
        low = " ".join(word.lower().split())
        exact = [term for term in self.terms if low in map(str.lower, _every_name(term, language))]
        return tuple(
            exact or (term for term in self.terms if low and low in pick_translation(term.name, language).lower())
        )

    def avoided_names(self, words: str, language: str) -> Iterator[tuple[str, Term]]:
        """Yield the words in a text for which it has another term; what is between backticks is quoted."""
        plain = " ".join(re.sub(r"`[^`]*`", "", words).split())
        for term in self.terms:
            for name in term.avoided.get(language, ()):
                if re.search(rf"\b{re.escape(name)}", plain, re.IGNORECASE):
                    yield name, term


def _every_name(term: Term, language: str) -> tuple[str, ...]:
    return (*term.names_in(language), *term.avoided.get(language, ()))


def _stands_in(name: str, low: str) -> bool:
    """Return whether a word stands by itself in a text, which is in small letters; a hundred patterns would be slow."""
    name = name.lower()
    at = low.find(name)
    while at >= 0:
        end = at + len(name)
        rest = low[end : end + _LONGEST]
        if not low[at - 1 : at].isalnum() and any(_ends_word(rest, ending) for ending in _ENDINGS):
            return True
        at = low.find(name, at + 1)
    return False


def _ends_word(rest: str, ending: str) -> bool:
    return rest.startswith(ending) and not rest[len(ending) : len(ending) + 1].isalnum()
