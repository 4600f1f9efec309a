"""What a run of the gate found: counted, and read finding by finding, so that its size takes no room.

Findings are kept as compressed lines of JSON: one form for the output, the cache, and the way between processes.
"""

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, Protocol, Self

from msgspec import Struct
from msgspec.structs import asdict

from iama.gate.finding import Cause, CheckFinding, Spot, Waived
from iama.gate.inventory_status import ListCounts, Standing
from iama.model.problems import Level
from iama.model.struct import replace
from iama.model.text import defuse_commands, escape_controls
from iama.words import Phrase


class Summary(Struct, frozen=True):
    """How much was looked at, and what came of it; waived findings count as waived only."""

    algorithms: int = 0
    assessments: int = 0
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    waived: int = 0
    before: int = 0  # of those that were there before a change, which are not told

    def __add__(self, other: Self) -> Self:
        return type(self)(*map(sum, zip(_NUMBERS(self), _NUMBERS(other), strict=True)))

    @property
    def levels(self) -> Mapping[Level, int]:
        """How many findings count, by level, the worst first."""
        return {Level.ERROR: self.errors, Level.WARNING: self.warnings, Level.NOTE: self.notes}

    @property
    def findings(self) -> int:
        """How many findings there are, waived ones included."""
        return sum(self.levels.values()) + self.waived

    def fails(self, level: Level) -> bool:
        """Return whether a finding that counts stands at `level` or above."""
        return any(count for of, count in self.levels.items() if of >= level)


NOTHING = Summary()


class Parts(Protocol):
    """Packed findings, dossier by dossier: kept as they come, and given back in that order as often as is asked."""

    def append(self, part: bytes, /) -> None: ...
    def __iter__(self) -> Iterator[bytes]: ...


class Report(Struct, frozen=True):
    """What a run of the gate found: dossier by dossier, each in the order of its files, then what is beside them."""

    as_of: date
    summary: Summary
    parts: Iterable[bytes]  # packed findings, which can be gone through more than once
    standings: tuple[Standing, ...] = ()
    language: str = "en"  # of what a person reads beside the findings
    root: str = ""  # of the dossiers, as seen from where the run started
    docs: str = ""  # the address of the folder of our pages, where that is known
    lists: tuple[ListCounts, ...] = ()  # what became of the lists of algorithms
    organisation: str = ""  # as the configuration names it
    edition: str = "public"  # who may read it

    def __iter__(self) -> Iterator[CheckFinding]:
        for part in self.parts:
            yield from unpack_findings(part)

    @property
    def conditions(self) -> Phrase | None:
        """How many conditions of decisions are met in all dossiers together; None where none is asked."""
        met, count = (sum(numbers) for numbers in zip((0, 0), *(one.conditions for one in self.standings), strict=True))
        return Phrase("conditions-met", met=met, count=count) if count else None

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
            lists=(*self.lists, *other.lists),
        )


class _Chained(Struct, frozen=True):
    """The parts of several reports, one report after another."""

    reports: Sequence[Iterable[bytes]]

    def __iter__(self) -> Iterator[bytes]:
        for parts in self.reports:
            yield from parts


def report(as_of: date, findings: Iterable[CheckFinding], counts: Summary = NOTHING, *, language: str = "en") -> Report:
    """Return a report of findings at hand; `counts` says how many algorithms and assessments were looked at."""
    pack = pack_findings(findings)
    return Report(as_of, counts + pack.counts, (pack.content,), language=language)


class Pack(Struct, frozen=True):
    """Findings in order, counted, and as compressed lines of JSON until somebody wants to see them.

    So a thousand dossiers are held and handed on in little room, and what an output takes as it is, is never unpacked.
    """

    content: bytes = b""
    counts: Summary = NOTHING

    def __iter__(self) -> Iterator[CheckFinding]:
        return unpack_findings(self.content)


def pack_findings(findings: Iterable[CheckFinding]) -> Pack:
    """Return findings packed, in this order; nothing in them is obeyed by a terminal or a runner."""
    packed = tuple(findings)
    if not packed:
        return Pack()
    levels = Counter(finding.severity for finding in packed if finding.waived is None)
    counts = (levels[Level.ERROR], levels[Level.WARNING], levels[Level.NOTE], len(packed) - levels.total())
    text = defuse_commands("\n".join(map(_encode_finding, packed)))
    return Pack(zlib.compress(text.encode(), _LIGHTLY), Summary(0, 0, *counts))


def json_lines(content: bytes) -> str:
    """Return the lines of JSON in a pack, one finding each; no line for no finding. Raises zlib.error."""
    return zlib.decompress(content).decode() if content else ""


def unpack_findings(content: bytes) -> Iterator[CheckFinding]:
    """Yield the findings in a pack; raises zlib.error, ValueError or KeyError for what is none."""
    text = json_lines(content)
    return map(_decode_finding, json.loads("[" + text.replace("\n", ",") + "]")) if text else iter(())


def _encode_finding(finding: CheckFinding) -> str:
    """Return a finding as JSON that a terminal shows as it is."""
    values = _as_json(finding)
    text = _encode(values)
    return text if text.isprintable() else escape_controls(json.dumps(values))


def _as_json(finding: CheckFinding) -> dict[str, Any]:
    """Return a finding under the keys that other programs rely on."""
    waived = finding.waived
    return {
        "code": finding.code,
        "severity": _WORDS[finding.severity],
        "cause": finding.cause.value,
        "algorithm": finding.algorithm,
        "assessment": finding.assessment or None,
        "question": finding.question or None,
        "trigger": finding.trigger or None,
        "message": finding.message,
        "hint": finding.hint,
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "fingerprint": finding.fingerprint,
        "waived": {"reason": waived.reason, "until": waived.until or None} if waived else None,
        "related": [asdict(spot) for spot in finding.related],
    }


def _decode_finding(values: dict[str, Any]) -> CheckFinding:
    waived = values["waived"]
    return CheckFinding(
        values["code"],
        _LEVELS[values["severity"]],
        values["algorithm"],
        values["message"],
        values["hint"],
        _CAUSES[values["cause"]],
        values["assessment"] or "",
        values["question"] or "",
        values["trigger"] or "",
        values["path"],
        values["line"],
        values["column"],
        values["fingerprint"],
        Waived(waived["reason"], waived["until"] or "") if waived else None,
        tuple(Spot(**spot) for spot in values["related"]),
    )


_LIGHTLY = 1  # half the room of the highest level, in a fifth of the time
_NUMBERS = attrgetter(*Summary.__struct_fields__)
_WORDS = {level: str(level) for level in Level}  # an enumeration takes longer to ask
_LEVELS = {str(level): level for level in Level}
_CAUSES = {str(cause): cause for cause in Cause}
_encode = json.JSONEncoder(ensure_ascii=False).encode
