"""What the gate says: one finding, and a report of all of them. Neither ever holds an answer."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Self

from iama.check.standing import Standing
from iama.model.problems import Level

_LENGTH = 32


class Cause(StrEnum):
    """What made a finding appear, so that a calendar and a mistake can be told apart."""

    CONTENT = "content"  # what is answered, or not
    DATE = "date"  # nothing but the day on which it is looked at
    FILE = "file"  # a file that cannot be read as it should


@dataclass(frozen=True, slots=True)
class Waived:
    """Why a finding does not count, and until when (ISO date; empty for the baseline)."""

    reason: str
    until: str = ""


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """Something about an algorithm that needs work.

    `path` is relative to where the run started, `fingerprint` stays the same while the finding does: it is made of
    ids only, never of a line, a message or an answer. `trigger` names the flag that the finding is about.
    """

    code: str
    severity: Level
    algorithm: str
    message: str
    hint: str = ""
    cause: Cause = Cause.CONTENT
    assessment: str = ""
    question: str = ""
    trigger: str = ""
    path: str = ""
    line: int = 0
    column: int = 0
    fingerprint: str = ""
    waived: Waived | None = None

    @property
    def order(self) -> tuple[str, int, int, str, str, str, str]:
        """Where a finding stands in a report: by file, place, code, and what it is about."""
        return self.path, self.line, self.column, self.code, self.question, self.trigger, self.fingerprint

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        return f"{place}: {self.severity}: {self.message} [{self.code}]"


def fingerprint(*ids: str) -> str:
    """Return what identifies a finding: a digest of its code and of the ids that it is about."""
    return hashlib.sha256("\0".join(ids).encode(errors="surrogatepass")).hexdigest()[:_LENGTH]


def numbered(findings: Iterable[CheckFinding]) -> Iterator[CheckFinding]:
    """Yield findings with a fingerprint of their own: the second of a kind gets another than the first."""
    seen: Counter[str] = Counter()
    for finding in findings:
        seen[finding.fingerprint] += 1
        count = seen[finding.fingerprint]
        yield finding if count == 1 else replace(finding, fingerprint=fingerprint(finding.fingerprint, str(count)))


@dataclass(frozen=True, slots=True)
class Summary:
    """How much was looked at, and what came of it; waived findings count as waived only."""

    algorithms: int = 0
    assessments: int = 0
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    waived: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """What a run of the gate found, in the order of the files."""

    as_of: date
    findings: tuple[CheckFinding, ...]
    algorithms: int
    assessments: int
    standings: tuple[Standing, ...] = ()

    @property
    def summary(self) -> Summary:
        levels = Counter(finding.severity for finding in self.standing)
        waived = len(self.findings) - levels.total()
        counts = (levels[Level.ERROR], levels[Level.WARNING], levels[Level.NOTE], waived)
        return Summary(self.algorithms, self.assessments, *counts)

    @property
    def standing(self) -> tuple[CheckFinding, ...]:
        """The findings that count."""
        return tuple(finding for finding in self.findings if finding.waived is None)

    def fails(self, level: Level) -> bool:
        """Return whether a finding that counts stands at `level` or above."""
        return any(finding.severity >= level for finding in self.standing)

    def with_(self, other: Self) -> Self:
        """Return this report and another as one."""
        findings = tuple(sorted((*self.findings, *other.findings), key=lambda finding: finding.order))
        counted = (self.algorithms + other.algorithms, self.assessments + other.assessments)
        return type(self)(self.as_of, findings, *counted, (*self.standings, *other.standings))
