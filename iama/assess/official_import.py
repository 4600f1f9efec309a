"""The passages of an official file beside our questions, by number: what is taken, what is not, and what changed."""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from iama.model.officialtext import OfficialFile, OfficialText, Passage
from iama.model.questionnaire import Question, Questionnaire
from iama.model.values import InvalidValue, clean_typed_text

_POINT = re.compile(r"(?<=\d)\.(?=[A-Z])")  # of 2.A.2.2, which the registry has for 2A.2.2


class Change(StrEnum):
    """What an import does to one text."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"  # the file does not have it any more
    SAME = "same"


class Line(Struct, frozen=True):
    """One text: the question, what happens, and the words after and before."""

    question: Question
    change: Change
    words: str
    before: str = ""


class Told(Struct, frozen=True):
    """What was not taken as it stood: which sort, and every piece of it."""

    sort: str
    pieces: tuple[str, ...]


class Matched(Struct, frozen=True):
    """The texts by our question, and what must be told of the file."""

    texts: Mapping[str, str]
    told: tuple[Told, ...]


def match_passages(found: OfficialFile, tree: Questionnaire, lists: Mapping[str, str]) -> Matched:
    """Return the texts in a file for the questions of a tree; `lists` has their ids of our lists of action points."""
    matching = _Matching(tree, lists)
    for passage in found.passages:
        matching.take(passage)
    return Matched(*matching.result(found.loose))


def compare_texts(before: OfficialText | None, texts: Mapping[str, str], tree: Questionnaire) -> Iterator[Line]:
    """Yield what an import does to every text, in the order of the questionnaire."""
    held = before.texts if before else {}
    for question in tree.questions.values():
        old, new = held.get(question.id, ""), texts.get(question.id, "")
        if new:
            yield Line(question, Change.SAME if old == new else Change.CHANGED if old else Change.NEW, new, old)
        elif old:
            yield Line(question, Change.GONE, "", old)


class _Matching:
    """Takes passages one by one, and gathers what is told, by its sort."""

    def __init__(self, tree: Questionnaire, lists: Mapping[str, str]) -> None:
        self._tree, self._lists = tree, lists
        self._questions = {**{_plain_passage(number): id_ for number, id_ in tree.numbers.items()}, **lists}
        self._groups = {group.number for section in tree.sections for group in section.groups if group.number}
        parts = {part.number for part in tree.parts if part.number}
        sections = {section.number for section in tree.sections if section.number}
        self._headings = {_plain_passage(number) for number in self._groups | parts | sections}
        self._texts: dict[str, str] = {}
        self._twice: set[str] = set()
        self._told: dict[str, list[str]] = {}

    def take(self, passage: Passage) -> None:
        number = _plain_passage(passage.number)
        question = self._tree.questions.get(self._questions.get(number, ""))
        known = number in self._headings
        if question is None or (known and passage.heading):
            sort = "heading" if known or passage.heading else "unknown"
            self._tell(sort, f"{passage.number} {passage.words}")
        elif (words := self._words_of_passage(passage)) is None:
            self._tell("damaged", passage.number)
        elif not words:
            self._tell("empty", passage.number)
        elif words in {" ".join(own.split()) for own in question.text.values()}:
            self._tell("ours", passage.number)
        elif self._texts.get(question.id, words) != words:
            self._twice.add(question.id)
            self._tell("twice", f"{passage.number} {words}")
        else:
            self._texts[question.id] = words
            if question.number and passage.number not in (question.number, *self._questions):
                self._tell("mended", f"{passage.number} = {question.number}")

    def _words_of_passage(self, passage: Passage) -> str | None:
        """Return the words of a passage, behind those of its group; None where they cannot be kept."""
        number, above = passage.above
        lead = above if number in self._groups or passage.number in self._lists else ""
        try:
            return clean_typed_text(" – ".join(filter(None, [lead, passage.words]))).text.strip()
        except InvalidValue:
            return None

    def _tell(self, sort: str, piece: str) -> None:
        self._told.setdefault(sort, []).append(" ".join(piece.split()))

    def result(self, loose: tuple[str, ...]) -> tuple[Mapping[str, str], tuple[Told, ...]]:
        """Return the texts, and what is told of all passages and of what has no number."""
        for id_ in self._twice:  # nobody can tell which of them it is
            self._tell("twice", f"{self._tree.questions[id_].number} {self._texts.pop(id_)}")
        for question in self._tree.questions.values():
            if question.official and question.number and question.id not in self._texts:
                self._tell("missing", question.number)
        told = {**self._told, **({"loose": list(loose)} if loose else {})}
        return self._texts, tuple(Told(sort, tuple(pieces)) for sort, pieces in told.items())


def _plain_passage(number: str) -> str:
    return _POINT.sub("", number)
