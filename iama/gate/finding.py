"""What the gate says about one thing that needs work. It never holds an answer."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from iama.model.problems import Level
from iama.model.struct import replace
from iama.words import text

_LENGTH = 32


class Cause(StrEnum):
    """What made a finding appear, so that a calendar and a mistake can be told apart."""

    CONTENT = "content"  # what is answered, or not
    DATE = "date"  # nothing but the day on which it is looked at
    FILE = "file"  # a file that cannot be read as it should


class Waived(Struct, frozen=True):
    """Why a finding does not count, and until when (ISO date; empty for the baseline)."""

    reason: str
    until: str = ""


class Spot(Struct, frozen=True):
    """Where an answer stands that a finding rests on too."""

    question: str
    path: str
    line: int
    column: int


class CheckFinding(Struct, frozen=True):
    """Something about an algorithm that needs work.

    `path` is relative to where the run started, `fingerprint` stays the same while the finding does: it is made of
    ids only, never of a line, a message or an answer. `trigger` names the flag that the finding is about, `related`
    where the other answers stand that it rests on.
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
    related: tuple[Spot, ...] = ()

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


def distinguish_findings(findings: Iterable[CheckFinding]) -> Iterator[CheckFinding]:
    """Yield findings with a fingerprint of their own: the second of a kind gets another than the first."""
    seen: Counter[str] = Counter()
    for finding in findings:
        seen[finding.fingerprint] += 1
        count = seen[finding.fingerprint]
        yield finding if count == 1 else replace(finding, fingerprint=fingerprint(finding.fingerprint, str(count)))


def finding_words(name: str, language: str, about: Mapping[str, object]) -> tuple[str, str]:
    """Return the message and the hint of a finding, filled in; neither quotes an answer."""
    return text(f"gate-{name}", language, **about), text(f"gate-{name}-hint", language, **about)
