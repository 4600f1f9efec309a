"""Findings as annotations of GitHub Actions: at most ten per level, the worst first, and what was left out.

GitHub shows ten annotations per level and step. A line that starts with `::` is a command to the runner, so every text
is escaped as the runner unescapes it (actions/toolkit, `core.command`).
"""

from collections.abc import Iterator
from heapq import nsmallest

from iama.gate.finding import CheckFinding
from iama.gate.formats import before_line, counts_with_nouns, list_lines
from iama.gate.report import Report
from iama.model.problems import Level
from iama.model.text import escape_controls
from iama.words import text

HARMLESS = True  # its own commands are what the runner must find; words are escaped
_MOST = 10
_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def report_lines(report: Report) -> Iterator[str]:
    """Yield the annotations, and a last line that counts."""
    counts = text("check-counts-of-all", report.language, **counts_with_nouns(report.summary))
    rows = (f"iama: {escape_controls(line)}" for line in list_lines(report))
    for line in (*_annotations(report), f"iama: {counts}", *rows, *before_line(report.summary, report.language)):
        yield f"{line}\n"


def _annotations(report: Report) -> Iterator[str]:
    for level, count in report.summary.levels.items():
        standing = (finding for finding in report if finding.severity is level and finding.waived is None)
        findings = nsmallest(_MOST if count <= _MOST else _MOST - 1, standing, key=lambda finding: finding.order)
        if more := count - len(findings):
            words = text("check-more-in-summary", report.language, count=more)
            yield f"::{_COMMANDS[level]} title=iama::{_escape_message(words)}"
        yield from (_annotation(finding) for finding in findings)


def _annotation(finding: CheckFinding) -> str:
    place = {"file": finding.path, "line": finding.line, "col": finding.column}
    properties = {**{name: value for name, value in place.items() if value}, "title": f"iama {finding.code}"}
    written = ",".join(f"{name}={_escape_property(str(value))}" for name, value in properties.items())
    message = f"{finding.message}\n{finding.hint}" if finding.hint else finding.message
    return f"::{_COMMANDS[finding.severity]} {written}::{_escape_message(message)}"


def _escape_message(words: str) -> str:
    return escape_controls(words).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(words: str) -> str:
    return _escape_message(words).replace(":", "%3A").replace(",", "%2C")
