"""The report as lines for a terminal or a log: what counts in full, a crowd of notes in short, the sum last."""

from collections.abc import Iterable, Iterator

from iama.check.finding import CheckFinding
from iama.check.packing import unpacked
from iama.check.report import Report
from iama.model.problems import Level
from iama.model.text import shown

_MOST_NOTES = 3  # of one code in one file; of more only the first is told: a dossier on its first day has hundreds


def write(report: Report) -> Iterator[str]:
    """Yield the report as text, dossier by dossier; the last line counts."""
    for part in report.parts:
        yield "".join(f"{shown(line)}\n" for group in _groups(unpacked(part)) for line in _lines(group))
    counts = report.summary
    looked = f"{_count(counts.algorithms, 'algorithm')}, {_count(counts.assessments, 'assessment')}"
    found = ", ".join(_count(getattr(counts, name), name[:-1]) for name in ("errors", "warnings", "notes"))
    yield f"{looked}: {found}" + (f", {counts.waived} waived" if counts.waived else "") + "\n"


def _groups(findings: Iterable[CheckFinding]) -> Iterator[list[CheckFinding]]:
    """Yield findings that are told together: notes of one code in one file where the first stands, others alone."""
    groups: dict[tuple[str, str, str], list[CheckFinding]] = {}
    for finding in findings:
        alone = finding.severity > Level.NOTE or finding.waived is not None
        groups.setdefault((finding.path, finding.code, finding.fingerprint if alone else ""), []).append(finding)
    yield from groups.values()


def _lines(group: list[CheckFinding]) -> Iterator[str]:
    told = group if len(group) <= _MOST_NOTES else group[:1]
    for finding, after in zip(told, (*told[1:], None), strict=True):
        yield _one_line(str(finding)) + _waived(finding)
        if finding.hint and finding.waived is None and (after is None or after.hint != finding.hint):
            yield f"    {_one_line(finding.hint)}"
    if more := len(group) - len(told):
        yield f"    and {more} more like this; `--format json` lists them all"


def _waived(finding: CheckFinding) -> str:
    waived = finding.waived
    if waived is None:
        return ""
    until = f", until {waived.until}" if waived.until else ""
    return f" (waived: {_one_line(waived.reason)}{until})"


def _one_line(text: str) -> str:
    return " ".join(text.split("\n"))


def _count(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"
