"""The report as JSON, whose keys other programs rely on."""

import json
from typing import Any

from iama import __version__
from iama.check.finding import CheckFinding, Report
from iama.check.standing import Standing
from iama.model.text import shown


def format(report: Report) -> str:
    """Return the report as JSON, findings in the order of the files."""
    parts = (f"  {json.dumps(key)}: {_laid_out(value)}" for key, value in document(report).items())
    return shown("{\n" + ",\n".join(parts) + "\n}\n")


def _laid_out(value: object) -> str:
    """Return a value as JSON, of a list each item on a line: laid out further, it takes five times as long to write."""
    if not isinstance(value, list) or not value:
        return json.dumps(value, ensure_ascii=False)
    write = json.JSONEncoder(ensure_ascii=False).encode
    return "[\n" + ",\n".join(f"    {write(item)}" for item in value) + "\n  ]"


def document(report: Report) -> dict[str, Any]:
    """Return the report as plain values."""
    counts = report.summary
    return {
        "iama_check": 1,
        "tool": {"name": "iama", "version": __version__},
        "as_of": report.as_of.isoformat(),
        "summary": {name: getattr(counts, name) for name in counts.__dataclass_fields__},
        "algorithms": [_standing(standing) for standing in report.standings],
        "findings": [_finding(finding) for finding in report.findings],
    }


def _standing(standing: Standing) -> dict[str, Any]:
    """Return where one algorithm stands: what an inventory elsewhere reads."""
    return {
        "id": standing.id,
        "category": standing.category,
        "phase": standing.phase.value,
        "required": list(standing.required),
        "approved": list(standing.approved),
        "register_id": standing.register_id or None,
    }


def _finding(finding: CheckFinding) -> dict[str, Any]:
    waived = finding.waived
    return {
        "code": finding.code,
        "severity": str(finding.severity),
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
    }
