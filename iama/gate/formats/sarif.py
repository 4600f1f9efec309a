"""Findings as SARIF 2.1.0 (OASIS), as code scanning takes it; waived ones carry their justification."""

import json
from collections.abc import Iterator, Mapping, Sequence
from heapq import nsmallest
from urllib.parse import quote

from iama import __version__
from iama.gate.finding import CheckFinding
from iama.gate.formats import list_lines
from iama.gate.report import Report
from iama.gate.rules import CODES
from iama.model.text import escape_controls
from iama.words import text

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_MOST = 25_000  # GitHub refuses a file with more results
_ROOT = "SRCROOT"


def report_lines(report: Report) -> Iterator[str]:
    """Yield one run, the worst findings first: not all of them may fit."""
    findings = nsmallest(_MOST, report, key=lambda finding: (-finding.severity, finding.order))
    codes = sorted({finding.code for finding in findings})
    left_out = report.summary.findings - len(findings)
    language = report.language
    rules = [_sarif_rule(code, language) for code in codes]
    run = {
        "tool": {"driver": {"name": "iama", "semanticVersion": __version__, "rules": rules}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _notifications(left_out, report)}],
        "originalUriBaseIds": {_ROOT: {"description": {"text": text("check-folder-of-run", language)}}},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(finding, codes) for finding in findings],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    yield escape_controls(json.dumps(log, ensure_ascii=False, indent=2)) + "\n"


def _sarif_rule(code: str, language: str) -> Mapping[str, object]:
    levels = CODES[code]
    return {
        "id": code,
        "name": "".join(word.capitalize() for word in code.split("-")),
        "shortDescription": {"text": text(f"rule-{code}", language)},
        "defaultConfiguration": {"level": str(levels.in_use)},
        "properties": {"tags": ["integrity"] if levels.integrity else []},
    }


def _notifications(left_out: int, report: Report) -> Sequence[Mapping[str, object]]:
    words = text("check-too-many", report.language, count=left_out, limit=_MOST)
    lists = [{"level": "note", "message": {"text": line}} for line in list_lines(report)]
    return [*([{"level": "warning", "message": {"text": words}}] if left_out else []), *lists]


def _sarif_result(finding: CheckFinding, codes: Sequence[str]) -> Mapping[str, object]:
    return {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": str(finding.severity),
        "message": {"text": f"{finding.message}. {finding.hint}" if finding.hint else finding.message},
        "locations": [{"physicalLocation": _location(finding)}],
        "partialFingerprints": {"iama/v1": finding.fingerprint},
        **_suppressions(finding),
    }


def _location(finding: CheckFinding) -> Mapping[str, object]:
    uri = quote(finding.path, errors="surrogateescape")
    place: dict[str, object] = {"artifactLocation": {"uri": uri, "uriBaseId": _ROOT}}
    if finding.line:
        place["region"] = {"startLine": finding.line, **({"startColumn": finding.column} if finding.column else {})}
    return place


def _suppressions(finding: CheckFinding) -> Mapping[str, object]:
    if finding.waived is None:
        return {}
    return {"suppressions": [{"kind": "external", "status": "accepted", "justification": finding.waived.reason}]}
