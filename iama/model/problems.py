"""What can be wrong, and where: the only vocabulary of errors in the project."""

from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

from msgspec import Struct

from iama.words import Phrase, hint_of, message_text


class Place(NamedTuple):
    """A position in a file; line and column count from 1, and 0 means the file as a whole.

    A tuple, because every node of a file has one, and it is compared and sorted.
    """

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


class Level(IntEnum):
    """How much a finding matters, in rising order."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


class Finding(Struct, frozen=True):
    """Something in a file that is wrong or missing: data, never an exception."""

    place: Place
    code: str
    message: Phrase | str
    hint: Phrase | str = ""
    level: Level = Level.ERROR

    def text_in(self, language: str) -> str:
        """Return where it is, what is wrong and what to do, on one line or two."""
        line = f"{self.place}: {self.level}: {message_text(self.message, language)} [{self.code}]"
        return f"{line}\n    {message_text(self.hint, language)}" if self.hint else line

    def __str__(self) -> str:
        return self.text_in("en")


class Spoken(Exception):
    """An error that a person reads: a text of the catalogues by its key, with the values of its places."""

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key)
        self.phrase = Phrase(key, **values)

    @property
    def hint(self) -> Phrase | None:
        """What to do about it, where the catalogues have a text for that: `KEY-hint`."""
        return hint_of(self.phrase)

    def text_in(self, language: str) -> str:
        """Return what is wrong, in the language of the user."""
        return self.phrase.text_in(language)

    def text_and_hint(self, language: str) -> str:
        """Return what is wrong and what to do, in the language of the user."""
        return f"{self.text_in(language)}; {self.hint.text_in(language)}" if self.hint else self.text_in(language)

    def __str__(self) -> str:
        return self.text_in("en")


class IamaError(Spoken):
    """We cannot go on. The text says where, what, and what to do; `exit_code` follows the contract."""

    exit_code = 2


class UsageError(IamaError):
    """The command was asked for something that it cannot do."""


class UnusableFile(IamaError):
    """The one file that a command needs cannot be used; carries every finding about it."""

    exit_code = 3

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(sorted(findings, key=lambda finding: finding.place))
        super().__init__("")

    def text_in(self, language: str) -> str:
        """Return every finding, in the language of the user."""
        return "\n".join(finding.text_in(language) for finding in self.findings)


class UnusablePack(UnusableFile):
    """Nothing of a house pack can be used; `code` says why, the findings where."""

    def __init__(self, findings: Iterable[Finding], code: str) -> None:
        super().__init__(findings)
        self.code = code

    def __reduce__(self) -> tuple[type["UnusablePack"], tuple[tuple[Finding, ...], str]]:
        return UnusablePack, (self.findings, self.code)


class CannotUse(Spoken, OSError):
    """What stands at a path is not what we take, or does not fit: what a caller handles as a failure of the system."""


def reason_of(error: BaseException) -> Phrase | str:
    """Return why something failed: in our own words, or as the system or another program said it."""
    if isinstance(error, Spoken) and not isinstance(error, UnusableFile):  # which is its findings
        return error.phrase
    return getattr(error, "strerror", None) or str(error)


class Refused(IamaError):
    """What was asked for may not be done as things stand; the text lists every reason."""

    exit_code = 1


class CannotSave(IamaError):
    """A file could not be written; what stood there before still stands there."""

    exit_code = 3


def finding_of(place: Place, code: str, message: Phrase, level: Level = Level.ERROR) -> Finding:
    """Return a finding with what to do about it, where the catalogues have a text for that: `KEY-hint`."""
    return Finding(place, code, message, hint_of(message) or "", level)


def misspelling_hint(word: str, known: Iterable[str]) -> Phrase | str:
    """Return "did you mean `x`?" for a likely misspelling of one of `known`, else nothing."""
    close = nearest(word, known)
    return Phrase("did-you-mean", word=close) if close else ""


def choices_hint(word: str, known: Iterable[str], otherwise: Phrase | None = None) -> Phrase:
    """Return "did you mean `x`?" for a likely misspelling of one of `known`, else `otherwise` or what there is."""
    there = list(known)
    close = nearest(word, there)
    return Phrase("did-you-mean", word=close) if close else otherwise or Phrase("one-of", words=there)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the one of `known` that `word` is likely to misspell; empty when none is."""
    from difflib import get_close_matches  # costs 5 ms, and only a mistake needs it

    return next(iter(get_close_matches(word, list(known), n=1, cutoff=0.6)), "")
