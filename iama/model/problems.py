"""What can be wrong, and where: the only vocabulary of errors in the project."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple


class Place(NamedTuple):
    """A position in a file; line and column count from 1, and 0 means the file as a whole.

    A tuple, because every node of a file has one and a dataclass takes three times as long to make.
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


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a file that is wrong or missing: data, never an exception."""

    place: Place
    code: str
    message: str
    hint: str = ""
    level: Level = Level.ERROR

    def __str__(self) -> str:
        line = f"{self.place}: {self.level}: {self.message} [{self.code}]"
        return f"{line}\n    {self.hint}" if self.hint else line


class IamaError(Exception):
    """We cannot go on. The text says where, what, and what to do; `exit_code` follows the contract."""

    exit_code = 2


class UsageError(IamaError):
    """The command was asked for something that it cannot do."""


class UnusableFile(IamaError):
    """The one file that a command needs cannot be used; carries every finding about it."""

    exit_code = 3

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(sorted(findings, key=lambda finding: finding.place))
        super().__init__("\n".join(str(finding) for finding in self.findings))


class Refused(IamaError):
    """What was asked for may not be done as things stand; the text lists every reason."""

    exit_code = 1


class CannotSave(IamaError):
    """A file could not be written; what stood there before still stands there."""

    exit_code = 3


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return "did you mean `x`?" for a likely misspelling of one of `known`, else an empty text."""
    from difflib import get_close_matches  # costs 5 ms, and only a mistake needs it

    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean `{close[0]}`?" if close else ""
