"""Findings as a Code Quality report of GitLab; waived ones are left out."""

import json
from collections.abc import Iterator

from iama.gate.finding import CheckFinding
from iama.gate.report import Report
from iama.gate.rules import CODES
from iama.model.problems import Level
from iama.model.text import escape_controls

_SEVERITY = {Level.ERROR: "major", Level.WARNING: "minor", Level.NOTE: "info"}


def report_lines(report: Report) -> Iterator[str]:
    """Yield the list that `artifacts: reports: codequality` takes."""
    before = "["
    for finding in report:
        if finding.waived is None:
            yield f"{before}\n  {escape_controls(json.dumps(_issue(finding), ensure_ascii=False))}"
            before = ","
    yield "\n]\n" if before == "," else "[]\n"


def _issue(finding: CheckFinding) -> dict[str, object]:
    broken = finding.severity is Level.ERROR and CODES[finding.code].integrity
    return {
        "description": f"{finding.message}; {finding.hint}" if finding.hint else finding.message,
        "check_name": finding.code,
        "fingerprint": finding.fingerprint,
        "severity": "critical" if broken else _SEVERITY[finding.severity],
        "location": {"path": finding.path, "lines": {"begin": max(finding.line, 1)}},
    }
