"""Findings for the widget of a merge request, as GitLab documents it for Code Quality.

It knows no state of a finding. One that is waived stands there as the lightest, with why and until when: left out, it
would be told as resolved.
"""

import json
from collections.abc import Iterator
from itertools import chain

from iama.gate.finding import CheckFinding, fingerprint
from iama.gate.formats import list_lines, waiver_note
from iama.gate.report import Report
from iama.gate.rules import CODES
from iama.model.problems import Level
from iama.model.text import escape_controls

_SEVERITY = {Level.ERROR: "major", Level.WARNING: "minor", Level.NOTE: "info"}


def report_lines(report: Report) -> Iterator[str]:
    """Yield the list that `artifacts: reports: codequality` takes."""
    before = "["
    findings = (_issue(finding, report.language) for finding in report)
    for issue in chain(_lists(report), findings):
        yield f"{before}\n  {escape_controls(json.dumps(issue, ensure_ascii=False))}"
        before = ","
    yield "\n]\n" if before == "," else "[]\n"


def _lists(report: Report) -> Iterator[dict[str, object]]:
    """Yield what became of the rows of a list: the report has no other place for it."""
    for line, counts in zip(list_lines(report), report.lists, strict=True):
        yield {
            "description": line,
            "check_name": "inventory",
            "fingerprint": fingerprint("inventory", counts.file),
            "severity": _SEVERITY[Level.NOTE],
            "location": {"path": counts.file, "lines": {"begin": 1}},
        }


def _issue(finding: CheckFinding, language: str) -> dict[str, object]:
    words = f"{finding.message}; {finding.hint}" if finding.hint else finding.message
    waived = waiver_note(finding, language)
    return {
        "description": f"{waived} {words}" if waived else words,
        "check_name": finding.code,
        "fingerprint": finding.fingerprint,
        "severity": _SEVERITY[Level.NOTE] if waived else _gitlab_severity(finding),
        "location": {"path": finding.path, "lines": {"begin": max(finding.line, 1)}},
    }


def _gitlab_severity(finding: CheckFinding) -> str:
    broken = finding.severity is Level.ERROR and CODES[finding.code].integrity
    return "critical" if broken else _SEVERITY[finding.severity]
