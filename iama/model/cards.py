"""The cards of the task registry and AMT: how they name questions and facts, beside how we do."""

import re
import unicodedata
from collections.abc import Mapping
from hashlib import sha256

from msgspec import Struct, field

from iama.model.exchange import Form
from iama.words import Phrase

_APOSTROPHE = re.compile("['\u2018\u2019`\u00b4]")
_BROKEN = re.compile(r"(?<=\w)-\s+(?=\w)")  # a word broken off: "sampling- strategie"
_WORD = re.compile(r"[^\W\d_]{2,}")
_DIGIT = re.compile(r"\d")
_DIGITS = 6  # of a digest: no two words of the official questions share them

Fingerprint = frozenset[str]  # the words of a question, each as the start of its digest; their order is not kept


def fingerprint(text: str) -> Fingerprint:
    """Return the words of a text, as digests; signs, numbers, single letters and capitals make no difference."""
    plain = _APOSTROPHE.sub("", unicodedata.normalize("NFKC", text).casefold())
    # without "2B.4.3": what other questions are called differs between editions
    parts = (part for part in _BROKEN.sub("", plain).split() if not _DIGIT.search(part))
    words = {word for part in parts for word in _WORD.findall(part)}
    return frozenset(sha256(word.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS] for word in words)


class Fact(Struct, frozen=True):
    """A key of a system card that answers one of our questions about the algorithm."""

    key: str
    question: str
    read: Mapping[str, str] = field(default_factory=dict)  # their word, and our value
    write: Mapping[str, str] = field(default_factory=dict)  # our value, and their word
    only_read: bool = False


class CardFormat(Struct, frozen=True):
    """How the cards say it: the instrument that we can match, and what of a system card has a place here."""

    urn: str
    schema: str
    questionnaire: str
    misprints: Mapping[str, str]  # their number where it is a misprint, and ours
    words: Mapping[str, Fingerprint]  # by official number
    facts: tuple[Fact, ...]

    @property
    def form(self) -> Form:
        """The cards as a form whose places have the official numbers."""
        return Form(self.urn, self.schema, self.questionnaire, {}, {})

    def urn_of(self, number: str) -> str:
        """Return what the registry calls a question."""
        theirs = next((theirs for theirs, ours in self.misprints.items() if ours == number), number)
        return f"{self.urn}:{theirs}"


class CardAnswer(Struct, frozen=True):
    """One answer of an assessment card; `number` is what its urn says, where it has one."""

    place: int  # counted from 1
    question: str
    number: str
    answer: str
    remarks: str
    roles: tuple[str, ...]
    day: str


class Cards(Struct, frozen=True):
    """What a file of cards holds: facts about the system, and the answers of one assessment."""

    system: bool  # whether it is a system card
    saved: str
    facts: Mapping[str, tuple[str, ...]]  # by the key of the card
    answers: tuple[CardAnswer, ...]
    people: tuple[str, ...]  # the names of who wrote it, or owns the system
    told: tuple[Phrase, ...]
