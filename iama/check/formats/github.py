"""Findings as annotations of GitHub Actions: at most ten per level, the worst first, and what was left out.

GitHub shows ten annotations per level and step. A line that starts with `::` is a command to the runner, so every text
is escaped as the runner unescapes it (actions/toolkit, `core.command`).
"""

from collections.abc import Iterator
from itertools import groupby

from iama.check.finding import CheckFinding, Report
from iama.model.problems import Level
from iama.model.text import shown

_MOST = 10
_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def format(report: Report) -> str:
    """Return the annotations, and a last line that counts."""
    summary = report.summary
    counts = f"{summary.errors} errors, {summary.warnings} warnings, {summary.notes} notes, {summary.waived} waived"
    return "\n".join([*_annotations(report), f"iama: {summary.algorithms} algorithms: {counts}"]) + "\n"


def _annotations(report: Report) -> Iterator[str]:
    worst_first = sorted(report.standing, key=lambda finding: (-finding.severity, finding.order))
    for level, found in groupby(worst_first, key=lambda finding: finding.severity):
        findings = list(found)
        if len(findings) > _MOST:
            more = len(findings) - _MOST + 1
            findings = findings[: _MOST - 1]
            yield f"::{_COMMANDS[level]} title=iama::{more} more like these; the step summary holds every finding"
        yield from (_annotation(finding) for finding in findings)


def _annotation(finding: CheckFinding) -> str:
    place = {"file": finding.path, "line": finding.line, "col": finding.column}
    properties = {**{name: value for name, value in place.items() if value}, "title": f"iama {finding.code}"}
    told = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    message = f"{finding.message}\n{finding.hint}" if finding.hint else finding.message
    return f"::{_COMMANDS[finding.severity]} {told}::{_data(message)}"


def _data(text: str) -> str:
    return shown(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
