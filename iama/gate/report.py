"""What a run of the gate found: counted, and read finding by finding, so that its size takes no room."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol, Self

from iama.gate.finding import CheckFinding
from iama.gate.inventory_status import Standing
from iama.gate.packing import NOTHING, Summary, pack_findings, unpack_findings


class Parts(Protocol):
    """Packed findings, dossier by dossier: kept as they come, and given back in that order as often as is asked."""

    def append(self, part: bytes, /) -> None: ...
    def __iter__(self) -> Iterator[bytes]: ...


@dataclass(frozen=True, slots=True)
class Report:
    """What a run of the gate found: dossier by dossier, each in the order of its files, then what is beside them."""

    as_of: date
    summary: Summary
    parts: Iterable[bytes]  # packed findings, which can be gone through more than once
    standings: tuple[Standing, ...] = ()
    language: str = "en"  # of what a person reads beside the findings

    def __iter__(self) -> Iterator[CheckFinding]:
        for part in self.parts:
            yield from unpack_findings(part)

    @property
    def findings(self) -> tuple[CheckFinding, ...]:
        """Every finding, in one piece."""
        return tuple(self)

    @property
    def unwaived_findings(self) -> tuple[CheckFinding, ...]:
        """The findings that count, in one piece."""
        return tuple(finding for finding in self if finding.waived is None)

    def with_(self, other: Self) -> Self:
        """Return this report and another as one."""
        return replace(
            self,
            summary=self.summary + other.summary,
            parts=_Chained((self.parts, other.parts)),
            standings=(*self.standings, *other.standings),
        )


@dataclass(frozen=True, slots=True)
class _Chained:
    """The parts of several reports, one report after another."""

    reports: Sequence[Iterable[bytes]]

    def __iter__(self) -> Iterator[bytes]:
        for parts in self.reports:
            yield from parts


def report(as_of: date, findings: Iterable[CheckFinding], counts: Summary = NOTHING, *, language: str = "en") -> Report:
    """Return a report of findings at hand; `counts` says how many algorithms and assessments were looked at."""
    pack = pack_findings(findings)
    return Report(as_of, counts + pack.counts, (pack.content,), language=language)
