"""What is wrong with a text that everybody reads: unfinished, in the words of the team, about persons, or hard to read.

The score is that of Flesch, for Dutch as Douma fitted it: the length of sentences and of words. Where it begins to
say something is our own choice.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from iama.model.people import has_any_name
from iama.publish.register.rules import Problem
from iama.publish.register.text import sentences
from iama.publish.titled import has_titled_name

HTML = re.compile(r"</?[A-Za-z][^<>]*>")
LEAST_SCORE = 40
_SHORTEST = 40  # words of which a score says something
_REPEATED = 6  # words of a sentence that is no accident
_TODO = re.compile(
    r"(?i:\b(?:todo|tbd|fixme|n\.?t\.?b\.?|nog invullen|nog aanvullen|lorem ipsum)\b)|\bXX+\b|\?\?+|\[\.\.\.\]"
)
_NUMBER = re.compile(r"(?<![\w.])\d(?:[AB])?(?:\.\d[AB]?){1,3}(?:\.\d+)*(?![\w.]*\d)")
_CODE = re.compile(r"\b(?:R\d{1,2}|[BMW]\d{2})\b")
_CAPITALS = re.compile(r"\b[A-Z]{2,6}\b")
_LAWS = re.compile(r"\b(?:Awb|Woo|Wmo|Wpg|Wjsg|Wbp|Uavg|Wob|Gw|Sr|Sv)\b")
_KNOWN = frozenset("AI EU NL BV NV ID TODO TBD FIXME".split())  # everybody knows these, or they are told otherwise
_TABLE = re.compile(r"\|.*\||\t")
_WE = {
    "nl": re.compile(r"(?i:\b(?:wij|we|ons|onze|jullie)\b)"),
    "en": re.compile(r"(?i:\b(?:we|us|our|ours)\b)|\byou\b"),
}
_LAW = re.compile(r"(?i:\bart(?:ikel|icle|\.)|\blid\b)|\b\d+:\d+|§")
_VOWELS = re.compile(r"[aeiouyàáâäèéêëìíîïòóôöùúûü]+", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")


class _Formula(NamedTuple):
    start: float
    sentence: float
    syllable: float  # per word


_FORMULAS = {"nl": _Formula(206.84, 0.93, 77.0), "en": _Formula(206.835, 1.015, 84.6)}


def reading_score(text: str, language: str) -> int | None:
    """Return how easily a text reads, from 0 to 100; None for one that is too short to say."""
    words, formula = _WORD.findall(text), _FORMULAS.get(language)
    if len(words) < _SHORTEST or formula is None:
        return None
    syllables = sum(max(1, len(_VOWELS.findall(word))) for word in words)
    per_sentence = len(words) / len(sentences(text))
    score = formula.start - formula.sentence * per_sentence - formula.syllable * syllables / len(words)
    return round(min(max(score, 0), 100))


def wording_problems(text: str, language: str, numbers: Container[str], people: Iterable[str]) -> Iterator[Problem]:
    """Yield what a reader outside the team would trip over; `numbers` are those of questions."""
    if unfinished := _TODO.search(text):
        yield Problem("todo", (("words", unfinished[0]),))
    if asked := [number for number in _NUMBER.findall(text) if number in numbers]:
        yield _naming("question-number", asked)
    if codes := _CODE.findall(text):
        yield _naming("code", codes)
    if short := [word for word in _short_words(text) if f"({word})" not in text]:
        yield _naming("abbreviation", short)
    if _TABLE.search(text):
        yield Problem("table")
    if language in _WE and (we := _WE[language].findall(text)):
        yield _naming("we", we)
    if has_titled_name(text) and not has_any_name(text, people):  # a known name is told by itself
        yield Problem("person")


def law_problems(text: str) -> Iterator[Problem]:
    """Yield that a text about the law only names articles: every sentence does."""
    if all(_LAW.search(sentence) for sentence in sentences(text)):
        yield Problem("law-bare")


def plain_problems(text: str, language: str) -> Iterator[Problem]:
    """Yield that a text which has to be plain is hard to read."""
    score = reading_score(text, language)
    if score is not None and score < LEAST_SCORE:
        yield Problem("hard", (("score", str(score)), ("least", str(LEAST_SCORE))))


def repeated_sentences(texts: Mapping[str, str]) -> Mapping[str, Sequence[str]]:
    """Return for every text, by name, the names of earlier ones that hold one of its sentences word for word."""
    first: dict[str, str] = {}
    repeated: dict[str, list[str]] = {}
    for name, text in texts.items():
        for sentence in sentences(text):
            owner = first.setdefault(sentence, name)
            if owner != name and len(sentence.split()) >= _REPEATED and owner not in repeated.get(name, ()):
                repeated.setdefault(name, []).append(owner)
    return repeated


def _short_words(text: str) -> list[str]:
    return [word for word in (*_CAPITALS.findall(text), *_LAWS.findall(text)) if word not in _KNOWN]


def _naming(code: str, words: Iterable[str]) -> Problem:
    return Problem(code, (("words", ", ".join(dict.fromkeys(words))),))
